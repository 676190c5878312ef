"""What people type is heard as they meant it, and what is not clear comes back as a question."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from bot import routes
from handlers.front import verbs
from handlers.promises.tasks import cards
from handlers.speech.request import OpenForm, Request
from storage import history, people
from storage.customers import Customer
from storage.departments import key_of
from storage.issues import Issue
from storage.tasks import Task
from tests import rows
from tests.cast import LEE, MARIA, OMAR, SARA, TEAM
from tests.stage import Stage


def customer(stage: Stage, ref: str) -> str:
    """The name of the customer that an item is for; empty for none."""
    row = rows.item(stage, ref)
    with stage.duly.database.read() as session:
        found = session.get(Customer, (TEAM, row.customer_id)) if row.customer_id else None
    return found.name if found else ""


def facts(stage: Stage, ref: str, verb: str) -> dict[str, object]:
    """What history keeps of the newest move of this name, but for the way back."""
    row = rows.item(stage, ref)
    with stage.duly.database.read() as session:
        told = history.of(session, TEAM, row.noun, row.number)
    newest = next(each.details for each in reversed(told) if each.verb == verb)
    return {name: fact for name, fact in newest.items() if name != "back"}


def nothing_is_stored(stage: Stage) -> None:
    with stage.duly.database.read() as session:
        for table in (Task, Issue):
            assert session.exec(select(table)).all() == []


def add_customer(stage: Stage, name: str) -> None:
    with stage.duly.database.write() as session:
        session.add(Customer(team_id=TEAM, name=name, key=key_of(name)))


@pytest.mark.parametrize(
    ("text", "title", "whom"),
    [
        ("Ask @maria about the refund to @sara by friday", "Ask @maria about the refund", ""),
        ("for Acme to @sara in 3 days check the dock pass", "check the dock pass", "Acme"),
        ("to sara rewrite FAQ by monday for acme", "rewrite FAQ", "Acme"),
        ("Call them to @sara by friday for Acme because they waited", "Call them", "Acme"),
        ("Call them to @sara by friday for “Acme”", "Call them", "Acme"),
        ("Call them to @sara by 2026–11–27 for ‘Acme’", "Call them", "Acme"),
        ("Call them to @sara by friday for O’Brien  & sons", "Call them", "O'Brien & Sons"),
        ("Call them to @sara by friday for Corner Cafe\u0301", "Call them", "Corner Café"),
        ("Call\nthem\tto\u00a0@sara by\nfriday for Acme", "Call them", "Acme"),
        ("In Billing nobody answers to @sara by friday", "In Billing nobody answers", ""),
        ("by friday, please call them for Acme to @sara", "please call them", "Acme"),
    ],
)
def test_a_task_is_heard_as_it_was_meant(stage: Stage, text: str, title: str, whom: str) -> None:
    add_customer(stage, "O'Brien & Sons")
    assert "Noted: *T-1*" in stage.types(OMAR, f"/cx task {text}")
    assert rows.item(stage, "T-1").title == title
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert customer(stage, "T-1") == whom


@pytest.mark.parametrize(
    "name", ["Acme (US)", "Yahoo!", "*Star*", "Smith Inc.", "“Best” Ltd", "#1"]
)
def test_a_name_may_have_any_sign_in_it(stage: Stage, name: str) -> None:
    add_customer(stage, name)
    for number, said in enumerate((name, f"“{name}”", f"{name}, by friday"), start=1):
        text = f"Call to @sara for {said}"
        stage.types(OMAR, f"/cx task {text if 'friday' in text else f'{text} by friday'}")
        assert customer(stage, f"T-{number}") == name, said
        assert rows.item(stage, f"T-{number}").title == "Call"
    stage.types(OMAR, f"/cx customer {name}")
    assert f"*{name} waits for* three things" in stage.sees_form(OMAR).replace("∗", "*")


def test_why_a_task_is_asked_is_kept_and_read_by_its_owner(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Call them to @sara by friday for Acme because they waited")
    assert facts(stage, "T-1", "created")["reason"] == "they waited"
    assert "“they waited”" in stage.reads(SARA)[0]


def test_me_is_whoever_types_it(stage: Stage) -> None:
    for number, me in enumerate(("me", "@me", "myself"), start=1):
        assert f"Noted: *T-{number}*" in stage.types(SARA, f"/cx task Call them to {me} by friday")
        assert rows.state(stage, f"T-{number}") == ("acknowledged", SARA)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (
            "Invoice wrong, for Smith & Sons, to @sara by friday",
            "I could not place “for Smith & Sons”, so it stands in the title.",
        ),
        ("Call to @sara by friday for Acme for Globex", "I could not place “for Globex”"),
        ("Call for Acme and Globex to @sara by friday", "I could not place “and Globex”"),
        ("Call to @sara for Acme, Globex by friday", "I could not place “Globex”"),
        ("Send the note to Globex by friday", "I could not place “to Globex”"),
        ("Ask @maria about the refund by friday", "Ask @maria about the refund"),
    ],
)
def test_what_is_not_clear_opens_the_form_filled_in(stage: Stage, text: str, question: str) -> None:
    stage.types(OMAR, f"/cx task {text}")
    form = stage.sees_form(OMAR)
    assert question in form
    assert text.split()[0] in form
    nothing_is_stored(stage)


@pytest.mark.parametrize(
    ("text", "question", "answer", "noted"),
    [
        (
            "task Call to @sara and @lee by friday",
            "One person owns a promise. Who will it be: Sara Novak or Lee Park?",
            "Lee Park",
            "T-1 Call: lee",
        ),
        (
            "task Say sorry for Acmee to @sara by friday",
            "I don't know a customer called “Acmee”. Did you mean Acme?",
            "Use Acme",
            "T-1 Say sorry: Acme, sara",
        ),
        (
            "issue Invoice wrong in Biling for Acme sev 2",
            "I don't know a department called “Biling”. Did you mean Billing?",
            "Use Billing",
            "I-1 Invoice wrong: Acme, severity 2",
        ),
        (
            "issue Dock pass missing for acmee sev 3",
            "I don't know a customer called “acmee”. Did you mean Acme?",
            "Use Acme",
            "I-1 Dock pass missing: Acme",
        ),
    ],
)
def test_one_thing_that_is_not_clear_is_answered_with_one_click(
    stage: Stage, text: str, question: str, answer: str, noted: str
) -> None:
    told = stage.types(OMAR, f"/cx {text}")
    assert question in told
    assert f"Your words:\n{text}" in told
    assert "Open as a form…" in told
    nothing_is_stored(stage)
    presses_note(stage, OMAR, "Open as a form…")
    assert text.split()[1] in stage.sees_form(OMAR)
    stage.closes(OMAR)
    presses_note(stage, OMAR, answer)
    assert "Noted" in plain_note(stage, OMAR), "it takes the place of the question"
    assert question not in plain_note(stage, OMAR)
    ref, _, rest = noted.partition(" ")
    title, _, facts = rest.partition(": ")
    row = rows.item(stage, ref)
    assert row.title == title
    for fact in facts.split(", "):
        names = (customer(stage, ref), f"severity {row.severity}", (row.owner_id or "")[2:].lower())
        assert fact in names


def plain_note(stage: Stage, user: str) -> str:
    """The newest answer that only this person sees."""
    return stage.workspace.plain(stage.workspace.notes(user)[-1], user)


def presses_note(stage: Stage, user: str, label: str) -> None:
    """Press a button of the newest answer that only this person sees."""
    note = stage.workspace.notes(user)[-1]
    elements = [each for block in note.blocks for each in block.get("elements", [])]
    [button] = [
        each
        for each in elements
        if isinstance(each.get("text"), dict) and each["text"]["text"] == label
    ]
    [block] = [each for each in note.blocks if button in each.get("elements", [])]
    stage.people.click(user, note.channel, note.ts, button["action_id"], block["block_id"])
    stage.settle()


def test_a_user_group_is_asked_for_one_of_its_people(stage: Stage) -> None:
    """Slack writes it into a command by its id; nobody types that."""
    text = "Call them to <!subteam^S0BILL|@billing-team> by friday"
    request = Request(TEAM, OMAR, "task", "command:1", "C0GENERAL", text)
    answer = stage.duly.incoming.carry_out(routes.VERBS["task"], request)
    assert isinstance(answer, OpenForm)
    assert "One person owns a promise. Who in @billing-team will it be?" in repr(answer.view)
    nothing_is_stored(stage)


# --- issues ---


@pytest.mark.parametrize(
    ("text", "title", "severity", "whom", "where"),
    [
        ("Machine broke sev 2 for Acme", "Machine broke", 2, "Acme", None),
        ("sev 1 for Acme in Product Machine broke", "Machine broke", 1, "Acme", "Product"),
        ("Machine broke for Acme in Product sev 1", "Machine broke", 1, "Acme", "Product"),
        ("Machine broke (SEV-1), in #billing", "Machine broke", 1, "", "Billing"),
        ("Machine broke severity: 4", "Machine broke", 4, "", None),
        ("Wrong pallet delivered in Seville", "Wrong pallet delivered in Seville", 3, "", None),
        ("Several machines broke", "Several machines broke", 3, "", None),
        ("Machine broke because of rain", "Machine broke because of rain", 3, "", None),
        ("Refund for March missing for Acme", "Refund for March missing", 3, "Acme", None),
        ("Wrong again for the third time", "Wrong again for the third time", 3, "", None),
    ],
)
def test_an_issue_is_heard_as_it_was_meant(
    stage: Stage, text: str, title: str, severity: int, whom: str, where: str | None
) -> None:
    assert "Noted: *I-1*" in stage.types(OMAR, f"/cx issue {text}")
    row = rows.item(stage, "I-1")
    assert (row.title, row.severity) == (title, severity)
    assert customer(stage, "I-1") == whom
    assert rows.department(stage, "I-1") == where


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (
            "Invoice wrong, for Smith & Sons, sev 2",
            "I don't know a customer called “Smith & Sons”, so it stands in the title.",
        ),
        ("Invoice wrong sev 2 for Acme sev 3", "I could not place “sev 3”"),
    ],
)
def test_an_issue_that_is_not_clear_opens_the_form_filled_in(
    stage: Stage, text: str, question: str
) -> None:
    stage.types(OMAR, f"/cx issue {text}")
    form = stage.sees_form(OMAR)
    assert question in form
    assert "Invoice wrong" in form
    nothing_is_stored(stage)


# --- answers ---


@pytest.fixture
def two(stage: Stage) -> Stage:
    """Two tasks of Sara's."""
    for title in ("Call them", "Write to them"):
        stage.types(OMAR, f"/cx task {title} to @sara by friday for Acme")
    return stage


