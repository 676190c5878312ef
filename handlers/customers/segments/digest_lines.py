"""Once a month the executives read how many accounts that weigh most want other terms."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from handlers.customers.segments import cards, terms, words
from handlers.executives.digest_lines import DigestLine, Occasion

RANK = 3


def executives(session: Session, occasion: Occasion, team_id: str) -> Sequence[DigestLine]:
    """“Nine key and strategic accounts want other terms than they have.”, once a month."""
    if not occasion.begins_month:
        return []
    needs = len(terms.one_size(session, team_id, 0).needs)
    if not needs:
        return []
    return [DigestLine(words.want_others(needs), [cards.show_needs(needs)], RANK, is_news=False)]
