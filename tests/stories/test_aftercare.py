"""What was closed is opened again, what is wrong is changed, and what sits wrong is given on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests import rows
from tests.cast import BEN, GRACE, LEE, MARIA, OMAR, SARA, TOM
from tests.stage import Stage
from tests.stories.test_story import happened, story

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"
NOBODY = {"selected_option": None}
"""What a form says of a choice that was taken away."""
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

# --- reopen ---


def test_what_is_done_is_opened_again_with_a_reason_and_asked_afresh(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx done T-1")
    before = len(stage.reads(SARA))
    told = stage.types(OMAR, "/cx reopen T-1 by 4 dec because Acme got the old mail again")
    assert told.startswith("Open again: T-1 Rewrite the refund mail. @sara is asked for it, by ")
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA}
    task = rows.item(stage, "T-1")
    assert (task.closed_at, task.close_reason, task.acknowledged_at) == (None, "", None)
    assert task.due_at == datetime(2026, 12, 4, 17, tzinfo=UTC)
    news = stage.reads(SARA)[before:]
    assert len(news) == 1, "a new message, and not an edit"
    assert "@omar reopened it: “Acme got the old mail again”" in news[0]
    assert "Can you take it, by " in news[0]
    stage.clicks(SARA, "Take it", "T-1")
    assert rows.owed(stage, "T-1") == {"finish": SARA}
    assert "@omar reopened it, for Fri 4 Dec: “Acme got the old mail again”" in happened(
        story(stage, GRACE)
    )


def test_a_form_reopens_for_somebody_else(stage: Stage) -> None:
    stage.types(BEN, TASK)
    stage.types(SARA, "/cx no T-1 because legal forbids it")
    assert rows.owed(stage, "T-1") == {"tell": BEN, "review": MARIA}
    story(stage, BEN)
    form = stage.clicks_in_form(BEN, "Reopen…")
    assert "What happened?" in form
    assert "Please say why" in stage.fills_in(BEN, owner=LEE, reason="…")
    assert "owns no single task" in stage.fills_in(BEN, reason="They called", owner=OMAR)
    shown = stage.fills_in(BEN, reason="They called", owner=LEE, date="2026-12-01")
    assert "T-1 · waiting for an answer" in shown
    assert "*Owner*\n@lee" in shown
    assert rows.state(stage, "T-1") == ("open", LEE)
    assert rows.owed(stage, "T-1") == {"acknowledge": LEE}, "nobody tells a customer of a no"


@on_sqlite
def test_an_issue_that_nobody_had_goes_back_to_be_sent_to_a_department(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue The Christmas card went to our founder for Globex")
    stage.types(GRACE, "/cx withdraw I-1")
    told = stage.types(GRACE, "/cx reopen I-1 because they wrote again")
    assert "The CCO will send it to a department" in told
    assert rows.owed(stage, "I-1") == {"triage": OMAR}


NOT_REOPENED = (
    (OMAR, "reopen T-1", "Please add why"),
    (TOM, "reopen T-1 because why", "That is for Sara Novak, Omar Haddad, Maria Costa"),
    (OMAR, "reopen T-1 hello because why", "I could not place “hello”"),
    (OMAR, "reopen T-1 they got it again", "write `/cx reopen T-1 because …`"),
    (OMAR, "reopen T-1 by blursday because why", "I could not place “by blursday”"),
    (OMAR, "reopen T-2 because why", "T-2 is open, and waits for its first answer, so"),
    (OMAR, "reopen T-1 to @omar because why", "owns no single task"),
)


@on_sqlite
def test_what_cannot_be_reopened_is_said(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx done T-1")
    for user, words, said in NOT_REOPENED:
        assert said in stage.types(user, f"/cx {words}"), words
        assert rows.state(stage, "T-1") == ("done", SARA), words


@on_sqlite
@pytest.mark.parametrize(
    ("words", "reason", "owner", "due"),
    [
        ("because they got it again, by 4 dec to @lee", "they got it again", LEE, 4),
        ("because they got it again; to @lee, by 4 dec", "they got it again", LEE, 4),
        ("because they wrote, twice, by 4 dec", "they wrote, twice", SARA, 4),
        ("by 4 dec because they wrote to @lee", "they wrote to @lee", SARA, 4),
        ("because it is due, by 4 dec at noon they said", "it is due, by 4 dec at noon they said",
         SARA, None),
    ],
)  # fmt: skip
def test_behind_the_reason_it_may_be_said_by_when_and_to_whom(
    stage: Stage, words: str, reason: str, owner: str, due: int | None
) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx done T-1")
    assert "Open again" in stage.types(OMAR, f"/cx reopen T-1 {words}")
    task = rows.item(stage, "T-1")
    assert task.due_at
    assert (task.owner_id, task.due_at.day) == (owner, due or 27)
    assert f"“{reason}”" in story(stage, OMAR)


@on_sqlite
def test_a_reason_may_stand_before_the_date_and_whoever_is_to_have_it(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx ack T-1")
    assert "is due Fri 4 Dec now" in stage.types(SARA, "/cx date T-1 because legal reads, by 4 dec")
    assert "“legal reads”" in story(stage, SARA)
    stage.types(SARA, "/cx handoff T-1 because she knows it, to @lee")
    assert rows.owed(stage, "T-1")["accept"] == LEE
    told = stage.types(SARA, "/cx done T-1 because it went out, on monday")
    assert "Done" in told, "when it was done is why"


@on_sqlite
def test_words_behind_reopen_may_be_the_reason(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx done T-1")
    stage.types(OMAR, "/cx reopen T-1 they got it again")
    assert "Open again" in stage.clicks_answer(OMAR, "That is why")
    assert "“they got it again”" in story(stage, OMAR)


@on_sqlite
@pytest.mark.parametrize("words", ["for nobody", "no customer", "customer: none", "for no one."])
def test_a_customer_is_taken_off_in_words(stage: Stage, words: str) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, f"/cx edit T-1 {words}")
    assert "[Rewrite the refund mail]" in stage.sees_form(OMAR)
    assert "Saved: T-1 Rewrite the refund mail." in stage.fills_in(OMAR)
    stage.closes(OMAR)
    assert rows.item(stage, "T-1").customer_id is None
    stage.types(OMAR, "/cx edit T-1 Cook for nobody in particular")
    assert "[Cook for nobody in particular]" in stage.sees_form(OMAR)


@on_sqlite
def test_how_bad_it_is_now_is_said_to_all_who_see_it(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Door jammed sev 3 for Acme in Billing")
    stage.types(GRACE, "/cx edit I-1 sev 1 because nobody gets in")
    stage.fills_in(GRACE)
    said = "@grace changed the severity from 3 to 1: “nobody gets in”"
    assert any(said in each for each in stage.channel("#billing"))


@on_sqlite
def test_whoever_was_told_of_it_is_named_with_the_day(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.passes(days=4)
    card = stage.reads(SARA)[0]
    assert " was told on " in card
    assert "knows about it now" not in card


@on_sqlite
def test_without_a_day_it_has_as_much_time_as_at_first(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx done T-1")
    stage.passes(days=21)
    stage.types(OMAR, "/cx reopen T-1 because the old mail went out again")
    task = rows.item(stage, "T-1")
    assert task.due_at == task.original_due_at == datetime(2026, 12, 18, 17, tzinfo=UTC)


@on_sqlite
def test_a_reopening_can_be_undone(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx done T-1")
    stood = rows.item(stage, "T-1").model_dump()
    stage.types(OMAR, "/cx reopen T-1 because the wrong one")
    assert "T-1 Rewrite the refund mail is closed again." in stage.types(OMAR, "/cx undo")
    assert rows.item(stage, "T-1").model_dump() == stood
    assert rows.owed(stage, "T-1") == {}


# --- another owner, at once ---


def test_a_lead_gives_a_promise_to_another_owner_at_once(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx ack T-1")
    stage.types(SARA, "/cx handoff T-1 to Logistics because theirs")
    told = stage.types(MARIA, "/cx owner T-1 to @lee because Sara has Globex this week")
    assert told == "T-1 Rewrite the refund mail is with @lee now, who is asked for it.\n[Undo]"
    assert rows.state(stage, "T-1") == ("open", LEE)
    assert rows.owed(stage, "T-1") == {"acknowledge": LEE}
    assert rows.offers(stage, "T-1") == [(TOM, False)], "it is not on offer any more"
    assert "[Take it over]" not in stage.reads_all(TOM)
    assert happened(story(stage, GRACE))[0] == (
        "@maria gave it to @lee: “Sara has Globex this week”"
    )
    assert "Rewrite the refund mail is with @sara again." in stage.types(MARIA, "/cx undo T-1")
    assert rows.state(stage, "T-1") == ("acknowledged", SARA)
    assert rows.owed(stage, "T-1") == {"finish": SARA, "accept": TOM}
    stage.types(MARIA, "/cx owner T-1 to @lee because Sara has Globex this week")
    stage.passes(hours=6)
    assert "Rewrite the refund mail" in stage.reads_all(LEE)


@on_sqlite
def test_a_lead_gives_within_their_department_and_the_cco_to_anybody(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    told = stage.types(MARIA, "/cx owner T-1 to @tom because parcels")
    assert "Tom Becker is in Logistics, so T-1 can only be offered there" in told
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert "That is for Maria Costa, Lee Park or Omar Haddad" in stage.types(
        SARA, "/cx owner T-1 to @lee because busy"
    )
    story(stage, OMAR)
    stage.clicks_in_form(OMAR, "Another owner…")
    assert "is a bot" in stage.fills_in(OMAR, person="U0DULY", reason="parcels")
    shown = stage.fills_in(OMAR, person=TOM, reason="parcels")
    assert "Logistics" in shown
    assert rows.state(stage, "T-1") == ("open", TOM)
    assert rows.department(stage, "T-1") == "Logistics"
    assert "Rewrite the refund mail" in stage.channel("#logistics")[0]


# --- edit ---


def test_whoever_may_changes_what_it_is_and_history_tells_both(stage: Stage) -> None:
    stage.types(OMAR, "/cx issue Machin broke for Acme in Billing sev 3")
    stage.passes(hours=1)
    story(stage, MARIA, "I-1")
    form = stage.clicks_in_form(MARIA, "Edit…")
    assert "Machin broke" in form
    assert "Please say why" in stage.fills_in(MARIA, title="Machine broke", severity="1")
    shown = stage.fills_in(MARIA, customer="Globex", reason="ten machines stand still")
    assert "severity 1, customer blocked" in shown
    assert "For Globex, strategic account" in shown
    assert happened(shown)[0] == (
        "@maria changed the title (it was “Machin broke”), the customer from Acme to Globex "
        "and the severity from 3 to 1: “ten machines stand still”"
    )
    item = rows.item(stage, "I-1")
    assert (item.title, item.severity) == ("Machine broke", 1)
    [ask] = [ask for ask in rows.asks(stage, "I-1") if ask.answered_at is None]
    assert (ask.severity, ask.tier_rank, ask.kind) == (1, 1, "acknowledge")
    assert ask.due_at <= datetime(2026, 11, 23, 14, tzinfo=UTC), "it is urgent from now on"
    shown = stage.clicks_in_form(MARIA, "Undo")
    assert "Machin broke" in shown
    item = rows.item(stage, "I-1")
    assert (item.title, item.severity) == ("Machin broke", 3)
    [ask] = [ask for ask in rows.asks(stage, "I-1") if ask.answered_at is None]
    assert (ask.severity, ask.tier_rank) == (3, 0)


def test_one_form_changes_date_and_owner_as_well(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    told = stage.types(OMAR, "/cx edit T-1 Rewrite the refund mails")
    assert told == ""
    assert "Rewrite the refund mails" in stage.sees_form(OMAR)
    assert "Please say why" in stage.fills_in(OMAR, owner=LEE, date="2026-12-02")
    saved = stage.fills_in(OMAR, reason="Sara has Globex")
    assert "Saved: T-1 Rewrite the refund mails. @lee, by Wed 2 Dec.\n[Undo]" in saved
    assert [verb for _, verb in rows.happened(stage, "T-1")] == [
        "created", "edited", "dated", "given",
    ]  # fmt: skip
    item = rows.item(stage, "T-1")
    assert (item.title, item.owner_id) == ("Rewrite the refund mails", LEE)
    assert item.due_at == datetime(2026, 12, 2, 17, tzinfo=UTC)
    assert rows.owed(stage, "T-1") == {"acknowledge": LEE}


@on_sqlite
def test_the_asker_changes_the_title_and_a_customer_that_was_wrong(stage: Stage) -> None:
    stage.types(BEN, TASK)
    assert "[Change…] [Undo]" in stage.types(BEN, TASK)
    form = stage.clicks_answer(BEN, "Change…", "T-2")
    assert "By when?" not in form, "the date is for whoever does it"
    assert "few words" in stage.fills_in(BEN, title="…", customer=NOBODY)
    saved = stage.fills_in(BEN, title="Call them", customer=NOBODY)
    assert "Saved: T-2 Call them. @sara, by Fri 27 Nov.\n[Undo]" in saved
    stage.closes(BEN)
    item = rows.item(stage, "T-2")
    assert (item.title, item.customer_id) == ("Call them", None)
    stage.clicks_answer(BEN, "Change…", "T-2")
    assert "T-2 is like that already." in stage.fills_in(BEN)
    stage.closes(BEN)
    stage.types(SARA, "/cx done T-2")
    assert "T-2 is closed already" in stage.types(BEN, "/cx edit T-2 other")


@on_sqlite
def test_another_department_answers_for_it(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    story(stage, OMAR)
    stage.clicks_in_form(OMAR, "Edit…")
    stage.fills_in(OMAR, department="Logistics")
    assert rows.department(stage, "T-1") == "Logistics"
    assert rows.state(stage, "T-1") == ("open", SARA)
    [ask] = [ask for ask in rows.asks(stage, "T-1") if ask.answered_at is None]
    assert ask.department_id == rows.item(stage, "T-1").department_id
    assert "Rewrite the refund mail" in stage.channel("#logistics")[0]


@on_sqlite
@pytest.mark.parametrize(
    ("title", "said"),
    [("\u200b", "few words"), ("\u202e…", "few words")],
)
def test_what_nobody_should_write_into_a_title_gets_a_sentence(
    stage: Stage, title: str, said: str
) -> None:
    stage.types(OMAR, TASK)
    story(stage, SARA)
    stage.clicks_in_form(SARA, "Edit…")
    assert said in stage.fills_in(SARA, title=title) or said in stage.sees_form(SARA)
    assert rows.item(stage, "T-1").title == "Rewrite the refund mail"


# --- an issue that is closed over its tasks ---

ISSUE = "/cx issue Invoiced twice for Acme in Billing sev 2"


def with_task(stage: Stage, owner: str = SARA) -> None:
    """I-1 of Maria's, from which T-1 follows."""
    stage.types(OMAR, ISSUE)
    stage.clicks(MARIA, "Add a task…", "I-1")
    stage.fills_in(MARIA, title="Credit the second invoice", owner=owner, date="2026-11-27")
    stage.closes(MARIA)