@pytest.mark.parametrize(
    "name", ["T-1.", "(T-1)", "`T-1`", "T‑1", "T-1:", "#1", "t1", "1", "“T-1”", "*T-1*,"]
)
def test_a_number_is_read_whatever_stands_around_it(two: Stage, name: str) -> None:
    assert "Thank you. T-1 Call them is yours" in two.types(SARA, f"/cx ack {name}")
    assert rows.state(two, "T-1") == ("acknowledged", SARA)
    assert rows.state(two, "T-2") == ("open", SARA)


@pytest.mark.parametrize(
    "names",
    [
        "T-1 T-2",
        "T-1 and T-2",
        "T-2, T-1",
        "T-1 & 2",
        "T-1 T-2 T-1",
        "T-1,T-2",
        "T‑1/t2",
        "#1 #2 .",
    ],
)
def test_two_numbers_are_two_things(two: Stage, names: str) -> None:
    told = two.types(SARA, f"/cx done {names}")
    for ref, title in (("T-1", "Call them"), ("T-2", "Write to them")):
        assert f"{ref} {title}" in told
        assert rows.state(two, ref) == ("done", SARA)
    assert told.count("Done") == told.count("[Undo]") == 2, "each has its own way back"


def test_where_one_of_two_cannot_be_closed_neither_is(two: Stage) -> None:
    assert "There is no T-9." in two.types(SARA, "/cx done T-1 T-9")
    two.types(SARA, "/cx done T-2")
    assert "T-2 is closed already" in two.types(SARA, "/cx done T-1 and T-2")
    assert rows.state(two, "T-1") == ("open", SARA)
    assert "names 6 things" in two.types(SARA, "/cx done T-1 T-2 T-3 T-4 T-5 T-6")


