"""Private things say so in their small line and in answers, and who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slackblocks import Block
from sqlmodel import Session

from handlers.people import access, audiences, office
from handlers.speech import blocks, inputs, words
from storage.audiences import Audience
from storage.decisions import Decision
from storage.items import Item
from storage.people import Person

FIELD = "audience"
LABEL = "Who may see it?"
NAMED = 5
"""So many people are named; of more, how many they are."""
PRIVATE = "Private: {names}"
NOW_PRIVATE = "{ref} is private now."
ONLY = "Private: only {names} see it."
EXECUTIVES = "the executives"
OPEN = "Its department, and everybody here"
THE_CCO = "the CCO"
_NAME = 40


@dataclass(frozen=True)
class Readers:
    """Those who may see a private thing: people by name, and the executives where they may."""

    people: tuple[Person, ...]
    executives: bool = False


def readers_of(session: Session, thing: Item | Decision) -> Readers | None:
    """Who may see a private thing; None for what everybody here may see."""
    if not thing.is_private:
        return None
    people = audiences.known_to(session, thing)
    return Readers(tuple(people), audiences.is_among_executives(thing))


def line(readers: Readers | None) -> str:
    """“Private: Sara, Omar, Maria” as markup; empty for what everybody here may see."""
    if readers is None:
        return ""
    return PRIVATE.format(names=", ".join(_names(readers)))


def only(readers: Readers | None, myself: str) -> str:
    """The same as a sentence to one of them, the Slack id `myself`, with a space before it."""
    if readers is None:
        return ""
    return " " + ONLY.format(names=words.join_names(_names(readers, myself)))


def _names(readers: Readers, myself: str = "") -> list[str]:
    mine = ["you"] if any(each.user_id == myself for each in readers.people) else []
    others = [each for each in readers.people if each.user_id != myself]
    named = [blocks.safe(words.first_name(each.name), _NAME) for each in others[:NAMED]]
    rest = len(others) - len(named)
    more = [words.count(rest, "other")] if rest else []
    return [*mine, *named, *more, *([EXECUTIVES] if readers.executives else [])]


def closed(ref: str) -> blocks.Shown:
    """Where a card stood before those who read there could not see the thing any more."""
    line = NOW_PRIVATE.format(ref=ref)
    return blocks.Shown(line, blocks.message(blocks.context(line)))


def question(
    session: Session, person: Person, value: Audience | None, who: Sequence[str], *others: str
) -> Block:
    """The input of a form that asks who may see what it makes; `who` are among them besides."""
    names = words.join_names(["you", *who, *_ccos(session, person), *others])
    choices = {Audience.DEPARTMENT.value: OPEN, Audience.PRIVATE.value: PRIVATE.format(names=names)}
    return inputs.choice(FIELD, LABEL, choices, value=value or Audience.DEPARTMENT)


def _ccos(session: Session, person: Person) -> list[str]:
    """Who looks after customers, beside whoever asks; whom guests need not know by name."""
    if not access.may(session, person, access.READ):
        return [THE_CCO]
    holders = office.holders(session, person.team_id)
    return [words.first_name(each.name) for each in holders if each.user_id != person.user_id][:1]
