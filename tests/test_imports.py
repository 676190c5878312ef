"""A company's lists move in from CSV files: all that can come in does, the rest says why."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from bot import importing, slices
from bot.importing import Report
from handlers.front import imports
from handlers.front.imports import Order, Subject, rules
from handlers.front.imports.columns import arrange
from handlers.front.imports.fields import FIELDS
from handlers.people import audiences as people_audiences
from handlers.promises import items
from handlers.speech.errors import UserError
from handlers.speech.file_errors import (
    ColumnMissing,
    FileBroken,
    FileEmpty,
    FileMissing,
    FileNotText,
    FileUnreadable,
    HeaderMissing,
    UnknownColumn,
    UnknownField,
    WrongMap,
    WrongRoute,
)
from handlers.speech.people_errors import UnknownDepartment
from handlers.speech.setup_errors import NotSetUp
from handlers.speech.shares import Share
from handlers.speech.written_days import YEARS
from storage import audiences, counters, departments, people
from storage.asks import Ask, Outcome
from storage.cards import Card
from storage.contacts import Contact
from storage.customers import Customer
from storage.database import Database
from storage.departments import Department, Route
from storage.digests import Wanted
from storage.errors import DatabaseBusy, OutcomeUnknown
from storage.history import Event
from storage.issues import Issue
from storage.items import State
from storage.nudges import Nudge
from storage.outbox import Message
from storage.people import Role
from storage.tasks import Task
from tests import cast, recount
from tests.importer import NOW, Importer, rows_of

REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "consumer-complaints.csv"
COLUMNS = (
    "Date received", "Product", "Sub-product", "Issue", "Sub-issue",
    "Consumer complaint narrative", "Company public response", "Company", "State", "ZIP code",
    "Tags", "Consumer consent provided?", "Submitted via", "Date sent to company",
    "Company response to consumer", "Timely response?", "Consumer disputed?", "Complaint ID",
)  # fmt: skip
MAPS = (
    "title=Issue",
    "story=Consumer complaint narrative",
    "reported=Date received",
    "source=Complaint ID",
    "touchpoint=Submitted via",
)
ROUTES = (
    "Product",
    "Product=mortgage:Billing",
    "Product=credit:Support",
    "Product=credit card:Billing",
    "Product=debt collection:Logistics",
)
DESTINATIONS = {
    "Mortgage": "Billing",
    "Credit reporting or other personal consumer reports": "Support",
    "Credit card or prepaid card": "Billing",
    "Debt collection": "Logistics",
    "Student loan": None,
}


def complaints(count: int) -> str:
    """Rows like those of the real file: long stories, line breaks, gaps, and texts that repeat."""
    pick = random.Random(7)
    paper = io.StringIO()
    writer = csv.writer(paper)
    writer.writerow(COLUMNS)
    for number in range(count):
        row = dict.fromkeys(COLUMNS, "")
        row["Date received"] = f"2023-0{pick.randint(1, 9)}-1{pick.randint(0, 9)}"
        row["Product"] = list(DESTINATIONS)[number % len(DESTINATIONS)]
        row["Issue"] = pick.choice(["", "INCORRECT information, on your report", 'Told "no" twice'])
        row["Sub-issue"] = pick.choice(["", "Account status incorrect"]) if row["Issue"] else "Fees"
        row["Consumer complaint narrative"] = pick.choice(
            ["", 'XXXX charged me.\nNobody; answered,\r\nfor "weeks". ' * pick.randint(1, 60)]
        )
        row["Submitted via"] = pick.choice(["Web", "Phone", "Postal mail"])
        row["Complaint ID"] = str(7_000_000 + number)
        writer.writerow(row.values())
    return paper.getvalue()


Result = TypeVar("Result")


def value_or_sentence(read: Callable[[], Result]) -> tuple[Result | None, str]:
    """What was read, or what a person is told instead; any other error fails the test."""
    try:
        return read(), ""
    except UserError as error:
        return None, error.message


def reasons(report: Report) -> list[str]:
    return [each.reason for each in report.tally.rejected]


def department_named(database: Database, name: str) -> Department:
    with database.read() as session:
        found = departments.named(session, cast.TEAM, name)
        assert found is not None
        return found


# --- complaints become issues ---


def as_kept(story: str) -> str:
    """A text of a file as it is remembered: every line ends alike."""
    return story.strip().replace("\r\n", "\n")


def test_complaints_go_where_their_product_sends_them(bring: Importer) -> None:
    report = bring(Subject.ISSUES, complaints(500), maps=MAPS, routes=ROUTES)

    assert (report.read, report.tally.added, report.tally.triage) == (500, 500, 100)
    assert report.tally.departments == {"Billing": 200, "Support": 100, "Logistics": 100}
    assert report.tally.rejected == []
    names = {each.department_id: each.name for each in rows_of(bring.database, Department)}
    products = list(csv.DictReader(io.StringIO(complaints(500), newline="")))
    expected = {f"import:1:list/{row['Complaint ID']}": row for row in products}
    for issue in rows_of(bring.database, Issue):
        row = expected.pop(issue.source or "")
        department = names[issue.department_id] if issue.department_id else None
        assert department == DESTINATIONS[row["Product"]]
        assert issue.title == (row["Issue"] or row["Sub-issue"])
        assert issue.story == as_kept(row["Consumer complaint narrative"])
        assert issue.touchpoint == row["Submitted via"]
        assert issue.created_at.date().isoformat() == row["Date received"]
        assert (issue.owner_id is None) == (department is None)
    assert not expected


def test_an_imported_issue_is_asked_of_the_lead_in_a_bundle_and_without_a_card(
    bring: Importer,
) -> None:
    bring(
        Subject.ISSUES, "title,product\nRefund lost,mortgage", routes=["product=mortgage:Billing"]
    )

    (issue,) = rows_of(bring.database, Issue)
    ask, beside = sorted(rows_of(bring.database, Ask), key=lambda ask: ask.ask_id)
    nudge, later = sorted(rows_of(bring.database, Nudge), key=lambda nudge: nudge.due_at)
    assert (beside.kind, beside.due_at) == ("date", issue.due_at)
    assert (nudge.ask_id, later.ask_id) == (ask.ask_id, beside.ask_id)
    assert (issue.owner_id, issue.state, issue.severity) == (cast.MARIA, State.OPEN, 3)
    assert issue.due_at is not None
    assert issue.due_at == issue.original_due_at
    assert issue.due_at > NOW + timedelta(days=40)
    assert (ask.kind, ask.person_id, ask.opened_at) == ("acknowledge", cast.MARIA, NOW)
    assert nudge.person_id == cast.MARIA
    assert rows_of(bring.database, Card) == []


def test_each_department_that_was_given_issues_gets_one_digest(bring: Importer) -> None:
    bring(Subject.ISSUES, complaints(50), maps=MAPS, routes=ROUTES)

    wanted = rows_of(bring.database, Wanted)
    assert sorted(each.channel_id for each in wanted) == ["C0BILLING", "C0LOGIST", "C0SUPPORT"]
    assert {each.asked_by for each in wanted} == {""}, "where there is no news, nobody hears that"
    assert [message.lane for message in rows_of(bring.database, Message)] == [cast.OMAR]


def test_the_cco_hears_one_number_and_is_asked_nothing_per_issue(bring: Importer) -> None:
    bring(Subject.ISSUES, "title\n" + "\n".join(f"Issue {n}" for n in range(42)))

    (note,) = rows_of(bring.database, Message)
    assert note.lane == cast.OMAR
    assert note.payload["text"].startswith(
        "42 issues came in from list.csv (import 1). All of them wait for a department."
    )
    assert rows_of(bring.database, Ask) == []
    assert {issue.owner_id for issue in rows_of(bring.database, Issue)} == {None}


def test_the_same_file_twice_adds_nothing_and_tells_nobody(bring: Importer) -> None:
    bring(Subject.ISSUES, complaints(450), maps=MAPS, routes=ROUTES)
    told, events = rows_of(bring.database, Message), rows_of(bring.database, Event)

    again = bring(Subject.ISSUES, complaints(450), maps=MAPS, routes=ROUTES)

    assert (again.read, again.tally.added, again.tally.already_there) == (450, 0, 450)
    assert len(rows_of(bring.database, Issue)) == 450
    assert len(rows_of(bring.database, Message)) == len(told)
    assert len(rows_of(bring.database, Event)) == len(events)


@pytest.mark.parametrize(("subject", "table"), [(Subject.ISSUES, Issue), (Subject.TASKS, Task)])
def test_two_imports_of_one_file_at_once_bring_each_row_once(
    database: Database, tmp_path: Path, subject: Subject, table: type[Issue] | type[Task]
) -> None:
    rows = "".join(f"{n},Promise {n},tom,2026-12-01\n" for n in range(420))
    importers = [Importer(database, tmp_path / str(n)) for n in range(3)]
    reports: list[Report] = []

    def run(each: Importer) -> None:
        each.folder.mkdir()
        reports.append(each(subject, f"id,title,owner,due\n{rows}"))

    threads = [threading.Thread(target=run, args=(each,)) for each in importers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(report.tally.added for report in reports) == 420
    assert sum(report.tally.already_there for report in reports) == 840
    numbers = [item.number for item in rows_of(database, table)]
    assert len(set(numbers)) == 420


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_batch_of_tasks_holds_no_number_that_somebody_needs(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "tasks.csv"
    path.write_text("title,owner,due\nCall Acme,sara,2026-12-01\nWrite,sara,2026-12-01\n", "utf-8")
    plan = imports.make(lambda: path.open("rb"), path.name, Order(Subject.TASKS))
    with database.write() as session:
        job = imports.prepare(session, NOW, cast.TEAM, plan)
    with database.read() as session:
        batch = imports.read_batch(session, NOW, job, list(plan.sheet.rows()))
    with database.write() as session:
        first = imports.take_numbers(session, job, batch)
    with database.write() as session, Session(database.engine) as typed:
        assert batch.bring(session, first).added == 2
        session.flush()
        typed.connection().exec_driver_sql("SET LOCAL lock_timeout = '2s'")
        assert counters.next_number(typed, cast.TEAM, "task") == first + 2
        typed.commit()
    assert [task.number for task in rows_of(database, Task)] == [first, first + 1]


def test_a_repeated_row_counts_as_already_there_with_an_id_and_without(bring: Importer) -> None:
    named = bring(Subject.ISSUES, "id,title\n1,Lost\n1,Lost\n2,Lost")
    unnamed = bring(Subject.ISSUES, "title,state\nLate,FL\nLate,FL\nLate,GA")
    reordered = bring(Subject.ISSUES, "state,note,title\nGA,,Late\nFL,,Late")

    assert (named.tally.added, named.tally.already_there) == (2, 1)
    assert (unnamed.tally.added, unnamed.tally.already_there) == (1, 2), "the state is not used"
    assert unnamed.notes[-1].startswith("There is no column of ids")
    assert (reordered.tally.added, reordered.tally.already_there) == (0, 2)


def test_the_longest_pattern_wins_and_a_rule_can_be_changed(bring: Importer) -> None:
    text = "id,title,Product\n{},Wrong fee,Credit card or prepaid card"
    bring(
        Subject.ISSUES,
        text.format(1),
        routes=["product=CREDIT CARD:Billing", "product=credit:Support"],
    )
    bring(Subject.ISSUES, text.format(2), routes=["Product"])
    bring(Subject.ISSUES, text.format(3), routes=["PRODUCT=credit card:Sales"])

    owners = {issue.source: issue.owner_id for issue in rows_of(bring.database, Issue)}
    assert owners == {
        "import:1:list/1": cast.MARIA,
        "import:2:list/2": cast.MARIA,
        "import:3:list/3": cast.BEN,
    }
    patterns = {(route.field, route.pattern) for route in rows_of(bring.database, Route)}
    assert patterns == {("Product", "credit card"), ("Product", "credit")}
    assert rules_told(bring) == ["credit card"] * 3


def rules_told(bring: Importer) -> list[object]:
    """The rule that history names for each issue, in the order of their numbers."""
    told = [each for each in rows_of(bring.database, Event) if each.verb == "reported"]
    return [each.details["rule"] for each in sorted(told, key=lambda each: each.number)]


def test_a_column_with_names_of_departments_needs_no_rules(bring: Importer) -> None:
    text = "title,Department,Team\nA,billing,Sales\nB,Nowhere,Sales\nC,,"
    report = bring(Subject.ISSUES, text, routes=["Department", "Team"])

    assert report.tally.departments == {"Billing": 1, "Sales": 1}
    assert report.tally.triage == 1
    assert rules_told(bring) == ["", "", ""], "the file says it, and no rule"


def test_issues_of_a_department_without_a_lead_go_to_triage_with_a_word_why(
    bring: Importer,
) -> None:
    with bring.database.write() as session:
        billing = departments.named(session, cast.TEAM, "Billing")
        assert billing is not None
        billing.lead_id = billing.deputy_id = None
        session.add(billing)

    report = bring(Subject.ISSUES, "title,department\nA,Billing\nB,Billing\n…,Billing\nC,Support")

    assert (report.tally.added, report.tally.triage) == (3, 2)
    assert report.notes[0].startswith("Two issues for Billing went to triage. Billing has no lead")
    assert reasons(report) == ["There is neither a title nor a story."]


def test_an_issue_for_the_ccos_own_department_goes_to_triage(bring: Importer) -> None:
    bring(Subject.DEPARTMENTS, "name,lead\nCX office,tom")
    with bring.database.write() as session:
        office = departments.named(session, cast.TEAM, "CX office")
        assert office
        office.lead_id = cast.OMAR
        session.add(office)
    report = bring(Subject.ISSUES, "title,department\nA,CX office")

    assert report.tally.triage == 1
    assert "Omar Haddad looks after all customers" in report.notes[0]


def test_a_title_is_found_elsewhere_when_it_is_missing_and_never_loses_words(
    bring: Importer,
) -> None:
    long = "word " * 100
    text = f"id,title,sub-issue,story\n1,,Fees,Told twice\n2,,,{long}\n3,{long},,Told\n4,,,"
    report = bring(Subject.ISSUES, text)

    found = {issue.source: issue for issue in rows_of(bring.database, Issue)}
    assert found["import:1:list/1"].title == "Fees"
    assert found["import:1:list/2"].title.endswith("…")
    assert len(found["import:1:list/2"].title) <= 80
    assert found["import:1:list/2"].story == long.strip()
    assert len(found["import:1:list/3"].title) <= items.TITLE
    assert found["import:1:list/3"].story == f"{long.strip()}\n\nTold"
    assert reasons(report) == ["There is neither a title nor a story."]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A,5,,", "You wrote “5”."),
        ("A,,Acmee,", "I don't know a customer called “Acmee”. Did you mean Acme?"),
        ("A,,,25/08/2023x", "I can't read “25/08/2023x” in “reported” as a date."),
        ("A,,,2023-02-30", "I can't read “2023-02-30”"),
        ("A,,,2026-11-24", "“reported” says “2026-11-24”, which is still to come."),
        ("A,,,0001-01-01", "as a date"),
        ("=HYPERLINK(0),,,", "“title” holds a formula, “=HYPERLINK(0)”."),
        ("A,,,,moved", "The row has 5 values for 4 columns."),
        (" ,3,,", "neither a title nor a story"),
    ],
)
def test_a_row_that_cannot_come_in_says_why_and_leaves_the_others_alone(
    bring: Importer, row: str, reason: str
) -> None:
    text = f"title,severity,customer,reported\nB,1,acme,2023-08-25\n{row}\nC,sev 4,,25.8.23 14:30"
    report = bring(Subject.ISSUES, text)

    assert report.tally.added == 2
    (rejected,) = report.tally.rejected
    assert rejected.row.number == 3
    assert reason in rejected.reason
    first, second = sorted(rows_of(bring.database, Issue), key=lambda issue: issue.number)
    assert (first.severity, first.created_at.date()) == (1, date(2023, 8, 25))
    assert (second.severity, second.created_at) == (4, datetime(2023, 8, 25, 14, 30, tzinfo=UTC))


@pytest.fixture(params=["of the same shape", "published"])
def published(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Six hundred made ones; and the real ones, which are not part of the project."""
    if request.param == "published":
        if not REAL.exists():
            pytest.skip(f"The published complaints are not here: {REAL}.")
        return REAL
    made = tmp_path / "made.csv"
    made.write_text(complaints(600), encoding="utf-8", newline="")
    return made


