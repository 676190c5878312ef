"""A scorecard is frozen: what was counted, and by which rules, as a record that names the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.executives import scores
from handlers.executives.scores import ScoreOf, posting, rules, standards
from handlers.executives.scores import records as kept
from handlers.executives.scores.periods import ScorePeriod
from handlers.executives.scores.posting import FiguresAround
from handlers.executives.scores.records import Corrected
from handlers.executives.scores.rules import FORMULAS, Figure, Measure, Scored
from handlers.executives.scores.standards import Standards
from handlers.people import access, office, records
from handlers.people.records import Occurrence
from handlers.speech.score_errors import (
    BackwardFreeze,
    EmptyFreeze,
    FrozenAlready,
    NoFreezing,
    NothingCorrected,
    NotOverYet,
)
from handlers.speech.words import dated, plain_day
from storage import frozen, policies
from storage.departments import Department
from storage.frozen import FrozenScore
from storage.people import Person

_SAID = {"which": int, "department": str, "period": str, "digest": str}
FROZEN = Occurrence("score", "frozen", _SAID)
CORRECTED = Occurrence("score", "corrected", {**_SAID, "corrects": int})


@dataclass(frozen=True)
class Countable:
    """A scorecard that is counted and can be frozen; only plain values, so that it may wait."""

    department: Department
    period: ScorePeriod
    until: datetime
    content: kept.Content
    figures: dict[Measure, Figure]
    standards: Standards
    around: FiguresAround
    """What is read with them where they are shown."""


def freeze(
    session: Session, now: datetime, actor: Person, department: Department, period: ScorePeriod
) -> FrozenScore:
    """Freeze the scorecard of a department. Raises what `count` and `access.check` raise."""
    access.check(session, actor, access.FREEZE)
    return keep(session, now, count(session, now, department, period), actor.user_id)


def count(
    session: Session, now: datetime, department: Department, period: ScorePeriod
) -> Countable:
    """All that a record will hold, but for its place in the row of them.

    Raises NoFreezing, NotOverYet, FrozenAlready, BackwardFreeze and EmptyFreeze.
    """
    zone = office.zone_of(session, department.team_id)
    instants = period.instants(zone)
    if ".." in period.key:
        raise NoFreezing
    if now < instants.until:
        today = scores.today(session, now, department.team_id)
        raise NotOverYet(
            name=_begins(period.name),
            last=plain_day(period.last, today),
            next=plain_day(period.last + timedelta(days=1), today),
        )
    check_in_order(session, department, period, instants.until)
    whose = ScoreOf(department)
    found = {each: scores.counted(session, whose, instants, each) for each in Measure}
    if not any(found.values()):
        raise EmptyFreeze(name=period.name, department=department.name)
    held = standards.of(session, now, department.team_id, period, zone)
    policy = policies.latest(session, department.team_id)
    figures = {each: rules.figure(each, things, held.minimum) for each, things in found.items()}
    content = {
        "department": str(department.department_id),
        "period": period.key,
        "since": kept.instant(instants.since),
        "until": kept.instant(instants.until),
        "zone": zone,
        "formulas": FORMULAS,
        "policy": policy.version if policy else 0,
        "trial": held.is_trial,
        "minimum": held.minimum,
        "goals": dict(held.goals),
        "figures": {each: _numbers(figure) for each, figure in figures.items()},
        "inputs": {each: [_input(thing) for thing in things] for each, things in found.items()},
    }
    around = posting.figures_around(session, now, department, period, instants, found)
    return Countable(department, period, instants.until, content, figures, held, around)


def check_in_order(
    session: Session, department: Department, period: ScorePeriod, until: datetime
) -> None:
    """Let a period be frozen once, and none before one that is. Raises what `count` raises."""
    known = frozen.of(session, department.team_id, department.department_id, period.key)
    if known:
        raise FrozenAlready(
            name=_begins(period.name),
            department=department.name,
            day=dated(office.day_of(session, department.team_id, known[0].frozen_at)),
        )
    latest = frozen.latest_of(session, department.team_id, department.department_id)
    if latest and latest.until > until:
        raise BackwardFreeze(
            name=_begins(period.name), later=latest.period, department=department.name
        )


def keep(session: Session, now: datetime, counted: Countable, by: str) -> FrozenScore:
    """Write down what was counted, as the next record; `by` is a Slack id, or empty.

    Raises FrozenAlready and BackwardFreeze, where somebody else was quicker.
    """
    department, period = counted.department, counted.period
    number = frozen.next_number(session, department.team_id)
    check_in_order(session, department, period, counted.until)
    record = FrozenScore(
        team_id=department.team_id,
        number=number,
        department_id=department.department_id,
        period=period.key,
        until=counted.until,
        frozen_at=now,
        frozen_by=by,
        content="",
        digest="",
    )
    _place(session, record, counted.content)
    records.write(
        session, now, department.team_id, by, FROZEN, number=number, which=number,
        department=str(department.department_id), period=period.key, digest=record.digest,
    )  # fmt: skip
    posting.frozen(session, now, department, period, record, counted.around)
    return record


def correct(
    session: Session, now: datetime, actor: Person, wrong: FrozenScore, change: Corrected
) -> FrozenScore:
    """Write down what is right, as a record in place of one that stays as it is.

    Whoever calls it has seen that `actor` may answer the dispute. Raises NothingCorrected.
    """
    number = frozen.next_number(session, wrong.team_id)
    content = kept.corrected(wrong, change)
    if content is None:
        raise NothingCorrected
    record = FrozenScore(
        team_id=wrong.team_id,
        number=number,
        department_id=wrong.department_id,
        period=wrong.period,
        until=wrong.until,
        corrects=wrong.number,
        frozen_at=now,
        frozen_by=actor.user_id,
        content="",
        digest="",
    )
    _place(session, record, content)
    records.write(
        session, now, wrong.team_id, actor.user_id, CORRECTED, number=number, which=number,
        department=str(wrong.department_id), period=wrong.period, digest=record.digest,
        corrects=wrong.number,
    )  # fmt: skip
    return record


def _place(session: Session, record: FrozenScore, content: kept.Content) -> None:
    """Put a record behind the last one, which its content names."""
    before = frozen.last(session, record.team_id)
    record.content = kept.canonical({
        **content,
        "team": record.team_id,
        "number": record.number,
        "frozen_at": kept.instant(record.frozen_at),
        "before": before.digest if before else kept.FIRST,
    })  # fmt: skip
    record.digest = kept.digest(record.content)
    frozen.add(session, record)


def _numbers(figure: Figure) -> list[int]:
    return [figure.met, figure.of, figure.total]


def _input(thing: Scored) -> list[object]:
    return [thing.noun, thing.number, kept.instant(thing.at), int(thing.met), thing.value]


def _begins(name: str) -> str:
    return name[:1].upper() + name[1:]
