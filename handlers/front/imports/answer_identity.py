"""By what an answer is known again of which a file says no id: who gave it when, else all it says.

So the same file twice changes nothing, and a file in two halves comes to the same.
"""

from __future__ import annotations

import hashlib

from handlers.front.imports import rules
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.speech import cleaning
from storage.customers import Customer
from storage.departments import key_of
from storage.surveys import Survey

BEGINS = "row-"
"""How what we call such an answer begins; no survey tool does so."""
SAID = ("score", "said", "came", "feels")
"""What an answer says, beside who gave it when."""


def of(job: Job, row: Row, survey: Survey, customer: Customer | None, person: str) -> str:
    """What we call an answer that has no id: a fingerprint. Raises RowRejected.

    Of a survey without names nothing of who gave it is in that.

    A person answers a survey once at one moment, whatever they say: another score then is the same
    answer, put right. Where customer, person or moment is missing, all that is said counts.
    """
    at = rules.moment(job, row, "answered_on")
    if customer is not None and person and at:
        return _called([survey.survey_id.hex, customer.customer_id.hex, key_of(person), at])
    said = [" ".join(cleaning.clean(job.text(row, name)).split()).casefold() for name in SAID]
    if survey.is_named:
        # As it is written where it is nobody's here: another name is another answer.
        where = customer.customer_id.hex if customer else key_of(job.text(row, "customer"))
        said += [where, key_of(job.text(row, "person"))]
    return _called([survey.survey_id.hex, at, *said])


def _called(parts: list[str]) -> str:
    return f"{BEGINS}{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"
