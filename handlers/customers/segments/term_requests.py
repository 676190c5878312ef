"""What people click and send about the terms of a customer, and what they need of them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.customers import segments as room
from handlers.customers.segments import form_cards, terms, words
from handlers.customers.segments.terms import NeedSaid
from handlers.people import access, lookup
from handlers.speech import forms, values
from handlers.speech.errors import UnreadableRequest
from handlers.speech.request import OpenForm, Reply, Request, Response
from handlers.speech.segment_errors import NeedMissing, NeedWithoutSource, TermMissing
from handlers.speech.setup_errors import (
    OtherCurrency,
    TooMuch,
    UnclearAmount,
    UnclearScale,
    UnknownCurrency,
)
from storage import workspaces
from storage.customers import Customer

NEEDING = {
    TermMissing: form_cards.TERM,
    NeedMissing: form_cards.WANTED,
    NeedWithoutSource: form_cards.SOURCE,
    **dict.fromkeys(
        (UnclearAmount, UnclearScale, TooMuch, OtherCurrency, UnknownCurrency), form_cards.COST
    ),
}


def open_need(request: Request, session: Session, now: datetime) -> Response:
    """The form for what an account needs of a term."""
    del now
    person = access.actor(session, request)
    access.check(session, person, access.KEEP_TERMS)
    customer = _customer(request, session)
    room.check_is_here(customer)
    return OpenForm(form_cards.need(customer))


def send_need(request: Request, session: Session, now: datetime) -> Response:
    """It comes back: the CCO reads what they need."""
    person = access.actor(session, request)
    access.check(session, person, access.KEEP_TERMS)
    customer = _customer(request, session)
    with forms.placing(NEEDING):
        term = terms.keep(session, now, person, said_of(request, session, customer))
    return Reply(words.need_kept(customer, term), title="Noted")


def said_of(request: Request, session: Session, customer: Customer) -> NeedSaid:
    """What a form says of a term of an account; raises what `values.amount` raises."""
    workspace = workspaces.find(session, request.team_id)
    cost = values.amount(
        request.words(form_cards.COST), own=workspace.currency if workspace else None
    )
    return NeedSaid(
        customer=customer,
        name=request.words(form_cards.TERM),
        given=request.words(form_cards.GIVEN),
        wanted=request.words(form_cards.WANTED),
        source=request.words(form_cards.SOURCE),
        cost=cost,
    )


def _customer(request: Request, session: Session) -> Customer:
    """Raises GoneCustomer, UnreadableRequest."""
    found = lookup.chosen_customer(session, request.team_id, request.value)
    if found is None:
        raise UnreadableRequest
    return found
