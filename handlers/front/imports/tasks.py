"""An existing task list with its history: what is open is asked for, what is closed is counted.

Dates stay as they were. An open task is asked of its owner from now on, in one bundle with the
others; what already happened becomes history and answered asks at the times it happened, so that
“taken on time” and “kept on time” count from the first day: for the week that is not over yet, as
figures of weeks that are over have been told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel import Session

from handlers.calendar import calendars
from handlers.calendar.hours import Calendar
from handlers.chasing import policy as policies
from handlers.chasing.kinds import Kind
from handlers.front.imports import cards, endings, identity, noes, parts, previews, readers, rules
from handlers.front.imports.endings import Ending
from handlers.front.imports.identity import NewRow
from handlers.front.imports.known import Known
from handlers.front.imports.noes import PastNo
from handlers.front.imports.order import Job
from handlers.front.imports.parts import Places
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import Batch, RowShown, Tally
from handlers.people import access, lookup
from handlers.promises import items, lifecycle, moves
from handlers.promises.items.kinds import ACKNOWLEDGE, FINISH
from handlers.promises.lifecycle import Asked, judging
from handlers.speech import cleaning, phrases
from handlers.speech.file_errors import RowRejected
from handlers.speech.people_errors import NoDepartment
from storage import asks as stored_asks
from storage import tasks
from storage.asks import Outcome, Owed
from storage.customer_outcomes import CustomerOutcome
from storage.customers import Customer
from storage.departments import Department
from storage.gathering import gathered
from storage.items import State
from storage.people import Person
from storage.tasks import Promise


@dataclass(frozen=True)
class Past:
    """What a row says has happened, in UTC."""

    created: datetime
    acknowledged: datetime | None
    ending: Ending | None


@dataclass(frozen=True)
class TaskRow:
    """A task that is sure to be written, as it was given, and what has become of it since.

    `asker` is who history says gave it, if anybody.
    """

    number: int
    task: Promise
    past: Past
    asker: str
    owner: Person
    department: Department
    customer: Customer | None
    let_in: tuple[Person, ...] = ()
    no: PastNo | None = None
    moved: CustomerOutcome | None = None

    @property
    def item(self) -> Promise:
        """The task in the making."""
        return self.task

    @property
    def ending(self) -> endings.Ending | None:
        """How it ended, if it has."""
        return self.past.ending

    @property
    def is_taken(self) -> bool:
        """Whether its owner has taken it."""
        return self.past.acknowledged is not None

    @property
    def in_department(self) -> Department | None:
        """Whose it is."""
        return self.department

    @property
    def shown(self) -> RowShown:
        """What a rehearsal shows of it."""
        past = self.past
        return previews.of_item(
            self.number, self.task, self.customer, self.department.name, self.owner.name,
            past.ending, is_taken=past.acknowledged is not None, moved=self.moved,
        )  # fmt: skip


def read(session: Session, now: datetime, job: Job, rows: Sequence[Row]) -> Batch:
    """Check every row before any is written; what adds the tasks that are not there yet."""
    tally, known = Tally(), Known(session, job.team_id)
    read_one = partial(_new_task, session, now, job, known, set())
    find = partial(tasks.find, session, job.team_id)
    new = identity.new_rows(session, job, Promise.noun, rows, read_one, find, tally)
    bring = partial(_write_all, now=now, job=job, read=new, tally=tally)
    return Batch(
        bring,
        Promise.noun,
        len(new),
        tally,
        [each.identity.key for each in new],
        lambda tally, place: count(tally, new[place].made),
        lambda most: [each.made.shown for each in new[:most]],
    )


def read_one(session: Session, now: datetime, job: Job, row: Row) -> TaskRow:
    """What one row says. Raises a UserError that says why it says nothing, or LeftOut."""
    return _new_task(session, now, job, Known(session, job.team_id), set(), row)


def _write_all(
    session: Session,
    first: int,
    *,
    now: datetime,
    job: Job,
    read: list[NewRow[TaskRow]],
    tally: Tally,
) -> Tally:
    # Another import may have brought them since.
    missing = identity.still_new(session, job.team_id, Promise.noun, read)
    tally.already_there += len(read) - len(missing)
    with gathered(session):
        for number, new in enumerate(missing, start=first):
            task = new.made.task
            task.number, task.source = number, job.came_as(new.identity.key)
            _write(session, now, new.made)
            count(tally, new.made)
        identity.remember(session, job, Promise.noun, missing, tally.known_now)
    return tally


def count(tally: Tally, new: TaskRow) -> None:
    """One more task that came in, or would."""
    ending = new.past.ending
    tally.added += 1
    tally.count_for(new.department, news=ending is None)
    tally.closed += ending is not None
    tally.undated += ending is not None and not ending.is_dated


def _new_task(
    session: Session, now: datetime, job: Job, known: Known, taken: Places, row: Row
) -> TaskRow:
    job.layout.check_width(row)
    rules.check_id(job.id_of(row))
    title = _title(job.text(row, "title"))
    owner_words = job.text(row, "owner")
    if not owner_words:
        raise RowRejected(reason=cards.missing("owner"))
    owner = known.person(owner_words)
    department = _department(session, known, owner, job.text(row, "department"))
    customer = known.customer(job.text(row, "customer"))
    asker = job.text(row, "reporter")
    created_by = known.person(asker).user_id if asker else job.asked_by
    calendar = calendars.for_person(session, owner)
    past = _past(job, row, calendar, now, self_given=created_by == owner.user_id)
    due = rules.promised(job, row, "due", calendar)
    if not past.ending:
        _check_open(owner, due, now)
    task = Promise(
        team_id=job.team_id,
        number=0,
        title=title,
        severity=rules.severity(job, row),
        owner_id=owner.user_id,
        department_id=department.department_id,
        customer_id=customer.customer_id if customer else None,
        due_at=due,
        due_zone=owner.zone,
        original_due_at=due,
        created_by=created_by,
        created_at=past.created,
        audience=rules.audience(job, row),
    )
    find = partial(tasks.find, session, job.team_id)
    parts.place(
        session, task, parts.read(session, job, row), department, taken,
        is_open=past.ending is None,
        is_ours=lambda: identity.written_here(job, row, task, find) is not None,
    )  # fmt: skip
    is_elsewhere = identity.is_of_elsewhere(job, row, task, find)
    moved = known.outcome(job.text(row, "outcome"), job.source if is_elsewhere else "")
    task.outcome_number = moved.number if moved else None
    no = noes.read(job, row, known, calendar, now, past.ending)
    asked_by = created_by if asker else job.actor
    let_in = known.let_in(job.text(row, "let_in"))
    return TaskRow(row.number, task, past, asked_by, owner, department, customer, let_in, no, moved)


def _title(words: str) -> str:
    line = phrases.one_line(words)
    if cleaning.says_nothing(line):
        raise RowRejected(reason=cards.missing("title"))
    items.check_title(line)
    return line


def _department(session: Session, known: Known, owner: Person, words: str) -> Department:
    if words:
        return known.department(words)
    try:
        return lookup.department_for(session, owner, "", "")
    except NoDepartment as error:
        raise RowRejected(reason=cards.no_department(owner.name)) from error


def _past(job: Job, row: Row, calendar: Calendar, now: datetime, *, self_given: bool) -> Past:
    """Read what has happened. Raises RowRejected when it cannot have happened in that order."""

    def at(field: str, after: datetime | None) -> datetime | None:
        return rules.happened(job, row, field, calendar, now, after)

    created = at("opened", None)
    acknowledged = at("acknowledged", created)
    since = acknowledged or created
    done, declined = at("done", since), at("declined", since)
    told = endings.read(job, row, calendar, now, since)
    told = endings.either(told, done, declined, job.text(row, "reason"))
    ending = told.ending
    created = created or acknowledged or (ending.at if ending else now)
    if self_given or told.is_taken:
        # Whoever gives themselves a task has taken it.
        acknowledged = acknowledged or created
    return Past(created, acknowledged, ending)


def _check_open(owner: Person, due: datetime | None, now: datetime) -> None:
    """Refuse an open promise without a date or with nobody to keep it; closed ones are history."""
    access.check_owner(owner)
    if due is None:
        raise RowRejected(reason=cards.no_date())
    rules.check_near(due, now)


def _write(session: Session, now: datetime, new: TaskRow) -> None:
    task, owner = new.task, new.owner
    _remember(session, new)
    tasks.add(session, task)
    is_open, answered = task.state == State.OPEN, []
    if not is_open and task.created_by != task.owner_id:
        answered.append(_write_taken(session, new))
    judging.judge_told(session, now, task, answered)
    if task.live:
        asked = Asked(
            ACKNOWLEDGE if is_open else FINISH, owner, task.department_id, announced=False
        )
        lifecycle.begin_asks(session, now, task, new.customer, asked)
    elif task.acknowledged_at and task.due_at:
        _ended(session, task, FINISH, task.acknowledged_at, task.due_at)
    noes.remember(session, now, task, new.customer, new.past.ending, new.no)


def _remember(session: Session, new: TaskRow) -> None:
    """Make the moves that the file tells of, each at its own time and by whoever made it."""
    task, past, owner = new.task, new.past, new.owner.user_id
    # Whoever gives themselves a task has taken it, unless the file says when.
    at_once = task.created_by == owner and past.acknowledged == past.created
    record = partial(lifecycle.record, session, item=task, customer=new.customer)
    given = moves.GIVE_ONESELF if at_once else moves.GIVE
    record(past.created, given, actor=new.asker, owner=owner)
    readers.admit(session, past.created, task, new.customer, new.asker, new.let_in)
    if past.acknowledged and not at_once:
        record(past.acknowledged, moves.TAKE, actor=owner)
    if past.ending:
        by = new.asker if past.ending.state == State.WITHDRAWN else owner
        past.ending.record(session, task, new.customer, by, **(new.no.facts if new.no else {}))


def _write_taken(session: Session, new: TaskRow) -> Owed:
    """The ask to take a task, as it was answered: by taking it, or by ending it at once."""
    task = new.task
    policy = policies.of(session, task.team_id)
    calendar = calendars.for_person(session, new.owner)
    about = items.about(task, new.customer)
    until = ACKNOWLEDGE.due(policy, calendar, task.created_at, about)
    if task.acknowledged_at:
        return _answered(session, task, ACKNOWLEDGE, task.created_at, until, task.acknowledged_at)
    return _ended(session, task, ACKNOWLEDGE, task.created_at, until)


def _ended(session: Session, task: Promise, kind: Kind, opened: datetime, due: datetime) -> Owed:
    """An ask that the end of the task answered, as done or with a no."""
    outcomes = {State.DECLINED: Outcome.DECLINED, State.WITHDRAWN: Outcome.WITHDRAWN}
    outcome = outcomes.get(State(task.state), Outcome.ANSWERED)
    return _answered(session, task, kind, opened, due, task.closed_at, outcome)


def _answered(
    session: Session,
    task: Promise,
    kind: Kind,
    opened: datetime,
    due: datetime,
    at: datetime | None,
    outcome: Outcome = Outcome.ANSWERED,
) -> Owed:
    owed = Owed(
        team_id=task.team_id,
        kind=kind.name,
        noun=Promise.noun,
        number=task.number,
        person_id=task.owner_id or "",
        department_id=task.department_id,
        severity=task.severity,
        opened_at=opened,
        due_at=max(due, opened),
        answered_at=at,
        answered_by=task.owner_id,
        outcome=outcome,
    )
    stored_asks.add(session, owed)
    return owed
