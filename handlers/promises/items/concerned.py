"""How many of those who will meet an issue as well have heard of it from us, in one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session

from handlers.speech import words
from storage import concerns
from storage.concerns import ToldFirst
from storage.issues import Issue
from storage.items import Item

NOBODY = ToldFirst()


def of(session: Session, item: Item, joined: Sequence[Issue]) -> ToldFirst:
    """How the list of an issue stands, with the lists of what was joined to it; empty of a task."""
    if not isinstance(item, Issue):
        return NOBODY
    numbers = [item.number, *(each.number for each in joined)]
    return concerns.tally(session, item.team_id, numbers, own([item, *joined]))


def own(issues: Iterable[Issue]) -> set[UUID]:
    """Whom these issues have happened to already."""
    return {each.customer_id for each in issues if each.customer_id}


def line(tally: ToldFirst) -> str:
    """“*Told first* 3 of 11; one need not hear it”; empty where nobody is on the list."""
    if not tally.total:
        return ""
    said = [f"*Told first* {tally.told:,} of {tally.wanted:,}"]
    if tally.spared:
        need = "needs" if tally.spared == 1 else "need"
        said.append(f"{words.figures(tally.spared, 'other')} {need} not hear it")
    if tally.late:
        said.append(f"{words.figures(tally.late, 'customer')} reported it themselves before that")
    return "; ".join(said)
