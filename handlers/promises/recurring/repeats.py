"""When a cause comes back, its leads and who decides hear of it, and the CCO of a pattern."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.people import access, leads
from handlers.promises.items.view import decider_of
from handlers.promises.recurring import words
from storage import causes, departments, people
from storage.causes import Cause
from storage.issues import Issue
from storage.people import Person, Role

REPEAT, PATTERN = 2, 3
"""The so many-th issue of one cause in 90 days is told to the leads, and to the CCO as well."""


def counted(session: Session, issue: Issue, cause: Cause) -> dict[str, str]:
    """What history keeps of an issue whose cause is said: whether it is a repeat, “yes” or “no”.

    It is where another one, reported within 90 days before or after it, is known to share it. Kept
    as it was known then, it counts the same for ever, whatever is joined or said otherwise later.
    Nothing where it was said before.
    """
    known = causes.of(session, issue)
    if known and known.cause_id == cause.cause_id:
        return {}
    since, until = issue.created_at - causes.REPEAT, issue.created_at + causes.REPEAT
    found = causes.issues_of(session, cause, since, until)
    return {"repeat": "yes" if any(each.number != issue.number for each in found) else "no"}


def tell(session: Session, now: datetime, actor: Person, issue: Issue, cause: Cause) -> None:
    """Tell of it when a cause reaches one of these numbers, once to each who may see the issue."""
    found = causes.issues_of(session, cause, now - causes.REPEAT, now)
    if len(found) in (REPEAT, PATTERN):
        _tell(session, now, actor, cause, found, issue, is_pattern=len(found) == PATTERN)


def tell_joined(
    session: Session,
    now: datetime,
    actor: Person,
    cause: Cause,
    ours: Sequence[Issue],
    theirs: Sequence[Issue],
) -> None:
    """Tell of it when two causes reach one of these numbers as they are joined.

    `ours` and `theirs` are their issues in their order. Everybody reads of the newest that they
    may see.
    """
    since = now - causes.REPEAT
    mine, others = ([each for each in own if each.created_at >= since] for own in (ours, theirs))
    found = sorted((*mine, *others), key=lambda each: (each.created_at, each.number))
    before = max(len(mine), len(others))
    if mine and others and before < PATTERN:
        is_pattern = len(found) >= PATTERN
        _tell(session, now, actor, cause, found, None, is_pattern=is_pattern)


def _tell(
    session: Session,
    now: datetime,
    actor: Person,
    cause: Cause,
    found: Sequence[Issue],
    issue: Issue | None,
    *,
    is_pattern: bool,
) -> None:
    """Tell that it came so often: by this issue, or without one by the newest that one may see."""
    hearers = _leads(session, found, cause)
    if is_pattern:
        hearers += people.with_role(session, cause.team_id, Role.CCO)
    for person in {each.user_id: each for each in hearers}.values():
        seen = [each for each in found if access.may_see(session, person, each)]
        newest = issue or next(reversed(seen), None)
        if person.user_id == actor.user_id or newest is None or newest not in seen:
            continue
        others = [each.ref for each in seen if each.number != newest.number]
        said = words.comes_back(newest, cause.words, len(found), others)
        notes.send(session, now, person, said, daily=f"cause:{cause.cause_id.hex}:{len(found)}")


def _leads(session: Session, found: Sequence[Issue], cause: Cause) -> list[Person]:
    """Who leads the departments that have them, or that could have prevented them; who decides."""
    ids = dict.fromkeys([*(each.department_id for each in found), cause.department_id])
    led = (departments.find(session, cause.team_id, each) for each in ids if each)
    hearers = [leads.lead_of(session, each) for each in led] + [decider_of(session, cause)]
    return [each for each in hearers if each]
