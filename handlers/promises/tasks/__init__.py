"""Somebody gives a task here: one thing that one named person will do by a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars
from handlers.people import access, lookup
from handlers.promises import along, deadlines, giving, hangs, items, lifecycle, moves
from handlers.promises.deadlines import ByWhen
from handlers.promises.items import audience, following
from handlers.promises.items.audience import Readers
from handlers.speech import cleaning, phrases
from handlers.speech.errors import DueMissing, OwnerMissing, TaskMissing
from storage.audiences import Audience
from storage.customer_outcomes import CustomerOutcome
from storage.customers import Customer
from storage.departments import Department
from storage.initiatives import Initiative
from storage.issues import Issue
from storage.items import Item
from storage.people import Person
from storage.tasks import Promise


@dataclass(frozen=True)
class NewTask:
    """A task as somebody gives it; who and for whom are rows, or words as people use them.

    `owner` is a mention, a handle or a full name, `by` a day in words or ISO on the owner's clock.
    Where no department is named, it is the owner's or that of the channel where this is said.
    `issue`, held, is what the task follows from; `reason` is why it is asked. Without an
    `audience` it is that of the issue. `outcome` is what it moves, if anything, and `initiative`,
    held, what it hangs on.
    Words come as `cleaning.clean` leaves them.
    """

    what: str
    owner: str
    by: str
    customer: Customer | str | None = None
    department: Department | str | None = None
    channel_id: str = ""
    issue: Issue | None = None
    reason: str = ""
    audience: Audience | None = None
    outcome: CustomerOutcome | None = None
    initiative: Initiative | None = None


@dataclass(frozen=True)
class Given:
    """A task that was given, for whom and by when, and when its owner reads of it (UTC).

    `readers` are those who may see it, where it is private.
    """

    task: Promise
    owner: Person
    customer: Customer | None
    by: ByWhen
    read_at: datetime
    stand_in: Person | None = None
    """Who was asked in their place, as they are away."""
    readers: Readers | None = None
    initiative: Initiative | None = None
    """What it hangs on."""


@dataclass(frozen=True)
class Withdrawn:
    """A promise that nobody is asked about any more."""

    item: Item


def give(session: Session, now: datetime, actor: Person, new: NewTask) -> Given:
    """Give a task to its owner, who is asked for it and sees it, as the department does.

    Raises what `access.check` raises; TaskMissing, OwnerMissing, DueMissing, TitleTooLong; what
    `lookup.person`, `access.check_owner`, `lookup.customer` and `lookup.department_for` raise;
    WrongDate; and what `lifecycle.permit` raises for the issue.
    """
    access.check(session, actor, access.CREATE_TASK)
    if new.issue:
        access.check(session, actor, access.READ)
    _check_said(new)
    items.check_title(new.what)
    owner = lookup.person(session, actor.team_id, new.owner)
    # Before anything else is looked for: what is wrong with the owner is said first.
    access.check_owner(owner)
    customer = _customer(session, owner.team_id, new.customer)
    department = _department(session, owner, new)
    by = deadlines.read(session, now, owner, new.by)
    task = giving.give(
        session,
        now,
        actor,
        title=phrases.one_line(new.what),
        owner=owner,
        department=department,
        due_at=by.at,
        timed=by.timed,
        customer=customer,
        issue=new.issue,
        outcome=new.outcome or hangs.moved_by(session, new.initiative),
        reason=new.reason,
        audience=new.audience or _audience_of(new.issue),
    )
    if new.initiative:
        hangs.hang(session, now, actor, new.initiative, task)
    asked = items.asked_of(session, task, owner)
    read_at = calendars.can_read_at(session, asked, now)
    stand_in = None if asked is owner else asked
    readers = audience.readers_of(session, task)
    return Given(task, owner, customer, by, read_at, stand_in, readers, new.initiative)


def _audience_of(issue: Issue | None) -> Audience:
    """Who may see what follows from an issue: those who may see that."""
    return Audience(issue.audience) if issue else Audience.DEPARTMENT


def withdraw(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    reason: str = "",
    *,
    anyway: bool = False,
) -> Withdrawn:
    """Take a promise back, which is held, and say why or not; this is for whoever asked for it.

    With an issue go the parts that departments were to take of it.

    `anyway` takes an issue back over tasks that are still open. Raises TasksStillOpen, and what
    `lifecycle.permit` raises.
    """
    lifecycle.permit(session, actor, item, moves.WITHDRAW)
    if not anyway:
        following.check_none_open(session, actor, item, "withdraw")
    along.take_back(session, now, actor, item, moves.WITHDRAW_PART)
    lifecycle.make(session, now, moves.WITHDRAW, item, actor, reason=reason)
    return Withdrawn(item)


def _check_said(new: NewTask) -> None:
    """Raises TaskMissing, OwnerMissing or DueMissing."""
    if cleaning.says_nothing(new.what):
        raise TaskMissing
    if not new.owner.strip():
        raise OwnerMissing
    if not new.by.strip():
        raise DueMissing


def _customer(session: Session, team_id: str, said: Customer | str | None) -> Customer | None:
    return said if isinstance(said, Customer) else lookup.customer(session, team_id, said or "")


def _department(session: Session, owner: Person, new: NewTask) -> Department:
    if isinstance(new.department, Department):
        return new.department
    return lookup.department_for(session, owner, new.department or "", new.channel_id)
