"""Files that no spreadsheet has saved come in whole all the same, or it is said what to do."""

from __future__ import annotations

import gzip

import pytest

from handlers.front.imports import Subject
from handlers.speech import values
from handlers.speech.errors import UserError
from handlers.speech.file_errors import (
    EncodingMixed,
    EncodingUnmarked,
    FieldEndless,
    FileOfOtherKind,
    MappedTwice,
    SkipsAll,
)
from storage.issues import Issue
from storage.tasks import Task
from tests import cast
from tests.importer import Importer, rows_of
from tests.test_imports import reasons


@pytest.mark.parametrize(
    ("content", "error", "sentence"),
    [
        (b"PK\x03\x04..[Content_Types].xml", FileOfOtherKind, "is an Excel workbook"),
        (b"PK\x03\x04..other", FileOfOtherKind, "is a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", FileOfOtherKind, "is an Excel workbook"),
        (gzip.compress(b"title\nA\n", mtime=0), FileOfOtherKind, "is a compressed file"),
        (b"%PDF-1.4\n", FileOfOtherKind, "is a PDF"),
        (b'[{"id": 1, "title": "A"}]', FileOfOtherKind, "is JSON"),
        (b'\xef\xbb\xbf{"title": "A"}\n', FileOfOtherKind, "is JSON"),
        (b"<!DOCTYPE html><html>", FileOfOtherKind, "is a web page"),
        (b'<table border="1"><tr>', FileOfOtherKind, "is a web page"),
        ("id,title\n".encode("utf-16-le"), EncodingUnmarked, "--encoding utf-16-le"),
        ("id,title\n".encode("utf-16-be"), EncodingUnmarked, "--encoding utf-16-be"),
        ("title\né\n".encode() + b"\xe9\n", EncodingMixed, "Line 3 of .* line 2 is"),
        (b"title\n\xe9\n" + "é\n".encode(), EncodingMixed, "Line 2 of .* line 3 is"),
        (b"title,story\nA," + b"x" * 10_000_001, FieldEndless, "Line 2 of list.csv"),
    ],
)
def test_what_is_no_list_of_rows_is_called_what_it_is(
    bring: Importer, content: bytes, error: type[UserError], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        bring(Subject.ISSUES, content)
    assert rows_of(bring.database, Issue) == []


def test_utf_16_without_its_mark_is_read_where_somebody_says_so(bring: Importer) -> None:
    content = "id,title\n1,Café\n".encode("utf-16-le")
    bring(Subject.ISSUES, content, encoding="utf-16-le")
    assert [each.title for each in rows_of(bring.database, Issue)] == ["Café"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,title\n1,A\nid,title\n2,B\n", "Row 3 names"),
        ("\ufeffid,title\n1,A\n\ufeffID,Title\n2,B\n", "Row 3 names"),
        ("id,title,\n1,A,\nid,title\n2,B,\nid,title,,\n", "Rows 3 and 5 name"),
        ("title\nA\ntitle\nB\n", "Row 3 names"),
    ],
)
def test_rows_that_name_the_columns_once_more_are_left_out_and_said(
    bring: Importer, text: str, said: str
) -> None:
    report = bring(Subject.ISSUES, text)
    assert report.is_whole
    assert sorted(each.title for each in rows_of(bring.database, Issue)) == ["A", "B"]
    assert any(note.startswith(f"{said} the columns once more") for note in report.notes)
    again = bring(Subject.ISSUES, text)
    assert (again.tally.added, again.tally.already_there) == (0, 2)


def test_a_row_with_one_name_of_a_column_is_a_row(bring: Importer) -> None:
    report = bring(Subject.ISSUES, "id,title\nid,Label is wrong\n1,title\n")
    assert report.tally.added == 2


def test_a_file_without_rows_says_so(bring: Importer) -> None:
    report = bring(Subject.ISSUES, "id,title\n")
    assert "list.csv has no rows below the names of its columns." in report.notes


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ('id,title\n1,"It\\\'s \\"lost\\""\n', ['It\'s "lost"']),
        ('id,title,closed\n1,"Say \\"a, b\\"",\\N\n', ['Say "a, b"']),
        ('id,title\n1,"C:\\\\dir \\"x\\""\n', ['C:\\dir "x"']),
        ('id,title\n1,"C:\\dir\\"\n', ["C:\\dir\\"]),
        ('id, "title"\n1, "Refund, lost"\n', ["Refund, lost"]),
        ('id|title\n1|5" pipe\n', ['5" pipe']),
    ],
)
def test_quotation_marks_are_read_as_databases_and_people_write_them(
    bring: Importer, text: str, titles: list[str]
) -> None:
    report = bring(Subject.ISSUES, text)
    assert reasons(report) == []
    issues = rows_of(bring.database, Issue)
    assert [each.title for each in issues] == titles
    assert {each.state for each in issues} == {"open"}


