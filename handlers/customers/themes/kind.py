"""What is asked of a theme that nobody acts on: what follows from it."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from handlers.chasing.kinds import CCO_RUNG, Kind, within
from handlers.customers.themes import words
from storage import themes
from storage.asks import Owed

ACT_WITHIN = "5 bd"


def _written_of(session: Session, ask: Owed, today: date) -> str:
    theme = themes.find(session, ask.team_id, ask.number)
    return words.written_of(theme, today) if theme else ""


ACT = Kind(
    name="act",
    wants="what follows from what customers wrote",
    rungs=(1, 2, CCO_RUNG),
    due=within(lambda _policy: ACT_WITHIN),
    says=words.ACT_SAYS,
    buttons=words.act_buttons,
    takes_turns=True,
    has_card=False,
    stands=words.ACT_STANDS,
    begins_with=_written_of,
)