def test_complaints_come_in_at_once_and_only_once(bring: Importer, published: Path) -> None:
    first = bring.at(published, Subject.ISSUES, maps=MAPS, routes=ROUTES)
    second = bring.at(published, Subject.ISSUES, maps=MAPS, routes=ROUTES)

    assert (first.read, first.tally.added, first.tally.rejected) == (600, 600, [])
    assert sum(first.tally.departments.values()) + first.tally.triage == 600
    assert (second.tally.added, second.tally.already_there) == (0, 600)
    with published.open(encoding="utf-8", newline="") as file:
        stories = {
            f"import:1:{published.stem}/{row['Complaint ID']}": as_kept(
                row["Consumer complaint narrative"]
            )
            for row in csv.DictReader(file)
        }
    assert {issue.source: issue.story for issue in rows_of(bring.database, Issue)} == stories


# --- what is wrong with a file ---


@pytest.mark.parametrize(
    ("content", "error", "sentence"),
    [
        (b"", FileEmpty, "list.csv is empty."),
        (b"\xef\xbb\xbf \r\n\n", FileEmpty, "list.csv is empty."),
        (b",,,\n", HeaderMissing, "names no columns"),
        (b"title\nA\0B\n", FileNotText, "Save it as CSV"),
        ("title\nA".encode("utf-16-le"), FileNotText, "Save it as CSV"),
        (b"PK\x03\x04\x14\x00\x06", FileNotText, "Save it as CSV"),
        (b"title\n\x81\x8d", FileNotText, "Save it as CSV"),
        (b'title\nA\n"B\nC\nD', FileBroken, "a quotation mark is not closed"),
        (b'title\nA\n"B" C\n', FileBroken, "Line 3 of list.csv"),
        (b"Acme,key\n", ColumnMissing, "its first row says “Acme” and “key”"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence_and_nothing_is_written(
    bring: Importer, content: bytes, error: type[UserError], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        bring(Subject.ISSUES, content)
    assert rows_of(bring.database, Issue) == []


def test_a_file_that_is_not_there_or_is_a_folder_is_named(bring: Importer) -> None:
    with pytest.raises(FileMissing, match=r"There is no file .*nothing\.csv"):
        bring.at(bring.folder / "nothing.csv", Subject.TASKS)
    with pytest.raises(FileMissing):
        bring.at(Path("a\0b.csv"), Subject.TASKS)
    with pytest.raises(FileUnreadable, match="cannot be opened"):
        bring.at(bring.folder, Subject.TASKS)


@pytest.mark.parametrize(
    ("order", "error", "sentence"),
    [
        ({"maps": ["titel=Issue"]}, UnknownField, "“titel” .* the fields are “title”, “sub-issue”"),
        ({"maps": ["title=Isue"]}, UnknownColumn, "no column “Isue”; its columns are “Issue” and"),
        ({"maps": ["title"]}, WrongMap, "“title”"),
        ({"maps": ["title="]}, WrongMap, "“title=”"),
        ({"maps": ["=Issue"]}, UnknownField, "the fields are"),
        ({"routes": ["Produkt"]}, UnknownColumn, "“Produkt”"),
        ({"routes": ["Product=mortgage"]}, WrongRoute, "Product=mortgage:Billing"),
        ({"routes": ["Product=:Billing"]}, WrongRoute, "“Product=:Billing”"),
        ({"routes": ["Product=x:Biling"]}, UnknownDepartment, "Did you mean Billing?"),
        ({}, ColumnMissing, "no column “title”; .* `--map title=COLUMN`"),
        ({"maps": ["title=Issue"], "by": "nobody"}, UserError, "nobody called “nobody”"),
    ],
)
def test_an_order_that_does_not_fit_the_file_is_refused_before_anything_is_written(
    bring: Importer, order: dict[str, Any], error: type[UserError], sentence: str
) -> None:
    if "routes" in order:
        order = {"maps": ["title=Issue"], **order}
    with pytest.raises(error, match=sentence):
        bring(Subject.ISSUES, "Issue,Product\nA,B", **order)
    assert rows_of(bring.database, Issue) == []
    assert rows_of(bring.database, Route) == []


def test_a_workspace_that_duly_does_not_know_is_refused(empty: Database, tmp_path: Path) -> None:
    with pytest.raises(NotSetUp):
        Importer(empty, tmp_path)(Subject.ISSUES, "title\nA")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_usual_separator_is_recognised_even_where_texts_hold_the_others(
    bring: Importer, delimiter: str
) -> None:
    paper = io.StringIO()
    writer = csv.writer(paper, delimiter=delimiter)
    writer.writerows([["Title", " STORY ", "id"], ["A, b; c", "x;y;z,\t\nq", "7"]])
    bring(Subject.ISSUES, paper.getvalue())

    (issue,) = rows_of(bring.database, Issue)
    assert (issue.title, issue.story, issue.source) == (
        "A, b; c",
        "x;y;z,\t\nq",
        "import:1:list/7",
    )


def test_windows_text_is_read_with_a_word_of_warning(bring: Importer) -> None:
    report = bring(Subject.ISSUES, "title\nCafé “closed”\n".encode("cp1252"))

    assert rows_of(bring.database, Issue)[0].title == "Café “closed”"
    assert report.notes[0] == (
        "list.csv is not UTF-8, so I read it as Windows text. Please check the accents."
    )


def test_an_enormous_field_costs_one_row_and_only_where_it_is_used(bring: Importer) -> None:
    huge = "x" * 200_000
    report = bring(Subject.ISSUES, f"title,story,rest\nA,{huge},\nB,,{huge}\nC,{'y' * 99_000},")

    assert report.tally.added == 2
    assert reasons(report) == ["“story” has 200,000 characters, and the most is 100,000."]


@given(
    st.binary(max_size=300) | st.text(alphabet=' ,;\t\r\n"=aé\0\ufeff', max_size=80).map(str.encode)
)
def test_reading_any_bytes_ends_in_rows_or_in_a_sentence(content: bytes) -> None:
    sheet, sentence = value_or_sentence(
        lambda: imports.read(lambda: io.BytesIO(content), "list.csv")
    )

    if sheet is None:
        assert "list.csv" in sentence
    else:
        assert any(sheet.header)
        assert all(any(cell.strip() for cell in row.cells) for row in sheet.rows())


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
                      min_size=3, max_size=3), max_size=6),
    st.sampled_from([",", ";", "\t"]),
)  # fmt: skip
def test_what_a_spreadsheet_writes_is_read_back_cell_by_cell(
    rows: list[list[str]], delimiter: str
) -> None:
    paper = io.StringIO()
    csv.writer(paper, delimiter=delimiter).writerows([["name", "tier", "region"], *rows])

    content = paper.getvalue().encode()
    sheet = imports.read(lambda: io.BytesIO(content), "list.csv")

    kept = [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    assert [row.cells for row in sheet.rows()] == kept


@given(st.lists(st.text(max_size=20)), st.lists(st.text(max_size=20)), st.sampled_from(Subject))
def test_any_header_and_any_mapping_end_in_columns_or_in_a_sentence(
    header: list[str], maps: list[str], subject: Subject
) -> None:
    sheet = imports.Sheet("list.csv", tuple(header), 0)
    layout, sentence = value_or_sentence(lambda: arrange(subject, sheet, maps))

    if layout is None:
        assert sentence
    else:
        assert set(layout.places) <= set(FIELDS[subject])
        assert all(place < len(header) for place in layout.places.values())


@given(
    st.text(max_size=30)
    | st.from_regex(
        r"\d{1,4}[-.]\d\d?[-.]\d{1,4}([T ]\d\d?:\d\d(Z|[+-]\d\d:\d\d)?)?", fullmatch=True
    )
)
def test_any_date_is_read_or_refused(words: str) -> None:
    value, sentence = value_or_sentence(lambda: rules.read_date(words, "due"))

    if value is None:
        assert "“due”" in sentence
    else:
        assert value.year in YEARS


# --- what cells mean ---


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Mon-Fri", [0, 1, 2, 3, 4]), ("0,1,2", [0, 1, 2]), ("Sun-Thu", [0, 1, 2, 3, 6]),
        ("Monday to Thursday", [0, 1, 2, 3]), ("mon, wed; Sat", [0, 2, 5]),
        ("0-4", [0, 1, 2, 3, 4]), ("Tue", [1]), ("Fri – Mon", [0, 4, 5, 6]),
    ],
)  # fmt: skip
def test_working_weeks_are_read_as_people_write_them(words: str, days: list[int]) -> None:
    assert rules.week(words) == days


