"""A matter is what is asked about an account of whoever leads it, and what they say. B-1."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Index, Session, SQLModel, col, select, text

from storage import customers
from storage.columns import long_text, numbered, row_id, team
from storage.customers import Customer
from storage.issues import Issue
from storage.items import LIVE
from storage.many import among
from storage.scopes import MODELS
from storage.surveys import SurveyResponse

FIRST = datetime(1, 1, 1, tzinfo=UTC)
"""Before all that happened here."""
MOST = 500
"""So many matters, or accounts, are looked at in one go."""


class MatterTopic(StrEnum):
    """What is asked about an account."""

    TERMS = "terms"
    """Whether its terms fit, before it renews."""
    ALIKE = "alike"
    """Whether something would help them that most of those alike have."""
    BEHIND = "behind"
    """What is behind what they answered, or does not fit what they do."""
    LEADER = "leader"
    """Who leads it, where nobody does."""
    PROPOSAL = "proposal"
    """Whether it is looked after as somebody proposes."""


class MatterState(StrEnum):
    """Where a matter stands."""

    ASKED = "asked"
    FOLLOWED = "followed"
    """A task asks the customer; then it is asked again."""
    ANSWERED = "answered"
    UNANSWERED = "not answered"
    """Nobody said anything in time, and no customer waits for it."""
    OVER = "over"
    """The customer left, or waits for something, before anybody said anything."""


STANDING = (MatterState.ASKED, MatterState.FOLLOWED)
"""The states of what still has no answer."""


class MatterAnswer(StrEnum):
    """What was said of it."""

    FITS = "fits"
    NEEDS = "needs"
    NO = "no"
    """Not asked of them, for a reason."""
    WILL_ASK = "will ask"
    """A task asks them, and that is the answer."""
    WOULD_NOT = "would not"
    """It would not help them, for a reason."""
    KNOWS = "knows why"
    """What is behind it, in the words of whoever answered."""
    LEADS = "leads"
    """Somebody leads it by now."""
    ACCEPTED = "accepted"
    """It is looked after as somebody proposed."""


class Matter(SQLModel, table=True):
    """One thing that is asked about one account, once for the day `about_on`.

    That is the day of a renewal, the one on which it was asked who leads it, or the first of the
    quarter in which it is asked what would help, or of the month in which it is asked what is
    behind an answer, `response_id`.
    `question` is what the question rests on, as it was when it was asked. `answer` is what
    `answered_by` said, `reason` why in their words, `led_to` the task that asks the customer, such
    as T-46. `proposed` is the tier or the flag that `proposed_by` (a Slack id) proposes, and
    `proposed_why` why in their words.
    """

    __tablename__ = "matters"
    __table_args__ = (
        Index("matters_one", "team_id", "topic", "customer_id", "about_on", unique=True),
        Index("matters_state", "team_id", "state", "number"),
        Index("matters_customer", "team_id", "customer_id"),
    )

    noun: ClassVar[str] = "matter"
    letter: ClassVar[str] = "B"

    team_id: str = team()
    number: int = numbered()
    title: str
    created_at: datetime
    state: str = MatterState.ASKED
    topic: str
    customer_id: UUID
    about_on: date
    question: str = long_text("")
    answer: str | None = None
    reason: str = long_text("")
    led_to: str = ""
    answered_by: str | None = None
    response_id: UUID | None = None
    proposed: str = ""
    proposed_by: str | None = None
    proposed_why: str = long_text("")

    @property
    def ref(self) -> str:
        """The name people use: B-1."""
        return f"{self.letter}-{self.number}"

    @property
    def due_at(self) -> datetime | None:
        """A matter is owed by no time: what is asked of it is."""
        return None


class MatterLook(SQLModel, table=True):
    """When (UTC) matters were looked after last, and on which local day new ones were asked.

    `read_to` (UTC) is up to when what customers answered was looked at.
    """

    __tablename__ = "matter_looks"

    team_id: str = team()
    looked_at: datetime
    asked_on: date | None = None
    read_to: datetime | None = None


class WaitingAnswer(SQLModel, table=True):
    """An answer of an account about which somebody is still to be asked, and since when (UTC).

    One of each account, the newest: about an account it is asked once a month. It waits while as
    many others are asked about on its day as one person, or a workspace, is asked about.
    """

    __tablename__ = "waiting_answers"
    __table_args__ = (Index("waiting_answers_since", "team_id", "since", "customer_id"),)

    team_id: str = team()
    customer_id: UUID = row_id()
    response_id: UUID
    since: datetime


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> Matter | None:
    """The matter with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        Matter, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def look(session: Session, team_id: str) -> MatterLook | None:
    """When they were looked after last."""
    return session.get(MatterLook, team_id)


def in_state(session: Session, team_id: str, *states: MatterState) -> list[Matter]:
    """The matters that stand like one of these, by number, at most so many of each."""
    found: list[Matter] = []
    for state in states:
        query = select(Matter).where(Matter.team_id == team_id, Matter.state == state.value)
        found += session.exec(query.order_by(col(Matter.number)).limit(MOST))
    return sorted(found, key=lambda each: each.number)


def of_customers(
    session: Session, team_id: str, topic: MatterTopic, customer_ids: Collection[UUID]
) -> dict[UUID, set[date]]:
    """For which days something of a topic was ever asked about these accounts, by customer."""
    query = select(col(Matter.customer_id), col(Matter.about_on)).where(
        Matter.team_id == team_id,
        Matter.topic == topic.value,
        among(session, col(Matter.customer_id), customer_ids),
    )
    found: dict[UUID, set[date]] = {}
    for customer_id, day in session.exec(query):
        found.setdefault(customer_id, set()).add(day)
    return found


