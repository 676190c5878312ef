"""What people type and click to read the one page that everybody follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from handlers.customers import roadmap as room
from handlers.customers.posted_pages import cards as posted_cards
from handlers.customers.roadmap import (
    cards,
    nothing,
    page,
    posting,
)
from handlers.customers.roadmap.requests import here, may_write
from handlers.people import access
from handlers.speech import paging, phrases, values
from handlers.speech.request import OpenForm, Reply, Request, Response
from storage.customer_outcomes import CustomerOutcome
from storage.people import Person


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx roadmap`: the one page; with a number, that outcome. Raises what `access.check` does."""
    person, today = here(request, session, now)
    access.check(session, person, access.READ)
    by_number = phrases.reference(request.text)
    if by_number and by_number.letter == CustomerOutcome.letter:
        outcome = room.named(session, person, request.text)
        return _one(outcome, today)
    return _page(session, now, person)


def turn(request: Request, session: Session, now: datetime) -> Response:
    """Another page of it, in the place of the one before."""
    person, _ = here(request, session, now)
    access.check(session, person, access.READ)
    shown = page.shown(
        page.read(session, now, person.team_id), may_write=may_write(session, person),
        after=paging.start(request.value),
    )  # fmt: skip
    return Reply(shown.text, shown.blocks, instead=True)


def open_roadmap(request: Request, session: Session, now: datetime) -> Response:
    """The one page, from Home."""
    person, _ = here(request, session, now)
    access.check(session, person, access.READ)
    paging.start(request.value)
    return replace(_page(session, now, person), title="Where we are going")


def open_post(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks in which channel it is to stand; where it was asked for is filled in."""
    person, _ = here(request, session, now)
    access.check(session, person, access.WRITE_OUTCOME)
    is_channel = request.channel_id and not values.is_direct_channel(request.channel_id)
    return OpenForm(posted_cards.form(posting.NAMES, request.channel_id if is_channel else "", ""))


def open_nothing(request: Request, session: Session, now: datetime) -> Response:
    """What moves nothing: all of it, or that of a department, a page at a time."""
    person, _ = here(request, session, now)
    access.check(session, person, access.READ)
    # From Home it is opened at a department, and elsewhere turned to one.
    which = request.value.removeprefix(page.BEGIN)
    found = nothing.read(session, person, which or page.BEGIN)
    nothing.keep_look(session, now, person, found)
    shown = nothing.shown(found, now)
    is_turned = which == request.value
    return Reply(shown.text, shown.blocks, instead=is_turned, title="What moves nothing")


def _page(session: Session, now: datetime, person: Person) -> Reply:
    found = page.read(session, now, person.team_id)
    shown = page.shown(found, may_write=may_write(session, person))
    return Reply(shown.text, shown.blocks)


def _one(outcome: CustomerOutcome, today: date) -> Reply:
    """One outcome in short, with the way to all of it."""
    shown = cards.one(outcome, today)
    return Reply(shown.text, shown.blocks)
