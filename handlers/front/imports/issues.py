"""Issues from a file: each to the department that can put it right, the rest to triage.

Routing needs no judgement: a column decides, by rules kept as data. What no rule knows waits for
the CCO, who hears one number and not one message per issue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import calendars
from handlers.calendar.hours import Calendar
from handlers.front.imports import identity, rules
from handlers.front.imports.identity import NewRow
from handlers.front.imports.known import Known
from handlers.front.imports.names import same
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import Batch, Tally
from handlers.people import access, lookup, routing, tiers
from handlers.promises import items, lifecycle, moves
from handlers.promises.items.kinds import ACKNOWLEDGE
from handlers.promises.lifecycle import Asked
from handlers.speech import blocks, cells
from handlers.speech.errors import UserError
from storage import departments, issues
from storage.customers import Customer
from storage.departments import Department, Route, key_of
from storage.gathering import gathered
from storage.issues import Experience
from storage.people import Person


@dataclass(frozen=True)
class InCharge:
    """The department that answers for an issue, and who does so there; None for triage.

    `rule` is the pattern that found it, and empty where the file names the department itself.
    `instead` names the department that would have had it, and why it has nobody to answer.
    """

    department: Department | None = None
    owner: Person | None = None
    rule: str = ""
    instead: tuple[str, str] | None = None


@dataclass(frozen=True)
class IssueRow:
    """An issue that is sure to be written, for whom it is, and who answers for it."""

    issue: Experience
    customer: Customer | None
    in_charge: InCharge

    @property
    def item(self) -> Experience:
        """The issue in the making."""
        return self.issue


def read(session: Session, now: datetime, job: Job, rows: Sequence[Row]) -> Batch:
    """Check every row before any is written; what adds the issues that are not there yet."""
    tally, sorter = Tally(), _Sorter(session, now, job)
    find = partial(issues.find, session, job.team_id)
    new = identity.new_rows(session, job, Experience.noun, rows, sorter.issue, find, tally)
    bring = partial(_write, now=now, job=job, read=new, tally=tally)
    return Batch(bring, Experience.noun, len(new))


def _write(
    session: Session,
    first: int,
    *,
    now: datetime,
    job: Job,
    read: list[NewRow[IssueRow]],
    tally: Tally,
) -> Tally:
    # Another import may have brought them since.
    missing = identity.still_new(session, job.team_id, Experience.noun, read)
    tally.already_there += len(read) - len(missing)
    with gathered(session):
        for number, new in enumerate(missing, start=first):
            issue = new.made.issue
            issue.number, issue.source = number, job.came_as(new.identity.key)
            _write_one(session, now, job, new.made, tally)
        identity.remember(session, job, Experience.noun, missing, tally.known_now)
    return tally


def _write_one(session: Session, now: datetime, job: Job, new: IssueRow, tally: Tally) -> None:
    issue, by = new.issue, new.in_charge
    move = moves.REPORT if by.owner else moves.REPORT_UNROUTED
    lifecycle.record(session, now, move, issue, job.actor, new.customer, rule=by.rule)
    issues.add(session, issue)
    tally.added += 1
    if by.owner and by.department:
        asked = Asked(ACKNOWLEDGE, by.owner, issue.department_id, announced=False)
        lifecycle.begin_asks(session, now, issue, new.customer, asked)
        tally.count_for(by.department)
    else:
        tally.triage += 1
    if by.instead:
        tally.leaderless[by.instead] += 1


class _Sorter:
    """Turns rows into issues, with the lookups of one batch."""

    def __init__(self, session: Session, now: datetime, job: Job) -> None:
        self._session, self._now, self._job = session, now, job
        self._known = Known(session, job.team_id)
        everyone = departments.everyone(session, job.team_id)
        self._departments = {each.department_id: each for each in everyone}
        self._named = {each.key: each for each in everyone}
        routes = departments.routes(session, job.team_id)
        self._rules = _rules(routes, job)
        self._words = [route for route in routes if route.field == routing.WORDS]
        self._leads: dict[UUID, Person | str] = {}

    def issue(self, row: Row) -> IssueRow:
        """The issue of a row. Raises a UserError that says why there is none."""
        job, now = self._job, self._now
        job.layout.check_width(row)
        title, story = rules.title_and_story(
            job.text(row, "title"), job.text(row, "sub-issue"), job.text(row, "story")
        )
        severity = rules.severity(job.text(row, "severity"))
        customer = self._known.customer(job.text(row, "customer"))
        by = self._answering(row, f"{title} {story}")
        calendar, due, owner = Calendar(), None, by.owner
        if owner:
            calendar = calendars.for_person(self._session, owner)
            tier = tiers.of(customer)
            due = items.resolve_by(self._session, now, owner, severity, tier)
        reported = rules.happened(job.text(row, "reported"), "reported", calendar, now)
        issue = Experience(
            team_id=job.team_id,
            number=0,
            title=title,
            story=story,
            severity=severity,
            touchpoint=blocks.clip(job.text(row, "touchpoint"), items.TOUCHPOINT),
            owner_id=owner.user_id if owner else None,
            department_id=by.department.department_id if by.department else None,
            customer_id=customer.customer_id if customer else None,
            due_at=due,
            due_zone=calendar.zone,
            original_due_at=due,
            created_by=job.asked_by,
            created_at=reported or now,
        )
        return IssueRow(issue, customer, by)

    def _answering(self, row: Row, said: str) -> InCharge:
        """The department of a row, who answers there and by which rule; or why nobody does."""
        department, rule = self._department(row, said)
        if department is None:
            return InCharge()
        lead = self._lead(department)
        if isinstance(lead, str):
            return InCharge(instead=(department.name, lead))
        return InCharge(department, lead, rule)

    def _department(self, row: Row, said: str) -> tuple[Department | None, str]:
        """By the columns that were named; where none was, by the words. With the rule's pattern."""
        if not self._rules:
            return self._ruled(routing.by_words(said, self._words))
        for place, rules_here in self._rules.items():
            value = cells.unmarked(row.cells[place].strip()) if place < len(row.cells) else ""
            department, rule = self._ruled(routing.by_value(value, rules_here))
            department = department or self._named.get(key_of(value))
            if department:
                return department, rule
        return None, ""

    def _ruled(self, rule: Route | None) -> tuple[Department | None, str]:
        """The department that a rule knows, and its pattern."""
        department = self._departments.get(rule.department_id) if rule else None
        return department, rule.pattern if rule and department else ""

    def _lead(self, department: Department) -> Person | str:
        """Who leads a department, or the sentence that says why nobody can answer there."""
        if department.department_id not in self._leads:
            self._leads[department.department_id] = _lead_or_why(self._session, department)
        return self._leads[department.department_id]


def _lead_or_why(session: Session, department: Department) -> Person | str:
    try:
        lead = lookup.lead(session, department)
        access.check_owner(lead)
    except UserError as error:
        return error.message
    return lead


def _rules(routes: list[Route], job: Job) -> dict[int, list[Route]]:
    """Place of each routing column → its rules, longest pattern first."""
    return {
        place: [route for route in routes if same(route.field) == same(job.header[place])]
        for place in job.routed
    }
