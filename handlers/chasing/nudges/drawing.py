"""A bundle is drawn from what stands in the database now, at the same cost whatever its size."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.calendar.hours import Calendar
from handlers.chasing import asks, burden, outcomes, pauses
from handlers.chasing import owed as pending
from handlers.chasing import policy as policies
from handlers.chasing.burden import Burden
from handlers.chasing.kinds import Kind
from handlers.chasing.ladder import NextRung
from handlers.chasing.nudges import cards, conversations, mondays, partners, sentences
from handlers.chasing.nudges.cards import BundleShown
from handlers.chasing.nudges.conversation_cards import Scene
from handlers.chasing.nudges.conversations import Meeting
from handlers.chasing.nudges.rules import Reminder
from handlers.chasing.policy import Policy
from handlers.chasing.registers import Registers
from handlers.people import access, audiences
from handlers.speech import words
from handlers.speech.blocks import Shown
from storage import bundles, departments, nudges, people
from storage.asks import Ask
from storage.bundles import Extract
from storage.cards import Card, Face
from storage.database import trial
from storage.errors import RowBroken
from storage.nudges import Nudge
from storage.people import Person, Role

log = logging.getLogger(__name__)

LOOKED_AT = 50
"""Where so many in a row cannot be shown, no more are looked at."""


@dataclass(frozen=True)
class _Day:
    """Of which day a bundle is, and for whom: how late something is, is said as of then.

    `owed_at` (UTC) wants only what is still to be answered at that instant: nobody is reminded of
    what was answered or put off while the message waited to leave.
    """

    reader: Person
    calendar: Calendar
    now: datetime
    owed_at: datetime | None


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
    """A bundle as it stands: what was answered since says how."""
    person = people.find(session, card.team_id, card.lane)
    if person is None:
        return None
    day = _Day(person, calendars.for_person(session, person), _as_of(card, now),
               None if card.ts else now)  # fmt: skip
    policy = policies.of(session, card.team_id)
    is_alone = card.face == Face.URGENT
    talks = () if is_alone or not partners.meets(session, person) else partners.PARTS
    looks = _look(registers, session, card, day, policy, Extract(but=talks))
    scene, meeting = _meeting(registers, session, card, day, talks)
    # What is of severity 1 never is on a Monday line.
    stays_late = [] if is_alone else mondays.lines(registers, session, card, person, now)
    if not (looks.lines or looks.broken or meeting.things or stays_late or card.ts):
        return None
    most = words.COUNTED + looks.seen
    today = hours.local_day(day.calendar, day.now)
    began, tonight = (
        hours.at_local(day.calendar, each, time()) for each in (today, today + timedelta(days=1))
    )
    own = bundles.count(
        session, card.team_id, card.card_id, most, began=began, tonight=tonight,
        owed_at=day.owed_at, extract=Extract(but=talks),
    )  # fmt: skip
    counted = replace(own, total=own.total - looks.lost, waiting=own.waiting - looks.lost)
    draw = cards.alone if is_alone else cards.bundle
    return draw(
        BundleShown(
            card=card, reader=person, now=day.now, scene=scene, lines=looks.lines, own=counted,
            rest=own.total - looks.seen, broken=looks.broken, meeting=meeting, mondays=stays_late,
            burden=None if is_alone else _burden(session, day),
        )
    )  # fmt: skip


def _burden(session: Session, day: _Day) -> Burden | None:
    """What too much of has gathered with the CCO, for the CCO on the first day of their week."""
    if day.reader.role != Role.CCO or not burden.is_first_day(day.calendar, day.now):
        return None
    return burden.of_office(session, day.reader.team_id)


def _as_of(card: Card, now: datetime) -> datetime:
    """The instant (UTC) that a bundle speaks of: now, or when it left."""
    if not card.ts:
        return now
    return min(now, datetime.fromtimestamp(max(card.number, float(card.ts)), UTC))


def _meeting(
    registers: Registers, session: Session, card: Card, day: _Day, talks: Sequence[str]
) -> tuple[Scene, Meeting]:
    today = hours.local_day(day.calendar, day.now)
    things = partners.things(registers, session, card, day.reader, day.owed_at) if talks else []
    meeting = conversations.meeting(things, today)
    known = partners.known(registers, session, meeting, day.reader, day.now)
    seen_by = audiences.reader(session, day.reader)
    scene = Scene(
        str(card.card_id), registers.talk, day.reader, seen_by, day.calendar, today, day.now, known
    )
    return scene, meeting


def _look(
    registers: Registers,
    session: Session,
    card: Card,
    day: _Day,
    policy: Policy,
    extract: Extract,
) -> _Looks:
    """The weightiest reminders, as many as are shown, past those that cannot be."""
    looks, most = _Looks(), policy.bundle_items
    while len(looks.lines) < most and looks.seen < LOOKED_AT:
        wanted = most - len(looks.lines)
        found = bundles.contents(
            session, card.team_id, card.card_id, wanted, owed_at=day.owed_at, after=looks.seen,
            extract=extract,
        )  # fmt: skip
        for nudge, ask in found:
            _add(registers, session, looks, nudge, ask, day, policy)
        if len(found) < wanted:
            break
    return looks


def _add(
    registers: Registers,
    session: Session,
    looks: _Looks,
    nudge: Nudge,
    ask: Ask,
    day: _Day,
    policy: Policy,
) -> None:
    try:
        with trial(session):
            line = _reminder(session, registers, nudge, ask, day, policy)
            if line:
                sentences.check(line, day.reader, day.now)
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
    day: _Day,
    policy: Policy,
) -> Reminder | None:
    kind = registers.kinds[ask.kind]
    about = registers.nouns[ask.noun].about(session, ask.team_id, ask.number)
    if about is None or not access.may_see(session, day.reader, about.thing):
        return None
    is_owed = ask.answered_at is None
    home = departments.find(session, ask.team_id, ask.department_id)
    return Reminder(
        nudge=nudge,
        ask=ask,
        kind=kind,
        about=about,
        then=_next(session, ask, kind, policy, day) if is_owed else None,
        instead_of=people.find(session, ask.team_id, ask.for_id) if ask.for_id else None,
        owner=pending.owner_name(session, ask, day.reader),
        home=home.name if home else "",
        late_by=kind.late_by(ask, about, day.now, day.calendar),
        answered=outcomes.of(registers, session, ask, day.reader),
        first=_of_wait(session, nudge, ask, kind, day) or _begins_with(session, ask, kind, day),
        question=kind.question(session, ask) if is_owed else "",
    )


def _next(session: Session, ask: Ask, kind: Kind, policy: Policy, day: _Day) -> NextRung | None:
    # Of an older message, too: somebody further up may have been told since it was sent.
    told_at = nudges.last_told_at(session, ask.team_id, ask.ask_id)
    return asks.upcoming(session, ask, kind, policy, day.now, told_at=told_at)


def _begins_with(session: Session, ask: Ask, kind: Kind, day: _Day) -> str:
    if ask.answered_at is not None:
        return ""
    return kind.begins_with(session, ask, hours.local_day(day.calendar, day.now))


def _of_wait(session: Session, nudge: Nudge, ask: Ask, kind: Kind, day: _Day) -> str:
    """That the wait of an ask is over, for the first reminder after it; or what it begins with."""
    if kind.says_what_is_needed:
        needed = pauses.needed(session, ask)
        return needed.needs(day.reader.zone, day.now) if needed else ""
    over = pauses.over(session, ask, nudge.due_at) if nudge.rung == asks.NEW else None
    return over.is_over if over else kind.begins(session, ask)
