"""One calendar is fetched and read in a process of its own, which may end at any time.

What others wrote into it can cost memory and time without end; here neither is the worker's. What
to read comes as JSON, so that the address stands in no list of processes.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import datetime

from bot.ical import events, fetching
from bot.ical.faults import CalendarUnread

MEMORY = 1_000_000_000
CPU_SECONDS = 15


def main() -> None:
    """Read what to do from the input, and write what was found."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    told = json.load(sys.stdin)
    start, end = (datetime.fromisoformat(told[name]) for name in ("start", "end"))
    try:
        raw = fetching.fetch(told["address"])
        found = events.away(raw, told["zone"], start, end)
    except CalendarUnread as unread:
        json.dump({"fault": unread.fault}, sys.stdout)
        return
    json.dump({"spans": [[each.isoformat() for each in span] for span in found]}, sys.stdout)


if __name__ == "__main__":
    main()
