"""Somebody adds what shows an area once all is in, and may take it away again."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.customers.assessments import adding, form_cards, reply_cards, undoing, words
from handlers.people import access
from handlers.promises import undoable
from handlers.speech import blocks, forms, values
from handlers.speech.assessment_errors import (
    AreaMissing,
    AreaWordsTooLong,
    EvidenceHidden,
    EvidenceOld,
    EvidenceTakenBack,
    EvidenceToCome,
    EvidenceUnknown,
    ShowingMissing,
)
from handlers.speech.request import OpenForm, Reply, Request, Response
from handlers.speech.setup_errors import UnclearDay
from storage.people import Person

ADDING = {
    AreaMissing: form_cards.AREA,
    **dict.fromkeys(
        (ShowingMissing, EvidenceUnknown, EvidenceHidden, EvidenceTakenBack, AreaWordsTooLong),
        form_cards.EVIDENCE,
    ),
    **dict.fromkeys((EvidenceOld, EvidenceToCome, UnclearDay), form_cards.EVIDENCE_ON),
}
"""Under which field a sentence stands."""


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks what shows an area, for those to which somebody may add."""
    person = access.actor(session, request)
    assessment, found = adding.of_whom(session, now, person, request.value)
    return OpenForm(form_cards.add(assessment, found))


def send(request: Request, session: Session, now: datetime) -> Response:
    """It is added, and the area stands as far as it shows."""
    person = access.actor(session, request)
    with forms.placing(ADDING):
        area = request.words(form_cards.AREA)
        assessment, stage = adding.add(
            session, now, person, request.value, area, request.words(form_cards.EVIDENCE),
            values.day(request.words(form_cards.EVIDENCE_ON)),
        )  # fmt: skip
    said = reply_cards.added(assessment, area, stage)
    row = blocks.actions(blocks.button(undoable.LABEL, words.UNDO, assessment.ref))
    shown = blocks.unnamed(blocks.message(blocks.section(said), row))
    return Reply(said, shown, title="Noted")


def press_undo(request: Request, session: Session, now: datetime) -> Response:
    """One click: the area stands as it stood before."""
    person = access.actor(session, request)
    undone = undoing.undo(session, now, person, request.value)
    return Reply(reply_cards.undone(undone), instead=True, title="Undone")


def undo(session: Session, now: datetime, person: Person, ref: str) -> str:
    """Undo what was added last, and say how it stands. Raises what `undoing.undo` does."""
    return reply_cards.undone(undoing.undo(session, now, person, ref))
