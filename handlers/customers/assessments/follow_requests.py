"""What a department does differently: its lead gives a task for an area, or says why not."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.customers import assessments as room
from handlers.customers.assessments import FirstThing, form_cards, reading, reply_cards
from handlers.people import access, lookup
from handlers.promises import traces
from handlers.speech import forms, reasons
from handlers.speech.assessment_errors import AreaMissing, AreaWordsTooLong
from handlers.speech.errors import (
    DueMissing,
    OwnerMissing,
    TaskMissing,
    TitleTooLong,
    WhyMissing,
    WrongDate,
)
from handlers.speech.people_errors import UnfitPerson, UnknownPerson
from handlers.speech.request import OpenForm, Reply, Request, Response

BECAUSE = {WhyMissing: reasons.FIELD, AreaWordsTooLong: reasons.FIELD}
GIVING = {
    AreaMissing: form_cards.AREA,
    **dict.fromkeys((TaskMissing, TitleTooLong), form_cards.WHAT),
    **dict.fromkeys((OwnerMissing, UnfitPerson, UnknownPerson), form_cards.OWNER),
    **dict.fromkeys((DueMissing, WrongDate), form_cards.BY),
    **dict.fromkeys(traces.WRONG, traces.FIELD),
}
"""Under which field a sentence stands, by form."""


def open_task(request: Request, session: Session, now: datetime) -> Response:
    """The form of a first thing, about the lowest area until somebody chooses another."""
    person = access.actor(session, request)
    assessment, department = room.of_lead(session, person, request.value)
    room.check_room(session, department)
    lowest = reading.result_of(session, assessment).lowest
    moves = traces.question(traces.offered(session, now, person))
    return OpenForm(form_cards.task(assessment, lowest[0].area if lowest else "", moves))


def send_task(request: Request, session: Session, now: datetime) -> Response:
    """It is given, and the area remembers it."""
    person = access.actor(session, request)
    room.of_lead(session, person, request.value)
    with forms.placing(GIVING):
        owner_id = request.words(form_cards.OWNER)
        wanted = FirstThing(
            area=request.words(form_cards.AREA),
            what=request.line(form_cards.WHAT),
            owner=lookup.chosen_person(session, person.team_id, owner_id) if owner_id else None,
            by=request.words(form_cards.BY),
            outcome=traces.named(session, now, person, request.words(traces.FIELD)),
        )
        task = room.give_task(session, now, person, request.value, wanted)
    return Reply(reply_cards.task_given(task, wanted.area), title="Noted")


def open_rest(request: Request, session: Session, now: datetime) -> Response:
    """Nothing this half: the form that asks why."""
    del now
    person = access.actor(session, request)
    assessment, _ = room.of_lead(session, person, request.value)
    return OpenForm(form_cards.rest(assessment))


def send_rest(request: Request, session: Session, now: datetime) -> Response:
    """It stands with its reason."""
    person = access.actor(session, request)
    with forms.placing(BECAUSE):
        assessment = room.rest(session, now, person, request.value, request.words(reasons.FIELD))
    return Reply(reply_cards.rests(assessment), title="Noted")
