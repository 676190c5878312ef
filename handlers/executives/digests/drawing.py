"""What a digest says: read from what is open and what was lately kept, then put into sentences."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.chasing import ladder
from handlers.executives.digests import cards, readership, rules, words
from handlers.executives.digests.readership import Readership
from handlers.executives.digests.rules import (
    Compared,
    DepartmentDigest,
    Digest,
    ExecutiveDigest,
    Occasion,
    Standing,
    Stuck,
)
from handlers.promises import items
from handlers.speech.blocks import Shown
from storage import asks as stored_asks
from storage import counts, decisions, departments, schedules
from storage.counts import Period, Place
from storage.items import State
from storage.schedules import Kind


def draw(
    session: Session,
    now: datetime,
    team_id: str,
    whose: Readership,
    planned: datetime | None = None,
) -> Shown | None:
    """What a digest says; None when it is not worth saying.

    Where much is open this takes seconds. `planned` (UTC) is set when it comes late.
    """
    digest = _digest(session, now, team_id, whose, planned)
    return cards.shown(digest) if digest.worth_saying else None


def is_quiet(session: Session, now: datetime, team_id: str, whose: Readership) -> bool:
    """Whether a digest would surely say nothing; this takes no time, however much is open.

    Where it is not sure, the digest is drawn, and may still say nothing.
    """
    if whose.department:
        place = Place(team_id, whose.department.department_id)
        news = Period(_since(session, now, team_id, whose), now)
        return not counts.may_tell(session, place, news, now + rules.WEEK)
    known = [each.department_id for each in departments.everyone(session, team_id)]
    weeks = Period(now - 2 * rules.WEEK, now)
    lively = (counts.is_lively(session, Place(team_id, each), weeks) for each in [*known, None])
    return not (decisions.any_waiting(session, team_id) or any(lively))


def _digest(
    session: Session, now: datetime, team_id: str, whose: Readership, planned: datetime | None
) -> Digest:
    schedule = schedules.find(session, team_id, Kind.DIGEST, whose.channel_id)
    zone = schedule.zone if schedule else readership.zone_of(session, team_id, whose)
    since = _since(session, now, team_id, whose)
    occasion = Occasion(whose.name, readership.calendar(whose, zone), now, since, planned)
    if whose.department:
        return _department(session, occasion, Place(team_id, whose.department.department_id))
    return _executives(session, occasion, team_id)


def _since(session: Session, now: datetime, team_id: str, whose: Readership) -> datetime:
    """Since when things are news."""
    schedule = schedules.find(session, team_id, Kind.DIGEST, whose.channel_id)
    return rules.looks_back_to(schedule.last_at if schedule else None, now)


def _department(session: Session, occasion: Occasion, place: Place) -> DepartmentDigest:
    now = occasion.now
    news = Period(occasion.since, now)
    return DepartmentDigest(
        occasion=occasion,
        late=counts.late(session, place, now),
        waiting=counts.waiting(session, place, now),
        due=counts.due(session, place, Period(now, now + rules.WEEK)),
        new=counts.new_issues(session, place, news),
        offers=counts.offers(session, place),
        kept_by=counts.closed(session, place, news, State.DONE),
        acknowledged=Compared(
            *(
                rules.acknowledged_on_time(counts.acknowledged(session, place, week))
                for week in _weeks(now)
            )
        ),
        kept=_kept(session, place, now),
    )


def _executives(session: Session, occasion: Occasion, team_id: str) -> ExecutiveDigest:
    now = occasion.now
    known = departments.everyone(session, team_id)
    places = [Place(team_id, each.department_id) for each in known]
    standings = [
        _standing(session, each.name, place, now) for each, place in zip(known, places, strict=True)
    ]
    risky = counts.accounts(session, team_id, rules.WATCHED_TIERS, rules.WATCHED_SEVERITY, now)
    return ExecutiveDigest(
        occasion=occasion,
        standings=tuple(each for each in standings if each.worth_saying),
        accounts=tuple(rules.most_at_risk_first(risky)),
        decisions=tuple(decisions.waiting(session, team_id)),
        stuck=_stuck(session, team_id, {each.department_id: each.name for each in known}),
    )


def _standing(session: Session, name: str, place: Place, now: datetime) -> Standing:
    declined, before = (
        sum(counts.closed(session, place, week, State.DECLINED).values()) for week in _weeks(now)
    )
    return Standing(
        name=name,
        live=counts.live(session, place),
        late=counts.count_late(session, place, now),
        kept=_kept(session, place, now),
        declined=declined,
        declined_before=before,
    )


def _kept(session: Session, place: Place, now: datetime) -> Compared:
    this, last = (
        rules.kept_on_the_day(counts.promised(session, place, week)) for week in _weeks(now)
    )
    return Compared(this, last)


def _stuck(session: Session, team_id: str, names: dict[UUID, str]) -> tuple[Stuck, ...]:
    """What everybody was asked about in vain, once per item."""
    stuck: dict[tuple[str, int], Stuck] = {}
    for ask in stored_asks.highest_rungs(session, team_id, ladder.CCO_RUNG):
        item = items.find(session, team_id, ask.noun, ask.number)
        if item is not None and item.department_id in names:
            customer = items.customer_of(session, item)
            line = counts.line_of(item, customer)
            stuck[ask.noun, ask.number] = Stuck(line, names[item.department_id])
    return tuple(stuck.values())


def nothing_to_say(session: Session, now: datetime, team_id: str, whose: Readership) -> str:
    """Why no digest is posted, for whoever asked for one."""
    if whose.department is None:
        return words.nothing_for_executives()
    place = Place(team_id, whose.department.department_id)
    kept = counts.last_kept(session, place, Period(now - counts.EARLIEST_KEPT, now))
    return words.nothing_to_say(whose.name, kept, readership.zone_of(session, team_id, whose))


def _weeks(now: datetime) -> tuple[Period, Period]:
    """The last seven days, and the seven before."""
    return Period(now - rules.WEEK, now), Period(now - 2 * rules.WEEK, now - rules.WEEK)