@pytest.mark.parametrize("words", ["7", "M-F", "Mon-Wed-Fri", "weekdays", ",", "S", "Mon-"])
def test_working_weeks_that_could_mean_anything_are_refused(words: str) -> None:
    with pytest.raises(UserError, match="working days"):
        rules.week(words)


# --- departments, people and customers ---

DEPARTMENTS = (
    (
        "Name;Lead;Deputy;Channel;Days;Opens;Closes;Country;Words\n"
        "Legal;@hana;ravi@brightwater.example;#legal;Mon-Thu;8;16:30;SG;contract; terms of use\n"
        "billing;Maria Costa;U0LEE;C0BILLING;;;;DE;Invoice\n"
    )
    .replace("contract; terms", '"contract; terms')
    .replace("use\n", 'use"\n')
)


def test_departments_come_with_people_channel_hours_and_routing_words(bring: Importer) -> None:
    channels = {"legal": "C0LEGAL"}
    report = bring(Subject.DEPARTMENTS, DEPARTMENTS, channels=channels)

    assert (report.tally.added, report.tally.updated, reasons(report)) == (1, 1, [])
    legal = department_named(bring.database, "Legal")
    assert (legal.lead_id, legal.deputy_id, legal.channel_id) == (cast.HANA, cast.RAVI, "C0LEGAL")
    assert (legal.days, legal.opens, legal.closes) == ([0, 1, 2, 3], time(8), time(16, 30))
    assert legal.country == "SG"
    billing = department_named(bring.database, "Billing")
    assert (billing.name, billing.country, billing.opens) == ("Billing", "DE", time(9))
    words = {route.pattern: route.department_id for route in rows_of(bring.database, Route)}
    assert words == {
        "contract": legal.department_id,
        "terms of use": legal.department_id,
        "invoice": billing.department_id,
    }
    again = bring(Subject.DEPARTMENTS, DEPARTMENTS, channels=channels)
    assert (again.tally.added, again.tally.updated, again.tally.already_there) == (0, 0, 2)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Legal,nobody,,,,,,,", "Slack's directory has nobody called “nobody”."),
        ("Legal,duly,,,,,,,", "Duly is a bot"),
        ("Legal,,,#unheard,,,,,", "I can't find a channel called “#unheard”."),
        ("Legal,,,,Someday,,,,", "as working days"),
        ("Legal,,,,,25:00,,,", "“25:00” in “opens” as a time"),
        ("Legal,,,,,19:00,,,", "closes before it opens"),
        ("Legal,,,,,,,Atlantis,", "I know no holidays for “Atlantis”"),
        ("Legal,,,,,,,DE-ZZ,", "I know no holidays for “DE-ZZ”"),
        ("Legal,,,,,,,,refund", "The word “refund” leads to Billing already."),
        (",maria,,,,,,,", "“name” is empty."),
        (f"{'x' * 201},,,,,,,,", "“name” has 201 characters"),
    ],
)
def test_a_department_that_cannot_come_in_says_why_and_changes_nothing(
    bring: Importer, row: str, reason: str
) -> None:
    header = "name,lead,deputy,channel,days,opens,closes,country,words\n"
    report = bring(Subject.DEPARTMENTS, f"{header}Billing,,,,,,,,refund\n{row}\n")

    assert report.tally.updated == 1
    assert len(report.tally.rejected) == 1
    assert reason in reasons(report)[0]
    assert len(rows_of(bring.database, Department)) == len(cast.DEPARTMENTS)


