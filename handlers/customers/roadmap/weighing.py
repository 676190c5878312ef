"""An outcome's words are weighed against its number, its straight line and what is late."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.customers.roadmap import rules
from handlers.customers.roadmap.rules import Against, OutcomeWork, StraightLine
from handlers.executives.scores.rules import wilson
from handlers.people import office
from handlers.promises.telling import times_moved
from storage import traces
from storage.customer_outcomes import CourseSaid, CustomerOutcome

__all__ = ["Against", "against", "line_of", "shown", "work_of"]
LOOKED_AT = 100
"""So many tasks with other dates than at first are looked at for one outcome."""
NOTHING, NO_WORK = Against(), OutcomeWork()


def line_of(outcome: CustomerOutcome) -> StraightLine:
    """From where to where, and by when."""
    return StraightLine(outcome.baseline, outcome.baseline_on, outcome.target, outcome.ends_on)


def work_of(session: Session, now: datetime, outcome: CustomerOutcome) -> OutcomeWork:
    """The open tasks that move it, and how many of them are late or had other dates twice.

    Of what is private nothing counts: what is said of an outcome everybody reads.
    """
    found = traces.count_of(session, outcome.team_id, outcome.number, now)
    if not found.open:
        return NO_WORK
    redated = traces.redated_of(session, outcome.team_id, outcome.number, LOOKED_AT)
    often = [each for each in redated if times_moved(session, each) >= rules.MOVED_OFTEN]
    return OutcomeWork(found.open, found.late, len(often))


def against(session: Session, now: datetime, outcome: CustomerOutcome) -> Against:
    """What figures say against its words; nothing where the words are not “on course”."""
    if outcome.said != CourseSaid.ON_COURSE or not outcome.stands:
        return NOTHING
    today = office.day_of(session, outcome.team_id, now)
    return rules.against(
        line_of(outcome), _at_best(outcome), _counted_on(outcome), today,
        work_of(session, now, outcome),
    )  # fmt: skip


def _at_best(outcome: CustomerOutcome) -> float:
    """The number; of a share that Duly counts the end of its range that is nearer to the goal.

    Of few things a share may be better than it looks, and nobody is asked about chance.
    """
    met, of = outcome.counted_met, outcome.counted_of
    if not outcome.counter or met is None or not of:
        return outcome.now_at
    sure = wilson(met, of)
    return 100 * (sure.high if outcome.target > outcome.baseline else sure.low)


def shown(session: Session, now: datetime, outcome: CustomerOutcome) -> Against:
    """The same, as soon as everybody may read it: its owner reads it first, and alone."""
    if outcome.shown_at is None or now < outcome.shown_at:
        return NOTHING
    return against(session, now, outcome)


def _counted_on(outcome: CustomerOutcome) -> date:
    return outcome.counted_on or outcome.baseline_on
