"""When a cause comes back, its leads and who decides hear of it, and the CCO of a pattern."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.people import access, leads
from handlers.promises.items.view import decider_of
from handlers.promises.steps import words
from storage import causes, departments, people
from storage.causes import Cause
from storage.issues import Issue
from storage.people import Person, Role

REPEAT, PATTERN = 2, 3
"""The so many-th issue of one cause in 90 days is told to the leads, and to the CCO as well."""


def tell(session: Session, now: datetime, actor: Person, issue: Issue, cause: Cause) -> None:
    """Tell of it when a cause reaches one of these numbers, once to each who may see the issue."""
    found = causes.issues_of(session, cause, now - causes.REPEAT, now)
    if len(found) not in (REPEAT, PATTERN):
        return
    hearers = _leads(session, found, cause)
    if len(found) == PATTERN:
        hearers += people.with_role(session, issue.team_id, Role.CCO)
    for person in {each.user_id: each for each in hearers}.values():
        if person.user_id == actor.user_id or not access.may_see(session, person, issue):
            continue
        others = [
            each.ref
            for each in found
            if each.number != issue.number and access.may_see(session, person, each)
        ]
        said = words.comes_back(issue, cause.words, len(found), others)
        notes.send(session, now, person, said, daily=f"cause:{cause.cause_id.hex}:{len(found)}")


def _leads(session: Session, found: Sequence[Issue], cause: Cause) -> list[Person]:
    """Who leads the departments that have them, or that could have prevented them; who decides."""
    ids = dict.fromkeys([*(each.department_id for each in found), cause.department_id])
    led = (departments.find(session, cause.team_id, each) for each in ids if each)
    hearers = [leads.lead_of(session, each) for each in led] + [decider_of(session, cause)]
    return [each for each in hearers if each]
