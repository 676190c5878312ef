"""What only executives can decide is chosen by the money that renews soonest and its delay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.chasing.kinds import CCO_RUNG
from handlers.executives.digests import rules
from handlers.executives.digests.agenda import Called, Stuck, Undecided
from handlers.executives.digests.shapes import Occasion
from handlers.executives.digests.words import for_days
from handlers.people import leads, office
from handlers.promises import items, moves
from handlers.promises.asked import QUESTION, TRIAGE
from handlers.promises.items import parts
from handlers.speech.lengths import cut
from storage import asks, counts, departments, owed, people, scopes, stakes, tasks
from storage.customers import Customer
from storage.issues import Issue
from storage.items import Item, State
from storage.owed import Whose
from storage.people import Role
from storage.stakes import Stake
from storage.tasks import Promise, Task

FAR = 365
"""Days to a renewal of which nobody knows."""
BESIDE = (TRIAGE, QUESTION, "impact", "decide")
"""What the CCO or executives owe themselves: it stands elsewhere."""
CALL = "Call {name}"
NEAR = 7
"""A renewal within a week weighs as much as one in a week: all of them are now."""


@dataclass(frozen=True)
class Agenda:
    """What is put to the executives, whom they call already, and what else waits."""

    stuck: tuple[Stuck, ...]
    called: tuple[Called, ...]
    waiting: Undecided


def choose(session: Session, occasion: Occasion, team_id: str) -> Agenda:
    """The few things to put to the executives, at most one an account, and what else waits.

    Private things are counted and never chosen: whoever is in the channel reads this. Of an account
    that an executive calls nothing is asked before that call is made.
    """
    whose = climbed(team_id)
    found = stakes.first(session, whose, rules.WEIGHED, scopes.whoever(team_id))
    found.sort(key=lambda each: _order(each, occasion))
    called = calls(session, team_id, (each.customer for each in found if each.customer))
    resting = [each for each in found if _account(each) in called]
    chosen: list[Stuck] = []
    told: list[Stake] = []
    accounts: set[object] = {*called}
    for stake in found:
        account = _account(stake)
        if len(chosen) < rules.DECIDED and account not in accounts:
            accounts.add(account)
            chosen.append(_thing(session, occasion, stake))
            told += _told_with(chosen[-1], stake, found)
    promised = tuple(_called(task, resting) for task in called.values())
    return Agenda(tuple(chosen), promised, _rest(session, whose, [*told, *resting]))


def climbed(team_id: str) -> Whose:
    """Everything that has climbed as far as it goes, whoever owes it."""
    return Whose(team_id, "", CCO_RUNG, but=BESIDE)


def call_title(customer: Customer) -> str:
    """What the task is called of somebody who calls a customer."""
    return cut(CALL.format(name=customer.name), items.TITLE)


def calls(session: Session, team_id: str, known: Iterable[Customer]) -> dict[object, Task]:
    """The open calls that executives have promised to any of these customers, by their ids."""
    titles = {who.customer_id: call_title(who) for who in known}
    open_calls = tasks.open_called(session, team_id, titles) if titles else []
    callers = people.by_id(session, team_id, {each.created_by for each in open_calls})
    decides = {who for who, each in callers.items() if each.role in (Role.EXECUTIVE, Role.CCO)}
    return {each.customer_id: each for each in open_calls if each.created_by in decides}


def _called(task: Task, resting: Sequence[Stake]) -> Called:
    theirs = [each for each in resting if _account(each) == task.customer_id]
    who = theirs[0].customer
    others = [each for each in theirs if each.item.ref != task.ref]
    return Called(
        customer=who.name if who else "",
        ref=task.ref,
        by=task.due_at or task.created_at,
        zone=task.due_zone,
        things=len(others),
    )


def of_item(session: Session, now: datetime, calendar: Calendar, item: Item) -> Stuck | None:
    """The same of one thing, for somebody with this calendar; None where it is not stuck."""
    about = asks.open_about(session, item.team_id, item.noun, item.number)
    high = [ask for ask in about if ask.rung >= CCO_RUNG and ask.kind not in BESIDE]
    if not high:
        return None
    stake = Stake(min(high, key=lambda ask: ask.due_at), item, items.customer_of(session, item))
    return _thing(session, Occasion("", calendar, now, now), stake)


def weight(value: int | None, renews_on: date | None, today: date, days: int) -> float:
    """How much is at stake: the value of a year × the days it waits ÷ those to the renewal."""
    left = FAR if renews_on is None else max((renews_on - today).days, NEAR)
    return (value or 0) * max(days, 1) / left


def _order(stake: Stake, occasion: Occasion) -> tuple[object, ...]:
    today, ask, who = hours.local_day(occasion.calendar, occasion.now), stake.ask, stake.customer
    at_stake = weight(
        who.annual_value if who else None,
        who.renews_on(today) if who else None,
        today,
        _days(stake, occasion),
    )
    return -at_stake, ask.severity, ask.tier_rank, ask.due_at, ask.noun, ask.number


def _days(stake: Stake, occasion: Occasion) -> int:
    calendar = occasion.calendar.without_leave()
    return max(hours.working_days_between(calendar, stake.ask.due_at, occasion.now), 0)


def _account(stake: Stake) -> object:
    """What only one thing is chosen of: an account, or an issue that is nobody's in particular."""
    if stake.customer:
        return stake.customer.customer_id
    return _issue_number(stake.item) or stake.item.ref


def _issue_number(item: Item) -> int | None:
    """The issue that it is, or of which it is the part of a department."""
    if isinstance(item, Promise):
        return item.issue_number if item.is_part else None
    return item.number


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
        days=_days(stake, occasion),
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
    return [each for each in found if _issue_number(each.item) == thing.line.number]


def _rest(session: Session, whose: Whose, told: Sequence[Stake]) -> Undecided:
    """How much waits beside what was told, in how many departments, and who has it."""
    more = Counter[UUID | None](owed.by_department(session, whose))
    more.subtract(each.ask.department_id for each in told)
    total = owed.count(session, whose)
    return Undecided(
        count=total - len(told),
        departments=sum(number > 0 for home, number in more.items() if home is not None),
        holders=tuple(each.name for each in office.holders(session, whose.team_id)),
        total=total,
    )
