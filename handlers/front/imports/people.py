"""What a file says about people whom Slack's directory knows: role, department and deputy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.front.imports import cards, kept, rules
from handlers.front.imports.known import Known
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import Tally
from handlers.people import office, records
from handlers.people.records import Facts
from handlers.promises import triage
from handlers.speech.errors import UserError
from handlers.speech.file_errors import RowRejected
from storage.gathering import gathered
from storage.people import Person, Role


def bring(session: Session, now: datetime, job: Job, rows: Sequence[Row]) -> Tally:
    """Update people; nobody is made up, and an empty cell leaves what is there."""
    tally, known = Tally(), Known(session, job.team_id)
    changes: list[tuple[Person, Facts, Facts]] = []
    for row in rows:
        try:
            job.layout.check_width(row)
            person = _person(job, row, known)
            before = records.facts_of(person)
            _change(session, now, job, row, known, person, tally)
            changes.append((person, before, records.facts_of(person)))
        except UserError as error:
            tally.reject(row, error.message)
    # Only now: a new CCO is asked what waited for one, and what is gathered cannot be asked for.
    with gathered(session):
        for person, stood, stands in changes:
            if kept.changed(session, now, job, person, stood, stands):
                tally.updated += 1
            else:
                tally.already_there += 1
    return tally


def _person(job: Job, row: Row, known: Known) -> Person:
    user = job.text(row, "user")
    if not user:
        raise RowRejected(reason=cards.missing("user"))
    return known.present(user)


def _change(
    session: Session, now: datetime, job: Job, row: Row, known: Known, person: Person, tally: Tally
) -> None:
    role, department = job.text(row, "role"), job.text(row, "department")
    wanted: dict[str, object] = {}
    if role:
        wanted["role"] = rules.role(role)
    if department:
        wanted["department_id"] = known.department(department).department_id
    if deputy := job.text(row, "deputy"):
        wanted["deputy_id"] = known.lead(deputy).user_id
        if wanted["deputy_id"] == person.user_id:
            raise RowRejected(reason=cards.own_deputy(person.name))
    if wanted.get("role", person.role) != person.role:
        change_office(session, now, person, wanted["role"])
    for field, value in wanted.items():
        setattr(person, field, value)
    session.add(person)
    if department:
        tally.count_for(known.department(department))


def change_office(session: Session, now: datetime, person: Person, role: object) -> None:
    """Give the CCO's office, or take it from somebody who is not the last to hold it.

    Raises LastCco, LeadsStill or OwesStill.
    """
    if role == Role.CCO:
        triage.appoint(session, now, person)
    elif person.role == Role.CCO:
        office.check_stays_held(session, person)
