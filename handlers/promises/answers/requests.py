"""What people type, click and send as an answer, and what they are shown in return."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.promises import answers, moves, preamble
from handlers.promises.answers import Declined, Finished, cards
from handlers.speech import forms, reasons
from handlers.speech.errors import (
    DayMissing,
    Missing,
    NoMoreSnoozes,
    NothingToPutOff,
    SnoozeTooLong,
    WrongDate,
)
from handlers.speech.request import Nothing, OpenForm, Reply, Request, Response

WHEN_AND_WHY: Mapping[str, type[Missing]] = {cards.DATE: DayMissing, **preamble.WHY}

# --- take it, done, they know ---


def take(request: Request, session: Session, now: datetime) -> Response:
    """One click: it is mine, by the date it has."""
    preamble.press(request, session, now, moves.TAKE, answers.take)
    return Nothing()


def type_take(request: Request, session: Session, now: datetime) -> Response:
    """`/cx ack T-12 [by friday]`."""
    said = preamble.typed(request, session, "ack T-12 by friday")
    actor = said.person.user_id
    taken = [answers.take(session, now, said.person, item, said.words) for item in said.items]
    told = [cards.taken(each.item, each.by, each.owner.user_id, actor) for each in taken]
    return Reply("\n".join(told))


def done(request: Request, session: Session, now: datetime) -> Response:
    """One click: the promise is kept."""
    preamble.press(request, session, now, moves.DONE, answers.finish)
    return Nothing()


def type_done(request: Request, session: Session, now: datetime) -> Response:
    """`/cx done T-12 [evidence …]`; over any other word nothing is closed."""
    said = preamble.typed(request, session, "done T-12")
    evidence = said.answer.evidence
    if evidence is None:
        said.check_nothing_left("done")
    kept = [answers.finish(session, now, said.person, item, evidence or "") for item in said.items]
    return Reply("\n".join(map(_finished, kept)))


def _finished(finished: Finished) -> str:
    customer = finished.customer.name if finished.customer else ""
    return cards.finished(finished.item, finished.early, customer)


def told(request: Request, session: Session, now: datetime) -> Response:
    """One click: the customer has heard about the no."""
    preamble.press(request, session, now, moves.TOLD, answers.tell)
    return Reply(cards.told())


# --- another date ---


def open_date(request: Request, session: Session, now: datetime) -> Response:
    """The form for another date."""
    person, item = preamble.permitted(request, session, *moves.NEW_DATES)
    calendar = calendars.for_person(session, person)
    day = hours.local_day(calendar, max(item.due_at or now, now)).isoformat()
    named = preamble.named_day(request, session, now, person)
    return OpenForm(cards.date_form(item, named or day, request.words(reasons.FIELD)))


def send_date(request: Request, session: Session, now: datetime) -> Response:
    """Another date, with what changed."""
    preamble.filled_in(request, WHEN_AND_WHY).check()
    person, item = preamble.clicked(request, session)
    day, reason = preamble.by_when(request, cards.DATE), request.words(reasons.FIELD)
    with forms.placing({WrongDate: cards.DATE}):
        answers.redate(session, now, person, item, day, reason)
    return Nothing()


def type_date(request: Request, session: Session, now: datetime) -> Response:
    """`/cx date T-12 friday because …`."""
    said = preamble.typed(request, session, cards.DATE_USAGE)
    with preamble.told_how(cards.DATE_USAGE):
        redated = [
            answers.redate(session, now, said.person, item, said.words, said.reason)
            for item in said.items
        ]
    return Reply("\n".join(cards.redated(each.item, each.by) for each in redated))


# --- later ---


def open_snooze(request: Request, session: Session, now: datetime) -> Response:
    """The form for a little quiet."""
    person, item = preamble.clicked(request, session)
    allowed = answers.rest(session, now, person, item)
    day, why = preamble.named_day(request, session, now, person), request.words(reasons.FIELD)
    return OpenForm(cards.snooze_form(item, allowed.latest, allowed.left, person.zone, day, why))


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
    with preamble.told_how(cards.SNOOZE_USAGE):
        snoozed = [
            answers.snooze(session, now, said.person, item, said.words, said.reason)
            for item in said.items
        ]
    zone = said.person.zone
    return Reply(
        "\n".join(cards.snoozed(done.item, done.wake, done.left, zone) for done in snoozed)
    )


# --- no, because ---


def open_no(request: Request, session: Session, now: datetime) -> Response:
    """The form for a no."""
    del now
    _, item = preamble.permitted(request, session, moves.DECLINE)
    return OpenForm(cards.no_form(item, request.words(reasons.FIELD)))


def send_no(request: Request, session: Session, now: datetime) -> Response:
    """A no with its reason."""
    preamble.filled_in(request, preamble.WHY).check()
    person, item = preamble.clicked(request, session)
    answers.decline(session, now, person, item, request.words(reasons.FIELD))
    return Nothing()


def type_no(request: Request, session: Session, now: datetime) -> Response:
    """`/cx no T-12 because …`."""
    said = preamble.typed(request, session, cards.NO_USAGE)
    said.check_nothing_left("no")
    with preamble.told_how(cards.NO_USAGE):
        declined = [
            answers.decline(session, now, said.person, item, said.reason) for item in said.items
        ]
    return Reply("\n".join(map(_declined, declined)))


def _declined(no: Declined) -> str:
    teller = no.teller.user_id if no.teller else None
    return cards.declined(no.item, teller, no.customer.name if no.customer else "")


# --- need help ---


def open_help(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks for a pair of hands."""
    del now
    _, item = preamble.permitted(request, session, moves.HELP)
    return OpenForm(cards.help_form(item, request.words(reasons.FIELD)))


def type_help(request: Request, session: Session, now: datetime) -> Response:
    """`/cx help T-12 because …`: what would help is everything that is said."""
    said = preamble.typed(request, session, cards.HELP_USAGE)
    what = " because ".join(filter(None, (said.answer.left, said.reason)))
    with preamble.told_how(cards.HELP_USAGE):
        helped = [
            answers.ask_for_help(session, now, said.person, item, what) for item in said.items
        ]
    return Reply("\n".join(cards.helped(each.item, each.helpers) for each in helped))


def send_help(request: Request, session: Session, now: datetime) -> Response:
    """Lead and deputy read what would help."""
    preamble.filled_in(request, preamble.WHY).check()
    person, item = preamble.clicked(request, session)
    answers.ask_for_help(session, now, person, item, request.words(reasons.FIELD))
    return Nothing()
