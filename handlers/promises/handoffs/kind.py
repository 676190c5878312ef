"""Whoever is offered a promise is asked to take it over, or to return it."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from handlers.chasing.kinds import Kind, within
from handlers.promises import asked
from handlers.promises.handoffs import cards, words
from handlers.promises.items.words import answer_offer_buttons
from storage import history
from storage.asks import Owed


def _needed(session: Session, ask: Owed, today: date) -> str:
    """What is needed, by whoever offered it."""
    del today
    return cards.needed(history.latest(session, ask.team_id, ask.noun, ask.number, "offered"))


ACCEPT = Kind(
    name=asked.ACCEPT,
    wants="whether they take it over",
    rungs=(1, 2, 4, 5),
    due=within(lambda policy: policy.accept),
    says=words.SAYS,
    buttons=answer_offer_buttons,
    stands=words.STANDS,
    begins_with=_needed,
)
