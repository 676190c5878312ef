"""Somebody reports here what customers experienced, and a rule or the CCO says whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import burden, whom
from handlers.chasing import policy as policies
from handlers.chasing.burden import Burden
from handlers.people import access, leads, lookup, routing, tiers
from handlers.promises import concerns, items, lifecycle, moves, parts, triage
from handlers.promises.asked import WARN
from handlers.promises.concerns import NOBODY_ELSE, ConcernChoice, ConcernsAdded
from handlers.promises.issues import others
from handlers.promises.items import audience, loop
from handlers.promises.items.audience import Readers
from handlers.promises.items.kinds import ACKNOWLEDGE
from handlers.promises.lifecycle import Asked, Changes
from handlers.promises.parts import PartAsked
from handlers.promises.steps.kind import INFORM
from handlers.promises.triage.kind import TRIAGE
from handlers.speech import blocks, cleaning, phrases, values
from handlers.speech.concern_errors import ManyConcerned
from handlers.speech.errors import IssueMissing
from handlers.speech.promise_errors import AlreadyRouted, NotAnIssue
from handlers.speech.words import join_names
from storage import asks, counters, departments, issues
from storage.audiences import Audience
from storage.cards import Face
from storage.customers import Customer
from storage.departments import Department, Route
from storage.issues import Experience, Feeling, Issue, Step
from storage.items import Item
from storage.people import Person
from storage.tasks import Promise

DEFAULT_SEVERITY = 3
MORE = {True: "yes", False: "no", None: ""}
"""Whether more customers will meet it, as history keeps it."""

# --- report one ---


@dataclass(frozen=True)
class NewIssue:
    """An issue as somebody reports it.

    `severity` is 1 to 4, a number or as people write it (“sev 2”). `department` is set where
    whoever reports it knows who can correct and prevent it. Words come as `cleaning.clean` leaves
    them.
    """

    title: str
    story: str = ""
    touchpoint: str = ""
    severity: int | str = DEFAULT_SEVERITY
    customer: Customer | None = None
    department: Department | None = None
    audience: Audience = Audience.DEPARTMENT
    felt: Feeling | None = None
    """How the customer felt, where that is known."""
    also: Sequence[Department] = ()
    """Which further departments must each take their part."""
    more: bool | None = None
    """Whether more customers will meet it; None where nobody knows."""
    teller: Person | None = None
    """Who tells those before they notice."""
    concerned: ConcernChoice = NOBODY_ELSE
    """Who of our customers will meet it as well."""
    tell_by: timedelta | None = None
    """Within how much time the customer hears from us, where that waits for nobody to take it."""


@dataclass(frozen=True)
class Reported:
    """An issue that was reported, and whose it is; without a department the CCO is asked.

    `readers` are those who may see it, where it is private.
    """

    issue: Experience
    department: Department | None
    owner: Person | None
    readers: Readers | None = None
    ccos: tuple[Person, ...] = ()
    asked: Person | None = None
    """Who was asked: the owner, or while they are away whoever stands in."""
    later: datetime | None = None
    """When (UTC) they can read it."""
    customer: Customer | None = None
    answer_by: datetime | None = None
    """By when (UTC) whoever was asked is to answer."""
    parts: Sequence[PartAsked] = ()
    """Which further departments are asked for their part."""
    first: Promise | None = None
    """By which task somebody is asked to tell other customers first, where nobody named them."""
    concerned: ConcernsAdded | None = None
    """Who of them is named, and who is asked to tell them."""
    many: ManyConcerned | None = None
    """They are so many that it is asked first whether all of them are meant."""
    teller: Person | None = None
    """Who is asked to tell the customer as soon as somebody takes it."""
    burden: Burden | None = None
    """What too much of has gathered with the CCO, this one included."""


def report(session: Session, now: datetime, actor: Person, new: NewIssue) -> Reported:
    """Store an issue and give it to its department, or to the CCO's triage list.

    Further departments are asked for their part of it. Raises what `access.check` raises,
    IssueMissing, TitleTooLong and WrongSeverity, and for those departments what `parts.check`
    raises.
    """
    access.check(session, actor, access.CREATE_ISSUE)
    issue = _issue(session, now, actor, new)
    rule = None if new.department else _rule(session, issue)
    department = new.department
    if rule:
        department = departments.find(session, actor.team_id, rule.department_id)
    owner = leads.lead_of(session, department)
    also = _also(session, issue, department, new)
    more = MORE[new.more]
    if new.teller and not new.concerned.is_somebody:
        others.check(session, actor, new.teller, department)
    if department is None or owner is None:
        soon = _telling(session, now, issue, new)
        ccos = _to_triage(session, now, actor, issue, more, soon)
        told_first = _first(session, now, actor, issue, new)
        there = tuple(items.asked_of(session, issue, each) for each in ccos)
        readers = audience.readers_of(session, issue)
        return Reported(
            issue, None, None, readers, there, customer=new.customer,
            burden=burden.of_office(session, actor.team_id), **told_first,
        )  # fmt: skip
    issue.owner_id, issue.department_id = owner.user_id, department.department_id
    issue.due_at = _due(session, now, owner, issue.severity, new.customer)
    issue.original_due_at, issue.due_zone = issue.due_at, owner.zone
    asked = [
        Asked(ACKNOWLEDGE, owner, department.department_id),
        *_telling(session, now, issue, new),
    ]
    pattern = rule.pattern if rule else ""
    lifecycle.begin(
        session, now, moves.REPORT, issue, actor, asked=asked, rule=pattern, felt=issue.felt,
        departments=join_names([each.name for each in also]), more=more,
    )  # fmt: skip
    items.show_new(session, now, issue, department, owner)
    begun = parts.begin(session, now, actor, issue, also)
    told_first = _first(session, now, actor, issue, new)
    readers = audience.readers_of(session, issue)
    asked_now = items.asked_of(session, issue, owner)
    later = calendars.later(session, asked_now, now)
    open_now = asks.open_about(session, issue.team_id, issue.noun, issue.number)
    answer_by = min((each.due_at for each in open_now if each.kind != WARN), default=None)
    return Reported(
        issue, department, owner, readers, asked=asked_now, later=later,
        customer=new.customer, answer_by=answer_by, parts=begun,
        teller=_teller(session, issue, new.customer), **told_first,
    )  # fmt: skip


def _first(
    session: Session, now: datetime, actor: Person, issue: Experience, new: NewIssue
) -> dict[str, Any]:
    """Who of our customers hears of it before they notice, or by which task they do."""
    if not new.concerned.is_somebody:
        task = others.ask_to_tell(session, now, actor, issue, new.teller) if new.teller else None
        return {"first": task}
    held = issues.find(session, issue.team_id, issue.number, lock=True)
    if held is None:
        return {}
    try:
        return {"concerned": concerns.concern(session, now, actor, held, new.concerned)}
    except ManyConcerned as many:
        return {"many": many}


def _telling(session: Session, now: datetime, issue: Experience, new: NewIssue) -> list[Asked]:
    """Who tells the customer before anybody takes it; nobody where that waits."""
    teller = caller(session, issue, new.customer) if new.tell_by else None
    if teller is None or new.tell_by is None:
        return []
    by = told_by(session, teller, now, new.tell_by)
    return [Asked(INFORM, teller, issue.department_id, announced=False, by=by)]


def caller(session: Session, issue: Experience, customer: Customer | None) -> Person | None:
    """Who calls the customer of an issue that nobody here reported themselves.

    That is whoever looks after the account, else whoever can tell them.
    """
    who = whom.looks_after(session, customer) if customer else None
    return who or loop.can_do(session, issue, Step.TOLD, customer)


def told_by(session: Session, teller: Person, now: datetime, within: timedelta) -> datetime:
    """By when (UTC) a customer hears from us: so long from now, or when somebody is there next."""
    calendar = calendars.for_person(session, teller)
    at = now + within
    return at if hours.is_open(calendar, at) else hours.next_open(calendar, at)


def _teller(session: Session, issue: Experience, customer: Customer | None) -> Person | None:
    """Who tells the customer what happens now; nobody where the house rules ask for it of none."""
    if Step.TOLD not in loop.needed(policies.of(session, issue.team_id), issue.severity, customer):
        return None
    return loop.can_do(session, issue, Step.TOLD, customer)


def _issue(session: Session, now: datetime, actor: Person, new: NewIssue) -> Experience:
    """The row of a new issue, with the next number; raises IssueMissing and so on."""
    if cleaning.says_nothing(new.title):
        raise IssueMissing
    items.check_title(new.title)
    severity = values.severity(str(new.severity))
    return Experience(
        team_id=actor.team_id,
        number=counters.next_number(session, actor.team_id, Experience.noun),
        title=phrases.one_line(new.title),
        story=new.story,
        touchpoint=blocks.clip(new.touchpoint, items.TOUCHPOINT),
        severity=severity,
        customer_id=new.customer.customer_id if new.customer else None,
        created_by=actor.user_id,
        created_at=now,
        audience=new.audience,
        felt=new.felt,
    )


def _also(
    session: Session, issue: Experience, department: Department | None, new: NewIssue
) -> list[Department]:
    """Those that must take it beside the one that answers for it; raises what `report` says."""
    answers = department.department_id if department else None
    also = [each for each in new.also if each.department_id != answers]
    if also:
        parts.check(session, issue.model_copy(update={"department_id": answers}), also)
    return also


def _rule(session: Session, issue: Experience) -> Route | None:
    """The rule that knows whose the words of an issue are."""
    rules_here = departments.routes(session, issue.team_id, routing.WORDS)
    return routing.by_words(f"{issue.title} {issue.story}", rules_here)


def _to_triage(
    session: Session,
    now: datetime,
    actor: Person,
    issue: Experience,
    more: str,
    soon: Sequence[Asked],
) -> tuple[Person, ...]:
    """Every CCO sees it and can send it to a department; who they are."""
    ccos = triage.to_ask(session, now, issue.team_id)
    asked = [*(Asked(TRIAGE, cco, None) for cco in ccos), *soon]
    lifecycle.begin(
        session, now, moves.REPORT_UNROUTED, issue, actor, asked=asked, rule="", felt=issue.felt,
        more=more,
    )  # fmt: skip
    for cco in ccos:
        items.show_person(session, now, issue, Face.CHANNEL, cco)
    return tuple(ccos)


# --- send it to a department ---


@dataclass(frozen=True)
class Routed:
    """An issue that was sent to a department, whose lead is asked."""

    issue: Issue
    department: Department
    owner: Person


def unrouted(session: Session, actor: Person, item: Item) -> Issue:
    """An issue, held, that somebody may send to a department.

    Raises AlreadyClosed, NotAnIssue, what `access.check` raises, and AlreadyRouted.
    """
    items.check_live(item)
    if not isinstance(item, Issue):
        raise NotAnIssue(ref=item.ref)
    access.check(session, actor, access.TRIAGE, item)
    department = items.department_of(session, item)
    if department:
        raise AlreadyRouted(ref=item.ref, department=department.name)
    return item


def route(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    department: Department,
    words: str = "",
    owner: Person | None = None,
) -> Routed:
    """Send an issue, held, to the department that can correct and prevent it.

    Its lead has it there, unless an `owner` is named. What contains one of the `words`, between
    commas, goes there from now on. Raises what `unrouted`, `lookup.lead`, `access.check_owner` and
    `values.routing_words` raise.
    """
    issue = unrouted(session, actor, item)
    owner = owner or lookup.lead(session, department)
    access.check_owner(owner)
    learnt = values.routing_words(words)
    for word in learnt:
        routing.teach(session, now, actor.user_id, department, routing.WORDS, word)
    customer = items.customer_of(session, issue)
    lifecycle.make(
        session,
        now,
        moves.ROUTE,
        issue,
        actor,
        changes=Changes(
            owner=owner,
            department=department,
            due_at=_due(session, now, owner, issue.severity, customer),
            zone=owner.zone,
        ),
        asked=[Asked(ACKNOWLEDGE, owner, department.department_id)],
        department=department.name,
        words=learnt,
    )
    items.show(session, now, issue, department)
    items.show_owner(session, now, issue, owner)
    return Routed(issue, department, owner)


def _due(
    session: Session, now: datetime, owner: Person, severity: int, customer: Customer | None
) -> datetime:
    """By the clock of its severity and the customer's tier, in the working time of its owner."""
    return items.resolve_by(session, now, owner, severity, tiers.of(customer))
