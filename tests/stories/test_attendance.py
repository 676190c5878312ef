"""Where fewer answer than in the first month, the CCO alone reads whom to see in person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from handlers.chasing import policy as policies
from storage import departments
from storage.asks import Ask, Outcome
from storage.history import Event
from storage.people import Person
from tests.cast import MARIA, NORA, OMAR, PRIYA, SARA, TEAM, VICTOR
from tests.stage import Stage

SEPTEMBER, OCTOBER = (datetime(2026, month, 7, 9, tzinfo=UTC) for month in (9, 10))
DAY = timedelta(days=1)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def asked(
    stage: Stage, month: datetime, person: str, answered: int, of: int, kind: str = "impact",
    department: UUID | None = None,
) -> None:  # fmt: skip
    """So many questions that somebody was asked in a month; the others came to nothing, late."""
    with stage.duly.database.write() as session:
        for number in range(of):
            is_answered = number < answered
            opened = month + number * timedelta(hours=1)
            session.add(Ask(
                team_id=TEAM, kind=kind, noun="decision", number=900 + number, person_id=person,
                department_id=department, opened_at=opened, due_at=opened + 2 * DAY,
                answered_at=opened + (DAY if is_answered else 4 * DAY),
                answered_by=person if is_answered else "",
                outcome=Outcome.ANSWERED if is_answered else Outcome.WITHDRAWN,
            ))  # fmt: skip


def months(stage: Stage) -> None:
    """In September executives answer 11 of 12 and Billing all; in October 3 of 12 and 2 of 11."""
    with stage.duly.database.read() as session:
        billing = departments.named(session, TEAM, "Billing")
        assert billing is not None
    for month, nora, victor, lead in ((SEPTEMBER, 6, 5, 11), (OCTOBER, 3, 0, 2)):
        asked(stage, month, NORA, nora, 6)
        asked(stage, month, VICTOR, victor, 6)
        asked(stage, month, MARIA, lead, 11, "acknowledge", billing.department_id)


def judged(stage: Stage) -> list[Event]:
    with stage.duly.database.read() as session:
        found = session.exec(select(Event).where(Event.noun == "attendance"))
        return sorted(found, key=lambda each: each.number)


def test_the_cco_reads_whom_to_see_once_and_nobody_else_does(stage: Stage) -> None:
    months(stage)
    stage.passes(hours=1)
    told = stage.reads_all(OMAR)
    assert "Executives answered three of 12 in October 2026; in September 2026" in told
    assert "11 of 12, 92 %" in told
    assert "See in person: @victor (0 of 6, 0 %). Only you read these names." in told
    assert "*Billing* (October 2026: 2 of 11, 18 %; September 2026: 11 of 11, 100 %)" in told
    for other in (NORA, VICTOR, PRIYA, MARIA, SARA):
        assert "See in person" not in stage.reads_all(other)
        assert "Who still answers?" not in stage.opens_home(other)
    assert "See in person" not in "\n".join(stage.channel("#executives", NORA))
    home = stage.opens_home(OMAR)
    assert "Who still answers?" in home
    assert "@victor (0 of 6, 0 %)" in home
    stage.passes(until=datetime(2026, 12, 7, 12, tzinfo=UTC))
    assert stage.reads_all(OMAR).count("See in person") == 1
    stage.passes(until=datetime(2026, 12, 9, 12, tzinfo=UTC))
    assert [each.number for each in judged(stage)] == [202610, 202611]
    assert stage.reads_all(OMAR).count("See in person") == 1
    assert "See in person" not in stage.opens_home(OMAR)


@on_sqlite
def test_the_share_is_a_house_rule(stage: Stage) -> None:
    months(stage)
    with stage.duly.database.write() as session:
        omar = session.get(Person, (TEAM, OMAR))
        assert omar is not None
        policies.change(session, stage.now, omar, {"attendance_share": 15})
    stage.passes(hours=1)
    assert "See in person" not in stage.reads_all(OMAR)
    assert "Executives answered three of 12" in stage.opens_home(OMAR)
    assert judged(stage)[0].details["share"] == 15


@on_sqlite
def test_a_house_that_was_asked_too_little_reads_so(stage: Stage) -> None:
    asked(stage, OCTOBER, NORA, 0, 6)
    stage.passes(hours=1)
    assert "See in person" not in stage.reads_all(OMAR)
    home = stage.opens_home(OMAR)
    assert "Executives were asked for six answers in October 2026: too few to tell" in home


@on_sqlite
def test_a_new_house_is_not_judged(stage: Stage) -> None:
    stage.types(SARA, "/cx task Call Acme to @maria by friday for Acme because they wait")
    stage.passes(hours=1)
    assert judged(stage) == []


@on_sqlite
def test_what_happens_later_changes_nothing(stage: Stage) -> None:
    months(stage)
    stage.passes(hours=1)
    before = judged(stage)[0].details
    with stage.duly.database.write() as session:
        for each in session.exec(select(Ask).where(Ask.kind == "impact")):
            each.answered_at, each.answered_by = stage.now, each.person_id
            each.outcome = Outcome.ANSWERED
    stage.passes(days=1)
    assert [each.details for each in judged(stage)] == [before]
    assert "@victor (0 of 6, 0 %)" in stage.opens_home(OMAR)


@on_sqlite
def test_what_came_true_counts_as_asked_and_too_early_as_an_answer(stage: Stage) -> None:
    asked(stage, SEPTEMBER, NORA, 12, 12)
    asked(stage, OCTOBER, NORA, 2, 6, "forecast")
    asked(stage, OCTOBER, VICTOR, 0, 6, "decide")
    asked(stage, OCTOBER, VICTOR, 1, 6, "impact")
    with stage.duly.database.write() as session:
        query = select(Ask).where(Ask.kind == "forecast", Ask.outcome == Outcome.ANSWERED)
        for ask in session.exec(query):
            ask.outcome = Outcome.REDATED
    stage.passes(hours=1)
    told = stage.reads_all(OMAR)
    assert "Executives answered three of 12 in October 2026" in told
    assert "@nora (2 of 6, 33 %)" in told
