"""Tables go out as they are documented, page by page, and no spreadsheet computes any of it."""

from __future__ import annotations

import csv
import json
import re
import shutil
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO, StringIO
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from rich.console import Console

from bot import exporting, importing, routes
from handlers.front import imports
from handlers.front.exports import described
from handlers.front.exports.formats import ExportFormat, footer, header
from handlers.front.exports.formats import written as formatted
from handlers.front.imports import Order, Row, Subject
from handlers.front.imports.columns import arrange
from handlers.front.imports.fields import ALSO_CALLED, FIELDS
from handlers.speech import cells, cleaning
from handlers.speech.errors import UserError
from handlers.speech.exported import CellType, Export, ExportColumn, text
from handlers.speech.file_errors import (
    NobodyNamed,
    NoDays,
    NoDepartments,
    SeveralNamed,
    SeveralWorkspaces,
    WorkspaceMissing,
)
from handlers.speech.people_errors import UnknownDepartment
from handlers.speech.setup_errors import NotSetUp
from storage import audiences, customers, departments, history, workspaces
from storage.audiences import Audience
from storage.customers import Customer
from storage.database import Database
from storage.departments import Department, key_of
from storage.issues import Feeling, Issue
from storage.items import CLOSED_STATES, State
from storage.people import Person
from storage.tasks import Task
from tests.cast import AISHA, BEN, GRACE, LEE, MONDAY, NORA, OMAR, SARA, TEAM, TOM
from tests.exported import TABLES, rows, written

DOCUMENT = Path(__file__).parents[1] / "docs" / "exporting.md"
SIGNS = st.text(alphabet="'\"=+-@＝; \t\r\n,ab1é", max_size=12)

COMPUTED = re.compile(r'[" ]*[=+\-@＝＋－＠]')
"""What a program takes for a formula, with the quotation marks that it may not understand."""

# --- what a spreadsheet would compute ---


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30 1234", "'+49 30 1234"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("\tnothing", "'\tnothing"),
        (' "=1"', '\' "=1"'),
        ("'=1", "''=1"),
        # Where semicolons separate, a cell begins behind each, and behind each line end.
        ("Paid; =HYPERLINK(1)", "Paid;' =HYPERLINK(1)"),
        ("They said:\n- twice", "They said:\n'- twice"),
        ("5-3=2, 1+1", "5-3=2, 1+1"),
        ("O'Brien", "O'Brien"),
        ("'quoted'", "'quoted'"),
        ("a; b\n\nc", "a; b\n\nc"),
        ("", ""),
    ],
)
def test_text_that_would_be_computed_is_marked(said: str, shown: str) -> None:
    assert cells.marked(said) == shown
    assert cells.unmarked(shown) == said


@given(SIGNS | st.text(max_size=40))
@settings(max_examples=500)
@example("''=")
@example(";';=")
def test_a_mark_is_taken_away_again_whatever_the_text(said: str) -> None:
    assert cells.unmarked(cells.marked(said)) == said


@given(st.lists(SIGNS | st.text(max_size=20), min_size=1, max_size=4))
@settings(max_examples=500)
def test_no_cell_begins_a_formula_whatever_separates_the_cells(said: list[str]) -> None:
    columns = [text(f"c{place}", "") for place in range(len(said))]
    line = formatted(columns, ExportFormat.CSV, [said])
    for delimiter in (",", ";", "\t"):
        for row in csv.reader(StringIO(line, newline=""), delimiter=delimiter):
            # Who takes no cell as quoted begins a row at each line end in it.
            parts = [part for cell in row for part in re.split(r"[\r\n]", cell)]
            assert not [part for part in parts if COMPUTED.match(part)], delimiter


FIELD = st.text(max_size=60).map(lambda words: cleaning.clean(words).strip())
STORED = (SIGNS | FIELD).map(lambda words: cleaning.clean(words).strip())


