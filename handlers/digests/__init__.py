"""Digests say in a channel how its promises stand: on request, on a schedule, after an import."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlmodel import Session

from handlers import access, asks, found, items, ladder, timetable, values
from handlers.access import Relation
from handlers.blocks import Shown
from handlers.digests import cards, rules
from handlers.digests.rules import (
    Compared,
    DepartmentDigest,
    Digest,
    ExecutiveDigest,
    Occasion,
    Standing,
    Stuck,
    Turn,
)
from handlers.errors import (
    NoChannel,
    NoDigestHere,
    NoExecutiveChannel,
    NotYours,
    UnknownZone,
)
from handlers.hours import Calendar
from handlers.request import Reply, Request, Response
from handlers.timetable import Timetable
from handlers.words import join_names
from storage import asks as stored_asks
from storage import counts, decisions, departments, history, outbox, people, schedules, workspaces
from storage.counts import Period, Place
from storage.departments import Department
from storage.items import State
from storage.outbox import Priority
from storage.people import Person, Role
from storage.schedules import Kind, Schedule

NOUN = "digest"
EXECUTIVES = "the executives"
_ZONE = re.compile(r"^(?P<when>.*\S)\s+in\s+(?P<zone>[A-Za-z]\S*)$", re.IGNORECASE)


@dataclass(frozen=True)
class Subject:
    """Whose digest it is, and the channel it belongs in; without a department the executives'."""

    channel_id: str
    department: Department | None

    @property
    def name(self) -> str:
        """The name of whose digest it is."""
        return self.department.name if self.department else EXECUTIVES


# --- asking and scheduling ---


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
    if text.lower() == "executives" or departments.named(session, request.team_id, text):
        return _post_now(request, session, now, text)
    return _schedule(request, session, now, text)


def _post_now(request: Request, session: Session, now: datetime, named: str) -> Response:
    person = access.actor(session, request)
    here = _in_channel(session, request.team_id, request.channel_id)
    subject = _named(session, request.team_id, named) if named else here
    if subject is None:
        raise NoDigestHere
    if subject != here:
        # What a channel shows is for those who read it to ask for, and for who answers for it.
        _check_theirs(session, person, subject)
    key = f"digest:{subject.channel_id}:{request.key or outbox.new_key()}"
    if not _store(session, now, request.team_id, subject, key):
        return Reply(_nothing_to_say(session, now, request.team_id, subject))
    _log(session, now, request, "posted", subject)
    return Reply(cards.posted(subject.name, subject.channel_id))


def _schedule(request: Request, session: Session, now: datetime, text: str) -> Response:
    when, zone = _split_zone(text)
    wanted = timetable.read(when)
    person, subject = _mine(request, session)
    zone = zone or _zone_of(session, request.team_id, subject)
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
        cards.schedule_line(each.channel_id, _timetable(each), each.zone, each.next_at, each.error)
        for each in schedules.everyone(session, request.team_id)
        if each.kind == Kind.DIGEST and each.next_at
    ]
    return Reply(cards.schedules(lines))


def _mine(request: Request, session: Session) -> tuple[Person, Subject]:
    person = access.actor(session, request)
    subject = _in_channel(session, request.team_id, request.channel_id)
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
    if not allowed & access.relations_of(session, person, None):
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
    session: Session, now: datetime, request: Request, verb: str, subject: Subject, **facts: str
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


# --- posting ---


def post(
    session: Session,
    now: datetime,
    team_id: str,
    channel_id: str,
    *,
    key: str,
    planned: datetime | None = None,
) -> bool:
    """Store one message with the digest of a channel; False when there is nothing to say.

    `key` makes the occasion unique; `planned` (UTC) is set when it comes late.
    Raises NoDigestHere for a channel that has no digest.
    """
    subject = _in_channel(session, team_id, channel_id)
    if subject is None:
        raise NoDigestHere
    return _store(session, now, team_id, subject, key, planned)


def _store(
    session: Session,
    now: datetime,
    team_id: str,
    subject: Subject,
    key: str,
    planned: datetime | None = None,
) -> bool:
    return _put(session, now, team_id, subject, key, _draw(session, now, team_id, subject, planned))


def _draw(
    session: Session, now: datetime, team_id: str, subject: Subject, planned: datetime | None
) -> Shown | None:
    """What a digest says; None when it is not worth saying."""
    digest = _digest(session, now, team_id, subject, planned)
    return cards.shown(digest) if digest.worth_saying else None


def _put(
    session: Session, now: datetime, team_id: str, subject: Subject, key: str, shown: Shown | None
) -> bool:
    if shown is None:
        return False
    outbox.add(
        session,
        team_id=team_id,
        now=now,
        key=key,
        lane=subject.channel_id,
        method=outbox.POST,
        payload=shown.payload,
        priority=Priority.DIGEST,
    )
    return True


