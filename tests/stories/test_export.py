"""What the company has done goes out as tables, and comes in again as it was."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot import importing
from handlers.customers import renewals
from handlers.front import setup
from handlers.front.imports import Order, Subject
from handlers.people import access
from handlers.promises import items, noes
from handlers.promises.noes import Weighed, WhoTells
from storage import causes, customers, invitations, people, surveys
from storage.database import Database
from tests.cast import BEN, DIEGO, MARIA, NORA, OMAR, SARA, TEAM, TOM, VICTOR
from tests.exported import TABLES, rows, written
from tests.stage import Stage
from tests.stories.test_losses import lead
from tests.test_exports import check_types

pytestmark = pytest.mark.both

TITLE = "=HYPERLINK(1)"
CAUSE = "dates are copied by hand"


def _live(stage: Stage) -> None:
    """A week of Brightwater's: tasks that end in every way, issues, a decision."""
    lead(stage, "Globex", BEN)
    stage.types(OMAR, "/cx setup currency EUR")
    stage.types(BEN, "/cx task Call Acme to @sara by friday for Acme because they wait")
    stage.types(BEN, f"/cx task {TITLE} sum to @tom by 2026-12-01 for Globex")
    stage.types(OMAR, "/cx task Print labels to @tom by friday 15:00")
    stage.types(BEN, "/cx task Send flowers to @sara by friday")
    stage.types(BEN, "/cx task Sort the letters to @sara by friday")
    stage.types(BEN, "/cx task Count stamps to @ben by friday")
    stage.types(DIEGO, "/cx issue Billed twice; =1+1 for Acme in Billing sev 2")
    stage.types(DIEGO, "/cx issue Nobody knows whose this is")
    stage.types(NORA, "/cx impact Close the depot", "#executives")
    stage.types(BEN, "/cx initiatives =1+1: a welcome call")
    stage.fills_in(BEN, department="Sales", owner=BEN, begins="2027-01-01", ends="2027-03-31")
    stage.closes(BEN)
    stage.types(BEN, "/cx initiatives Desk: a welcome call")
    stage.fills_in(BEN, department="Sales", owner=BEN, begins="2027-01-01", ends="2027-03-31")
    stage.closes(BEN)
    with stage.duly.database.write() as session:
        globex = customers.named(session, TEAM, "Globex")
        assert globex is not None
        renewals.ask(session, stage.now, globex, people.find(session, TEAM, BEN))
    stage.types(BEN, "/cx sale Acme")
    stage.fills_in(BEN, sold="=1+1", value="60 k")
    stage.closes(BEN)
    stage.types(BEN, "/cx lost Initech they said =1+1")
    stage.fills_in(BEN, stated="price")
    stage.closes(BEN)
    stage.types(OMAR, "/cx customer Globex")
    stage.clicks_in_form(OMAR, "Name them…")
    stage.fills_in(OMAR, name="=1+1")
    stage.closes(OMAR)
    stage.types(OMAR, "/cx customer Globex")
    stage.clicks_in_form(OMAR, "Open…", "P-1")
    stage.clicks_in_form(OMAR, "We spoke…")
    stage.fills_in(OMAR, said="=1+1")
    stage.closes(OMAR)
    stage.types(BEN, "/cx voices")
    stage.clicks_answer(BEN, "Add an answer…")
    stage.fills_in(BEN, customer="Globex", came="call", said="=1+1", score="3",
                   scale="recommend-10")  # fmt: skip
    stage.closes(BEN)
    for _ in range(5):
        stage.types(BEN, "/cx voices")
        stage.clicks_answer(BEN, "Add an answer…")
        stage.fills_in(BEN, customer="Globex", came="call", said="=1+1: a late invoice")
        stage.closes(BEN)
    with stage.duly.database.write() as session:
        survey = surveys.newest(session, TEAM, 1)[0]
        globex = customers.named(session, TEAM, "Globex")
        assert globex is not None
        session.add(surveys.SurveyResponse(
            team_id=TEAM, survey_id=survey.survey_id, customer_id=globex.customer_id,
            external_id="=1+1", score=2, answered_on=stage.now.date() - timedelta(days=30),
            received_at=stage.now, follow="waiting",
        ))  # fmt: skip
        invitations.invite(session, TEAM, survey.survey_id, [1], stage.now.date(), BEN)
    stage.types(OMAR, "/cx segments")
    stage.clicks_in_form(OMAR, "Rules…")
    stage.clicks_in_form(OMAR, "Add a rule…")
    stage.fills_in(OMAR, when="value", then="cannot lose", why="=1+1", **{"is": "480 k"})
    stage.fills_in(OMAR)
    stage.closes(OMAR)
    stage.types(OMAR, "/cx segments")
    stage.clicks_in_form(OMAR, "Add a flag…")
    stage.fills_in(OMAR, customer="Acme", review="2027-03-01", why="=1+1")
    stage.closes(OMAR)
    stage.types(OMAR, "/cx customer Globex")
    stage.clicks_in_form(OMAR, "Say why…")
    stage.fills_in(OMAR, tier="strategic", why="=1+1")
    stage.closes(OMAR)
    stage.types(OMAR, "/cx plan Acme 2027")
    stage.clicks_in_form(OMAR, "Write it…")
    stage.fills_in(OMAR, aim="=1+1")
    stage.closes(OMAR)
    stage.types(NORA, "/cx roadmap")
    stage.clicks_answer(NORA, "Write an outcome…")
    stage.fills_in(
        NORA, notice="=1+1", counted_as="Invoices", baseline="3.5 days", target="2 days",
        owner=SARA, quarter="2026-Q4",
    )  # fmt: skip
    stage.closes(NORA)
    stage.types(OMAR, "/cx customer Globex")
    stage.clicks_in_form(OMAR, "They need…")
    stage.fills_in(OMAR, term="=1+1", wanted="=1+1", source="=1+1", cost="5 k")
    stage.closes(OMAR)
    stage.passes(hours=1)
    stage.types(SARA, "/cx take T-1")
    stage.types(TOM, "/cx take T-2")
    stage.types(TOM, "/cx wait T-2 for customer until tomorrow because they sign first")
    stage.passes(hours=1)
    stage.types(SARA, "/cx done T-1 evidence https://acme.example/mail")
    stage.types(TOM, "/cx no T-3 because the printer is gone")
    stage.types(BEN, "/cx withdraw T-4")
    stage.types(SARA, "/cx handoff T-5 to Logistics because they have the letters")
    stage.types(TOM, "/cx return T-5 because they are with you")
    stage.types(MARIA, "/cx take I-1 by friday")
    stage.types(MARIA, "/cx concerns I-1 Globex, Initech")
    stage.types(MARIA, "/cx told I-1 for Globex the sum is checked")
    stage.types(MARIA, f"/cx prevented I-1 the sum is checked because {CAUSE}")
    stage.clicks(VICTOR, "Worse", "D-1")
    stage.fills_in(
        VICTOR, why="They wait longer", tiers=["key"], owner=TOM, task="Tell them", day="2026-11-27"
    )
    stage.types(NORA, "/cx prompt now")
    stage.types(OMAR, "/cx prompts pricing")
    stage.clicks_in_form(OMAR, "Switch off", "pricing-1")
    stage.closes(OMAR)
    stage.types(VICTOR, "/cx heard Acme they want one invoice")


