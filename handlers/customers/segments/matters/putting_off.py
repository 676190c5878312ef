"""Whether terms fit is asked later: Duly is quiet until a day, as long as the house rules let."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import asks, policy, rests
from handlers.customers.segments import matters as room
from handlers.customers.segments.matters import moves
from handlers.customers.segments.matters.kind import TERMS
from handlers.promises import lifecycle
from handlers.speech import reasons
from handlers.speech import words as plain
from handlers.speech.matter_errors import (
    MatterEnded,
    MatterPutOffAlready,
    MatterQuietTooLong,
    MatterWordsLong,
    QuietDayPast,
)
from storage import asks as stored_asks
from storage.asks import Ask
from storage.matters import Matter
from storage.people import Person


@dataclass(frozen=True)
class QuietUntil:
    """A question about which Duly may be quiet until `latest` (UTC) at most, `left` times more."""

    matter: Matter
    ask: Ask
    latest: datetime
    left: int


def allowed(session: Session, now: datetime, actor: Person, ref: str) -> QuietUntil:
    """How long it may be put off, and how often, by the house rules.

    Raises MatterPutOffAlready, MatterEnded, and what `of_terms` raises.
    """
    matter = room.of_terms(session, actor, ref)
    lifecycle.permit(session, actor, matter, moves.PUT_OFF)
    open_ones = stored_asks.open_about(session, matter.team_id, matter.noun, matter.number)
    ask = next((each for each in open_ones if each.kind == TERMS.name), None)
    if ask is None or matter.state not in moves.PUT_OFF.start:
        raise MatterEnded(ref=matter.ref)
    known = policy.of(session, matter.team_id)
    left = known.snoozes - ask.snoozes
    if left <= 0:
        raise MatterPutOffAlready(ref=matter.ref)
    calendar = calendars.for_person(session, actor)
    return QuietUntil(matter, ask, rests.longest_rest(ask, calendar, known, now), left)


def put_off(
    session: Session, now: datetime, actor: Person, ref: str, day: date | None, reason: str
) -> tuple[Matter, datetime]:
    """Be quiet about it until the morning of a day, for a reason; until when that is (UTC).

    Raises QuietDayPast, MatterQuietTooLong, MatterWordsLong, and what `allowed` and
    `reasons.check` raise.
    """
    found = allowed(session, now, actor, ref)
    reasons.check(reason)
    if len(reason) > reasons.LONGEST:
        raise MatterWordsLong(length=f"{len(reason):,}", most=f"{reasons.LONGEST:,}")
    calendar = calendars.for_person(session, actor)
    if day is None or day <= hours.local_day(calendar, now):
        raise QuietDayPast
    if day > hours.local_day(calendar, found.latest):
        latest = plain.day(found.latest, actor.zone, now)
        raise MatterQuietTooLong(ref=found.matter.ref, day=latest)
    morning = hours.at_local(calendar, day, policy.of(session, actor.team_id).bundle_at)
    wake = asks.snooze(session, now, found.ask, TERMS, max(morning, now), reason.strip())
    lifecycle.make(
        session, now, moves.PUT_OFF, found.matter, actor, until=wake, reason=reason.strip()
    )  # fmt: skip
    return found.matter, wake
