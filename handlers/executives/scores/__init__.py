"""A scorecard says how a department, or somebody in it, kept what was promised in a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import pairwise

from sqlmodel import Session

from handlers.calendar import hours
from handlers.executives.scores import (
    caveats,
    counting,
    delays,
    periods,
    records,
    rules,
    standards,
    subjects,
)
from handlers.executives.scores.caveats import Caveat
from handlers.executives.scores.delays import Delayed
from handlers.executives.scores.periods import ScorePeriod
from handlers.executives.scores.rules import MINIMUM, Figure, Measure, Scored
from handlers.executives.scores.standards import Standards
from handlers.people import access, office
from handlers.speech.score_errors import FuturePeriod, PersonalScore
from storage import departments, frozen
from storage import disputes as stored_disputes
from storage.departments import Department
from storage.frozen import FrozenScore
from storage.people import Person, Role
from storage.scopes import Period, Scope


@dataclass(frozen=True)
class ScoreOf:
    """Whose scorecard it is: a department's, or of what one person held in it."""

    department: Department
    person: Person | None = None


@dataclass(frozen=True)
class ScoreLine:
    """One figure, and the same of the period before."""

    now: Figure
    before: Figure


@dataclass(frozen=True)
class Correction:
    """One figure that was corrected, by which record, and why.

    `words` are plain, and empty for a reader who may not see the thing that they are about.
    """

    record: FrozenScore
    was: Figure
    now: Figure
    ref: str
    words: str


@dataclass(frozen=True)
class Scorecard:
    """All figures of a period; one that `is_over` is the same for ever."""

    whose: ScoreOf
    period: ScorePeriod
    is_over: bool
    lines: Sequence[ScoreLine]
    standards: Standards
    """By which house rules it is read."""
    today: date
    """Which day it is where it is read, in the zone by which periods begin and end."""
    zone: str
    """That zone, by its IANA name."""
    records: Sequence[FrozenScore] = ()
    """As it was frozen, then each correction, where it is: its figures are those of the last."""
    corrections: Sequence[Correction] = ()
    """What was corrected since, the oldest first."""
    kept: Sequence[Scored] = ()
    """The promises behind its first figure, by when each was due."""
    beside: Mapping[Caveat, int] = field(default_factory=dict)
    """How many things stand beside its figures, by what is to be said of them."""
    delayed: Delayed | None = None
    """The department for which most of its misses waited, if there is one."""
    first_ends: date | None = None
    """Where nothing was ever counted: when the first quarter is over."""
    may_freeze: bool = False
    """Whether its reader may freeze it now."""
    freezes_on: date | None = None
    """When it is frozen by itself, where it is not yet and will be."""
    may_dispute: bool = False
    """Whether its reader may dispute a figure of it."""

    def line(self, measure: Measure) -> ScoreLine:
        """The line of one measure, which is there."""
        return next(each for each in self.lines if each.now.measure is measure)


def today(session: Session, now: datetime, team_id: str) -> date:
    """The day that it is in the zone by which the periods of a workspace begin and end."""
    return hours.day_of(now, office.zone_of(session, team_id))


def scorecard(
    session: Session, now: datetime, actor: Person, whose: ScoreOf, period: ScorePeriod
) -> Scorecard:
    """All figures of a period, as far as it is over.

    Raises FuturePeriod, PersonalScore, and what `access.check` raises.
    """
    check_may_read(session, actor, whose)
    found = as_it_stands(session, now, whose, period)
    can_freeze = found.is_over and whose.person is None and ".." not in period.key
    return replace(
        found,
        corrections=corrections(session, actor, found.records),
        may_freeze=can_freeze and not found.records and access.may(session, actor, access.FREEZE),
        may_dispute=can_freeze and leads(actor, whose.department) and actor.role != Role.CCO,
    )


