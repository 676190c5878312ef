"""What reminders know of a look back, and what stands above its story."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing.nouns import About, Noun
from handlers.chasing.telling import Opening, StoryLine, Telling, Way
from handlers.customers.surveys.lookbacks import moves, words
from handlers.people import access
from handlers.promises import items, lifecycle
from handlers.promises.lifecycle import things
from handlers.speech import blocks
from handlers.speech import words as plain
from storage import look_backs
from storage.asks import Ask
from storage.history import Event
from storage.look_backs import LookBack, LookBackState
from storage.nudges import Nudge
from storage.people import Person

HAPPENED = {
    "begun": "found low scores that came in old",
    "asked": "asked {to} which accounts still hear from us",
    "chosen": "said who still hears from us",
    "let be": "said that nobody does",
    "over": "closed it: nobody is left to choose from",
    "escalated": "told {to} that an answer is missing",
}
STANDS = {
    LookBackState.OPEN: "waits for an answer",
    LookBackState.ANSWERED: "answered",
    LookBackState.OVER: "over",
}


def _about(session: Session, team_id: str, number: int) -> About | None:
    found = look_backs.find(session, team_id, number)
    return things.about(found) if found else None


def _escalated(session: Session, now: datetime, ask: Ask, sent: Sequence[Nudge]) -> None:
    """Its story says from then on who was told that an answer is missing."""
    found = look_backs.find(session, ask.team_id, ask.number)
    if found is None:
        return
    for nudge in sent:
        lifecycle.note(
            session, now, moves.ESCALATE, found, ask, to=nudge.person_id, owner=ask.person_id,
            rung=nudge.rung,
        )  # fmt: skip


def _opening(session: Session, now: datetime, person: Person, number: int) -> Opening:
    """Raises NoSuchNumber, and what `access.check` raises."""
    del now
    access.check(session, person, access.READ)
    found = look_backs.find(session, person.team_id, number)
    if found is None:
        raise items.unknown(session, person.team_id, LookBack, number)
    if found.answered_by != person.user_id:
        access.check(session, person, access.ANSWER_LOOK_BACK, found)
    told = []
    if found.state == LookBackState.OPEN:
        scores = look_backs.count(session, found.team_id, found.survey_id)
        told.append(words.came_old(scores, words.named(found)))
    if found.called:
        told.append(f"{plain.capital(plain.count(found.called, 'account'))} still heard from us")
    if found.reason:
        told.append(f"The others did not: “{blocks.safe(found.reason, 1000)}”")
    return Opening(
        name=found.ref,
        title=blocks.safe(found.title, 120),
        lines=told,
        state=f"{found.ref} · {STANDS[LookBackState(found.state)]}",
        ways=_ways(session, person, found),
    )


def _ways(session: Session, person: Person, found: LookBack) -> list[Way]:
    offered = (
        (words.CHOOSE_IT, words.CHOOSE, moves.CHOOSE),
        (words.NOBODY_BECAUSE, words.NONE, moves.LET_BE),
    )
    return [
        Way(label, verb, found.ref, is_answer=True)
        for label, verb, move in offered
        if lifecycle.may(session, person, found, move)
    ]


def _line(event: Event, before: Event | None, reader: Person) -> StoryLine:
    del before, reader
    actor = blocks.person(event.actor) if event.actor else "Duly"
    said = HAPPENED.get(event.verb, event.verb).format(to=blocks.person(event.details.get("to")))
    return StoryLine(f"{actor} {said}", str(event.details.get("reason") or ""))


LOOK_BACK = Noun(
    name=LookBack.noun,
    letter=LookBack.letter,
    states=tuple(LookBackState),
    table=LookBack,
    about=_about,
    escalated=_escalated,
    telling=Telling(opening=_opening, line=_line),
)
