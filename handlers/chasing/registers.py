"""The two lists that every feature adds to: its nouns, and its kinds of ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from sqlmodel import Session

from handlers.chasing.kinds import Kind
from handlers.chasing.nouns import Noun
from storage.history import Event
from storage.people import Person


class HasName(Protocol):
    """What is registered has a name, by which rows are filed."""

    @property
    def name(self) -> str:
        """The name."""


Entry = TypeVar("Entry", bound=HasName)


class Unregistered(KeyError):
    """A row is filed under a name that no feature has registered.

    It is a row of another version, or a feature that is missing in `bot/routes.py`.
    """

    def __str__(self) -> str:
        """The sentence, which a KeyError would show in quotes."""
        return str(self.args[0])


class Register(Mapping[str, Entry]):
    """All entries of one sort by their names, built once in `bot/routes.py`."""

    def __init__(self, what: str, *entries: Entry) -> None:
        """Raises ValueError for two entries of one name. `what` says what an entry is."""
        self._what = what
        self._entries = {entry.name: entry for entry in entries}
        if len(self._entries) < len(entries):
            raise ValueError(f"two entries of one name: {[entry.name for entry in entries]}")

    def __getitem__(self, name: str) -> Entry:
        """The entry of this name. Raises Unregistered."""
        try:
            return self._entries[name]
        except KeyError:
            raise Unregistered(f"no {self._what} is called “{name}”") from None

    def __iter__(self) -> Iterator[str]:
        """The names, in the order in which they were registered."""
        return iter(self._entries)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._entries)


Unsettles = Callable[[Session, datetime, Person, int, str, str], None]
"""How an answer to a question about the thing with this number is taken back in its room.

`led_to` is what had followed, such as T-12, and the last the words in which nothing did.
"""


@dataclass(frozen=True)
class UndoneBy:
    """How `/cx undo L-4` goes for a noun: `undo` takes its name and returns the sentence.

    `passing` are verbs of its history that change nothing, so that what was before can be undone.
    What people name by no number has no `letter`: `named` says then what `undo` takes, where what
    somebody did belongs to it, and else nothing.
    """

    noun: str
    letter: str
    passing: tuple[str, ...]
    undo: Callable[[Session, datetime, Person, str], str]
    named: Callable[[Session, Event], str] | None = None


@dataclass(frozen=True)
class Registers:
    """Everything that reminders, audits and undo know of features."""

    nouns: Register[Noun]
    kinds: Register[Kind]
    visits: tuple[Callable[[Session, datetime, str], None], ...] = ()
    """What features look after in a workspace (session, now, team_id) whenever it is audited."""
    undoing: tuple[UndoneBy, ...] = ()
    """How what is no promise is undone, by features that say so themselves."""
    unsettling: Mapping[str, Unsettles] = field(default_factory=dict)
    """What goes with an answer to a question of the week that is undone, by noun."""
    talk: str = ""
    """The button by which somebody says that they talk about all of a conversation, if any."""

    def __post_init__(self) -> None:
        """Raises ValueError where two nouns have one letter: T-1 would be two things."""
        letters = [noun.letter for noun in self.nouns.values()]
        if len(set(letters)) < len(letters):
            raise ValueError(f"two nouns of one letter: {letters}")
