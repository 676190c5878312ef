"""What a customer said last in a year, and did since, is looked up and kept here, row by row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, delete, false, select, true, update
from sqlmodel import Session, SQLModel

from storage import deeds, upserts
from storage.customers import Customer
from storage.deeds import DeedKey, Did, SaidYear
from storage.issues import Issue
from storage.losses import STANDING, Loss
from storage.many import among
from storage.renewals import Renewal, RenewalState
from storage.surveys import LOW, FollowUp, Survey, SurveyQuestion, SurveyResponse

TABLE = SQLModel.metadata.tables["said_years"]
KEY = [each.name for each in TABLE.primary_key.columns]
SAVE = upserts.build(
    TABLE,
    lambda insert: insert.on_conflict_do_update(
        index_elements=KEY,
        set_={each.name: insert.excluded[each.name] for each in TABLE.columns
              if each.name not in KEY},
    ),
)  # fmt: skip


class GivenScore(NamedTuple):
    """One answer of a customer: on which local day, which score on which scale, and by whom."""

    on: date
    response_id: UUID
    customer_id: UUID
    score: int | None
    question: str
    highest: int | None
    by: UUID | None

    @property
    def is_low(self) -> bool:
        """Whether somebody who answers so should hear from us."""
        most = LOW.get((SurveyQuestion(self.question), self.highest or 0))
        return most is not None and self.score is not None and self.score <= most

    def is_better(self, low: GivenScore) -> bool:
        """Whether whoever gave a low score says by this, to the same question, what is not low."""
        alike = (self.by, self.question, self.highest) == (low.by, low.question, low.highest)
        return alike and self.score is not None and not self.is_low


def keep(
    session: Session,
    team_id: str,
    customer_ids: set[UUID],
    *,
    added: Sequence[SurveyResponse] = (),
    stale: Collection[UUID] = (),
    called: Collection[UUID] = (),
    turned: Collection[UUID] = (),
) -> None:
    """Bring the rows of these customers up to date, and the counts with them.

    `added` are new answers, of `stale` customers all answers are read again; `called` ones may have
    heard from us, or not any more, and `turned` ones may have left, renewed or come back.
    """
    _hold(session, team_id, customer_ids)
    before = _rows(session, team_id, customer_ids)
    rows = {
        key: SaidYear(**row.model_dump())
        for key, row in before.items()
        if key[0] not in stale
    }  # fmt: skip
    new = [*_answers(session, team_id, stale), *_as_answered(session, team_id, added, stale)]
    for answer in new:
        _say(rows, team_id, answer)
    moved = [
        row for key, row in rows.items()
        if row.low_id and (
            key[0] in stale or key[0] in called
            or key not in before or before[key].low_id != row.low_id
        )
    ]  # fmt: skip
    _call(session, team_id, moved)
    _better(session, team_id, rows.values(), new)
    _deeds(session, team_id, [
        row for key, row in rows.items()
        if key[0] in turned or key not in before or before[key].model_dump() != row.model_dump()
    ])  # fmt: skip
    _save(session, team_id, before, rows)


def _hold(session: Session, team_id: str, customer_ids: Collection[UUID]) -> None:
    """Of two who change what one customer said or did, the second sees what the first did."""
    if session.get_bind().dialect.name == "sqlite":
        # There the whole database has one writer.
        return
    of: Any = Customer
    session.connection().execute(
        select(of.customer_id)
        .where(of.team_id == team_id, among(session, of.customer_id, customer_ids))
        .order_by(of.customer_id)
        .with_for_update(key_share=True)
    )


def _rows(
    session: Session, team_id: str, customer_ids: Collection[UUID]
) -> dict[tuple[UUID, int], SaidYear]:
    of: Any = SaidYear
    query = select(TABLE).where(
        TABLE.c.team_id == team_id, among(session, of.customer_id, customer_ids)
    )
    found = (SaidYear(**row) for row in session.connection().execute(query).mappings())
    return {(each.customer_id, each.year): each for each in found}


# --- what they said ---


def _answers(
    session: Session, team_id: str, customer_ids: Collection[UUID], since: date = date.min
) -> list[GivenScore]:
    """All that these customers answered since a local day."""
    if not customer_ids:
        return []
    of: Any = SurveyResponse
    return _read(
        session, team_id,
        among(session, of.customer_id, customer_ids),
        of.customer_id.is_not(None), of.answered_on >= since,
    )  # fmt: skip


def _read(session: Session, team_id: str, *wanted: Any) -> list[GivenScore]:
    of: Any = SurveyResponse
    asked: Any = Survey
    query = (
        select(
            of.answered_on, of.response_id, of.customer_id, of.score,
            asked.question, asked.highest, of.respondent_id,
        )
        .join(asked, and_(asked.team_id == of.team_id, asked.survey_id == of.survey_id))
        .where(of.team_id == team_id, *wanted)
    )  # fmt: skip
    return [GivenScore(*row) for row in session.connection().execute(query)]


def _as_answered(
    session: Session, team_id: str, added: Iterable[SurveyResponse], stale: Collection[UUID]
) -> list[GivenScore]:
    """New answers, but for those of whom all are read again in any case."""
    scored = [each for each in added if each.score is not None and each.customer_id not in stale]
    if not scored:
        return []
    of: Any = Survey
    known = {
        row[0]: (row[1], row[2])
        for row in session.connection().execute(
            select(of.survey_id, of.question, of.highest).where(
                of.team_id == team_id,
                among(session, of.survey_id, {each.survey_id for each in scored}),
            )
        )
    }
    return [
        GivenScore(
            each.answered_on, each.response_id, each.customer_id, each.score,
            *known[each.survey_id], each.respondent_id,
        )
        for each in scored
        if each.customer_id and each.survey_id in known
    ]  # fmt: skip


def _say(rows: dict[tuple[UUID, int], SaidYear], team_id: str, answer: GivenScore) -> None:
    """What somebody said last counts, in whatever order answers come in."""
    is_of_all = answer.question == SurveyQuestion.RECOMMEND and answer.score is not None
    if not is_of_all and not answer.is_low:
        return
    key = answer.customer_id, answer.on.year
    row = rows.setdefault(
        key, SaidYear(team_id=team_id, customer_id=key[0], year=key[1])
    )  # fmt: skip
    here = (answer.on, answer.response_id)
    if is_of_all and (not row.said_on or not row.said_id or here > (row.said_on, row.said_id)):
        row.score, row.said_on, row.said_id = answer.score, answer.on, answer.response_id
    if answer.is_low and (not row.low_on or not row.low_id or here > (row.low_on, row.low_id)):
        row.low_id, row.low_on, row.low_by = answer.response_id, answer.on, answer.by


# --- what became of it ---


def after_issue(session: Session, team_id: str, number: int) -> set[UUID]:
    """The low scores of an issue that changed wait for a call, or do not any more; whose they are.

    They wait until their customer has heard from us since, or the issue has ended; where it was
    joined to another it has not.
    """
    of: Any = SurveyResponse
    theirs = (of.team_id == team_id, of.issue_number == number, of.issue_number.is_not(None))
    connection = session.connection()
    query = select(of.customer_id).where(*theirs, of.customer_id.is_not(None))
    whose = set(connection.scalars(query))
    if not whose:
        return set()
    issue: Any = Issue
    told_at, closed_at, joined_to = connection.execute(
        select(issue.told_at, issue.closed_at, issue.joined_to).where(
            issue.team_id == team_id, issue.number == number
        )
    ).one()
    has_ended = closed_at is not None and joined_to is None
    over = true() if has_ended else of.received_at <= told_at if told_at else false()
    for was, becomes, when in (
        (FollowUp.ISSUE, FollowUp.OVER, over), (FollowUp.OVER, FollowUp.ISSUE, ~over),
    ):  # fmt: skip
        connection.execute(
            update(of).where(*theirs, of.follow == was.value, when).values(follow=becomes.value)
        )
    return whose


def _call(session: Session, team_id: str, rows: Sequence[SaidYear]) -> None:
    """When they heard from us about their last low score, and whether they answered better then."""
    if not rows:
        return
    of: Any = SurveyResponse
    issue: Any = Issue
    query = (
        select(of.response_id, issue.told_at)
        .join(issue, and_(issue.team_id == of.team_id, issue.number == of.issue_number))
        .where(
            of.team_id == team_id,
            among(session, of.response_id, {row.low_id for row in rows}),
            of.issue_number.is_not(None),
            issue.told_at >= of.received_at,
        )
    )
    told: dict[UUID, datetime] = {
        row[0]: row[1] for row in session.connection().execute(query)
    }  # fmt: skip
    for row in rows:
        at = told.get(row.low_id) if row.low_id else None
        row.called_on = _day(at) if at else None
        row.better_on = None
    heard = [row for row in rows if row.called_on]
    if heard:
        since = min(row.called_on for row in heard if row.called_on)
        whose = {row.customer_id for row in heard}
        _better(session, team_id, heard, _answers(session, team_id, whose, since))


def _day(at: datetime) -> date:
    return (at if at.tzinfo is None else at.astimezone(UTC)).date()


def _better(
    session: Session, team_id: str, rows: Iterable[SaidYear], said: Sequence[GivenScore]
) -> None:
    """Write down the first better answer of whoever gave a low score, after the day of the call."""
    by_customer: dict[UUID, list[GivenScore]] = defaultdict(list)
    for answer in said:
        by_customer[answer.customer_id].append(answer)
    later = {
        row.low_id: [
            each for each in by_customer[row.customer_id]
            if row.called_on and each.on > row.called_on and each.by == row.low_by
            and (row.better_on is None or each.on < row.better_on)
        ]
        for row in rows
        if row.low_id and row.called_on and row.customer_id in by_customer
    }  # fmt: skip
    wanted = {key for key, answers in later.items() if answers}
    if not wanted:
        return
    of: Any = SurveyResponse
    low = {
        each.response_id: each
        for each in _read(session, team_id, among(session, of.response_id, wanted))
    }
    for row in rows:
        if row.low_id in low:
            found = [each.on for each in later[row.low_id] if each.is_better(low[row.low_id])]
            row.better_on = min([*found, *([row.better_on] if row.better_on else [])], default=None)


def _deeds(session: Session, team_id: str, rows: Collection[SaidYear]) -> None:
    """Whether they have left or renewed since."""
    if not rows:
        return
    whose = {row.customer_id for row in rows}
    left: dict[UUID, list[date]] = defaultdict(list)
    # Of one customer there are few: by their state alone those of everybody would be read.
    connection = session.connection()
    losses: Any = Loss
    query = select(losses.customer_id, losses.left_on, losses.state).where(
        losses.team_id == team_id,
        among(session, losses.customer_id, whose),
        losses.is_part.is_(False),
    )
    for customer_id, on, state in connection.execute(query):
        if state in STANDING:
            left[customer_id].append(on)
    renewed: dict[UUID, list[date]] = defaultdict(list)
    renewals: Any = Renewal
    query = select(renewals.customer_id, renewals.ended_on, renewals.state).where(
        renewals.team_id == team_id, among(session, renewals.customer_id, whose)
    )
    for customer_id, on, state in connection.execute(query):
        if state == RenewalState.RENEWED and on is not None:
            renewed[customer_id].append(on)
    for row in rows:
        row.did = _did(row, left[row.customer_id], renewed[row.customer_id])
        row.after = _after(row, left[row.customer_id], renewed[row.customer_id])


def _did(row: SaidYear, left: Sequence[date], renewed: Sequence[date]) -> str | None:
    """What a customer did since they said how gladly they would recommend us.

    Who renewed and left afterwards, left.
    """
    if row.said_on is None:
        return None
    if any(on >= row.said_on for on in left):
        return Did.LEFT.value
    has_renewed = any(on >= row.said_on for on in renewed)
    return (Did.RENEWED if has_renewed else Did.NOTHING).value


def _after(row: SaidYear, left: Sequence[date], renewed: Sequence[date]) -> str | None:
    """What a customer did since their last low score of the year, and the call that followed.

    Nobody is counted as kept for not having left yet: only a renewal or a better answer after the
    day of the call counts.
    """
    if row.low_on is None:
        return None
    if row.called_on is None:
        return Did.NOT_CALLED.value
    if any(on >= row.low_on for on in left):
        return Did.LEFT.value
    if any(on > row.called_on for on in renewed):
        return Did.RENEWED.value
    return (Did.BETTER if row.better_on else Did.NOTHING).value


def _save(
    session: Session,
    team_id: str,
    before: dict[tuple[UUID, int], SaidYear],
    rows: dict[tuple[UUID, int], SaidYear],
) -> None:
    changes: Counter[DeedKey] = Counter()
    for key in {*before, *rows}:
        for row, by in ((before.get(key), -1), (rows.get(key), 1)):
            for counted in deeds.keys_of(row) if row else ():
                changes[counted] += by
    connection = session.connection()
    for customer_id, year in sorted(set(before) - set(rows)):
        connection.execute(delete(TABLE).where(
            TABLE.c.team_id == team_id, TABLE.c.customer_id == customer_id, TABLE.c.year == year
        ))  # fmt: skip
    new = [
        row.model_dump() for key, row in sorted(rows.items(), key=lambda each: each[0])
        if key not in before or before[key].model_dump() != row.model_dump()
    ]  # fmt: skip
    upserts.run(session, SAVE, new)
    deeds.add(session, changes)
