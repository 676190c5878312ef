"""Whole tables are read here for an export, page by page, as far as somebody may see them.

A page is a stretch of keys and not a number of hits: however few rows of a million are wanted, no
question reads more than a page of them, and nothing is open between two pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, false, func, null, or_, select, text, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col

from storage import initiatives as stored_initiatives
from storage import invitations as stored_invitations
from storage import scopes
from storage.aims import Aim
from storage.area_sentences import AreaSentences
from storage.asks import Ask
from storage.assessments import Assessment, KeptResult
from storage.audiences import Audience, AudienceMember
from storage.bank import HouseQuestion
from storage.causes import Cause
from storage.concerns import Concern
from storage.contacts import DECIDES, Contact
from storage.contract_terms import ContractTerm
from storage.customer_outcomes import CustomerOutcome
from storage.customers import Customer
from storage.decisions import Decision, ImpactAnswer
from storage.departments import Department, Route
from storage.halvings import Halving
from storage.handoffs import Handoff
from storage.hearings import CustomerHearing
from storage.history import Event
from storage.initiatives import Initiative
from storage.inquiries import Inquiry
from storage.invitations import SurveyInvitation
from storage.issues import Issue
from storage.items import State
from storage.look_backs import LookBack
from storage.losses import Loss
from storage.many import among
from storage.matters import Matter
from storage.noes import No
from storage.people import Person
from storage.renewals import Renewal
from storage.sales import Sale
from storage.scopes import Model, Reader
from storage.scores import REMINDERS
from storage.segments import Flag, Placing, SegmentRule
from storage.spared import Spared
from storage.surveys import FEW, Respondent, Survey, SurveyResponse
from storage.tasks import Task
from storage.themes import Theme
from storage.twins import Twin
from storage.voices import Voice, VoiceState
from storage.waits import Wait
from storage.workspaces import Workspace
from storage.yields import EVERYBODY, Yield

FIRST_ID = UUID(int=0)
"""Before the id of every row."""
_HAVE_AUDIENCES: tuple[Model | type[Decision], ...] = (Task, Issue, Decision)
_OWNER, _ASKER, _READER = aliased(Person), aliased(Person), aliased(Person)
_WHOLE, _HOME = aliased(Cause), aliased(Department)
_IS_JOINED = and_(
    col(_WHOLE.team_id) == col(Cause.team_id), col(_WHOLE.cause_id) == col(Cause.joined_to)
)
BETWEEN = "; "
"""Between people, where a cell names several."""


@dataclass(frozen=True)
class Excerpt:
    """What of a table is wanted: what its reader may see, of a department, since an instant (UTC).

    `period` is the key of a month or a quarter, such as 2026-11; empty for all of them.

    Whoever looks at the database itself is a reader who sees all.
    """

    reader: Reader
    since: datetime | None = None
    department_id: UUID | None = None
    period: str = ""


class ExportPage(NamedTuple):
    """Some rows in the order of their keys; `last` is the key to go on behind, None at the end."""

    rows: Sequence[Any]
    last: Any = None


NOTHING = ExportPage(())


def everything(team_id: str) -> Reader:
    """Whoever has the database at hand."""
    return Reader(team_id, "", sees_all=True)


# --- what people name by a number ---


def tasks(session: Session, wanted: Excerpt, after: int | None, size: int) -> ExportPage:
    """The next tasks by number, each with the names of people, department and customer."""
    return _items(session, Task, wanted, after, size)


def issues(session: Session, wanted: Excerpt, after: int | None, size: int) -> ExportPage:
    """The next issues by number, likewise."""
    return _items(session, Issue, wanted, after, size)


def _items(
    session: Session, model: Model, wanted: Excerpt, after: int | None, size: int
) -> ExportPage:
    names = (_name(_OWNER, "owner_name"), _name(_ASKER, "created_by_name"))
    about = (_name(Department, "department"), _name(Customer, "customer"), col(Customer.tier))
    query = (
        select(*_columns(model), *names, *about, *_cause(model), *_let_in(model), *_no())
        .add_columns(*_issue_of(model))
        .select_from(model)
        .outerjoin(_OWNER, _is_person(_OWNER, model, model.owner_id))
        .outerjoin(_ASKER, _is_person(_ASKER, model, model.created_by))
        .outerjoin(Department, _is_department(model))
        .outerjoin(Customer, _is_customer(model))
        .outerjoin(No, _is_standing_no(model))
    )
    conditions = [scopes.seen_by(model, wanted.reader), *_of_department(model, wanted)]
    if wanted.since:
        conditions.append(_has_changed(model, wanted.since))
    return _page(session, model, model.number, query, conditions, wanted, after or 0, size)


def _cause(model: Model) -> Sequence[Any]:
    """The words and the number of the cause of each issue; a task has none."""
    if model is not Issue:
        return ()
    is_its = and_(
        col(Cause.team_id) == col(Issue.team_id), col(Cause.cause_id) == col(Issue.cause_id)
    )
    facts = {"cause": ("words", Cause.words), "cause_number": ("number", Cause.number)}
    return [
        select(func.coalesce(getattr(_WHOLE, name), own))
        .select_from(Cause)
        .outerjoin(_WHOLE, _IS_JOINED)
        .where(is_its)
        .correlate(Issue)
        .scalar_subquery()
        .label(label)
        for label, (name, own) in facts.items()
    ]


def _no() -> Sequence[Any]:
    """What was weighed with the no that holds of each item; of most there is none."""
    said = ("weighed", "instead", "cost_avoided", "cost_caused", "teller_id", "tell_by")
    heard: Any = col(No.told_at).label("heard")
    has_cost = or_(col(No.cost_avoided).is_not(None), col(No.cost_caused).is_not(None))
    own = select(col(Workspace.currency)).where(col(Workspace.team_id) == col(No.team_id))
    currency = case((has_cost, own.correlate(No).scalar_subquery()), else_=null())
    return [*(getattr(No, name) for name in said), heard, currency.label("currency")]


def _is_standing_no(model: Model) -> ColumnElement[bool]:
    """Whether it is the last no to an item, and nobody has taken it back."""

    def is_about(no: Any) -> ColumnElement[bool]:
        same = (col(no.team_id) == col(model.team_id), col(no.number) == col(model.number))
        return and_(*same, col(no.noun) == model.noun)

    later = aliased(No)
    is_last = ~exists().where(is_about(later), col(later.no_id) > col(No.no_id)).correlate(
        model, No
    )
    stands = col(No.taken_back_at).is_(None) & (col(model.state) == State.DECLINED)
    return and_(is_about(No), is_last, stands)


def _issue_of(model: Model) -> Sequence[Any]:
    """The source of the issue that each task belongs to; an issue belongs to none."""
    if model is not Task:
        return ()
    is_its = and_(
        col(Issue.team_id) == col(Task.team_id), col(Issue.number) == col(Task.issue_number)
    )
    source = select(col(Issue.source)).where(is_its).correlate(Task).scalar_subquery()
    return (source.label("source_of_issue"),)


def causes(session: Session, wanted: Excerpt, after: UUID | None, size: int) -> ExportPage:
    """The next causes, in the order in which they were named; for those who work here.

    Whoever may see none of the issues of a cause does not see it, either.
    """
    reader = wanted.reader
    if not reader.works_here:
        return NOTHING
    is_its = and_(
        col(Issue.team_id) == col(Cause.team_id), col(Issue.cause_id) == col(Cause.cause_id)
    )
    counted = and_(is_its, col(Issue.state) != State.WITHDRAWN, scopes.seen_by(Issue, reader))
    count = select(func.count()).select_from(Issue).where(counted).correlate(Cause)
    names = (_name(Department, "department"), _name(_OWNER, "decider_name"))
    joined: Any = (col(_WHOLE.number).label("joined_number"),
                   col(_WHOLE.words).label("joined_to_cause"))  # fmt: skip
    query = (
        select(*_columns(Cause), *names, *joined, count.scalar_subquery().label("issues"))
        .select_from(Cause)
        .outerjoin(Department, _is_department(Cause))
        .outerjoin(_OWNER, _is_person(_OWNER, Cause, Cause.decider_id))
        .outerjoin(_WHOLE, _IS_JOINED)
    )
    conditions: list[Any] = _of_department(Cause, wanted)
    if not reader.sees_all:
        is_seen = exists().where(is_its, scopes.seen_by(Issue, reader)).correlate(Cause)
        conditions.append(or_(is_seen, ~exists().where(is_its).correlate(Cause)))
    return _page(session, Cause, Cause.cause_id, query, conditions, wanted, after or FIRST_ID, size)


def _let_in(model: Model) -> Sequence[Any]:
    """The ids and the names of those who were added to the readers of each item, in no order."""
    added = and_(
        col(AudienceMember.team_id) == col(model.team_id),
        col(AudienceMember.noun) == model.noun,
        col(AudienceMember.number) == col(model.number),
    )
    is_added = and_(
        col(_READER.team_id) == col(AudienceMember.team_id),
        col(_READER.user_id) == col(AudienceMember.user_id),
    )
    ids = select(func.aggregate_strings(col(AudienceMember.user_id), BETWEEN)).where(added)
    names = select(func.aggregate_strings(col(_READER.name), BETWEEN)).select_from(AudienceMember)
    named = names.join(_READER, is_added).where(added)
    return (
        ids.correlate(model).scalar_subquery().label("let_in"),
        named.correlate(model).scalar_subquery().label("let_in_names"),
    )


def decisions(session: Session, wanted: Excerpt, after: int | None, size: int) -> ExportPage:
    """The next decisions by number, each with the name of whoever asked."""
    query = (
        select(*_columns(Decision), _name(Person, "asked_by_name"))
        .select_from(Decision)
        .outerjoin(Person, _is_person(Person, Decision, Decision.asked_by))
    )
    conditions = [scopes.decision_seen_by(wanted.reader)]
    if wanted.since:
        conditions.append(_has_changed(Decision, wanted.since))
    return _page(session, Decision, Decision.number, query, conditions, wanted, after or 0, size)


def inquiries(session: Session, wanted: Excerpt, after: int | None, size: int) -> ExportPage:
    """The next inquiries by number, each with the name of whoever is asked.

    Executives and the CCO read all of them, whoever else is asked their own.
    """
    query = (
        select(*_columns(Inquiry), _name(Person, "to_name"))
        .select_from(Inquiry)
        .outerjoin(Person, _is_person(Person, Inquiry, Inquiry.to_id))
    )
    reader, conditions = wanted.reader, list[Any]()
    if not (reader.sees_all or reader.decides):
        conditions.append(Inquiry.to_id == reader.user_id)
    if wanted.since:
        changed = or_(
            col(Inquiry.created_at) >= wanted.since, col(Inquiry.answered_at) >= wanted.since
        )
        conditions.append(changed)
    return _page(session, Inquiry, Inquiry.number, query, conditions, wanted, after or 0, size)


def questions(session: Session, wanted: Excerpt, after: int | None, size: int) -> ExportPage:
    """The next questions of the bank that a house has changed or added, oldest first.

    For executives and the CCO, who may read the bank.
    """
    if not (wanted.reader.sees_all or wanted.reader.decides):
        return NOTHING
    query, number = select(*_columns(HouseQuestion)), HouseQuestion.number
    since = [col(HouseQuestion.changed_at) >= wanted.since] if wanted.since else []
    return _page(session, HouseQuestion, number, query, since, wanted, after or 0, size)


def voices(session: Session, wanted: Excerpt, after: int | None, size: int) -> ExportPage:
    """The next voices by number, each with the names of whoever told it and of the customer.

    The CCO reads all of them; executives their own, and what others told that is not private.
    """
    query = (
        select(*_columns(Voice), _name(Person, "to_name"), _name(Customer, "customer"))
        .select_from(Voice)
        .outerjoin(Person, _is_person(Person, Voice, Voice.to_id))
        .outerjoin(Customer, _is_customer(Voice))
    )
    reader, conditions = wanted.reader, list[Any]()
    if not reader.sees_all:
        told = and_(
            col(Voice.state) == VoiceState.TOLD.value,
            col(Voice.audience) != Audience.PRIVATE.value,
        )
        mine = col(Voice.to_id) == reader.user_id
        conditions.append(or_(mine, told) if reader.decides else mine)
    if wanted.since:
        changed = or_(col(Voice.created_at) >= wanted.since, col(Voice.told_at) >= wanted.since)
        conditions.append(changed)
    return _page(session, Voice, Voice.number, query, conditions, wanted, after or 0, size)


def contacts(session: Session, wanted: Excerpt, after: int | None, size: int) -> ExportPage:
    """The next people at customers by number, each with the names of their customer and hearer.

    For executives and the CCO, and for whoever leads or sponsors an account those there.
    """
    if not wanted.reader.works_here:
        return NOTHING
    query = (
        select(*_columns(Contact), _name(Customer, "customer"), _name(Person, "heard_by_name"))
        .select_from(Contact)
        .outerjoin(Customer, _is_customer(Contact))
        .outerjoin(Person, _is_person(Person, Contact, Contact.heard_by))
    )
    conditions = _at_own_accounts(wanted)
    if wanted.since:
        conditions.append(col(Contact.created_at) >= wanted.since)
    return _page(session, Contact, Contact.number, query, conditions, wanted, after or 0, size)


def hearings(session: Session, wanted: Excerpt, after: UUID | None, size: int) -> ExportPage:
    """The next times that somebody at a customer said something, for those who read of contacts."""
    if not wanted.reader.works_here:
        return NOTHING
    is_theirs = and_(
        col(Contact.team_id) == col(CustomerHearing.team_id),
        col(Contact.number) == col(CustomerHearing.number),
    )
    query = (
        select(
            *_columns(CustomerHearing), col(Contact.title).label("title"),
            _name(Customer, "customer"),
            _name(Person, "heard_by_name"),
        )
        .select_from(CustomerHearing)
        .outerjoin(Contact, is_theirs)
        .outerjoin(Customer, _is_customer(Contact))
        .outerjoin(Person, _is_person(Person, CustomerHearing, CustomerHearing.heard_by))
    )  # fmt: skip
    conditions, key = _at_own_accounts(wanted), CustomerHearing.hearing_id
    if wanted.since:
        conditions.append(col(CustomerHearing.created_at) >= wanted.since)
    return _page(session, CustomerHearing, key, query, conditions, wanted, after or FIRST_ID, size)


def _at_own_accounts(wanted: Excerpt) -> list[Any]:
    """That a contact is at a customer whose account the reader leads or sponsors."""
    reader = wanted.reader
    if reader.sees_all or reader.decides:
        return []
    mine = or_(col(Customer.owner_id) == reader.user_id, col(Customer.sponsor_id) == reader.user_id)
    return [mine]


def themes(session: Session, wanted: Excerpt, after: int | None, size: int) -> ExportPage:
    """The next themes by number, each with the name of its department; not those of few answers.

    Those are for executives and the CCO, and for whoever speaks for their department.
    """
    query = (
        select(*_columns(Theme), _name(Department, "department"))
        .select_from(Theme)
        .outerjoin(Department, _is_department(Theme))
    )
    reader, conditions = wanted.reader, _of_department(Theme, wanted)
    if not (reader.sees_all or reader.decides):
        is_theirs = among(session, col(Theme.department_id), reader.speaks_for)
        conditions.append((col(Theme.answers) >= FEW) | is_theirs)
    if wanted.since:
        conditions.append(col(Theme.created_at) >= wanted.since)
    return _page(session, Theme, Theme.number, query, conditions, wanted, after or 0, size)


def customer_outcomes(
    session: Session, wanted: Excerpt, after: int | None, size: int
) -> ExportPage:
    """The next outcomes by number, each with the names of its department and of its owner.

    Everybody who works here may read of them.
    """
    if not wanted.reader.works_here:
        return NOTHING
    query = (
        select(
            *_columns(CustomerOutcome), _name(Department, "department"),
            _name(Person, "owner_name"),
        )
        .select_from(CustomerOutcome)
        .outerjoin(Department, _is_department(CustomerOutcome))
        .outerjoin(Person, _is_person(Person, CustomerOutcome, CustomerOutcome.owner_id))
    )  # fmt: skip
    conditions = _of_department(CustomerOutcome, wanted)
    if wanted.since:
        conditions.append(col(CustomerOutcome.created_at) >= wanted.since)
    return _page(
        session, CustomerOutcome, CustomerOutcome.number, query, conditions, wanted, after or 0,
        size,
    )  # fmt: skip


def losses(session: Session, wanted: Excerpt, after: int | None, size: int) -> ExportPage:
    """The next losses by number, each with the names of customer, department and who recorded it.

    For executives and the CCO, and of a department that could have prevented it whoever speaks for
    it.
    """
    query = (
        select(
            *_columns(Loss), _name(Customer, "customer"), _name(Department, "department"),
            _name(Person, "recorded_by_name"),
        )
        .select_from(Loss)
        .outerjoin(Customer, _is_customer(Loss))
        .outerjoin(Department, _is_department(Loss))
        .outerjoin(Person, _is_person(Person, Loss, Loss.recorded_by))
    )  # fmt: skip
    reader, conditions = wanted.reader, _of_department(Loss, wanted)
    if not (reader.sees_all or reader.decides):
        theirs = (col(Loss.department_id) == each for each in sorted(reader.speaks_for))
        conditions.append(or_(false(), *theirs))
    if wanted.since:
        conditions.append(col(Loss.created_at) >= wanted.since)
    return _page(session, Loss, Loss.number, query, conditions, wanted, after or 0, size)


def renewals(session: Session, wanted: Excerpt, after: int | None, size: int) -> ExportPage:
    """The next renewals by number, with the names of customer and who said how it stands.

    For those who may know what the account pays.
    """
    if not wanted.reader.works_here:
        return NOTHING
    query = (
        select(*_columns(Renewal), _name(Customer, "customer"), _name(Person, "said_by_name"))
        .select_from(Renewal)
        .outerjoin(Customer, _is_customer(Renewal))
        .outerjoin(Person, _is_person(Person, Renewal, Renewal.said_by))
    )
    conditions = [scopes.money_seen_by(wanted.reader)]
    if wanted.since:
        conditions.append(col(Renewal.created_at) >= wanted.since)
    return _page(session, Renewal, Renewal.number, query, conditions, wanted, after or 0, size)


def sales(session: Session, wanted: Excerpt, after: int | None, size: int) -> ExportPage:
    """The next sales by number, with the names of customer and department.

    For those who may know what the account pays.
    """
    if not wanted.reader.works_here:
        return NOTHING
    query = (
        select(*_columns(Sale), _name(Customer, "customer"), _name(Department, "department"))
        .select_from(Sale)
        .outerjoin(Customer, _is_customer(Sale))
        .outerjoin(Department, _is_department(Sale))
    )
    conditions = [*_of_department(Sale, wanted), scopes.money_seen_by(wanted.reader)]
    if wanted.since:
        conditions.append(col(Sale.created_at) >= wanted.since)
    return _page(session, Sale, Sale.number, query, conditions, wanted, after or 0, size)


def surveys(session: Session, wanted: Excerpt, after: UUID | None, size: int) -> ExportPage:
    """The next surveys, in the order in which they opened; for those who work here."""
    if not wanted.reader.works_here:
        return NOTHING
    query = select(*_columns(Survey)).select_from(Survey)
    since = [col(Survey.created_at) >= wanted.since] if wanted.since else []
    key = Survey.survey_id
    page = _page(session, Survey, key, query, since, wanted, after or FIRST_ID, size)
    team_id = wanted.reader.team_id
    asked = stored_invitations.customers_of(session, team_id, [row.survey_id for row in page.rows])
    rows = [
        SimpleNamespace(
            **row._asdict(),
            customers=BETWEEN.join(each.name for each in _apart(row, asked)),
        )
        for row in page.rows
    ]
    return ExportPage(rows, page.last)


def _apart(row: Any, asked: Mapping[UUID, Sequence[Customer]]) -> list[Customer]:
    """The customers whom no tier of a survey has, and at whom it asks somebody."""
    facet, words = stored_invitations.narrowed_by(row.narrowed) or (None, "")
    found = asked.get(row.survey_id, ())
    return stored_invitations.apart(row.tiers, facet, words, found)


def invitations(session: Session, wanted: Excerpt, after: UUID | None, size: int) -> ExportPage:
    """Whom surveys ask by name, in the order in which they were put on their lists.

    For executives and the CCO, and for whoever leads or sponsors an account those there.
    """
    if not wanted.reader.works_here:
        return NOTHING
    is_survey = and_(
        col(Survey.team_id) == col(SurveyInvitation.team_id),
        col(Survey.survey_id) == col(SurveyInvitation.survey_id),
    )
    answered: Any = stored_invitations.has_answered().label("answered")
    query = (
        select(
            *_columns(SurveyInvitation), _name(Survey, "survey"), _name(Customer, "customer"),
            col(Contact.title).label("name"), col(Contact.address), answered,
        )
        .select_from(SurveyInvitation)
        .join(Survey, is_survey)
        .join(Contact, stored_invitations.is_contact())
        .outerjoin(Customer, _is_customer(SurveyInvitation))
    )  # fmt: skip
    conditions = _at_own_accounts(wanted)
    if wanted.since:
        day = wanted.since.date()
        conditions.append(col(SurveyInvitation.asked_on) >= day)
    key = SurveyInvitation.invitation_id
    return _page(session, SurveyInvitation, key, query, conditions, wanted, after or FIRST_ID, size)


def responses(session: Session, wanted: Excerpt, after: UUID | None, size: int) -> ExportPage:
    """The next answers to surveys, in the order in which they came, with who gave them.

    For executives and the CCO all, for others those of the accounts that they lead. Of a survey
    without names nobody reads one before there are `FEW` of them.
    """
    reader = wanted.reader
    if not reader.works_here:
        return NOTHING
    is_survey = and_(
        col(Survey.team_id) == col(SurveyResponse.team_id),
        col(Survey.survey_id) == col(SurveyResponse.survey_id),
    )
    is_respondent = and_(
        col(Respondent.team_id) == col(SurveyResponse.team_id),
        col(Respondent.respondent_id) == col(SurveyResponse.respondent_id),
    )
    is_issue = and_(
        col(Issue.team_id) == col(SurveyResponse.team_id),
        col(Issue.number) == col(SurveyResponse.issue_number),
    )
    heard: Any = col(Issue.told_at).label("heard")
    query = (
        select(
            *_columns(SurveyResponse), _name(Survey, "survey"), _name(Customer, "customer"),
            _name(Respondent, "person"), heard,
        )
        .select_from(SurveyResponse)
        .join(Survey, is_survey)
        .outerjoin(Customer, _is_customer(SurveyResponse))
        .outerjoin(Respondent, is_respondent)
        .outerjoin(Issue, is_issue)
    )  # fmt: skip
    conditions: list[Any] = [or_(col(Survey.is_named), _are_many(session, reader.team_id))]
    if not (reader.sees_all or reader.decides):
        conditions.append(col(Customer.owner_id) == reader.user_id)
    if wanted.since:
        conditions.append(col(SurveyResponse.received_at) >= wanted.since)
    key = SurveyResponse.response_id
    return _page(session, SurveyResponse, key, query, conditions, wanted, after or FIRST_ID, size)


def look_backs(session: Session, wanted: Excerpt, after: int | None, size: int) -> ExportPage:
    """The next look backs by number; for executives and the CCO, who may answer all of them."""
    if not (wanted.reader.sees_all or wanted.reader.decides):
        return NOTHING
    query = select(*_columns(LookBack)).select_from(LookBack)
    since = [col(LookBack.created_at) >= wanted.since] if wanted.since else []
    return _page(session, LookBack, LookBack.number, query, since, wanted, after or 0, size)


def _are_many(session: Session, team_id: str) -> ColumnElement[bool]:
    """Whether a survey without names has so many answers that nobody can be told from them."""
    nameless = select(col(Survey.survey_id)).where(
        col(Survey.team_id) == team_id,
        # Every day is one: it says through which index to walk.
        col(Survey.opened_on) >= date.min,
        ~col(Survey.is_named),
    )
    many = [each for each in session.scalars(nameless) if _has_many(session, team_id, each)]
    return or_(false(), *(col(Survey.survey_id) == each for each in many))


def _has_many(session: Session, team_id: str, survey_id: UUID) -> bool:
    query = select(col(SurveyResponse.response_id)).where(
        col(SurveyResponse.team_id) == team_id, col(SurveyResponse.survey_id) == survey_id
    )
    return session.scalars(query.offset(FEW - 1).limit(1)).first() is not None


def segment_rules(session: Session, wanted: Excerpt, after: UUID | None, size: int) -> ExportPage:
    """The next rules that say how customers are looked after; for executives and the CCO."""
    if not _reads_segments(wanted):
        return NOTHING
    query = select(*_columns(SegmentRule)).select_from(SegmentRule)
    key = SegmentRule.rule_id
    return _page(session, SegmentRule, key, query, (), wanted, after or FIRST_ID, size)


def placings(session: Session, wanted: Excerpt, after: UUID | None, size: int) -> ExportPage:
    """The next customers of whom it is known why they have their tier; for the same."""
    if not _reads_segments(wanted):
        return NOTHING
    query = (
        select(*_columns(Placing), _name(Customer, "customer"))
        .select_from(Placing)
        .outerjoin(Customer, _is_customer(Placing))
    )
    key = Placing.customer_id
    return _page(session, Placing, key, query, (), wanted, after or FIRST_ID, size)


def flags(session: Session, wanted: Excerpt, after: UUID | None, size: int) -> ExportPage:
    """The next flags of customers, the oldest first; for the same."""
    if not _reads_segments(wanted):
        return NOTHING
    query = (
        select(*_columns(Flag), _name(Customer, "customer"))
        .select_from(Flag)
        .outerjoin(Customer, _is_customer(Flag))
    )
    return _page(session, Flag, Flag.flag_id, query, (), wanted, after or FIRST_ID, size)


def contract_terms(session: Session, wanted: Excerpt, after: UUID | None, size: int) -> ExportPage:
    """The next terms of customers, as they were written down; for the same."""
    if not _reads_segments(wanted):
        return NOTHING
    query = (
        select(*_columns(ContractTerm), _name(Customer, "customer"))
        .select_from(ContractTerm)
        .outerjoin(Customer, _is_customer(ContractTerm))
    )
    key = ContractTerm.term_id
    return _page(session, ContractTerm, key, query, (), wanted, after or FIRST_ID, size)


def matters(session: Session, wanted: Excerpt, after: int | None, size: int) -> ExportPage:
    """What was asked about accounts next, by number, with whom it is about; for the same."""
    if not _reads_segments(wanted):
        return NOTHING
    query = (
        select(*_columns(Matter), _name(Customer, "customer"))
        .select_from(Matter)
        .outerjoin(Customer, _is_customer(Matter))
    )
    conditions = [col(Matter.created_at) >= wanted.since] if wanted.since else []
    return _page(session, Matter, Matter.number, query, conditions, wanted, after or 0, size)


def aims(session: Session, wanted: Excerpt, after: int | None, size: int) -> ExportPage:
    """What customers should be able to do, by number, with their names.

    For whoever may have it all.
    """
    if not _reads_segments(wanted):
        return NOTHING
    query = (
        select(*_columns(Aim), _name(Customer, "customer"))
        .select_from(Aim)
        .outerjoin(Customer, _is_customer(Aim))
    )
    conditions = [col(Aim.created_at) >= wanted.since] if wanted.since else []
    return _page(session, Aim, Aim.number, query, conditions, wanted, after or 0, size)


def _reads_segments(wanted: Excerpt) -> bool:
    return wanted.reader.sees_all or wanted.reader.decides


def assessments(session: Session, wanted: Excerpt, after: int | None, size: int) -> ExportPage:
    """What the areas of the next assessments came to, by number, with the names of departments.

    For executives and the CCO, and of a department whoever speaks for it.
    """
    is_its = and_(
        col(KeptResult.team_id) == col(Assessment.team_id),
        col(KeptResult.number) == col(Assessment.number),
    )
    query = (
        select(
            *_columns(Assessment), *_columns(KeptResult)[2:], _name(Department, "department"),
            _name(_HOME, "neighbour"),
        )
        .select_from(Assessment)
        .join(KeptResult, is_its)
        .outerjoin(Department, _is_department(Assessment))
        .outerjoin(
            _HOME,
            and_(
                col(_HOME.team_id) == col(Assessment.team_id),
                col(_HOME.department_id) == col(Assessment.neighbour_id),
            ),
        )
    )  # fmt: skip
    reader, conditions = wanted.reader, _of_department(Assessment, wanted)
    if not (reader.sees_all or reader.decides):
        theirs = (col(Assessment.department_id) == each for each in sorted(reader.speaks_for))
        conditions.append(or_(false(), *theirs))
    if wanted.since:
        conditions.append(col(Assessment.created_at) >= wanted.since)
    return _page(
        session, Assessment, Assessment.number, query, conditions, wanted, after or 0, size
    )


def areas(session: Session, wanted: Excerpt, after: str | None, size: int) -> ExportPage:
    """The next areas that a house has in its own words, by key; they are for everybody here."""
    query = select(*_columns(AreaSentences))
    conditions: list[Any] = []
    if wanted.since:
        conditions.append(col(AreaSentences.changed_at) >= wanted.since)
    return _page(
        session, AreaSentences, AreaSentences.area, query, conditions, wanted, after or "", size
    )


def answers_to(
    session: Session, team_id: str, first: int, last: int
) -> dict[int, list[ImpactAnswer]]:
    """What was said about the decisions from one number to another, first answers first."""
    query = select(ImpactAnswer).where(
        col(ImpactAnswer.team_id) == team_id, col(ImpactAnswer.number).between(first, last)
    )
    found: dict[int, list[ImpactAnswer]] = {}
    for answer in sorted(session.scalars(query), key=lambda each: (each.answered_at, each.user_id)):
        found.setdefault(answer.number, []).append(answer)
    return found


# --- what was asked, and what happened ---


def asks(
    session: Session, wanted: Excerpt, after: UUID | None, size: int, *, hidden: Sequence[str] = ()
) -> ExportPage:
    """The next asks, oldest first; those of the kinds in `hidden` only where they are the reader's.

    Of the last kinds nobody else may read.
    """
    query = (
        select(
            *_columns(Ask),
            _name(_OWNER, "person_name"),
            _name(Department, "department"),
            REMINDERS.label("reminders"),
        )
        .select_from(Ask)
        .outerjoin(_OWNER, _is_person(_OWNER, Ask, Ask.person_id))
        .outerjoin(Department, _is_department(Ask))
    )
    reader = wanted.reader
    conditions: list[Any] = [scopes.about_seen_by(Ask, reader), *_of_department(Ask, wanted)]
    if not reader.sees_all:
        theirs = or_(col(Ask.person_id) == reader.user_id, col(Ask.for_id) == reader.user_id)
        conditions += [or_(col(Ask.kind) != kind, theirs) for kind in hidden]
        if not reader.works_here:
            conditions.append(theirs)
    if wanted.since:
        answered = func.coalesce(Ask.answered_at, Ask.opened_at)
        conditions.append(or_(col(Ask.opened_at) >= wanted.since, answered >= wanted.since))
    return _page(session, Ask, Ask.ask_id, query, conditions, wanted, after or FIRST_ID, size)


def waits(session: Session, wanted: Excerpt, after: UUID | None, size: int) -> ExportPage:
    """The next waits, oldest first, of what the reader may see; for those who work here."""
    reader = wanted.reader
    if not reader.works_here:
        return NOTHING
    home: Any = col(_HOME.name).label("home")
    is_home = and_(
        col(_HOME.team_id) == col(Wait.team_id), col(_HOME.department_id) == col(Wait.home_id)
    )
    query = (
        select(*_columns(Wait), _name(Department, "department"), _name(Customer, "customer"), home)
        .select_from(Wait)
        .outerjoin(Department, _is_department(Wait))
        .outerjoin(Customer, _is_customer(Wait))
        .outerjoin(_HOME, is_home)
    )
    conditions: list[Any] = [scopes.about_seen_by(Wait, reader)]
    if wanted.department_id:
        conditions.append(
            func.coalesce(col(Wait.home_id), col(Wait.home_id)) == wanted.department_id
        )
    if wanted.since:
        ended = func.coalesce(Wait.ended_at, Wait.began_at)
        conditions.append(or_(col(Wait.began_at) >= wanted.since, ended >= wanted.since))
    return _page(session, Wait, Wait.wait_id, query, conditions, wanted, after or FIRST_ID, size)


def initiatives(session: Session, wanted: Excerpt, after: int | None, size: int) -> ExportPage:
    """The next initiatives by number, with the names of who pays, who answers and who gets it.

    For everybody who works here; the money is for executives and the CCO, and of a department for
    whoever speaks for it.
    """
    reader = wanted.reader
    if not (reader.works_here or reader.sees_all):
        return NOTHING
    if reader.sees_all or reader.decides:
        amount: Any = col(Initiative.amount)
    else:
        is_theirs = among(session, col(Initiative.department_id), reader.speaks_for)
        amount = case((is_theirs, col(Initiative.amount)), else_=None)
    query = (
        select(
            *(column for column in _columns(Initiative) if column.key != "amount"),
            amount.label("amount"), _name(Department, "department"), _name(Person, "owner_name"),
        )
        .select_from(Initiative)
        .outerjoin(Department, _is_department(Initiative))
        .outerjoin(Person, _is_person(Person, Initiative, Initiative.owner_id))
    )  # fmt: skip
    conditions = _of_department(Initiative, wanted)
    if wanted.since:
        conditions.append(col(Initiative.created_at) >= wanted.since)
    page = _page(
        session, Initiative, Initiative.number, query, conditions, wanted, after or 0, size
    )
    names = stored_initiatives.names(session, reader.team_id, [row.number for row in page.rows])
    rows = [
        SimpleNamespace(**row._asdict(), customers=BETWEEN.join(names.get(row.number, ())))
        for row in page.rows
    ]
    return ExportPage(rows, page.last)


def twins(session: Session, wanted: Excerpt, after: int | None, size: int) -> ExportPage:
    """The next pairs of initiatives that look alike, by number; for everybody who works here."""
    if not (wanted.reader.works_here or wanted.reader.sees_all):
        return NOTHING
    conditions = [col(Twin.created_at) >= wanted.since] if wanted.since else []
    query = select(*_columns(Twin)).select_from(Twin)
    return _page(session, Twin, Twin.number, query, conditions, wanted, after or 0, size)


def concerns(session: Session, wanted: Excerpt, after: UUID | None, size: int) -> ExportPage:
    """The next customers who were to hear of an issue first, oldest first, of what is seen."""
    reader = wanted.reader
    if not reader.works_here:
        return NOTHING
    is_issue = and_(
        col(Issue.team_id) == col(Concern.team_id), col(Issue.number) == col(Concern.number)
    )
    query = (
        select(*_columns(Concern), _name(Customer, "customer"), col(Customer.tier))
        .select_from(Concern)
        .join(Issue, is_issue)
        .outerjoin(Customer, _is_customer(Concern))
    )
    conditions: list[Any] = [scopes.seen_by(Issue, reader), *_of_department(Issue, wanted)]
    if wanted.since:
        answered = func.coalesce(Concern.answered_at, Concern.added_at)
        conditions.append(or_(col(Concern.added_at) >= wanted.since, answered >= wanted.since))
    key = Concern.concern_id
    return _page(session, Concern, key, query, conditions, wanted, after or FIRST_ID, size)


def handoffs(session: Session, wanted: Excerpt, after: UUID | None, size: int) -> ExportPage:
    """The next offers, oldest first, of what the reader may see; for those who work here."""
    if not wanted.reader.works_here:
        return NOTHING
    giver, taker = (
        and_(col(named.team_id) == col(Handoff.team_id), col(named.department_id) == home)
        for named, home in (
            (_HOME, col(Handoff.giver_home_id)), (Department, col(Handoff.taker_home_id)),
        )
    )  # fmt: skip
    home: Any = col(_HOME.name).label("home")
    query = (
        select(*_columns(Handoff), _name(Department, "department"), home)
        .select_from(Handoff)
        .outerjoin(_HOME, giver)
        .outerjoin(Department, taker)
    )
    conditions: list[Any] = [scopes.about_seen_by(Handoff, wanted.reader)]
    if wanted.department_id:
        homes = (Handoff.giver_home_id, Handoff.taker_home_id)
        conditions.append(or_(*(col(each) == wanted.department_id for each in homes)))
    if wanted.since:
        newest = func.coalesce(Handoff.answered_at, Handoff.offered_at)
        conditions.append(newest >= wanted.since)
    return _page(
        session, Handoff, Handoff.handoff_id, query, conditions, wanted, after or FIRST_ID, size
    )


def history(session: Session, wanted: Excerpt, after: UUID | None, size: int) -> ExportPage:
    """The next events, in the order in which they were written down."""
    names = (_name(_OWNER, "actor_name"), _name(Department, "department"))
    query = (
        select(*_columns(Event), *names, _name(Customer, "customer"))
        .select_from(Event)
        .outerjoin(_OWNER, _is_person(_OWNER, Event, Event.actor))
        .outerjoin(Department, _is_department(Event))
        .outerjoin(Customer, _is_customer(Event))
    )
    conditions: list[Any] = [_is_of_what_is_seen(wanted.reader), *_of_department(Event, wanted)]
    if wanted.since:
        conditions.append(col(Event.happened_at) >= wanted.since)
    return _page(session, Event, Event.event_id, query, conditions, wanted, after or FIRST_ID, size)


def _is_of_what_is_seen(reader: Reader) -> ColumnElement[bool]:
    """Whether an event is one of a thing that somebody may see; those of the office see all."""
    if reader.sees_all:
        return true()
    seen = {
        model: scopes.decision_seen_by(reader)
        if model is Decision
        else scopes.seen_by(model, reader)  # type: ignore[arg-type]  # which it is not
        for model in _HAVE_AUDIENCES
    }
    return or_(
        *(
            exists().where(
                col(Event.noun) == model.noun,
                col(model.team_id) == col(Event.team_id),
                col(model.number) == col(Event.number),
                is_seen,
            )
            for model, is_seen in seen.items()
        )
    )


def yields(session: Session, wanted: Excerpt, after: UUID | None, size: int) -> ExportPage:
    """The next figures of what came of somebody's reminders; for those who see all."""
    if not wanted.reader.sees_all:
        return NOTHING
    query = (
        select(*_columns(Yield), _name(Person, "person_name"))
        .select_from(Yield)
        .outerjoin(Person, _is_person(Person, Yield, Yield.person_id))
    )
    conditions: list[Any] = [Yield.person_id != EVERYBODY]
    if wanted.since:
        conditions.append(Yield.week >= wanted.since.date())
    return _page(session, Yield, Yield.yield_id, query, conditions, wanted, after or FIRST_ID, size)


