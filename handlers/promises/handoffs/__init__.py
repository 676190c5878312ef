"""Something changes hands here: offered with a reason, taken over, or returned with one."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.chasing.asked import ACCEPT, FINISH
from handlers.people import access, choices, lookup
from handlers.promises import items, lifecycle, moves
from handlers.promises.handoffs import cards
from handlers.promises.lifecycle import Asked, Changes
from handlers.speech import phrases, reasons
from handlers.speech.errors import AlreadyOffered, MissingWords, NotOffered, SameOwner, UserError
from handlers.speech.request import FormErrors, Nothing, OpenForm, Reply, Request, Response
from storage import departments, handoffs, people
from storage.cards import Face
from storage.departments import Department
from storage.handoffs import Handoff
from storage.issues import Issue
from storage.people import Person
from storage.tasks import Task

Item = Task | Issue


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form that offers an item to somebody else."""
    del now
    person, item = items.mine(request, session, access.HAND_OVER)
    _check_not_offered(session, item)
    known = choices.of_departments(session, person, but=item.department_id)
    return OpenForm(cards.handoff_form(item, known))


def send(request: Request, session: Session, now: datetime) -> Response:
    """An offer to a department or a person, with the reason."""
    reason, errors = reasons.given(request)
    chosen_person, chosen = request.words(cards.PERSON), request.words(choices.DEPARTMENT)
    if bool(chosen_person) == bool(chosen):
        errors[cards.PERSON] = cards.CHOOSE_NOT_BOTH if chosen else cards.CHOOSE_ONE
    if errors:
        return FormErrors(errors)
    person, item = items.mine(request, session, access.HAND_OVER)
    try:
        department = lookup.chosen_department(session, request.team_id, chosen)
        to = (
            lookup.lead(session, department)
            if department
            else lookup.person(session, request.team_id, f"<@{request.person_id(cards.PERSON)}>")
        )
        _offer(session, now, person, item, to, department, reason)
    except UserError as error:
        field = choices.DEPARTMENT if chosen else cards.PERSON
        return FormErrors({field: error.message})
    return Nothing()


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx handoff T-12 to Logistics because …`, or to a person."""
    said = phrases.read_answer(request.text, cards.USAGE)
    person = access.actor(session, request)
    item = items.get_live(session, person, said.ref)
    access.check(session, person, access.HAND_OVER, item)
    if not said.words:
        raise MissingWords(usage=cards.USAGE)
    reason = reasons.need(said.reason, cards.USAGE)
    to, department = _receiver(session, request.team_id, said.words)
    _offer(session, now, person, item, to, department, reason)
    return Reply(cards.offered(item, to.user_id))


def _receiver(session: Session, team_id: str, named: str) -> tuple[Person, Department | None]:
    """A department stands for its lead; otherwise the words name a person."""
    department = lookup.named_department(session, team_id, named)
    if department is not None:
        return lookup.lead(session, department), department
    if named.startswith(("<@", "@")) or people.named(session, team_id, named):
        return lookup.person(session, team_id, named), None
    return lookup.lead(session, lookup.department(session, team_id, named)), None


def _offer(
    session: Session,
    now: datetime,
    person: Person,
    item: Item,
    to: Person,
    department: Department | None,
    reason: str,
) -> None:
    _check_not_offered(session, item)
    access.check_owner(to)
    if to.user_id == item.owner_id:
        raise SameOwner(ref=items.ref(item), name=to.name)
    session.add(
        Handoff(
            team_id=item.team_id,
            noun=item.noun,
            number=item.number,
            from_id=item.owner_id or person.user_id,
            offered_by=person.user_id,
            to_id=to.user_id,
            to_department_id=department.department_id if department else None,
            reason=reason,
            offered_at=now,
        )
    )
    asked_of = department.department_id if department else to.department_id
    lifecycle.make(
        session,
        now,
        moves.OFFER,
        item,
        person,
        asked=[Asked(ACCEPT, to, asked_of)],
        to=to.user_id,
        reason=reason,
    )
    items.show_person(session, now, item, Face.OFFER, to)


def accept(request: Request, session: Session, now: datetime) -> Response:
    """One click: it is mine from now on."""
    person = access.actor(session, request)
    item = items.get(session, person, request.value)
    if items.has_just(session, now, person, item, moves.TAKE_OVER.verb):
        return Nothing()
    offer = _offer_to(session, person, item)
    access.check_owner(person)
    department = departments.find(session, item.team_id, offer.to_department_id)
    if department is None:
        department = lookup.department_for(session, person, "", "")
    lifecycle.make(
        session,
        now,
        moves.TAKE_OVER,
        item,
        person,
        changes=Changes(owner=person, department=department),
        asked=[Asked(FINISH, person, department.department_id)],
        from_id=offer.from_id,
    )
    handoffs.answer(session, now, offer, person.user_id, accepted=True)
    items.show(session, now, item, department)
    items.show_owner(session, now, item, person)
    return Nothing()


def open_return(request: Request, session: Session, now: datetime) -> Response:
    """The form that returns an offer."""
    del now
    person = access.actor(session, request)
    item = items.get(session, person, request.value)
    _offer_to(session, person, item)
    return OpenForm(cards.return_form(item))


def send_return(request: Request, session: Session, now: datetime) -> Response:
    """An offer goes back with the reason; the giver is told."""
    reason, errors = reasons.given(request)
    if errors:
        return FormErrors(errors)
    person = access.actor(session, request)
    item = items.get(session, person, request.value)
    offer = _offer_to(session, person, item)
    lifecycle.make(session, now, moves.RETURN, item, person, from_id=offer.from_id, reason=reason)
    handoffs.answer(session, now, offer, person.user_id, accepted=False, reason=reason)
    giver = people.find(session, item.team_id, offer.from_id)
    if giver:
        notes.send(session, now, giver, cards.returned_to_giver(item, person.user_id, reason))
    return Nothing()


def _offer_to(session: Session, person: Person, item: Item) -> Handoff:
    """The offer that a person may answer."""
    items.check_live(item)
    offer = handoffs.offered(session, item.team_id, item.noun, item.number)
    if offer is None:
        raise NotOffered(ref=items.ref(item))
    access.check(session, person, access.ACCEPT, item)
    return offer


def _check_not_offered(session: Session, item: Item) -> None:
    offer = handoffs.offered(session, item.team_id, item.noun, item.number)
    if offer:
        to = people.find(session, item.team_id, offer.to_id)
        raise AlreadyOffered(ref=items.ref(item), name=to.name if to else "somebody")
