"""Which column of a file holds which of our fields, by its own name or as somebody mapped it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.front.imports import cards, plain, told
from handlers.front.imports import words as findings
from handlers.front.imports.fields import (
    ALSO_CALLED,
    AMOUNTS,
    DAYS,
    FIELDS,
    FREE_TEXT,
    KEPT,
    NEEDED,
    Subject,
)
from handlers.front.imports.names import same
from handlers.front.imports.reading import Row, Sheet
from handlers.front.imports.told import Meanings
from handlers.speech import cells, cleaning, values
from handlers.speech.file_errors import (
    ColumnMissing,
    MappedTwice,
    RowRejected,
    UnknownColumn,
    WrongMap,
    WrongRoute,
)

LONGEST = 100_000
"""Characters of one field: more is no story but a file in the wrong place."""
ELSEWHERE = frozenset({"state", "closed", "audience"})
"""Columns of these names often hold something else: a state of a country, yes or no, a market."""
OF_THE_ROOM = frozenset({Subject.INITIATIVES, Subject.OUTCOMES})
"""What `state` says of these is read by their own rooms, and never passed over."""
IN_FIGURES = DAYS | AMOUNTS | {"severity", "score"}
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
"""How a program keeps Excel from making a number of an id."""


@dataclass(frozen=True)
class Layout:
    """Our field → the place of its column in rows of this header.

    `guessed` are fields whose column was found by its name alone; `told` says what values mean.
    """

    places: Mapping[str, int]
    header: tuple[str, ...]
    guessed: frozenset[str] = frozenset()
    told: Meanings = field(default_factory=dict)

    def called(self, field: str) -> str:
        """What the file calls a field; its own name where the file has none."""
        place = self.places.get(field)
        return field if place is None else self.header[place]

    def raw(self, row: Row, field: str) -> str:
        """What a cell holds, without outer spaces; empty when there is no such column.

        What was marked as text, so that no spreadsheet takes it for a formula, is as it was.
        """
        return cells.unmarked(self._cell(row, field)).strip()

    def said(self, row: Row, field: str) -> str:
        """The start of what a row says in a field, on one line and in our words."""
        words = cleaning.line(self.raw(row, field)[:200])
        return self._meant(field, words)

    def text(self, row: Row, field: str) -> str:
        """What a row says in a field, in our words; empty where it says nothing.

        Raises RowRejected for a field that is far too long, and for a formula where a value
        belongs.
        """
        cell = self._cell(row, field)
        if len(cell) > LONGEST:
            raise RowRejected(reason=cards.too_long(self.called(field), len(cell), LONGEST))
        cell = cleaning.clean(cell).strip()
        if cell.startswith("=") and field not in FREE_TEXT:
            raise RowRejected(reason=cards.formula(self.called(field), cell))
        return self._meant(field, cells.unmarked(cell).strip())

    def _cell(self, row: Row, field: str) -> str:
        place = self.places.get(field)
        if place is None or place >= len(row.cells):
            return ""
        words = row.cells[place].strip()
        kept = _KEPT_AS_TEXT.fullmatch(words) if words.startswith("=") else None
        return kept[1].strip() if kept else words

    def _meant(self, field: str, words: str) -> str:
        meant = self.told.get((field, told.key(words))) if self.told else None
        if meant is not None:
            return meant
        if field in KEPT:
            return words
        if field in IN_FIGURES:
            words = plain.in_our_digits(words)
        is_nothing = cells.says_nothing(words) or (field in DAYS and plain.is_zero_day(words))
        return "" if is_nothing else words

    def check_width(self, row: Row) -> None:
        """Refuse a row in which a separator too many has moved its values, or one is endless.

        Raises RowRejected.
        """
        width = len(self.header)
        for name in self.places:
            length = len(self._cell(row, name))
            if length > LONGEST:
                raise RowRejected(reason=cards.too_long(self.called(name), length, LONGEST))
        if any(cell.strip() for cell in row.cells[width:]):
            raise RowRejected(reason=cards.too_wide(len(row.cells), width))


@dataclass(frozen=True)
class Rule:
    """An issue whose column contains `pattern` goes to the department of this name."""

    column: str
    pattern: str
    department: str


def arrange(
    subject: Subject, sheet: Sheet, maps: Sequence[str], told_values: Meanings | None = None
) -> Layout:
    """Find a column for each field: the mapped one, else the one of its name.

    `maps` are “FIELD=COLUMN”. Raises WrongMap, MappedTwice, UnknownField, UnknownColumn or
    ColumnMissing.
    """
    wanted: dict[str, str] = {}
    for each, column in (_mapped(subject, words) for words in maps):
        if same(wanted.get(each, column)) != same(column):
            one, other = values.quoted(wanted[each]), values.quoted(column)
            raise MappedTwice(field=each, one=one, other=other)
        wanted[each] = column
    present = {same(name) for name in sheet.header}
    guessed = set()
    for each in FIELDS[subject]:
        for name in (each, *ALSO_CALLED.get(each, ())):
            if each not in wanted and same(name) in present:
                wanted[each] = name
                guessed.add(each)
    for group in NEEDED[subject]:
        if not any(each in wanted for each in group):
            raise ColumnMissing(
                file=sheet.file, field=group[0], columns=findings.names_of(sheet.header)
            )
    places = {each: find(sheet, column) for each, column in wanted.items()}
    doubtful = frozenset() if subject in OF_THE_ROOM else ELSEWHERE
    return Layout(places, sheet.header, frozenset(guessed & doubtful), told_values or {})


def find(sheet: Sheet, column: str) -> int:
    """The place of the first column with this name.

    Raises UnknownColumn.
    """
    places = [place for place, name in enumerate(sheet.header) if same(name) == same(column)]
    if not places or not same(column):
        raise UnknownColumn(
            file=sheet.file, column=values.quoted(column), columns=findings.names_of(sheet.header)
        )
    return places[0]


def read_routes(sheet: Sheet, routes: Sequence[str]) -> tuple[tuple[int, ...], tuple[Rule, ...]]:
    """The places of the columns to route by, and the new rules for them.

    Each route is “COLUMN” or “COLUMN=value:department”. Raises WrongRoute or UnknownColumn.
    """
    places: dict[int, None] = {}
    rules = []
    for words in routes:
        name, is_rule, rest = words.partition("=")
        pattern, _, department = (part.strip() for part in rest.rpartition(":"))
        if is_rule and not (pattern and department and len(pattern) <= values.NAME):
            raise WrongRoute(words=values.quoted(words))
        place = find(sheet, name)
        places[place] = None
        if is_rule:
            rules.append(Rule(sheet.header[place], pattern, department))
    return tuple(places), tuple(rules)


def _mapped(subject: Subject, words: str) -> tuple[str, str]:
    name, equals, column = words.partition("=")
    if not equals or not column.strip():
        raise WrongMap(words=values.quoted(words))
    return told.field(subject, name), column
