"""What Duly says when something waits for somebody or goes on, and the form that asks for whom."""

from __future__ import annotations

from datetime import datetime

from handlers.people.choices import DEPARTMENT
from handlers.promises import items
from handlers.promises.items.words import CANNOT_GIVE, GIVES, WAIT_FORM, WAITS_FOR, due
from handlers.promises.waits import Begun, Pausable, Resumed, Supplied
from handlers.promises.waits.words import why_no_longer
from handlers.speech import blocks, evidence, inputs, long_texts, reasons, words
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from storage.customers import Customer
from storage.items import Item, State

UNTIL = "until"
"""The input for the day on which it goes on."""
SEND, GIVES_SEND, CANNOT_SEND = f"{WAIT_FORM}.send", f"{GIVES}.send", f"{CANNOT_GIVE}.send"
WORDS = ("words", "words2", "words3", "words4")
"""The inputs for what is given: one, and more where a text does not fit into it."""
EXAMPLE = "T-12"
USAGE = f"wait {EXAMPLE} for customer until friday because …"
RESUME_USAGE = f"resume {EXAMPLE}"


def begun(found: Begun, zone: str, now: datetime) -> str:
    """For whom it waits, until when, and when it is due then."""
    said = f"{items.named(found.item)} {found.paused.says(zone, now)}."
    return f"{said} {_then(found, now)} Until then I do not remind you of it."


def _then(found: Begun, now: datetime) -> str:
    """By when it is due, where that is still to come, and who is asked for what it needs."""
    item, home = found.item, found.paused.wait.department_id
    is_due = item.state == State.ACKNOWLEDGED and item.due_at
    if home:
        stays = f" The day that was promised stays {due(item, now)}." if is_due else ""
        return f"Whoever leads {blocks.safe(found.paused.whom, 80)} is asked for it.{stays}"
    if not is_due:
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
    item: Item,
    allowed: Pausable,
    customer: Customer | None,
    departments: Choices,
    zone: str,
    now: datetime,
    why: str = "",
) -> Json:
    """For whom something waits, until when, and `why`, where somebody has said so."""
    most = words.day(allowed.latest, zone, now)
    limit = why_no_longer(item.severity, allowed.days)
    name = customer.name if customer else "its customer"
    moved = (
        f"While {blocks.safe(name, 80)} has to do something first, the time stands still, and the "
        "day moves. While another department has to, only reminders rest: the day that was "
        "promised stays, and whoever leads there is asked."
    )
    hint = f"Leave this empty to wait for {name}."
    whom = inputs.row(DEPARTMENT, "For which department?", departments, hint=hint, optional=True)
    return blocks.form(
        WAITS_FOR.removesuffix("…"),
        SEND,
        blocks.section(f"*{items.named(item)}*\n{moved} It can wait until {most}: {limit}."),
        *([whom] if departments else []),
        inputs.date(UNTIL, "Until when?"),
        reasons.ask_for("What does it wait for?", why),
        submit="Wait",
        value=item.ref,
    )


def supplied(found: Supplied) -> str:
    """What was needed is given, or cannot be; whoever waits for it reads so."""
    owner = found.item.owner_id
    knows = f" {blocks.person(owner)} reads so." if owner else ""
    what = "Given what it waited for" if found.given else "Noted that you cannot give it"
    return f"{what}: {items.named(found.item)}.{knows}"


def gives_form(item: Item, needed: str) -> Json:
    """What is given: words, or a link."""
    return blocks.form(
        "Here it is",
        GIVES_SEND,
        blocks.section(f"*{items.named(item)}*\n{needed}".strip()),
        *long_texts.ask_for(WORDS, "What do you give?", "", optional=False),
        evidence.ask_for(),
        blocks.context("It stands in the story as you write it, and whoever waits goes on."),
        submit="Here it is",
        value=item.ref,
    )


def cannot_form(item: Item, needed: str) -> Json:
    """Why it cannot be given."""
    return blocks.form(
        "We cannot",
        CANNOT_SEND,
        blocks.section(f"*{items.named(item)}*\n{needed}".strip()),
        reasons.ask_for("Why not?"),
        blocks.context("Whoever waits reads so at once, and has to find another way."),
        submit="We cannot",
        value=item.ref,
    )
