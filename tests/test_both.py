"""Stories on PostgreSQL: one of each file and of each table of cases stands for the others."""

from __future__ import annotations

import pytest

from tests.both import Told, to_tell, to_tell_quickly

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


@pytest.mark.parametrize(
    ("stories", "told"),
    [
        ([(HOME, "postgresql"), (HOME, "sqlite"), (HOME, "sqlite")], [False, True, False]),
        ([(HOME, "sqlite"), (LISTS, "sqlite"), (LISTS, "postgresql")], [True, True, False]),
    ],
)
def test_a_quick_look_tells_the_first_of_each_file_on_sqlite(
    stories: list[tuple[str, str]], told: list[bool]
) -> None:
    assert (
        to_tell_quickly(
            Told(file, "a", is_on_postgresql=database == "postgresql") for file, database in stories
        )
        == told
    )
