"""What a lead clicks and sends to dispute a figure, and the CCO to answer."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.executives import scores
from handlers.executives.scores import disputes, keys
from handlers.executives.scores import words as score_words
from handlers.executives.scores.disputes import Disputed, cards, reading, words
from handlers.executives.scores.records import CountsAs
from handlers.executives.scores.rules import MEANS, Measure
from handlers.people import access, office
from handlers.promises import preamble
from handlers.speech import forms, reasons, values
from handlers.speech.request import Nothing, OpenForm, Reply, Request, Response
from handlers.speech.score_errors import (
    EmptyFigures,
    NoThing,
    NothingCorrected,
    NothingOfMean,
    NotInFigure,
)
from storage import people
from storage.disputes import Dispute

PLACES = {NoThing: cards.ITEM, NotInFigure: cards.ITEM}
"""Under which input of a form a sentence stands."""


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form for what is wrong. Raises EmptyFigures, and what `disputes.check_may` raises."""
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    whose, period = keys.carried(request.value, session, person)
    disputes.check_may(session, person, whose)
    disputes.check_over(session, now, whose, period)
    card = scores.scorecard(session, now, person, whose, period)
    measures = {
        str(each.now.measure): score_words.NAMES[each.now.measure]
        for each in card.lines
        if each.now.of
    }
    if not measures:
        raise EmptyFigures(name=period.name, department=whose.department.name)
    heading = f"{whose.department.name}, {period.name}"
    cco = office.holder(session, person.team_id)
    return OpenForm(cards.form(heading, measures, cco, request.value))


def send(request: Request, session: Session, now: datetime) -> Response:
    """It comes back: the CCO is asked."""
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    whose, period = keys.carried(request.value, session, person)
    disputes.check_may(session, person, whose)
    form = preamble.filled_in(request, preamble.WHY)
    chosen = request.words(cards.MEASURE)
    measure = form.read(cards.MEASURE, lambda: values.choice(chosen, Measure), Measure.FIRST)
    form.check()
    said = Disputed(measure, request.words(reasons.FIELD), request.line(cards.ITEM))
    with forms.placing(PLACES):
        new = disputes.dispute(session, now, person, whose, period, said)
    asked = disputes.asked_of(session, new)
    return Reply(words.disputed(new, asked.holder, asked.instead_of, now))


def open_correct(request: Request, session: Session, now: datetime) -> Response:
    """The form for what is right."""
    del now
    person = access.actor(session, request)
    found = disputes.to_answer(session, person, request.value)
    disputes.check_not_own(session, person, found)
    ref = disputes.item_ref(session, found)
    is_seen = reading.may_read_words(session, person, found)
    head = words.said(found, _by(session, found), found.words if is_seen else "")
    return OpenForm(cards.correct_form(found, head, ref if is_seen else ""))


def send_correct(request: Request, session: Session, now: datetime) -> Response:
    """The figure is corrected by a new record."""
    person = access.actor(session, request)
    found = disputes.to_answer(session, person, request.value)
    form = preamble.filled_in(request, preamble.WHY)
    chosen = request.words(cards.COURSE)
    course = form.read(cards.COURSE, lambda: values.choice(chosen, CountsAs), CountsAs.OUT)
    form.check()
    if Measure(found.measure) in MEANS and course is not CountsAs.OUT:
        raise NothingOfMean
    with forms.placing({**PLACES, NothingCorrected: cards.COURSE}):
        disputes.correct(
            session, now, person, found, course, request.words(reasons.FIELD),
            request.line(cards.ITEM),
        )  # fmt: skip
    return Nothing()


def open_keep(request: Request, session: Session, now: datetime) -> Response:
    """The form for why it stays."""
    del now
    person = access.actor(session, request)
    found = disputes.to_answer(session, person, request.value)
    is_seen = reading.may_read_words(session, person, found)
    head = words.said(found, _by(session, found), found.words if is_seen else "")
    return OpenForm(cards.keep_form(found, head))


def send_keep(request: Request, session: Session, now: datetime) -> Response:
    """The figure stays, for a reason."""
    person = access.actor(session, request)
    found = disputes.to_answer(session, person, request.value)
    preamble.filled_in(request, preamble.WHY).check()
    disputes.keep(session, now, person, found, request.words(reasons.FIELD))
    return Nothing()


def take_back(request: Request, session: Session, now: datetime) -> Response:
    """One click of whoever disputed it."""
    person = access.actor(session, request)
    return Reply(words.withdrawn(disputes.take_back(session, now, person, request.value)))


def _by(session: Session, found: Dispute) -> str:
    by = people.find(session, found.team_id, found.asked_by)
    return by.name if by else ""
