"""What the values of a column mean is decided over all of it, and the row that decides is said."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.front import imports
from handlers.front.imports import Order, Plan, Subject
from handlers.speech.errors import UserError
from handlers.speech.file_errors import (
    AmountsUnclear,
    DaysMixed,
    DaysUnclear,
    UnknownField,
    WrongDates,
    WrongDecimal,
    WrongValue,
)
from handlers.speech.setup_errors import UnclearScale
from handlers.speech.written_days import DayOrder
from storage.asks import Ask
from storage.customers import Customer
from storage.departments import Route
from storage.history import Event
from storage.issues import Issue
from storage.nudges import Nudge
from storage.outbox import Message
from storage.tasks import Task
from tests import cast
from tests.importer import Importer, rows_of
from tests.test_imports import reasons

NOW = cast.MONDAY


def plan_of(subject: Subject, text: str, **said: object) -> Plan:
    order = Order(subject, **said)  # type: ignore[arg-type]
    return imports.make(lambda: io.BytesIO(text.encode()), "list.csv", order)


def opened(bring: Importer) -> list[str]:
    issues = sorted(rows_of(bring.database, Issue), key=lambda issue: issue.number)
    return [issue.created_at.strftime("%Y-%m-%d %H:%M") for issue in issues]


def column(*values: str) -> str:
    paper = io.StringIO()
    csv.writer(paper).writerows(
        [("title", "opened"), *((f"A{n}", v) for n, v in enumerate(values))]
    )
    return paper.getvalue()


# --- dates ---


def test_dates_in_every_usual_form_come_in(bring: Importer) -> None:
    report = bring(
        Subject.ISSUES,
        column(
            "02/17/2020 12:19:00 PM", "09/Jan/24 3:54 PM", "27 Nov 2025", "2025/11/27", "20251127",
            "2025-11-27 10:00:00 UTC", "45988", "45988.5",
        ),
    )  # fmt: skip
    assert reasons(report) == []
    assert opened(bring) == [
        "2020-02-17 12:19", "2024-01-09 15:54", "2025-11-27 09:00", "2025-11-27 09:00",
        "2025-11-27 09:00", "2025-11-27 10:00", "2025-11-27 09:00", "2025-11-27 12:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "days", "said"),
    [
        (["01/02/2026", "13/02/2026"], ["2026-02-01", "2026-02-13"], "day first: row 3 says “13"),
        (["01/02/2026", "02/13/2026"], ["2026-01-02", "2026-02-13"], "month first: row 3 says “0"),
        (["24/01/09", "26/11/02"], ["2024-01-09", "2026-11-02"], "`--dates ymd` says so"),
        (["05/05/2026", "2026-05-06"], ["2026-05-05", "2026-05-06"], "27/11/2026 and 2026-11-27."),
        (["13/02/2026", "02/13/2026"], ["2026-02-13", "2026-02-13"], "27/11/2026."),
        (["1.2.2026"], ["2026-02-01"], "27.11.2026, day first"),
    ],
)  # fmt: skip
def test_the_whole_column_decides_what_comes_first(
    bring: Importer, values: list[str], days: list[str], said: str
) -> None:
    dates = "ymd" if "ymd" in said else ""
    bring(Subject.ISSUES, column(*values), dates=dates)
    assert [day[:10] for day in opened(bring)] == days
    assert said in bring.printed


def test_a_column_that_decides_nothing_is_read_like_another_one_of_the_file(
    bring: Importer,
) -> None:
    text = "title,opened,due\nA,01/02/2026,12/24/2026\nB,03/04/2026,12/01/2026\n"
    bring(Subject.ISSUES, text)
    assert [day[:10] for day in opened(bring)] == ["2026-01-02", "2026-03-04"]
    assert "month first: as in “due”." in bring.printed


def test_where_nothing_decides_and_it_matters_it_is_asked(bring: Importer) -> None:
    with pytest.raises(DaysUnclear, match="2026-02-01 or 2026-01-02") as asked:
        bring(Subject.ISSUES, column("05/05/2026", "01/02/2026"))
    assert "in row 3" in asked.value.message
    assert "`--dates dmy` or `--dates mdy`" in asked.value.message
    with pytest.raises(DaysMixed, match="“13/02/2026” in row 3 and “02/13/2026” in row 4"):
        bring(Subject.ISSUES, column("01/02/2026", "13/02/2026", "02/13/2026"))
    assert rows_of(bring.database, Issue) == []
    bring(Subject.ISSUES, column("05/05/2026", "01/02/2026"), dates="dmy")
    assert [day[:10] for day in opened(bring)] == ["2026-05-05", "2026-02-01"]


def test_a_row_against_what_was_said_is_refused(bring: Importer) -> None:
    report = bring(Subject.ISSUES, column("01/02/2026", "02/13/2026"), dates="dmy")
    assert (report.tally.added, len(reasons(report))) == (1, 1)
    assert "I can't read “02/13/2026” in “opened” as a date." in reasons(report)[0]


@pytest.mark.parametrize(
    ("dates", "values", "found", "said"),
    [
        ("ymd", ["24.01.09", "25-Feb-03"], ["2024-01-09", "2025-02-03"], "`--dates ymd` says so"),
        (
            "1904",
            ["44520", "44521.5"],
            ["2025-11-21", "2025-11-22"],
            "(Excel's number of a day, from 1904)",
        ),
        (
            "dmy,1904",
            ["44520", "03/02/2026"],
            ["2025-11-21", "2026-02-03"],
            "`--dates dmy` says so",
        ),
        (
            "1904 MDY",
            ["44520", "03/02/2026"],
            ["2025-11-21", "2026-03-02"],
            "`--dates mdy` says so",
        ),
        ("", ["44520"], ["2021-11-20"], "(Excel's number of a day)"),
    ],
)
def test_somebody_says_how_short_years_and_numbers_of_days_are_meant(
    bring: Importer, dates: str, values: list[str], found: list[str], said: str
) -> None:
    bring(Subject.ISSUES, column(*values), dates=dates)
    assert [day[:10] for day in opened(bring)] == found
    assert said in " ".join(bring.printed.split())


@pytest.mark.parametrize("dates", ["1900", "dmy mdy", "dmy,1905", "yy"])
def test_an_order_that_there_is_not_is_refused_before_anything_is_written(
    bring: Importer, dates: str
) -> None:
    with pytest.raises(WrongDates, match="`--dates 1904`"):
        bring(Subject.ISSUES, column("44520"), dates=dates)
    assert rows_of(bring.database, Issue) == []


def test_a_date_that_is_not_known_is_none(bring: Importer) -> None:
    report = bring(Subject.ISSUES, "title,opened,due\nA,n/a,-\nB,TBD,#N/A\n")
    assert (report.tally.added, reasons(report)) == (2, [])


@given(
    st.lists(st.dates(date(1991, 1, 1), date(2089, 12, 31)), min_size=1, max_size=20),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y"]),
)
def test_a_column_is_read_as_it_was_written_or_asked_about(days: list[date], form: str) -> None:
    text = column(*[day.strftime(form) for day in days])
    is_clear = any(day.day > 12 for day in days)
    if not is_clear and any(day.day != day.month for day in days):
        with pytest.raises(DaysUnclear):
            plan_of(Subject.ISSUES, text)
        return
    plan = plan_of(Subject.ISSUES, text)
    if is_clear:
        wanted = DayOrder.DMY if form.startswith("%d") else DayOrder.MDY
        assert plan.understood.survey.days == {"opened": wanted}


# --- amounts ---


def amounts(bring: Importer) -> dict[str, int | None]:
    return {each.name: each.annual_value for each in rows_of(bring.database, Customer)}


def valued(*values: str) -> str:
    paper = io.StringIO()
    rows = [(f"C{n}", value) for n, value in enumerate(values)]
    csv.writer(paper).writerows([("name", "annual_value"), *rows])
    return paper.getvalue()


@pytest.mark.parametrize(
    ("values", "found", "said"),
    [
        (["1.500", "2,5"], [1500, 3], "a decimal comma: row 3 says “2,5”"),
        (["1,500", "2.5"], [1500, 3], "a decimal point: row 3 says “2.5”"),
        (["48,000.00", "1,500"], [48_000, 1500], "a decimal point: row 2"),
        (["1.500", "2.500"], [1500, 2500], "groups of three digits are thousands"),
        (["12 Tsd", "250 tsd", "1.5 mln", "40 lac"], [12_000, 250_000, 1_500_000, 4_000_000], ""),
        (["n/a", "-", "TBD", "€ 5", "5 EUR"], [None, None, None, 5, 5], "It names EUR."),
        (["3,000,000,000"], [3_000_000_000], ""),
    ],
)  # fmt: skip
def test_the_whole_column_decides_what_is_a_decimal_sign(
    bring: Importer, values: list[str], found: list[int | None], said: str
) -> None:
    report = bring(Subject.CUSTOMERS, valued(*values))
    assert reasons(report) == []
    assert [amounts(bring)[f"C{n}"] for n in range(len(values))] == found
    assert said in bring.printed


def test_amounts_that_contradict_each_other_are_asked_about(bring: Importer) -> None:
    with pytest.raises(AmountsUnclear, match=r"“480\.000” in row 2 and “12\.50” in row 3"):
        bring(Subject.CUSTOMERS, valued("480.000", "12.50"))
    bring(Subject.CUSTOMERS, valued("480.000", "12.50"), decimal="point")
    assert (amounts(bring)["C0"], amounts(bring)["C1"]) == (480, 13)


@pytest.mark.parametrize("words", ["5 mil", "3 mrd"])
def test_an_amount_that_means_two_things_costs_its_row_a_sentence(
    bring: Importer, words: str
) -> None:
    report = bring(Subject.CUSTOMERS, valued(words))
    assert reasons(report) == [UnclearScale(words=f"“{words}”").message]


# --- severities, tiers, states ---


def test_severities_in_usual_words_and_in_words_that_are_said(bring: Importer) -> None:
    words = ["Critical", "P1", "2 - High", "2.0", "Urgent", "", "n/a", "Gold", "Tin"]
    text = "title,severity\n" + "".join(f"A{n},{said}\n" for n, said in enumerate(words))
    report = bring(Subject.ISSUES, text, values=["severity=gold:2", "severity= TIN :4"])
    assert reasons(report) == []
    issues = sorted(rows_of(bring.database, Issue), key=lambda issue: issue.number)
    assert [issue.severity for issue in issues] == [1, 1, 2, 2, 1, 3, 3, 2, 4]
    refused = bring(Subject.ISSUES, "title,severity\nB,Gold\n", file="b.csv")
    assert '`--value "severity=Gold:…"`' in reasons(refused)[0]


def test_severities_from_zero_are_found_by_the_column(bring: Importer) -> None:
    bring(Subject.ISSUES, "title,severity\nA,P1\nB,P0\nC,P3\n")
    issues = sorted(rows_of(bring.database, Issue), key=lambda issue: issue.number)
    assert [issue.severity for issue in issues] == [2, 1, 4]
    assert "“severity” counts from 0, the worst: row 3 says “P0”." in bring.printed


def test_tiers_in_words_that_are_said(bring: Importer) -> None:
    text = "name,tier\nC0,Gold\nC1,VIP\nC2,Silver\n"
    report = bring(Subject.CUSTOMERS, text, values=["tier=Gold:key"])
    found = {each.name: str(each.tier) for each in rows_of(bring.database, Customer)}
    assert (found["C0"], found["C1"]) == ("key", "key")
    assert '`--value "tier=Silver:…"`' in reasons(report)[0]


@pytest.mark.parametrize(
    ("order", "error"),
    [
        ({"values": ["severity=Alta"]}, WrongValue), ({"values": ["Alta:2"]}, WrongValue),
        ({"values": ["colour=red:1"]}, UnknownField), ({"dates": "us"}, WrongDates),
        ({"decimal": "both"}, WrongDecimal),
    ],
)  # fmt: skip
def test_options_that_cannot_be_read_say_how_to_write_them(
    order: dict[str, object], error: type[UserError]
) -> None:
    with pytest.raises(error, match=r"Write|fields are"):
        plan_of(Subject.ISSUES, "title\nA\n", **order)


# --- ids ---


def test_ids_that_excel_has_rewritten_are_the_same_ids(bring: Importer) -> None:
    bring(Subject.ISSUES, "id,title\n7523056,A\n00042,B\n")
    report = bring(Subject.ISSUES, 'id,title\n7523056.0,A\n"=""00042""",B\n7523056,A\n')
    assert (report.tally.added, report.tally.already_there) == (0, 3)
    cut = bring(Subject.ISSUES, "id,title\n7.52306E+15,C\n", file="cut.csv")
    assert "a spreadsheet has cut it" in reasons(cut)[0]


