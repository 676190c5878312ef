"""What Duly says when something changes hands, and the forms that offer and return it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.chasing.cover import cards as cover
from handlers.people.choices import DEPARTMENT
from handlers.promises import items
from handlers.promises.items.happened import HANDED
from handlers.speech import blocks, inputs, reasons, words
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from storage.history import Event
from storage.items import Item
from storage.people import Person

PERSON = "person"
TRIED, TOLD, NEEDS = "tried", "told", "needs"

CHOOSE_NOT_BOTH = "Choose a person or a department, not both."
USAGE = "handoff T-12 to Logistics because …"
RETURN_USAGE = "return T-12 because …"
OWNER_USAGE = "owner T-12 to @lee because …"


def offered(item: Item, to: Person, asked: Person, actor: str, now: datetime) -> str:
    """An offer waits for its answer, from `asked` where they are away."""
    said = f"Offered {items.named(item)} to {blocks.person(to.user_id)}. {_stays(item, actor)}"
    return f"{said} {cover.who_was_asked(to, asked, now)}".strip()


def bounced(item: Item, times: int, by: str, reason: str) -> str:
    """Something has come back so often, and why it did the last time."""
    return (
        f"{items.named(item)} has come back {words.count(times, 'time')}, last from "
        f"{blocks.person(by)}: {words.quote(blocks.safe(reason, 500))} It is still with "
        f"{blocks.person(item.owner_id)}."
    )


def crossed(item: Item, times: int) -> str:
    """Something has gone back and forth so often between two departments."""
    return (
        f"{items.named(item)} has changed hands {words.count(times, 'time')} between the same two "
        f"departments. It is with {blocks.person(item.owner_id)} now."
    )


def settle(both: Sequence[str]) -> str:
    """Those who lead on either side are asked for one owner."""
    names = words.join_names([blocks.person(each) for each in both])
    return f"{names}: this goes to you, so that it is settled whose it is. Who is its one owner?"


def returned(item: Item, giver: Person | None) -> str:
    """It goes back, with the reason why."""
    stays = f" It stays with {blocks.person(giver.user_id)}." if giver else ""
    return f"Given back, with your reason: {items.named(item)}.{stays}"


def reassigned(item: Item, owner: str) -> str:
    """It is with somebody else now."""
    return f"{items.named(item)} is with {blocks.person(owner)} now, who is asked for it."


def owner_form(item: Item) -> Json:
    """Who is to have it, and why."""
    return blocks.form(
        "Another owner",
        "item.owner.send",
        blocks.section(f"*{items.named(item)}*\nThey have it at once, and are asked for it."),
        inputs.person(PERSON, "Who will do it?"),
        reasons.ask_for("Why them?"),
        submit="Give it to them",
        value=item.ref,
    )


def handoff_form(item: Item, departments: Choices, actor: str, heard: str = "") -> Json:
    """Whose it is, why, and what they need to know; `heard` is what the customer heard from us."""
    choice = []
    if departments:
        choice = [inputs.row(DEPARTMENT, "A department", departments, optional=True)]
    return blocks.form(
        "Hand it over",
        "item.handoff.send",
        blocks.section(f"*{items.named(item)}*\n{_stays(item, actor)}"),
        *choice,
        inputs.person(PERSON, "Or a person", optional=True),
        reasons.ask_for("Why them?"),
        inputs.text(TRIED, "What was tried?", lines=True, most=reasons.LONGEST, optional=True),
        inputs.text(TOLD, "What was the customer told?", hint=heard, lines=True,
                    most=reasons.LONGEST, optional=True),
        inputs.text(NEEDS, "What is needed?", lines=True, most=reasons.LONGEST, optional=True),
        submit="Offer it",
        value=item.ref,
    )  # fmt: skip


def heard(told: Event, zone: str, now: datetime) -> str:
    """What the customer heard from us and when, in plain text."""
    day = words.day(told.happened_at, zone, now)
    said = blocks.clip(str(told.details.get("words") or ""), 300)
    return f"On {day} they were told: “{said}”" if said else f"They heard from us on {day}."


def needed(offer: Event | None) -> str:
    """“Needed: “a label””: what a reminder of an offer begins with; empty where nobody said it."""
    said = offer.details.get(NEEDS) if offer else ""
    return f"{HANDED[NEEDS]}“{blocks.safe(str(said), 200)}”" if said else ""


def return_form(item: Item) -> Json:
    """Why it goes back."""
    return blocks.form(
        "Return it",
        "offer.return.send",
        blocks.section(f"*{items.named(item)}*\nIt goes back with your reason."),
        reasons.ask_for("Because"),
        submit="Return it",
        value=item.ref,
    )


def _stays(item: Item, actor: str) -> str:
    return f"It stays with {_holder(item, actor)} until they take it."


def _holder(item: Item, reader: str) -> str:
    """With whom it is meanwhile: leads and the CCO offer what others owe."""
    return "you" if item.owner_id in (None, reader) else blocks.person(item.owner_id)
