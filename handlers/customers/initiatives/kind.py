"""What is asked of whoever has a task that hangs on what was cut: how it goes on."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.chasing.kinds import CCO_RUNG, LEAD_RUNG, Kind, within
from handlers.customers.initiatives import way_whose
from handlers.customers.initiatives import way_words as words
from storage import initiatives
from storage.asks import Owed
from storage.initiatives import InitiativeState
from storage.people import Person

WITHIN = "5 bd"


def _begins(session: Session, ask: Owed, today: date) -> str:
    """What was cut, why, and what hangs on it."""
    del today
    one = initiatives.find(session, ask.team_id, ask.number)
    if one is None:
        return ""
    return words.hang(one, way_whose.asked_of(session, one, ask))


def _is_over(session: Session, person: Person, ask: Owed, now: datetime) -> bool:
    """Whether the cut was undone: then all goes on as it was."""
    del person, now
    one = initiatives.find(session, ask.team_id, ask.number)
    return one is None or one.state != InitiativeState.CUT


WAY = Kind(
    name="way",
    wants="how promises go on without what was cut",
    rungs=(1, 2, LEAD_RUNG, CCO_RUNG),
    due=within(lambda _policy: WITHIN),
    says=words.SAYS,
    buttons=words.buttons,
    has_card=False,
    is_over=_is_over,
    stands=words.STANDS,
    begins_with=_begins,
)
