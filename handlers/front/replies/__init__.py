"""What somebody writes under a message of Duly's, or to it, is about a thing: it is found here.

A reply under a message about one thing is about that thing. Anything else is about what its writer
owes an answer to: where that is one thing it is meant, and of several it is asked which.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from handlers.chasing import owed
from handlers.chasing.owed import Pending
from handlers.chasing.registers import Registers
from handlers.front.replies import rules
from handlers.people import access, relations
from handlers.people.relations import Relation
from handlers.promises import items
from storage import asks, bundles, outbox, progress, workspaces
from storage import cards as stored_cards
from storage.cards import BUNDLE, PROGRESS, Card
from storage.people import Person

MOST = 5
"""Things among which is chosen at once."""
LOOKED_AT = 20
"""So many things of a bundle are looked at for those that still wait."""


@dataclass(frozen=True)
class Candidate:
    """A thing that a reply may be about; `title` is plain text, `kind` what is asked about it."""

    noun: str
    number: int
    ref: str
    title: str
    kind: str = ""

    @property
    def is_item(self) -> bool:
        """Whether it is a task or an issue, which have dates and owners."""
        return self.noun in items.NOUNS.values()


def card_above(session: Session, team_id: str, channel_id: str, thread: str) -> Card | None:
    """The card under which something is written; None where it is none of ours."""
    return stored_cards.standing_at(session, team_id, channel_id, thread) if thread else None


def name_of(registers: Registers, card: Card) -> str:
    """The number of the one thing that a card shows: “T-12”; empty for one that shows several."""
    noun = registers.nouns.get(card.noun)
    return f"{noun.letter}-{card.number}" if noun else ""


def bot_of(session: Session, team_id: str) -> str:
    """The Slack id by which Duly itself is mentioned; empty before it is known."""
    workspace = workspaces.find(session, team_id)
    return workspace.bot_user_id if workspace else ""


def above(
    registers: Registers, session: Session, person: Person, channel_id: str, thread: str
) -> list[Candidate] | None:
    """What the message is about under which somebody writes; None where it is none of ours.

    A note or an answer is about what it names.
    """
    card = card_above(session, person.team_id, channel_id, thread)
    if card:
        return shown_by(registers, session, person, card)
    note = outbox.standing_at(session, person.team_id, channel_id, thread) if thread else None
    if note is None:
        return None
    return named(registers, session, person, rules.names(str(note.payload.get("text", ""))))


def shown_by(registers: Registers, session: Session, person: Person, card: Card) -> list[Candidate]:
    """What a card shows: one thing, those of which somebody heard that day, or those of a bundle.

    Of a bundle they are those that still wait for an answer in it; where none does, and others may
    ask since, all. Only what this person may see.
    """
    if card.noun == PROGRESS:
        told = progress.of_day(session, card.team_id, card.lane, card.number, LOOKED_AT)
        return _each(registers, session, person, [(each.noun, each.number) for each in told])
    if card.noun != BUNDLE:
        return _each(registers, session, person, [(card.noun, card.number)])
    found = [ask for _, ask in bundles.contents(session, card.team_id, card.card_id, LOOKED_AT)]
    waiting = {(ask.noun, ask.number): ask.kind for ask in found if ask.answered_at is None}
    if not waiting:
        return _each(registers, session, person, [(ask.noun, ask.number) for ask in found])
    several = _each(registers, session, person, waiting)
    return [replace(each, kind=waiting[each.noun, each.number]) for each in several]


def owed_by(registers: Registers, session: Session, person: Person) -> list[Candidate]:
    """What somebody owes an answer to, the most urgent first: one more than can be chosen from."""
    waiting = owed.by(registers, session, person, MOST + 1)
    return [_candidate(each) for each in waiting.first]


def asked_about(
    registers: Registers, session: Session, person: Person, one: Candidate
) -> list[tuple[Pending, bool]]:
    """What waits for an answer about a thing, with whether it is this person's to give.

    Others' only where they lead the department that owes it; what a circle keeps to itself not.
    """
    found = asks.open_about(session, person.team_id, one.noun, one.number)
    pending = filter(None, (owed.pending(registers, session, ask, person) for ask in found))
    theirs = [(each, each.ask.person_id == person.user_id) for each in pending]
    if any(mine for _, mine in theirs):
        return [(each, mine) for each, mine in theirs if mine]
    item = items.find(session, person.team_id, one.noun, one.number) if one.is_item else None
    around = frozenset({Relation.LEAD, Relation.CCO})
    if item is None or not relations.is_one_of(session, person, around, item):
        return []
    return [(each, mine) for each, mine in theirs if not each.kind.circle]


def named(
    registers: Registers, session: Session, person: Person, refs: Sequence[str]
) -> list[Candidate]:
    """Things by their numbers, those that there are and that this person may see."""
    letters = {noun.letter: noun.name for noun in registers.nouns.values()}
    known = [ref.partition("-") for ref in refs]
    wanted = [(letters[letter], int(number)) for letter, _, number in known if letter in letters]
    return _each(registers, session, person, wanted)


def _each(
    registers: Registers, session: Session, person: Person, wanted: Iterable[tuple[str, int]]
) -> list[Candidate]:
    found = []
    for noun, number in dict.fromkeys(wanted):
        known = registers.nouns.get(noun)
        about = known.about(session, person.team_id, number) if known else None
        if about and access.may_see(session, person, about.thing):
            found.append(Candidate(noun, number, about.ref, about.title))
    return found


def _candidate(each: Pending) -> Candidate:
    about = each.about
    return Candidate(about.noun, about.number, about.ref, about.title, each.kind.name)
