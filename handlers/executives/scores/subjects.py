"""What stands behind a figure: tasks and issues, and the questions that were put to executives."""

from __future__ import annotations

from sqlmodel import Session

from handlers.people import access
from handlers.promises import items
from handlers.speech import phrases
from storage import decisions, inquiries
from storage.decisions import Decision
from storage.inquiries import Inquiry
from storage.items import Item
from storage.people import Person
from storage.tasks import Task

CountedThing = Item | Decision | Inquiry
LETTERS = {
    **{noun: letter for letter, noun in items.NOUNS.items()},
    Decision.noun: Decision.letter,
    Inquiry.noun: Inquiry.letter,
}
"""By which letter people name what a figure may be made of, by noun."""
_NOUNS = {letter: noun for noun, letter in LETTERS.items()}


def find(session: Session, team_id: str, noun: str, number: int) -> CountedThing | None:
    """The thing of this noun and number. Raises LookupError for a noun that no figure counts."""
    match noun:
        case Decision.noun:
            return decisions.find(session, team_id, number)
        case Inquiry.noun:
            return inquiries.find(session, team_id, number)
        case _:
            return items.find(session, team_id, noun, number)


def named(session: Session, team_id: str, words: str) -> tuple[bool, CountedThing | None]:
    """Whether words are the number of such a thing, a task where they say no letter, and which."""
    said = phrases.reference(words)
    noun = _NOUNS.get(said.letter or Task.letter) if said else None
    if said is None or noun is None:
        return False, None
    return True, find(session, team_id, noun, said.number)


def may_see(session: Session, person: Person, thing: CountedThing) -> bool:
    """Whether somebody may see a thing: a question to executives is for them and who is asked."""
    if isinstance(thing, Inquiry):
        return person.works_here and access.may(session, person, access.ANSWER_INQUIRY, thing)
    return access.may_see(session, person, thing)