LEFT = (
    ("done T-1 not yet, by friday", "Did you mean a new date? Then write `/cx date T-1 friday"),
    ("done T-1 friday", "Did you mean a new date? Then write `/cx date T-1 friday because …`"),
    ("done T-1 almost", "I could not place “almost”, so T-1 is not closed."),
    ("done not T-1", "I could not place “not”, so T-1 is not closed."),
    ("no T-1 not ours", "If it says why, write `/cx no T-1 because …`."),
    ("no T-1 yet because we wait", "I could not place “yet”, so T-1 is not closed."),
    ("withdraw T-1 on friday", "Did you mean a new date?"),
)


@pytest.mark.both
def test_over_words_left_nothing_is_closed(two: Stage) -> None:
    for text, sentence in LEFT:
        assert sentence in two.types(OMAR, f"/cx {text}"), text
        assert rows.state(two, "T-1") == ("open", SARA), text
        assert rows.happened(two, "T-1") == [(OMAR, "created")], text


@pytest.mark.parametrize(
    ("words", "evidence"),
    [
        ("evidence https://acme.example/i/7", "https://acme.example/i/7"),
        ("https://acme.example/i/7", "https://acme.example/i/7"),
        ("evidence: they signed, see T-2", "they signed, see T-2"),
        ("because they signed", "they signed"),
    ],
)
def test_what_shows_that_it_is_done_is_kept(two: Stage, words: str, evidence: str) -> None:
    assert "Done" in two.types(SARA, f"/cx done T-1 {words}")
    assert rows.state(two, "T-1") == ("done", SARA)
    assert facts(two, "T-1", "done") == {"evidence": evidence}
    assert evidence in two.channel("#billing")[0]


