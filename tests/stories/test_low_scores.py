"""A low score opens an issue: one person is asked to call, by a clock, until somebody has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from handlers.customers import surveys as room
from handlers.customers.surveys import GivenAnswer, low
from handlers.promises.steps import calling
from handlers.promises.steps.kind import calls_on
from handlers.speech.promise_errors import NobodyElseCalls
from storage import customers, history, issues, people, surveys
from storage.asks import Ask
from storage.customers import Customer
from storage.issues import Issue
from storage.surveys import SurveyResponse
from tests.cast import BEN, DIEGO, GRACE, LEE, MARIA, NORA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage
from tests.stories.test_surveys import adds, names, opens, responses


def lead(stage: Stage, customer: str, user: str) -> None:
    """Somebody leads an account from now on."""
    with stage.duly.database.write() as session:
        found = session.exec(select(Customer).where(Customer.name == customer)).one()
        found.owner_id = user
        session.add(found)


def found_issues(stage: Stage) -> list[Issue]:
    with stage.duly.database.read() as session:
        return list(session.exec(select(Issue).order_by(col(Issue.number))))


def asked(stage: Stage) -> list[tuple[str, str, str | None]]:
    """Kind, person and outcome of all that was asked about issues."""
    with stage.duly.database.read() as session:
        found = session.exec(select(Ask).where(Ask.noun == "issue"))
        return sorted(((each.kind, each.person_id, each.outcome) for each in found), key=str)


def call(stage: Stage) -> Ask:
    with stage.duly.database.read() as session:
        found = session.exec(select(Ask).where(Ask.kind == "inform", col(Ask.outcome).is_(None)))
        return found.one()


WORDS = "I explain the same invoice every month."


def test_a_low_score_opens_an_issue_and_one_person_calls(stage: Stage) -> None:
    lead(stage, "Globex", BEN)
    said = adds(stage, score="3", said=WORDS)
    assert "Noted: *Globex*, Karim Haddad: 3 of 10." in said
    assert "I-1 is open. @ben is asked to call by Tue 24 Nov, 10:00." in said
    [issue] = found_issues(stage)
    assert (issue.severity, issue.title) == (
        2, "3 of 10, in conversation",
    )  # fmt: skip
    assert [each.issue_number for each in responses(stage)] == [1]
    # Nobody knows whose it is, so the CCO sends it on; Ben is asked at once to call.
    assert asked(stage) == [("inform", BEN, None), ("triage", OMAR, None)]
    assert call(stage).due_at == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert "· I-1, Ben, by Tue 24 Nov, 10:00" in stage.types(NORA, "/cx voices")
    [question] = [each for each in stage.reads(BEN) if "Can you call" in each]
    assert f"*Globex: Karim Haddad gave 3 of 10.* “{WORDS}” Can you call by Tue 24 Nov" in question

    # Whoever corrects it reads the words, and nobody else.
    stage.closes(SARA)
    stage.types(OMAR, "/cx I-1")
    assert WORDS in stage.sees_form(OMAR)
    stage.types(TOM, "/cx I-1")
    assert "3 of 10" in stage.sees_form(TOM)
    assert "Karim" not in stage.sees_form(TOM)
    assert WORDS not in stage.sees_form(TOM)

    stage.clicks(BEN, "Open…", "I-1")
    stage.clicks_in_form(BEN, "Told them…")
    stage.fills_in(BEN, words="We read the invoice together", feels="satisfied")
    [issue] = found_issues(stage)
    assert issue.told_at is not None
    assert ("inform", BEN, "answered") in asked(stage)
    # It stays open until it is put right, and nobody is asked to tell them once more.
    stage.types(OMAR, "/cx owner I-1 @maria")
    stage.types(MARIA, "/cx take I-1 by friday")
    assert ("inform", BEN, None) not in asked(stage)


def test_who_calls_is_reminded_and_it_climbs(stage: Stage) -> None:
    lead(stage, "Globex", BEN)
    adds(stage, score="3", said=WORDS)
    stage.passes(days=2)
    told = stage.reads_all(BEN)
    assert "Karim Haddad gave 3 of 10." in told
    assert "Has *Globex* heard from us?" in told or "has not heard from us" in told
    stage.passes(days=3)
    assert "has not heard from us" in stage.reads_all(OMAR)


def test_their_words_lead_to_the_department(stage: Stage) -> None:
    lead(stage, "Globex", BEN)
    stage.types(SARA, "/cx issue Wrong invoice again for Acme")
    stage.clicks(OMAR, "Send to a department…", "I-1")
    stage.fills_in(OMAR, department="Billing", words="invoice")
    adds(stage, score="3", said=WORDS)
    [_, issue] = found_issues(stage)
    assert issue.owner_id == MARIA
    assert ("acknowledge", MARIA, None) in asked(stage)
    assert call(stage).person_id == BEN
    # Taking it asks nobody twice.
    stage.types(MARIA, "/cx take I-2 by friday")
    assert call(stage).person_id == BEN
    stage.types(MARIA, "/cx undo")
    assert call(stage).person_id == BEN


def test_sending_it_on_leaves_the_call_with_whoever_has_it(stage: Stage) -> None:
    lead(stage, "Globex", BEN)
    adds(stage, score="3", said=WORDS)
    stage.clicks(OMAR, "Send to a department…", "I-1")
    stage.fills_in(OMAR, department="Billing")
    assert call(stage).person_id == BEN
    stage.clicks(BEN, "Open…", "I-1")
    stage.clicks_in_form(BEN, "Somebody else tells…")
    stage.fills_in(BEN, person=SARA)
    assert call(stage).person_id == SARA


def test_an_open_issue_of_the_account_is_joined_not_doubled(stage: Stage) -> None:
    lead(stage, "Globex", BEN)
    stage.types(DIEGO, "/cx issue Billed twice for Globex in Billing sev 3")
    said = adds(stage, score="2", said=WORDS)
    assert "I-1 is open already, and has it now. @ben is asked to call by Tue 24 Nov" in said
    assert len(found_issues(stage)) == 1
    assert call(stage).person_id == BEN
    stage.closes(SARA)
    # A second one asks nobody twice, and no later.
    before = call(stage).due_at
    stage.passes(hours=2)
    adds(stage, score="1", said="Still", person="Ana Silva")
    assert len(found_issues(stage)) == 1
    assert call(stage).due_at == before
    assert [each.issue_number for each in responses(stage)] == [1, 1]
    stage.types(NORA, "/cx I-1")
    assert "They gave a low score" in stage.sees_form(NORA)


def test_a_private_issue_is_not_joined(stage: Stage) -> None:
    stage.types(DIEGO, "/cx issue Billed twice for Globex in Billing private")
    with stage.duly.database.write() as session:
        issue = session.exec(select(Issue)).one()
        issue.audience = "private"
        session.add(issue)
    adds(stage, score="2")
    assert [each.issue_number for each in responses(stage)] == [2]


@pytest.mark.parametrize(
    ("scale", "score", "is_low"),
    [
        ("recommend-10", "6", True), ("recommend-10", "7", False), ("recommend-10", "0", True),
        ("satisfied-5", "2", True), ("satisfied-5", "3", False),
        ("easy-7", "3", True), ("easy-7", "4", False),
        ("easy-5", "2", True), ("easy-5", "3", False),
    ],
)  # fmt: skip
def test_what_a_low_score_is(stage: Stage, scale: str, score: str, is_low: bool) -> None:
    adds(stage, scale=scale, score=score)
    assert len(found_issues(stage)) == is_low


def test_standard_accounts_have_48_hours_and_closed_hours_wait_for_the_next_opening(
    stage: Stage,
) -> None:
    lead(stage, "Globex", BEN)
    stage.passes(until=datetime(2026, 11, 27, 15, 0, tzinfo=UTC))
    said = adds(stage, score="3")
    assert "@ben is asked to call by Mon 30 Nov, 09:00." in said
    stage.closes(SARA)
    lead(stage, "Corner Café", MARIA)
    assert "@maria is asked to call by Mon 30 Nov, 09:00." in adds(
        stage, score="3", customer="Corner Café", person=""
    )
    stage.closes(SARA)
    stage.passes(until=datetime(2026, 11, 30, 10, 0, tzinfo=UTC))
    lead(stage, "Initech", LEE)
    with stage.duly.database.write() as session:
        initech = customers.named(session, TEAM, "Initech")
        assert initech
        initech.tier = "standard"
        session.add(initech)
    assert "@lee is asked to call by Wed 2 Dec" in adds(
        stage, score="3", customer="Initech", person=""
    )
    assert call_of(stage, LEE).due_at == stage_time(2026, 12, 2, 14)


def call_of(stage: Stage, user: str) -> Ask:
    with stage.duly.database.read() as session:
        return session.exec(select(Ask).where(Ask.kind == "inform", Ask.person_id == user)).one()


def stage_time(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def test_whoever_brings_it_may_be_asked_themselves(stage: Stage) -> None:
    lead(stage, "Globex", SARA)
    said = adds(stage, score="3")
    assert "I-1 is open. Can you call by Tue 24 Nov, 10:00?" in said
    assert "[We spoke…]" in said
    assert not [each for each in stage.reads(SARA) if "Can you call" in each]


def test_nobody_is_asked_about_whoever_left_or_has_no_name(stage: Stage) -> None:
    stage.types(BEN, "/cx lost Globex they said bye")
    stage.fills_in(BEN, stated="price")
    stage.closes(BEN)
    adds(stage, score="1")
    assert found_issues(stage) == []
    opens(stage, named="without")
    with stage.duly.database.write() as session:
        sara, acme = people.find(session, TEAM, SARA), customers.named(session, TEAM, "Acme")
        survey = surveys.named(session, TEAM, "autumn survey")
        assert sara
        assert survey
        said = GivenAnswer(survey, acme, "Kim", 0, "Late", "a-1")
        kept = room.keep(session, stage.now, sara, said, stage.now.date())
        assert low.follow(session, stage.now, sara, survey, kept, acme) is None
    assert found_issues(stage) == []


def test_an_old_low_score_waits_for_somebody_to_say(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        sara, acme = people.find(session, TEAM, SARA), customers.named(session, TEAM, "Acme")
        assert sara
        survey = room.standing(session, stage.now, sara, surveys.SurveyQuestion.RECOMMEND, 10)
        on = stage.now.date() - timedelta(days=15)
        said = GivenAnswer(survey, acme, "Kim", 0, "Late", "a-1", on=on)
        kept = room.keep(session, stage.now, sara, said, stage.now.date())
        assert low.follow(session, stage.now, sara, survey, kept, acme) is None
    [one] = responses(stage)
    assert one.follow == "waiting"
    assert found_issues(stage) == []


def test_an_account_without_a_lead_is_called_by_who_brought_it(stage: Stage) -> None:
    adds(stage, user=GRACE, score="3")
    assert call(stage).person_id == GRACE


def test_somebody_who_is_away_is_stood_in_for(stage: Stage) -> None:
    lead(stage, "Globex", BEN)
    stage.types(BEN, "/cx away until 2026-12-03, wei stands in because holiday")
    adds(stage, score="3")
    with stage.duly.database.read() as session:
        [one] = session.exec(select(Ask).where(Ask.kind == "inform"))
        [response] = session.exec(select(SurveyResponse))
    assert one.for_id == BEN
    assert response.issue_number == 1


def is_told(stage: Stage, user: str) -> str:
    said = stage.sees_form(user)
    stage.closes(user)
    return said


def story_of(stage: Stage, user: str) -> str:
    stage.types(user, "/cx I-1")
    said = stage.sees_form(user)
    stage.closes(user)
    return said


def history_of(stage: Stage, number: int) -> list[tuple[str | None, str]]:
    with stage.duly.database.read() as session:
        return [(each.actor, each.verb) for each in history.of(session, TEAM, "issue", number)]


def test_a_call_today_is_a_promise_and_never_the_call(stage: Stage) -> None:
    lead(stage, "Globex", BEN)
    adds(stage, score="3", said=WORDS)
    [question] = [each for each in stage.reads(BEN) if "Can you call" in each]
    assert "[I'll call today] [We spoke…] [Somebody else…]" in question
    before = call(stage)
    stage.clicks(BEN, "I'll call today", "I-1")
    stage.clicks_in_form(BEN, "Undo")
    assert "the call is not promised for that day" in is_told(stage, BEN)
    assert (call(stage).ask_id, call(stage).due_at) == (before.ask_id, before.due_at)
    with stage.duly.database.read() as session:
        assert calls_on(session, call(stage)) is None
    stage.clicks(BEN, "I'll call today", "I-1")
    told = is_told(stage, BEN)
    assert "Noted: you call *Globex* today." in told
    assert "[We spoke…] [Undo]" in told
    after = call(stage)
    assert (after.ask_id, after.person_id) == (before.ask_id, BEN)
    assert after.due_at == datetime(2026, 11, 23, 17, 0, tzinfo=UTC), "the end of that day"
    [issue] = found_issues(stage)
    assert (issue.told_at, issue.state) == (None, "open"), "they have not heard from us"
    # Said once more it is the same promise.
    stage.clicks(BEN, "I'll call today", "I-1")
    assert history_of(stage, 1).count((BEN, "call promised")) == 2
    assert "promised to call the customer on Mon 23 Nov" in story_of(stage, NORA)

    # The day goes by: it is asked for, with the day that was given, and it climbs.
    stage.passes(days=1)
    told = stage.reads_all(BEN)
    assert "Karim Haddad gave 3 of 10." in told
    assert "A call was promised for Mon 23 Nov." in told, "its lead reads the same"
    assert ("inform", BEN, None) in asked(stage)
    stage.clicks(BEN, "We spoke…", "I-1")
    stage.fills_in(BEN, words="We read the invoice together", feels="satisfied")
    [issue] = found_issues(stage)
    assert issue.told_at is not None
    [message] = [
        each for each in stage.workspace.direct_messages(BEN) if "Can you call" in each.text
    ]
    stage.presses(BEN, message, "I'll call today", "I-1")
    assert "Nobody is asked that about I-1 any more" in is_told(stage, BEN)


def test_a_no_to_a_call_asks_the_next_one_up_and_never_ends_it(stage: Stage) -> None:
    lead(stage, "Globex", BEN)
    with stage.duly.database.write() as session:
        globex = customers.named(session, TEAM, "Globex")
        assert globex
        globex.sponsor_id = NORA
        session.add(globex)
    adds(stage, score="3", said=WORDS)
    due = call(stage).due_at
    stage.clicks(BEN, "No, because…", "I-1")
    assert "They still wait." in stage.sees_form(BEN)
    assert "why" in stage.fills_in(BEN, reason="…").lower()
    stage.fills_in(BEN, reason="They asked me <!channel> not to call")
    assert (call(stage).person_id, call(stage).due_at >= due) == (NORA, True)
    assert ("inform", BEN, "handed over") in asked(stage)
    assert [issue.told_at for issue in found_issues(stage)] == [None]
    assert "not to call" in story_of(stage, OMAR)
    # It is with the sponsor now: the old message says so, and changes nothing.
    stage.clicks(BEN, "I'll call today", "I-1")
    assert "Nora Lindqvist is asked that about I-1 now." in is_told(stage, BEN)
    stage.passes(days=1)
    told = stage.reads_all(NORA)
    assert "Karim Haddad gave 3 of 10." in told
    assert "@ben asked @nora to call: “They asked me" in told, "the form says that they read it"
    stage.clicks(NORA, "No, because…", "I-1")
    stage.fills_in(NORA, reason="I do not know them")
    assert call(stage).person_id == OMAR
    # Nobody is left behind the CCO: that is said, and the question stays.
    with stage.duly.database.write() as session:
        omar, issue = people.find(session, TEAM, OMAR), issues.find(session, TEAM, 1, lock=True)
        assert omar
        assert issue
        with pytest.raises(NobodyElseCalls):
            calling.refuse(session, stage.now, omar, issue, "Not mine either")
        session.rollback()
    assert call(stage).person_id == OMAR


def test_an_answer_is_undone_with_the_issue_that_it_opened(stage: Stage) -> None:
    lead(stage, "Globex", BEN)
    adds(stage, score="9")
    stage.closes(SARA)
    said = adds(stage, score="3", said=WORDS)
    assert "I-1 is open. @ben is asked to call" in said
    assert "[Undo]" in said
    stage.closes(SARA)
    assert "There is nothing" not in stage.types(SARA, "/cx undo")
    assert [each.score for each in responses(stage)] == [9]
    assert [each.state for each in found_issues(stage)] == ["withdrawn"]
    assert ("inform", BEN, "withdrawn") in asked(stage)
    assert "I-1" not in stage.types(NORA, "/cx voices")
    # The one before goes as well, and then nothing is left.
    assert stage.types(SARA, "/cx undo") == "That answer is gone, and counts nowhere."
    assert responses(stage) == []
    assert names(stage) == []
    assert "is undone already" in stage.types(SARA, "/cx undo")


def test_an_answer_stays_on_which_somebody_acted_or_that_is_older(stage: Stage) -> None:
    lead(stage, "Globex", BEN)
    stage.types(DIEGO, "/cx issue Billed twice for Globex in Billing sev 3")
    adds(stage, score="3", said=WORDS)
    stage.closes(SARA)
    assert "Since then something else happened to I-1" in stage.types(SARA, "/cx undo")
    assert len(responses(stage)) == 1
    adds(stage, score="9", said="Good", person="Ana Silva")
    stage.closes(SARA)
    stage.passes(hours=0.2)
    assert "You did nothing in the last ten minutes" in stage.types(SARA, "/cx undo")
    assert len(responses(stage)) == 2
