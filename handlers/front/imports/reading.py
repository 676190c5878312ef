"""A file of rows becomes a sheet here: any usual encoding and separator, or one sentence why not.

Nothing is opened here; the caller brings a way to open the file, which is read several times: to
see that all of it can be read, and to bring it in, so that no more than a few rows are held at a
time. Cells stay as they were written: a formula is text like any other and is never computed.
Python's csv module reads the rows: it streams, and is strict about quotation marks.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO, TextIOWrapper
from itertools import islice

from handlers.front.imports import encodings, shape
from handlers.front.imports import words as findings
from handlers.front.imports.encodings import UTF8, WINDOWS, Opener
from handlers.front.imports.names import same, told_apart
from handlers.front.imports.quoting import where_it_opens
from handlers.front.imports.shape import Row
from handlers.speech import cleaning, words
from handlers.speech.file_errors import (
    FieldEndless,
    FileBroken,
    FileEmpty,
    HeaderMissing,
    SkipsAll,
)

__all__ = ["Opener", "Row", "Sheet", "TextForm", "read"]

_NAME = 500
"""Characters of a cell that may be the name of a column."""
_NULL = re.compile(r"(^|[,;\t|])\\N(?=[,;\t|\r\n]|$)")
_ESCAPED = re.compile(r"\\[nrt\\]")
LONGEST_FIELD = 10_000_000
"""Characters of one field: more is a quotation mark that nobody closed."""
# One limit for the whole process, in which nobody else reads such files.
csv.field_size_limit(LONGEST_FIELD)


@dataclass(frozen=True)
class TextForm:
    """How the text of a file is read; `says_so` is a first line that only names the separator.

    `escape` is the sign before a quotation mark in a field, where databases do not double it, and
    `is_spaced` says that a blank stands behind each separator.
    """

    encoding: str = UTF8
    delimiter: str = ","
    says_so: bool = False
    escape: str = ""
    is_spaced: bool = False


@dataclass(frozen=True)
class Sheet:
    """A file with named columns and `count` rows; `notes` are sentences about how it was read.

    `first` is the number of the row with the names, `last` that of the last row before a footer.
    """

    file: str
    header: tuple[str, ...]
    count: int
    form: TextForm = field(default_factory=TextForm)
    notes: tuple[str, ...] = ()
    opened: Opener = BytesIO
    first: int = 1
    last: int | None = None

    def rows(self) -> Iterator[Row]:
        """The rows between header and footer, read anew each time.

        Empty ones are left out, and those that name the columns once more, as where several exports
        were put together. Raises FileBroken, where the file is not what it was at first.
        """
        return (row for row in self.below() if not self.names_again(row))

    def below(self) -> Iterator[Row]:
        """The same with the rows that name the columns."""
        for row in _rows(self.opened, self.form, self.file):
            if self.last is not None and row.number > self.last:
                return
            if row.number > self.first:
                yield row

    def names_again(self, row: Row) -> bool:
        """Whether a row says nothing but the names of the columns."""
        place = next(place for place, name in enumerate(self.header) if name)
        if len(row.cells) <= place or same(cleaning.line(row.cells[place][:_NAME])) != same(
            self.header[place]
        ):
            return False
        names = told_apart([cleaning.line(name) for name in row.cells])
        return [same(name) for name in names if name] == [
            same(name) for name in self.header if name
        ]


def read(
    opened: Opener,
    file: str,
    *,
    encoding: str = "",
    skip: int | None = None,
    known: frozenset[str] = frozenset(),
) -> Sheet:
    """Look through a CSV file; `file` is its name in sentences, `opened` opens it from its start.

    `encoding` and `skip`, the rows above its header, are found out where nobody says them; `known`
    are names that only a header has, as `names.same` compares them. Raises FileEmpty, FileNotText,
    FileBroken, HeaderMissing, and what `encodings.find` raises.
    """
    found = encodings.find(opened, file, encoding)
    form = _text_form(opened, found)
    if form is None:
        raise FileEmpty(file=file)
    try:
        return _sheet(opened, file, form, skip, known, is_guess=not encoding)
    except FileBroken:
        # Databases write \" in a field where spreadsheets double the mark.
        if not _says(opened, form, '\\"'):
            raise
        escaped = replace(form, escape="\\")
        return _sheet(opened, file, escaped, skip, known, is_guess=not encoding)


def _sheet(
    opened: Opener,
    file: str,
    form: TextForm,
    skip: int | None,
    known: frozenset[str],
    *,
    is_guess: bool,
) -> Sheet:
    """Look through a file of which it is known how its text is read."""
    sample = list(islice(_rows(opened, form, file), shape.SAMPLE))
    header = shape.header(sample, skip, known)
    if header is None and skip:
        raise SkipsAll(file=file, skip=words.count(skip, "row"))
    names = told_apart([cleaning.line(name) for name in header.cells]) if header else ()
    if header is None or not any(names):
        raise HeaderMissing(file=file)
    sheet = Sheet(file, names, 0, form, (), opened, header.number)
    again: list[int] = []
    end = shape.end(_kept(sheet, again), len(names))
    above = [row for row in sample if row.number < header.number]
    notes = [
        findings.read_as_windows_text(file) if form.encoding == WINDOWS and is_guess else "",
        findings.above_the_header([shape.said(row) for row in above], header.number),
        findings.names_again(again),
        findings.below_the_rows(end.footer),
        "" if end.count else findings.no_rows(file),
    ]
    return replace(
        sheet, count=end.count, last=end.last, notes=tuple(note for note in notes if note)
    )


def _kept(sheet: Sheet, again: list[int]) -> Iterator[Row]:
    """The rows of a sheet; the numbers of those that name the columns `again` are kept there."""
    for row in sheet.below():
        if sheet.names_again(row):
            again.append(row.number)
        else:
            yield row


def _says(opened: Opener, form: TextForm, said: str) -> bool:
    with _text(opened, form) as text:
        return any(said in line for line in text)


def _text_form(opened: Opener, encoding: str) -> TextForm | None:
    """Which separator a file has; None where it says nothing."""
    with _text(opened, TextForm(encoding)) as text:
        told = shape.told_delimiter(text.readline())
        start = text.read(shape.SAMPLE_CHARACTERS)
    if told:
        return TextForm(encoding, told, says_so=True)
    with _text(opened, TextForm(encoding)) as text:
        start = text.read(shape.SAMPLE_CHARACTERS)
        is_whole = not text.read(1)
        if not start.strip():
            # Blank lines may go on for long.
            start, is_whole = next((line for line in text if line.strip()), ""), True
    if not start.strip():
        return None
    sign = shape.delimiter(start, is_whole=is_whole)
    first = start.lstrip().partition("\n")[0]
    return TextForm(encoding, sign, is_spaced=f'{sign} "' in first)


@contextmanager
def _text(opened: Opener, form: TextForm) -> Iterator[TextIOWrapper]:
    with opened() as content, TextIOWrapper(content, form.encoding, newline="") as text:
        if form.says_so:
            text.readline()
        yield text


def _unescaped(line: str) -> str:
    """A line of a database's export without its sign for nothing, and with blanks for line ends."""
    line = _NULL.sub(r"\1", line)
    return _ESCAPED.sub(lambda found: found[0] if found[0] == r"\\" else " ", line)


