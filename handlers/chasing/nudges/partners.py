"""Whom the CCO is to talk to about what: read from the reminders of one bundle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import outcomes, owed
from handlers.chasing.nudges.conversation_cards import Partner
from handlers.chasing.nudges.conversations import Conversation, Meeting
from handlers.chasing.owed import Pending
from handlers.chasing.registers import Registers
from handlers.people import audiences, deputies, leads
from handlers.speech import values, words
from handlers.speech.errors import UnreadableRequest
from storage import bundles, customers, departments, history, people
from storage import cards as stored_cards
from storage.asks import Ask
from storage.bundles import Extract
from storage.cards import Card
from storage.history import Event
from storage.items import Item
from storage.nudges import Part
from storage.people import Person, Role

PARTS = (Part.CCO, Part.TALKED)
"""As what the CCO hears of what others owe."""
TALKED = "talked"
"""The verb by which history tells that somebody talks with an owner."""
TOLD = 2
"""Of so many things of a conversation it is told how they were answered."""
ASKED_OF = 3
"""Of so many it is looked up whether their reader said that they talk about them."""


def meets(session: Session, person: Person) -> bool:
    """Whether somebody reads of what others owe by whom to talk to: the CCO, or who stands in."""
    return person.role == Role.CCO or deputies.stands_in_for_cco(session, person)


def extract(key: str) -> Extract | None:
    """What of a bundle belongs to a conversation, by its key; None for what is no key."""
    department_id = values.row_id(key)
    if department_id:
        return Extract(only=PARTS, department_id=department_id)
    return Extract(only=PARTS, person_id=key) if values.is_person_id(key) else None


def opened(session: Session, reader: Person, which: str) -> tuple[Card, Extract]:
    """The bundle of a reader and the conversation in it that a button names.

    Raises UnreadableRequest for what is none, or somebody else's.
    """
    row, _, key = which.partition(":")
    card_id, of = values.row_id(row), extract(key)
    card = stored_cards.find(session, reader.team_id, card_id) if card_id else None
    if card is None or of is None or card.lane != reader.user_id:
        raise UnreadableRequest
    return card, of


def things(
    registers: Registers,
    session: Session,
    card: Card,
    reader: Person,
    owed_at: datetime | None,
    of: Extract | None = None,
    limit: int = words.COUNTED,
    after: int = 0,
) -> list[Pending]:
    """What of a bundle has climbed to its reader and they may see, the weightiest first.

    Of all, or of one extract; with `owed_at` only what is still to be answered at it (UTC).
    """
    found = bundles.contents(
        session, card.team_id, card.card_id, limit, owed_at=owed_at, after=after,
        extract=of or Extract(only=PARTS),
    )  # fmt: skip
    _read(session, card.team_id, [ask for _, ask in found])
    known = (
        owed.pending(registers, session, ask, reader, Part(nudge.part)) for nudge, ask in found
    )
    return [each for each in known if each]


def _read(session: Session, team_id: str, asked: Sequence[Ask]) -> None:
    """Read everything around many asks at once; whoever looks for some of it finds it read."""
    departments.read(session, team_id, {each.department_id for each in asked if each.department_id})
    people.read(session, team_id, {each.person_id for each in asked})
    audiences.read(session, team_id, asked)
    about = (audiences.find(session, team_id, each.noun, each.number) for each in asked)
    customers.read(
        session,
        team_id,
        {each.customer_id for each in about if isinstance(each, Item) and each.customer_id},
    )


def known(
    registers: Registers, session: Session, of: Meeting, reader: Person, made_at: datetime
) -> dict[str, Partner]:
    """Whom each conversation is with, and how it stood when its bundle was made (UTC)."""
    found = {each.key: _who(session, reader.team_id, each) for each in of.held}
    for each in of.shown:
        found[each.key] = _told(registers, session, each, reader, made_at, found[each.key])
    return found


def partner_of(session: Session, which: str, waiting: Sequence[Pending]) -> Person | None:
    """Who can be talked to about all this: whoever owes it, or speaks for the department now.

    `which` names the conversation, as its button does.
    """
    each = Conversation(which.partition(":")[2], tuple(waiting))
    return _who(session, waiting[0].ask.team_id, each).person


def _who(session: Session, team_id: str, each: Conversation) -> Partner:
    home_id = values.row_id(each.key)
    if home_id:
        department = departments.find(session, team_id, home_id)
        there = leads.there_for(session, department)
        return Partner(there, department, leads.lead_of(session, department))
    person = people.find(session, team_id, each.key)
    department = departments.find(session, team_id, person.department_id if person else None)
    is_there = person is not None and not person.gone
    return Partner(person if is_there else None, department, leads.lead_of(session, department))


def _told(
    registers: Registers,
    session: Session,
    each: Conversation,
    reader: Person,
    made_at: datetime,
    who: Partner,
) -> Partner:
    """The same, with what became of it: that they talk, and how things were answered."""
    answered = {
        done.about.ref: outcomes.of(registers, session, done.ask, reader)
        for done in each.answered[:TOLD]
    }
    # What came since they said so may weigh more than what it was said of.
    found = (_talked(session, thing, reader) for thing in each.waiting[:ASKED_OF])
    talked = next(filter(None, found), None)
    if talked is None:
        return replace(who, answered=answered)
    until = datetime.fromisoformat(str(talked.details["until"]))
    rests = talked.happened_at >= made_at
    return replace(who, answered=answered, talked=True, rests_until=until if rests else None)


def _talked(session: Session, thing: Pending, reader: Person) -> Event | None:
    """When its reader said last, since this is asked, that they talk with whoever owes it."""
    ask = thing.ask
    found = history.latest(session, ask.team_id, ask.noun, ask.number, TALKED)
    if found is None or found.actor != reader.user_id or found.happened_at < ask.opened_at:
        return None
    return found if found.details.get("until") else None
