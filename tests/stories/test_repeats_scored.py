"""Whether an issue was a repeat is told as it was known when somebody said why it happened."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands import explain, freeze
from handlers.executives.scores.rules import Measure
from handlers.promises import causes
from storage import people
from tests.cast import GRACE, MARIA, MONDAY, OMAR, TEAM, TOM
from tests.stage import Stage
from tests.stories.test_recounted import exported, recount

COPIED = "Contract dates are copied by hand"
TYPED = "Meter readings are typed in twice"
DECEMBER = MONDAY + timedelta(days=9)


def happens(stage: Stage, number: int, what: str, place: str = "Billing") -> None:
    stage.types(GRACE, f"/cx issue {what} sev 2 for Acme in {place}")
    stage.types(MARIA if place == "Billing" else TOM, f"/cx take I-{number}")


def says_why(stage: Stage, number: int, because: str, by: str = MARIA) -> None:
    said = stage.types(by, f"/cx prevented I-{number} it is read from there because {because}")
    assert f"I-{number}" in said, said
    stage.passes(hours=1 / 60)


def told(stage: Stage, department: str = "Billing", period: str = "2026-11") -> list[str]:
    database = stage.duly.database
    return list(explain.explained(database, stage.now, Measure.UNREPEATED, department, period))


def join(stage: Stage, which: str, into: str) -> None:
    with stage.duly.database.write() as session:
        omar = people.find(session, TEAM, OMAR)
        assert omar
        both = [causes.get(session, TEAM, each) for each in (which, into)]
        causes.join(session, stage.now, omar, *both)


@pytest.mark.both
def test_a_repeat_stays_one_and_nothing_later_makes_one(stage: Stage, tmp_path: Path) -> None:
    happens(stage, 1, "Invoiced twice")
    happens(stage, 2, "Renewal date wrong")
    happens(stage, 3, "Delivery on the wrong day", "Logistics")
    happens(stage, 4, "Reading from last year")
    says_why(stage, 2, COPIED)
    stage.passes(hours=2)
    says_why(stage, 3, "contract dates are copied by hand.", TOM)
    says_why(stage, 1, COPIED)
    says_why(stage, 4, TYPED)
    assert told(stage)[2:] == [
        "I-2       2026-11-23  no repeat",
        "I-1       2026-11-23  a repeat",
        "I-4       2026-11-23  no repeat",
    ]
    assert told(stage, "Logistics")[2:] == ["I-3       2026-11-23  a repeat"]
    before = told(stage), told(stage, "Logistics")
    stage.passes(hours=20)
    join(stage, "C-2", "C-1")
    stage.types(OMAR, "/cx owner I-2 to @tom because He has the delivery notes")
    assert (told(stage), told(stage, "Logistics")) == before
    # The same in other words says nothing new, also where it was joined.
    says_why(stage, 4, COPIED)
    says_why(stage, 1, f"{COPIED}.")
    assert told(stage) == before[0]
    happens(stage, 5, "Reading from the year before")
    says_why(stage, 5, TYPED)
    assert told(stage)[5:] == ["I-5       2026-11-24  a repeat"], "it is one cause by now"
    stage.passes(until=DECEMBER)
    for period in ("2026-11",):
        list(freeze.frozen(stage.duly.database, stage.now, period))
    status, said = recount(*exported(stage, tmp_path))
    assert status == 0, said
    assert "Billing 2026-11 unrepeated 2 of 4: the same" in said, said
    assert "Logistics 2026-11 unrepeated 0 of 1: the same" in said


def test_another_cause_counts_anew_and_what_is_undone_never_was(stage: Stage) -> None:
    happens(stage, 1, "Invoiced twice")
    happens(stage, 2, "Renewal date wrong")
    says_why(stage, 1, COPIED)
    says_why(stage, 2, COPIED)
    stage.types(MARIA, "/cx undo")
    assert [each[-9:] for each in told(stage)[2:]] == ["no repeat"]
    says_why(stage, 2, TYPED)
    stage.passes(hours=3)
    says_why(stage, 2, COPIED)
    assert [each.split("  ")[-1] for each in told(stage)[2:]] == [
        "no repeat", "no repeat", "a repeat",
    ]  # fmt: skip


def test_what_was_taken_back_or_is_long_ago_makes_no_repeat(stage: Stage) -> None:
    happens(stage, 1, "Invoiced twice")
    says_why(stage, 1, COPIED)
    stage.types(GRACE, "/cx withdraw I-1")
    happens(stage, 2, "Renewal date wrong")
    says_why(stage, 2, COPIED)
    stage.passes(days=91)
    happens(stage, 3, "Price of last year")
    says_why(stage, 3, COPIED)
    assert [each.split("  ")[-1] for each in told(stage)[2:]] == ["no repeat", "no repeat"]
    assert told(stage, period="2027-02")[2:] == ["I-3       2027-02-22  no repeat"]


def test_too_few_say_nothing_and_a_private_one_is_counted_only(stage: Stage) -> None:
    happens(stage, 1, "Invoiced twice")
    says_why(stage, 1, COPIED)
    stage.types(GRACE, "/cx private I-1")
    read = stage.types(TOM, "/cx score Billing november")
    assert "\nIssues that were no repeat | too few | – | 1 of 10\n" in read
