"""A department's digest says how the outcomes stand that its tasks move, and what is late."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from handlers.customers.roadmap import cards, nothing, words
from handlers.customers.roadmap.page import BEGIN
from handlers.executives.digest_lines import DigestLine, Occasion
from handlers.speech import blocks
from storage import customer_outcomes, traces
from storage.customer_outcomes import OutcomeState
from storage.departments import Department

NAMED = 2
"""So many outcomes are told, those with most tasks late."""
RANK, LAST = 2, 10
"""Where what stands there, and what asks for nothing that a customer waits for."""


def department(session: Session, occasion: Occasion, whose: Department) -> Sequence[DigestLine]:
    """“*For customers* O-2 stands at 27, goal 12; three of its five tasks here are late.”."""
    standing = customer_outcomes.in_states(session, whose.team_id, (OutcomeState.STANDING,))
    if not standing:
        return []
    numbers = [each.number for each in standing]
    here = traces.moving_here(session, whose, numbers, occasion.now)
    moved = [each for each in standing if each.number in here]
    moved.sort(key=lambda each: (-here[each.number].late, each.number))
    return [
        DigestLine(
            words.in_digest(each, here[each.number].open, here[each.number].late),
            [blocks.button("Open…", words.ROADMAP, "0")],
            RANK,
            is_news=here[each.number].late > 0,
        )
        for each in moved[:NAMED]
    ]


def moving_nothing(session: Session, occasion: Occasion, whose: Department) -> Sequence[DigestLine]:
    """“Eleven things in Billing have no customer and no outcome.”, once a month.

    It is said in the first digest of a month, unless whoever leads the department has looked at
    them within the last. What is private is not among them; for it alone no digest is posted.
    """
    if not occasion.begins_month or not nothing.is_asked_about(session, occasion.now, whose):
        return []
    which = whose.department_id
    total = traces.count_nothing_in(session, whose.team_id, which)
    if not total:
        return []
    way = blocks.button(cards.LIST, words.NOTHING, f"{BEGIN}{which.hex}")
    said = f"{nothing.said_of(total, whose.name)} Which still matter?"
    return [DigestLine(said, [way], LAST, is_news=False)]
