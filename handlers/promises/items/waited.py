"""What a thing waits for, and how long it has waited for whom, as its story says."""

from __future__ import annotations

from sqlmodel import Session

from handlers.chasing import pauses
from handlers.promises.items.view import ItemView, wait_line
from handlers.speech import blocks, words
from storage import waits
from storage.items import Item

TOOK = "Waited so far: {parts}."


def lines(session: Session, seen: ItemView) -> list[str]:
    """For whom it waits, and until when; then what waiting took, by whom it was for."""
    return [each for each in (wait_line(seen), _took(session, seen.item)) if each]


def _took(session: Session, item: Item) -> str:
    """“Waited so far: three working days for the customer, one for Billing.”; or nothing."""
    days: dict[str, int] = {}
    for wait in waits.of_item(session, item.team_id, item.noun, item.number):
        if wait.days:
            whom = pauses.whom(session, wait)
            days[whom] = days.get(whom, 0) + wait.days
    parts = [
        f"{words.count(took, 'working day')} for {blocks.safe(whom, 80)}"
        for whom, took in days.items()
    ]
    return TOOK.format(parts=", ".join(parts)) if parts else ""
