"""What executives are asked stays among executives, and what the CCO is asked with the CCO."""

from __future__ import annotations

import pytest
from sqlmodel import Session, select

from storage import departments, issues, nudges, people
from storage.asks import Ask, Outcome
from storage.nudges import Nudge
from storage.people import Person, Role, Standing
from tests.cast import BEN, GRACE, LEE, MARIA, NORA, OMAR, PRIYA, TEAM, VICTOR
from tests.stage import Stage

DECISION = "Close the Hamburg depot"


def person(session: Session, user_id: str) -> Person:
    found = people.find(session, TEAM, user_id)
    assert found
    return found


def change(stage: Stage, user_id: str, **facts: object) -> None:
    with stage.duly.database.write() as session:
        someone = person(session, user_id)
        for name, value in facts.items():
            setattr(someone, name, value)
        session.add(someone)


def asks_of(stage: Stage, kind: str) -> dict[str, Ask]:
    with stage.duly.database.read() as session:
        found = session.exec(select(Ask).where(Ask.team_id == TEAM, Ask.kind == kind)).all()
    return {ask.person_id: ask for ask in found}


def owe(stage: Stage, kind: str) -> set[str]:
    """Who owes an answer now."""
    return {who for who, ask in asks_of(stage, kind).items() if ask.answered_at is None}


@pytest.fixture
def asked(stage: Stage) -> Stage:
    """Omar asks what a decision means; Nora, who belongs to Billing, has not answered yet."""
    with stage.duly.database.write() as session:
        billing = departments.named(session, TEAM, "Billing")
        nora = person(session, NORA)
        assert billing
        nora.department_id = billing.department_id
        session.add(nora)
    stage.types(OMAR, f"/cx impact {DECISION}")
    assert set(asks_of(stage, "impact")) == {NORA, VICTOR, PRIYA}
    return stage


LEFT: dict[str, dict[str, object]] = {
    "left the company": {"gone": True},
    "is a guest now": {"standing": Standing.GUEST},
    "is no executive any more": {"role": Role.MEMBER},
}


@pytest.mark.parametrize("facts", LEFT.values(), ids=LEFT)
def test_an_answer_that_an_executive_owed_is_nobody_elses(
    asked: Stage, facts: dict[str, object]
) -> None:
    change(asked, NORA, **facts)
    before = len(asked.reads(NORA))
    asked.passes(days=7)
    for user in (MARIA, LEE, BEN):
        assert DECISION not in asked.reads_all(user)
    assert len(asked.reads(NORA)) == before
    nora = asks_of(asked, "impact")[NORA]
    assert (nora.outcome, nora.answered_by) == (Outcome.WITHDRAWN, "")
    assert DECISION in asked.reads_all(VICTOR), "the others are still asked"
    with asked.duly.database.read() as session:
        assert not session.exec(
            select(Nudge).where(Nudge.ask_id == nora.ask_id, nudges.col(Nudge.sent_at).is_(None))
        ).all()


def test_whoever_has_not_answered_reads_so_each_monday_until_they_do(asked: Stage) -> None:
    asked.passes(days=8)
    assert "One thing of yours stays late: *D-1*" in asked.reads(PRIYA)[-1]
    asked.clicks(PRIYA, "No change", "D-1")
    asked.fills_in(PRIYA, why="Only our books change")
    before = len(asked.reads(PRIYA))
    asked.passes(days=7)
    assert len(asked.reads(PRIYA)) == before
    assert asks_of(asked, "impact")[PRIYA].outcome == Outcome.ANSWERED


def test_an_executive_who_came_since_is_asked_instead(asked: Stage) -> None:
    change(asked, NORA, gone=True)
    change(asked, BEN, role=Role.EXECUTIVE)
    asked.passes(days=7)
    assert DECISION in asked.reads_all(BEN)
    assert owe(asked, "impact") == {BEN, VICTOR, PRIYA}
    assert asks_of(asked, "impact")[NORA].outcome == Outcome.HANDED_OVER
    assert DECISION not in asked.reads_all(MARIA)


def test_an_issue_without_a_department_goes_from_one_cco_to_the_other(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Nobody knows whose this is")
    change(stage, OMAR, gone=True)
    change(stage, NORA, role=Role.CCO)
    stage.passes(days=3)
    assert owe(stage, "triage") == {NORA}
    assert "Nobody knows whose this is" in stage.reads_all(NORA)
    stage.clicks(NORA, "Send to a department…", "I-1")
    with stage.duly.database.read() as session:
        billing = departments.named(session, TEAM, "Billing")
        assert billing
    stage.fills_in(NORA, department=str(billing.department_id))
    with stage.duly.database.read() as session:
        issue = issues.find(session, TEAM, 1)
    assert issue
    assert issue.owner_id == MARIA
    ended = {who: ask.outcome for who, ask in asks_of(stage, "triage").items()}
    assert ended == {OMAR: Outcome.HANDED_OVER, NORA: Outcome.ANSWERED}


def test_what_waits_for_the_cco_waits_while_there_is_none(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Nobody knows whose this is")
    change(stage, OMAR, gone=True)
    stage.passes(days=3)
    waiting = asks_of(stage, "triage")[OMAR]
    assert waiting.answered_at is None
    for user in (NORA, MARIA, GRACE):
        assert "Nobody knows whose this is" not in stage.reads_all(user)
    change(stage, NORA, role=Role.CCO)
    stage.passes(hours=1)
    stage.passes(days=2)
    assert asks_of(stage, "triage")[NORA].answered_at is None
    assert "Nobody knows whose this is" in stage.reads_all(NORA)
