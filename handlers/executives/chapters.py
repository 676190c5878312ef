"""What a page of the customer room pack is made of, and how other rooms add one of theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from markupsafe import Markup
from sqlmodel import Session

SMALL, SHORT = 4, 6
"""Up to so many columns fit into half of the width, and so many rows stay whole on paper there."""
MANY = 9
"""More columns than this stand closer to each other."""


@dataclass(frozen=True)
class PackTable:
    """Rows under a head; `numbers` are the columns, from 0 on, that hold figures."""

    caption: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    numbers: frozenset[int] = frozenset()
    more: str = ""
    is_wide: bool = False
    """Whether its words need all of the width, however few the columns are."""


@dataclass(frozen=True)
class PackFigure:
    """A table, with a chart of the same numbers beside it where that says more.

    `bars` are its series, a count for each of the first rows of the table.
    """

    table: PackTable
    chart: Markup | None = None
    bars: Mapping[str, Sequence[int]] = field(default_factory=dict)

    @property
    def shape(self) -> str:
        """How much of the width it takes: half of it, all, or half for each of both."""
        if self.chart:
            return "beside"
        if len(self.table.head) > MANY:
            return "wide dense"
        is_small = len(self.table.head) <= SMALL and len(self.table.rows) <= SHORT
        return "small" if is_small and not self.table.is_wide else "wide"


@dataclass(frozen=True)
class PackQuote:
    """What a customer said, and who and where that was."""

    words: str
    whose: str


@dataclass(frozen=True)
class PackSection:
    """One part of the pack; `begins_page` where it starts on new paper."""

    key: str
    title: str
    sentences: Sequence[str] = ()
    figures: Sequence[PackFigure] = ()
    quotes: Sequence[PackQuote] = field(default=())
    begins_page: bool = False


@dataclass(frozen=True)
class PackChapter:
    """A section that another room adds; `made` says of each figure its name, formula and n."""

    section: PackSection
    made: Sequence[tuple[str, str, int]]


ChapterReader = Callable[[Session, datetime, str, date], PackChapter | None]
"""Reads a chapter at an instant (UTC), of a workspace and of the month that begins on a local day.
None where it has nothing to report."""
