"""A chart of weeks says the same in bars, in text and in words, within what Slack draws."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.slack import limits
from handlers.executives.digests import weeks
from handlers.speech import blocks, charts, tables
from handlers.speech.shares import Share, WeekKept

MONDAY = date(2026, 10, 5)
SHARES = st.integers(0, 400).flatmap(lambda of: st.integers(0, of).map(lambda met: Share(met, of)))


def told(*shares: tuple[int, int]) -> list[WeekKept]:
    """Weeks in which so many of so many promises were kept on the day."""
    return [
        WeekKept(MONDAY + number * timedelta(days=7), Share(*share))
        for number, share in enumerate(shares)
    ]


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [
        ([(1, 2), (6, 8)], "Kept: 6 of 8 this week; 1 of 2 in the week before."),
        (
            [(9, 9), (5, 7), (7, 7), (6, 9), (6, 8)],
            "Kept: 6 of 8 this week; 5 of 7, 7 of 7 and 6 of 9 in the three before.",
        ),
        ([(0, 3), (0, 0)], "Kept: nothing due this week; 0 of 3 in the week before."),
        (
            [(0, 3), (0, 0), (0, 0), (0, 0), (1, 2)],
            "Kept: 1 of 2 this week; nothing due in the three before.",
        ),
        (
            [(0, 3), (0, 0), (0, 0), (0, 0), (0, 0)],
            "Kept: nothing due this week or in the three before.",
        ),
    ],
)
def test_the_weeks_are_said_in_words(shares: list[tuple[int, int]], sentence: str) -> None:
    assert weeks.sentence(told(*shares)) == sentence


@pytest.mark.parametrize("known", [[], told((3, 4))])
def test_with_nothing_to_compare_there_is_no_chart(known: list[WeekKept]) -> None:
    assert weeks.shown(known) == []


def test_where_slack_takes_no_chart_the_same_stands_in_bars_of_text() -> None:
    shown = blocks.message(*weeks.shown(told((6, 8), (0, 0), (7, 7), (0, 2))))
    assert charts.has_chart(shown)
    replaced = charts.as_text(shown)
    assert not charts.has_chart(replaced)
    assert limits.block_problems(replaced, "message") == []
    assert replaced[0] == shown[0]
    words = replaced[1]["elements"][0]["elements"][0]["text"]
    assert words.splitlines() == [
        "Promises kept and missed, by week",
        "5 Oct  ██████░░ 6 of 8",
        "12 Oct          none",
        "19 Oct ███████  7 of 7",
        "26 Oct ░░       0 of 2",
    ]


@given(st.lists(SHARES, min_size=2, max_size=8))
def test_a_chart_is_what_slack_draws_and_no_bar_is_wider_than_ten(shares: list[Share]) -> None:
    known = told(*((each.met, each.of) for each in shares))
    shown = blocks.message(*weeks.shown(known))
    assert limits.block_problems(shown, "message") == []
    for share, line in zip(shares, charts.lines(shown[1]["chart"]), strict=True):
        assert line.count(charts.FILLED) + line.count(charts.LIGHT) <= charts.WIDEST
        assert (charts.FILLED in line) <= bool(share.met)
        assert (charts.LIGHT in line) == bool(share.missed)


CELLS = st.lists(st.text(max_size=400), min_size=2, max_size=4)


@given(st.lists(CELLS, max_size=tables.ROWS))
def test_a_table_is_what_slack_takes_and_so_are_its_paragraphs(rows: list[list[str]]) -> None:
    shown = blocks.message(tables.table(["Who", "Says"], rows))
    assert tables.has_table(shown)
    assert limits.block_problems(shown, "message") == []
    replaced = tables.as_text(shown)
    assert not tables.has_table(replaced)
    assert len(replaced) == len(rows)
    assert limits.block_problems(replaced, "message") == []


def test_where_slack_takes_no_table_each_row_is_a_paragraph() -> None:
    head = ["Who", "Says", "What we do"]
    shown = [
        blocks.section("One says worse."),
        tables.table(
            head, [["Nora", "worse", "T-1 <!channel> & more"], ["Priya", "no change", ""]]
        ),
    ]
    replaced = tables.as_text(blocks.message(*shown))
    assert [block["text"]["text"] for block in replaced] == [
        "One says worse.",
        "*Nora*: worse. T-1 &lt;!channel&gt; &amp; more.",
        "*Priya*: no change.",
    ]
