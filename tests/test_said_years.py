"""What customers said and did is counted as it happens, and comes out as the rows have it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from threading import Thread
from uuid import UUID

import pytest
from alembic import command
from sqlmodel import Session, col, select

from storage import customers, deeds, look_backs, migrating, response_counts
from storage.columns import new_id
from storage.database import Database
from storage.deeds import DeedCount, Did, Gave, SaidYear
from storage.issues import Issue
from storage.losses import Loss
from storage.renewals import Renewal
from storage.response_counts import ResponseCount
from storage.surveys import Survey, SurveyResponse
from tests.cast import OMAR, TEAM
from tests.said import counted_otherwise

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
WHO = (None, new_id(), new_id())
STEPS = 120


class World:
    """Three customers, four surveys and whatever happens to them."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session = session
        self.random = Random(seed)
        self.number = 0
        names = ("Acme", "Globex", "Initech")
        found = (customers.named(session, TEAM, name) for name in names)
        self.whose = [each.customer_id for each in found if each]
        asked = (("recommend", 10), ("satisfied", 5), ("recommend", 10), ("words", None))
        self.surveys = [
            Survey(
                team_id=TEAM, name=f"S {place}", key=f"s {place}", question=question,
                highest=highest, opened_on=AT.date(), created_at=AT, created_by=OMAR,
            )
            for place, (question, highest) in enumerate(asked)
        ]  # fmt: skip
        session.add_all(self.surveys)

    def next(self) -> int:
        self.number += 1
        return self.number

    def day(self) -> date:
        return date(2025, 10, 1) + timedelta(days=self.random.randrange(200))

    def one(self, table: type[SurveyResponse | Issue | Loss | Renewal]) -> object | None:
        found = self.session.exec(select(table).where(table.team_id == TEAM)).all()
        return self.random.choice(found) if found else None

    def answer(self) -> None:
        survey = self.random.choice(self.surveys)
        most = survey.highest
        score = None if most is None else self.random.choice([1, 2, 4, most, most - 1, most])
        self.session.add(SurveyResponse(
            team_id=TEAM, survey_id=survey.survey_id, external_id=new_id().hex, score=score,
            customer_id=self.random.choice([None, *self.whose]), words="x", answered_on=self.day(),
            respondent_id=self.random.choice(WHO), received_at=AT,
        ))  # fmt: skip

    def change(self) -> None:
        found = self.one(SurveyResponse)
        if isinstance(found, SurveyResponse):
            found.answered_on = self.day()
            if found.score is not None:
                found.score = self.random.randint(1, 5)
            found.customer_id = self.random.choice(self.whose)

    def drop(self) -> None:
        found = self.one(SurveyResponse)
        if found:
            self.session.delete(found)

    def report(self) -> None:
        found = self.one(SurveyResponse)
        if isinstance(found, SurveyResponse) and found.customer_id and not found.issue_number:
            number = self.next()
            self.session.add(Issue(
                team_id=TEAM, number=number, title="Low", created_by=OMAR, created_at=AT,
                severity=2, customer_id=found.customer_id, state="open",
            ))  # fmt: skip
            self.session.flush()
            found.issue_number, found.follow = number, "issue"

    def tell(self) -> None:
        found = self.one(Issue)
        if isinstance(found, Issue):
            days = timedelta(days=self.random.randrange(-200, 60))
            found.told_at = self.random.choice([None, AT + days])
            found.closed_at = self.random.choice([None, None, AT])
            found.joined_to = self.random.choice([None, 1])

    def lose(self) -> None:
        self.session.add(Loss(
            team_id=TEAM, number=self.next(), title="L", created_at=AT, recorded_by=OMAR,
            customer_id=self.random.choice(self.whose), left_on=self.day(), tier="key",
            stated="price",
        ))  # fmt: skip

    def come_back(self) -> None:
        found = self.one(Loss)
        if isinstance(found, Loss):
            found.state = self.random.choice(["won back", "taken back", "recorded"])
            found.is_part = self.random.choice([True, False, False])
            found.left_on = self.day()

    def renew(self) -> None:
        self.session.add(Renewal(
            team_id=TEAM, number=self.next(), title="R", created_at=AT, tier="key",
            state=self.random.choice(["renewed", "left", "open"]), renews_on=AT.date(),
            customer_id=self.random.choice(self.whose), ended_on=self.day(),
        ))  # fmt: skip

    def undo_renewal(self) -> None:
        found = self.one(Renewal)
        if isinstance(found, Renewal):
            found.state, found.ended_on = "open", None

    def step(self) -> str:
        often = [self.answer] * 6 + [self.report] * 3 + [self.tell] * 4
        seldom = [
            self.change, self.drop, self.lose, self.come_back, self.renew, self.undo_renewal,
        ]  # fmt: skip
        chosen = self.random.choice(often + seldom)
        chosen()
        self.session.flush()
        return chosen.__name__