def test_columns_that_are_not_used_and_a_missing_id_are_said(bring: Importer) -> None:
    bring(Subject.ISSUES, "title,created_at,Labels,Labels,State\nA,x,y,z,FL\n")
    assert "Columns not used: “created_at”, “Labels”, “Labels#2” and “State”." in bring.printed
    assert "“State” holds nothing that I read as “state”" in bring.printed
    assert "There is no column of ids" in bring.printed
    bring(Subject.ISSUES, "id,title\n1,B\n")
    assert "There is no column of ids" not in bring.printed


# --- what is over comes in as of then ---

PAST = """\
id,title,state,opened,closed,owner,reporter,department,reason
1,Refund lost,Closed,2026-10-01,2026-10-05,sara,tom,Billing,
2,Too slow,Won't do,2026-10-02,2026-10-06,,,Billing,
3,Loud,In progress,2026-11-02,,sara,,Billing,
4,New one,Open,2026-11-03,,,,Billing,
5,No owner,Resolved,2026-10-03,,,,,
6,Again open,Reopened,2026-10-03,2026-10-09,,,Billing,
"""


def test_what_is_closed_comes_in_closed_as_of_then_and_nobody_is_asked(bring: Importer) -> None:
    report = bring(Subject.ISSUES, PAST)
    assert (report.tally.added, report.tally.closed, reasons(report)) == (6, 3, [])
    issues = {issue.title: issue for issue in rows_of(bring.database, Issue)}
    lost, slow, loud = issues["Refund lost"], issues["Too slow"], issues["Loud"]
    assert (lost.state, lost.owner_id, lost.created_by) == ("done", cast.SARA, cast.TOM)
    assert (lost.closed_at or NOW).date() == date(2026, 10, 5)
    assert (slow.state, slow.close_reason) == ("declined", "Won't do")
    assert (loud.state, loud.owner_id) == ("acknowledged", cast.SARA)
    assert [issues[t].state for t in ("New one", "Again open")] == ["open", "open"]
    undated = issues["No owner"]
    assert (undated.state, undated.department_id) == ("done", None)
    assert undated.closed_at == undated.created_at
    assert "One row is closed and does not say when" in bring.printed

    asked = {ask.number for ask in rows_of(bring.database, Ask)}
    assert asked == {loud.number, issues["New one"].number, issues["Again open"].number}
    assert {nudge.person_id for nudge in rows_of(bring.database, Nudge)} == {cast.SARA, cast.MARIA}
    lanes = {message.lane for message in rows_of(bring.database, Message)}
    assert lanes <= {cast.OMAR}, "the CCO hears what came in, and nobody else"
    told = [
        (event.verb, event.actor, event.happened_at.date())
        for event in rows_of(bring.database, Event)
        if event.number == lost.number and event.noun == "issue"
    ]
    assert told == [
        ("reported", cast.TOM, date(2026, 10, 1)), ("done", cast.SARA, date(2026, 10, 5)),
    ]  # fmt: skip


