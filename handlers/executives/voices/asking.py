"""Once a month each executive is asked for one conversation with a customer, and it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.executives.voices import moves, rules, words
from handlers.executives.voices.kind import HEAR
from handlers.executives.voices.rules import Coverage
from handlers.people import office
from handlers.promises import lifecycle
from handlers.promises.lifecycle import Asked
from storage import counters, people, voices
from storage.people import Person, Role
from storage.voices import Voice, VoiceState

_NEAR = range(rules.FROM - 1, rules.UNTIL + 2)
"""Days by UTC on which it may be time for somebody, wherever they are."""


@dataclass(frozen=True)
class HeardBy:
    """When an executive last spoke with a customer; None where they never told of it."""

    person: Person
    on: date | None


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Ask whoever is to be asked this month, once, and ask nobody any more whose month is over.

    Nobody is asked who told of a conversation of this month by themselves, who is away, or who is
    no executive. This is done whenever a workspace is audited.
    """
    standing = voices.all_open(session, team_id)
    if not standing and now.day not in _NEAR:
        return
    there = {each.user_id: each for each in executives(session, team_id)}
    for voice in standing:
        _let_lapse(session, now, voice, there.get(voice.to_id))
    if now.day in _NEAR:
        for person in there.values():
            _ask_one(session, now, person)


def executives(session: Session, team_id: str) -> list[Person]:
    """The executives who are here and not away; the CCO is none of them."""
    found = people.with_role(session, team_id, Role.EXECUTIVE)
    return [each for each in found if each.works_here and not each.stand_in_id]


def _let_lapse(session: Session, now: datetime, voice: Voice, person: Person | None) -> None:
    """Where its month is over, or whoever was asked is not there, it is asked for no more."""
    if person is not None and voice.month >= rules.month_of(hours.day_of(now, person.zone)):
        return
    held = voices.find(session, voice.team_id, voice.number, lock=True)
    if held is not None and held.state == VoiceState.OPEN:
        lifecycle.pass_on(session, now, moves.LAPSE, held)


def _ask_one(session: Session, now: datetime, person: Person) -> None:
    calendar = calendars.for_person(session, person)
    today = hours.local_day(calendar, now)
    month = rules.month_of(today)
    if not rules.is_time(calendar, today):
        return
    if any(
        each.to_id == person.user_id for each in voices.of_month(session, person.team_id, month)
    ):
        return
    due = rules.owed_by(calendar, today)
    voice = Voice(
        team_id=person.team_id,
        number=counters.next_number(session, person.team_id, Voice.noun),
        title=words.TITLE.format(month=rules.name_of(month)),
        to_id=person.user_id,
        month=month,
        is_asked=True,
        created_at=now,
        due_at=due,
    )
    lifecycle.begin(
        session, now, moves.ASK, voice, None,
        asked=[Asked(HEAR, person, None, announced=False)],
        to=person.user_id, month=month, due=due,
    )  # fmt: skip


# --- who has heard one ---


def covered(session: Session, now: datetime, team_id: str, month: str = "") -> Coverage:
    """How many executives spoke with a customer in a month, by the days of the CCO's zone.

    Without a month it is this one or, in its first week, the one before.
    """
    today = hours.day_of(now, office.zone_of(session, team_id))
    wanted = month or rules.told_of(today)
    everybody = {each.user_id for each in people.with_role(session, team_id, Role.EXECUTIVE)}
    here = {each.user_id for each in executives(session, team_id)}
    found = voices.of_month(session, team_id, wanted)
    told = {each.to_id for each in found if each.state == VoiceState.TOLD}
    return rules.coverage(wanted, found, here | (everybody & told), today)


def last_by_person(session: Session, team_id: str) -> list[HeardBy]:
    """When each executive last spoke with a customer, the longest ago first: for the CCO."""
    everybody = people.with_role(session, team_id, Role.EXECUTIVE)
    last = dict(voices.last_heard(session, team_id, [each.user_id for each in everybody]))
    found = [HeardBy(each, last.get(each.user_id)) for each in everybody]
    return sorted(found, key=lambda each: (each.on or date.min, each.person.name))
