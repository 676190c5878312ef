"""What the database holds beside what was said: the rows that a story asserts after a sentence."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from storage import people
from storage.asks import Ask
from storage.departments import Department
from storage.handoffs import Handoff
from storage.history import Event
from storage.issues import Issue
from storage.people import Standing
from storage.tasks import Task
from tests.cast import TEAM
from tests.stage import Stage

NOUNS = {"T": "task", "I": "issue", "D": "decision"}


def item(stage: Stage, ref: str) -> Task | Issue:
    """The row of T-12 or I-7."""
    table = {"task": Task, "issue": Issue}[_noun(ref)]
    with stage.duly.database.read() as session:
        return session.exec(
            select(table).where(table.team_id == TEAM, table.number == _number(ref))
        ).one()


def state(stage: Stage, ref: str) -> tuple[str, str | None]:
    """How an item stands, and with whom."""
    row = item(stage, ref)
    return row.state, row.owner_id


def department(stage: Stage, ref: str) -> str | None:
    """The name of the department that answers for an item."""
    with stage.duly.database.read() as session:
        names: dict[UUID, str] = {
            each.department_id: each.name for each in session.exec(select(Department))
        }
    row = item(stage, ref)
    return names[row.department_id] if row.department_id else None


BESIDE = "date"
"""The date is chased beside the question whether somebody takes it: `dated` tells of that."""


def asks(stage: Stage, ref: str) -> list[Ask]:
    """Every answer that was ever owed about T-12, I-7 or D-3, in the order of asking.

    But for those beside another.
    """
    return [ask for ask in _all_asks(stage, ref) if ask.kind != BESIDE]


def dated(stage: Stage, ref: str) -> list[tuple[str, datetime]]:
    """Who is asked about the date of what nobody has taken, and the date (UTC)."""
    found = [ask for ask in _all_asks(stage, ref) if ask.kind == BESIDE]
    return [(ask.person_id, ask.due_at) for ask in found if ask.answered_at is None]


def _all_asks(stage: Stage, ref: str) -> list[Ask]:
    query = select(Ask).where(
        Ask.team_id == TEAM, Ask.noun == _noun(ref), Ask.number == _number(ref)
    )
    with stage.duly.database.read() as session:
        return list(session.exec(query.order_by(col(Ask.opened_at), col(Ask.ask_id))))


def held_for(stage: Stage, ref: str) -> dict[str, str]:
    """Of what is still owed about it, in whose place somebody is asked."""
    return {
        ask.kind: ask.for_id for ask in asks(stage, ref) if ask.answered_at is None and ask.for_id
    }


def owed(stage: Stage, ref: str) -> dict[str, str]:
    """What is still owed about it: the kind of ask, and by whom."""
    waiting = [ask for ask in asks(stage, ref) if ask.answered_at is None]
    found = {ask.kind: ask.person_id for ask in waiting}
    assert len(found) == len(waiting), "one of each kind"
    return found


def happened(stage: Stage, ref: str) -> list[tuple[str, str]]:
    """Who did what to it, in order."""
    query = select(Event).where(
        Event.team_id == TEAM, Event.noun == _noun(ref), Event.number == _number(ref)
    )
    with stage.duly.database.read() as session:
        events = session.exec(query.order_by(col(Event.event_id))).all()
    return [(event.actor, event.verb) for event in events]


def events(stage: Stage, ref: str, verb: str) -> list[Event]:
    """What happened to it by this verb, in order."""
    query = select(Event).where(
        Event.team_id == TEAM,
        Event.noun == _noun(ref),
        Event.number == _number(ref),
        Event.verb == verb,
    )
    with stage.duly.database.read() as session:
        return list(session.exec(query.order_by(col(Event.event_id))))


def offers(stage: Stage, ref: str) -> list[tuple[str, bool | None]]:
    """To whom it was offered, and whether they took it; None while they have not answered."""
    query = select(Handoff).where(
        Handoff.team_id == TEAM, Handoff.noun == _noun(ref), Handoff.number == _number(ref)
    )
    with stage.duly.database.read() as session:
        rows = session.exec(query.order_by(col(Handoff.handoff_id))).all()
    return [(offer.to_id, offer.accepted) for offer in rows]


def _noun(ref: str) -> str:
    return NOUNS[ref[0]]


def _number(ref: str) -> int:
    return int(ref[2:])


def make_guest(stage: Stage, user_id: str) -> None:
    """Somebody is only a guest of the workspace from now on."""
    with stage.duly.database.write() as session:
        guest = people.find(session, TEAM, user_id)
        assert guest is not None
        guest.standing = Standing.GUEST
        session.add(guest)
