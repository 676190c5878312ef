"""Files as spreadsheets and ticket systems write them are read; what was made of them is said."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.front.imports import Sheet, read
from handlers.front.imports.names import told_apart
from handlers.speech.errors import UserError
from handlers.speech.file_errors import (
    FileBroken,
    FileNotText,
    NotInEncoding,
    UnknownEncoding,
)

KNOWN = frozenset({"title", "severity"})


def sheet_of(
    content: str | bytes, encoding: str = "", skip: int | None = None, known: Sequence[str] = ()
) -> Sheet:
    data = content.encode() if isinstance(content, str) else content
    return read(
        lambda: io.BytesIO(data), "list.csv", encoding=encoding, skip=skip, known=frozenset(known)
    )


def cells(sheet: Sheet) -> list[tuple[str, ...]]:
    rows = list(sheet.rows())
    assert len(rows) == sheet.count, "what was counted comes in"
    return [row.cells for row in rows]


# --- encodings, separators, line ends ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_file_is_read_in_the_encoding_it_shows(encoding: str) -> None:
    sheet = sheet_of("title,note\nCafé,“zu”\n".encode(encoding))
    assert (sheet.header, cells(sheet)) == (("title", "note"), [("Café", "“zu”")])
    assert any("Windows text" in note for note in sheet.notes) == (encoding == "cp1252")


def test_utf_16_is_read_in_both_orders_with_its_mark_and_not_guessed_without_one() -> None:
    for order, mark in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
        content = "title\tnote\nÄ\tb\n".encode(order)
        assert cells(sheet_of(mark + content)) == [("Ä", "b")]
        assert cells(sheet_of(content, order)) == [("Ä", "b")]
        with pytest.raises(FileNotText):
            sheet_of(content)


def test_an_encoding_that_is_said_is_used_and_checked() -> None:
    polish = "title,note\nŁódź,ż\n".encode("cp1250")
    assert cells(sheet_of(polish, "cp1250")) == [("Łódź", "ż")]
    assert sheet_of(polish, "windows-1250").notes == ()
    assert sheet_of("\ufefftitle,note\na,b", "UTF-8").header == ("title", "note")
    with pytest.raises(NotInEncoding, match="is not text in utf-8"):
        sheet_of(polish, "utf8")
    for words in ("klingon", "rot13", "zip", "a\0b", "ä"):
        with pytest.raises(UnknownEncoding, match="no encoding called"):
            sheet_of(polish, words)


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_first_line_that_names_the_separator_is_no_row(
    sign: str, end: str, encoding: str
) -> None:
    lines = [f"sep={sign}", f"title{sign}note", f'A{sign}"b,c;d"']
    sheet = sheet_of(end.join(lines).encode(encoding))
    assert (sheet.header, cells(sheet)) == (("title", "note"), [("A", "b,c;d")])
    assert [row.number for row in sheet.rows()] == [2], "as Excel numbers it"


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("Value (1,000s, EUR, net);Name\n1,5;A\n2,5;B\n", ("Value (1,000s, EUR, net)", "Name")),
        ("name;value\nA, Inc.;1\nB, Inc.;2\nC;3\n", ("name", "value")),
        ("name|value\nA|1,5\nB|2,5\n", ("name", "value")),
        ("name\tvalue\nA, b\t1\nC, d\t2\n", ("name", "value")),
        ('name,story\nA,"x;y;z"\nB,"x;y;z"\n', ("name", "story")),
        ("name\nA\nB\n", ("name",)),
    ],
)  # fmt: skip
def test_the_separator_is_found_over_several_lines(text: str, header: tuple[str, ...]) -> None:
    assert sheet_of(text).header == header


# --- names of columns ---


@pytest.mark.parametrize(
    ("header", "names"),
    [
        (("Labels", "Labels", "Labels"), ("Labels", "Labels#2", "Labels#3")),
        (("Title", "title", "a b", "A_B"), ("Title", "title#2", "a b", "A_B#2")),
        (("", "", "a"), ("", "", "a")),
        (("a", "a#2", "a"), ("a", "a#2", "a#3")),
    ],
)
def test_repeated_names_are_told_apart(header: Sequence[str], names: Sequence[str]) -> None:
    assert told_apart(header) == names


@given(st.lists(st.sampled_from(["a", "A", "a#2", "a#3", "", "b"]) | st.text(max_size=4)))
def test_any_names_are_told_apart(header: list[str]) -> None:
    named = [name for name in told_apart(header) if name.strip()]
    assert len({name.casefold() for name in named}) == len(named)


# --- above the header and below the rows ---

SALESFORCE = (
    '"Cases opened this month"\n"As of 2026-11-23 09:00, filtered by region"\n\n'
    '"Case Number","Subject","Status","Priority"\n'
    '"1","Refund lost","New","High"\n"2","Late","Closed",""\n"3","Loud","New",""\n\n'
    '"Grand Totals (3 records)"\n\n"Confidential Information - Do Not Distribute"\n'
    '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n'
)


def test_title_lines_above_and_a_footer_below_are_left_out_and_said() -> None:
    sheet = sheet_of(SALESFORCE)
    assert sheet.header == ("Case Number", "Subject", "Status", "Priority")
    assert [row[0] for row in cells(sheet)] == ["1", "2", "3"]
    above, below = sheet.notes
    assert above.startswith(
        "Row 4 names the columns. Above it I left out “Cases opened this month”"
    )
    assert "`--skip N`" in above
    assert below.startswith("Three rows at the end look like a footer")
    assert "“Grand Totals (3 records)”" in below


def test_the_same_is_found_when_excel_has_filled_the_rows_up() -> None:
    filled = "\n".join(
        line if line.count(",") >= 3 else f"{line},,," for line in SALESFORCE.splitlines()
    )
    sheet = sheet_of(filled.replace("09:00, filtered", "09:00 filtered"))
    assert sheet.header == ("Case Number", "Subject", "Status", "Priority")
    assert [row[0] for row in cells(sheet)][:3] == ["1", "2", "3"]
    assert "“Grand Totals (3 records)”" in sheet.notes[-1]


@pytest.mark.parametrize(
    ("last", "is_footer"),
    [
        ("Total,,1500", True), ("Grand Total,,1500", True), ("Total loss,,", False),
        ("© 2026 Acme,,", True), ("Umbrella,,", False), ("3 rows", True),
        ("Umbrella", False), ("\nUmbrella", True), ("As of today\nBy Ann", True),
        ("Umbrella,key,", False),
        ("Totals: 3,,", True),
    ],
)  # fmt: skip
def test_a_last_row_is_a_footer_only_where_it_reads_like_one(last: str, is_footer: bool) -> None:
    sheet = sheet_of(f"name,tier,value\nAcme,key,1000\nGlobex,key,500\n{last}\n")
    assert (sheet.count == 2) == is_footer
    assert bool(sheet.notes) == is_footer


def test_rows_of_a_file_that_leaves_cells_out_are_no_footer() -> None:
    assert sheet_of("title,story,severity\nA\nB,Long\nC\n").count == 3
    assert sheet_of("title,story,severity\nA\nB\nC\n").count == 3
    assert sheet_of("title\nA\nB\n").count == 2


def test_skip_says_which_row_names_the_columns() -> None:
    text = "Report,of,all,things\nid,title,,\n1,A,,\n"
    assert sheet_of(text).header == ("Report", "of", "all", "things")
    sheet = sheet_of(text, skip=1)
    assert (sheet.header, cells(sheet)) == (("id", "title", "", ""), [("1", "A", "", "")])
    assert "Row 2 names the columns" in sheet.notes[0]
    assert sheet_of(text, skip=0).header[0] == "Report"
    with pytest.raises(UserError):
        sheet_of(text, skip=9)


def test_a_known_name_makes_the_first_row_the_header() -> None:
    text = "title\nA, b\nC, d\n"
    assert sheet_of(text, known=["title"]).header == ("title",)


# --- quotation marks ---


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('title,note\nA,b\nB,"open\nC,d\n"E","f"\n', 3),
        ('title,note\n"a\nb",c\nA,"two\nlines"\nB,"open\nC,d\n', 6),
        ('title,note\nA,"b" c\n', 2),
        ('title,note\n"one\ntwo","three" four\n', 3),
        ('title,note\n"a ""b"" c",d\n"x\n', 3),
        ('sep=,\ntitle,note\nA,"open\n', 3),
        ('title,note\r\nA,b\r\nB,"open\r\n' + 'C,d\r\n' * 3000 + '"Z",z\r\n', 3),
    ],
)  # fmt: skip
def test_a_quotation_mark_that_never_closes_is_named_where_it_opens(text: str, line: int) -> None:
    with pytest.raises(FileBroken, match=f"Line {line} of list.csv opens a field"):
        sheet_of(text)


def test_a_mark_left_open_over_a_large_file_is_found_without_reading_it_as_one_field() -> None:
    text = 'title,note\nA,"open\n' + "x" * 100 + "\n"
    with pytest.raises(FileBroken, match="Line 2 of"):
        sheet_of(text + ("y" * 1_000 + "\n") * 11_000)


# --- anything at all ---

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(
    st.lists(st.lists(TEXT, min_size=3, max_size=3), max_size=6),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\r\n", "\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    st.booleans(),
)
def test_what_a_spreadsheet_writes_is_read_back_in_any_form(
    rows: list[list[str]], sign: str, end: str, encoding: str, told: bool
) -> None:
    paper = io.StringIO()
    # Python's writer leaves a lone \r bare where lines end otherwise.
    quoting = csv.QUOTE_MINIMAL if end == "\r\n" else csv.QUOTE_ALL
    writer = csv.writer(paper, delimiter=sign, lineterminator=end, quoting=quoting)
    writer.writerows([["title", "tier", "severity"], *rows, ["last", "of", "all"]])
    text = f"sep={sign}{end}{paper.getvalue()}" if told else paper.getvalue()
    sheet = sheet_of(text.encode(encoding), known=KNOWN)
    kept = [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    assert cells(sheet) == [*kept, ("last", "of", "all")]


@given(
    st.binary(max_size=200).map(lambda some: b"\xff\xfe" + some)
    | st.text(alphabet=' ,;\t\r\n"=aé\0\ufeff|sep=', max_size=80).map(str.encode),
    st.sampled_from(["", "utf-16", "latin-1", "utf-7", "hz", "idna", "punycode", "unicode_escape"]),
    st.none() | st.integers(0, 5),
)
def test_no_bytes_and_no_options_break_the_reader(
    content: bytes, encoding: str, skip: int | None
) -> None:
    with suppress(UserError):
        sheet = sheet_of(content, encoding, skip)
        assert any(sheet.header)
        assert len(list(sheet.rows())) == sheet.count
