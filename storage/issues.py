"""An issue is something customers experienced that should not have been. I-7."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKeyConstraint, Index, TextClause, func, insert, text
from sqlmodel import Session, SQLModel, col, select

from storage.asks import Ask
from storage.columns import large, long_text, partial_index
from storage.due import PUT_OFF, longest_due
from storage.gathering import insert_rows
from storage.items import CLOSED, CORRECTED, LIVE, PRIVATE, WAITING, Item
from storage.many import among

MOST = 200
"""So many issues that were joined to one are looked at."""
IN_TRIAGE = "closed_at IS NULL AND department_id IS NULL"
"""Which issues wait for somebody to say whose they are."""
SEVERE = "closed_at IS NULL AND severity <= 2"
"""Which open issues are grave."""


class Step(StrEnum):
    """One duty of an issue's loop."""

    TOLD = "told"
    """The customer has heard from us what happened and what happens now."""
    CORRECTED = "corrected"
    """What went wrong for this customer is put right."""
    PREVENTED = "prevented"
    """It is known why it happened, and what keeps it from coming back."""
    VERIFIED = "verified"
    """Somebody has seen that it helped."""


class Feeling(StrEnum):
    """How a customer feels, from the worst to the best."""

    ANGRY = "angry"
    LET_DOWN = "let down"
    UNEASY = "uneasy"
    SATISFIED = "satisfied"
    DELIGHTED = "delighted"


class Experience(Item):
    """One experience to correct and prevent; without a department it waits for triage.

    `told_at` and so on are when (UTC) each step of its loop was done; none where it was not, or
    does not hold any more. `felt` is how the customer felt when it was reported, `feels` how they
    have felt since it was corrected: none where that is not known.
    """

    noun: ClassVar[str] = "issue"
    letter: ClassVar[str] = "I"

    story: str = long_text("")
    touchpoint: str = ""
    source: str | None = None
    joined_to: int | None = large(None)
    """The number of the issue of which it is a part, where it was joined to another."""
    cause_id: UUID | None = None
    """Why it happened, where that is known."""
    told_at: datetime | None = None
    corrected_at: datetime | None = None
    prevented_at: datetime | None = None
    verified_at: datetime | None = None
    check_at: datetime | None = None
    """When (UTC) somebody is asked next whether what was to prevent it has held."""
    felt: str | None = None
    feels: str | None = None

    @property
    def kept_at(self) -> datetime | None:
        """When (UTC) it was corrected; what has ended otherwise owes nothing since then."""
        return self.corrected_at or self.closed_at

    def done_at(self, step: Step) -> datetime | None:
        """When (UTC) a step was done."""
        at: datetime | None = getattr(self, column_of(step))
        return at


def column_of(step: Step) -> str:
    """The column that says when a step was done."""
    return f"{step}_at"


class Issue(Experience, table=True):
    """The same, as it is remembered."""

    __tablename__ = "issues"
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "owner_id"], ["people.team_id", "people.user_id"]),
        ForeignKeyConstraint(
            ["team_id", "department_id"], ["departments.team_id", "departments.department_id"]
        ),
        ForeignKeyConstraint(
            ["team_id", "customer_id"], ["customers.team_id", "customers.customer_id"]
        ),
        partial_index("issues_due_live", "team_id", "due_at", "number", where=LIVE),
        partial_index(
            "issues_customer_live", "team_id", "customer_id", "due_at", "number", where=LIVE
        ),
        partial_index(
            "issues_of_customer",
            "team_id",
            "customer_id",
            "closed_at",
            where="customer_id IS NOT NULL",
        ),
        partial_index(
            "issues_customer_ended", "team_id", "customer_id", "closed_at", "number", where=CLOSED
        ),
        Index("issues_created", "team_id", "department_id", "created_at"),
        partial_index(
            "issues_in_triage",
            "team_id",
            "severity",
            "created_at",
            "number",
            "source",
            where=IN_TRIAGE,
        ),
        partial_index("issues_severe", "team_id", "created_at", where=SEVERE),
        partial_index("issues_private", "team_id", "closed_at", "number", where=PRIVATE),
        partial_index("issues_closed", "team_id", "department_id", "closed_at", where=CLOSED),
        partial_index("issues_ended", "team_id", "closed_at", "number", where=CLOSED),
        partial_index("issues_asker_live", "team_id", "created_by", "due_at", "number", where=LIVE),
        partial_index("issues_corrected", "team_id", "number", where=CORRECTED),
        partial_index("issues_waiting", "team_id", "due_at", "number", where=WAITING),
        partial_index("issues_owner_live", "team_id", "owner_id", "due_at", "number", where=LIVE),
        partial_index(
            "issues_department_live", "team_id", "department_id", "due_at", "number", where=LIVE
        ),
        partial_index(
            "issues_joined", "team_id", "joined_to", "number", where="joined_to IS NOT NULL"
        ),
        partial_index(
            "issues_of_cause", "team_id", "cause_id", "created_at", where="cause_id IS NOT NULL"
        ),
        partial_index(
            "issues_caused", "team_id", "created_at", "cause_id", where="cause_id IS NOT NULL"
        ),
        partial_index("issues_check", "check_at", where="check_at IS NOT NULL"),
        partial_index(
            "issues_source", "team_id", "source", where="source IS NOT NULL", unique=True
        ),
    )