def halvings(session: Session, wanted: Excerpt, after: UUID | None, size: int) -> ExportPage:
    """The next times in which somebody got half as many reminders; for those who see all."""
    if not wanted.reader.sees_all:
        return NOTHING
    query = (
        select(*_columns(Halving), _name(Person, "person_name"))
        .select_from(Halving)
        .outerjoin(Person, _is_person(Person, Halving, Halving.person_id))
    )
    conditions: list[Any] = []
    if wanted.since:
        changed = or_(col(Halving.began_at) >= wanted.since, col(Halving.ended_at) >= wanted.since)
        conditions.append(changed)
    key = Halving.halving_id
    return _page(session, Halving, key, query, conditions, wanted, after or FIRST_ID, size)


def spared(session: Session, wanted: Excerpt, after: UUID | None, size: int) -> ExportPage:
    """The next reminders that were left out for somebody; for those who see all."""
    if not wanted.reader.sees_all:
        return NOTHING
    query = (
        select(*_columns(Spared), _name(Person, "person_name"))
        .select_from(Spared)
        .outerjoin(Person, _is_person(Person, Spared, Spared.person_id))
    )
    conditions: list[Any] = [col(Spared.due_at) >= wanted.since] if wanted.since else []
    key = Spared.spared_id
    return _page(session, Spared, key, query, conditions, wanted, after or FIRST_ID, size)


