"""Private things say so in their small line, and who may see them."""

from __future__ import annotations

from sqlmodel import Session

from handlers.people import audiences
from handlers.speech import blocks
from storage.decisions import Decision
from storage.items import Item

NAMED = 5
"""So many people are named; of more, how many they are."""
PRIVATE = "Private: {names}"
EXECUTIVES = "the executives"


def readers(session: Session, thing: Item | Decision) -> str:
    """“Private: Omar, Sara, Maria” as markup; empty for what everybody here may see."""
    if not thing.is_private:
        return ""
    people = audiences.known_to(session, thing)
    names = [blocks.safe(first_name(each.name), 40) for each in people[:NAMED]]
    if len(people) > NAMED:
        names.append(f"{len(people) - NAMED} more")
    if audiences.is_among_executives(thing):
        names.append(EXECUTIVES)
    return PRIVATE.format(names=", ".join(names))


def first_name(name: str) -> str:
    """“Omar” of Omar Haddad."""
    return name.split()[0] if name.split() else name
