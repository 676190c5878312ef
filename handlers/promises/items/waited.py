"""What a thing waits for, and how long it has waited for whom, as its story says."""

from __future__ import annotations

from sqlmodel import Session

from handlers.chasing import pauses
from handlers.promises.items.view import ItemView
from handlers.speech import blocks, words
from storage import waits
from storage.items import Item

TOOK = "Waited so far: {parts}."


def lines(session: Session, seen: ItemView) -> list[str]:
    """For whom it waits, and until when; then what waiting took, by whom it was for."""
    return [each for each in (wait_line(seen), _took(session, seen.item)) if each]


def wait_line(view: ItemView) -> str:
    """“Waits for the customer until Thu 3 Dec: “…””, and how long it has waited before.

    Empty where it does not wait.
    """
    if view.paused is None:
        return ""
    before = [each for each in view.waited if each.ended_at]
    days = sum(each.days or 0 for each in before)
    nth = f" It waits for the {words.ordinal(len(before) + 1)} time" if before else ""
    took = f", {words.count(days, 'working day')} so far" if days else ""
    stays = ""
    if view.paused.wait.department_id and view.item.owed_by:
        due = words.promised(
            view.item.owed_by, view.item.due_zone, view.now, timed=view.item.due_timed
        )
        stays = f" The day that was promised stays {due}."
    return f"{view.paused.says_why(view.zone, view.now)}{nth}{took}{'.' if nth else ''}{stays}"


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
