"""Which column of a file holds which of our fields, by its own name or as somebody mapped it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers.front.imports import cards
from handlers.front.imports.names import same
from handlers.front.imports.reading import Row, Sheet
from handlers.speech import cells, cleaning, values
from handlers.speech.file_errors import (
    ColumnMissing,
    RowRejected,
    UnknownColumn,
    UnknownField,
    WrongMap,
    WrongRoute,
)

LONGEST = 100_000
"""Characters of one field: more is no story but a file in the wrong place."""


class Subject(StrEnum):
    """What a file brings."""

    DEPARTMENTS = "departments"
    PEOPLE = "people"
    CUSTOMERS = "customers"
    TASKS = "tasks"
    ISSUES = "issues"


FIELDS: dict[Subject, tuple[str, ...]] = {
    Subject.DEPARTMENTS: (
        "name", "lead", "deputy", "channel", "days", "opens", "closes", "country", "words",
    ),
    Subject.PEOPLE: ("user", "role", "department", "deputy"),
    Subject.CUSTOMERS: (
        "name", "tier", "annual_value", "renewal", "region", "product", "vertical",
        "decision_maker",
    ),
    Subject.TASKS: (
        "title", "owner", "department", "customer", "due", "created", "acknowledged", "done",
        "declined", "reason", "severity", "created_by", "source",
    ),
    Subject.ISSUES: (
        "title", "sub-issue", "story", "severity", "customer", "touchpoint", "reported",
        "source", "department",
    ),
}  # fmt: skip
NEEDED: dict[Subject, tuple[tuple[str, ...], ...]] = {
    Subject.DEPARTMENTS: (("name",),),
    Subject.PEOPLE: (("user",),),
    Subject.CUSTOMERS: (("name",),),
    Subject.TASKS: (("title",), ("owner",)),
    Subject.ISSUES: (("title", "sub-issue", "story"),),
}
"""Of each group one field must have a column."""
ALSO_CALLED = {"source": "id"}
FREE_TEXT = frozenset({"story", "reason"})


@dataclass(frozen=True)
class Layout:
    """Our field → the place of its column in a row of `width` columns."""

    places: Mapping[str, int]
    width: int

    def text(self, row: Row, field: str) -> str:
        """What a row says in a field, without outer spaces; empty when it has no such column.

        What was marked as text, so that no spreadsheet takes it for a formula, is as it was.

        Raises RowRejected for a field that is far too long, and for a formula where a value
        belongs.
        """
        place = self.places.get(field)
        if place is None or place >= len(row.cells):
            return ""
        words = row.cells[place].strip()
        if len(words) > LONGEST:
            raise RowRejected(reason=cards.too_long(field, len(words), LONGEST))
        words = cleaning.clean(words).strip()
        if words.startswith("=") and field not in FREE_TEXT:
            raise RowRejected(reason=cards.formula(field, words))
        return cells.unmarked(words).strip()

    def check_width(self, row: Row) -> None:
        """Refuse a row in which a separator too many has moved its values.

        Raises RowRejected.
        """
        if any(cell.strip() for cell in row.cells[self.width :]):
            raise RowRejected(reason=cards.too_wide(len(row.cells), self.width))


@dataclass(frozen=True)
class Rule:
    """An issue whose column contains `pattern` goes to the department of this name."""

    column: str
    pattern: str
    department: str


def arrange(subject: Subject, sheet: Sheet, maps: Sequence[str]) -> Layout:
    """Find a column for each field: the mapped one, else the one of its name.

    `maps` are “FIELD=COLUMN”. Raises WrongMap, UnknownField, UnknownColumn or ColumnMissing.
    """
    wanted = dict(_mapped(subject, words) for words in maps)
    present = {same(name) for name in sheet.header}
    for field in FIELDS[subject]:
        for name in (field, ALSO_CALLED.get(field, field)):
            if same(name) in present:
                wanted.setdefault(field, name)
    for group in NEEDED[subject]:
        if not any(field in wanted for field in group):
            raise ColumnMissing(
                file=sheet.file, field=group[0], columns=cards.names_of(sheet.header)
            )
    places = {field: find(sheet, column) for field, column in wanted.items()}
    return Layout(places, len(sheet.header))


def find(sheet: Sheet, column: str) -> int:
    """The place of the column with this name.

    Raises UnknownColumn.
    """
    places = [place for place, name in enumerate(sheet.header) if same(name) == same(column)]
    if not places or not same(column):
        raise UnknownColumn(
            file=sheet.file, column=values.quoted(column), columns=cards.names_of(sheet.header)
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
    for field in FIELDS[subject]:
        if same(name) in {same(field), ALSO_CALLED.get(field)}:
            return field, column
    raise UnknownField(field=values.quoted(name), fields=cards.names_of(FIELDS[subject]))
