"""The table of moves as a page: what may become of a promise, who may, and who is asked next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handlers.people.relations import Relation
from handlers.promises.items.kinds import OWNERS
from handlers.promises.lifecycle import Column, Move
from storage.disputes import Dispute
from storage.inquiries import Inquiry
from storage.items import PROMISED_STATES, State

HEAD = (
    "what", "verb", "from", "to", "sets", "who may", "facts", "asks that end", "asks that begin",
    "can be undone", "told at once", "told in the message of the day",
)  # fmt: skip
WHO = {
    Relation.ANYBODY: "anybody",
    Relation.OWNER: "the owner",
    Relation.ASKER: "whoever asked for it",
    Relation.LEAD: "the department's lead or deputy",
    Relation.STAND_IN: "who stands in for the owner",
    Relation.OFFERED: "whoever it is offered to",
    Relation.ASKED: "whoever owes the answer",
    Relation.REMINDED: "whoever was reminded of it",
    Relation.EXECUTIVE: "an executive",
    Relation.CCO: "the CCO",
    Relation.DECIDER: "an executive once it has climbed to the CCO",
    Relation.ACCOUNT_LEAD: "somebody who leads an account",
    Relation.ANSWERS: "whoever answers for it, or stands in for them",
    Relation.THEIR_LEAD: "whoever leads them",
    Relation.ADMIN: "an admin of the workspace while nobody is CCO",
}
STAYS_PUT = frozenset({Inquiry.noun, Dispute.noun})
"""What is put to somebody and not taken back, be it answered, passed on or withdrawn."""
DULY = "Duly itself"
NONE = "–"


def markdown(moves: Sequence[Move]) -> str:
    """The table, a line for each move."""
    rows = [HEAD, ("---",) * len(HEAD), *map(_cells, moves)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cells(move: Move) -> tuple[str, ...]:
    return (
        _list(move.nouns),
        move.verb,
        _start(move),
        move.end or ("as before" if Column.BEFORE in move.changes else "stays"),
        _list(sorted(move.changes)),
        _who(move),
        _list([*move.facts, *(f"{name} (where said)" for name in move.may_say)]),
        _ends(move),
        _list(
            [
                *map(_asked, move.opens),
                *(f"{_asked(kind)}, if anybody is to be asked" for kind in move.opens_if),
            ]
        ),
        "yes" if _can_undo(move) else NONE,
        _list(move.told.at_once),
        _list(move.told.daily),
    )


def _can_undo(move: Move) -> bool:
    """Whether somebody can take it back for ten minutes, as they can what they began."""
    return move.can_undo or not (move.start or STAYS_PUT.issuperset(move.nouns))


def _asked(kind: str) -> str:
    """What somebody is asked, and what may come beside it."""
    beside = OWNERS[kind].beside if kind in OWNERS else None
    return f"{kind} (and {beside.name})" if beside else kind


def _start(move: Move) -> str:
    if set(move.start) == set(State):
        return "any state"
    return "open or acknowledged" if move.start == PROMISED_STATES else _list(move.start)


def _who(move: Move) -> str:
    if move.right is None:
        return DULY
    return _list(WHO[relation] for relation in Relation if relation in move.right.allowed)


def _ends(move: Move) -> str:
    whose = " (their own)" if move.own else ""
    ends = [f"{kind}: {outcome}{whose}" for kind, outcome in move.ends.items()]
    rest = [f"all others: {move.others}" if ends else f"all: {move.others}"] if move.others else []
    return "; ".join([*ends, *rest]) or NONE


def _list(words: Iterable[str]) -> str:
    return ", ".join(words) or NONE
