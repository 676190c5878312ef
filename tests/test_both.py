"""Stories on PostgreSQL: one of each file and of each table of cases stands for the others."""

from __future__ import annotations

import pytest

from tests.both import Told, to_tell

HOME, LISTS = "stories/test_home.py", "stories/test_lists.py"


@pytest.mark.parametrize(
    ("stories", "told"),
    [
        ([], []),
        ([Told(HOME, "a")], [True]),
        ([Told(HOME, "a"), Told(HOME, "b"), Told(HOME, "c")], [True, False, False]),
        ([Told(HOME, "a"), Told(LISTS, "a")], [True, True]),
        # Of a table of cases the first one, wherever it stands in its file.
        ([Told(HOME, "a"), Told(HOME, "b"), Told(HOME, "b")], [True, True, False]),
        ([Told(HOME, "a"), Told(HOME, "a"), Told(HOME, "b")], [True, False, False]),
        # What depends on the database is told on both, all of it.
        ([Told(HOME, "a"), Told(HOME, "b", True), Told(HOME, "b", True)], [True, True, True]),
    ],
)
def test_one_of_each_file_and_of_each_table_of_cases_is_told(
    stories: list[Told], told: list[bool]
) -> None:
    assert to_tell(stories) == told
