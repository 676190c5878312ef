"""What executives press and send about what goes back and forth, and what they are told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from handlers.executives.digests import bounces
from handlers.executives.digests.bounces import AllGiven, cards
from handlers.people import access, lookup
from handlers.promises.undoing import requests as undoing
from handlers.speech import cleaning, forms, paging, reasons, values
from handlers.speech.errors import UserError, WhyMissing, WrongFields
from handlers.speech.people_errors import CcoOwns, NoLead
from handlers.speech.request import OpenForm, Request, Response, UpdateForm
from storage.people import Person


def open_all(request: Request, session: Session, now: datetime) -> Response:
    """“Open…”: all that goes back and forth between two departments, a page at a time."""
    person = access.actor(session, request)
    carried, after = paging.read(request.value)
    return UpdateForm(cards.page(bounces.find(session, now, person, carried), carried, after))


def open_settle(request: Request, session: Session, now: datetime) -> Response:
    """“Decide…”: the form that asks which of both departments has it."""
    person = access.actor(session, request)
    return OpenForm(cards.settle_form(bounces.to_settle(session, now, person, request.value)))


def open_hand(request: Request, session: Session, now: datetime) -> Response:
    """“Give it to…”: the form that asks who has it."""
    person = access.actor(session, request)
    return OpenForm(cards.hand_form(bounces.to_settle(session, now, person, request.value)))


def send_settle(request: Request, session: Session, now: datetime) -> Response:
    """One of both departments has all of it, with the reason."""
    person = access.actor(session, request)
    bounces.to_settle(session, now, person, request.value)
    _check(request, {cards.HOME: cards.HOME_MISSING})
    with forms.placing({NoLead: cards.HOME, CcoOwns: cards.HOME}):
        given = bounces.give_to_department(
            session, now, person, request.value,
            values.row_id(request.words(cards.HOME)), request.words(reasons.FIELD),
        )  # fmt: skip
    return _told(session, now, person, given)


def send_hand(request: Request, session: Session, now: datetime) -> Response:
    """Somebody has all of it, with the reason."""
    person = access.actor(session, request)
    bounces.to_settle(session, now, person, request.value)
    _check(request, {cards.OWNER: cards.OWNER_MISSING})
    with forms.placing({UserError: cards.OWNER}):
        to = lookup.chosen_person(session, request.team_id, request.person_id(cards.OWNER))
        given = bounces.give_to_person(
            session, now, person, request.value, to, request.words(reasons.FIELD)
        )
    return _told(session, now, person, given)


def _check(request: Request, missing: Mapping[str, str]) -> None:
    """Raises WrongFields for each field that says nothing."""
    needed = {**missing, reasons.FIELD: WhyMissing().message}
    wrong = {
        name: said for name, said in needed.items() if cleaning.says_nothing(request.line(name))
    }
    if wrong:
        raise WrongFields(wrong)


def _told(session: Session, now: datetime, person: Person, given: AllGiven) -> Response:
    said = [(each, cards.given(each, given.to, given.home.name)) for each in given.items]
    if given.left:
        last, sentence = said[-1]
        said[-1] = last, f"{sentence}\n{cards.more(given.left)}"
    return undoing.reply(session, now, person, said)
