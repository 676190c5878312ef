"""Whoever is offered a promise is asked to take it over, or to return it."""

from __future__ import annotations

from handlers.chasing.kinds import Kind, within
from handlers.promises import asked
from handlers.promises.handoffs import words
from handlers.promises.items.words import answer_offer_buttons

ACCEPT = Kind(
    name=asked.ACCEPT,
    wants="whether they take it over",
    rungs=(1, 2, 4, 5),
    due=within(lambda policy: policy.accept),
    says=words.SAYS,
    buttons=answer_offer_buttons,
    stands=words.STANDS,
)
