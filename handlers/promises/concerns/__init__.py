"""Who else will meet an issue is listed here, by segment or name; each hears it from us first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from handlers.people import access
from handlers.people.tiers import TIERS
from handlers.promises import items, lifecycle, moves, warnings
from handlers.promises.items import concerned
from handlers.promises.lifecycle import Move
from handlers.promises.warnings import Tellers
from handlers.speech import reasons, words
from handlers.speech.answer_errors import MayNotSee
from handlers.speech.concern_errors import (
    ConcernedMissing,
    EmptySegment,
    HeardAlready,
    ListWentAlong,
    ManyConcerned,
    NobodyNew,
    NobodyOnList,
    NobodyTells,
    NobodyWaits,
    NotConcerned,
    OnlyIssuesConcern,
    TooManyConcerned,
)
from storage import concerns, issues, people
from storage.concerns import Concern, ConcernedCustomer, ConcernEnd, ToldFirst
from storage.customers import Customer, Tier
from storage.issues import Issue
from storage.items import Item
from storage.people import Person

MOST, MOST_NAMED = 10_000, 50
"""So many customers fit on the list of one issue, and can be chosen by name at once."""
UNASKED = 20
"""Of more than so many it is asked first whether they are meant."""
NAMED = 10
"""So many customers are named in history; of more it says how many."""


@dataclass(frozen=True)
class ConcernChoice:
    """Who will meet an issue as well: whole segments as they are now, and customers by name.

    `teller` tells those whose account nobody leads; `sure` is of how many somebody has said that
    all of them are meant.
    """

    tiers: Sequence[Tier] = ()
    customers: Sequence[Customer] = ()
    teller: Person | None = None
    sure: int = 0

    @property
    def is_somebody(self) -> bool:
        """Whether anybody is chosen."""
        return bool(self.tiers or self.customers)


NOBODY_ELSE = ConcernChoice()


@dataclass(frozen=True)
class ConcernsAdded:
    """Who was put on the list of an issue, and who is asked to tell how many of them.

    `known` stood there already, or have reported it themselves.
    """

    issue: Issue
    names: Sequence[str]
    count: int
    tellers: Sequence[tuple[Person, int]]
    known: int = 0


@dataclass(frozen=True)
class HeardOf:
    """Of how many customers of an issue somebody said that they know, or need not hear it."""

    issue: Issue
    count: int
    names: Sequence[str]
    tally: ToldFirst


# --- who will meet it ---


def concern(
    session: Session, now: datetime, actor: Person, item: Item, chosen: ConcernChoice
) -> ConcernsAdded:
    """Put customers on the list of an issue, which is held; one person is asked for each of them.

    A segment is whoever is in it now. Raises what `check` and `plan` raise, and ManyConcerned for
    more than `UNASKED` in segments of whom nobody has said yet that they are meant.
    """
    issue = check(session, actor, item)
    new, known = _new(session, issue, chosen)
    told_by = _tellers(session, actor, issue, new, chosen.teller)
    asked = {person.user_id for person in told_by.values()}
    by_name = {each.customer_id for each in chosen.customers}
    in_segments = [each for each in new if each.customer_id not in by_name]
    if len(in_segments) > UNASKED and chosen.sure != len(new):
        raise ManyConcerned(
            people=words.count(len(asked), "person", "people"),
            customers=words.figures(len(new), "customer"),
            count=str(len(new)),
        )
    names = [each.name for each in sorted(new, key=_in_order)]
    lifecycle.make(
        session, now, moves.CONCERN, issue, actor,
        asked=warnings.asking(session, now, issue, new, told_by),
        customers=_said(names), count=len(new),
    )  # fmt: skip
    _put_on(session, now, actor, issue, new, chosen, told_by)
    return ConcernsAdded(issue, names, len(new), _shares(told_by), known)


def check(session: Session, actor: Person, item: Item) -> Issue:
    """An issue on whose list somebody may put customers.

    Raises OnlyIssuesConcern, ListWentAlong, and what `lifecycle.permit` raises.
    """
    return check_may(session, actor, item, moves.CONCERN)


def check_may(session: Session, actor: Person, item: Item, move: Move) -> Issue:
    """An issue of whose list somebody may say this. Raises what `check` raises."""
    issue = _issue(session, item)
    lifecycle.permit(session, actor, issue, move)
    return issue


def _issue(session: Session, item: Item) -> Issue:
    """Raises OnlyIssuesConcern for a task, and ListWentAlong for what was joined to another."""
    if not isinstance(item, Issue):
        raise OnlyIssuesConcern(ref=item.ref)
    joined = items.joined_to(item)
    if joined:
        whole = issues.whole(session, item.team_id, item.number) or item
        raise ListWentAlong(ref=item.ref, how=joined, into=whole.ref)
    return item


def _new(
    session: Session, issue: Issue, chosen: ConcernChoice
) -> tuple[list[ConcernedCustomer], int]:
    """Who of those chosen is not on the list yet, and how many are, or have reported it.

    Raises ConcernedMissing, EmptySegment, TooManyConcerned and NobodyNew.
    """
    if not chosen.is_somebody:
        raise ConcernedMissing
    if len(chosen.customers) > MOST_NAMED:
        raise TooManyConcerned(count=f"{len(chosen.customers):,}", most=f"{MOST_NAMED}")
    of_tiers = concerns.of_tiers(session, issue.team_id, chosen.tiers, MOST + 1)
    there = {each.tier for each in of_tiers}
    empty = [tier for tier in chosen.tiers if tier not in there]
    if empty and len(of_tiers) <= MOST:
        segments = words.join_names([TIERS[tier] for tier in empty], "or")
        raise EmptySegment(segment=segments)
    by_name = (
        ConcernedCustomer(each.customer_id, each.name, each.tier, each.owner_id)
        for each in chosen.customers
    )
    all_of_them = {each.customer_id: each for each in (*of_tiers, *by_name)}
    lists = warnings.numbers(session, issue)
    on_it = concerns.customers_on(session, issue.team_id, lists)
    count = len({*all_of_them, *on_it})
    if count > MOST:
        raise TooManyConcerned(count=_counted(count), most=f"{MOST:,}")
    known = on_it | concerned.own([issue, *items.joined(session, issue)])
    new = [each for customer_id, each in all_of_them.items() if customer_id not in known]
    if not new:
        names = sorted(each.name for each in all_of_them.values())
        verb = "is" if len(names) == 1 else "are"
        raise NobodyNew(customers=_said(names), verb=verb, ref=issue.ref)
    return new, len(all_of_them) - len(new)


def _counted(count: int) -> str:
    """How many there are, as far as they were counted."""
    return f"more than {MOST:,}" if count > MOST else f"{count:,}"


def _tellers(
    session: Session,
    actor: Person,
    issue: Issue,
    new: Sequence[ConcernedCustomer],
    named: Person | None,
) -> Tellers:
    """Who tells each; raises MayNotSee, NobodyTells, and what `access.check_owner` raises."""
    if named:
        access.check_owner(named)
        if not access.may_see(session, named, issue):
            raise MayNotSee(ref=issue.ref, name=named.name)
    found = warnings.tellers(session, issue, new, named, actor)
    left = next((each for each in new if each.customer_id not in found), None)
    if left:
        raise NobodyTells(customer=left.name, ref=issue.ref)
    return found


def _put_on(
    session: Session,
    now: datetime,
    actor: Person,
    issue: Issue,
    new: Sequence[ConcernedCustomer],
    chosen: ConcernChoice,
    told_by: Tellers,
) -> None:
    """Each is a line that waits by the ask of whoever tells them."""
    by_person = {ask.whose_id: ask.ask_id for ask in warnings.open_asks(session, issue)}
    by_name = {each.customer_id for each in chosen.customers}
    concerns.add(
        session, issue.team_id, issue.number,
        {each.customer_id: "" if each.customer_id in by_name else each.tier for each in new},
        actor.user_id, now,
        {customer_id: by_person[person.user_id] for customer_id, person in told_by.items()},
    )  # fmt: skip


def _shares(told_by: Tellers) -> list[tuple[Person, int]]:
    """Who tells how many, whoever tells most first."""
    found: dict[str, tuple[Person, int]] = {}
    for person in told_by.values():
        found[person.user_id] = (person, found.get(person.user_id, (person, 0))[1] + 1)
    return sorted(found.values(), key=lambda each: (-each[1], each[0].name))


def _in_order(each: ConcernedCustomer) -> tuple[int, str]:
    return list(Tier).index(Tier(each.tier)), each.name


def _said(names: Sequence[str]) -> str:
    """“Acme, Globex and 7 more”."""
    left = len(names) - NAMED
    return words.join_names([*names[:NAMED], *([f"{left:,} more"] if left > 0 else [])])


# --- what became of it ---


def tell(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    which: Collection[Concern],
    said: str = "",
) -> HeardOf:
    """Say of these customers of an issue, which is held, that they know, and what they heard.

    Raises NoteTooLong, HeardAlready for one alone who was answered for, NobodyWaits, and what
    `_issue` and `lifecycle.permit` raise.
    """
    items.check_note(said)
    return _answer(session, now, actor, item, which, moves.WARNED, ConcernEnd.TOLD, said)


def spare(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    which: Collection[Concern],
    reason: str,
) -> HeardOf:
    """Say of these customers that they need not hear it, and why.

    Raises WhyMissing, and what `tell` raises.
    """
    reasons.check(reason)
    items.check_note(reason)
    return _answer(session, now, actor, item, which, moves.SPARED, ConcernEnd.SPARED, reason)


def _answer(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    which: Collection[Concern],
    move: Move,
    how: ConcernEnd,
    said: str,
) -> HeardOf:
    issue = check_may(session, actor, item, move)
    waiting = [each for each in which if each.answered_at is None]
    if not waiting:
        raise _nobody_waits(session, issue, which)
    ids = [each.customer_id for each in waiting]
    names = [each.name for each in concerns.of_ids(session, issue.team_id, ids)]
    count = concerns.answer(
        session, issue.team_id, [each.concern_id for each in waiting], actor.user_id, now, how, said
    )
    told: dict[str, Any] = {"reason": said} if move is moves.SPARED else {"words": said}
    lifecycle.make(
        session, now, move, issue, actor, customers=_said(sorted(names)), count=count, **told
    )
    warnings.end_answered(session, now, issue, actor.user_id)
    return HeardOf(issue, count, sorted(names), tally(session, issue))


def _nobody_waits(
    session: Session, issue: Issue, which: Collection[Concern]
) -> HeardAlready | NobodyWaits:
    one = next(iter(which), None)
    if one is None or len(which) > 1 or one.answered_at is None:
        return NobodyWaits(ref=issue.ref)
    by = people.find(session, issue.team_id, one.answered_by) if one.answered_by else None
    names = [each.name for each in concerns.of_ids(session, issue.team_id, [one.customer_id])]
    return HeardAlready(
        customer=words.join_names(names) or "This customer",
        name=by.name if by else "somebody",
        day=words.day(one.answered_at, by.zone if by else "UTC", one.answered_at),
    )


def theirs(session: Session, actor: Person, item: Item) -> list[Concern]:
    """Whom somebody is to tell: theirs, or where they are asked of none everybody who waits.

    Raises NobodyOnList, NobodyWaits and what `_issue` raises.
    """
    issue = _issue(session, item)
    asked = {
        ask.ask_id
        for ask in warnings.open_asks(session, issue)
        if actor.user_id in (ask.person_id, ask.for_id)
    }
    lists = warnings.numbers(session, issue)
    own = concerned.own([issue, *items.joined(session, issue)])
    waits = [
        each for each in concerns.waiting(session, issue.team_id, lists)
        if each.customer_id not in own
    ]  # fmt: skip
    wanted = [each for each in waits if each.ask_id in asked] or waits
    if not wanted:
        is_empty = not tally(session, issue).total
        raise (NobodyOnList if is_empty else NobodyWaits)(ref=issue.ref)
    ids = [each.customer_id for each in wanted]
    return concerns.of_customers(session, issue.team_id, lists, ids)


def of_customers(session: Session, item: Item, customers: Sequence[Customer]) -> list[Concern]:
    """The lines of these customers. Raises NotConcerned, and what `_issue` raises."""
    issue = _issue(session, item)
    ids = [each.customer_id for each in customers]
    lists = warnings.numbers(session, issue)
    found = concerns.of_customers(session, issue.team_id, lists, ids)
    there = {each.customer_id for each in found}
    missing = next((each for each in customers if each.customer_id not in there), None)
    if missing:
        raise NotConcerned(customer=missing.name, ref=issue.ref)
    return found


def line(session: Session, item: Item, concern_id: UUID | None) -> Concern | None:
    """The line of an issue with this id; None where there is none."""
    issue = _issue(session, item)
    found = concerns.find(session, issue.team_id, concern_id) if concern_id else None
    return found if found and found.number in warnings.numbers(session, issue) else None


def tally(session: Session, issue: Issue) -> ToldFirst:
    """How the list of an issue stands."""
    return concerned.of(session, issue, items.joined(session, issue))
