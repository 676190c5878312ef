"""What was to keep an issue from coming back is checked 30, 60 and 90 days after it was closed."""

from __future__ import annotations

from datetime import datetime

import pytest

from storage import issues
from storage.issues import Issue
from tests import rows
from tests.cast import GRACE, LEE, MARIA, OMAR, TEAM, TOM
from tests.replay import replayed
from tests.stage import Stage
from tests.stories.test_story import happened, story

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def closed(stage: Stage) -> datetime:
    """Grace reports it, Maria corrects and prevents it, and it is closed: when that was."""
    stage.types(GRACE, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.types(MARIA, "/cx take I-1")
    stage.types(MARIA, "/cx prevented I-1 dates are read from the contract because of copying")
    stage.types(MARIA, "/cx done I-1")
    stage.types(GRACE, "/cx told I-1 the credit comes on Friday")
    stage.types(GRACE, "/cx verified I-1")
    at = issue(stage).closed_at
    assert at
    return at


def issue(stage: Stage) -> Issue:
    with stage.duly.database.read() as session:
        found = issues.find(session, TEAM, 1)
        assert found
        return found


def days_after(stage: Stage, at: datetime) -> int | None:
    """How many days after this the next check is planned."""
    planned = issue(stage).check_at
    return (planned - at).days if planned else None


def test_whoever_reported_it_is_asked_after_30_60_and_90_days_whether_it_held(
    stage: Stage,
) -> None:
    at = closed(stage)
    assert days_after(stage, at) == 30
    stage.passes(days=29)
    assert rows.owed(stage, "I-1") == {}
    for following in (60, 90, None):
        stage.passes(days=2 if following == 60 else 30)
        assert rows.owed(stage, "I-1") == {"check": GRACE}
        assert days_after(stage, at) == following
        stage.passes(days=1)
        assert "[It held] [It came back…] [Somebody else…] [Open…]" in stage.reads(GRACE)[-1]
        stage.clicks(GRACE, "It held", "I-1")
        assert rows.owed(stage, "I-1") == {}
    stage.passes(days=60)
    assert rows.owed(stage, "I-1") == {}
    assert rows.state(stage, "I-1") == ("done", MARIA)
    told = "\n".join(happened(story(stage, MARIA, "I-1")))
    assert told.count("@grace saw that it held") == 3
    with stage.duly.database.read() as session:
        assert replayed(session, TEAM).differing == []


@on_sqlite
def test_it_came_back_and_its_whole_loop_begins_again(stage: Stage) -> None:
    closed(stage)
    stage.passes(days=32)
    stage.clicks(GRACE, "It came back…", "I-1")
    stage.fills_in(GRACE, reason="Acme got two invoices again")
    row = issue(stage)
    assert rows.state(stage, "I-1") == ("open", MARIA)
    assert (row.check_at, row.prevented_at, row.corrected_at) == (None, None, None)
    assert rows.owed(stage, "I-1") == {"acknowledge": MARIA}
    with stage.duly.database.read() as session:
        assert replayed(session, TEAM).differing == []
    stage.types(MARIA, "/cx take I-1")
    stage.types(MARIA, "/cx done I-1")
    assert rows.owed(stage, "I-1") == {"inform": GRACE, "prevent": MARIA, "verify": GRACE}


@on_sqlite
def test_it_can_be_said_in_words_with_what_was_seen(stage: Stage) -> None:
    closed(stage)
    stage.passes(days=31)
    assert "Noted that it held: I-1" in stage.types(GRACE, "/cx held I-1 three right invoices")
    assert "three right invoices" in story(stage, GRACE, "I-1")
    assert "that it held." in stage.types(GRACE, "/cx undo I-1")
    assert rows.owed(stage, "I-1") == {"check": GRACE}
    stage.types(GRACE, "/cx reopen I-1 because Acme got two again")
    assert issue(stage).prevented_at is None
    stage.types(GRACE, "/cx undo I-1")
    assert rows.state(stage, "I-1") == ("done", MARIA)
    assert rows.owed(stage, "I-1") == {"check": GRACE}
    assert issue(stage).prevented_at
    assert issue(stage).check_at
    with stage.duly.database.read() as session:
        assert replayed(session, TEAM).differing == []


@on_sqlite
def test_whoever_prevented_it_does_not_say_that_it_held(stage: Stage) -> None:
    closed(stage)
    stage.passes(days=31)
    assert "somebody else says whether it held" in stage.types(MARIA, "/cx held I-1")
    assert "That is for" in stage.types(TOM, "/cx held I-1")
    assert rows.owed(stage, "I-1") == {"check": GRACE}


@on_sqlite
def test_what_its_reporter_prevented_themselves_is_checked_by_somebody_else(stage: Stage) -> None:
    stage.types(OMAR, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.types(MARIA, "/cx take I-1")
    stage.types(LEE, "/cx prevented I-1 dates are read because of copying")
    stage.types(MARIA, "/cx done I-1")
    stage.types(OMAR, "/cx told I-1 the credit comes")
    stage.types(OMAR, "/cx verified I-1")
    stage.passes(days=31)
    assert rows.owed(stage, "I-1") == {"check": MARIA}


@on_sqlite
def test_a_question_that_nobody_answers_is_not_asked_twice(stage: Stage) -> None:
    closed(stage)
    stage.passes(days=61)
    assert len([ask for ask in rows.asks(stage, "I-1") if ask.kind == "check"]) == 1
    assert rows.owed(stage, "I-1") == {"check": GRACE}


@on_sqlite
def test_before_its_day_nobody_is_asked_and_says_so(stage: Stage) -> None:
    at = closed(stage)
    assert "Nothing was changed" in stage.types(GRACE, "/cx held I-1")
    assert days_after(stage, at) == 30
    stage.types(GRACE, "/cx task Call to @sara by friday")
    assert "is a task" in stage.types(GRACE, "/cx held T-1")
    assert "held I-7" in stage.types(GRACE, "/cx held")


@on_sqlite
def test_what_is_opened_again_or_undone_is_not_checked(stage: Stage) -> None:
    at = closed(stage)
    stage.types(GRACE, "/cx undo I-1")
    assert issue(stage).check_at is None
    stage.types(GRACE, "/cx verified I-1")
    assert days_after(stage, at) == 30
    stage.types(GRACE, "/cx reopen I-1 because it was the wrong invoice")
    assert issue(stage).check_at is None
    assert issue(stage).prevented_at, "nobody said that it came back"
    stage.passes(days=40)
    assert "check" not in rows.owed(stage, "I-1")


@on_sqlite
def test_what_closes_without_a_prevention_is_not_checked(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Typo in Billing sev 4")
    stage.types(MARIA, "/cx take I-1")
    stage.types(MARIA, "/cx done I-1")
    assert rows.state(stage, "I-1")[0] == "done"
    assert issue(stage).check_at is None


@on_sqlite
def test_once_its_cause_has_come_back_nobody_is_asked_whether_it_held(stage: Stage) -> None:
    at = closed(stage)
    stage.passes(days=10)
    stage.types(GRACE, "/cx issue Invoiced twice for Globex in Billing sev 2")
    stage.types(OMAR, "/cx prevented I-2 dates are checked because of copying")
    stage.passes(days=25)
    assert "check" not in rows.owed(stage, "I-1")
    assert days_after(stage, at) == 60
    stage.types(MARIA, "/cx cause copying")
    assert "Two issues in the last 90 days." in stage.sees_form(MARIA)
    stage.types(GRACE, "/cx withdraw I-2")
    stage.passes(days=30)
    assert rows.owed(stage, "I-1") == {"check": GRACE}, "it had not come back"