@given(st.lists(st.tuples(STORED, STORED, STORED), min_size=1, max_size=5))
@settings(max_examples=200)
def test_an_import_reads_every_text_back_as_it_was(said: list[tuple[str, str, str]]) -> None:
    columns = [text(name, "") for name in ("title", "story", "reason")]
    # One cell is never empty: a row without any word is no row.
    columns.append(ExportColumn("severity", CellType.WHOLE, ""))
    file = header(columns, ExportFormat.CSV) + formatted(
        columns, ExportFormat.CSV, [(*row, 3) for row in said]
    )
    sheet = imports.read(lambda: BytesIO(file.encode()), "issues.csv")
    layout = arrange(Subject.ISSUES, sheet, ())

    def read(row: Row) -> tuple[str, ...]:
        return tuple(layout.text(row, name) for name in ("title", "story", "reason"))

    assert [read(row) for row in sheet.rows()] == said


def test_a_formula_of_somebody_elses_is_still_refused(tmp_path: Path) -> None:
    sheet = imports.read(lambda: BytesIO(b"title,severity\n=VLOOKUP(A1),3\n"), "issues.csv")
    [row] = sheet.rows()
    with pytest.raises(UserError, match="holds a formula"):
        arrange(Subject.ISSUES, sheet, ()).text(row, "title")


# --- how values are written ---

VALUES = (
    (None, "", None),
    (True, "true", True),
    (False, "false", False),
    (3, "3", 3),
    (-3, "-3", -3),
    (10**15, "1000000000000000", 10**15),
    ("=x", "'=x", "=x"),
    (datetime(2026, 11, 23, 9, 0, 0, 999_999, UTC), "2026-11-23T09:00:00Z", "2026-11-23T09:00:00Z"),
    (date(2026, 11, 27), "2026-11-27", "2026-11-27"),
    (time(17, 30), "17:30", "17:30"),
    (UUID(int=7), str(UUID(int=7)), str(UUID(int=7))),
    ({"why": "=1; Zoë"}, '{"why": "=1; Zoë"}', {"why": "=1; Zoë"}),
    ([{"at": date(2026, 1, 2)}], '[{"at": "2026-01-02"}]', [{"at": "2026-01-02"}]),
    ([], "[]", []),
)


@pytest.mark.parametrize(("value", "cell", "said"), VALUES)
def test_a_value_is_written_plainly(value: object, cell: str, said: object) -> None:
    columns = [text("a", ""), text("b", "")]
    [read] = csv.reader([formatted(columns, ExportFormat.CSV, [(value, "end")])])
    assert read == [cell, "end"]
    line = formatted(columns, ExportFormat.JSONL, [(value, "end")])
    assert line.endswith("\n")
    assert json.loads(line) == {"a": said, "b": "end"}


def test_excel_knows_the_encoding_and_other_programs_need_no_mark() -> None:
    columns = [text("a", "")]
    assert header(columns, ExportFormat.CSV) == "\ufeffa\r\n"
    assert header(columns, ExportFormat.JSONL) == ""


@pytest.mark.parametrize("pages", [[], [[("=1", 2)]], [[("=1", 2), ("b", 3)], [], [("c", None)]]])
def test_a_json_document_is_one_list_however_many_pages_it_has(
    pages: list[list[tuple[object, object]]],
) -> None:
    columns, rows = [text("a", ""), text("b", "")], [row for page in pages for row in page]
    said, count = header(columns, ExportFormat.JSON), 0
    for page in pages:
        said += formatted(columns, ExportFormat.JSON, page, begins=not count)
        count += len(page)
    said += footer(ExportFormat.JSON)
    assert json.loads(said) == [{"a": a, "b": b} for a, b in rows]
    assert said.count("\n") == len(rows) + 2


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two columns of one name"):
        Export("x", "y", (text("a", ""), text("a", "")), lambda *_: pytest.fail("never read"))


# --- what is documented ---


def test_the_document_holds_the_columns_that_there_are() -> None:
    assert described.markdown(routes.EXPORTS.values()) in DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize("subject", list(Subject))
def test_what_an_import_reads_is_exported_under_the_same_name(subject: Subject) -> None:
    """But for what only files of others have, and what stands elsewhere in ours."""
    names = {column.name for column in routes.EXPORTS[str(subject)].columns}
    also = {field for field in FIELDS[subject] if names.intersection(ALSO_CALLED.get(field, ()))}
    assert {*FIELDS[subject]} - names - also <= {"sub-issue", "done", "declined"}


