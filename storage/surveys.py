"""Surveys are what customers are asked; a response is what one of them answered.

Who answered is a row of its own, so that a name can be forgotten and the figure stays. Of a survey
without names neither that nor the customer is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import JSON, Index, UniqueConstraint, func
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import large, long_text, partial_index, row_id, team
from storage.departments import key_of
from storage.many import among, unread

WAITING = "follow = 'waiting'"
"""Which low scores nobody has said anything of yet."""
TO_CALL = "follow = 'issue'"
"""Which low scores wait for us to speak with whoever gave them."""

FEW = 5
"""Under so many answers nobody reads one of a survey without names."""


class SurveyQuestion(StrEnum):
    """What a survey asks."""

    RECOMMEND = "recommend"
    """Would they recommend us: 0 to 10."""
    SATISFIED = "satisfied"
    """Are they satisfied: 1 to 5."""
    EASY = "easy"
    """Was it easy: 1 to 7, or 1 to 5."""
    WORDS = "words"
    """No score: what they say in their words."""


SCALES: dict[SurveyQuestion, tuple[tuple[int, int], ...]] = {
    SurveyQuestion.RECOMMEND: ((0, 10),),
    SurveyQuestion.SATISFIED: ((1, 5),),
    SurveyQuestion.EASY: ((1, 7), (1, 5)),
    SurveyQuestion.WORDS: (),
}
"""The lowest and the highest score of each question; the first is the usual scale."""
LOW: dict[tuple[SurveyQuestion, int], int] = {
    (SurveyQuestion.RECOMMEND, 10): 6,
    (SurveyQuestion.SATISFIED, 5): 2,
    (SurveyQuestion.EASY, 7): 3,
    (SurveyQuestion.EASY, 5): 2,
}
"""Up to which score an answer is a low one, by question and highest score."""


class FollowUp(StrEnum):
    """What became of a low score of a named customer."""

    ISSUE = "issue"
    """An issue was opened for it, or it joined one that was open: they wait to hear from us."""
    OVER = "over"
    """They have heard from us since, or that issue has ended."""
    WAITING = "waiting"
    """It came in old: somebody says whether the account should still hear from us."""
    LET_BE = "let be"
    """Somebody said why it is not followed."""


class CameBy(StrEnum):
    """Through what an answer came to us."""

    CALL = "call"
    MAIL = "mail"
    VISIT = "visit"
    SURVEY = "survey"


class Survey(SQLModel, table=True):
    """One question that is put to customers, on one scale.

    `highest` is the highest score of its scale, None where it asks for words alone. `is_named` says
    whether answers are kept with who gave them. `asked` is how many were asked, where that is
    known. `tiers` are those at whose customers it asks whoever decides, `narrowed` to the words
    that these have in a facet (“product:Flow”); who stands on its list is in `storage.invitations`.
    Its days are local ones.
    """

    __tablename__ = "surveys"
    __table_args__ = (
        UniqueConstraint("team_id", "key", name="surveys_key"),
        Index("surveys_opened", "team_id", "opened_on"),
    )

    team_id: str = team()
    survey_id: UUID = row_id()
    name: str
    key: str
    question: str
    highest: int | None = None
    is_named: bool = True
    asked: int | None = large(None)
    tiers: list[str] = Field(default_factory=list, sa_type=JSON)
    narrowed: str = ""
    opened_on: date
    closes_on: date | None = None
    created_at: datetime
    created_by: str

    @property
    def lowest(self) -> int | None:
        """The lowest score of its scale, None where it asks for words alone."""
        scales = SCALES[SurveyQuestion(self.question)]
        return next((low for low, high in scales if high == self.highest), None)

    def holds(self, score: int) -> bool:
        """Whether a score is on its scale."""
        lowest = self.lowest
        return lowest is not None and self.highest is not None and lowest <= score <= self.highest

    def is_low(self, score: int | None) -> bool:
        """Whether somebody who answers so should hear from us."""
        most = LOW.get((SurveyQuestion(self.question), self.highest or 0))
        return most is not None and score is not None and score <= most


class Respondent(SQLModel, table=True):
    """Somebody at a customer who answered, by the name that came with the answer."""

    __tablename__ = "respondents"
    __table_args__ = (UniqueConstraint("team_id", "customer_id", "key", name="respondents_key"),)

    team_id: str = team()
    respondent_id: UUID = row_id()
    customer_id: UUID
    name: str
    key: str


class SurveyResponse(SQLModel, table=True):
    """One answer to a survey, once by its `external_id`: what whoever sent it calls it.

    `customer_id` and `respondent_id` are None of a survey without names, and where it is not a
    customer's. `words` are theirs, `answered_on` the day that came with it, `received_at` (UTC)
    when it reached us and `received_by` who brought it: empty for a webhook. `came` says through
    what, `feels` how they felt, where somebody said so, and `link` where it can be read.
    `from_file` is the file that brought it first, empty where none did. `follow` is what became of
    a low score of a named customer, `issue_number` the issue that it opened or joined, and `let_be`
    why nothing was done.
    """

    __tablename__ = "responses"
    __table_args__ = (
        UniqueConstraint("team_id", "survey_id", "external_id", name="responses_once"),
        # With the score, so that a million are counted without a look at each.
        Index("responses_answered", "team_id", "survey_id", "answered_on", "score"),
        partial_index(
            "responses_customer", "team_id", "customer_id", "answered_on",
            where="customer_id IS NOT NULL",
        ),
        partial_index(
            "responses_respondent", "team_id", "respondent_id",
            where="respondent_id IS NOT NULL",
        ),
        partial_index(
            "responses_issue", "team_id", "issue_number", where="issue_number IS NOT NULL"
        ),
        partial_index(
            "responses_to_call", "team_id", "answered_on", "customer_id", where=TO_CALL
        ),
        partial_index("responses_waiting", "team_id", "survey_id", "answered_on", where=WAITING),
        Index("responses_received", "team_id", "received_at"),
    )  # fmt: skip

    team_id: str = team()
    response_id: UUID = row_id()
    survey_id: UUID
    external_id: str
    customer_id: UUID | None = None
    respondent_id: UUID | None = None
    score: int | None = None
    words: str = long_text("")
    answered_on: date
    received_at: datetime
    received_by: str = ""
    came: str = ""
    feels: str | None = None
    link: str = long_text("")
    from_file: str = ""
    follow: str | None = None
    issue_number: int | None = large(None)
    let_be: str = long_text("")


# --- surveys ---


def find(session: Session, team_id: str, survey_id: UUID | None) -> Survey | None:
    """The survey with this id."""
    return session.get(Survey, (team_id, survey_id)) if survey_id else None


def named(session: Session, team_id: str, name: str) -> Survey | None:
    """The survey with this name, whatever the case."""
    query = select(Survey).where(Survey.team_id == team_id, Survey.key == key_of(name))
    return session.exec(query).first()


def newest(session: Session, team_id: str, most: int) -> list[Survey]:
    """The surveys that opened last, at most so many."""
    # Every day is one: it says through which index to walk.
    query = select(Survey).where(Survey.team_id == team_id, col(Survey.opened_on) >= date.min)
    in_order = query.order_by(col(Survey.opened_on).desc(), col(Survey.survey_id).desc())
    return list(session.exec(in_order.limit(most)))


def how_many(session: Session, team_id: str) -> int:
    """How many surveys there are."""
    # Every day is one: it says which index to count in.
    query = (
        select(func.count())
        .select_from(Survey)
        .where(Survey.team_id == team_id, col(Survey.opened_on) >= date.min)
    )
    return session.exec(query).one()


def is_any(session: Session, team_id: str, until: date) -> bool:
    """Whether any survey had opened by a day."""
    query = select(Survey.survey_id).where(
        Survey.team_id == team_id, col(Survey.opened_on) <= until
    )
    return session.exec(query.limit(1)).first() is not None


# --- what came in ---


def response(
    session: Session, team_id: str, response_id: UUID | None, *, lock: bool = False
) -> SurveyResponse | None:
    """The response with this id; `lock` keeps others from changing it until the commit."""
    if response_id is None:
        return None
    return session.get(
        SurveyResponse, (team_id, response_id), with_for_update=lock or None, populate_existing=lock
    )


def responses(
    session: Session, team_id: str, response_ids: Collection[UUID]
) -> dict[UUID, SurveyResponse]:
    """The responses with these ids, by id."""
    if not response_ids:
        return {}
    query = select(SurveyResponse).where(
        SurveyResponse.team_id == team_id,
        among(session, col(SurveyResponse.response_id), response_ids),
    )
    return {each.response_id: each for each in session.exec(query)}


def received(
    session: Session, team_id: str, survey_id: UUID, external_ids: Collection[str]
) -> dict[str, SurveyResponse]:
    """The responses to a survey that are here already, by what whoever sent them calls them."""
    if not external_ids:
        return {}
    query = select(SurveyResponse).where(
        SurveyResponse.team_id == team_id,
        SurveyResponse.survey_id == survey_id,
        among(session, col(SurveyResponse.external_id), external_ids),
    )
    return {each.external_id: each for each in session.exec(query)}


def add_all(session: Session, new: Iterable[SurveyResponse]) -> None:
    """Keep answers, whichever way they come in."""
    session.add_all(new)
    session.flush()


def correct(session: Session, response: SurveyResponse, changes: Mapping[str, object]) -> None:
    """Let an answer say something else, column by column."""
    for name, value in changes.items():
        setattr(response, name, value)
    session.add(response)
    session.flush()


def remove(session: Session, response: SurveyResponse) -> None:
    """Let an answer go, and the name of whoever gave it where they gave no other."""
    team_id, respondent_id = response.team_id, response.respondent_id
    session.delete(response)
    session.flush()
    if respondent_id is not None and last_of(session, team_id, respondent_id) is None:
        who = session.get(Respondent, (team_id, respondent_id))
        if who is not None:
            session.delete(who)
            session.flush()


def of_customer(
    session: Session, team_id: str, customer_id: UUID, since: date, most: int
) -> list[SurveyResponse]:
    """What a customer has answered since a day, the newest first, at most so many."""
    query = select(SurveyResponse).where(
        SurveyResponse.team_id == team_id,
        SurveyResponse.customer_id == customer_id,
        col(SurveyResponse.customer_id).is_not(None),
        col(SurveyResponse.answered_on) >= since,
    )
    in_order = query.order_by(
        col(SurveyResponse.answered_on).desc(), col(SurveyResponse.response_id).desc()
    )
    return list(session.exec(in_order.limit(most)))


def answers_of(session: Session, team_id: str, customer_id: UUID, since: date) -> int:
    """How many answers a customer has given since a day."""
    query = (
        select(func.count())
        .select_from(SurveyResponse)
        .where(
            SurveyResponse.team_id == team_id,
            SurveyResponse.customer_id == customer_id,
            col(SurveyResponse.customer_id).is_not(None),
            col(SurveyResponse.answered_on) >= since,
        )
    )
    return session.exec(query).one()


class LastAnswer(NamedTuple):
    """Who answered for a customer under which name, and on which local day they did last."""

    respondent_id: UUID
    name: str
    on: date


def answered_last(
    session: Session,
    team_id: str,
    customer_ids: Collection[UUID],
    since: date,
    *,
    came: CameBy | None = None,
) -> dict[UUID, list[LastAnswer]]:
    """By customer who answered with a name since a day, when last; `came`: through that alone."""
    if not customer_ids:
        return {}
    last = (
        select(
            col(SurveyResponse.customer_id),
            col(SurveyResponse.respondent_id),
            func.max(col(SurveyResponse.answered_on)),
        )
        .where(
            SurveyResponse.team_id == team_id,
            among(session, col(SurveyResponse.customer_id), customer_ids),
            col(SurveyResponse.customer_id).is_not(None),
            col(SurveyResponse.answered_on) >= since,
            col(SurveyResponse.respondent_id).is_not(None),
        )
        .group_by(col(SurveyResponse.customer_id), col(SurveyResponse.respondent_id))
    )
    if came is not None:
        last = last.where(SurveyResponse.came == came.value)
    rows = session.exec(last).all()
    who = respondents(session, team_id, [row[1] for row in rows])
    found: dict[UUID, list[LastAnswer]] = {}
    for customer_id, respondent_id, day in rows:
        if customer_id and respondent_id in who:
            answer = LastAnswer(respondent_id, who[respondent_id].name, day)
            found.setdefault(customer_id, []).append(answer)
    return found


def last_of(session: Session, team_id: str, respondent_id: UUID) -> SurveyResponse | None:
    """What somebody answered last."""
    query = select(SurveyResponse).where(
        SurveyResponse.team_id == team_id,
        SurveyResponse.respondent_id == respondent_id,
        col(SurveyResponse.respondent_id).is_not(None),
    )
    in_order = query.order_by(
        col(SurveyResponse.answered_on).desc(), col(SurveyResponse.response_id).desc()
    )
    return session.exec(in_order.limit(1)).first()


def of_issue(session: Session, team_id: str, number: int) -> list[SurveyResponse]:
    """The answers for which an issue was opened, or that joined it; the oldest first."""
    query = select(SurveyResponse).where(
        SurveyResponse.team_id == team_id,
        SurveyResponse.issue_number == number,
        col(SurveyResponse.issue_number).is_not(None),
    )
    return sorted(session.exec(query), key=lambda each: (each.answered_on, each.response_id))


class ScoreGiven(NamedTuple):
    """An answer with the scale that it is on, and the name of whoever gave it, empty for none.

    `link` is where it can be read, empty where nobody said so.
    """

    name: str
    score: int | None
    highest: int | None
    words: str
    survey: str
    link: str = ""


def scores_of_issue(session: Session, team_id: str, number: int) -> list[ScoreGiven]:
    """The answers for which an issue was opened, as they are read; the oldest first."""
    found = of_issue(session, team_id, number)
    if not found:
        return []
    who = respondents(session, team_id, [each.respondent_id for each in found])
    read = []
    for each in found:
        survey = find(session, team_id, each.survey_id)
        name = who[each.respondent_id].name if each.respondent_id in who else ""
        highest = survey.highest if survey else None
        asked = survey.name if survey else ""
        read.append(ScoreGiven(name, each.score, highest, each.words, asked, each.link))
    return read


def waiting(session: Session, team_id: str, survey_id: UUID, most: int) -> list[SurveyResponse]:
    """Old low scores of a survey of which nobody said yet what becomes of them; newest first."""
    query = select(SurveyResponse).where(
        SurveyResponse.team_id == team_id,
        SurveyResponse.survey_id == survey_id,
        SurveyResponse.follow == FollowUp.WAITING.value,
    )
    return list(session.exec(query.order_by(col(SurveyResponse.answered_on).desc()).limit(most)))


def respondents(
    session: Session, team_id: str, respondent_ids: Iterable[UUID | None]
) -> dict[UUID, Respondent]:
    """Those who answered, by the ids of their rows."""
    wanted = {each for each in respondent_ids if each}
    missing = unread(session, Respondent, team_id, wanted)
    if missing:
        query = select(Respondent).where(
            Respondent.team_id == team_id,
            among(session, col(Respondent.respondent_id), missing),
        )
        session.exec(query).all()
    found = (session.get(Respondent, (team_id, each)) for each in wanted)
    return {each.respondent_id: each for each in found if each}


def all_respondents(
    session: Session, team_id: str, wanted: Collection[tuple[UUID, str]]
) -> dict[tuple[UUID, str], Respondent]:
    """Whoever answered for these customers under these names; made where nobody has yet."""
    keys = {key_of(name) for _, name in wanted}
    customer_ids = {customer_id for customer_id, _ in wanted}
    if not wanted:
        return {}
    query = select(Respondent).where(
        Respondent.team_id == team_id,
        among(session, col(Respondent.customer_id), customer_ids),
        among(session, col(Respondent.key), keys),
    )
    here = {(each.customer_id, each.key): each for each in session.exec(query)}
    for customer_id, name in sorted(wanted, key=str):
        key = key_of(name)
        if (customer_id, key) not in here:
            new = Respondent(team_id=team_id, customer_id=customer_id, name=name, key=key)
            session.add(new)
            here[customer_id, key] = new
    session.flush()
    return {(customer_id, name): here[customer_id, key_of(name)] for customer_id, name in wanted}


def respondent(session: Session, team_id: str, customer_id: UUID, name: str) -> Respondent:
    """Whoever answered for a customer under this name; made where nobody has yet."""
    return all_respondents(session, team_id, {(customer_id, name)})[customer_id, name]
