"""Digests are posted here: when their time has come, or as soon as one was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.executives.digest_lines import NO_READERS, DigestReaders
from handlers.executives.digests import drawing, readership, timing
from handlers.executives.digests.drawing import DigestPost
from handlers.executives.digests.readership import Readership
from handlers.executives.digests.timing import Turn
from handlers.speech import blocks, timetable
from handlers.speech.blocks import Shown
from handlers.speech.setup_errors import NoDigestHere
from storage import departments, digests, outbox, schedules
from storage.digests import Wanted
from storage.outbox import Priority
from storage.schedules import Posting, Schedule


@dataclass(frozen=True)
class Drawn:
    """What the digest of one turn, or one that was asked for, says: as it was read before."""

    row_id: UUID
    planned: datetime
    post: DigestPost | None


# --- on their schedule ---


def prepare(
    session: Session, now: datetime, readers: DigestReaders = NO_READERS
) -> Callable[[Session, datetime], bool]:
    """Read what the next digest says while nobody waits for that; what is left to be done then.

    Where much is open it takes seconds to count it, and to post it takes none. `readers` are what
    other rooms add.
    """
    begin = partial(handle_one, readers=readers)
    schedule = schedules.next_due(session, Posting.DIGEST, now, lock=False)
    if schedule is None or schedule.next_at is None:
        return begin
    planned = schedule.next_at
    whose = readership.in_channel(session, schedule.team_id, schedule.channel_id)
    if whose is None or _turn(schedule, whose, planned, now) != Turn.POST:
        return begin
    post = drawing.draw(session, now, schedule.team_id, whose, _late(planned, now), readers)
    return partial(begin, drawn=Drawn(schedule.schedule_id, planned, post))


def handle_one(
    session: Session,
    now: datetime,
    drawn: Drawn | None = None,
    readers: DigestReaders = NO_READERS,
) -> bool:
    """Post the one digest that has waited longest and plan its next; False when none is due.

    A day off moves a weekly or monthly digest to the next working day and drops a daily one. What
    was due more than a day ago is skipped. What was `drawn` is not read again.
    """
    schedule = schedules.next_due(session, Posting.DIGEST, now)
    if schedule is None or schedule.next_at is None:
        return False
    planned = schedule.next_at
    # Not simply the next from now on: a digest that comes too late must not take along the one
    # that is due today.
    missed = max(planned, now - timing.TOO_LATE)
    plan = timetable.of(schedule)
    whose = readership.in_channel(session, schedule.team_id, schedule.channel_id)
    week = readership.calendar(whose, schedule.zone).days if whose else hours.WEEKDAYS
    schedule.next_at = timetable.next_after(plan, schedule.zone, missed, week)
    schedule.error = ""
    session.add(schedule)
    if whose is None:
        schedule.error = NoDigestHere().message
        return True
    turn = _turn(schedule, whose, planned, now)
    if turn == Turn.TOO_LATE:
        schedule.error = schedules.TOO_LATE
    elif turn == Turn.POST:
        if drawn is None or (drawn.row_id, drawn.planned) != (schedule.schedule_id, planned):
            late = _late(planned, now)
            post = drawing.draw(session, now, schedule.team_id, whose, late, readers)
            drawn = Drawn(schedule.schedule_id, planned, post)
        _post_planned(session, now, schedule, whose, drawn)
    elif not plan.is_often:
        next_working = timing.next_working(planned, readership.calendar(whose, schedule.zone))
        schedule.next_at = min(next_working, schedule.next_at)
    return True


def _turn(schedule: Schedule, whose: Readership, planned: datetime, now: datetime) -> Turn:
    return timing.turn(planned, now, readership.calendar(whose, schedule.zone))


def _late(planned: datetime, now: datetime) -> datetime | None:
    """When a digest was planned, where that is to be said."""
    return planned if now - planned > timing.MARKED_LATE else None


def _post_planned(
    session: Session, now: datetime, schedule: Schedule, whose: Readership, drawn: Drawn
) -> None:
    kind = "department" if whose.department else "executives"
    key = f"digest:{schedule.channel_id}:{drawn.planned:%Y-%m-%dT%H:%MZ}:{kind}"
    if _put(session, now, schedule.team_id, schedule.channel_id, key, drawn.post):
        schedule.last_at, schedule.last_turn = now, drawn.planned


# --- as soon as one is asked for ---


def prepare_wanted(
    session: Session, now: datetime, readers: DigestReaders = NO_READERS
) -> Callable[[Session, datetime], bool]:
    """The same for the next digest that somebody asked for."""
    begin = partial(handle_wanted, readers=readers)
    wanted = digests.next_due(session, now, lock=False)
    if wanted is None:
        return begin
    post = _draw_wanted(session, now, wanted, readers)
    return partial(begin, drawn=Drawn(wanted.digest_id, wanted.not_before, post))


def handle_wanted(
    session: Session,
    now: datetime,
    drawn: Drawn | None = None,
    readers: DigestReaders = NO_READERS,
) -> bool:
    """Post the one digest that was asked for first; False when none is wanted.

    Where it has nothing to say, whoever asked for it hears that. What was `drawn` is not read
    again.
    """
    wanted = digests.next_due(session, now)
    if wanted is None:
        return False
    if drawn is None or (drawn.row_id, drawn.planned) != (wanted.digest_id, wanted.not_before):
        post = _draw_wanted(session, now, wanted, readers)
        drawn = Drawn(wanted.digest_id, wanted.not_before, post)
    if not _put(session, now, wanted.team_id, wanted.channel_id, wanted.key, drawn.post):
        _say_why_not(session, now, wanted)
    session.delete(wanted)
    return True


def _draw_wanted(
    session: Session, now: datetime, wanted: Wanted, readers: DigestReaders
) -> DigestPost | None:
    whose = _readership(session, wanted)
    if whose is None:
        return None
    return drawing.draw(session, now, wanted.team_id, whose, readers=readers)


def _readership(session: Session, wanted: Wanted) -> Readership | None:
    """Whose digest was asked for; None where the department is gone."""
    department = departments.find(session, wanted.team_id, wanted.department_id)
    if department is None and wanted.department_id is not None:
        return None
    return Readership(wanted.channel_id, department)


def _say_why_not(session: Session, now: datetime, wanted: Wanted) -> None:
    whose = _readership(session, wanted)
    if whose is None or not wanted.asked_by:
        return
    why = drawing.nothing_to_say(session, now, wanted.team_id, whose)
    outbox.add(
        session,
        team_id=wanted.team_id,
        now=now,
        key=f"told:{wanted.key}",
        lane=wanted.asked_by,
        method=outbox.POST,
        payload=Shown(why, blocks.message(blocks.section(why))).payload,
        priority=Priority.ANSWER,
    )


def _put(
    session: Session,
    now: datetime,
    team_id: str,
    channel_id: str,
    key: str,
    post: DigestPost | None,
) -> bool:
    """Have a digest posted, and what stands under it; False where there is nothing to say."""
    if post is None:
        return False
    below = {outbox.UNDER: key}
    parts = [(key, post.shown.payload, Priority.DIGEST)]
    parts += [
        (f"under:{key}:{number}", each.payload | below, Priority.THREAD)
        for number, each in enumerate(post.thread, 1)
    ]
    for part_key, payload, priority in parts:
        outbox.add(
            session,
            team_id=team_id,
            now=now,
            key=part_key,
            lane=channel_id,
            method=outbox.POST,
            payload=payload,
            priority=priority,
        )
    return True
