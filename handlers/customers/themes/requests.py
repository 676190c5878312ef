"""What people click and send about what many customers write of."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import themes as room
from handlers.customers.themes import cards, form_cards, moves, undoing
from handlers.people import access, choices, lookup
from handlers.promises import traces
from handlers.speech import forms, reasons
from handlers.speech.errors import TitleTooLong, WhyMissing, WrongDate
from handlers.speech.people_errors import (
    GoneDepartment,
    NoDepartment,
    UnfitPerson,
    UnknownPerson,
)
from handlers.speech.request import OpenForm, Reply, Request, Response
from handlers.speech.theme_errors import ThemeNameMissing, ThemeOfNobody, ThemeWordsLong
from storage import people
from storage.people import Person

FOLLOWING = {
    TitleTooLong: form_cards.TITLE,
    WhyMissing: form_cards.TITLE,
    **dict.fromkeys((UnfitPerson, UnknownPerson, NoDepartment), form_cards.OWNER),
    WrongDate: form_cards.DAY,
    **dict.fromkeys(traces.WRONG, traces.FIELD),
}
BELONGING = dict.fromkeys((ThemeOfNobody, GoneDepartment), choices.DEPARTMENT)
BECAUSE = dict.fromkeys((WhyMissing, ThemeWordsLong), reasons.FIELD)
NAMING = dict.fromkeys((ThemeNameMissing, ThemeWordsLong), form_cards.CALLED)
"""Under which field a sentence stands, by form."""


def open_follow(request: Request, session: Session, now: datetime) -> Response:
    """The form of a task that follows."""
    person, today = _here(request, session, now)
    theme = room.named(session, person, request.value, moves.FOLLOW)
    return OpenForm(form_cards.follow(theme, today, traces.offered(session, now, person)))


def send_follow(request: Request, session: Session, now: datetime) -> Response:
    """The task is given, and the theme says that it follows."""
    person, _ = _here(request, session, now)
    with forms.placing(FOLLOWING):
        task = room.follow(
            session, now, person, request.value, request.line(form_cards.TITLE),
            request.person_id(form_cards.OWNER), request.words(form_cards.DAY),
            traces.named(session, now, person, request.words(traces.FIELD)),
        )  # fmt: skip
    theme = room.named(session, person, request.value)
    owner = people.find(session, person.team_id, task.owner_id or "")
    return Reply(cards.followed(theme, task, owner), title="Noted")


def open_belongs(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks whose it is."""
    person, today = _here(request, session, now)
    theme = room.named(session, person, request.value, moves.PASS_ON)
    return OpenForm(form_cards.belongs(theme, choices.of_departments(session, person), today))


def send_belongs(request: Request, session: Session, now: datetime) -> Response:
    """Their lead is asked."""
    person, _ = _here(request, session, now)
    room.named(session, person, request.value, moves.PASS_ON)
    with forms.placing(BELONGING):
        department = lookup.chosen_department(
            session, request.team_id, request.words(choices.DEPARTMENT)
        )
        lead = room.belongs_to(session, now, person, request.value, department)
    return Reply(cards.passed(room.named(session, person, request.value), lead), title="Noted")


def open_rest(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks why nothing follows."""
    person, today = _here(request, session, now)
    return OpenForm(form_cards.rest(room.named(session, person, request.value, moves.REST), today))


def send_rest(request: Request, session: Session, now: datetime) -> Response:
    """It rests, with its reason."""
    person, _ = _here(request, session, now)
    with forms.placing(BECAUSE):
        theme = room.rest(session, now, person, request.value, request.words(reasons.FIELD))
    return Reply(cards.rests(theme), title="Noted")


def open_name(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks what it is called."""
    person, _ = _here(request, session, now)
    return OpenForm(form_cards.name(room.named(session, person, request.value, moves.NAME)))


def send_name(request: Request, session: Session, now: datetime) -> Response:
    """It is called so."""
    person, _ = _here(request, session, now)
    with forms.placing(NAMING):
        theme = room.name(session, now, person, request.value, request.line(form_cards.CALLED))
    return Reply(cards.named(theme), title="Noted")


def undo(session: Session, now: datetime, person: Person, ref: str) -> str:
    """Undo what was said last of a theme, and say so. Raises what `undoing.undo` does."""
    return cards.undone(undoing.undo(session, now, person, ref))


def _here(request: Request, session: Session, now: datetime) -> tuple[Person, date]:
    """Who asks, and which day it is for them."""
    person = access.actor(session, request)
    return person, hours.day_of(now, person.zone)
