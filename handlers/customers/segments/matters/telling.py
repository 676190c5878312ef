"""What a question about an account has to say above its story: what is asked, what was said."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing.telling import Opening, StoryLine, Telling, Way
from handlers.customers.segments import matters as room
from handlers.customers.segments.matters import moves, words
from handlers.people import access
from handlers.promises import items, lifecycle
from handlers.speech import blocks
from storage import matters, surveys
from storage.history import Event
from storage.matters import Matter, MatterTopic
from storage.people import Person

HAPPENED = {
    "asked": "asked {to}",
    "answered": "answered",
    "lead named": "said who leads it",
    "accepted": "accepted it",
    "not asked of them": "said that it is not asked of them",
    "followed": "gave a task",
    "passed on": "asked {to} instead",
    "put off": "put it off",
    "asked again": "asked {to} again: the task that asked them has ended",
    "known meanwhile": "asks no more: it stands on the customer's page",
    "not asked any more": "asks no more: the customer left, or waits for something",
    "not answered": "asks no more: nobody answered in time",
    "escalated": "told {to} that an answer is missing",
}

OF_TERMS = (
    (words.FIT_LABEL, words.FIT, moves.ANSWER),
    (words.NEED_LABEL, words.NEED, moves.ANSWER),
    (words.WILL_LABEL, words.WILL, moves.FOLLOW),
    (words.OTHER_LABEL, words.PASS, moves.PASS_ON),
    (words.LATER_LABEL, words.LATER, moves.PUT_OFF),
    (words.NO_LABEL, words.NO, moves.DECLINE),
)
OF_ALIKE = (
    (words.WILL_LABEL, words.WILL, moves.FOLLOW),
    (words.WOULD_NOT_LABEL, words.NO, moves.FOLLOW),
    (words.ANOTHER_LABEL, words.PASS, moves.PASS_ON),
)
OF_BEHIND = (
    (words.WHY_LABEL, words.NO, moves.FOLLOW),
    (words.WILL_LABEL, words.WILL, moves.FOLLOW),
    (words.OTHER_LABEL, words.PASS, moves.PASS_ON),
)
OF_LEADER = (
    (words.LEAD_LABEL, words.LEAD, moves.NAME_LEAD),
    (words.OTHER_LABEL, words.PASS, moves.PASS_ON),
    (words.NO_LABEL, words.NO, moves.DECLINE),
)
OF_PROPOSAL = (
    (words.ACCEPT_LABEL, words.ACCEPT, moves.ACCEPT),
    (words.NO_LABEL, words.NO, moves.ACCEPT),
)
OFFERED = {
    MatterTopic.TERMS: OF_TERMS, MatterTopic.ALIKE: OF_ALIKE, MatterTopic.BEHIND: OF_BEHIND,
    MatterTopic.LEADER: OF_LEADER, MatterTopic.PROPOSAL: OF_PROPOSAL,
}  # fmt: skip
"""The ways of what is asked: what it says, what it does, and the move whose right it takes."""


def _opening(session: Session, now: datetime, person: Person, number: int) -> Opening:
    """Raises NoSuchNumber, and what `access.check` raises."""
    del now
    matter = matters.find(session, person.team_id, number)
    access.check(session, person, access.ANSWER_MATTER, matter)
    if matter is None:
        raise items.unknown(session, person.team_id, Matter, number)
    room.check_reads(session, person, matter)
    response = surveys.response(session, person.team_id, matter.response_id)
    said = response.words if response else ""
    told = [f"{words.rests_on(matter, said)} {words.asks(matter)}"]
    if matter.reason:
        told.append(f"{blocks.person(matter.answered_by)}: “{blocks.safe(matter.reason, 1000)}”")
    return Opening(
        name=matter.ref,
        title=blocks.safe(matter.title, 120),
        lines=told,
        state=f"{matter.ref} · {words.state(matter)}",
        ways=_ways(session, person, matter),
    )


def _ways(session: Session, person: Person, matter: Matter) -> list[Way]:
    offered = OFFERED[MatterTopic(matter.topic)]
    return [
        Way(label, verb, matter.ref, is_answer=move not in (moves.PASS_ON, moves.PUT_OFF))
        for label, verb, move in offered
        if lifecycle.may(session, person, matter, move)
    ]


def _line(event: Event, before: Event | None, reader: Person) -> StoryLine:
    del before, reader
    actor = blocks.person(event.actor) if event.actor else "Duly"
    said = HAPPENED.get(event.verb, event.verb).format(to=blocks.person(event.details.get("to")))
    after = event.details.get("after") or {}
    if after.get("led_to"):
        said = f"{said}: {after['led_to']}"
    reason = after.get("reason") or event.details.get("reason") or ""
    return StoryLine(f"{actor} {said}", str(reason))


TOLD = Telling(opening=_opening, line=_line)
