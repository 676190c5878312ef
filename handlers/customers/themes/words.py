"""The words of a theme: what customers wrote, what is asked of it, its buttons, how it stands."""

from __future__ import annotations

from datetime import date

from slackblocks import Block, Button

from handlers.chasing.kinds import Asking, Says
from handlers.promises.items.words import open_story
from handlers.speech import blocks
from handlers.speech import words as plain
from storage.nudges import Part
from storage.themes import Theme, ThemeState

FOLLOW, FOLLOW_SEND = "theme.task", "theme.task.send"
BELONGS, BELONGS_SEND = "theme.belongs", "theme.belongs.send"
REST, REST_SEND = "theme.rest", "theme.rest.send"
NAME, NAME_SEND = "theme.name", "theme.name.send"
FOLLOW_IT, BELONGS_TO, NOTHING, NAME_IT = (
    "Give a task…", "Belongs to…", "Nothing, because…", "Name it…",
)  # fmt: skip
NOT_YET = "Nothing follows from it yet."
ACT_SAYS = Says(
    ends="Each answer ends this line: a task, whose it is, or that nothing follows.",
    owes=(
        "What do we do? The answer is due {due}.",
        "Do you know by now what we do?",
        "Today is the day to say what we do.",
        "What do we do? The answer is {late_by}.",
    ),
)
ACT_STANDS = (
    "What follows from what customers write has had no answer since {day}.",
    "What follows from {count} such things has had no answer, the first since {day}.",
)


def quoted(theme: Theme) -> str:
    """“credit note, late, invoice”, or the name that somebody gave it, as markup."""
    return f"“{blocks.safe(theme.name or theme.words, 120)}”"


def written(theme: Theme, today: date) -> str:
    """“Eleven customers wrote “credit note, late, invoice” since Mon 26 Oct.”."""
    who = plain.count(theme.customers, "customer")
    if theme.customers < 2:
        # Of one customer, or where nobody is named, the answers are what there is to count.
        who = plain.count(theme.answers, "answer")
        return f"{plain.capital(who)} say {quoted(theme)} since {_since(theme, today)}."
    return f"{plain.capital(who)} wrote {quoted(theme)} since {_since(theme, today)}."


def written_of(theme: Theme, today: date) -> str:
    """The same, and that nothing follows from it yet."""
    return f"{written(theme, today)} {NOT_YET}"


def state(theme: Theme, today: date) -> str:
    """“nobody acts on this yet”, “T-46 follows”, “rests until Thu 25 Feb”."""
    match ThemeState(theme.state):
        case ThemeState.FOLLOWED:
            return f"{theme.led_to} follows"
        case ThemeState.RESTING if theme.rests_until:
            return f"rests until {plain.plain_day(theme.rests_until, today)}"
        case ThemeState.ENDED:
            return "ended"
        case _:
            return "nobody acts on this yet"


def _since(theme: Theme, today: date) -> str:
    return plain.plain_day(theme.since, today)


def what_follows(theme: Theme) -> str:
    """“What follows from “credit note, late, invoice”?”, as markup."""
    return f"What follows from {quoted(theme)}?"


def week(count: int) -> str:
    """“*Themes* Two themes have no answer.”, on the CCO's Home."""
    has = "has" if count == 1 else "have"
    return f"*Themes* {plain.capital(plain.count(count, 'theme'))} {has} no answer."


def digest_ways(ref: str) -> list[Button]:
    """The answers to what executives are asked about it."""
    return [
        blocks.button(FOLLOW_IT, FOLLOW, ref, "primary"),
        blocks.button(BELONGS_TO, BELONGS, ref),
        blocks.button(NOTHING, REST, ref),
        open_story(ref),
    ]


def act_buttons(asking: Asking) -> Block | None:
    """A task, whose it is, or that nothing follows."""
    if asking.part not in (Part.OWES, Part.CCO):
        return None
    return blocks.actions(
        blocks.button(FOLLOW_IT, FOLLOW, asking.ref),
        blocks.button(BELONGS_TO, BELONGS, asking.ref),
        blocks.button(NOTHING, REST, asking.ref),
        open_story(asking.ref),
    )
