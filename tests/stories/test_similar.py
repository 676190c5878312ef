"""Whoever reports an issue reads which open one it looks like, and what solved others like it."""

from __future__ import annotations

import pytest

from storage.issues import Issue
from tests import rows
from tests.cast import GRACE, LEE, MARIA, OMAR, SARA, TOM
from tests.stage import Stage

pytestmark = pytest.mark.both

TWICE = "/cx issue Invoiced twice for October for Acme in Billing sev 2"
ALIKE = "/cx issue October was invoiced two times, twice the money for Globex in Billing sev 3"
OTHER = "/cx issue Coffee machine leaks on the third floor for Globex in Logistics sev 3"


def story(stage: Stage, user: str, ref: str) -> str:
    """What somebody reads who types the number of an issue."""
    stage.closes(user)
    stage.types(user, f"/cx {ref}")
    return stage.sees_form(user)


def test_the_open_one_that_it_looks_like_is_named_and_nothing_else(stage: Stage) -> None:
    assert "Looks like" not in stage.types(GRACE, TWICE), "not like itself"
    assert "Looks like" not in stage.types(GRACE, OTHER)
    told = stage.types(TOM, ALIKE)
    named = "*I-1* Invoiced twice for October (Acme, waiting for an answer)"
    assert f"Looks like {named}: join it instead?" in told
    assert "Coffee" not in told
    shown = story(stage, LEE, "I-3")
    assert "*Like this, and open*\n• *I-1* Invoiced twice for October (Acme, " in shown
    assert "*Like this, and open*\n• *I-3* October was invoiced two times" in story(
        stage, LEE, "I-1"
    )
    assert "Like this" not in story(stage, LEE, "I-2")


def test_what_solved_those_like_it_is_said_with_the_words_of_whoever_solved_them(
    stage: Stage,
) -> None:
    stage.types(GRACE, TWICE)
    stage.clicks(MARIA, "Take it", "I-1")
    stage.types(MARIA, "/cx done I-1 evidence credited the second invoice by hand")
    told = stage.types(GRACE, ALIKE)
    assert "Looks like" not in told, "nobody joins what has ended"
    assert "*Solved before*\n• *I-1* Invoiced twice for October (Acme, " in told
    assert "“credited the second invoice by hand”" in told
    assert "“credited the second invoice by hand”" in story(stage, SARA, "I-2")


def test_a_no_and_what_was_taken_back_solved_nothing(stage: Stage) -> None:
    stage.types(GRACE, TWICE)
    stage.types(MARIA, "/cx no I-1 because the contract says so")
    stage.types(GRACE, TWICE)
    stage.types(GRACE, "/cx undo I-2")
    told = stage.types(GRACE, ALIKE)
    assert "I-1" not in told
    assert "I-2" not in told


def test_the_form_says_so_as_well(stage: Stage) -> None:
    stage.types(GRACE, TWICE)
    stage.types(TOM, "/cx issue")
    told = stage.fills_in(TOM, title="Invoiced twice in October", story="Second month in a row")
    assert "Looks like *I-1* Invoiced twice for October (Acme, " in told
    assert rows.item(stage, "I-2").title == "Invoiced twice in October"


@pytest.mark.parametrize("who", [TOM, SARA])
def test_nobody_reads_of_what_is_private_and_not_theirs(stage: Stage, who: str) -> None:
    stage.types(GRACE, f"{TWICE} privately")
    told = stage.types(who, ALIKE)
    assert "I-1" not in told
    assert "I-1" not in story(stage, who, "I-2")
    stage.types(who, "/cx undo I-2")
    assert "Looks like *I-1* Invoiced twice for October" in stage.types(GRACE, ALIKE)
    assert "I-1" in story(stage, OMAR, "I-3")


@pytest.mark.parametrize(
    "words",
    ["xx", "12345 67890", "!!! ???", "the and of", '"OR" AND NOT near(', "请 退款 退款", "a" * 300],
)
def test_words_that_say_little_look_like_nothing_and_do_no_harm(stage: Stage, words: str) -> None:
    stage.types(GRACE, TWICE)
    stage.types(GRACE, f"/cx issue {words} in Billing sev 3")
    assert "I-1" not in stage.types(GRACE, f"/cx issue {words} in Billing sev 3")


def part_of(stage: Stage, ref: str) -> int | None:
    issue = rows.item(stage, ref)
    assert isinstance(issue, Issue)
    return issue.joined_to


def test_one_issue_and_two_customers_who_wait_for_it(stage: Stage) -> None:
    stage.types(GRACE, TWICE)
    stage.types(TOM, ALIKE)
    told = stage.clicks_answer(TOM, "Join I-1")
    assert "I-2 October was invoiced two times, twice the money is joined to I-1" in told
    assert "Two customers wait for it now: Acme and Globex." in told
    assert rows.state(stage, "I-2")[0] == "withdrawn"
    assert (part_of(stage, "I-2"), rows.owed(stage, "I-2")) == (1, {"inform": TOM})
    assert rows.owed(stage, "I-1") == {"acknowledge": MARIA}, "it goes on as it was"
    stage.settle()
    assert any("*Two customers*\nAcme, Globex" in card for card in stage.channel("#billing"))
    shown = story(stage, LEE, "I-1")
    assert (
        "*Joined to it*\n• *I-2* October was invoiced two times, twice the money (Globex" in shown
    )
    assert "I-2 · joined to I-1 · " in story(stage, LEE, "I-2")
    stage.clicks(MARIA, "Take it", "I-1")
    stage.passes(hours=1)
    assert "Invoiced twice for October" in stage.reads_all(TOM), "who tells Globex hears of it"