# --- who and for whom ---


def people(session: Session, wanted: Excerpt, after: str | None, size: int) -> ExportPage:
    """The next people by Slack id; whoever does not work here finds only themselves.

    E-mail addresses are for whoever sees all, and each person's for themselves.
    """
    reader = wanted.reader
    is_self = col(Person.user_id) == reader.user_id
    seen_by_all = true() if reader.sees_all else is_self
    email = case((seen_by_all, col(Person.email)), else_=null())
    shown = (email.label("shown_email"), _name(Department, "department"))
    query = (
        select(*_columns(Person), *shown)
        .select_from(Person)
        .outerjoin(Department, _is_department(Person))
    )
    seen = true() if reader.works_here else is_self
    conditions = [seen, *_of_department(Person, wanted)]
    return _page(session, Person, Person.user_id, query, conditions, wanted, after or "", size)


MONEY = ("annual_value", "cost_to_serve")
"""What of a customer only those read who may know what they pay."""


def customers(session: Session, wanted: Excerpt, after: UUID | None, size: int) -> ExportPage:
    """The next customers, in the order in which they came; for those who work here."""
    if not wanted.reader.works_here:
        return NOTHING
    of_all = select(col(Workspace.currency)).where(col(Workspace.team_id) == wanted.reader.team_id)
    is_seen = scopes.money_seen_by(wanted.reader)
    amounts = [
        case((is_seen, column), else_=null()).label(column.name)
        for column in _columns(Customer)
        if column.name in MONEY
    ]
    others = [each for each in _columns(Customer) if each.name not in MONEY]
    columns: list[Any] = [*others, *amounts, of_all.scalar_subquery().label("currency")]
    columns.append(_decider(wanted.reader))
    query = (
        select(*columns, _name(_OWNER, "account_lead_name"), _name(_ASKER, "sponsor_name"))
        .select_from(Customer)
        .outerjoin(_OWNER, _is_person(_OWNER, Customer, Customer.owner_id))
        .outerjoin(_ASKER, _is_person(_ASKER, Customer, Customer.sponsor_id))
    )
    key = Customer.customer_id
    return _page(session, Customer, key, query, (), wanted, after or FIRST_ID, size)


