"""Who speaks for a department or to a customer, and who stands in for somebody."""

from __future__ import annotations

from sqlmodel import Session

from handlers.people import access, deputies
from storage import people
from storage.customers import Customer
from storage.departments import Department
from storage.people import Person


def lead_of(session: Session, department: Department | None) -> Person | None:
    """Who speaks for a department: its lead, or the deputy when the lead cannot any more.

    What has nobody else comes to them; so it is never somebody who may not be given anything.
    """
    if department is None:
        return None
    for user_id in (department.lead_id, department.deputy_id):
        person = people.find(session, department.team_id, user_id) if user_id else None
        if person and access.can_own(person):
            return person
    return None


def of_account(session: Session, customer: Customer | None) -> Person | None:
    """Who leads the account of a customer, while they work here."""
    lead_id = customer.owner_id if customer else None
    lead = people.find(session, customer.team_id, lead_id) if customer and lead_id else None
    return lead if lead and lead.works_here else None


def sponsor_of(session: Session, customer: Customer | None) -> Person | None:
    """The executive who sponsors the account of a customer, while they work here."""
    sponsor_id = customer.sponsor_id if customer else None
    found = people.find(session, customer.team_id, sponsor_id) if customer and sponsor_id else None
    return found if found and found.works_here else None


def there_for(session: Session, department: Department | None) -> Person | None:
    """The same as it is now: while they are away, whoever stands in for them."""
    lead = lead_of(session, department)
    return deputies.present(session, lead) if lead else None


def deputy_of(session: Session, owner: Person, department: Department | None) -> Person | None:
    """Who can help a person out: their own deputy, else that of the department, who is there."""
    for user_id in (owner.deputy_id, department.deputy_id if department else None):
        person = people.find(session, owner.team_id, user_id) if user_id else None
        if person is None or person.stand_in_id or person.user_id == owner.user_id:
            continue
        if access.can_own(person):
            return person
    return None
