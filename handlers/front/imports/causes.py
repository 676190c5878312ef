"""Causes from a file: of what sort each is, who could prevent it, who decides, and other names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.calendar.hours import Calendar
from handlers.front.imports import cards, kept, rules
from handlers.front.imports.known import Known
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import Tally
from handlers.people import records
from handlers.promises import causes as room
from handlers.speech.errors import UserError
from handlers.speech.file_errors import RowRejected
from storage import causes
from storage.causes import Cause


def bring(session: Session, now: datetime, job: Job, rows: Sequence[Row]) -> Tally:
    """Add causes, or update those of the same words; an empty cell leaves what is there.

    What a file says of causes tells nobody anything and opens nothing again: it is of the past.
    """
    tally, known = Tally(), Known(session, job.team_id)
    causes.hold_names(session, job.team_id)
    for row in rows:
        try:
            job.layout.check_width(row)
            _bring_one(session, now, job, row, known, tally)
        except UserError as error:
            tally.reject(row, error.message)
    return tally


def _bring_one(
    session: Session, now: datetime, job: Job, row: Row, known: Known, tally: Tally
) -> None:
    words = room.words_of(job.text(row, "cause"))
    cause = causes.called(session, job.team_id, words)
    wanted = _wanted(job, row, known)
    asker = job.text(row, "reporter")
    by = known.person(asker).user_id if asker else job.asked_by
    began = rules.happened(job, row, "opened", Calendar(), now) or now
    into = _into(session, now, job, words, job.text(row, "joined_to_cause"), by)
    if into:
        wanted["joined_to"] = into.cause_id
    if cause is None:
        _make(session, now, job, words, by, began, wanted)
        tally.added += 1
        return
    changes = {name: value for name, value in wanted.items() if getattr(cause, name) != value}
    if not changes:
        tally.already_there += 1
        return
    _change(session, now, job, cause, changes)
    if into:
        for each in causes.joined(session, cause):
            _change(session, now, job, each, {"joined_to": into.cause_id})
    room.show(session, now, into or cause)
    tally.updated += 1


def _wanted(job: Job, row: Row, known: Known) -> dict[str, Any]:
    """Column of the table → its value, for the cells that say something."""
    wanted: dict[str, Any] = {}
    if words := job.text(row, "kind"):
        wanted["kind"] = str(rules.cause_kind(words))
    if words := job.text(row, "department"):
        wanted["department_id"] = known.department(words).department_id
    if words := job.text(row, "decider"):
        wanted["decider_id"] = known.present(words).user_id
    return wanted


def _into(
    session: Session, now: datetime, job: Job, words: str, other: str, by: str
) -> Cause | None:
    """The cause to which a row says that it was joined, or to which that was joined itself.

    It is made where only the file knows it. Raises RowRejected where it is the same.
    """
    if not other:
        return None
    named = room.words_of(other)
    found = causes.whole(session, causes.called(session, job.team_id, named))
    is_itself = causes.key_of(named) == causes.key_of(words)
    if is_itself or (found and found.key == causes.key_of(words)):
        raise RowRejected(reason=cards.joined_to_itself(other))
    return found or _make(session, now, job, named, by, now, {})


def _make(
    session: Session,
    now: datetime,
    job: Job,
    words: str,
    by: str,
    began: datetime,
    wanted: dict[str, Any],
) -> Cause:
    """A cause that nobody has named yet."""
    cause = causes.named(session, began, job.team_id, words, by)
    for name, value in wanted.items():
        setattr(cause, name, value)
    session.add(cause)
    session.flush()
    kept.changed(session, now, job, cause, None)
    return cause


def _change(
    session: Session, now: datetime, job: Job, cause: Cause, changes: dict[str, Any]
) -> None:
    before = records.facts_of(cause)
    for name, value in changes.items():
        setattr(cause, name, value)
    session.add(cause)
    session.flush()
    kept.changed(session, now, job, cause, before)