def test_it_stands_by_itself_again_for_whoever_undoes_or_reopens_it(stage: Stage) -> None:
    stage.types(GRACE, TWICE)
    stage.types(TOM, ALIKE)
    stage.types(TOM, "/cx merge I-2 with I-1")
    assert part_of(stage, "I-2") == 1
    stage.types(TOM, "/cx undo I-2")
    assert (part_of(stage, "I-2"), rows.owed(stage, "I-2")) == (None, {"acknowledge": MARIA})
    assert rows.state(stage, "I-2") == ("open", MARIA)
    stage.types(TOM, "/cx merge I-2 with I-1")
    stage.passes(days=1)
    stage.types(TOM, "/cx reopen I-2 because it is about another invoice")
    assert (part_of(stage, "I-2"), rows.state(stage, "I-2")[0]) == (None, "open")


JOINED = (
    "merge I-{new} with I-{old}", "merge I-{new} into I-{old}", "merge {new} with {old}",
    "join I-{new} to I-{old}", "I-{new} is a duplicate of I-{old}", "I-{new} same as I-{old}",
    "duplicate I-{new} of I-{old}", "merge I-{new}, I-{old}", "Merge i-{new} AND i-{old}",
)  # fmt: skip


def test_two_are_said_to_be_one_as_people_say_it(stage: Stage) -> None:
    for number, words in enumerate(JOINED):
        old, new = 2 * number + 1, 2 * number + 2
        stage.types(GRACE, TWICE)
        stage.types(GRACE, ALIKE)
        told = stage.types(GRACE, f"/cx {words.format(old=old, new=new)}")
        assert f"is joined to I-{old} Invoiced twice for October" in told, words
        assert (part_of(stage, f"I-{new}"), part_of(stage, f"I-{old}")) == (old, None), words


REFUSED = (
    ("merge I-1 with I-1", "I-1 is already the same as I-1. Name another issue"),
    ("merge I-1 with T-1", "T-1 is no issue, and only issues can be joined"),
    ("merge T-1 with I-1", "T-1 is no issue, and only issues can be joined"),
    ("merge I-1 with I-3", "I-3 is closed already: it is joined to I-1."),
    ("merge I-3 with I-1", "I-3 is closed already: it is joined to I-1."),
    ("merge I-2 with I-4", "I-4 is closed already: it was taken back."),
    ("merge I-2 with I-99", "There is no I-99."),
    ("merge I-2 with I-5", "I-5 is private."),
    ("merge I-1 with I-2 tomorrow", "“tomorrow”"),
    ("merge", "`/cx merge I-9 with I-3`"),
)


def test_a_ring_a_task_and_what_has_ended_are_refused(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Credit the invoice to @lee by friday for Acme")
    for said in (TWICE, ALIKE, TWICE, OTHER):
        stage.types(OMAR, said)
    stage.types(OMAR, "/cx merge I-3 with I-1")
    stage.types(OMAR, "/cx withdraw I-4")
    stage.types(MARIA, "/cx issue Salaries were paid twice in Billing privately")
    before = {ref: rows.state(stage, ref) for ref in ("I-1", "I-2", "I-3", "I-4", "I-5", "T-1")}
    for words, refusal in REFUSED:
        who = SARA if "I-5" in words else OMAR
        assert refusal in stage.types(who, f"/cx {words}"), words
        assert before == {ref: rows.state(stage, ref) for ref in before}, words
        parts = [part_of(stage, f"I-{number}") for number in range(1, 6)]
        assert parts == [None, None, 1, None, None], words


def test_what_was_joined_goes_along_and_a_stranger_to_it_may_not(stage: Stage) -> None:
    for said in (TWICE, ALIKE, OTHER):
        stage.types(GRACE, said)
    assert "Nothing was changed" in stage.types(SARA, "/cx merge I-3 with I-1")
    stage.types(GRACE, "/cx merge I-2 with I-1")
    told = stage.types(GRACE, "/cx merge I-1 with I-3")
    assert "Two customers wait for it now: Globex and Acme." in told
    assert "*Joined to it*\n• *I-1* Invoiced twice" in story(stage, LEE, "I-3")


def test_the_story_asks_with_which_and_knows_the_likeliest(stage: Stage) -> None:
    stage.types(GRACE, TWICE)
    stage.types(GRACE, ALIKE)
    story(stage, GRACE, "I-2")
    stage.clicks_in_form(GRACE, "Merge with…")
    assert "*Like this, and open*\n• I-1 Invoiced twice for October" in stage.sees_form(GRACE)
    assert "I-2 is already the same as I-2" in stage.fills_in(GRACE, **{"with": "I-2"})
    assert "There is no I-77" in stage.fills_in(GRACE, **{"with": "I-77"})
    stage.fills_in(GRACE, **{"with": "1"})
    assert part_of(stage, "I-2") == 1


def test_the_customer_of_what_is_private_stands_on_no_card(stage: Stage) -> None:
    stage.types(OMAR, TWICE)
    stage.types(OMAR, f"{ALIKE} privately")
    stage.types(OMAR, "/cx merge I-2 with I-1")
    stage.settle()
    assert not any("Globex" in card for card in stage.channel("#billing"))
    assert "Globex" not in story(stage, SARA, "I-1")
    assert "one issue that only some may see" in story(stage, SARA, "I-1")
