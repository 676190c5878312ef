"""What people type, click and send about surveys and what customers answered."""

from __future__ import annotations

import re
from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import surveys as room
from handlers.customers.surveys import (
    GivenAnswer,
    NewSurvey,
    bringing,
    cards,
    delivering,
    form_cards,
    invite_requests,
    key_cards,
    low,
    rules,
    undoing,
)
from handlers.customers.surveys.form_cards import MessageHeard
from handlers.customers.surveys.inviting import AskedOf
from handlers.people import access, choices, lookup, vocabulary
from handlers.speech import cleaning, evidence, feelings, forms, long_texts, values
from handlers.speech.errors import StaleForm, UnknownChoice, WrongLink
from handlers.speech.people_errors import GoneCustomer
from handlers.speech.request import CHANNEL, OpenForm, Privacy, Reply, Request, Response
from handlers.speech.setup_errors import NameMissing, NameTooLong, UnclearDay
from handlers.speech.survey_errors import (
    AnswerEmpty,
    AnswerOfNobody,
    AnswerTooLong,
    CameMissing,
    ClosesBefore,
    NoScore,
    OffScale,
    QuestionMissing,
    ScaleMissing,
    ScaleOfQuestion,
    SurveyKnown,
    WordsAlone,
)
from storage import invitations, surveys
from storage.customers import Customer, Tier
from storage.people import Person
from storage.surveys import CameBy, Survey, SurveyQuestion

ADDING = {
    **dict.fromkeys((AnswerOfNobody, GoneCustomer), choices.CUSTOMER),
    **dict.fromkeys((NoScore, OffScale, WordsAlone), form_cards.SCORE),
    **dict.fromkeys((NameMissing, NameTooLong), form_cards.PERSON),
    **dict.fromkeys((AnswerEmpty, AnswerTooLong), form_cards.SAID),
    CameMissing: form_cards.CAME,
    ScaleMissing: form_cards.SCALE,
    WrongLink: evidence.FIELD,
}
OPENING = {
    **dict.fromkeys((NameMissing, NameTooLong, SurveyKnown), form_cards.NAME),
    **dict.fromkeys((QuestionMissing, ScaleOfQuestion), form_cards.QUESTION),
    **dict.fromkeys((ClosesBefore, UnclearDay), form_cards.CLOSES),
    **invite_requests.WHO,
}
KEYS = dict.fromkeys((NameMissing, NameTooLong), key_cards.NAME)
"""Under which field a sentence stands, by form."""
QUOTES = "\"'“”„‘’ "
ASKS = " asks "
"""Between the name of a survey and whom it asks, where somebody types both."""
_AMONG = re.compile(r"\s*(?:[,;&]|\band\b)\s*")
_BETWEEN = re.compile(r"[-_]+")
"""What stands between the words of a channel's name."""


def typed(request: Request, session: Session, now: datetime) -> Response:
    """The surveys, how many answered, and the ways to add to them."""
    person, today = _here(request, session, now)
    found = room.listed(session, person)
    may_open = access.may(session, person, access.OPEN_SURVEY)
    may_key = access.may(session, person, access.MAKE_KEY)
    shown = cards.listed(
        found, today, may_open=may_open, may_key=may_key,
        reads_few=access.reads_all_answers(person),
    )  # fmt: skip
    return Reply(shown.text, shown.blocks)


def typed_survey(request: Request, session: Session, now: datetime) -> Response:
    """`/cx survey Autumn survey`: whom it asks; `… asks key, Acme`: the form of that, filled in.

    Alone all surveys. Raises NoSuchSurvey, UnknownCustomer, and what `access.check` raises.
    """
    person, today = _here(request, session, now)
    words = cleaning.line(request.text).strip(QUOTES)
    if not words:
        return typed(request, session, now)
    access.check(session, person, access.READ)
    known = surveys.named(session, person.team_id, words)
    name, asks, whom = words.rpartition(ASKS)
    if known is None and asks:
        access.check(session, person, access.OPEN_SURVEY)
        survey = bringing.named(session, person.team_id, name.strip(QUOTES))
        wanted = _whom(session, person.team_id, whom)
        return OpenForm(invite_requests.changing(session, person, survey, wanted))
    survey = known or bringing.named(session, person.team_id, words)
    return OpenForm(invite_requests.shown(session, person, survey, 0, today))


