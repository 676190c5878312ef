"""What customers' accounts are asked about takes turns: at most two such questions a day."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import asks, ladder
from handlers.chasing.nudges.timing import ONE_MINUTE, Due
from handlers.chasing.policy import Policy
from handlers.chasing.registers import Registers
from storage import bundles
from storage.bundles import Bundle
from storage.nudges import Part
from storage.people import Person

A_DAY = 2
"""So many of these questions are in one bundle. Source: the customers' side's list of asks."""


def taken(
    registers: Registers,
    session: Session,
    person: Person,
    due: list[Due],
    bundle: Bundle | None,
    policy: Policy,
    now: datetime,
) -> list[Due]:
    """What of this is sent to a person now; of what takes turns, the rest is moved to a later day.

    What was asked before comes first, then what weighs most. The time of what was not asked yet
    begins with the bundle that brings it.
    """
    waiting = sorted((each for each in due if _takes_turns(registers, each)), key=_order)
    if not waiting:
        return due
    free = A_DAY - _brought(registers, session, bundle)
    later = waiting[max(free, 0) :]
    if not later:
        return due
    calendar = calendars.for_person(session, person)
    at = hours.next_bundle(calendar, now + ONE_MINUTE, policy.bundle_at)
    for nudge, ask in later:
        nudge.due_at = at
        if nudge.rung == asks.NEW:
            about = registers.nouns[ask.noun].about(session, ask.team_id, ask.number)
            if about is not None:
                kind = registers.kinds[ask.kind]
                ask.opened_at = now
                ask.due_at = max(ask.due_at, asks.due(kind, policy, calendar, at, about))
                session.add(ask)
    left = {nudge.nudge_id for nudge, _ in later}
    return [each for each in due if each[0].nudge_id not in left]


def _takes_turns(registers: Registers, due: Due) -> bool:
    """Whether a reminder asks its reader for an answer that can wait a day.

    The line of a Monday is one line, however much stands in it.
    """
    nudge, ask = due
    is_theirs = nudge.part == Part.OWES and registers.kinds[ask.kind].takes_turns
    return is_theirs and not ladder.is_urgent(ask) and not ladder.is_weekly(ask, nudge.rung)


def _order(due: Due) -> tuple[bool, int, datetime, str, int]:
    nudge, ask = due
    return nudge.rung == asks.NEW, ask.tier_rank, ask.due_at, ask.noun, ask.number


def _brought(registers: Registers, session: Session, bundle: Bundle | None) -> int:
    """How many of these questions a bundle that still grows has brought already."""
    if bundle is None:
        return 0
    names = [kind.name for kind in registers.kinds.values() if kind.takes_turns]
    return bundles.count_of(session, bundle.team_id, bundle.card_id, names)
