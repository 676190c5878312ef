"""Of a cause people say what sort it is, who could have prevented it, and who decides about it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlmodel import Session

from handlers.people import access, audiences
from handlers.promises.causes import NOTHING, change
from handlers.speech.errors import UserError
from storage import causes, departments, exports, people
from storage.causes import Cause
from storage.exports import Excerpt
from tests.cast import AISHA, GRACE, LEE, MARIA, NORA, OMAR, SARA, TEAM, TOM
from tests.exported import rows
from tests.replay import replayed
from tests.stage import Stage
from tests.stories.test_causes import COPIED, happens
from tests.stories.test_leavers import leaves

pytestmark = pytest.mark.both

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def known(stage: Stage, number: int = 1) -> Cause:
    with stage.duly.database.read() as session:
        found = causes.numbered(session, TEAM, number)
        assert found
        return found


def department(stage: Stage, number: int = 1) -> str | None:
    """The department that could have prevented a cause."""
    with stage.duly.database.read() as session:
        found = departments.find(session, TEAM, known(stage, number).department_id)
        return found.name if found else None


def changes(stage: Stage, user: str, ref: str = "C-1", **said: object) -> str:
    """Somebody opens the page of a cause, and fills in its form."""
    stage.types(user, f"/cx cause {ref}")
    stage.clicks_in_form(user, "Change…")
    return stage.fills_in(user, **said)


def test_who_prevents_it_says_of_what_sort_the_cause_is_and_who_could_remove_it(
    stage: Stage,
) -> None:
    stage.types(GRACE, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.types(MARIA, "/cx take I-1")
    stage.types(MARIA, "/cx done I-1")
    stage.clicks(MARIA, "Prevented…", "I-1")
    assert "who could have prevented" not in stage.sees_form(MARIA)
    stage.fills_in(
        MARIA, reason=COPIED, words="dates are read from the contract",
        kind="A process, how we work", department="Logistics", decider=NORA,
    )  # fmt: skip
    found = known(stage)
    assert (found.kind, found.decider_id, department(stage)) == ("process", NORA, "Logistics")
    card = stage.channel("#billing")[0]
    assert "*Cause C-1* Contract dates are copied by hand." in card
    assert "A process, how we work · Logistics could have prevented it · @nora decides" in card
    stage.types(TOM, "/cx I-1")
    assert "Logistics could have prevented it" in stage.sees_form(TOM)
    with stage.duly.database.read() as session:
        assert replayed(session, TEAM).differing == []


def test_both_leads_and_who_decides_hear_that_it_came_back(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    changes(stage, MARIA, department="Logistics", decider=NORA)
    stage.types(GRACE, "/cx issue Date wrong for Globex in Billing sev 2")
    stage.types(OMAR, f"/cx prevented I-2 dates are read because {COPIED}")
    stage.passes(days=1)
    for user in (MARIA, TOM, NORA):
        told = [said for said in stage.reads(user) if "second time in 90 days" in said]
        assert len(told) == 1, user
    assert not any("second time in 90 days" in said for said in stage.reads(OMAR))


@on_sqlite
def test_of_what_is_private_they_hear_nothing(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    changes(stage, MARIA, department="Logistics", decider=NORA)
    stage.types(GRACE, "/cx issue Date wrong for Globex in Billing sev 2")
    stage.types(OMAR, "/cx private I-2")
    stage.types(OMAR, f"/cx prevented I-2 dates are read because {COPIED}")
    stage.passes(days=1)
    assert not any("second time" in said for user in (TOM, NORA) for said in stage.reads(user))
    assert any("second time in 90 days" in said for said in stage.reads(MARIA))


@on_sqlite
def test_the_page_of_a_cause(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    happens(stage, "Date wrong for Globex")
    stage.types(TOM, "/cx C-1")
    page = stage.sees_form(TOM)
    assert "*C-1 Contract dates are copied by hand*\nTwo issues in the last 90 days." in page
    assert "*What prevents it* “dates are read from the contract” (I-2, @maria" in page
    assert page.index("I-2 Date wrong") < page.index("I-1 Invoiced twice")
    assert page.count("not known yet") == 3
    assert "[Change…]" in page, "Tom leads a department"
    stage.closes(TOM)
    stage.types(SARA, f"/cx cause {COPIED.upper()}.")
    assert "*C-1 Contract dates" in stage.sees_form(SARA)
    assert "[Change…]" not in stage.sees_form(SARA)
    stage.clicks_in_form(SARA, "Open…", "I-2")
    assert "Date wrong" in stage.sees_form(SARA)
    assert "*C-1 Contract dates are copied" in stage.says(SARA, "cause C-1")


@on_sqlite
def test_what_is_private_is_counted_on_its_page_and_not_named(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    happens(stage, "Date wrong for Globex")
    stage.types(OMAR, "/cx private I-2")
    stage.types(TOM, "/cx cause C-1")
    page = stage.sees_form(TOM)
    assert "Two issues in the last 90 days." in page
    assert "One more issue of it is private." in page
    assert "I-2" not in page
    stage.types(OMAR, "/cx private I-1")
    stage.closes(TOM)
    assert "C-1 is the cause of what is private" in stage.types(TOM, "/cx cause C-1")
    stage.types(MARIA, "/cx cause C-1")
    assert "I-2 Date wrong" in stage.sees_form(MARIA)


@on_sqlite
@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("cause C-9", "I don't know a cause called “C-9”"),
        ("C-9", "I don't know a cause called “C-9”"),
        ("cause T-1", "I don't know a cause called “T-1”"),
        (f"cause {'a' * 3_000}", "I don't know a cause"),
        ("cause <!channel>", "I don't know a cause"),
    ],
)
def test_a_cause_that_nobody_knows(stage: Stage, said: str, answer: str) -> None:
    assert answer in stage.types(TOM, f"/cx {said}")


@on_sqlite
def test_who_may_say_more_of_a_cause(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    stage.types(MARIA, "/cx owner I-1 to @sara because she knows it")
    changes(stage, SARA, kind="A system or a tool")
    assert known(stage).kind == "system", "she has an issue of it"
    changes(stage, AISHA, kind="A supplier or a partner")
    assert known(stage).kind == "supplier", "Aisha is deputy of a department"
    stage.types(NORA, "/cx cause C-1")
    assert "[Change…]" not in stage.sees_form(NORA)


@on_sqlite
def test_two_who_change_it_at_once_both_have_their_say(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    for user in (MARIA, TOM):
        stage.types(user, "/cx cause C-1")
        stage.clicks_in_form(user, "Change…")
    stage.fills_in(MARIA, kind="A process, how we work", cause_words="Dates are typed by hand")
    stage.fills_in(TOM, decider=NORA)
    found = known(stage)
    assert (found.words, found.kind, found.decider_id) == (
        "Dates are typed by hand", "process", NORA,
    )  # fmt: skip
    assert "*Cause C-1* Dates are typed by hand." in stage.channel("#billing")[0]


@on_sqlite
def test_a_cause_with_the_name_of_another(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    happens(stage, "Date wrong for Globex", "Nobody reads the mail")
    said = changes(stage, MARIA, "C-2", cause_words="contract dates are copied  by hand.")
    assert "C-1 is called that already: “Contract dates are copied by hand”" in said
    assert "C-2 stays as it is" in said
    assert known(stage, 2).words == "Nobody reads the mail"


@pytest.mark.parametrize("is_new", [True, False])
def test_two_who_use_one_name_at_the_same_moment(stage: Stage, *, is_new: bool) -> None:
    """Somebody names a new cause, or calls a known one so, as another cause gets that name."""
    for what, why in (("Invoiced twice", COPIED), ("Date wrong", "Nobody reads the mail")):
        happens(stage, f"{what} for Acme", why)
    taken = "Dates are typed by hand"

    def call(session: Session, number: int) -> bool:
        who = access.recognise(session, TEAM, MARIA)
        found = causes.numbered(session, TEAM, number, lock=True)
        assert found
        return change(session, stage.now, who, found, taken, NOTHING)

    def second() -> str:
        with stage.duly.database.write() as session:
            try:
                call(session, 2)
            except UserError as refused:
                return refused.message
        return "changed"

    with ThreadPoolExecutor(1) as other:
        with stage.duly.database.write() as session:
            if is_new:
                causes.named(session, stage.now, TEAM, taken, TOM)
            else:
                call(session, 1)
            later = other.submit(second)
            # It has begun, and waits for this one to end.
            with suppress(TimeoutError):
                later.result(0.2)
        first = 3 if is_new else 1
        assert later.result(10) == (
            f"C-{first} is called that already: “{taken}”. Two causes cannot have one name, so C-2 "
            f"stays as it is. If they are one: `/cx merge C-2 with C-{first}`."
        )
    assert known(stage, first).words == taken
    assert known(stage, 2).words == "Nobody reads the mail"


@on_sqlite
@pytest.mark.parametrize(
    ("said", "answer"),
    [("…", "Please say why"), ("a" * 10_000, "at most 300 characters")],
)
def test_words_that_name_no_cause(stage: Stage, said: str, answer: str) -> None:
    happens(stage, "Invoiced twice for Acme")
    assert answer in changes(stage, MARIA, cause_words=said)
    assert known(stage).words == COPIED


@on_sqlite
def test_who_decides_works_here_and_is_not_named_once_they_have_left(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    changes(stage, MARIA, decider=NORA)
    leaves(stage, NORA)
    with stage.duly.database.read() as session:
        nora = people.find(session, TEAM, NORA)
        assert nora
        assert nora.gone
    stage.types(TOM, "/cx cause C-1")
    assert "whoever did has left" in stage.sees_form(TOM)
    stage.types(MARIA, "/cx note I-1 once")
    assert "decides" not in stage.channel("#billing")[0]
    stage.closes(TOM)
    assert changes(stage, TOM, kind="A system or a tool") != ""
    assert known(stage).kind == "system", "what nobody touched stands in nobody's way"
    stage.closes(TOM)
    changes(stage, TOM, decider=LEE)
    assert known(stage).decider_id == LEE


@on_sqlite
def test_causes_are_exported_as_far_as_their_reader_may_see_an_issue_of_them(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    happens(stage, "Date wrong for Globex", "Nobody reads the mail")
    changes(stage, MARIA, kind="A process, how we work", department="Logistics", decider=NORA)
    stage.types(OMAR, "/cx private I-2")
    first, second = rows(stage.duly.database, "causes")
    assert (first["ref"], first["kind"], first["issues"]) == ("C-1", "process", 1)
    assert (first["department"], first["decider_name"]) == ("Logistics", "Nora Lindqvist")
    assert second["cause"] == "Nobody reads the mail"
    assert [row["cause_ref"] for row in rows(stage.duly.database, "issues")] == ["C-1", "C-2"]
    with stage.duly.database.read() as session:
        reader = audiences.reader(session, people.by_id(session, TEAM, [TOM])[TOM])
        page = exports.causes(session, Excerpt(reader), None, 10)
        assert [row.number for row in page.rows] == [1]