def _some(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}


def test_a_week_goes_out_as_tables(stage: Stage) -> None:
    _live(stage)
    database = stage.duly.database
    found = {name: rows(database, name) for name in TABLES}
    # Nothing is frozen before a month is over: tests/stories/test_recounted.py.
    assert found.pop("scorecards") == found.pop("disputes") == found.pop("assessments") == []
    assert found.pop("areas") == [], "which come as they are: tests/stories/test_assessments.py"
    # Nor are reminders counted before a week is: tests/stories/test_yields.py.
    assert found.pop("yields") == found.pop("halvings") == found.pop("spared") == []
    for name, table in found.items():
        assert table, name
        check_types(name, table)
    (cause,) = found["causes"]
    assert _some(cause, "ref", "cause", "kind", "issues", "created_by") == {
        "ref": "C-1", "cause": CAUSE, "kind": None, "issues": 1, "created_by": MARIA,
    }  # fmt: skip
    tasks = {row["ref"]: row for row in found["tasks"]}
    assert tasks["T-1"] == {
        "ref": "T-1", "title": "Call Acme", "state": "done", "severity": 3, "customer": "Acme",
        "tier": "key", "department": "Billing", "owner": SARA, "owner_name": "Sara Novak",
        "reporter": BEN, "reporter_name": "Ben Fischer", "opened": "2026-11-23T09:00:00Z",
        "due": "2026-11-27T17:00:00Z", "due_day": "2026-11-27", "due_zone": "Europe/Berlin",
        "due_timed": False, "original_due": "2026-11-27T17:00:00Z", "promised_by": SARA,
        "acknowledged": tasks["T-1"]["acknowledged"], "closed": tasks["T-1"]["closed"],
        "reason": "", "audience": "department", "issue": None, "decision": None, "is_part": False,
        "is_prevention": False, "outcome": None,
        "source": "T-1",
        "let_in": None, "let_in_names": None, "issue_source": None, "weighed": None,
        "instead": None, "cost_avoided": None, "cost_caused": None, "currency": None,
        "teller": None, "tell_by": None, "heard": None,
    }  # fmt: skip
    assert tasks["T-1"]["acknowledged"].startswith("2026-11-23T10:0")
    assert tasks["T-1"]["closed"].startswith("2026-11-23T11:0")
    assert _some(tasks["T-3"], "state", "due", "due_timed", "reason") == {
        "state": "declined", "due": "2026-11-27T14:00:00Z", "due_timed": True,
        "reason": "the printer is gone",
    }  # fmt: skip
    assert _some(tasks["T-4"], "state", "owner_name") == {
        "state": "withdrawn", "owner_name": "Sara Novak",
    }  # fmt: skip
    assert [row["state"] for row in found["tasks"]] == [
        "done", "acknowledged", "declined", "withdrawn", "open", "acknowledged", "open",
    ]  # fmt: skip
    assert _some(tasks["T-7"], "title", "decision", "audience") == {
        "title": "Tell them", "decision": "D-1", "audience": "private",
    }  # fmt: skip
    [billed, unknown, *_] = found["issues"]
    assert _some(billed, "title", "state", "severity", "customer", "department", "owner") == {
        "title": "Billed twice; =1+1", "state": "acknowledged", "severity": 2, "customer": "Acme",
        "department": "Billing", "owner": MARIA,
    }  # fmt: skip
    assert (billed["reporter"], billed["reporter_name"]) == (DIEGO, "Diego Alvarez")
    assert _some(unknown, "department", "owner", "state") == {
        "department": None, "owner": None, "state": "open",
    }  # fmt: skip
    [decision] = found["decisions"]
    assert _some(decision, "ref", "state", "asked_by_name", "worse", "better") == {
        "ref": "D-1", "state": "answered", "asked_by_name": "Nora Lindqvist", "worse": 1,
        "better": 0,
    }  # fmt: skip
    [answer] = decision["answers"]
    assert _some(answer, "person", "impact", "tiers", "why") == {
        "person": VICTOR, "impact": "worse", "tiers": ["key"], "why": "They wait longer",
    }  # fmt: skip
    [given, *_] = [row for row in found["history"] if row["ref"] == "T-1"]
    assert _some(given, "actor_name", "noun", "verb", "owner", "customer", "tier", "state") == {
        "actor_name": "Ben Fischer", "noun": "task", "verb": "created", "owner": SARA,
        "customer": "Acme", "tier": "key", "state": "open",
    }  # fmt: skip
    [asked, *_] = [row for row in found["asks"] if row["ref"] == "T-1"]
    assert _some(asked, "kind", "person_name", "department", "outcome", "answered_by") == {
        "kind": "acknowledge", "person_name": "Sara Novak", "department": "Billing",
        "outcome": "answered", "answered_by": SARA,
    }  # fmt: skip
    billing = next(row for row in found["departments"] if row["name"] == "Billing")
    assert _some(billing, "lead", "deputy_name", "days", "opens", "closes", "channel") == {
        "lead": MARIA, "deputy_name": "Lee Park", "days": "Mon, Tue, Wed, Thu, Fri",
        "opens": "09:00", "closes": "18:00", "channel": "C0BILLING",
    }  # fmt: skip
    acme = next(row for row in found["customers"] if row["name"] == "Acme")
    assert _some(acme, "tier", "annual_value", "renewal", "currency") == {
        "tier": "key", "annual_value": 480_000, "renewal": "2027-03-01", "currency": "EUR",
    }  # fmt: skip
    sara = next(row for row in found["people"] if row["user"] == SARA)
    assert _some(sara, "name", "zone", "department", "gone") == {
        "name": "Sara Novak", "zone": "Europe/Berlin", "department": "Billing", "gone": False,
    }  # fmt: skip


