"""What is at stake where everybody was asked in vain: each thing with the customer it is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col

from storage import owed, scopes
from storage.asks import Ask
from storage.customers import Customer
from storage.items import Item
from storage.many import among
from storage.owed import Whose
from storage.scopes import MODELS, Reader


@dataclass(frozen=True)
class Stake:
    """A task or an issue about which an answer is owed, and whom it is for."""

    ask: Ask
    item: Item
    customer: Customer | None


def first(session: Session, whose: Whose, limit: int, reader: Reader) -> list[Stake]:
    """The first of what is meant that a reader may see, in the order of `owed.first`.

    Of whatever many things these are three questions.
    """
    found = owed.first(session, whose, limit, reader=reader)
    items = of(session, whose.team_id, [(ask.noun, ask.number) for ask in found])
    return [
        Stake(ask, *items[ask.noun, ask.number]) for ask in found if (ask.noun, ask.number) in items
    ]


def of(
    session: Session, team_id: str, found: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], tuple[Item, Customer | None]]:
    """The tasks and issues with these nouns and numbers, by them, each with whom it is for."""
    items: dict[tuple[str, int], tuple[Item, Customer | None]] = {}
    for model in MODELS:
        numbers = [number for noun, number in found if noun == model.noun]
        if numbers:
            query = scopes.with_customer(model).where(
                model.team_id == team_id, among(session, col(model.number), numbers)
            )
            items |= {(item.noun, item.number): (item, who) for item, who in session.exec(query)}
    return items
