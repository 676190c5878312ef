"""What people read and fill in when the day is moved by which something is decided."""

from __future__ import annotations

from datetime import date, datetime

from handlers.executives.decisions.words import DAY
from handlers.promises import items
from handlers.speech import blocks, inputs, reasons, words
from handlers.speech.request import Json
from storage.decisions import Decision
from storage.people import Person

SEND = "decision.date.send"
VERB = "day moved"
"""What history calls it."""
USAGE = "date D-3 10 dec"
SHOWN = 600


def form(decision: Decision, day: date | None, why: str = "") -> Json:
    """By when it is decided, and why it is another day."""
    return blocks.form(
        "Another day",
        SEND,
        blocks.section(f"*{decision.ref} {blocks.safe(decision.title, items.TITLE)}*"),
        inputs.date(DAY, "By when is it decided?", value=day.isoformat() if day else None),
        reasons.ask_for("Why another day?", why, optional=True),
        blocks.context("Whoever has not answered yet is asked by that day, and reads it at once."),
        value=decision.ref,
        submit="Save",
    )


def moved(decision: Decision, decider: Person, now: datetime) -> str:
    """To whoever moved it, and where it is that day already: a day of whoever decides."""
    day = words.day(decision.due_at, decider.zone, now)
    return f"{items.named(decision)} is decided by {day}. Who has not answered is asked by then."


def named(day: object, zone: str, now: datetime) -> str:
    """A day that history names, on somebody's clock; empty for none."""
    return words.day(datetime.fromisoformat(day), zone, now) if isinstance(day, str) else ""


def heard(
    decision: Decision,
    actor: Person,
    decider: Person,
    before: datetime,
    why: str,
    now: datetime,
    *,
    owes: bool,
) -> str:
    """To those whom it concerns; `owes` says that the reader has not answered yet."""
    was = words.day(before, decider.zone, now)
    day = words.day(decision.due_at, decider.zone, now)
    said = f"{blocks.person(actor.user_id)} moved the day: {items.named(decision)} is decided by "
    said += f"{day}, not {was}"
    said += f": {words.quote(blocks.safe(why.strip(), SHOWN))}" if why.strip() else "."
    return f"{said} Your answer is asked for by then: `/cx {decision.ref}`." if owes else said


def heard_undone(decision: Decision, actor: Person) -> str:
    """To the same, where that is undone."""
    return (
        f"{blocks.person(actor.user_id)} undid that the day of {items.named(decision)} was moved. "
        "It is decided by the day that stood before."
    )
