"""What people type, click and send as an answer, and what they are shown in return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from handlers.promises import answers, deadlines, items, moves, preamble
from handlers.promises.answers import cards
from handlers.promises.deadlines import ByWhen
from handlers.promises.items import anyway as anyway_form
from handlers.promises.items import following
from handlers.promises.items.words import remark
from handlers.promises.undoing import requests as undoing
from handlers.speech import evidence, forms, long_texts, reasons
from handlers.speech.answer_errors import DayPassed
from handlers.speech.errors import DayMissing, Missing, NoteTooLong, WrongDate, WrongLink
from handlers.speech.promise_errors import (
    NoMoreSnoozes,
    NothingToPutOff,
    SnoozeTooLong,
    TasksStillOpen,
)
from handlers.speech.request import Nothing, OpenForm, Reply, Request, Response
from storage.items import Item
from storage.people import Person

WHEN_AND_WHY: Mapping[str, type[Missing]] = {cards.DATE: DayMissing, **preamble.WHY}

# --- take it, done, they know ---


def take(request: Request, session: Session, now: datetime) -> Response:
    """One click: it is mine, by the date it has; where that has passed, a form asks for another."""
    try:
        preamble.press(request, session, now, moves.TAKE, answers.take)
    except DayPassed:
        _, item = preamble.clicked(request, session)
        return OpenForm(cards.take_form(item, now))
    return Nothing()


def send_take(request: Request, session: Session, now: datetime) -> Response:
    """It is taken, by the day that was chosen."""
    preamble.filled_in(request, {cards.DATE: DayMissing}).check()
    person, item = preamble.permitted(request, session, moves.TAKE)
    with forms.placing({WrongDate: cards.DATE}):
        taken = answers.take(session, now, person, item, preamble.by_when(request, cards.DATE))
    said = cards.taken(taken.item, taken.by, taken.owner.user_id, person.user_id, now)
    return _remarked(session, now, person, taken.item, taken.by, said)


def done(request: Request, session: Session, now: datetime) -> Response:
    """One click: the promise is kept; of an issue whose tasks are open it is asked whether so."""
    try:
        preamble.press(request, session, now, moves.DONE, answers.finish)
    except TasksStillOpen as error:
        _, item = preamble.clicked(request, session)
        return OpenForm(anyway_form.form(item, moves.DONE.verb, error))
    return Nothing()


def open_done(request: Request, session: Session, now: datetime) -> Response:
    """The form for what was done, and a link that shows it; it says which tasks are still open."""
    del now
    person, item = preamble.permitted(request, session, moves.DONE)
    return OpenForm(cards.done_form(item, following.still_open(session, person, item)))


def send_done(request: Request, session: Session, now: datetime) -> Response:
    """It is done, with what was said of it."""
    with forms.placing({WrongLink: evidence.FIELD, NoteTooLong: cards.WORDS[0]}):
        person, item = preamble.clicked(request, session)
        shown = evidence.beside(long_texts.read(request, cards.WORDS), evidence.read(request))
        # What is still open stood in the form.
        kept = answers.finish(session, now, person, item, shown, anyway=True)
    said = cards.finished(kept.item, kept.early, person.user_id, kept.left)
    # What lies behind a form shows it; elsewhere it is said, with the way back.
    return Nothing() if request.within else undoing.reply(session, now, person, [(item, said)])


def type_done(request: Request, session: Session, now: datetime) -> Response:
    """`/cx done T-12 [anyway] [evidence …]`; over any other word nothing is closed."""
    said, anyway = preamble.typed_end(request, session, "done T-12")
    evidence = said.answer.evidence
    if evidence is None:
        said.check_nothing_left("done")
    kept = [
        answers.finish(session, now, said.person, item, evidence or "", anyway=anyway)
        for item in said.items
    ]
    actor = said.person.user_id
    told = [(each.item, cards.finished(each.item, each.early, actor, each.left)) for each in kept]
    return undoing.reply(session, now, said.person, told)


def told(request: Request, session: Session, now: datetime) -> Response:
    """One click: the customer has heard about the no, or what happens now."""
    preamble.press(request, session, now, moves.TOLD, answers.tell)
    return Nothing()


def confirm(request: Request, session: Session, now: datetime) -> Response:
    """One click: the date stands."""
    preamble.press(request, session, now, moves.CONFIRM, answers.confirm)
    return Nothing()


def type_confirm(request: Request, session: Session, now: datetime) -> Response:
    """`/cx confirm T-12`: its date stands."""
    said = preamble.typed(request, session, "confirm T-12")
    said.check_nothing_left("confirm")
    held = [answers.confirm(session, now, said.person, item) for item in said.items]
    return Reply("\n".join(cards.confirmed(each.item, now) for each in held))


# --- another date ---


def open_date(request: Request, session: Session, now: datetime) -> Response:
    """The form for another date."""
    person, item = preamble.permitted(request, session, *moves.NEW_DATES)
    shown = deadlines.still_ahead(now, item, items.owner_of(session, item) or person)
    named = preamble.named_day(request, session, now, person)
    shown = replace(shown, day=named or shown.day)
    return OpenForm(cards.date_form(item, shown, request.words(reasons.FIELD)))


def send_date(request: Request, session: Session, now: datetime) -> Response:
    """Another date, with what changed."""
    preamble.filled_in(request, WHEN_AND_WHY).check()
    person, item = preamble.clicked(request, session)
    day, reason = preamble.by_when(request, cards.DATE), request.words(reasons.FIELD)
    with forms.placing({WrongDate: cards.DATE}):
        redated = answers.redate(session, now, person, item, day, reason)
    told = cards.redated(redated.item, redated.by, now)
    return _remarked(session, now, person, redated.item, redated.by, told)


def _remarked(
    session: Session, now: datetime, person: Person, item: Item, by: ByWhen | None, said: str
) -> Response:
    """What is noted, where somebody may not have meant the day that they chose."""
    return undoing.reply(session, now, person, [(item, said)]) if remark(by) else Nothing()


def type_date(request: Request, session: Session, now: datetime) -> Response:
    """`/cx date T-12 friday because …`."""
    said = preamble.typed(request, session, cards.DATE_USAGE)
    said.check_why("date", said.answer.leading_date)
    with preamble.told_how(cards.DATE_USAGE, said.refs, said.words):
        redated = [
            answers.redate(session, now, said.person, item, said.words, said.reason)
            for item in said.items
        ]
    told = [(each.item, cards.redated(each.item, each.by, now)) for each in redated]
    return undoing.reply(session, now, said.person, told)


# --- later ---


def open_snooze(request: Request, session: Session, now: datetime) -> Response:
    """The form for a little quiet."""
    person, item = preamble.clicked(request, session)
    allowed = answers.rest(session, now, person, item)
    day, why = preamble.named_day(request, session, now, person), request.words(reasons.FIELD)
    return OpenForm(cards.snooze_form(item, allowed, person.zone, now, day, why))


def send_snooze(request: Request, session: Session, now: datetime) -> Response:
    """Quiet until a day, with the reason."""
    preamble.filled_in(request, WHEN_AND_WHY).check()
    person, item = preamble.clicked(request, session)
    day, reason = request.words(cards.DATE), request.words(reasons.FIELD)
    about_the_day = (WrongDate, SnoozeTooLong, NoMoreSnoozes, NothingToPutOff)
    with forms.placing(dict.fromkeys(about_the_day, cards.DATE)):
        answers.snooze(session, now, person, item, day, reason)
    return Nothing()


def type_snooze(request: Request, session: Session, now: datetime) -> Response:
    """`/cx snooze T-12 friday because …`."""
    said = preamble.typed(request, session, cards.SNOOZE_USAGE)
    said.check_why("snooze", said.answer.leading_date)
    with preamble.told_how(cards.SNOOZE_USAGE, said.refs, said.words):
        snoozed = [
            answers.snooze(session, now, said.person, item, said.words, said.reason)
            for item in said.items
        ]
    zone = said.person.zone
    return Reply(
        "\n".join(cards.snoozed(done.item, done.wake, done.left, zone) for done in snoozed)
    )
