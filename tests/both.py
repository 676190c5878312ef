"""Which stories are told on PostgreSQL as well, in a run of everything: a part that stands for all.

Every story is told on SQLite. What depends on the database is told on both: whatever is no story,
and stories marked `both`. Of the others PostgreSQL gets the first of each file, and one of each
table of cases. `--everything` tells all of them, and so does whoever names a test or a database.
`--quick` leaves out PostgreSQL, and of what has a database tells the first of each file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

POSTGRESQL = "postgresql"
STORIES = "stories"
DATABASE = "database_url"


@dataclass(frozen=True)
class Told:
    """A story: in which file it is, by which function, and whether it is marked `both`."""

    file: str
    function: str
    is_marked: bool = False
    is_on_postgresql: bool = True


def to_tell(stories: Iterable[Told]) -> list[bool]:
    """Which of these stories are told."""
    told = list(stories)
    cases = Counter((each.file, each.function) for each in told)
    files: set[str] = set()
    functions: set[tuple[str, str]] = set()
    chosen = []
    for each in told:
        function = (each.file, each.function)
        is_first_case = cases[function] > 1 and function not in functions
        chosen.append(each.is_marked or each.file not in files or is_first_case)
        files.add(each.file)
        functions.add(function)
    return chosen


def are_all_wanted(config: pytest.Config) -> bool:
    """Whether this run is to tell everything on both."""
    return (
        config.option.everything
        or POSTGRESQL in config.option.keyword
        or any("::" in each for each in config.args)
    )


def left_out(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """The stories on PostgreSQL for which others stand."""
    stories = [item for item in items if STORIES in item.path.parts and _is_on_postgresql(item)]
    told = to_tell(
        Told(
            str(Path(item.path)),
            item.nodeid.partition("[")[0],
            item.get_closest_marker("both") is not None,
        )
        for item in stories
    )
    return [item for item, is_told in zip(stories, told, strict=True) if not is_told]


def left_for_later(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """What a quick look leaves out: PostgreSQL, and all with a database but one of each file."""
    with_one = [item for item in items if DATABASE in getattr(item, "fixturenames", ())]
    told = to_tell_quickly(
        Told(str(item.path), item.nodeid, is_on_postgresql=_is_on_postgresql(item))
        for item in with_one
    )
    return [item for item, is_told in zip(with_one, told, strict=True) if not is_told]


def to_tell_quickly(tests: Iterable[Told]) -> list[bool]:
    """Which of these tests are told in a quick look: the first of each file on SQLite."""
    files: set[str] = set()
    chosen = []
    for each in tests:
        chosen.append(not each.is_on_postgresql and each.file not in files)
        if chosen[-1]:
            files.add(each.file)
    return chosen


def _is_on_postgresql(item: pytest.Item) -> bool:
    return (
        isinstance(item, pytest.Function)
        and hasattr(item, "callspec")
        and item.callspec.params.get(DATABASE) == POSTGRESQL
    )
