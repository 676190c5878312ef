"""A plan as a printable file for one person, made when it leaves, as they may read it then."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.plans import cards, printing, reading, words
from handlers.people import access, lookup
from handlers.speech import paging
from handlers.speech import words as plain
from handlers.speech.errors import UserError
from storage import outbox, people
from storage.customers import Customer
from storage.outbox import Message, Priority
from storage.people import Person

OF = "plan"
"""Under this name the message keeps whose plan of which year it brings."""


def order(
    session: Session, now: datetime, actor: Person, customer: Customer | None, year: int
) -> None:
    """Have a plan come to whoever asks for it; asked for twice within a minute, it comes once.

    Raises PlanOfTheGone, and what `access.check` raises.
    """
    access.check(session, actor, access.READ)
    if customer is not None:
        reading.check_is_here(customer)
    which = paging.value(customer.customer_id.hex if customer else "", year)
    outbox.add(
        session,
        team_id=actor.team_id,
        now=now,
        key=f"plan-file:{actor.user_id}:{which}:{now:%Y%m%d%H%M}",
        lane=actor.user_id,
        method=outbox.FILE,
        payload={OF: which, "text": words.title(customer, year)},
        priority=Priority.ANSWER,
        once=True,
    )


def made(session: Session, message: Message, now: datetime) -> dict[str, str] | None:
    """The file of a message as its reader may see it now; None where they may not any more."""
    reader = people.find(session, message.team_id, message.lane)
    key, year = paging.read(str(message.payload.get(OF, "")))
    if reader is None:
        return None
    try:
        customer = lookup.chosen_customer(session, message.team_id, key)
        if customer is not None:
            account = reading.of_account(session, now, reader, customer, year)
            parts = cards.account_parts(account, reader, now, is_whole=True)
        else:
            company = reading.of_company(session, now, reader, year)
            today = hours.day_of(now, reader.zone)
            parts = cards.company_parts(company, today, is_whole=True)
    except UserError:
        return None
    known = people.by_id(session, message.team_id, sorted(printing.mentioned(parts)))
    names = {user_id: each.name for user_id, each in known.items()}
    title = words.title(customer, year)
    occasion = words.made_for(reader.name, plain.day(now, reader.zone, now))
    return {
        "name": words.file_name(customer, year),
        "title": title,
        "comment": words.COMMENT,
        "content": printing.page(title, occasion, parts, names),
    }
