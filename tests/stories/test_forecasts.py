"""A while after a decision whoever made it says what came true of what was expected."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot import routes
from handlers.speech.errors import UserError
from storage import decisions, people
from storage.decisions import Decision
from tests import rows
from tests.cast import BEN, NORA, OMAR, PRIYA, SARA, TEAM, TOM, VICTOR
from tests.executives import request
from tests.stage import Stage

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ASKED = "/cx impact Close the Hamburg depot by friday"
DECIDED = "/cx decided D-1 as proposed, because the rent doubles"
EXPECTED = "In November we expected *worse* for about 12 customers (key accounts)."


def decision(stage: Stage, number: int = 1) -> Decision:
    with stage.duly.database.read() as session:
        found = decisions.find(session, TEAM, number)
        assert found is not None
        return found


def owes(stage: Stage) -> set[str]:
    """Who is asked what came true of D-1 at the moment."""
    found = rows.asks(stage, "D-1")
    return {each.person_id for each in found if each.kind == "forecast" and not each.answered_at}


def came_true(stage: Stage) -> tuple[str | None, str, str | None]:
    row = decision(stage)
    return row.came_true, row.came_true_words, row.reviewed_by


def card(stage: Stage) -> str:
    return stage.channel("#executives", NORA)[-1]


def decide(stage: Stage, by: str = NORA) -> None:
    """Victor expects worse for 12 key accounts, Priya no change; Nora decides."""
    stage.types(by, ASKED)
    stage.clicks(VICTOR, "Worse", "D-1")
    assert stage.fills_in(
        VICTOR, why="They wait longer", owner=SARA, task="Soften the blow", day="2026-11-27",
        tiers=["key"], customers="about 12",
    ) == ""  # fmt: skip
    assert stage.types(by, DECIDED).startswith("Decided")


def test_nobody_is_asked_what_came_true_on_a_day_off(stage: Stage) -> None:
    stage.passes(until=datetime(2026, 12, 2, 9, tzinfo=UTC))
    stage.types(NORA, ASKED)
    stage.clicks(VICTOR, "No change", "D-1")
    assert stage.fills_in(VICTOR, why="They use another one") == ""
    assert stage.types(NORA, DECIDED).startswith("Decided")
    assert decision(stage).review_at == datetime(2027, 2, 1, 8, tzinfo=UTC), "not on the Sunday"
    assert "what came true is asked on Mon 1 Feb." in card(stage)


def test_sixty_days_later_the_decider_says_what_came_true(stage: Stage) -> None:
    decide(stage)
    row = decision(stage)
    assert (row.expected, row.expected_customers, row.expected_tiers) == ("worse", 12, ["key"])
    assert row.review_at == datetime(2027, 1, 22, 8, tzinfo=UTC), "60 days later, at nine"
    assert "*Expected*: *worse* for about 12 customers (key accounts)" in card(stage)
    assert "what came true is asked on Fri 22 Jan." in card(stage)
    stage.passes(days=20)
    stage.types(BEN, "/cx issue Acme waits for its delivery for Acme")
    stage.passes(days=38)
    assert owes(stage) == set()
    assert "came true" not in stage.reads_all(NORA)
    stage.passes(days=3)
    assert owes(stage) == {NORA}
    read = stage.reads_all(NORA)
    assert f"{EXPECTED} Since then one issue of key accounts was reported, by one of 1" in read
    assert "in as long a time before, none." in read
    assert "Tasks that followed: one open and late." in read
    assert "[As expected] [Better…] [Worse…]" in read
    assert "whoever decided is asked now what came true" in card(stage)
    stage.clicks(NORA, "As expected", "D-1")
    assert came_true(stage) == ("worse", "", NORA)
    assert owes(stage) == set()
    assert "*What came true*: *worse*, which we expected." in card(stage)
    stage.types(NORA, "/cx D-1")
    assert "said what came true: *worse*" in stage.sees_form(NORA)


def asked(stage: Stage) -> None:
    decide(stage)
    stage.passes(days=61)
    assert owes(stage) == {NORA}


def test_what_was_not_expected_is_said_in_words_and_undone(stage: Stage) -> None:
    asked(stage)
    stage.clicks(NORA, "Better…", "D-1")
    form = stage.sees_form(NORA)
    assert EXPECTED in form
    assert "No change for customers" in form
    assert "Please say in a sentence what came true" in stage.fills_in(NORA)
    assert came_true(stage) == (None, "", None)
    assert owes(stage) == {NORA}
    told = stage.fills_in(NORA, came_true="better", words="They collect it <!channel> nearer")
    assert "it turned out *better*, better than expected" in told
    assert came_true(stage) == ("better", "They collect it <!channel> nearer", NORA)
    assert owes(stage) == set()
    assert "stands as it stood before" in stage.types(NORA, "/cx undo D-1")
    assert came_true(stage) == (None, "", None)
    assert owes(stage) == {NORA}


def test_it_is_too_early_to_say_and_asked_on_a_new_day(stage: Stage) -> None:
    asked(stage)
    stage.clicks(NORA, "Too early to say…", "D-1")
    assert "past" in stage.fills_in(NORA, day="2026-11-27")
    assert "I ask on Mon 1 Mar what came true" in stage.fills_in(NORA, day="2027-03-01")
    assert owes(stage) == set()
    stage.types(NORA, "/cx undo D-1")
    assert owes(stage) == {NORA}
    assert decision(stage).review_at is None
    stage.clicks(NORA, "Too early to say…", "D-1")
    stage.fills_in(NORA, day="2027-03-01")
    stage.passes(days=30)
    assert owes(stage) == set()
    stage.passes(days=10)
    assert owes(stage) == {NORA}


def test_it_is_changed_later_and_the_same_said_twice_changes_nothing(stage: Stage) -> None:
    asked(stage)
    stage.clicks(NORA, "As expected", "D-1")
    stage.passes(days=3)
    stage.types(NORA, "/cx D-1")
    stage.clicks_in_form(NORA, "What came true…", "D-1")
    assert "it turned out *worse*, which we expected" in stage.fills_in(NORA)
    assert len(rows.events(stage, "D-1", "looked back")) == 1
    stage.types(NORA, "/cx D-1")
    stage.clicks_in_form(NORA, "What came true…", "D-1")
    stage.fills_in(NORA, came_true="none", words="Nobody noticed")
    assert came_true(stage) == ("none", "Nobody noticed", NORA)
    stage.types(NORA, "/cx undo D-1")
    assert came_true(stage) == ("worse", "", NORA)
    assert owes(stage) == set()


def test_the_form_of_a_decision_names_the_day(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(VICTOR, "/cx D-1 no change because nobody notices")
    stage.types(NORA, "/cx decided D-1")
    assert "When do we look back at it?" in stage.sees_form(NORA)
    assert "past" in stage.fills_in(NORA, words="Yes", reason="Rent", review="2026-11-02")
    assert decision(stage).state == "answered"
    stage.fills_in(NORA, words="Yes", reason="Rent", review="2026-12-15")
    row = decision(stage)
    assert (row.expected, row.expected_customers, row.expected_tiers) == ("none", None, [])
    assert row.review_at == datetime(2026, 12, 15, 8, tzinfo=UTC)
    stage.types(NORA, "/cx undo D-1")
    assert decision(stage).review_at is None
    assert decision(stage).expected is None


def test_where_nobody_knew_nothing_is_looked_back_at(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.clicks(VICTOR, "I don't know yet", "D-1")
    stage.fills_in(VICTOR, why="The rent", owner=SARA, task="Ask the owner", day="2026-11-27")
    stage.types(NORA, "/cx decided D-1")
    assert "look back" not in stage.sees_form(NORA)
    stage.fills_in(NORA, words="Yes", reason="Rent")
    row = decision(stage)
    assert (row.state, row.expected, row.review_at) == ("decided", None, None)
    stage.types(NORA, "/cx D-1")
    assert "What came true" not in stage.reads_all(NORA)


def test_who_decided_and_left_is_followed_by_another_executive(stage: Stage) -> None:
    decide(stage)
    stage.people.deactivate(NORA)
    stage.passes(days=64)
    [heir] = owes(stage)
    assert heir in (VICTOR, PRIYA)
    assert "Nora Lindqvist decided it and has left." in stage.reads_all(heir)
    stage.clicks(heir, "As expected", "D-1")
    assert came_true(stage) == ("worse", "", heir)


def test_who_is_asked_and_leaves_is_followed_too(stage: Stage) -> None:
    asked(stage)
    stage.people.deactivate(NORA)

    def has_left() -> bool:
        with stage.duly.database.read() as session:
            person = people.find(session, TEAM, NORA)
            return person is not None and person.gone

    assert stage.workspace.wait_until(has_left)
    stage.passes(days=4)
    [heir] = owes(stage)
    assert heir in (VICTOR, PRIYA)
    stage.clicks(heir, "As expected", "D-1")
    assert came_true(stage) == ("worse", "", heir)


def test_only_whoever_decided_or_the_cco_says_what_came_true(stage: Stage) -> None:
    asked(stage)
    for user in (VICTOR, PRIYA):
        stage.types(user, "/cx D-1")
        assert "[As expected]" not in stage.sees_form(user)
        assert "What came true…" not in stage.sees_form(user)
    stage.types(OMAR, "/cx D-1")
    stage.clicks_in_form(OMAR, "As expected", "D-1")
    assert came_true(stage) == ("worse", "", OMAR)
    assert owes(stage) == set()


def test_how_often_forecasts_came_true(stage: Stage) -> None:
    assert "Nobody has looked back" in stage.types(NORA, "/cx forecasts")
    asked(stage)
    stage.clicks(NORA, "As expected", "D-1")
    read = stage.types(NORA, "/cx forecasts")
    assert "*All decisions*: too few to tell (1 of 5)" in read
    assert "Your own answers" not in read, "Nora had not answered"
    assert "*Your own answers*: too few to tell (1 of 5)" in stage.types(VICTOR, "/cx forecasts")
    assert "That is for an executive or the CCO" in stage.types(TOM, "/cx forecasts")


def test_a_later_word_changes_nothing_of_what_was_expected(stage: Stage) -> None:
    decide(stage)
    stage.types(VICTOR, "/cx D-1 no change because they are told")
    assert decision(stage).expected == "worse"
    with stage.duly.database.read() as session:
        answer = decisions.answer_of(session, TEAM, 1, VICTOR)
    assert answer is not None
    assert (answer.impact, answer.foreseen) == ("none", "worse")


def test_a_private_decision_is_looked_back_at_by_executives_alone(stage: Stage) -> None:
    asked(stage)
    stage.types(NORA, "/cx private D-1")
    stage.clicks(NORA, "As expected", "D-1")
    for user in (BEN, TOM, SARA):
        assert "we expected" not in stage.reads_all(user)
        assert "came true" not in stage.types(user, "/cx D-1")


def test_history_tells_all_of_it(stage: Stage) -> None:
    asked(stage)
    stage.clicks(NORA, "Too early to say…", "D-1")
    stage.fills_in(NORA, day="2027-03-01")
    stage.passes(until=datetime(2027, 3, 2, 12, tzinfo=UTC))
    stage.clicks(NORA, "Better…", "D-1")
    stage.fills_in(NORA, came_true="none", words="Nobody noticed")
    row = decision(stage)
    [decided] = rows.events(stage, "D-1", "decided")
    [later] = rows.events(stage, "D-1", "looking back put off")
    [said] = rows.events(stage, "D-1", "looked back")
    told = decided.details
    assert (told["expected"], told["expected_customers"], told["expected_tiers"]) == (
        row.expected, row.expected_customers, row.expected_tiers,
    )  # fmt: skip
    assert datetime.fromisoformat(told["review"]) == datetime(2027, 1, 22, 8, tzinfo=UTC)
    assert datetime.fromisoformat(later.details["day"]) == datetime(2027, 3, 1, 8, tzinfo=UTC)
    assert len(rows.events(stage, "D-1", "due to be looked back at")) == 2
    assert (said.details["came_true"], said.details["words"], said.actor, said.happened_at) == (
        row.came_true, row.came_true_words, row.reviewed_by, row.reviewed_at,
    )  # fmt: skip


@pytest.mark.parametrize("verb", ["same", "better", "later", "change", "send", "later.send"])
def test_nothing_comes_true_of_what_was_taken_back(stage: Stage, verb: str) -> None:
    decide(stage)
    stage.types(NORA, "/cx undo D-1")
    stage.types(NORA, "/cx withdraw D-1 because the tender was lost")
    full = f"forecast.{verb}"
    sent = request(NORA, full, value="D-1", fields={"came_true": "worse", "day": "2027-03-01"})
    door = (routes.BUTTONS | routes.FORMS)[full]
    with stage.duly.database.write() as session, pytest.raises(UserError, match="taken back"):
        door(sent, session, stage.now)
    row = decision(stage)
    assert (row.state, row.expected, row.review_at, row.came_true) == (
        "withdrawn", None, None, None,
    )  # fmt: skip


@pytest.mark.parametrize("came_true", ["", "unknown", "known", "<!channel>", "x" * 10_000])
def test_a_forged_answer_changes_nothing(stage: Stage, came_true: str) -> None:
    decide(stage)
    sent = request(NORA, "forecast.send", value="D-1", fields={"came_true": came_true})
    with stage.duly.database.write() as session, pytest.raises(UserError):
        routes.FORMS["forecast.send"](sent, session, stage.now)
    assert decision(stage).came_true is None