TYPES = {
    CellType.TEXT: str,
    CellType.WHOLE: int,
    CellType.AMOUNT: int,
    CellType.YES_NO: bool,
    CellType.MOMENT: str,
    CellType.DAY: str,
    CellType.CLOCK: str,
    CellType.FACTS: (dict, list),
}
SHAPES = {
    CellType.MOMENT: re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
    CellType.DAY: re.compile(r"\d{4}-\d\d-\d\d"),
    CellType.CLOCK: re.compile(r"\d\d:\d\d"),
}


def check_types(name: str, found: list[dict[str, object]]) -> None:
    """Each cell is of the type that its column says."""
    for column in routes.EXPORTS[name].columns:
        for row in found:
            value = row[column.name]
            if value is None:
                continue
            assert isinstance(value, TYPES[column.type]), (name, column, value)
            assert isinstance(value, bool) == (column.type is CellType.YES_NO), (name, column)
            if column.type in SHAPES:
                assert SHAPES[column.type].fullmatch(str(value)), (name, column, value)


# --- pages ---


def _give(database: Database, numbers: range, **facts: object) -> None:
    with database.write() as session:
        for number in numbers:
            given = {"created_by": BEN, "created_at": MONDAY, "owner_id": SARA, **facts}
            session.add(Task(team_id=TEAM, number=number, title=f"Call {number}", **given))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_every_row_comes_once_however_large_a_page_is(
    database: Database, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    _give(database, range(1, 8))
    monkeypatch.setattr(exporting, "PAGE", size)
    for name, count, key in (("tasks", 7, "ref"), ("people", 16, "user"), ("customers", 4, "name")):
        found = [row[key] for row in rows(database, name)]
        assert len(found) == len({*found}) == count, name
    assert [row["ref"] for row in rows(database, "tasks")] == [f"T-{n}" for n in range(1, 8)]


def test_a_page_of_which_nothing_is_wanted_is_no_end(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _give(database, range(1, 6))
    with database.read() as session:
        billing = session.get(Person, (TEAM, SARA))
        assert billing
        department_id = billing.department_id
    _give(database, range(6, 8), department_id=department_id)
    monkeypatch.setattr(exporting, "PAGE", 2)
    assert [row["ref"] for row in rows(database, "tasks", department="billing")] == ["T-6", "T-7"]
    assert rows(database, "tasks", department="Sales") == []


def test_between_two_pages_nothing_is_held(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody gives a task whenever a page is written, and none of them waits."""
    _give(database, range(1, 5))
    monkeypatch.setattr(exporting, "PAGE", 2)
    new = iter(range(5, 8))
    real = exporting.written

    def meanwhile(*given: object, begins: bool) -> str:
        number = next(new, None)
        if number:
            _give(database, range(number, number + 1))
        return real(*given, begins=begins)  # type: ignore[arg-type]

    monkeypatch.setattr(exporting, "written", meanwhile)
    assert [row["ref"] for row in rows(database, "tasks")] == [f"T-{n}" for n in range(1, 8)]


def test_another_workspace_is_never_in_it(database: Database) -> None:
    with database.write() as session:
        workspaces.remember(session, "T0OTHER", "Elsewhere", "U0DULY")
        other = Department(team_id="T0OTHER", name="Zyxel", key=key_of("Zyxel"))
        session.add(other)
        session.add(Customer(team_id="T0OTHER", name="Zyxin", key="zyxin"))
        session.add(Person(team_id="T0OTHER", user_id=SARA, name="Zyxa Novak"))
        session.flush()
        given = {"created_by": SARA, "created_at": MONDAY, "owner_id": SARA}
        session.add(Task(team_id="T0OTHER", number=1, title="Zyxing", **given))
        history.add(
            session, team_id="T0OTHER", now=MONDAY, actor=SARA, verb="given", noun="task", number=1
        )
    for name in TABLES:
        assert "Zyx" not in written(database, name), name
    _give(database, range(1, 2))
    assert rows(database, "tasks")[0]["owner_name"] == "Sara Novak"


def test_an_address_is_for_whoever_sees_all_and_for_oneself(database: Database) -> None:
    def shown(as_person: str = "") -> set[str]:
        found = rows(database, "people", as_person=as_person)
        assert len(found) == 16
        return {row["user"] for row in found if row["email"]}

    assert shown("lee") == {LEE}
    assert len(shown("omar")) == len(shown()) == 15


# --- orders that cannot be carried out ---


@pytest.mark.parametrize(
    ("name", "order", "refusal"),
    [
        ("people", {"since": MONDAY}, NoDays),
        ("customers", {"since": MONDAY}, NoDays),
        ("departments", {"since": MONDAY}, NoDays),
        ("customers", {"department": "Billing"}, NoDepartments),
        ("decisions", {"department": "Billing"}, NoDepartments),
        ("tasks", {"department": "Biling"}, UnknownDepartment),
        ("tasks", {"as_person": "nobody"}, NobodyNamed),
    ],
)
def test_what_makes_no_sense_is_refused(
    database: Database, name: str, order: dict[str, object], refusal: type[UserError]
) -> None:
    with pytest.raises(refusal):
        written(database, name, **order)  # type: ignore[arg-type]


def test_a_name_that_two_have_is_asked_about(database: Database) -> None:
    with database.write() as session:
        for user_id in ("U1", "U2"):
            session.add(
                Person(team_id=TEAM, user_id=user_id, name="Kim Lee", key=key_of("Kim Lee"))
            )
    with pytest.raises(SeveralNamed):
        written(database, "tasks", as_person="Kim Lee")


def test_a_workspace_is_named_where_there_are_several(database: Database, empty: Database) -> None:
    with database.write() as session:
        assert exporting.workspace(session) == TEAM
        assert exporting.workspace(session, "brightwater") == TEAM
        with pytest.raises(WorkspaceMissing, match=r"Brightwater \(T0BRIGHT\)"):
            exporting.workspace(session, "Elsewhere")
        workspaces.remember(session, "T0OTHER", "Elsewhere", "U0DULY")
        with pytest.raises(SeveralWorkspaces, match="T0OTHER"):
            exporting.workspace(session)
        assert exporting.workspace(session, "t0other") == "T0OTHER"


def test_a_database_without_a_workspace_says_so(empty: Database) -> None:
    with empty.read() as session, pytest.raises(NotSetUp):
        exporting.workspace(session)


# --- since ---


def test_since_is_what_has_changed_and_not_only_what_is_new(database: Database) -> None:
    _give(database, range(1, 4), created_at=MONDAY - timedelta(days=30))
    with database.write() as session:
        for number, at in ((1, MONDAY - timedelta(days=30)), (2, MONDAY), (3, MONDAY)):
            history.add(
                session, team_id=TEAM, now=at, actor=SARA, verb="taken", noun="task", number=number
            )
    assert [row["ref"] for row in rows(database, "tasks", since=MONDAY)] == ["T-2", "T-3"]
    assert [row["ref"] for row in rows(database, "history", since=MONDAY)] == ["T-2", "T-3"]
    assert rows(database, "tasks", since=MONDAY + timedelta(seconds=1)) == []


def test_an_empty_table_is_its_header(database: Database) -> None:
    assert written(database, "tasks").startswith("\ufeffref,title,state,")
    assert written(database, "tasks").count("\r\n") == 1
    assert written(database, "tasks", ExportFormat.JSONL) == ""


# --- what goes out, comes in and goes out again is the same ---

WORDS = STORED.filter(lambda words: not cleaning.says_nothing(words))
TITLES = WORDS.map(lambda words: cleaning.line(words)[:80]).filter(
    lambda line: not cleaning.says_nothing(line)
)
MINUTES = st.integers(0, 60 * 24 * 300)
SOURCES = st.text("abc=-'1;", min_size=1) | st.sampled_from(["-", "--", "n/a", "NaN", "TBD"])


@st.composite
def things(draw: st.DrawFn) -> dict[str, object]:
    """What a task or an issue may be; all of it has happened by Monday."""
    opened = MONDAY - timedelta(minutes=draw(MINUTES))
    # Of what is corrected an import knows only that it is done.
    state = draw(st.sampled_from([each for each in State if each is not State.CORRECTED]))
    closed = state in CLOSED_STATES
    # What has ended may have been taken before, or not.
    is_taken = state is State.ACKNOWLEDGED or (closed and draw(st.booleans()))
    return {
        "title": draw(TITLES),
        "state": state,
        "severity": draw(st.integers(1, 4)),
        "audience": draw(st.sampled_from(Audience)),
        "owner_id": draw(st.sampled_from([SARA, TOM, LEE])),
        # Whoever gives themselves a task has taken it: these others are asked.
        "created_by": draw(st.sampled_from([BEN, OMAR])),
        "created_at": opened,
        "due_at": MONDAY + timedelta(minutes=draw(MINUTES)),
        "due_zone": "UTC",
        "acknowledged_at": opened + (MONDAY - opened) / 4 if is_taken else None,
        "closed_at": opened + (MONDAY - opened) / 2 if closed else None,
        "close_reason": draw(WORDS) if state is State.DECLINED else "",
        "source": draw(st.none() | SOURCES.map("import:{}".format)),
    }


FELT = st.tuples(*[st.none() | st.sampled_from(Feeling)] * 2)
LET_IN = st.sets(st.sampled_from([AISHA, GRACE, NORA]))
Feelings = tuple[Feeling | None, Feeling | None]
Thing = tuple[dict[str, object], str | None, Feelings, set[str]]
"""A task and an issue, the story of the issue, how they felt and feel, and who was let in."""
COMPANIES = st.lists(st.tuples(things(), st.none() | WORDS, FELT, LET_IN), min_size=1, max_size=5)
SAME = {
    "tasks": {
        "title", "state", "severity", "audience", "customer", "department", "owner", "reporter",
        "opened", "due", "acknowledged", "closed", "reason", "source", "let_in", "let_in_names",
    },
    "issues": {
        "title", "story", "touchpoint", "felt", "feels", "state", "severity", "audience",
        "customer", "department", "owner", "reporter", "opened", "due", "acknowledged", "closed",
        "reason", "source", "let_in", "let_in_names",
    },
}  # fmt: skip


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(company=COMPANIES)
def test_an_export_that_is_imported_gives_the_same_export(
    sqlite_settled: Path, tmp_path: Path, company: list[Thing]
) -> None:
    here, there = (_settled(sqlite_settled, tmp_path, name) for name in ("here", "there"))
    sources = [given["source"] for given, *_ in company if given["source"]]
    assume(len({*sources}) == len(sources))
    with here.write() as session:
        acme, billing = (
            customers.named(session, TEAM, "Acme"),
            departments.named(session, TEAM, "Billing"),
        )
        assert acme
        assert billing
        placed = {
            "team_id": TEAM, "department_id": billing.department_id,
            "customer_id": acme.customer_id,
        }  # fmt: skip
        for number, (given, story, (felt, feels), let_in) in enumerate(company, start=1):
            session.add(Task(**placed, **given, number=number))
            told = {
                "story": story or "", "touchpoint": "phone" if story else "",
                "felt": felt, "feels": feels,
            }  # fmt: skip
            session.add(Issue(**placed, **given, **told, number=number))
            for noun, person in product((Task.noun, Issue.noun), let_in):
                audiences.add(session, TEAM, noun, number, person)
    for subject in (Subject.TASKS, Subject.ISSUES):
        name, path = str(subject), tmp_path / f"{subject}.csv"
        path.write_text(written(here, name), encoding="utf-8", newline="")
        report = importing.run(
            there, TEAM, path, Order(subject), clock=lambda: MONDAY,
            console=Console(quiet=True), folder=tmp_path,
        )  # fmt: skip
        assert [each.reason for each in report.tally.rejected] == []
        before, after = ([_same(name, row) for row in rows(side, name)] for side in (here, there))
        assert after == before
    for database in (here, there):
        database.close()


def _same(name: str, row: dict[str, object]) -> dict[str, object]:
    return {column: row[column] for column in sorted(SAME[name])}


def _settled(template: Path, folder: Path, name: str) -> Database:
    file = folder / f"{name}.sqlite3"
    for beside in folder.glob(f"{name}.sqlite3*"):
        beside.unlink()
    shutil.copy(template, file)
    return Database(f"sqlite:///{file}")
