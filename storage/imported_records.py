"""What an import changed about anything but tasks and issues is kept, so that it can go back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, Index, exists, insert
from sqlmodel import Field, Session, SQLModel, col, select

from storage import contacts
from storage.assessments import Assessment
from storage.causes import Cause
from storage.columns import facts, large, new_id, row_id, team
from storage.concerns import Concern
from storage.contract_terms import ContractTerm
from storage.customers import Customer
from storage.departments import Department, Route
from storage.gathering import insert_rows
from storage.handoffs import Handoff
from storage.initiatives import Initiative, InitiativeCustomer
from storage.issues import Issue
from storage.losses import Loss
from storage.matters import Matter
from storage.people import Person
from storage.renewals import Renewal
from storage.sales import Sale
from storage.segments import Flag, Placing
from storage.surveys import Respondent, SurveyResponse
from storage.tasks import Task
from storage.themes import Theme, ThemeAnswer
from storage.voices import Voice
from storage.waits import Wait

LAST = UUID(int=(1 << 128) - 1)
"""Behind everything that an import changed; ids are in the order of time."""


class ImportedRecord(SQLModel, table=True):
    """One change that an import made; `row` is the id of what was changed.

    `before` is what stood in the columns that it changed, None where it made the row, and `after`
    what it wrote there.
    """

    __tablename__ = "imported_records"
    __table_args__ = (Index("imported_records_import", "team_id", "import_number", "record_id"),)

    team_id: str = team()
    record_id: UUID = row_id()
    import_number: int = large()
    noun: str
    row: str
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    after: dict[str, Any] = facts()


INSERT = insert(SQLModel.metadata.tables["imported_records"])


def remember(
    session: Session,
    team_id: str,
    import_number: int,
    noun: str,
    row: str,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    """Keep one change of very many, each as in `ImportedRecord`."""
    values = {
        "team_id": team_id, "record_id": new_id(), "import_number": import_number, "noun": noun,
        "row": row, "before": before, "after": after,
    }  # fmt: skip
    insert_rows(session, INSERT, [values])


def newest_before(
    session: Session, team_id: str, import_number: int, place: UUID, limit: int
) -> list[ImportedRecord]:
    """What an import changed before `place`, the newest first."""
    query = select(ImportedRecord).where(
        ImportedRecord.team_id == team_id,
        ImportedRecord.import_number == import_number,
        col(ImportedRecord.record_id) < place,
    )
    return list(session.exec(query.order_by(col(ImportedRecord.record_id).desc()).limit(limit)))


def has_any(session: Session, team_id: str, import_number: int) -> bool:
    """Whether it is kept of an import what it changed."""
    return bool(newest_before(session, team_id, import_number, LAST, 1))


def customer_in_use(session: Session, customer: Customer) -> bool:
    """Whether a customer is named anywhere.

    That is in a task or an issue, on the list of one, in a wait, in what an executive heard, as one
    who left, renews or bought something, with an initiative, in what they answered, where somebody
    said how they are looked after, or by somebody there of whom a file knew less.
    """
    known = contacts.at(session, customer.team_id, customer.customer_id)
    return any(not each.is_only_brought for each in known) or any(
        _is_any(session, table, customer.team_id, col(table.customer_id) == customer.customer_id)
        for table in (
            Task,
            Issue,
            Concern,
            Wait,
            Voice,
            Loss,
            Renewal,
            Sale,
            InitiativeCustomer,
            ThemeAnswer,
            Respondent,
            SurveyResponse,
            Placing,
            Matter,
            ContractTerm,
            Flag,
        )
    )


def cause_in_use(session: Session, cause: Cause) -> bool:
    """Whether an issue ever had a cause, or another was joined to it."""
    of, team_id = cause.cause_id, cause.team_id
    return _is_any(session, Issue, team_id, col(Issue.cause_id) == of) or _is_any(
        session, Cause, team_id, col(Cause.joined_to) == of
    )


def uses_of(session: Session, department: Department) -> list[str]:
    """By what a department is used.

    That is people, things ever given to it, offers, rules, causes and losses that it could have
    prevented, initiatives, themes, what ever waited for it, and how it dealt with customers.
    """
    of, team_id = department.department_id, department.team_id
    offered = (col(Handoff.to_department_id) == of) & col(Handoff.answered_at).is_(None)
    conditions: list[tuple[str, type[SQLModel], ColumnElement[bool]]] = [
        ("people", Person, col(Person.department_id) == of),
        ("things", Issue, col(Issue.department_id) == of),
        ("things", Task, col(Task.department_id) == of),
        ("offers", Handoff, offered),
        ("rules", Route, col(Route.department_id) == of),
        ("causes", Cause, col(Cause.department_id) == of),
        ("waits", Wait, col(Wait.department_id) == of),
        ("losses", Loss, col(Loss.department_id) == of),
        ("initiatives", Initiative, col(Initiative.department_id) == of),
        ("assessments", Assessment, col(Assessment.department_id) == of),
        ("themes", Theme, col(Theme.department_id) == of),
    ]
    found = [use for use, table, has in conditions if _is_any(session, table, team_id, has)]
    return list(dict.fromkeys(found))


def _is_any(
    session: Session, table: type[SQLModel], team_id: str, condition: ColumnElement[bool]
) -> bool:
    of_team = SQLModel.metadata.tables[str(table.__tablename__)].c.team_id == team_id
    return session.exec(select(exists().where(of_team, condition))).one()