def test_an_export_of_a_department_and_of_some_days(stage: Stage) -> None:
    _live(stage)
    database = stage.duly.database
    billing = rows(database, "tasks", department="Billing")
    assert [row["ref"] for row in billing] == ["T-1", "T-4", "T-5"]
    assert {row["department"] for row in rows(database, "asks", department="Billing")} == {
        "Billing"
    }
    happened = rows(database, "history", department="Billing")
    assert {row["ref"] for row in happened} == {"T-1", "T-4", "T-5", "I-1"}
    assert {row["department"] for row in rows(database, "people", department="Billing")} == {
        "Billing"
    }
    assert [row["name"] for row in rows(database, "departments", department="billing")] == [
        "Billing"
    ]
    stage.passes(days=1)
    start = stage.now
    stage.types(TOM, "/cx done T-2")
    assert [row["ref"] for row in rows(database, "tasks", since=start)] == ["T-2"]
    assert rows(database, "issues", since=start) == []
    assert rows(database, "decisions", since=start) == []
    assert {row["ref"] for row in rows(database, "asks", since=start)} == {"T-2"}
    assert {row["ref"] for row in rows(database, "history", since=start)} == {"T-2"}


# --- what goes out comes in again ---

READ_AGAIN: dict[Subject, tuple[str, ...]] = {
    Subject.DEPARTMENTS: (
        "name", "lead", "deputy", "channel", "days", "opens", "closes", "country", "words",
    ),
    Subject.CUSTOMERS: (
        "name", "tier", "annual_value", "renewal", "region", "product", "vertical",
        "decision_maker", "account_lead", "account_lead_name", "currency", "watched", "sponsor",
    ),
    Subject.CAUSES: (
        "cause", "kind", "department", "decider", "created_by", "created", "joined_to_cause",
    ),
    Subject.ISSUES: (
        "title", "story", "state", "severity", "customer", "tier", "touchpoint", "department",
        "owner", "reporter", "opened", "due", "acknowledged", "closed", "reason", "audience",
        "source", "let_in", "let_in_names", "cause", "weighed", "instead", "cost_avoided",
        "cost_caused", "currency", "teller", "tell_by", "heard",
    ),
    Subject.TASKS: (
        "title", "state", "severity", "customer", "tier", "department", "owner", "reporter",
        "opened", "due", "due_day", "acknowledged", "closed", "reason", "audience",
        "source", "let_in", "issue_source", "is_part", "is_prevention", "weighed", "instead",
        "cost_avoided", "cost_caused", "currency", "teller", "tell_by", "heard",
    ),
}  # fmt: skip
"""Table → the columns that are the same after an export and an import into an empty workspace."""