def test_only_closed_issues_bring_no_digest(bring: Importer) -> None:
    report = bring(Subject.ISSUES, "id,title,state,department\n1,A,done,Billing\n")
    assert report.tally.departments == {"Billing": 1}
    assert report.tally.department_ids == set()


def test_rows_can_be_left_out_by_their_state(bring: Importer) -> None:
    report = bring(
        Subject.ISSUES, PAST, values=["state=Closed:left out", "state=resolved:left out"]
    )
    assert (report.tally.added, report.tally.not_wanted, report.is_whole) == (4, 2, True)
    assert "2 left out, as you said" in " ".join(bring.printed.split())


def test_a_state_that_is_not_known_says_how_to_say_it(bring: Importer) -> None:
    report = bring(Subject.ISSUES, "id,title,state\n1,A,Open\n2,B,With legal\n")
    assert '`--value "state=With legal:open"`' in reasons(report)[0]


def test_people_whom_slack_does_not_know_leave_an_issue_with_the_lead(bring: Importer) -> None:
    header = "id,title,owner,reporter,department\n"
    text = f"{header}1,A,Agent Smith,Neo,Billing\n2,B,Omar Haddad,,Billing\n"
    report = bring(Subject.ISSUES, text)
    assert reasons(report) == []
    assert {issue.owner_id for issue in rows_of(bring.database, Issue)} == {cast.MARIA}
    assert "Slack's directory does not have “Agent Smith” (1) and “Neo” (1)" in bring.printed
    bring(Subject.ISSUES, text.replace("1,A", "3,C"), values=["owner=Agent Smith:sara"])
    assert cast.SARA in {issue.owner_id for issue in rows_of(bring.database, Issue)}


