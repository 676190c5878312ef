"""What people click and send about a question that was put about an account."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.customers.segments import matters as room
from handlers.customers.segments.matters import (
    cards,
    form_cards,
    leading,
    moves,
    proposing,
    putting_off,
)
from handlers.customers.segments.matters.proposing import Proposal
from handlers.customers.segments.term_requests import NEEDING, said_of
from handlers.people import access, choices, lookup, office
from handlers.speech import forms, reasons, values
from handlers.speech.errors import WhyMissing, WrongDate
from handlers.speech.matter_errors import MatterQuietTooLong, MatterWordsLong, QuietDayPast
from handlers.speech.people_errors import GoneCustomer, NoDepartment, UnfitPerson, UnknownPerson
from handlers.speech.request import OpenForm, Reply, Request, Response
from handlers.speech.segment_errors import (
    FlaggedAlready,
    PlacedLeft,
    PlacedNobody,
    PlacedSoAlready,
    ProposalMissing,
    ProposalStands,
    RuleWithoutReason,
)
from handlers.speech.setup_errors import UnclearDay
from storage.matters import MatterTopic

WILLING = {
    **dict.fromkeys((UnfitPerson, UnknownPerson, NoDepartment), form_cards.OWNER),
    WrongDate: form_cards.DAY,
}
BECAUSE = dict.fromkeys((WhyMissing, MatterWordsLong), reasons.FIELD)
LEADING = dict.fromkeys((UnfitPerson, UnknownPerson), form_cards.LEADER)
PROPOSING = {
    **dict.fromkeys((PlacedNobody, PlacedLeft, GoneCustomer, ProposalStands), choices.CUSTOMER),
    **dict.fromkeys((ProposalMissing, PlacedSoAlready, FlaggedAlready), form_cards.PROPOSED),
    RuleWithoutReason: form_cards.WHY,
}
LATER = {
    **dict.fromkeys((QuietDayPast, MatterQuietTooLong, UnclearDay), form_cards.DAY),
    **BECAUSE,
}
PASSING = dict.fromkeys((UnfitPerson, UnknownPerson), form_cards.PERSON)
"""Under which field a sentence stands, by form."""
WITHIN_DAYS = 5
"""So many working days are offered to whoever asks a customer."""


def press_fit(request: Request, session: Session, now: datetime) -> Response:
    """One click: their terms fit."""
    person = access.actor(session, request)
    matter = room.fits(session, now, person, request.value)
    return Reply(cards.fit(room.customer_of(session, matter)), title="Noted")


def open_need(request: Request, session: Session, now: datetime) -> Response:
    """The form for what they need."""
    del now
    person = access.actor(session, request)
    matter = room.of_terms(session, person, request.value)
    return OpenForm(form_cards.need(matter, room.customer_of(session, matter)))


def send_need(request: Request, session: Session, now: datetime) -> Response:
    """It comes back, and the question has its answer."""
    person = access.actor(session, request)
    matter = room.of_terms(session, person, request.value)
    customer = room.customer_of(session, matter)
    with forms.placing(NEEDING):
        said = said_of(request, session, customer)
        term = room.needs(session, now, person, request.value, said)
    return Reply(cards.needed(customer, term, matter), title="Noted")


def open_will(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks who asks the customer, and by when."""
    person = access.actor(session, request)
    matter = room.named(session, person, request.value, moves.FOLLOW)
    calendar = calendars.for_person(session, person)
    day = hours.shift_days(calendar, hours.local_day(calendar, now), WITHIN_DAYS)
    owner_id = person.user_id if access.can_own(person) else None
    return OpenForm(form_cards.will(matter, owner_id, day))


def send_will(request: Request, session: Session, now: datetime) -> Response:
    """The task is given."""
    person = access.actor(session, request)
    room.named(session, person, request.value, moves.FOLLOW)
    with forms.placing(WILLING):
        matter, task = room.will_ask(
            session, now, person, request.value, request.person_id(form_cards.OWNER),
            request.words(form_cards.DAY),
        )  # fmt: skip
    return Reply(cards.asks_them(matter, task), title="Noted")


