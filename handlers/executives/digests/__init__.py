"""Digests say in a channel how its promises stand: on request, on a schedule, after an import."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.executives.digest_lines import NO_READERS, DigestReaders
from handlers.executives.digests import drawing, readership, timing
from handlers.executives.digests.readership import Readership
from handlers.people import access, records
from handlers.people.records import Occurrence
from handlers.people.relations import Relation, is_one_of
from handlers.speech import timetable
from handlers.speech.people_errors import NotYours
from handlers.speech.setup_errors import NoDigestHere, SharedChannel
from handlers.speech.words import join_names
from storage import channels, departments, digests, outbox, people, schedules
from storage.digests import Wanted
from storage.people import Person
from storage.schedules import Posting, Schedule

ASKED_FOR = Occurrence("digest", "asked for", {"channel": str})
SCHEDULED = Occurrence("digest", "scheduled", {"channel": str, "before": str, "after": str})
UNSCHEDULED = Occurrence("digest", "unscheduled", {"channel": str, "before": str})

# --- on request ---


@dataclass(frozen=True)
class Posted:
    """Whose digest was asked for; it is not on its way where it would say nothing."""

    whose: Readership
    on_its_way: bool


def post_now(
    session: Session,
    now: datetime,
    actor: Person,
    channel_id: str,
    named: str = "",
    *,
    key: str = "",
    readers: DigestReaders = NO_READERS,
) -> Posted:
    """Post the digest of the channel in which somebody asks, or of whoever they have `named`.

    It is drawn in the background; what has one `key` comes once. `readers` are what other rooms
    add. Raises NoDigestHere, NoExecutiveChannel, NoChannel, UnknownDepartment, SharedChannel, and
    what `access.check` raises: somebody else's digest is for those to ask for who may schedule it.
    """
    access.check(session, actor, access.READ_DIGEST)
    here = readership.in_channel(session, actor.team_id, channel_id)
    whose = readership.named(session, actor.team_id, named) if named else here
    if whose is None:
        raise NoDigestHere
    if whose != here:
        # What a channel shows is for those who read it to ask for, and for who answers for it.
        _check_theirs(session, actor, whose)
    _check_ours(session, actor.team_id, whose)
    if drawing.is_quiet(session, now, actor.team_id, whose, readers):
        return Posted(whose, on_its_way=False)
    _want(session, now, actor.team_id, whose, key, actor.user_id)
    _write_down(session, now, actor, ASKED_FOR, whose)
    return Posted(whose, on_its_way=True)


# --- on a schedule ---


@dataclass(frozen=True)
class Scheduled:
    """When a digest comes, and whose it is."""

    whose: Readership
    schedule: Schedule


def schedule(
    session: Session, now: datetime, actor: Person, channel_id: str, words: str
) -> Scheduled:
    """Have a channel's digest come as in “weekly monday 9:00 in Europe/Berlin”.

    Without a zone it comes by the clock of whoever leads there. Raises WrongSchedule, UnknownZone,
    NoDigestHere, SharedChannel, and what `access.check` raises.
    """
    access.check(session, actor, access.READ_DIGEST)
    when, zone = timing.split_zone(words)
    here = readership.in_channel(session, actor.team_id, channel_id)
    week = readership.calendar(here, zone).days if here else hours.WEEKDAYS
    plan = timetable.read(when, week)
    whose = _theirs(session, actor, channel_id)
    _check_ours(session, actor.team_id, whose)
    known = schedules.find(session, actor.team_id, Posting.DIGEST, channel_id)
    before = timetable.planned(known)
    row = known or Schedule(team_id=actor.team_id, kind=Posting.DIGEST, channel_id=channel_id)
    row.zone = zone or readership.zone_of(session, actor.team_id, whose)
    timetable.begin(row, plan, now, week)
    row.created_by, row.error = actor.user_id, ""
    session.add(row)
    after = timetable.planned(row)
    _write_down(session, now, actor, SCHEDULED, whose, before=before, after=after)
    return Scheduled(whose, row)


def end(session: Session, now: datetime, actor: Person, channel_id: str) -> Schedule | None:
    """Let no more digests come to a channel; None where none was scheduled.

    Raises NoDigestHere, and what `access.check` raises.
    """
    access.check(session, actor, access.READ_DIGEST)
    whose = _theirs(session, actor, channel_id)
    row = schedules.find(session, actor.team_id, Posting.DIGEST, channel_id)
    if row is None or row.next_at is None:
        return None
    _write_down(session, now, actor, UNSCHEDULED, whose, before=timetable.planned(row))
    # The row stays, so that the next digest knows when the last one was.
    row.next_at, row.error = None, ""
    session.add(row)
    return row


def scheduled(session: Session, actor: Person) -> list[Schedule]:
    """When which digest comes, next one first.

    Raises what `access.check` raises.
    """
    access.check(session, actor, access.READ_DIGEST)
    known = schedules.everyone(session, actor.team_id)
    return [each for each in known if each.kind == Posting.DIGEST and each.next_at]


# --- after an import ---


def request_digests(
    session: Session, now: datetime, team_id: str, department_ids: Iterable[UUID]
) -> None:
    """Post a digest to each of these departments' channels, where it has something to say.

    One a day, however much came in: the first soon, and one for all the rest when the next working
    day begins.
    """
    for department_id in dict.fromkeys(department_ids):
        department = departments.find(session, team_id, department_id)
        if department and department.channel_id:
            _want_today(session, now, team_id, Readership(department.channel_id, department))


# --- shared steps ---


def _check_ours(session: Session, team_id: str, whose: Readership) -> None:
    """Raises SharedChannel where people of other companies would read the digest."""
    if channels.is_shared(session, team_id, whose.channel_id):
        raise SharedChannel


def _theirs(session: Session, actor: Person, channel_id: str) -> Readership:
    """Whose digest a channel gets, for somebody who may schedule it."""
    whose = readership.in_channel(session, actor.team_id, channel_id)
    if whose is None:
        raise NoDigestHere
    _check_theirs(session, actor, whose)
    return whose


def _check_theirs(session: Session, person: Person, whose: Readership) -> None:
    """Let who answers for a channel go on: its lead or deputy, an executive for their own, the CCO.

    Raises NotYours naming them.
    """
    theirs, names = {Relation.EXECUTIVE, Relation.CCO}, ["an executive"]
    if whose.department:
        leads = [whose.department.lead_id, whose.department.deputy_id]
        theirs = {Relation.LEAD, Relation.CCO} if person.user_id in leads else {Relation.CCO}
        known = people.by_id(session, person.team_id, [user_id for user_id in leads if user_id])
        names = [known[user_id].name for user_id in leads if user_id in known]
    allowed = access.SCHEDULE_DIGEST.allowed & theirs
    if not is_one_of(session, person, allowed):
        raise NotYours(who=" or ".join([*filter(None, [join_names(names)]), "the CCO"]))


def _want_today(session: Session, now: datetime, team_id: str, whose: Readership) -> None:
    """The one digest of a day that nobody in particular asked for; tomorrow's, if it has come."""
    calendar = readership.calendar(whose, readership.zone_of(session, team_id, whose))
    today = hours.local_day(calendar, now)
    if not _is_out(session, team_id, whose, f"import:{today}"):
        _want(session, now, team_id, whose, f"import:{today}")
        return
    next_day = hours.shift_days(calendar, today, 1)
    if not _is_out(session, team_id, whose, f"import:{next_day}"):
        begins = hours.at_local(calendar, next_day, calendar.opens)
        _want(session, now, team_id, whose, f"import:{next_day}", earliest=begins)


def _is_out(session: Session, team_id: str, whose: Readership, key: str) -> bool:
    """Whether this digest is posted, or waits to be."""
    full = _key(whose, key)
    return outbox.find(session, team_id, full) is not None or digests.waits(session, team_id, full)


def _key(whose: Readership, key: str) -> str:
    return f"digest:{whose.channel_id}:{key}"


def _want(
    session: Session,
    now: datetime,
    team_id: str,
    whose: Readership,
    key: str = "",
    by: str = "",
    earliest: datetime | None = None,
) -> None:
    """Count and post it when nobody waits for that: where much is open, it takes seconds."""
    department = whose.department
    wanted = Wanted(
        team_id=team_id,
        channel_id=whose.channel_id,
        department_id=department.department_id if department else None,
        key=_key(whose, key or outbox.new_key()),
        asked_by=by,
        not_before=now,
        earliest=earliest,
    )
    digests.want(session, wanted)


def _write_down(
    session: Session,
    now: datetime,
    actor: Person,
    what: Occurrence,
    whose: Readership,
    **facts: Any,
) -> None:
    records.write(
        session, now, actor.team_id, actor.user_id, what, channel=whose.channel_id, **facts
    )
