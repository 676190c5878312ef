"""A list is put in order and cut into pages: each begins behind a thing, wherever that is now.

So nothing is passed over where somebody answers the things of one page and turns to the next.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.promises.lists.filters import Sorting
from handlers.speech.errors import UnreadableRequest
from storage.listings import Ranked

PAGE = 10
"""Things on a page."""
NEXT, EARLIER = "next", "earlier"
_NEVER = 10**12
"""Later than any instant in seconds."""
_PLACE = re.compile(
    r"(?P<turn>next|earlier):(?P<key>-?\d{1,13}(?:,-?\d{1,13}){0,3}),(?P<noun>[a-z]{1,20}),"
    r"(?P<number>\d{1,18})", re.ASCII
)  # fmt: skip
Key = tuple[int | str, ...]


@dataclass(frozen=True)
class PagePlace:
    """Where a page begins: behind or before the thing with this key."""

    turn: str
    key: Key

    @property
    def value(self) -> str:
        """The place as a button carries it."""
        return f"{self.turn}:{','.join(map(str, self.key))}"


@dataclass(frozen=True)
class Cut:
    """The things of one page, where it stands among all, and the ways to the others."""

    things: Sequence[Ranked]
    first: int
    earlier: PagePlace | None
    later: PagePlace | None


def read(value: str) -> PagePlace:
    """The place that a button carries. Raises UnreadableRequest."""
    match = _PLACE.fullmatch(value)
    if match is None:
        raise UnreadableRequest
    numbers = [int(part) for part in match["key"].split(",")]
    return PagePlace(match["turn"], (*numbers, match["noun"], int(match["number"])))


def cut(
    things: Sequence[Ranked],
    by: Sorting,
    place: PagePlace | None = None,
    nearest: Mapping[tuple[str, int], int] | None = None,
) -> Cut:
    """The page that begins at a place, or the first one; of what was found, the `nearest` first.

    Raises UnreadableRequest for a place in another order.
    """
    found = nearest if by is Sorting.URGENT else None
    keyed = sorted((_key(thing, by, found), thing) for thing in things)
    keys = [key for key, _ in keyed]
    if place is not None and keys and len(place.key) != len(keys[0]):
        raise UnreadableRequest
    first = 0
    if place is not None and place.turn == NEXT:
        first = bisect_right(keys, place.key)
    elif place is not None:
        first = max(0, bisect_left(keys, place.key) - PAGE)
    if first >= len(keyed):
        first = max(0, (len(keyed) - 1) // PAGE * PAGE)
    shown = keyed[first : first + PAGE]
    last = first + len(shown)
    return Cut(
        [thing for _, thing in shown],
        first,
        PagePlace(EARLIER, shown[0][0]) if first else None,
        PagePlace(NEXT, shown[-1][0]) if last < len(keyed) else None,
    )


def _key(thing: Ranked, by: Sorting, nearest: Mapping[tuple[str, int], int] | None) -> Key:
    """What a thing is put in order by; what is first has the least. No two are alike."""
    due, name = _seconds(thing.due_at), (thing.noun, thing.number)
    if nearest:
        return (nearest.get(name, _NEVER), *name)
    match by:
        case Sorting.URGENT:
            return (thing.severity, thing.rank, due, *name)
        case Sorting.DUE:
            return (due, thing.severity, thing.rank, *name)
        case Sorting.NEWEST:
            return (-_seconds(thing.closed_at or thing.created_at), *name)


def _seconds(at: datetime | None) -> int:
    return int(at.timestamp()) if at else _NEVER
