"""A department's digest says how the outcomes stand that its tasks move, and what is late."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from handlers.customers.roadmap import words
from handlers.executives.digest_lines import DigestLine, Occasion
from handlers.speech import blocks
from storage import customer_outcomes, traces
from storage.customer_outcomes import OutcomeState
from storage.departments import Department
from storage.traces import Moving

NAMED = 2
"""So many outcomes are told, those with most tasks late."""
RANK = 2


def department(session: Session, occasion: Occasion, whose: Department) -> Sequence[DigestLine]:
    """“*For customers* O-2 stands at 27, goal 12; three of its five tasks here are late.”."""
    standing = customer_outcomes.in_states(session, whose.team_id, (OutcomeState.STANDING,))
    if not standing:
        return []
    numbers = [each.number for each in standing]
    here = traces.moving_here(session, whose, numbers, occasion.now)
    nothing = Moving()
    moved = [each for each in standing if each.number in here]
    moved.sort(key=lambda each: (-here.get(each.number, nothing).late, each.number))
    return [
        DigestLine(
            words.in_digest(each, here[each.number].open, here[each.number].late),
            [blocks.button("Open…", words.ROADMAP, "0")],
            RANK,
            is_news=here[each.number].late > 0,
        )
        for each in moved[:NAMED]
    ]
