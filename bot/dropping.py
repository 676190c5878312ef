"""Lists that people drop into Duly's direct messages are read and brought in here, one by one.

Whoever stops in the middle leaves the file to another worker, which fetches it again from Slack and
goes on with the same import: rows that are in stay in, and come in only once.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any, TypeVar
from uuid import UUID

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from bot import bringing, claiming, directory, rehearsing
from bot.downloads import NOT_HERE, Fetched, NotFetched, fetched
from bot.slices import Slices
from handlers.front import dropped, imports
from handlers.front.dropped import cards, found, options
from handlers.front.imports import Job, Plan, Rejection, Subject, Tally, guessing, reports
from handlers.speech import blocks, values
from handlers.speech.dropped_errors import FileNotFetched, FileNotFinished
from handlers.speech.errors import UserError
from storage import dropped_files
from storage import imports as stored_imports
from storage.database import Database
from storage.dropped_files import DroppedFile, FileStage

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 6
AGAIN = timedelta(seconds=30)
"""So much later Slack is asked again for what it did not hand over."""
SAID_EVERY_SECONDS = 3.0
"""A message is brought up to date so often: Slack takes one a second, and nobody reads faster."""

T = TypeVar("T")
Brought = list[tuple[UUID | None, int]]
"""How many rows came in, by department."""


class Stopped(Exception):
    """Somebody else goes on with a file: this worker ends, or another one has taken it up."""


class Files:
    """Works on dropped files, as long as nobody says that it is to stop."""

    def __init__(
        self,
        slack: WebClient,
        database: Database,
        clock: Callable[[], datetime],
        stopping: Callable[[], bool],
    ) -> None:
        self._slack, self._database, self._clock = slack, database, clock
        self._stopping = stopping

    def work_on_one(self) -> bool:
        """Do what is to be done with the file that has waited longest; whether there was one.

        Raises StorageError when the database stays away: the file is taken up again later.
        """
        file = claiming.next_of(
            self._database, self._clock, dropped_files.is_any_due, dropped_files.claim
        )
        if file is None:
            return False
        with suppress(Stopped):
            self._work(file)
        return True

    def _work(self, file: DroppedFile) -> None:
        work = {
            FileStage.NEW: self._rehearse,
            FileStage.WANTED: self._bring_in,
            FileStage.UNWANTED: self._take_back,
        }[FileStage(file.stage)]
        try:
            if file.attempts > MOST_ATTEMPTS:
                # Whoever took it up before fell over it, and so would the next.
                raise FileNotFinished(file=values.quoted(file.name))
            work(file)
        except NotFetched as error:
            log.warning("file %s was not handed over: %s", file.file_id, error)
            if file.attempts < MOST_ATTEMPTS:
                self._change(file, self._later)
            else:
                self._fail(file, FileNotFetched(file=values.quoted(file.name)))
        except UserError as error:
            self._fail(file, error)

    # What is done

    def _rehearse(self, file: DroppedFile) -> None:
        """Say what would come in, or ask what the file holds."""
        with self._fetched(file) as here:
            file.name = here.name
            if not file.said.get(options.SUBJECT):
                kinds, header = guessing.kinds(lambda: here.path.open("rb"), file.name)
                if len(kinds) != 1:
                    likely = [str(each) for each in kinds]
                    self._show(
                        file,
                        FileStage.UNCLEAR,
                        {"likely": likely, "header": header[:20]},
                        name=here.name,
                    )
                    return
                file.said = {**file.said, options.SUBJECT: str(kinds[0])}
            plan = self._plan(file, here)
            progress = _Progress(self, file, plan.sheet.count)
            seen = rehearsing.rehearse(
                self._database, file.team_id, plan, self._clock, progress.advance
            )
        changed = [cards.CHANGED_SINCE] if file.found.get("changed") else []
        notes = [*changed, *_notes(plan, seen.tally, seen.job)]
        told = found.of(
            plan.order.subject, seen.tally, plan.understood, seen.shown, notes,
            is_update=plan.order.is_update,
        )  # fmt: skip
        self._show(file, FileStage.READ, told, name=here.name, said=file.said, digest=here.digest)

    def _bring_in(self, file: DroppedFile) -> None:
        """Bring in what was rehearsed, under one number however often somebody has to go on."""
        with self._fetched(file) as here:
            if here.digest != file.digest:
                # Somebody has edited it in Slack: nothing comes in that nobody has seen.
                self._change(file, self._read_again)
                return
            plan = self._plan(file, here)
            job, before = self._begin(file, plan)
            progress = _Progress(self, file, plan.sheet.count)
            done = bringing.bring_all(
                self._database, job, plan.sheet, self._clock, _nowhere, progress.advance,
                is_update=plan.order.is_update,
            )  # fmt: skip
        tally = _with_what_came_before(done.tally, before)
        bringing.announce(
            self._database, file.team_id, plan.order.subject, tally.department_ids, self._clock()
        )
        notes = [*_notes(plan, tally, job), *done.stopped]
        told = found.of(
            plan.order.subject, tally, plan.understood, done.shown, notes, number=job.number
        )

        def finish(session: Session, mine: DroppedFile) -> None:
            """Both or neither: whoever goes on after a break here must not tell of it twice."""
            now = self._clock()
            ended, reader = not done.stopped, file.person_id
            imports.finish(session, now, job, tally, ended=ended, but_for=reader)
            dropped.show(session, now, mine, FileStage.IN, told)

        self._change(file, finish)

    def _take_back(self, file: DroppedFile) -> None:
        """Take back what nobody has touched since."""
        done = bringing.undo(
            self._database, file.team_id, file.import_number, file.person_id, clock=self._clock
        )
        lines = reports.undone(file.import_number, done.taken_back, done.kept, done.reasons)
        self._show(file, FileStage.UNDONE, {"said": [blocks.clip(each, 1_000) for each in lines]})

    # How

    def _fetched(self, file: DroppedFile) -> AbstractContextManager[Fetched]:
        return fetched(self._slack, file.team_id, file.file_id, file.name)

    def _plan(self, file: DroppedFile, here: Fetched) -> Plan:
        """The file looked through as its form says; nothing of this machine is read for it."""
        order = options.order(file.said, file.person_id)
        if order.subject == Subject.DEPARTMENTS:
            order = replace(order, channels=self._channels())
        return imports.make(lambda: here.path.open("rb"), file.name, order)

    def _channels(self) -> dict[str, str]:
        try:
            return directory.channels(self._slack)
        except (SlackApiError, OSError, HTTPException) as error:
            raise NotFetched(type(error).__name__) from error

    def _begin(self, file: DroppedFile, plan: Plan) -> tuple[Job, Brought]:
        """The import of this file, and what of it is in from before a break."""

        def begin(session: Session) -> tuple[Job, Brought]:
            mine = self._mine(session, file)
            job = imports.prepare(
                session, self._clock(), file.team_id, plan, resumed=mine.import_number
            )
            before = stored_imports.brought(session, file.team_id, mine.import_number)
            # A break may come at any moment: the file knows its import as soon as there is one.
            mine.import_number = job.number
            session.add(mine)
            return job, before

        return self._write(begin)

    def say(self, file: DroppedFile, done: int, total: int) -> None:
        """Say how far a file has come. Raises Stopped where it is no longer ours."""
        self._change(file, lambda s, mine: dropped.go_on(s, self._clock(), mine, done, total))

    def check_goes_on(self, file: DroppedFile) -> None:
        """Leave the file to the next worker where this one ends. Raises Stopped."""
        if self._stopping():
            self._change(file, self._now)
            raise Stopped

    def _show(
        self, file: DroppedFile, state: FileStage, told: dict[str, Any], **fields: object
    ) -> None:
        def show(session: Session, mine: DroppedFile) -> None:
            for name, value in fields.items():
                setattr(mine, name, value)
            dropped.show(session, self._clock(), mine, state, told)

        self._change(file, show)

    def _fail(self, file: DroppedFile, error: UserError) -> None:
        """Say why nothing came of it; what a form can mend can be tried again."""
        readable = not isinstance(error, (*NOT_HERE, FileNotFetched, FileNotFinished))
        told = {"why": blocks.said(error), "readable": readable}
        self._show(file, FileStage.FAILED, told, said=file.said)

    def _later(self, session: Session, mine: DroppedFile) -> None:
        mine.next_at = self._clock() + AGAIN
        session.add(mine)

    def _read_again(self, session: Session, mine: DroppedFile) -> None:
        dropped.read_again(session, self._clock(), mine)

    def _now(self, session: Session, mine: DroppedFile) -> None:
        mine.next_at, mine.attempts = self._clock(), mine.attempts - 1
        session.add(mine)

    def _change(self, file: DroppedFile, change: Callable[[Session, DroppedFile], None]) -> None:
        self._write(lambda session: change(session, self._mine(session, file)))

    def _mine(self, session: Session, file: DroppedFile) -> DroppedFile:
        """The file, as long as no other worker has taken it up since. Raises Stopped."""
        mine = dropped_files.find(session, file.team_id, file.number, lock=True)
        if mine is None or mine.attempts != file.attempts or mine.stage != file.stage:
            raise Stopped
        return mine

    def _write(self, work: Callable[[Session], T]) -> T:
        return Slices().write(self._database, 1, work)


class _Progress:
    """Counts rows, and says every few seconds how far a file has come."""

    def __init__(self, files: Files, file: DroppedFile, total: int) -> None:
        self._files, self._file, self._total = files, file, total
        self._done, self._said_at = 0, time.monotonic()

    def advance(self, rows: int) -> None:
        """So many more rows have been looked at. Raises Stopped where somebody else goes on."""
        self._done += rows
        self._files.check_goes_on(self._file)
        if time.monotonic() - self._said_at > SAID_EVERY_SECONDS:
            self._said_at = time.monotonic()
            self._files.say(self._file, self._done, self._total)


def _nowhere(_left_out: Sequence[Rejection]) -> None:
    """Rows that are left out are named in the message, and stay in the file itself."""


def _notes(plan: Plan, tally: Tally, job: Job) -> list[str]:
    return [*plan.sheet.notes, *reports.remarks(tally), *reports.about(job)]


def _with_what_came_before(tally: Tally, before: Brought) -> Tally:
    """What came in before a break counts as what it is, and not as what was there already."""
    rows = min(sum(number for _, number in before), tally.already_there)
    departments = {department_id for department_id, _ in before if department_id}
    return replace(
        tally,
        added=tally.added + rows,
        already_there=tally.already_there - rows,
        department_ids=tally.department_ids | departments,
    )
