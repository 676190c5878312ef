"""A file of rows becomes a sheet here: any usual encoding and separator, or one sentence why not.

Nothing is opened here; the caller brings a way to open the file, which is read twice: once to see
that all of it can be read, and once to bring it in, so that no more than a few rows are held at a
time. Cells stay as they were written: a formula is text like any other and is never computed.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from typing import BinaryIO

from handlers.front.imports import cards
from handlers.speech import cleaning
from handlers.speech.file_errors import FileBroken, FileEmpty, FileNotText, HeaderMissing

DELIMITERS = (",", ";", "\t")
PIECE = 1 << 20
"""Bytes looked at in one go."""
LONGEST_FIELD = 10_000_000
"""Characters of one field: more is a quotation mark that nobody closed."""
# One limit for the whole process, in which nobody else reads such files.
csv.field_size_limit(LONGEST_FIELD)
UTF8, WINDOWS = "utf-8-sig", "cp1252"

Opener = Callable[[], BinaryIO]


@dataclass(frozen=True)
class Row:
    """One row; `number` is the one a spreadsheet shows, in which the header has number 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A file with named columns and `count` rows; `notes` are sentences about how it was read."""

    file: str
    header: tuple[str, ...]
    count: int
    delimiter: str
    notes: tuple[str, ...] = ()
    opened: Opener = BytesIO
    encoding: str = UTF8

    def rows(self) -> Iterator[Row]:
        """The rows after the header, read anew each time; empty ones are left out.

        Raises FileBroken, where the file is not what it was at first.
        """
        with _text(self.opened, self.encoding) as text:
            rows = _rows(text, self.delimiter, self.file)
            next(rows, None)
            yield from rows


def read(opened: Opener, file: str) -> Sheet:
    """Look through a CSV file; `file` is its name in sentences, `opened` opens it from its start.

    UTF-8 with or without its mark, else Windows text; separated by comma, semicolon or tab.
    Raises FileEmpty, FileNotText, FileBroken or HeaderMissing.
    """
    encoding = _encoding(opened, file)
    start = _first_line(opened, encoding)
    if not start:
        raise FileEmpty(file=file)
    delimiter = _delimiter(start)
    with _text(opened, encoding) as text:
        rows = _rows(text, delimiter, file)
        first = next(rows, None)
        count = sum(1 for _ in rows)
    header = tuple(cleaning.line(name) for name in first.cells) if first else ()
    if not any(header):
        raise HeaderMissing(file=file)
    notes = (cards.read_as_windows_text(file),) if encoding == WINDOWS else ()
    return Sheet(file, header, count, delimiter, notes, opened, encoding)


def _encoding(opened: Opener, file: str) -> str:
    """The first encoding in which all of a file makes sense."""
    for encoding in (UTF8, WINDOWS):
        if _makes_sense(opened, encoding, file):
            return encoding
    raise FileNotText(file=file)


def _makes_sense(opened: Opener, encoding: str, file: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with opened() as content:
        while piece := content.read(PIECE):
            if b"\0" in piece:
                raise FileNotText(file=file)
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                return False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _first_line(opened: Opener, encoding: str) -> str:
    """The first line that says something; empty when none does."""
    with _text(opened, encoding) as text:
        return next((line for line in text if line.strip()), "")


def _delimiter(line: str) -> str:
    """The separator that makes the most columns of the first row.

    The csv module's own Sniffer guesses from letters as well, and is led astray by long texts.
    """
    return max(DELIMITERS, key=lambda each: len(next(csv.reader([line], delimiter=each))))


@contextmanager
def _text(opened: Opener, encoding: str) -> Iterator[TextIOWrapper]:
    with opened() as content, TextIOWrapper(content, encoding, newline="") as text:
        yield text


def _rows(text: TextIOWrapper, delimiter: str, file: str) -> Iterator[Row]:
    """Strict, because a forgiving reader swallows the rest of the file after a lost quote."""
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            if any(cell.strip() for cell in cells):
                yield Row(number, tuple(cells))
    except csv.Error as error:
        raise FileBroken(file=file, line=str(reader.line_num)) from error
