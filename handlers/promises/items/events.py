"""What happens to a task or an issue is written down here, with how it stands afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from storage import history
from storage.asks import Ask
from storage.customers import Customer
from storage.history import Snapshot
from storage.issues import Experience
from storage.items import Item
from storage.tasks import Promise

ONCE = ("source", "issue_number", "decision_number", "touchpoint")
"""What an item is given when it begins and keeps ever after, where it has it."""


def stands(item: Item, customer: Customer | None) -> Snapshot:
    """How an item stands now; `customer` is whom it is for."""
    return Snapshot(
        owner_id=item.owner_id,
        department_id=item.department_id,
        customer_id=item.customer_id,
        tier=customer.tier if customer else None,
        severity=item.severity,
        state=item.state,
        due_at=item.due_at,
    )


def began(
    session: Session,
    at: datetime,
    item: Promise | Experience,
    actor: str,
    verb: str,
    snapshot: Snapshot,
    **facts: Any,
) -> None:
    """Write down that an item began to exist, with everything it is given once.

    But for the story of an issue: that is long, never changes, and is kept in the issue itself.
    """
    given: dict[str, Any] = {name: getattr(item, name, None) for name in ONCE}
    if item.created_by != actor:
        given["created_by"] = item.created_by
    if item.created_at != at:
        given["created_at"] = item.created_at.isoformat()
    history.add(
        session,
        team_id=item.team_id,
        now=at,
        actor=actor,
        verb=verb,
        noun=item.noun,
        number=item.number,
        snapshot=snapshot,
        title=item.title,
        zone=item.due_zone,
        **{name: value for name, value in given.items() if value is not None and value != ""},
        **facts,
    )


def happened(
    session: Session,
    at: datetime,
    item: Item,
    customer: Customer | None,
    actor: str,
    verb: str,
    **facts: Any,
) -> None:
    """Write down what happened to an item that is held; `customer` is whom it is for."""
    history.add(
        session,
        team_id=item.team_id,
        now=at,
        actor=actor,
        verb=verb,
        noun=item.noun,
        number=item.number,
        snapshot=stands(item, customer),
        follows=history.newest_id(session, item.team_id, item.noun, item.number),
        **facts,
    )


def recalled(
    session: Session,
    at: datetime,
    item: Item,
    actor: str,
    verb: str,
    snapshot: Snapshot,
    **facts: Any,
) -> None:
    """Write down what happened to an item that a file tells of, before the item is stored."""
    history.add(
        session,
        team_id=item.team_id,
        now=at,
        actor=actor,
        verb=verb,
        noun=item.noun,
        number=item.number,
        snapshot=snapshot,
        **facts,
    )


def noted(session: Session, at: datetime, item: Item, ask: Ask, verb: str, **facts: Any) -> None:
    """Write down what Duly did about an ask of an item, such as telling somebody more of it.

    The ask is held and the item is not, since whoever answers holds them the other way round. So
    this tells whose it was to answer, and not how the item stands: somebody may be changing it.
    """
    history.add(
        session,
        team_id=item.team_id,
        now=at,
        actor="",
        verb=verb,
        noun=item.noun,
        number=item.number,
        snapshot=Snapshot(
            department_id=ask.department_id, customer_id=item.customer_id, severity=ask.severity
        ),
        **facts,
    )
