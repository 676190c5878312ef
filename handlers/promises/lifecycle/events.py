"""What happens to a task, an issue or a decision is written down, with how it stands afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from handlers.promises.lifecycle import things
from handlers.promises.lifecycle.things import Movable
from storage import history, search
from storage.asks import Ask
from storage.customers import Customer
from storage.history import Snapshot
from storage.items import Item

ONCE = (
    "source",
    "issue_number",
    "decision_number",
    "is_part",
    "is_prevention",
    "outcome_number",
    "touchpoint",
)
"""What a thing is given when it begins and never loses, where it has it."""


def began(
    session: Session,
    at: datetime,
    new: Movable,
    customer: Customer | None,
    actor: str,
    verb: str,
    **facts: Any,
) -> None:
    """Write down that something began to exist, with everything it is given once.

    But for the story of an issue: that is long, never changes, and is kept in the issue itself.
    """
    given: dict[str, Any] = {name: getattr(new, name, None) or None for name in ONCE}
    if isinstance(new, Item):
        given["zone"] = new.due_zone
        given["timed"] = new.due_timed or None
        if new.created_by != actor:
            given["created_by"] = new.created_by
    if new.created_at != at:
        given["created_at"] = new.created_at.isoformat()
    kept = {name: value for name, value in given.items() if value is not None and value != ""}
    stands = things.stands(new, customer)
    _add(session, at, new, actor, verb, stands, {"title": new.title, **kept, **facts})
    said = [getattr(new, "story", ""), customer.name if customer else "", *search.words_in(facts)]
    search.begin(session, new.team_id, new.noun, new.number, new.title, said)


def happened(
    session: Session,
    at: datetime,
    thing: Movable,
    customer: Customer | None,
    actor: str,
    verb: str,
    *,
    is_stored: bool = True,
    turned: bool = False,
    **facts: Any,
) -> UUID:
    """Write down what happened to something that is held; `customer` is whom it is for. Its id.

    What is not stored yet, because a file tells of its past, has no earlier events to come after.
    `turned` says that it has ended with this, has begun again, or is called otherwise.
    """
    follows = None
    if is_stored:
        follows = history.newest_id(session, thing.team_id, thing.noun, thing.number)
    stands = things.stands(thing, customer)
    event_id = _add(session, at, thing, actor, verb, stands, facts, follows=follows)
    said = search.words_in(facts)
    if said or turned:
        search.add(
            session, thing.team_id, thing.noun, thing.number, thing.title,
            [*said, customer.name if customer else ""], is_open=things.is_live(thing),
        )  # fmt: skip
    return event_id


def noted(session: Session, at: datetime, item: Movable, ask: Ask, verb: str, **facts: Any) -> None:
    """Write down what Duly did about an ask of something, such as telling somebody more of it.

    The ask is held and the item is not, since whoever answers holds them the other way round. So
    this tells whose it was to answer, and not how the item stands: somebody may be changing it.
    """
    whose = Snapshot(
        department_id=ask.department_id,
        customer_id=item.customer_id if isinstance(item, Item) else None,
        severity=ask.severity,
    )
    _add(session, at, item, "", verb, whose, facts)


def _add(
    session: Session,
    at: datetime,
    thing: Movable,
    actor: str,
    verb: str,
    snapshot: Snapshot,
    facts: dict[str, Any],
    **more: Any,
) -> UUID:
    return history.add(
        session,
        team_id=thing.team_id,
        now=at,
        actor=actor,
        verb=verb,
        noun=thing.noun,
        number=thing.number,
        snapshot=snapshot,
        **more,
        **facts,
    )
