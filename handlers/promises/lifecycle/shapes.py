"""What a move is: from which state to which, who may, what is said with it, whose asks it ends."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from handlers.chasing.kinds import Kind
from handlers.chasing.registers import Registers
from handlers.people import facts as declared
from handlers.people.access import Right
from handlers.promises.hearers import Hears
from handlers.promises.lifecycle.past import Columns
from handlers.promises.lifecycle.things import Movable
from handlers.promises.undoable import FACT
from storage.asks import Outcome
from storage.audiences import Audience
from storage.causes import Cause
from storage.customer_outcomes import CustomerOutcome
from storage.customers import Customer
from storage.departments import Department
from storage.issues import Feeling, Step
from storage.people import Person


class Column(StrEnum):
    """What a move may set besides the state."""

    OWNER = "owner"
    DEPARTMENT = "department"
    DUE = "due date"
    TITLE = "title"
    CUSTOMER = "customer"
    SEVERITY = "severity"
    BEFORE = "all of it as it was before"
    AUDIENCE = "audience"
    JOINED = "what it is joined to"
    CAUSE = "its cause"
    FEELING = "how the customer feels"
    PREVENTS = "that it is to prevent its issue"
    OUTCOME = "which outcome it moves"


RESERVED = frozenset({"imported", "zone", "timed", FACT})
"""Facts that are written with any move where they apply."""


@dataclass(frozen=True)
class Move:
    """One thing that may become of a promise.

    `start` are the states in which it can be made, none where it begins the promise; `end` is the
    state afterwards, None where that stays. `facts` are what has to be said with it, with the type
    of each; `may_say` is what history keeps besides where anybody said it.
    """

    nouns: tuple[str, ...]
    verb: str
    """The word under which history keeps it."""
    right: Right | None
    """Who may; None for what Duly does itself."""
    start: tuple[str, ...]
    end: str | None
    facts: Mapping[str, type] = field(default_factory=dict)
    may_say: Mapping[str, type] = field(default_factory=dict)
    changes: frozenset[Column] = frozenset()
    ends: Mapping[str, Outcome] = field(default_factory=dict)
    """How the open asks of these kinds end."""
    others: Outcome | None = None
    """How every other open ask ends; None: they go on."""
    keeps: tuple[str, ...] = ()
    """Kinds of ask that go on, however the others end."""
    own: bool = False
    """Whether only the asks of whoever makes it end."""
    opens: tuple[str, ...] = ()
    """Kinds of ask that begin."""
    opens_if: tuple[str, ...] = ()
    """Kinds of ask that begin where there is somebody to ask."""
    does: Step | None = None
    """The step of an issue's loop that is done with it."""
    fails: tuple[Step, ...] = ()
    """The steps that do not hold any more."""
    can_undo: bool = False
    """Whether whoever made it can undo it for a while, so that history keeps the way back."""
    takes_back: bool = False
    """Whether it takes back another, as if that had never been made."""
    voids: bool = False
    """Whether a thing counts in no figure from then on, as it should never have begun."""
    told: Hears = field(kw_only=True)
    """Who hears of it, beside whoever is asked by it; each move says so, be it nobody."""

    def __post_init__(self) -> None:
        """Refuse what begins in no state, and facts that history cannot keep."""
        if not self.start and self.end is None:
            raise ValueError(f"{self.verb}: what begins has a state")
        if Column.BEFORE in self.changes and not self.takes_back:
            raise ValueError(f"{self.verb}: what restores takes something back")
        said = {**self.facts, **self.may_say}
        unknown = [name for name, kind in said.items() if kind not in declared.KINDS]
        if unknown or RESERVED & set(said) or set(self.facts) & set(self.may_say):
            raise ValueError(f"{self.verb}: facts that cannot be kept: {unknown or said}")


def table(registers: Registers, *moves: Move) -> tuple[Move, ...]:
    """All moves there are, checked against what there is.

    Raises ValueError for a noun, a state or a kind of ask that nobody has registered.
    """
    for move in moves:
        for noun in move.nouns:
            states = registers.nouns[noun].states if noun in registers.nouns else ()
            _check_known(move, states, {*move.start, *([move.end] if move.end else [])})
        _check_known(move, registers.kinds, {*move.ends, *move.keeps, *move.opens, *move.opens_if})
    return moves


