"""What a file says anew of things that are here is brought into them, as moves that people read."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing.registers import Registers
from handlers.front.imports import cards, identity, issues, tasks
from handlers.front.imports.endings import Ending
from handlers.front.imports.fields import Subject
from handlers.front.imports.issues import InCharge, IssueRow
from handlers.front.imports.known import Known
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tasks import TaskRow
from handlers.people import access, office
from handlers.promises import (
    answers,
    editing,
    follows,
    handoffs,
    items,
    lifecycle,
    moves,
    noes,
    notes,
    reopening,
    sharing,
    steps,
)
from handlers.promises import issues as promised_issues
from handlers.promises import tasks as promises
from handlers.promises.items.kinds import FINISH
from handlers.promises.items.quiet import quietly
from handlers.promises.lifecycle import Asked
from handlers.speech.file_errors import RowRejected
from storage import audiences, imports, people
from storage import issues as stored_issues
from storage import tasks as stored_tasks
from storage.audiences import Audience
from storage.issues import Experience, Feeling, Issue
from storage.items import Item, State
from storage.people import Person
from storage.tasks import Promise

EDITED = frozenset({"title", "sub-issue", "customer", "department", "severity"})
"""What a thing is."""
ENDINGS = frozenset({"state", "closed", "done", "declined"})
"""Whether it has ended, and how."""
TAKEN = frozenset({"state", "acknowledged"})
"""Whether its owner has taken it."""
READERS = frozenset({"audience", "let_in"})
"""Who may see it."""
FEELINGS = frozenset({"felt", "feels"})
"""How the customer feels about it."""
CAN_CHANGE = (
    EDITED | ENDINGS | TAKEN | READERS | FEELINGS | {"owner", "reporter", "due", "story", "reason"}
)
"""The fields of which a change is brought in; all others say how a thing began."""
ANSWERABLE = (State.OPEN, State.ACKNOWLEDGED)


@dataclass(frozen=True)
class _Update:
    """What a row says anew of an item, and who brings it in."""

    job: Job
    row: Row
    actor: Person
    item: Item
    made: IssueRow | TaskRow
    changed: Set[str]
    why: str

    def says(self, field: str) -> str:
        """What the row says in one of our fields."""
        return self.job.text(self.row, field)


def update(registers: Registers, session: Session, now: datetime, job: Job, row: Row) -> str:
    """Bring what a row says anew into the thing that it is; in words what that changes.

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
    # A column that is not in this file says nothing of it.
    changed = identity.changed_fields(known.content, said.content) & job.layout.places.keys()
    others = changed - CAN_CHANGE
    if others:
        raise RowRejected(reason=cards.cannot_change(item.ref, sorted(others)))
    made = _made(session, now, job, row)
    actor, why = _actor(session, job), cards.by_file(job.number, job.file)
    former = items.owner_of(session, item)
    with quietly(session):
        _bring(registers, session, now, _Update(job, row, actor, item, made, changed, why))
    known.content = said.content
    session.add(known)
    return cards.brought(item.ref, sorted(changed), _names(former, items.owner_of(session, item)))


def _names(former: Person | None, owner: Person | None) -> Sequence[str]:
    """Who had it and who has it, where that is somebody else."""
    if owner is None or owner == former:
        return ()
    return (former.name if former else "", owner.name)


def _made(session: Session, now: datetime, job: Job, row: Row) -> IssueRow | TaskRow:
    read_one = tasks.read_one if job.subject == Subject.TASKS else issues.read_one
    return read_one(session, now, job, row)


def _actor(session: Session, job: Job) -> Person:
    """Raises RowRejected where nobody could do it."""
    named = people.find(session, job.team_id, job.actor) if job.actor else None
    actor = named or office.holder(session, job.team_id)
    if actor is None:
        raise RowRejected(reason=cards.nobody_to_change())
    return actor


def _bring(registers: Registers, session: Session, now: datetime, update: _Update) -> None:
    """What is open is changed before it ends, and opened before it is changed."""
    actor, item, why = update.actor, update.item, update.why
    made, changed = update.made, update.changed
    ending = made.ending if changed & ENDINGS else None
    if changed & ENDINGS and made.ending is None and item.state not in ANSWERABLE:
        reopening.reopen(session, now, actor, item, why)
    for fields, step in CONCERNED:
        if changed & fields:
            step(session, now, update)
    if changed & EDITED:
        _edit(registers, session, now, update)
    due = made.item.due_at
    if "due" in changed and due and ending is None:
        day = hours.day_of(due, made.item.due_zone)
        answers.redate(session, now, actor, item, day.isoformat(), why)
    if "story" in changed and isinstance(made, IssueRow) and made.issue.story:
        notes.add(session, now, actor, item, made.issue.story)
    if changed & TAKEN and made.is_taken:
        _take(session, now, update)
    if ending and item.state in ANSWERABLE:
        _end(session, now, actor, item, ending, why)


