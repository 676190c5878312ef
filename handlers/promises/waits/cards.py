"""What Duly says when something waits for somebody or goes on, and the form that asks for whom."""

from __future__ import annotations

from datetime import datetime

from handlers.promises import items
from handlers.promises.items.words import WAIT_FORM, WAITS_FOR, due
from handlers.promises.waits import Begun, Pausable, Resumed
from handlers.promises.waits.words import why_no_longer
from handlers.speech import blocks, inputs, reasons, words
from handlers.speech.request import Json
from storage.customers import Customer
from storage.issues import Issue
from storage.items import Item, State

UNTIL = "until"
"""The input for the day on which it goes on."""
SEND = f"{WAIT_FORM}.send"
EXAMPLE = "T-12"
USAGE = f"wait {EXAMPLE} for customer until friday because …"
RESUME_USAGE = f"resume {EXAMPLE}"


def begun(found: Begun, zone: str, now: datetime) -> str:
    """For whom it waits, until when, and when it is due then."""
    said = f"{items.named(found.item)} {found.paused.says(zone, now)}."
    return f"{said} {_then(found.item, now)} I remind nobody of it until then."


def _then(item: Item, now: datetime) -> str:
    """By when it is due, where that is still to come."""
    if item.state != State.ACKNOWLEDGED or item.due_at is None:
        return "The time of this step goes on after that."
    return f"It is due {due(item, now)} now."


def resumed(found: Resumed, now: datetime) -> str:
    """It goes on, after so many days."""
    whom = blocks.safe(found.whom, 80)
    took = f" after {words.count(found.days, 'working day')} for {whom}" if found.days else ""
    when = ""
    if found.item.state == State.ACKNOWLEDGED and found.item.due_at:
        when = f", due {due(found.item, now)}"
    return f"{items.named(found.item)} goes on{took}{when}."


def form(
    item: Item, allowed: Pausable, customer: Customer | None, zone: str, now: datetime
) -> Json:
    """Until when something waits for its customer, and why."""
    most = words.day(allowed.latest, zone, now)
    limit = why_no_longer(item.severity, allowed.days)
    name = blocks.safe(customer.name, 80) if customer else "the customer"
    noun = "correct" if isinstance(item, Issue) else "do"
    moved = (
        f"The time for you to {noun} it stands still while {name} has to do something first, and "
        "is not yours."
        if item.state == State.ACKNOWLEDGED
        else f"The time of this step stands still while {name} has to do something first."
    )
    return blocks.form(
        WAITS_FOR.removesuffix("…"),
        SEND,
        blocks.section(f"*{items.named(item)}*\n{moved} It can wait until {most}: {limit}."),
        inputs.date(UNTIL, "Until when?"),
        reasons.ask_for("What do we wait for?"),
        submit="Wait",
        value=item.ref,
    )
