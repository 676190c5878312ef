"""What executives heard from customers, from a file: each conversation as it was told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.calendar.hours import Calendar
from handlers.executives.voices import bringing
from handlers.front.imports import cards, rules, sources
from handlers.front.imports.known import Known
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import Tally
from handlers.speech import cleaning
from handlers.speech.errors import UserError
from handlers.speech.file_errors import RowRejected
from storage import voices
from storage.people import Person
from storage.voices import Voice, VoiceState


def bring(session: Session, now: datetime, job: Job, rows: Sequence[Row]) -> Tally:
    """Add what executives told, were asked for or put off, each once by what the file calls it.

    What is here already is counted, and left as it is where the file says something else.
    """
    tally, known = Tally(), Known(session, job.team_id)
    seen = sources.KnownRows(session, job, Voice.noun, rows, "ref")
    for row in rows:
        try:
            job.layout.check_width(row)
            made, person = _read(job, row, known, now)
            here = _written_here(session, job, row, made)
            if seen.counts(row, here.ref if here else "", Voice.letter, tally):
                continue
            bringing.check(session, now, made, person)
            seen.keep(row, bringing.begin(session, now, made, person).number)
            tally.added += 1
        except UserError as error:
            tally.reject(row, error.message)
    return tally


def _read(job: Job, row: Row, known: Known, now: datetime) -> tuple[Voice, Person]:
    """The conversation that a row tells of, without a number. Raises RowRejected."""
    whose = job.text(row, "to")
    if not whose:
        raise RowRejected(reason=cards.missing("to"))
    person = known.person(whose)
    customer = known.customer(job.text(row, "customer"))
    utc = Calendar()
    told_at = rules.happened(job, row, "told", utc, now)
    created = rules.happened(job, row, "opened", utc, now) or told_at or now
    heard_on = rules.day(job, row, "heard_on")
    state = sources.one_of(job, row, "state", list(VoiceState)) or VoiceState.TOLD
    voice = Voice(
        team_id=job.team_id,
        number=0,
        title="",
        to_id=person.user_id,
        month=job.text(row, "month") or f"{heard_on or created:%Y-%m}",
        is_asked=rules.yes_no(job, row, "asked"),
        created_at=created,
        due_at=rules.promised(job, row, "due", utc),
        state=state,
        customer_id=customer.customer_id if customer else None,
        who=cleaning.line(job.text(row, "who")),
        line=cleaning.line(job.text(row, "line")),
        heard_on=heard_on,
        told_at=told_at or (created if state == VoiceState.TOLD else None),
        audience=rules.audience(job, row),
        reason=job.text(row, "reason"),
    )
    if state == VoiceState.TOLD and voice.heard_on is None:
        voice.heard_on = created.date()
    return voice, person


def _written_here(session: Session, job: Job, row: Row, made: Voice) -> Voice | None:
    """The voice of this workspace that an export has written into a row, if it is such a row."""
    number = sources.number_of(job.text(row, "ref"), Voice.letter)
    voice = voices.find(session, job.team_id, number) if number else None
    if voice is None or voice.to_id != made.to_id:
        return None
    began = voice.created_at.replace(microsecond=0) == made.created_at.replace(microsecond=0)
    return voice if began else None
