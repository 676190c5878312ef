"""A few rows as they would come in, so that somebody sees before whether a file was understood."""

from __future__ import annotations

from datetime import datetime

from handlers.calendar import hours
from handlers.front.imports import denominations, rules
from handlers.front.imports.endings import Ending
from handlers.front.imports.fields import AMOUNTS, DAYS
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import RowShown
from handlers.speech import blocks
from handlers.speech.errors import UserError
from storage.customer_outcomes import CustomerOutcome
from storage.customers import Customer
from storage.items import Item, State

LONGEST = 60
THEIRS = frozenset({"person", "said"})
"""What somebody at a customer is called and says: it stands in its own row alone."""


def of_item(
    number: int,
    item: Item,
    customer: Customer | None,
    department: str,
    owner: str,
    ending: Ending | None,
    *,
    is_taken: bool,
    moved: CustomerOutcome | None = None,
) -> RowShown:
    """A task or an issue before it has a number of ours; `number` is that of its row.

    `moved` is the outcome here that it moves, as the file's own words or number for it were read.
    """
    state = ending.state if ending else State.ACKNOWLEDGED if is_taken else State.OPEN
    return _shown(
        row=str(number),
        title=item.title,
        severity=str(item.severity),
        customer=customer.name if customer else "",
        department=department,
        owner=owner,
        opened=_on(item.created_at, item.due_zone),
        due=_on(item.due_at, item.due_zone),
        state=str(state),
        closed=_on(ending.at, item.due_zone) if ending else "",
        outcome=f"{moved.ref} {moved.title}" if moved else "",
    )


def of_row(job: Job, row: Row) -> RowShown:
    """A department, a person or a customer: what the file says of it, field by field."""
    said = {name: _value(job, row, name) for name in job.layout.places}
    return _shown(row=str(row.number), **said)


def of_answer(job: Job, row: Row) -> RowShown:
    """What a customer answered: who of them did, and their words, are not kept with what is shown.

    For whoever reads it the survey, the score and the day are enough to see whether it is right.
    """
    said = {name: _value(job, row, name) for name in job.layout.places if name not in THEIRS}
    words = len(job.layout.raw(row, "said"))
    return _shown(row=str(row.number), **said, said=f"{words:,} characters" if words else "")


def _value(job: Job, row: Row, name: str) -> str:
    """What a field would hold: days and amounts as they are read, all else as it is written."""
    words = job.layout.said(row, name)
    try:
        if name in AMOUNTS and words:
            return f"{denominations.amount(job, row, name):,}"
        if name in DAYS and words:
            return f"{rules.day(job, row, name):%Y-%m-%d}"
    except UserError:
        # Why it is refused stands beside its row.
        return words
    return words


def _shown(**fields: str) -> RowShown:
    """What is said, and not too much of it."""
    return {name: blocks.clip(said, LONGEST) for name, said in fields.items() if said}


def _on(at: datetime | None, zone: str) -> str:
    return f"{at.astimezone(hours.time_zone(zone)):%Y-%m-%d}" if at else ""
