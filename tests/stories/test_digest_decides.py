"""The executives' digest ends in a decision: three questions at most, each with its answers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot import routes
from bot.practice.slack.objects import Message
from handlers.executives.digests import decide_cards, rules
from handlers.executives.digests.agenda import Undecided
from handlers.speech.people_errors import NotYours
from handlers.speech.promise_errors import PrivateThing
from handlers.speech.request import Request
from storage.asks import Ask
from storage.tasks import Task
from tests.cast import BEN, GRACE, MARIA, NORA, OMAR, SARA, TEAM, TOM, VICTOR
from tests.rows import asks, item, state
from tests.stage import Stage

ROOM = "#executives"
HOSTILE = "<!channel> *free* <@U0EVIL> `x` & _y_"


def climbs(stage: Stage, days: int = 8, kind: str = "%", within: int = 2) -> None:
    """Nobody has answered for so many days, and all of a kind has climbed as far as it goes.

    An answer was owed `within` so many days.
    """
    ago = stage.now - timedelta(days=days)
    with stage.duly.database.write() as session:
        session.execute(
            update(Ask)
            .where(col(Ask.answered_at).is_(None), col(Ask.kind).like(kind))
            .values(rung=5, due_at=ago + timedelta(days=within), opened_at=ago)
        )


def digest(stage: Stage) -> str:
    stage.types(NORA, "/cx digest now", ROOM)
    return stage.channel(ROOM)[-1]


def newest(stage: Stage) -> Message:
    """The digest itself, without what stands under it."""
    return [each for each in stage.workspace.messages(ROOM) if not each.is_reply][-1]


def calls(stage: Stage, user: str) -> str:
    """What somebody reads who presses “I'll call them” beneath I-1."""
    stage.clicks(user, "I'll call them", "I-1")
    said = stage.sees_form(user)
    stage.closes(user)
    return said


