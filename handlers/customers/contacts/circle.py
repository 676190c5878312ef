"""Who may read who decides at a customer: those who look after the account, and who leads."""

from __future__ import annotations

from sqlmodel import Session

from handlers.people import audiences
from handlers.speech.people_errors import NotYours
from storage import asks, contacts
from storage.contacts import Contact
from storage.customers import Customer
from storage.people import Person, Role
from storage.scopes import Reader

WHO = "the account lead, the sponsor, an executive or the CCO"


def may_read(session: Session, person: Person, customer: Customer) -> bool:
    """Whether somebody may read names, roles, and who heard whom.

    Those are the account lead, the sponsor, who speaks for a department that owes them something,
    executives and the CCO; others read how many decide.
    """
    return may_read_of(session, person, audiences.reader(session, person), customer)


def may_read_of(session: Session, person: Person, reader: Reader, customer: Customer) -> bool:
    """The same for one of many customers: `reader` is what somebody may see at all."""
    if not person.works_here:
        return False
    if reader.sees_all or person.role == Role.EXECUTIVE:
        return True
    if person.user_id in (customer.owner_id, customer.sponsor_id):
        return True
    if not reader.speaks_for:
        return False
    return bool(reader.speaks_for & contacts.owed_by(session, person.team_id, customer.customer_id))


def check(
    session: Session, person: Person, customer: Customer, contact: Contact | None = None
) -> None:
    """Let those go on who may read of a customer's people, and who is asked about this one.

    Raises NotYours.
    """
    if may_read(session, person, customer) or (contact and _is_asked(session, person, contact)):
        return
    raise NotYours(who=WHO)


def _is_asked(session: Session, person: Person, contact: Contact) -> bool:
    """Whether somebody is asked about them, or leads the department of whoever is."""
    about = asks.open_about(session, contact.team_id, contact.noun, contact.number)
    leads = audiences.reader(session, person).speaks_for
    return any(
        person.user_id in (each.person_id, each.for_id) or each.department_id in leads
        for each in about
    )
