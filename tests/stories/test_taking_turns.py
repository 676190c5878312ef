"""Of what accounts are asked about, two questions come in one message; the rest waits its turn."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import col, select

from storage import bundles
from storage.asks import Ask
from storage.nudges import Nudge, Part
from tests import rows
from tests.cast import BEN, MARIA, OMAR, SARA, TEAM
from tests.stage import Stage
from tests.stories.test_losses import lead

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ACCOUNTS = ("Globex", "Initech", "Corner Café")


def owed(stage: Stage) -> list[Ask]:
    """What is asked about losses and not answered, in their order."""
    with stage.duly.database.read() as session:
        query = select(Ask).where(Ask.kind == "why", col(Ask.answered_at).is_(None))
        found = list(session.exec(query.order_by(col(Ask.number))))
        session.expunge_all()
        return found


def brought(stage: Stage, user: str) -> dict[str, set[int]]:
    """Which losses somebody was asked about on which day, but for the lines of a Monday."""
    with stage.duly.database.read() as session:
        query = select(Nudge, Ask).where(
            col(Nudge.ask_id) == col(Ask.ask_id), Nudge.person_id == user,
            Nudge.part == Part.OWES, Ask.kind == "why",
            col(Nudge.sent_at).is_not(None), col(Nudge.weight) >= 0,
        )  # fmt: skip
        days: dict[str, set[int]] = {}
        for nudge, ask in session.exec(query):
            assert nudge.sent_at
            days.setdefault(nudge.sent_at.date().isoformat(), set()).add(ask.number)
        return days


def three_left(stage: Stage) -> None:
    """Three customers of one account lead leave on one day."""
    for name in ACCOUNTS:
        lead(stage, name, SARA)
        stage.types(BEN, f"/cx lost {name} on 2026-11-20 they said “price”")
        stage.fills_in(BEN, stated="price")


def test_two_are_asked_a_day_and_the_time_of_the_rest_begins_later(stage: Stage) -> None:
    three_left(stage)
    stage.passes(until=datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert brought(stage, SARA) == {"2026-11-24": {1, 2}}, "by tier"
    said = stage.reads(SARA)[-1]
    assert "Globex" in said
    assert "Initech" in said
    assert "Corner Café" not in said
    with stage.duly.database.read() as session:
        [card_id] = session.exec(
            select(Nudge.card_id).where(Nudge.person_id == SARA, col(Nudge.card_id).is_not(None))
            .distinct()
        )  # fmt: skip
        assert card_id
        assert bundles.count_of(session, TEAM, card_id, ["why"]) == 2
    asked, waiting = owed(stage)[:2], owed(stage)[2:]
    assert all(each.due_at > max(one.due_at for one in asked) for each in waiting)
    stage.passes(until=datetime(2026, 11, 25, 12, tzinfo=UTC))
    assert brought(stage, SARA) == {"2026-11-24": {1, 2}, "2026-11-25": {3}}
    by = datetime(2026, 12, 2, 8, 30, tzinfo=UTC)
    assert [each.due_at for each in owed(stage)[2:]] == [by], "five working days from then"


@on_sqlite
def test_nobody_is_left_out_and_no_day_has_more_than_two(stage: Stage) -> None:
    three_left(stage)
    stage.passes(days=40)
    days = brought(stage, SARA)
    assert max(len(each) for each in days.values()) == 2
    assert set().union(*days.values()) == {1, 2, 3}
    assert {each.rung >= 5 for each in owed(stage)} == {True}, "all three came to the CCO"
    assert any("Corner Café" in each for each in stage.reads(OMAR))


@on_sqlite
def test_what_is_no_such_question_waits_for_none(stage: Stage) -> None:
    three_left(stage)
    for title in ("Send the refund", "Call the bank", "Write the note"):
        stage.types(OMAR, f"/cx task {title} to @sara by friday for Acme")
    stage.passes(until=datetime(2026, 11, 25, 12, tzinfo=UTC))
    assert {number for each in brought(stage, SARA).values() for number in each} == {1, 2, 3}
    assert {key for n in (1, 2, 3) for key in rows.owed(stage, f"T-{n}")} == {"acknowledge"}


@on_sqlite
def test_whoever_takes_over_is_asked_as_many_a_day(stage: Stage) -> None:
    """Who was asked leaves while two wait their turn: nothing of it is forgotten."""
    three_left(stage)
    stage.passes(until=datetime(2026, 11, 24, 12, tzinfo=UTC))
    stage.people.deactivate(SARA)
    stage.passes(days=30)
    heirs = {each.person_id for each in owed(stage)}
    assert SARA not in heirs
    assert {each.number for each in owed(stage)} == {1, 2, 3}
    for heir in heirs & {BEN, MARIA, OMAR}:
        assert max(len(each) for each in brought(stage, heir).values()) <= 2
