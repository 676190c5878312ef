"""What most of those alike have is put as a question to whoever leads an account."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from storage.asks import Ask
from storage.customers import Customer
from storage.departments import key_of
from storage.matters import Matter
from storage.tasks import Task
from tests.cast import BEN, MARIA, OMAR, SARA, TEAM, WEI
from tests.stage import Stage
from tests.stories.test_losses import customer, lead
from tests.stories.test_segments import rows, sees

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


HARBOR = "Harbor <!channel> Hotels"


def hotels(stage: Stage, harbor: str = HARBOR) -> None:
    """Six of nine hotels with Flow also use Night Desk; Wei leads Harbor Hotels, which does not."""
    with stage.duly.database.write() as session:
        for number in range(9):
            name = harbor if number == 8 else f"Hotel {number}"
            session.add(Customer(
                team_id=TEAM, name=name, key=key_of(name), vertical="hotels",
                product="Flow, Night Desk" if number < 6 else "Flow",
            ))  # fmt: skip
    lead(stage, harbor, WEI)


def asked(stage: Stage) -> list[tuple[str, str | None]]:
    with stage.duly.database.read() as session:
        query = select(Ask).where(Ask.team_id == TEAM, Ask.kind == "alike")
        found = session.exec(query.order_by(col(Ask.ask_id))).all()
        return [(each.person_id, each.outcome) for each in found]


def stands(stage: Stage) -> Matter:
    (matter,) = rows(stage, Matter)
    return matter  # type: ignore[no-any-return]  # rows has all kinds


def test_it_is_a_question_and_ends_with_its_answer(stage: Stage) -> None:
    hotels(stage)
    stage.passes(hours=1)
    stage.passes(days=1)
    assert asked(stage) == [(WEI, None)], "nobody leads the other two"
    told = stage.reads_all(WEI)
    assert "Six of nine hotels with Flow also use Night Desk." in told
    assert "Would it help them? Without an answer it ends on" in told
    stage.clicks(WEI, "It would not, because…")
    assert "why" in stage.fills_in(WEI, reason="").lower()
    assert "Noted with your reason." in stage.fills_in(WEI, reason="They close at ten")
    matter = stands(stage)
    assert (matter.state, matter.answer, matter.reason, matter.answered_by) == (
        "answered", "would not", "They close at ten", WEI,
    )  # fmt: skip
    assert asked(stage) == [(WEI, "answered")]
    # One an account and quarter, and never the same again.
    stage.passes(days=120)
    assert len(rows(stage, Matter)) == 1
    stage.types(OMAR, f"/cx {matter.ref}")
    assert "it would not help them" in sees(stage, OMAR)
    assert "They close at ten" in sees(stage, OMAR)
    stage.closes(OMAR)
    assert "is for" in stage.types(SARA, f"/cx {matter.ref}")


@on_sqlite
def test_somebody_asks_them_which_is_the_answer(stage: Stage) -> None:
    hotels(stage)
    stage.passes(hours=1)
    stage.passes(days=1)
    stage.clicks(WEI, "Ask somebody else…")
    assert "@maria is asked now." in stage.fills_in(WEI, person=MARIA)
    stage.passes(days=1)
    stage.clicks(MARIA, "I'll ask them…")
    said = stage.fills_in(MARIA, day="2026-12-04")
    assert "Noted: T-1 asks them, and @maria has it." in said
    assert "I ask you again" not in said
    (task,) = rows(stage, Task)
    assert task.title == (
        "Ask Harbor <!channel> Hotels: whether Night Desk would help Harbor <!channel> Hotels"
    )
    assert (stands(stage).state, stands(stage).answer, stands(stage).led_to) == (
        "answered", "will ask", "T-1",
    )  # fmt: skip
    assert asked(stage) == [(WEI, "handed over"), (MARIA, "answered")]


@on_sqlite
def test_no_answer_in_ten_working_days_ends_it_too(stage: Stage) -> None:
    hotels(stage)
    stage.passes(hours=1)
    stage.passes(days=20)
    assert (stands(stage).state, asked(stage)) == ("not answered", [(WEI, "withdrawn")])
    assert "Harbor" not in stage.reads_all(BEN)
    assert stage.reads_all(WEI).count("Six of nine hotels") <= 2
    stage.types(WEI, "/cx B-1")
    assert "not answered" in sees(stage, WEI)


@on_sqlite
def test_nobody_is_asked_while_something_is_late_or_not_healed(stage: Stage) -> None:
    hotels(stage, "Harbor Hotels")
    stage.types(BEN, "/cx issue Billed twice for Harbor Hotels in Billing sev 3")
    stage.passes(days=3)
    assert rows(stage, Matter) == []


@on_sqlite
def test_what_becomes_late_meanwhile_ends_the_question(stage: Stage) -> None:
    hotels(stage, "Harbor Hotels")
    stage.passes(hours=1)
    stage.passes(days=1)
    assert asked(stage) == [(WEI, None)]
    stage.types(BEN, "/cx issue Billed twice for Harbor Hotels in Billing sev 3")
    stage.passes(hours=2)
    assert (stands(stage).state, asked(stage)) == ("over", [(WEI, "withdrawn")])
    assert customer(stage, "Harbor Hotels").left_on is None


@on_sqlite
def test_ways_of_another_question_are_none_of_this_one(stage: Stage) -> None:
    hotels(stage)
    stage.passes(hours=1)
    stage.passes(days=1)
    stage.types(WEI, "/cx B-1")
    shown = sees(stage, WEI)
    assert "They fit" not in shown
    assert "They need" not in shown
    assert "I'll ask them…" in shown
