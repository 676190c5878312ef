"""An inquiry is put to one executive here, passed on, and answered; what follows is made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from types import MappingProxyType
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import calendars
from handlers.chasing import policy as policies
from handlers.executives import decisions
from handlers.executives.prompts import inquiry_cards as cards
from handlers.executives.prompts import moves
from handlers.executives.prompts.facts import rules
from handlers.executives.prompts.facts.rules import Fact, FactKind
from handlers.executives.prompts.kind import QUESTION
from handlers.executives.settling import SaidToInquiry, Settles
from handlers.people import access, lookup
from handlers.promises import deadlines, giving, items, lifecycle
from handlers.promises.lifecycle import Asked, things
from handlers.speech import phrases
from handlers.speech.errors import StaleForm, UnfinishedAnswer
from handlers.speech.promise_errors import InquiryAnswered, InquiryOver, OtherAnswers
from storage import cards as stored_cards
from storage import contacts, counters, customers, inquiries, losses
from storage.audiences import Audience
from storage.cards import Face, Place
from storage.contacts import Contact
from storage.customers import Customer
from storage.inquiries import Inquiry, InquiryAnswer, InquiryState
from storage.issues import Issue
from storage.losses import Loss
from storage.people import Person
from storage.tasks import Task

NOTHING_SETTLED: Mapping[str, Settles] = MappingProxyType({})


def put(
    session: Session,
    now: datetime,
    fact: Fact,
    to: Person,
    channel: str,
    by: Person | None = None,
) -> Inquiry:
    """Put a question to one person in a channel because of a fact; `by` is None for Duly itself.

    Raises what `access.check` raises.
    """
    inquiry = Inquiry(
        team_id=to.team_id,
        number=counters.next_number(session, to.team_id, Inquiry.noun),
        title=fact.question,
        said=fact.said,
        fact=fact.kind,
        subject=fact.subject,
        to_id=to.user_id,
        asked_by=by.user_id if by else "",
        channel_id=channel,
        created_at=now,
        due_at=now,
    )
    policy, calendar = policies.of(session, to.team_id), calendars.for_person(session, to)
    inquiry.due_at = QUESTION.due(policy, calendar, now, things.about(inquiry))
    lifecycle.begin(
        session, now, moves.PUT if by else moves.PUT_ON_TIME, inquiry, by,
        asked=[Asked(QUESTION, to, to.department_id, by=inquiry.due_at)],
        due=inquiry.due_at, channel=channel, fact=str(fact.kind), subject=fact.subject,
        to=to.user_id, said=fact.said,
    )  # fmt: skip
    stored_cards.post(
        session,
        team_id=to.team_id,
        now=now,
        noun=Inquiry.noun,
        number=inquiry.number,
        places=[Place(Face.EXECUTIVES, channel)],
    )
    return inquiry


def to_answer(
    session: Session, actor: Person, ref: str, course: str
) -> tuple[Inquiry, InquiryAnswer]:
    """The open inquiry that somebody names, held until the commit, and one of its answers.

    Raises StaleForm for words that name neither, NoSuchNumber, OtherAnswers for an answer that does
    not fit its question, InquiryAnswered, InquiryOver, CcoOwns for a CCO who would do it, and what
    `access.check` raises.
    """
    if not access.ANSWER_INQUIRY.is_open_to(actor):
        access.refuse(session, actor, access.ANSWER_INQUIRY)
    named = phrases.reference(ref)
    if named is None or named.letter != Inquiry.letter or course not in set(InquiryAnswer):
        raise StaleForm
    inquiry = inquiries.find(session, actor.team_id, named.number, lock=True)
    access.check(session, actor, access.ANSWER_INQUIRY, inquiry)
    if inquiry is None:
        raise items.unknown(session, actor.team_id, Inquiry, named.number)
    if inquiry.state == InquiryState.TAKEN_BACK:
        raise InquiryOver(ref=inquiry.ref, why=inquiry.words)
    if inquiry.state != InquiryState.OPEN:
        raise InquiryAnswered(ref=inquiry.ref)
    if course not in rules.COURSES[FactKind(inquiry.fact)]:
        raise OtherAnswers(ref=inquiry.ref)
    if course == InquiryAnswer.MINE:
        access.check_owner(actor)
    return inquiry, InquiryAnswer(course)


def answer(
    session: Session,
    now: datetime,
    actor: Person,
    inquiry: Inquiry,
    said: SaidToInquiry,
    settling: Mapping[str, Settles] = NOTHING_SETTLED,
) -> None:
    """Take an answer to an inquiry that `to_answer` brought, and make what follows from it.

    `settling` are the rooms, by noun, that an answer settles something in.

    Raises UnfinishedAnswer where something is missing, and what `lookup.chosen_person`,
    `access.check_owner`, `deadlines.read`, `decisions.ask` and `lifecycle.make` raise.
    """
    missing = _missing(said)
    if missing:
        raise UnfinishedAnswer(missing)
    if said.course is InquiryAnswer.PASSED:
        _pass_on(session, now, actor, inquiry, said.owner_id)
        return
    inquiry.led_to = _settle(session, now, actor, inquiry, said, settling)
    # What is to be done, or decided, may be for few: it stands there and not here.
    inquiry.course, inquiry.words = said.course, "" if inquiry.led_to else said.words
    inquiry.answered_by, inquiry.answered_at = actor.user_id, now
    lifecycle.make(
        session, now, moves.ANSWER, inquiry, actor,
        course=str(said.course), words=inquiry.words, led_to=inquiry.led_to,
    )  # fmt: skip


def customer_of(session: Session, inquiry: Inquiry) -> Customer | None:
    """The customer that an inquiry is about, itself or through what is about it."""
    noun, _, key = inquiry.subject.partition(":")
    match noun:
        case "customer":
            return customers.find(session, inquiry.team_id, UUID(key))
        case Loss.noun:
            loss = losses.find(session, inquiry.team_id, int(key))
            return customers.find(session, inquiry.team_id, loss.customer_id) if loss else None
        case Contact.noun:
            contact = contacts.find(session, inquiry.team_id, int(key))
            known = contact.customer_id if contact else None
            return customers.find(session, inquiry.team_id, known)
        case Issue.noun | Task.noun:
            item = items.find(session, inquiry.team_id, noun, int(key))
            return items.customer_of(session, item) if item else None
        case _:
            return None


def _missing(said: SaidToInquiry) -> list[str]:
    wants_words = said.course is not InquiryAnswer.PASSED
    is_title = said.course in (InquiryAnswer.MINE, InquiryAnswer.GIVEN, InquiryAnswer.PUT)
    longest = items.TITLE if is_title else cards.LONGEST
    missing = []
    if said.course in (InquiryAnswer.GIVEN, InquiryAnswer.PASSED) and not said.owner_id:
        missing.append(cards.OWNER)
    if wants_words and not 0 < len(said.words) <= longest:
        missing.append(cards.WORDS)
    if said.course in (InquiryAnswer.MINE, InquiryAnswer.GIVEN) and not said.day:
        missing.append(cards.DAY)
    return missing


def _pass_on(session: Session, now: datetime, actor: Person, inquiry: Inquiry, to_id: str) -> None:
    """Ask somebody else: by the day it had, or by their own clock where that has passed."""
    to = lookup.chosen_person(session, actor.team_id, to_id)
    access.check_works_here(to)
    former, inquiry.to_id = inquiry.to_id, to.user_id
    by = inquiry.due_at if inquiry.due_at > now else None
    lifecycle.make(
        session, now, moves.PASS_ON, inquiry, actor,
        asked=[Asked(QUESTION, to, to.department_id, announced=False, by=by)],
        to=to.user_id, from_id=former,
    )  # fmt: skip


def _settle(
    session: Session,
    now: datetime,
    actor: Person,
    inquiry: Inquiry,
    said: SaidToInquiry,
    settling: Mapping[str, Settles],
) -> str:
    """Make what an answer wants, with the room whose thing it is about; the name of what follows.

    Empty where nothing follows.
    """
    bring = partial(_bring, session, now, actor, inquiry, said)
    noun, _, key = inquiry.subject.partition(":")
    settle = settling.get(noun)
    return settle(session, now, actor, int(key), said, bring) if settle else bring()


def _bring(
    session: Session, now: datetime, actor: Person, inquiry: Inquiry, said: SaidToInquiry
) -> str:
    """Make the task or the decision that an answer wants; its name, empty where nothing follows."""
    match said.course:
        case InquiryAnswer.PUT:
            put_to_all = decisions.ask(
                session, now, actor, said.words, said.audience, outcome=said.outcome
            )
            return put_to_all.decision.ref
        case InquiryAnswer.MINE | InquiryAnswer.GIVEN:
            mine = said.course is InquiryAnswer.MINE
            owner = actor if mine else lookup.chosen_person(session, actor.team_id, said.owner_id)
            access.check_owner(owner)
            department = said.department or lookup.department_for(session, owner, "", "")
            due = deadlines.read(session, now, owner, said.day)
            return giving.give(
                session, now, actor,
                title=said.words, owner=owner, department=department,
                due_at=due.at, timed=due.timed, customer=customer_of(session, inquiry),
                reason=inquiry.title, audience=said.audience or Audience.DEPARTMENT,
                outcome=said.outcome,
            ).ref  # fmt: skip
        case _:
            return ""
