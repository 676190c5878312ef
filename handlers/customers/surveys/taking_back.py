"""An answer goes again that should not have come in, with the issue that it alone opened."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.people import records
from handlers.people.records import Occurrence
from handlers.promises import lifecycle, moves
from handlers.promises.undoable import UNDOING
from storage import history, issues, surveys, themes
from storage.issues import Issue
from storage.people import Person
from storage.surveys import SurveyResponse

TAKEN_BACK = Occurrence("response", "taken back", {"row": str, "survey": str})
UNDONE = Occurrence("response", UNDOING, {"row": str, "survey": str})
"""An answer went again, with its file or because somebody undid it: not what it said, nor whose."""


def held_by(session: Session, response: SurveyResponse, since: datetime, until: datetime) -> str:
    """The issue for which an answer has to stay; empty where it can go.

    That is one which was there before `since` (UTC), or with which somebody did something after
    `until`.
    """
    issue = _issue(session, response)
    if issue is None:
        return ""
    if issue.created_at < since or _is_touched(session, issue, until):
        return issue.ref
    return ""


def take_back(
    session: Session, now: datetime, actor: Person, response: SurveyResponse, file: str = ""
) -> None:
    """Let an answer go which nothing holds; the last one of an issue takes that with it.

    `file` is the file that brought it, if one did. Raises what `access.check` raises.
    """
    issue = _issue(session, response)
    records.write(
        session, now, response.team_id, actor.user_id, TAKEN_BACK if file else UNDONE,
        row=str(response.response_id), survey=str(response.survey_id),
    )  # fmt: skip
    themes.forget(session, response.team_id, response.response_id)
    team_id = response.team_id
    surveys.remove(session, response)
    if issue is None or not issue.is_promised:
        return
    if surveys.of_issue(session, team_id, issue.number):
        return
    if file:
        lifecycle.make(session, now, moves.UNDO_IMPORT, issue, actor, file=file)
    else:
        lifecycle.make(session, now, moves.UNDO_BEGINNING, issue, actor, undid=moves.REPORT.verb)


def _issue(session: Session, response: SurveyResponse) -> Issue | None:
    """The issue that an answer opened or joined, held."""
    if response.issue_number is None:
        return None
    return issues.find(session, response.team_id, response.issue_number, lock=True)


def _is_touched(session: Session, issue: Issue, since: datetime) -> bool:
    """Whether a person has done anything with it since then (UTC)."""
    told = history.of(session, issue.team_id, issue.noun, issue.number)
    return any(event.actor and event.happened_at > since for event in told)