def _rows(opened: Opener, form: TextForm, file: str) -> Iterator[Row]:
    """Strict, because a forgiving reader swallows the rest of the file after a lost quote."""
    with _text(opened, form) as text:
        reader = csv.reader(
            map(_unescaped, text) if form.escape else text,
            delimiter=form.delimiter,
            escapechar=form.escape or None,
            skipinitialspace=form.is_spaced,
            strict=True,
        )
        number = begun = 0
        try:
            for cells in reader:
                number, begun = number + 1, reader.line_num
                if any(cell.strip() for cell in cells):
                    yield Row(number, tuple(cells))
        except csv.Error as error:
            broken = error
        except UnicodeError as error:
            # Somebody wrote to the file after it had been looked through.
            raise FileBroken(file=file, line=f"{reader.line_num + 1:,}") from error
        else:
            return
    with _text(opened, form) as text:
        if len(next(islice(text, begun, None), "")) > LONGEST_FIELD:
            at = f"{begun + 1 + form.says_so:,}"
            raise FieldEndless(file=file, line=at, most=f"{LONGEST_FIELD:,}") from broken
    with _text(opened, form) as text:
        line = begun + where_it_opens(islice(text, begun, None), form.delimiter)
    raise FileBroken(file=file, line=f"{line + form.says_so:,}") from broken
