"""The story of two initiatives that look alike: who said what of it, and what became of it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing.telling import Opening, StoryLine, Telling, Way
from handlers.customers import initiatives as room
from handlers.customers.initiatives import twins as pairs
from handlers.customers.initiatives.twins import alike, cards, words
from handlers.people import access
from handlers.promises import items
from handlers.speech import blocks
from storage import twins
from storage.history import Event
from storage.people import Person
from storage.twins import Twin, TwinState

HAPPENED = {
    "found alike": "found that they look alike",
    "called the same": "said that they are the same thing",
    "proposed as one": "agreed; the executives are asked as {decision}",
    "called different": "said that they are different",
    "talked about": "wanted to talk with the other first",
    "joined": "joined {joined} to {kept}, as was decided",
    "kept apart": "noted that both go on",
    "alike no more": "asks no more: they are alike no more",
    "escalated": "told {to} that an answer is missing",
}
QUOTED = ("pooled", "why")
"""Of what is different with an event, the words that are told with it."""


def _opening(session: Session, now: datetime, person: Person, number: int) -> Opening:
    """Raises NoSuchNumber, and what `access.check` raises."""
    access.check(session, person, access.READ)
    twin = twins.find(session, person.team_id, number)
    pair = alike.read(session, twin) if twin else None
    if twin is None or pair is None:
        raise items.unknown(session, person.team_id, Twin, number)
    ways = []
    if twin.state == TwinState.ASKED and pairs.may_answer(session, person, twin):
        ways = [
            Way(words.IS_SAME, words.SAME, twin.ref, is_answer=True),
            Way(words.IS_DIFFERENT, words.DIFFER, twin.ref, is_answer=True),
        ]
    shown = room.may_read_money(session, person)
    return Opening(
        name=twin.ref,
        title=blocks.safe(twin.title, 150),
        lines=cards.facts(pair, hours.day_of(now, person.zone), money_shown=shown),
        state=cards.state(pair),
        ways=ways,
    )


def _line(event: Event, before: Event | None, reader: Person) -> StoryLine:
    del before, reader
    actor = blocks.person(event.actor) if event.actor else "Duly"
    said = HAPPENED.get(event.verb, event.verb).format(
        to=blocks.person(event.details.get("to")),
        decision=event.details.get("decision", ""),
        kept=event.details.get("kept", ""),
        joined=event.details.get("joined", ""),
    )
    after = event.details.get("after") or {}
    quoted = next((str(after[name]) for name in QUOTED if after.get(name)), "")
    return StoryLine(f"{actor} {said}", quoted)


TOLD = Telling(opening=_opening, line=_line)
