"""The accounts that somebody led are led by whoever follows them, who reads of it once."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.front.leavers import cards
from handlers.people import access, deputies, leads, records
from handlers.promises import accounts
from storage import customers, departments, people
from storage.people import Person, Role

NAMED = 5
"""So many accounts a message names."""


def tell(session: Session, now: datetime, left: Person) -> None:
    """Tell whoever leads the accounts from now on; the CCO where nobody follows."""
    count = customers.count_led(session, left.team_id, left.user_id)
    if not count:
        return
    names = [each.name for each in customers.led_by(session, left.team_id, left.user_id, NAMED)]
    heir = _heir(session, now, left)
    if heir:
        notes.send(session, now, heir, cards.accounts(left, count, names))
        return
    for cco in people.with_role(session, left.team_id, Role.CCO):
        reader = deputies.present(session, cco)
        notes.send(session, now, reader, cards.accounts_of_nobody(left, count, names))


def hand_on(session: Session, now: datetime, left: Person, most: int) -> bool:
    """Give a slice of the accounts to whoever follows; whether there was any to give."""
    heir = _heir(session, now, left)
    if heir is None:
        return False
    found = customers.led_by(session, left.team_id, left.user_id, most)
    for customer in found:
        before = records.facts_of(customer)
        customer.owner_id = heir.user_id
        session.add(customer)
        records.changed(session, now, "", customer, before)
        accounts.follow(session, now, customer, left.user_id, "")
    session.flush()
    return bool(found)


def _heir(session: Session, now: datetime, left: Person) -> Person | None:
    """Their deputy, else who leads their department, else whoever is nearest; never the CCO."""
    deputy = people.find(session, left.team_id, left.deputy_id) if left.deputy_id else None
    home = departments.find(session, left.team_id, left.department_id)
    row = (deputy, leads.lead_of(session, home), deputies.who(session, now, left))
    others = (each for each in row if each and each.user_id != left.user_id)
    return next((each for each in others if access.can_own(each)), None)
