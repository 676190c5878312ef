"""Of customers who heard from us after a low score it is counted who renewed or answered better."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from handlers.customers.figures import room_page
from storage.columns import new_id
from storage.customers import Customer, Tier
from storage.deeds import SaidYear
from storage.departments import key_of
from storage.issues import Issue
from storage.losses import Loss
from storage.renewals import Renewal
from storage.surveys import Respondent, Survey, SurveyResponse
from tests.cast import DIEGO, NORA, OMAR, SARA, TEAM
from tests.said import counted_otherwise
from tests.stage import Stage
from tests.stories.test_surveys import adds

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LOW, CALLED, LATER = date(2026, 10, 5), datetime(2026, 10, 7, 9, tzinfo=UTC), date(2026, 10, 9)
BEFORE = date(2026, 10, 6)
HEAD = (
    "Year", "Low score", "Heard from us", "Renewed", "Better answer", "Left", "Not known yet",
    "Renewed or better", "From", "To",
)  # fmt: skip


def test_whoever_answers_better_after_a_call_is_counted(stage: Stage) -> None:
    adds(stage, score="3", said="I explain the same invoice every month.")
    assert "After a low score" not in stage.types(NORA, "/cx voices"), "nobody has called them"
    stage.types(OMAR, "/cx told I-1 the credit comes on Friday")
    heard = "*After a low score* One customer gave one in 2026 and heard from us."
    assert f"{heard} Nothing is known of them yet." in stage.types(NORA, "/cx voices")
    # On the day of the call it cannot be told which of both came first.
    adds(stage, score="9", said="Thank you")
    assert f"{heard} Nothing is known of them yet." in stage.types(NORA, "/cx voices")
    stage.passes(days=1)
    adds(stage, score="7", said="Now I understand it")
    assert f"{heard} They gave a better answer since." in stage.types(NORA, "/cx voices")
    # Of so few customers nobody else reads it: it could be seen who they are.
    assert "After a low score" not in stage.types(SARA, "/cx voices")
    # Who leaves afterwards left.
    stage.types(OMAR, "/cx lost Globex on 2026-11-24 they said “price”")
    stage.fills_in(OMAR, stated="price")
    stage.closes(OMAR)
    assert f"{heard} They left." in stage.types(NORA, "/cx voices")


class Case:
    """A customer who gave 2 of 10 on 5 October, and what came then."""

    def __init__(self, stage: Stage, session: Session, survey: Survey, number: int) -> None:
        self.stage, self.session, self.survey, self.number = stage, session, survey, number
        name = f"Case {number}"
        self.customer = Customer(team_id=TEAM, name=name, key=key_of(name), tier=Tier.STANDARD)
        session.add(self.customer)
        session.flush()
        self.person = self.somebody("Jana")
        self.low = self.answers(2, LOW, self.person)

    def somebody(self, name: str) -> Respondent:
        found = Respondent(
            team_id=TEAM, customer_id=self.customer.customer_id, name=name, key=key_of(name)
        )
        self.session.add(found)
        return found

    def answers(self, score: int, on: date, who: Respondent) -> SurveyResponse:
        found = SurveyResponse(
            team_id=TEAM, survey_id=self.survey.survey_id, external_id=new_id().hex, score=score,
            customer_id=self.customer.customer_id, respondent_id=who.respondent_id, answered_on=on,
            received_at=datetime(on.year, on.month, on.day, 8, tzinfo=UTC),
        )  # fmt: skip
        self.session.add(found)
        self.session.flush()
        return found

    def is_called(self) -> None:
        issue = Issue(
            team_id=TEAM, number=900 + self.number, title="2 of 10", created_by=OMAR,
            created_at=CALLED - timedelta(days=1), severity=2, state="open",
            customer_id=self.customer.customer_id,
        )  # fmt: skip
        self.session.add(issue)
        self.session.flush()
        self.low.issue_number, self.low.follow = issue.number, "issue"
        self.session.flush()
        issue.told_at = CALLED
        self.session.flush()

    def renews(self, on: date) -> None:
        self.session.add(Renewal(
            team_id=TEAM, number=self.number, title="R", created_at=CALLED, state="renewed",
            customer_id=self.customer.customer_id, renews_on=on, tier="standard", ended_on=on,
        ))  # fmt: skip

    def leaves(self, on: date) -> None:
        self.session.add(Loss(
            team_id=TEAM, number=self.number, title="L", created_at=CALLED, recorded_by=OMAR,
            customer_id=self.customer.customer_id, left_on=on, tier="standard", stated="price",
        ))  # fmt: skip


@pytest.mark.tampers
@on_sqlite
def test_only_a_renewal_or_a_better_answer_after_the_call_counts(stage: Stage) -> None:
    """Seven customers, worked by hand: six heard from us, two of these are kept."""
    with stage.duly.database.write() as session:
        survey = Survey(
            team_id=TEAM, name="Autumn", key="autumn", question="recommend", highest=10,
            opened_on=date(2026, 9, 1), created_at=CALLED, created_by=OMAR,
        )  # fmt: skip
        session.add(survey)
        session.flush()
        cases = [Case(stage, session, survey, number) for number in range(1, 8)]
        renewed, better, other, early, left, silent, uncalled = cases
        for each in cases[:-1]:
            each.is_called()
        renewed.renews(LATER)
        better.answers(8, LATER, better.person)
        # Somebody else there is glad, and whoever gave the low score gives another low one.
        other.answers(10, LATER, other.somebody("Karim"))
        early.renews(BEFORE)
        left.answers(9, LATER, left.person)
        left.leaves(date(2026, 11, 2))
        silent.answers(9, BEFORE, silent.person)
        uncalled.answers(9, LATER, uncalled.person)
    with stage.duly.database.read() as session:
        rows = session.exec(select(SaidYear.after).order_by(SaidYear.customer_id)).all()
        assert sorted(filter(None, rows)) == sorted([
            "renewed", "better", "nothing", "nothing", "left", "nothing", "not called",
        ])  # fmt: skip
        assert counted_otherwise(session, TEAM) == []
        chapter = room_page.read(session, stage.now, TEAM, date(2026, 10, 1))
    # Wilson, 2 of 6: (1/3 + 0.3201 ± 0.4947) ÷ 1.6403 is 9.7 to 70.0 %.
    heard = "*After a low score* Of seven customers who gave one in 2026, six heard from us."
    kept = "Two of the six renewed or gave a better answer since (10 to 70 %)"
    said = stage.types(NORA, "/cx voices")
    assert (
        f"{heard} {kept}: one renewed, one answered better. One left. "
        "Of three nothing is known yet."
    ) in said
    # Others read no more than how many: what one did would be somebody's.
    said = stage.types(DIEGO, "/cx voices")
    assert f"{heard} {kept}." in said
    assert "One left" not in said
    assert chapter
    table = chapter.section.figures[1].table
    assert table.head == HEAD
    assert table.rows == [("2026", "7", "6", "1", "1", "1", "3", "33 %", "10 %", "70 %")]