def test_people_get_roles_departments_and_deputies_but_are_never_made_up(bring: Importer) -> None:
    text = (
        "User,Role,Department,Deputy\n"
        "sara@brightwater.example,Executive,Sales,@ben\n"
        "U0TOM,,logistics,\n"
        "new.person,member,Sales,\n"
        "grace,boss,,\n"
        "diego,,Suport,\n"
        "lee,,,lee\n"
        ",cco,,\n"
    )
    report = bring(Subject.PEOPLE, text)

    assert (report.tally.updated, report.tally.already_there) == (1, 1)
    with bring.database.read() as session:
        sara = people.find(session, cast.TEAM, cast.SARA)
        assert sara is not None
        assert (sara.role, sara.deputy_id) == (Role.EXECUTIVE, cast.BEN)
        sales = departments.find(session, cast.TEAM, sara.department_id)
        assert sales is not None
        assert sales.name == "Sales"
    expected = ("nobody called", "can be member, executive or cco", "Did you mean Support?",
                "cannot stand in for themselves", "“user” is empty")  # fmt: skip
    for reason, part in zip(reasons(report), expected, strict=True):
        assert part in reason
    assert len(rows_of(bring.database, people.Person)) == len(cast.PEOPLE) + 1


def test_issues_without_a_routing_column_go_where_their_words_belong(bring: Importer) -> None:
    with bring.database.write() as session:
        billing = departments.named(session, cast.TEAM, "Billing")
        assert billing is not None
        session.add(departments.new_route(billing, "words", "refund"))
    report = bring(Subject.ISSUES, "title\nA Refund is missing\nRefunding is slow\nToo loud")
    assert report.tally.departments == {"Billing": 1}
    assert report.tally.triage == 2
    assert rules_told(bring) == ["refund", "", ""]