def as_it_stands(session: Session, now: datetime, whose: ScoreOf, period: ScorePeriod) -> Scorecard:
    """The same for nobody in particular, as a channel reads it. Raises FuturePeriod."""
    zone = office.zone_of(session, whose.department.team_id)
    is_over = check_begun(now, period, zone)
    chain = records_of(session, whose, period)
    held = standards_of(session, now, period, zone, chain, whose)
    until = counted_until(now, period, zone)
    if chain:
        kept = records.inputs(chain[-1], Measure.FIRST)
        figures = records.figures(chain[-1])
    else:
        things = {each: counted(session, whose, until, each) for each in Measure}
        kept = things[Measure.FIRST]
        figures = {each: rules.figure(each, found, held.minimum) for each, found in things.items()}
    before = figures_before(session, now, whose, period)
    lines = [
        ScoreLine(figures.get(each, Figure(each, 0, 0)), before.get(each, Figure(each, 0, 0)))
        for each in Measure
    ]
    has_any = any(each.now.of for each in lines)
    return Scorecard(
        whose, period, is_over, lines, held, hours.day_of(now, zone), zone, chain,
        kept=kept,
        beside=beside(session, whose, until, chain),
        delayed=delays.delayed(session, whose.department, kept),
        first_ends=None if has_any else _first_ends(session, now, whose, zone),
        freezes_on=_will_freeze(session, now, whose, period) if not chain else None,
    )  # fmt: skip


def figures_before(
    session: Session, now: datetime, whose: ScoreOf, period: ScorePeriod
) -> dict[Measure, Figure]:
    """The figures of the period before: as they were frozen, else as they are counted now."""
    chain = records_of(session, whose, period.before)
    if chain:
        return records.figures(chain[-1])
    zone = office.zone_of(session, whose.department.team_id)
    instants = period.before.instants(zone)
    held = standards_of(session, now, period.before, zone, chain, whose)
    return {each: figure(session, whose, instants, each, held.minimum) for each in Measure}


def beside(
    session: Session, whose: ScoreOf, period: Period, chain: Sequence[FrozenScore]
) -> dict[Caveat, int]:
    """How many things stand beside the figures of a period (UTC), which may be frozen."""
    counts = {each: len(caveats_of(session, whose, period, each, chain)) for each in Caveat}
    return {each: count for each, count in counts.items() if count}


def _first_ends(session: Session, now: datetime, whose: ScoreOf, zone: str) -> date | None:
    """When the first quarter of a department ends of which nothing was counted yet."""
    department = whose.department
    if whose.person or frozen.latest_of(session, department.team_id, department.department_id):
        return None
    running = periods.quarter_of(hours.day_of(now, zone))
    known = Period(running.before.instants(zone).since, now)
    if any(counted(session, whose, known, each) for each in Measure):
        return None
    return running.last


def _will_freeze(
    session: Session, now: datetime, whose: ScoreOf, period: ScorePeriod
) -> date | None:
    """When it will be frozen by itself; None of a person, and where that is over."""
    team_id = whose.department.team_id
    day = standards.freezes_on(session, team_id, period) if whose.person is None else None
    return day if day and day >= today(session, now, team_id) else None


def corrections(session: Session, actor: Person, chain: Sequence[FrozenScore]) -> list[Correction]:
    """What was corrected of a frozen period, as its reader may see it, the oldest first."""
    found = []
    for wrong, right in pairwise(chain):
        said = records.correction(right)
        if said is None:
            continue
        dispute = stored_disputes.find(session, right.team_id, said.dispute)
        item = subjects.find(session, right.team_id, said.noun, said.number)
        is_seen = item is not None and subjects.may_see(session, actor, item)
        found.append(
            Correction(
                right,
                records.figures(wrong)[said.measure],
                records.figures(right)[said.measure],
                item.ref if item and is_seen else "",
                dispute.answer if dispute and is_seen else "",
            )
        )
    return found


def things(
    session: Session,
    now: datetime,
    actor: Person,
    whose: ScoreOf,
    period: ScorePeriod,
    measure: Measure | Caveat,
) -> list[Scored]:
    """The very things behind one figure, or beside them all. Raises what `scorecard` raises."""
    check_may_read(session, actor, whose)
    return behind(session, now, whose, period, measure)


