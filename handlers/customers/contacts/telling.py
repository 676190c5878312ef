"""What stands above the story of somebody at a customer: who, when heard, what can be done."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing.telling import Opening, StoryLine, Telling, Way
from handlers.customers.contacts import cards, circle, coverage, moves, words
from handlers.people import access, leads
from handlers.promises import items, lifecycle
from handlers.speech import blocks
from storage import asks as stored_asks
from storage import contacts, customers, hearings, invitations
from storage.contacts import NAMELESS, Contact, ContactState
from storage.customers import Customer
from storage.history import Event
from storage.people import Person

HAPPENED = {
    "named": "named them",
    "brought in": "read the name in a file",
    "sought": "asked who decides there",
    "found": "named them",
    "nobody knows": "said that nobody here knows who decides there",
    "corrected": "changed what is known",
    "call asked for": "asked {to} to call them",
    "call promised": "gave a day for a call",
    "call given": "gave somebody a task to call them",
    "call missing again": "asks for a call again: what was to come of it did not",
    "heard": "heard them",
    "answered": "wrote down that they answered",
    "answered before the call": "wrote down that they answered; the call stays promised",
    "let rest": "let them rest",
    "passed on": "asked {to} instead",
    "doubted": "asked {to} whether they still decide",
    "still there": "said that they are still there",
    "found out by a task": "gave a task that finds out whether they are still there",
    "another asked": "asked {to} instead whether they are still there",
    "doubted no more": "asks no more whether they are still there",
    "gone": "said that they are not there any more",
    "not asked any more": "asks for no call any more: the customer left",
    "not sought any more": "asks for nobody any more",
    "escalated": "told {to} that an answer is missing",
}
STATES = {
    ContactState.SOUGHT: "nobody is named yet; who decides is asked for",
    ContactState.UNKNOWN: "nobody here knows; a task finds out",
    ContactState.NAMED: "nothing is asked",
    ContactState.UNHEARD: "not heard for long; a call is asked for",
    ContactState.PROMISED: "a call is promised",
    ContactState.GONE: "not there any more",
}


def _opening(session: Session, now: datetime, person: Person, number: int) -> Opening:
    """Raises NoSuchNumber, and what `access.check` and `circle.check` raise."""
    contact = contacts.find(session, person.team_id, number)
    access.check(session, person, access.READ_CONTACTS, contact)
    if contact is None:
        raise items.unknown(session, person.team_id, Contact, number)
    customer = customers.find(session, contact.team_id, contact.customer_id)
    if customer is None:
        raise items.unknown(session, person.team_id, Contact, number)
    circle.check(session, person, customer, contact)
    today = hours.day_of(now, person.zone)
    lead, sponsor = leads.of_account(session, customer), leads.sponsor_of(session, customer)
    asked = invitations.of_contact(session, contact, today - coverage.YEAR)
    found = hearings.of_contact(session, contact.team_id, contact.number, cards.LAST)
    return Opening(
        name=blocks.safe(customer.name, 80),
        title=blocks.safe(contact.title, 80),
        lines=[
            *cards.facts(contact, customer, today, lead, sponsor),
            *filter(None, [cards.surveyed(asked)]),
            *cards.heard_lines(found, today),
        ],
        state=STATES[ContactState(contact.state)],
        ways=_ways(session, person, contact, customer),
    )


def _ways(session: Session, person: Person, contact: Contact, customer: Customer) -> list[Way]:
    about = stored_asks.open_about(session, contact.team_id, contact.noun, contact.number)
    asked = {ask.kind for ask in about}
    found = []
    if contact.state in NAMELESS and lifecycle.may(session, person, contact, moves.FOUND):
        found.append(Way(words.NAME_LABEL, words.FORM, contact.ref, is_answer="who" in asked))
    if lifecycle.may(session, person, contact, moves.NOBODY_KNOWS):
        found.append(Way("Nobody here knows", words.NOBODY, contact.ref, is_answer=True))
    if lifecycle.may(session, person, contact, moves.HEAR):
        calls = bool(asked - {"still"})
        found += [
            Way(words.CALL_LABEL, words.WILL_FORM, contact.ref, is_answer=calls),
            Way(words.SPOKE_LABEL, words.SPOKE, contact.ref, is_answer=calls),
            Way(words.GONE_LABEL, words.GONE, contact.ref, is_answer="still" in asked),
            Way(words.NO_LABEL, words.NO, contact.ref, is_answer=calls),
        ]
    if contact.doubt and lifecycle.may(session, person, contact, moves.CONFIRM):
        found += [
            Way(words.STILL_LABEL, words.STILL, contact.ref, is_answer=True),
            Way(words.FIND_LABEL, words.FIND, contact.ref, is_answer=True),
            Way(words.OTHER_LABEL, words.PASS_STILL, contact.ref),
        ]
    if asked - {"still"} and lifecycle.may(session, person, contact, moves.PASS_ON):
        kind = "who" if "who" in asked else "reach"
        found.append(Way(words.OTHER_LABEL, words.PASS, f"{contact.ref}{blocks.SEPARATOR}{kind}"))
    if lifecycle.may(session, person, contact, moves.CORRECT):
        found.append(Way("Edit…", words.EDIT, contact.ref))
        carried = customer.customer_id.hex
        found.append(Way("Somebody else decides too…", words.FORM, carried))
    return found


def _line(event: Event, before: Event | None, reader: Person) -> StoryLine:
    del before, reader
    actor = blocks.person(event.actor) if event.actor else "Duly"
    happened = HAPPENED.get(event.verb, event.verb)
    said = happened.format(to=blocks.person(event.details.get("to")))
    after = event.details.get("after") or {}
    if event.verb == "call given":
        said = f"{said}: {after.get('led_to')}"
    quoted = (event.details.get("heard") or {}).get("said") or after.get("rests_because") or ""
    return StoryLine(f"{actor} {said}", str(quoted))


TOLD = Telling(opening=_opening, line=_line)