INSERT = insert(SQLModel.metadata.tables["issues"])


def add(session: Session, experience: Experience) -> None:
    """Remember an experience that was just reported."""
    # Without an object for the row: whoever reports it needs no more than what is in it.
    insert_rows(session, INSERT, [experience.model_dump()])


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> Issue | None:
    """The issue with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        Issue, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def open_for(session: Session, team_id: str, customer_id: UUID, limit: int) -> list[Issue]:
    """The newest issues of a customer that have not ended."""
    query = select(Issue).where(
        Issue.team_id == team_id,
        Issue.customer_id == customer_id,
        col(Issue.customer_id).is_not(None),
        col(Issue.closed_at).is_(None),
    )
    return list(session.exec(query.order_by(col(Issue.created_at).desc()).limit(limit)))


def corrected(session: Session, team_id: str, limit: int) -> list[Issue]:
    """Issues of which only the rest of their loop is still to come, held; the oldest first."""
    query = select(Issue).where(Issue.team_id == team_id, text(CORRECTED))
    query = query.order_by(col(Issue.number)).limit(limit)
    return list(session.exec(query.with_for_update(of=Issue)))


def next_check(session: Session, now: datetime) -> Issue | None:
    """The issue that has waited longest to be asked about, held for this transaction."""
    return longest_due(session, Issue, col(Issue.check_at), now)


def put_off_check(session: Session, issue: Issue, now: datetime, error: str) -> None:
    """Try this one again in an hour; the log says what went wrong."""
    del error
    issue.check_at = now + PUT_OFF
    session.add(issue)


def joined(session: Session, team_id: str, number: int) -> list[Issue]:
    """The issues that were joined to this one, and those that were joined to them, up to `MOST`."""
    found: dict[int, Issue] = {}
    wanted = [number]
    while wanted and len(found) < MOST:
        query = select(Issue).where(
            Issue.team_id == team_id,
            among(session, col(Issue.joined_to), wanted),
            col(Issue.joined_to).is_not(None),
        )
        # In no order there: SQLite would walk through all issues in the order of their numbers.
        some = sorted(session.exec(query.limit(MOST - len(found))), key=lambda each: each.number)
        new = [each for each in some if each.number not in found and each.number != number]
        found |= {each.number: each for each in new}
        wanted = [each.number for each in new]
    return list(found.values())


def whole(session: Session, team_id: str, number: int) -> Issue | None:
    """The issue with this number, or the one that it was joined to in the end."""
    issue = find(session, team_id, number)
    for _ in range(MOST):
        into = find(session, team_id, issue.joined_to) if issue and issue.joined_to else None
        if into is None:
            break
        issue = into
    return issue


def in_triage(
    session: Session, team_id: str, limit: int = 20, after: int = 0, *also: ColumnElement[bool]
) -> list[Issue]:
    """Live issues that no department owns yet, gravest and oldest first; those `after` so many.

    Only those that meet the conditions in `also`.
    """
    query = select(Issue).where(*_unowned(team_id), *also)
    in_order = query.order_by(col(Issue.severity), col(Issue.created_at), col(Issue.number))
    return list(session.exec(in_order.offset(after).limit(limit)))


def count_in_triage(session: Session, team_id: str, *also: ColumnElement[bool]) -> int:
    """How many live issues no department owns yet; only those that meet these conditions."""
    query = select(func.count()).select_from(Issue).where(*_unowned(team_id), *also)
    return session.exec(query).one()


def nobody_asked(session: Session, team_id: str, limit: int) -> list[Issue]:
    """Live issues that no department owns and nobody was asked about, but for imported ones.

    Of those the CCO hears one number, see `handlers/front/imports`.
    """
    asked = (
        select(Ask.ask_id)
        .where(
            Ask.team_id == team_id,
            Ask.noun == Issue.noun,
            Ask.number == Issue.number,
            col(Ask.answered_at).is_(None),
        )
        .exists()
    )
    query = select(Issue).where(*_unowned(team_id), col(Issue.source).is_(None), ~asked)
    in_order = query.order_by(col(Issue.severity), col(Issue.created_at), col(Issue.number))
    return list(session.exec(in_order.limit(limit)))


def _unowned(team_id: str) -> tuple[ColumnElement[bool] | TextClause, ...]:
    return (col(Issue.team_id) == team_id, text(IN_TRIAGE))
