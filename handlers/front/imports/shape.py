"""What a file of rows looks like: its separator, the row that names the columns, and where it ends.

Real exports have a title above the names and totals below the rows. Both are found by their shape
and always said, so that a row which was none of them is not missed in silence.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from handlers.front.imports.names import same
from handlers.speech import values

DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 50
"""Rows that are looked at to find the header and the separator."""
SAMPLE_CHARACTERS = 100_000
ALMOST_ALL = 0.75
"""Of the columns: a header names so many at least, a title above it does not fill them."""
_NO_TITLE = 4
"""Columns: what is wider than this is not the wider for being the table."""
LONGEST_FOOTER = 20
"""Rows: more at the end that are short are no footer but rows."""
_TOLD = re.compile(r'"?sep=(?P<sign>[^\s"]|\t)"?\s*', re.IGNORECASE)
_LONGEST_LABEL = 200
_TOTAL = r"(?:grand |sub-?)?(?:totals?|sum|summe|gesamt|gesamtsumme|total général|totale)"
_IS_TOTAL = re.compile(rf"\W*{_TOTAL}\W*(?:\W\d.*)?", re.IGNORECASE)
_FOOTER = re.compile(
    rf"\W*(?:{_TOTAL}\W*(?:\W\d.*)?|copyright\b.*|confidential information\b.*|"
    r"\d+ (?:rows|records|items|results)\b.*)|.*©\s?(?:19|20)\d\d.*",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Row:
    """One row; `number` is the one a spreadsheet shows, in which the first has number 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class End:
    """How many rows there are, the number of the last one, and what the footer says below it."""

    count: int
    last: int
    footer: list[str]


def said(row: Row) -> str:
    """What a row says, without its empty cells."""
    return values.quoted(" ".join(cell.strip() for cell in row.cells if cell.strip()))


def told_delimiter(line: str) -> str:
    """The separator that a first line “sep=;” names, as Excel writes and reads it; else empty."""
    told = _TOLD.fullmatch(line.rstrip("\r\n").removeprefix("\ufeff"))
    return told["sign"] if told and told["sign"] in (*DELIMITERS, ":") else ""


def delimiter(start: str, *, is_whole: bool) -> str:
    """The separator by which the most rows at the start of a file have one number of columns.

    The csv module's own Sniffer guesses from letters as well, and is led astray by long texts.
    """
    return max(DELIMITERS, key=lambda each: _agreement(start, each, is_whole=is_whole))


def _agreement(start: str, sign: str, *, is_whole: bool) -> tuple[float, int]:
    """The share of rows that have the usual number of columns, more than one; and that number."""
    reader = csv.reader(StringIO(start, newline=""), delimiter=sign)
    rows = list(_readable(islice(reader, SAMPLE)))
    if not is_whole and 1 < len(rows) < SAMPLE:
        rows.pop()
    widths = Counter(len(cells) for cells in rows if any(cell.strip() for cell in cells))
    usual = max(widths, key=lambda width: (width > 1, widths[width], width), default=1)
    return (widths[usual] / widths.total() if usual > 1 else 0.0), usual


def _readable(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """As many rows as can be read."""
    try:
        yield from rows
    except csv.Error:
        return


def header(sample: Sequence[Row], skip: int | None, known: frozenset[str]) -> Row | None:
    """The row that names the columns; None where none does.

    The first after `skip` rows, if somebody says so, or the first with a `known` name. Else the
    first that fills almost as many cells as the rows usually have: what stands above is a title.
    """
    rows = [row for row in sample if skip is None or row.number > skip]
    if not rows or skip is not None:
        return rows[0] if rows else None
    if any(same(cell) in known for cell in rows[0].cells):
        return rows[0]
    widths = Counter(_width(row) for row in rows)
    # Titles and footers may be more rows than a small table has, but they are narrow.
    usual = max(widths, key=lambda width: widths[width] * min(width, _NO_TITLE))
    return next((row for row in rows if _filled(row) >= ALMOST_ALL * usual), rows[0])


def end(rows: Iterable[Row], width: int) -> End:
    """Go through all rows of a table of so many columns, and say where it ends.

    Short rows at the end that say one thing are a footer. One alone, or any in a file that leaves
    cells out elsewhere, are one behind an empty row, or where they read like one.
    """
    count = last = 0
    is_ragged = False
    tail: list[Row] = []
    for row in rows:
        if width > 1 and _may_be_footer(row) and len(tail) < LONGEST_FOOTER:
            tail.append(row)
            continue
        is_ragged = is_ragged or any(len(each.cells) < width for each in (*tail, row))
        count, last, tail = count + len(tail) + 1, row.number, []
    while tail and not (count and _is_footer(tail, last, width, is_ragged=is_ragged)):
        is_ragged = is_ragged or len(tail[0].cells) < width
        count, last, tail = count + 1, tail[0].number, tail[1:]
    return End(count, last, [said(row) for row in tail])


def _is_footer(tail: Sequence[Row], last: int, width: int, *, is_ragged: bool) -> bool:
    """Whether all that is left, from its first row on, stands below the table and not in it."""
    is_apart = tail[0].number > last + 1
    is_short = all(len(row.cells) < width for row in tail)
    # One alone right below the others is more likely a row of which somebody knew no more.
    if is_short and (is_apart or (len(tail) > 1 and not is_ragged)):
        return True
    return _may_total(tail[0]) or _FOOTER.fullmatch(_first(tail[0])) is not None


def _may_be_footer(row: Row) -> bool:
    return _filled(row) == 1 or _may_total(row)


def _may_total(row: Row) -> bool:
    """Whether a row of several cells begins with “Total” and nothing else."""
    return _filled(row) > 1 and _IS_TOTAL.fullmatch(_first(row)) is not None


def _first(row: Row) -> str:
    return next((cell.strip()[:_LONGEST_LABEL] for cell in row.cells if cell.strip()), "")


def _filled(row: Row) -> int:
    return sum(1 for cell in row.cells if cell.strip())


def _width(row: Row) -> int:
    """Up to the last cell that says something."""
    return max((place for place, cell in enumerate(row.cells, 1) if cell.strip()), default=0)
