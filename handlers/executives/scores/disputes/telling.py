"""What a dispute has to say above its story, and what its reader may do with it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing.telling import Opening, StoryLine, Telling, Way
from handlers.executives.scores.disputes import reading, words
from handlers.people import access
from handlers.promises import items
from handlers.speech import blocks
from storage import disputes, people
from storage.disputes import Dispute, DisputeState
from storage.history import Event
from storage.people import Person


def _opening(session: Session, now: datetime, person: Person, number: int) -> Opening:
    """Raises NoSuchNumber, and what `access.check` raises for whom it does not concern."""
    del now
    dispute = disputes.find(session, person.team_id, number)
    if dispute is None:
        access.check(session, person, access.READ)
        raise items.unknown(session, person.team_id, Dispute, number)
    reading.check_concerns(session, person, dispute)
    by = people.find(session, dispute.team_id, dispute.asked_by)
    is_seen = reading.may_read_words(session, person, dispute)
    answer = dispute.answer if is_seen else ""
    return Opening(
        name=dispute.ref,
        title=blocks.safe(dispute.title),
        lines=[words.said(dispute, by.name if by else "", dispute.words if is_seen else "")],
        state=f"{dispute.ref} · {words.STATES[dispute.state]}",
        parts=[f"The answer: “{blocks.safe(answer, words.SHOWN)}”"] if answer else [],
        ways=_ways(session, person, dispute),
    )


def _ways(session: Session, person: Person, dispute: Dispute) -> list[Way]:
    if dispute.state != DisputeState.OPEN:
        return []
    if reading.leads_it(session, person, dispute):
        return [Way(words.TAKE_IT_BACK, words.BACK, dispute.ref)]
    if not access.may(session, person, access.ANSWER_DISPUTE, dispute):
        return []
    return [
        Way(words.CORRECT_IT, words.CORRECT, dispute.ref, is_answer=True),
        Way(words.KEEP_IT, words.KEEP, dispute.ref, is_answer=True),
    ]


def _line(event: Event, before: Event | None, reader: Person) -> StoryLine:
    del before, reader
    actor = blocks.person(event.actor) if event.actor else "Duly"
    record = event.details.get("record", "")
    return StoryLine(words.HAPPENED[event.verb].format(actor=actor, record=record))


TOLD = Telling(opening=_opening, line=_line)
