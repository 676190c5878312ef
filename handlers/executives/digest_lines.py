"""What other rooms add to a digest: a line, what stands under it in a thread, or a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from slackblocks import Button
from sqlmodel import Session

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.speech import blocks
from storage.asks import Ask
from storage.customers import Customer
from storage.departments import Department


@dataclass(frozen=True)
class Occasion:
    """Whose digest it is, when it is told and what it looks back on.

    `planned` is set when it comes noticeably later than planned; all instants are UTC.
    """

    name: str
    calendar: Calendar
    now: datetime
    since: datetime
    planned: datetime | None = None

    @property
    def today(self) -> date:
        """The local day on which it is told."""
        return hours.local_day(self.calendar, self.now)

    @property
    def begins_month(self) -> bool:
        """Whether it is the first in a month, as far as it looks back to one in the month before.

        What is told once a month stands in that one.
        """
        return hours.local_day(self.calendar, self.since).month != self.today.month


@dataclass(frozen=True)
class Below:
    """A message in the thread of the executives' digest, and what it is called in the pointer."""

    name: str
    shown: blocks.Shown


@dataclass(frozen=True)
class DigestLine:
    """A sentence of a room in a digest, as markup, and its buttons.

    The smallest `rank` comes first. `is_news` where a digest is worth posting for it alone. `below`
    is what it rests on, for the thread under the executives' digest.
    """

    text: str
    ways: Sequence[Button] = ()
    rank: float = 0
    is_news: bool = True
    below: Below | None = None


@dataclass(frozen=True)
class DigestQuestion:
    """Something that a room puts to the executives, as one of the few questions of their digest.

    `subject` is what it is about, such as “contact:7”, and `asked` and `known` are markup: the
    question, and what is known of it. It is weighed by the `value` of a year, the day on which that
    renews and the working `days` that it waits. `ways` are its answers, the likeliest first. `told`
    are the open asks that wait for that answer, and `named` is what notifications call it. Nothing
    else is asked of its `customer`, where it has one. `is_of_week` where the question of a week
    asks the same of this subject.
    """

    subject: str
    asked: str
    known: str
    ways: Sequence[Button]
    named: str
    customer: Customer | None = None
    value: int | None = None
    renews_on: date | None = None
    days: int = 0
    told: Sequence[Ask] = ()
    is_of_week: bool = False

    @property
    def account(self) -> object:
        """What at most one thing is asked of: a customer, or what is nobody's in particular."""
        return self.customer.customer_id if self.customer else self.subject


DepartmentDigestReader = Callable[[Session, Occasion, Department], Sequence[DigestLine]]
"""What a room says in a department's digest: all of the department, and whoever is in its channel,
reads it, so there is no money in it and nobody of a customer's is named."""

ExecutiveDigestReader = Callable[[Session, Occasion, str], Sequence[DigestLine | DigestQuestion]]
"""What a room says in the executives' digest of a workspace."""


@dataclass(frozen=True)
class DigestReaders:
    """What all rooms add to digests; `bot/routes.py` puts it together."""

    department: Sequence[DepartmentDigestReader] = ()
    executives: Sequence[ExecutiveDigestReader] = ()


NO_READERS = DigestReaders()


@dataclass(frozen=True)
class AddedLines:
    """What other rooms said of one digest: the lines in their order, and the questions."""

    lines: Sequence[DigestLine] = ()
    questions: Sequence[DigestQuestion] = ()

    @property
    def is_news(self) -> bool:
        """Whether a digest is worth posting for that alone."""
        return bool(self.questions) or any(each.is_news for each in self.lines)
