"""What a file says anew of things that are here is brought into them, as moves that people read."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing.registers import Registers
from handlers.front.imports import cards, identity, issues, tasks
from handlers.front.imports.endings import Ending
from handlers.front.imports.fields import Subject
from handlers.front.imports.issues import IssueRow
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tasks import TaskRow
from handlers.people import office
from handlers.promises import answers, editing, notes, reopening
from handlers.promises import tasks as promises
from handlers.speech.file_errors import RowRejected
from storage import imports, people
from storage import issues as stored_issues
from storage import tasks as stored_tasks
from storage.issues import Experience
from storage.items import Item, State
from storage.people import Person
from storage.tasks import Promise

CAN_CHANGE = frozenset({
    "title", "sub-issue", "customer", "department", "severity", "due", "story", "state", "closed",
    "done", "declined", "reason",
})  # fmt: skip
"""The fields of which a change is brought in; all others say how a thing began."""
ENDINGS = frozenset({"state", "closed", "done", "declined"})


@dataclass(frozen=True)
class _Update:
    """What a row says anew of an item, and who brings it in."""

    actor: Person
    item: Item
    made: IssueRow | TaskRow
    changed: Set[str]
    why: str


def update(registers: Registers, session: Session, now: datetime, job: Job, row: Row) -> str:
    """Bring what a row says anew into the thing that it is; the thing's name.

    Only the fields count that have changed in the file, so that what people have changed here
    stays. It is done as whoever brings the file in, else as the CCO. Raises RowRejected for a
    field that cannot be changed so, and what the moves raise; then nothing was changed.
    """
    said = identity.of(job, row)
    noun = Promise.noun if job.subject == Subject.TASKS else Experience.noun
    known = imports.known(session, job.team_id, noun, [said.key]).get(said.key)
    find = stored_tasks.find if noun == Promise.noun else stored_issues.find
    item = find(session, job.team_id, known.number, lock=True) if known else None
    if known is None or item is None:
        raise RowRejected(reason=cards.came_with_no_import())
    changed = identity.changed_fields(known.content, said.content)
    others = changed - CAN_CHANGE
    if others:
        raise RowRejected(reason=cards.cannot_change(item.ref, sorted(others)))
    made = _made(session, now, job, row)
    actor, why = _actor(session, job), cards.by_file(job.number, job.file)
    _bring(registers, session, now, _Update(actor, item, made, changed, why))
    known.content = said.content
    session.add(known)
    return item.ref


def _made(session: Session, now: datetime, job: Job, row: Row) -> IssueRow | TaskRow:
    read_one = tasks.read_one if job.subject == Subject.TASKS else issues.read_one
    return read_one(session, now, job, row)


def _actor(session: Session, job: Job) -> Person:
    """Raises RowRejected where nobody could do it."""
    named = people.find(session, job.team_id, job.actor) if job.actor else None
    actor = named or next(iter(office.holders(session, job.team_id)), None)
    if actor is None:
        raise RowRejected(reason=cards.nobody_to_change())
    return actor


def _bring(registers: Registers, session: Session, now: datetime, update: _Update) -> None:
    """What is open is changed before it ends, and opened before it is changed."""
    actor, item, why = update.actor, update.item, update.why
    made, changed = update.made, update.changed
    ending = made.ending if changed & ENDINGS else None
    if changed & ENDINGS and ending is None and item.state not in (State.OPEN, State.ACKNOWLEDGED):
        reopening.reopen(session, now, actor, item, why)
    if changed & {"title", "sub-issue", "customer", "department", "severity"}:
        _edit(registers, session, now, update)
    due = made.item.due_at
    if "due" in changed and due and ending is None:
        day = hours.day_of(due, made.item.due_zone)
        answers.redate(session, now, actor, item, day.isoformat(), why)
    if "story" in changed and isinstance(made, IssueRow) and made.issue.story:
        notes.add(session, now, actor, item, made.issue.story)
    if ending and item.state in (State.OPEN, State.ACKNOWLEDGED):
        _end(session, now, actor, item, ending, why)


def _edit(registers: Registers, session: Session, now: datetime, update: _Update) -> None:
    item, made, changed = update.item, update.made, update.changed
    is_now = editing.wanted(session, item)
    new = replace(is_now, reason=update.why)
    if changed & {"title", "sub-issue"}:
        new = replace(new, title=made.item.title)
    if "customer" in changed:
        new = replace(new, customer=made.customer)
    if "severity" in changed:
        new = replace(new, severity=made.item.severity)
    if "department" in changed and is_now.department:
        new = replace(new, department=made.in_department or is_now.department)
    if replace(new, reason="") != is_now:
        editing.edit(registers, session, now, update.actor, item, new)


def _end(
    session: Session, now: datetime, actor: Person, item: Item, ending: Ending, why: str
) -> None:
    match ending.state:
        case State.DONE:
            answers.finish(session, now, actor, item, why, anyway=True)
        case State.DECLINED:
            answers.decline(session, now, actor, item, ending.reason or why, anyway=True)
        case _:
            promises.withdraw(session, now, actor, item, ending.reason or why, anyway=True)
