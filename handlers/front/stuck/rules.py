"""How stuck messages are gathered by their reason, and what a button about them means."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from handlers.speech.errors import UnreadableRequest
from storage.stuck import Pile

LANES = 3
"""In more places than this the same reason is one line for all of them."""
_SEPARATOR = ":"
_VALUE = re.compile(
    r"(?P<message_id>[0-9a-f]{32}):(?P<cause>(?:[0-9a-f]{12})?):(?P<lane>[A-Z0-9]{0,40})", re.ASCII
)


@dataclass(frozen=True)
class Chosen:
    """What a button is about: one message, or all that one reason holds up.

    `cause` stands for the reason and is empty for one message; `lane` is empty for every place.
    `message_id` is that message, or the newest of them.
    """

    message_id: UUID
    cause: str = ""
    lane: str = ""

    @property
    def value(self) -> str:
        """What the button carries."""
        return _SEPARATOR.join((self.message_id.hex, self.cause, self.lane))


def read(value: str) -> Chosen:
    """What a button that was pressed is about.

    Raises UnreadableRequest for what none of our buttons carries.
    """
    said = _VALUE.fullmatch(value)
    if said is None:
        raise UnreadableRequest
    return Chosen(UUID(said["message_id"]), said["cause"], said["lane"])


def all_of(pile: Pile, newest: UUID) -> Chosen:
    """Every message of a pile."""
    return Chosen(newest, cause_of(pile.error), lane_of(pile))


def lane_of(pile: Pile) -> str:
    """The one place where a pile is held up; empty for several."""
    return pile.lanes[0] if len(pile.lanes) == 1 else ""


def cause_of(reason: str) -> str:
    """A reason in a few letters, as a button has no room for a sentence."""
    return hashlib.sha256(reason.encode()).hexdigest()[:12]


def gathered(piles: Sequence[Pile]) -> list[Pile]:
    """Piles with those of one reason in many places made one, in the order they came."""
    alike: dict[tuple[str, str], list[Pile]] = {}
    for pile in piles:
        alike.setdefault((pile.state, pile.error), []).append(pile)
    found: list[Pile] = []
    for same in alike.values():
        found += [_one(same)] if len(same) > LANES else same
    return found


def _one(piles: Sequence[Pile]) -> Pile:
    return replace(
        piles[0],
        lanes=tuple(lane for pile in piles for lane in pile.lanes),
        count=sum(pile.count for pile in piles),
        since=min(pile.since for pile in piles),
        looked=any(pile.looked for pile in piles),
    )
