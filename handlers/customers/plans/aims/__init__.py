"""Whoever leads a key account says what it should be able to do by the end of a year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import changes
from handlers.customers.plans import reading
from handlers.customers.plans.aims import changing, moves, words
from handlers.customers.plans.aims.kind import PLAN
from handlers.people import access, lookup
from handlers.promises import giving, items, lifecycle
from handlers.promises.lifecycle import Asked, Move
from handlers.speech import cleaning, phrases
from handlers.speech.errors import StaleForm
from handlers.speech.plan_errors import AimEnded, AimMissing, AimTooLong
from storage import aims, counters, customers
from storage.aims import Aim
from storage.customers import Customer
from storage.people import Person
from storage.tasks import Promise

LONGEST = 1000
"""Characters of somebody's words."""


def say(session: Session, now: datetime, actor: Person, ref: str, said: str) -> Aim:
    """Write what a customer should be able to do, or write it anew.

    Raises AimMissing, AimTooLong, PlanOfTheGone, and what `named` raises.
    """
    aim = named(session, actor, ref, moves.SAY)
    _check(said)
    reading.check_is_here(customer_of(session, aim))
    _say(session, now, actor, aim, said)
    return aim


def write(
    session: Session, now: datetime, actor: Person, customer: Customer, year: int, said: str
) -> Aim:
    """The same for whoever was not asked: of a customer and a year. Raises what `say` raises."""
    access.check(session, actor, access.WRITE_AIM)
    _check(said)
    reading.check_is_here(customer)
    known = aims.of_year(session, customer.team_id, customer.customer_id, year, lock=True)
    if known is not None:
        _say(session, now, actor, known, said)
        return known
    new = made(session, now, customer, year)
    changes.change(new, _words(now, actor, said))
    lifecycle.begin(
        session, now, moves.WRITE, new, actor, aim=changing.TOLD.told_of(new), words=new.words
    )
    return new


def made(session: Session, now: datetime, customer: Customer, year: int) -> Aim:
    """A new aim of a customer for a year, which is not kept yet."""
    return Aim(
        team_id=customer.team_id,
        number=counters.next_number(session, customer.team_id, Aim.noun),
        title=words.TITLE.format(name=customer.name, year=year)[: items.TITLE],
        created_at=now,
        customer_id=customer.customer_id,
        year=year,
        lead_id=customer.owner_id,
    )


def will_ask(
    session: Session, now: datetime, actor: Person, ref: str, owner_id: str, day: str
) -> tuple[Aim, Promise]:
    """Somebody asks the customer by a day, which is a task; then it is asked again.

    Raises what `named` and `giving.give_chosen` raise.
    """
    aim = named(session, actor, ref, moves.FOLLOW)
    customer = customer_of(session, aim)
    title = words.TASK.format(name=customer.name, year=aim.year)[: items.TITLE]
    task = giving.give_chosen(session, now, actor, owner_id, day, title=title, customer=customer)
    _make(session, now, moves.FOLLOW, aim, actor, {"led_to": task.number})
    return aim, task


def pass_on(
    session: Session, now: datetime, actor: Person, ref: str, to_id: str
) -> tuple[Aim, Person]:
    """Ask somebody else instead; who that is.

    Raises what `named`, `lookup.chosen_person` and `access.check_works_here` raise.
    """
    aim = named(session, actor, ref, moves.PASS_ON)
    to = lookup.chosen_person(session, actor.team_id, to_id)
    access.check_works_here(to)
    lifecycle.permit(session, actor, aim, moves.PASS_ON)
    lifecycle.make(session, now, moves.PASS_ON, aim, actor, asked=[asked_of(to)], to=to.user_id)
    return aim, to


def asked_of(who: Person) -> Asked:
    """What somebody is asked, in their next message of the day."""
    return Asked(PLAN, who, who.department_id, announced=False)


def named(session: Session, actor: Person, ref: str, *which: Move) -> Aim:
    """The aim that somebody names, held until the commit, if these moves are theirs to make.

    Raises StaleForm for what names none, NoSuchNumber, AimEnded where it stands otherwise, and what
    `access.check` raises.
    """
    said = phrases.reference(ref)
    if said is None or said.letter != Aim.letter:
        access.check(session, actor, access.READ)
        raise StaleForm
    aim = aims.find(session, actor.team_id, said.number, lock=True)
    access.check(session, actor, access.WRITE_AIM, aim)
    if aim is None:
        raise items.unknown(session, actor.team_id, Aim, said.number)
    if which and not any(aim.state in each.start for each in which):
        raise AimEnded(ref=aim.ref)
    return aim


def may_write(session: Session, person: Person, aim: Aim | None = None) -> bool:
    """Whether somebody may write it down."""
    return access.may(session, person, access.WRITE_AIM, aim)


def customer_of(session: Session, aim: Aim) -> Customer:
    """Whose it is. Raises StaleForm."""
    found = customers.find(session, aim.team_id, aim.customer_id)
    if found is None:
        raise StaleForm
    return found


def _say(session: Session, now: datetime, actor: Person, aim: Aim, said: str) -> None:
    lifecycle.permit(session, actor, aim, moves.SAY)
    told = changes.change(aim, _words(now, actor, said))
    lifecycle.make(
        session, now, moves.SAY, aim, actor, words=aim.words, before=told.before, after=told.after
    )


def _words(now: datetime, actor: Person, said: str) -> dict[str, object]:
    today = hours.day_of(now, actor.zone)
    return {"words": said.strip(), "said_by": actor.user_id, "said_on": today}


def _check(said: str) -> None:
    if cleaning.says_nothing(said):
        raise AimMissing
    if len(said) > LONGEST:
        raise AimTooLong(length=f"{len(said):,}", most=f"{LONGEST:,}")


def _make(
    session: Session,
    now: datetime,
    move: Move,
    aim: Aim,
    actor: Person,
    wanted: Mapping[str, object],
) -> None:
    lifecycle.permit(session, actor, aim, move)
    told = changes.change(aim, wanted)
    lifecycle.make(session, now, move, aim, actor, before=told.before, after=told.after)
