"""The pages of the customer room pack as messages, one each: they stand below the file in Slack.

They hold what the page holds, and nothing else of what is private. A message takes one table: the
largest of a section is Slack's own, the others are lines, and a chart never stands alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import Block

from handlers.executives.chapters import PackFigure, PackSection, PackTable
from handlers.executives.room import cards, words
from handlers.executives.room.figures import RoomPack
from handlers.speech import blocks, charts, tables
from handlers.speech import words as speech
from handlers.speech.blocks import Shown

CELLS = 8_000
"""Characters that the cells of a table may have together; Slack takes 10,000 in a message."""
LINE, QUOTE = 600, 900
"""Units of one row as a line, and of what a customer said."""
ASKED = {True: "One decision that only you can take", False: "Decisions that only you can take"}
IN_FILE = "{more} in the file."


def messages(pack: RoomPack) -> tuple[Shown, ...]:
    """What follows the file, in the order of its pages; without what has nothing to report."""
    first = _asked(pack)
    return (*([first] if first else []), *(page_of(each) for each in cards.sections(pack)))


def _asked(pack: RoomPack) -> Shown | None:
    """What the month compares with, and the decisions that it asks for."""
    asked = words.questions(pack)
    said = [blocks.safe(each, LINE) for each in words.opening(pack)[1:]]
    if not (said or asked):
        return None
    parts = [blocks.section(" ".join(said))] if said else []
    if asked:
        title = ASKED[len(asked) == 1]
        lines = [
            f"*{n}. {blocks.safe(question, LINE)}* {blocks.safe(facts, LINE)}"
            for n, (question, facts) in enumerate(asked, 1)
        ]
        parts += [blocks.section(f"*{title}*"), *blocks.paragraphs(lines)]
        return Shown(f"{title}: {blocks.safe(asked[0][0], LINE)}", blocks.message(*parts))
    return Shown(said[0], blocks.message(*parts))


def page_of(section: PackSection) -> Shown:
    """One page as a message."""
    parts = [blocks.header(section.title)]
    parts += blocks.paragraphs([blocks.safe(each, LINE) for each in section.sentences])
    largest = max((each.table for each in section.figures), key=_size, default=None)
    for figure in section.figures:
        parts += _figure(figure, is_table=figure.table is largest)
    for quote in section.quotes:
        said = [f"> {blocks.safe(quote.words, QUOTE)}", f"_{blocks.safe(quote.whose, LINE)}_"]
        parts += blocks.paragraphs(said)
    about = section.sentences[0] if section.sentences else "in the thread of the pack"
    return Shown(f"{section.title}: {blocks.safe(about, LINE)}", blocks.message(*parts))


def _size(table: PackTable) -> int:
    return len(table.head) * len(table.rows)


def _figure(figure: PackFigure, *, is_table: bool) -> list[Block]:
    table = figure.table
    parts = [blocks.section(f"*{blocks.safe(table.caption, LINE)}*")]
    rows = _fitting(table)
    if figure.bars and _are_charted(table, figure):
        names = [row[0] for row in table.rows[: len(next(iter(figure.bars.values())))]]
        parts.append(charts.bars(table.caption, names, figure.bars))
    if is_table:
        parts.append(tables.table(table.head, rows))
    else:
        parts += blocks.paragraphs([_line(table, row) for row in rows])
    left = len(table.rows) - len(rows)
    more = [IN_FILE.format(more=speech.capital(speech.count(left, "more row")))] if left else []
    more += [table.more] if table.more else []
    return [*parts, *(blocks.context(blocks.safe(each, LINE)) for each in more)]


def _fitting(table: PackTable) -> Sequence[tuple[str, ...]]:
    """The first rows, as many as a message takes."""
    room, rows = CELLS - sum(map(len, table.head)), []
    for row in table.rows[: tables.ROWS]:
        room -= sum(min(len(cell), tables.CELL) for cell in row)
        if room < 0:
            break
        rows.append(row)
    return rows


def _are_charted(table: PackTable, figure: PackFigure) -> bool:
    """Whether a chart can tell its bars apart, whose labels are short."""
    shown = len(next(iter(figure.bars.values())))
    labels = {row[0].strip()[: charts.LABEL - 1] for row in table.rows[:shown]} - {""}
    return 1 < shown == len(labels) <= charts.POINTS


def _line(table: PackTable, row: tuple[str, ...]) -> str:
    """“• *5 Oct*: kept 3, missed 1, due 4”."""
    said = [
        f"{head[:1].lower()}{head[1:]} {cell}"
        for head, cell in zip(table.head[1:], row[1:], strict=True)
        if cell
    ]
    name = blocks.safe(row[0], LINE) or tables.NOTHING
    return f"• *{name}*: {blocks.safe(', '.join(said), LINE)}"