@pytest.mark.parametrize(
    ("user", "words", "state"),
    [
        (MARIA, "done I-1{} evidence https://a.example", "corrected"),
        (MARIA, "no I-1{} because legal forbids it", "declined"),
        (OMAR, "withdraw I-1{} because Acme paid", "withdrawn"),
    ],
)
def test_nobody_closes_an_issue_over_an_open_task_without_knowing(
    stage: Stage, user: str, words: str, state: str
) -> None:
    with_task(stage)
    told = stage.types(user, f"/cx {words.format('')}")
    assert "I-1 has one task still open: T-1 Credit the second invoice (Sara Novak)." in told
    verb = words.split()[0]
    usage = f"{verb} I-1 anyway because …" if verb == "no" else f"{verb} I-1 anyway"
    assert f"End it first, or close I-1 anyway: `/cx {usage}`." in told
    assert rows.state(stage, "I-1") == ("open", MARIA)
    stage.types(user, f"/cx {words.format(' anyway')}")
    assert rows.state(stage, "I-1") == (state, MARIA)
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA}


def test_a_click_asks_whether_to_close_it_over_them(stage: Stage) -> None:
    with_task(stage)
    stage.types(MARIA, "/cx ack I-1")
    story(stage, MARIA, "I-1")
    form = stage.clicks_in_form(MARIA, "Done")
    assert "One task still open: T-1 Credit the second invoice (Sara Novak)." in form
    assert rows.state(stage, "I-1") == ("acknowledged", MARIA)
    assert "I-1 · corrected" in stage.fills_in(MARIA)
    assert rows.state(stage, "I-1") == ("corrected", MARIA)


@on_sqlite
def test_what_is_closed_with_its_tasks_is_closed_at_once(stage: Stage) -> None:
    with_task(stage)
    stage.types(SARA, "/cx done T-1")
    stage.types(MARIA, "/cx done I-1")
    assert rows.state(stage, "I-1") == ("corrected", MARIA)


@on_sqlite
def test_a_no_says_in_its_form_what_stays_open(stage: Stage) -> None:
    with_task(stage)
    story(stage, MARIA, "I-1")
    form = stage.clicks_in_form(MARIA, "No, because…")
    assert "One task still open, and will stay so: T-1 Credit the second invoice" in form
    stage.fills_in(MARIA, reason="legal forbids it")
    assert rows.state(stage, "I-1") == ("declined", MARIA)
