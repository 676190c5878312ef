"""Each customer who will meet an issue is told by one person; who that is follows the list.

Whatever becomes of an issue and of its list, here everybody who waits is asked of somebody, once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import calendars
from handlers.chasing import asks as chasing_asks
from handlers.chasing import faces
from handlers.chasing import policy as policies
from handlers.people import access, leads
from handlers.promises import items, lifecycle
from handlers.promises import moves as table
from handlers.promises.asked import WARN as KIND
from handlers.promises.items import concerned
from handlers.promises.lifecycle import Asked
from handlers.promises.warnings.kind import WARN
from storage import asks, concerns, issues, people
from storage.asks import Ask, Outcome
from storage.concerns import ConcernedCustomer
from storage.customers import Customer, Tier
from storage.history import Event
from storage.issues import Issue
from storage.items import Item
from storage.people import Person

MOST_FOLLOWED = 100
"""So many issues of one customer go along with their account, the newest."""
Tellers = Mapping[UUID, Person]
"""Who tells each customer, by the id of the customer."""


def numbers(session: Session, issue: Issue) -> list[int]:
    """Whose lists are one: an issue's, and those of what was joined to it."""
    return [issue.number, *(each.number for each in items.joined(session, issue))]


def open_asks(session: Session, issue: Issue) -> list[Ask]:
    """Who is asked at the moment to tell customers first."""
    about = asks.open_about(session, issue.team_id, issue.noun, issue.number)
    return [ask for ask in about if ask.kind == KIND]


# --- who tells whom ---


def tellers(
    session: Session,
    issue: Issue,
    candidates: Sequence[ConcernedCustomer],
    named: Person | None,
    actor: Person | None,
) -> dict[UUID, Person]:
    """Who tells each of these: the account lead, whoever is named, else who reported it.

    Only those who work here and may see the issue, and none of them the CCO. Where nobody else is
    there it is its owner, or whoever says it. Who can be told by nobody is left out.
    """
    lead_ids = {each.lead_id for each in candidates if each.lead_id}
    found = people.by_id(session, issue.team_id, sorted(lead_ids))
    can = {user_id for user_id, each in found.items() if can_tell(session, issue, each)}
    last = named or _somebody(session, issue, actor)
    told = {
        each.customer_id: found[each.lead_id] if each.lead_id in can else last
        for each in candidates
    }
    return {customer_id: person for customer_id, person in told.items() if person}


def can_tell(session: Session, issue: Issue, person: Person) -> bool:
    """Whether somebody can be asked to tell customers of an issue."""
    return access.can_own(person) and access.may_see(session, person, issue)


def _somebody(session: Session, issue: Issue, actor: Person | None) -> Person | None:
    """Who tells those whose account nobody leads."""
    reporter = people.find(session, issue.team_id, issue.created_by)
    row = (None if issue.source else reporter, items.owner_of(session, issue), actor)
    return next((each for each in row if each and can_tell(session, issue, each)), None)


def asking(
    session: Session,
    now: datetime,
    issue: Issue,
    candidates: Sequence[ConcernedCustomer],
    told_by: Tellers,
) -> list[Asked]:
    """Whom to ask who is not asked yet: each by the clock of the weightiest of their customers."""
    known = {ask.whose_id for ask in open_asks(session, issue)}
    weightiest: dict[str, int] = {}
    order = list(Tier)
    for each in candidates:
        teller = told_by.get(each.customer_id)
        if teller and teller.user_id not in known:
            rank = order.index(Tier(each.tier))
            weightiest[teller.user_id] = min(rank, weightiest.get(teller.user_id, len(order)))
    policy = policies.of(session, issue.team_id)
    by_id = {person.user_id: person for person in told_by.values()}
    return [
        Asked(
            WARN, by_id[user_id], issue.department_id, announced=False,
            by=policies.after(
                calendars.for_person(session, by_id[user_id]), now,
                policy.contact[issue.severity][order[rank]],
            ),
        )
        for user_id, rank in sorted(weightiest.items())
    ]  # fmt: skip


# --- what follows ---


def follow(session: Session, now: datetime, issue: Issue, by: str = "") -> None:
    """Let everybody who waits on the list of an issue be asked of somebody, and nobody else.

    Who is on the list and has reported it meanwhile is told as such. Whoever was asked goes on; an
    ask of which nobody is left ends, by `by` (a Slack id).
    """
    if issue.state not in table.CONCERN.start:
        # It is as it was before somebody opened it by mistake: nobody tells anybody of it first.
        for ask in open_asks(session, issue):
            chasing_asks.answer(session, now, ask, by, Outcome.WITHDRAWN)
        return
    lists = numbers(session, issue)
    own = concerned.own([issue, *items.joined(session, issue)])
    waits = [
        each
        for each in concerns.waiting(session, issue.team_id, lists)
        if each.customer_id not in own
    ]
    there = {ask.ask_id for ask in open_asks(session, issue)}
    lost = [each for each in waits if each.ask_id not in there]
    if lost:
        _ask_of(session, now, issue, lost)
    _end_empty(session, now, issue, by, own)


