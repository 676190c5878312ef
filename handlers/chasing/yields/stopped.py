"""Once a quarter the CCO reads what Duly stopped sending, and whether that was right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.calendar.hours import Calendar
from handlers.chasing import notes
from handlers.chasing.yields import rules, stopped_cards
from handlers.chasing.yields.rules import Quarterly
from handlers.people import access, deputies, office, records
from handlers.people.records import Occurrence
from storage import halvings, history, spared, yields
from storage.people import Person

TOLD = Occurrence(
    "yield",
    "told",
    {"since": str, "until": str, "sent": int, "acted": int, "left_out": int, "halved": int},
)
"""A quarter was looked back at: what of it was told, in numbers."""
LATEST = timedelta(days=31)
"""So long after a quarter it is told, where nobody could be told before."""
MONTHS = 3


@dataclass(frozen=True)
class _Turn:
    """The quarter that begins: its first day, and the weeks it tells of, from Monday to Monday."""

    first: date
    since: date
    until: date

    @property
    def number(self) -> int:
        """The number under which it stands in history: 20271 for the first of 2027."""
        return self.first.year * 10 + (self.first.month - 1) // MONTHS + 1


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Tell the CCO, once a quarter, what was left out and what came of the rest.

    From opening time on the first working day of the quarter in their calendar, and as soon as
    all its weeks are counted. Where nothing was left out, nothing is said; while nobody is CCO it
    waits.
    """
    there = office.holders(session, team_id)
    turn = _begun(session, there[0], now) if there else None
    if turn is None or history.latest(session, team_id, TOLD.noun, turn.number, TOLD.verb):
        return
    if not _is_counted(session, team_id, turn):
        return
    found = _read(session, team_id, turn)
    if not (found.now.sent or found.halved):
        return
    records.write(
        session, now, team_id, "", TOLD, number=turn.number, since=turn.since.isoformat(),
        until=turn.until.isoformat(), sent=found.now.sent, acted=found.now.acted,
        left_out=found.left_out, halved=found.halved,
    )  # fmt: skip
    if found.left_out or found.halved:
        for cco in there:
            _tell(session, now, cco, turn, found)


def _tell(session: Session, now: datetime, cco: Person, turn: _Turn, found: Quarterly) -> None:
    """Tell the CCO; while they are away whoever stands in, who reads no names."""
    to = deputies.present(session, cco)
    more = (
        stopped_cards.whom(found, to, now)
        if access.may(session, to, access.REMIND_FULLY)
        else stopped_cards.without_names(found, cco)
    )
    text = stopped_cards.told(found, hours.day_of(now, to.zone))
    key = f"stopped:{turn.number}:{to.user_id}"
    notes.send(session, now, to, text, *more, key=key, once=True)


def _begun(session: Session, cco: Person, now: datetime) -> _Turn | None:
    """The quarter of now, once its first working day has begun for whoever is to hear of it."""
    calendar = calendars.for_person(session, cco).without_leave()
    today = hours.local_day(calendar, now)
    first = _quarter(today)
    opens = _opens(calendar, first)
    if not opens <= now < opens + LATEST:
        return None
    before = _opens(calendar, _quarter(first - timedelta(days=1)))
    return _Turn(first, rules.newest(before) + rules.A_WEEK, rules.newest(opens) + rules.A_WEEK)


def _quarter(day: date) -> date:
    """The first day of the quarter of a day."""
    return date(day.year, day.month - (day.month - 1) % MONTHS, 1)


def _opens(calendar: Calendar, first: date) -> datetime:
    """Opening time (UTC) of the first working day from a day on."""
    day = first
    if not hours.is_working_day(calendar, day):
        day = hours.shift_days(calendar, day, 1)
    return hours.at_local(calendar, day, calendar.opens)


def _is_counted(session: Session, team_id: str, turn: _Turn) -> bool:
    """Whether it is known what came of the reminders of all its weeks."""
    counting = yields.turn_of(session, team_id)
    return bool(counting and counting.week and counting.week >= turn.until)


def _read(session: Session, team_id: str, turn: _Turn) -> Quarterly:
    since, until = rules.midnight(turn.since), rules.midnight(turn.until)
    first = halvings.named(session, team_id, stopped_cards.NAMED)
    halved = halvings.count(session, team_id) if len(first) == stopped_cards.NAMED else len(first)
    named = [person.user_id for _, person in first]
    return Quarterly(
        since=turn.since,
        until=turn.until,
        rungs=yields.by_rung(session, team_id, turn.since, turn.until),
        before=yields.by_rung(session, team_id, turn.since - (turn.until - turn.since), turn.since),
        spared=spared.by_rung(session, team_id, since, until),
        first=first,
        halved=halved,
        spared_of=spared.of_people(session, team_id, named, since, until),
    )
