"""A file of rows becomes a sheet here: any usual encoding and separator, or one sentence why not.

Nothing is opened here; the caller brings a way to open the file, which is read several times: to
see that all of it can be read, and to bring it in, so that no more than a few rows are held at a
time. Cells stay as they were written: a formula is text like any other and is never computed.
Python's csv module reads the rows: it streams, and is strict about quotation marks.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO, TextIOWrapper
from itertools import islice

from handlers.front.imports import cards, encodings, shape
from handlers.front.imports.encodings import UTF8, WINDOWS, Opener
from handlers.front.imports.names import told_apart
from handlers.front.imports.quoting import where_it_opens
from handlers.front.imports.shape import Row
from handlers.speech import cleaning
from handlers.speech.file_errors import FileBroken, FileEmpty, HeaderMissing

__all__ = ["Opener", "Row", "Sheet", "TextForm", "read"]

LONGEST_FIELD = 10_000_000
"""Characters of one field: more is a quotation mark that nobody closed."""
# One limit for the whole process, in which nobody else reads such files.
csv.field_size_limit(LONGEST_FIELD)


@dataclass(frozen=True)
class TextForm:
    """How the text of a file is read; `says_so` is a first line that only names the separator."""

    encoding: str = UTF8
    delimiter: str = ","
    says_so: bool = False


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
        """The rows between header and footer, read anew each time; empty ones are left out.

        Raises FileBroken, where the file is not what it was at first.
        """
        for row in _rows(self.opened, self.form, self.file):
            if self.last is not None and row.number > self.last:
                return
            if row.number > self.first:
                yield row


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
    sample = list(islice(_rows(opened, form, file), shape.SAMPLE))
    header = shape.header(sample, skip, known)
    names = told_apart([cleaning.line(name) for name in header.cells]) if header else ()
    if header is None or not any(names):
        raise HeaderMissing(file=file)
    sheet = Sheet(file, names, 0, form, (), opened, header.number)
    end = shape.end(sheet.rows(), len(names))
    above = [row for row in sample if row.number < header.number]
    notes = [
        cards.read_as_windows_text(file) if found == WINDOWS and not encoding else "",
        cards.above_the_header([shape.said(row) for row in above], header.number),
        cards.below_the_rows(end.footer),
    ]
    return replace(
        sheet, count=end.count, last=end.last, notes=tuple(note for note in notes if note)
    )


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
    return TextForm(encoding, shape.delimiter(start, is_whole=is_whole)) if start.strip() else None


@contextmanager
def _text(opened: Opener, form: TextForm) -> Iterator[TextIOWrapper]:
    with opened() as content, TextIOWrapper(content, form.encoding, newline="") as text:
        if form.says_so:
            text.readline()
        yield text


def _rows(opened: Opener, form: TextForm, file: str) -> Iterator[Row]:
    """Strict, because a forgiving reader swallows the rest of the file after a lost quote."""
    with _text(opened, form) as text:
        reader = csv.reader(text, delimiter=form.delimiter, strict=True)
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
        line = begun + where_it_opens(islice(text, begun, None), form.delimiter)
    raise FileBroken(file=file, line=f"{line + form.says_so:,}") from broken