def _route(session: Session, now: datetime, update: _Update) -> None:
    """What waited for a department goes to whoever the file names, as far as it names anybody."""
    if update.item.owner_id is not None:
        return
    by = update.made.in_charge if isinstance(update.made, IssueRow) else InCharge()
    if by.department and by.owner:
        promised_issues.route(
            session, now, update.actor, update.item, by.department, owner=by.owner
        )


def _give(session: Session, now: datetime, update: _Update) -> None:
    """Somebody else has it now. Raises RowRejected where it stays with its owner, with why."""
    item, named = update.item, update.says("owner")
    owner = items.owner_of(session, item)
    has_it = owner.name if owner else ""
    if not named:
        raise RowRejected(reason=cards.names_no_owner(item.ref, has_it))
    to = Known(session, item.team_id).person(named)
    if to.user_id == item.owner_id:
        return
    if item.state not in moves.GIVE_TO.start:
        raise RowRejected(reason=cards.keeps_its_owner(item.ref, item.state, has_it, to.name))
    names_department = update.says("department") or update.job.routed
    there = items.department_of(session, item) if names_department else None
    handoffs.give_to(session, now, update.actor, item, to, update.why, there)


def _follow(session: Session, now: datetime, update: _Update) -> None:
    """Who reported it first stays in its history; whoever did by now hears what becomes of it."""
    if named := update.says("reporter"):
        reporter = Known(session, update.item.team_id).person(named)
        follows.follow(session, now, reporter, update.item)


def _share(session: Session, now: datetime, update: _Update) -> None:
    """Who may see it now. Raises RowRejected where somebody is named no more who was let in."""
    actor, item, named = update.actor, update.item, update.made.let_in
    if "audience" in update.changed:
        sharing.set_audience(session, now, actor, item, Audience(update.made.item.audience))
    if "let_in" not in update.changed:
        return
    there = audiences.added(session, item.team_id, item.noun, item.number)
    missing = people.by_id(session, item.team_id, {*there} - {each.user_id for each in named})
    if missing:
        names = sorted(each.name for each in missing.values())
        raise RowRejected(reason=cards.still_let_in(item.ref, names))
    for person in named:
        if not access.may_see(session, person, item):
            sharing.let_in(session, now, actor, item, person)


def _feel(session: Session, now: datetime, update: _Update) -> None:
    """How the customer felt, and feels by now, as far as the file says so."""
    item, made = update.item, update.made
    if not isinstance(item, Issue) or not isinstance(made, IssueRow):
        return
    for field, feeling, known in (
        ("felt", made.issue.felt, item.felt),
        ("feels", made.issue.feels, item.feels),
    ):
        if field in update.changed and feeling and feeling != known:
            is_now = field == "feels"
            steps.feel(session, now, update.actor, item, Feeling(feeling), is_now=is_now)


CONCERNED: tuple[tuple[Set[str], Callable[[Session, datetime, _Update], None]], ...] = (
    (frozenset({"owner", "department"}), _route),
    (frozenset({"owner"}), _give),
    (READERS, _share),
    (frozenset({"reporter"}), _follow),
    (FEELINGS, _feel),
)
"""What is done about the people whom a row names, and how they feel, by the fields that say so."""


def _take(session: Session, now: datetime, update: _Update) -> None:
    """Its owner has taken it there."""
    item, owner = update.item, items.owner_of(session, update.item)
    if item.state == State.OPEN and owner and owner.user_id == update.made.item.owner_id:
        asked = [Asked(FINISH, owner, item.department_id)]
        lifecycle.make(session, now, moves.TAKE, item, owner, asked=asked)


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
            answers.finish(session, now, actor, item, why, anyway=True, whole=True)
        case State.DECLINED:
            noes.decline(session, now, actor, item, ending.reason or why, anyway=True)
        case _:
            promises.withdraw(session, now, actor, item, ending.reason or why, anyway=True)
