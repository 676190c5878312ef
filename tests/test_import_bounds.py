"""However long a file is, an import holds no more of it than a report needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.seen import KeysOnDisk
from handlers.front.imports import Row, RowChange, Tally, reports
from handlers.front.imports.tally import MOST_NAMES, MOST_REASONS

BATCH, BATCHES = 1_000, 15


def _batches() -> Iterator[Tally]:
    """Rows of which each is left out, or differs, or is changed, and names somebody unknown."""
    for start in range(0, BATCH * BATCHES, BATCH):
        tally = Tally(updated=BATCH)
        for number in range(start, start + BATCH):
            row = Row(number, ("cell",) * 9)
            tally.reject(row, "It has no title.")
            tally.change(row, "It is here as I-1.")
            tally.changes.append(RowChange(number, "I-1: severity 1"))
            tally.count_strangers(Counter([f"Ann {number}", "Ben"]))
        yield tally


@pytest.fixture(scope="module")
def total() -> Tally:
    total = Tally()
    for each in _batches():
        total.add(each)
    return total


def test_all_rows_are_counted_and_the_first_of_each_kind_held(total: Tally) -> None:
    rows = BATCH * BATCHES
    assert (total.refused, total.differing, total.rows) == (rows, rows, 3 * rows)
    held = (total.rejected, total.changed, total.changes)
    assert [len(each) for each in held] == [MOST_REASONS] * 3
    assert {each.row.cells for each in (*total.rejected, *total.changed)} == {()}
    assert total.changed[-1].row.number == MOST_REASONS - 1


def test_unknown_names_are_held_up_to_a_number_and_those_held_are_counted(total: Tally) -> None:
    assert len(total.strangers) == MOST_NAMES
    assert total.strangers.most_common(1) == [("Ben", BATCH * BATCHES)]
    [said] = reports.remarks(total)
    assert "“Ben” (15,000)" in said
    assert "at least 995 more" in said


def test_a_report_tells_of_rows_that_are_not_held(total: Tally) -> None:
    figures = reports.figures(total, is_trial=False)
    assert (figures["here with other words"], figures["rejected"]) == (15_000, 15_000)


def test_keys_that_have_come_are_known_again() -> None:
    with closing(KeysOnDisk()) as seen:
        first = [seen.is_new(f"zendesk/{number}") for number in range(2_000)]
        again = [seen.is_new(f"zendesk/{number}") for number in range(0, 2_000, 7)]
        assert all(first)
        assert not any(again)
        assert seen.is_new("zendesk/2000")
