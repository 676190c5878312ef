"""The form in which a promise is changed, with what whoever opens it may change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block

from handlers.people.choices import CUSTOMER, DEPARTMENT
from handlers.promises import items
from handlers.promises.deadlines import InForm
from handlers.promises.items.view import SEVERITIES
from handlers.promises.items.words import due, hour_input
from handlers.speech import blocks, inputs, reasons
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from storage.issues import Issue
from storage.items import Item

OPEN, SEND = "item.edit", "item.edit.send"
SEND_SMALLER = "item.smaller.send"
TITLE, SEVERITY, DATE, OWNER = "title", "severity", "date", "owner"
USAGE = "edit T-12"
LEVELS = {str(level): words.capitalize() for level, words in SEVERITIES.items()}
_WHO_READS = "Whoever has it and whoever asked for it read what changed."


def saved(item: Item, now: datetime) -> str:
    """How it is from now on."""
    if not item.live:
        return f"Saved: {items.named(item)}. Nothing more is needed: it is closed."
    return f"Saved: {items.named(item)}. {blocks.person(item.owner_id)}, by {due(item, now)}."


def form(
    item: Item,
    customers: Choices,
    departments: Choices,
    *,
    title: str,
    day: str | None,
    hour: str,
    owner: str | None,
    severity: str,
    why: str,
    can_date: bool,
    can_give: bool,
    moves: Sequence[Block] = (),
) -> Json:
    """How it is, or is wanted, to be changed; `day` is by when it is due, in ISO.

    `hour` is empty where none is said: the form does not ask for one then.
    """
    parts: list[Block] = [
        inputs.text(TITLE, "What is it?", value=title, most=items.TITLE),
        *([inputs.row(CUSTOMER, "Customer", customers, optional=True)] if customers else []),
        *([inputs.row(DEPARTMENT, "Department", departments)] if departments else []),
    ]
    if isinstance(item, Issue):
        parts.append(inputs.choice(SEVERITY, "How bad is it?", LEVELS, value=severity))
    if can_date:
        parts.append(inputs.date(DATE, "By when?", value=day, optional=True))
        if hour:
            parts.append(hour_input(hour))
    if can_give:
        parts.append(inputs.person(OWNER, "Who does it?", value=owner))
    parts += [
        inputs.text(
            reasons.FIELD, "Why?", value=why, lines=True, most=reasons.LONGEST, optional=True,
            hint="Needed for another severity, date or owner.",
        ),
        *moves,
        blocks.context(_WHO_READS),
    ]  # fmt: skip
    return blocks.form("Edit", SEND, *parts, submit="Save", value=item.ref)


def smaller(item: Item, now: datetime) -> str:
    """What remains of it, and by when."""
    return f"Noted: {items.named(item)} is what remains, by {due(item, now)}."


def smaller_form(item: Item, shown: InForm) -> Json:
    """What remains of it, and by when."""
    hour = [hour_input(shown.hour)] if shown.hour else []
    return blocks.form(
        "Smaller",
        SEND_SMALLER,
        blocks.section(f"*{items.named(item)}*\nLess on time is worth more than all of it late."),
        inputs.text(TITLE, "What remains?", value=item.title, most=items.TITLE),
        inputs.date(DATE, "By when?", value=shown.day),
        *hour,
        reasons.ask_for("Why?"),
        blocks.context(
            f"{item.ref} keeps its number; what it was stays in the story. {_WHO_READS}"
        ),
        submit="Make it smaller",
        value=item.ref,
    )