@pytest.fixture
def elsewhere(stage: Stage, tmp_path: Path, sqlite_settled: Path) -> Database:
    """The same people in a workspace where nothing has happened yet."""
    copy = tmp_path / "elsewhere.sqlite3"
    copy.write_bytes(sqlite_settled.read_bytes())
    return Database(f"sqlite:///{copy}")


def _go_on(stage: Stage) -> None:
    """What closes a loop besides: a part, a task that prevents, two causes that are one, noes."""
    stage.types(OMAR, "/cx involve I-1 Logistics because their list is wrong, too")
    stage.types(DIEGO, "/cx issue Paid twice for Globex in Billing sev 2")
    stage.types(MARIA, "/cx take I-3 by friday")
    stage.types(MARIA, "/cx prevented I-3 the list is checked because somebody types it")
    stage.types(MARIA, "/cx merge C-2 with C-1")
    with stage.duly.database.write() as session:
        found = causes.numbered(session, TEAM, 1)
        assert found
        found.kind, found.decider_id = "process", OMAR
        session.add(found)
    stage.types(DIEGO, "/cx issue No invoice for Globex in Billing sev 3")
    stage.types(BEN, "/cx task Write to Globex to @sara by friday for Globex")
    for ref, who in (("I-4", MARIA), ("T-9", SARA)):
        with stage.duly.database.write() as session:
            actor = access.recognise(session, TEAM, who)
            said = Weighed(WhoTells.ASKER, "friday", "Two weeks\nof work", "=1; a call", 4_000, 7)
            held = items.get(session, actor, ref)
            noes.decline(session, stage.now, actor, held, "nobody needs it", said)
    stage.types(BEN, "/cx told T-9 we cannot")
    stage.settle()


