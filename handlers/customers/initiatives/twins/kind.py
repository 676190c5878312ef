"""What is asked of two initiatives that look alike: whether they are the same thing."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from handlers.chasing.kinds import CCO_RUNG, LEAD_RUNG, Kind, within
from handlers.customers.initiatives.twins import alike, words
from storage import twins
from storage.asks import Owed

WITHIN = "10 bd"


def _begins(session: Session, ask: Owed, today: date) -> str:
    """Which two, what they have in common, and whether the other owner has said something."""
    del today
    twin = twins.find(session, ask.team_id, ask.number)
    pair = alike.read(session, twin) if twin else None
    return words.look_alike(pair, ask.person_id) if pair else ""


TWIN = Kind(
    name="twin",
    wants="whether two initiatives are the same thing",
    rungs=(1, 2, LEAD_RUNG, CCO_RUNG),
    due=within(lambda _policy: WITHIN),
    says=words.SAYS,
    buttons=words.buttons,
    takes_turns=True,
    has_card=False,
    stands=words.STANDS,
    begins_with=_begins,
)