def test_two_people_of_one_name_are_not_guessed_between(bring: Importer) -> None:
    with bring.database.write() as session:
        namesake = people.Person(
            team_id=cast.TEAM, user_id="U0SARA2", name="Sara Novak", key="sara novak"
        )
        session.add(namesake)
    report = bring(Subject.PEOPLE, "user,role\nsara novak,member")
    assert reasons(report) == [
        "“sara novak” could be several people. Use the e-mail address or the Slack id."
    ]

    with bring.database.write() as session:
        other = people.find(session, cast.TEAM, "U0SARA2")
        assert other is not None
        other.gone = True
        session.add(other)
    assert reasons(bring(Subject.PEOPLE, "user,role\nsara novak,executive")) == []


def test_customers_are_added_updated_or_left_as_they_are(bring: Importer) -> None:
    text = (
        "Name,Tier,Annual value,Renewal,Region,Product,Vertical,Decision maker\n"
        'ACME,Key account,"480,000",1.3.2027,,,,\n'
        "Globex,strategic,150 k,2027-01-15,EMEA,Suite,Retail,Dana Reyes\n"
        "Umbrella,beachhead,35 k,,,,,\n"
        "Hooli,gold,,,,,,\n"
        "Pied,,lots,,,,,\n"
        "Piper,,,next spring,,,,\n"
    )
    report = bring(Subject.CUSTOMERS, text)

    tally = report.tally
    assert (tally.added, tally.updated, tally.already_there) == (1, 1, 1)
    for reason, part in zip(reasons(report), ("gold", "lots", "next spring"), strict=True):
        assert f"“{part}”" in reason
    found = {customer.name: customer for customer in rows_of(bring.database, Customer)}
    assert len(found) == len(cast.CUSTOMERS) + 1
    [decider] = rows_of(bring.database, Contact)
    assert (found["Globex"].region, decider.title) == ("EMEA", "Dana Reyes")
    assert (decider.customer_id, decider.decides) == (found["Globex"].customer_id, True)
    assert (found["Acme"].annual_value, found["Acme"].renewal_on) == (480_000, date(2027, 3, 1))
    assert (found["Umbrella"].tier, found["Umbrella"].annual_value) == ("beachhead", 35_000)
    again = bring(Subject.CUSTOMERS, text).tally
    assert (again.added, again.updated, again.already_there) == (0, 0, 3)


@pytest.mark.parametrize("column", ["Account lead", "account_lead", "Owner"])
def test_who_leads_an_account_is_read_from_either_column(bring: Importer, column: str) -> None:
    text = f"Name,{column}\nAcme,Wei Tan\nGlobex,omar\nInitech,nobody\nUmbrella,@ben\nAcme,\n"
    report = bring(Subject.CUSTOMERS, text)
    found = {each.name: each.owner_id for each in rows_of(bring.database, Customer)}
    assert (found["Acme"], found["Umbrella"]) == (cast.WEI, cast.BEN)
    assert (found["Globex"], found["Initech"]) == (None, None)
    assert len(reasons(report)) == 2
    assert "looks after all customers" in reasons(report)[0]


# --- an existing task list ---

TASKS = """\
id,title,owner,department,customer,due,created,acknowledged,done,declined,reason,severity,created_by
1,Answer the letter,sara,,Acme,2026-12-04,2026-11-02,,,,,2,omar
2,Rewrite the mail,sara,Billing,,2026-11-20,2026-11-02,2026-11-03,,,,,omar
3,Call back,tom,,,13.11.2026,2026-11-02 09:00,2026-11-04 12:00,2026-11-12,,,,maria
4,Build a portal,hana,,,,2026-11-02,,,2026-11-05,Too dear this year,,maria
5,Tidy the wiki,ravi,,,2026-11-13,2026-11-02,,2026-11-16,,,4,ravi
"""


def test_a_task_list_comes_in_with_its_history(bring: Importer) -> None:
    report = bring(Subject.TASKS, TASKS)

    assert (report.tally.added, reasons(report)) == (5, [])
    assert report.tally.departments == {"Billing": 2, "Logistics": 1, "Product": 2}
    tasks = {task.source: task for task in rows_of(bring.database, Task)}
    states = [tasks[f"import:1:list/{n}"].state for n in range(1, 6)]
    assert states == ["open", "acknowledged", "done", "declined", "done"]
    third = tasks["import:1:list/3"]
    assert third.created_at == datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    assert third.acknowledged_at == datetime(2026, 11, 4, 11, 0, tzinfo=UTC)
    assert third.due_at == datetime(2026, 11, 13, 17, 0, tzinfo=UTC)
    assert third.closed_at is not None
    assert third.closed_at.date() == date(2026, 11, 12)
    assert tasks["import:1:list/4"].close_reason == "Too dear this year"
    assert tasks["import:1:list/2"].due_at == datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
    again = bring(Subject.TASKS, TASKS).tally
    assert (again.added, again.already_there) == (0, 5)


