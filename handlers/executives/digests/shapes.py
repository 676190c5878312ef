"""What a digest is made of, and when it is worth saying."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from handlers.executives.digest_lines import AddedLines, DigestQuestion, Occasion
from handlers.executives.digests.agenda import Called, Stuck, ToAndFro, Undecided
from handlers.speech.shares import Compared, Share, WeekKept
from storage.accounts import Account
from storage.counts import Lines, New
from storage.decisions import Decision
from storage.noes import Costs
from storage.waited import WaitedDays
from storage.weekly import ForCustomer


@dataclass(frozen=True)
class BorderOffer:
    """An offer between this department and another that waits for its answer, since when (UTC).

    `ref` is empty where only some may see what is offered, and `other` where nobody knows who. Is
    it `ours`, the others are to say yes.
    """

    ref: str
    other: str
    since: datetime
    ours: bool


@dataclass(frozen=True)
class Thanks:
    """Who has done what was promised, the most first, by Slack id, and how much.

    Of it so much was for key accounts, early, and `kept`: done by the day first given.
    """

    people: tuple[str, ...] = ()
    total: int = 0
    key: int = 0
    early: int = 0
    kept: int = 0


@dataclass(frozen=True)
class DepartmentDigest:
    """What one department has promised and not yet kept, and what it has kept."""

    occasion: Occasion
    late: Lines
    waiting: Lines
    """Of what nobody has taken yet, how much there is."""
    due: Lines
    """The same of what is due within a week."""
    new: New
    kept: Compared = field(default_factory=Compared)
    acknowledged: Compared = field(default_factory=Compared)
    past: int = 0
    """How much of what is late has a date that passed, and so none to come."""
    late_for: Sequence[ForCustomer] = ()
    due_for: Sequence[ForCustomer] = ()
    offers: tuple[BorderOffer, ...] = ()
    thanks: Thanks = field(default_factory=Thanks)
    home: UUID | None = None
    """The department, for what leads to its lists."""
    resting: tuple[tuple[str, int], ...] = ()
    """How many things wait, by the name of the department for which; of customers it is empty."""
    rests: Lines = field(default_factory=Lines)
    until: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """The things that wait, and for whom and until when each does, by noun and number."""
    at_border: Sequence[tuple[str, int]] = ()
    """The departments between which and this one things lay in the last seven days, by name, with
    the working days; the most first."""
    weeks: tuple[WeekKept, ...] = ()
    """The last weeks, the earliest first."""
    added: AddedLines = field(default_factory=AddedLines)
    """What other rooms say of the department."""

    @property
    def offered(self) -> int:
        """How many offers wait for a yes of this department."""
        return sum(not each.ours for each in self.offers)

    @property
    def worth_saying(self) -> bool:
        """Whether anybody would want to read it: a rate alone is no news."""
        totals = (self.late.total, self.waiting.total, self.due.total, self.new.total, self.offered)
        return any(totals) or bool(self.thanks.total or self.resting or self.added.is_news)


@dataclass(frozen=True)
class DepartmentLine:
    """One department in one line."""

    name: str
    live: int = 0
    late: int = 0
    kept: Compared = field(default_factory=Compared)
    declined: int = 0
    declined_before: int = 0
    costs: Costs = field(default_factory=Costs)
    heard: Share = field(default_factory=Share)
    """Of how many noes a customer heard in time."""
    waited: WaitedDays = field(default_factory=WaitedDays)
    """Working days that was waited for its customers, and for it by others."""
    reopened: Share = field(default_factory=Share)
    """How many things were opened again within thirty days, beside how many were closed."""
    done_by: dict[str, int] = field(default_factory=dict)
    """How many things each owner has done in the last seven days, by Slack id."""

    @property
    def worth_saying(self) -> bool:
        """Whether it has promised anything of late."""
        return bool(self.live or self.kept.now.of or self.kept.before.of or self.declined)


@dataclass(frozen=True)
class RefusedThing:
    """Something that was closed with a no and its reason, as whoever is in the channel reads it."""

    ref: str
    title: str
    customer: str
    department: str
    why: str


@dataclass(frozen=True)
class SaidNo:
    """The gravest of what was closed with a no in a week; how many in all, how many private."""

    things: tuple[RefusedThing, ...] = ()
    total: int = 0
    private: int = 0


@dataclass(frozen=True)
class ExecutiveDigest:
    """How the company keeps its promises, who is at risk and what waits for executives."""

    occasion: Occasion
    departments: tuple[DepartmentLine, ...]
    accounts: tuple[Account, ...]
    decisions: tuple[Decision, ...]
    asked: tuple[Stuck | ToAndFro | DigestQuestion, ...]
    called: tuple[Called, ...] = ()
    """Whom executives call already, so that nothing of theirs is asked about meanwhile."""
    refused: SaidNo = field(default_factory=SaidNo)
    last_miss: datetime | None = None
    """The newest day (UTC) in the weeks of the chart on which a promise was missed."""
    first: Share = field(default_factory=Share)
    """Of how many customers who were to hear of an issue first it is known, and how many did."""
    waited: tuple[DepartmentLine, ...] = ()
    """The departments for which others waited, or that waited for customers."""
    waiting: Undecided = field(default_factory=Undecided)
    """What else is stuck, some of which may be private."""
    currency: str | None = None
    weeks: tuple[WeekKept, ...] = ()
    """The last weeks, the earliest first."""
    heard: tuple[str, ...] = ()
    """What executives heard from customers, as markup."""
    is_told: bool = False
    """Whether any of that was told since the last digest: how many spoke alone is no news."""
    added: AddedLines = field(default_factory=AddedLines)
    """What other rooms say of customers; of their questions those that were chosen are `asked`."""

    @property
    def kept(self) -> Compared:
        """The whole company's share of promises kept on the day."""
        return sum((each.kept for each in self.departments), Compared())

    @property
    def worth_saying(self) -> bool:
        """Whether anybody would want to read it."""
        stuck = self.asked or self.waiting.count or self.called
        known = self.departments or self.accounts or self.decisions
        return bool(known or stuck or self.is_told or self.added.is_news)


@dataclass(frozen=True)
class Whole:
    """A page of all the departments, accounts or decisions of a digest, and how many there are.

    `keys` lead to the list of what is open of each department or account.
    """

    which: str
    total: int
    rows: Sequence[DepartmentLine | Account | Decision]
    keys: Sequence[str] = ()


Digest = DepartmentDigest | ExecutiveDigest
