"""The forms of surveys: what a customer said, and a survey to open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.customers.surveys import rules, words
from handlers.people import choices
from handlers.speech import blocks, feelings, inputs, values
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from storage.surveys import Survey, SurveyQuestion

PERSON, CAME, SAID, SCORE, SCALE, FEELS = "person", "came", "said", "score", "scale", "feels"
NAME, QUESTION, NAMED, ASKED, CLOSES = "name", "question", "named", "asked", "closes"
MOST = 3000
"""Characters of their words in a form; a file may bring more."""
WITH_NAMES, WITHOUT = "with", "without"
NAMES = {
    WITH_NAMES: "With names: low scores are called back",
    WITHOUT: "Without: nobody is named, ever",
}
READ_BY = (
    "Whoever leads the account, executives and the CCO read it with the name. A low score opens an "
    "issue; you see its number."
)


def add(known: Choices, open_now: Sequence[Survey], *, said: str = "") -> Json:
    """A customer said something: three fields are needed. `known` are the customers."""
    parts = [
        inputs.row(choices.CUSTOMER, "Which customer?", known),
        inputs.text(PERSON, "Who said it?", most=values.NAME, optional=True),
        inputs.choice(CAME, "How did it come?", {str(each): it for each, it in words.CAME.items()}),
        inputs.text(
            SAID, "What did they say?", value=said, lines=True, most=MOST, optional=True,
            hint="In their words. Leave it empty where they gave a score alone.",
        ),
        inputs.text(SCORE, "Which score did they give?", most=20, optional=True, hint="Such as 3."),
        inputs.choice(SCALE, "On which scale?", offered(open_now), optional=True),
        inputs.choice(FEELS, "How do they feel?", feelings.LABELS, optional=True),
        blocks.context(READ_BY),
    ]  # fmt: skip
    return blocks.form("Add an answer", words.ADD_SEND, *parts, submit="Keep their words")


def offered(open_now: Sequence[Survey]) -> Mapping[str, str]:
    """The surveys that are open, and every scale: what a score can be on."""
    named = {
        each.survey_id.hex: f"{each.name}: {rules.said_scale(each)}"
        for each in open_now
        if each.is_named
    }
    return {**named, **rules.scales()}


def new(today: date) -> Json:
    """A survey: its name and what it asks are needed."""
    del today
    asks = {**rules.scales(), str(SurveyQuestion.WORDS): rules.ASKS[SurveyQuestion.WORDS]}
    parts = [
        inputs.text(NAME, "What is it called?", most=values.NAME, placeholder="Autumn survey"),
        inputs.choice(QUESTION, "What is asked, and on which scale?", asks),
        inputs.choice(NAMED, "With names or without?", NAMES, value=WITH_NAMES),
        inputs.text(ASKED, "How many are asked?", most=20, optional=True, hint="Such as 31."),
        inputs.date(CLOSES, "Until when can they answer?", optional=True),
    ]
    return blocks.form("New survey", words.NEW_SEND, *parts, submit="Open it")
