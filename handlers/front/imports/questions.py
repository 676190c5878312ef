"""The bank of questions as a house has it, from a file: other words, switched off, and its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.calendar.hours import Calendar
from handlers.executives.prompts.bank import bringing
from handlers.front.imports import cards, rules
from handlers.front.imports.known import Known
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import Tally
from handlers.speech import cleaning
from handlers.speech.errors import UserError
from handlers.speech.file_errors import RowRejected
from storage import counters
from storage.bank import HouseQuestion


def bring(session: Session, now: datetime, job: Job, rows: Sequence[Row]) -> Tally:
    """Change questions of the bank, or add those of a house's own; each is known by its key."""
    tally, known = Tally(), Known(session, job.team_id)
    counters.hold(session, job.team_id, bringing.NOUN)
    for row in rows:
        try:
            job.layout.check_width(row)
            wanted = _wanted(job, row, known, now)
            became = bringing.bring(session, now, job.actor or job.asked_by, wanted)
        except UserError as error:
            tally.reject(row, error.message)
            continue
        tally.added += became is bringing.BankOutcome.NEW
        tally.updated += became is bringing.BankOutcome.OTHER
        tally.already_there += became is bringing.BankOutcome.SAME
    return tally


def _wanted(job: Job, row: Row, known: Known, now: datetime) -> HouseQuestion:
    """A question as a row wants it, without a number. Raises RowRejected."""
    key = cleaning.line(job.text(row, "key"))
    if not key:
        raise RowRejected(reason=cards.missing("key"))
    maker, changer = job.text(row, "reporter"), job.text(row, "changed_by")
    by = known.person(maker).user_id if maker else job.asked_by
    began = rules.happened(job, row, "opened", Calendar(), now) or now
    return HouseQuestion(
        team_id=job.team_id,
        number=0,
        key=key,
        words=cleaning.line(job.text(row, "question")),
        is_off=rules.yes_no(job, row, "is_off"),
        created_by=by,
        created_at=began,
        changed_by=known.person(changer).user_id if changer else by,
        changed_at=rules.happened(job, row, "changed", Calendar(), now) or began,
    )
