"""People type `/cx plan Acme` or `/cx plan 2027` and read what the year is to bring."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.plans import cards, reading, years
from handlers.people import access, lookup
from handlers.speech.people_errors import UnknownCustomer
from handlers.speech.request import OpenForm, Request, Response


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx plan [Acme] [2027]`: alone the plan of the company for the year that is planned now.

    Raises FarYear, UnknownCustomer with the nearest name, and what `reading` raises.
    """
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    name, year = years.read(request.text, hours.day_of(now, person.zone))
    if not name:
        return OpenForm(cards.company(reading.of_company(session, now, person, year), person, now))
    customer = lookup.customer(session, person.team_id, name)
    if customer is None:
        raise UnknownCustomer(name=lookup.quoted(name), hint="")
    plan = reading.of_account(session, now, person, customer, year)
    return OpenForm(cards.account(plan, person, now))
