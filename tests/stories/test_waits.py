"""A promise waits for its customer or a department: paused, with a reason and an end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from handlers.calendar import hours
from storage import customers, waited
from storage.scopes import Period
from storage.waits import Wait
from tests import exported, replay, rows
from tests.cast import BEN, BERLIN, GRACE, LEE, MARIA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage
from tests.stories.test_house_rules import played, really_read
from tests.stories.test_story import happened, story

TASK = "/cx task Rewrite the refund mail to @sara by friday for Corner Café"
ISSUE = "/cx issue Invoiced twice for Acme in Billing sev 2"
WHY = "they are looking for the old invoice"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def waits(stage: Stage) -> list[Wait]:
    """All that is known of waits, in their order."""
    with stage.duly.database.read() as session:
        return sorted(session.exec(select(Wait)), key=lambda wait: wait.began_at)


def due(stage: Stage, ref: str) -> date | None:
    """The day by which something is promised, in Berlin."""
    at = rows.item(stage, ref).due_at
    return hours.day_of(at, BERLIN) if at else None


def taken(stage: Stage) -> None:
    """Sara has taken a task for Corner Café, by Friday 27 November."""
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx take T-1")


def agrees(stage: Stage) -> None:
    """History tells of everything as it stands."""
    with stage.duly.database.read() as session:
        assert replay.replayed(session, TEAM, strict=True).differing == []


def test_while_the_customer_looks_for_something_the_clock_stands_still(stage: Stage) -> None:
    taken(stage)
    said = stage.types(SARA, f"/cx wait T-1 for customer until thursday because {WHY}")
    assert "waits for the customer until Thu 26 Nov" in said
    assert "due Wed 2 Dec" in said, "three working days later than Friday"
    assert due(stage, "T-1") == date(2026, 12, 2)
    [wait] = waits(stage)
    assert (wait.until, wait.ended_at) == (datetime(2026, 11, 26, 8, 30, tzinfo=UTC), None)
    assert "Waits for the customer until Thu 26 Nov: “they are looking" in stage.reads(SARA)[-1]
    before = len(stage.reads(SARA))
    stage.passes(until=datetime(2026, 11, 26, 8, 0, tzinfo=UTC))
    assert len(stage.reads(SARA)) == before, "nobody is reminded of what waits"
    stage.passes(hours=1)
    assert (waits(stage)[0].ended, waits(stage)[0].days) == ("by itself", 3)
    told = stage.reads(SARA)[-1]
    assert "The wait for the customer is over: “they are looking for the old invoice”" in told
    assert "What now?" in told
    assert rows.happened(stage, "T-1")[-1] == ("", "waited")
    stage.passes(until=datetime(2026, 12, 2, 9, 0, tzinfo=UTC))
    assert "Today is the day" in stage.reads(SARA)[-1], "its ladder goes on by the new day"
    stage.types(SARA, "/cx done T-1")
    agrees(stage)


@on_sqlite
def test_it_goes_on_sooner_and_the_day_moves_by_what_was_really_waited(stage: Stage) -> None:
    taken(stage)
    stage.types(SARA, f"/cx wait T-1 for customer until friday because {WHY}")
    assert due(stage, "T-1") == date(2026, 12, 3)
    stage.passes(days=2)
    story(stage, OMAR)
    stage.clicks_in_form(OMAR, "It goes on")
    assert due(stage, "T-1") == date(2026, 12, 1), "two working days"
    assert [(wait.ended, wait.days) for wait in waits(stage)] == [("resumed", 2)]
    assert "goes on" in stage.reads_all(SARA), "whose it is hears of it"
    told = "\n".join(happened(story(stage, SARA, "T-1")))
    assert "@sara let it wait for the customer until" in told
    assert "@omar said that it goes on, after two working days for the customer" in told
    assert "Waited so far: two working days for the customer." in story(stage, SARA, "T-1")
    assert "waits for nobody" in stage.types(SARA, "/cx resume T-1")
    agrees(stage)


@on_sqlite
def test_a_wait_by_mistake_never_was(stage: Stage) -> None:
    taken(stage)
    stage.types(SARA, f"/cx wait T-1 for customer until thursday because {WHY}")
    assert "waits for nobody, and its time goes on" in stage.types(SARA, "/cx undo")
    assert (due(stage, "T-1"), waits(stage)) == (date(2026, 11, 27), [])
    [ask] = [ask for ask in rows.asks(stage, "T-1") if ask.answered_at is None]
    assert (ask.snoozed_until, hours.day_of(ask.due_at, BERLIN)) == (None, date(2026, 11, 27))
    stage.passes(days=2)
    assert "Still good?" in stage.reads_all(SARA), "reminders come as before"
    agrees(stage)


@on_sqlite
def test_that_it_goes_on_can_be_undone_too(stage: Stage) -> None:
    taken(stage)
    stage.types(SARA, f"/cx wait T-1 for customer until thursday because {WHY}")
    stage.passes(days=1)
    stage.types(SARA, "/cx resume T-1")
    assert due(stage, "T-1") == date(2026, 11, 30)
    assert "waits again" in stage.types(SARA, "/cx undo T-1")
    assert due(stage, "T-1") == date(2026, 12, 2)
    assert [wait.ended_at for wait in waits(stage)] == [None]
    stage.passes(days=2)
    assert "The wait for the customer is over" in stage.reads(SARA)[-1]
    agrees(stage)


@on_sqlite
@pytest.mark.parametrize(
    ("who", "move"),
    [
        (SARA, "done T-1"), (SARA, "no T-1 because legal forbids it"), (OMAR, "withdraw T-1"),
        (MARIA, "owner T-1 to @lee because Sara is ill"), (SARA, "date T-1 3 dec because of them"),
    ],
)  # fmt: skip
def test_what_moves_on_waits_no_longer(stage: Stage, who: str, move: str) -> None:
    taken(stage)
    stage.types(SARA, f"/cx wait T-1 for customer until thursday because {WHY}")
    stage.passes(days=1)
    stage.types(who, f"/cx {move}")
    assert [(wait.ended, wait.days) for wait in waits(stage)] == [("moved on", 1)]
    stage.types(who, "/cx undo T-1")
    assert [wait.ended_at for wait in waits(stage)] == [None], "undone, it waits again"
    stage.passes(days=3)
    assert [wait.ended for wait in waits(stage)] == ["by itself"]
    agrees(stage)


@on_sqlite
def test_it_can_be_clicked_from_the_card_with_a_form(stage: Stage) -> None:
    taken(stage)
    stage.clicks(SARA, "Wait for somebody…", "T-1")
    form = stage.sees_form(SARA)
    assert "It can wait until Mon 30 Nov: what is of severity 3 waits five working days" in form
    assert "Please say why" in stage.fills_in(SARA, until="2026-11-26", reason="…")
    assert "can wait until Mon 30 Nov" in stage.fills_in(SARA, until="2027-11-26", reason=WHY)
    assert "past" in stage.fills_in(SARA, until="2025-11-26", reason=WHY)
    assert waits(stage) == []
    assert stage.fills_in(SARA, until="2026-11-26", reason=WHY) == ""
    assert len(waits(stage)) == 1
    stage.clicks(SARA, "It goes on", "T-1")
    assert waits(stage)[0].ended == "resumed"
    stage.clicks(SARA, "Wait for somebody…", "T-1")
    stage.fills_in(SARA, until="2026-11-25", reason="They are on holiday")
    assert "It waits for the second time" in stage.reads(SARA)[-1]


@on_sqlite
def test_once_corrected_the_clock_of_a_step_stands_still(stage: Stage) -> None:
    stage.types(GRACE, ISSUE)
    stage.types(MARIA, "/cx take I-1 by wednesday")
    stage.types(GRACE, "/cx told I-1 We correct it by Wednesday")
    stage.types(MARIA, "/cx done I-1")
    assert set(rows.owed(stage, "I-1")) == {"prevent", "verify"}
    before = rows.item(stage, "I-1").due_at
    stage.types(GRACE, "/cx wait I-1 for Acme until wednesday because they try it on Tuesday")
    [wait] = waits(stage)
    [verify] = [ask for ask in rows.asks(stage, "I-1") if ask.kind == "verify"]
    assert wait.ask_id == verify.ask_id, "it is Grace who is asked whether it helped"
    assert rows.item(stage, "I-1").due_at == before, "the promise was kept already"
    assert "Waits for the customer until Wed 25 Nov: “they try it" in story(stage, GRACE, "I-1")
    assert "verified, waits until Wed 25 Nov" in "\n".join(stage.channel("#billing"))
    stage.types(GRACE, "/cx verified I-1 it is right now")
    assert waits(stage)[0].ended == "moved on"
    agrees(stage)


@on_sqlite
@pytest.mark.parametrize(
    ("who", "words", "said"),
    [
        (SARA, "wait T-1 for customer until thursday because they look", "Take it first"),
        (TOM, "wait T-1 for customer until thursday because they look", "That is for"),
        (SARA, "resume T-1", "is open"),
    ],
)
def test_what_nobody_has_taken_has_no_clock_to_stop(
    stage: Stage, who: str, words: str, said: str
) -> None:
    stage.types(OMAR, TASK)
    assert said in stage.types(who, f"/cx {words}")
    assert waits(stage) == []


BAD_WORDS = (
    (SARA, "wait T-1", "wait T-1 for customer until friday because …"),
    (SARA, "wait T-1 for customer", "for customer until friday because"),
    (SARA, "wait T-1 for customer until thursday", "because"),
    (SARA, "wait T-1 for customer until thursday they look for it", "If it says why"),
    (SARA, "wait T-1 for customer until blursday because they look", "blursday"),
    (SARA, "wait T-1 for customer until 2 nov 2025 because they look", "past"),
    (SARA, "wait T-1 for customer until 18 dec because they look", "until Mon 30 Nov"),
    (SARA, "wait T-1 for Acme until thursday because they look", "neither the customer of T-1"),
    (SARA, f"wait T-1 for {'x' * 3_900} until thursday because they look", "nor a department"),
    (SARA, "wait T-9 for customer until thursday because they look", "no T-9"),
    (TOM, "wait T-1 for customer until thursday because they look", "That is for"),
    (GRACE, "resume T-1", "That is for"),
    (SARA, "resume T-1", "waits for nobody"),
)


@on_sqlite
def test_bad_words_pause_nothing(stage: Stage) -> None:
    taken(stage)
    for who, words, said in BAD_WORDS:
        assert said in stage.types(who, f"/cx {words}"), words
        assert (waits(stage), due(stage, "T-1")) == ([], date(2026, 11, 27)), words


@on_sqlite
def test_nothing_waits_twice_nor_for_nobody_nor_after_its_end(stage: Stage) -> None:
    taken(stage)
    wait = "for customer until thursday because they look for it"
    stage.types(LEE, f"/cx wait T-1 {wait}")
    assert "until Thu 26 Nov already" in stage.types(SARA, f"/cx wait T-1 {wait}")
    assert "waits for the customer" in stage.types(SARA, "/cx snooze T-1 tomorrow because x y")
    assert len(waits(stage)) == 1
    stage.types(SARA, "/cx done T-1")
    assert "closed already" in stage.types(SARA, f"/cx wait T-1 {wait}")
    assert "closed already" in stage.types(SARA, "/cx resume T-1")
    stage.types(OMAR, "/cx task Count the keys to @sara by friday")
    stage.types(SARA, "/cx take T-2")
    assert "T-2 names no customer" in stage.types(SARA, f"/cx wait T-2 {wait}")


@on_sqlite
def test_lists_say_for_whom_it_waits_and_call_nothing_late(stage: Stage) -> None:
    taken(stage)
    stage.passes(days=8)
    assert "late" in stage.types(SARA, "/cx list")
    stage.types(SARA, f"/cx wait T-1 for customer until thursday because {WHY}")
    for shown in (
        stage.types(SARA, "/cx list"), stage.types(OMAR, "/cx list given by me"),
        story(stage, SARA), stage.opens_home(SARA),
    ):  # fmt: skip
        assert "aits for the customer until Thu 3 Dec" in shown
        assert "late, was" not in shown


@on_sqlite
def test_what_is_private_waits_as_well_and_is_nobody_elses_business(stage: Stage) -> None:
    stage.types(BEN, TASK)
    stage.types(BEN, "/cx private T-1")
    stage.types(SARA, "/cx take T-1")
    assert "T-1 is private" in stage.types(
        TOM, "/cx wait T-1 for customer until thursday because they look"
    )
    stage.types(SARA, "/cx wait T-1 for customer until thursday because they look")
    assert len(waits(stage)) == 1


@on_sqlite
def test_hostile_words_are_shown_harmless(stage: Stage) -> None:
    taken(stage)
    why = "*look* &lt;!channel&gt; 🔥 " + "x" * 900
    stage.types(SARA, f"/cx wait T-1 for customer until thursday because {why}")
    [wait] = waits(stage)
    assert "<!channel>" in wait.reason or "!channel" in wait.reason
    shown = str(stage.workspace.direct_messages(SARA)[-1].blocks)
    assert "<!channel>" not in shown


# --- for another department ---

PROOF = "we need the proof of delivery"
FOR_LOGISTICS = f"/cx wait T-1 for Logistics until thursday because {PROOF}"


def test_another_department_is_asked_for_what_it_waits_for_and_the_day_stays(
    stage: Stage,
) -> None:
    taken(stage)
    said = stage.types(SARA, FOR_LOGISTICS)
    assert "waits for Logistics until Thu 26 Nov" in said
    assert "Whoever leads Logistics is asked for it." in said
    assert "The day that was promised stays Fri 27 Nov." in said
    assert due(stage, "T-1") == date(2026, 11, 27)
    assert rows.owed(stage, "T-1") == {"finish": SARA, "supply": TOM}
    told = stage.reads(TOM)[-1]
    assert "Corner Café waits: *T-1 Rewrite the refund mail*" in told
    assert f"@sara needs this from Logistics by Thu 26 Nov: “{PROOF}”" in told
    stage.passes(days=1)
    stage.clicks(TOM, "Here it is…", "T-1")
    assert PROOF in stage.sees_form(TOM)
    stage.fills_in(TOM, words="Signed by Mr Ito", link="https://acme.example/pod")
    assert [(wait.ended, wait.ended_by, wait.days) for wait in waits(stage)] == [
        ("answered", TOM, 1)
    ]
    assert rows.owed(stage, "T-1") == {"finish": SARA}
    assert "@tom gave what it waited for: “Signed by Mr Ito" in stage.reads_all(SARA)
    assert "nothing is needed of you any more" in stage.reads_all(TOM)
    shown = story(stage, OMAR)
    assert "Waited so far: one working day for Logistics." in shown
    assert "@tom gave what it waited for, after one working day" in "\n".join(happened(shown))
    stage.passes(until=datetime(2026, 11, 27, 9, 0, tzinfo=UTC))
    assert "Today is the day" in stage.reads(SARA)[-1], "its reminders go on"
    agrees(stage)


@on_sqlite
def test_a_department_that_cannot_says_why_and_the_owner_hears_at_once(stage: Stage) -> None:
    taken(stage)
    stage.types(SARA, FOR_LOGISTICS)
    stage.clicks(TOM, "We cannot, because…", "T-1")
    assert "Please say why" in stage.fills_in(TOM, reason="…")
    stage.fills_in(TOM, reason="The driver lost it")
    assert "cannot give what it waited for: “The driver lost it”" in stage.reads_all(SARA)
    assert [wait.ended for wait in waits(stage)] == ["answered"]
    [ask] = [ask for ask in rows.asks(stage, "T-1") if ask.kind == "supply"]
    assert ask.outcome == "declined"
    stage.types(TOM, "/cx undo T-1")
    assert [wait.ended for wait in waits(stage)] == [None]
    assert rows.owed(stage, "T-1") == {"finish": SARA, "supply": TOM}
    agrees(stage)


@on_sqlite
def test_a_department_that_says_nothing_is_asked_on_and_its_wait_ends_by_itself(
    stage: Stage,
) -> None:
    taken(stage)
    stage.types(SARA, FOR_LOGISTICS)
    stage.passes(days=3)
    assert [(wait.ended, wait.days) for wait in waits(stage)] == [("by itself", 3)]
    assert "The wait for Logistics is over" in stage.reads(SARA)[-1]
    assert "needs this from Logistics" in stage.reads(TOM)[-1], "Tom is reminded of it"
    stage.passes(days=14)
    assert "no answer since Mon 23 Nov, with @tom.\n[Here it is…]" in stage.reads_all(OMAR)
    stage.types(SARA, "/cx resume T-1")
    assert "supply" not in rows.owed(stage, "T-1"), "nobody needs it any more"
    agrees(stage)


@on_sqlite
def test_what_is_needed_still_is_asked_once_however_often_it_waits(stage: Stage) -> None:
    """The first wait is over and nothing has come: whoever is asked already owes it by its day."""
    taken(stage)
    stage.types(SARA, FOR_LOGISTICS)
    stage.passes(days=4)
    asked = [ask for ask in rows.asks(stage, "T-1") if ask.kind == "supply"]
    said = stage.types(SARA, "/cx wait T-1 for Logistics until wednesday because it is not here")
    assert "waits for Logistics until Wed 2 Dec" in said
    again = [ask for ask in rows.asks(stage, "T-1") if ask.kind == "supply"]
    assert [(ask.ask_id, ask.due_at, ask.answered_at) for ask in again] == [
        (asked[0].ask_id, asked[0].due_at, None)
    ]
    stage.types(SARA, "/cx undo T-1")
    assert rows.owed(stage, "T-1") == {"finish": SARA, "supply": TOM}


@pytest.mark.parametrize("move", ["resume T-1", "done T-1", "no T-1 because legal forbids it"])
def test_what_goes_on_needs_nothing_of_the_department_any_more(stage: Stage, move: str) -> None:
    taken(stage)
    stage.types(SARA, FOR_LOGISTICS)
    stage.types(SARA, f"/cx {move}")
    assert "supply" not in rows.owed(stage, "T-1")
    assert due(stage, "T-1") == date(2026, 11, 27)
    stage.types(SARA, "/cx undo T-1")
    assert rows.owed(stage, "T-1") == {"finish": SARA, "supply": TOM}
    assert [wait.ended for wait in waits(stage)] == [None]
    stage.types(SARA, "/cx resume T-1")
    agrees(stage)


@on_sqlite
def test_a_wait_for_a_department_by_mistake_asks_nobody(stage: Stage) -> None:
    taken(stage)
    stage.types(SARA, FOR_LOGISTICS)
    stage.types(SARA, "/cx undo T-1")
    assert (rows.owed(stage, "T-1"), waits(stage)) == ({"finish": SARA}, [])
    assert "nothing is needed of you" in stage.reads(TOM)[-1]
    agrees(stage)


@on_sqlite
def test_the_form_asks_for_which_department(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Count the keys to @sara by friday")
    stage.types(SARA, "/cx take T-1")
    stage.clicks(SARA, "Wait for somebody…", "T-1")
    assert "T-1 names no customer" in stage.fills_in(SARA, until="2026-11-26", reason=PROOF)
    assert stage.fills_in(SARA, until="2026-11-26", reason=PROOF, department="Logistics") == ""
    assert rows.owed(stage, "T-1") == {"finish": SARA, "supply": TOM}
    assert "Here it is…" in story(stage, TOM, "T-1")


@on_sqlite
def test_a_step_that_is_left_waits_for_a_department_as_well(stage: Stage) -> None:
    stage.types(GRACE, ISSUE)
    stage.types(MARIA, "/cx take I-1 by wednesday")
    stage.types(MARIA, "/cx done I-1")
    stage.types(MARIA, "/cx wait I-1 for Logistics until wednesday because they know the route")
    [prevent] = [ask for ask in rows.asks(stage, "I-1") if ask.kind == "prevent"]
    assert [wait.ask_id for wait in waits(stage)] == [prevent.ask_id]
    stage.clicks(TOM, "Here it is…", "I-1")
    stage.fills_in(TOM, words="It is route 7")
    assert waits(stage)[0].ended == "answered"
    agrees(stage)


NO_DEPARTMENT = (
    (SARA, "wait T-1 for Billing until thursday because x y", "is with Billing itself"),
    (SARA, "wait T-1 for Nowhere until thursday because x y", "nor a department"),
    (SARA, "wait T-1 for @tom until thursday because x y", "nor a department"),
    (SARA, "wait T-1 for Logistics until 18 dec because x y", "until Mon 30 Nov"),
    (SARA, "wait T-1 for Logistics until thursday", "because"),
    (TOM, "wait T-1 for Logistics until thursday because x y", "That is for"),
)


@on_sqlite
def test_bad_words_ask_no_department(stage: Stage) -> None:
    taken(stage)
    for who, words, said in NO_DEPARTMENT:
        assert said in stage.types(who, f"/cx {words}"), words
        assert (waits(stage), rows.owed(stage, "T-1")) == ([], {"finish": SARA}), words


@on_sqlite
def test_a_department_that_may_not_see_it_is_not_asked(stage: Stage) -> None:
    stage.types(BEN, TASK)
    stage.types(BEN, "/cx private T-1")
    stage.types(SARA, "/cx take T-1")
    assert "Tom Becker may not see it" in stage.types(SARA, FOR_LOGISTICS)
    assert waits(stage) == []


# --- what waiting takes ---


def test_the_days_are_charged_to_whoever_it_waited_for(stage: Stage) -> None:
    taken(stage)
    stage.types(OMAR, "/cx task Count the keys to @sara by friday for Acme")
    stage.types(SARA, "/cx take T-2")
    stage.types(SARA, FOR_LOGISTICS)
    stage.types(SARA, f"/cx wait T-2 for Acme until wednesday because {WHY}")
    stage.passes(days=3)
    stage.types(OMAR, "/cx digest", channel="#executives")
    [digest] = stage.channel("#executives")
    assert (
        "What waited and went on this week waited two working days for customers and three working "
        "days for Logistics." in digest
    )
    with stage.duly.database.read() as session:
        acme = customers.named(session, TEAM, "Acme")
        assert acme
        week = Period(stage.now - timedelta(days=7), stage.now)
        assert waited.for_customer(session, TEAM, acme.customer_id, week) == (2, 1)
    first, second = exported.rows(stage.duly.database, "waits")
    assert (first["ref"], first["department"], first["customer"], first["days"]) == (
        "T-1", "Logistics", None, 3,
    )  # fmt: skip
    assert (second["ref"], second["customer"], second["home"], second["how"]) == (
        "T-2", "Acme", "Billing", "by itself",
    )  # fmt: skip
    assert (first["reason"], first["began_by"], first["ended_by"]) == (PROOF, SARA, "")


@on_sqlite
def test_an_export_has_no_wait_of_what_its_reader_may_not_see(stage: Stage) -> None:
    stage.types(BEN, TASK)
    stage.types(BEN, "/cx private T-1")
    stage.types(SARA, "/cx take T-1")
    stage.types(SARA, f"/cx wait T-1 for customer until thursday because {WHY}")
    database = stage.duly.database
    assert len(exported.rows(database, "waits", as_person="@sara")) == 1
    assert exported.rows(database, "waits", as_person="@tom") == []
    assert len(exported.rows(database, "waits", department="Billing")) == 1
    assert exported.rows(database, "waits", department="Logistics") == []


@on_sqlite
def test_no_list_calls_late_what_waits_and_the_digest_says_how_much_does(stage: Stage) -> None:
    taken(stage)
    stage.types(OMAR, "/cx task Count the keys to @sara by tuesday for Acme")
    stage.types(SARA, "/cx take T-2")
    stage.passes(days=2)
    assert "One thing is late" in stage.types(OMAR, "/cx list late in Billing")
    stage.types(SARA, FOR_LOGISTICS.replace("T-1", "T-2"))
    stage.types(SARA, f"/cx wait T-1 for customer until friday because {WHY}")
    assert "Nothing is late in Billing" in stage.types(OMAR, "/cx list late in Billing")
    assert "Nothing is late" in stage.types(OMAR, "/cx list late")
    stage.types(MARIA, "/cx digest", channel="#billing")
    digest = stage.channel("#billing")[-1]
    assert "Two promises wait: 1 for customers and 1 for Logistics." in digest
    assert " late" not in digest.replace("Nothing is late", "").replace("nothing is late", "")
    stage.types(OMAR, "/cx digest", channel="#executives")
    assert "Billing | 2 open | 0 late | " in stage.thread("#executives")[0]
    stage.types(SARA, "/cx resume T-2")
    assert "One thing is late in Billing" in stage.types(OMAR, "/cx list late in Billing")


@on_sqlite
def test_a_customer_who_has_not_heard_is_late_though_its_owner_waits(stage: Stage) -> None:
    """Only the step that waits is not late: whoever speaks with the customer owes it still."""
    stage.types(GRACE, ISSUE)
    stage.types(MARIA, "/cx take I-1 by monday")
    stage.types(MARIA, f"/cx wait I-1 for customer until thursday because {WHY}")
    stage.passes(days=2)
    listed = stage.types(OMAR, "/cx list late in Billing")
    assert "One thing is late in Billing" in listed
    assert "waits for the customer until Thu 26 Nov, they have not heard from us" in listed
    stage.types(MARIA, "/cx digest", channel="#billing")
    assert "they have not heard from us" in stage.channel("#billing")[-1]


@on_sqlite
def test_a_digest_does_not_call_due_what_waits(stage: Stage) -> None:
    for title in ("Rewrite the refund mail", "Send the credit"):
        stage.types(OMAR, f"/cx task {title} to @sara by friday for Acme")
    stage.types(SARA, "/cx take T-1")
    stage.types(SARA, "/cx take T-2")
    stage.types(SARA, f"/cx wait T-1 for Logistics until thursday because {WHY}")
    stage.types(MARIA, "/cx digest", channel="#billing")
    digest = stage.channel("#billing")[-1]
    assert "nothing is late." in digest
    assert "*This week* One is due, for Acme." in digest
    rests = "One promise waits for Logistics. *T-1* waits for Logistics until Thu 26 Nov."
    assert f"*Waits between us and others* {rests}" in digest
    assert rows.owed(stage, "T-1")["finish"] == SARA


@on_sqlite
def test_what_waits_alone_is_worth_a_digest(stage: Stage) -> None:
    stage.types(OMAR, TASK.replace("friday", "2027-01-29"))
    stage.types(SARA, "/cx take T-1")
    stage.types(SARA, f"/cx wait T-1 for customer until thursday because {WHY}")
    stage.types(MARIA, "/cx digest", channel="#billing")
    digest = stage.channel("#billing")[-1]
    assert "nothing is late." in digest
    assert "One promise waits for customers." in digest


@on_sqlite
@pytest.mark.parametrize("ends", ["", "/cx resume T-1"])
def test_other_house_rules_are_tried_out_with_the_waits_that_there_were(
    stage: Stage, ends: str
) -> None:
    """Played over the same rules, the ladder brings what people have really read."""
    taken(stage)
    stage.types(SARA, f"/cx wait T-1 for customer until friday because {WHY}")
    stage.passes(days=2)
    if ends:
        stage.types(SARA, ends)
    stage.passes(days=8)
    found = played(stage)
    assert found.before == found.after == really_read(stage).total()


@on_sqlite
def test_what_turns_out_to_be_anothers_waits_for_the_former_customer_no_longer(
    stage: Stage,
) -> None:
    taken(stage)
    stage.types(SARA, f"/cx wait T-1 for customer until thursday because {WHY}")
    stage.passes(days=1)
    stage.types(OMAR, "/cx edit T-1 Rewrite the mail")
    stage.fills_in(OMAR)
    stage.closes(OMAR)
    assert [wait.ended for wait in waits(stage)] == [None], "other words change nothing of it"
    stage.types(OMAR, "/cx edit T-1 for Globex")
    stage.fills_in(OMAR)
    stage.closes(OMAR)
    assert [(wait.ended, wait.days) for wait in waits(stage)] == [("moved on", 1)]
    assert due(stage, "T-1") == date(2026, 12, 2), "the day that everybody has read"
    [ask] = [ask for ask in rows.asks(stage, "T-1") if ask.answered_at is None]
    assert ask.snoozed_until is None
    stage.types(OMAR, "/cx undo T-1")
    assert [wait.ended_at for wait in waits(stage)] == [None]
    stage.passes(days=2)
    assert [wait.ended for wait in waits(stage)] == ["by itself"]
    agrees(stage)
