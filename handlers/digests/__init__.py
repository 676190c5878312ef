"""Digests say in a channel how its promises stand: on request, on a schedule, after an import."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from handlers import access, found, timetable, values
from handlers.access import Relation
from handlers.digests import cards, drawing, subjects
from handlers.digests.subjects import Subject
from handlers.errors import NoDigestHere, NotYours, UnknownZone
from handlers.request import Reply, Request, Response
from handlers.timetable import Timetable
from handlers.words import join_names
from storage import departments, digests, history, outbox, people, schedules
from storage.digests import Wanted
from storage.people import Person
from storage.schedules import Kind, Schedule

NOUN = "digest"
_ZONE = re.compile(r"^(?P<when>.*\S)\s+in\s+(?P<zone>[A-Za-z]\S*)$", re.IGNORECASE)


def command(request: Request, session: Session, now: datetime) -> Response:
    """`/cx digest [now] [Billing]`, `weekly monday 9:00 [in Europe/Berlin]`, `off` and `when`.

    Raises NoDigestHere, NoExecutiveChannel, NoChannel, UnknownDepartment, WrongSchedule,
    UnknownZone or NotYours.
    """
    access.check(session, access.actor(session, request), access.READ_DIGEST)
    text = " ".join(request.text.split())
    word, _, rest = text.partition(" ")
    if text.lower() == "when":
        return _list(request, session)
    if text.lower() == "off":
        return _end(request, session, now)
    if word.lower() in {"", "now"}:
        return _post_now(request, session, now, rest)
    if text.lower() == "executives" or found.named_department(session, request.team_id, text):
        return _post_now(request, session, now, text)
    return _schedule(request, session, now, text)


def _post_now(request: Request, session: Session, now: datetime, named: str) -> Response:
    person = access.actor(session, request)
    here = subjects.in_channel(session, request.team_id, request.channel_id)
    subject = subjects.named(session, request.team_id, named) if named else here
    if subject is None:
        raise NoDigestHere
    if subject != here:
        # What a channel shows is for those who read it to ask for, and for who answers for it.
        _check_theirs(session, person, subject)
    if drawing.is_quiet(session, now, request.team_id, subject):
        return Reply(drawing.nothing_to_say(session, now, request.team_id, subject))
    _want(session, now, request.team_id, subject, request.key, request.user_id)
    _log(session, now, request, "asked for", subject)
    return Reply(cards.posted(subject.name, subject.channel_id))


def _schedule(request: Request, session: Session, now: datetime, text: str) -> Response:
    when, zone = _split_zone(text)
    wanted = timetable.read(when)
    person, subject = _mine(request, session)
    zone = zone or subjects.zone_of(session, request.team_id, subject)
    schedule = schedules.find(
        session, request.team_id, Kind.DIGEST, subject.channel_id
    ) or Schedule(team_id=request.team_id, kind=Kind.DIGEST, channel_id=subject.channel_id)
    schedule.weekday, schedule.at, schedule.zone = wanted.weekday, wanted.at, zone
    schedule.next_at = timetable.next_after(wanted, zone, now)
    schedule.created_by, schedule.error = person.user_id, ""
    session.add(schedule)
    _log(session, now, request, "scheduled", subject, when=timetable.said(wanted), zone=zone)
    return Reply(cards.scheduled(subject.name, subject.channel_id, wanted, zone, schedule.next_at))


def _end(request: Request, session: Session, now: datetime) -> Response:
    _, subject = _mine(request, session)
    schedule = schedules.find(session, request.team_id, Kind.DIGEST, subject.channel_id)
    if schedule is None or schedule.next_at is None:
        return Reply(cards.none_to_end(subject.channel_id))
    # The row stays, so that the next digest knows when the last one was.
    schedule.next_at, schedule.error = None, ""
    session.add(schedule)
    _log(session, now, request, "unscheduled", subject)
    return Reply(cards.ended(subject.channel_id))


def _list(request: Request, session: Session) -> Response:
    lines = [
        cards.schedule_line(
            each.channel_id, Timetable(each.weekday, each.at), each.zone, each.next_at, each.error
        )
        for each in schedules.everyone(session, request.team_id)
        if each.kind == Kind.DIGEST and each.next_at
    ]
    return Reply(cards.schedules(lines))


def _mine(request: Request, session: Session) -> tuple[Person, Subject]:
    person = access.actor(session, request)
    subject = subjects.in_channel(session, request.team_id, request.channel_id)
    if subject is None:
        raise NoDigestHere
    _check_theirs(session, person, subject)
    return person, subject


def _check_theirs(session: Session, person: Person, subject: Subject) -> None:
    """Let who answers for a channel go on: its lead or deputy, an executive for their own, the CCO.

    Raises NotYours naming them.
    """
    theirs, names = {Relation.EXECUTIVE, Relation.CCO}, ["an executive"]
    if subject.department:
        leads = [subject.department.lead_id, subject.department.deputy_id]
        theirs = {Relation.LEAD, Relation.CCO} if person.user_id in leads else {Relation.CCO}
        known = people.by_id(session, person.team_id, [user_id for user_id in leads if user_id])
        names = [known[user_id].name for user_id in leads if user_id in known]
    allowed = access.SCHEDULE_DIGEST.allowed & theirs
    if not access.is_one_of(session, person, allowed):
        raise NotYours(who=" or ".join([*filter(None, [join_names(names)]), "the CCO"]))


def _split_zone(text: str) -> tuple[str, str]:
    """The schedule, and the zone that was named after “in”, spelled as the world spells it.

    Raises UnknownZone.
    """
    match = _ZONE.match(text)
    if match is None:
        return text, ""
    zone = values.zone(match["zone"])
    if zone is None:
        raise UnknownZone(name=found.quoted(match["zone"]))
    return match["when"], zone


def _log(
    session: Session, now: datetime, request: Request, verb: str, subject: Subject, **facts: Any
) -> None:
    history.add(
        session,
        team_id=request.team_id,
        now=now,
        actor=request.user_id,
        verb=verb,
        noun=NOUN,
        number=0,
        channel=subject.channel_id,
        **facts,
    )


# --- what is asked for is drawn in the background ---


def request_digests(
    session: Session, now: datetime, team_id: str, department_ids: Iterable[UUID]
) -> None:
    """Post a digest to each of these departments' channels soon, where it has something to say."""
    for department_id in dict.fromkeys(department_ids):
        department = departments.find(session, team_id, department_id)
        if department and department.channel_id:
            _want(session, now, team_id, Subject(department.channel_id, department))


def _want(
    session: Session, now: datetime, team_id: str, subject: Subject, key: str = "", by: str = ""
) -> None:
    """Count and post it when nobody waits for that: where much is open, it takes seconds."""
    department = subject.department
    wanted = Wanted(
        team_id=team_id,
        channel_id=subject.channel_id,
        department_id=department.department_id if department else None,
        key=f"digest:{subject.channel_id}:{key or outbox.new_key()}",
        asked_by=by,
        not_before=now,
    )
    digests.want(session, wanted)
