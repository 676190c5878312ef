"""What only executives can decide is chosen by the money that renews soonest and its delay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.chasing.kinds import CCO_RUNG
from handlers.executives.digest_lines import DigestQuestion, Occasion
from handlers.executives.digests import rules
from handlers.executives.digests.agenda import Agenda, Called, InIt, Stuck, ToAndFro, Undecided
from handlers.executives.digests.bounces import reading
from handlers.executives.digests.words import for_days
from handlers.people import leads, office
from handlers.promises import items, moves
from handlers.promises.asked import FINISH, QUESTION, TRIAGE
from handlers.promises.items import parts
from handlers.speech.lengths import cut
from storage import asks, counts, departments, owed, people, scopes, stakes
from storage import calls as promised_calls
from storage.asks import Ask
from storage.audiences import Audience
from storage.customers import Customer
from storage.issues import Issue
from storage.items import Item, State
from storage.owed import Whose
from storage.people import Role
from storage.stakes import Stake
from storage.tasks import Task

BESIDE = (TRIAGE, QUESTION, "impact", "decide")
"""What the CCO or executives owe themselves: it stands elsewhere."""
CALL = "Call {name}"
LAST_RANK, LAST_SEVERITY = 99, 9
"""Behind every tier."""


def choose(
    session: Session,
    occasion: Occasion,
    team_id: str,
    questions: Sequence[DigestQuestion] = (),
) -> Agenda:
    """The few things to put to the executives, at most one an account, and what else waits.

    What goes back and forth between two departments, for several accounts, is one of them, by the
    money and the days of all of it. Private things are counted and never chosen: whoever is in the
    channel reads this. Of an account that an executive calls nothing is asked before that call is
    made, and nothing is asked about twice. `questions` of other rooms are weighed with the rest.
    """
    whose = climbed(team_id)
    found = stakes.first(session, whose, rules.WEIGHED, scopes.whoever(team_id))
    groups = reading.read(session, occasion.now, occasion.calendar, team_id)
    grouped = [each for group in groups for each in group.things]
    things: list[Stake | InIt] = [*found, *grouped]
    known = [each.customer for each in (*things, *questions) if each.customer]
    called = calls(session, team_id, known)
    resting = [each for each in found if _account(each) in called]
    chosen = _Chosen(session, occasion, found, {*called})
    candidates: list[Stake | ToAndFro | DigestQuestion] = [*found, *groups, *questions]
    for candidate in sorted(candidates, key=lambda each: _order(each, occasion)):
        if len(chosen.asked) < rules.DECIDED:
            chosen.consider(candidate)
    promised = tuple(
        _called(task, who, things)
        for who in {each.customer_id: each for each in known}.values()
        if (task := called.get(who.customer_id))
    )
    return Agenda(
        tuple(chosen.asked),
        promised,
        _rest(session, whose, [*chosen.told, *(each.ask for each in resting)]),
    )


@dataclass
class _Chosen:
    """What is put to the executives so far, with all that is told in it.

    `called` are the accounts that somebody calls already.
    """

    session: Session
    occasion: Occasion
    found: Sequence[Stake]
    called: Set[object]
    asked: list[Stuck | ToAndFro | DigestQuestion] = field(default_factory=list)
    told: list[Ask] = field(default_factory=list)
    _accounts: set[object] = field(default_factory=set)
    _things: set[object] = field(default_factory=set)

    def consider(self, candidate: Stake | ToAndFro | DigestQuestion) -> None:
        """Put it to them too, unless all of it is told already."""
        if isinstance(candidate, DigestQuestion):
            if candidate.account not in self.called | self._accounts:
                self._accounts.add(candidate.account)
                self.asked.append(candidate)
                self.told += [each for each in candidate.told if has_climbed(each)]
            return
        if isinstance(candidate, ToAndFro):
            left = candidate.without(self.called, self._things)
            if left.spans:
                own = {each.thing for each in left.things}
                self._put(left, [each for each in self.found if _thing_of(each) in own])
                self._things |= own
            return
        account = _account(candidate)
        if account in self.called | self._accounts or _thing_of(candidate) in self._things:
            return
        self._accounts.add(account)
        thing = _thing(self.session, self.occasion, candidate)
        self._put(thing, _told_with(thing, candidate, self.found))

    def _put(self, thing: Stuck | ToAndFro, told: Sequence[Stake]) -> None:
        self.asked.append(thing)
        self.told += [each.ask for each in told]
        self._things |= {_thing_of(each) for each in told}


def has_climbed(ask: Ask) -> bool:
    """Whether it is one of those that have climbed as far as they go."""
    return ask.rung >= CCO_RUNG and ask.kind not in BESIDE


def climbed(team_id: str) -> Whose:
    """Everything that has climbed as far as it goes, whoever owes it."""
    return Whose(team_id, "", CCO_RUNG, but=BESIDE)


def call_title(customer: Customer) -> str:
    """What the task is called of somebody who calls a customer."""
    return cut(CALL.format(name=customer.name), items.TITLE)


def calls(session: Session, team_id: str, known: Iterable[Customer]) -> dict[object, Task]:
    """The open calls that executives have promised to any of these customers, by their ids."""
    whom = [who.customer_id for who in known]
    found = promised_calls.open_to(session, team_id, whom) if whom else []
    open_calls = [each for each in found if each.audience == Audience.DEPARTMENT]
    callers = people.by_id(session, team_id, {each.created_by for each in open_calls})
    decides = {who for who, each in callers.items() if each.role in (Role.EXECUTIVE, Role.CCO)}
    return {each.customer_id: each for each in open_calls if each.created_by in decides}


def _called(task: Task, who: Customer, found: Iterable[Stake | InIt]) -> Called:
    theirs = {each.item.ref for each in found if each.customer == who}
    return Called(
        customer=who.name,
        ref=task.ref,
        by=task.due_at or task.created_at,
        zone=task.due_zone,
        things=len(theirs - {task.ref}),
    )


def of_item(session: Session, now: datetime, calendar: Calendar, item: Item) -> Stuck | None:
    """The same of one thing, for somebody with this calendar; None where it is not stuck."""
    about = asks.open_about(session, item.team_id, item.noun, item.number)
    high = [ask for ask in about if has_climbed(ask)]
    if not high:
        return None
    stake = Stake(min(high, key=lambda ask: ask.due_at), item, items.customer_of(session, item))
    return _thing(session, Occasion("", calendar, now, now), stake)


def _order(candidate: Stake | ToAndFro | DigestQuestion, occasion: Occasion) -> tuple[object, ...]:
    """Most at stake first; of what weighs the same, what is severest and waits longest."""
    if isinstance(candidate, DigestQuestion):
        # Of what weighs the same, what is promised to a customer comes first.
        today = hours.local_day(occasion.calendar, occasion.now)
        stake = rules.weight(candidate.value, candidate.renews_on, today, candidate.days)
        return -stake, LAST_SEVERITY, LAST_RANK, occasion.now, candidate.named, 0
    if isinstance(candidate, ToAndFro):
        items_of = [each.item for each in candidate.things]
        first = min(items_of, key=lambda item: (item.severity, item.created_at))
        # Where nobody knows the money, what has climbed comes before what has not.
        place = first.severity, LAST_RANK, first.created_at, first.noun, first.number
        return -candidate.weight, *place
    today = hours.local_day(occasion.calendar, occasion.now)
    ask, who = candidate.ask, candidate.customer
    at_stake = rules.weight(
        who.annual_value if who else None,
        who.renews_on(today) if who else None,
        today,
        _late(candidate, occasion),
    )
    return -at_stake, ask.severity, ask.tier_rank, ask.due_at, ask.noun, ask.number


def _late(stake: Stake, occasion: Occasion) -> int:
    """How many working days the answer is late."""
    return hours.working_days_late(occasion.calendar, stake.ask.due_at, occasion.now)


def _waits(stake: Stake, occasion: Occasion) -> int:
    """For how many working days it is late by its own day, or has had no answer since it was asked.

    An answer may be owed before the day on which somebody says that there has been none.
    """
    ask, item, calendar = stake.ask, stake.item, occasion.calendar
    if ask.kind != FINISH or item.due_at is None:
        asked = hours.working_days_between(calendar.without_leave(), ask.opened_at, occasion.now)
        return max(asked, 0)
    zone = "" if item.due_timed else item.due_zone
    return hours.working_days_late(calendar, item.due_at, occasion.now, zone=zone)


def _account(stake: Stake) -> object:
    return reading.account_of(stake.item, stake.customer)


def _thing_of(stake: Stake) -> object:
    return reading.thing_of(stake.item)


def _thing(session: Session, occasion: Occasion, stake: Stake) -> Stuck:
    item, who = stake.item, stake.customer
    today = hours.local_day(occasion.calendar, occasion.now)
    owner = people.find(session, item.team_id, stake.ask.person_id)
    # Who tells a customer is often of another department than the one that puts it right.
    home_id = (owner and owner.department_id) or item.department_id
    home = departments.find(session, item.team_id, home_id)
    lead = leads.lead_of(session, home)
    is_late = lead is not None and lead.user_id in {stake.ask.person_id, item.owner_id}
    since = asks.overdue_since(session, item.team_id, item.noun, [item.number], occasion.now)
    thing = Stuck(
        line=counts.line_of(item, who, since.get(item.number)),
        department=home.name if home else "",
        kind=stake.ask.kind,
        severity=item.severity,
        can_change=item.state in moves.GIVE_TO.start,
        lead=lead.name if lead and not is_late else "",
        days=_waits(stake, occasion),
        value=who.annual_value if who else None,
        currency=who.currency if who else None,
        renews_on=who.renews_on(today) if who else None,
    )
    whole = _that_several_take(session, occasion, item, thing.days)
    if whole is None:
        return thing
    issue, stands = whole
    return replace(thing, line=counts.line_of(issue, who), stands=stands, lead="")


def _that_several_take(
    session: Session, occasion: Occasion, item: Item, days: int
) -> tuple[Issue, str] | None:
    """The issue that several departments must take of which somebody has not answered yet.

    With where each stands, and for how many working days, as everybody may read it.
    """
    issue = parts.issue_of(session, item)
    if issue is None or issue.is_private or item.state != State.OPEN:
        return None
    found = parts.takings(session, issue, occasion.now)
    stands = parts.summary(found, for_days(days))
    return (issue, stands) if stands else None


def _told_with(thing: Stuck, stake: Stake, found: Sequence[Stake]) -> list[Stake]:
    """All that is told in one line: of an issue that several must take, the silence of each."""
    if not thing.stands:
        return [stake]
    return [each for each in found if _thing_of(each) == thing.line.number]


def _rest(session: Session, whose: Whose, told: Sequence[Ask]) -> Undecided:
    """How much waits beside what was told, in how many departments, and who has it."""
    more = Counter[UUID | None](owed.by_department(session, whose))
    more.subtract(each.department_id for each in told)
    total = owed.count(session, whose)
    return Undecided(
        count=total - len(told),
        departments=sum(number > 0 for home, number in more.items() if home is not None),
        holders=tuple(each.name for each in office.holders(session, whose.team_id)),
        total=total,
    )
