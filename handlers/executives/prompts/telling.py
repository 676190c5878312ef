"""What an inquiry has to say above its story, and the answers that its reader may give."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing.telling import Opening, StoryLine, Telling, Way
from handlers.executives.prompts import drawing, moves, undoing, words
from handlers.executives.prompts import inquiry_cards as cards
from handlers.executives.prompts.facts import rules
from handlers.executives.prompts.facts.rules import FactKind
from handlers.people import access
from handlers.promises import items, undoable
from handlers.speech import blocks
from storage import inquiries
from storage.history import Event
from storage.inquiries import Inquiry, InquiryAnswer, InquiryState
from storage.people import Person


def _opening(session: Session, now: datetime, person: Person, number: int) -> Opening:
    """Raises NoSuchNumber, and what `access.check` raises for whom it does not concern."""
    inquiry = inquiries.find(session, person.team_id, number)
    access.check(session, person, access.ANSWER_INQUIRY, inquiry)
    if inquiry is None:
        raise items.unknown(session, person.team_id, Inquiry, number)
    is_open = inquiry.state == InquiryState.OPEN
    ways = _ways(session, person, inquiry) if is_open else []
    return Opening(
        name=inquiry.ref,
        title=blocks.safe(inquiry.title),
        lines=[blocks.safe(inquiry.said, 1_000)],
        state=cards.state(inquiry, person.zone, now),
        parts=[] if is_open else _came(session, now, person, inquiry),
        ways=[*ways, *_back(session, now, person, inquiry)],
    )


def _ways(session: Session, person: Person, inquiry: Inquiry) -> list[Way]:
    shut = set()
    if not access.can_own(person):
        shut.add(InquiryAnswer.MINE)
    if not access.may(session, person, access.ASK_IMPACT):
        shut.add(InquiryAnswer.PUT)
    return [
        Way(words.label(inquiry.fact, course), f"{cards.VERB}{course}", inquiry.ref, is_answer=True)
        for course in rules.COURSES[FactKind(inquiry.fact)]
        if course not in shut
    ]


def _came(session: Session, now: datetime, person: Person, inquiry: Inquiry) -> list[str]:
    """What was said to it, and how what followed stands; or why it is over."""
    if inquiry.state == InquiryState.TAKEN_BACK:
        return [cards.over(inquiry)]
    return [cards.came(inquiry), *drawing.follows(session, now, inquiry, person)]


def _back(session: Session, now: datetime, person: Person, inquiry: Inquiry) -> list[Way]:
    """The way back, for whoever answered just now, or had somebody else asked."""
    event = undoing.can(session, now, person, inquiry)
    if event is None:
        return []
    return [Way(undoable.LABEL, undoable.IN_PLACE, undoable.value(inquiry, event))]


def _line(event: Event, before: Event | None, reader: Person) -> StoryLine:
    del before, reader
    actor = blocks.person(event.actor) if event.actor else "Duly"
    told = event.details
    if event.verb == "answered":
        said = words.COURSES[InquiryAnswer(told["course"])].happened
        follows = f", and {told['led_to']} follows" if told["led_to"] else ""
        return StoryLine(f"{actor} {said}{follows}", told["words"])
    if event.verb == moves.TAKE_BACK.verb:
        return StoryLine("Duly took it back", told["words"])
    if event.verb == undoable.UNDOING:
        return StoryLine(f"{actor} undid that")
    to = blocks.person(told.get("to"))
    if event.verb == "escalated":
        return StoryLine(f"Duly told {to} that it waits")
    verb = "asks" if event.verb == "put" else "asked"
    return StoryLine(f"{actor} {verb} {to}")


TOLD = Telling(opening=_opening, line=_line)
