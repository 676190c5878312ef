"""Rows are known again by their source, and an import can be taken back by its number."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from bot import importing
from bot.bringing import ImportUndone
from bot.importing import Report
from bot.routes import REGISTERS
from handlers.front.imports import Subject, identity, reports
from handlers.promises import editing, lifecycle, moves
from handlers.speech.errors import UserError
from storage import counters, issues, people, tasks
from storage import imports as imported
from storage.asks import Ask
from storage.customers import Customer
from storage.history import Event
from storage.imports import Import, ImportedRow
from storage.issues import Issue
from storage.people import Person
from storage.tasks import Task
from tests import cast
from tests.importer import NOW, Importer, rows_of

# --- what a row is known by ---


@pytest.mark.parametrize(
    ("said", "file", "source"),
    [
        ("", "tickets.csv", "tickets"),
        ("", "Tickets_2026-11-26.csv", "tickets"),
        ("", "tickets-20261126.CSV", "tickets"),
        ("", "tickets 2026.11.26 (3).csv", "tickets"),
        ("", "tickets (1).rejected.csv", "tickets"),
        ("", "part1.csv", "part1"),
        ("", "2026-11-26.csv", "file"),
        ("", "Zendesk export/all.csv", "zendesk export-all"),
        ("Zendesk", "tickets.csv", "zendesk"),
        (" zen\ndesk ", "tickets.csv", "zen desk"),
        ("x" * 90, "tickets.csv", "x" * 40),
    ],
)
def test_a_source_is_named_by_somebody_or_after_the_file(said: str, file: str, source: str) -> None:
    assert identity.source_of(said, file) == source


def test_two_files_with_the_same_ids_are_two_sources(bring: Importer) -> None:
    bring(Subject.ISSUES, "id,title\n1,Late\n2,Broken", file="a.csv")
    other = bring(Subject.ISSUES, "id,title\n1,Wrong bill\n2,No answer", file="b.csv")
    again = bring(Subject.ISSUES, "id,title\n1,Wrong bill\n2,No answer", file="b-2026-12-01.csv")
    assert (other.tally.added, other.tally.already_there) == (2, 0)
    assert (again.tally.added, again.tally.already_there) == (0, 2)
    titles = [issue.title for issue in rows_of(bring.database, Issue)]
    assert titles == ["Late", "Broken", "Wrong bill", "No answer"]


def test_one_name_for_two_files_makes_them_one_source(bring: Importer) -> None:
    bring(Subject.TASKS, "id,title,owner,due\n7,Call,tom,2026-12-01", file="a.csv", source="jira")
    same = bring(
        Subject.TASKS, "id,title,owner,due\n7.0,Call,tom,2026-12-01", file="b.csv", source="Jira"
    )
    assert (same.tally.added, same.tally.already_there, same.is_whole) == (0, 1, True)
    [task] = rows_of(bring.database, Task)
    assert task.source == "import:1:jira/7"


def test_the_same_id_with_other_words_is_said_and_changes_nothing(bring: Importer) -> None:
    bring(Subject.ISSUES, "id,title,severity,color\n1,Late,3,red\n2,Broken,3,red")
    report = bring(Subject.ISSUES, "id,title,severity,color\n1,Late,1,red\n2,Broken,3,blue")
    assert (report.tally.added, report.tally.already_there) == (0, 1)
    assert [(each.row.number, each.reason) for each in report.tally.changed] == [
        (
            2,
            (
                "It is here as I-1, and says something else in “severity”. I-1 stays as it is; "
                "--update brings that in."
            ),
        )
    ]
    assert not report.is_whole
    assert "1 here with other words" in " ".join(bring.printed.split())
    assert {issue.severity for issue in rows_of(bring.database, Issue)} == {3}
    assert report.rejected_file is not None
    assert "1,Late,1" in report.rejected_file.read_text(encoding="utf-8-sig")


def test_two_rows_of_one_id_in_a_file_are_said(bring: Importer) -> None:
    report = bring(Subject.ISSUES, "id,title\n1,Late\n1,Broken\n1,Late")
    assert (report.tally.added, report.tally.already_there) == (1, 1)
    [twice] = report.tally.changed
    assert (twice.row.number, twice.reason) == (
        3, "Another row of this file has the same id and says something else.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "text", "added"),
    [
        ("import:1", "id,title\n1,Late", 0),
        ("import:1", "id,title\n1,Broken", 1),
        ("import:row-" + hashlib.sha256(b"['color=red', 'title=Late']").hexdigest()[:32],
         "title,color\nLate,red", 0),
    ],
)  # fmt: skip
def test_what_came_in_before_sources_had_names_is_known_again(
    bring: Importer, before: str, text: str, added: int
) -> None:
    """By its id and title: another file with the same ids brings other titles."""
    with bring.database.write() as session:
        number = counters.next_number(session, cast.TEAM, "issue")
        session.add(
            Issue(
                team_id=cast.TEAM, number=number, title="Late", created_by=cast.OMAR,
                created_at=NOW, source=before,
            )
        )  # fmt: skip
        imported.remember(
            session,
            [ImportedRow(team_id=cast.TEAM, noun="issue", key=before, number=1, import_number=0)],
        )
    first = bring(Subject.ISSUES, text)
    second = bring(Subject.ISSUES, text)
    assert (first.tally.added, first.tally.already_there) == (added, 1 - added)
    assert (second.tally.added, second.tally.already_there) == (0, 1)
    assert len(rows_of(bring.database, Issue)) == 1 + added


# --- taken back ---


def later(minutes: int) -> Callable[[], datetime]:
    return lambda: NOW + timedelta(minutes=minutes)


def test_an_import_is_taken_back_but_for_what_somebody_has_touched(bring: Importer) -> None:
    text = (
        "id,title,owner,due\n1,Call,tom,2026-12-01\n2,Write,tom,2026-12-01\n3,Fix,sara,2026-12-02"
    )
    bring(Subject.TASKS, text)
    with bring.database.write() as session:
        touched = tasks.find(session, cast.TEAM, 2, lock=True)
        tom = people.find(session, cast.TEAM, cast.TOM)
        assert touched
        assert tom
        lifecycle.make(
            session, NOW + timedelta(minutes=5), moves.NOTE, touched, tom, words="I have begun"
        )
    done = importing.undo(bring.database, cast.TEAM, 1, "", clock=later(9))
    assert done == ImportUndone(2, ("T-2",), ())
    states = sorted((task.number, task.state) for task in rows_of(bring.database, Task))
    assert states == [(1, "withdrawn"), (2, "open"), (3, "withdrawn")]
    open_asks = [each.number for each in rows_of(bring.database, Ask) if not each.answered_at]
    assert set(open_asks) == {2}
    [run] = rows_of(bring.database, Import)
    assert run.undone_at == NOW + timedelta(minutes=9)
    [event] = [each for each in rows_of(bring.database, Event) if each.verb == "undone"]
    assert event.details == {"which": 1, "file": "list.csv", "taken_back": 2, "kept": 1}

    again = bring(Subject.TASKS, text, clock=later(20))
    assert (again.tally.added, again.tally.already_there) == (2, 1)
    done = importing.undo(bring.database, cast.TEAM, 1, "", clock=later(30))
    assert done == ImportUndone(0, ("T-2",), ())


def test_closed_ones_of_the_past_are_taken_back_as_well(bring: Importer) -> None:
    bring(
        Subject.TASKS,
        "id,title,owner,due,created,done\n1,Call,tom,2026-11-20,2026-11-18,2026-11-19",
    )
    done = importing.undo(bring.database, cast.TEAM, 1, "omar", clock=later(9))
    assert done == ImportUndone(1, (), ())
    assert [task.state for task in rows_of(bring.database, Task)] == ["withdrawn"]


def test_an_import_that_never_was_is_not_taken_back(bring: Importer) -> None:
    bring(Subject.ISSUES, "title\nLate")
    with pytest.raises(UserError, match=r"There is no import 7\."):
        importing.undo(bring.database, cast.TEAM, 7, "", clock=later(9))
    assert [run.undone_at for run in rows_of(bring.database, Import)] == [None]


def test_somebody_who_may_not_take_it_back_is_refused(bring: Importer) -> None:
    bring(Subject.ISSUES, "title,department\nLate,Billing")
    with pytest.raises(UserError, match="Omar"):
        importing.undo(bring.database, cast.TEAM, 1, "tom", clock=later(9))
    assert [issue.state for issue in rows_of(bring.database, Issue)] == ["open"]


def test_imports_are_listed_with_what_became_of_their_rows(bring: Importer) -> None:
    bring(Subject.ISSUES, "id,title\n1,Late\n2,\n3,Broken")
    bring(Subject.ISSUES, "id,title\n1,Late")
    importing.undo(bring.database, cast.TEAM, 1, "", clock=later(9))
    with bring.database.read() as session:
        said = [
            reports.listed(run).split("  ")[-1] for run in imported.newest(session, cast.TEAM, 9)
        ]
    assert said == [
        "issues from list.csv: 1 already there",
        "issues from list.csv: 2 added, 1 rejected · taken back",
    ]


# --- what a file says anew ---

TICKETS = "id,title,severity,customer,department,story,state"


def ticket(bring: Importer, row: str, *, minutes: int = 0, **order: object) -> Report:
    """Import a file of one ticket, so many minutes after the first."""
    return bring(Subject.ISSUES, f"{TICKETS}\n{row}", clock=later(minutes), **order)


def test_a_change_is_brought_in_as_moves_that_people_read(bring: Importer) -> None:
    ticket(bring, "1,Late,3,Acme,Billing,They wait,open")
    done = ticket(
        bring, "1,Late again,1,Globex,Billing,They still wait,open", minutes=9, is_update=True
    )
    assert (done.tally.updated, done.tally.changed, done.is_whole) == (1, [], True)
    [issue] = rows_of(bring.database, Issue)
    assert (issue.title, issue.severity, issue.state) == ("Late again", 1, "open")
    told = [(each.verb, each.actor) for each in rows_of(bring.database, Event) if each.number == 1]
    assert ("edited", cast.OMAR) in told
    assert ("noted", cast.OMAR) in told
    [edited] = [each for each in rows_of(bring.database, Event) if each.verb == "edited"]
    assert edited.details["reason"] == "list.csv says so (import 2)"
    again = ticket(bring, "1,Late again,1,Globex,Billing,They still wait,open", minutes=12)
    assert (again.tally.already_there, again.tally.changed) == (1, [])


def test_only_what_has_changed_in_the_file_is_brought_in(bring: Importer) -> None:
    """What people have changed here stays as they changed it."""
    ticket(bring, "1,Late,3,Acme,Billing,,open")
    with bring.database.write() as session:
        issue, omar = issues.find(session, cast.TEAM, 1, lock=True), omar_of(session)
        assert issue
        wanted = editing.wanted(session, issue)
        new = replace(wanted, title="Parcels late", severity=2, reason="worse by now")
        editing.edit(REGISTERS, session, NOW + timedelta(minutes=3), omar, issue, new)
    ticket(bring, "1,Late,3,Globex,Billing,,open", minutes=9, is_update=True)
    [issue] = rows_of(bring.database, Issue)
    assert (issue.title, issue.severity) == ("Parcels late", 2)
    [globex] = [each for each in rows_of(bring.database, Customer) if each.name == "Globex"]
    assert issue.customer_id == globex.customer_id


@pytest.mark.parametrize(
    ("state", "ended"), [("Solved", "done"), ("declined", "declined"), ("cancelled", "withdrawn")]
)
def test_what_ended_there_ends_here_and_is_open_again_with_it(
    bring: Importer, state: str, ended: str
) -> None:
    ticket(bring, "1,Late,3,Acme,Billing,,open")
    ticket(bring, f"1,Late,3,Acme,Billing,,{state}", minutes=9, is_update=True)
    [issue] = rows_of(bring.database, Issue)
    assert (issue.state, issue.closed_at) == (ended, NOW + timedelta(minutes=9))
    ticket(bring, "1,Late,3,Acme,Billing,,open", minutes=20, is_update=True)
    [issue] = rows_of(bring.database, Issue)
    assert (issue.state, issue.closed_at) == ("open", None)


def test_a_new_date_is_given_and_read(bring: Importer) -> None:
    rows = "id,title,owner,due\n7,Call,tom,{}"
    bring(Subject.TASKS, rows.format("2026-12-01"))
    report = bring(Subject.TASKS, rows.format("2026-12-08"), clock=later(9), is_update=True)
    assert report.is_whole, report.tally.left_out
    [task] = rows_of(bring.database, Task)
    assert (task.due_at or NOW).date() == date(2026, 12, 8)
    assert (task.original_due_at or NOW).date() == date(2026, 12, 1)


def test_what_a_file_cannot_change_is_said_and_changes_nothing(bring: Importer) -> None:
    rows = "id,title,owner,due,opened\n7,Call,tom,2026-12-01,2026-11-0{}"
    bring(Subject.TASKS, rows.format(3))
    report = bring(Subject.TASKS, rows.format(4), clock=later(9), is_update=True)
    [left] = report.tally.changed
    assert left.reason.startswith("T-1 cannot be changed by a file in “opened”")
    [task] = rows_of(bring.database, Task)
    assert (task.owner_id, task.state) == (cast.TOM, "open")


def test_a_change_that_cannot_be_made_leaves_all_of_its_row(bring: Importer) -> None:
    ticket(bring, "1,Late,3,Acme,Billing,,open")
    report = ticket(bring, "1,Later,3,Nobody Ltd,Billing,,open", minutes=9, is_update=True)
    [left] = report.tally.changed
    assert "Nobody Ltd" in left.reason
    assert not report.is_whole
    [issue] = rows_of(bring.database, Issue)
    assert issue.title == "Late"


def omar_of(session: Session) -> Person:
    omar = people.find(session, cast.TEAM, cast.OMAR)
    assert omar
    return omar
