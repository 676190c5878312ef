"""What a figure does not tell by itself: days moved late, noes after the time, closed unseen.

Whatever is paid by is played with (domain reference, 3.5). So what would raise a figure without any
customer being better off stands beside it, with the very things; it is no accusation, and changes
no figure.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from handlers.executives.scores import rules
from handlers.executives.scores.rules import UNDOES, UNDONE, Scored
from storage import history, periods, scores
from storage.issues import Issue
from storage.items import State
from storage.scopes import Period, Scope
from storage.scores import HappenedThen

LAST_DAYS = timedelta(days=7)
"""So long before the end of a period moving a day past it is late."""
SHORTLY = timedelta(days=7)
"""So long before it was closed something was made less grave shortly before."""
MOST = 500
"""So many days that were moved are looked at."""
DATED, DECLINED, EDITED = "dated", "declined", "edited"


class Caveat(StrEnum):
    """What stands beside the figures of a scorecard."""

    MOVED = "moved_late"
    """A day moved past the end of the period in its last seven days."""
    NOES = "late_noes"
    """A no after its day: the miss stays."""
    UNSEEN = "closed_unseen"
    """An issue closed as done though nobody saw that it helped."""
    OPENED = "opened_since"
    """Opened again since it was frozen."""
    LOWERED = "lowered"
    """Made less grave within seven days before it was done."""


def beside(
    session: Session, scope: Scope, period: Period, caveat: Caveat, frozen_at: datetime | None
) -> list[Scored]:
    """The things that stand beside the figures of a period (UTC), the oldest first."""
    match caveat:
        case Caveat.MOVED:
            found = _moved(session, scope, period)
        case Caveat.NOES:
            found = _late_noes(session, scope, period)
        case Caveat.UNSEEN:
            rows = periods.of_ends(scope, period, State.DONE, (Issue,))
            found = [each for each in rules.verified(scores.listed(session, rows)) if not each.met]
        case Caveat.OPENED:
            found = _opened(session, scope, period, frozen_at) if frozen_at else []
        case Caveat.LOWERED:
            found = _lowered(session, scope, period)
    return sorted(found, key=lambda each: (each.at, each.noun, each.number))


def _moved(session: Session, scope: Scope, period: Period) -> list[Scored]:
    """Days that lay in the period and were moved past its end in its last seven days."""
    since = max(period.since, period.until - LAST_DAYS)
    events = _events(session, scope, Period(since, period.until), (DATED, EDITED))
    late = [each for each in events if each.due_at and each.due_at >= period.until]
    return [_beside(each) for each in late[:MOST] if _lay_within(session, scope, period, each)]


def _lay_within(session: Session, scope: Scope, period: Period, event: HappenedThen) -> bool:
    """Whether the day that a thing had just before an event was one of the period."""
    just_before = event.happened_at - timedelta(microseconds=1)
    stood = history.standing(session, scope.team_id, event.noun, event.number, just_before)
    return bool(stood and stood.due_at and stood.due_at < period.until)


def _late_noes(session: Session, scope: Scope, period: Period) -> list[Scored]:
    events = _events(session, scope, period, (DECLINED,))
    return [_beside(each) for each in events if each.due_at and each.due_at < each.happened_at]


def _opened(session: Session, scope: Scope, period: Period, since: datetime) -> list[Scored]:
    """Done in the period, and opened again since within thirty days of that."""
    until = period.until + rules.STAYS
    if since >= until:
        return []
    ends = scores.listed(session, periods.of_ends(scope, period, State.DONE))
    done = {(each.noun, each.number) for each in ends}
    rows = scores.listed(session, periods.of_reopenings(scope, Period(since, until)))
    return [
        Scored(each.noun, each.number, each.at, each.owner_id, met=False)
        for each in rows
        if (each.noun, each.number) in done
    ]


def _lowered(session: Session, scope: Scope, period: Period) -> list[Scored]:
    """Made less grave within seven days before it was done in the period."""
    ends = scores.listed(session, periods.of_ends(scope, period, State.DONE))
    done = {(each.noun, each.number): each.at for each in ends}
    before = Period(period.since - SHORTLY, period.until)
    return [
        _beside(each)
        for each in _events(session, scope, before, (EDITED,))
        if _is_lower(each)
        and (at := done.get((each.noun, each.number)))
        and each.happened_at <= at <= each.happened_at + SHORTLY
    ]


def _is_lower(event: HappenedThen) -> bool:
    """Whether an edit made something less grave: 1 is the worst, 4 the least."""
    was, now = (event.details.get(which, {}).get("severity") for which in ("before", "after"))
    return isinstance(was, int) and isinstance(now, int) and now > was


def _events(
    session: Session, scope: Scope, period: Period, verbs: tuple[str, ...]
) -> list[HappenedThen]:
    """What happened and was not undone; a minute more is read, in which it could be."""
    read = Period(period.since, period.until + UNDOES + timedelta(seconds=1))
    events = rules.without_undone(scores.happened(session, scope, read, (*verbs, UNDONE)))
    return [each for each in events if each.verb != UNDONE and each.happened_at < period.until]


def _beside(event: HappenedThen) -> Scored:
    return Scored(event.noun, event.number, event.happened_at, event.owner_id, met=False)
