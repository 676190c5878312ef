"""Issues that happen for the same reason have one cause, and each card says so."""

from __future__ import annotations

import pytest

from storage import causes, issues
from storage.causes import Cause
from storage.issues import Issue
from tests.cast import GRACE, MARIA, OMAR, TEAM, TOM
from tests.replay import replayed
from tests.stage import Stage

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
COPIED = "Contract dates are copied by hand"


def happens(stage: Stage, what: str, because: str = COPIED) -> str:
    """Grace reports it; Maria takes it, and says why it happened."""
    stage.types(GRACE, f"/cx issue {what} in Billing sev 2")
    number = len(stage.channel("#billing"))
    stage.types(MARIA, f"/cx take I-{number}")
    return stage.types(
        MARIA, f"/cx prevented I-{number} dates are read from the contract because {because}"
    )


def cause(stage: Stage, number: int) -> Cause | None:
    with stage.duly.database.read() as session:
        issue = issues.find(session, TEAM, number)
        assert isinstance(issue, Issue)
        return causes.of(session, issue)


def test_contract_dates_are_copied_by_hand_for_the_third_time(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    stage.passes(days=20)
    happens(stage, "Renewal date wrong for Globex", "contract dates  are copied by hand.")
    stage.passes(days=20)
    happens(stage, "Price of last year for Initech", "CONTRACT DATES ARE COPIED BY HAND")
    stage.settle()
    found = {each.cause_id for each in (cause(stage, n) for n in (1, 2, 3)) if each}
    assert len(found) == 1
    first, second, third = stage.channel("#billing")
    assert "of its cause" not in first
    assert "second of its cause in 90 days" in second
    assert "third of its cause in 90 days" in third
    line = "*Cause C-1* Contract dates are copied by hand. Also in I-1 and I-2."
    assert line in third
    stage.types(TOM, "/cx I-3")
    assert line in stage.sees_form(TOM)
    with stage.duly.database.read() as session:
        assert replayed(session, TEAM).differing == []


@on_sqlite
def test_the_cco_reads_of_a_pattern_once(stage: Stage) -> None:
    for number, what in enumerate(("Invoiced twice", "Date wrong", "Price wrong"), 1):
        happens(stage, f"{what} for Acme")
        stage.settle()
        told = [said for said in stage.reads(OMAR) if "time in 90 days" in said]
        assert len(told) == (number == 3)
    assert "third time in 90 days. Now it is I-3 Price wrong. Before it: I-1 and I-2." in told[0]
    happens(stage, "Fee wrong for Acme")
    stage.settle()
    assert not any("fourth time" in said for said in stage.reads(OMAR))


@on_sqlite
def test_the_lead_reads_that_a_cause_came_back_and_not_again_after_an_undo(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    stage.types(GRACE, "/cx issue Date wrong for Globex in Billing sev 2")
    for _ in range(2):
        stage.types(OMAR, f"/cx prevented I-2 dates are read because {COPIED}")
        stage.types(OMAR, "/cx undo")
    stage.settle()
    told = [said for said in stage.reads(MARIA) if "second time in 90 days" in said]
    assert len(told) == 1
    assert "Now it is I-2 Date wrong. Before it: I-1." in told[0]


@on_sqlite
def test_what_happened_more_than_90_days_ago_is_no_repeat(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    stage.passes(days=91)
    happens(stage, "Invoiced twice for Globex")
    stage.settle()
    assert "of its cause" not in stage.channel("#billing")[-1]


@on_sqlite
def test_a_cause_is_not_known_only_once_somebody_is_asked_for_it(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.types(MARIA, "/cx take I-1")
    stage.settle()
    assert "*Cause*" not in stage.channel("#billing")[0]
    stage.types(MARIA, "/cx done I-1")
    stage.settle()
    assert "*Cause* not known yet" in stage.channel("#billing")[0]


@on_sqlite
def test_a_private_issue_is_not_named_where_all_may_read(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    stage.types(OMAR, "/cx private I-1")
    happens(stage, "Renewal date wrong for Globex")
    stage.settle()
    card = next(each for each in stage.channel("#billing") if "Renewal" in each)
    assert "second of its cause in 90 days" in card
    assert "I-1" not in card


@on_sqlite
def test_what_is_taken_back_is_no_repeat(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    happens(stage, "Invoiced twice for Globex")
    stage.types(OMAR, "/cx withdraw I-1")
    stage.types(MARIA, "/cx note I-2 once only")
    stage.settle()
    assert "of its cause" not in stage.channel("#billing")[-1]


@on_sqlite
def test_the_cause_goes_with_the_step_when_that_is_undone(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    stage.types(MARIA, "/cx undo")
    assert cause(stage, 1) is None
    with stage.duly.database.read() as session:
        assert replayed(session, TEAM).differing == []


@on_sqlite
@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("a" * 301, "301 characters, and 300 fit"),
        ("a" * 10_000, "fewer words"),
        ("…", "because"),
    ],
)
def test_what_is_no_cause_is_refused_and_nothing_is_kept(
    stage: Stage, said: str, answer: str
) -> None:
    assert answer in happens(stage, "Invoiced twice for Acme", said)
    assert cause(stage, 1) is None


@on_sqlite
def test_markup_in_a_cause_stays_words(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme", "<!channel> *dates* & hands")
    stage.settle()
    assert "*Cause C-1* <!channel> ∗dates∗ & hands." in stage.channel("#billing")[0]
    assert cause(stage, 1)


def test_signs_that_become_many_letters_still_name_a_cause(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme", "\ufdfa" * 300)
    assert cause(stage, 1)


@on_sqlite
def test_only_whoever_answers_for_it_names_a_cause(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Invoiced twice for Acme in Billing sev 2")
    assert "That is for" in stage.types(TOM, f"/cx prevented I-1 x because {COPIED}")
    assert cause(stage, 1) is None
