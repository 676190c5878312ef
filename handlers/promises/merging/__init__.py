"""Two issues that are one are joined here: one goes on as a part of the other, and so its customer.

The one that is joined keeps its row, its number and its customer: whoever reported it hears what
becomes of the other, and tells them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import faces
from handlers.promises import items, lifecycle, moves, steps, warnings
from handlers.promises.items import parts
from handlers.promises.lifecycle import Changes
from handlers.speech.promise_errors import JoinedToItself, OnlyIssuesJoin, PartsComeLate
from storage.customers import Customer
from storage.issues import Issue
from storage.items import Item
from storage.people import Person


@dataclass(frozen=True)
class Merged:
    """An issue that was joined to another, and all customers whom that one is for now."""

    issue: Issue
    into: Issue
    customers: Sequence[Customer]


def merge(session: Session, now: datetime, actor: Person, item: Item, into: Item) -> Merged:
    """Join an issue to another, both of them held: it ends, and its customer waits for the other.

    What was joined to it goes along. Raises OnlyIssuesJoin, JoinedToItself, AlreadyClosed for
    either of them, PartsComeLate for parts that nobody would wait for, and what `lifecycle.permit`
    raises.
    """
    if not isinstance(item, Issue):
        raise OnlyIssuesJoin(ref=item.ref)
    if not isinstance(into, Issue):
        raise OnlyIssuesJoin(ref=into.ref)
    lifecycle.permit(session, actor, item, moves.MERGE)
    if item.number == into.number:
        raise JoinedToItself(ref=item.ref)
    # Its own joiners have ended, so that no ring can come of it.
    items.check_live(into)
    _check_parts(session, item, into)
    lifecycle.make(
        session, now, moves.MERGE, item, actor,
        changes=Changes(joined_to=into.number), asked=steps.telling_still(session, item),
        into=into.ref,
    )  # fmt: skip
    # The list of those who will meet it goes along; who is joined has met it already.
    warnings.follow(session, now, into, actor.user_id)
    faces.refresh(session, now, into.team_id, into.noun, into.number)
    customers = items.customers_of(session, into, items.joined(session, into))
    return Merged(item, into, customers)


def _check_parts(session: Session, item: Issue, into: Issue) -> None:
    """What is corrected has no part to come. Raises PartsComeLate."""
    still = parts.still_open(session, item)
    if still and not into.is_promised:
        raise PartsComeLate(ref=item.ref, into=into.ref, one=still[0].ref)
