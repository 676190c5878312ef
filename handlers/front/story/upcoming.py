"""What comes next for one thing: the reminder that is planned, and the one behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.chasing import asks as chased
from handlers.chasing import policy as policies
from handlers.chasing.ladder import NextRung
from handlers.chasing.registers import Registers
from storage.asks import Ask, Owed
from storage.nudges import Nudge, Part


@dataclass(frozen=True)
class PlannedReminder:
    """A reminder to come: when (UTC), who is asked, and who is told of it."""

    at: datetime
    asked: Sequence[str]
    told: Sequence[str]


@dataclass(frozen=True)
class Coming:
    """The next reminder, what it asks (“whether it is done”), and the one behind it."""

    first: PlannedReminder
    wants: str
    then: PlannedReminder | None


def of(
    registers: Registers, session: Session, owed: Mapping[UUID, Ask], reminders: Sequence[Nudge]
) -> Coming | None:
    """What is planned of all that was ever asked about a thing; None where nothing is."""
    planned = [
        nudge
        for nudge in reminders
        if nudge.sent_at is None and owed[nudge.ask_id].answered_at is None
    ]
    if not planned:
        return None
    soonest = min(planned, key=lambda nudge: (nudge.due_at, nudge.nudge_id))
    ask = owed[soonest.ask_id]
    together = [each for each in planned if (each.ask_id, each.rung) == (ask.ask_id, soonest.rung)]
    return Coming(
        _step(together), registers.kinds[ask.kind].wants, _after(registers, session, ask, soonest)
    )


def _step(planned: Sequence[Nudge]) -> PlannedReminder:
    return PlannedReminder(
        min(nudge.due_at for nudge in planned),
        [nudge.person_id for nudge in planned if nudge.part == Part.OWES],
        [nudge.person_id for nudge in planned if nudge.part != Part.OWES],
    )


def _after(
    registers: Registers, session: Session, ask: Ask, planned: Nudge
) -> PlannedReminder | None:
    """The rung behind the planned one, as it would be if nobody answered until then."""
    climbed = Owed(**{**ask.model_dump(), "rung": planned.rung})
    policy = policies.of(session, ask.team_id)
    kind = registers.kinds[ask.kind]
    at = planned.due_at
    then = chased.upcoming(session, climbed, kind, policy, at, told_at=at)
    return _of_rung(then) if then else None


def _of_rung(then: NextRung) -> PlannedReminder:
    return PlannedReminder(
        min(at for _, _, at in then.told),
        [person.user_id for part, person, _ in then.told if part == Part.OWES],
        [person.user_id for part, person, _ in then.told if part != Part.OWES],
    )