def test_what_a_file_tells_of_weeks_that_are_over_changes_no_figure_of_theirs(
    bring: Importer,
) -> None:
    """It came too late for them; of the week that is not over yet it is counted."""
    header = "title,owner,due,created,acknowledged,done,declined,reason\n"
    rows = (
        "A,tom,2026-11-13,2026-11-02,2026-11-03,2026-11-12,,",
        "B,tom,2026-11-13,2026-11-02,2026-11-03,2026-11-17,,",
        "C,tom,2026-11-13,2026-11-10,,,2026-11-12,Too late",
        "D,tom,2026-11-20,2026-11-16,2026-11-17,2026-11-19,,",
        "E,tom,2026-11-20,2026-11-16,2026-11-17,2026-11-22,,",
        "F,tom,2026-11-20,2026-11-16,,,,",
        "G,tom,2026-11-27,2026-11-16,,,2026-11-19,Too late",
    )
    bring(Subject.TASKS, header + "\n".join(rows))
    nothing = (Share(), Share(), 0)
    told = [nothing, (Share(1, 3), Share(2, 3), 1)]
    assert figures(bring, NOW - recount.WEEK, NOW) == told
    importing.undo(bring.database, cast.TEAM, 1, "omar", clock=lambda: NOW + timedelta(minutes=9))
    assert figures(bring, NOW - recount.WEEK, NOW) == told, "they were told"
    assert figures(bring, NOW + timedelta(hours=1), NOW + recount.WEEK) == [nothing, nothing]


def test_nor_does_a_file_of_issues_that_are_over(bring: Importer) -> None:
    header = "title,department,owner,state,reported,closed,due\n"
    rows = (
        "A,Logistics,tom,Closed,2026-11-02,2026-11-12,2026-11-13",
        "B,Logistics,tom,Closed,2026-11-16,2026-11-19,2026-11-20",
        "C,Logistics,tom,Closed,2026-11-16,2026-11-22,2026-11-20",
    )
    bring(Subject.ISSUES, header + "\n".join(rows))
    assert figures(bring, NOW - recount.WEEK, NOW) == [
        (Share(), Share(), 0),
        (Share(1, 2), Share(), 0),
    ]


def figures(bring: Importer, *ends: datetime) -> list[tuple[Share, Share, int]]:
    """What is told of Logistics in the weeks until these instants."""
    with bring.database.read() as session:
        return [recount.told(session, "Logistics", until) for until in ends]


def test_open_tasks_are_asked_for_from_now_on_and_closed_ones_only_counted(
    bring: Importer,
) -> None:
    bring(Subject.TASKS, TASKS)

    numbers = {task.number: (task.source or "")[-1] for task in rows_of(bring.database, Task)}
    asks = {(numbers[ask.number], ask.kind): ask for ask in rows_of(bring.database, Ask)}
    assert set(asks) == {
        ("1", "acknowledge"), ("1", "date"), ("2", "acknowledge"), ("2", "finish"),
        ("3", "acknowledge"), ("3", "finish"), ("4", "acknowledge"), ("5", "finish"),
    }  # fmt: skip
    still_open = {key for key, ask in asks.items() if ask.answered_at is None}
    assert still_open == {("1", "acknowledge"), ("1", "date"), ("2", "finish")}
    assert {asks[key].opened_at for key in still_open} == {NOW}
    nudged = {nudge.ask_id for nudge in rows_of(bring.database, Nudge)}
    assert nudged == {asks[key].ask_id for key in still_open}
    assert rows_of(bring.database, Card) == []

    def in_time(key: tuple[str, str]) -> bool:
        answered = asks[key].answered_at
        return answered is not None and answered <= asks[key].due_at

    assert in_time(("2", "acknowledge"))
    assert in_time(("3", "finish"))
    assert not in_time(("4", "acknowledge"))
    assert not in_time(("5", "finish"))
    assert asks["4", "acknowledge"].outcome == Outcome.DECLINED


def test_what_happened_to_a_task_is_written_down_at_its_own_time(bring: Importer) -> None:
    bring(Subject.TASKS, TASKS)

    third = next(task for task in rows_of(bring.database, Task) if task.source == "import:1:list/3")
    happened = [
        (event.verb, event.actor, event.happened_at, event.state)
        for event in rows_of(bring.database, Event)
        if (event.noun, event.number) == ("task", third.number)
    ]
    assert happened == [
        ("created", cast.MARIA, third.created_at, State.OPEN),
        ("acknowledged", cast.TOM, third.acknowledged_at, State.ACKNOWLEDGED),
        ("done", cast.TOM, third.closed_at, State.DONE),
    ]


def test_a_task_of_ones_own_was_taken_when_the_file_says_so(bring: Importer) -> None:
    """And where the file does not say it, when it was given."""
    header, own = TASKS.splitlines()[0], "hana,,,2026-12-04,2026-11-02"
    bring(
        Subject.TASKS, f"{header}\n1,Learn it,{own},2026-11-04,,,,,hana\n2,Read it,{own},,,,,,hana"
    )

    happened = [(event.number, event.verb, event.state) for event in rows_of(bring.database, Event)]
    assert [each for each in happened if each[1] != "imported"] == [
        (1, "created", State.OPEN),
        (1, "acknowledged", State.ACKNOWLEDGED),
        (2, "created", State.ACKNOWLEDGED),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Call,,,,,,,,", "“owner” is empty."),
        (",tom,,,,,,,", "“title” is empty."),
        (f"{'x' * 301},tom,,,,,,,", "a title holds 300"),
        ("Call,tom,,,,,,,", "An open task needs a date."),
        ("Call,tom,,2029-01-01,,,,,", "more than two years away"),
        ("Call,omar,Billing,2026-12-01,,,,,", "owns no single task"),
        ("Call,nora,,2026-12-01,,,,,", "Nora Lindqvist has no department yet."),
        ("Call,tom,Nowhere,2026-12-01,,,,,", "a department called “Nowhere”"),
        ("Call,tom,,,2026-11-04,2026-11-03,,,", "“acknowledged” says “2026-11-03”"),
        ("Call,tom,,,2026-11-04,,2026-12-01,,", "still to come"),
        ("Call,tom,,,2026-11-04,,2026-11-05,2026-11-05,so", "done and declined"),
        ("Call,tom,,,2026-11-04,,,2026-11-05,", "A no comes with its reason."),
        ("=1+1,tom,,2026-12-01,,,,,", "holds a formula"),
    ],
)
def test_a_task_that_cannot_come_in_says_why(bring: Importer, row: str, reason: str) -> None:
    header = "title,owner,department,due,created,acknowledged,done,declined,reason\n"
    report = bring(Subject.TASKS, f"{header}{row}\nFine,tom,,2026-12-01,,,,,\n")

    assert report.tally.added == 1
    (said,) = reasons(report)
    assert reason in said
    assert [task.title for task in rows_of(bring.database, Task)] == ["Fine"]
    assert {ask.number for ask in rows_of(bring.database, Ask)} == {1}


