"""A line of a file is known again by its id, by our number, or by its words alone.

So are initiatives and outcomes. What a line has said is kept, so that only what it says anew is
changed the next time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlmodel import Session

from handlers.calendar.hours import Calendar
from handlers.front.imports import brought_cards, cards, identity, rules, sources
from handlers.front.imports.names import same
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.speech import cleaning
from handlers.speech.file_errors import RowRejected
from storage import imported_records, imports
from storage.customer_outcomes import CustomerOutcome
from storage.imported_records import ImportedRecord
from storage.imports import ImportedRow
from storage.initiatives import Initiative

KEY = "key"
"""The name under which it is kept by what a line is known again."""
BroughtThing = TypeVar("BroughtThing", Initiative, CustomerOutcome)


@dataclass(frozen=True)
class KnownLine(Generic[BroughtThing]):
    """By what a line is known, what it tells of, and what it said of that last.

    `content` has a fingerprint of each field; empty where nothing is known of it yet. `came_now`
    says that another line of the same file tells of it, too.
    """

    key: str
    here: BroughtThing | None = None
    content: str = ""
    came_now: bool = False


class FileLines(Generic[BroughtThing]):
    """The lines of a batch, and by what each of them is known."""

    def __init__(
        self,
        session: Session,
        now: datetime,
        job: Job,
        model: type[BroughtThing],
        find: Callable[[Session, str, int], BroughtThing | None],
    ) -> None:
        """`find` finds what has a number in a workspace."""
        self._session, self._now, self._job = session, now, job
        self._model: type[BroughtThing] = model
        self._of_number: Callable[[Session, str, int], BroughtThing | None] = find
        self._seen: set[str] = set()

    def find(self, row: Row) -> KnownLine[BroughtThing]:
        """What a line tells of.

        It is what an export of ours has written there, else what the line has brought before, else
        what has our number. Raises RowRejected.
        """
        job = self._job
        ref = identity.id_of(job, row, "ref")
        ours, is_sure = self._ours(row, ref)
        if ours is not None and is_sure:
            return self._remembered(f"ours/{ours.ref}", ours)
        if ref and ours is None:
            rules.check_id(ref)
            if len(ref) > identity.LONGEST_ID:
                # Cut short it could be the same as another.
                name = job.called("ref")
                raise RowRejected(reason=cards.too_long(name, len(ref), identity.LONGEST_ID))
            return self._remembered(f"{job.source}/{ref}")
        if ours is not None:
            return self._remembered(f"ours/{ours.ref}", ours)
        title = cleaning.line(job.text(row, "title")).casefold()
        return self._remembered(f"{job.source}/title {hashlib.sha256(title.encode()).hexdigest()}")

    def is_of_elsewhere(self, row: Row) -> bool:
        """Whether an export of another workspace has written a line: its numbers are of there."""
        if same(self._job.called("ref")) != "ref" or not self._job.text(row, "opened"):
            return False
        number = sources.number_of(identity.id_of(self._job, row, "ref"), self._model.letter)
        return bool(number) and not self._ours(row, identity.id_of(self._job, row, "ref"))[1]

    def began(self, row: Row) -> datetime | None:
        """When it was written down first (UTC), if a line says so. Raises RowRejected."""
        return rules.happened(self._job, row, "opened", Calendar(), self._now)

    def said_twice(self, row: Row, ref: str) -> RowRejected:
        """Why a line waits of which another line of its file says something else."""
        if identity.id_of(self._job, row, "ref"):
            return RowRejected(reason=cards.id_twice())
        return RowRejected(reason=brought_cards.words_twice(ref))

    def keep(
        self,
        number: int,
        key: str,
        content: str,
        after: Mapping[str, Any],
        before: dict[str, Any] | None = None,
    ) -> None:
        """Keep what a line wrote, to go back, and by what it is known again."""
        self.know(key, number, content)
        imported_records.remember(
            self._session, self._job.team_id, self._job.number, self._model.noun, str(number),
            before, {**after, KEY: key},
        )  # fmt: skip

    def stays(self, key: str) -> None:
        """A line says what is known of it already; another of the same file changes it no more."""
        self._seen.add(key)

    def know(self, key: str, number: int, content: str) -> None:
        """Know a line again, and what it says by now."""
        team_id, noun = self._job.team_id, self._model.noun
        self._seen.add(key)
        known = imports.known(self._session, team_id, noun, [key]).get(key)
        if known is not None:
            known.content = content
            self._session.add(known)
            return
        kept = ImportedRow(
            team_id=team_id,
            noun=noun,
            key=key,
            number=number,
            import_number=self._job.number,
            content=content,
        )
        imports.remember(self._session, [kept])

    def _ours(self, row: Row, ref: str) -> tuple[BroughtThing | None, bool]:
        """What has our number, and whether it began at the moment that the line says.

        What another column is called than ours holds an id of the file, whatever it looks like.
        """
        if same(self._job.called("ref")) != "ref":
            return None, False
        number = sources.number_of(ref, self._model.letter)
        found = self._of_number(self._session, self._job.team_id, number) if number else None
        if found is None or not self._job.text(row, "opened"):
            return found, False
        began = self.began(row)
        is_that = began is not None and began == found.created_at.replace(microsecond=0)
        return (found, True) if is_that else (None, False)

    def _remembered(self, key: str, here: BroughtThing | None = None) -> KnownLine[BroughtThing]:
        team_id = self._job.team_id
        found = imports.known(self._session, team_id, self._model.noun, [key]).get(key)
        if found is None:
            return KnownLine(key, here)
        known = here or self._of_number(self._session, team_id, found.number)
        came_now = key in self._seen or found.import_number == self._job.number
        return KnownLine(key, known, found.content, came_now)


def since(stands: Mapping[str, Any], record: ImportedRecord) -> list[str]:
    """The columns that somebody has changed since a file wrote them."""
    wrote = {name: value for name, value in record.after.items() if name != KEY}
    return [name for name, value in wrote.items() if stands.get(name) != value]


def known_of(session: Session, record: ImportedRecord) -> list[ImportedRow]:
    """By what the line is known again that a record is of."""
    key = str(record.after.get(KEY, ""))
    return list(imports.known(session, record.team_id, record.noun, [key]).values())
