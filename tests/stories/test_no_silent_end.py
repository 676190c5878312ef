"""Nobody falls silent about what matters: the Monday line, and severity 1 on each day."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlmodel import Session, col, select

from storage.asks import Ask
from storage.nudges import Nudge
from tests import rows
from tests.cast import BEN, GRACE, HANA, LEE, MARIA, OMAR, SARA, TEAM
from tests.stage import Stage

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"


def blocked(stage: Stage, title: str, department: str) -> None:
    """A customer cannot work at all, and says so."""
    stage.types(GRACE, "/cx issue")
    stage.fills_in(GRACE, title=title, severity="1", department=department, customer="Acme")


def reminders(stage: Stage, ref: str, user: str) -> list[datetime]:
    """When somebody was told of a thing."""
    ids = {ask.ask_id for ask in rows.asks(stage, ref)}
    with stage.duly.database.read() as session:
        sent = session.exec(
            select(Nudge).where(Nudge.person_id == user, col(Nudge.sent_at).is_not(None))
        )
        return sorted(nudge.sent_at for nudge in sent if nudge.ask_id in ids and nudge.sent_at)


def test_what_stays_late_is_named_each_monday_to_owner_lead_and_cco(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.clicks(SARA, "Take it", "T-1")
    stage.passes(until=datetime(2026, 12, 14, 12, tzinfo=UTC))
    mondays = [datetime(2026, 12, day, 8, 30, tzinfo=UTC) for day in (7, 14)]
    named = "*T-1* Acme (key account): Rewrite the refund mail"
    for user, says in (
        (SARA, f"One thing of yours stays late: {named}"),
        (MARIA, f"One thing of your department stays late: {named}"),
        (OMAR, f"One thing stays late: {named}"),
    ):
        assert [each for each in reminders(stage, "T-1", user) if each in mondays] == mondays
        assert says in stage.reads(user)[-1]
        assert "late, was due Fri 27 Nov" in stage.reads(user)[-1]
    stage.clicks(SARA, "Done", "T-1")
    stage.passes(days=14)
    assert len(reminders(stage, "T-1", SARA)) == 5, "two days before, on the day, after, twice"
    assert rows.owed(stage, "T-1") == {}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_is_asked_next_and_when_is_told_as_it_comes_true(stage: Stage) -> None:
    """Also in a message that somebody read before the lead was asked."""
    stage.passes(until=datetime(2026, 11, 24, 8, 20, tzinfo=UTC))
    stage.types(BEN, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.clicks(MARIA, "Take it", "I-1")
    announced: set[str] = set()
    named = re.compile(r"On \w+ (\d+) \w+ I ask @omar to help decide")
    while not (told := [at for at in reminders(stage, "I-1", OMAR) if at <= stage.now]):
        stage.passes(days=1)
        read = "".join(stage.reads(BEN))
        announced = set(named.findall(read)) or announced
    assert announced == {str(told[0].day)}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("typed", "reader", "ends"),
    [
        ([], SARA, "A new date, another owner or a no ends this line."),
        (["/cx no T-1 because legal forbids it"], OMAR, "when they have heard our no."),
        (
            ["/cx take T-1", "/cx handoff T-1 to @lee because it is hers"], LEE,
            "Taking it over or giving it back ends this line.",
        ),
    ],
)  # fmt: skip
def test_a_line_of_monday_says_what_truly_ends_it(
    stage: Stage, typed: list[str], reader: str, ends: str
) -> None:
    stage.types(OMAR, TASK)
    for text in typed:
        stage.types(SARA, text)
    stage.passes(days=20)
    said = stage.reads(reader)[-1]
    assert (
        "One thing of yours stays late: *T-1* Acme (key account): Rewrite the refund mail" in said
    )
    assert ends in said
    assert said.count("ends") == 1


def test_a_week_of_mondays_is_no_escalation(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.passes(days=35)
    verbs = [verb for pair in rows.happened(stage, "T-1") for verb in pair if verb == "escalated"]
    assert verbs == ["escalated", "escalated"], "to the lead and to the CCO, once each"


def test_on_its_day_a_task_that_nobody_took_is_named_with_its_date(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Send the credit note to @sara by tomorrow for Acme")
    stage.passes(until=datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert "Can you take it, by Tue 24 Nov?" in stage.reads(SARA)[-1]
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA}


def test_the_date_of_what_nobody_took_is_chased_on_its_own(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Send the credit note to @sara by Dec 17 for Acme")
    by = datetime(2026, 12, 17, 17, tzinfo=UTC)
    assert rows.dated(stage, "T-1") == [(SARA, by)]
    stage.passes(until=datetime(2026, 12, 11, tzinfo=UTC))
    assert "It is asked for by Thu 17 Dec" in stage.reads(SARA)[-1]
    assert "nobody has taken it yet. Can you?" in stage.reads(SARA)[-1]
    stage.passes(until=datetime(2026, 12, 17, 12, tzinfo=UTC))
    assert "by Thu 17 Dec. Yours, another date, somebody else's" in stage.reads(SARA)[-1]
    stage.passes(until=datetime(2026, 12, 18, 12, tzinfo=UTC))
    assert "was asked for by Thu 17 Dec, and nobody has taken it" in stage.reads(SARA)[-1]
    for home in (stage.opens_home(SARA), stage.types(SARA, "/cx")):
        assert home.count("Send the credit note") == 1, "one question, one line"
    stage.clicks(SARA, "Take it", "T-1")
    stage.fills_in(SARA, date="2026-12-22")
    assert rows.dated(stage, "T-1") == []
    assert rows.owed(stage, "T-1") == {"finish": SARA}


@pytest.mark.parametrize("is_taken", [False, True])
def test_nobody_is_asked_about_a_date_on_the_day_it_was_given(stage: Stage, is_taken: bool) -> None:
    stage.passes(until=datetime(2026, 11, 24, 8, 25, tzinfo=UTC))
    stage.types(OMAR, "/cx task Send the credit note to @sara by Nov 26 for Acme")
    if is_taken:
        stage.types(SARA, "/cx take T-1")
    before = len(stage.reads(SARA))
    stage.passes(until=datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert len(stage.reads(SARA)) == before, "the bundle of five minutes later is without it"
    stage.passes(until=datetime(2026, 11, 26, 12, tzinfo=UTC))
    assert len(stage.reads(SARA)) > before


def test_a_date_that_comes_with_the_answer_is_not_chased_twice(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Send the credit note to @sara by tomorrow")
    assert rows.dated(stage, "T-1") == []
    stage.types(OMAR, "/cx task Explain the readings to @sara by Dec 17 for Globex")
    stage.types(SARA, "/cx handoff T-2 to @tom because he knows their contract")
    stage.types(OMAR, "/cx owner T-2 to @lee because she has the time")
    assert [person for person, _ in rows.dated(stage, "T-2")] == [LEE], "it goes with its owner"
    stage.types(OMAR, "/cx undo T-2")
    assert [person for person, _ in rows.dated(stage, "T-2")] == [SARA]
    stage.types(SARA, "/cx take T-2")
    assert rows.dated(stage, "T-2") == []


def test_several_things_that_stay_late_are_one_line_that_leads_to_all(stage: Stage) -> None:
    for number in range(1, 4):
        stage.types(OMAR, f"/cx task Call number {number} to @sara by friday for Acme")
        stage.clicks(SARA, "Take it", f"T-{number}")
    stage.passes(until=datetime(2026, 12, 7, 12, tzinfo=UTC))
    said = stage.reads(SARA)[-1]
    assert said.startswith("Three things of yours stay late. First comes *T-1*")
    assert said.count("Call number") == 1
    stage.clicks(SARA, "Show all 3…")
    form = stage.sees_form(SARA)
    assert [f"*T-{number}*" in form for number in (1, 2, 3)] == [True, True, True]
    assert form.count("[Done]") == 3


def test_severity_1_comes_back_each_working_day_until_it_is_taken_and_done(stage: Stage) -> None:
    blocked(stage, "Ten machines stand still", "Product")
    stage.passes(days=4)
    for user in (HANA, OMAR):
        days = {each.date() for each in reminders(stage, "I-1", user)}
        assert len(days) >= 4, (user, days)
    assert "no answer since Mon 23 Nov" in stage.opens_home(HANA)
    assert "on time" not in stage.opens_home(OMAR)
    before = len(reminders(stage, "I-1", HANA))
    stage.types(HANA, "/cx take I-1")
    stage.passes(days=3)
    assert len(reminders(stage, "I-1", HANA)) > before, "each day until it is done"


def test_severity_1_of_a_lead_comes_back_each_working_day_when_its_date_has_passed(
    stage: Stage,
) -> None:
    blocked(stage, "Ten machines stand still", "Billing")
    stage.types(MARIA, "/cx take I-1 by wed")
    stage.passes(days=11)
    assert {each.day for each in reminders(stage, "I-1", MARIA)} >= {25, 26, 27, 30, 1, 2, 3}


def test_severity_1_reported_at_night_is_one_message_in_the_morning(stage: Stage) -> None:
    stage.workspace.clock.move_to(datetime(2026, 11, 23, 20, 0, tzinfo=UTC))
    blocked(stage, "Nobody can pay", "Billing")
    assert stage.reads(MARIA) == []
    stage.passes(until=datetime(2026, 11, 24, 8, 10, tzinfo=UTC))
    [card] = stage.reads(MARIA)
    assert "Nobody can pay" in card
    stage.passes(until=datetime(2026, 11, 24, 8, 20, tzinfo=UTC))
    assert reminders(stage, "I-1", MARIA) == [datetime(2026, 11, 24, 8, 15, tzinfo=UTC)]
    [ask] = rows.asks(stage, "I-1")
    assert ask.due_at == datetime(2026, 11, 24, 9, 0, tzinfo=UTC), "an hour from when it is read"


def test_severity_1_in_triage_is_chased_like_a_severity_1(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Nobody knows whose this is for Acme sev 1")
    start = stage.now
    stage.passes(hours=2)
    told = [each - start for each in reminders(stage, "I-1", OMAR)]
    assert told == [timedelta(minutes=15 * share) for share in (1, 2, 3)]
    stage.passes(days=2)
    assert len(reminders(stage, "I-1", OMAR)) == 5, "and once on each day after"
    assert rows.owed(stage, "I-1") == {"triage": OMAR}


def test_after_a_downtime_a_thing_stands_in_a_bundle_once(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx handoff T-1 to @tom because he knows their contract")
    stage.workspace.clock.forward(timedelta(days=30))
    stage.settle()
    stage.passes(days=2)
    for user in (SARA, MARIA, OMAR):
        for message in stage.reads(user)[1:]:
            assert message.count("Rewrite the refund mail") <= 1, message


@pytest.mark.parametrize(
    ("day", "says"),
    [(3, "Today is the day you gave Acme."), (8, "You gave Thu 3 Dec. What would help")],
)
def test_what_was_held_up_by_a_downtime_is_said_as_it_is_true_by_now(
    stage: Stage, day: int, says: str
) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by Dec 3 for Acme")
    stage.types(SARA, "/cx take T-1")
    # “Still good?” was planned for the first of December.
    stage.workspace.clock.move_to(datetime(2026, 12, day, 8, tzinfo=UTC))
    stage.settle()
    stage.passes(hours=1)
    assert says in stage.reads(SARA)[-1]
    assert "Still good?" not in stage.reads(SARA)[-1]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_put_off_and_comes_before_its_day_is_not_said_to_be_due(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by wed for Acme")
    stage.types(SARA, "/cx take T-1")
    stage.types(SARA, "/cx snooze T-1 until friday because my child is ill")
    stage.types(SARA, "/cx snooze T-1 until tomorrow because she is well again")
    stage.passes(until=datetime(2026, 11, 24, 12, tzinfo=UTC))
    said = stage.reads(SARA)[-1]
    assert "You gave Wed 25 Nov. Still good?" in said
    assert "Today is the day" not in said
    stage.clicks(SARA, "Still good", "T-1")
    assert rows.owed(stage, "T-1") == {"finish": SARA}


def test_nothing_overdue_is_unmentioned_for_more_than_a_week(stage: Stage) -> None:
    for typed in (
        TASK,
        "/cx task Send the credit note to @ben by tomorrow for Globex",
        "/cx issue Invoice wrong sev 2",
        "/cx issue Label torn sev 4",
        "/cx issue Nobody knows whose this is sev 3",
    ):
        stage.types(OMAR, typed)
    blocked(stage, "Ten machines stand still", "Product")
    stage.types(SARA, "/cx take T-1")
    stage.types(SARA, "/cx task Call Globex to @lee in 2 weeks")
    stage.passes(days=42)
    with stage.duly.database.read() as session:
        for ask in session.exec(select(Ask).where(Ask.team_id == TEAM)):
            if ask.answered_at is None:
                _is_mentioned(session, ask, stage.now)


def _is_mentioned(session: Session, ask: Ask, now: datetime) -> None:
    same = select(Ask.ask_id).where(Ask.noun == ask.noun, Ask.number == ask.number)
    sent = session.exec(select(Nudge.sent_at).where(col(Nudge.ask_id).in_(same)))
    moments = [ask.due_at, *sorted(at for at in sent if at and at > ask.due_at), now]
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert max(gaps) <= timedelta(days=7), (ask.kind, ask.noun, ask.number, moments)
