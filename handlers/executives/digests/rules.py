"""What a digest is made of: whose it is, how its numbers are counted, and when it is worth saying.

The formulas are those of the customer-experience reference, section 3.1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from storage.accounts import Account
from storage.asks import Outcome
from storage.counts import Line, Lines, New
from storage.customers import Tier
from storage.decisions import Decision
from storage.endings import Ended
from storage.items import State
from storage.noes import Costs
from storage.scopes import Period
from storage.waited import WaitedDays
from storage.weekly import ForCustomer, KeptThing

WEEK = timedelta(days=7)
CHARTED = 8
"""So many weeks stand in a chart."""
QUARTER = timedelta(days=90)
"""So long it is looked back at who heard of an issue from us first."""
REFUSED = 20
"""So many of what was closed with a no are shown."""
LATE = 5
"""So many late things are named."""
DECIDED = 3
"""So many things at most are put to the executives at a time."""
WEIGHED = 200
"""So many of what is stuck are weighed, the most urgent of it."""
BY_CARE = tuple(Tier)
"""The tiers, those that need most care first."""
WATCHED_TIERS = (Tier.KEY, Tier.STRATEGIC)
WATCHED_SEVERITY = 2


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    met: int = 0
    of: int = 0

    @property
    def missed(self) -> int:
        """Those that were not."""
        return self.of - self.met

    def __add__(self, other: Share) -> Share:
        """Both together."""
        return Share(self.met + other.met, self.of + other.of)


@dataclass(frozen=True)
class Compared:
    """A share of the last seven days, with that of the seven days before."""

    now: Share = Share()
    before: Share = Share()

    def __add__(self, other: Compared) -> Compared:
        """Both together."""
        return Compared(self.now + other.now, self.before + other.before)


@dataclass(frozen=True)
class WeekKept:
    """How many promises were kept on the day in the seven days that begin on a local day."""

    begins: date
    kept: Share = Share()


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
    """Who has kept promises, the most first, by Slack id; how many, for key accounts, and early."""

    people: tuple[str, ...] = ()
    total: int = 0
    key: int = 0
    early: int = 0


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
    kept: Compared = Compared()
    acknowledged: Compared = Compared()
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

    @property
    def offered(self) -> int:
        """How many offers wait for a yes of this department."""
        return sum(not each.ours for each in self.offers)

    @property
    def worth_saying(self) -> bool:
        """Whether anybody would want to read it: a rate alone is no news."""
        totals = (self.late.total, self.waiting.total, self.due.total, self.new.total, self.offered)
        return any(totals) or bool(self.thanks.total or self.resting)


@dataclass(frozen=True)
class DepartmentLine:
    """One department in one line."""

    name: str
    live: int = 0
    late: int = 0
    kept: Compared = Compared()
    declined: int = 0
    declined_before: int = 0
    costs: Costs = field(default_factory=Costs)
    heard: Share = Share()
    """Of how many noes a customer heard in time."""
    waited: WaitedDays = field(default_factory=WaitedDays)
    """Working days that was waited for its customers, and for it by others."""
    reopened: Share = Share()
    """How many things were opened again within thirty days, beside how many were closed."""
    kept_by: dict[str, int] = field(default_factory=dict)
    """How many things each owner has done in the last seven days, by Slack id."""

    @property
    def worth_saying(self) -> bool:
        """Whether it has promised anything of late."""
        return bool(self.live or self.kept.now.of or self.kept.before.of or self.declined)


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
    stuck: tuple[Stuck, ...]
    called: tuple[Called, ...] = ()
    """Whom executives call already, so that nothing of theirs is asked about meanwhile."""
    refused: SaidNo = field(default_factory=SaidNo)
    last_miss: datetime | None = None
    """The newest day (UTC) in the weeks of the chart on which a promise was missed."""
    first: Share = Share()
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

    @property
    def kept(self) -> Compared:
        """The whole company's share of promises kept on the day."""
        return sum((each.kept for each in self.departments), Compared())

    @property
    def worth_saying(self) -> bool:
        """Whether anybody would want to read it."""
        stuck = self.stuck or self.waiting.count or self.called
        return bool(self.departments or self.accounts or self.decisions or stuck)


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


def acknowledged_on_time(ended: Iterable[Ended]) -> Share:
    """Answered in time, of those due to be answered.

    Any answer counts, a no and a hand-over too. Who has not answered yet is a miss; a question
    that was taken back before its time is not counted.
    """
    return _share(ended, but={Outcome.WITHDRAWN})


def kept_on_the_day(ended: Iterable[Ended]) -> Share:
    """Done by the date first given, of those due by then.

    Who moved the date or is still at it has missed it. A no with its reason is an honourable
    outcome, so neither that nor what was taken back is counted, if it came by the date.
    """
    return _share(ended, but={State.DECLINED, State.WITHDRAWN})


def _share(ended: Iterable[Ended], *, but: Set[str]) -> Share:
    """How many were in time, of all but those that ended otherwise before it was up.

    What comes after the time makes no miss undone: the figures of a past week stay as they were.
    """
    counted = [each for each in ended if not (each.in_time and each.outcome in but)]
    met = sum(each.number for each in counted if each.in_time)
    return Share(met, sum(each.number for each in counted))


def thanks_for(done: Iterable[KeptThing]) -> Thanks:
    """Who is thanked: early is what was done on a day before its own, by the clock of its owner."""
    found = list(done)
    number = Counter(each.owner_id for each in found)
    most = sorted(number, key=lambda who: (-number[who], who))
    return Thanks(
        people=tuple(most),
        total=len(found),
        key=sum(each.tier == Tier.KEY for each in found),
        early=sum(_is_early(each) for each in found),
    )


def _is_early(thing: KeptThing) -> bool:
    if thing.due_at is None:
        return False
    closed, due = (hours.day_of(at, thing.due_zone) for at in (thing.closed_at, thing.due_at))
    return closed < due


def week(occasion: Occasion, back: int = 0) -> Period:
    """The seven whole days that ended yesterday, or so many weeks before, by the digest's clock."""
    calendar = occasion.calendar
    until = hours.local_day(calendar, occasion.now) - back * WEEK
    return Period(*(hours.at_local(calendar, day, time()) for day in (until - WEEK, until)))


def _care(tier: str) -> int:
    return BY_CARE.index(Tier(tier)) if tier else len(BY_CARE)


def most_at_risk_first(accounts: Iterable[Account]) -> list[Account]:
    """By tier first, and the most valuable first within each."""
    return sorted(
        accounts, key=lambda each: (_care(each.tier), -(each.annual_value or 0), each.name)
    )


def neediest_first(departments: Iterable[DepartmentLine]) -> list[DepartmentLine]:
    """All departments: most misses of this week first, then most late."""
    return sorted(departments, key=lambda each: (-each.kept.now.missed, -each.late, each.name))


def most_missed_first(departments: Iterable[DepartmentLine]) -> list[DepartmentLine]:
    """Departments that missed a day this week, most misses first."""
    missed = [each for each in departments if each.kept.now.missed]
    return sorted(missed, key=lambda each: (-each.kept.now.missed, each.name))


def fitting(lines: Sequence[str], room: int) -> list[str]:
    """As many lines from the first on as fit into `room` characters, line ends included."""
    shown: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        shown.append(line)
    return shown
