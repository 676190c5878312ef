"""What people type, click and send about renewals."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import renewals as room
from handlers.customers.renewals import RenewalSaid, cards, form_cards, ledger, words
from handlers.people import access
from handlers.speech import forms, paging, reasons, values
from handlers.speech.errors import WhyMissing
from handlers.speech.renewal_errors import (
    RenewsInPast,
    RenewsTooLate,
    StayBefore,
    StayMissing,
    WordsOfRenewalTooLong,
)
from handlers.speech.request import OpenForm, Reply, Request, Response, UpdateForm
from handlers.speech.setup_errors import (
    OtherCurrency,
    TooMuch,
    UnclearAmount,
    UnclearDay,
    UnclearScale,
    UnknownCurrency,
)
from storage import customers, people, workspaces
from storage.people import Person
from storage.renewals import RenewalOutlook

SAYING = {
    **dict.fromkeys(
        (RenewsInPast, RenewsTooLate, StayBefore, StayMissing, UnclearDay), form_cards.DAY
    ),
    **dict.fromkeys(
        (UnclearAmount, UnclearScale, TooMuch, OtherCurrency, UnknownCurrency), form_cards.VALUE
    ),
    **dict.fromkeys((WhyMissing, WordsOfRenewalTooLong), reasons.FIELD),
}
"""Under which field a sentence stands."""


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx renewals`: what renews in 90 days, and what came. Raises what `access.check` raises."""
    person, today = _here(request, session, now)
    return OpenForm(cards.view(ledger.read(session, now, person), today))


def page(request: Request, session: Session, now: datetime) -> Response:
    """Another page of it. Raises the same, and UnreadableRequest."""
    person, today = _here(request, session, now)
    after = paging.start(request.value)
    return UpdateForm(cards.view(ledger.read(session, now, person, after), today))


def open_four(request: Request, session: Session, now: datetime) -> Response:
    """How does it stand? The four answers."""
    person, today = _here(request, session, now)
    renewal = room.named(session, person, request.value)
    customer = customers.find(session, renewal.team_id, renewal.customer_id)
    said_by = people.find(session, renewal.team_id, renewal.said_by or "")
    if customer is None:
        return Reply(cards.NOTHING)
    return OpenForm(form_cards.four(renewal, customer, words.said(renewal, today, said_by), today))


def open_renew(request: Request, session: Session, now: datetime) -> Response:
    """They renew: until when."""
    person, today = _here(request, session, now)
    renewal = room.named(session, person, request.value)
    return OpenForm(form_cards.renew(renewal, is_past=renewal.renews_on < today))


def open_unsure(request: Request, session: Session, now: datetime) -> Response:
    """Nobody is sure: what makes them doubt."""
    person, _ = _here(request, session, now)
    renewal = room.named(session, person, request.value)
    label = "What makes you doubt?"
    return OpenForm(form_cards.because(renewal, "Not sure", words.UNSURE_SEND, label))


def open_leave(request: Request, session: Session, now: datetime) -> Response:
    """They leave: what they said."""
    person, _ = _here(request, session, now)
    renewal = room.named(session, person, request.value)
    label = "What did they say? In their words."
    return OpenForm(form_cards.because(renewal, "They leave", words.LEAVE_SEND, label))


def open_change(request: Request, session: Session, now: datetime) -> Response:
    """They changed it: the day, the value, what else."""
    person, _ = _here(request, session, now)
    renewal = room.named(session, person, request.value)
    customer = customers.find(session, renewal.team_id, renewal.customer_id)
    money_shown = access.may_see_money(session, person, customer)
    return OpenForm(form_cards.change(renewal, money_shown=money_shown))


def send_renew(request: Request, session: Session, now: datetime) -> Response:
    """It comes back."""
    return _said(request, session, now, RenewalOutlook.RENEW)


def send_unsure(request: Request, session: Session, now: datetime) -> Response:
    """It comes back."""
    return _said(request, session, now, RenewalOutlook.NOT_SURE)


def send_leave(request: Request, session: Session, now: datetime) -> Response:
    """It comes back."""
    return _said(request, session, now, RenewalOutlook.LEAVE)


def send_change(request: Request, session: Session, now: datetime) -> Response:
    """It comes back."""
    return _said(request, session, now, RenewalOutlook.CHANGED)


def open_pass(request: Request, session: Session, now: datetime) -> Response:
    """Somebody else knows: who."""
    person, _ = _here(request, session, now)
    return OpenForm(form_cards.pass_on(room.named(session, person, request.value)))


def send_pass(request: Request, session: Session, now: datetime) -> Response:
    """They are asked from now on."""
    person, _ = _here(request, session, now)
    renewal = room.named(session, person, request.value)
    to = room.pass_on(session, now, person, request.value, request.words(form_cards.PERSON))
    return Reply(cards.passed(renewal, to), title="Noted")


def _said(request: Request, session: Session, now: datetime, outlook: RenewalOutlook) -> Response:
    person, today = _here(request, session, now)
    renewal = room.named(session, person, request.value)
    customer = customers.find(session, renewal.team_id, renewal.customer_id)
    workspace = workspaces.find(session, request.team_id)
    own = workspace.currency if workspace else None
    with forms.placing(SAYING):
        value = None
        if outlook == RenewalOutlook.CHANGED and access.may_see_money(session, person, customer):
            value = values.amount(request.words(form_cards.VALUE), own=own)
        said = RenewalSaid(
            outlook,
            request.words(reasons.FIELD),
            values.day(request.words(form_cards.DAY)),
            value,
        )
        renewal = room.say(session, now, person, request.value, said)
    shown = cards.said(renewal, customer, today)
    return Reply(shown.text, shown.blocks, instead=True, title="Noted")


def _here(request: Request, session: Session, now: datetime) -> tuple[Person, date]:
    """Who asks, and which day it is for them."""
    person = access.actor(session, request)
    return person, hours.day_of(now, person.zone)
