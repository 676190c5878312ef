"""What a voice has to say above its story: who heard what from whom, and what can be done."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing.telling import Opening, StoryLine, Telling, Way
from handlers.executives import voices as room
from handlers.executives.voices import cards, undoing, words
from handlers.people import access
from handlers.promises import items
from handlers.speech import blocks
from handlers.speech.people_errors import NotYours
from storage import customers, voices
from storage.history import Event
from storage.people import Person
from storage.voices import Voice, VoiceState

HAPPENED = {
    "asked": "asked {to} for one conversation with a customer",
    "told": "told of a conversation",
    "passed": "said: not this month",
    "corrected": "corrected it",
    "lapsed": "asks for it no more",
    "brought in": "brought it in from a file",
    "undone": "undid that",
}


def _opening(session: Session, now: datetime, person: Person, number: int) -> Opening:
    """Raises NoSuchNumber, NotYours, and what `access.check` raises."""
    access.check(session, person, access.HEAR_CUSTOMERS)
    voice = voices.find(session, person.team_id, number)
    if voice is None:
        raise items.unknown(session, person.team_id, Voice, number)
    if not room.may_read(session, person, voice):
        raise NotYours(who="whoever was asked")
    customer = customers.find(session, voice.team_id, voice.customer_id)
    told = [cards.told(voice, customer)] if voice.state == VoiceState.TOLD else []
    return Opening(
        name=voice.ref,
        title=blocks.safe(voice.title),
        lines=told,
        state=cards.state(voice, person.zone, now),
        ways=_ways(session, now, person, voice),
    )


def _ways(session: Session, now: datetime, person: Person, voice: Voice) -> list[Way]:
    found = []
    is_theirs = voice.to_id == person.user_id
    if is_theirs and voice.state == VoiceState.OPEN:
        found += [
            Way(words.LABEL, words.TELL, voice.ref, is_answer=True),
            Way(words.NOT_NOW, words.PASS, voice.ref, is_answer=True),
        ]
    if voice.state == VoiceState.TOLD:
        found += [Way(cards.ISSUE, words.AS_ISSUE, voice.ref)]
        if access.may(session, person, access.CREATE_TASK):
            found.append(Way(cards.TASK, words.AS_TASK, voice.ref))
        if is_theirs:
            found.append(Way(cards.CORRECT, words.CORRECT, voice.ref))
    if is_theirs and undoing.can(session, now, person, voice):
        found.append(Way(cards.UNDO, words.UNDO, voice.ref))
    return found


def _line(event: Event, before: Event | None, reader: Person) -> StoryLine:
    del before, reader
    actor = blocks.person(event.actor) if event.actor else "Duly"
    happened = HAPPENED.get(event.verb, event.verb)
    said = happened.format(to=blocks.person(event.details.get("to")))
    quoted = event.details.get("because") or event.details.get("heard", {}).get("line") or ""
    return StoryLine(f"{actor} {said}", str(quoted))


TOLD = Telling(opening=_opening, line=_line)
