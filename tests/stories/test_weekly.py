"""A department's weekly digest asks for one thing, and each of its counts is that of the rows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from bot import routes
from handlers.executives.digests import department_cards
from handlers.speech.errors import UnreadableRequest
from handlers.speech.request import Request
from storage.departments import Department
from storage.digests import Wanted
from storage.issues import Issue
from storage.people import Person
from storage.tasks import Task
from tests import rows
from tests.cast import BEN, LEE, MARIA, MONDAY, OMAR, SARA, TEAM, TOM
from tests.stage import Stage

WEEK = timedelta(days=7)
HOSTILE = "<!channel> *free* <@U0EVIL> `x` & _y_"


def digest(stage: Stage, channel: str = "#billing", user: str = MARIA) -> str:
    """The digest that somebody asks for in a channel."""
    before = len(stage.channel(channel))
    stage.types(user, "/cx digest", channel)
    return "\n".join(stage.channel(channel)[before:])


def late(stage: Stage, count: int, title: str = "Thing") -> None:
    """So many things of Sara's whose day is over, three of them for Acme."""
    for number in range(count):
        whom = " for Acme" if number < 3 else ""
        stage.types(BEN, f"/cx task {title} {number} to @sara by wednesday{whom}")


@pytest.mark.both
def test_a_week_is_told_sentence_by_sentence_and_asks_for_one_thing(stage: Stage) -> None:
    stage.types(BEN, "/cx task Explain the meter readings to @sara by tuesday for Globex")
    stage.types(BEN, "/cx task Send the credit note to @sara by wednesday for Acme")
    stage.types(BEN, "/cx task Write to the bank to @lee by friday for Acme")
    stage.types(LEE, "/cx done T-3")
    stage.types(BEN, "/cx task Sort the leaflets to @maria by 2026-12-03 for Acme")
    stage.types(MARIA, "/cx take T-4")
    stage.types(TOM, "/cx task Find the van to @tom by 2027-01-29")
    stage.types(TOM, "/cx handoff T-5 to Billing because they pay it")
    stage.types(BEN, "/cx task Count the keys to @sara by 2027-01-29")
    stage.types(SARA, "/cx handoff T-6 to Logistics because they have them")
    stage.passes(until=MONDAY + WEEK)
    said = digest(stage)
    assert said == (
        "Billing kept 1 of 3 promises on the day; Acme waits for one.\n"
        "Billing · week to Sun 29 Nov\n"
        "*Decide today* Two late things have no new day. Who gives one?\n"
        "[Give days…] [Open the list…]\n"
        "*Late* (3)\n"
        "• *T-2* Acme: Send the credit note · key account · was due Wed 25 Nov\n"
        "• *T-1* Globex: Explain the meter readings · strategic account · was due Tue 24 Nov\n"
        "• *T-6* Count the keys · no answer since Mon 23 Nov\n"
        "*Waits between us and others* One offer from Logistics since Mon 23 Nov. "
        "*T-6* waits for a yes of Logistics since Mon 23 Nov. "
        "Hand-offs waited 10 working days in all at the border with Logistics this week.\n"
        "*This week* One is due, for Acme.\n"
        "[Open the list…]\n"
        "*Thank you* @lee: one promise to key accounts kept, and early.\n"
        "Answered in time: 2 of 5; nothing due the week before."
    )
    [message] = stage.workspace.messages("#billing")[-1:]
    assert message.text == (
        "Billing kept 1 of 3 promises on the day; Acme waits for one. One thing to decide today."
    )
    assert "Three things are late in Billing" in stage.types(OMAR, "/cx list late in Billing")


@pytest.mark.both
def test_whoever_may_gives_each_late_thing_a_day_and_nobody_else_can(stage: Stage) -> None:
    late(stage, 2)
    stage.passes(until=MONDAY + WEEK)
    assert "*Decide today* Two late things have no new day. Who gives one?" in digest(stage)
    stage.clicks(MARIA, "Give days…")
    shown = stage.sees_form(MARIA)
    assert "Thing 0 · was due Wed 25 Nov" in shown
    assert shown.count("[Another date…] [Open…]") == 2
    stage.clicks_in_form(MARIA, "Another date…", "T-1")
    stage.fills_in(MARIA, date="2026-12-04", reason="Acme agreed")
    assert f"{rows.item(stage, 'T-1').due_at:%d %b}" == "04 Dec"
    assert rows.state(stage, "T-1") == ("acknowledged", SARA)
    stage.closes(MARIA)
    assert "One late thing has no new day. Who gives it one?" in digest(stage)
    stage.clicks(LEE, "Open the list…")
    stage.closes(LEE)
    request = Request(TEAM, BEN, "digest.open", key="b", value=f"days:{home(stage).hex}|0")
    with stage.duly.database.write() as session:
        form = routes.BUTTONS["digest.open"](request, session, stage.now)
    assert "T-2" in str(form)
    assert "Another date…" not in str(form), "Ben may read of it, and decides nothing here"


def home(stage: Stage, name: str = "Billing") -> object:
    """The id of a department."""
    with stage.duly.database.read() as session:
        found = session.exec(select(Department).where(col(Department.name) == name)).one()
    return found.department_id


