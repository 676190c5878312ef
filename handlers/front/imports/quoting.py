"""Where a quotation mark opens that nobody closes is found here: the line that must be mended."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

MOST_LINES = 1_000_000
"""Of one broken record: what opens further up has been found by then."""


def where_it_opens(lines: Iterable[str], delimiter: str) -> int:
    """The line, from 1, at which the first broken field of these lines opens its quotation marks.

    A field is broken that goes on after its closing mark, or is never closed. 1 where none is.
    """
    inside, opened = False, 1
    for number, line in enumerate(islice(lines, MOST_LINES), start=1):
        at = 0
        while at < len(line):
            if not inside:
                inside = line[at] == '"'
                opened = number if inside else opened
                at = at + 1 if inside else _next_field(line, at, delimiter)
                continue
            end = line.find('"', at)
            if end < 0:
                break
            after = line[end + 1 : end + 2]
            if after not in {'"', delimiter, "\r", "\n", ""}:
                return opened
            inside, at = after == '"', end + 2
    return opened


def _next_field(line: str, at: int, delimiter: str) -> int:
    end = line.find(delimiter, at)
    return end + 1 if end >= 0 else len(line)
