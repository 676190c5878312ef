"""Rows that an import leaves out are kept in a file of their own, to be put right and imported."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from handlers.front import imports
from handlers.front.imports import Job, Rejection, Sheet, reports


class Leftovers:
    """Keeps the rows that were left out as they were, each with its reason, to be put right.

    The file is made for the first of them: `written` is where it is, `problems` say why it is
    not, or not complete.
    """

    def __init__(self, path: Path, job: Job, sheet: Sheet) -> None:
        self._path, self._job, self._sheet = path, job, sheet
        self._file: IO[str] | None = None
        self.problems: list[str] = []

    def __enter__(self) -> Leftovers:
        return self

    def __exit__(self, *_: object) -> None:
        with self._noted():
            if self._file:
                self._file.close()

    @property
    def written(self) -> Path | None:
        """Where all of the rows are that were left out."""
        return self._path if self._file and not self.problems else None

    def keep(self, rejected: Sequence[Rejection]) -> None:
        """Write these down; when that fails, it is noted and the import goes on."""
        if not rejected or self.problems:
            return
        with self._noted():
            if self._file is None:
                self._file = self._path.open("w", encoding="utf-8-sig", newline="")
                self._write([*self._sheet.header, imports.reason_column(self._job)])
            width = len(self._sheet.header)
            for each in rejected:
                cells = list(each.row.cells) + [""] * (width - len(each.row.cells))
                self._write([*cells[:width], each.reason, *cells[width:]])

    def _write(self, cells: Sequence[str]) -> None:
        csv.writer(self._file, delimiter=self._sheet.form.delimiter).writerow(cells)  # type: ignore[arg-type]

    @contextmanager
    def _noted(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.problems.append(reports.not_kept(str(self._path), error.strerror or str(error)))
