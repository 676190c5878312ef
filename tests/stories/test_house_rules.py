"""The CCO reads the house rules, sees what others would have meant, and switches them on."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlmodel import select

from bot import routes
from handlers.calendar import calendars, hours
from handlers.chasing import policy as policies
from handlers.chasing import what_if
from handlers.chasing.what_if import Messages, Played
from handlers.front import house_rules
from handlers.speech.people_errors import NotYours
from storage import people
from storage.asks import Ask
from storage.nudges import Nudge
from storage.policies import PolicyVersion
from tests.cast import MARIA, OMAR, SARA, TEAM
from tests.stage import Stage

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SPANS = "2 h, 2 h, 2 h, 4 bh"


def played(stage: Stage, most: int = 1_000, **changes: object) -> Played:
    with stage.duly.database.read() as session:
        preview = policies.preview(session, TEAM, changes)
        return what_if.play(
            routes.REGISTERS, session, stage.now, TEAM, (preview.before, preview.after), most
        )


def really_read(stage: Stage) -> Counter[str]:
    """How many messages with reminders each person has had, as the rows tell it."""
    read: set[tuple[str, object]] = set()
    with stage.duly.database.read() as session:
        for nudge, ask in session.exec(select(Nudge, Ask).where(Nudge.ask_id == Ask.ask_id)):
            person = people.find(session, TEAM, nudge.person_id)
            if nudge.sent_at and person:
                day = hours.local_day(calendars.for_person(session, person), nudge.sent_at)
                read.add((nudge.person_id, nudge.sent_at if ask.severity == 1 else day))
    return Counter(user_id for user_id, _ in read)


def click(stage: Stage, user: str, label: str, number: int = 0) -> None:
    """Press one of the buttons of the open form that are called alike."""
    view = stage.workspace.view(user)
    assert view
    found = [
        (block["block_id"], block["accessory"])
        for block in view.blocks
        if label in str(block.get("accessory", {}).get("text"))
    ]
    block_id, button = found[number]
    answer = stage.people.click_in_view(
        user, view.id, button["action_id"], block_id, value=button["value"]
    )
    assert answer.ok, answer.error
    stage.settle()


REMINDERS = 6
"""Where the button of that page stands among those of all pages."""


def a_fortnight(stage: Stage) -> None:
    """Things that are answered late, put off, or never."""
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    stage.types(OMAR, "/cx task Send the price list to @tom by wednesday")
    stage.types(OMAR, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.types(OMAR, "/cx issue Machines stand still for Acme in Product sev 1")
    stage.passes(days=2)
    stage.types(SARA, "/cx take T-1")
    stage.passes(days=1)
    stage.types(SARA, "/cx snooze T-1 friday because the printer is broken")
    stage.passes(days=8)
    stage.types(MARIA, "/cx done I-1")
    stage.passes(days=2)


def test_the_rules_in_force_play_as_what_people_really_read(stage: Stage) -> None:
    a_fortnight(stage)
    found = played(stage, bundle_items=8)
    really = really_read(stage)
    assert found.before == found.after == really.total()
    assert found.people == ()
    assert (found.questions, found.whole) == (8, True)


def test_rules_that_remind_less_would_have_brought_fewer_messages(stage: Stage) -> None:
    a_fortnight(stage)
    really = really_read(stage)
    found = played(stage, fractions={"1": 10, "2": 11, "3": 12, "4": 13, "5": 14})
    assert found.after < found.before
    assert all(load.after < load.before for load in found.people)
    assert {load.user_id: load.before for load in found.people}.items() <= really.items()
    again = played(stage, most=2, snoozes=3)
    assert (again.questions, again.whole) == (2, False)


def test_a_change_is_read_tried_and_switched_on(stage: Stage) -> None:
    a_fortnight(stage)
    stage.types(OMAR, "/cx house rules")
    words = stage.sees_form(OMAR)
    assert "Severity 1: 1 hour for key accounts; 2 hours for strategic and beachhead" in words
    assert "An offer is answered within 1 working day" in words
    click(stage, OMAR, "Change…", REMINDERS)
    tried = stage.fills_in(OMAR, fractions="10, 11, 12, 13, 14", bundle_at="10:00")
    assert "The day's message comes at: 9:30 → 10:00" in tried
    assert "the last fortnight would have brought" in tried
    assert "times its time: 0.5, 1, 1.5, 2, 3 → 10, 11, 12, 13, 14" in tried
    assert "Played with the eight questions" in tried
    assert kept(stage) == []
    assert "Please say why" in stage.fills_in(OMAR, why=" … ")
    done = stage.fills_in(OMAR, why="People asked for quieter mornings")
    assert done.splitlines()[1].startswith("*Switched on*")
    assert [(each.changed_by, each.reason) for each in kept(stage)] == [
        (OMAR, "People asked for quieter mornings")
    ]
    with stage.duly.database.read() as session:
        assert policies.of(session, TEAM).fractions[1] == 10
        assert "“People asked for quieter mornings”" in policies.story(session, stage.now, TEAM)[0]


@on_sqlite
def test_what_is_typed_behind_the_command_is_not_dropped(stage: Stage) -> None:
    stage.types(OMAR, "/cx policy acknowledge.1.key=2 h")
    shown = stage.sees_form(OMAR)
    assert "I could not place “acknowledge.1.key=2 h”, so nothing was changed." in shown
    assert "“Change…” beside a rule changes it." in shown
    stage.types(SARA, "/cx policy quiet at night")
    assert "I could not place “quiet at night”, so nothing was changed." in stage.sees_form(SARA)
    assert "“Change…”" not in stage.sees_form(SARA)
    assert kept(stage) == []


@on_sqlite
def test_the_rules_in_words_say_how_long_and_how_often(stage: Stage) -> None:
    stage.types(OMAR, "/cx policy")
    shown = stage.sees_form(OMAR)
    assert "two hours for severity 1, one working day for severity 2" in shown
    assert "At severity 1 its owner is reminded after 0.25, 0.5 and 0.75 times that time, " in shown
    assert "the first reminder comes five working days before it." in shown
    assert "I could not place" not in shown
    switch_on(stage, snoozes=1)
    assert "until later once: two hours" in reads_rules(stage)
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    stage.types(SARA, "/cx snooze T-1 tomorrow because the printer is broken")
    told = stage.types(SARA, "/cx snooze T-1 tomorrow because the printer is broken")
    assert "T-1 was put off once already." in told
    switch_on(stage, snoozes=0)
    assert "Nothing can wait until later." in reads_rules(stage)
    told = stage.types(SARA, "/cx snooze T-1 tomorrow because the printer is broken")
    assert "T-1 cannot wait until later: the house rules allow it for nothing." in told


def switch_on(stage: Stage, **changes: object) -> None:
    with stage.duly.database.write() as session:
        omar = people.find(session, TEAM, OMAR)
        assert omar is not None
        policies.change(session, stage.now, omar, changes)


def reads_rules(stage: Stage) -> str:
    stage.closes(OMAR)
    stage.types(OMAR, "/cx policy")
    return stage.sees_form(OMAR)


def kept(stage: Stage) -> list[PolicyVersion]:
    with stage.duly.database.read() as session:
        return list(session.exec(select(PolicyVersion)))


@pytest.mark.parametrize(
    ("field", "words", "says"),
    [
        ("fractions", "1, 2, 3", "write 5 values with commas between, not 3"),
        ("fractions", "1, 2, 2, 4, 5", "each rung must come after the one before it"),
        ("fractions", "1, 2, three, 4, 5", "write a number"),
        ("bundle_at", "25:00", "write a time of day as “9:30”"),
        ("bundle_at", "<!channel>", "write a time of day as “9:30”"),
        ("bundle_items", "0", "choose 1 or more"),
        ("bundle_items", '{"a": 1}', "it is one value"),
        ("long_days", "[1]", "write a number"),
    ],
)
def test_what_cannot_be_a_rule_is_said_under_its_field(
    stage: Stage, field: str, words: str, says: str
) -> None:
    stage.types(OMAR, "/cx policy")
    click(stage, OMAR, "Change…", REMINDERS)
    assert says in stage.fills_in(OMAR, **{field: words})
    assert kept(stage) == []


def test_of_two_who_change_rules_at_once_the_second_looks_again(stage: Stage) -> None:
    stage.types(OMAR, "/cx policy")
    click(stage, OMAR, "Change…", 0)
    stage.fills_in(OMAR, **{"acknowledge.1": SPANS})
    with stage.duly.database.write() as session:
        policies.change_on_server(session, stage.now, TEAM, {"snoozes": 3})
    told = stage.fills_in(OMAR, why="Key accounts wait too long")
    assert "Somebody changed the rules meanwhile, so nothing was changed." in told
    assert len(kept(stage)) == 1


def test_nothing_different_changes_nothing(stage: Stage) -> None:
    stage.types(OMAR, "/cx policy")
    click(stage, OMAR, "Change…", 0)
    assert "That is in force already." in stage.fills_in(OMAR)
    assert kept(stage) == []


def test_everybody_here_reads_the_rules_and_whoever_looks_after_customers_changes_them(
    stage: Stage,
) -> None:
    stage.types(SARA, "/cx rules")
    words = stage.sees_form(SARA)
    assert "Severity 4: 3 working days for key accounts" in words
    assert "Change…" not in words
    assert "Whoever looks after customers can change these." in words
    with stage.duly.database.write() as session:
        sara = people.find(session, TEAM, SARA)
        assert sara
        with pytest.raises(NotYours, match="for the CCO"):
            house_rules.page(session, sara)
        with pytest.raises(NotYours, match="for the CCO"):
            house_rules.try_out(routes.REGISTERS, session, stage.now, sara, {"snoozes": 3})
        with pytest.raises(NotYours, match="for the CCO"):
            house_rules.switch_on(session, stage.now, sara, {"snoozes": 3}, "I like it", 0)
    assert kept(stage) == []


def test_who_would_have_read_most_differently_comes_first() -> None:
    loads = [Messages("U1", 3, 4), Messages("U2", 9, 1), Messages("U3", 1, 2)]
    assert [each.user_id for each in sorted(loads, key=what_if._greatest_first)] == [
        "U2", "U1", "U3",
    ]  # fmt: skip