def _whom(session: Session, team_id: str, words: str) -> AskedOf:
    """Tiers and customers, as somebody types them. Raises UnknownCustomer."""
    tiers, named = list[Tier](), list[Customer]()
    for each in filter(None, _AMONG.split(words)):
        found = lookup.named_customer(session, team_id, each)
        try:
            tiers += [] if found else [values.tier(each)]
        except UnknownChoice:
            found = lookup.customer(session, team_id, each)
        named += [found] if found else []
    return AskedOf(tiers, named)


def press_list(request: Request, session: Session, now: datetime) -> Response:
    """The same, from what customers say; its button carries nothing. Raises StaleForm."""
    access.actor(session, request)
    if request.value:
        raise StaleForm
    return typed(request, session, now)


def open_add(request: Request, session: Session, now: datetime) -> Response:
    """The form of an answer, about the customer whose page the button is on, if any."""
    person, today = _here(request, session, now)
    access.check(session, person, access.KEEP_ANSWER)
    chosen = lookup.chosen_customer(session, request.team_id, request.value)
    known = choices.of_customers(session, person, chosen)
    return OpenForm(form_cards.add(known, _open_now(session, person, today)))


def open_from_message(request: Request, session: Session, now: datetime) -> Response:
    """The same with the words of a message, its address, and the customer whom it names."""
    person, today = _here(request, session, now)
    access.check(session, person, access.KEEP_ANSWER)
    heard = vocabulary.seen(session, request.team_id, request.text)
    named = vocabulary.customers_in(session, request.team_id, request.text)
    if not named:
        named = vocabulary.customers_in(
            session, request.team_id, _BETWEEN.sub(" ", request.line(CHANNEL))
        )
    known = choices.of_customers(session, person, named[0] if len(named) == 1 else None)
    return OpenForm(
        form_cards.add(
            known, _open_now(session, person, today),
            MessageHeard(
                words=heard,
                link=request.words(evidence.FIELD),
                named=[each.name for each in named] if len(named) > 1 else (),
                is_for_all=request.privacy is Privacy.OPEN,
            ),
        )
    )  # fmt: skip


def send_add(request: Request, session: Session, now: datetime) -> Response:
    """It comes back: the answer is kept."""
    person, _ = _here(request, session, now)
    access.check(session, person, access.KEEP_ANSWER)
    with forms.placing(ADDING):
        customer = lookup.chosen_customer(session, request.team_id, request.words(choices.CUSTOMER))
        survey = _survey(request, session, now, person)
        found = room.add(
            session, now, person,
            GivenAnswer(
                survey=survey,
                customer=customer,
                person=request.line(form_cards.PERSON),
                score=rules.score(survey, request.line(form_cards.SCORE)),
                words=long_texts.read(request, form_cards.ALL_SAID),
                came=_came(request.words(form_cards.CAME)),
                feels=feelings.read(request.words(form_cards.FEELS)),
                link=evidence.read(request),
            ),
        )  # fmt: skip
    if customer is None:
        raise StaleForm
    followed = low.follow(session, now, person, survey, found, customer)
    shown = cards.kept(found, survey, customer, followed, person, now)
    return Reply(shown.text, shown.blocks, title="Noted")


def press_undo(request: Request, session: Session, now: datetime) -> Response:
    """One click under an answer that was just written down: it is gone, and the reply says so."""
    person = access.actor(session, request)
    return Reply(undo(session, now, person, request.value), instead=True, title="Undone")


