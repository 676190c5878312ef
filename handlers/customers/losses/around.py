"""Where losses show beside: on the CCO's Home, how many have no reason yet."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.customers.contents import HomeLine
from handlers.customers.losses import cards
from handlers.people import access
from handlers.promises.items.words import open_story
from storage import losses
from storage.losses import LossState
from storage.people import Person


def week(session: Session, now: datetime, reader: Person) -> list[HomeLine]:
    """Of how many who left nobody has said yet what stood behind it, with the way to the first."""
    del now
    found = losses.in_state(session, reader.team_id, LossState.RECORDED)
    seen = [each for each in found if access.may(session, reader, access.READ_LOSSES, each)]
    return [HomeLine(cards.week(len(seen)), open_story(seen[0].ref), 3)] if seen else []