def test_what_goes_out_comes_in_again_elsewhere(
    stage: Stage, elsewhere: Database, tmp_path: Path
) -> None:
    _live(stage)
    _go_on(stage)
    with elsewhere.write() as session:
        setup.name_currency(session, stage.now, TEAM, "EUR")
    for subject, same in READ_AGAIN.items():
        name = str(subject)
        _bring(elsewhere, subject, written(stage.duly.database, name), tmp_path, stage.now)
        before = _known(rows(stage.duly.database, name), same)
        assert _known(rows(elsewhere, name), same) == before, name
        # And once more, from there.
        again = _bring(elsewhere, subject, written(elsewhere, name), tmp_path, stage.now)
        assert (again.tally.added, again.tally.updated) == (0, 0), name


def test_an_export_that_comes_back_to_where_it_was_written_changes_nothing(
    stage: Stage, tmp_path: Path
) -> None:
    _live(stage)
    database = stage.duly.database
    before = [rows(database, name) for name in ("tasks", "issues")]
    for subject in (Subject.TASKS, Subject.ISSUES):
        said = written(database, str(subject))
        again = _bring(database, subject, said, tmp_path, stage.now)
        assert (again.tally.added, again.tally.already_there) == (0, said.count("\r\n") - 1)
        assert again.is_whole
        edited = said.replace("Call Acme", "Call Acme twice").replace("Billed", "Charged")
        [change] = _bring(database, subject, edited, tmp_path, stage.now).tally.changed
        assert change.reason.startswith("It is here as ")
    assert [rows(database, name) for name in ("tasks", "issues")] == before


def test_a_thing_of_elsewhere_is_none_of_ours_though_it_has_its_number_and_its_day(
    stage: Stage, tmp_path: Path
) -> None:
    row = "{},{},sara,2026-12-01,2026-11-20,{}\r\n"
    head = "ref,title,owner,due,opened,source\r\n"
    ours = head + row.format("T-5", "Call", "T-5")
    theirs = head + row.format("T-1", "Write", "T-1")
    database = stage.duly.database
    assert _bring(database, Subject.TASKS, ours, tmp_path, stage.now).tally.added == 1
    assert _bring(database, Subject.TASKS, theirs, tmp_path, stage.now).tally.added == 1
    assert [(row["ref"], row["title"]) for row in rows(database, "tasks")] == [
        ("T-1", "Call"), ("T-2", "Write"),
    ]  # fmt: skip


def _bring(
    database: Database, subject: Subject, said: str, folder: Path, now: datetime
) -> importing.Report:
    path = folder / f"{subject}.csv"
    path.write_text(said, encoding="utf-8", newline="")
    report = importing.run(
        database, TEAM, path, Order(subject), clock=lambda: now, console=Console(quiet=True),
        folder=folder,
    )  # fmt: skip
    assert [each.reason for each in report.tally.rejected] == []
    return report


def _known(found: list[dict[str, Any]], names: tuple[str, ...]) -> list[dict[str, Any]]:
    picked = [_some(row, *names) for row in found]
    names_it = ("source", "name", "cause")
    return sorted(picked, key=lambda row: next(str(row[name]) for name in names_it if name in row))
