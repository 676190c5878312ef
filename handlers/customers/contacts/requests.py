"""What people type, click and send about those who decide at a customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import whom
from handlers.customers import contacts as room
from handlers.customers.contacts import (
    circle,
    form_cards,
    leaving,
    limits,
    moves,
    replies,
)
from handlers.customers.contacts.leaving import LeftSaid, WhatHappened
from handlers.customers.contacts.saying import ContactSaid, WordsHeard
from handlers.people import access, leads, lookup
from handlers.speech import blocks, forms, phrases, reasons, values
from handlers.speech.contact_errors import (
    CallsEarlier,
    CallsTooLate,
    ContactNameMissing,
    ContactTooLong,
    GoneLater,
    HeardByNobody,
    HeardNothing,
    InfluenceMissing,
    NamedAlready,
    RestsTooLong,
    RestsUntilEarlier,
    SpokenLater,
    SpokenLongAgo,
    SponsorNoExecutive,
    SuccessorMissing,
    WhatHappenedMissing,
    WorksForUs,
)
from handlers.speech.errors import StaleForm, WhyMissing
from handlers.speech.people_errors import UnfitPerson, UnknownPerson
from handlers.speech.request import Handler, OpenForm, Reply, Request, Response
from handlers.speech.setup_errors import UnclearDay
from storage import contacts, customers
from storage.contacts import Contact, Influence, Through
from storage.customers import Customer
from storage.issues import Feeling
from storage.people import Person

NAMING = {
    **dict.fromkeys((ContactNameMissing, ContactTooLong, WorksForUs, NamedAlready), form_cards.WHO),
    InfluenceMissing: form_cards.INFLUENCE,
    **dict.fromkeys((SpokenLater, SpokenLongAgo, HeardByNobody, UnclearDay), form_cards.HEARD_ON),
    **dict.fromkeys((SponsorNoExecutive, UnfitPerson, UnknownPerson), form_cards.SPONSOR),
}
SPEAKING = {
    **dict.fromkeys((SpokenLater, SpokenLongAgo, UnclearDay), form_cards.DAY),
    **dict.fromkeys((HeardNothing, ContactTooLong), form_cards.WHAT),
}
GIVING = dict.fromkeys((CallsEarlier, CallsTooLate, UnclearDay), form_cards.DAY)
GOING = {
    WhatHappenedMissing: form_cards.HAPPENED,
    SuccessorMissing: form_cards.SUCCESSOR,
    **dict.fromkeys((GoneLater, SpokenLongAgo, UnclearDay), form_cards.DAY),
}
RESTING = {
    **dict.fromkeys((WhyMissing, ContactTooLong), reasons.FIELD),
    **dict.fromkeys((RestsUntilEarlier, RestsTooLong, UnclearDay), form_cards.DAY),
}
PASSING = dict.fromkeys((UnfitPerson, UnknownPerson), form_cards.PERSON)
"""Under which field a sentence stands, by form."""
ChosenWord = TypeVar("ChosenWord", bound=StrEnum)


# --- named ---


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form of who decides, at the customer that a page or a question is about."""
    del now
    person = access.actor(session, request)
    access.check(session, person, access.NAME_CONTACT, _seat(session, request))
    customer = _about(session, person, request.value)
    circle.check(session, person, customer, _seat(session, request))
    sponsor, asked = leads.sponsor_of(session, customer), whom.is_asked(session, customer)
    limit = limits.here(session, customer)
    return OpenForm(form_cards.name(customer, request.value, asked, sponsor, limit))


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in."""
    person = access.actor(session, request)
    access.check(session, person, access.NAME_CONTACT, _seat(session, request))
    customer = _about(session, person, request.value)
    with forms.placing(NAMING):
        contact = room.name_them(
            session, now, person, customer, _said(request, session), _gone(session, request)
        )
    asked, limit = whom.is_asked(session, customer), limits.here(session, customer)
    return Reply(replies.named(contact, customer, asked, limit), title="Noted")


def open_edit(request: Request, session: Session, now: datetime) -> Response:
    """The same form, filled in with what is known."""
    del now
    person = access.actor(session, request)
    contact = room.named(session, person, request.value, moves.CORRECT)
    sponsor = leads.sponsor_of(session, _customer(session, contact))
    return OpenForm(form_cards.edit(contact, sponsor))


def send_edit(request: Request, session: Session, now: datetime) -> Response:
    """It comes back changed."""
    person = access.actor(session, request)
    room.named(session, person, request.value, moves.CORRECT)
    with forms.placing(NAMING):
        contact = room.correct(session, now, person, request.value, _said(request, session))
    return Reply(replies.corrected(contact), title="Noted")


# --- heard, called, let rest ---


def open_spoke(request: Request, session: Session, now: datetime) -> Response:
    """The form for what they said."""
    person = access.actor(session, request)
    contact = room.named(session, person, request.value, moves.HEAR)
    others = _others(session, contact)
    return OpenForm(form_cards.spoke(contact, others, hours.day_of(now, person.zone)))


def send_spoke(
    task: Handler, issue: Handler, request: Request, session: Session, now: datetime
) -> Response:
    """It comes back: what they said is kept, and what follows from it has a form of its own."""
    person = access.actor(session, request)
    ref = request.words(form_cards.WITH) or request.value
    first = room.named(session, person, request.value, moves.HEAR)
    with forms.placing(SPEAKING):
        contact = room.hear(session, now, person, ref, WordsHeard(
            said=request.words(form_cards.WHAT),
            on=values.day(request.words(form_cards.DAY)),
            through=_chosen(Through, request.words(form_cards.HOW)) or Through.CALL,
            felt=_chosen(Feeling, request.words(form_cards.FELT)),
        ))  # fmt: skip
    del first
    follows = {form_cards.TASK: task, form_cards.ISSUE: issue}
    form = follows.get(request.words(form_cards.FOLLOWS))
    if form is not None:
        said = blocks.escaped(request.words(form_cards.WHAT))
        about = replace(request, text=said, value=contact.customer_id.hex)
        return form(about, session, now)
    return Reply(replies.spoken(contact, _customer(session, contact)), title="Noted")


def press_will(request: Request, session: Session, now: datetime) -> Response:
    """One click: they call by the day by which that was asked for; the form where it is over."""
    person = access.actor(session, request)
    contact = room.named(session, person, request.value, moves.PROMISE)
    today = hours.day_of(now, person.zone)
    day = room.asked_by(session, contact, person)
    if day is None or day < today:
        return open_will(request, session, now)
    contact = room.will_call(session, now, person, request.value, day)
    return Reply(replies.calls(contact, today), title="Noted")


def open_will(request: Request, session: Session, now: datetime) -> Response:
    """The form for the day by which somebody calls."""
    person = access.actor(session, request)
    contact = room.named(session, person, request.value, moves.PROMISE)
    today = hours.day_of(now, person.zone)
    asked = room.asked_by(session, contact, person)
    calendar = calendars.for_person(session, person)
    day = asked if asked and asked > today else hours.shift_days(calendar, today, 2)
    return OpenForm(form_cards.will_call(contact, day))


def send_will(request: Request, session: Session, now: datetime) -> Response:
    """The day is kept."""
    person = access.actor(session, request)
    room.named(session, person, request.value, moves.PROMISE)
    with forms.placing(GIVING):
        day = values.day(request.words(form_cards.DAY))
        contact = room.will_call(session, now, person, request.value, day)
    return Reply(replies.calls(contact, hours.day_of(now, person.zone)), title="Noted")


def open_no(request: Request, session: Session, now: datetime) -> Response:
    """No call for now: the form that asks why, and until when."""
    person = access.actor(session, request)
    contact = room.named(session, person, request.value, moves.REST)
    return OpenForm(form_cards.rest(contact, hours.day_of(now, person.zone)))


def send_no(request: Request, session: Session, now: datetime) -> Response:
    """Nobody is asked to call them until that day."""
    person = access.actor(session, request)
    room.named(session, person, request.value, moves.REST)
    with forms.placing(RESTING):
        contact = room.let_rest(
            session, now, person, request.value, request.words(reasons.FIELD),
            values.day(request.words(form_cards.DAY)),
        )  # fmt: skip
    return Reply(replies.rested(contact, hours.day_of(now, person.zone)), title="Noted")


# --- passed on, not known, gone ---


def open_pass(request: Request, session: Session, now: datetime) -> Response:
    """Somebody else answers it: the form that asks who."""
    del now
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    ref, kind = _carried(request)
    return OpenForm(form_cards.pass_on(room.named(session, person, ref, moves.PASS_ON), kind))


def send_pass(request: Request, session: Session, now: datetime) -> Response:
    """They are asked from now on."""
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    ref, kind = _carried(request)
    contact = room.named(session, person, ref, moves.PASS_ON)
    with forms.placing(PASSING):
        to = room.pass_on(session, now, person, ref, kind, request.words(form_cards.PERSON))
    return Reply(replies.passed(contact, to), title="Noted")


def press_nobody(request: Request, session: Session, now: datetime) -> Response:
    """One click: nobody here knows who decides there; a task finds out."""
    person = access.actor(session, request)
    contact, task = room.nobody_knows(session, now, person, request.value)
    return Reply(replies.nobody_knows(_customer(session, contact), task), title="Noted")


def open_gone(request: Request, session: Session, now: datetime) -> Response:
    """They are not there any more: the form that asks what happened, and who decides now."""
    person = access.actor(session, request)
    contact = room.named(session, person, request.value, moves.LEAVE)
    others = _others(session, contact)
    return OpenForm(form_cards.gone(contact, others, hours.day_of(now, person.zone)))


def send_gone(request: Request, session: Session, now: datetime) -> Response:
    """It comes back: whoever decides now is called soon; somebody new has a form of their own."""
    person = access.actor(session, request)
    contact = room.named(session, person, request.value, moves.LEAVE)
    chosen = request.words(form_cards.SUCCESSOR)
    heir = _heir(session, contact, chosen)
    with forms.placing(GOING):
        contact = leaving.leave(session, now, person, request.value, LeftSaid(
            happened=_chosen(WhatHappened, request.words(form_cards.HAPPENED)),
            on=values.day(request.words(form_cards.DAY)),
            successor=heir,
            is_unknown=chosen in (form_cards.UNKNOWN, form_cards.NEXT),
        ))  # fmt: skip
    customer = _customer(session, contact)
    if chosen == form_cards.NEXT:
        return open_form(replace(request, value=contact.ref), session, now)
    return Reply(replies.gone(contact, customer, heir), title="Noted")


def _heir(session: Session, contact: Contact, chosen: str) -> Contact | None:
    """Who of the others there was chosen; None for nobody."""
    return next((each for each in _others(session, contact) if each.ref == chosen), None)


# --- read ---


def _seat(session: Session, request: Request) -> Contact | None:
    """The empty place that a question is about; None where a button carries a customer."""
    said = phrases.reference(request.value)
    if said is None or said.letter != Contact.letter:
        return None
    return contacts.find(session, request.team_id, said.number)


def _gone(session: Session, request: Request) -> Contact | None:
    """After whom somebody decides, where the form came behind [Not there any more…]."""
    found = _seat(session, request)
    return found if found and found.gone_on and found.influence == Influence.DECIDES else None


def _about(session: Session, person: Person, carried: str) -> Customer:
    """The customer that a button carries, or that its empty place is at. Raises StaleForm."""
    said = phrases.reference(carried)
    if said is not None and said.letter == Contact.letter:
        contact = contacts.find(session, person.team_id, said.number)
        if contact is None:
            raise StaleForm
        return _customer(session, contact)
    customer = lookup.chosen_customer(session, person.team_id, carried)
    if customer is None:
        raise StaleForm
    return customer


def _customer(session: Session, contact: Contact) -> Customer:
    found = customers.find(session, contact.team_id, contact.customer_id)
    if found is None:
        raise StaleForm
    return found


def _others(session: Session, contact: Contact) -> Sequence[Contact]:
    """Who else is there."""
    found = contacts.at(session, contact.team_id, contact.customer_id)
    return [each for each in found if each.is_there and each.number != contact.number]


def _said(request: Request, session: Session) -> ContactSaid:
    hearer, sponsor = (
        request.person_id(field) for field in (form_cards.HEARD_BY, form_cards.SPONSOR)
    )
    return ContactSaid(
        name=request.line(form_cards.WHO),
        influence=_chosen(Influence, request.words(form_cards.INFLUENCE)),
        role=request.line(form_cards.DOES),
        address=request.line(form_cards.REACHED_AT),
        heard_on=values.day(request.words(form_cards.HEARD_ON)),
        heard_by=lookup.chosen_person(session, request.team_id, hearer) if hearer else None,
        through=_chosen(Through, request.words(form_cards.HOW)),
        sponsor=lookup.chosen_person(session, request.team_id, sponsor) if sponsor else None,
    )


def _chosen(kind: type[ChosenWord], said: str) -> ChosenWord | None:
    """What was chosen; None for nothing, and for what is no choice."""
    return next((each for each in kind if each.value == said), None)


def _carried(request: Request) -> tuple[str, str]:
    """Which contact a button is about, and which question. Raises StaleForm."""
    ref, _, kind = request.value.partition(blocks.SEPARATOR)
    if kind not in form_cards.ASKED_OF:
        raise StaleForm
    return ref, kind
