"""What a file says about people whom Slack's directory knows: role, department and deputy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.front.imports import cards, rules
from handlers.front.imports.known import Known
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import Tally
from handlers.people import office
from handlers.speech.errors import RowRejected, UserError
from storage.people import Person, Role


def bring(session: Session, now: datetime, job: Job, rows: Sequence[Row]) -> Tally:
    """Update people; nobody is made up, and an empty cell leaves what is there."""
    tally, known = Tally(), Known(session, job.team_id)
    for row in rows:
        try:
            job.layout.check_width(row)
            _bring_one(session, now, job, row, known, tally)
        except UserError as error:
            tally.reject(row, error.message)
    return tally


def _bring_one(
    session: Session, now: datetime, job: Job, row: Row, known: Known, tally: Tally
) -> None:
    user, role = job.text(row, "user"), job.text(row, "role")
    department, deputy = job.text(row, "department"), job.text(row, "deputy")
    if not user:
        raise RowRejected(reason=cards.missing("user"))
    person = known.present(user)
    wanted: dict[str, object] = {}
    if role:
        wanted["role"] = rules.role(role)
    if department:
        wanted["department_id"] = known.department(department).department_id
    if deputy:
        wanted["deputy_id"] = known.lead(deputy).user_id
        if wanted["deputy_id"] == person.user_id:
            raise RowRejected(reason=cards.own_deputy(person.name))
    changes = {field: value for field, value in wanted.items() if getattr(person, field) != value}
    if "role" in changes:
        _change_office(session, now, person, changes["role"])
    for field, value in changes.items():
        setattr(person, field, value)
    session.add(person)
    if changes:
        tally.updated += 1
    else:
        tally.already_there += 1
    if department:
        tally.count_for(known.department(department))


def _change_office(session: Session, now: datetime, person: Person, role: object) -> None:
    """Give the CCO's office, or take it from somebody who is not the last to hold it.

    Raises LastCco, LeadsStill or OwesStill.
    """
    if role == Role.CCO:
        office.give(session, now, person)
    elif person.role == Role.CCO:
        office.check_stays_held(session, person)
