"""What a person is to a thing: its owner, who asked for it, who leads its department, the CCO."""

from __future__ import annotations

from collections.abc import Set
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from handlers.people import deputies
from storage import asks, customers, departments, handoffs, nudges, people
from storage.counters import Numbered
from storage.customer_outcomes import CustomerOutcome
from storage.handoffs import Handoff
from storage.initiatives import Initiative
from storage.items import Item
from storage.people import Person, Role


class Relation(StrEnum):
    """What a person is to the thing they want to change."""

    ANYBODY = "anybody"
    OWNER = "owner"
    ASKER = "asker"
    LEAD = "lead"
    STAND_IN = "stand-in"
    """Who stands in for its owner, while they are away or until somebody follows them."""
    OFFERED = "offered"
    ASKED = "asked"
    """Somebody who owes an answer about it."""
    REMINDED = "reminded"
    """Somebody whom Duly has told that such an answer is missing, with the way to give it."""
    EXECUTIVE = "executive"
    CCO = "cco"
    DECIDER = "decider"
    """An executive, of what everybody was asked about in vain."""
    ACCOUNT_LEAD = "account lead"
    """Somebody who leads the account of a customer."""
    ANSWERS = "answers"
    """Whoever answers for an outcome, or stands in for them."""
    THEIR_LEAD = "their lead"
    """Whoever leads the department of who answers for an outcome."""
    ADMIN = "admin"
    """Of the workspace in Slack, while nobody holds the CCO's office."""


_OFFICES: dict[str, Relation] = {Role.CCO: Relation.CCO, Role.EXECUTIVE: Relation.EXECUTIVE}


def is_one_of(
    session: Session, person: Person, relations: Set[Relation], thing: Numbered | None = None
) -> bool:
    """Whether a person is one of these: by role, to this thing or, without one, to any department.

    Other rows are looked for only where the person's own and that of the thing do not say.
    """
    item = thing if isinstance(thing, Item) else None
    if relations & _at_sight(person, item):
        return True
    if isinstance(thing, Initiative):
        if _answers_for(session, person, relations, thing):
            return True
        relations -= {Relation.OWNER, Relation.LEAD}
    others = [relation for relation in Relation if relation in relations]
    if Relation.ASKED in relations and thing and person.user_id in _asked(session, thing):
        return True
    if isinstance(thing, CustomerOutcome) and relations & _to_outcome(session, person, thing):
        return True
    return any(_is(session, person, relation, item) for relation in others)


def _answers_for(
    session: Session, person: Person, relations: Set[Relation], thing: Initiative
) -> bool:
    """Whether a person answers for an initiative, or leads the department that pays for it."""
    if Relation.OWNER in relations and thing.owner_id == person.user_id:
        return True
    return Relation.LEAD in relations and _leads(session, person, thing.department_id)


def _at_sight(person: Person, item: Item | None) -> set[Relation]:
    """What a person is by what is known of them and of the item."""
    found = {Relation.ANYBODY}
    if person.works_here and person.role in _OFFICES:
        found.add(_OFFICES[person.role])
    if item and item.owner_id == person.user_id:
        found.add(Relation.OWNER)
    if item and item.created_by == person.user_id:
        found.add(Relation.ASKER)
    return found


def _is(session: Session, person: Person, relation: Relation, item: Item | None) -> bool:
    """Whether a person is this, as departments, offers, asks and the offices of others say."""
    match relation:
        case Relation.ADMIN:
            is_admin = person.works_here and person.is_admin
            return is_admin and not people.with_role(session, person.team_id, Role.CCO)
        case Relation.ACCOUNT_LEAD:
            theirs = customers.led_by(session, person.team_id, person.user_id, 1)
            return person.works_here and bool(theirs)
        case Relation.LEAD if item is None:
            return person.works_here and bool(
                departments.led_by(session, person.team_id, person.user_id)
            )
        case Relation.LEAD if item:
            return _leads(session, person, item.department_id)
        case Relation.STAND_IN if item:
            return _stands_in(session, person, item)
        case Relation.DECIDER if item:
            return _decides(session, person, item)
        case Relation.CCO if item:
            return deputies.stands_in_for_cco(session, person)
        case Relation.OFFERED if item:
            return _is_offered(session, person, item)
        case Relation.REMINDED if item:
            return person.works_here and _is_reminded(session, person, item)
        case _:
            return False


