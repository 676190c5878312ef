"""Low scores that came in old: one person says, once, which accounts still hear from us."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, select

from handlers.customers import surveys as room
from handlers.customers.surveys import GivenAnswer, low
from storage import customers, people, surveys
from storage.asks import Ask
from storage.customers import Customer
from storage.history import Event
from storage.look_backs import LookBack
from tests.cast import BEN, DIEGO, GRACE, MARIA, NORA, OMAR, SARA, TEAM
from tests.exported import rows
from tests.stage import Stage
from tests.stories.test_low_scores import found_issues, lead
from tests.stories.test_surveys import opens, responses

BECAUSE = "They were called in spring"


def brings(
    stage: Stage, *accounts: str, user: str = DIEGO, days: int = 30, score: int = 2, first: int = 1
) -> None:
    """Somebody brings old answers to the autumn survey, one of each account."""
    with stage.duly.database.write() as session:
        actor = people.find(session, TEAM, user)
        survey = surveys.named(session, TEAM, "Autumn survey")
        assert actor
        assert survey
        for place, name in enumerate(accounts):
            customer = customers.named(session, TEAM, name)
            assert customer
            on = stage.now.date() - timedelta(days=days + place)
            said = GivenAnswer(survey, customer, "Kim", score, "Late", f"a-{first + place}", on)
            kept = room.keep(session, stage.now, actor, said, stage.now.date())
            assert low.follow(session, stage.now, actor, survey, kept, customer) is None


def old(stage: Stage, *accounts: str, user: str = DIEGO) -> None:
    """The same, and the message of the day asks."""
    opens(stage)
    stage.closes(OMAR)
    brings(stage, *accounts, user=user)
    stage.passes(hours=1)
    stage.passes(days=2)


def look_backs(stage: Stage) -> list[LookBack]:
    with stage.duly.database.read() as session:
        return list(session.exec(select(LookBack).order_by(col(LookBack.number))))


def asked(stage: Stage) -> list[tuple[str, str | None]]:
    """Who was asked, and how that ended."""
    with stage.duly.database.read() as session:
        query = select(Ask).where(Ask.noun == LookBack.noun).order_by(col(Ask.ask_id))
        return [(each.person_id, each.outcome) for each in session.exec(query)]


def ids(stage: Stage, *names: str) -> list[str]:
    """What a form carries for some accounts."""
    with stage.duly.database.read() as session:
        found = [customers.named(session, TEAM, name) for name in names]
        return [str(each.customer_id) for each in found if each]


def follows(stage: Stage) -> list[tuple[str | None, int | None, str]]:
    return sorted((each.follow, each.issue_number, each.let_be) for each in responses(stage))


def told(stage: Stage) -> list[str]:
    with stage.duly.database.read() as session:
        query = select(Event).where(Event.noun == LookBack.noun).order_by(col(Event.event_id))
        return [each.verb for each in session.exec(query)]


def test_whoever_brought_them_chooses_who_still_hears_from_us(stage: Stage) -> None:
    lead(stage, "Globex", BEN)
    old(stage, "Globex", "Initech", "Acme")
    assert asked(stage) == [(DIEGO, None)]
    said = stage.reads_all(DIEGO)
    assert "Three low scores are older than 14 days." in said
    assert "Which accounts should still hear from us? The answer is due" in said
    assert found_issues(stage) == []

    stage.clicks(DIEGO, "Choose…")
    assert "Globex: 2 of 10, " in str(stage.finds(DIEGO, "customers"))
    assert "Please say why" in stage.fills_in(DIEGO, customers=ids(stage, "Globex"))
    assert follows(stage) == [("waiting", None, "")] * 3
    said = stage.fills_in(DIEGO, customers=ids(stage, "Globex"), reason=BECAUSE)
    assert "Noted. One account from “Autumn survey” gets its call. The others rest" in said
    assert follows(stage) == [
        ("issue", 1, ""), ("let be", None, BECAUSE), ("let be", None, BECAUSE),
    ]  # fmt: skip
    assert [each.customer_id is not None for each in found_issues(stage)] == [True]
    assert "*Globex: Kim gave 2 of 10.* “Late” Can you call by" in stage.reads_all(BEN)
    [one] = look_backs(stage)
    assert (one.state, one.called, one.reason, one.answered_by) == (
        "answered", 1, BECAUSE, DIEGO,
    )  # fmt: skip
    assert asked(stage) == [(DIEGO, "answered")]
    assert told(stage) == ["begun", "asked", "chosen"]
    # Nothing waits any more, and nobody is asked again.
    stage.passes(hours=1)
    stage.passes(days=2)
    assert len(look_backs(stage)) == 1
    [row] = rows(stage.duly.database, "lookbacks")
    assert (row["ref"], row["survey"], row["called"]) == ("H-1", "Autumn survey", 1)
    assert rows(stage.duly.database, "lookbacks", as_person=SARA) == []


def test_none_of_them_rests_with_the_reason(stage: Stage) -> None:
    old(stage, "Globex", "Acme")
    stage.clicks(DIEGO, "None, because…")
    assert "Please say why" in stage.fills_in(DIEGO, reason="…")
    assert "Nobody is called for old answers" in stage.fills_in(DIEGO, reason=BECAUSE)
    assert follows(stage) == [("let be", None, BECAUSE)] * 2
    assert asked(stage) == [(DIEGO, "declined")]
    assert found_issues(stage) == []
    # What comes in old later is another question.
    brings(stage, "Initech", first=9)
    stage.passes(hours=1)
    stage.passes(days=2)
    assert [each.ref for each in look_backs(stage)] == ["H-1", "H-2"]
    assert asked(stage) == [(DIEGO, "declined"), (DIEGO, None)]


def test_all_of_one_account_are_asked_of_who_leads_it(stage: Stage) -> None:
    lead(stage, "Globex", BEN)
    old(stage, "Globex", "Globex", "Globex")
    assert asked(stage) == [(BEN, None)]
    stage.clicks(BEN, "Choose…")
    assert "Globex: 3, at least 2 of 10" in str(stage.finds(BEN, "customers"))
    # Nobody else is left, so nobody needs a reason, and one issue has all of them.
    assert "gets its call." in stage.fills_in(BEN, customers=ids(stage, "Globex"))
    assert follows(stage) == [("issue", 1, "")] * 3
    assert len(found_issues(stage)) == 1


def test_nobody_answers_and_the_cco_hears_of_it(stage: Stage) -> None:
    old(stage, "Globex", "Acme")
    stage.passes(days=24)
    assert "Which accounts still hear from us after an old survey: no answer" in (
        stage.reads_all(OMAR)
    )
    stage.types(OMAR, "/cx H-1")
    stage.clicks_in_form(OMAR, "None, because…")
    stage.fills_in(OMAR, reason=BECAUSE)
    assert follows(stage) == [("let be", None, BECAUSE)] * 2
    assert "escalated" in told(stage)


def test_what_came_in_since_somebody_looked_is_not_let_be_unseen(stage: Stage) -> None:
    old(stage, "Globex", "Acme")
    stage.clicks(DIEGO, "None, because…")
    brings(stage, "Initech", first=9)
    assert "are others than when you looked" in stage.fills_in(DIEGO, reason=BECAUSE)
    assert follows(stage) == [("waiting", None, "")] * 3


def test_who_left_or_gave_none_is_not_chosen_and_nothing_is_lost(stage: Stage) -> None:
    old(stage, "Globex", "Acme")
    stage.clicks(DIEGO, "Choose…")
    with stage.duly.database.write() as session:
        acme = customers.named(session, TEAM, "Acme")
        assert acme
        acme.left_on = stage.now.date()
        session.add(acme)
    said = stage.fills_in(DIEGO, customers=ids(stage, "Acme", "Globex"), reason="x")
    assert "Acme is not among those who can hear from us." in said
    assert follows(stage) == [("waiting", None, "")] * 2
    assert "Please complete this required field." in stage.fills_in(DIEGO, customers=[], reason="x")
    stage.closes(DIEGO)
    assert "Acme" not in str(stage.clicks(DIEGO, "Choose…"))


def test_others_neither_read_nor_answer_it(stage: Stage) -> None:
    old(stage, "Globex", "Acme")
    for user in (SARA, MARIA, GRACE):
        assert "older than 14 days" not in stage.types(user, "/cx H-1")
    for user in (NORA, DIEGO, OMAR):
        stage.types(user, "/cx H-1")
        assert "older than 14 days" in stage.sees_form(user)
    stage.closes(OMAR)
    assert "There is no H-9." in stage.types(OMAR, "/cx H-9")


def test_nothing_is_left_to_choose_from_and_the_question_ends(stage: Stage) -> None:
    old(stage, "Globex")
    with stage.duly.database.write() as session:
        for each in session.exec(select(surveys.SurveyResponse)):
            each.follow = None
            session.add(each)
    stage.passes(days=1)
    assert [each.state for each in look_backs(stage)] == ["over"]
    assert [outcome for _, outcome in asked(stage)] == ["withdrawn"]


def test_over_a_hundred_accounts_are_found_by_typing_and_over_twenty_read_in_one_message(
    stage: Stage,
) -> None:
    houses = [f"House {number:03}" for number in range(101)]
    with stage.duly.database.write() as session:
        for name in houses:
            session.add(Customer(team_id=TEAM, name=name, key=name.lower(), owner_id=BEN))
    old(stage, *houses)
    assert "101 low scores are older than 14 days." in stage.reads_all(DIEGO)
    stage.clicks(DIEGO, "Choose…")
    form = stage.sees_form(DIEGO)
    assert "• House 000: 2 of 10, " in form
    assert "and 91 accounts more" in form
    assert "House 100" in str(stage.finds(DIEGO, "customers", "house 100"))
    assert "Acme" in str(stage.finds(DIEGO, "customers", "acme"))
    said = stage.fills_in(DIEGO, customers=ids(stage, "Acme"), reason=BECAUSE)
    assert "Acme is not among those who can hear from us." in said

    said = stage.fills_in(DIEGO, customers=ids(stage, *houses[:21]), reason=BECAUSE)
    assert "Noted. 21 accounts from “Autumn survey” get their call. The others rest" in said
    assert len(found_issues(stage)) == 21
    assert [each for each in stage.reads(BEN) if "gave 2 of 10" in each] == []
    kept = [each.follow for each in responses(stage)]
    assert (kept.count("issue"), kept.count("let be")) == (21, 80)
    stage.passes(days=1)
    bundles = [each for each in stage.reads(BEN) if "House 000" in each]
    assert len(bundles) == 1, "the message of the day has all of them"
