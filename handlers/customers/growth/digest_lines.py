"""The executives' first digest of a month says who came and who left in the one before."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from handlers.customers.growth import cards, counted, digest_cards
from handlers.executives.digest_lines import Below, DigestLine, Occasion
from handlers.executives.scores import periods
from storage import workspaces

BELOW = "who came and who left"
RANK = 1


def executives(session: Session, occasion: Occasion, team_id: str) -> Sequence[DigestLine]:
    """“October 2026: ten customers won, six lost, €87 k more a year.”, with all of it below."""
    if not occasion.begins_month:
        return []
    period = periods.month_of(occasion.today).before
    found = counted(session, occasion.now, team_id, period)
    if not found.by_tier:
        return []
    workspace = workspaces.find(session, team_id)
    currency = workspace.currency if workspace else None
    said = " ".join(filter(None, [f"*{cards.headline(found, currency)}.*", cards.ratios(found)]))
    return [DigestLine(said, rank=RANK, below=Below(BELOW, digest_cards.shown(found, currency)))]
