"""Whoever reports an issue reads which open one it looks like, and what solved others like it."""

from __future__ import annotations

import pytest

from tests import rows
from tests.cast import GRACE, LEE, MARIA, OMAR, SARA, TOM
from tests.stage import Stage

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
    assert "Looks like *I-1* Invoiced twice for October (Acme, waiting for an answer)." in told
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