def about(session: Session, team_id: str, topic: MatterTopic, customer_id: UUID) -> list[Matter]:
    """All that was ever asked of a topic about one account, by number."""
    query = select(Matter).where(
        Matter.team_id == team_id, Matter.topic == topic.value, Matter.customer_id == customer_id
    )
    return sorted(session.exec(query), key=lambda each: each.number)


def titles_of(
    session: Session, team_id: str, topic: MatterTopic, customer_ids: Collection[UUID]
) -> set[tuple[UUID, str]]:
    """What was ever asked of a topic about these accounts: by customer, and what it is called."""
    query = select(col(Matter.customer_id), col(Matter.title)).where(
        Matter.team_id == team_id,
        Matter.topic == topic.value,
        among(session, col(Matter.customer_id), customer_ids),
    )
    return {(customer_id, title) for customer_id, title in session.exec(query)}


def waited_for(
    session: Session, team_id: str, customer_ids: Collection[UUID], now: datetime
) -> set[UUID]:
    """Which of these accounts wait for something late, or for an issue that is not closed."""
    found: set[UUID] = set()
    for model in MODELS:
        query = select(col(model.customer_id), col(model.due_at)).where(
            col(model.team_id) == team_id,
            among(session, col(model.customer_id), customer_ids),
            text(LIVE),
        )
        # What is late is told here: asked for by date, all that is late would be walked through.
        found |= {
            customer_id
            for customer_id, due_at in session.exec(query)
            if customer_id and (model is Issue or (due_at is not None and due_at < now))
        }
    return found


def received(
    session: Session,
    team_id: str,
    after: datetime,
    to: datetime,
    most: int,
    *,
    behind: SurveyResponse | None = None,
) -> list[SurveyResponse]:
    """The answers of customers with names that came in after an instant (UTC), the oldest first.

    At most so many, `behind` one of them where that is given.
    """
    query = select(SurveyResponse).where(
        SurveyResponse.team_id == team_id,
        col(SurveyResponse.customer_id).is_not(None),
        col(SurveyResponse.received_at) > after,
        col(SurveyResponse.received_at) <= to,
    )
    if behind is not None:
        query = query.where(
            col(SurveyResponse.received_at) >= behind.received_at,
            or_(
                col(SurveyResponse.received_at) > behind.received_at,
                col(SurveyResponse.response_id) > behind.response_id,
            ),
        )
    in_order = query.order_by(col(SurveyResponse.received_at), col(SurveyResponse.response_id))
    return list(session.exec(in_order.limit(most)))


def of_nobody(session: Session, team_id: str, tier: str, since: date, most: int) -> list[Customer]:
    """The accounts of a tier that nobody leads, what is worth most first, at most so many.

    But for those of which it was asked who leads them since a local day, or still is.
    """
    asked = (
        select(Matter.number)
        .where(
            Matter.team_id == Customer.team_id,
            Matter.topic == MatterTopic.LEADER.value,
            Matter.customer_id == Customer.customer_id,
            or_(col(Matter.about_on) > since, col(Matter.state) == MatterState.ASKED.value),
        )
        .correlate(Customer)
        .exists()
    )
    query = select(Customer).where(
        Customer.team_id == team_id,
        Customer.tier == tier,
        col(Customer.owner_id).is_(None),
        ~asked,
    )
    return customers.most_worth(session, query, most)


def wait(session: Session, team_id: str, answers: Iterable[SurveyResponse]) -> None:
    """Let these answers wait, which come in the order in which they reached us.

    Of an account the newest waits, and an account that waits already keeps its place.
    """
    newest = {each.customer_id: each for each in answers if each.customer_id}
    query = select(WaitingAnswer).where(
        WaitingAnswer.team_id == team_id,
        among(session, col(WaitingAnswer.customer_id), newest),
    )
    here = {each.customer_id: each for each in session.exec(query)} if newest else {}
    for customer_id, answer in newest.items():
        row = here.get(customer_id) or WaitingAnswer(
            team_id=team_id, customer_id=customer_id, response_id=answer.response_id,
            since=answer.received_at,
        )  # fmt: skip
        row.response_id = answer.response_id
        session.add(row)
    session.flush()


def waiting(
    session: Session, team_id: str, most: int, *, behind: WaitingAnswer | None = None
) -> list[WaitingAnswer]:
    """The answers that wait, longest first; at most so many, `behind` one of them if given."""
    query = select(WaitingAnswer).where(
        WaitingAnswer.team_id == team_id,
        # Every instant is one: it says through which index to walk.
        col(WaitingAnswer.since) >= (behind.since if behind else FIRST),
    )
    if behind is not None:
        query = query.where(
            or_(
                col(WaitingAnswer.since) > behind.since,
                col(WaitingAnswer.customer_id) > behind.customer_id,
            )
        )
    in_order = query.order_by(col(WaitingAnswer.since), col(WaitingAnswer.customer_id))
    return list(session.exec(in_order.limit(most)))


def wait_no_more(session: Session, rows: Iterable[WaitingAnswer]) -> None:
    """Somebody was asked about these, or nothing is to be asked any more."""
    for each in rows:
        session.delete(each)
    session.flush()


def renewing(session: Session, team_id: str, tier: str, first: date, last: date) -> list[Customer]:
    """The accounts of a tier who renew within these days, what renews sooner first."""
    query = (
        select(Customer)
        .where(
            Customer.team_id == team_id,
            col(Customer.renewal_on).is_not(None),
            col(Customer.renewal_on) >= first,
            col(Customer.renewal_on) <= last,
            Customer.tier == tier,
            col(Customer.left_on).is_(None),
        )
        .order_by(col(Customer.renewal_on), col(Customer.customer_id))
    )
    return list(session.exec(query))
