"""A file of rows becomes a sheet here: any usual encoding and separator, or one sentence why not.

Nothing is opened here; the caller brings the bytes. Cells stay as they were written: a formula is
text like any other and is never computed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO

from handlers import cleaning
from handlers.errors import FileBroken, FileEmpty, FileNotText, HeaderMissing
from handlers.imports import cards

DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class Row:
    """One row; `number` is the one a spreadsheet shows, in which the header has number 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A file with named columns; `notes` are sentences about how it was read."""

    file: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str
    notes: tuple[str, ...] = ()


def read(content: bytes, file: str) -> Sheet:
    """The rows of a CSV file; `file` is its name in sentences. Empty rows are left out.

    UTF-8 with or without its mark, else Windows text; separated by comma, semicolon or tab.
    Raises FileEmpty, FileNotText, FileBroken or HeaderMissing.
    """
    text, notes = _decoded(content, file)
    if not text.strip():
        raise FileEmpty(file=file)
    with _fields_of_any_length(text):
        delimiter = _delimiter(text)
        rows = list(_rows(text, delimiter, file))
    header = tuple(cleaning.line(name) for name in rows[0].cells) if rows else ()
    if not any(header):
        raise HeaderMissing(file=file)
    return Sheet(file, header, tuple(rows[1:]), delimiter, notes)


def _decoded(content: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    if b"\0" in content:
        raise FileNotText(file=file)
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), (cards.read_as_windows_text(file),)
    except UnicodeDecodeError as error:
        raise FileNotText(file=file) from error


def _delimiter(text: str) -> str:
    """The separator that makes the most columns of the first row.

    The csv module's own Sniffer guesses from letters as well, and is led astray by long texts.
    """
    start = StringIO(text.lstrip(), newline="").readline()
    return max(DELIMITERS, key=lambda each: len(next(csv.reader([start], delimiter=each))))


def _rows(text: str, delimiter: str, file: str) -> Iterator[Row]:
    """Strict, because a forgiving reader swallows the rest of the file after a lost quote."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                yield Row(number, tuple(cells))
    except csv.Error as error:
        raise FileBroken(file=file, line=str(reader.line_num)) from error


@contextmanager
def _fields_of_any_length(text: str) -> Iterator[None]:
    """Lift the csv module's limit, which is one for the whole process, and put it back."""
    before = csv.field_size_limit()
    csv.field_size_limit(max(before, len(text) + 1))
    try:
        yield
    finally:
        csv.field_size_limit(before)
