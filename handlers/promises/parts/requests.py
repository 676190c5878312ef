"""People type or choose which further departments must take an issue, and read who was asked."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.people import choices, lookup
from handlers.promises import moves, parts, preamble
from handlers.promises.parts import Involved, cards, reading
from handlers.promises.undoing import requests as undoing
from handlers.speech import forms, reasons
from handlers.speech.errors import MissingWords, NoteTooLong
from handlers.speech.people_errors import CcoOwns, GoneDepartment, NoLead
from handlers.speech.promise_errors import (
    AnswersAlready,
    AnswersFirst,
    DepartmentsMissing,
    HasPartAlready,
    OnlyIssuesHaveParts,
    TooManyParts,
)
from handlers.speech.request import Nothing, OpenForm, Request, Response
from handlers.speech.typing_errors import OneAtATime
from handlers.speech.words import number
from storage.issues import Issue
from storage.people import Person

ABOUT = dict.fromkeys(
    (DepartmentsMissing, AnswersFirst, AnswersAlready, HasPartAlready, TooManyParts, NoLead,
     CcoOwns, GoneDepartment),
    choices.DEPARTMENTS,
) | {NoteTooLong: reasons.FIELD}  # fmt: skip
"""Under which input of the form a sentence stands."""


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx involve I-7 Billing and Sales [because …]`.

    Raises MissingWords, OneAtATime, UnknownDepartment, and what `parts.involve` raises.
    """
    said = preamble.typed(request, session, cards.USAGE)
    if len(said.items) > 1:
        raise OneAtATime(count=number(len(said.items)), refs=said.refs)
    [item] = said.items
    named = reading.read(session, request.team_id, said.answer.words)
    try:
        found = parts.involve(session, now, said.person, item, named, said.answer.reason)
    except DepartmentsMissing as error:
        raise MissingWords(usage=cards.USAGE.replace(cards.EXAMPLE, item.ref)) from error
    return _told(session, now, said.person, found)


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks which other departments must take it."""
    del now
    person, item = preamble.permitted(request, session, moves.INVOLVE)
    if not isinstance(item, Issue):
        raise OnlyIssuesHaveParts(ref=item.ref)
    offered = choices.of_several(session, person, but=item.department_id)
    return OpenForm(cards.form(item, offered))


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in."""
    person, item = preamble.permitted(request, session, moves.INVOLVE)
    with forms.placing(ABOUT):
        chosen = request.choices(choices.DEPARTMENTS)
        named = lookup.chosen_departments(session, request.team_id, chosen)
        reason = request.words(reasons.FIELD)
        found = parts.involve(session, now, person, item, named, reason)
    # What lies behind a form shows it; elsewhere it is said, with the way back.
    return Nothing() if request.within else _told(session, now, person, found)


def _told(session: Session, now: datetime, person: Person, found: Involved) -> Response:
    told = [(each.part, cards.asked(each)) for each in found.asked]
    return undoing.reply(session, now, person, told)
