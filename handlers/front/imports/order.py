"""What somebody asked to import, and the same thing checked against the file and the workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from handlers.front.imports.columns import Layout
from handlers.front.imports.fields import Subject
from handlers.front.imports.reading import Row
from handlers.front.imports.survey import FileSurvey
from handlers.speech import cells


@dataclass(frozen=True)
class Order:
    """An import as it was asked for.

    `maps` are “FIELD=COLUMN”; `routes` are “COLUMN” or “COLUMN=value:department”; `channels` are
    the ids of channels by name; `by` names the person who asks, by handle, e-mail or Slack id.
    `encoding`, `skip`, the rows above the header, `dates`, what comes first in them, and `decimal`,
    the sign, are found out where nobody says them; `values` are “FIELD=WORDS:OURS”. `preset` names
    one, or “none”; without it the columns choose. `currency` is that of the amounts to take, else
    the workspace's.
    """

    subject: Subject
    maps: Sequence[str] = ()
    routes: Sequence[str] = ()
    channels: Mapping[str, str] = field(default_factory=dict)
    by: str = ""
    encoding: str = ""
    skip: int | None = None
    dates: str = ""
    decimal: str = ""
    currency: str = ""
    values: Sequence[str] = ()
    preset: str = ""
    source: str = ""
    """The system whose ids the file has; empty: as the file is called."""
    is_update: bool = False
    """Whether what is here and says something else now is changed."""
    answers: str = ""
    """The survey to which a file of answers belongs, where no column says it."""
    asks: str = ""
    """What that survey asks, where it opens with the file: recommend, easy-5."""


@dataclass(frozen=True)
class NewRule:
    """A rule by which a column decides the department, before it is kept."""

    column: str
    pattern: str
    department_id: UUID


@dataclass(frozen=True)
class Job:
    """An import that can run: only plain values, so that it outlives a transaction.

    `actor` is the Slack id that history names, empty when nobody was named; `asked_by` is who
    counts as having asked for an item when its row does not say. `routed` are the places of
    the columns that decide the department, in their order. `new_rules` are not kept: a rehearsal
    only acts as if they were.
    """

    team_id: str
    subject: Subject
    file: str
    header: tuple[str, ...]
    layout: Layout
    survey: FileSurvey
    actor: str
    asked_by: str
    routed: tuple[int, ...] = ()
    channels: Mapping[str, str] = field(default_factory=dict)
    new_rules: tuple[NewRule, ...] = ()
    number: int = 0
    """Of the import, by which it is listed and taken back."""
    source: str = ""
    """The system whose ids the file has."""
    currency: str | None = None
    """Of the amounts that are taken; None where all are numbers."""
    own_currency: str | None = None
    """The workspace's."""
    answers: str = ""
    """The survey to which answers belong, where no column says it."""
    asks: str = ""
    """What it asks, where it opens with the file."""
    is_update: bool = False
    """Whether what is here and says something else now is changed."""
    began_at: datetime | None = None
    """When this run of it began (UTC)."""

    def came_as(self, key: str) -> str:
        """How an item says by which row of which import it came."""
        return f"import:{self.number}:{key}"

    @property
    def has_ids(self) -> bool:
        """Whether the file has a column of ids."""
        return "source" in self.layout.places

    def called(self, name: str) -> str:
        """What the file calls one of our fields."""
        return self.layout.called(name)

    def text(self, row: Row, name: str) -> str:
        """What a row says in one of our fields. Raises RowRejected."""
        return self.layout.text(row, name)

    def id_of(self, row: Row) -> str:
        """What the file calls this row, or nothing; formulas and lengths do not matter here."""
        words = self.layout.raw(row, "source")
        return "" if cells.says_nothing(words) else words
