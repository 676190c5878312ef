"""Of one thing a bundle speaks once, however many reminders of it have come together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session

from handlers.chasing import ladder
from handlers.chasing.nudges.timing import Due
from storage import asks, nudges
from storage.nudges import Part

Spoken = tuple[str, UUID | None, str, int]
"""What one entry speaks of: to whom, in which card, about which noun and number."""


def merge(session: Session, due: Sequence[Due], growing: Iterable[UUID]) -> None:
    """Keep in each card the weightiest reminder of a thing; it speaks for the others.

    `growing` are cards that held reminders before these.
    """
    session.flush()
    by_thing: dict[Spoken, list[Due]] = defaultdict(list)
    for each in [*due, *_before(session, due, set(growing))]:
        by_thing[_thing(each)].append(each)
    for together in by_thing.values():
        speaks = max(together, key=_leads)
        for nudge, _ in together:
            if nudge is not speaks[0]:
                nudge.card_id = None
    session.flush()


def _leads(due: Due) -> tuple[bool, bool, bool, float, int]:
    """What weighs most; of severity 1, which says what is missing at once, what its reader owes.

    A Monday line comes behind everything else, and of two what its reader owes.
    """
    nudge, ask = due
    weight, is_own = nudge.weight or 0.0, nudge.part == Part.OWES
    is_weekly = weight < 0
    return (
        ladder.is_urgent(ask) and is_own, not is_weekly, is_weekly and is_own, weight, nudge.rung,
    )  # fmt: skip


def _thing(due: Due) -> Spoken:
    nudge, ask = due
    return nudge.person_id, nudge.card_id, ask.noun, ask.number


def _before(session: Session, due: Sequence[Due], growing: set[UUID]) -> list[Due]:
    """What the growing cards say already of these things, and nobody has answered."""
    joined = [(nudge, ask) for nudge, ask in due if nudge.card_id in growing]
    if not joined:
        return []
    team_id, new = joined[0][1].team_id, {nudge.nudge_id for nudge, _ in due}
    about = {
        ask.ask_id: ask
        for noun in {ask.noun for _, ask in joined}
        for ask in asks.about_these(
            session, team_id, noun, [each.number for _, each in joined if each.noun == noun]
        )
    }
    found = nudges.in_cards(session, team_id, growing, about)
    return [(nudge, about[nudge.ask_id]) for nudge in found if nudge.nudge_id not in new]
