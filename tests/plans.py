"""Every question that Duly asks in any test is looked at: none may read all that was ever done.

SQLite decides by the shape of a question alone, since Duly never lets it gather statistics. So what
it plans over a few rows in a test is what it does over ten million.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

from sqlalchemy import Connection, Engine, event

from storage.tables import metadata

GROWING = {"asks", "cards", "history", "issues", "nudges", "outbox", "receipts", "tasks"}
"""What gets longer with every day."""
RARELY = {"storage.tallies", "bot.backup"}
"""Where the whole history is read on purpose: an operator asked for it."""
UNFINISHED = {
    str(index.name)
    for table in ("outbox", "nudges")
    for index in metadata.tables[table].indexes
    if index.dialect_options["sqlite"].get("where") is not None and index.name != "nudges_card"
}
"""Indexes of what is on its way: to read one from end to end is to do what is to be done."""
LOOKED_AT = ("SELECT", "UPDATE", "DELETE")
STEP = re.compile(r"(?P<how>SCAN|SEARCH) (?P<table>[a-z]+)(?:_\d+)?\b(?:.* INDEX (?P<index>\w+))?")


class Plans:
    """Listens to every SQLite database of this process; `complaints` are what it would read."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self._known: set[str] = set()

    def listen(self) -> None:
        """Begin to listen."""
        event.listen(Engine, "before_cursor_execute", self._hear)

    def stop(self) -> None:
        """Listen no more."""
        event.remove(Engine, "before_cursor_execute", self._hear)

    def _hear(
        self, connection: Connection, _cursor: object, words: str, given: Any, *more: Any
    ) -> None:
        shape = re.sub(r"(\?, )+\?", "?", words)
        if shape in self._known or not words.startswith(LOOKED_AT):
            return
        if connection.dialect.name != "sqlite" or not _is_ours():
            return
        self._known.add(shape)
        driver = connection.connection.dbapi_connection
        if driver is not None:
            one = given[0] if more[-1] else given
            plan = driver.execute(f"EXPLAIN QUERY PLAN {words}", one).fetchall()
            steps = [step for *_, step in plan if reads_everything(step)]
            self.complaints += [f"{step}\n  in {words}" for step in steps]


def reads_everything(step: str) -> bool:
    """Whether a step of a plan reads all rows of a growing table, or all of a workspace."""
    match = STEP.match(step)
    if match is None or match["table"] not in GROWING or match["index"] in UNFINISHED:
        return False
    return match["how"] == "SCAN" or step.endswith("(team_id=?)")


def _is_ours() -> bool:
    """Whether Duly asks, and no test: whichever of the two is nearer to the question."""
    asking = ""
    for name in _callers():
        if name in RARELY:
            return False
        if not asking and name.startswith(("bot.", "handlers.", "tests.", "test_")):
            asking = name
    return asking.startswith(("bot.", "handlers."))


def _callers() -> Iterator[str]:
    """The modules that lead here, this one left out, the nearest first."""
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if name != __name__:
            yield name
        frame = frame.f_back
