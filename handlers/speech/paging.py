"""A list of any length is shown in a form, a page at a time, and turns into its other pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from slackblocks import Block

from handlers.speech import blocks, words
from handlers.speech.errors import UnreadableRequest
from handlers.speech.request import Json

PAGE = 20
"""So many entries on a page, each with a row of buttons: a form takes 100 blocks."""
_VALUE = re.compile(r"(?:(?P<which>.{1,200})\|)?(?P<after>\d{1,7})", re.ASCII)


def value(which: str, after: int = 0) -> str:
    """What a button carries that shows the page of a list which begins `after` so many."""
    return f"{which}{blocks.SEPARATOR}{after}" if which else str(after)


def turns(verb: str, which: str, after: int, size: int, total: int) -> list[Block]:
    """The buttons to the page before and to the next, each in a row of its own.

    Within one row no two controls may have one name. `after` so many of `total` entries the page
    begins, and it holds `size` of them.
    """
    row = []
    if after:
        earlier = value(which, max(0, after - size))
        row.append(blocks.actions(blocks.button("Earlier page", verb, earlier)))
    if after + size < total:
        later = value(which, after + size)
        row.append(blocks.actions(blocks.button("Next page", verb, later)))
    return row


def read(carried: str) -> tuple[str, int]:
    """Which list it is, and after how many entries the page begins.

    Raises UnreadableRequest.
    """
    match = _VALUE.fullmatch(carried or "0")
    if match is None:
        raise UnreadableRequest
    return match["which"] or "", int(match["after"])


def start(carried: str) -> int:
    """The same for a list that is the only one of its sort. Raises UnreadableRequest."""
    which, after = read(carried)
    if which:
        raise UnreadableRequest
    return after


def form(
    title: str,
    verb: str,
    parts: Sequence[Block],
    *,
    which: str,
    after: int,
    total: int,
    nothing: str,
    of: str = "thing",
    page: int = PAGE,
) -> Json:
    """One page of a list of `total`, with the way to the page before and to the next.

    `verb` and `which` lead back to whoever shows it, a `page` of so many entries; `of` is what one
    of them is called.
    """
    if not parts:
        return blocks.form(title, verb, blocks.section(nothing), submit=None)
    last = min(after + page, total)
    count = words.figures(total, of)
    place = f"{after + 1:,} to {last:,} of {count}" if total > page else count
    shown = [blocks.context(place), *parts]
    # Each in a row of its own: within one, no two controls may have one name.
    if after:
        earlier = value(which, max(0, after - page))
        shown.append(blocks.actions(blocks.button("Earlier…", verb, earlier)))
    if last < total:
        shown.append(blocks.actions(blocks.button("Next page…", verb, value(which, last))))
    return blocks.form(title, verb, *shown, submit=None, value=value(which, after))