def test_what_is_offered_opens_with_the_way_to_answer(stage: Stage) -> None:
    stage.types(TOM, "/cx task Find the van to @tom by 2027-01-29")
    stage.types(TOM, "/cx handoff T-1 to Billing because they pay it")
    said = digest(stage)
    assert "*Decide today* One offer from elsewhere has no answer." in said
    stage.clicks(MARIA, "Answer…")
    assert "*T-1* Find the van · offered by @tom since Mon 23 Nov" in stage.sees_form(MARIA)
    stage.closes(MARIA)
    stage.types(MARIA, "/cx take T-1")
    stage.clicks(MARIA, "Answer…")
    assert "Nothing is offered any more." in stage.sees_form(MARIA)
    stage.closes(MARIA)


@pytest.mark.parametrize("value", ["", "days", "days:", "days:no|0", f"secrets:{'0' * 32}|0"])
def test_a_forged_list_shows_nothing(stage: Stage, value: str) -> None:
    request = Request(TEAM, MARIA, "digest.open", key="f", value=value)
    with pytest.raises(UnreadableRequest), stage.duly.database.write() as session:
        routes.BUTTONS["digest.open"](request, session, stage.now)


def test_of_many_late_things_the_gravest_five_are_named_and_all_are_counted(stage: Stage) -> None:
    late(stage, 23)
    stage.types(OMAR, "/cx private T-20")
    stage.passes(until=MONDAY + WEEK)
    said = digest(stage)
    assert said.startswith("Billing kept 0 of 23 promises on the day; Acme waits for three.")
    assert "23 late things have no new day." in said
    refs = re.findall(r"• \*(T-\d+)\*", said)
    assert refs == ["T-1", "T-2", "T-3", "T-4", "T-5"], "who waits first, then who was first"
    assert "*Late* (23)" in said
    assert "One of these is private, and is counted only." in said
    assert "Thing 19" not in said
    for person in ("Sara", SARA, "@sara"):
        assert person not in said, "whoever is late was told, and no channel is"
    stage.clicks(LEE, "Give days…")
    shown = stage.sees_form(LEE)
    assert "1 to 20 of 22 things" in shown
    assert "Thing 19" not in shown
    assert "and one you may not see" in shown
    stage.clicks_in_form(LEE, "Next page…")
    assert "21 to 22 of 22 things" in stage.sees_form(LEE)
    stage.closes(LEE)


def test_hostile_words_ring_nobody(stage: Stage) -> None:
    stage.types(OMAR, "/cx setup customer Bad & <!here> tier key")
    late(stage, 1, HOSTILE)
    stage.passes(until=MONDAY + WEEK)
    digest(stage)
    shown = str(stage.workspace.messages("#billing")[-1].blocks)
    assert "<!channel>" not in shown
    assert "<@" not in shown


def test_a_leaver_is_named_nowhere_and_what_was_theirs_is_counted(stage: Stage) -> None:
    late(stage, 1)
    stage.passes(until=MONDAY + WEEK)
    with stage.duly.database.write() as session:
        session.execute(update(Person).where(col(Person.user_id) == SARA).values(gone=True))
    said = digest(stage)
    assert "*Late* (1)\n• *T-1* Acme: Thing 0" in said
    assert "Sara" not in said


def test_without_a_channel_nothing_is_posted_and_asked_twice_it_comes_once(stage: Stage) -> None:
    late(stage, 1)
    stage.passes(until=MONDAY + WEEK)
    for _ in range(2):
        request = Request(TEAM, MARIA, "digest", "same", "C0BILLING", "")
        with stage.duly.database.write() as session:
            routes.VERBS["digest"](request, session, stage.now)
    with stage.duly.database.read() as session:
        assert len(session.exec(select(Wanted)).all()) <= 2
    with stage.duly.database.write() as session:
        here = session.exec(select(Department).where(col(Department.name) == "Billing")).one()
        here.channel_id = None
    told = stage.types(OMAR, "/cx digest Billing", "#general")
    assert "Billing has no channel yet" in told


def test_what_is_counted_is_what_the_rows_say(stage: Stage) -> None:
    late(stage, 3)
    stage.types(OMAR, "/cx issue Paid twice sev 2 for Acme in Billing")
    stage.types(OMAR, "/cx issue Nobody answers sev 3 in Billing")
    stage.passes(until=MONDAY + WEEK)
    said = digest(stage)
    with stage.duly.database.read() as session:
        issues = session.exec(select(Issue)).all()
        tasks = session.exec(select(Task)).all()
    past = [each for each in (*tasks, *issues) if each.due_at and each.due_at < stage.now]
    for_acme = [each for each in (*tasks, *issues) if each.customer_id == tasks[0].customer_id]
    assert len(past) == 3 + sum(bool(each.due_at and each.due_at < stage.now) for each in issues)
    assert f"{department_cards.few(len(past)).capitalize()} late things have no new day" in said
    assert f"Acme waits for {department_cards.few(len(for_acme))}." in said
    listed = stage.types(OMAR, "/cx list late in Billing")
    total = re.search(r"\*Late\* \((\d+)\)", said)
    assert total
    assert f"{department_cards.few(int(total[1])).capitalize()} things are late" in listed
