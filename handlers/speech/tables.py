"""What stands side by side as Slack's own table, and as paragraphs where Slack takes no table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slackblocks import Block, RawText, RichTextObject, TableBlock

from handlers.speech import blocks
from handlers.speech.lengths import cut
from handlers.speech.request import Json

TABLE = "table"
"""What Slack calls the block; a message takes one."""
ROWS, CELL = 30, 240
"""Most rows below the head, and characters of a cell: all of a message has 9,000."""
NOTHING = "–"


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
    for row in block["rows"][1:]:
        name, *said = [str(cell["text"]) for cell in row]
        words = [blocks.safe(cell, 2 * CELL) for cell in said if cell != NOTHING]
        line = f"*{blocks.safe(name, CELL)}*: {'. '.join(words)}."
        [shown] = blocks.message(blocks.section(line))
        yield shown
