"""The forms of a theme: a task that follows, whose it is, why nothing does, what it is called."""

from __future__ import annotations

from datetime import date

from handlers.customers.themes import NAME as LONGEST_NAME
from handlers.customers.themes import words
from handlers.people import choices
from handlers.promises import items, traces
from handlers.speech import blocks, inputs, reasons
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from storage.themes import Theme

TITLE, OWNER, DAY, CALLED = "title", "owner", "day", "called"


def follow(theme: Theme, today: date, outcomes: Choices) -> Json:
    """A task: what, who, by when, and which of the outcomes it moves."""
    return blocks.form(
        "Give a task", words.FOLLOW_SEND,
        blocks.section(words.written(theme, today)),
        inputs.text(TITLE, "What is to be done?", value="", most=items.TITLE),
        inputs.person(OWNER, "Who does it?"),
        inputs.date(DAY, "By when?", value=None),
        *traces.question(outcomes),
        value=theme.ref, submit="Give it",
    )  # fmt: skip


def belongs(theme: Theme, known: Choices, today: date) -> Json:
    """Whose it is: their lead is asked."""
    return blocks.form(
        "Whose is it?", words.BELONGS_SEND,
        blocks.section(words.written(theme, today)),
        inputs.row(choices.DEPARTMENT, "Which department can act on it?", known),
        value=theme.ref, submit="Ask their lead",
    )  # fmt: skip


def rest(theme: Theme, today: date) -> Json:
    """Why nothing follows."""
    return blocks.form(
        "Nothing follows", words.REST_SEND,
        blocks.section(words.written(theme, today)),
        reasons.ask_for("Why does nothing follow? It rests for 90 days."),
        value=theme.ref, submit="Let it rest",
    )  # fmt: skip


def name(theme: Theme) -> Json:
    """What it is called."""
    return blocks.form(
        "Name it", words.NAME_SEND,
        inputs.text(
            CALLED, "What are they writing of?", value=theme.name, most=LONGEST_NAME,
            hint=f"Their words: {blocks.clip(theme.words, 80)}",
        ),
        value=theme.ref, submit="Name it",
    )  # fmt: skip
