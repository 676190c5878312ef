"""What a noun is: how a numbered thing is found, told about, shown and looked after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlmodel import Session

from handlers.chasing.telling import Telling
from handlers.speech import blocks, words
from handlers.speech.blocks import Shown
from storage.asks import Ask
from storage.cards import Card
from storage.counters import Numbered
from storage.customers import Customer
from storage.items import Item
from storage.nudges import Nudge
from storage.people import Person


@dataclass(frozen=True)
class About:
    """What is said of a thing and weighed in it, whatever it is.

    `due_at` (UTC) is the end of a day on the clock of `zone`, or a moment where `zone` is empty or
    where it is `timed`. `thing` is the row itself, by which it is known who may see it.
    """

    thing: Numbered
    team_id: str
    noun: str
    number: int
    ref: str
    title: str
    severity: int = 3
    due_at: datetime | None = None
    zone: str = ""
    timed: bool = False
    customer: Customer | None = None
    department_id: UUID | None = None
    promised_by: str = ""
    """The Slack id of whoever gave its date; empty while that is only asked for."""
    asked_by: str = ""
    """The Slack id of whoever asked for it, where somebody did."""
    began_at: datetime | None = None
    """When (UTC) somebody asked for it, where that is known."""
    state: str = ""
    """How it stands, where what it asks hangs on that."""

    @property
    def label(self) -> str:
        """“T-12 Rewrite the refund mail” as markup."""
        return f"{self.ref} {blocks.safe(self.title, 150)}"

    @property
    def heading(self) -> str:
        """“Acme: Rewrite the refund mail”; without the customer where the title names it."""
        return words.headed(self.title, self.customer.name if self.customer else "")


class Renderer(Protocol):
    """Draws a card as things stand; None where there is nothing to show any more."""

    def __call__(self, session: Session, card: Card, now: datetime) -> Shown | None:
        """Draw it."""


@dataclass(frozen=True)
class Chased:
    """How the auditor finds things that somebody owes and nobody is asked for, and mends that.

    `ask_again` (session, now, thing) asks whoever it is with; it raises LookupError where they are
    not to be found.
    """

    table: type[Item]
    ask_again: Callable[[Session, datetime, Item], None]


def _no_tiers(session: Session, team_id: str, numbers: Iterable[int]) -> Mapping[int, str]:
    del session, team_id, numbers
    return {}


MayFind = Callable[[Session, Person, Sequence[Any]], Sequence[Any]]
"""Of some rows of one noun, those that somebody may find by their words (session, who, rows)."""


@dataclass(frozen=True)
class Noun:
    """One sort of thing that people name by a letter and a number."""

    name: str
    """What its numbers, history, asks and cards are filed under."""
    letter: str
    states: tuple[str, ...]
    """Where it can stand."""
    table: type[Numbered]
    about: Callable[[Session, str, int], About | None]
    """What there is to say about the one with this number (team, number); None without one."""
    render: Renderer | None = None
    """Who draws its cards, where it has any."""
    tiers: Callable[[Session, str, Iterable[int]], Mapping[int, str]] = _no_tiers
    """The tiers of the customers that these numbers are for, where there are any."""
    escalated: Callable[[Session, datetime, Ask, Sequence[Nudge]], None] | None = None
    """Writes down who was told above the owner; None where no ask about it climbs that far."""
    chased: Chased | None = None
    telling: Telling | None = None
    """How its story is told, where it has one."""
    may_find: MayFind | None = None
    """Which of those that have some words somebody may read; None where nobody finds it by words.

    Tasks, issues and decisions are found by their audience.
    """
