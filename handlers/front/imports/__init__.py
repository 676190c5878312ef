"""A company's lists are read from CSV files: departments, people, customers, tasks and issues.

An import is checked as a whole before anything is written, then written in batches of rows. Each
row comes in completely or not at all, and is known again the next time: after an interruption
the same file can simply be imported once more, and so can a batch of which nobody knows whether
it came in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.front.imports import (
    cards,
    columns,
    customers,
    departments,
    identity,
    issues,
    people,
    reports,
    tasks,
)
from handlers.front.imports.columns import Rule, Subject
from handlers.front.imports.known import Known
from handlers.front.imports.names import same
from handlers.front.imports.order import Job, Order
from handlers.front.imports.reading import Opener, Row, Sheet, read
from handlers.front.imports.tally import Batch, Rejection, Tally
from handlers.people import lookup, office, records, routing
from handlers.people.records import Occurrence
from handlers.speech.setup_errors import NotSetUp
from storage import counters, workspaces
from storage import departments as stored_departments
from storage import imports as stored_imports
from storage.imports import Import
from storage.workspaces import Workspace

__all__ = [
    "Job", "Opener", "Order", "Rejection", "Row", "Sheet", "Subject", "Tally",
    "finish", "open_sheet", "prepare", "read", "read_batch", "reason_column", "take_numbers",
]  # fmt: skip

IMPORTED = Occurrence(
    "import",
    "imported",
    {"subject": str, "file": str, "added": int, "updated": int, "triage": int, "rejected": int},
)
READ: dict[Subject, Callable[[Session, datetime, Job, Sequence[Row]], Batch]] = {
    Subject.TASKS: tasks.read,
    Subject.ISSUES: issues.read,
}
BRING: dict[Subject, Callable[[Session, datetime, Job, Sequence[Row]], Tally]] = {
    Subject.DEPARTMENTS: departments.bring,
    Subject.PEOPLE: people.bring,
    Subject.CUSTOMERS: customers.bring,
}
"""These are read as they are written: a row may change what the next one finds."""


def open_sheet(opened: Opener, file: str, order: Order) -> Sheet:
    """Look through a file as an order says. Raises what `reading.read` raises."""
    mapped = {same(words.partition("=")[2]) for words in order.maps}
    known = {same(field) for field in columns.FIELDS[order.subject]} | mapped - {""}
    return read(opened, file, encoding=order.encoding, skip=order.skip, known=frozenset(known))


def prepare(session: Session, now: datetime, team_id: str, order: Order, sheet: Sheet) -> Job:
    """Check an order against its file and the workspace, and keep the routing rules it brings.

    Raises NotSetUp without the workspace, UnknownDepartment for a rule's department, RowRejected
    for an unknown person in whose name it is done, and what `columns.arrange` and
    `columns.read_routes` raise.
    """
    workspace = workspaces.find(session, team_id)
    if workspace is None:
        raise NotSetUp
    layout = columns.arrange(order.subject, sheet, order.maps)
    source = identity.source_of(order.source, sheet.file)
    routed, rules = columns.read_routes(sheet, order.routes)
    if order.subject == Subject.ISSUES and "department" in layout.places:
        routed = tuple(dict.fromkeys([*routed, layout.places["department"]]))
    actor = Known(session, team_id).present(order.by).user_id if order.by else ""
    _keep_rules(session, now, team_id, actor, rules)
    begun = Import(
        team_id=team_id,
        number=counters.next_number(session, team_id, Import.noun),
        subject=order.subject,
        file=sheet.file,
        source=source,
        actor=actor,
        started_at=now,
        last_at=now,
    )
    session.add(begun)
    return Job(
        team_id=team_id,
        subject=order.subject,
        file=sheet.file,
        header=sheet.header,
        layout=layout,
        actor=actor,
        asked_by=actor or _asker(session, workspace),
        routed=routed,
        channels=dict(order.channels),
        number=begun.number,
        source=source,
    )


def read_batch(session: Session, now: datetime, job: Job, rows: Sequence[Row]) -> Batch:
    """What brings in one batch of rows; here they are only read and checked. `now` is UTC.

    Imports of one workspace take turns batch by batch, so that two of them at once still bring
    each row once.
    """
    reader = READ.get(job.subject)
    batch = reader(session, now, job, rows) if reader else None

    def bring(session: Session, first: int) -> Tally:
        if workspaces.hold_turn(session, job.team_id) is None:
            raise NotSetUp
        running = stored_imports.find(session, job.team_id, job.number)
        if running:
            running.last_at = now
            session.add(running)
        if batch:
            return batch.bring(session, first)
        return BRING[job.subject](session, now, job, rows)

    return replace(batch, bring=bring) if batch else Batch(bring)


def take_numbers(session: Session, job: Job, batch: Batch) -> int:
    """The first of as many new numbers as a batch needs; 0 when it needs none."""
    if not batch.needed:
        return 0
    return counters.next_number(session, job.team_id, batch.noun, batch.needed)


def finish(session: Session, now: datetime, job: Job, tally: Tally, *, ended: bool) -> None:
    """Write down that an import happened, and tell each CCO how many issues wait in triage.

    `ended` says that the whole file was read.
    """
    running = stored_imports.find(session, job.team_id, job.number, lock=True)
    if running:
        running.ended_at = now if ended else None
        running.counts = {
            "added": tally.added, "updated": tally.updated, "same": tally.already_there,
            "changed": len(tally.changed), "rejected": len(tally.rejected),
        }  # fmt: skip
        session.add(running)
    if not (tally.added or tally.updated):
        return
    records.write(
        session, now, job.team_id, job.actor, IMPORTED,
        subject=job.subject, file=job.file, added=tally.added, updated=tally.updated,
        triage=tally.triage, rejected=len(tally.rejected),
    )  # fmt: skip
    if tally.triage:
        text = cards.waiting_in_triage(tally.triage, job.file)
        for cco in office.holders(session, job.team_id):
            notes.send(session, now, cco, text)


def reason_column(job: Job) -> str:
    """What the column of reasons is called in the file of rejected rows.

    “reason” where that is free: a task's own reason must not be mistaken for ours.
    """
    taken = {same(name) for name in (*job.header, *columns.FIELDS[job.subject])}
    return next(name for name in reports.reason_columns() if same(name) not in taken)


def _keep_rules(
    session: Session, now: datetime, team_id: str, actor: str, rules: tuple[Rule, ...]
) -> None:
    """Store routing rules, under the name that earlier rules of the same column have."""
    known = {
        same(route.field): route.field for route in stored_departments.routes(session, team_id)
    }
    for rule in rules:
        department = lookup.department(session, team_id, rule.department)
        field = known.setdefault(same(rule.column), rule.column)
        routing.teach(session, now, actor, department, field, rule.pattern)


def _asker(session: Session, workspace: Workspace) -> str:
    """Who counts as having asked for what nobody in particular asked for: the CCO, else Duly."""
    ccos = office.holders(session, workspace.team_id)
    return ccos[0].user_id if ccos else workspace.bot_user_id