def test_tasks_have_state_and_closed_as_well(bring: Importer) -> None:
    text = (
        "id,title,owner,reporter,state,opened,due,closed\n"
        "1,A,tom,maria,Done,2026-11-02,2026-11-10,2026-11-05\n"
        "2,B,tom,maria,Cancelled,2026-11-02,2026-11-10,2026-11-05\n"
        "3,C,tom,maria,In progress,2026-11-02,2026-12-10,\n"
        "4,D,tom,maria,Not planned,2026-11-02,,2026-11-06\n"
    )
    report = bring(Subject.TASKS, text)
    assert (report.tally.closed, reasons(report)) == (3, [])
    tasks = sorted(rows_of(bring.database, Task), key=lambda task: task.number)
    assert [task.state for task in tasks] == ["done", "withdrawn", "acknowledged", "declined"]
    assert tasks[3].close_reason == "Not planned"
    open_asks = [ask for ask in rows_of(bring.database, Ask) if ask.answered_at is None]
    assert [(ask.kind, ask.number) for ask in open_asks] == [("finish", tasks[2].number)]


def test_a_due_date_of_an_issue_holds(bring: Importer) -> None:
    bring(Subject.ISSUES, "id,title,due,department\n1,A,2026-12-01,Billing\n")
    (issue,) = rows_of(bring.database, Issue)
    assert issue.due_at is not None
    assert issue.due_at - datetime(2026, 12, 1, tzinfo=UTC) < timedelta(days=1)


