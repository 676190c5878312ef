"""People say that they are away, prolong it, or come back; who stands in is asked meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.calendar.hours import Calendar
from handlers.chasing import cover
from handlers.chasing.owed import Pending
from handlers.chasing.registers import Registers
from handlers.front.away import telling, words
from handlers.people import access, deputies, leads, records
from handlers.promises import answers, items, moves
from handlers.promises.lifecycle import permit
from handlers.speech import dates
from handlers.speech import words as common_words
from handlers.speech.absence_errors import BackTooSoon, NotAway, OwnStandIn
from handlers.speech.errors import FarDate, UserError
from handlers.speech.people_errors import NotYours
from storage import absences, departments, people
from storage.absences import Absence, Phase, Source
from storage.items import Item
from storage.people import Person, Role

PREVIEWED = 10
"""So many of what falls due meanwhile can be decided on one by one; the rest is asked anyway."""
MIDNIGHT = time()


@dataclass(frozen=True)
class AwaySaid:
    """From when until when (UTC) somebody is away, who stands in where they said so, and why."""

    starts_at: datetime
    ends_at: datetime
    deputy: Person | None = None
    reason: str = ""
    left: Sequence[str] = ()
    """What waits until they are back, each as “task:12”."""
    later: Sequence[str] = ()
    """What they give a later date, just after they are back."""


@dataclass(frozen=True)
class Planned:
    """An absence as it is noted, and who stands in as things are now."""

    absence: Absence
    person: Person
    stand_in: Person | None
    passed_over: tuple[Person, ...]
    has_begun: bool
    later: datetime | None = None
    """When (UTC) whoever stands in reads of it, where that is not now."""


@dataclass(frozen=True)
class ComesBack:
    """An absence that is over, or that never began; who stood in."""

    absence: Absence
    stand_in: Person | None
    had_begun: bool


def begins_on(calendar: Calendar, day: date, now: datetime) -> datetime:
    """When (UTC) an absence begins that begins on a local day: when that day does, or now."""
    return max(hours.at_local(calendar, day, MIDNIGHT), now)


def back_on(calendar: Calendar, day: date) -> datetime:
    """When (UTC) somebody is back who is away until a local day: when that day begins."""
    return hours.at_local(calendar, day, MIDNIGHT)


def check(now: datetime, actor: Person, said: AwaySaid) -> None:
    """Refuse an absence that cannot be.

    Raises BackTooSoon, FarDate, OwnStandIn, and what `access.check_works_here` raises.
    """
    if said.ends_at <= max(said.starts_at, now):
        raise BackTooSoon
    if said.ends_at > now + dates.FARTHEST:
        raise FarDate(day=common_words.dated(said.ends_at.date()))
    if said.deputy is not None:
        check_deputy(actor, said.deputy)


def check_deputy(actor: Person, deputy: Person) -> None:
    """Refuse who cannot stand in. Raises OwnStandIn, and what `access.check_works_here` raises."""
    access.check_works_here(deputy)
    if deputy.user_id == actor.user_id:
        raise OwnStandIn


def due_meanwhile(
    registers: Registers, session: Session, actor: Person, said: AwaySaid
) -> list[Pending]:
    """What falls due before somebody is back, the first of it; one more than can be decided on."""
    return cover.due_meanwhile(registers, session, actor, said.ends_at, PREVIEWED + 1)


def can_be_moved(session: Session, actor: Person, pending: Pending) -> Item | None:
    """The promise that somebody may give a later date; None for what has none or is not theirs."""
    if pending.about.noun not in items.NOUNS.values() or pending.kind.is_afterwards:
        return None
    item = items.find(session, actor.team_id, pending.about.noun, pending.about.number)
    if item is None or item.owner_id != actor.user_id:
        return None
    try:
        permit(session, actor, item, *moves.NEW_DATES)
    except UserError:
        return None
    return item


def check_may_say(session: Session, actor: Person, whom: Person) -> None:
    """Let somebody say of themselves that they are away, a lead of theirs, and the CCO of anybody.

    Raises NotYours, and what `access.check` raises.
    """
    access.check(session, actor, access.BE_AWAY)
    access.check_works_here(whom)
    if actor.user_id == whom.user_id or actor.role == Role.CCO:
        return
    led = departments.led_by(session, actor.team_id, actor.user_id)
    if whom.department_id is None or whom.department_id not in {each.department_id for each in led}:
        theirs = departments.find(session, whom.team_id, whom.department_id)
        lead = leads.lead_of(session, theirs)
        could = [whom.name, *([lead.name] if lead and lead.user_id != whom.user_id else [])]
        raise NotYours(who=common_words.join_names([*could, "the CCO"], "or"))


def may_say_of_others(session: Session, actor: Person) -> bool:
    """Whether there is anybody of whom they may say it, beside themselves."""
    if not actor.works_here:
        return False
    return actor.role == Role.CCO or bool(departments.led_by(session, actor.team_id, actor.user_id))


def say_of(session: Session, now: datetime, actor: Person, whom: Person, said: AwaySaid) -> Planned:
    """Note that somebody else is away, and tell them so: they can change it.

    Raises what `check_may_say` and `say` raise.
    """
    check_may_say(session, actor, whom)
    return _note(session, now, actor, whom, said)


def say(session: Session, now: datetime, actor: Person, said: AwaySaid) -> Planned:
    """Note that somebody is away; an absence that it overlaps with becomes this one.

    Raises what `check`, `access.check`, `items.get` and `answers.redate` raise.
    """
    access.check(session, actor, access.BE_AWAY)
    return _note(session, now, actor, actor, said)


def _note(session: Session, now: datetime, by: Person, actor: Person, said: AwaySaid) -> Planned:
    """The same once it is known that they may: `by` says it of `actor`."""
    check(now, actor, said)
    day_after = later_day(session, actor, said.ends_at).isoformat()
    for ref in sorted(said.later):
        item = items.get(session, actor, ref)
        why = words.why_later(said.ends_at, actor, now)
        answers.redate(session, now, actor, item, day_after, why)
    known = absences.open_of(session, actor.team_id, actor.user_id)
    touched = [each for each in known if _overlap(each, said)]
    absence, before = _to_change(actor, now, touched)
    if not absence.has_begun:
        absence.starts_at = said.starts_at
    put_off(absence, said.ends_at)
    absence.was_until = said.ends_at
    absence.source, absence.reason = Source.SAID, said.reason or absence.reason
    if said.deputy is not None:
        absence.deputy_id = said.deputy.user_id
    if said.left or said.later:
        absence.left = list(said.left)
    absence.next_at = now if absence.has_begun else absence.starts_at
    session.add(absence)
    records.changed(session, now, by.user_id, absence, before)
    for other in touched:
        if other is not absence:
            end_unbegun(session, now, by.user_id, other)
    if absence.has_begun:
        lasts_until(session, now, by.user_id, actor, absence.ends_at)
    session.flush()
    return planned(session, now, actor, absence)


def later_day(session: Session, person: Person, ends_at: datetime) -> date:
    """The day that something is put off to that cannot be done before somebody is back."""
    calendar = calendars.for_person(session, person).without_leave()
    back = hours.local_day(calendar, hours.next_open(calendar, ends_at))
    return hours.shift_days(calendar, back, 1)


def back(session: Session, now: datetime, actor: Person) -> ComesBack:
    """Somebody is back sooner, or will not be away after all.

    What others hold is handed back from now on. Raises NotAway, and what `access.check` raises.
    """
    access.check(session, actor, access.BE_AWAY)
    known = absences.open_of(session, actor.team_id, actor.user_id)
    open_ones = [each for each in known if each.phase != Phase.RETURNING]
    if not open_ones:
        raise NotAway
    first = open_ones[0]
    stand_in = people.find(session, actor.team_id, actor.stand_in_id or "")
    had_begun = first.has_begun
    if had_begun:
        end(session, now, actor.user_id, first, actor)
    else:
        end_unbegun(session, now, actor.user_id, first)
    return ComesBack(first, stand_in, had_begun)


def put_off(absence: Absence, ends_at: datetime) -> None:
    """Let an absence end at another instant (UTC); who stands in already hears of it."""
    if absence.phase == Phase.AWAY and absence.ends_at != ends_at:
        absence.phase = Phase.LEAVING
    absence.ends_at = ends_at


def end(session: Session, now: datetime, by: str, absence: Absence, person: Person) -> None:
    """Let an absence that has begun end now; what is still open is handed back slice by slice."""
    before = records.facts_of(absence)
    if now < absence.ends_at and person.stand_in_id:
        telling.no_longer(session, now, absence, person.stand_in_id, words.is_back(person))
    absence.ends_at, absence.phase = min(absence.ends_at, now), Phase.RETURNING
    absence.next_at = now
    session.add(absence)
    records.changed(session, now, by, absence, before)
    lasts_until(session, now, by, person, None)


def end_unbegun(session: Session, now: datetime, by: str, absence: Absence) -> None:
    """Forget an absence that has not begun, or that another has taken the place of."""
    before = records.facts_of(absence)
    absence.ends_at = max(absence.starts_at, min(absence.ends_at, now))
    absence.phase, absence.next_at = Phase.OVER, None
    session.add(absence)
    records.changed(session, now, by, absence, before)


def lasts_until(
    session: Session, now: datetime, by: str, person: Person, until: datetime | None
) -> None:
    """Write down until when a person is away; None where they are back, and nobody stands in."""
    before = records.facts_of(person)
    person.away_until = until
    if until is None:
        person.stand_in_id = None
    session.add(person)
    records.changed(session, now, by, person, before)


def seen(session: Session, now: datetime, person: Person) -> Planned | None:
    """The absence of a person that is under way or comes next; None where there is none."""
    known = [
        each
        for each in absences.seen_of(session, person.team_id, person.user_id)
        if each.phase != Phase.RETURNING
    ]
    return planned(session, now, person, known[0]) if known else None


def stand_in(
    session: Session, now: datetime, person: Person, deputy: Person | None
) -> Person | None:
    """Who would stand in for a person as things are now."""
    return deputies.who(session, now, person, deputy.user_id if deputy else None)


def planned(session: Session, now: datetime, person: Person, absence: Absence) -> Planned:
    """An absence with who stands in as things are now."""
    chosen = deputies.stand_in_of(session, now, person, absence.deputy_id)
    over = people.by_id(session, person.team_id, chosen.passed_over)
    stand_in = people.find(session, person.team_id, chosen.person)
    return Planned(
        absence,
        person,
        stand_in,
        tuple(over[each] for each in chosen.passed_over if each in over),
        absence.starts_at <= now,
        calendars.later(session, stand_in, now) if stand_in else None,
    )


def _overlap(absence: Absence, said: AwaySaid) -> bool:
    """Whether an absence and what is said are one: they touch, and it has not ended yet."""
    if absence.phase == Phase.RETURNING:
        return False
    return absence.starts_at <= said.ends_at and said.starts_at <= absence.ends_at


def _to_change(
    actor: Person, now: datetime, touched: Sequence[Absence]
) -> tuple[Absence, records.Facts | None]:
    """The absence that what is said becomes: the one under way, another, or a new one."""
    for absence in sorted(touched, key=lambda each: not each.has_begun):
        return absence, records.facts_of(absence)
    new = Absence(
        team_id=actor.team_id, person_id=actor.user_id, starts_at=now, ends_at=now,
        was_until=now, created_at=now,
    )  # fmt: skip
    return new, None
