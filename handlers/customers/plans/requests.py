"""People type `/cx plan Acme` or `/cx plan 2027` and read what the year is to bring."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.plans import (
    cards,
    filing,
    posting,
    quarter_cards,
    quarters,
    reading,
    words,
    years,
)
from handlers.customers.posted_pages import cards as posted_cards
from handlers.customers.posted_pages import requests as posted_requests
from handlers.people import access, lookup
from handlers.speech import blocks, paging, values
from handlers.speech.people_errors import UnknownCustomer
from handlers.speech.request import OpenForm, Reply, Request, Response, UpdateForm
from storage.people import Person


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx plan [Acme] [2027]`: alone the plan of the company for the year that is planned now.

    Raises FarYear, UnknownCustomer with the nearest name, and what `reading` raises.
    """
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    name, year = years.read(request.text, hours.day_of(now, person.zone))
    if not name:
        return _company(request, session, now, person, year)
    customer = lookup.customer(session, person.team_id, name)
    if customer is None:
        raise UnknownCustomer(name=lookup.quoted(name), hint="")
    plan = reading.of_account(session, now, person, customer, year)
    return OpenForm(cards.account(plan, person, now))


def open_company(request: Request, session: Session, now: datetime) -> Response:
    """One click on a plan that stands in a channel: all of it, as whoever clicked may read it.

    Raises UnreadableRequest, and what `access.check` and `years.check` raise.
    """
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    year = years.check(paging.start(request.value), hours.day_of(now, person.zone))
    return _company(request, session, now, person, year)


def _company(
    request: Request, session: Session, now: datetime, person: Person, year: int
) -> Response:
    today = hours.day_of(now, person.zone)
    is_channel = request.channel_id and not values.is_direct_channel(request.channel_id)
    plan = reading.of_company(session, now, person, year)
    may_post = access.may(session, person, access.POST_PLAN) and year >= today.year
    here = request.channel_id if is_channel else ""
    return OpenForm(cards.company(plan, today, here, may_post=may_post))


def quarter(request: Request, session: Session, now: datetime) -> Response:
    """All that begins in one quarter of a plan, page by page.

    Raises UnreadableRequest, GoneCustomer, and what `access.check` and `years.check` raise.
    """
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    today = hours.day_of(now, person.zone)
    which, after = paging.read(request.value)
    of, year, number = quarters.read(which)
    years.check(year, today)
    customer = lookup.chosen_customer(session, person.team_id, of)
    if customer:
        name = blocks.safe(customer.name, 80)
        work = reading.work_for(session, person, customer, year)
    else:
        name, work = words.ALL_OF_IT, reading.work_of(session, person, year)
    theirs = [each for each in work if quarters.begins_in(each.initiative, year, number)]
    page = quarter_cards.page(theirs, name, which, year, number, after, today)
    return UpdateForm(page)


def press_file(request: Request, session: Session, now: datetime) -> Response:
    """One click: the plan comes to whoever pressed it, as a page to print.

    Raises UnreadableRequest, GoneCustomer, and what `filing.order` and `years.check` raise.
    """
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    key, number = paging.read(request.value)
    year = years.check(number, hours.day_of(now, person.zone))
    customer = lookup.chosen_customer(session, person.team_id, key)
    filing.order(session, now, person, customer, year)
    said = words.ON_ITS_WAY.format(title=blocks.safe(words.title(customer, year), 150))
    return Reply(said, title="As a file")


def open_post(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks in which channel; the one where the plan was asked for is filled in.

    Raises UnreadableRequest, and what `years.check` and `access.check` raise.
    """
    channel_id, year = _carried(request, session, now)
    return OpenForm(posted_cards.form(posting.names(year), channel_id, str(year), words.POSTED_FOR))


def send_post(request: Request, session: Session, now: datetime) -> Response:
    """It comes back: the plan of that year stands there from now on."""
    _, year = _carried(request, session, now)
    return posted_requests.send(posting.PAGE, request, session, now, year)


def _carried(request: Request, session: Session, now: datetime) -> tuple[str, int]:
    """In which channel the plan was asked for, empty for none, and of which year it is."""
    person = access.actor(session, request)
    access.check(session, person, access.POST_PLAN)
    channel_id, year = paging.read(request.value.removeprefix(blocks.SEPARATOR))
    today = hours.day_of(now, person.zone)
    return values.channel_id(channel_id), years.to_come(year, today)