# --- rehearsal ---

SETS: Sequence[tuple[Subject, str]] = [
    (Subject.ISSUES, PAST),
    (Subject.TASKS, "id,title,owner,due\n1,A,tom,2026-12-01\n1,A,tom,2026-12-01\n2,B,who,\n"),
    (Subject.CUSTOMERS, "name,tier,annual_value\nAcme,key,5\nNewco,,12 k\nBad,gold,\n"),
    (Subject.DEPARTMENTS, "name,lead\nLegal,hana\nBilling,\nX,nobody\n"),
    (Subject.PEOPLE, "user,role\nsara,executive\nomar,member\n"),
]


@pytest.mark.parametrize(("subject", "text"), SETS, ids=[str(each) for each, _ in SETS])
def test_a_rehearsal_says_what_the_import_does_and_writes_nothing(
    bring: Importer, subject: Subject, text: str
) -> None:
    tables = (Issue, Task, Customer, Event, Ask, Message)
    before = [len(rows_of(bring.database, table)) for table in tables]
    rehearsed = bring(subject, text, is_trial=True)
    said = bring.printed
    assert [len(rows_of(bring.database, table)) for table in tables] == before
    assert rehearsed.rejected_file is None
    real = bring(subject, text)
    first, second = rehearsed.tally, real.tally
    assert (first.added, first.updated, first.already_there) == (
        second.added, second.updated, second.already_there,
    )  # fmt: skip
    assert (first.closed, first.triage, first.departments) == (
        second.closed, second.triage, second.departments,
    )  # fmt: skip
    assert reasons(rehearsed) == reasons(real)
    assert "would be added" in said
    assert "nothing was written" in said
    assert rehearsed.shown[:10] == real.shown
    assert rehearsed.understood == real.understood


