"""What a digest says: read from what is open and what was lately kept, then put into sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.calendar import hours
from handlers.executives.digest_lines import NO_READERS, DigestReaders, Occasion
from handlers.executives.digests import (
    added,
    cards,
    choosing,
    department,
    readership,
    rules,
    standings,
    timing,
    weeks,
    words,
)
from handlers.executives.digests.readership import Readership
from handlers.executives.digests.shapes import (
    DepartmentLine,
    Digest,
    ExecutiveDigest,
    RefusedThing,
    SaidNo,
)
from handlers.executives.voices import digested
from handlers.people import audiences
from handlers.promises.items.titles import title_within
from handlers.speech import shares
from handlers.speech.blocks import Shown
from storage import (
    accounts,
    concerns,
    counts,
    decisions,
    departments,
    endings,
    noes,
    schedules,
    scopes,
    waited,
    weekly,
    workspaces,
)
from storage.decisions import Decision
from storage.items import State
from storage.schedules import Posting
from storage.scopes import Period, Scope
from storage.waited import WaitedDays


@dataclass(frozen=True)
class DigestPost:
    """A digest as it is posted, and what stands under it in a thread, each part by itself."""

    shown: Shown
    thread: tuple[Shown, ...] = ()


def draw(
    session: Session,
    now: datetime,
    team_id: str,
    whose: Readership,
    planned: datetime | None = None,
    readers: DigestReaders = NO_READERS,
) -> DigestPost | None:
    """What a digest says; None when it is not worth saying.

    Where much is open this takes seconds. `planned` (UTC) is set when it comes late; `readers` are
    what other rooms add.
    """
    digest = _digest(session, now, team_id, whose, planned, readers)
    if not digest.worth_saying:
        return None
    thread = standings.thread(digest) if isinstance(digest, ExecutiveDigest) else ()
    return DigestPost(cards.shown(digest), thread)


def is_quiet(
    session: Session,
    now: datetime,
    team_id: str,
    whose: Readership,
    readers: DigestReaders = NO_READERS,
) -> bool:
    """Whether a digest would surely say nothing; this takes no time, however much is open.

    Where it is not sure, the digest is drawn, and may still say nothing. `readers` are what other
    rooms add.
    """
    occasion = _occasion(session, now, team_id, whose)
    if whose.department:
        scope = Scope(team_id, whose.department.department_id)
        if counts.may_tell(session, scope, Period(occasion.since, now), now + rules.WEEK):
            return False
        return not added.of_department(session, occasion, whose.department, readers).is_news
    known = [each.department_id for each in departments.everyone(session, team_id)]
    # A day more than two weeks, which begin at midnight somewhere.
    lately = Period(now - 2 * rules.WEEK - timedelta(days=1), now)
    lively = (counts.is_lively(session, Scope(team_id, each), lately) for each in [*known, None])
    if decisions.any_waiting(session, team_id) or any(lively):
        return False
    if digested.is_told(session, now, team_id, occasion.since):
        return False
    others = added.of_executives(session, occasion, team_id, whose.channel_id, readers)
    return not others.is_news


def _digest(
    session: Session,
    now: datetime,
    team_id: str,
    whose: Readership,
    planned: datetime | None,
    readers: DigestReaders = NO_READERS,
) -> Digest:
    occasion = _occasion(session, now, team_id, whose, planned)
    if whose.department:
        return department.read(session, occasion, whose.department, readers)
    return _executives(session, occasion, team_id, whose.channel_id, readers)


def _occasion(
    session: Session,
    now: datetime,
    team_id: str,
    whose: Readership,
    planned: datetime | None = None,
) -> Occasion:
    """By which clock it is told, and since when things are news."""
    schedule = schedules.find(session, team_id, Posting.DIGEST, whose.channel_id)
    zone = schedule.zone if schedule else readership.zone_of(session, team_id, whose)
    since = timing.looks_back_to(schedule.last_at if schedule else None, now)
    return Occasion(whose.name, readership.calendar(whose, zone), now, since, planned)


def _executives(
    session: Session,
    occasion: Occasion,
    team_id: str,
    channel_id: str,
    readers: DigestReaders = NO_READERS,
) -> ExecutiveDigest:
    now = occasion.now
    known = departments.everyone(session, team_id)
    late = counts.late_by_department(session, team_id, now)
    lines = [
        _department_line(
            session, each.name, Scope(team_id, each.department_id), occasion,
            late[each.department_id],
        )
        for each in known
    ]  # fmt: skip
    today = hours.local_day(occasion.calendar, now)
    risky = accounts.at_risk(
        session, team_id, rules.WATCHED_TIERS, rules.WATCHED_SEVERITY, now, today
    )
    others = added.of_executives(session, occasion, team_id, channel_id, readers)
    chosen = choosing.choose(session, occasion, team_id, others.questions)
    all_of_it = [Scope(team_id, each.department_id) for each in known]
    eight = weeks.read(session, all_of_it, occasion)
    return ExecutiveDigest(
        occasion=occasion,
        departments=tuple(each for each in lines if each.worth_saying),
        accounts=tuple(rules.most_at_risk_first(risky)),
        decisions=tuple(_decisions(session, team_id, channel_id)),
        asked=chosen.asked,
        called=chosen.called,
        waiting=chosen.waiting,
        weeks=eight,
        refused=_refused(session, team_id, _weeks(now)[0]),
        last_miss=None if chosen.asked else weeks.last_miss(session, all_of_it, occasion, eight),
        first=shares.Share(*concerns.first(session, team_id, Period(now - rules.QUARTER, now))),
        waited=tuple(each for each in lines if each.waited != WaitedDays()),
        currency=workspaces.currency(session, team_id),
        heard=tuple(digested.read_back(session, now, team_id, occasion.since)),
        is_told=digested.is_told(session, now, team_id, occasion.since),
        added=others,
    )


def _department_line(
    session: Session, name: str, scope: Scope, occasion: Occasion, late: int
) -> DepartmentLine:
    now = occasion.now
    declined, before = (endings.declined(session, scope, week) for week in _weeks(now))
    return DepartmentLine(
        name=name,
        live=counts.live(session, scope),
        late=late,
        kept=department.kept(session, scope, occasion),
        declined=declined,
        declined_before=before,
        costs=noes.costs(session, scope, _weeks(now)[0]),
        waited=waited.charged(session, scope, _weeks(now)[0]),
        reopened=shares.Share(
            endings.reopened(session, scope, _weeks(now)[0]),
            endings.finished(session, scope, _weeks(now)[0]),
        ),
        done_by=endings.closed(session, scope, _weeks(now)[0], State.DONE),
        heard=shares.Share(*noes.heard(session, scope, _weeks(now)[0])),
    )


def _refused(session: Session, team_id: str, week: Period) -> SaidNo:
    rows, total, private = weekly.refused(session, team_id, week, rules.REFUSED)
    things = []
    for item, who in rows:
        home = departments.find(session, team_id, item.department_id)
        named = (who.name if who else "", home.name if home else "")
        things.append(RefusedThing(item.ref, title_within(item), *named, item.close_reason))
    return SaidNo(tuple(things), total, private)


def _decisions(session: Session, team_id: str, channel_id: str) -> list[Decision]:
    """What waits for a first answer and may be read in a channel."""
    waiting = decisions.waiting(session, team_id)
    return [each for each in waiting if audiences.lane_sees(session, channel_id, each)]


def nothing_to_say(session: Session, now: datetime, team_id: str, whose: Readership) -> str:
    """Why no digest is posted, for whoever asked for one."""
    if whose.department is None:
        return words.nothing_for_executives()
    scope = Scope(team_id, whose.department.department_id)
    kept = endings.last_kept(session, scope, Period(now - scopes.EARLIEST_KEPT, now))
    return words.nothing_to_say(whose.name, kept, readership.zone_of(session, team_id, whose), now)


def _weeks(now: datetime) -> tuple[Period, Period]:
    """The last seven days, and the seven before."""
    return Period(now - rules.WEEK, now), Period(now - 2 * rules.WEEK, now - rules.WEEK)
