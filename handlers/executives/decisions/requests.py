"""What executives type, click and send about a decision, and what they are shown in return."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.executives import decisions
from handlers.executives.decisions import cards
from handlers.executives.decisions.rules import Input, Said
from handlers.people import access
from handlers.speech import blocks, forms, typed
from handlers.speech.errors import (
    DecisionMissing,
    NoDepartment,
    TitleTooLong,
    UnfinishedAnswer,
    UnfitPerson,
    UnknownPerson,
    WrongDate,
    WrongFields,
)
from handlers.speech.request import Nothing, OpenForm, Reply, Request, Response, UpdateForm
from storage.customers import Tier
from storage.decisions import Impact

VERB = "decision."


def ask(request: Request, session: Session, now: datetime) -> Response:
    """`/cx impact <decision>`; the form without words."""
    person = access.actor(session, request)
    try:
        asked = decisions.ask(session, now, person, typed.seen(request.text))
    except DecisionMissing:
        return OpenForm(cards.ask_form())
    return Reply(cards.asked(asked.decision, asked.others, person.zone))


def send_ask(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back with the decision."""
    person = access.actor(session, request)
    with forms.placing(dict.fromkeys((DecisionMissing, TitleTooLong), cards.DECISION)):
        asked = decisions.ask(session, now, person, request.line(cards.DECISION))
    text = cards.asked(asked.decision, asked.others, person.zone)
    return UpdateForm(blocks.notice("Asked", text))


def open_answer(request: Request, session: Session, now: datetime) -> Response:
    """One of the four buttons, `decision.worse` for instance: the form that says why."""
    del now
    person, sign = access.actor(session, request), request.verb.removeprefix(VERB)
    one = decisions.to_answer(session, person, request.value, sign)
    why = one.before.why if one.before and one.before.impact == one.impact else ""
    return OpenForm(cards.answer_form(one.decision, one.impact, why, one.kept))


def send_answer(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back: the answer is kept, and what follows becomes somebody's task."""
    person = access.actor(session, request)
    ref, _, sign = request.value.partition(blocks.SEPARATOR)
    one = decisions.to_answer(session, person, ref, sign)
    # Who has the task of an earlier answer also tells customers: the form asks for no owner then.
    owner = Input.TELL if one.impact in one.kept else Input.OWNER
    try:
        with forms.placing({UnfitPerson: owner, WrongDate: Input.DAY}):
            decisions.answer(session, now, person, one.decision, _said(request, one.impact))
    except UnfinishedAnswer as error:
        raise WrongFields(cards.missing(error.inputs, one.impact)) from error
    except UnknownPerson as error:
        raise WrongFields({owner: cards.NOT_KNOWN}) from error
    except NoDepartment as error:
        raise WrongFields({owner: cards.NO_DEPARTMENT.format(**error.facts)}) from error
    return Nothing()


def _said(request: Request, impact: Impact) -> Said:
    chosen = request.choices(Input.TIERS)
    return Said(
        impact=impact,
        why=request.words(Input.WHY),
        tiers=tuple(tier for tier in Tier if tier in chosen),
        owner_id=request.person_id(Input.OWNER),
        task=request.line(Input.TASK),
        day=request.words(Input.DAY),
        tell=bool(request.choices(Input.TELL)),
    )
