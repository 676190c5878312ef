"""Slack's status and a person's calendar say that they are away, too; their own words win."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import notes
from handlers.front import away
from handlers.front.away import cards
from handlers.front.away.faults import AwaySpan
from handlers.people import out_of_office, records
from handlers.people.directory import Profile
from storage import absences, people
from storage.absences import Absence, Phase, Source
from storage.people import Person

SHORTEST = 2.0
"""Working hours: who is away for less is back before anybody else has read of it."""


def news(
    session: Session, now: datetime, team_id: str, profiles: Iterable[Profile]
) -> list[Profile]:
    """Those whose status says something new of whether they are away."""
    listed = {each.user_id: each for each in profiles}
    known: dict[str, list[Absence]] = {}
    for absence in absences.of_people(session, team_id, listed):
        if absence.source == Source.STATUS:
            known.setdefault(absence.person_id, []).append(absence)
    return [
        profile
        for user_id, profile in listed.items()
        if _is_news(session, now, team_id, profile, known.get(user_id, []))
    ]


def _is_news(
    session: Session, now: datetime, team_id: str, profile: Profile, known: Sequence[Absence]
) -> bool:
    end = until(profile, now)
    if end is None:
        return bool(known)
    return not _was_read(session, team_id, profile.user_id, Source.STATUS, end)


def until(profile: Profile, now: datetime) -> datetime | None:
    """Until when (UTC) somebody is away by their status, unless that is meant for good."""
    if profile.gone or profile.is_bot:
        return None
    end = out_of_office.until(profile.status_text, profile.status_emoji, profile.status_expiration)
    return end if end is None or end <= now + out_of_office.FARTHEST else None


def read_status(session: Session, now: datetime, team_id: str, profile: Profile) -> None:
    """Bring what is known of somebody's absence in line with their status."""
    person = people.find(session, team_id, profile.user_id)
    if person is None or not person.works_here:
        return
    end = until(profile, now)
    known = absences.open_of(session, team_id, person.user_id)
    ours = [each for each in known if each.source == Source.STATUS]
    if end is None:
        for absence in ours:
            _stop(session, now, absence, person)
        return
    if _was_read(session, team_id, person.user_id, Source.STATUS, end):
        # They have said that it is otherwise.
        return
    back = _back(session, person, end)
    if _is_short(session, person, now, back) or _said_so(known, now, back):
        return
    if ours:
        _change(session, now, ours[0], person, end, back)
        return
    absence = _begin(session, now, person, Source.STATUS, now, back, end)
    shown = cards.noted_from(away.planned(session, now, person, absence), now)
    # The answer to what they did just now: otherwise nothing reaches whoever is away.
    notes.send(session, now, person, shown.text, *shown.parts, answers=True)


def agree(
    session: Session, now: datetime, person: Person, source: Source, spans: Sequence[AwaySpan]
) -> list[Absence]:
    """Bring a person's absences in line with what a source says of days to come; the new ones."""
    known = absences.open_of(session, person.team_id, person.user_id)
    ours = [each for each in known if each.source == source and each.phase != Phase.RETURNING]
    new: list[Absence] = []
    for first, last in spans:
        start, back = max(first, now), _back(session, person, last)
        if back <= now or _is_short(session, person, start, back):
            continue
        same = next(
            (each for each in ours if each.starts_at <= back and first <= each.ends_at), None
        )
        if same is not None:
            ours.remove(same)
            if same.was_until != last or (not same.has_begun and same.starts_at != start):
                same.starts_at = same.starts_at if same.has_begun else start
                _change(session, now, same, person, last, back)
        elif not (
            _was_read(session, person.team_id, person.user_id, source, last)
            or _said_so(known, start, back)
        ):
            new.append(_begin(session, now, person, source, start, back, last))
    for absence in ours:
        _stop(session, now, absence, person)
    return new


def _begin(
    session: Session,
    now: datetime,
    person: Person,
    source: Source,
    starts_at: datetime,
    ends_at: datetime,
    was_until: datetime,
) -> Absence:
    """Note an absence that somebody did not tell of themselves."""
    absence = Absence(
        team_id=person.team_id, person_id=person.user_id, starts_at=starts_at, ends_at=ends_at,
        was_until=was_until, source=source, created_at=now, next_at=starts_at,
    )  # fmt: skip
    session.add(absence)
    session.flush()
    records.changed(session, now, "", absence, None)
    return absence


def _change(
    session: Session,
    now: datetime,
    absence: Absence,
    person: Person,
    was_until: datetime,
    ends_at: datetime,
) -> None:
    before = records.facts_of(absence)
    away.put_off(absence, ends_at)
    absence.was_until = was_until
    absence.next_at = now if absence.has_begun else absence.starts_at
    session.add(absence)
    records.changed(session, now, "", absence, before)
    if absence.has_begun:
        away.lasts_until(session, now, "", person, ends_at)


def _stop(session: Session, now: datetime, absence: Absence, person: Person) -> None:
    """The source does not say so any more."""
    if absence.has_begun:
        away.end(session, now, "", absence, person)
    elif absence.phase == Phase.PLANNED:
        away.end_unbegun(session, now, "", absence)


def _was_read(session: Session, team_id: str, user_id: str, source: Source, end: datetime) -> bool:
    """Whether a source has said just this before, whatever became of it."""
    found = absences.was_read(session, team_id, user_id, source, end)
    return any(each.was_until == end for each in found)


def _back(session: Session, person: Person, end: datetime) -> datetime:
    """When somebody is back whose status ends then: where no work is left of that day, next day."""
    calendar = calendars.for_person(session, person).without_leave()
    opens = hours.next_open(calendar, end)
    day = hours.local_day(calendar, opens)
    if day == hours.local_day(calendar, end) and opens == end:
        return end
    return away.back_on(calendar, day)


def _is_short(session: Session, person: Person, start: datetime, end: datetime) -> bool:
    calendar = calendars.for_person(session, person).without_leave()
    return hours.working_hours_between(calendar, start, end) < SHORTEST


def _said_so(known: Sequence[Absence], start: datetime, end: datetime) -> bool:
    """Whether somebody has said themselves when they are away about that time."""
    return any(
        each.source == Source.SAID and each.starts_at <= end and start <= each.ends_at
        for each in known
    )
