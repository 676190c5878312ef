"""What people type, click and send to offer something, and to answer an offer."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sqlmodel import Session

from handlers.people import choices, lookup
from handlers.promises import handoffs, items, moves, preamble, unclear
from handlers.promises.handoffs import Handover, cards, reading
from handlers.promises.preamble import Typed
from handlers.promises.undoing import requests as undoing
from handlers.speech import cleaning, forms, reasons
from handlers.speech.answered import TypedAnswer
from handlers.speech.errors import MissingWords, OwnerMissing, ReceiverMissing, UserError
from handlers.speech.request import Nothing, OpenForm, Reply, Request, Response
from handlers.speech.typing_errors import OneOfGroup
from storage import history
from storage.history import Event
from storage.items import Item
from storage.people import Person


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form that offers an item to somebody else."""
    person, item = preamble.permitted(request, session, moves.OFFER)
    handoffs.check_not_offered(session, item)
    known = choices.of_departments(session, person, but=item.department_id)
    heard = _heard(session, person, item, now)
    return OpenForm(cards.handoff_form(item, known, person.user_id, heard))


def _heard(session: Session, person: Person, item: Item, now: datetime) -> str:
    """What its customer last heard from us; empty where they heard nothing, or it was undone.

    What was told before it turned out to be another customer's they did not hear.
    """
    told, edited, undone = moves.INFORMED.verb, moves.EDIT.verb, moves.UNDO.verb
    # What they had heard after each event: undoing one leads back to what was before it.
    heard: list[Event | None] = [None]
    for event in history.with_verbs(
        session, item.team_id, item.noun, item.number, (told, edited, undone), item.created_at
    ):
        if event.verb == told:
            heard.append(event)
        elif event.verb == edited:
            heard.append(None if "customer" in event.details.get("after", {}) else heard[-1])
        elif event.details.get("undid") in (told, edited):
            heard.pop()
    return cards.heard(heard[-1], person.zone, now) if heard[-1] else ""


def send(request: Request, session: Session, now: datetime) -> Response:
    """An offer to a department or a person, with the reason and what they need to know."""
    chosen_person, chosen = request.words(cards.PERSON), request.words(choices.DEPARTMENT)
    form = preamble.filled_in(request, preamble.WHY)
    if not chosen_person and not chosen:
        form.errors[cards.PERSON] = ReceiverMissing().message
    if chosen_person and chosen:
        form.errors[cards.PERSON] = cards.CHOOSE_NOT_BOTH
    tried, told, needs = (
        form.read(name, partial(_said, request, name), "")
        for name in (cards.TRIED, cards.TOLD, cards.NEEDS)
    )
    form.check()
    person, item = preamble.permitted(request, session, moves.OFFER)
    # Whoever sends it may do so: what is left is about whom it is for.
    with forms.placing({UserError: choices.DEPARTMENT if chosen else cards.PERSON}):
        department = lookup.chosen_department(session, request.team_id, chosen)
        to = department or f"<@{request.person_id(cards.PERSON)}>"
        said = Handover(tried, told, needs)
        handoffs.offer(session, now, person, item, to, request.words(reasons.FIELD), said)
    return Nothing()