def test_things_of_one_day_follow_each_other_in_their_order(bring: Importer) -> None:
    header = "title,owner,due,created,acknowledged,done\n"
    row = "Call,tom,2026-11-23,2026-11-23 07:30,2026-11-23,2026-11-23\n"
    bring(Subject.TASKS, header + row)

    (task,) = rows_of(bring.database, Task)
    assert task.acknowledged_at is not None
    assert task.closed_at is not None
    assert task.created_at <= task.acknowledged_at <= task.closed_at <= NOW


def test_somebody_who_left_keeps_their_past_but_is_asked_nothing(bring: Importer) -> None:
    with bring.database.write() as session:
        tom = people.find(session, cast.TEAM, cast.TOM)
        assert tom is not None
        tom.gone = True
        session.add(tom)
    text = "title,owner,due,created,done\nA,tom,2026-11-06,2026-11-02,2026-11-05\n"
    report = bring(Subject.TASKS, text + "B,tom,2026-12-01,2026-11-02,\n")

    assert report.tally.added == 1
    assert "Tom Becker no longer works here" in reasons(report)[0]


# --- the report ---


def test_rejected_rows_are_kept_beside_their_reasons_and_come_in_once_put_right(
    bring: Importer,
) -> None:
    text = 'title;severity;note\nA;3;x\nB;9;"y;\nz"\nC;;\n'
    report = bring(Subject.ISSUES, text)

    assert report.rejected_file == bring.folder / "list.rejected.csv"
    with report.rejected_file.open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file, delimiter=";")
    assert header == ["title", "severity", "note", "rejected because"]
    assert row == ["B", "9", "y;\nz", reasons(report)[0]]

    repaired = report.rejected_file.read_bytes().replace(b"B;9", b"B;2")
    assert bring(Subject.ISSUES, repaired, file="list.rejected.csv").tally.added == 1
    titles = sorted(issue.title for issue in rows_of(bring.database, Issue))
    assert titles == ["A", "B", "C"]


def test_a_reason_for_a_rejection_is_never_read_as_the_reason_of_a_no(bring: Importer) -> None:
    report = bring(Subject.TASKS, "title,owner,created,declined\nA,tom,2026-11-02,2026-11-03\n")

    assert report.rejected_file is not None
    repeated = bring.at(report.rejected_file, Subject.TASKS)
    assert repeated.tally.added == 0
    assert reasons(repeated) == reasons(report)


def test_rejected_rows_that_cannot_be_kept_are_reported_all_the_same(bring: Importer) -> None:
    (bring.folder / "list.rejected.csv").mkdir()
    report = bring(Subject.ISSUES, "title,severity\nA,9\n")

    assert report.rejected_file is None
    assert "could not be written" in report.notes[0]
    assert "row 2: Severity is a number" in bring.printed


def test_the_report_says_what_came_in_and_what_did_not(bring: Importer) -> None:
    bring(Subject.ISSUES, "title,department\nA,Billing\nB,Billing\nC,\nD,\n,Billing\n")

    lines = [" ".join(line.split()) for line in bring.printed.splitlines()]
    assert lines[:5] == [
        "Import 1: issues from list.csv", "5 rows read", "4 added", "2 of them to triage",
        "1 rejected",
    ]  # fmt: skip
    assert "2 Billing" in lines
    assert "row 6: There is neither a title nor a story." in lines


def test_a_name_brings_no_control_characters_to_a_terminal(bring: Importer) -> None:
    bring(Subject.DEPARTMENTS, "name,lead\nLe\x1b[31mgal,hana\n")
    bring(Subject.ISSUES, "title,department\nA,Le[31mgal\n\x1b,Sales\x1b[0m\n")

    assert "1 Le[31mgal" in " ".join(bring.printed.split())
    assert "\x1b" not in bring.printed


def test_the_report_can_be_read_by_a_machine(bring: Importer) -> None:
    bring(Subject.ISSUES, "title,department\nA [b],Billing\n,\n,Sales\n", as_json=True)

    found = json.loads(bring.printed)
    assert (found["read"], found["added"], found["triage"], found["already_there"]) == (2, 1, 0, 0)
    assert found["departments"] == {"Billing": 1}
    assert found["rejected"] == [{"row": 4, "reason": "There is neither a title nor a story."}]
    assert found["rejected_file"].endswith("list.rejected.csv")
    assert found["interrupted"] is False


def test_an_interrupted_import_tells_of_what_is_in_and_goes_on_the_next_time(
    bring: Importer,
) -> None:
    asked = 0

    def clock() -> datetime:
        nonlocal asked
        asked += 1
        if asked == 3:
            raise KeyboardInterrupt
        return NOW

    report = bring(Subject.ISSUES, complaints(450), maps=MAPS, routes=ROUTES, clock=clock)

    assert report.interrupted
    assert report.tally.added == slices.FIRST
    assert "Interrupted" in bring.printed
    assert cast.OMAR in {message.lane for message in rows_of(bring.database, Message)}
    rest = bring(Subject.ISSUES, complaints(450), maps=MAPS, routes=ROUTES).tally
    assert (rest.added, rest.already_there) == (450 - slices.FIRST, slices.FIRST)


@pytest.mark.parametrize("subject", [Subject.ISSUES, Subject.TASKS, Subject.CUSTOMERS])
def test_an_import_waits_while_others_are_at_work_and_ends(
    bring: Importer, monkeypatch: pytest.MonkeyPatch, subject: Subject
) -> None:
    """Every third write finds the database busy, and of every fourth nobody hears how it ended."""
    write, begun = Database.write, count(1)

    @contextmanager
    def disturbed(database: Database) -> Iterator[Session]:
        number = next(begun)
        if number % 3 == 0:
            raise DatabaseBusy("Others are at work.")
        with write(database) as session:
            yield session
        if number % 4 == 0:
            raise OutcomeUnknown("It was kept, and nobody says so.")

    monkeypatch.setattr(Database, "write", disturbed)
    rows = "".join(f"{n},Name {n},Name {n},tom,2026-12-01\n" for n in range(300))
    report = bring(subject, f"id,title,name,owner,due\n{rows}")

    tables: dict[Subject, Any] = {Subject.ISSUES: Issue, Subject.TASKS: Task}
    brought = rows_of(bring.database, tables.get(subject, Customer))
    names = [getattr(each, "title", "") or getattr(each, "name", "") for each in brought]
    assert (report.read, len(report.tally.rejected)) == (300, 0)
    assert sorted(name for name in names if name.startswith("Name ")) == sorted(
        f"Name {n}" for n in range(300)
    )


