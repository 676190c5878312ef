"""Outcomes that a file brought are taken back, and what it changed in others is as before."""

from __future__ import annotations

from sqlmodel import Session

from handlers.customers.roadmap import bringing
from handlers.front.imports import brought_cards
from handlers.front.imports.going_back import GoingBack
from handlers.front.imports.outcomes import CALLED
from storage import customer_outcomes
from storage.customer_outcomes import CustomerOutcome, OutcomeState


def _find(session: Session, team_id: str, number: int) -> CustomerOutcome | None:
    found = customer_outcomes.find(session, team_id, number, lock=True)
    return None if found and found.state == OutcomeState.TAKEN_BACK else found


def _held(session: Session, outcome: CustomerOutcome) -> str:
    if outcome.stands and outcome.owner_id != outcome.written_by:
        return brought_cards.stands_so(bringing.how(outcome))
    return brought_cards.is_moved() if bringing.is_moved(session, outcome) else ""


GOING_BACK = GoingBack[CustomerOutcome](
    called=CALLED,
    find=_find,
    facts_of=lambda _session, outcome: bringing.facts_of(outcome),
    how=bringing.how,
    is_over=lambda outcome: not outcome.is_open,
    held=_held,
    take_back=bringing.take_back,
    give_back=bringing.give_back,
)
