"""All causes stand in one list, and two that are one are joined, and can be taken apart again."""

from __future__ import annotations

import pytest

from tests.cast import GRACE, MARIA, NORA, OMAR, SARA, TEAM, TOM
from tests.replay import replayed, rows_told_otherwise
from tests.stage import Stage
from tests.stories.test_causes import COPIED, cause, happens
from tests.stories.test_causes_known import changes, known

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MAIL = "Nobody reads the mail"


def test_all_causes_stand_in_one_list_and_what_comes_most_stands_first(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    happens(stage, "Date wrong for Globex")
    happens(stage, "No answer for Initech", MAIL)
    changes(stage, MARIA, kind="A process, how we work", department="Logistics", decider=NORA)
    stage.closes(MARIA)
    stage.types(SARA, "/cx causes")
    said = stage.sees_form(SARA)
    assert "Two causes. What came most in the last 90 days stands first." in said
    assert "Of three issues with a known cause in that time, one repeats one." in said
    first, second = said.index("*C-1 Contract dates"), said.index("*C-2 Nobody reads the mail*")
    assert first < second
    assert "two in 90 days · a process, how we work · Logistics could have prevented it" in said
    assert "@nora decides about it" in said
    assert "Globex and Acme wait because of it" in said
    assert "“dates are read from the contract” (I-2, @maria" in said
    stage.clicks_in_form(SARA, "Open…", "C-2")
    assert "*C-2 Nobody reads the mail*" in stage.sees_form(SARA)
    stage.clicks_in_form(SARA, "All causes…")
    assert "Two causes." in stage.sees_form(SARA)
    assert "Two causes." in stage.says(SARA, "causes")


@on_sqlite
def test_it_says_whether_what_prevents_them_held(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    stage.types(MARIA, "/cx causes")
    assert "Nothing has come because of it since." in stage.sees_form(MARIA)
    stage.closes(MARIA)
    stage.passes(days=10)
    stage.types(GRACE, "/cx issue Date wrong for Globex in Billing sev 2")
    stage.types(OMAR, f"/cx prevented I-2 dates are checked because {COPIED}")
    stage.passes(days=91)
    stage.types(MARIA, "/cx causes")
    assert "“dates are checked” (I-2, @omar" in stage.sees_form(MARIA)
    assert "It held for 90 days." in stage.sees_form(MARIA)


@on_sqlite
def test_a_cause_of_private_issues_is_counted_and_not_said(stage: Stage) -> None:
    assert "Nobody has said yet why anything happened." in _causes(stage, TOM)
    happens(stage, "Invoiced twice for Acme")
    stage.types(OMAR, "/cx private I-1")
    said = _causes(stage, TOM)
    assert "*C-1* one in 90 days. All of them are private." in said
    assert "Contract dates" not in said
    assert "Contract dates" in _causes(stage, MARIA)


def _causes(stage: Stage, user: str) -> str:
    stage.closes(user)
    stage.types(user, "/cx causes")
    return stage.sees_form(user)


def test_two_causes_that_are_one_are_joined_and_taken_apart_again(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    happens(stage, "Date wrong for Globex", "Somebody types the dates by hand")
    said = changes(stage, MARIA, "C-2", cause_words=COPIED)
    assert "If they are one: /cx merge C-2 with C-1." in said
    stage.closes(MARIA)
    said = stage.types(MARIA, "/cx merge C-2 with C-1")
    assert "C-2 Somebody types the dates by hand is joined to C-1 Contract dates" in said
    assert "second of its cause in 90 days" in stage.channel("#billing")[1]
    assert (
        "*Cause C-1* Contract dates are copied by hand. Also in I-1."
        in stage.channel("#billing")[1]
    )
    happens(stage, "Price wrong for Initech", "somebody types the dates by hand")
    found = cause(stage, 3)
    assert found
    assert found.ref == "C-1", "its other name leads to it as well"
    stage.types(TOM, "/cx C-2")
    assert "*C-1 Contract dates" in stage.sees_form(TOM)
    assert "Joined to it: *C-2* Somebody types the dates by hand" in stage.sees_form(TOM)
    stage.clicks_answer(MARIA, "Take apart", "C-2")
    assert known(stage, 2).joined_to is None
    assert "second of its cause" in stage.channel("#billing")[2], "I-3 is C-1's"
    assert "of its cause" not in stage.channel("#billing")[1]
    with stage.duly.database.read() as session:
        assert replayed(session, TEAM).differing == []
        assert rows_told_otherwise(session, TEAM) == []


@on_sqlite
def test_they_are_joined_in_a_form_as_well(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    happens(stage, "Date wrong for Globex", MAIL)
    stage.types(TOM, "/cx cause C-2")
    stage.clicks_in_form(TOM, "Join to another…")
    assert list(stage.finds(TOM, "cause", "dates")) == [f"C-1 {COPIED}"]
    stage.fills_in(TOM, cause=f"C-1 {COPIED}")
    assert known(stage, 2).joined_to == known(stage).cause_id
    stage.closes(TOM)
    stage.types(TOM, "/cx cause C-1")
    stage.clicks_in_form(TOM, "Take apart", "C-2")
    assert known(stage, 2).joined_to is None


@on_sqlite
@pytest.mark.parametrize(
    ("user", "said", "answer"),
    [
        (MARIA, "merge C-1 with C-1", "C-1 is one cause already"),
        (MARIA, "merge C-1 with C-9", "I don't know a cause called “C-9”"),
        (MARIA, "merge C-1 with I-1", "I don't know a cause called"),
        (SARA, "merge C-1 with C-2", "That is for a department lead or the CCO"),
        (TOM, "cause C-2 into C-1", "is joined to C-1"),
        (TOM, "cause C-2 is the same as C-1", "is joined to C-1"),
    ],
)
def test_who_may_join_what(stage: Stage, user: str, said: str, answer: str) -> None:
    happens(stage, "Invoiced twice for Acme")
    happens(stage, "Date wrong for Globex", MAIL)
    assert answer in stage.types(user, f"/cx {said}")
    assert (known(stage, 2).joined_to is not None) == ("is joined" in answer)


@on_sqlite
def test_what_was_joined_goes_along_and_is_one_already(stage: Stage) -> None:
    for what, why in (("Invoiced twice", COPIED), ("Date wrong", MAIL), ("Fee wrong", "Haste")):
        happens(stage, f"{what} for Acme", why)
    stage.types(MARIA, "/cx merge C-3 with C-2")
    stage.types(MARIA, "/cx merge C-2 with C-1")
    assert {known(stage, number).joined_to for number in (2, 3)} == {known(stage).cause_id}
    assert "C-1 is one cause already" in stage.types(MARIA, "/cx merge C-1 with C-3")
    assert "C-2, which is joined to C-1, is called that" in changes(
        stage, MARIA, "C-1", cause_words=MAIL
    )


@on_sqlite
def test_who_sees_no_issue_of_a_cause_neither_joins_nor_finds_it(stage: Stage) -> None:
    happens(stage, "Invoiced twice for Acme")
    happens(stage, "Date wrong for Globex", MAIL)
    stage.types(OMAR, "/cx private I-1")
    assert "C-1 is the cause of what is private" in stage.types(TOM, "/cx merge C-2 with C-1")
    stage.types(TOM, "/cx cause C-2")
    stage.clicks_in_form(TOM, "Join to another…")
    assert list(stage.finds(TOM, "cause")) == [f"C-2 {MAIL}"]
