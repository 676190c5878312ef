"""What one department reads of its week: counted from what is open and what was lately kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.chasing import pauses
from handlers.executives.digest_lines import NO_READERS, DigestReaders, Occasion
from handlers.executives.digests import added, rules, weeks
from handlers.executives.digests.shapes import BorderOffer, DepartmentDigest
from handlers.promises import borders
from handlers.promises.items.kinds import ACKNOWLEDGE
from handlers.speech import shares
from handlers.speech.shares import Compared, Share
from storage import counts, departments, endings, waited, weekly
from storage.counts import Lines
from storage.departments import Department
from storage.endings import Ended
from storage.scopes import Period, Scope


def read(
    session: Session,
    occasion: Occasion,
    whose: Department,
    readers: DigestReaders = NO_READERS,
) -> DepartmentDigest:
    """All that the digest of a department says, for whoever is in its channel."""
    now, scope = occasion.now, Scope(whose.team_id, whose.department_id)
    news, soon = Period(occasion.since, now), Period(now, now + rules.WEEK)
    rests = counts.resting(session, scope, now)
    return DepartmentDigest(
        occasion=occasion,
        late=weekly.late(session, scope, now, rules.LATE),
        late_for=weekly.late_for(session, scope, now),
        past=weekly.past(session, scope, now),
        waiting=counts.waiting(session, scope, now),
        due=weekly.due(session, scope, soon),
        due_for=weekly.due_for(session, scope, soon),
        new=counts.new_issues(session, scope, news),
        offers=_offers(session, scope, now),
        thanks=rules.thanks_for(weekly.done(session, scope, news)),
        acknowledged=_answered(session, scope, occasion),
        kept=kept(session, scope, occasion),
        home=whose.department_id,
        resting=_resting(session, scope),
        rests=rests,
        until=_until(session, occasion, whose.team_id, rests),
        at_border=borders.beside(session, whose, now - rules.WEEK, now),
        weeks=weeks.read(session, [scope], occasion),
        added=added.of_department(session, occasion, whose, readers),
    )


def kept(session: Session, scope: Scope, occasion: Occasion) -> Compared:
    """What was kept on the day in the last week and the one before."""
    return _compared(
        occasion, lambda week: endings.promised(session, scope, week), shares.kept_on_the_day
    )


def _answered(session: Session, scope: Scope, occasion: Occasion) -> Compared:
    return _compared(
        occasion,
        lambda week: endings.asked(session, scope, week, ACKNOWLEDGE.name),
        shares.acknowledged_on_time,
    )


def _compared(
    occasion: Occasion,
    ended: Callable[[Period], list[Ended]],
    share: Callable[[Iterable[Ended]], Share],
) -> Compared:
    return Compared(*(share(ended(rules.week(occasion, back))) for back in (0, 1)))


def _offers(session: Session, scope: Scope, now: datetime) -> tuple[BorderOffer, ...]:
    found = []
    for each in weekly.offers(session, scope, now):
        ours = each.taker_id != scope.department_id
        other = _name(session, scope.team_id, each.taker_id if ours else each.giver_id)
        found.append(BorderOffer(each.ref, other, each.since, ours))
    return tuple(found)


def _name(session: Session, team_id: str, department_id: UUID | None) -> str:
    known = departments.find(session, team_id, department_id) if department_id else None
    return known.name if known else ""


def _until(
    session: Session, occasion: Occasion, team_id: str, rests: Lines
) -> dict[tuple[str, int], str]:
    """For whom and until when each of these waits, as markup, by noun and number."""
    found = {}
    for noun in {line.noun for line in rests.lines}:
        numbers = [line.number for line in rests.lines if line.noun == noun]
        for number, paused in pauses.among(session, team_id, noun, numbers).items():
            found[noun, number] = paused.says(occasion.calendar.zone, occasion.now)
    return found


def _resting(session: Session, scope: Scope) -> tuple[tuple[str, int], ...]:
    """How many things wait for whom: for customers first, and then for whom the most do."""
    found = {
        pauses.name_of(session, scope.team_id, whom) if whom else "": number
        for whom, number in waited.resting(session, scope).items()
    }
    return tuple(sorted(found.items(), key=lambda each: (bool(each[0]), -each[1], each[0])))