def _decider(reader: Reader) -> Any:
    """Who decides at a customer, for whoever may read that; else nothing."""
    first = (
        select(col(Contact.title))
        .where(
            col(Contact.team_id) == col(Customer.team_id),
            col(Contact.customer_id) == col(Customer.customer_id),
            text(DECIDES),
        )
        .order_by(col(Contact.number))
        .limit(1)
        .correlate(Customer)
        .scalar_subquery()
    )
    if reader.sees_all or reader.decides:
        return first.label("decision_maker")
    mine = or_(col(Customer.owner_id) == reader.user_id, col(Customer.sponsor_id) == reader.user_id)
    return case((mine, first), else_="").label("decision_maker")


def departments(session: Session, wanted: Excerpt, after: UUID | None, size: int) -> ExportPage:
    """The next departments, in the order in which they came; for those who work here."""
    if not wanted.reader.works_here:
        return NOTHING
    names = (_name(_OWNER, "lead_name"), _name(_ASKER, "deputy_name"))
    query = (
        select(*_columns(Department), *names)
        .select_from(Department)
        .outerjoin(_OWNER, _is_person(_OWNER, Department, Department.lead_id))
        .outerjoin(_ASKER, _is_person(_ASKER, Department, Department.deputy_id))
    )
    conditions, key = _of_department(Department, wanted), Department.department_id
    return _page(session, Department, key, query, conditions, wanted, after or FIRST_ID, size)


