"""What Duly says to those who ask for help, give it or find it, and the forms they fill in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.promises import items
from handlers.promises.helping import TalkingOfMany
from handlers.speech import blocks, inputs, reasons, words
from handlers.speech.request import Json
from storage.items import Item
from storage.people import Person

TALK_ABOUT = "bundle.talk"
"""The button by which somebody says that they talk about all that is one person's in a bundle."""
PERSON = "person"
HELP_USAGE = "help T-12 because …"
JOIN_USAGE = "join T-12"
TALK_USAGE = "talk T-12"


def helped(item: Item, helpers: Sequence[Person]) -> str:
    """Who has been asked for a pair of hands."""
    if not helpers:
        return f"Noted: {items.named(item)} needs help. Nobody else is in charge there to ask."
    asked = words.join_names([blocks.person(each.user_id) for each in helpers])
    return f"Noted: {items.named(item)} needs help. I have asked {asked}."


def joined(item: Item) -> str:
    """Its owner hears who helps."""
    owner = blocks.person(item.owner_id)
    return f"You help {owner} with {items.named(item)}. They know."


def found(item: Item, helper: Person) -> str:
    """Somebody else is asked."""
    return f"I have asked {blocks.person(helper.user_id)} to help with {items.named(item)}."


def talking(item: Item, until: datetime, zone: str, now: datetime) -> str:
    """Two people talk, and Duly is quiet meanwhile."""
    owner, day = blocks.person(item.owner_id), words.day(until, zone, now)
    return (
        f"{owner} reads that you would like to talk about {items.named(item)}. I am quiet "
        f"about it until {day}."
    )


def talking_of_many(talking: TalkingOfMany, zone: str, now: datetime) -> str:
    """The same about many things, with one person."""
    if talking.until is None or talking.partner is None:
        return "Nothing of this waits any more."
    count = words.count(len(talking.items), "thing")
    about, it = (count, "them") if len(talking.items) != 1 else (talking.items[0].ref, "it")
    who, day = blocks.person(talking.partner.user_id), words.day(talking.until, zone, now)
    return (
        f"{who} reads that you would like to talk about {about}. I am quiet about {it} until {day}."
    )


def help_form(item: Item, asked: Sequence[Person], what: str = "") -> Json:
    """What would help, and who might; `asked` are those who read it anyway."""
    names = words.join_names([blocks.safe(each.name) for each in asked])
    if not asked:
        who = "Nobody else is in charge there, so think of somebody."
    elif len(asked) == 1:
        who = f"{names} reads it, too, with buttons to say yes."
    else:
        who = f"{names} read it, too, with buttons to say yes."
    return blocks.form(
        "Need help",
        "item.help.send",
        blocks.section(f"*{items.named(item)}*"),
        reasons.ask_for("What would help?", what),
        inputs.person(PERSON, "Whom have you thought of?", optional=True),
        blocks.context(who),
        submit="Ask for help",
        value=item.ref,
    )


def find_form(item: Item) -> Json:
    """Who else may help."""
    return blocks.form(
        "Find somebody",
        "item.find.send",
        blocks.section(f"*{items.named(item)}*"),
        inputs.person(PERSON, "Who could help?"),
        blocks.context("They are asked now, and the owner reads who it is."),
        submit="Ask them",
        value=item.ref,
    )