def _said(request: Request, name: str) -> str:
    """What was written in a place that may stay empty. Raises NoteTooLong."""
    items.check_note(request.words(name))
    return "" if cleaning.says_nothing(request.line(name)) else request.words(name)


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx handoff T-12 to Logistics because …[, tried …, told …, needs …]`, or to a person."""
    said = preamble.typed(request, session, cards.USAGE)
    if not said.answer.words and _all_wait(session, said):
        return _gives_back(session, now, said)
    to = _receiver(session, request.team_id, said.answer)
    said.check_why("handoff", said.answer.leading_name)
    if to and not said.reason:
        # Whom nobody knows is said before the reason is asked for.
        handoffs.check_receiver(session, request.team_id, to)
    whom = [items.customer_of(session, item) for item in said.items]
    reason, beside = reading.read(said.answer, {each.key for each in whom if each})
    with preamble.told_how(cards.USAGE, said.refs, said.answer.leading_name or to):
        offered = [
            handoffs.offer(session, now, said.person, item, to, reason, beside)
            for item in said.items
        ]
    actor = said.person.user_id
    told = [
        (each.item, cards.offered(each.item, each.to, each.asked, actor, now)) for each in offered
    ]
    return undoing.reply(session, now, said.person, told)


def type_return(request: Request, session: Session, now: datetime) -> Response:
    """`/cx return T-12 because …`: an offer goes back."""
    said = preamble.typed(request, session, cards.RETURN_USAGE)
    if not said.answer.why:
        said.check_nothing_left("return")
    return _gives_back(session, now, said)


def _all_wait(session: Session, said: Typed) -> bool:
    return all(handoffs.waits_for(session, said.person, item) for item in said.items)


def _gives_back(session: Session, now: datetime, said: Typed) -> Response:
    with preamble.told_how(cards.RETURN_USAGE, said.refs):
        returned = [
            handoffs.give_back(session, now, said.person, item, said.answer.why)
            for item in said.items
        ]
    return Reply("\n".join(cards.returned(each.item, each.giver) for each in returned))


def _receiver(session: Session, team_id: str, answer: TypedAnswer) -> str:
    """The one person or department that is named.

    Raises OneOwner, OneOfGroup, and what `lookup.person` raises for those of whom one is chosen.
    """
    people = list(dict.fromkeys(word.person for word in answer.words if word.person))
    groups = [word.group for word in answer.words if word.group]
    if len(people) > 1:
        raise unclear.one_owner([lookup.chosen_person(session, team_id, each) for each in people])
    if groups:
        raise OneOfGroup(group=groups[0])
    return answer.said


def accept(request: Request, session: Session, now: datetime) -> Response:
    """One click: it is mine from now on."""
    preamble.press(request, session, now, moves.TAKE_OVER, handoffs.accept)
    return Nothing()


def retract(request: Request, session: Session, now: datetime) -> Response:
    """One click: the offer is taken back."""
    preamble.press(request, session, now, moves.RETRACT, handoffs.retract)
    return Nothing()


def open_return(request: Request, session: Session, now: datetime) -> Response:
    """The form that returns an offer."""
    del now
    person, item = preamble.clicked(request, session)
    handoffs.offered_to(session, person, item)
    return OpenForm(cards.return_form(item))


def send_return(request: Request, session: Session, now: datetime) -> Response:
    """An offer goes back with the reason; the giver is told."""
    preamble.filled_in(request, preamble.WHY).check()
    person, item = preamble.clicked(request, session)
    handoffs.give_back(session, now, person, item, request.words(reasons.FIELD))
    return Nothing()


def open_owner(request: Request, session: Session, now: datetime) -> Response:
    """The form that gives an item to another owner at once."""
    del now
    _, item = preamble.permitted(request, session, moves.GIVE_TO)
    return OpenForm(cards.owner_form(item))


def send_owner(request: Request, session: Session, now: datetime) -> Response:
    """Another owner, with the reason."""
    preamble.filled_in(request, {cards.PERSON: OwnerMissing, **preamble.WHY}).check()
    person, item = preamble.permitted(request, session, moves.GIVE_TO)
    with forms.placing({UserError: cards.PERSON}):
        to = lookup.chosen_person(session, request.team_id, request.person_id(cards.PERSON))
        handoffs.give_to(session, now, person, item, to, request.words(reasons.FIELD))
    return Nothing()


def type_owner(request: Request, session: Session, now: datetime) -> Response:
    """`/cx owner T-12 to @lee because …`."""
    said = preamble.typed(request, session, cards.OWNER_USAGE)
    if not said.answer.words:
        raise MissingWords(usage=cards.OWNER_USAGE)
    named = _receiver(session, request.team_id, said.answer)
    said.check_why("owner", said.answer.leading_name)
    to = lookup.person(session, request.team_id, named)
    with preamble.told_how(cards.OWNER_USAGE, said.refs, said.answer.leading_name):
        given = [
            handoffs.give_to(session, now, said.person, item, to, said.reason)
            for item in said.items
        ]
    told = [(each.item, cards.reassigned(each.item, each.owner.user_id)) for each in given]
    return undoing.reply(session, now, said.person, told)