@pytest.mark.parametrize(
    "words",
    ["Sara Novak <sara@brightwater.example>", "Sara Novak (sara@brightwater.example)",
     "Novak, Sara", "Novak, Sara <sara@brightwater.example>", "mailto:sara@brightwater.example",
     "[Sara Novak]", "Sara Novak (Inactive)", "sara,", "S. N. <SARA@brightwater.example>"],
)  # fmt: skip
def test_a_person_is_found_as_other_systems_write_names(bring: Importer, words: str) -> None:
    report = bring(Subject.TASKS, f'title,owner,due\nA,"{words}",2026-12-10\n')
    assert reasons(report) == []
    assert [each.owner_id for each in rows_of(bring.database, Task)] == [cast.SARA]


@pytest.mark.parametrize(
    "words",
    ["sara;tom", "Sara Novak, Tom Becker", "[Sara Novak, Tom Becker]",
     "sara@brightwater.example, tom@brightwater.example", "Sara Novak and Tom Becker"],
)  # fmt: skip
def test_of_several_owners_it_is_asked_which(bring: Importer, words: str) -> None:
    report = bring(Subject.TASKS, f'title,owner,due\nA,"{words}",2026-12-10\n')
    assert "names several people, and one has it. Say who: `--value" in reasons(report)[0]
    assert rows_of(bring.database, Task) == []
    said = bring(
        Subject.TASKS, f'title,owner,due\nA,"{words}",2026-12-10\n', values=[f"owner={words}:tom"]
    )
    assert said.tally.added == 1


@pytest.mark.parametrize(
    ("words", "value"),
    [("₹12,50,000.00", 1_250_000), ("INR 1,20,00,000", 12_000_000), ("₹4,00,000", 400_000),
     ("CHF 480'000.–", 480_000), ("480.000,--", 480_000), ("50,000/yr", 50_000),
     ("£3k p.a.", 3_000), ("€ 5.000 per year", 5_000)],
)  # fmt: skip
def test_an_amount_is_read_as_india_and_switzerland_write_it(words: str, value: int) -> None:
    assert values.amount(words) == value


@pytest.mark.parametrize(
    ("order", "error", "sentence"),
    [
        ({"maps": ["title=title", "title=prio"]}, MappedTwice, "to “title” and to “prio”"),
        ({"maps": ["id=id", "source=prio"]}, MappedTwice, "“source” is mapped to “id” and"),
        ({"skip": 99}, SkipsAll, "no row below the 99 rows that `--skip` leaves out"),
    ],
)
def test_options_that_contradict_each_other_or_the_file_say_so(
    bring: Importer, order: dict[str, object], error: type[UserError], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        bring(Subject.ISSUES, "id,title,prio\n1,A,High\n", **order)
    assert rows_of(bring.database, Issue) == []


@pytest.mark.parametrize(
    ("order", "remark"),
    [
        ({"values": ["severity=High:1"]}, "No column holds “severity”, so `--value severity=…`"),
        ({"preset": "jira"}, "None of the columns that Jira exports is in this file"),
    ],
)
def test_options_that_change_nothing_are_said(
    bring: Importer, order: dict[str, object], remark: str
) -> None:
    bring(Subject.ISSUES, "id,title,prio\n1,A,High\n", **order)
    assert remark in bring.printed


def test_what_a_preset_translates_is_not_missed(bring: Importer) -> None:
    bring(Subject.ISSUES, "Subject,Requester,Status\nA,Ann,Open\n")
    assert "Read as an export of Zendesk." in bring.printed
    assert "No column holds" not in bring.printed


def test_another_name_of_a_field_holds_against_a_preset_as_well(bring: Importer) -> None:
    bring(
        Subject.ISSUES,
        "Id,Ref,Subject,Requester,Status\n1,R9,A,Ann,Open\n",
        preset="zendesk",
        maps=["id=Ref"],
    )
    assert [(each.source or "").partition("/")[2] for each in rows_of(bring.database, Issue)] == [
        "R9"
    ]
