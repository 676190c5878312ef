"""Initiatives that a file brought are taken back, and what it changed in others is as before."""

from __future__ import annotations

from sqlmodel import Session

from handlers.customers.initiatives import bringing
from handlers.front.imports import brought_cards
from handlers.front.imports.going_back import GoingBack
from handlers.front.imports.initiatives import CALLED
from storage import initiatives
from storage.initiatives import Initiative, InitiativeState


def _find(session: Session, team_id: str, number: int) -> Initiative | None:
    found = initiatives.find(session, team_id, number, lock=True)
    return None if found and found.state == InitiativeState.TAKEN_BACK else found


def _held(session: Session, initiative: Initiative) -> str:
    ref = bringing.held_by(session, initiative)
    return brought_cards.has_task(ref) if ref else ""


GOING_BACK = GoingBack[Initiative](
    called=CALLED,
    find=_find,
    facts_of=bringing.facts_of,
    how=bringing.how,
    is_over=lambda initiative: not initiative.stands,
    held=_held,
    take_back=bringing.take_back,
    give_back=bringing.give_back,
)