def request_digests(
    session: Session, now: datetime, team_id: str, department_ids: Iterable[UUID]
) -> int:
    """Post one digest to each of these departments' channels now; how many had something to say."""
    posted = 0
    for department_id in dict.fromkeys(department_ids):
        department = departments.find(session, team_id, department_id)
        if department and department.channel_id:
            key = f"digest:{department.channel_id}:{outbox.new_key()}"
            subject = Subject(department.channel_id, department)
            posted += _store(session, now, team_id, subject, key)
    return posted


@dataclass(frozen=True)
class Drawn:
    """What the digest of one turn says, as it was read before."""

    schedule_id: UUID
    planned: datetime
    shown: Shown | None


def prepare(session: Session, now: datetime) -> Callable[[Session, datetime], bool]:
    """Read what the next digest says while nobody waits for that; what is left to be done then.

    Where much is open it takes seconds to count it, and to post it takes none.
    """
    schedule = schedules.next_due(session, Kind.DIGEST, now, lock=False)
    if schedule is None or schedule.next_at is None:
        return handle_one
    subject, planned = _in_channel(session, schedule.team_id, schedule.channel_id), schedule.next_at
    if subject is None or _turn(schedule, subject, planned, now) != Turn.POST:
        return handle_one
    shown = _draw(session, now, schedule.team_id, subject, _late(planned, now))
    return partial(handle_one, drawn=Drawn(schedule.schedule_id, planned, shown))


def handle_one(session: Session, now: datetime, drawn: Drawn | None = None) -> bool:
    """Post the one digest that has waited longest and plan its next; False when none is due.

    A day off moves a weekly digest to the next working day and drops a daily one. What was due
    more than a day ago is skipped. What was `drawn` is not read again.
    """
    schedule = schedules.next_due(session, Kind.DIGEST, now)
    if schedule is None or schedule.next_at is None:
        return False
    planned = schedule.next_at
    # Not simply the next from now on: a digest that comes too late must not take along the one
    # that is due today.
    missed = max(planned, now - rules.TOO_LATE)
    schedule.next_at = timetable.next_after(_timetable(schedule), schedule.zone, missed)
    schedule.error = ""
    session.add(schedule)
    subject = _in_channel(session, schedule.team_id, schedule.channel_id)
    if subject is None:
        schedule.error = NoDigestHere().message
        return True
    turn = _turn(schedule, subject, planned, now)
    if turn == Turn.TOO_LATE:
        schedule.error = schedules.TOO_LATE
    elif turn == Turn.POST:
        if drawn is None or (drawn.schedule_id, drawn.planned) != (schedule.schedule_id, planned):
            shown = _draw(session, now, schedule.team_id, subject, _late(planned, now))
            drawn = Drawn(schedule.schedule_id, planned, shown)
        _post_planned(session, now, schedule, subject, drawn)
    elif schedule.weekday is not None:
        next_working = rules.next_working(planned, _calendar(subject, schedule.zone))
        schedule.next_at = min(next_working, schedule.next_at)
    return True


def _turn(schedule: Schedule, subject: Subject, planned: datetime, now: datetime) -> Turn:
    return rules.turn(planned, now, _calendar(subject, schedule.zone))


def _late(planned: datetime, now: datetime) -> datetime | None:
    """When a digest was planned, where that is to be said."""
    return planned if now - planned > rules.MARKED_LATE else None


def _post_planned(
    session: Session, now: datetime, schedule: Schedule, subject: Subject, drawn: Drawn
) -> None:
    kind = "department" if subject.department else "executives"
    key = f"digest:{schedule.channel_id}:{drawn.planned:%Y-%m-%dT%H:%MZ}:{kind}"
    if _put(session, now, schedule.team_id, subject, key, drawn.shown):
        schedule.last_at, schedule.last_turn = now, drawn.planned


# --- what a digest says ---


def _digest(
    session: Session, now: datetime, team_id: str, subject: Subject, planned: datetime | None
) -> Digest:
    schedule = schedules.find(session, team_id, Kind.DIGEST, subject.channel_id)
    zone = schedule.zone if schedule else _zone_of(session, team_id, subject)
    since = rules.looks_back_to(schedule.last_at if schedule else None, now)
    occasion = Occasion(subject.name, _calendar(subject, zone), now, since, planned)
    if subject.department:
        return _department(session, occasion, Place(team_id, subject.department.department_id))
    return _executives(session, occasion, team_id)


def _department(session: Session, occasion: Occasion, place: Place) -> DepartmentDigest:
    now = occasion.now
    news = Period(occasion.since, now)
    return DepartmentDigest(
        occasion=occasion,
        late=counts.late(session, place, now),
        waiting=counts.waiting(session, place, now),
        due=counts.due(session, place, Period(now, now + rules.WEEK)),
        new=counts.new_issues(session, place, news),
        offers=counts.offers(session, place),
        kept_by=counts.closed(session, place, news, State.DONE),
        acknowledged=Compared(
            *(
                rules.acknowledged_on_time(counts.acknowledged(session, place, week))
                for week in _weeks(now)
            )
        ),
        kept=_kept(session, place, now),
    )


