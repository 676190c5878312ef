"""Whoever leads an account is asked what is behind an answer, or does not fit what they do."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from handlers.customers.segments.matters import puzzling
from storage import customers, surveys
from storage.asks import Ask
from storage.customers import Customer
from storage.departments import key_of
from storage.matters import Matter, WaitingAnswer
from storage.surveys import Survey, SurveyResponse
from storage.tasks import Task
from tests.cast import LEE, MARIA, OMAR, SARA, TEAM, WEI
from tests.stage import Stage
from tests.stories.test_losses import customer, lead
from tests.stories.test_segments import change, rows, sees
from tests.stories.test_what_customers_say import answers, survey

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def answered(
    stage: Stage, score: int | None, said: str = "Your <!channel> drivers", **more: object
) -> None:
    """Somebody at Initech answered; Wei leads that account."""
    lead(stage, "Initech", WEI)
    autumn = survey(stage, "Autumn survey", [9])
    answers(stage, autumn, "Initech", score, said, who="Jana Weiss", **more)  # type: ignore[arg-type]


def asked(stage: Stage) -> list[tuple[str, str | None]]:
    with stage.duly.database.read() as session:
        query = select(Ask).where(Ask.team_id == TEAM, Ask.kind == "behind")
        found = session.exec(query.order_by(col(Ask.ask_id))).all()
        return [(each.person_id, each.outcome) for each in found]


def stands(stage: Stage) -> Matter:
    (matter,) = [each for each in rows(stage, Matter) if each.topic == "behind"]
    return matter  # type: ignore[no-any-return]  # rows has all kinds


def test_an_answer_with_words_is_asked_about_and_answered(stage: Stage) -> None:
    answered(stage, 8)
    stage.passes(hours=1)
    stage.passes(days=1)
    assert asked(stage) == [(WEI, None)]
    told = stage.reads_all(WEI)
    assert "Initech gave 8 of 10 on Fri 20 Nov 2026. “Your <!channel> drivers”" in told
    assert "What do you see? The answer is due" in told
    assert "Jana" not in stands(stage).question
    # Another answer of that month is not asked about.
    answers(stage, survey_of(stage), "Initech", 9, "And more", on=date(2026, 11, 24))
    stage.passes(days=1)
    assert len(asked(stage)) == 1
    stage.clicks(WEI, "I know why…")
    assert "why" in stage.fills_in(WEI, reason="").lower()
    assert "Noted with your reason." in stage.fills_in(WEI, reason="A new dispatcher")
    matter = stands(stage)
    assert (matter.state, matter.answer, matter.reason, matter.answered_by) == (
        "answered", "knows why", "A new dispatcher", WEI,
    )  # fmt: skip
    assert asked(stage) == [(WEI, "answered")]
    # What customers answered is not for every lead.
    for reader in (SARA, LEE):
        assert "is for" in stage.types(reader, f"/cx {matter.ref}")
    stage.types(OMAR, f"/cx {matter.ref}")
    assert "A new dispatcher" in sees(stage, OMAR)


def survey_of(stage: Stage) -> UUID:
    (only,) = rows(stage, Survey)
    return only.survey_id  # type: ignore[no-any-return]  # rows has all kinds


@on_sqlite
def test_what_does_not_fit_what_they_do_is_asked_first(stage: Stage) -> None:
    answered(stage, 9, "", on=date(2026, 5, 4))
    change(stage, "Initech", renewal_on=date(2027, 1, 15))
    stage.passes(hours=1)
    stage.passes(days=2)
    assert asked(stage) == [(WEI, None)]
    assert stands(stage).question == (
        "Initech gave 9 of 10 on Mon 4 May 2026. Their renewal is on Fri 15 Jan 2027, and nobody "
        "has said yet that they renew."
    )


@on_sqlite
def test_somebody_else_is_asked_and_a_task_is_an_answer(stage: Stage) -> None:
    answered(stage, 8)
    stage.passes(hours=1)
    stage.passes(days=1)
    stage.clicks(WEI, "Somebody else…")
    assert "@maria is asked now." in stage.fills_in(WEI, person=MARIA)
    stage.passes(days=1)
    assert "“Your <!channel> drivers”" in stage.reads_all(MARIA)
    stage.clicks(MARIA, "I'll ask them…")
    assert "Noted: T-1 asks them" in stage.fills_in(MARIA, day="2026-12-04")
    (task,) = rows(stage, Task)
    assert task.title == "Ask Initech what is behind their answer"
    assert (stands(stage).answer, asked(stage)) == (
        "will ask", [(WEI, "handed over"), (MARIA, "answered")],
    )  # fmt: skip


@on_sqlite
def test_five_working_days_once_more_and_then_it_ends(stage: Stage) -> None:
    answered(stage, 8)
    stage.passes(hours=1)
    stage.passes(days=9)
    assert asked(stage) == [(WEI, None)]
    assert "I ask once more, and then it ends: what do you see?" in stage.reads_all(WEI)
    stage.passes(days=8)
    assert (stands(stage).state, asked(stage)) == ("not answered", [(WEI, "withdrawn")])
    assert customer(stage, "Initech").left_on is None


@on_sqlite
def test_low_old_wordless_and_nameless_answers_and_accounts_without_a_lead(stage: Stage) -> None:
    answered(stage, 3)
    autumn = survey_of(stage)
    answers(stage, autumn, "Globex", 9, "Fine")
    lead(stage, "Acme", WEI)
    answers(stage, autumn, "Acme", 8, "Long ago", on=date(2026, 10, 1))
    answers(stage, autumn, "Acme", 9, "")
    stage.passes(hours=1)
    stage.passes(days=2)
    assert asked(stage) == []


def silent(stage: Stage, survey_id: UUID, number: int) -> None:
    """So many answers of Globex without words, a minute apart, the last an hour ago."""
    with stage.duly.database.write() as session:
        globex = customers.named(session, TEAM, "Globex")
        assert globex
        for each in range(number):
            session.add(SurveyResponse(
                team_id=TEAM, survey_id=survey_id, external_id=f"n-{each}", score=9,
                customer_id=globex.customer_id, answered_on=date(2026, 11, 20),
                received_at=stage.now - timedelta(hours=1, minutes=number - each),
            ))  # fmt: skip


@on_sqlite
def test_of_very_many_new_answers_the_rest_waits_for_the_next_day(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(puzzling, "LOOKED_AT", 2)
    monkeypatch.setattr(puzzling, "LOOKS", 2)
    lead(stage, "Initech", WEI)
    autumn = survey(stage, "Autumn survey", [9])
    silent(stage, autumn, 5)
    answers(stage, autumn, "Initech", 8, "Your drivers", who="Jana Weiss")
    today = date(2026, 11, 23)
    with stage.duly.database.write() as session:
        looked_to = puzzling.ask(session, stage.now, TEAM, today, None)
        assert looked_to < stage.now
    assert asked(stage) == []
    with stage.duly.database.write() as session:
        assert puzzling.ask(session, stage.now, TEAM, today, looked_to) == stage.now
    assert asked(stage) == [(WEI, None)]


@on_sqlite
def test_what_is_over_the_limit_of_a_day_is_asked_later_and_nothing_is_dropped(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(puzzling, "LOOKED_AT", 2)
    autumn = survey(stage, "Autumn survey", [9])
    names = ("Acme", "Globex", "Initech", "Umbrella", "Hooli")
    for name in names:
        with stage.duly.database.write() as session:
            if customers.named(session, TEAM, name) is None:
                session.add(Customer(team_id=TEAM, name=name, key=key_of(name)))
        lead(stage, name, WEI)
        answers(stage, autumn, name, 8, f"Said by {name}")
    answers(stage, autumn, "Globex", 7, "Said later")
    seen: list[int] = []
    read_to = None
    for days in range(25):
        # Long after, too: what waits is not too old for it.
        today = date(2026, 11, 23) + timedelta(days=days)
        with stage.duly.database.write() as session:
            now = stage.now + timedelta(days=days)
            read_to = puzzling.ask(session, now, TEAM, today, read_to)
        seen.append(len(asked(stage)))
    assert seen[:4] == [2, 4, 5, 5]
    assert seen[-1] == 5, "one of an account and month, and nothing twice"
    questions = [each.question for each in rows(stage, Matter)]
    assert sum("Said later" in each for each in questions) <= 1
    assert {name for name in names if any(name in each for each in questions)} == set(names)
    assert rows(stage, WaitingAnswer) == []


@on_sqlite
def test_an_answer_that_was_taken_back_or_is_low_by_now_waits_no_more(stage: Stage) -> None:
    autumn = survey(stage, "Autumn survey", [9])
    today = date(2026, 11, 23)
    for name in ("Acme", "Globex", "Initech"):
        lead(stage, name, WEI)
        answers(stage, autumn, name, 8, f"Said by {name}")
    with stage.duly.database.write() as session:
        read_to = puzzling.ask(session, stage.now, TEAM, today, None)
    (waiting,) = rows(stage, WaitingAnswer)
    with stage.duly.database.write() as session:
        answer = surveys.response(session, TEAM, waiting.response_id)
        assert answer
        surveys.correct(session, answer, {"score": 2})
    with stage.duly.database.write() as session:
        puzzling.ask(session, stage.now, TEAM, today + timedelta(days=1), read_to)
    assert (len(asked(stage)), rows(stage, WaitingAnswer)) == (2, [])
