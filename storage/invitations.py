"""Whom a survey asks by name: people at customers, each by their number, and since which day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Index, UniqueConstraint, delete, exists, func, or_
from sqlmodel import Session, SQLModel, col, select

from storage import contacts, segments
from storage.columns import large, row_id, team
from storage.contacts import Contact
from storage.customers import Customer
from storage.many import among
from storage.segments import Facet
from storage.surveys import Respondent, SurveyResponse

BETWEEN = ":"
"""Between a facet and the words that customers have in it."""


class SurveyInvitation(SQLModel, table=True):
    """One contact (`number`) whom a survey asks, since `asked_on`, a local day.

    `asked_by` is the Slack id of whoever put them on its list.
    """

    __tablename__ = "survey_invitations"
    __table_args__ = (
        UniqueConstraint("team_id", "survey_id", "number", name="survey_invitations_once"),
        Index("survey_invitations_customer", "team_id", "customer_id", "asked_on"),
    )

    team_id: str = team()
    invitation_id: UUID = row_id()
    survey_id: UUID
    number: int = large()
    customer_id: UUID
    asked_on: date
    asked_by: str


class InvitedLine(NamedTuple):
    """Somebody on the list of a survey: who, where, since when, and whether they answered it."""

    contact: Contact
    customer: Customer
    asked_on: date
    has_answered: bool


@dataclass(frozen=True)
class InvitedCount:
    """How many a survey asks by name, and how many of them have answered it."""

    asked: int = 0
    answered: int = 0


NOBODY_INVITED = InvitedCount()


def has_answered() -> ColumnElement[bool]:
    """Whether whoever is invited answered that survey, by the name or address they have here."""
    return exists().where(
        col(Respondent.team_id) == col(SurveyInvitation.team_id),
        col(Respondent.customer_id) == col(SurveyInvitation.customer_id),
        or_(
            col(Respondent.key) == col(Contact.key),
            # An address is compared as a name is: without case.
            (col(Contact.address) != "")
            & (col(Respondent.key) == func.lower(col(Contact.address))),
        ),
        col(SurveyResponse.team_id) == col(Respondent.team_id),
        col(SurveyResponse.respondent_id) == col(Respondent.respondent_id),
        col(SurveyResponse.respondent_id).is_not(None),
        col(SurveyResponse.survey_id) == col(SurveyInvitation.survey_id),
    )


def is_contact() -> ColumnElement[bool]:
    """Whether a contact is the one who is invited."""
    return (col(Contact.team_id) == col(SurveyInvitation.team_id)) & (
        col(Contact.number) == col(SurveyInvitation.number)
    )


def _is_customer() -> ColumnElement[bool]:
    return (col(Customer.team_id) == col(SurveyInvitation.team_id)) & (
        col(Customer.customer_id) == col(SurveyInvitation.customer_id)
    )


def deciding(
    session: Session,
    team_id: str,
    tiers: Iterable[str],
    most: int,
    facet: Facet | None = None,
    words: str = "",
) -> list[tuple[Contact, Customer]]:
    """Who decides at the customers of some tiers who have not left, at most so many of each tier.

    With a `facet` only where the customer has these very words in it.
    """
    like = None if facet is None else col(segments.COLUMNS[facet]) == words
    return [
        each
        for tier in tiers
        for each in contacts.deciding(session, team_id, tier, like=like, most=most)
    ]


def of_survey(session: Session, team_id: str, survey_id: UUID) -> list[SurveyInvitation]:
    """Everybody on the list of a survey, by number."""
    query = select(SurveyInvitation).where(
        SurveyInvitation.team_id == team_id, SurveyInvitation.survey_id == survey_id
    )
    return list(session.exec(query.order_by(col(SurveyInvitation.number))))


def invite(
    session: Session,
    team_id: str,
    survey_id: UUID,
    numbers: Collection[int],
    on: date,
    asked_by: str,
) -> None:
    """Put contacts of these numbers on the list of a survey, those who are known still."""
    known = (contacts.find(session, team_id, each) for each in sorted(numbers))
    add_all(session, [
        SurveyInvitation(
            team_id=team_id, survey_id=survey_id, number=each.number,
            customer_id=each.customer_id, asked_on=on, asked_by=asked_by,
        )
        for each in known if each is not None
    ])  # fmt: skip


def lines(session: Session, team_id: str, survey_id: UUID) -> list[InvitedLine]:
    """Everybody on the list of a survey by customer, and whether they have answered it."""
    query = (
        select(Contact, Customer, col(SurveyInvitation.asked_on), has_answered())
        .select_from(SurveyInvitation)
        .join(Contact, is_contact())
        .join(Customer, _is_customer())
        .where(SurveyInvitation.team_id == team_id, SurveyInvitation.survey_id == survey_id)
    )
    found = session.exec(query.order_by(col(Customer.name), col(SurveyInvitation.number)))
    return [InvitedLine(*each) for each in found]


def counted(session: Session, team_id: str, survey_id: UUID) -> InvitedCount:
    """How many a survey asks by name, and how many of them have answered it."""
    asked = select(func.count()).where(
        SurveyInvitation.team_id == team_id, SurveyInvitation.survey_id == survey_id
    )
    number = session.exec(asked).one()
    if not number:
        return NOBODY_INVITED
    answered = (
        select(func.count())
        .select_from(SurveyInvitation)
        .join(Contact, is_contact())
        .where(
            SurveyInvitation.team_id == team_id,
            SurveyInvitation.survey_id == survey_id,
            has_answered(),
        )
    )
    return InvitedCount(number, session.exec(answered).one())


def of_contact(session: Session, contact: Contact, since: date) -> InvitedCount:
    """How many surveys have asked somebody by name since a day, and how many they answered."""
    query = (
        select(has_answered())
        .select_from(SurveyInvitation)
        .join(Contact, is_contact())
        .where(
            SurveyInvitation.team_id == contact.team_id,
            SurveyInvitation.customer_id == contact.customer_id,
            SurveyInvitation.number == contact.number,
            col(SurveyInvitation.asked_on) >= since,
        )
    )
    found = session.exec(query).all()
    return InvitedCount(len(found), sum(map(bool, found)))


def asked_since(
    session: Session, team_id: str, customer_ids: Collection[UUID], since: date
) -> dict[int, int]:
    """How many surveys have asked each contact of these customers since a day, by their number."""
    if not customer_ids:
        return {}
    query = (
        select(col(SurveyInvitation.number), func.count())
        .where(
            SurveyInvitation.team_id == team_id,
            among(session, col(SurveyInvitation.customer_id), customer_ids),
            col(SurveyInvitation.asked_on) >= since,
        )
        .group_by(col(SurveyInvitation.number))
    )
    return dict(session.exec(query).all())


def apart(
    tiers: Collection[str], facet: Facet | None, words: str, found: Iterable[Customer]
) -> list[Customer]:
    """Those of some customers who are asked by name, as no tier of a survey has them.

    With a `facet` a tier has only the customers with these very words in it.
    """
    return [
        each
        for each in found
        if each.tier not in tiers or (facet and segments.said_of(each, facet) != words)
    ]


def narrowed_by(words: str) -> tuple[Facet, str] | None:
    """The facet and the words that `Survey.narrowed` has; None for nothing that narrows."""
    name, _, said = words.partition(BETWEEN)
    facet = next((each for each in segments.COLUMNS if str(each) == name.strip()), None)
    return (facet, said.strip()) if facet and said.strip() else None


def customers_of(session: Session, team_id: str, survey_ids: Collection[UUID]) -> dict[
    UUID, list[Customer]
]:  # fmt: skip
    """At which customers these surveys ask somebody, by survey and in the order of names."""
    if not survey_ids:
        return {}
    query = (
        select(col(SurveyInvitation.survey_id), Customer)
        .join(Customer, _is_customer())
        .where(
            SurveyInvitation.team_id == team_id,
            among(session, col(SurveyInvitation.survey_id), survey_ids),
        )
    )
    found: dict[UUID, dict[UUID, Customer]] = {}
    for survey_id, customer in session.exec(query):
        found.setdefault(survey_id, {})[customer.customer_id] = customer
    return {
        key: sorted(theirs.values(), key=lambda each: (each.name, each.customer_id))
        for key, theirs in found.items()
    }


def add_all(session: Session, new: Iterable[SurveyInvitation]) -> None:
    """Put these on the lists of their surveys."""
    session.add_all(new)
    session.flush()


def remove(session: Session, team_id: str, survey_id: UUID, numbers: Collection[int]) -> None:
    """Take these off the list of a survey."""
    session.execute(
        delete(SurveyInvitation).where(
            col(SurveyInvitation.team_id) == team_id,
            col(SurveyInvitation.survey_id) == survey_id,
            among(session, col(SurveyInvitation.number), numbers),
        )
    )