def _check_known(move: Move, known: Collection[str], named: Set[str]) -> None:
    if not named <= set(known):
        raise ValueError(f"{move.verb}: nobody knows {sorted(named - set(known))}")


@dataclass(frozen=True)
class Changes:
    """What a move sets besides the state; None is left as it is.

    `due_at` (UTC) is the end of a day on the clock of `zone`, or an hour that was given where it is
    `timed`.
    """

    owner: Person | None = None
    department: Department | None = None
    due_at: datetime | None = None
    zone: str | None = None
    timed: bool = False
    title: str | None = None
    customer: Customer | None = None
    nobodys: bool = False
    """Whether it is for no customer any more."""
    severity: int | None = None
    before: Columns | None = None
    """All that is different from how the item stood before, by column."""
    audience: Audience | None = None
    joined_to: int | None = None
    """The number of the issue of which it is a part from now on."""
    cause: Cause | None = None
    felt: Feeling | None = None
    """How the customer felt when it was reported."""
    feels: Feeling | None = None
    """How they feel by now."""
    unknown: frozenset[str] = frozenset()
    """Which of the two, `felt` or `feels`, nobody knows any more."""
    prevents: bool = False
    """Whether it is to keep its issue from coming back from now on."""
    outcome: CustomerOutcome | None = None
    """What it moves from now on."""
    moves_none: bool = False
    """Whether it moves no outcome any more."""

    def __post_init__(self) -> None:
        """Refuse a date without the clock that it was read on."""
        if (self.due_at is None) != (self.zone is None):
            raise ValueError("a date comes with its zone")

    @property
    def columns(self) -> frozenset[Column]:
        """What is set."""
        given = {
            Column.OWNER: self.owner,
            Column.DEPARTMENT: self.department,
            Column.DUE: self.due_at,
            Column.TITLE: self.title,
            Column.CUSTOMER: self.customer or (self.nobodys or None),
            Column.SEVERITY: self.severity,
            Column.BEFORE: self.before,
            Column.AUDIENCE: self.audience,
            Column.JOINED: self.joined_to,
            Column.CAUSE: self.cause,
            Column.FEELING: self.felt or self.feels or (self.unknown or None),
            Column.PREVENTS: self.prevents or None,
            Column.OUTCOME: self.outcome or (self.moves_none or None),
        }
        return frozenset(column for column, value in given.items() if value is not None)


NOTHING = Changes()


@dataclass(frozen=True)
class Asked:
    """Somebody who is asked for something from now on.

    `announced` says that a card brings the ask; otherwise the next bundle does.
    """

    kind: Kind
    person: Person
    department_id: UUID | None
    announced: bool = True
    rung: int = 0
    """How far it has climbed already, where it goes on from another."""
    by: datetime | None = None
    """By when (UTC) an answer is asked for, where somebody said so; else by their own clock."""


def encode(move: Move, facts: Mapping[str, object]) -> dict[str, Any]:
    """The facts of a move as history keeps them, instants as ISO 8601.

    Raises WrongFacts unless they are just those that the move declares, each of its type. What may
    be said, and was not, is left out.
    """
    said = {name: fact for name, fact in facts.items() if fact or name not in move.may_say}
    besides = {name: kind for name, kind in move.may_say.items() if name in said}
    return declared.encode(move.verb, {**move.facts, **besides}, said)


def check_noun(move: Move, thing: Movable) -> None:
    """Raises ValueError where a move is none of such a thing."""
    if thing.noun not in move.nouns:
        raise ValueError(f"“{move.verb}” is no move of a {thing.noun}")


def check_changes(move: Move, changes: Changes) -> None:
    """Raises ValueError where a move does not set all of these."""
    if not changes.columns <= move.changes:
        raise ValueError(f"“{move.verb}” does not change {sorted(changes.columns - move.changes)}")


def check_asked(move: Move, asked: Sequence[Asked]) -> None:
    """Raises ValueError where a move asks for more, or for less, than these."""
    kinds = {each.kind.name for each in asked}
    if not set(move.opens) <= kinds <= {*move.opens, *move.opens_if}:
        raise ValueError(f"“{move.verb}” does not ask for {sorted(kinds)}")