@pytest.mark.parametrize(
    "text",
    [
        "date T-1 “next friday” because we wait", "date T-1 next friday, because we wait",
        "date to next friday T-1 because we wait", "date T-1\nnext friday\nbecause we wait",
        "date T‑1: 2026–12–04 because we wait",
    ],
)  # fmt: skip
def test_a_new_date_is_read_whatever_its_shape(two: Stage, text: str) -> None:
    assert "is due" in two.types(SARA, f"/cx {text}")
    due = rows.item(two, "T-1").due_at
    assert due is not None
    assert due.date().isoformat() == "2026-12-04"
    assert facts(two, "T-1", "dated")["reason"] == "we wait"


def test_help_withdraw_and_handoff_are_typed(two: Stage) -> None:
    two.types(SARA, "/cx help T-1 a pair of hands")
    assert facts(two, "T-1", "helped")["reason"] == "a pair of hands"
    assert "Give somebody a task" in two.types(
        SARA, "/cx help"
    ).capitalize() or "task" in two.types(SARA, "/cx help")
    told = two.types(SARA, "/cx handoff to @tom and @lee T-1 because they know them")
    assert "Who will it be: Tom Becker or Lee Park?" in told
    two.types(SARA, "/cx handoff to Sara Nowak T-1 because she knows them")
    assert rows.offers(two, "T-1") == []
    two.types(SARA, "/cx handoff to @tom T-1 T-2 because he knows them")
    assert rows.offers(two, "T-1") == rows.offers(two, "T-2") == [("U0TOM", None)]
    two.types(OMAR, "/cx withdraw T-1 because they called us")
    assert rows.state(two, "T-1")[0] == "withdrawn"
    assert facts(two, "T-1", "withdrawn") == {"reason": "they called us"}


