"""Once a day it is counted anew how many customers there are of each kind."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlmodel import Session

from handlers.people import office
from storage import recounting

log = logging.getLogger(__name__)


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Compare on each of the company's days, and put right what is wrong, with a line in the log.

    This is done whenever a workspace is audited, one counting at a time.
    """
    today = office.day_of(session, team_id, now)
    counting = recounting.due(session, team_id, today)
    if counting is None:
        return
    for each in recounting.mend(session, team_id, counting, today):
        what = f"{each.counting} {each.words!r}"
        log.warning("counts: %s was wrong by %s in %s", what, -each.number, team_id)
