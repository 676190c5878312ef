"""How a typed conversation is read: with which customer, when, who said it, what was learned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from handlers.people import lookup
from handlers.speech import grammar, typed
from handlers.speech.typed import Word
from storage import customers
from storage.audiences import Audience
from storage.customers import Customer
from storage.departments import key_of
from storage.signs import plain

MOST = 10
"""So many words a customer's name may have that is looked for."""
MOST_WHO = 5
_BEFORE = frozenset({"from", "with", "at", "of", "to"})
"""Little words before the name of a customer."""
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WHEN = re.compile(
    rf"(?:(today|yesterday)|(?:last |on )({'|'.join(_WEEKDAYS)})|(?:on )?(\d{{4}}-\d{{2}}-\d{{2}}))"
    r"(?=[\s:,;.]|$)[\s:,;]*",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"(?P<who>[^,:;.!?“”\"]{1,80}?)\s+(?:says?|said|told (?:me|us)|tells (?:me|us))(?: that)?"
    r"[:,]?\s+(?P<line>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_NOBODY = frozenset({"they", "he", "she", "it", "we", "i", "somebody", "someone"})


@dataclass(frozen=True)
class TypedVoice:
    """A conversation as it was typed; `name` stands for a customer whom nobody knows."""

    customer: Customer | None = None
    name: str = ""
    on: date | None = None
    who: str = ""
    line: str = ""
    audience: Audience | None = None


def read(session: Session, team_id: str, words: Sequence[Word], today: date) -> TypedVoice:
    """Read `<customer> [yesterday|on monday] [Jana says] <what was learned>[, private]`.

    The longest known name with which it begins is the customer; where there is none, the words
    before a colon or a comma are the name, or else the first word. A day is the last such one.
    """
    if words and words[0].lead in _BEFORE:
        words = words[1:]
    customer, count = _customer(session, team_id, words)
    name = "" if customer else _unknown(words)
    behind = typed.line(words[count:] if customer else words[len(name.split()) :])
    said, audience = grammar.audience_of(behind.lstrip(" :,;-–—"))
    on, said = day_in(said, today)
    who, line = speaker_in(said)
    return TypedVoice(customer, name, on, who, line.strip(' “”"'), audience)


def day_in(said: str, today: date) -> tuple[date | None, str]:
    """The day with which words begin, no later than today, and the words behind it."""
    found = _WHEN.match(plain(said))
    if found is None:
        return None, said
    rest = said[found.end() :]
    near, weekday, written = found.groups()
    if near:
        return today - timedelta(days=near.lower() == "yesterday"), rest
    if weekday:
        back = (today.weekday() - _WEEKDAYS.index(weekday.lower())) % 7
        return today - timedelta(days=back or 7), rest
    try:
        return date.fromisoformat(written), rest
    except ValueError:
        return None, said


def speaker_in(said: str) -> tuple[str, str]:
    """Who said it, where words begin so, and what; “they say” names nobody."""
    found = _SAYS.fullmatch(said.strip())
    if found is None or len(found["who"].split()) > MOST_WHO:
        return "", said.strip()
    who = found["who"].strip()
    return ("" if who.lower() in _NOBODY else who), found["line"].strip()


def _customer(session: Session, team_id: str, words: Sequence[Word]) -> tuple[Customer | None, int]:
    """The customer with whose name words begin, and how many words that name has."""
    names = {
        count: [
            key_of(name) for name in typed.names([*words[: count - 1], _bare(words[count - 1])])
        ]
        for count in range(min(MOST, len(words)), 0, -1)
    }
    known = customers.called(session, team_id, {key for keys in names.values() for key in keys})
    for count, keys in names.items():
        found = next((known[key] for key in keys if key in known), None)
        if found:
            return found, count
    return None, 0


def _bare(word: Word) -> Word:
    """A word without the colon or the comma behind it."""
    return Word(word.seen.rstrip(":,;"))


def _unknown(words: Sequence[Word]) -> str:
    """What may be the name of a customer whom nobody knows."""
    line = typed.line(words)
    head = re.split(r"[:,]", line, maxsplit=1)[0]
    return head if head != line and len(head.split()) <= MOST_WHO else line.partition(" ")[0]


def check_known(session: Session, team_id: str, said: TypedVoice) -> None:
    """Raises UnknownCustomer with the nearest name, where a name is none that is known."""
    if said.customer is None and said.name:
        lookup.customer(session, team_id, said.name)
