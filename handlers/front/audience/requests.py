"""People say who may see a decision, by words, clicks and a form, and can take it back."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.executives import decisions
from handlers.executives.decisions import adding, undoing
from handlers.executives.decisions import cards as decision_cards
from handlers.executives.decisions import form_cards as decision_form_cards
from handlers.front.aftercare.requests import either
from handlers.people import access, lookup, vocabulary
from handlers.promises import preamble, undoable
from handlers.promises.sharing import cards as sharing_cards
from handlers.promises.sharing import requests as sharing_requests
from handlers.speech import blocks, forms, phrases
from handlers.speech.errors import StaleForm
from handlers.speech.promise_errors import NoSuchReader
from handlers.speech.request import OpenForm, Reply, Request, Response
from storage.audiences import Audience
from storage.decisions import Decision
from storage.people import Person

PRIVATE_USAGE, SHARE_USAGE = "private D-1", "share D-1, or share D-1 with @tom"


@either(sharing_requests.type_private, access.OPEN_DECISION)
def type_private(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """`/cx private D-1`: only those whom it concerns see it."""
    rest = phrases.first_word(request.text)[1]
    if rest:
        raise NoSuchReader(words=blocks.clip(rest, 120), usage=PRIVATE_USAGE)
    return _made_seen(session, now, person, decision, Audience.PRIVATE)


@either(sharing_requests.type_share, access.OPEN_DECISION)
def type_share(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """`/cx share D-1`, with everybody; `/cx share D-1 with @tom`."""
    said = vocabulary.words(session, request.team_id, phrases.first_word(request.text)[1])
    people = sharing_requests.named(session, request.team_id, said, SHARE_USAGE)
    if not people:
        return _made_seen(session, now, person, decision, Audience.DEPARTMENT)
    readers = adding.let_in(session, now, person, decision, people)
    text = decision_cards.seen_by(decision, readers, person.user_id)
    return _with_way_back(session, now, person, decision, text, len(people))


def press_audience(request: Request, session: Session, now: datetime) -> Response:
    """One click in the story of a decision: everybody may see it from now on, or a few only."""
    person = access.actor(session, request)
    access.check(session, person, access.OPEN_DECISION)
    ref, _, chosen = request.value.partition(blocks.SEPARATOR)
    if chosen not in set(Audience):
        raise StaleForm
    decision = adding.get(session, person, ref)
    return _made_seen(session, now, person, decision, Audience(chosen))


@either(sharing_requests.open_form, access.OPEN_DECISION)
def open_audience(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """The form that asks who may see it."""
    del request, now, person, session
    question = decision_form_cards.audience_question(Audience(decision.audience))
    return OpenForm(sharing_cards.form(decision, question))


@either(sharing_requests.send, access.OPEN_DECISION)
def send_audience(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """The form comes back."""
    chosen = preamble.chosen_audience(request) or Audience(decision.audience)
    with forms.placing(sharing_requests.ABOUT):
        user_id = request.person_id(sharing_cards.PERSON)
        made = int(decisions.set_audience(session, now, person, decision, chosen))
        if not user_id or chosen is not Audience.PRIVATE:
            said = decision_cards.seen_now(decision)
            return _with_way_back(session, now, person, decision, said, made)
        other = lookup.chosen_person(session, request.team_id, user_id)
        readers = adding.let_in(session, now, person, decision, [other])
    said = decision_cards.seen_by(decision, readers, person.user_id)
    return _with_way_back(session, now, person, decision, said, made + 1)


def _made_seen(
    session: Session, now: datetime, person: Person, decision: Decision, new: Audience
) -> Reply:
    made = int(decisions.set_audience(session, now, person, decision, new))
    said = decision_cards.seen_now(decision)
    return _with_way_back(session, now, person, decision, said, made)


def _with_way_back(
    session: Session, now: datetime, person: Person, decision: Decision, text: str, made: int
) -> Reply:
    """Who may see it now, with the way back from as many moves as were made just now."""
    events = undoing.of_now(session, now, person, decision, made)
    if not events:
        return Reply(text, title=sharing_cards.TITLE)
    row = blocks.actions(undoable.button(undoable.UNDO, decision, *events))
    shown = blocks.unnamed(blocks.message(blocks.section(text), row))
    return Reply(text, shown, title=sharing_cards.TITLE)
