"""A department reads how many customers gave a low score and have not heard from us yet."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from handlers.customers import figures
from handlers.customers.figures import LowScore, words
from handlers.executives.digest_lines import DigestLine, Occasion
from handlers.promises import listed
from handlers.speech import blocks
from storage import people
from storage.departments import Department
from storage.listings import Which

RANK = 0


def department(session: Session, occasion: Occasion, whose: Department) -> Sequence[DigestLine]:
    """“Two customers gave low scores and have not heard from us: who calls them?”.

    Where the issue is of this department, or of nobody yet and somebody here is to call. How many
    they are: who they are, and what they said, is read by those who call them.
    """
    del occasion
    low = figures.low_scores(session, whose.team_id)
    here = {
        each.customer.customer_id for each in low if _home(session, each) == whose.department_id
    }
    if not here:
        return []
    way = blocks.button(
        "Open the list…", listed.ALL, listed.of_department(whose.department_id, Which.OPEN)
    )
    return [DigestLine(words.in_digest(len(here)), [way], RANK)]


def _home(session: Session, low: LowScore) -> UUID | None:
    if low.issue.department_id or not low.asked:
        return low.issue.department_id
    caller = people.find(session, low.issue.team_id, low.asked.person_id)
    return caller.department_id if caller else None
