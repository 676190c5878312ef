"""What a digest told of a week stays so, whoever has it now and whatever became of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests import rows
from tests.cast import BEN, GRACE, LEE, MARIA, MONDAY, OMAR, SARA, TOM
from tests.stage import Stage

pytestmark = pytest.mark.both

WEEK = timedelta(days=7)
KEPT = {"missed the one promise": "0 of 1", "kept the one promise": "1 of 1"}
SHARE = re.compile(r"kept (?P<kept>[\d,]+ of [\d,]+) promises on the day")
BEFORE = re.compile(r"the week before: (?P<kept>[\d,]+ of [\d,]+)")


def digest(stage: Stage, channel: str = "#billing") -> str:
    """A digest that somebody asks for there, as the channel reads it."""
    before = len(stage.channel(channel))
    stage.types(OMAR, "/cx digest", channel)
    return "\n".join(stage.channel(channel)[before:])


def said(text: str) -> str:
    """What a digest says of promises kept on the day, and of the week before; empty for none."""
    share, before = SHARE.search(text), BEFORE.search(text)
    kept = share["kept"] if share else next((KEPT[each] for each in KEPT if each in text), "")
    return f"{kept}; {before['kept'] if before else 'nothing due'} the week before" if kept else ""


def test_a_miss_stays_with_the_department_that_had_it_on_the_day(stage: Stage) -> None:
    for words in ("Explain the invoice", "Send the credit note"):
        stage.types(BEN, f"/cx task {words} to @sara by friday for Acme")
    stage.types(BEN, "/cx task Write to the bank to @lee by thursday")
    stage.types(LEE, "/cx done T-3")
    stage.passes(until=MONDAY + WEEK)
    stage.types(BEN, "/cx task Write the report to @sara by friday")
    assert said(digest(stage)) == "1 of 3; nothing due the week before"
    stage.types(SARA, "/cx handoff T-1 to Logistics because They have the delivery notes")
    stage.clicks(TOM, "Take it over", "T-1")
    stage.types(OMAR, "/cx owner T-2 to @tom because He has the delivery notes")
    assert {rows.department(stage, ref) for ref in ("T-1", "T-2")} == {"Logistics"}
    assert said(digest(stage)) == "1 of 3; nothing due the week before"
    stage.passes(until=MONDAY + 2 * WEEK)
    assert said(digest(stage)) == "0 of 1; 1 of 3 the week before"
    assert said(digest(stage, "#logistics")) == ""


def test_an_issue_that_moves_leaves_its_miss_where_it_was(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Paid twice sev 2 for Acme in Billing")
    stage.types(MARIA, "/cx ack I-1")
    due = rows.item(stage, "I-1").due_at
    assert due
    stage.passes(until=due + timedelta(minutes=30))
    stage.types(BEN, "/cx task Call the bank to @sara by 2027-01-29")
    assert said(digest(stage)) == "", "the week of a digest ends at midnight"
    stage.passes(until=due + timedelta(hours=8))
    assert said(digest(stage)) == "0 of 1; nothing due the week before"
    stage.types(OMAR, "/cx edit I-1 department Logistics because They deliver it")
    stage.fills_in(OMAR)
    stage.types(BEN, "/cx task Write the report to @sara by friday")
    assert said(digest(stage)) == "0 of 1; nothing due the week before"
    stage.passes(until=due + WEEK + timedelta(hours=8))
    assert said(digest(stage)) == "0 of 1; 0 of 1 the week before"
    assert said(digest(stage, "#logistics")) == ""


def test_what_is_opened_again_has_a_day_of_its_own(stage: Stage) -> None:
    """What was kept stays kept and a no stays said; the new day is counted beside them."""
    stage.passes(hours=1)
    stage.types(OMAR, "/cx task Explain the invoice to @sara by friday for Acme")
    stage.types(SARA, "/cx done T-1")
    stage.types(OMAR, "/cx task Send the credit note to @lee by friday")
    stage.types(OMAR, "/cx task Waive the fee to @sara by friday")
    stage.types(SARA, "/cx no T-3 because Legal forbids it")
    stage.passes(until=MONDAY + WEEK)
    assert said(digest(stage)) == "1 of 2; nothing due the week before"
    no = "One promise was answered with a no and its reason; none the week before."
    assert no in digest(stage, "#executives")
    stage.types(OMAR, "/cx reopen T-1 by thursday because Acme still does not understand it")
    stage.types(LEE, "/cx done T-2")
    stage.types(OMAR, "/cx reopen T-2 by friday because It went to the wrong address")
    stage.types(LEE, "/cx done T-2")
    stage.types(OMAR, "/cx reopen T-3 by friday because Legal allows it now")
    stage.types(SARA, "/cx done T-3")
    assert said(digest(stage)) == "1 of 2; nothing due the week before"
    assert no in digest(stage, "#executives")
    stage.passes(until=MONDAY + 2 * WEEK)
    assert said(digest(stage)) == "2 of 3; 1 of 2 the week before"


def test_what_is_undone_never_was(stage: Stage) -> None:
    """Ten minutes in which a day may pass: the one thing that takes back what a day has shown."""
    stage.types(OMAR, "/cx task Explain the invoice to @sara by friday 17:00")
    stage.types(OMAR, "/cx task Send the credit note to @lee by friday 17:00")
    due = rows.item(stage, "T-1").due_at
    assert due
    stage.passes(until=due - timedelta(minutes=3))
    stage.types(SARA, "/cx done T-1")
    stage.types(MARIA, "/cx owner T-2 to @sara because Lee is ill")
    stage.passes(until=due + timedelta(minutes=3))
    stage.types(SARA, "/cx undo T-1")
    stage.passes(until=MONDAY + WEEK)
    stage.types(SARA, "/cx done T-1")
    assert said(digest(stage)) == "0 of 2; nothing due the week before"
