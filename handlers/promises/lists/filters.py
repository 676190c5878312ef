"""Which list somebody looks at: whose things, which of them, for which customer, in which order.

A filter is carried by buttons and forms as a short key, and may come back forged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from handlers.calendar.hours import time_zone
from handlers.speech import blocks, cleaning, values
from handlers.speech.errors import UnreadableRequest
from storage.listings import ListWanted, Which
from storage.people import Person

WORDS = 200
"""Characters of what is searched for that a list keeps."""
RECENTLY = timedelta(days=30)
"""What has ended is listed so far back."""


class ListOwner(StrEnum):
    """Whose things a list is of; the last two are of one person or department."""

    ME = "me"
    GIVEN = "given"
    """What the reader asked others for."""
    FOLLOWED = "followed"
    """What the reader follows."""
    ALL = "all"
    TRIAGE = "triage"
    """What no department answers for."""
    PERSON = "person"
    DEPARTMENT = "department"


class Sorting(StrEnum):
    """What comes first."""

    URGENT = "urgent"
    DUE = "due"
    NEWEST = "newest"


class OneSort(StrEnum):
    """Tasks or issues alone."""

    TASKS = "task"
    ISSUES = "issue"


@dataclass(frozen=True)
class Filter:
    """A list: of a person or department where one is given, and of what `words` find.

    `noun` is that of tasks or issues where only those are wanted.
    """

    whose: ListOwner = ListOwner.ME
    which: Which = Which.OPEN
    customer_id: UUID | None = None
    order: Sorting = Sorting.URGENT
    person_id: str = ""
    department_id: UUID | None = None
    words: str = ""
    noun: str = ""

    @property
    def key(self) -> str:
        """The filter without its words, as a button carries it."""
        customer = self.customer_id.hex if self.customer_id else ""
        noun = (self.noun,) if self.noun else ()
        return ".".join((self.owner, self.which, customer, self.order, *noun))

    @property
    def owner(self) -> str:
        """Whose the list is, as a menu carries it."""
        row = self.department_id.hex if self.department_id else self.person_id
        return f"{self.whose}:{row}" if row else self.whose

    def with_words(self, words: str) -> Filter:
        """The same among what was found by some words, whether or not it has ended."""
        said = cleaning.line(words.replace(blocks.BEHIND, " "))[:WORDS]
        everything = Which.EVERYTHING if said else Which.OPEN
        changes = self.which in (Which.OPEN, Which.EVERYTHING)
        return replace(self, words=said, which=everything if changes else self.which)

    def plain(self) -> Filter:
        """One step back: all that is open of the same."""
        return replace(self, which=Which.OPEN, words="", order=Sorting.URGENT)

    def wanted(self, reader: Person, now: datetime, but: tuple[str, ...]) -> ListWanted:
        """What storage is asked for, on the reader's own calendar; `but` are kinds of ask.

        What is searched for is open to everybody; what others owe, without what only a circle may
        know of.
        """
        since, until = _period(self.which, reader, now)
        mine = self.whose is ListOwner.ME
        return ListWanted(
            which=self.which,
            noun=self.noun,
            owes=reader.user_id if mine else self.person_id,
            held_for=self.person_id,
            followed_by=reader.user_id if self.whose is ListOwner.FOLLOWED else "",
            asked_by=reader.user_id if self.whose is ListOwner.GIVEN else "",
            department_id=self.department_id,
            unrouted=self.whose is ListOwner.TRIAGE,
            customer_id=self.customer_id,
            since=since,
            until=until,
            but=() if mine else but,
        )


_SHORT = re.compile(
    r"(?P<which>mine|overdue|triage|department|customer|person)(?::(?P<row>[\w-]{1,40}))?", re.ASCII
)
"""Short keys: by some of them other rooms lead to a list, see `listed`; the rest stand in messages
that an earlier version of Duly has written.
"""


def carried(value: str) -> Filter:
    """The list that a button leads to. Raises UnreadableRequest for what is none."""
    key, _, words = value.partition(blocks.SEPARATOR)
    of = read(key)
    # Behind a short key may stand after how many things a page began.
    return of.with_words(words) if words and _SHORT.fullmatch(key) is None else of


def read(key: str) -> Filter:
    """The filter of a key. Raises UnreadableRequest for what is none."""
    parts = key.split(".")
    if len(parts) not in (4, 5):
        return _read_short(key)
    owner, which, customer, order, *sort = parts
    if not set(sort) <= set(OneSort):
        raise UnreadableRequest
    if which not in tuple(Which) or order not in tuple(Sorting):
        raise UnreadableRequest
    customer_id = values.row_id(customer)
    if customer and customer_id is None:
        raise UnreadableRequest
    return chosen_owner(
        Filter(
            which=Which(which), customer_id=customer_id, order=Sorting(order), noun="".join(sort)
        ),
        owner,
    )


def chosen_owner(of: Filter, owner: str) -> Filter:
    """A list of somebody else's things. Raises UnreadableRequest."""
    whose, _, row = owner.partition(":")
    department_id = values.row_id(row) if whose == ListOwner.DEPARTMENT else None
    person_id = row if whose == ListOwner.PERSON and values.is_person_id(row) else ""
    needs_row = whose in (ListOwner.DEPARTMENT, ListOwner.PERSON)
    if whose not in tuple(ListOwner) or bool(row) != needs_row:
        raise UnreadableRequest
    if needs_row and not (department_id or person_id):
        raise UnreadableRequest
    return replace(of, whose=ListOwner(whose), department_id=department_id, person_id=person_id)


def _read_short(key: str) -> Filter:
    match = _SHORT.fullmatch(key)
    if match is None:
        raise UnreadableRequest
    which, row = match["which"], match["row"] or ""
    match which:
        case "mine":
            return Filter()
        case "overdue":
            return Filter(ListOwner.ALL, Which.LATE)
        case "triage":
            return Filter(ListOwner.TRIAGE)
        case "customer" if values.row_id(row):
            return Filter(ListOwner.ALL, customer_id=values.row_id(row))
        case "department" | "person":
            return chosen_owner(Filter(), f"{which}:{row}")
    raise UnreadableRequest


def _period(which: Which, reader: Person, now: datetime) -> tuple[datetime | None, datetime | None]:
    """From when on and until when (UTC) something has to be due, or to have ended."""
    local = now.astimezone(time_zone(reader.zone))
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = today - timedelta(days=today.weekday())
    match which:
        case Which.WEEK:
            return today.astimezone(now.tzinfo), (monday + timedelta(days=7)).astimezone(now.tzinfo)
        case Which.DONE:
            return monday.astimezone(now.tzinfo), None
        case Which.NO:
            return today.replace(day=1).astimezone(now.tzinfo), None
        case Which.CLOSED:
            return now - RECENTLY, None
    return None, None