def _to_outcome(session: Session, person: Person, outcome: CustomerOutcome) -> set[Relation]:
    """What a person is to an outcome by whose it is."""
    owner = people.find(session, outcome.team_id, outcome.owner_id)
    if owner is None or not person.works_here:
        return set()
    is_theirs = person.user_id in (owner.user_id, owner.stand_in_id)
    found = {Relation.ANSWERS} if is_theirs else set()
    return found | (
        {Relation.THEIR_LEAD} if _leads(session, person, owner.department_id) else set()
    )


def _decides(session: Session, person: Person, item: Item) -> bool:
    """Whether an executive decides about an item: an answer is owed that climbed to the top."""
    if not person.works_here or person.role != Role.EXECUTIVE:
        return False
    about = asks.open_about(session, item.team_id, item.noun, item.number)
    return any(ask.rung >= asks.TOP for ask in about)


def _is_reminded(session: Session, person: Person, item: Item) -> bool:
    """Whether a person has read that somebody owes an answer about an item."""
    about = asks.open_about(session, item.team_id, item.noun, item.number)
    told = (nudges.told_after(session, each.team_id, each.ask_id, each.opened_at) for each in about)
    return any(person.user_id in each for each in told)


def _is_offered(session: Session, person: Person, item: Item) -> bool:
    """Whether an item waits for a person, or a department that they lead, to take it."""
    offer = handoffs.offered(session, item.team_id, item.noun, item.number)
    if offer is None:
        return False
    if offer.to_id == person.user_id or _leads(session, person, _offered_to(session, offer)):
        return True
    return _is_asked_for(session, person, item, offer.to_id)


def _offered_to(session: Session, offer: Handoff) -> UUID | None:
    """The department that an offer is to: the one that was named, or that of whoever was."""
    receiver = people.find(session, offer.team_id, offer.to_id)
    return offer.to_department_id or (receiver.department_id if receiver else None)


def _stands_in(session: Session, person: Person, item: Item) -> bool:
    """Whether a person stands in for an item's owner, or was asked about it in their place."""
    owner = people.find(session, item.team_id, item.owner_id) if item.owner_id else None
    if owner is None or not person.works_here:
        return False
    if owner.stand_in_id == person.user_id:
        return True
    return _is_asked_for(session, person, item, owner.user_id)


def _is_asked_for(session: Session, person: Person, item: Item, for_id: str) -> bool:
    about = asks.open_about(session, item.team_id, item.noun, item.number)
    return any((ask.person_id, ask.for_id) == (person.user_id, for_id) for ask in about)


def _leads(session: Session, person: Person, department_id: UUID | None) -> bool:
    """Whether a person is lead or deputy of a department, or stands in for its lead."""
    if not person.works_here:
        return False
    department = departments.find(session, person.team_id, department_id)
    if department is None:
        return False
    if person.user_id in {department.lead_id, department.deputy_id}:
        return True
    lead = people.find(session, person.team_id, department.lead_id) if department.lead_id else None
    return lead is not None and lead.stand_in_id == person.user_id


def _asked(session: Session, thing: Numbered) -> list[str]:
    """Those who owe an answer about a thing, in the order in which they were asked."""
    about = asks.open_about(session, thing.team_id, thing.noun, thing.number)
    asked = [each for ask in about for each in (ask.person_id, ask.for_id) if each]
    return list(dict.fromkeys(asked))


def names(session: Session, thing: Numbered, relations: Set[Relation]) -> list[str]:
    """Who is one of these to a thing and works here; the offices are named elsewhere."""
    wanted: list[str | None] = []
    if Relation.ASKED in relations:
        wanted += _asked(session, thing)
    if isinstance(thing, CustomerOutcome) and Relation.ANSWERS in relations:
        wanted.append(thing.owner_id)
    if isinstance(thing, Item):
        wanted += _around(session, thing, relations)
    found = people.by_id(session, thing.team_id, [user_id for user_id in wanted if user_id])
    here = {user_id: person for user_id, person in found.items() if person.works_here}
    return [here[user_id].name for user_id in wanted if user_id in here]


def _around(session: Session, item: Item, relations: Set[Relation]) -> list[str | None]:
    """Whose an item is: its owner, who asked for it, who leads its department, who may take it."""
    found: list[str | None] = []
    if Relation.OWNER in relations:
        found.append(item.owner_id)
    if Relation.ASKER in relations:
        found.append(item.created_by)
    department = departments.find(session, item.team_id, item.department_id)
    if Relation.LEAD in relations and department:
        found += [department.lead_id, department.deputy_id]
    offer = handoffs.offered(session, item.team_id, item.noun, item.number)
    if Relation.OFFERED in relations and offer:
        to = departments.find(session, item.team_id, _offered_to(session, offer))
        found += [offer.to_id, *([to.lead_id, to.deputy_id] if to else [])]
    return found
