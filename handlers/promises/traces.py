"""A task may move something that customers are to notice: which, whoever gives it may say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.calendar import hours
from handlers.people import access
from handlers.speech import blocks, inputs, phrases
from handlers.speech import words as plain
from handlers.speech.blocks import Choices
from handlers.speech.outcome_errors import MovesEnded, MovesOver, MovesUnknown
from handlers.speech.typed import Word
from storage import customer_outcomes
from storage.customer_outcomes import CustomerOutcome
from storage.items import Item
from storage.people import Person
from storage.tasks import Promise

FIELD = "moves"
NONE = "none"
LABEL = "Which outcome does it move?"
NONE_OF_THEM = "None"
TITLE = 60
NOTHING = Choices({})
_BECAUSE = re.compile(r"\bbecause\b", re.IGNORECASE)
WRONG = (MovesUnknown, MovesEnded, MovesOver)
"""What is said under the field."""


def offered(
    session: Session, now: datetime, person: Person, chosen: CustomerOutcome | None = None
) -> Choices:
    """The outcomes that a task may move, behind “none”; nothing where there are none.

    What is `chosen` already is offered however it stands.
    """
    if not access.may(session, person, access.READ):
        return NOTHING
    known = _open_ones(session, now, person)
    if chosen and chosen.number not in {each.number for each in known}:
        known = [chosen, *known]
    if not known:
        return NOTHING
    value = chosen.ref if chosen else None
    if len(known) < blocks.OPTIONS:
        return Choices({NONE: NONE_OF_THEM, **names(known)}, value)
    return Choices(names([chosen] if chosen else []), value, is_searched=True)


def having(
    session: Session, now: datetime, person: Person, words: str
) -> Sequence[CustomerOutcome]:
    """Those whose number or words have these in them, where there are too many for a list."""
    wanted = words.casefold().strip()
    if not access.may(session, person, access.READ):
        return []
    known = _open_ones(session, now, person)
    return [each for each in known if wanted in f"{each.ref} {each.title}".casefold()]


def filled_in(session: Session, now: datetime, person: Person, words: str) -> Choices:
    """The same with what somebody has chosen in a form that comes back to them."""
    known = _open_ones(session, now, person)
    chosen = next((each for each in known if each.ref == words), None)
    found = offered(session, now, person, chosen)
    return replace(found, value=NONE) if found and words == NONE else found


def about(words: Sequence[Word], letter: str) -> tuple[list[Word], str]:
    """The words without “for O-2”, and what is named so by this letter; empty where none is."""
    for at, word in enumerate(words[:-1]):
        if word.lead == "because":
            break
        said = phrases.reference(words[at + 1].plain)
        if word.lead == "for" and said and said.letter == letter:
            return [*words[:at], *words[at + 2 :]], f"{said.letter}-{said.number}"
    return list(words), ""


def taken_out(text: str, letter: str = CustomerOutcome.letter) -> tuple[str, str]:
    """A command without “for O-2”, and what is named so by this letter.

    Empty where none is, or in a reason.
    """
    found = re.search(rf"\bfor\s+({letter}-\d{{1,9}})\b", text, re.IGNORECASE | re.ASCII)
    if found is None or _BECAUSE.search(text[: found.start()]):
        return text, ""
    return f"{text[: found.start()]} {text[found.end() :]}".strip(), found[1].upper()


def names(outcomes: Sequence[CustomerOutcome]) -> dict[str, str]:
    """What a menu calls them, by what they are called: “O-2 An invoice is right…”."""
    return {each.ref: f"{each.ref} {blocks.clip(each.title, TITLE)}" for each in outcomes}


def question(offer: Choices) -> list[Block]:
    """The last field of a form that gives a task; none where nobody has written an outcome."""
    if not offer:
        return []
    return [inputs.row(FIELD, LABEL, offer, optional=True)]


def named(
    session: Session,
    now: datetime,
    person: Person,
    words: str,
    known: CustomerOutcome | None = None,
) -> CustomerOutcome | None:
    """The outcome that somebody names or has chosen; None for “none” and for nothing.

    What is `known` already stays, however it stands by now. Raises MovesUnknown, MovesEnded and
    MovesOver.
    """
    if words.strip() in ("", NONE):
        return None
    said = phrases.reference(words)
    found = None
    if said and said.letter == CustomerOutcome.letter:
        found = customer_outcomes.find(session, person.team_id, said.number)
    if found is None or not access.may(session, person, access.READ):
        raise MovesUnknown(words=blocks.clip(words, TITLE))
    if known and found.number == known.number:
        return found
    if not found.is_open:
        raise MovesEnded(ref=found.ref)
    if found.ends_on < (today := hours.day_of(now, person.zone)):
        raise MovesOver(ref=found.ref, day=plain.plain_day(found.ends_on, today))
    return found


def of(session: Session, item: Item) -> CustomerOutcome | None:
    """The outcome that a promise moves, if any."""
    if not isinstance(item, Promise) or not item.outcome_number:
        return None
    return customer_outcomes.find(session, item.team_id, item.outcome_number)


def _open_ones(session: Session, now: datetime, person: Person) -> list[CustomerOutcome]:
    """Those of no quarter that is over: the company's, then whose department it is, then others."""
    today = hours.day_of(now, person.zone)
    found = customer_outcomes.open_ones(session, person.team_id)
    theirs = person.department_id

    def rank(each: CustomerOutcome) -> tuple[int, int]:
        if each.department_id is None:
            return 0, each.number
        return (1 if each.department_id == theirs else 2), each.number

    return sorted((each for each in found if each.ends_on >= today), key=rank)