def undo(session: Session, now: datetime, person: Person, ref: str) -> str:
    """Take an answer back, and say what that means. Raises what `undoing.undo` raises."""
    return cards.undone(undoing.undo(session, now, person, ref))


def open_new(request: Request, session: Session, now: datetime) -> Response:
    """The form of a survey."""
    person, _ = _here(request, session, now)
    access.check(session, person, access.OPEN_SURVEY)
    return OpenForm(form_cards.new(invite_requests.offered(session, person)))


def send_new(request: Request, session: Session, now: datetime) -> Response:
    """It comes back: the survey is open."""
    person, today = _here(request, session, now)
    access.check(session, person, access.OPEN_SURVEY)
    with forms.placing(OPENING):
        question, highest = _question(request.words(form_cards.QUESTION))
        new = NewSurvey(
            name=request.words(form_cards.NAME),
            question=question,
            highest=highest,
            is_named=request.words(form_cards.NAMED) != form_cards.WITHOUT,
            asked=invite_requests.count(request.line(form_cards.ASKED)),
            closes_on=values.day(request.words(form_cards.CLOSES)),
            asked_of=invite_requests.read(request, session),
        )
        survey = room.open_survey(session, now, person, new)
    listed = invitations.counted(session, person.team_id, survey.survey_id).asked
    shown = cards.opened(survey, listed, today)
    return Reply(shown.text, shown.blocks, title="Noted")


# --- keys ---


def open_key(request: Request, session: Session, now: datetime) -> Response:
    """The form of a key for a survey tool."""
    person, today = _here(request, session, now)
    access.check(session, person, access.MAKE_KEY)
    known = _open_now(session, person, today)
    return OpenForm(key_cards.form(known))


def send_key(request: Request, session: Session, now: datetime) -> Response:
    """It comes back: the key is shown this once. Raises StaleForm for a survey that is none."""
    person, _ = _here(request, session, now)
    access.check(session, person, access.MAKE_KEY)
    with forms.placing(KEYS):
        value = request.words(key_cards.SURVEY)
        scale = rules.scale_of(value)
        survey = (
            room.standing(session, now, person, *scale)
            if scale
            else surveys.find(session, person.team_id, values.row_id(value))
        )
        if survey is None:
            raise StaleForm
        key = delivering.make_key(session, now, person, request.words(key_cards.NAME), survey)
    shown = key_cards.made(key, survey)
    return Reply(shown.text, shown.blocks, title="The key")


# --- read ---


def _here(request: Request, session: Session, now: datetime) -> tuple[Person, date]:
    """Who asks, and which day it is for them."""
    person = access.actor(session, request)
    return person, hours.day_of(now, person.zone)


def _open_now(session: Session, person: Person, today: date) -> list[Survey]:
    """The surveys that can still be answered, but for those that are always there."""
    found = surveys.newest(session, person.team_id, room.SHOWN)
    always = set(rules.STANDING.values())
    return [
        each
        for each in found
        if each.name not in always and (each.closes_on is None or each.closes_on >= today)
    ]


def _survey(request: Request, session: Session, now: datetime, person: Person) -> Survey:
    """The survey on whose scale an answer is; for words alone the one that is always there.

    Raises ScaleMissing, and StaleForm for a survey that is none or has no names.
    """
    value = request.words(form_cards.SCALE)
    scale = rules.scale_of(value)
    if scale is not None:
        return room.standing(session, now, person, *scale)
    if value:
        found = surveys.find(session, person.team_id, values.row_id(value))
        if found is None or not found.is_named:
            raise StaleForm
        return found
    if request.line(form_cards.SCORE):
        raise ScaleMissing
    return room.standing(session, now, person, SurveyQuestion.WORDS, None)


def _question(value: str) -> tuple[SurveyQuestion | None, int | None]:
    if value == SurveyQuestion.WORDS:
        return SurveyQuestion.WORDS, None
    return rules.scale_of(value) or (None, None)


def _came(value: str) -> CameBy | None:
    return next((each for each in CameBy if each == value), None)
