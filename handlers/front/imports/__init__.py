"""A company's lists are read from CSV files, from its departments to what executives heard.

An import is checked as a whole before anything is written, then written in batches of rows. Each
row comes in completely or not at all, and is known again the next time: after an interruption
the same file can simply be imported once more, and so can a batch of which nobody knows whether
it came in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlmodel import Session

from handlers.chasing import notes
from handlers.front.imports import (
    causes,
    customers,
    denominations,
    departments,
    identity,
    initiatives,
    issues,
    outcomes,
    people,
    previews,
    questions,
    reports,
    responses,
    surveys,
    tasks,
    voices,
)
from handlers.front.imports.columns import Rule
from handlers.front.imports.fields import FIELDS, Subject
from handlers.front.imports.known import Known
from handlers.front.imports.names import same
from handlers.front.imports.order import Job, NewRule, Order
from handlers.front.imports.plan import Plan, make
from handlers.front.imports.reading import Opener, Row, Sheet, read
from handlers.front.imports.tally import (
    Batch,
    CallWanted,
    Rejection,
    RowChange,
    RowShown,
    Tally,
)
from handlers.people import lookup, office, records, routing
from handlers.people.records import Occurrence
from handlers.speech.setup_errors import NotSetUp
from storage import counters, workspaces
from storage import departments as stored_departments
from storage import imports as stored_imports
from storage.imports import Import
from storage.workspaces import Workspace

__all__ = [
    "Batch",
    "Job",
    "Opener",
    "Order",
    "Plan",
    "Rejection",
    "Row",
    "RowChange",
    "RowShown",
    "Sheet",
    "Subject",
    "Tally",
    "finish",
    "follow",
    "make",
    "prepare",
    "read",
    "read_batch",
    "reason_column",
    "take_numbers",
]

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
    Subject.CAUSES: causes.bring,
    Subject.QUESTIONS: questions.bring,
    Subject.VOICES: voices.bring,
    Subject.SURVEYS: surveys.bring,
    Subject.RESPONSES: responses.bring,
    Subject.OUTCOMES: outcomes.bring,
    Subject.INITIATIVES: initiatives.bring,
}
"""These are read as they are written: a row may change what the next one finds."""


def prepare(
    session: Session, now: datetime, team_id: str, plan: Plan, *, is_trial: bool = False,
    resumed: int = 0,
) -> Job:  # fmt: skip
    """Check a plan against the workspace, and keep the routing rules it brings.

    A trial keeps nothing: it acts as if it had. `resumed` is the number of an import of the same
    file that was broken off, and goes on. Raises NotSetUp without the workspace,
    UnknownDepartment for a rule's department, RowRejected for an unknown person in whose name it is
    done, and what `responses.check` raises.
    """
    workspace = workspaces.find(session, team_id)
    if workspace is None:
        raise NotSetUp
    order = plan.order
    if order.subject == Subject.RESPONSES:
        responses.check(session, team_id, plan.layout, plan.sheet.file, order)
    actor = Known(session, team_id).present(order.by).user_id if order.by else ""
    new_rules = _rules_of(session, team_id, plan.rules)
    source = identity.source_of(order.source, plan.sheet.file)
    number = resumed
    if not (is_trial or resumed):
        _keep_rules(session, now, team_id, actor, new_rules)
        number = counters.next_number(session, team_id, Import.noun)
        begun = Import(
            team_id=team_id,
            number=number,
            subject=order.subject,
            file=plan.sheet.file,
            source=source,
            actor=actor,
            started_at=now,
            last_at=now,
        )
        session.add(begun)
    return Job(
        team_id=team_id,
        subject=order.subject,
        file=plan.sheet.file,
        header=plan.sheet.header,
        layout=plan.layout,
        survey=plan.understood.survey,
        actor=actor,
        asked_by=actor or _asker(session, workspace),
        routed=plan.routed,
        channels=dict(order.channels),
        new_rules=new_rules if is_trial else (),
        number=number,
        source=source,
        currency=denominations.taken(
            order.subject,
            plan.understood.survey,
            plan.sheet.file,
            plan.understood.currency,
            workspace.currency,
        ),
        own_currency=workspace.currency,
        answers=order.answers,
        asks=order.asks,
        is_update=order.is_update,
        began_at=now,
    )


def read_batch(session: Session, now: datetime, job: Job, rows: Sequence[Row]) -> Batch:
    """What brings in one batch of rows; here they are only read and checked. `now` is UTC.

    Imports of one workspace take turns batch by batch, so that two of them at once still bring
    each row once.
    """
    reader = READ.get(job.subject)
    batch = reader(session, now, job, rows) if reader else None
    shown = partial(_shown, job, rows)

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

    return replace(batch, bring=bring) if batch else Batch(bring, preview=shown)


def _shown(job: Job, rows: Sequence[Row], most: int) -> list[RowShown]:
    shown = previews.of_answer if job.subject == Subject.RESPONSES else previews.of_row
    return [shown(job, row) for row in rows[:most]]


def follow(session: Session, now: datetime, job: Job, response_id: UUID) -> CallWanted | None:
    """Follow one low score up that a batch of answers brought: who is asked to call, if anybody."""
    return responses.follow(session, now, job, response_id)


def take_numbers(session: Session, job: Job, batch: Batch) -> int:
    """The first of as many new numbers as a batch needs; 0 when it needs none."""
    if not batch.needed:
        return 0
    return counters.next_number(session, job.team_id, batch.noun, batch.needed)


def finish(
    session: Session, now: datetime, job: Job, tally: Tally, *, ended: bool, but_for: str = ""
) -> None:
    """Write down that an import happened, and tell each CCO what came in and what waits in triage.

    `ended` says that the whole file was read; `but_for` is whoever sees it anyway (a Slack id).
    """
    running = stored_imports.find(session, job.team_id, job.number, lock=True)
    if running:
        running.ended_at = now if ended else None
        running.counts = {
            "added": tally.added, "updated": tally.updated, "same": tally.already_there,
            "changed": tally.differing, "rejected": tally.refused,
        }  # fmt: skip
        session.add(running)
    if not (tally.added or tally.updated):
        return
    records.write(
        session, now, job.team_id, job.actor, IMPORTED,
        subject=job.subject, file=job.file, added=tally.added, updated=tally.updated,
        triage=tally.triage, rejected=tally.refused,
    )  # fmt: skip
    if tally.added and job.subject in READ:
        text = reports.came_in(job.number, job.file, job.subject, tally)
        for cco in office.holders(session, job.team_id):
            if cco.user_id != but_for:
                notes.send(session, now, cco, text)
    responses.tell(session, now, job, tally)


def reason_column(job: Job) -> str:
    """What the column of reasons is called in the file of rejected rows.

    “reason” where that is free: a task's own reason must not be mistaken for ours.
    """
    taken = {same(name) for name in (*job.header, *FIELDS[job.subject])}
    return next(name for name in reports.reason_columns() if same(name) not in taken)


def _rules_of(session: Session, team_id: str, rules: Sequence[Rule]) -> tuple[NewRule, ...]:
    """Routing rules under the name that earlier rules of the same column have."""
    known = {
        same(route.field): route.field for route in stored_departments.routes(session, team_id)
    }
    found = []
    for rule in rules:
        department = lookup.department(session, team_id, rule.department)
        column = known.setdefault(same(rule.column), rule.column)
        found.append(NewRule(column, rule.pattern, department.department_id))
    return tuple(found)


def _keep_rules(
    session: Session, now: datetime, team_id: str, actor: str, rules: Sequence[NewRule]
) -> None:
    for rule in rules:
        department = stored_departments.find(session, team_id, rule.department_id)
        if department:
            routing.teach(session, now, actor, department, rule.column, rule.pattern)


def _asker(session: Session, workspace: Workspace) -> str:
    """Who counts as having asked for what nobody in particular asked for: the CCO, else Duly."""
    ccos = office.holders(session, workspace.team_id)
    return ccos[0].user_id if ccos else workspace.bot_user_id
