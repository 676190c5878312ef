"""Once a month a department reads for how many who left it is named: a count, and no money."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from handlers.customers.losses import words
from handlers.customers.losses.figures import YEAR
from handlers.executives.digest_lines import DigestLine, Occasion
from storage import losses
from storage.departments import Department

RANK = 4


def department(session: Session, occasion: Occasion, whose: Department) -> Sequence[DigestLine]:
    """“*Who left* Billing is named for two of six customers who left in a year; one is verified.”.

    Once a month, and without names: two of few could be guessed.
    """
    if not occasion.begins_month:
        return []
    today = occasion.today
    found = losses.left_between(session, whose.team_id, today - YEAR, today)
    mine = [each for each in found if each.department_id == whose.department_id]
    if not mine:
        return []
    verified = sum(each.verified_at is not None for each in mine)
    said = words.in_digest(whose.name, len(found), len(mine), verified)
    return [DigestLine(said, rank=RANK)]
