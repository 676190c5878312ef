"""What has climbed to the CCO is grouped by the people to talk to, and in which order.

Everything here is pure: what waits, and whom it is with, come in; conversations come out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from handlers.chasing import ladder
from handlers.chasing.owed import Pending, customers
from handlers.speech import values

MOST = 8
"""So many people are shown one by one, or so many departments where they are more."""
SOON = timedelta(days=90)
"""What renews within it is told beside all the money that waits."""
NEVER = date.max


@dataclass(frozen=True)
class Conversation:
    """Everything that somebody is to be talked with about.

    `key` is the Slack id of who owes it all, or the id of the department that does; `things` stand
    in the order of their weight, those that were answered among them.
    """

    key: str
    things: tuple[Pending, ...]

    @property
    def is_departments(self) -> bool:
        """Whether a department is to be talked with, not a person by themselves."""
        return values.row_id(self.key) is not None

    @property
    def waiting(self) -> tuple[Pending, ...]:
        """Those of them that are still to be answered."""
        return tuple(each for each in self.things if each.ask.answered_at is None)

    @property
    def answered(self) -> tuple[Pending, ...]:
        """The others."""
        return tuple(each for each in self.things if each.ask.answered_at is not None)


@dataclass(frozen=True)
class Meeting:
    """All the conversations of one bundle, the most urgent first."""

    held: tuple[Conversation, ...] = ()
    by_department: bool = False
    things: tuple[Pending, ...] = field(default=())

    @property
    def shown(self) -> tuple[Conversation, ...]:
        """Those that fit into a message."""
        return self.held[:MOST]

    @property
    def open(self) -> tuple[Conversation, ...]:
        """Those in which something is still to be answered."""
        return tuple(each for each in self.held if each.waiting)

    @property
    def waiting(self) -> tuple[Pending, ...]:
        """What is still to be answered."""
        return tuple(each for each in self.things if each.ask.answered_at is None)


def meeting(things: Sequence[Pending], today: date) -> Meeting:
    """Group things by the people who owe them; by departments where those are too many.

    What was answered counts as well, so that nothing moves while things are answered. Whom no
    department speaks for stands by themselves.
    """
    if len({each.ask.person_id for each in things}) <= MOST:
        return _met(things, today, lambda each: each.ask.person_id, by_department=False)
    return _met(things, today, _department, by_department=True)


def _met(
    things: Sequence[Pending], today: date, key: Callable[[Pending], str], *, by_department: bool
) -> Meeting:
    groups: dict[str, list[Pending]] = {}
    for each in things:
        groups.setdefault(key(each), []).append(each)
    held = [Conversation(key, tuple(group)) for key, group in groups.items()]
    held.sort(key=lambda each: (*urgency(each.things, today), each.key))
    return Meeting(tuple(held), by_department, tuple(things))


def _department(each: Pending) -> str:
    home = each.ask.department_id
    return home.hex if home else each.ask.person_id


def urgency(things: Sequence[Pending], today: date) -> tuple[int, date, int, datetime]:
    """What comes first sorts first: severity 1, then money that renews first, then lateness.

    Of two that renew on one day the larger account comes first.
    """
    calm = int(all(each.ask.severity != ladder.URGENT for each in things))
    renewals = sorted(
        (renews_on, -customer.annual_value)
        for customer in customers(things)
        if customer.annual_value and (renews_on := customer.renews_on(today))
    )
    renews_on, value = renewals[0] if renewals else (NEVER, 0)
    return calm, renews_on, value, min(each.ask.due_at for each in things)


def at_stake(things: Sequence[Pending], today: date) -> tuple[int, int, str | None]:
    """How much a year waits behind these things, how much of it renews soon, in which currency."""
    accounts = customers(things)
    soon = [each for each in accounts if (each.renews_on(today) or NEVER) < horizon(today)]
    waits = sum(each.annual_value or 0 for each in accounts)
    of_it = sum(each.annual_value or 0 for each in soon)
    return waits, of_it, accounts[0].currency if accounts else None


def horizon(today: date) -> date:
    """The first day of the month after the next ninety days: what renews before it renews soon."""
    last = (today + SOON).replace(day=1)
    return (last + timedelta(days=32)).replace(day=1)
