"""Every question that Duly asks in any test is looked at: none may read all that was ever done.

Nor may any take more parameters the more there is: a database takes so many and no more.

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

SMALL = {
    "area_sentences",
    "audits", "calendar_links", "channels", "counters", "departments", "departures", "digests",
    "freezings",
    "house_questions", "matter_looks", "nothing_looks",
    "paces", "plan_pages", "policies", "recounts", "roadmap_pages", "room_orders", "routes",
    "schedules",
    "segment_rules",
    "survey_keys",
    "theme_readings",
    "workspaces",
    "yield_turns",
}  # fmt: skip
"""What a workspace has a few of, or one for a person, and no more with every day."""
GROWING = set(metadata.tables) - SMALL
"""What gets longer with every day; people and customers, of whom there may be 100,000."""
COUNTED = {"customers"}
"""What may be counted in an index alone: 100,000 take some milliseconds."""
FEW = {
    "asks_homeless", "asks_stuck", "decisions_waiting", "halvings_open", "initiatives_decision",
    "initiative_tasks_waits", "issues_corrected",
    "issues_in_triage",
    "people_admins", "people_newcomers", "responses_to_call", "sales_led",
}  # fmt: skip
"""Indexes of some few of many, mostly of what waits: to read one from end to end costs little."""
RARELY = {"storage.tallies", "storage.recounting", "bot.backup", "storage.migrating"}
"""Where everything is read on purpose: an operator asked for it, tables change, or a day begins."""
CATALOGUE = "pg_catalog"
"""What SQLAlchemy itself asks PostgreSQL about."""
UNFINISHED = {
    str(index.name)
    for table in ("outbox", "nudges")
    for index in metadata.tables[table].indexes
    if index.dialect_options["sqlite"].get("where") is not None
    and index.name not in {"nudges_card", "nudges_reminded", "outbox_ended", "outbox_standing"}
}
"""Indexes of what is on its way: to read one from end to end is to do what is to be done."""
WALKED = {"asks_late", "customers_search"}
"""Read in their order: a list ends after some, a search of names by any part goes through all."""
OF_ALL_TIME = {
    str(index.name)
    for table in ("tasks", "issues")
    for index in metadata.tables[table].indexes
    if index.columns.keys()[1:2] in (["department_id"], ["customer_id"])
    and index.columns.keys()[2:] != ["due_at", "number"]
}
"""Indexes of all that a department or customer ever had; `closed_at` finds in them what is open."""
LOOKED_AT = ("SELECT", "UPDATE", "DELETE")
KNOWN = UNFINISHED | FEW | WALKED
OF_ONE = ("(team_id=? AND department_id=?)", "(team_id=? AND customer_id=?)")
MOST_PARAMETERS = 1_000
"""Far below what a database takes: a list of some length is one parameter (`storage.many`)."""
STEP = re.compile(
    r"(?P<how>SCAN|SEARCH) (?P<table>[a-z_]+?)(?:_\d+)?\b(?:.* INDEX (?P<index>\w+))?"
)


class Plans:
    """Listens to every database of this process; `complaints` say what is wrong with a question."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self._known: set[str] = set()
        self._fixed: set[str] = set()

    def listen(self) -> None:
        """Begin to listen."""
        event.listen(Engine, "before_cursor_execute", self._hear)

    def stop(self) -> None:
        """Listen no more."""
        event.remove(Engine, "before_cursor_execute", self._hear)

    def _hear(
        self, connection: Connection, _cursor: object, words: str, given: Any, *more: Any
    ) -> None:
        self._count(words, *more, given=given)
        if words in self._known or not words.startswith(LOOKED_AT):
            return
        if connection.dialect.name != "sqlite":
            return
        shape = re.sub(r"(\?, )+\?", "?", words)
        if shape in self._known or not _is_ours():
            return
        self._known |= {shape, words}
        driver = connection.connection.dbapi_connection
        if driver is not None:
            one = given[0] if more[-1] else given
            plan = driver.execute(f"EXPLAIN QUERY PLAN {words}", one).fetchall()
            steps = [step for *_, step in plan if reads_everything(step, words)]
            self.complaints += [f"{step}\n  in {words}" for step in steps]

    def _count(self, words: str, context: Any, is_many: bool, *, given: Any) -> None:
        """Complain of one question with very many parameters, or with one for each of a list."""
        too_many = not is_many and len(given or ()) > MOST_PARAMETERS
        if not too_many and words in self._fixed:
            return
        if CATALOGUE in words:
            return
        compiled = getattr(context, "compiled", None)
        grows = any(each.expanding for each in getattr(compiled, "post_compile_params", ()))
        if not grows:
            self._fixed.add(words)
        if (grows or too_many) and _is_ours():
            self.complaints.append(
                f"A parameter for each of a list (use storage.many)\n  in {words}"
            )


def reads_everything(step: str, words: str = "") -> bool:
    """Whether a step of a plan reads all rows of a growing table, or all of a workspace.

    So does one that looks for what is open, as `words` ask, in all that a
    department or customer ever had.
    """
    match = STEP.match(step)
    if match is None or match["table"] not in GROWING or match["index"] in KNOWN:
        return False
    if match["table"] in COUNTED and "COVERING" in step:
        return False
    if match["index"] in OF_ALL_TIME and f"{match['table']}.closed_at IS NULL" in words:
        return step.endswith(OF_ONE)
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