def test_a_rehearsal_routes_by_rules_that_it_does_not_keep(bring: Importer) -> None:
    text = "id,title,Product\n1,A,mortgage\n2,B,card\n"
    routes = ["Product=mortgage:Billing"]
    rehearsed = bring(Subject.ISSUES, text, routes=routes, is_trial=True)
    assert (rehearsed.tally.departments, rehearsed.tally.triage) == ({"Billing": 1}, 1)
    assert bring(Subject.ISSUES, text, routes=["Product"]).tally.triage == 2


def test_the_only_cco_is_not_taken_away_by_a_file(bring: Importer) -> None:
    report = bring(Subject.PEOPLE, "user,role\nomar,member\n")
    assert reasons(report)[0].startswith("Omar Haddad is the only CCO")


@pytest.mark.parametrize("words", ["invoice, refund", "invoice; refund", "refund;invoice,"])
def test_words_of_a_department_are_read_with_commas_and_semicolons(
    bring: Importer, words: str
) -> None:
    bring(Subject.DEPARTMENTS, f'name,words\nBilling,"{words}"\n')
    routes = rows_of(bring.database, Route)
    assert {route.pattern for route in routes} == {"invoice", "refund"}


def test_the_report_for_programs_says_what_was_understood(bring: Importer) -> None:
    bring(
        Subject.ISSUES, "title,opened,Brand\nA,01/02/2026,x\nB,13/02/2026,y\n", as_json=True,
        is_trial=True,
    )  # fmt: skip
    said = json.loads(bring.printed)
    assert said["dry_run"] is True
    assert said["columns"] == {"title": "title", "opened": "opened"}
    assert said["columns_not_used"] == ["Brand"]
    (form,) = said["forms"]
    assert (form["decided"], form["row"], form["words"]) == ("dmy", 3, "13/02/2026")
    assert [row["opened"] for row in said["first_rows"]] == ["2026-02-01", "2026-02-13"]
    assert (said["read"], said["added"], said["refused"]) == (2, 2, 0)


def test_a_large_file_is_held_a_few_rows_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    row = f"2026-10-02,{'x' * 200},P2\n"
    with path.open("w", encoding="utf-8") as file:
        file.write("opened,title,severity\n")
        for _ in range(300):
            file.write(row * 100)
    tracemalloc.start()
    plan = imports.make(lambda: path.open("rb"), "large.csv", Order(Subject.ISSUES))
    assert sum(1 for _ in plan.sheet.rows()) == plan.sheet.count == 30_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < path.stat().st_size / 2, "all of its rows would take several times its size"


def test_the_rows_shown_hold_what_comes_in_and_not_what_is_written(bring: Importer) -> None:
    bring(
        Subject.CUSTOMERS,
        "name;annual_value;renewal\nC0;€ 48.000,00;03/01/2027\nC1;1.500;12/24/2027\nC2;much;\n",
        is_trial=True,
    )
    assert "row 2: name C0; annual_value 48,000; renewal 2027-03-01" in bring.printed
    assert "row 3: name C1; annual_value 1,500; renewal 2027-12-24" in bring.printed
    assert "row 4: name C2; annual_value much" in bring.printed
