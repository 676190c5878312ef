"""Which losses somebody finds by their words: those that they may read."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from handlers.people import access
from storage.losses import Loss, LossState
from storage.people import Person


def may_find(session: Session, person: Person, rows: Sequence[Loss]) -> Sequence[Loss]:
    """Those who may read why customers left find them; what was taken back nobody does."""
    there = [each for each in rows if each.state != LossState.TAKEN_BACK]
    return [each for each in there if access.may(session, person, access.READ_LOSSES, each)]
