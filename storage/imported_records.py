"""What an import changed about anything but tasks and issues is kept, so that it can go back."""

from __future__ import annotations

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, Index, exists, insert
from sqlmodel import Field, Session, SQLModel, col, select

from storage import contacts, sales
from storage.aims import Aim
from storage.assessments import Assessment
from storage.causes import Cause
from storage.columns import facts, large, new_id, row_id, team
from storage.concerns import Concern
from storage.contract_terms import ContractTerm
from storage.customer_outcomes import CustomerOutcome
from storage.customers import Customer
from storage.departments import Department, Route
from storage.gathering import insert_rows
from storage.handoffs import Handoff
from storage.initiatives import Initiative, InitiativeCustomer
from storage.invitations import SurveyInvitation
from storage.issues import Issue
from storage.losses import Loss
from storage.matters import Matter
from storage.people import Person
from storage.renewals import Renewal
from storage.sales import Sale
from storage.segments import Flag, Placing
from storage.survey_keys import SurveyKey
from storage.surveys import Respondent, Survey, SurveyResponse
from storage.tasks import Task
from storage.themes import Theme, ThemeAnswer
from storage.voices import Voice
from storage.waits import Wait

LAST = UUID(int=(1 << 128) - 1)
"""Behind everything that an import changed; ids are in the order of time."""

OF_CUSTOMERS: tuple[Any, ...] = (
    Task, Issue, Concern, Wait, Voice, Loss, Renewal, InitiativeCustomer, ThemeAnswer,
    Respondent, SurveyResponse, SurveyInvitation, Placing, Matter, ContractTerm, Flag, Aim,
)  # fmt: skip
"""What names a customer: a customer of whom there is any of these is in use."""


class DepartmentUse(StrEnum):
    """By what a department is used, so that it cannot go."""

    PEOPLE = "people"
    THINGS = "things"
    """Tasks and issues that were ever given to it."""
    OFFERS = "offers"
    RULES = "rules"
    CAUSES = "causes"
    """It could have prevented what is known of them."""
    WAITS = "waits"
    LOSSES = "losses"
    """Those that it could have prevented."""
    INITIATIVES = "initiatives"
    OUTCOMES = "outcomes"
    SALES = "sales"
    ASSESSMENTS = "assessments"
    THEMES = "themes"


OF_DEPARTMENTS: tuple[tuple[DepartmentUse, Any], ...] = (
    (DepartmentUse.PEOPLE, Person), (DepartmentUse.THINGS, Issue), (DepartmentUse.THINGS, Task),
    (DepartmentUse.RULES, Route), (DepartmentUse.CAUSES, Cause), (DepartmentUse.WAITS, Wait),
    (DepartmentUse.LOSSES, Loss), (DepartmentUse.INITIATIVES, Initiative),
    (DepartmentUse.OUTCOMES, CustomerOutcome), (DepartmentUse.SALES, Sale),
    (DepartmentUse.ASSESSMENTS, Assessment), (DepartmentUse.THEMES, Theme),
)  # fmt: skip
"""What names a department, and as what that uses it."""


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
    """Whether a customer is named anywhere, or somebody there of whom a file knew less."""
    bought = sales.of_customer(session, customer.team_id, customer.customer_id)
    if any(not each.is_only_begun for each in bought):
        return True
    known = contacts.at(session, customer.team_id, customer.customer_id)
    return any(not each.is_only_brought for each in known) or any(
        _is_any(session, table, customer.team_id, col(table.customer_id) == customer.customer_id)
        for table in OF_CUSTOMERS
    )


def cause_in_use(session: Session, cause: Cause) -> bool:
    """Whether an issue ever had a cause, or another was joined to it."""
    of, team_id = cause.cause_id, cause.team_id
    return _is_any(session, Issue, team_id, col(Issue.cause_id) == of) or _is_any(
        session, Cause, team_id, col(Cause.joined_to) == of
    )


def survey_in_use(session: Session, survey: Survey) -> bool:
    """Whether anybody has answered a survey, or a key belongs to it."""
    return any(
        _is_any(session, table, survey.team_id, col(table.survey_id) == survey.survey_id)
        for table in (SurveyResponse, SurveyKey)
    )


def uses_of(session: Session, department: Department) -> list[DepartmentUse]:
    """By what a department is used: each use once, in the order of `DepartmentUse`."""
    of, team_id = department.department_id, department.team_id
    is_offered = (col(Handoff.to_department_id) == of) & col(Handoff.answered_at).is_(None)
    found = {use for use, table in OF_DEPARTMENTS
             if _is_any(session, table, team_id, col(table.department_id) == of)}  # fmt: skip
    if _is_any(session, Handoff, team_id, is_offered):
        found.add(DepartmentUse.OFFERS)
    return [use for use in DepartmentUse if use in found]


def _is_any(
    session: Session, table: type[SQLModel], team_id: str, condition: ColumnElement[bool]
) -> bool:
    of_team = SQLModel.metadata.tables[str(table.__tablename__)].c.team_id == team_id
    return session.exec(select(exists().where(of_team, condition))).one()
