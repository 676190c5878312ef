"""What executives type, click and send about their conversations with customers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.executives import voices as room
from handlers.executives.voices import HeardLine, asking, cards, reading, undoing
from handlers.people import access, choices, lookup, vocabulary
from handlers.promises import preamble
from handlers.speech import blocks, forms, reasons, values
from handlers.speech.errors import StaleForm, WrongFields
from handlers.speech.people_errors import GoneCustomer, NotYours
from handlers.speech.request import Handler, OpenForm, Privacy, Reply, Request, Response
from handlers.speech.setup_errors import UnclearDay
from handlers.speech.voice_errors import (
    DayLongGone,
    DayToCome,
    LineTooLong,
    NothingLearned,
    VoiceEnded,
    VoiceNotTold,
    WithoutCustomer,
)
from storage import customers, voices, workspaces
from storage.audiences import Audience
from storage.customers import Customer
from storage.people import Person, Role
from storage.voices import Voice, VoiceState

PLACES = {
    WithoutCustomer: choices.CUSTOMER,
    GoneCustomer: choices.CUSTOMER,
    NothingLearned: cards.LINE,
    LineTooLong: cards.LINE,
    DayToCome: cards.DAY,
    DayLongGone: cards.DAY,
    UnclearDay: cards.DAY,
}
"""Under which field a sentence stands."""


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx heard Acme Jana says the invoices are unreadable`; the form where something is left.

    Alone it opens the form, and tells the CCO who was heard of when. Raises UnknownCustomer with
    the nearest name, and what `voices.tell` raises.
    """
    person = access.actor(session, request)
    access.check(session, person, access.HEAR_CUSTOMERS)
    words = vocabulary.words(session, request.team_id, request.text)
    today = hours.day_of(now, person.zone)
    if not words and person.role == Role.CCO:
        found = asking.last_by_person(session, person.team_id)
        shown = cards.by_person(found, asking.covered(session, now, person.team_id), today)
        return Reply(shown.text, shown.blocks)
    said = reading.read(session, request.team_id, words, today)
    reading.check_known(session, request.team_id, said)
    audience = said.audience or _usual(session, request)
    if not words or not said.line:
        known = choices.of_customers(session, person, said.customer)
        form = cards.form(known, today, who=said.who, on=said.on, audience=audience)
        return OpenForm(form)
    heard = HeardLine(said.customer, said.line, said.who, said.on, audience)
    return _noted(session, now, person, room.tell(session, now, person, heard))


def open_tell(request: Request, session: Session, now: datetime) -> Response:
    """The form for what somebody is asked, or about the customer whose page the button is on."""
    person, today = _asked(request, session, now)
    chosen, ref = None, ""
    if values.row_id(request.value):
        chosen = lookup.chosen_customer(session, request.team_id, request.value)
    elif request.value:
        voice = room.named(session, person, request.value)
        if voice.state != VoiceState.OPEN:
            raise VoiceEnded(ref=voice.ref)
        ref = voice.ref
    known = choices.of_customers(session, person, chosen)
    return OpenForm(cards.form(known, today, ref=ref, audience=_usual(session, request)))


