"""The auditor looks after what everybody relies on: nothing is forgotten, and nothing hangs."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import around, asks
from handlers.chasing import policy as policies
from handlers.chasing.nouns import Chased
from handlers.chasing.registers import Registers
from handlers.people import records
from handlers.people.records import Occurrence
from handlers.speech import timetable
from storage import asks as stored_asks
from storage import audits, nudges, people, schedules
from storage.asks import Ask
from storage.audits import Audit
from storage.database import trial
from storage.due import PUT_OFF
from storage.errors import RowBroken
from storage.items import Item
from storage.nudges import Nudge
from storage.people import Person
from storage.schedules import Schedule

log = logging.getLogger(__name__)

PLANNED, PLANNED_ANEW, PASSED_ON, CANCELLED, ASKED_AGAIN = (
    Occurrence("audit", verb, {"about": str})
    for verb in ("planned", "planned anew", "passed on", "cancelled", "asked again")
)
"""Repairs have a noun of their own: nothing has happened to the promise itself."""

REST, PAUSE = timedelta(minutes=1), timedelta(seconds=5)
"""From one audit of a workspace to the next, and while a walk is under way."""
SLICE = 2_000
"""How much of each kind one audit looks at, so that it costs the same however much there is: all
of 10,000 asks are seen within half a minute, of 10 million within seven hours."""
REPAIRS = 12
"""How many of one kind an audit repairs, so that nobody waits for it; the next goes on from there
at once."""
LATE = timedelta(hours=1)
"""What cannot be handled is put off by an hour; what has been due for longer was forgotten."""
LET_GO = timedelta(minutes=10)
"""Senders look after an abandoned message within seconds."""


def handle_one(registers: Registers, session: Session, now: datetime) -> bool:
    """Audit the workspace that has waited longest; False when none is due.

    An audit looks at all that is late, and at the next slice of a walk over all that is owed.
    What it can it repairs; `found` says what stays wrong.
    """
    audit = audits.next_due(session, now)
    if audit is None:
        return False
    visit = _Visit(registers, session, audit, now)
    for look_after in registers.visits:
        look_after(session, now, audit.team_id)
    if audit.checked_at and audit.checked_at > now:
        # The clock was ahead. What is not yet to be tried again moves to its right time by itself.
        nudges.bring_back(session, audit.team_id, now)
    _plan_turns(visit)
    _pass_on(visit)
    hopeless = visit.failed
    came_round = _walk(visit)
    audit.walk_found += visit.failed - hopeless
    walked = audit.walk_found if came_round else max(audit.walk_found, audit.last_walk_found)
    late = audits.overdue(session, audit.team_id, now - LATE)
    audit.found = hopeless + walked + late + audits.left_alone(session, audit.team_id, now - LET_GO)
    audit.repaired += visit.repaired
    if came_round:
        _begin_again(audit)
    audit.checked_at, audit.error = now, ""
    audit.next_at = now + _pause(visit, came_round)
    session.add(audit)
    return True


def _pause(visit: _Visit, came_round: bool) -> timedelta:
    """None while there is more to repair, as long as repairing helps."""
    if visit.cut_short and visit.repaired:
        return timedelta()
    return REST if came_round else PAUSE


@dataclass
class _Visit:
    """One audit under way."""

    registers: Registers
    session: Session
    audit: Audit
    now: datetime
    repaired: int = 0
    failed: int = 0
    cut_short: bool = False

    @property
    def team_id(self) -> str:
        return self.audit.team_id

    def is_full(self, found: Sequence[object]) -> bool:
        """Whether this may not be all that there is to repair."""
        full = len(found) >= REPAIRS
        self.cut_short = self.cut_short or full
        return full

    def repair(self, what: Occurrence, about: str, work: Callable[[], bool]) -> None:
        """Do `work`, which says whether anything had to be done, and write that down."""
        try:
            with trial(self.session):
                done = work()
        except RowBroken:
            # One thing that cannot be repaired must not keep the others from it.
            log.exception("%s cannot be %s", about, what.verb)
            self.failed += 1
            return
        if done:
            self.repaired += 1
            records.write(self.session, self.now, self.team_id, "", what, about=about)


def _begin_again(audit: Audit) -> None:
    audit.last_walk_found, audit.walk_found = audit.walk_found, 0
    audit.ask_id, audit.walked = audits.START, {}


# --- turns that a clock which was ahead has put off ---


def _plan_turns(visit: _Visit) -> None:
    """No digest and no prompt waits longer than until its next turn."""
    for schedule in schedules.everyone(visit.session, visit.team_id):
        about = f"{schedule.kind} in {schedule.channel_id}"
        visit.repair(PLANNED_ANEW, about, partial(_plan_turn, visit, schedule))


def _plan_turn(visit: _Visit, schedule: Schedule) -> bool:
    before, turn = (
        (schedule.next_at, schedule.last_at),
        _next_turn(visit.session, schedule, visit.now),
    )
    if schedule.next_at and schedule.next_at > max(turn, visit.now + PUT_OFF):
        schedule.next_at = turn
    if schedule.last_at:
        # Of what comes in from now on no digest has told.
        schedule.last_at = min(schedule.last_at, visit.now)
    visit.session.add(schedule)
    return (schedule.next_at, schedule.last_at) != before


def _next_turn(session: Session, schedule: Schedule, now: datetime) -> datetime:
    """The next turn that has not been taken early, by a clock that was ahead."""
    plan, zone = timetable.of(schedule), schedule.zone
    week = calendars.of_channel(session, schedule.team_id, schedule.channel_id, zone).days
    turn = timetable.next_after(plan, zone, now, week)
    following = timetable.next_after(plan, zone, turn, week)
    taken = schedule.last_turn is not None and turn <= schedule.last_turn < following
    return following if taken else turn


# --- reminders of nobody ---


def _pass_on(visit: _Visit) -> None:
    """Nobody will ever send what is due to somebody unknown: others around the ask hear of it."""
    lost: dict[UUID, list[Nudge]] = defaultdict(list)
    for nudge in audits.addressed_to_nobody(visit.session, visit.team_id, visit.now - LATE):
        lost[nudge.ask_id].append(nudge)
    first = list(lost)[:REPAIRS]
    visit.is_full(first)
    held = stored_asks.hold(visit.session, visit.team_id, first) if first else []
    known = {ask.ask_id: ask for ask in held}
    for ask_id in first:
        work = partial(_plan_instead, visit, known.get(ask_id), lost[ask_id])
        visit.repair(PASSED_ON, f"ask {ask_id}", work)


def _plan_instead(visit: _Visit, ask: Ask | None, due: list[Nudge]) -> bool:
    for nudge in due:
        visit.session.delete(nudge)
    visit.session.flush()
    owed = ask is not None and ask.answered_at is None
    if ask and owed and not nudges.is_planned(visit.session, ask.team_id, ask.ask_id):
        _plan(visit, ask)
    return True


# --- the walk ---


def _walk(visit: _Visit) -> bool:
    """Look at the next slice of everything; whether the walk has come round."""
    ends = [_walk_asks(visit)]
    nouns = visit.registers.nouns.values()
    ends += [_walk_things(visit, each.name, each.chased) for each in nouns if each.chased]
    return all(ends)


def _walk_asks(visit: _Visit) -> bool:
    """Plan lost reminders, and take those off the calendar that nobody owes any more.

    Those that a clock made too soon are planned anew.
    """
    session, team_id, after = visit.session, visit.team_id, visit.audit.ask_id
    end = audits.end_of_asks(session, team_id, after, SLICE)
    ends = {kind.name: kind.rungs[-1] if kind.may_end else audits.NEVER
            for kind in visit.registers.kinds.values()}  # fmt: skip
    lost = audits.unplanned(session, team_id, after, end, ends, REPAIRS)
    for ask in lost:
        visit.repair(PLANNED, f"ask {ask.ask_id}", partial(_plan, visit, ask))
    needless = audits.needless(session, team_id, after, end, REPAIRS)
    for ask in needless:
        visit.repair(CANCELLED, f"ask {ask.ask_id}", partial(_cancel, visit, ask))
    ahead = audits.made_ahead(session, team_id, after, end, visit.now, REPAIRS)
    for ask in ahead:
        visit.repair(PLANNED_ANEW, f"ask {ask.ask_id}", partial(_plan_anew, visit, ask))
    full = [found[-1].ask_id for found in (lost, needless, ahead) if visit.is_full(found)]
    end = min(full, default=end)
    visit.audit.ask_id = end or after
    return end is None


def _plan(visit: _Visit, ask: Ask) -> bool:
    kind, policy = visit.registers.kinds[ask.kind], policies.of(visit.session, ask.team_id)
    not_before = max(visit.now, ask.snoozed_until or visit.now)
    planned = asks.plan_next(visit.session, ask, kind, policy, not_before) is not None
    if planned or ask.answered_at is not None:
        return planned
    if not around.people_around(visit.session, ask, kind):
        raise LookupError("nobody is there to be told")
    return planned


def _plan_anew(visit: _Visit, ask: Ask) -> bool:
    """A clock that was ahead has asked or reminded; the time, or the next rung, counts from now."""
    told = nudges.told_after(visit.session, ask.team_id, ask.ask_id, visit.now)
    for person in people.hold_free(visit.session, ask.team_id, told):
        _had_no_later_bundle(visit, person)
    nudges.sent_until(visit.session, ask.team_id, ask.ask_id, visit.now)
    if ask.opened_at <= visit.now:
        _cancel(visit, ask)
        _plan(visit, ask)
        return True
    kind, noun = visit.registers.kinds[ask.kind], visit.registers.nouns[ask.noun]
    about = noun.about(visit.session, ask.team_id, ask.number)
    if about is None:
        raise LookupError("what it is about is not there")
    asks.open_again(visit.session, visit.now, ask, kind, about)
    return True


def _had_no_later_bundle(visit: _Visit, person: Person) -> None:
    """What they were sent ahead was today's bundle: that of a day to come is still to come."""
    today = hours.local_day(calendars.for_person(visit.session, person), visit.now)
    if person.bundled_on and person.bundled_on > today:
        person.bundled_on = today
        visit.session.add(person)


def _cancel(visit: _Visit, ask: Ask) -> bool:
    nudges.cancel(visit.session, ask.team_id, ask.ask_id)
    return True


def _walk_things(visit: _Visit, noun: str, chased: Chased) -> bool:
    """Ask again for things of a noun that nobody is chased for."""
    session, team_id, table = visit.session, visit.team_id, chased.table
    after = visit.audit.walked.get(noun, 0)
    end = audits.end_of_items(session, table, team_id, after, SLICE)
    found = audits.unasked(session, table, team_id, after, end, REPAIRS)
    for item in found:
        visit.repair(ASKED_AGAIN, item.ref, partial(_ask_again, visit, chased, item))
    if visit.is_full(found):
        end = found[-1].number
    visit.audit.walked = {**visit.audit.walked, noun: end or after}
    return end is None


def _ask_again(visit: _Visit, chased: Chased, item: Item) -> bool:
    chased.ask_again(visit.session, visit.now, item)
    return True
