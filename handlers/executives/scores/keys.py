"""What a button of a scorecard carries: of which department and period it is, and of whom."""

from __future__ import annotations

import re

from sqlmodel import Session

from handlers.executives.scores import ScoreOf, periods
from handlers.executives.scores.periods import ScorePeriod
from handlers.people import lookup
from handlers.speech.errors import UnreadableRequest
from storage import people
from storage.people import Person

_CARRIED = re.compile(
    r"(?P<department>[0-9a-f-]{36})/(?P<period>[0-9Q.-]{7,22})/(?P<person>[UW][A-Z0-9]{1,20})?",
    re.ASCII,
)


def key(whose: ScoreOf, period: ScorePeriod) -> str:
    """What names a scorecard."""
    person = whose.person.user_id if whose.person else ""
    return f"{whose.department.department_id}/{period.key}/{person}"


def carried(words: str, session: Session, actor: Person) -> tuple[ScoreOf, ScorePeriod]:
    """Whose scorecard a button is about, and of when. Raises UnreadableRequest."""
    match = _CARRIED.fullmatch(words)
    if match is None:
        raise UnreadableRequest
    department = lookup.chosen_department(session, actor.team_id, match["department"])
    period = periods.carried(match["period"])
    if department is None or period is None:
        raise UnreadableRequest
    person = people.find(session, actor.team_id, match["person"]) if match["person"] else None
    if match["person"] and person is None:
        raise UnreadableRequest
    return ScoreOf(department, person), period