def open_correct(request: Request, session: Session, now: datetime) -> Response:
    """The same form, filled in with what was told."""
    person, today = _asked(request, session, now)
    voice = room.named(session, person, request.value)
    if voice.state != VoiceState.TOLD:
        raise VoiceNotTold(ref=voice.ref)
    known = choices.of_customers(session, person, _customer(session, voice))
    form = cards.form(
        known, today, ref=voice.ref, does=cards.CHANGED, who=voice.who, line=voice.line,
        on=voice.heard_on, audience=Audience(voice.audience),
    )  # fmt: skip
    return OpenForm(form)


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in."""
    person, _ = _asked(request, session, now)
    ref, _, does = request.value.partition(blocks.SEPARATOR)
    if does not in (cards.NEW, cards.CHANGED) or (does == cards.CHANGED and not ref):
        raise StaleForm
    with forms.placing(PLACES):
        heard = HeardLine(
            customer=lookup.chosen_customer(
                session, request.team_id, request.words(choices.CUSTOMER)
            ),
            line=request.line(cards.LINE),
            who=request.line(cards.PERSON),
            on=values.day(request.words(cards.DAY)),
            audience=preamble.chosen_audience(request) or Audience.DEPARTMENT,
        )
        if len(heard.who) > room.WHO:
            raise WrongFields({
                cards.PERSON: LineTooLong(length=str(len(heard.who)), most=str(room.WHO)).message
            })  # fmt: skip
        if does == cards.CHANGED:
            voice = room.correct(session, now, person, ref, heard)
        else:
            voice = room.tell(session, now, person, heard, ref)
    return _noted(session, now, person, voice)


def open_pass(request: Request, session: Session, now: datetime) -> Response:
    """Not this month: the form that asks why, for whoever wants to say it."""
    person, _ = _asked(request, session, now)
    voice = room.named(session, person, request.value)
    if voice.state != VoiceState.OPEN:
        raise VoiceEnded(ref=voice.ref)
    return OpenForm(cards.pass_form(voice))


def send_pass(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back: it is not asked for any more this month."""
    person, _ = _asked(request, session, now)
    with forms.placing({LineTooLong: reasons.FIELD}):
        voice = room.pass_by(session, now, person, request.value, request.line(reasons.FIELD))
    shown = cards.passed(voice)
    return Reply(shown.text, shown.blocks, title="Noted")


def press_undo(request: Request, session: Session, now: datetime) -> Response:
    """One click: what was told, passed or corrected is as it was before."""
    person, _ = _asked(request, session, now)
    voice = undoing.undo(session, now, person, request.value)
    return Reply(cards.undone(voice), instead=True, title="Undone")


def open_as(form: Handler, request: Request, session: Session, now: datetime) -> Response:
    """The `form` of an issue or a task, filled in with what was learned and from whom.

    What is private stays so, unless somebody chooses otherwise there.
    """
    person, _ = _asked(request, session, now)
    voice = _readable(session, person, request.value)
    privacy = Privacy.PRIVATE if voice.is_private else request.privacy
    about = replace(
        request,
        text=blocks.escaped(voice.line),
        value=voice.customer_id.hex if voice.customer_id else "",
        privacy=privacy,
        channel_id="" if voice.is_private else request.channel_id,
    )
    return form(about, session, now)


def _readable(session: Session, person: Person, ref: str) -> Voice:
    """A voice that was told. Raises StaleForm, VoiceNotTold, and NotYours for whom it is not."""
    number = values.whole(ref.removeprefix(f"{Voice.letter}-"))
    voice = voices.find(session, person.team_id, number) if number else None
    if voice is None:
        raise StaleForm
    if not room.may_read(session, person, voice):
        raise NotYours(who="whoever was asked")
    if voice.state != VoiceState.TOLD:
        raise VoiceNotTold(ref=voice.ref)
    return voice


def _asked(request: Request, session: Session, now: datetime) -> tuple[Person, date]:
    """Who asks, and which day it is for them. Raises what `access.check` raises."""
    person = access.actor(session, request)
    access.check(session, person, access.HEAR_CUSTOMERS)
    return person, hours.day_of(now, person.zone)


def _usual(session: Session, request: Request) -> Audience:
    """Who reads it unless somebody says otherwise: what is told in a private channel is counted.

    But for the executives' own, where their digest is read.
    """
    workspace = workspaces.find(session, request.team_id)
    if workspace and request.channel_id == workspace.executive_channel_id:
        return Audience.DEPARTMENT
    return preamble.usual_audience(session, request)


def _customer(session: Session, voice: Voice) -> Customer | None:
    return customers.find(session, voice.team_id, voice.customer_id)


def _noted(session: Session, now: datetime, person: Person, voice: Voice) -> Reply:
    covered = asking.covered(session, now, person.team_id, voice.month)
    may_give = access.may(session, person, access.CREATE_TASK)
    shown = cards.noted(voice, _customer(session, voice), covered, may_give=may_give)
    return Reply(shown.text, shown.blocks, title="Noted")