def behind(
    session: Session,
    now: datetime,
    whose: ScoreOf,
    period: ScorePeriod,
    measure: Measure | Caveat,
) -> list[Scored]:
    """The same for whoever has the database at hand. Raises FuturePeriod."""
    zone = office.zone_of(session, whose.department.team_id)
    check_begun(now, period, zone)
    chain, until = records_of(session, whose, period), counted_until(now, period, zone)
    if isinstance(measure, Caveat):
        return caveats_of(session, whose, until, measure, chain)
    if chain:
        return records.inputs(chain[-1], measure)
    return counted(session, whose, until, measure)


def records_of(session: Session, whose: ScoreOf, period: ScorePeriod) -> list[FrozenScore]:
    """The records of a department and a period, the last of which holds; none of a person."""
    if whose.person:
        return []
    department = whose.department
    return frozen.of(session, department.team_id, department.department_id, period.key)


def standards_of(
    session: Session,
    now: datetime,
    period: ScorePeriod,
    zone: str,
    chain: Sequence[FrozenScore],
    whose: ScoreOf,
) -> Standards:
    """By which house rules a period is read: those of its record where it is frozen."""
    if chain:
        return records.standards(chain[-1])
    return standards.of(session, now, whose.department.team_id, period, zone)


def figure(
    session: Session, whose: ScoreOf, period: Period, measure: Measure, minimum: int = MINIMUM
) -> Figure:
    """What one measure says of a period (UTC)."""
    return rules.figure(measure, counted(session, whose, period, measure), minimum)


def counted(session: Session, whose: ScoreOf, period: Period, measure: Measure) -> list[Scored]:
    """The things behind that: those which somebody held then, where it is theirs."""
    scope = Scope(whose.department.team_id, whose.department.department_id)
    return theirs(whose, counting.scored(session, scope, period, measure))


def caveats_of(
    session: Session, whose: ScoreOf, period: Period, caveat: Caveat, chain: Sequence[FrozenScore]
) -> list[Scored]:
    """The things beside the figures of a period (UTC), which may be frozen in records."""
    scope = Scope(whose.department.team_id, whose.department.department_id)
    since = chain[0].frozen_at if chain else None
    return theirs(whose, caveats.beside(session, scope, period, caveat, since))


def theirs(whose: ScoreOf, found: list[Scored]) -> list[Scored]:
    """Of these those which somebody held then, where it is a person's scorecard."""
    if whose.person is None:
        return found
    return [each for each in found if each.owner_id == whose.person.user_id]


def counted_until(now: datetime, period: ScorePeriod, zone: str) -> Period:
    """The instants of a period as far as they have passed."""
    instants = period.instants(zone)
    return Period(instants.since, min(instants.until, now))


def check_begun(now: datetime, period: ScorePeriod, zone: str) -> bool:
    """Whether a period is over. Raises FuturePeriod where it has not begun."""
    instants = period.instants(zone)
    if now < instants.since:
        raise FuturePeriod(name=period.name.capitalize() if "Q" in period.key else period.name)
    return now >= instants.until


def check_may_read(session: Session, actor: Person, whose: ScoreOf) -> None:
    """Let those go on who may read this scorecard.

    A department's is for everybody who works here, and that of a person for themselves and for the
    lead and the deputy of that department. Raises PersonalScore, and what `access.check` raises.
    """
    access.check(session, actor, access.READ)
    person = whose.person
    if person is None or person.user_id == actor.user_id or leads(actor, whose.department):
        return
    raise PersonalScore(name=person.name, department=whose.department.name)


def leads(actor: Person, department: Department) -> bool:
    """Whether somebody answers for a department: its lead or deputy."""
    return actor.works_here and actor.user_id in (department.lead_id, department.deputy_id)


def department_of(session: Session, person: Person) -> Department | None:
    """The department in which somebody is."""
    return departments.find(session, person.team_id, person.department_id)
