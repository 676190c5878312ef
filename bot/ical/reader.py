"""Calendars are read one after the other beside everything else, and nobody waits for them."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from os import pathsep
from typing import Any

from handlers.front.away import calendar
from handlers.front.away.calendar import WantedCalendar
from handlers.front.away.faults import AwaySpan, CalendarFault
from storage import calendar_links
from storage.database import Database

log = logging.getLogger(__name__)

SECONDS = 25.0
ReadCalendar = Callable[[WantedCalendar], list[AwaySpan] | CalendarFault]


def read_one(database: Database, now: datetime, read: ReadCalendar | None = None) -> bool:
    """Read the calendar that has waited longest; False when none is due. Raises StorageError."""
    with database.write() as session:
        link = calendar_links.claim(session, now)
        wanted = calendar.wanted(session, now, link) if link else None
    if link is None:
        return False
    found = (read or in_a_process)(wanted) if wanted else CalendarFault.CLOSED
    with database.write() as session:
        calendar.was_read(session, now, link.team_id, link.person_id, link.address, found)
    return True


def in_a_process(wanted: WantedCalendar) -> list[AwaySpan] | CalendarFault:
    """What a process of its own finds, as long as it answers in time."""
    told = {
        "address": wanted.address, "zone": wanted.zone,
        "start": wanted.start.isoformat(), "end": wanted.end.isoformat(),
    }  # fmt: skip
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot.ical"],
            input=json.dumps(told).encode(),
            capture_output=True,
            timeout=SECONDS,
            # Nothing of ours is in its environment but where the source is.
            env={"PYTHONPATH": pathsep.join(filter(None, sys.path))},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return CalendarFault.UNREACHABLE
    if done.returncode:
        # Its words may quote from the calendar.
        log.info("a calendar could not be read: status %d", done.returncode)
        return CalendarFault.NO_CALENDAR
    return _answer(json.loads(done.stdout))


def _answer(said: dict[str, Any]) -> list[AwaySpan] | CalendarFault:
    if "fault" in said:
        return CalendarFault(said["fault"])
    return [
        (datetime.fromisoformat(first), datetime.fromisoformat(last))
        for first, last in said["spans"]
    ]
