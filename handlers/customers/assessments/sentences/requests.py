"""The CCO reads what one sees in the nine areas, and says it in the words of the house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.customers.assessments import sentences, words
from handlers.customers.assessments.areas import AREAS, LONGEST, STAGES
from handlers.people import access
from handlers.speech import blocks, forms, inputs
from handlers.speech.assessment_errors import AreasInUse, SentenceMissing, SentenceTooLong
from handlers.speech.errors import StaleForm
from handlers.speech.request import Json, OpenForm, Reply, Request, Response

TITLE, CHANGE = "The nine areas", "Change…"
FIELDS = {stage: f"stage{stage}" for stage in STAGES}
PLACES = dict.fromkeys((SentenceMissing, SentenceTooLong, AreasInUse), FIELDS[1])
CHANGED = "Changed: whoever answers from now on reads it so."
SAME = "Nothing was changed: they are the same sentences."


def show(request: Request, session: Session, now: datetime) -> Response:
    """All nine areas with their sentences, each with the way to change it."""
    del now
    person = access.actor(session, request)
    access.check(session, person, access.BEGIN_ASSESSMENT)
    return OpenForm(_nine(sentences.of(session, person.team_id)))


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The four sentences of one area, to be written anew."""
    del now
    person = access.actor(session, request)
    access.check(session, person, access.BEGIN_ASSESSMENT)
    if request.value not in AREAS:
        raise StaleForm
    seen = sentences.of(session, person.team_id)[request.value]
    return OpenForm(_form(request.value, seen))


def send(request: Request, session: Session, now: datetime) -> Response:
    """They come back."""
    person = access.actor(session, request)
    access.check(session, person, access.BEGIN_ASSESSMENT)
    with forms.placing(PLACES):
        said = [request.line(field) for field in FIELDS.values()]
        is_new = sentences.reword(session, now, person, request.value, said)
    return Reply(CHANGED if is_new else SAME, title="Noted" if is_new else "Not changed")


def _nine(seen: Mapping[str, Sequence[str]]) -> Json:
    parts: list[Block] = []
    for area, known in AREAS.items():
        lines = [
            f"{stage} {STAGES[stage]}: {blocks.safe(each, LONGEST)}"
            for stage, each in enumerate(seen[area], start=1)
        ]
        said = "\n".join([f"*{known.name}*", *lines])
        parts.append(blocks.section(said, blocks.button(CHANGE, words.REWORD, area)))
    return blocks.notice(TITLE, shown=blocks.message(*parts))


def _form(area: str, seen: Sequence[str]) -> Json:
    parts = [
        inputs.text(FIELDS[stage], f"{stage}: {STAGES[stage]}", value=each, most=LONGEST)
        for stage, each in enumerate(seen, start=1)
    ]
    return blocks.form(AREAS[area].short, words.REWORD_SEND, *parts, submit="Change", value=area)
