"""What a digest puts to the executives to decide, whom they call already, and what else waits."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from handlers.executives.digest_lines import DigestQuestion
from storage.counts import Line
from storage.customers import Customer
from storage.items import Item

SEVERAL = 2
"""So many things, and so many accounts, are several."""


@dataclass(frozen=True)
class Stuck:
    """Something that climbed the whole ladder and waits for a decision of the executives.

    `lead` answers for it, unless that is who is late: no channel reads whose silence it is. `days`
    are the working days since the answer was due.
    """

    line: Line
    department: str
    stands: str = ""
    """Where each of several departments stands that must take it, as markup."""
    kind: str = ""
    """What is asked about it."""
    severity: int = 3
    can_change: bool = True
    """Whether it can still have another owner, another date, or be answered with a no."""
    lead: str = ""
    days: int = 0
    value: int | None = None
    currency: str | None = None
    renews_on: date | None = None


@dataclass(frozen=True)
class Undecided:
    """What waits for a decision beside what is put to the executives.

    In how many departments it is, and who has it: those who hold the CCO's office, by name. `total`
    are all things that wait, those that were put to them among them.
    """

    count: int = 0
    departments: int = 0
    holders: tuple[str, ...] = ()
    total: int = 0


@dataclass(frozen=True)
class Called:
    """A customer whom an executive has said to call, and how many other things wait for that call.

    `by` (UTC) is when the task `ref` is due.
    """

    customer: str
    ref: str
    by: datetime
    zone: str
    things: int


@dataclass(frozen=True)
class InIt:
    """A thing that came back between two departments: whom it is for, and how it weighs.

    `account` is what one question is asked about, `thing` is one for an issue and its parts; `days`
    are the working days since it first came back.
    """

    item: Item
    customer: Customer | None
    account: object
    thing: object
    days: int
    weight: float


@dataclass(frozen=True)
class ToAndFro:
    """What goes back and forth between two departments, for several accounts: one question.

    `sides` are the names of both, `ids` their ids in the same order. Things stand in the order in
    which they weigh; how many more are `private`.
    """

    sides: tuple[str, str]
    ids: tuple[UUID, UUID]
    things: Sequence[InIt]
    private: int = 0

    @property
    def count(self) -> int:
        """How many things there are, an issue and its parts being one."""
        return len({each.thing for each in self.things})

    @property
    def spans(self) -> bool:
        """Whether it is several things of several accounts: of one thing or account it is none."""
        accounts = {each.account for each in self.things}
        return self.count >= SEVERAL and len(accounts) >= SEVERAL

    @property
    def weight(self) -> float:
        """What is at stake in it: of each account the thing that weighs most."""
        most: dict[object, float] = {}
        for each in self.things:
            most[each.account] = max(most.get(each.account, 0), each.weight)
        return sum(most.values())

    @property
    def days(self) -> int:
        """For how many working days the first of it has gone back and forth."""
        return max((each.days for each in self.things), default=0)

    def without(self, accounts: Set[object], things: Set[object]) -> ToAndFro:
        """The same but for what is of these accounts, or asked about already."""
        left = [
            each
            for each in self.things
            if each.account not in accounts and each.thing not in things
        ]
        return replace(self, things=left)


@dataclass(frozen=True)
class Agenda:
    """What is put to the executives, whom they call already, and what else waits."""

    asked: tuple[Stuck | ToAndFro | DigestQuestion, ...]
    called: tuple[Called, ...]
    waiting: Undecided
