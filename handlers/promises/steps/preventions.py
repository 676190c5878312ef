"""A task can be to keep an issue from coming back: where its cause does, the task is open again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.people import lookup
from handlers.promises import giving, items
from handlers.promises.deadlines import ByWhen
from handlers.speech import cleaning
from handlers.speech.lengths import cut, first_sentence
from storage import departments
from storage.audiences import Audience
from storage.issues import Issue
from storage.people import Person
from storage.tasks import Promise


@dataclass(frozen=True)
class ToBeDone:
    """Who is still to do what keeps an issue from coming back, and by when."""

    owner: Person
    by: ByWhen


def begin(
    session: Session, now: datetime, actor: Person, issue: Issue, said: str, to_do: ToBeDone
) -> Promise:
    """Give somebody the task of keeping an issue, which is held, from coming back, as was `said`.

    It is their department's, else that of the issue. Raises NoDepartment where there is none, and
    what `giving.give` raises.
    """
    department = (
        departments.find(session, issue.team_id, to_do.owner.department_id)
        or items.department_of(session, issue)
        or lookup.department_for(session, to_do.owner, "", "")
    )
    title = first_sentence(said, items.TITLE) or cut(cleaning.line(said), items.TITLE)
    return giving.give(
        session, now, actor,
        title=title,
        owner=to_do.owner,
        department=department,
        due_at=to_do.by.at,
        timed=to_do.by.timed,
        customer=items.customer_of(session, issue),
        issue=issue,
        is_prevention=True,
        reason="" if title == cleaning.line(said) else said,
        audience=Audience(issue.audience),
    )  # fmt: skip
