"""A while after an issue is closed somebody who did not prevent it is asked whether that held."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.promises import items, lifecycle, moves
from handlers.promises.asked import CHECK as CHECKED
from handlers.promises.items import loop
from handlers.promises.lifecycle import Asked
from handlers.promises.steps.kind import CHECK
from handlers.speech import evidence
from handlers.speech.promise_errors import NothingOwed, OwnPrevention, StepOfTask
from storage import asks, causes, history, issues
from storage.asks import Ask
from storage.issues import Issue, Step
from storage.items import Item
from storage.people import Person


def handle_one(session: Session, now: datetime) -> bool:
    """Ask about the issue whose check has been due longest; False when none is due.

    Nobody is asked twice: who has not answered yet is reminded as it is. Nor is anybody asked once
    its cause has come back in another issue: that answers it.
    """
    issue = issues.next_check(session, now)
    if issue is None:
        return False
    asked = []
    customer = items.customer_of(session, issue)
    person = loop.can_do(session, issue, Step.VERIFIED, customer, _prevented_by(session, issue))
    if person and not _wanted(session, issue) and not causes.came_back(session, now, issue):
        asked = [Asked(CHECK, person, issue.department_id, announced=False)]
    lifecycle.pass_on(session, now, moves.CHECK_UP, issue, asked=asked)
    return True


def held(session: Session, now: datetime, actor: Person, item: Item, words: str = "") -> Item:
    """Say that what was to prevent an issue held.

    Raises StepOfTask, NoteTooLong, NothingOwed where nobody is asked, OwnPrevention to whoever
    prevented it and is not asked themselves, and what `lifecycle.permit` raises.
    """
    items.check_note(words)
    if not isinstance(item, Issue):
        raise StepOfTask(ref=item.ref)
    lifecycle.permit(session, actor, item, moves.HELD)
    wanted = _wanted(session, item)
    if not wanted:
        raise NothingOwed(ref=item.ref)
    is_asked = any(actor.user_id in (ask.person_id, ask.for_id) for ask in wanted)
    if not is_asked and actor.user_id == _prevented_by(session, item):
        raise OwnPrevention(ref=item.ref)
    shown = evidence.among(words)
    lifecycle.make(session, now, moves.HELD, item, actor, words=words, evidence=shown)
    return item


def _wanted(session: Session, issue: Issue) -> list[Ask]:
    """Whoever is asked at this moment whether it held."""
    about = asks.open_about(session, issue.team_id, issue.noun, issue.number)
    return [ask for ask in about if ask.kind == CHECKED]


def _prevented_by(session: Session, issue: Issue) -> str:
    """Who said last what keeps it from coming back: a Slack id."""
    said = history.latest(session, issue.team_id, issue.noun, issue.number, moves.PREVENTED.verb)
    return said.actor if said else ""
