"""A scorecard says how a department, or somebody in it, kept what was promised in a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from sqlmodel import Session

from handlers.calendar import hours
from handlers.executives.scores import caveats, counting, records, rules, standards
from handlers.executives.scores.caveats import Caveat
from handlers.executives.scores.periods import ScorePeriod
from handlers.executives.scores.rules import MINIMUM, Figure, Measure, Scored
from handlers.executives.scores.standards import Standards
from handlers.people import access, office
from handlers.promises import items
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
    records: Sequence[FrozenScore] = ()
    """As it was frozen, then each correction, where it is: its figures are those of the last."""
    corrections: Sequence[Correction] = ()
    """What was corrected since, the oldest first."""
    beside: Mapping[Caveat, int] = field(default_factory=dict)
    """How many things stand beside its figures, by what is to be said of them."""
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
    zone = office.zone_of(session, actor.team_id)
    is_over = check_begun(now, period, zone)
    chain = records_of(session, whose, period)
    figures = records.figures(chain[-1]) if chain else {}
    until = counted_until(now, period, zone)
    before = records_of(session, whose, period.before)
    figures_before = records.figures(before[-1]) if before else {}
    instants_before = period.before.instants(zone)
    held, held_before = (
        standards_of(session, now, period, zone, chain, whose),
        standards_of(session, now, period.before, zone, before, whose),
    )
    lines = [
        ScoreLine(
            figures.get(each, Figure(each, 0, 0))
            if chain
            else figure(session, whose, until, each, held.minimum),
            figures_before.get(each, Figure(each, 0, 0))
            if before
            else figure(session, whose, instants_before, each, held_before.minimum),
        )
        for each in Measure
    ]
    can_freeze = is_over and whose.person is None and ".." not in period.key
    counts = {each: len(caveats_of(session, whose, until, each, chain)) for each in Caveat}
    return Scorecard(
        whose,
        period,
        is_over,
        lines,
        held,
        chain,
        corrections(session, actor, chain),
        beside={each: count for each, count in counts.items() if count},
        freezes_on=_will_freeze(session, now, whose, period) if not chain else None,
        may_freeze=can_freeze and not chain and access.may(session, actor, access.FREEZE),
        may_dispute=can_freeze and leads(actor, whose.department) and actor.role != Role.CCO,
    )


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
        item = items.find(session, right.team_id, said.noun, said.number)
        is_seen = item is not None and access.may_see(session, actor, item)
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
