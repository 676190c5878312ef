"""Lists are screens: they filter, page, search and act, and say what is and is not there."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import UUID

import pytest

from bot import routes
from bot.practice.slack.objects import View
from handlers.promises.lists import Listing, ordering
from handlers.promises.lists import words as list_words
from handlers.promises.lists.filters import Filter, ListOwner
from handlers.speech.request import Reply, Request
from storage.listings import Which
from tests import rows
from tests.cast import DIEGO, GRACE, MARIA, NORA, OMAR, SARA, TEAM, TOM, VICTOR
from tests.stage import Stage

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme because they wait for money"


def opens(stage: Stage, user: str, words: str = "all") -> str:
    """Open a list from its message; what it shows."""
    stage.types(user, f"/cx list {words}")
    note = stage.workspace.notes(user)[-1]
    stage.people.click(user, "#general", note.ts, "list.all")
    stage.settle()
    return stage.sees_form(user)


def view(stage: Stage, user: str) -> View:
    found = stage.workspace.view(user)
    assert found is not None
    return found


def chooses(stage: Stage, user: str, menu: str, value: str) -> str:
    """Choose in one of the menus above a list; what it shows then."""
    stage.people.click_in_view(user, view(stage, user).id, menu, selected=value)
    stage.settle()
    return stage.sees_form(user)


def presses(stage: Stage, user: str, verb: str, ref: str) -> str:
    """Choose from the “…” menu of a line; what the list shows then."""
    shown = view(stage, user)
    block = next(
        each["block_id"]
        for each in shown.blocks
        if any(
            option["value"] == f"{verb}|{ref}"
            for option in each.get("accessory", {}).get("options", [])
        )
    )
    stage.people.click_in_view(user, shown.id, "more", block, selected=f"{verb}|{ref}")
    stage.settle()
    return stage.sees_form(user)


def ways(stage: Stage, user: str, ref: str) -> list[str]:
    """What somebody may do with a thing from its line."""
    return [
        option["text"]["text"]
        for each in view(stage, user).blocks
        for option in each.get("accessory", {}).get("options", [])
        if option["value"].endswith(f"|{ref}")
    ]


@pytest.fixture
def full(stage: Stage) -> Stage:
    """T-1 late with Sara for Acme, T-2 with Tom, T-3 done, I-1 in triage."""
    stage.types(OMAR, TASK)
    stage.types(GRACE, "/cx task Call the depot to @tom in 2 weeks for Globex")
    stage.types(GRACE, "/cx task Send the card to @tom by friday")
    stage.types(TOM, "/cx done T-3")
    stage.types(DIEGO, "/cx issue Nobody knows whose this is")
    stage.passes(days=5)
    return stage


LISTED = (
    (NORA, "all", {"T-1", "T-2", "I-1"}),
    (NORA, "open", {"T-1", "T-2", "I-1"}),
    (NORA, "late", {"T-1", "T-2", "I-1"}),
    (NORA, "late in Billing", {"T-1"}),
    (NORA, "in billing late", {"T-1"}),
    (NORA, "Billing late for Acme", {"T-1"}),
    (NORA, "late for Globex", {"T-2"}),
    (NORA, "for Globex", {"T-2"}),
    (NORA, "globex", {"T-2"}),
    (GRACE, "given by me", {"T-2"}),
    (GRACE, "given", {"T-2"}),
    (GRACE, "what I asked for", {"T-2"}),
    (GRACE, "late given by me", {"T-2"}),
    (OMAR, "given by me for Acme", {"T-1"}),
    (NORA, "@tom", {"T-2"}),
    (NORA, "of Tom Becker", {"T-2"}),
    (NORA, "done", {"T-3"}),
    (NORA, "@tom done", {"T-3"}),
    (NORA, "closed", {"T-3"}),
    (NORA, "no", set()),
    (NORA, "triage", {"I-1"}),
    (NORA, "waiting for an answer", {"T-1", "T-2", "I-1"}),
    (NORA, "offered", set()),
    (TOM, "mine", {"T-2"}),
    (TOM, "", {"T-2"}),
    (NORA, "#billing", {"T-1"}),
)
"""What is asked for, and which things of `full` are listed then."""


def test_lists_are_asked_for_in_any_order(full: Stage) -> None:
    for user, words, wanted in LISTED:
        told = full.types(user, f"/cx list {words}")
        listed = {ref for ref in ("T-1", "T-2", "T-3", "I-1") if ref in told}
        assert listed == wanted, f"{words}: {told}"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("late nonsense", "I don't know a list called “nonsense”."),
        ("in Biling", "Did you mean Billing?"),
        ("late done", "I can list one department, person or customer at a time"),
        ("Billing Logistics", "I can list one department, person or customer at a time"),
        ("for Acme for Globex", "I can list one department, person or customer at a time"),
        ("x " * 500, "I don't know a list called"),
        ("@nobody", "I don't know a list called “@nobody”."),
        ("the of in", ""),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_words_that_are_no_list_are_named(stage: Stage, words: str, said: str) -> None:
    assert said in stage.types(NORA, f"/cx list {words}")


def test_a_list_filters_acts_and_shows_what_was_done(full: Stage) -> None:
    stage = full
    form = opens(stage, MARIA, "all")
    assert "Three things are open" in form
    assert "*T-1 Acme: Rewrite the refund mail* · key account" in form
    assert "late, was due Fri 27 Nov" in form
    assert ways(stage, MARIA, "T-1") == [
        "Take it…", "Another date…", "Another owner…", "No, because…", "Open…",
    ]  # fmt: skip
    assert ways(stage, MARIA, "T-2")[-1] == "Open…"
    shown = view(stage, MARIA)
    [acme] = stage.people.suggest(MARIA, "list.customer", "acm", view_id=shown.id)["options"]
    form = chooses(stage, MARIA, "list.customer", acme["value"])
    assert "One thing is open for Acme" in form
    assert "T-2" not in form
    form = presses(stage, MARIA, "item.no", "T-1")
    assert "Why not?" in form or "no" in form.lower()
    stage.fills_in(MARIA, reason="legal forbids it")
    form = stage.sees_form(MARIA)
    assert "✓ *T-1 Acme: Rewrite the refund mail*" in form, form
    assert "said no: “legal forbids it”" in form
    assert rows.state(stage, "T-1")[0] == "declined"
    form = chooses(stage, MARIA, "list.which", "no")
    assert "One thing was answered with a no this month" in form
    assert "✓" not in form


def test_one_click_in_a_list_is_shown_in_place(full: Stage) -> None:
    stage = full
    opens(stage, TOM, "@tom")
    form = presses(stage, TOM, "item.take", "T-2")
    assert "✓ *T-2 Globex: Call the depot* · strategic account" in form
    assert rows.state(stage, "T-2") == ("acknowledged", TOM)


def test_pages_pass_nothing_over_where_things_are_answered_meanwhile(stage: Stage) -> None:
    for number in range(1, 26):
        stage.types(OMAR, f"/cx task Call number {number} to @sara by friday")
    form = opens(stage, SARA, "all")
    assert "25 things are open · page 1 of 3" in form
    for number in (1, 2, 3):
        stage.types(SARA, f"/cx done T-{number}")
    form = chooses(stage, SARA, "list.next", None)
    assert "T-11 " in form
    assert "T-14 " in form
    assert "page 1 of 3" not in form
    form = chooses(stage, SARA, "list.earlier", None)
    assert "T-4 " in form
    form = chooses(stage, SARA, "list.order", "newest")
    assert form.index("T-25 ") < form.index("T-24 ")


def test_an_empty_list_leads_one_step_back(full: Stage) -> None:
    form = opens(full, NORA, "all")
    form = chooses(full, NORA, "list.whose", "given")
    assert "Nothing that you asked for is open." in form
    chooses(full, NORA, "list.whose", "all")
    form = chooses(full, NORA, "list.which", "offered")
    assert "Nothing is on offer. Three things are open." in form
    full.people.click_in_view(NORA, view(full, NORA).id, "list.all")
    full.settle()
    assert "Three things are open" in full.sees_form(NORA)


def test_things_are_searched_by_what_was_said_of_them(full: Stage) -> None:
    stage = full
    stage.types(DIEGO, "/cx issue Refund promised twice for Globex sev 2")
    stage.types(SARA, "/cx date T-1 in 9 days because the bank holds it back")
    told = stage.types(NORA, "/cx search refund")
    assert told.startswith("*Two things found for “refund”*")
    assert told.index("I-2") < told.index("T-1") or told.index("T-1") < told.index("I-2")
    for words in (
        "bank",
        "where is the bank for the refund?",
        "find the bank",
        "waiting money",
        "acme refunds",
        "T-1 refund",
        "REFUND*",
    ):
        verb = "" if words.startswith("find") else "search "
        assert "T-1" in stage.types(NORA, f"/cx {verb}{words}"), words
    assert "Send the card" in stage.types(NORA, "/cx search card")
    told = stage.types(NORA, "/cx search refnd")
    assert "Nothing found for “refnd”. *refund* finds two things." in told
    assert "[Search refund]" in told
    note = stage.workspace.notes(NORA)[-1]
    stage.people.click(NORA, "#general", note.ts, "list.all")
    stage.settle()
    assert "Two things found for “refund”" in stage.sees_form(NORA)
    stage.fills_in(NORA, words="depot")
    assert "One thing found for “depot”" in stage.sees_form(NORA)
    assert "T-2" in stage.sees_form(NORA)
    stage.fills_in(NORA, words='"NEAR( OR *')
    assert "Nothing found for" in stage.sees_form(NORA)


def listing(of: Filter, total: int, *, is_cut: bool = False, open_instead: int = 0) -> Listing:
    nothing = ordering.cut([], of.order)
    return Listing(
        of, total, [], {}, nothing, name="Billing", customer="Acme", is_cut=is_cut,
        open_instead=open_instead,
    )  # fmt: skip


BILLING = Filter(ListOwner.DEPARTMENT, department_id=UUID(int=1))
TRIAGE = Filter(ListOwner.TRIAGE)


@pytest.mark.parametrize(
    ("of", "total", "said"),
    [
        (Filter(ListOwner.ALL, noun="issue"), 2, "Two issues are open"),
        (replace(TRIAGE, noun="task"), 0, "Every task has a department"),
        (replace(TRIAGE, noun="task"), 1, "One task waits for a department"),
        (replace(TRIAGE, noun="task"), 2, "Two tasks wait for a department"),
        (TRIAGE, 2, "Two issues wait for a department"),
        (TRIAGE, 1_000, "More than 1,000 issues wait for a department"),
        (
            replace(TRIAGE, which=Which.LATE), 2,
            "Two things without a department are late",
        ),
        (Filter(ListOwner.ALL, Which.LATE), 1_000, "More than 1,000 things are late"),
        (
            Filter(ListOwner.ALL, Which.EVERYTHING, noun="issue"), 1_000,
            "There are more than 1,000 issues",
        ),
        (replace(BILLING, which=Which.LATE, noun="task"), 0, "No task is late in Billing"),
    ],
)  # fmt: skip
def test_each_count_of_a_list_says_of_what(of: Filter, total: int, said: str) -> None:
    assert list_words.headline(listing(of, total, is_cut=total == 1_000)) == said


@pytest.mark.parametrize(("noun", "sort"), [("", "things"), ("issue", "issues"), ("task", "tasks")])
def test_what_is_beside_a_list_is_of_its_sort(noun: str, sort: str) -> None:
    of = replace(BILLING, which=Which.LATE, noun=noun)
    instead = {
        number: list_words.instead(listing(of, 0, open_instead=number))
        for number in (0, 1, 11, 1_000)
    }
    assert instead == {
        0: "",
        1: f"One {sort[:-1]} is open.",
        11: f"11 {sort} are open.",
        1_000: f"At least 1,000 {sort} are open.",
    }
    assert list_words.cut(listing(of, 12)) == ""
    assert list_words.cut(listing(of, 1_000, is_cut=True)) == (
        f"Here are the 1,000 {sort} that are due first. "
        "Choose a department or a customer to see others."
    )


def test_private_things_are_found_by_those_who_may_see_them(stage: Stage) -> None:
    stage.types(OMAR, "/cx impact Close the Hamburg depot")
    for user in (OMAR, VICTOR):
        assert "D-1" in stage.types(user, "/cx search hamburg depot"), user
    for user in (SARA, TOM):
        told = stage.types(user, "/cx search hamburg")
        assert "D-1" not in told
        assert "finds" not in told
        assert "Hamburg depot" not in told


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_guests_see_only_what_is_theirs(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    rows.make_guest(stage, SARA)
    for words in (
        "list all",
        "list given",
        "search refund",
        "list late in Billing",
        "list nonsense",
    ):
        assert "This is for people of Brightwater" in stage.types(SARA, f"/cx {words}"), words
    assert "T-1" in stage.types(SARA, "/cx list")


NO_LIST = (
    "",
    "[]",
    "{}",
    "null",
    "[1,2,3,4]",
    '["me.open..urgent","","",[]]',
    '["me.open..urgent","","next:x",{}]',
    '["x.y.z.w","","",{}]',
    '["person:U0NOBODY.open..urgent","","",{}]',
    "[" * 900,
    "[" * 2_900,
    json.dumps(["all.open..urgent", "", "", {f"T-{n}": "" for n in range(99)}]),
)
"""What no list of ours carries."""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_forged_list_is_refused(full: Stage) -> None:
    for carried in NO_LIST:
        opens(full, NORA, "all")
        shown = view(full, NORA)
        shown.body["private_metadata"] = carried
        form = chooses(full, NORA, "list.which", "late")
        assert "I can't read what Slack sent for this" in form, carried
        full.closes(NORA)


def test_a_forged_page_shows_nothing_that_is_not_the_readers(stage: Stage) -> None:
    """What stood on a page is said by the form, and it may say anything."""
    stage.types(OMAR, "/cx impact Close the Hamburg depot")
    stage.types(OMAR, TASK)
    opens(stage, TOM, "all")
    shown = view(stage, TOM)
    shown.body["private_metadata"] = json.dumps(
        [
            "all.open..urgent",
            "",
            "",
            {"D-1": "x", "T-1": "x", "T-99": "x", "Z-1": "x", "T-": "", f"T-{'9' * 1_500}": ""},
        ]
    )
    stage.people.click_in_view(TOM, shown.id, "list.order", selected="newest")
    stage.settle()
    assert "Hamburg" not in stage.sees_form(TOM)


def test_what_is_chosen_from_is_offered_by_typing(full: Stage) -> None:
    opens(full, NORA, "all")
    shown = view(full, NORA)
    offered = full.people.suggest(NORA, "list.whose", "", view_id=shown.id)["options"]
    labels = [each["text"]["text"] for each in offered]
    assert labels[:3] == ["Me", "What I asked for", "What I follow"]
    assert "Billing" in labels
    offered = full.people.suggest(NORA, "list.whose", "sar", view_id=shown.id)["options"]
    assert [each["text"]["text"] for each in offered] == ["Sara Novak"]
    assert chooses(full, NORA, "list.whose", offered[0]["value"]).count("T-1 ") == 1
    offered = full.people.suggest(NORA, "list.customer", "glo", view_id=shown.id)["options"]
    form = chooses(full, NORA, "list.customer", offered[0]["value"])
    assert "T-1 " not in form


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_called_otherwise_is_found_so(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, "/cx edit T-1 Send the credit note")
    stage.fills_in(OMAR, customer="Globex")
    for words in ("credit note", "globex credit", "refund"):
        assert "T-1" in stage.types(NORA, f"/cx search {words}"), words


# --- an answer that lists what somebody owes ---


def note(stage: Stage, user: str) -> str:
    """The newest answer that only this person sees, as it stands now."""
    return stage.workspace.plain(stage.workspace.notes(user)[-1], user)


@pytest.mark.parametrize("words", ["/cx list", "/cx"])
def test_what_is_pressed_in_an_answer_is_shown_in_it(stage: Stage, words: str) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, "/cx task Send the card to @sara by friday for Globex")
    told = stage.types(SARA, words)
    assert "Two things wait for your answer" in told
    shown = stage.clicks_answer(SARA, "Take it", "T-1")
    assert "Two things wait for your answer" in shown
    assert "*T-1* Acme (key account): Rewrite the refund mail — due Fri 27 Nov" in shown
    assert shown.count("[Take it]") == 1, "only T-2 is still to be taken"
    stage.clicks_answer(SARA, "Done", "T-1")
    stage.closes(SARA)
    shown = note(stage, SARA)
    assert "One thing waits for your answer" in shown
    assert "✓ *T-1 Rewrite the refund mail*\nYou finished it." in shown.replace("∗", "*")
    assert rows.state(stage, "T-1") == ("done", SARA)


def test_an_answer_that_came_too_late_or_is_not_theirs_stays(stage: Stage) -> None:
    """A forged or old row draws nothing that its reader may not see."""
    stage.types(OMAR, "/cx task Close the depot to @tom by friday privately")
    stage.types(OMAR, TASK)
    for value in ("T-1", "T-99 X-1 T-2", "T-1 " * 11, "", "null", "T-2"):
        request = Request(TEAM, SARA, "list.mine.again", key=value, value=value)
        answer = stage.duly.incoming.look(routes.ANSWERS["list.mine.again"], request)
        assert "depot" not in str(answer)
        assert isinstance(answer, Reply) or value == "T-1 " * 11


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_ones_own_department_and_what_one_follows_go_by_any_name(full: Stage) -> None:
    named = full.types(SARA, "/cx list Billing")
    for words in ("my department", "our team", "team", "late in my department"):
        told = full.types(SARA, f"/cx list {words}")
        assert "Billing" in told, words
        assert told == named or "late" in words, words
    assert "You belong to no department yet." in full.types(NORA, "/cx list my department")
    followed = full.types(SARA, "/cx list followed")
    for words in ("follow", "my follows", "what i watch"):
        assert full.types(SARA, f"/cx list {words}") == followed, words
