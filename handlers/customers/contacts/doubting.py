"""Whoever decides at a customer may have gone: it is asked whether they still do, and answered."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing import whom
from handlers.customers import changes
from handlers.customers import contacts as room
from handlers.customers.contacts import changing, moves, words
from handlers.customers.contacts.kind import STILL
from handlers.people import access, lookup, office
from handlers.promises import lifecycle
from handlers.promises.lifecycle import Asked
from handlers.promises.tasks import NewTask, give
from handlers.speech.contact_errors import NotAskedAbout
from storage import contacts, customers
from storage.contacts import Contact
from storage.customers import Customer
from storage.people import Person

QUIET = timedelta(days=30)
"""After it was asked of somebody, it is not asked again so soon."""
DOUBT = 300
"""Characters of why it is asked."""


def came_back(session: Session, now: datetime, customer: Customer, said: str) -> bool:
    """The survey to somebody came back, who is named at a customer by name or by address.

    Whoever looks after the account is asked whether they still decide there. False where nobody is
    named like that, or it is asked already.
    """
    known = contacts.at(session, customer.team_id, customer.customer_id)
    contact = contacts.called(known, said, said)
    if contact is None:
        return False
    because = words.CAME_BACK.format(name=contact.title)
    return _ask(session, now, customer, contact, because)


def named_beside(session: Session, now: datetime, customer: Customer, new: Contact) -> bool:
    """Ask of the one who decides whether they still do, where a file names somebody else.

    Not where several do, and not of whom a file named that same day.
    """
    known = contacts.at(session, customer.team_id, customer.customer_id)
    others = [each for each in known if each.decides and each.number != new.number]
    if len(others) != 1 or others[0].created_at.date() == now.date():
        return False
    because = words.NAMED_BY_FILE.format(other=new.title, customer=customer.name)
    return _ask(session, now, customer, others[0], because)


def _ask(
    session: Session, now: datetime, customer: Customer, contact: Contact, because: str
) -> bool:
    who = whom.looks_after(session, customer)
    today = office.day_of(session, customer.team_id, now)
    held = contacts.find(session, contact.team_id, contact.number, lock=True)
    if who is None or customer.left_on or held is None or not held.is_there:
        return False
    if held.doubt or (held.doubted_on is not None and held.doubted_on > today - QUIET):
        return False
    different = changes.different(held, {"doubt": because[:DOUBT], "doubted_on": today})
    changing.TOLD.set_columns(held, different.after)
    lifecycle.pass_on(
        session, now, moves.DOUBT, held,
        asked=[Asked(STILL, who, who.department_id, announced=False)], to=who.user_id,
        before=different.before, after=different.after,
    )  # fmt: skip
    return True


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Nobody is asked whether they decide any more who was heard since, or whose customer left.

    This is done whenever a workspace is audited.
    """
    for each in contacts.doubted(session, team_id):
        customer = customers.find(session, team_id, each.customer_id)
        is_here = customer is not None and customer.left_on is None and each.is_there
        was_heard = bool(each.heard_on and each.doubted_on and each.heard_on > each.doubted_on)
        held = None
        if not is_here or was_heard:
            held = contacts.find(session, team_id, each.number, lock=True)
        if held is not None and held.doubt:
            different = changes.different(held, {"doubt": ""})
            changing.TOLD.set_columns(held, different.after)
            lifecycle.pass_on(
                session, now, moves.TRUST, held, before=different.before, after=different.after
            )


# --- answered ---


def confirm(session: Session, now: datetime, actor: Person, ref: str) -> Contact:
    """They still decide there. Raises NotAskedAbout, and what `room.named` raises."""
    contact = doubted(session, actor, ref)
    room.make(session, now, moves.CONFIRM, contact, actor, {"doubt": ""})
    return contact


def find_out(
    session: Session, now: datetime, actor: Person, ref: str, day: date | None
) -> tuple[Contact, str]:
    """A task of whoever says so finds out by a day; its name.

    Raises NotAskedAbout, and what `room.named` and `tasks.give` raise.
    """
    contact = doubted(session, actor, ref)
    customer = customers.find(session, contact.team_id, contact.customer_id)
    name = customer.name if customer else ""
    by = day or hours.day_of(now, actor.zone)
    given = give(session, now, actor, NewTask(
        what=words.FIND_OUT_WHETHER.format(name=contact.title, customer=name),
        owner=f"<@{actor.user_id}>", by=by.isoformat(), customer=customer,
    ))  # fmt: skip
    wanted = {"doubt": ""}
    room.make(session, now, moves.FIND_OUT, contact, actor, wanted, task=given.task.ref)
    return contact, given.task.ref


def ask_another(
    session: Session, now: datetime, actor: Person, ref: str, to_id: str
) -> tuple[Contact, Person]:
    """Somebody else can say it; who is asked now.

    Raises NotAskedAbout, and what `room.named`, `lookup.chosen_person` and
    `access.check_works_here` raise.
    """
    contact = doubted(session, actor, ref)
    to = lookup.chosen_person(session, actor.team_id, to_id)
    access.check_works_here(to)
    lifecycle.permit(session, actor, contact, moves.ASK_ANOTHER)
    asked = [Asked(STILL, to, to.department_id, announced=False)]
    lifecycle.make(
        session, now, moves.ASK_ANOTHER, contact, actor, asked=asked, to=to.user_id
    )  # fmt: skip
    return contact, to


def doubted(session: Session, actor: Person, ref: str) -> Contact:
    """The contact of whom it is asked. Raises NotAskedAbout, and what `room.named` raises."""
    contact = room.named(session, actor, ref, moves.CONFIRM)
    if not contact.doubt:
        raise NotAskedAbout(name=contact.title)
    return contact