def _executives(session: Session, occasion: Occasion, team_id: str) -> ExecutiveDigest:
    now = occasion.now
    known = departments.everyone(session, team_id)
    places = [Place(team_id, each.department_id) for each in known]
    standings = [
        _standing(session, each.name, place, now) for each, place in zip(known, places, strict=True)
    ]
    risky = counts.accounts(
        session,
        [*places, Place(team_id, None)],
        rules.WATCHED_TIERS,
        rules.WATCHED_SEVERITY,
        now,
    )
    return ExecutiveDigest(
        occasion=occasion,
        standings=tuple(each for each in standings if each.worth_saying),
        accounts=tuple(rules.most_at_risk_first(risky)),
        decisions=tuple(decisions.waiting(session, team_id)),
        stuck=_stuck(session, team_id, {each.department_id: each.name for each in known}),
    )


def _standing(session: Session, name: str, place: Place, now: datetime) -> Standing:
    declined, before = (
        sum(counts.closed(session, place, week, State.DECLINED).values()) for week in _weeks(now)
    )
    return Standing(
        name=name,
        live=counts.live(session, place),
        late=counts.late(session, place, now).total,
        kept=_kept(session, place, now),
        declined=declined,
        declined_before=before,
    )


def _kept(session: Session, place: Place, now: datetime) -> Compared:
    this, last = (
        rules.kept_on_the_day(counts.promised(session, place, week)) for week in _weeks(now)
    )
    return Compared(this, last)


def _stuck(session: Session, team_id: str, names: dict[UUID, str]) -> tuple[Stuck, ...]:
    """What everybody was asked about in vain, once per item."""
    stuck: dict[tuple[str, int], Stuck] = {}
    for ask in stored_asks.highest_rungs(session, team_id, ladder.CCO_RUNG):
        item = items.find(session, team_id, ask.noun, ask.number)
        if item is not None and item.department_id in names:
            customer = items.customer_of(session, item)
            line = counts.line_of(item, customer)
            stuck[ask.noun, ask.number] = Stuck(line, names[item.department_id])
    return tuple(stuck.values())


def _nothing_to_say(session: Session, now: datetime, team_id: str, subject: Subject) -> str:
    if subject.department is None:
        return cards.nothing_for_executives()
    place = Place(team_id, subject.department.department_id)
    kept = counts.last_kept(session, place, Period(now - counts.EARLIEST_KEPT, now))
    return cards.nothing_to_say(subject.name, kept, _zone_of(session, team_id, subject))


def _weeks(now: datetime) -> tuple[Period, Period]:
    """The last seven days, and the seven before."""
    return Period(now - rules.WEEK, now), Period(now - 2 * rules.WEEK, now - rules.WEEK)


# --- whose channel, whose clock ---


def _in_channel(session: Session, team_id: str, channel_id: str) -> Subject | None:
    workspace = workspaces.find(session, team_id)
    if workspace and channel_id and workspace.executive_channel_id == channel_id:
        return Subject(channel_id, None)
    department = departments.in_channel(session, team_id, channel_id) if channel_id else None
    return Subject(channel_id, department) if department else None


def _named(session: Session, team_id: str, named: str) -> Subject:
    """The subject of these words.

    Raises NoExecutiveChannel, NoChannel or UnknownDepartment.
    """
    if named.lower() == "executives":
        workspace = workspaces.find(session, team_id)
        if workspace is None or not workspace.executive_channel_id:
            raise NoExecutiveChannel
        return Subject(workspace.executive_channel_id, None)
    department = found.department(session, team_id, named)
    if not department.channel_id:
        raise NoChannel(department=department.name)
    return Subject(department.channel_id, department)


def _zone_of(session: Session, team_id: str, subject: Subject) -> str:
    """The zone of whoever leads a department, or of the CCO for the executives."""
    lead = asks.lead_of(session, subject.department)
    if subject.department is None:
        lead = next(iter(people.with_role(session, team_id, Role.CCO)), None)
    return lead.zone if lead else "UTC"


def _calendar(subject: Subject, zone: str) -> Calendar:
    """The working days of a channel's readers, without any one person's leave."""
    department = subject.department
    if department is None:
        return Calendar(zone=zone)
    return Calendar(
        zone=zone,
        days=frozenset(department.days),
        opens=department.opens,
        closes=department.closes,
        country=department.country,
    )


def _timetable(schedule: Schedule) -> Timetable:
    return Timetable(schedule.weekday, schedule.at)
