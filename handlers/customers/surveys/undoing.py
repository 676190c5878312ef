"""Whoever wrote down what a customer said takes that back for ten minutes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.customers.surveys import BROUGHT, KEPT, correcting, taking_back
from handlers.people import access
from handlers.promises import undoable
from handlers.speech import values
from handlers.speech.promise_errors import ChangedSince, NothingToUndo, UndoneAlready
from storage import issues, surveys
from storage.history import Event
from storage.issues import Issue
from storage.people import Person
from storage.surveys import SurveyResponse

NOUN = KEPT.noun
BETWEEN = ":"
"""Between the noun and the id of an answer: answers have no number that people name."""
PASSING = (BROUGHT.verb, correcting.CORRECTED.verb, taking_back.TAKEN_BACK.verb)
"""What comes with a file, and is taken back as a whole."""


def undo(session: Session, now: datetime, actor: Person, ref: str) -> SurveyResponse:
    """Let an answer go that this person wrote down just now, with the issue that it alone opened.

    Raises UndoneAlready, NothingToUndo where it is another's or longer ago, ChangedSince where
    somebody acts on it, and what `access.check` raises.
    """
    access.check(session, actor, access.KEEP_ANSWER)
    response_id = values.row_id(ref.partition(BETWEEN)[2])
    response = surveys.response(session, actor.team_id, response_id, lock=True)
    if response is None:
        raise UndoneAlready
    if response.received_by != actor.user_id or now - response.received_at > undoable.SPAN:
        raise NothingToUndo
    at = response.received_at
    held = taking_back.held_by(session, response, at, at) or _joined(session, response)
    if held:
        raise ChangedSince(ref=held)
    taking_back.take_back(session, now, actor, response)
    return response


def _joined(session: Session, response: SurveyResponse) -> str:
    """The issue that was open before, and has the score by now; empty where there is none."""
    issue = issues.find(session, response.team_id, response.issue_number or 0)
    if issue is None:
        return ""
    opened = (issue.created_by, issue.created_at)
    return "" if opened == (response.received_by, response.received_at) else issue.ref


def named(session: Session, event: Event) -> str:
    """The answer to which something belongs that somebody did; empty where it belongs to none.

    A low score opens an issue in the same moment: that goes along with the answer.
    """
    if (event.noun, event.verb) == (NOUN, KEPT.verb):
        return ref_of(UUID(str(event.details["row"])))
    if event.noun != Issue.noun:
        return ""
    for each in surveys.of_issue(session, event.team_id, event.number):
        if (each.received_by, each.received_at) == (event.actor, event.happened_at):
            return ref_of(each.response_id)
    return ""


def ref_of(response_id: UUID) -> str:
    """What a button carries, and what `/cx undo` finds."""
    return f"{NOUN}{BETWEEN}{response_id}"
