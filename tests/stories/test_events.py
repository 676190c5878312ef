"""A grave issue does not wait for the day of the weekly question: somebody is asked at once."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlmodel import select

from handlers.executives.prompts.facts.rules import FactKind
from storage.inquiries import Inquiry
from tests.cast import MARIA, NORA, PRIYA, SARA, VICTOR
from tests.stage import Stage
from tests.stories.test_facts import asked_of, true_now, why_over

WEEKLY = "/cx prompt weekly monday 9:30"
ACME = "/cx issue Nobody can log in for Acme in Billing sev 1"


def inquiries(stage: Stage) -> list[tuple[str, str, str]]:
    with stage.duly.database.read() as session:
        found = sorted(session.exec(select(Inquiry)), key=lambda each: each.number)
        return [(each.fact, each.subject, each.asked_by) for each in found]


def executives(stage: Stage) -> str:
    return "\n".join(stage.channel("#executives", NORA))


def test_an_outage_of_a_key_account_is_asked_about_on_the_same_day(stage: Stage) -> None:
    stage.types(NORA, WEEKLY)
    stage.types(SARA, ACME)
    stage.passes(hours=0.5)
    assert inquiries(stage) == []
    stage.passes(hours=1)
    assert inquiries(stage) == [("outage", "issue:1", "")]
    card = executives(stage)
    assert "Does Acme know from us what happened in I-1?" in card
    assert "waits because of I-1 “Nobody can log in” since Mon 23 Nov" in card
    stage.clicks(NORA, "They know…")
    stage.fills_in(NORA, words="I called them at ten")
    # It was the question of this week: the next comes a week later.
    stage.types(SARA, "/cx issue Doors stay shut for Globex in Logistics sev 1")
    stage.passes(until=datetime(2026, 11, 27, 16, tzinfo=UTC))
    assert len(inquiries(stage)) == 1
    stage.passes(until=datetime(2026, 12, 1, 16, tzinfo=UTC))
    assert len(inquiries(stage)) == 2


def test_the_question_of_the_week_does_not_follow_one_that_could_not_wait(stage: Stage) -> None:
    stage.types(NORA, WEEKLY)
    stage.passes(until=datetime(2026, 11, 26, 12, tzinfo=UTC))
    stage.types(SARA, ACME)
    stage.passes(hours=2)
    assert inquiries(stage) == [("outage", "issue:1", "")]
    stage.clicks(NORA, "They need not, because…")
    stage.fills_in(NORA, words="They have closed for the winter")
    stage.passes(until=datetime(2026, 12, 1, 8, tzinfo=UTC))
    assert len(inquiries(stage)) == 1, "Monday is four days later"
    stage.passes(until=datetime(2026, 12, 8, 8, tzinfo=UTC))
    assert len(inquiries(stage)) == 2


def test_nobody_is_asked_of_what_is_private_told_small_or_at_night(stage: Stage) -> None:
    stage.types(NORA, WEEKLY)
    stage.types(SARA, "/cx issue Their board is suing for Acme in Billing sev 1 private")
    stage.types(SARA, "/cx issue Nobody can pay for Acme in Billing sev 1")
    stage.types(MARIA, "/cx take I-2 by friday")
    stage.types(MARIA, "/cx told I-2 it is back in an hour")
    stage.types(SARA, "/cx issue Wrong door code for Acme in Logistics sev 2")
    stage.types(SARA, "/cx issue The lift is broken in Logistics sev 1")
    stage.passes(hours=3)
    assert inquiries(stage) == []
    stage.passes(until=datetime(2026, 11, 23, 20, tzinfo=UTC))
    stage.types(SARA, ACME)
    stage.passes(until=datetime(2026, 11, 24, 4, tzinfo=UTC))
    assert inquiries(stage) == []
    stage.passes(until=datetime(2026, 11, 24, 10, tzinfo=UTC))
    assert inquiries(stage) == [("outage", "issue:5", "")]


def test_without_a_schedule_nothing_comes_by_itself(stage: Stage) -> None:
    stage.types(SARA, ACME)
    stage.passes(days=2)
    assert inquiries(stage) == []


def test_what_touches_several_is_asked_about_whoever_they_are(stage: Stage) -> None:
    stage.types(SARA, "/cx issue The site is down in Billing sev 1")
    stage.types(MARIA, "/cx take I-1 by friday")
    stage.types(MARIA, "/cx concerns I-1 Globex, Initech")
    stage.passes(hours=2)
    fact = true_now(stage, FactKind.OUTAGE)
    assert fact is not None
    assert fact.question == "Do they know from us what happened in I-1?"
    assert fact.said.startswith("Two customers wait because of I-1 “The site is down”")


def test_a_gain_of_which_nobody_tells_customers_is_asked_about(stage: Stage) -> None:
    stage.types(NORA, "/cx impact Ship twice a day", "#executives")
    stage.clicks(VICTOR, "Better for customers", "D-1")
    stage.fills_in(VICTOR, why="They get it sooner", tiers=["key"])
    assert true_now(stage, FactKind.GAIN) is None
    stage.passes(days=8)
    fact = true_now(stage, FactKind.GAIN)
    assert fact is not None
    assert fact.question == "Who tells customers what gets better with D-1?"
    assert "gets better for key accounts with D-1 “Ship twice a day”" in fact.said
    one = asked_of(stage, FactKind.GAIN)
    told = stage.types(NORA, "/cx prompt now")
    assert fact.question in told
    stage.clicks(NORA, "Not yet: who tells them…")
    stage.fills_in(NORA, owner=MARIA, day="2026-12-04")
    assert "T-1 follows." in executives(stage)
    stage.clicks(PRIYA, "Better for customers", "D-1")
    stage.fills_in(
        PRIYA, why="So it is", tiers=["key"], owner=MARIA, task="Write to them",
        day="2026-12-04", tell=["tell"],
    )  # fmt: skip
    assert true_now(stage, FactKind.GAIN) is None
    assert why_over(stage, one) == "By an answer to D-1, customers are to be told."
