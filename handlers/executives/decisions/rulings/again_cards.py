"""What people read and fill in when a decision is opened again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from handlers.executives.decisions.words import DAY
from handlers.promises import items
from handlers.speech import blocks, inputs, reasons, words
from handlers.speech.request import Json
from storage.decisions import Decision
from storage.history import Event
from storage.people import Person

OPEN, SEND = "decision.reopen", "decision.reopen.send"
LABEL = "Open it again…"
VERB = "reopened"
"""What history calls it."""
USAGE = "reopen D-3 because the supplier left us"
SHOWN = 600
NAMED = 5


def form(decision: Decision, day: date | None, why: str = "") -> Json:
    """Why, and by when it is decided; `day` is its own where that is still ahead."""
    return blocks.form(
        "Open it again",
        SEND,
        blocks.section(f"*{decision.ref} {blocks.safe(decision.title, items.TITLE)}*"),
        reasons.ask_for("Why is it decided again?", why),
        inputs.date(
            DAY, "By when is it decided?", value=day.isoformat() if day else None, optional=True,
            hint="If you leave this empty, there is as much time as at first.",
        ),
        blocks.context(
            "What was said stands and can be changed. Who has said nothing is asked, and what "
            "follows from it stays as it is."
        ),
        value=decision.ref,
        submit="Open it again",
    )  # fmt: skip


def reopened(
    decision: Decision, decider: Person, asked: Sequence[Person], reader: Person, now: datetime
) -> str:
    """To whoever opened it again: who decides, by when, and who is asked."""
    head = f"Open again: {items.named(decision)}. {_decides(decision, decider, reader, now)}"
    if not asked:
        return f"{head} What was said stands."
    who = words.join_names([blocks.person(each.user_id) for each in asked[:NAMED]])
    if len(asked) > NAMED:
        who = f"{words.number(len(asked))} people"
    return f"{head} What was said stands, and I ask {who} who said nothing."


def heard(
    decision: Decision,
    actor: Person,
    reader: Person,
    decider: Person,
    reason: str,
    now: datetime,
) -> str:
    """To those whom it concerns."""
    why = words.quote(blocks.safe(reason.strip(), SHOWN))
    return (
        f"{blocks.person(actor.user_id)} opened {items.named(decision)} again: {why} "
        f"{_decides(decision, decider, reader, now)} "
        f"What was said stands; `/cx {decision.ref}` shows and changes it."
    )


def ended_again(decision: Decision, actor: Person) -> str:
    """To the same, where that is undone."""
    return (
        f"{blocks.person(actor.user_id)} undid that {items.named(decision)} was opened again. "
        "It stands as it had ended."
    )


def _decides(decision: Decision, decider: Person, reader: Person, now: datetime) -> str:
    day = words.day(decision.due_at, decider.zone, now)
    if decider.user_id == reader.user_id:
        return f"You decide it by {day}."
    return f"{blocks.person(decider.user_id)} decides it by {day}."


def lines(event: Event | None, zone: str, now: datetime) -> list[str]:
    """On its card: since when, by whom and why it is open again, and what had been decided."""
    if event is None:
        return []
    who = blocks.person(event.actor) if event.actor else "Duly"
    day = words.day(event.happened_at, zone, now)
    why = blocks.safe(str(event.details.get("reason", "")), SHOWN)
    said = f"*Open again* since {day}, by {who}: “{why}”"
    ruled = str(event.details.get("ruled", ""))
    return [f"{said}\n*Decided before*: {blocks.safe(ruled, SHOWN)}" if ruled else said]