def test_it_says_what_has_not_been_said_and_who_was_to_say_it(stage: Stage) -> None:
    stage.types(BEN, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.clicks(MARIA, "Take it", "I-1")
    climbs(stage, kind="inform")
    said = digest(stage)
    assert "*Acme: who calls them?*" in said
    assert "“Invoiced twice” (I-1): Sales, they have not heard from us for six working" in said
    assert "Billing, no answer" not in said, "who has it has answered"
    stage.types(BEN, "/cx told I-1 It is put right")
    stage.types(MARIA, "/cx done I-1 evidence The contract dates are read")
    stage.types(MARIA, "/cx prevented I-1 we read the contract because dates were copied")
    climbs(stage, kind="verify")
    said = digest(stage)
    assert "*Acme: who asks whether it helped?*" in said
    assert "Sales, nobody has said whether it helped for six working days." in said


def test_three_questions_with_money_and_the_lead_who_answers(stage: Stage) -> None:
    stage.types(OMAR, "/cx setup currency EUR")
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    stage.types(OMAR, "/cx task Explain the readings to @tom by friday for Globex")
    stage.types(OMAR, "/cx task Sort the leaflets to @aisha by friday")
    stage.types(OMAR, "/cx task Print the leaflets to @diego by friday for Initech")
    stage.types(OMAR, "/cx task Call them back to @sara by friday for Acme")
    climbs(stage)
    said = digest(stage)
    assert (
        "*Three things only you can decide*\n"
        "*1. Acme: who takes it?*\n"
        "Key account, €480 k a year, renews Mon 1 Mar 2027. “Rewrite the refund mail” (T-1): "
        "Billing, Maria Costa answers for it, no answer for six working days.\n"
        "[Decide…] [I'll call them] [Give it to…] [Open…]\n"
        "*2. Globex: who takes it?*\n"
        "Strategic account, €150 k a year, renews Fri 15 Jan 2027. “Explain the readings” (T-2): "
        "Logistics, no answer for six working days.\n"
    ) in said, "Tom leads Logistics and is who is late: no channel reads that"
    assert "*3. Initech: who takes it?*\nBeachhead account, €40 k a year. “Print" in said
    assert "Two more wait in two departments; Omar Haddad has them.\n[Show all 5…]" in said
    for late in ("Sara", "Tom", "Diego", SARA, TOM):
        assert late not in said
    message = newest(stage)
    assert "Three decisions wait: Acme, Globex and Initech." in message.text


def test_an_executive_calls_and_has_a_task_of_it_for_today(stage: Stage) -> None:
    stage.types(OMAR, "/cx issue Nobody answers our mails for Acme in Billing sev 2")
    climbs(stage)
    said = digest(stage)
    assert "*One thing only you can decide*\n*Acme: who calls them?*" in said
    assert "[I'll call them] [Decide…] [Give it to…] [Open…]" in said
    told = calls(stage, NORA)
    assert "Noted: *T-1* Call Acme. It is yours, by Mon 23 Nov. I remind" in told
    task = item(stage, "T-1")
    assert isinstance(task, Task)
    assert (task.owner_id, task.state, task.issue_number) == (NORA, "acknowledged", 1)
    assert task.customer_id == item(stage, "I-1").customer_id
    again = calls(stage, NORA)
    assert "You have *T-1* Call Acme for that. Nothing was changed." in again
    refused = calls(stage, OMAR)
    assert "Omar Haddad looks after all customers and owns no single task." in refused
    assert state(stage, "I-1") == ("open", MARIA)


def test_an_executive_decides_and_the_form_says_how(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    climbs(stage)
    digest(stage)
    stage.clicks(NORA, "Decide…", "T-1")
    shown = stage.sees_form(NORA)
    assert "*Acme: who takes it?*" in shown
    assert "[Another owner…] [Another date…] [Smaller…] [No, because…]" in shown
    stage.clicks_in_form(NORA, "Another owner…")
    stage.fills_in(NORA, person=TOM, reason="Logistics holds the parcels")
    assert state(stage, "T-1") == ("open", TOM)
    digest_again = "✓ T-1: you gave"
    assert digest_again in stage.sees_form(NORA), "what lies behind shows how it was decided"
    stage.closes(NORA)
    assert "Nothing needs a decision from you." in digest(stage)


@pytest.mark.parametrize(
    ("label", "fields", "ends"),
    [
        ("Another date…", {"date": "2026-12-04", "reason": "They agreed"}, "open"),
        ("Smaller…", {"title": "The mail", "date": "2026-12-04", "reason": "All there is"}, "open"),
        ("No, because…", {"reason": "Legal forbids it"}, "declined"),
    ],
)
def test_the_other_ways_out_work_for_an_executive(
    stage: Stage, label: str, fields: dict[str, str], ends: str
) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    climbs(stage)
    digest(stage)
    stage.clicks(NORA, "Decide…", "T-1")
    stage.clicks_in_form(NORA, label)
    stage.fills_in(NORA, **fields)
    assert state(stage, "T-1") == (ends, SARA)
    stage.passes(hours=1)


def test_an_executive_gives_it_to_another_department(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    climbs(stage)
    digest(stage)
    stage.clicks(NORA, "Give it to…", "T-1")
    stage.fills_in(NORA, person=TOM, reason="Logistics holds the parcels")
    assert state(stage, "T-1") == ("open", TOM)


def test_executives_decide_only_what_has_climbed_and_others_nothing(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    assert "Nothing was changed" in stage.types(NORA, "/cx owner T-1 to @tom because no")
    climbs(stage)
    for user in (GRACE, TOM):
        request = Request(TEAM, user, "digest.decide", key=user, value="T-1")
        with pytest.raises(NotYours), stage.duly.database.write() as session:
            routes.BUTTONS["digest.decide"](request, session, stage.now)
    assert state(stage, "T-1") == ("open", SARA)


def test_what_is_private_is_counted_and_never_shown(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Quagmire talks to @sara by friday for Globex")
    stage.types(OMAR, "/cx private T-1")
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    climbs(stage)
    said = digest(stage)
    assert "Quagmire" not in said
    assert "*Acme: who takes it?*" in said
    assert "One more waits in one department; Omar Haddad has it." in said
    stage.types(OMAR, "/cx withdraw T-2 because done")
    said = digest(stage)
    assert "One thing waits for a decision and only some may see it; Omar Haddad has it." in said
    assert "Quagmire" not in said
    for verb in ("digest.decide", "digest.call"):
        request = Request(TEAM, NORA, verb, key=verb, value="T-1")
        with pytest.raises(PrivateThing), stage.duly.database.write() as session:
            routes.BUTTONS[verb](request, session, stage.now)


def test_a_hostile_title_without_customer_or_money_rings_nobody(stage: Stage) -> None:
    stage.types(OMAR, f"/cx task {HOSTILE} to @sara by friday")
    climbs(stage)
    digest(stage)
    message = newest(stage)
    shown = str(message.blocks)
    assert "*Who takes it?*" in shown
    assert "<!channel>" not in shown
    assert "<@" not in shown
    assert "I'll call them" not in shown, "there is nobody to call"


def test_several_departments_are_told_in_one_line(stage: Stage) -> None:
    stage.types(OMAR, "/cx issue Nobody can log in for Acme in Support, Billing and Product sev 2")
    climbs(stage)
    said = digest(stage)
    assert "*Acme: who of them takes it first?*" in said
    assert (
        "(I-1): none of three have taken it; Support, Billing and Product have not answered for "
        "six working days.\n"
    ) in said, "who is silent, and how long, is said once"
    assert said.count("(I-1)") == 1
    assert "more wait" not in said


@pytest.mark.parametrize(
    ("value", "renews", "days", "weighs"),
    [
        (365_000, None, 1, 1_000),
        (365_000, None, 0, 1_000),
        (365_000, None, 5, 5_000),
        (70_000, date(2026, 12, 3), 1, 7_000),
        (70_000, date(2026, 11, 24), 1, 10_000),
        (None, date(2026, 11, 24), 9, 0),
    ],
)
def test_money_that_renews_soonest_and_waits_longest_weighs_most(
    value: int | None, renews: date | None, days: int, weighs: float
) -> None:
    assert rules.weight(value, renews, date(2026, 11, 23), days) == weighs


@pytest.mark.parametrize(
    ("rest", "told", "sentence"),
    [
        (Undecided(1, 0, ()), 3, "One more waits."),
        (Undecided(2, 2, ("Omar", "Lee")), 1, "Two more wait in two departments; Omar and Lee"),
        (
            Undecided(3, 1, ("Omar",)), 0,
            "Three things wait for a decision and only some may see them; Omar has them.",
        ),
    ],
)  # fmt: skip
def test_what_else_waits_is_a_whole_sentence(rest: Undecided, told: int, sentence: str) -> None:
    assert decide_cards.rest(rest, told).startswith(sentence)


def test_an_account_that_somebody_calls_is_not_asked_about_again(stage: Stage) -> None:
    stage.types(OMAR, "/cx issue Nobody answers our mails for Acme in Billing sev 2")
    stage.types(OMAR, "/cx task Explain the readings to @tom by friday for Globex")
    climbs(stage)
    digest(stage)
    told = calls(stage, NORA)
    assert "I remind nobody of what waits for it until Tue 1 Dec." in told
    rests = [ask.snoozed_until for ask in asks(stage, "I-1")]
    assert {f"{each:%a %d %b}" for each in rests if each} == {"Tue 01 Dec"}
    assert all(ask.answered_at is None for ask in asks(stage, "I-1")), "it is owed as before"
    assert not asks(stage, "T-1")[0].snoozed_until, "Globex waits for no call"
    stage.passes(days=7)
    said = digest(stage)
    assert "*Globex: who takes it?*" in said
    assert "Acme: who" not in said, "a week later the call is still open"
    assert (
        "*Calls that you have promised*\n• Acme, by Mon 23 Nov (T-2): one thing waits for that"
    ) in said
    assert "more wait" not in said, "what waits for a call is told with it"
    assert "Nora Lindqvist has *T-2* Call Acme for that" in calls(stage, VICTOR)
    stage.types(NORA, "/cx done T-2")
    assert "Acme: who calls them?" in digest(stage), "the call is made, and they wait on"


@pytest.mark.both
def test_a_call_under_another_name_is_still_that_call(stage: Stage) -> None:
    stage.types(OMAR, "/cx issue Nobody answers our mails for Acme in Billing sev 2")
    climbs(stage)
    digest(stage)
    calls(stage, NORA)
    stage.types(NORA, "/cx edit T-1 Ring Jana about the mails")
    stage.fills_in(NORA)
    stage.closes(NORA)
    assert item(stage, "T-1").title == "Ring Jana about the mails"
    said = digest(stage)
    assert "Acme: who" not in said
    assert "• Acme, by Mon 23 Nov (T-1): one thing waits for that" in said
    assert "You have *T-1* Ring Jana about the mails for that." in calls(stage, NORA)
    assert "Nora Lindqvist has *T-1* Ring Jana about the mails" in calls(stage, VICTOR)


def test_a_call_of_somebody_else_silences_no_question(stage: Stage) -> None:
    stage.types(OMAR, "/cx issue Nobody answers our mails for Acme in Billing sev 2")
    climbs(stage)
    stage.types(SARA, "/cx task Call Acme to @sara by friday for Acme")
    assert "Acme: who calls them?" in digest(stage), "executives alone call in their place"


def test_of_severity_1_nobody_is_quiet_for_longer_than_a_day(stage: Stage) -> None:
    stage.types(OMAR, "/cx issue The checkout is down for Acme in Billing sev 1")
    climbs(stage)
    digest(stage)
    assert "until Tue 24 Nov." in calls(stage, NORA)
    stage.types(NORA, "/cx undo T-1")
    assert "Acme: who calls them?" in digest(stage), "a call that is taken back rests nothing"


def test_a_quiet_week_says_when_the_last_promise_was_missed(stage: Stage) -> None:
    stage.types(SARA, "/cx task Rewrite the refund mail to @sara by wednesday for Acme")
    stage.passes(days=14)
    stage.types(SARA, "/cx task Explain the readings to @sara by wednesday for Acme")
    stage.types(SARA, "/cx done T-2")
    stage.types(SARA, "/cx done T-1")
    stage.passes(days=4)
    said = digest(stage)
    assert (
        "Nothing needs a decision from you. We kept 1 of 1; the last miss was on Wed 25 Nov."
    ) in said


def test_several_departments_are_one_thing_of_an_account_at_risk(stage: Stage) -> None:
    stage.types(OMAR, "/cx issue Nobody can log in for Acme in Support, Billing and Product sev 2")
    digest(stage)
    assert (
        "Acme | key account | 480 k a year | Mon 1 Mar 2027 | 0 late | 1 of severity"
        in stage.thread(ROOM)[1]
    )
    stage.types(OMAR, "/cx issue Nothing prints for Acme in Support sev 2")
    digest(stage)
    assert (
        "Acme | key account | 480 k a year | Mon 1 Mar 2027 | 0 late | 2 of severity"
        in stage.thread(ROOM)[1]
    )
