"""What stands side by side as Slack's own table, and as paragraphs where Slack takes no table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from slackblocks import Block, RawText, RichTextObject, TableBlock

from handlers.speech import blocks
from handlers.speech.lengths import cut
from handlers.speech.request import Json

TABLE = "table"
"""What Slack calls the block; a message takes one."""
ROWS, CELL = 30, 240
"""Most rows below the head, and characters of a cell: all of a message has 9,000."""
NOTHING = "–"
_FIGURE = re.compile(r"[+-]?[\d.,]+(?: %.*)?", re.ASCII)
"""A number, or a share and what belongs to it."""


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    """Rows of plain words below a head, each with as many cells; the first cell names the row.

    There are at most `ROWS` of them. Nobody is mentioned in it: a cell is plain text.
    """
    built: list[list[RawText | RichTextObject]] = [
        [RawText(cut(cell, CELL) or NOTHING) for cell in row] for row in (head, *rows)
    ]
    return TableBlock(built)


def has_table(built: Sequence[Json]) -> bool:
    """Whether any block of a message is a table."""
    return any(block.get("type") == TABLE for block in built)


def as_text(built: Sequence[Json]) -> list[Json]:
    """The same message with a paragraph for each row in the place of each table."""
    return [part for block in built for part in _paragraphs(block)]


def _paragraphs(block: Json) -> Iterator[Json]:
    if block.get("type") != TABLE:
        yield block
        return
    head, *rows = ([str(cell["text"]) for cell in row] for row in block["rows"])
    for name, *said in rows:
        words = [
            blocks.safe(_told(column, cell), 2 * CELL)
            for column, cell in zip_longest(head[1:], said, fillvalue="")
            if cell not in ("", NOTHING)
        ]
        line = f"*{blocks.safe(name, CELL)}*: {'. '.join(words)}."
        [shown] = blocks.message(blocks.section(line))
        yield shown


def _told(column: str, cell: str) -> str:
    """A cell as a sentence has it: a bare figure says nothing without the head of its column."""
    return f"{column[:1].upper()}{column[1:]} {cell}" if _FIGURE.fullmatch(cell) else cell
