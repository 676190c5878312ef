"""The customer room pack: what a month meant for customers, on pages that a CEO would print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.executives.chapters import ChapterReader
from handlers.executives.room import facts, months
from handlers.executives.room.figures import RoomPack
from handlers.people import office


def prepare(
    session: Session,
    now: datetime,
    team_id: str,
    said: str = "",
    chapters: Sequence[ChapterReader] = (),
) -> RoomPack:
    """Read the pack of a month that is named like “2026-11”; without words of the last one.

    The month is that of the CCO's clock. `chapters` are what other rooms add.
    Raises UnclearMonth or MonthToCome.
    """
    month = months.read(said, office.zone_of(session, team_id), now)
    return facts.read(session, team_id, month, chapters)
