"""What a file needs of initiatives: written down, changed, and taken back with their file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from handlers.customers import initiatives as room
from handlers.customers.initiatives import InitiativeSaid, changing, moves, words
from handlers.customers.initiatives.twins import finding
from handlers.people import facts
from handlers.promises import lifecycle
from storage import customer_outcomes, customers, departments, hanging, initiatives, people
from storage.customers import Customer, Tier
from storage.initiatives import Initiative, InitiativeState
from storage.people import Person

__all__ = [
    "InitiativeSaid",
    "change",
    "facts_of",
    "give_back",
    "held_by",
    "how",
    "said_of",
    "take_back",
    "write",
]

CUSTOMERS = changing.CUSTOMERS
SAID = (
    "title", "department_id", "owner_id", "begins_on", "ends_on", "amount", "currency", "tiers",
    "segments", "outcome_number", "decision",
)  # fmt: skip
"""What a file says of one, and whether the executives are asked about it."""
write = room.write
change = room.change


def said_of(session: Session, initiative: Initiative) -> InitiativeSaid:
    """What is said of an initiative by now, as its form would say it again."""
    team_id = initiative.team_id
    ids = initiatives.named_with(session, team_id, initiative.number)
    customers.read(session, team_id, ids)
    found = (customers.find(session, team_id, each) for each in sorted(ids))
    named: list[Customer] = [each for each in found if each]
    moved = initiative.outcome_number
    return InitiativeSaid(
        title=initiative.title,
        department=departments.find(session, team_id, initiative.department_id),
        owner=people.find(session, team_id, initiative.owner_id),
        begins_on=initiative.begins_on,
        ends_on=initiative.ends_on,
        amount=initiative.amount,
        currency=initiative.currency,
        tiers=[Tier(each) for each in initiative.tiers],
        segments=initiative.segments,
        customers=named,
        outcome=customer_outcomes.find(session, team_id, moved) if moved else None,
    )


def facts_of(session: Session, initiative: Initiative) -> dict[str, Any]:
    """How it stands, by column, in a form that can be kept; `customers` are ids."""
    ids = initiatives.named_with(session, initiative.team_id, initiative.number)
    said = {name: facts.plain(getattr(initiative, name)) for name in SAID}
    return {**said, CUSTOMERS: changing.plain_ids(ids)}


def how(initiative: Initiative) -> str:
    """How it stands, in words."""
    return words.STATES[InitiativeState(initiative.state)]


def held_by(session: Session, initiative: Initiative) -> str:
    """The task that hangs on an initiative, for which it has to stay; empty where it can go."""
    found = hanging.live(session, initiative.team_id, initiative.number)
    return found[0].ref if found else ""


def take_back(
    session: Session, now: datetime, actor: Person, initiative: Initiative, file: str
) -> None:
    """Take one back that a file has brought, which is held. Raises what `lifecycle.make` raises."""
    lifecycle.make(session, now, moves.UNDO_IMPORT, initiative, actor, file=file)
    finding.look(session, now, initiative, actor.user_id)


def give_back(
    session: Session, now: datetime, actor: Person, initiative: Initiative, stood: Mapping[str, Any]
) -> None:
    """Let columns say again what they said, as `facts_of` has it.

    Raises what `lifecycle.permit` raises.
    """
    wanted = changing.TOLD.read(stood)
    ids = {UUID(each) for each in stood[CUSTOMERS]} if CUSTOMERS in stood else None
    if room.make(session, now, moves.CHANGE, initiative, actor, wanted, ids):
        finding.look(session, now, initiative, actor.user_id)
