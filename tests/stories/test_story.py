"""`/cx T-12` and “Open…”: the whole story of a thing, and all that its reader can do with it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests import rows
from tests.cast import BEN, EXECUTIVES, GRACE, LEE, MARIA, NORA, OMAR, SARA, TOM
from tests.stage import Stage

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme because they go in circles"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def story(stage: Stage, user: str, words: str = "T-1") -> str:
    """What somebody reads who types the number of a thing."""
    stage.closes(user)
    told = stage.types(user, f"/cx {words}")
    assert told == ""
    return stage.sees_form(user)


def offered(stage: Stage, user: str, words: str = "T-1") -> str:
    """The same with what else they can do, where that has a page of its own."""
    shown = story(stage, user, words)
    return f"{shown}\n{stage.clicks_in_form(user, 'More…')}" if "[More…]" in shown else shown


def happened(shown: str) -> list[str]:
    """The lines of a story, newest first, without the hour."""
    return [
        line.partition(" · ")[2] for line in shown.partition("*What happened*\n")[2].split("\n")
    ]


def test_the_story_of_a_task_is_told_to_whoever_asks(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.passes(days=3)
    stage.types(LEE, "/cx ack T-1")
    stage.types(SARA, "/cx date T-1 in 2 weeks because I wait for legal")
    stage.types(TOM, "/cx note T-1 legal reads it, see https://acme.example/x_1_y?a=1&b=2")
    shown = story(stage, SARA)
    assert shown.startswith("T-1 · Acme\n*Rewrite the refund mail*\n")
    assert "For Acme, key account, renews 1 Mar 2027. “they go in circles”" in shown
    assert "T-1 · taken · key account · due Thu 10 Dec · Billing" in shown
    assert "*First date*\nFri 27 Nov\n*Date now*\nThu 10 Dec, moved once" in shown
    assert (
        "[Done] [Another date…] [Wait for somebody…]\n[Note…] [Undo] [More…] [Open Acme…]\n"
        in shown
    )
    assert (
        "Next: on Tue 8 Dec at 09:30 I ask @sara whether it is done. "
        "After that I ask again, on Thu 10 Dec."
    ) in shown
    assert happened(shown) == [
        "@tom wrote: “legal reads it, see https://acme.example/x_1_y?a=1&b=2”",
        "@sara moved it from Fri 27 Nov to Thu 10 Dec: “I wait for legal”",
        "@lee took it for @sara, by Fri 27 Nov",
        "Duly asked @sara twice and told @lee and @maria",
        "@omar asked @sara, for Fri 27 Nov: “they go in circles”",
    ]
    assert "Tue 24 Nov to Thu 26 Nov · Duly asked" in shown
    assert "Mon 23 Nov, 04:00 · @omar asked" in story(stage, GRACE), "on her own clock"
    assert rows.owed(stage, "T-1") == {"finish": SARA}, "whoever reads changes nothing"


@on_sqlite
@pytest.mark.parametrize(
    ("user", "row", "menu"),
    [
        (SARA, "[Take it by Fri 27 Nov] [Another date…] [Hand over…]\n[Note…]",
         "[…: Need help… | Later… | No, because… | Edit… | Done]"),
        (MARIA, "[Take it by Fri 27 Nov] [Another date…] [Another owner…]\n[Note…]",
         "[Hand over…] [Offer help]"),
        (OMAR, "[Another date…] [Another owner…]", "[Who may see it…]"),
        (BEN, "[Offer help] [Edit…] [Not needed any more]\n[Note…] [Undo]", "[…: "),
        (GRACE, "[Note…]", ""),
    ],
)  # fmt: skip
def test_everybody_is_offered_what_they_may_do(
    stage: Stage, user: str, row: str, menu: str
) -> None:
    stage.types(BEN, TASK)
    shown = story(stage, user)
    assert row in shown
    if "[More…]" in shown:
        assert "[…:" not in shown, "what is left has one place"
        shown = stage.clicks_in_form(user, "More…")
    assert menu in shown
    assert ("[…:" in shown) == menu.startswith("[…:")


@on_sqlite
def test_what_can_be_done_with_an_issue_has_two_pages(stage: Stage) -> None:
    stage.types(BEN, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.clicks(MARIA, "Take it", "I-1")
    shown = story(stage, MARIA, "I-1")
    assert "[Done] [Another date…] [Told them…]\n[Note…] [Undo] [More…] [Open Acme…]\n" in shown
    assert "[…:" not in shown, "what is left has one place"
    left = stage.clicks_in_form(MARIA, "More…")
    rest = "[Another owner…] [Hand over…] [Need help…]"
    assert left.split("\n")[1:] == [
        "*Invoiced twice*",
        "What else you can do:",
        "Steps and dates",
        "[Prevented…] [Wait for somebody…] [Corrected, with a link…] [Later…]",
        "Who has it, who helps",
        f"[Ask other departments…] [Somebody else tells…] {rest}",
        "The customer and what belongs to it",
        "[Add a task…] [How they feel…] [Who else will meet it…] [Merge with…]",
        "Correct, end or follow it",
        "[No, because…] [Edit…] [Who may see it…]",
        "---",
        "[Back to the story]",
    ]
    assert stage.clicks_in_form(MARIA, "Back to the story") == shown


@on_sqlite
def test_what_is_done_on_the_second_page_leads_back_to_the_story(stage: Stage) -> None:
    stage.types(BEN, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.clicks(MARIA, "Take it", "I-1")
    story(stage, MARIA, "I-1")
    stage.clicks_in_form(MARIA, "More…")
    stage.clicks_in_form(MARIA, "How they feel…")
    shown = stage.fills_in(MARIA, felt="uneasy")
    assert "They felt" in shown
    assert "[More…]" in shown
    shown = stage.clicks_in_form(MARIA, "Undo")
    assert "They felt" not in shown
    assert "*What happened*" in shown
    assert "[Back to the story]" not in shown


@on_sqlite
@pytest.mark.parametrize("step", ["inform", "prevent", "verify"])
def test_what_the_reader_owes_is_on_the_first_page(stage: Stage, step: str) -> None:
    stage.types(BEN, "/cx issue Invoiced twice for Acme in Billing sev 1")
    stage.types(MARIA, "/cx take I-1 by friday")
    if step != "inform":
        stage.types(MARIA, "/cx done I-1")
        stage.passes(days=1)
    label = {"inform": "Told them…", "prevent": "Prevented…", "verify": "Verified…"}[step]
    shown = story(stage, rows.owed(stage, "I-1")[step], "I-1")
    assert f"[{label}]" in shown.partition("\n[Note…]")[0].rpartition("\n")[2]


def test_it_is_drawn_again_after_each_answer_in_it_and_over_it(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.clicks(SARA, "Open…", "T-1")
    assert "waiting for an answer" in stage.sees_form(SARA)
    assert "T-1 · taken" in stage.clicks_in_form(SARA, "Take it by Fri 27 Nov")
    assert "It will be done by" in stage.clicks_in_form(SARA, "Another date…")
    assert "in the past" in stage.fills_in(SARA, date="2026-11-01", reason="Legal")
    shown = stage.fills_in(SARA, date="2026-12-01", reason="Legal")
    assert "*Date now*\nTue 1 Dec, moved once" in shown
    assert happened(shown)[0] == "@sara moved it from Fri 27 Nov to Tue 1 Dec: “Legal”"
    shown = stage.clicks_in_form(SARA, "Done")
    assert "T-1 · done" in shown
    assert "[Done]" not in shown
    assert "Next:" not in shown
    assert rows.state(stage, "T-1") == ("done", SARA)


def test_a_long_story_has_pages_and_long_words_are_read_whole(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    long = "They wait. " * 300
    stage.types(TOM, f"/cx note T-1 {long}https://acme.example")
    for number in range(12):
        stage.types(TOM, f"/cx note T-1 note {number}")
    shown = story(stage, GRACE)
    assert len(happened(shown)) == 13, "twelve lines and the button"
    assert "note 11" in shown
    assert "They wait." not in shown
    earlier = stage.clicks_in_form(GRACE, "Earlier…")
    assert happened(earlier)[-2].startswith("@omar asked @sara")
    assert "[Earlier…]" not in earlier
    whole = stage.clicks_in_form(GRACE, "Read all…")
    assert " ".join(whole.split()).count("They wait.") == 300
    assert whole.endswith("https://acme.example")


@on_sqlite
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("T-99", "There is no T-99. The newest task is T-1."),
        ("I-7", "There is no I-7. There is no issue yet."),
        ("D-1", "There is no D-1. There is no decision yet."),
        ("T-1 because they wait", "I could not read that as an answer about T-1"),
        ("show T-1 and T-2", "That names two things, and this is about one. Which one?"),
        ("T-99999999999", "I don't understand “T-99999999999”."),
    ],
)
def test_what_is_no_story_is_said(stage: Stage, words: str, said: str) -> None:
    stage.types(OMAR, TASK)
    assert said in stage.types(SARA, f"/cx {words}")
    assert stage.sees_form(SARA) == ""


@on_sqlite
def test_what_was_long_ago_is_told_with_its_year_wherever_it_is_read(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx ack T-1")
    stage.types(SARA, "/cx date T-1 in 2 weeks because I wait for legal")
    stage.types(OMAR, "/cx impact Close the Hamburg depot")
    assert "2026" not in story(stage, SARA)
    stage.workspace.clock.forward(timedelta(days=301))
    shown = story(stage, SARA)
    stage.closes(SARA)
    assert "*First date*\nFri 27 Nov\n*Date now*\nMon 7 Dec, moved once" in shown
    assert shown.count("Mon 23 Nov 2026, ") == 3
    stage.workspace.clock.forward(timedelta(days=20))
    assert "*Date now*\nMon 7 Dec 2026, moved once" in story(stage, SARA)
    stage.closes(SARA)
    for shown in (
        stage.types(SARA, "/cx"),
        stage.types(OMAR, "/cx list late"),
        stage.opens_home(SARA),
    ):
        assert "due Mon 7 Dec 2026" in shown
    assert "Mon 23 Nov 2026, " in story(stage, OMAR, "D-1")


@on_sqlite
@pytest.mark.parametrize(
    "words",
    ["t1", "(T-1).", "show T-1", "what happened to T-1", "what happened with t-1?", "story T-1",
     "show me the story of T-1"],
)  # fmt: skip
def test_a_story_is_asked_for_in_many_ways(stage: Stage, words: str) -> None:
    stage.types(OMAR, TASK)
    assert "*Rewrite the refund mail*" in story(stage, SARA, words)


@on_sqlite
def test_what_is_no_number_is_still_a_list(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    assert "T-1" in stage.types(SARA, "/cx show")
    assert "nothing is late" in stage.types(SARA, "/cx show overdue").lower()


@on_sqlite
def test_an_issue_shows_its_tasks_on_its_card_and_in_its_story(stage: Stage) -> None:
    stage.types(OMAR, "/cx issue Invoiced twice for Acme in Billing sev 2")
    assert "*Task" not in stage.channel("#billing")[0]
    for number in range(1, 7):
        stage.clicks(MARIA, "Add a task…", "I-1")
        stage.fills_in(MARIA, title=f"Credit {number}", owner=SARA, date="2026-11-27")
        shown = [story(stage, GRACE, "I-1"), stage.channel("#billing")[0]]
        if number == 1:
            line = "*Task*\n• T-1 Credit 1 · Sara Novak · waiting for an answer, due Fri 27 Nov"
            assert all(line in each for each in shown)
        stage.closes(MARIA)
    assert all("*Tasks* 6 open" in each for each in shown)
    stage.types(SARA, "/cx done T-1")
    assert "*Tasks* 5 open, 1 done" in stage.channel("#billing")[0]
    assert "part of I-1" in story(stage, GRACE)


@on_sqlite
def test_the_story_of_a_decision_is_for_those_who_decide(stage: Stage) -> None:
    stage.types(OMAR, "/cx impact Raise the fee by 4 % in January", EXECUTIVES)
    stage.clicks(NORA, "Worse", "D-1")
    stage.fills_in(NORA, why="They pay more", tiers=["key"], owner=SARA, task="Soften it",
                   day="2026-12-01")  # fmt: skip
    shown = story(stage, NORA, "D-1")
    assert "*Raise the fee by 4 % in January*" in shown
    assert "*One says worse.*" in shown
    assert happened(shown)[0] == "@nora said *worse*: “They pay more”"
    assert "[Better for customers] [Worse] [No change] [I don't know yet]" in shown
    assert stage.types(OMAR, "/cx impact D-1") == "", "it is shown, and not asked again"
    assert "*Raise the fee" in stage.sees_form(OMAR)
    assert "D-1 is private" in stage.types(SARA, "/cx D-1")


def test_whoever_reads_their_own_answer_is_called_you(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx help T-1 a second reader")
    stage.types(OMAR, "/cx impact Close the Hamburg depot", EXECUTIVES)
    stage.passes(days=2)
    stage.clicks(MARIA, "I'll help", "T-1")
    stage.clicks(NORA, "I don't know yet", "D-1")
    stage.fills_in(NORA, why="Who notices?", owner=SARA, task="Find out", day="2026-12-01")
    assert "✓ T-1: you lent a hand." in stage.reads_all(MARIA)
    assert "✓ D-1: you *did not know yet*." in stage.reads_all(NORA)


@on_sqlite
def test_an_hour_is_on_the_clock_of_whoever_reads_wherever_it_stands(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Call Acme to @sara by friday 15:00")
    stage.types(SARA, "/cx ack T-1")
    stage.types(SARA, "/cx date T-1 friday 17:00 because Legal calls first")
    for user, hours in ((SARA, {"15:00", "17:00"}), (GRACE, {"9:00", "11:00"})):
        shown = story(stage, user)
        assert set(re.findall(r"27, 2026 at 0?(\d+:\d\d)", shown)) == hours, shown


@on_sqlite
def test_a_move_that_was_undone_was_none_and_neither_is_a_first_date(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx ack T-1")
    stage.types(SARA, "/cx date T-1 in 2 weeks because I wait for legal")
    stage.types(SARA, "/cx date T-1 in 3 weeks because I wait for legal")
    assert "moved twice" in story(stage, SARA)
    stage.types(SARA, "/cx undo T-1")
    assert "*Date now*\nMon 7 Dec, moved once" in story(stage, SARA)
    stage.types(SARA, "/cx undo T-1")
    assert "*Date*\nFri 27 Nov\n" in story(stage, SARA)
    assert "moved" not in story(stage, SARA).partition("*What happened*")[0]