ONLY_ASKED = (
        "is T-1 done?", "is T-1 done", "T-1 done?", "should I close T-1?", "not done T-1",
        "don't close T-1", "do not close T-1", "T-1 is not done", "T-1 isn't done yet",
        "when is T-1 due?", "who owns T-1?",
)  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_question_or_a_denial_changes_nothing(two: Stage) -> None:
    for text in ONLY_ASKED:
        told = two.types(SARA, f"/cx {text}") + two.sees_form(SARA)
        assert "Call" in told, text
        assert "understand" not in told, text
        assert rows.state(two, "T-1") == ("open", SARA), text
        two.closes(SARA)
        assert "Call" in two.says(SARA, text), text
        assert rows.happened(two, "T-1") == [(OMAR, "created")], text


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("T-1 done", "done"), ("T-1: done, mail is live", "done"), ("T-1 is done", "done"),
        ("T-1 friday", "acknowledged"), ("I'll take T-1 by friday", "acknowledged"),
        ("please close T-1", "done"), ("I can't do T-1 because legal forbids it", "declined"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_thing_may_be_named_before_what_is_said_of_it(two: Stage, text: str, state: str) -> None:
    two.types(SARA, f"/cx {text}")
    assert rows.state(two, "T-1")[0] == state


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_of_more_than_five_it_is_asked_whether_all_are_meant(stage: Stage) -> None:
    for number in range(1, 9):
        stage.types(OMAR, f"/cx task Call {number} to @sara by friday")
    told = stage.types(SARA, "/cx done T-1–T-7")
    assert "That names 7 things: T-1, T-2, T-3, T-4, T-5 and two more. Is it all of them?" in told
    assert rows.state(stage, "T-1") == ("open", SARA)
    stage.clicks_answer(SARA, "All seven")
    assert [rows.state(stage, f"T-{number}")[0] for number in range(1, 9)] == [
        *["done"] * 7,
        "open",
    ]
    stage.types(SARA, "/cx note T-1, T-2, T-3, T-4, T-5 and T-6 Acme called")
    stage.clicks_answer(SARA, "All six")
    assert [len(rows.events(stage, f"T-{number}", "noted")) for number in range(1, 8)] == [
        *[1] * 6, 0
    ]  # fmt: skip
    stage.types(SARA, "/cx done T-1 to T-30")
    told = stage.types(SARA, "/cx done T-1 to T-70")
    assert "I take 50 at most" in told


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_words_that_are_kept_stay_as_they_were_typed(two: Stage) -> None:
    two.types(SARA, "/cx help T-1 need some 3 people for 2 hours")
    assert facts(two, "T-1", "helped")["reason"] == "need some 3 people for 2 hours"
    two.types(SARA, "/cx date T-1 in 3 days because issue 4711 in Jira is open")
    assert facts(two, "T-1", "dated")["reason"] == "issue 4711 in Jira is open"
    two.types(SARA, "/cx no T-2 because T-100-T-300 are blocked")
    assert facts(two, "T-2", "declined")["reason"] == "T-100-T-300 are blocked"
    two.types(SARA, "/cx done T-1 evidence issue 4711 is closed")
    assert facts(two, "T-1", "done")["evidence"] == "issue 4711 is closed"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_so_much_later_is_counted_from_the_date_it_has(two: Stage) -> None:
    for text, day in (
        ("postpone T-1 by a week because parts are late", "2026-12-04"),
        ("extend T-1 2 days because parts are late", "2026-12-06"),
        ("date T-1 +3 days because parts are late", "2026-12-09"),
        ("date T-1 a week later because parts are late", "2026-12-16"),
        ("date T-1 one more day because parts are late", "2026-12-17"),
        ("date T-1 in a week because parts are late", "2026-11-30"),
    ):
        two.types(SARA, f"/cx {text}")
        due = rows.item(two, "T-1").due_at
        assert due is not None
        assert due.date().isoformat() == day, text


@pytest.mark.parametrize(
    ("text", "sentence", "reason"),
    [
        ("date T-1 monday since Acme moved it", "`/cx date T-1 monday because …`", "Acme moved it"),
        ("snooze T-1 tomorrow I travel", "`/cx snooze T-1 tomorrow because …`", "I travel"),
        ("handoff T-1 @tom he has the keys", "`/cx handoff T-1 @tom because …`", "he has the keys"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_words_that_may_be_the_reason_are_asked_about(
    two: Stage, text: str, sentence: str, reason: str
) -> None:
    told = two.types(SARA, f"/cx {text}")
    assert "I could not place" in told
    assert sentence in told
    two.clicks_answer(SARA, "That is why")
    verb = {"date": "dated", "snooze": "snoozed", "handoff": "offered"}[text.split()[0]]
    assert facts(two, "T-1", verb)["reason"] == reason


MISSING = (
    ("done T-1 yesterday", "so T-1 is not closed. `/cx done T-1` closes it"),
    ("done T-1 T-2 mail is live", "so T-1 and T-2 are not closed."),
    ("done T-1 not yet", "Is there a new date, or would help be of use?"),
    ("show T-1 and T-2", "That names two things, and this is about one. Which one?"),
    ("handoff T-1 to @tom", "`/cx handoff T-1 to @tom because …`. Whoever is to have it"),
    ("snooze T-1 2 days", "`/cx snooze T-1 2 days because …`"),
    ("need help with T-1", "Please say what would help: `/cx help T-1 because …`."),
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_missing_is_said_for_the_very_words(two: Stage) -> None:
    for text, sentence in MISSING:
        assert sentence in two.types(SARA, f"/cx {text}"), text
        assert rows.happened(two, "T-1") == [(OMAR, "created")], text


# --- verbs ---


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("complete T-1", "done"), ("close T-1", "done"), ("finished T-1.", "done"),
        ("DONE: T-1", "done"), ("“done” T-1", "done"), ("done\nT-1", "done"),
        ("accept T-1", "acknowledged"), ("Acknowledge\u00a0T-1", "acknowledged"),
        ("decline T-1 because we cannot", "declined"), ("say no T-1 because we cannot", "declined"),
        ("cancel T-1", "withdrawn"), ("take back T-1", "withdrawn"),
        ("take\tT-1", "acknowledged"), ("give T-1 to @tom because he can", "offered"),
        ("assign T-1 to @tom because he can", "offered"),
        ("hand over T-1 to Logistics because they can", "offered"),
    ],
)  # fmt: skip
def test_a_command_is_known_by_its_meaning(two: Stage, text: str, state: str) -> None:
    two.types(OMAR if state == "withdrawn" else SARA, f"/cx {text}")
    if state == "offered":
        assert rows.offers(two, "T-1") == [("U0TOM", None)]
        return
    assert rows.state(two, "T-1")[0] == state


def test_a_new_one_is_given_by_any_word_for_it(stage: Stage) -> None:
    texts = (
        "new Call to @sara by friday",
        "give to @sara by friday Call",
        "task\nCall to @sara by friday",
    )
    for number, text in enumerate(texts, start=1):
        stage.types(OMAR, f"/cx {text}")
        assert rows.item(stage, f"T-{number}").title == "Call"
    stage.types(OMAR, "/cx new issue Machine broke sev 2")
    assert rows.item(stage, "I-1").title == "Machine broke"


@pytest.mark.parametrize("word", ["thanks", "blah<x>", "praise"])
def test_what_is_not_here_is_said_honestly(stage: Stage, word: str) -> None:
    told = stage.types(OMAR, f"/cx {word} T-1")
    assert f"I don't understand “{word}”." in told
    assert "Did you mean" not in told


@pytest.mark.parametrize(
    ("word", "meant"), [("lisst", "list"), ("tsak", "task"), ("complet", "done"), ("dnoe", "done")]
)
def test_a_slip_of_a_letter_or_two_is_asked_about(stage: Stage, word: str, meant: str) -> None:
    assert f"Did you mean `/cx {meant}`?" in stage.types(OMAR, f"/cx {word}")


@pytest.mark.parametrize(
    "text",
    [
        "task Call R&D about <x> to @sara by blursday because `they` wait",
        "date T-9 friday because we wait for <https://x.example>",
        "done T-9 not yet",
        "nonsense @sara & more",
        "list Nobody & Sons",
    ],
)
def test_whoever_is_refused_gets_their_words_back(stage: Stage, text: str) -> None:
    stage.types(OMAR, f"/cx {text}")
    note = stage.workspace.notes(OMAR)[-1]
    [back] = [block for block in note.blocks if block["type"] == "rich_text"]
    assert back["elements"][0]["type"] == "rich_text_preformatted"
    assert back["elements"][0]["elements"][0]["text"] == text
    nothing_is_stored(stage)


def test_there_is_a_space_before_every_hint(stage: Stage) -> None:
    for text in ("task Call to @sara by friday for Acmee", "list Biling", "list Nobody"):
        told = stage.types(OMAR, f"/cx {text}").splitlines()[0]
        assert "“." not in told
        assert ".D" not in told.replace(". D", "")
        assert "  " not in told


def test_every_synonym_means_a_command() -> None:
    assert set(verbs.SYNONYMS.values()) <= set(routes.VERBS)
    assert not set(verbs.SYNONYMS) & set(routes.VERBS)
    for word in (*routes.VERBS, *verbs.SYNONYMS, *verbs.GIVING):
        first, _, second = word.partition(" ")
        assert verbs.meant(first.upper(), second, routes.VERBS)[0] in routes.VERBS


# --- a message that becomes a task ---


def from_message(stage: Stage, text: str) -> str:
    """Omar makes a task of a message; what the form shows."""
    request = Request(
        TEAM, OMAR, "task.from_message", "shortcut:1", "C0GENERAL", text, longest=60_000
    )
    answer = stage.duly.incoming.carry_out(routes.SHORTCUTS["task.from_message"], request)
    assert isinstance(answer, OpenForm)
    filled = {
        block["block_id"]: block["element"].get("initial_value", "")
        for block in answer.view["blocks"]
        if block["type"] == "input"
    }
    assert len(filled["title"]) <= 300
    return filled["title"] + "|" + "".join(filled.get(name, "") for name in cards.WHYS)


@pytest.mark.parametrize(
    ("message", "title", "story"),
    [
        (
            f"<@{SARA}> call <https://x.example|them> <!here>",
            "@sara call them @here",
            "@sara call them (https://x.example) @here",
        ),
        ("Call R&amp;D &lt;today&gt;", "Call R&D <today>", ""),
        (
            "Call them now. They wait!\nSee e.g. this.",
            "Call them now.",
            "Call them now. They wait!\nSee e.g. this.",
        ),
        ("\n\n  First line\nsecond", "First line", "First line\nsecond"),
        ("See e.g. this one", "See e.g. this one", ""),
    ],
)
def test_a_message_becomes_a_title_and_a_story(
    stage: Stage, message: str, title: str, story: str
) -> None:
    assert from_message(stage, message) == f"{title}|{story}"


@pytest.mark.parametrize("sign", ["word ", "x", "🙂", "line\n", "é. "])
def test_of_a_long_message_nothing_is_lost(stage: Stage, sign: str) -> None:
    message = "Call them. " + sign * (12_000 // len(sign) // (2 if sign == "🙂" else 1))
    shown = from_message(stage, message)
    assert shown == f"Call them.|{message.strip()}"


def test_the_words_of_a_message_are_kept_with_the_task(stage: Stage) -> None:
    text = f"Call them. {'They wait for it. ' * 400}"
    message = stage.people.say(SARA, "#billing", text.strip())
    stage.people.shortcut(OMAR, "task.from_message", "#billing", message.ts)
    assert "Call them." in stage.sees_form(OMAR)
    stage.fills_in(OMAR, owner=SARA, date="2026-11-27")
    assert rows.item(stage, "T-1").title == "Call them."
    kept = str(facts(stage, "T-1", "created")["reason"])
    assert kept.split() == text.split()
    assert "“Call them. They wait for it." in stage.reads(SARA)[0]


def test_a_command_that_opens_the_form_keeps_its_reason(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Call them to @sara because they waited")
    assert "they waited" in stage.sees_form(OMAR)
    stage.fills_in(OMAR, date="2026-11-27")
    assert facts(stage, "T-1", "created")["reason"] == "they waited"


# --- lists ---


def test_a_list_is_found_by_a_channel_or_a_quoted_name(two: Stage) -> None:
    for words in ("#billing", "“Acme”", "ACME", "@sara", "‘Billing’", "Sara Novak", "Billing."):
        assert "Call them" in two.types(OMAR, f"/cx list {words}"), words
    elsewhere = Request(TEAM, OMAR, "list", "command:1", "C0GENERAL", "<#C0OTHER|billing>")
    answer = two.duly.incoming.carry_out(routes.VERBS["list"], elsewhere)
    assert "Call them" in repr(answer)


def test_what_is_refused_comes_back_as_it_was_typed(stage: Stage) -> None:
    """Whatever it was understood as: a synonym, other words, capitals."""
    for words in ("Complete T-9 not yet", "What happened to T-12", "LIST nowhere"):
        assert stage.types(OMAR, f"/cx {words}").splitlines().count(words) == 1, words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("edit T-1 title Write to them", "What is it?: [Write to them]"),
        ("edit T-1 Call the customer in Berlin", "What is it?: [Call the customer in Berlin]"),
        ("rename T-1 to Write to them", "What is it?: [Write to them]"),
        ("edit T-1 customer to Globex", "Customer: [Globex]"),
        ("edit T-1 for Globex by monday because they moved", "By when?: [2026-11-30]"),
        ("edit T-1 in Logistics", "Department: [Logistics]"),
        ("edit T-1 date 4 dec", "By when?: [2026-12-04]"),
        ("edit T-1 because they moved", "Why?: [they moved]"),
        ("edit T-1 deadline is friday", "By when?: [2026-11-27]"),
        ("edit T-1 customer Globex, team Logistics", "Department: [Logistics]"),
        ("edit T-1 by monday 15:00", "At what hour?: [15:00]"),
        ("edit T-1 deadline monday 9am", "At what hour?: [09:00]"),
        ("edit T-1 owner lee", "I could not place “owner lee”, so nothing was changed."),
        ("edit T-1 severity 1", "I could not place “severity 1”, so nothing was changed."),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_to_be_changed_is_read_into_its_field(two: Stage, text: str, shown: str) -> None:
    told = two.types(SARA, f"/cx {text}") + two.sees_form(SARA)
    assert shown in told
    if "Write" not in shown and "Berlin" not in shown and "place" not in shown:
        assert f"What is it?: [{rows.item(two, 'T-1').title}]" in told


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Team lunch for Globex", "Team lunch"),
        ("Customer asks for a refund", "Customer asks for a refund"),
        ("Customer is angry", "Customer is angry"),
        ("Customer Globex is angry", "Customer Globex is angry"),
        ("In Billing nobody answers", "In Billing nobody answers"),
        ("Date picker is broken", "Date picker is broken"),
        ("Owner is unknown", "Owner is unknown"),
        ("Severity of the outage", "Severity of the outage"),
        ("Write to them, team lunch after", "Write to them, team lunch after"),
        ("Name the price", "Name the price"),
        ("Name is misspelt", "Name is misspelt"),
        ("Text the customer", "Text the customer"),
        ("name is Other words", "Other words"),
        ("text: Other words", "Other words"),
        ("title Other words, customer Globex", "Other words"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_title_may_begin_with_the_name_of_a_field(two: Stage, words: str, title: str) -> None:
    two.types(SARA, f"/cx edit T-1 {words}")
    told = two.sees_form(SARA)
    assert f"What is it?: [{title}]" in told
    is_filed = "for Globex" in words or "customer Globex" in words
    assert ("Customer: [Globex]" in told) is is_filed


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_hour_that_is_typed_for_a_change_is_kept(two: Stage) -> None:
    two.types(SARA, "/cx edit T-1 by monday 15:00 because they moved")
    two.fills_in(SARA)
    item = rows.item(two, "T-1")
    assert (item.due_at, item.due_timed) == (datetime(2026, 11, 30, 14, tzinfo=UTC), True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_one_has_already_is_said_and_another_date_offered(two: Stage) -> None:
    two.types(SARA, "/cx ack T-1")
    told = two.types(SARA, "/cx ack T-1 by monday")
    assert "T-1 is yours already, by Fri 27 Nov. Nothing was changed." in told
    assert "[2026-11-30]" in two.clicks_answer(SARA, "Another date…")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_a_namesake_took_is_not_said_to_be_ones_own(two: Stage) -> None:
    with two.duly.database.write() as session:
        lee = people.find(session, TEAM, LEE)
        assert lee
        lee.name = "Sara Novak"
        session.add(lee)
    two.types(LEE, "/cx take T-1")
    assert "T-1 was taken already, by Sara Novak." in two.types(SARA, "/cx ack T-1")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_list_is_of_one_sort_where_that_is_said(two: Stage) -> None:
    assert "No issue is open." in two.types(SARA, "/cx list issues")
    two.types(OMAR, "/cx issue Machine broke for Acme in Billing")
    told = two.types(SARA, "/cx list issues")
    assert "One issue is open" in told
    assert "T-1" not in told
    assert "Two tasks are open for Billing" in two.types(SARA, "/cx list tasks in Billing")
    assert "One thing found for “machine broke”" in two.types(SARA, "/cx search “machine broke”")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("monday 9:30 in #billing", "comes to #billing every Monday at 9:30"),
        ("mon, wed & fri 9:30 in #billing", "every Monday, Wednesday and Friday at 9:30"),
        ("stop in #billing", "No digest is scheduled in #billing."),
        ("never in #billing", "No digest is scheduled in #billing."),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_digest_may_be_planned_for_another_channel(stage: Stage, text: str, said: str) -> None:
    assert said in stage.types(OMAR, f"/cx digest {text}")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_of_an_hour_that_may_be_two_one_is_chosen_with_a_click(stage: Stage) -> None:
    told = stage.types(OMAR, "/cx task Call Globex to @sara by friday at 5")
    assert "“5” could be 5:00 or 17:00." in told
    stage.clicks_answer(OMAR, "17:00")
    due = rows.item(stage, "T-1").due_at
    assert due is not None
    assert due.isoformat() == "2026-11-27T16:00:00+00:00"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_of_a_department_it_is_asked_who_will_do_it(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Call Globex to Logistics by friday")
    form = stage.sees_form(OMAR)
    assert "One person owns a promise. Who in Logistics will it be?" in form
    assert "[Call Globex]" in form
    nothing_is_stored(stage)


@pytest.mark.parametrize(
    "text",
    [
        "now in #billing", "now #billing", "in #billing", "for #billing", "now for Billing",
        "of Billing", "in Billing", "to #billing", "#billing",
    ],
)  # fmt: skip
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_digest_that_is_asked_for_at_once_is_of_whom_it_names(two: Stage, text: str) -> None:
    told = two.types(OMAR, f"/cx digest {text}", "#logistics")
    assert "Billing" in told
    assert "Logistics" not in told
    two.settle()
    assert "Billing · week to" in two.channel("#billing")[-1]
    assert not two.channel("#logistics")


@pytest.mark.parametrize("text", ["now for executives", "for the executives", "the executives"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_executives_digest_is_asked_for_from_anywhere(two: Stage, text: str) -> None:
    assert "the executives" in two.types(OMAR, f"/cx digest {text}", "#logistics")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("told I-1", "Speak with the customer"),
        ("prevented I-1", "What keeps it from coming back?"),
        ("prevented I-1 dates are read from the contract", "dates are read from the contract"),
        ("wait I-1", "What does it wait for?"),
        ("wait I-1 for customer until thursday", "What does it wait for?"),
        ("feeling I-1", "How do they feel now?"),
        ("note I-1", "What should be kept?"),
        ("owner I-1", "Who"),
        ("involve I-1", "Which"),
    ],
)
def test_what_a_command_about_an_issue_leaves_out_is_asked_in_its_form(
    stage: Stage, typed: str, shown: str
) -> None:
    stage.types(OMAR, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.types(MARIA, "/cx take I-1 by friday")
    seen = rows.item(stage, "I-1").model_dump()
    said = stage.types(MARIA, f"/cx {typed}")
    assert "Nothing was changed" in said
    presses_note(stage, MARIA, "Open as a form…")
    assert shown in stage.sees_form(MARIA)
    assert "Invoiced twice" in stage.sees_form(MARIA)
    assert rows.item(stage, "I-1").model_dump() == seen


@pytest.mark.parametrize(
    ("word", "opens"),
    [
        ("surveys", "Nobody has answered anything yet."),
        ("tiers", "customers by segment"),
        ("outcomes", "No outcome is written yet."),
        ("losses", "Nobody has left in a year"),
        ("assessment", "How centred are we?"),
    ],
)
def test_what_customers_are_is_found_by_the_words_people_have_for_it(
    stage: Stage, word: str, opens: str
) -> None:
    said = stage.types(OMAR, f"/cx {word}")
    assert opens in f"{said}\n{stage.sees_form(OMAR)}"
