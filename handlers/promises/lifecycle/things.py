"""What moves are made with: tasks and issues, and whatever else has a number and a state."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from handlers.chasing.nouns import About
from handlers.promises import items
from storage import customers, issues, tasks
from storage.aims import Aim
from storage.contacts import Contact
from storage.counters import Numbered
from storage.customers import Customer
from storage.decisions import Decision
from storage.history import Snapshot
from storage.issues import Experience
from storage.items import Item
from storage.losses import Loss
from storage.matters import Matter
from storage.renewals import Renewal
from storage.sales import Sale
from storage.tasks import Promise


class Movable(Numbered, Protocol):
    """What begins with a move, or is held while one is made with it: a row of any noun."""

    title: str
    state: str

    @property
    def ref(self) -> str:
        """The name people use: T-12."""

    @property
    def created_at(self) -> datetime:
        """When it began (UTC)."""

    @property
    def due_at(self) -> datetime | None:
        """By when it is owed (UTC), where it is owed by a time."""


def item_in(thing: Movable) -> Item | None:
    """A task or an issue; None for anything else, which has no owner and no end."""
    return thing if isinstance(thing, Item) else None


def is_live(thing: Movable) -> bool:
    """Whether it is still to be done; what has no end always is."""
    return not isinstance(thing, Item) or thing.live


def owner_of(thing: Movable) -> str | None:
    """The Slack id of whoever an item is with."""
    return thing.owner_id if isinstance(thing, Item) else None


def customer_of(session: Session, thing: Movable) -> Customer | None:
    """Whom an item is for; who left, renews or bought something; of whom something is asked."""
    if isinstance(thing, Loss | Contact | Renewal | Sale | Matter | Aim):
        return customers.find(session, thing.team_id, thing.customer_id)
    return items.customer_of(session, thing) if isinstance(thing, Item) else None


def about(thing: Movable, customer: Customer | None = None) -> About:
    """What there is to say about it; `customer` is whom it is for."""
    if isinstance(thing, Item):
        return items.about(thing, customer)
    return About(
        thing=thing,
        team_id=thing.team_id,
        noun=thing.noun,
        number=thing.number,
        ref=thing.ref,
        title=thing.title,
        due_at=thing.due_at,
        customer=customer,
        state=thing.state,
    )


def stands(thing: Movable, customer: Customer | None) -> Snapshot:
    """How it stands now, as history keeps it; `customer` is whom it is for."""
    if not isinstance(thing, Item):
        return Snapshot(state=thing.state, due_at=thing.due_at, audience=_audience(thing))
    return Snapshot(
        owner_id=thing.owner_id,
        department_id=thing.department_id,
        customer_id=thing.customer_id,
        tier=customer.tier if customer else None,
        severity=thing.severity,
        state=thing.state,
        due_at=thing.due_at,
        audience=thing.audience,
    )


def _audience(thing: Movable) -> str | None:
    """Who may see it, where that is told of such a thing."""
    return thing.audience if isinstance(thing, Decision) else None


def store(session: Session, new: Movable) -> None:
    """Remember what has just begun to exist."""
    match new:
        case Promise():
            tasks.add(session, new)
        case Experience():
            issues.add(session, new)
        case _:
            session.add(new)
            session.flush()