@pytest.mark.both
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_happens_the_counts_are_those_of_the_rows(database: Database, seed: int) -> None:
    with database.write() as session:
        world = World(session, seed)
        done: list[str] = []
        for number in range(STEPS):
            done.append(world.step())
            if number % 10 == 9:
                session.expire_all()
                assert counted_otherwise(session, TEAM) == [], done
        kept = _kept(session)
        told = deeds.of_year(session, TEAM, 2025) + deeds.of_year(session, TEAM, 2026)
        assert Gave.LOW in {gave for gave, _ in told}
    # What a database learns that was there before is the same, with the columns of then.
    with database.engine.begin() as connection:
        command.downgrade(migrating.alembic_config(connection), "0128")
        command.upgrade(migrating.alembic_config(connection), "head")
    with database.read() as session:
        assert counted_otherwise(session, TEAM) == []
        assert _kept(session) == kept


def _kept(session: Session) -> list[object]:
    of_surveys = select(
        ResponseCount.survey_id, ResponseCount.month, ResponseCount.score, ResponseCount.number
    ).where(col(ResponseCount.number) > 0)
    of_deeds = select(DeedCount.year, DeedCount.gave, DeedCount.did, DeedCount.number).where(
        col(DeedCount.number) > 0
    )
    rows = session.exec(select(SaidYear)).all()
    return [
        sorted(session.exec(of_surveys)),
        sorted(session.exec(of_deeds)),
        sorted(str(each.model_dump()) for each in rows),
    ]


def test_what_is_changed_by_plain_statement_is_looked_at_again(database: Database) -> None:
    with database.write() as session:
        acme = customers.named(session, TEAM, "Acme")
        assert acme
        survey_id = _low_scores(session, acme.customer_id, 3)
        session.add(Issue(
            team_id=TEAM, number=1, title="Low", created_by=OMAR, created_at=AT, severity=2,
            customer_id=acme.customer_id, state="open", told_at=AT + timedelta(days=1),
        ))  # fmt: skip
        session.flush()
        assert deeds.of_year(session, TEAM, 2026)[Gave.LOW, Did.NOT_CALLED] == 1
        look_backs.follow_all(session, TEAM, survey_id, acme.customer_id, 1)
        found = deeds.of_year(session, TEAM, 2026)
        assert (found[Gave.LOW, Did.NOT_CALLED], found[Gave.LOW, Did.NOTHING]) == (0, 1)
        assert response_counts.answers(session, TEAM, survey_id) == 3


def test_what_is_undone_in_a_savepoint_was_never_counted(database: Database) -> None:
    with database.write() as session:
        acme = customers.named(session, TEAM, "Acme")
        assert acme
        savepoint = session.begin_nested()
        _low_scores(session, acme.customer_id, 3)
        assert deeds.of_year(session, TEAM, 2026)
        savepoint.rollback()
        assert counted_otherwise(session, TEAM) == []
        assert not deeds.of_year(session, TEAM, 2026)


@pytest.mark.both
def test_of_two_who_change_one_customer_at_once_the_second_sees_the_first(
    database: Database,
) -> None:
    with database.write() as session:
        acme = customers.named(session, TEAM, "Acme")
        assert acme
        customer_id = acme.customer_id

    def leave() -> None:
        with database.write() as session:
            session.add(Loss(
                team_id=TEAM, number=1, title="L", created_at=AT, recorded_by=OMAR, tier="key",
                customer_id=customer_id, left_on=AT.date(), stated="price",
            ))  # fmt: skip

    other = Thread(target=leave)
    with database.write() as session:
        _low_scores(session, customer_id, 3)
        other.start()
        # Long enough for the other to have written its row, and to wait for this one.
        other.join(timeout=1)
    other.join()
    with database.read() as session:
        assert counted_otherwise(session, TEAM) == []
        assert deeds.of_year(session, TEAM, 2026)[Gave.HARDLY, Did.LEFT] == 1


def _low_scores(session: Session, customer_id: UUID, number: int) -> UUID:
    survey = Survey(
        team_id=TEAM, name="S", key="s", question="recommend", highest=10, opened_on=AT.date(),
        created_at=AT, created_by=OMAR,
    )  # fmt: skip
    session.add(survey)
    for score in range(number):
        session.add(SurveyResponse(
            team_id=TEAM, survey_id=survey.survey_id, external_id=str(score), score=score,
            customer_id=customer_id, answered_on=AT.date(), received_at=AT, follow="waiting",
        ))  # fmt: skip
    session.flush()
    return survey.survey_id
