"""What reminders, audits and everybody else who gathers things know of tasks and issues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlmodel import Session

from handlers.chasing.nouns import About, Chased, Noun
from handlers.promises import items, lifecycle, moves, steps, telling
from handlers.promises.items import cards, loop
from handlers.promises.items.kinds import ACKNOWLEDGE, FINISH
from handlers.promises.lifecycle import Asked
from storage import customers
from storage.asks import Ask
from storage.issues import Issue
from storage.items import Item, State
from storage.nudges import Nudge
from storage.tasks import Task


def _about(noun: str, session: Session, team_id: str, number: int) -> About | None:
    item = items.find(session, team_id, noun, number)
    return items.about(item, items.customer_of(session, item)) if item else None


def _tiers(
    table: type[Task] | type[Issue], session: Session, team_id: str, numbers: Iterable[int]
) -> Mapping[int, str]:
    return customers.tiers(session, table, team_id, numbers)


def _escalated(session: Session, now: datetime, ask: Ask, sent: Sequence[Nudge]) -> None:
    item = items.find(session, ask.team_id, ask.noun, ask.number)
    if item is None:
        return
    for nudge in sent:
        lifecycle.note(
            session, now, moves.ESCALATE, item, ask, to=nudge.person_id, owner=ask.person_id,
            rung=nudge.rung,
        )  # fmt: skip


def _ask_again(session: Session, now: datetime, item: Item) -> None:
    """Ask the owner for what they owe, or whoever can for the rest of a loop.

    Raises LookupError when the owner is not among the people.
    """
    if isinstance(item, Issue) and item.state == State.CORRECTED:
        asked = steps.asking(session, item, loop.left(session, item))
        lifecycle.begin_asks(session, now, item, items.customer_of(session, item), *asked)
        return
    owner = items.owner_of(session, item)
    if owner is None:
        raise LookupError("the owner is not among the people")
    # Who took it knows of it; who did not may have read of it nowhere.
    is_taken = item.state == State.ACKNOWLEDGED
    owed = Asked(FINISH if is_taken else ACKNOWLEDGE, owner, item.department_id, is_taken)
    lifecycle.begin_asks(session, now, item, items.customer_of(session, item), owed)


TASK, ISSUE = (
    Noun(
        name=table.noun,
        letter=table.letter,
        states=tuple(State),
        table=table,
        about=partial(_about, table.noun),
        render=cards.render,
        tiers=partial(_tiers, table),
        escalated=_escalated,
        chased=Chased(table, _ask_again),
        telling=told,
    )
    for table, told in ((Task, telling.TASK), (Issue, telling.ISSUE))
)
