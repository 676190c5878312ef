"""What executives type, click and send about the weekly question, and what they are told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from handlers.executives import prompts
from handlers.executives.decisions import circle
from handlers.executives.prompts import cards, inquiries, inquiry_cards
from handlers.executives.settling import SaidToInquiry, Settles
from handlers.people import access, choices, lookup
from handlers.promises import preamble, traces
from handlers.promises.items import audience
from handlers.speech import blocks, forms
from handlers.speech.errors import TitleTooLong, UnfinishedAnswer, WrongDate, WrongFields
from handlers.speech.people_errors import GoneDepartment, NoDepartment, UnfitPerson, UnknownPerson
from handlers.speech.request import Nothing, OpenForm, Reply, Request, Response
from storage.inquiries import Inquiry, InquiryAnswer
from storage.people import Person


def command(request: Request, session: Session, now: datetime) -> Response:
    """`/cx prompt weekly monday 9:30`, `/cx prompt now` or `/cx prompt off`; alone: what is set."""
    person = access.actor(session, request)
    match request.text.strip().lower():
        case "now":
            put = prompts.prompt_now(session, now, person)
            if isinstance(put, Inquiry):
                return Reply(inquiry_cards.put(put))
            return Reply(cards.prompted(put))
        case "off":
            ended = prompts.stop(session, now, person)
            return Reply(cards.STOPPED if ended else cards.standing(None))
        case "":
            return Reply(cards.standing(prompts.standing(session, person)))
        case _:
            return Reply(cards.standing(prompts.schedule(session, now, person, request.text)))


# --- answers to an inquiry ---


def open_answer(request: Request, session: Session, now: datetime) -> Response:
    """One of the answers, `inquiry.mine` for instance: the form for the rest of it."""
    person, named = access.actor(session, request), request.verb.removeprefix(inquiry_cards.VERB)
    inquiry, course = inquiries.to_answer(session, person, request.value, named)
    said, seen_by, departments, outcomes = "", None, None, traces.NOTHING
    if course in (InquiryAnswer.MINE, InquiryAnswer.GIVEN):
        customer = inquiries.customer_of(session, inquiry)
        said = inquiry_cards.task(inquiry, customer.name if customer else "")
        usual = circle.usual_audience(session, inquiry.team_id, inquiry.channel_id)
        seen_by = audience.question(session, person, usual, ["its owner", "their lead"])
        outcomes = traces.offered(session, now, person)
    if course is InquiryAnswer.PUT:
        said, outcomes = inquiry.title, traces.offered(session, now, person)
    if course is InquiryAnswer.MINE and _is_of_no_department(session, person):
        departments = choices.of_departments(session, person)
    return OpenForm(inquiry_cards.form(inquiry, course, said, seen_by, departments, outcomes))


def send_answer(
    settling: Mapping[str, Settles], request: Request, session: Session, now: datetime
) -> Response:
    """The form comes back: the answer is kept, and what follows is made."""
    person = access.actor(session, request)
    ref, _, named = request.value.partition(blocks.SEPARATOR)
    inquiry, course = inquiries.to_answer(session, person, ref, named)
    places = {
        UnfitPerson: inquiry_cards.OWNER,
        UnknownPerson: inquiry_cards.OWNER,
        WrongDate: inquiry_cards.DAY,
        TitleTooLong: inquiry_cards.WORDS,
        GoneDepartment: choices.DEPARTMENT,
        **dict.fromkeys(traces.WRONG, traces.FIELD),
    }
    try:
        with forms.placing(places):
            said = _said(session, now, person, request, course)
            inquiries.answer(session, now, person, inquiry, said, settling)
    except UnfinishedAnswer as error:
        raise WrongFields(inquiry_cards.missing(error.inputs, course)) from error
    except NoDepartment as error:
        if course is InquiryAnswer.MINE:
            raise WrongFields({inquiry_cards.WORDS: inquiry_cards.WHOSE_LIST}) from error
        raise WrongFields({inquiry_cards.OWNER: error.message}) from error
    return Nothing()


def _said(
    session: Session, now: datetime, person: Person, request: Request, course: InquiryAnswer
) -> SaidToInquiry:
    is_long = course in (InquiryAnswer.KNOWN, InquiryAnswer.BECAUSE)
    read = request.words if is_long else request.line
    department = request.words(choices.DEPARTMENT)
    return SaidToInquiry(
        course=course,
        words=read(inquiry_cards.WORDS),
        owner_id=request.person_id(inquiry_cards.OWNER),
        day=request.words(inquiry_cards.DAY),
        department=lookup.chosen_department(session, request.team_id, department),
        audience=preamble.chosen_audience(request),
        outcome=traces.named(session, now, person, request.words(traces.FIELD)),
    )


def _is_of_no_department(session: Session, person: Person) -> bool:
    """Whether somebody who takes it on belongs to no department, whose list it could go on."""
    try:
        lookup.department_for(session, person, "", "")
    except NoDepartment:
        return True
    return False
