"""What a digest puts to the executives to decide, whom they call already, and what else waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from storage.counts import Line


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