def routing_words(session: Session, team_id: str, field: str) -> dict[UUID, list[str]]:
    """The words that lead to each department, in their order."""
    query = select(col(Route.department_id), col(Route.pattern)).where(
        col(Route.team_id) == team_id, col(Route.field) == field
    )
    found: dict[UUID, list[str]] = {}
    for department_id, word in session.execute(query.order_by(col(Route.pattern))):
        found.setdefault(department_id, []).append(word)
    return found


# --- a page ---


def _page(
    session: Session,
    table: type[SQLModel],
    key: Any,
    query: Any,
    conditions: Sequence[Any],
    wanted: Excerpt,
    after: Any,
    size: int,
) -> ExportPage:
    """What of the next `size` rows behind a key meets the conditions."""
    team = table.team_id  # type: ignore[attr-defined]  # the first of every key
    stretch = [team == wanted.reader.team_id, key > after]
    ends = select(key).where(*stretch).order_by(key).offset(size - 1).limit(1)
    last = session.scalars(ends).first()
    if last is not None:
        stretch.append(key <= last)
    rows = session.execute(query.where(*stretch, *conditions).order_by(key)).all()
    return ExportPage(rows, last)


def _of_department(table: Any, wanted: Excerpt) -> list[Any]:
    if wanted.department_id is None:
        return []
    # As a value and not as a column: its index would lead through all of the department each time.
    return [func.coalesce(table.department_id, table.department_id) == wanted.department_id]


def _has_changed(model: Model | type[Decision], since: datetime) -> ColumnElement[bool]:
    """Whether anything has happened to a thing since an instant (UTC)."""
    return exists().where(
        col(Event.team_id) == col(model.team_id),
        col(Event.noun) == model.noun,
        col(Event.number) == col(model.number),
        col(Event.happened_at) >= since,
    )


def _columns(table: type[SQLModel]) -> Sequence[Any]:
    # Rows of plain values: nobody changes them, and an object for each would take as long again.
    return list(SQLModel.metadata.tables[str(table.__tablename__)].c)


def _name(table: Any, label: str) -> Any:
    return table.name.label(label)


def _is_person(person: Any, table: Any, user_id: Any) -> ColumnElement[bool]:
    return and_(person.team_id == table.team_id, person.user_id == user_id)


def _is_department(table: Any) -> ColumnElement[bool]:
    return and_(
        col(Department.team_id) == table.team_id,
        col(Department.department_id) == table.department_id,
    )


def _is_customer(table: Any) -> ColumnElement[bool]:
    return and_(
        col(Customer.team_id) == table.team_id,
        col(Customer.customer_id) == table.customer_id,
    )
