"""Once a week Duly counts what came of reminders, and sees for whom they change nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import ladder
from handlers.chasing.yields import judging, rules
from storage import absences, history, people, yields
from storage.absences import Absence
from storage.history import Deed
from storage.people import Person
from storage.yields import EVERYBODY, Came, PastReminder, YieldOf, YieldTurn

SLICE = 200
"""So many reminders one transaction counts."""
BEFORE_ALL = ""
"""Before every Slack id."""
PAUSE = timedelta(seconds=1)
"""From one slice to the next, so that whoever waits for an answer comes between."""


def handle_one(session: Session, now: datetime) -> bool:
    """Count the next reminders of the workspace that has waited longest; False when none is due.

    A week is counted once it has been over for a while; one that was begun by a clock that was
    ahead is counted anew.
    """
    turn = yields.next_due(session, now)
    if turn is None:
        return False
    newest = rules.newest(now)
    if turn.week is None:
        _turn_to(turn, newest - (rules.WEEKS - 1) * rules.A_WEEK)
    elif turn.week > newest + rules.A_WEEK:
        # The clock was ahead.
        _turn_to(turn, newest + rules.A_WEEK)
    week = turn.week
    if week is not None and turn.after_person is not None:
        _judge(session, turn, week, now)
    elif week is not None and week <= newest:
        _count(session, turn, week, now)
    else:
        turn.next_at = rules.counted_at(newest + rules.A_WEEK)
    turn.error = ""
    session.add(turn)
    return True


def _turn_to(turn: YieldTurn, week: date) -> None:
    turn.week, turn.after_at, turn.after_id, turn.after_person = week, None, None, None


def _count(session: Session, turn: YieldTurn, week: date, now: datetime) -> None:
    """Count a slice of the week of a turn; with its last one the next week has its turn."""
    after = _after(turn)
    if after is None:
        yields.forget(session, turn.team_id, week)
    since = rules.midnight(week)
    until = since + rules.A_WEEK
    found = yields.reminded(session, turn.team_id, since, until, after, SLICE)
    yields.add(session, turn.team_id, week, _counted(session, turn.team_id, found, now))
    if len(found) < SLICE:
        turn.after_person, turn.next_at = BEFORE_ALL, now
    else:
        turn.after_at, turn.after_id = found[-1].sent_at, found[-1].nudge_id
        turn.next_at = now + PAUSE


def _judge(session: Session, turn: YieldTurn, week: date, now: datetime) -> None:
    """See for whom reminders change nothing, of the newest week alone; the next has its turn."""
    after = turn.after_person or BEFORE_ALL
    last = None
    if week == rules.newest(now):
        last = judging.judge(session, now, turn.team_id, week, after)
    if last is None:
        _turn_to(turn, week + rules.A_WEEK)
        turn.next_at = now
    else:
        turn.after_person, turn.next_at = last, now + PAUSE


def _after(turn: YieldTurn) -> tuple[datetime, UUID] | None:
    if turn.after_at is None or turn.after_id is None:
        return None
    return turn.after_at, turn.after_id


def _counted(
    session: Session, team_id: str, found: Iterable[PastReminder], now: datetime
) -> dict[YieldOf, Came]:
    """What came of these reminders, of each person and of everybody."""
    calm = [each for each in found if each.severity != ladder.URGENT]
    if not calm:
        return {}
    untils = _untils(session, team_id, calm, now)
    judged = [each for each in calm if each.nudge_id in untils]
    if not judged:
        return {}
    deeds = _deeds(session, team_id, judged, max(untils.values()))
    counted: dict[YieldOf, Came] = defaultdict(lambda: Came(0, 0))
    for each in judged:
        came = rules.came_of(each, untils[each.nudge_id], deeds[each.noun, each.number])
        if came is not None:
            for whose in (each.person_id, EVERYBODY):
                key = YieldOf(whose, rules.rung_of(each.rung))
                so_far = counted[key]
                counted[key] = Came(so_far.sent + 1, so_far.acted + came)
    return counted


def _untils(
    session: Session, team_id: str, found: Sequence[PastReminder], now: datetime
) -> dict[UUID, datetime]:
    """When (UTC) one working day of its reader had passed after each of these, by its id.

    Without those whose reader has left, was away before it had passed, or still has time.
    """
    readers = people.by_id(session, team_id, {each.person_id for each in found})
    away = _away(session, team_id, readers.values(), found, now)
    untils = {}
    for each in found:
        reader = readers.get(each.person_id)
        if reader is None or reader.gone:
            continue
        calendar = calendars.for_person(session, reader).without_leave()
        until = hours.add_days(calendar, each.sent_at, 1)
        was_away = any(
            one.starts_at < until and one.ends_at > each.sent_at
            for one in away.get(each.person_id, ())
        )
        if until <= now and not was_away:
            untils[each.nudge_id] = until
    return untils


def _away(
    session: Session,
    team_id: str,
    readers: Iterable[Person],
    found: Sequence[PastReminder],
    now: datetime,
) -> Mapping[str, list[Absence]]:
    """The absences of these readers since the first of these reminders, by Slack id."""
    known = absences.away_within(
        session, team_id, [each.user_id for each in readers], found[0].sent_at, now
    )
    away: dict[str, list[Absence]] = defaultdict(list)
    for each in known:
        away[each.person_id].append(each)
    return away


def _deeds(
    session: Session, team_id: str, found: Sequence[PastReminder], until: datetime
) -> Mapping[tuple[str, int], list[Deed]]:
    """What was done with the things of these reminders since the first of them, by thing."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for each in found:
        numbers[each.noun].add(each.number)
    done: dict[tuple[str, int], list[Deed]] = defaultdict(list)
    for noun, wanted in numbers.items():
        for deed in history.deeds(session, team_id, noun, wanted, found[0].sent_at, until):
            done[noun, deed.number].append(deed)
    return done
