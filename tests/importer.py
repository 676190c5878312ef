"""Files come in as the command line brings them, for tests of imports."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from sqlmodel import select

from bot import importing
from bot.bringing import ImportUndone
from bot.importing import Report
from handlers.front.imports import Order, Subject
from storage.database import Database
from tests import cast

NOW = cast.MONDAY
Row = TypeVar("Row")


@dataclass
class Importer:
    """Writes a text to a file and imports it as the command line does."""

    database: Database
    folder: Path
    printed: str = ""

    def __call__(
        self,
        subject: Subject,
        text: str | bytes,
        *,
        file: str = "list.csv",
        as_json: bool = False,
        is_trial: bool = False,
        clock: Callable[[], datetime] = lambda: NOW,
        **order: object,
    ) -> Report:
        path = self.folder / file
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self.at(path, subject, as_json=as_json, is_trial=is_trial, clock=clock, **order)

    def at(
        self,
        path: Path,
        subject: Subject,
        *,
        as_json: bool = False,
        is_trial: bool = False,
        clock: Callable[[], datetime] = lambda: NOW,
        **order: object,
    ) -> Report:
        paper = io.StringIO()
        report = importing.run(
            self.database,
            cast.TEAM,
            path,
            Order(subject, **order),  # type: ignore[arg-type]
            clock=clock,
            console=Console(file=paper, width=40),
            as_json=as_json,
            is_trial=is_trial,
            folder=self.folder,
        )
        self.printed = paper.getvalue()
        return report

    def undo(self, number: int) -> ImportUndone:
        """Take an import back an hour later, as the command line does."""
        return importing.undo(
            self.database, cast.TEAM, number, "omar", clock=lambda: NOW + timedelta(hours=1)
        )


def rows_of(database: Database, table: type[Row]) -> list[Row]:
    with database.read() as session:
        return list(session.exec(select(table)))
