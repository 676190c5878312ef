"""A bundle is drawn from what stands in the database now, at the same cost whatever its size."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import asks
from handlers.chasing import policy as policies
from handlers.chasing.nudges import cards, mondays
from handlers.chasing.nudges.rules import Reminder
from handlers.chasing.policy import Policy
from handlers.chasing.registers import Registers
from handlers.people import access
from handlers.speech import words
from handlers.speech.blocks import Shown
from storage import bundles, people
from storage.asks import Ask
from storage.cards import Card
from storage.database import trial
from storage.errors import RowBroken
from storage.nudges import Nudge
from storage.people import Person

log = logging.getLogger(__name__)

LOOKED_AT = 50
"""Where so many in a row cannot be shown, no more are looked at."""


@dataclass
class _Looks:
    """What a look at the weightiest reminders of a bundle found."""

    lines: list[Reminder] = field(default_factory=list)
    broken: int = 0
    lost: int = 0

    @property
    def seen(self) -> int:
        return len(self.lines) + self.broken + self.lost


def render(registers: Registers, session: Session, card: Card, now: datetime) -> Shown | None:
    """A bundle as it stands: what was answered since is crossed out."""
    person = people.find(session, card.team_id, card.lane)
    if person is None:
        return None
    # Nobody is reminded of what was answered or put off while the message waited to leave.
    owed_at = None if card.ts else now
    policy = policies.of(session, card.team_id)
    looks = _look(registers, session, card, person, policy, owed_at, now)
    stays_late = mondays.lines(registers, session, card, person, now)
    if not (looks.lines or looks.broken or stays_late or card.ts):
        return None
    total, waiting = bundles.count(
        session, card.team_id, card.card_id, words.COUNTED + looks.seen, owed_at=owed_at
    )
    return cards.bundle(
        person, looks.lines, now, card=card, waiting=waiting - looks.lost,
        rest=total - looks.seen,
        broken=looks.broken, mondays=stays_late,
    )  # fmt: skip


def _look(
    registers: Registers,
    session: Session,
    card: Card,
    person: Person,
    policy: Policy,
    owed_at: datetime | None,
    now: datetime,
) -> _Looks:
    """The weightiest reminders, as many as are shown, past those that cannot be."""
    looks, most = _Looks(), policy.bundle_items
    while len(looks.lines) < most and looks.seen < LOOKED_AT:
        wanted = most - len(looks.lines)
        found = bundles.contents(
            session, card.team_id, card.card_id, wanted, owed_at=owed_at, after=looks.seen
        )
        for nudge, ask in found:
            _add(registers, session, looks, nudge, ask, person, policy, now)
        if len(found) < wanted:
            break
    return looks


def _add(
    registers: Registers,
    session: Session,
    looks: _Looks,
    nudge: Nudge,
    ask: Ask,
    person: Person,
    policy: Policy,
    now: datetime,
) -> None:
    try:
        with trial(session):
            line = _reminder(session, registers, nudge, ask, person, policy, now)
            if line:
                cards.check(line, person, now)
    except RowBroken:
        # One reminder that cannot be put into words must not take the others along.
        log.exception("reminder %s cannot be put into words", nudge.nudge_id)
        looks.broken += 1
        return
    if line:
        looks.lines.append(line)
    else:
        looks.lost += 1


def _reminder(
    session: Session,
    registers: Registers,
    nudge: Nudge,
    ask: Ask,
    person: Person,
    policy: Policy,
    now: datetime,
) -> Reminder | None:
    kind = registers.kinds[ask.kind]
    about = registers.nouns[ask.noun].about(session, ask.team_id, ask.number)
    if about is None or not access.may_see(session, person, about.thing):
        return None
    is_owed = ask.answered_at is None
    then = asks.upcoming(session, ask, kind, policy, now) if is_owed else None
    instead_of = people.find(session, ask.team_id, ask.for_id) if ask.for_id else None
    return Reminder(nudge, ask, kind, about, then, instead_of)
