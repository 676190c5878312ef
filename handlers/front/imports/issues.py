"""Issues from a file: each to the department that can put it right, the rest to triage.

Routing needs no judgement: a column decides, by rules kept as data. What no rule knows waits for
the CCO, who hears one number and not one message per issue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import calendars
from handlers.calendar.hours import Calendar
from handlers.front.imports import endings, identity, noes, previews, readers, rules
from handlers.front.imports.identity import NewRow
from handlers.front.imports.known import Known
from handlers.front.imports.names import same
from handlers.front.imports.noes import PastNo
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import Batch, RowShown, Tally
from handlers.people import access, lookup, routing, tiers
from handlers.promises import causes, items, lifecycle, moves
from handlers.promises.items.kinds import ACKNOWLEDGE, FINISH
from handlers.promises.lifecycle import Asked, judging
from handlers.speech import blocks, cells, cleaning
from handlers.speech.errors import UserError
from storage import causes as stored_causes
from storage import departments, issues
from storage.causes import Cause
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
    """An issue that is sure to be written, for whom it is, and who answers for it.

    `told` is how it stands by its row; `reporter` is who history says reported it, if anybody.
    """

    number: int
    issue: Experience
    customer: Customer | None
    in_charge: InCharge
    told: endings.PastState
    reporter: str
    cause: str = ""
    strangers: tuple[str, ...] = ()
    let_in: tuple[Person, ...] = ()
    no: PastNo | None = None

    @property
    def item(self) -> Experience:
        """The issue in the making."""
        return self.issue

    @property
    def ending(self) -> endings.Ending | None:
        """How it ended, if it has."""
        return self.told.ending

    @property
    def is_taken(self) -> bool:
        """Whether its owner has taken it."""
        return self.told.is_taken

    @property
    def in_department(self) -> Department | None:
        """Whose it is, None for triage."""
        return self.in_charge.department

    @property
    def shown(self) -> RowShown:
        """What a rehearsal shows of it."""
        by, ending = self.in_charge, self.told.ending
        nobodys = "" if ending else "triage"
        return previews.of_item(
            self.number, self.issue, self.customer,
            by.department.name if by.department else nobodys,
            by.owner.name if by.owner else "", ending, is_taken=self.told.is_taken,
        )  # fmt: skip


def read(session: Session, now: datetime, job: Job, rows: Sequence[Row]) -> Batch:
    """Check every row before any is written; what adds the issues that are not there yet."""
    tally, sorter = Tally(), _Sorter(session, now, job)
    find = partial(issues.find, session, job.team_id)
    new = identity.new_rows(session, job, Experience.noun, rows, sorter.issue, find, tally)
    bring = partial(_write, now=now, job=job, read=new, tally=tally)
    return Batch(
        bring,
        Experience.noun,
        len(new),
        tally,
        [each.identity.key for each in new],
        lambda tally, place: count(tally, new[place].made),
        lambda most: [each.made.shown for each in new[:most]],
    )


def read_one(session: Session, now: datetime, job: Job, row: Row) -> IssueRow:
    """What one row says. Raises a UserError that says why it says nothing, or LeftOut."""
    return _Sorter(session, now, job).issue(row)


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
            _write_one(session, now, new.made)
            count(tally, new.made)
        identity.remember(session, job, Experience.noun, missing, tally.known_now)
    return tally


def _write_one(session: Session, now: datetime, new: IssueRow) -> None:
    issue, by, ending = new.issue, new.in_charge, new.told.ending
    move = moves.REPORT if by.owner else moves.REPORT_UNROUTED
    record = partial(lifecycle.record, session, item=issue, customer=new.customer)
    taken = new.told.taken_at or (now if new.told.is_taken else None)
    # What is over, and what was taken on a day, is told as of then; all else is news, whenever it
    # began.
    began = issue.created_at if ending or new.told.taken_at else now
    cause = _cause(session, now, new)
    record(
        began, move, actor=new.reporter, rule=by.rule, felt=issue.felt,
        cause=cause.words if cause else "", cause_id=str(cause.cause_id) if cause else "",
    )  # fmt: skip
    readers.admit(session, began, issue, new.customer, new.reporter, new.let_in)
    if taken:
        record(taken, moves.TAKE, actor=issue.owner_id or new.reporter)
    if issue.feels:
        since = ending.at if ending else taken or began
        record(since, moves.FEEL, actor=new.reporter, feels=issue.feels)
    if ending:
        by_whom = issue.owner_id or new.reporter
        ending.record(session, issue, new.customer, by_whom, **(new.no.facts if new.no else {}))
    issues.add(session, issue)
    judging.judge_told(session, now, issue)
    noes.remember(session, now, issue, new.customer, ending, new.no)
    if by.owner and not ending:
        kind = FINISH if new.told.is_taken else ACKNOWLEDGE
        asked = Asked(kind, by.owner, issue.department_id, announced=False)
        lifecycle.begin_asks(session, now, issue, new.customer, asked)


def _cause(session: Session, now: datetime, new: IssueRow) -> Cause | None:
    """Why it happened, where the row says so."""
    if not new.cause:
        return None
    by = new.reporter or new.issue.created_by
    found = stored_causes.named(session, now, new.issue.team_id, new.cause, by)
    new.issue.cause_id = found.cause_id
    return found


def count(tally: Tally, new: IssueRow) -> None:
    """One more issue that came in, or would."""
    by, ending = new.in_charge, new.told.ending
    tally.added += 1
    tally.count_strangers(Counter(new.strangers))
    if by.department:
        tally.count_for(by.department, news=ending is None)
    if ending:
        tally.closed += 1
        tally.undated += not ending.is_dated
        return
    tally.triage += by.department is None
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
        routes = [*departments.routes(session, job.team_id), *_rehearsed(everyone, job)]
        self._rules = _rules(routes, job)
        self._words = [route for route in routes if route.field == routing.WORDS]
        self._leads: dict[UUID, Person | str] = {}

    def issue(self, row: Row) -> IssueRow:
        """The issue of a row. Raises a UserError that says why there is none, or LeftOut."""
        job, now = self._job, self._now
        job.layout.check_width(row)
        rules.check_id(job.id_of(row))
        title, story = rules.title_and_story(
            job.text(row, "title"), job.text(row, "sub-issue"), job.text(row, "story")
        )
        severity = rules.severity(job, row)
        customer = self._known.customer(job.text(row, "customer"))
        named, reporter, strangers = self._named_people(row)
        by = self._answering(row, f"{title} {story}", named)
        calendar = calendars.for_person(self._session, by.owner) if by.owner else Calendar()
        opened = rules.happened(job, row, "opened", calendar, now)
        taken = rules.happened(job, row, "acknowledged", calendar, now, opened)
        told = endings.read(job, row, calendar, now, opened, taken)
        due = rules.promised(job, row, "due", calendar)
        if told.ending:
            opened = opened or taken or told.ending.at
            # Who has what is over need not be there any more.
            by = replace(by, owner=named or by.owner, instead=None)
        elif by.owner:
            tier = tiers.of(customer)
            due = due or items.resolve_by(self._session, now, by.owner, severity, tier)
            rules.check_near(due, now)
            # A lead whom the file does not name has promised nothing.
            told = told if by.owner is named else endings.PastState()
        else:
            due, told = None, endings.PastState()
        issue = Experience(
            team_id=job.team_id,
            number=0,
            title=title,
            story=story,
            severity=severity,
            touchpoint=blocks.clip(job.text(row, "touchpoint"), items.TOUCHPOINT),
            owner_id=by.owner.user_id if by.owner else None,
            department_id=by.department.department_id if by.department else None,
            customer_id=customer.customer_id if customer else None,
            due_at=due,
            due_zone=calendar.zone,
            original_due_at=due,
            created_by=reporter or job.asked_by,
            created_at=opened or told.taken_at or now,
            audience=rules.audience(job, row),
            felt=rules.feeling(job, row, "felt"),
            feels=rules.feeling(job, row, "feels"),
        )
        no = noes.read(job, row, self._known, calendar, now, told.ending)
        let_in = self._known.let_in(job.text(row, "let_in"))
        asker = reporter or job.actor
        cause = job.text(row, "cause")
        cause = "" if cleaning.says_nothing(cause) else causes.words_of(cause)
        return IssueRow(row.number, issue, customer, by, told, asker, cause, strangers, let_in, no)

    def _named_people(self, row: Row) -> tuple[Person | None, str, tuple[str, ...]]:
        """Owner and reporter by a row, and the names in it that nobody here has.

        Other systems know people whom Slack does not: the issue is there all the same.
        """
        strangers = []
        found: dict[str, Person] = {}
        for field in ("owner", "reporter"):
            words = self._job.text(row, field)
            if not words:
                continue
            try:
                found[field] = self._known.person(words)
            except UserError:
                strangers.append(words)
        reporter = found.get("reporter")
        return found.get("owner"), reporter.user_id if reporter else "", tuple(strangers)

    def _answering(self, row: Row, said: str, named: Person | None) -> InCharge:
        """The department of a row, who answers there and by which rule; or why nobody does.

        Whoever the row names answers where they may, and else the lead.
        """
        department, rule = self._department(row, said)
        if named and self._may_own(named):
            department = department or self._own_department(named)
            if department:
                return InCharge(department, named, rule)
        if department is None:
            return InCharge()
        lead = self._lead(department)
        if isinstance(lead, str):
            return InCharge(instead=(department.name, lead))
        return InCharge(department, lead, rule)

    def _own_department(self, person: Person) -> Department | None:
        return self._departments.get(person.department_id) if person.department_id else None

    def _may_own(self, person: Person) -> bool:
        try:
            access.check_owner(person)
        except UserError:
            return False
        return True

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


def _rehearsed(everyone: Sequence[Department], job: Job) -> list[Route]:
    """The rules that a rehearsal acts upon as if they were kept."""
    by_id = {each.department_id: each for each in everyone}
    return [
        departments.new_route(by_id[rule.department_id], rule.column, rule.pattern)
        for rule in job.new_rules
    ]


def _rules(routes: list[Route], job: Job) -> dict[int, list[Route]]:
    """Place of each routing column → its rules, longest pattern first."""
    return {
        place: [route for route in routes if same(route.field) == same(job.header[place])]
        for place in job.routed
    }
