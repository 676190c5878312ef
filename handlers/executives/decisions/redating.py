"""The day by which it is decided is moved: what is asked about it is asked by that day."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing.registers import Registers
from handlers.executives.decisions import circle, deciding, ending, moves, news
from handlers.executives.decisions.kind import DECIDE, IMPACT
from handlers.executives.decisions.rulings import day_cards
from handlers.promises import deadlines, items, lifecycle
from handlers.promises.lifecycle import Asked
from storage import people
from storage.decisions import Decision
from storage.history import Event
from storage.people import Person


def check(session: Session, actor: Person, decision: Decision) -> None:
    """Raises what `deciding.check_decides` raises."""
    deciding.check_decides(session, actor, decision, moves.MOVE_DAY)


def move_day(
    session: Session, now: datetime, actor: Person, decision: Decision, day: str, why: str = ""
) -> bool:
    """Say by when a decision is decided, which is held, in words or ISO; False where it is so.

    Whoever was asked for an answer and has given none is asked for it by that day, and so is
    whoever decides; they read it at once, and so do those who asked and follow. Raises WrongDate,
    NoteTooLong, and what `check` raises.
    """
    check(session, actor, decision)
    items.check_note(why)
    decider = deciding.decider_of(session, decision) or actor
    at = deadlines.read(session, now, decider, day, counted_from=decision.due_at).at
    before = decision.due_at
    if at == before:
        return False
    owed = circle.owed(session, decision)
    silent = people.by_id(session, decision.team_id, [ask.whose_id for ask in owed])
    heard = news.concerned(session, actor, decision, [*silent, decider.user_id])
    decision.due_at = at
    asked = [Asked(DECIDE, decider, decider.department_id, by=at)]
    asked += [Asked(IMPACT, each, each.department_id, by=at) for each in silent.values()]
    lifecycle.make(
        session, now, moves.MOVE_DAY, decision, actor, asked=asked,
        day=at, before=before, reason=why.strip(),
    )  # fmt: skip
    news.tell(
        session, now, decision, moves.MOVE_DAY.verb, heard,
        lambda reader: day_cards.heard(
            decision, actor, decider, before, why, now, owes=reader.user_id in silent
        ),
    )  # fmt: skip
    return True


def undo(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    decision: Decision,
    event: Event,
) -> None:
    """Let the day of a decision, which is held, be the one that it was; all is asked as before."""
    owed = circle.owed(session, decision)
    decider = deciding.decider_of(session, decision)
    others = [*(ask.person_id for ask in owed), decider.user_id if decider else None]
    heard = news.concerned(session, actor, decision, others)
    decision.due_at = datetime.fromisoformat(event.details["before"])
    ending.asked_as_before(registers, session, now, actor, decision, event)
    lifecycle.make(session, now, moves.UNDO_MOVING_DAY, decision, actor, undid=event.verb)
    told = day_cards.heard_undone(decision, actor)
    news.take_back(session, now, decision, event, heard, told)
