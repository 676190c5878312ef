"""Why a calendar cannot be read."""

from __future__ import annotations

from handlers.front.away.faults import CalendarFault


class CalendarUnread(Exception):
    """A calendar could not be fetched or read; `fault` says why."""

    def __init__(self, fault: CalendarFault) -> None:
        self.fault = fault
        super().__init__(fault)
