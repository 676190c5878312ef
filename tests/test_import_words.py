"""Words of files mean what they mean where they were written, and what nobody can know is asked."""

from __future__ import annotations

import pytest

from handlers.front.imports import Subject, plain, severities, states
from storage.customers import Customer
from storage.issues import Issue
from tests.importer import Importer, rows_of
from tests.test_imports import reasons


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("CLOSED", "done"), ("Done ✅", "done"), ("✅", "done"), ("TRUE", "done"), ("x", None),
        ("geschlossen", "done"), ("Fermé", "done"), ("Cerrado", "done"), ("已关闭", "done"),
        ("完了", "done"), ("Закрыто", "done"), ("مغلق", "done"), ("Chiuso", "done"),
        ("Closed - Fixed", "done"), ("Resolved: no action", "done"), ("Closed by Ann", "done"),
        ("Closed (Support Pipeline)", "done"), ("Done/Deployed", "done"),
        ("Closed (duplicate)", "declined"), ("Closed as not planned", "declined"),
        ("Closed (Won’t Do)", "declined"), ("abgelehnt", "declined"), ("Obsolete", "declined"),
        ("Cancelled by customer", "withdrawn"), ("Resolved - Cancelled", "withdrawn"),
        ("Waiting on Third Party", "open"), ("Awaiting Reply", "open"), ("offen", "open"),
        ("Pending customer", "open"), ("Ready for QA", "open"), ("Blocked by Billing", "open"),
        ("On hold - vendor", "open"), ("未対応", "open"), ("Abierto", "open"), ("TO_DO", "open"),
        ("in Bearbeitung", "acknowledged"), ("En cours", "acknowledged"),
        ("IN_PROGRESS", "acknowledged"), ("处理中", "acknowledged"), ("QA", "acknowledged"),
        ("Partially done", None), ("not closed", None), ("Closed - open", None),
        ("Done - not yet", None), ("With legal", None), ("NY", None), ("7", None),
    ],
)  # fmt: skip
def test_a_state_is_read_in_the_words_of_many_systems(words: str, state: str | None) -> None:
    assert states.read(words) == state


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("hoch", 2), ("Hoch (2)", 2), ("sehr hoch", 1), ("kritisch", 1), ("élevée", 2),
        ("Crítica", 1), ("Média", 3), ("Muy alta", 1), ("bassa", 4), ("laag", 4), ("высокий", 2),
        ("高", 2), ("紧急", 1), ("Medium 🟡", 3), ("🔴 High", 2), ("High!", 2), ("Very High", 1),
        ("Very low", 4), ("Crit", 1), ("Med", 3), ("5 - Planning", 4), ("1 - Kritisch", 1),
        ("Level 2", 2), ("Show stopper", 1), ("Minor issue", 4), ("Priorität: hoch", 2),
        ("5", None), ("★★★", None), ("High/Low", None), ("Tier 1", None), ("Gold", None),
        ("5 high bills", None),
    ],
)  # fmt: skip
def test_a_severity_is_read_in_other_languages(words: str, level: int | None) -> None:
    assert severities.read(words) == level


@pytest.mark.parametrize(
    ("words", "plainly"),
    [("٢٠٢٦-١١-٢٧", "2026-11-27"), ("۲۰۲۶/۱۱/۲۷", "2026/11/27"), ("２０２６／１１", "2026/11"),
     ("١٬٢٣٤٫٥", "1,234.5"), ("2026-11-27", "2026-11-27")],
)  # fmt: skip
def test_digits_of_other_scripts_are_the_same_numbers(words: str, plainly: str) -> None:
    assert plain.in_our_digits(words) == plainly


def test_digits_of_other_scripts_come_in(bring: Importer) -> None:
    bring(Subject.ISSUES, "id,title,severity,opened\n1,A,٢,٢٠٢٦-١٠-٠٢\n2,B,۳,۲۰۲۶/۱۱/۰۲\n")
    issues = sorted(rows_of(bring.database, Issue), key=lambda issue: issue.title)
    assert [(each.severity, f"{each.created_at:%Y-%m-%d}") for each in issues] == [
        (2, "2026-10-02"), (3, "2026-11-02"),
    ]  # fmt: skip
    bring(Subject.CUSTOMERS, "name,annual value\nZeta,١٢٣٤٠٠\n")
    values = {each.name: each.annual_value for each in rows_of(bring.database, Customer)}
    assert values["Zeta"] == 123_400


NOTHINGS = ("nan", "NaN", "None", "NULL", "<NA>", "(null)", "[NULL]", "\\N", "#N/A", "(blank)")


@pytest.mark.parametrize("nothing", NOTHINGS)
def test_what_programs_write_for_nothing_is_nothing(bring: Importer, nothing: str) -> None:
    rows = "".join(f"{nothing},{title},{nothing},{nothing},{nothing}\n" for title in "AB")
    report = bring(Subject.ISSUES, f"id,title,severity,customer,closed\n{rows}")
    assert (report.tally.added, reasons(report)) == (2, [])
    issues = rows_of(bring.database, Issue)
    assert {(each.severity, each.state, each.customer_id) for each in issues} == {(3, "open", None)}
    again = bring(Subject.ISSUES, f"id,title,severity,customer,closed\n{rows}")
    assert (again.tally.added, again.tally.already_there) == (0, 2)


@pytest.mark.parametrize(
    "zero", ["0000-00-00", "0000-00-00 00:00:00", "0001-01-01T00:00:00Z", "1900-01-00", "0"]
)
def test_a_day_zero_is_no_day(bring: Importer, zero: str) -> None:
    report = bring(Subject.ISSUES, f"title,opened,closed\nA,2026-10-02,{zero}\n")
    assert report.is_whole
    assert [each.state for each in rows_of(bring.database, Issue)] == ["open"]


@pytest.mark.parametrize("words", ["1900-01-01", "9999-12-31", "01.01.1970"])
def test_a_day_that_stands_for_none_says_how_to_say_so(bring: Importer, words: str) -> None:
    report = bring(Subject.ISSUES, f"title,opened\nA,{words}\n")
    why = (
        f"I can't read “{words}” in “opened” as a date from 1990 to 2100. Where it stands for none"
    )
    assert reasons(report)[0].startswith(why)


@pytest.mark.parametrize("words", ["No priority", "Not set", "none", "未設定", "-"])
def test_no_severity_is_the_usual_one(bring: Importer, words: str) -> None:
    bring(Subject.ISSUES, f"title,severity\nA,{words}\n")
    assert [each.severity for each in rows_of(bring.database, Issue)] == [3]
