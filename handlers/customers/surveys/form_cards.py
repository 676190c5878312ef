"""The forms of surveys: what a customer said, and a survey to open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slackblocks import Block

from handlers.customers.surveys import invited_cards, rules, words
from handlers.customers.surveys.invited_cards import AskedOffered
from handlers.people import choices
from handlers.speech import blocks, evidence, feelings, inputs, long_texts, values
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from handlers.speech.words import join_names
from storage.surveys import Survey, SurveyQuestion

PERSON, CAME, SAID, SCORE, SCALE, FEELS = "person", "came", "said", "score", "scale", "feels"
ALL_SAID = (SAID, "said2", "said3", "said4")
"""The inputs for their words: one, and more where a message does not fit into it."""
NAME, QUESTION, NAMED, ASKED, CLOSES = "name", "question", "named", "asked", "closes"
WITH_NAMES, WITHOUT = "with", "without"
NAMES = {
    WITH_NAMES: "With names: low scores are called back",
    WITHOUT: "Without: nobody is named, ever",
}
READ_BY = (
    "Whoever leads the account, executives and the CCO read it with the name. A low score opens an "
    "issue; you see its number."
)
NOT_FOR_ALL = (
    "That message is in a place that not everybody reads. What you keep here is read by whoever "
    "leads the account, executives and the CCO. The link opens only for who is in there."
)
NAMES_SEVERAL = "It names {names}. Whose words are they?"


@dataclass(frozen=True)
class MessageHeard:
    """The message in which a customer said something: its words, and where it stands.

    `named` are several customers whom it names. `is_for_all` says that everybody here may read it.
    """

    words: str = ""
    link: str = ""
    named: Sequence[str] = ()
    is_for_all: bool = True


def add(known: Choices, open_now: Sequence[Survey], heard: MessageHeard = MessageHeard()) -> Json:
    """A customer said something: three fields are needed. `known` are the customers."""
    parts = [
        *_of_message(heard),
        inputs.row(choices.CUSTOMER, "Which customer?", known),
        inputs.text(PERSON, "Who said it?", most=values.NAME, optional=True),
        inputs.choice(CAME, "How did it come?", {str(each): it for each, it in words.CAME.items()}),
        *long_texts.ask_for(
            ALL_SAID, "What did they say?", heard.words,
            hint="In their words. Leave it empty where they gave a score alone.",
        ),
        inputs.text(SCORE, "Which score did they give?", most=20, optional=True, hint="Such as 3."),
        inputs.choice(SCALE, "On which scale?", offered(open_now), optional=True),
        inputs.choice(FEELS, "How do they feel?", feelings.LABELS, optional=True),
        evidence.ask_for(heard.link),
        blocks.context(READ_BY),
    ]  # fmt: skip
    return blocks.form("Add an answer", words.ADD_SEND, *parts, submit="Keep their words")


def _of_message(heard: MessageHeard) -> list[Block]:
    """Who will read what was not written for everybody, and which customers a message names."""
    names = join_names([blocks.safe(each, 80) for each in heard.named], "or")
    said = [NAMES_SEVERAL.format(names=names)] if names else []
    said += [] if heard.is_for_all else [NOT_FOR_ALL]
    return [blocks.section(each) for each in said]


def offered(open_now: Sequence[Survey]) -> Mapping[str, str]:
    """The surveys that are open, and every scale: what a score can be on."""
    named = {
        each.survey_id.hex: f"{each.name}: {rules.said_scale(each)}"
        for each in open_now
        if each.is_named
    }
    return {**named, **rules.scales()}


def new(offered_who: AskedOffered) -> Json:
    """A survey: its name and what it asks are needed. `offered_who` is whom it may ask by name."""
    asks = {**rules.scales(), str(SurveyQuestion.WORDS): rules.ASKS[SurveyQuestion.WORDS]}
    parts = [
        inputs.text(NAME, "What is it called?", most=values.NAME, placeholder="Autumn survey"),
        inputs.choice(QUESTION, "What is asked, and on which scale?", asks),
        inputs.choice(NAMED, "With names or without?", NAMES, value=WITH_NAMES),
        *invited_cards.who(offered_who),
        inputs.text(
            ASKED, "How many are asked altogether?", most=20, hint=invited_cards.ASKED_HINT,
            optional=True,
        ),
        inputs.date(CLOSES, "Until when can they answer?", optional=True),
    ]  # fmt: skip
    return blocks.form("New survey", words.NEW_SEND, *parts, submit="Open it")
