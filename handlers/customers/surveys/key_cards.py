"""What is said of keys: the form that makes one, the key itself once, and what came in vain."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import Block

from handlers.customers.surveys import rules, words
from handlers.speech import blocks, inputs, values
from handlers.speech import words as plain
from handlers.speech.blocks import Shown
from handlers.speech.request import Json
from storage.survey_keys import SurveyKey
from storage.surveys import Survey

NAME, SURVEY = "name", "survey"
EXAMPLE = (
    '{"id": "r-1041", "customer": "Globex", "person": "Karim Haddad", "score": 3, '
    '"words": "I explain the same invoice every month.", "answered_on": "2026-11-26"}'
)
ONCE = (
    "The key is shown once. Requests carry time and signature; older than five minutes are refused."
)
PATH = "/surveys/{team_id}/{key_id}"


def form(known: Sequence[Survey]) -> Json:
    """A key for a survey; `known` are those that can still be answered, and every scale."""
    named = {each.survey_id.hex: f"{each.name}: {rules.said_scale(each)}" for each in known}
    offered = {**named, **rules.scales()}
    return blocks.form(
        "Webhook", words.KEY_SEND,
        inputs.text(NAME, "What is it called?", most=values.NAME, placeholder="Our survey tool"),
        inputs.choice(SURVEY, "For answers to which survey?", offered),
        blocks.section(f"Each delivery brings one answer, for instance:\n```{EXAMPLE}```"),
        blocks.context(ONCE),
        submit="Make the key",
    )  # fmt: skip


def made(key: SurveyKey, survey: Survey) -> Shown:
    """The key, this once, and where deliveries go."""
    path = PATH.format(team_id=key.team_id, key_id=key.key_id.hex)
    text = f"The key of *{blocks.safe(key.name, 80)}* for *{blocks.safe(survey.name, 80)}*:"
    parts = [
        blocks.section(f"{text}\n`whsec_{key.secret}`"),
        blocks.section(
            f"Deliveries go to `{path}` at the address of `duly web`, signed as Standard Webhooks "
            "are: HMAC-SHA256 over id, time and body."
        ),
        blocks.context("It is not shown again. A new key of this name takes its place."),
    ]
    return Shown(text, blocks.message(*parts))


def in_vain(key: SurveyKey, survey: Survey) -> str:
    """“Nine deliveries to *Autumn survey* had a wrong signature …”, and what was refused."""
    to = f"to *{blocks.safe(survey.name, 80)}* ({blocks.safe(key.name, 80)})"
    said = []
    if key.wrong:
        count = plain.capital(plain.count(key.wrong, "delivery", "deliveries"))
        said.append(f"{count} {to} had a wrong signature, or an old one. Was the key changed?")
    if key.refused:
        count = plain.capital(plain.count(key.refused, "delivery", "deliveries"))
        said.append(f"{count} {to} could not be kept. The last one: {blocks.safe(key.reason)}")
    return " ".join(said)


def new_key() -> Block:
    """The way to another key."""
    return blocks.actions(blocks.button(words.KEY_IT, words.KEY))