def test_a_file_comes_through_a_pipe(bring: Importer, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=("title,department\nA,Billing\nB,\n",))
    writer.start()
    assert bring.at(pipe, Subject.ISSUES).tally.added == 2
    writer.join()


def test_a_file_that_changes_while_it_is_read_keeps_what_is_in_and_says_so(
    bring: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare, path = imports.prepare, bring.folder / "list.csv"

    def prepare_and_spoil(*given: Any) -> Any:
        path.write_text('title\nA\n"B', encoding="utf-8")
        return prepare(*given)

    monkeypatch.setattr(imports, "prepare", prepare_and_spoil)
    monkeypatch.setattr(slices, "FIRST", 1)
    report = bring(Subject.ISSUES, "title\nA\nB\n")
    assert report.interrupted
    assert "list.csv" in report.notes[0]
    assert (report.tally.added, len(rows_of(bring.database, Issue))) == (1, 1)


def test_rejected_rows_are_written_as_they_come_and_not_held(
    bring: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[int] = []
    keep = importing.Leftovers.keep

    def watched(leftovers: importing.Leftovers, rejected: Any) -> None:
        keep(leftovers, rejected)
        kept.append(len(rejected))

    monkeypatch.setattr(importing.Leftovers, "keep", watched)
    report = bring(Subject.ISSUES, "title,severity\n" + "A,9\n" * 200)
    assert len(kept) > 1
    assert sum(kept) == len(report.tally.rejected) == 200
    assert not any(each.row.cells for each in report.tally.rejected)
    assert report.rejected_file is not None
    assert len(report.rejected_file.read_text("utf-8-sig").splitlines()) == 201


def test_an_import_is_done_in_somebodys_name_or_else_in_dulys(bring: Importer) -> None:
    bring(Subject.ISSUES, "title,department\nA,Billing", by="ben@brightwater.example")
    bring(Subject.ISSUES, "title,department\nB,Billing")

    first, second = sorted(rows_of(bring.database, Issue), key=lambda issue: issue.number)
    assert (first.created_by, second.created_by) == (cast.BEN, cast.OMAR)
    actors = {(event.verb, event.number): event.actor for event in rows_of(bring.database, Event)}
    assert actors["reported", first.number] == cast.BEN
    assert actors["reported", second.number] == ""
    imported = [event for event in rows_of(bring.database, Event) if event.verb == "imported"]
    assert [(event.actor, event.details["added"]) for event in imported] == [(cast.BEN, 1), ("", 1)]


@pytest.mark.parametrize("subject", [Subject.ISSUES, Subject.TASKS])
def test_what_is_private_in_a_file_is_private_here(bring: Importer, subject: Subject) -> None:
    rows = (
        "title,owner,due,audience\nA,sara,2026-11-27,private\nB,sara,2026-11-27,Department\n"
        "C,sara,2026-11-27,\nD,sara,2026-11-27,secret\n"
    )
    report = bring(subject, rows)
    table = Issue if subject == Subject.ISSUES else Task
    found = {item.title: item.audience for item in rows_of(bring.database, table)}
    assert found == {"A": "private", "B": "department", "C": "department"}
    [rejected] = report.tally.rejected
    assert rejected.reason == "“audience” says “secret”. It can be department or private."


def test_an_audience_that_is_a_market_is_left_alone(bring: Importer) -> None:
    bring(Subject.ISSUES, "title,audience\nA,Small business\nB,Retail\n")
    assert {issue.audience for issue in rows_of(bring.database, Issue)} == {"department"}


@pytest.mark.parametrize("subject", [Subject.ISSUES, Subject.TASKS])
def test_who_is_let_in_by_a_file_sees_it_and_is_told_nothing(
    bring: Importer, subject: Subject
) -> None:
    rows = (
        "title,owner,department,due,audience,let_in\n"
        "A,sara,Billing,2026-11-27,private,grace; Aisha Bello; grace\n"
        "B,sara,Billing,2026-11-27,private,\nC,sara,Billing,2026-11-27,private,nobody.here\n"
    )
    report = bring(subject, rows)
    [rejected] = report.tally.rejected
    assert "nobody.here" in rejected.reason
    noun = str(subject).removesuffix("s")
    with bring.database.read() as session:
        added = [audiences.added(session, cast.TEAM, noun, number) for number in (1, 2)]
        seen = [
            people_audiences.sees(session, person, item)
            for item in (items.find(session, cast.TEAM, noun, number) for number in (1, 2))
            for person in [people.find(session, cast.TEAM, cast.GRACE)]
            if item and person
        ]
    assert added == [[cast.AISHA, cast.GRACE], []]
    assert seen == [True, False]
    told = [
        (each.details["to"], each.details["imported"])
        for each in rows_of(bring.database, Event)
        if each.verb == "let in"
    ]
    assert told == [(cast.GRACE, True), (cast.AISHA, True)]
    lanes = {message.lane for message in rows_of(bring.database, Message)}
    assert not lanes & {cast.GRACE, cast.AISHA}


@pytest.mark.parametrize(
    ("state", "acknowledged", "stands", "happened"),
    [
        ("taken", "2026-11-12", "acknowledged", ["reported", "acknowledged"]),
        ("", "2026-11-12", "acknowledged", ["reported", "acknowledged"]),
        ("open", "2026-11-12", "open", ["reported"]),
        ("done", "2026-11-12", "done", ["reported", "acknowledged", "done"]),
        ("done", "", "done", ["reported", "done"]),
    ],
)
def test_an_issue_was_taken_when_the_file_says_so(
    bring: Importer, state: str, acknowledged: str, stands: str, happened: list[str]
) -> None:
    rows = "title,owner,department,opened,acknowledged,closed,state\n"
    closed = "2026-11-20" if state == "done" else ""
    bring(
        Subject.ISSUES,
        f"{rows}Late,sara,Billing,2026-11-10,{acknowledged},{closed},{state}\n",
    )
    [issue] = rows_of(bring.database, Issue)
    assert issue.state == stands
    taken = issue.acknowledged_at.date() if issue.acknowledged_at else None
    assert taken == (date(2026, 11, 12) if "acknowledged" in happened else None)
    told = [each for each in rows_of(bring.database, Event) if each.noun == "issue"]
    assert [each.verb for each in told] == happened
    assert told == sorted(told, key=lambda each: each.happened_at)
    assert stands != "open" or [each.happened_at for each in told] == [NOW]


@pytest.mark.parametrize(
    ("acknowledged", "why"),
    [("2026-11-05", "before what must have come first"), ("2027-01-01", "still to come")],
)
def test_an_issue_taken_before_it_began_is_refused(
    bring: Importer, acknowledged: str, why: str
) -> None:
    rows = "title,owner,department,opened,acknowledged\n"
    report = bring(Subject.ISSUES, f"{rows}Late,sara,Billing,2026-11-10,{acknowledged}\n")
    [rejected] = report.tally.rejected
    assert why in rejected.reason
    assert rows_of(bring.database, Issue) == []
