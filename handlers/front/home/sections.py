"""What a Home is made of: the sections of what somebody owes, and what a lead and the CCO see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from handlers.chasing.cover import Meanwhile
from handlers.chasing.kinds import Kind
from handlers.chasing.nouns import About
from handlers.chasing.owed import NOTHING, Pending, Waiting
from handlers.chasing.yields import Lately
from handlers.customers.contents import HomeLine
from handlers.executives.attendance.rules import JudgedMonth
from handlers.promises.asked import ACCEPT, FINISH, HELP, TRIAGE
from handlers.promises.listed import Since
from storage.departments import Department
from storage.items import Item
from storage.lists import CarriedBy
from storage.owed import StuckWith
from storage.people import HomeShown, Person, Role
from storage.stuck import Pile


class Section(StrEnum):
    """The parts of what somebody owes, with their headers, in the order in which they stand."""

    DECISIONS = "Decisions that wait for your word"
    WHOSE = "Whose is it?"
    ANSWERS = "Wait for your answer"
    OFFERED = "Offered to you"
    HELP = "Help wanted"
    DATES = "You gave a date"


MOST = {
    Section.DECISIONS: 5, Section.WHOSE: 10, Section.ANSWERS: 10, Section.OFFERED: 5,
    Section.HELP: 5, Section.DATES: 7,
}  # fmt: skip
"""So many lines of each are shown."""
_OF_ONE_KIND = {
    TRIAGE: Section.WHOSE, ACCEPT: Section.OFFERED, HELP: Section.HELP, FINISH: Section.DATES,
}  # fmt: skip


def section_of(kind: Kind) -> Section:
    """Where asks of a kind stand."""
    if Role.EXECUTIVE in kind.circle:
        return Section.DECISIONS
    return _OF_ONE_KIND.get(kind.name, Section.ANSWERS)


@dataclass(frozen=True)
class DepartmentView:
    """A department: who carries what, where its reader leads it, and the first of its things.

    These are all that is open, or what is late. `away` are the people of it who are not there.
    `since` is when the oldest overdue question about a thing was asked; `key` leads to the list of
    all that is open. `hidden` is how much of that the reader may not see.
    """

    department: Department
    is_led: bool
    carried: Sequence[CarriedBy]
    away: Mapping[str, Person]
    things: Sequence[Item]
    is_of_late: bool
    since: Since
    key: str
    hidden: int
    lines: Sequence[HomeLine] = ()
    """What the rooms of the customers' side put to whoever leads it."""

    @property
    def open(self) -> int:
        """How much is open there."""
        return sum(each.open for each in self.carried)

    @property
    def late(self) -> int:
        """How much of it is late."""
        return sum(each.late for each in self.carried)


@dataclass(frozen=True)
class Unblock:
    """Somebody with whom things have climbed to the CCO: who, of where, and the first of them."""

    load: StuckWith
    person: Person | None
    department: Department | None
    first: Sequence[Pending]


@dataclass
class HomeView:
    """Everything one person's Home shows.

    `mine` is what they owe, by section; `owed` how many things that are in all. `kept` promises of
    theirs were kept in a week, counted where nothing waits. `unblock` is who has what climbed to
    the CCO, `blocked_by` how many people those are in all. `triage` is what waits for a department
    beside what the CCO was asked about, `lately` what came of reminders, `judged` who answered in
    the last month that was counted, with the names of the departments to see. `starter` names who
    can set Duly up, while nobody holds the CCO's office. `shown` is which of the `choices` its
    reader has chosen.
    """

    person: Person
    now: datetime
    mine: Mapping[Section, Waiting] = field(default_factory=dict)
    owed: int = 0
    kept: int = 0
    climbed: Waiting = NOTHING
    unblock: Sequence[Unblock] = ()
    blocked_by: int = 0
    given: Sequence[Item] = ()
    given_total: int = 0
    given_since: Since = field(default_factory=dict)
    departments: list[DepartmentView] = field(default_factory=list)
    triage: Sequence[About] = ()
    triage_total: int = 0
    stuck: Sequence[Pile] = ()
    lately: Lately | None = None
    judged: JudgedMonth | None = None
    judged_names: Mapping[str, str] = field(default_factory=dict)
    starter: str = ""
    may_start: bool = False
    may_give: bool = True
    is_cco: bool = False
    away: Meanwhile | None = None
    choices: Sequence[HomeShown] = ()
    shown: HomeShown = HomeShown.MINE
    accounts: Sequence[HomeLine] = ()
    """What there is to say of the accounts that its reader leads or sponsors."""
    week: Sequence[HomeLine] = ()
    """What the CCO reads of customers, a line a room."""

    @property
    def named(self) -> set[tuple[str, int]]:
        """What stands at the top already, by noun and number: nothing is shown twice."""
        above = [*self.mine.values(), self.climbed]
        return {(each.about.noun, each.about.number) for one in above for each in one.first}