def open_lead(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks who leads the account."""
    del now
    person = access.actor(session, request)
    return OpenForm(form_cards.lead(leading.of_lead(session, person, request.value)))


def send_lead(request: Request, session: Session, now: datetime) -> Response:
    """They lead it from now on."""
    person = access.actor(session, request)
    leading.of_lead(session, person, request.value)
    with forms.placing(LEADING):
        matter, lead = leading.name(
            session, now, person, request.value, request.person_id(form_cards.LEADER)
        )
    return Reply(cards.leads_it(room.customer_of(session, matter), lead), title="Noted")


def open_propose(request: Request, session: Session, now: datetime) -> Response:
    """The form for what somebody proposes of an account."""
    del now
    person = access.actor(session, request)
    access.check(session, person, access.PROPOSE_PLACING)
    chosen = lookup.chosen_customer(session, request.team_id, request.value)
    known = choices.of_customers(session, person, chosen)
    return OpenForm(form_cards.propose(known, office.holder(session, person.team_id)))


def send_propose(request: Request, session: Session, now: datetime) -> Response:
    """The CCO is asked."""
    person = access.actor(session, request)
    access.check(session, person, access.PROPOSE_PLACING)
    with forms.placing(PROPOSING):
        customer = lookup.chosen_customer(session, request.team_id, request.words(choices.CUSTOMER))
        matter, asked = proposing.propose(session, now, person, Proposal(
            customer, request.words(form_cards.PROPOSED), request.words(form_cards.WHY),
        ))  # fmt: skip
    return Reply(cards.proposal(matter, asked), title="Noted")


def press_accept(request: Request, session: Session, now: datetime) -> Response:
    """One click: it is so from now on."""
    person = access.actor(session, request)
    return Reply(
        cards.accepted(proposing.accept(session, now, person, request.value)), title="Noted"
    )


def open_later(request: Request, session: Session, now: datetime) -> Response:
    """The form for a little quiet."""
    person = access.actor(session, request)
    found = putting_off.allowed(session, now, person, request.value)
    return OpenForm(form_cards.later(found, person.zone, now))


def send_later(request: Request, session: Session, now: datetime) -> Response:
    """Quiet until a day, with the reason."""
    person = access.actor(session, request)
    putting_off.allowed(session, now, person, request.value)
    with forms.placing(LATER):
        matter, until = putting_off.put_off(
            session, now, person, request.value, values.day(request.words(form_cards.DAY)),
            request.words(reasons.FIELD),
        )  # fmt: skip
    return Reply(cards.put_off(matter, until, person.zone, now), title="Noted")


def open_no(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks why they are not asked."""
    del now
    person = access.actor(session, request)
    return OpenForm(form_cards.no(room.named(session, person, request.value, moves.DECLINE)))


def send_no(request: Request, session: Session, now: datetime) -> Response:
    """It is kept with its reason."""
    person = access.actor(session, request)
    matter = room.named(session, person, request.value, moves.DECLINE)
    decline = proposing.decline if matter.topic == MatterTopic.PROPOSAL else room.decline
    with forms.placing(BECAUSE):
        matter = decline(session, now, person, request.value, request.words(reasons.FIELD))
    return Reply(cards.declined(matter), title="Noted")


def open_pass(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks who can say it."""
    del now
    person = access.actor(session, request)
    return OpenForm(form_cards.pass_on(room.named(session, person, request.value, moves.PASS_ON)))


def send_pass(request: Request, session: Session, now: datetime) -> Response:
    """They are asked from now on."""
    person = access.actor(session, request)
    room.named(session, person, request.value, moves.PASS_ON)
    with forms.placing(PASSING):
        matter, to = room.pass_on(
            session, now, person, request.value, request.person_id(form_cards.PERSON)
        )
    return Reply(cards.passed(matter, to), title="Noted")
