"""People type `/cx plan Acme` or `/cx plan 2027` and read what the year is to bring."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.plans import cards, quarter_cards, quarters, reading, words, years
from handlers.people import access, lookup
from handlers.speech import blocks, paging
from handlers.speech.errors import StaleForm
from handlers.speech.people_errors import UnknownCustomer
from handlers.speech.request import OpenForm, Request, Response, UpdateForm
from storage import customers


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


def quarter(request: Request, session: Session, now: datetime) -> Response:
    """All that begins in one quarter of a plan, page by page.

    Raises UnreadableRequest, StaleForm, and what `access.check` and `years.check` raise.
    """
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    today = hours.day_of(now, person.zone)
    which, after = paging.read(request.value)
    of, year, number = quarters.read(which)
    years.check(year, today)
    customer = customers.find(session, person.team_id, UUID(of)) if of else None
    if of and customer is None:
        raise StaleForm
    if customer:
        name = blocks.safe(customer.name, 80)
        work = reading.work_for(session, person, customer, year)
    else:
        name, work = words.ALL_OF_IT, reading.work_of(session, person, year)
    theirs = [each for each in work if quarters.begins_in(each.initiative, year, number)]
    page = quarter_cards.page(theirs, name, which, year, number, after, today)
    return UpdateForm(page)
