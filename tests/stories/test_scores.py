"""A scorecard says how a department kept what was promised, and leads to the very things."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import BEN, GRACE, LEE, MARIA, MONDAY, NORA, OMAR, SARA, TOM
from tests.stage import Stage

WEEK = timedelta(days=7)


def give(stage: Stage, number: int, to: str = "@sara", words: str = "Explain invoice") -> None:
    for each in range(1, number + 1):
        stage.types(BEN, f"/cx task {words} {each} to {to} by friday for Acme")


def test_a_department_reads_how_it_kept_what_it_promised(stage: Stage) -> None:
    give(stage, 12)
    for each in range(1, 10):
        stage.types(SARA, f"/cx done T-{each}")
    stage.passes(until=MONDAY + WEEK)
    read = stage.types(SARA, "/cx score")
    assert read.startswith(
        "Billing, November 2026 so far: 9 of 12 promises kept on the day\n"
        "1 Nov to 30 Nov · trial: shown, not paid\n"
        "Measure | November | October | of\n"
        "Kept on the day first given | 75 %, likely 47 to 91 % | – | 12\n"
    ), read
    assert "\nAnswered in time | 75 %, likely 47 to 91 % | – | 12\n" in read
    assert "Nothing to count: told in time," in read
    assert stage.types(NORA, "/cx score november for Billing") == read
    assert stage.types(SARA, "/cx score this month", "#billing") == read
    stage.types(TOM, "/cx score Billing")
    stage.clicks_answer(TOM, "Where does this come from…")
    assert "Kept on the day first given" in stage.sees_form(TOM)
    page = stage.clicks_in_form(TOM, "Open…", "kept_first/" + carried(stage))
    assert "*T-10 Explain invoice 10*\nFri 27 Nov · missed" in page, page
    assert "*T-1 Explain invoice 1*\nFri 27 Nov · kept" in page
    assert "Sara" not in page, "nobody else reads whose it was"
    again = stage.clicks_in_form(TOM, "All figures…")
    assert "likely 47 to 91 %" in again


def carried(stage: Stage) -> str:
    """What the button of the form on top carries that leads to the things behind a figure."""
    view = stage.workspace.view(TOM)
    assert view
    return f"{view.body['private_metadata']}|0"


def test_the_lead_reads_of_one_person_and_nobody_else_does(stage: Stage) -> None:
    give(stage, 2)
    give(stage, 1, "@lee")
    stage.types(SARA, "/cx done T-1")
    stage.passes(until=MONDAY + WEEK)
    mine = stage.types(SARA, "/cx score @sara")
    assert mine.startswith("Sara Novak, November 2026 so far: 1 of 2 promises kept on the day")
    assert "held in Billing" in mine
    assert "\nKept on the day first given | too few | – | 2 of 10\n" in mine
    assert "%" not in mine
    assert stage.types(MARIA, "/cx score @sara") == mine
    for other in (OMAR, TOM, NORA, GRACE):
        said = stage.types(other, "/cx score @sara")
        assert "The scorecard of Sara Novak is for themselves" in said
    assert stage.types(LEE, "/cx score @sara") == mine, "the deputy stands in for the lead"


def test_a_miss_stays_with_who_held_it(stage: Stage) -> None:
    give(stage, 1)
    stage.passes(until=MONDAY + timedelta(days=9))
    before = stage.types(MARIA, "/cx score Billing november")
    stage.types(OMAR, "/cx owner T-1 to @tom because He has the delivery notes")
    stage.types(TOM, "/cx done T-1")
    assert stage.types(MARIA, "/cx score Billing november") == before
    assert stage.types(TOM, "/cx score Product november") == (
        "Product, November 2026\n"
        "1 Nov to 30 Nov · trial: shown, not paid\n"
        "No figures yet: the first quarter ends on Thu 31 Dec."
    )
    assert "Nothing counts here in this time." in stage.types(MARIA, "/cx score Billing october")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/cx score Biling", "Did you mean Billing?"),
        ("/cx score Billing december 2026", "December 2026 has not begun"),
        ("/cx score Q1 2027 Billing", "The first quarter of 2027 has not begun"),
        ("/cx score Billing 2026-11-20 to 2026-11-01", "Sun 1 Nov 2026 is before Fri 20 Nov 2026"),
        ("/cx score 2020-01-01 to 2026-11-01", "more than a year"),
        ("/cx score", "Whose scorecard?"),
        ("/cx score @sara @lee", "one scorecard at a time"),
        ("/cx score Billing in the year of the snake", "I can't read “Billing in the year"),
        ("/cx score <!channel> *bold* of nothing", "I can't read"),
        ("/cx score @omar", "is in no department yet"),
        ("/cx score Billing 2026-13", "I can't read"),
    ],
)
def test_what_is_typed_wrong_is_said(stage: Stage, typed: str, told: str) -> None:
    said = stage.types(OMAR, typed)
    assert told in said, said


def test_private_things_are_counted_only(stage: Stage) -> None:
    stage.types(BEN, "/cx task Explain the secret fee to @sara by friday for Acme")
    stage.types(BEN, "/cx private T-1")
    stage.passes(until=MONDAY + WEEK)
    stage.types(TOM, "/cx score Billing")
    stage.clicks_answer(TOM, "Where does this come from…")
    page = stage.clicks_in_form(TOM, "Open…", "kept_first/" + carried(stage))
    assert "secret" not in page
    assert "One of these is private, and is counted only." in page