def follow_lead(session: Session, now: datetime, customer: Customer, by: str) -> None:
    """Somebody else leads an account: what its customer is to hear first is theirs to say now.

    Whoever leads it and may not see an issue, or cannot be asked, leaves it with whoever is.
    """
    lead = leads.of_account(session, customer)
    wanted = concerns.waiting_for(session, customer.team_id, customer.customer_id, MOST_FOLLOWED)
    for concern in wanted if lead else []:
        whole = issues.whole(session, customer.team_id, concern.number)
        issue = issues.find(session, customer.team_id, whole.number, lock=True) if whole else None
        can = issue and issue.state in table.CONCERN.start
        if not (lead and issue and can and can_tell(session, issue, lead)):
            continue
        known = ConcernedCustomer(customer.customer_id, customer.name, customer.tier, lead.user_id)
        asked = asking(session, now, issue, [known], {customer.customer_id: lead})
        lifecycle.begin_asks(session, now, issue, items.customer_of(session, issue), *asked)
        assign(session, issue, {concern.concern_id: lead})
        follow(session, now, issue, by)
        # Whoever was asked so far reads in their messages that it is not theirs any more.
        faces.refresh(session, now, issue.team_id, issue.noun, issue.number)


def _ask_of(
    session: Session, now: datetime, issue: Issue, lost: Sequence[concerns.WaitingConcern]
) -> None:
    """Whoever was to tell them is asked again, while they can; else whoever it is now."""
    candidates = concerns.of_ids(session, issue.team_id, [each.customer_id for each in lost])
    told_by = {
        **tellers(session, issue, candidates, None, None), **_before(session, issue, lost),
    }  # fmt: skip
    wanted = asking(session, now, issue, candidates, told_by)
    lifecycle.begin_asks(session, now, issue, items.customer_of(session, issue), *wanted)
    assign(session, issue, {each.concern_id: told_by.get(each.customer_id) for each in lost})


def _before(session: Session, issue: Issue, lost: Sequence[concerns.WaitingConcern]) -> Tellers:
    """Who was asked so far to tell each of these, while they still can."""
    found: dict[UUID, Person] = {}
    known: dict[UUID, Person | None] = {}
    for ask_id in {each.ask_id for each in lost if each.ask_id}:
        ask = asks.find(session, issue.team_id, ask_id)
        person = people.find(session, issue.team_id, ask.whose_id) if ask else None
        known[ask_id] = person if person and can_tell(session, issue, person) else None
    for each in lost:
        teller = known.get(each.ask_id) if each.ask_id else None
        if teller:
            found[each.customer_id] = teller
    return found


def assign(session: Session, issue: Issue, told_by: Mapping[UUID, Person | None]) -> None:
    """Let each line (by its id) wait by the ask of whoever tells it."""
    by_person = {ask.whose_id: ask.ask_id for ask in open_asks(session, issue)}
    lines: dict[UUID, list[UUID]] = {}
    for concern_id, person in told_by.items():
        ask_id = by_person.get(person.user_id) if person else None
        if ask_id:
            lines.setdefault(ask_id, []).append(concern_id)
    for ask_id, concern_ids in lines.items():
        concerns.ask_by(session, issue.team_id, concern_ids, ask_id)


def end_answered(session: Session, now: datetime, issue: Issue, by: str) -> None:
    """Whoever has told all of theirs is not asked any more."""
    own = concerned.own([issue, *items.joined(session, issue)])
    _end_empty(session, now, issue, by, own, Outcome.ANSWERED)


def _end_empty(
    session: Session,
    now: datetime,
    issue: Issue,
    by: str,
    own: Collection[UUID],
    how: Outcome = Outcome.WITHDRAWN,
) -> None:
    lists = numbers(session, issue)
    waits = concerns.waiting(session, issue.team_id, lists)
    needed = {each.ask_id for each in waits if each.customer_id not in own}
    for ask in open_asks(session, issue):
        if ask.ask_id not in needed:
            chasing_asks.answer(session, now, ask, by, how)


def undo(session: Session, now: datetime, item: Item, event: Event) -> None:
    """Take back what was said of the list with an event: whoever was told waits again."""
    if not isinstance(item, Issue):
        return
    place, at, by = (item.team_id, item.number), event.happened_at, event.actor
    if event.verb == table.CONCERN.verb:
        concerns.take_off(session, *place, at, by)
    elif event.verb in (table.WARNED.verb, table.SPARED.verb):
        for number in numbers(session, item):
            ended = concerns.wait_again(session, item.team_id, number, at, by)
            for ask in asks.hold(session, item.team_id, list(ended)):
                if ask.answered_at is not None:
                    chasing_asks.owe_again(session, now, ask, WARN)


def keep_up(session: Session, now: datetime, item: Item, by: str) -> None:
    """After something was undone: bring who is asked up to date, here and where it was joined."""
    if not isinstance(item, Issue):
        return
    whole = issues.whole(session, item.team_id, item.number)
    for each in {each.number: each for each in (item, whole) if each}.values():
        follow(session, now, each, by)
