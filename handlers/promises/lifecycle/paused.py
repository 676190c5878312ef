"""A paused clock goes on once its question is answered; where that is undone, it waits again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.calendar.hours import Calendar
from handlers.chasing import asks
from storage import asks as stored_asks
from storage import people, waits
from storage.asks import Ask
from storage.history import Event
from storage.items import Item
from storage.waits import Wait, WaitEnd

WAITS = "paused"
"""The verb with which a wait begins."""


def move_on(session: Session, now: datetime, ended: Sequence[Ask], by: str) -> None:
    """Let the wait be over whose ask is among those that have just ended.

    Only an ask about which Duly keeps quiet can be one that waits, so that hardly any move looks.
    """
    for ask in (each for each in ended if each.snoozed_until):
        wait = waits.open_of(session, ask.team_id, ask.noun, ask.number)
        if wait and wait.ask_id == ask.ask_id:
            end(session, now, wait, ask, WaitEnd.MOVED_ON, by)


def end(session: Session, now: datetime, wait: Wait, ask: Ask, how: WaitEnd, by: str = "") -> None:
    """Let a wait be over, with the working days that it took until now, and no more than meant."""
    days = days_until(calendar_of(session, ask), wait.began_at, min(now, wait.until))
    waits.end(session, wait, now, how, by, days)


def calendar_of(session: Session, ask: Ask) -> Calendar:
    """The working week by which an ask waits: that of whoever owes it, leave or not."""
    person = people.find(session, ask.team_id, ask.person_id)
    return calendars.for_person(session, person).without_leave() if person else Calendar()


def days_until(calendar: Calendar, began_at: datetime, until: datetime) -> int:
    """The working days of a wait: from Monday until Thursday it is three."""
    return max(hours.working_days_between(calendar, began_at, until), 0)


def forget(session: Session, item: Item, event: Event) -> None:
    """Where a wait is what is undone, there never was one: its clock goes on."""
    if event.verb != WAITS:
        return
    wait = waits.begun_at(session, item.team_id, item.noun, item.number, event.happened_at)
    for ask in stored_asks.hold(session, item.team_id, [wait.ask_id]) if wait else ():
        asks.unpause(session, ask)
        session.delete(wait)
        session.flush()


def again(session: Session, item: Item, event: Event) -> None:
    """Where what is undone had ended a wait, that goes on."""
    wait = waits.wait_again(session, item.team_id, item.noun, item.number, event.happened_at)
    if wait is None:
        return
    for ask in stored_asks.hold(session, item.team_id, [wait.ask_id]):
        asks.pause(session, ask, wait.until)
