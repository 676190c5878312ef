"""The number of an outcome may be one of Duly's own figures: counted by itself, with how many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing import policy as policies
from handlers.customers.roadmap.rules import NumberSaid
from handlers.customers.roadmap.said import OutcomeSaid
from handlers.executives.scores import counting, periods, rules
from handlers.executives.scores.rules import MEANS, Figure, Measure
from handlers.people import office
from handlers.speech.errors import UnreadableRequest
from handlers.speech.outcome_errors import TooFewCounted
from storage import departments
from storage.customer_outcomes import CustomerOutcome
from storage.scopes import Period, Scope

SPAN = timedelta(days=30)
"""A figure is that of the last thirty days."""
OFFERED: Mapping[Measure, str] = {
    Measure.TOLD: "Customers told in time",
    Measure.ANSWERED: "Answered in time whether somebody takes it",
    Measure.FIRST: "Kept on the day first given",
    Measure.UNREPEATED: "Issues that were no repeat",
    Measure.STAYED: "Stayed done for 30 days",
    Measure.VERIFIED: "Verified before it was closed",
    Measure.HELD: "Prevention that held",
    Measure.BORDER: "Days until an offer was answered",
    Measure.WAITED: "Days that others waited for it",
}
"""The figures of scorecards that can be the number of an outcome, as they are called there."""
PERCENT, DAYS = "%", "days"
COUNTED_AS = "{name}, of the last 30 days, counted by Duly"


@dataclass(frozen=True)
class Reckoned:
    """What Duly counted by a local day: a figure, of which there may be too few to say anything."""

    figure: Figure
    on: date

    @property
    def value(self) -> float | None:
        """In percent, or in days; None where there are too few."""
        score = self.figure.score
        if score is None:
            return None
        return round(score, 1) if self.figure.is_mean else float(round(100 * score))

    @property
    def columns(self) -> dict[str, object]:
        """What becomes the number of an outcome; nothing where there are too few."""
        if self.value is None:
            return {}
        met = None if self.figure.is_mean else self.figure.met
        return {
            "latest": self.value, "counted_on": self.on, "counted_of": self.figure.of,
            "counted_met": met,
        }  # fmt: skip


def unit_of(measure: Measure) -> str:
    """In what a figure is said."""
    return DAYS if measure in MEANS else PERCENT


def read(
    session: Session,
    now: datetime,
    team_id: str,
    department_id: UUID | None,
    counter: str,
    last: date | None = None,
) -> Reckoned:
    """A figure of the thirty days up to an instant (UTC).

    Once a quarter is over whose last day is `last`, it is that of its last thirty days. Of a
    department or, without one, of all together and of what no department owns. The formula of each
    stands with its measure in `scores.rules`; of fewer than the house rules want it says nothing.
    Raises UnreadableRequest for what is no such figure.
    """
    measure = measure_of(counter)
    zone = office.zone_of(session, team_id)
    until = now
    if last is not None:
        until = min(now, periods.quarter_of(last).instants(zone).until)
    period = Period(until - SPAN, until)
    whose = [department_id]
    if department_id is None:
        whose += [each.department_id for each in departments.everyone(session, team_id)]
    found = [
        scored
        for each in whose
        for scored in counting.scored(session, Scope(team_id, each), period, measure)
    ]
    minimum = policies.of(session, team_id).scores.minimum
    on = min(hours.day_of(now, zone), last or date.max)
    return Reckoned(rules.figure(measure, found, minimum), on)


def of(session: Session, now: datetime, outcome: CustomerOutcome) -> Reckoned:
    """The figure of an outcome by now; once its quarter is over, that of its last day."""
    return read(
        session, now, outcome.team_id, outcome.department_id, outcome.counter, outcome.ends_on
    )


def filled(
    session: Session,
    now: datetime,
    team_id: str,
    said: OutcomeSaid,
    outcome: CustomerOutcome | None = None,
) -> OutcomeSaid:
    """What is said of an outcome that Duly counts, with what Duly knows of it itself.

    Where it stood at the beginning stays, unless another figure is counted now. Raises
    UnreadableRequest, and TooFewCounted where nobody says where it stands, and too few are counted.
    """
    if not said.counter:
        return said
    measure = measure_of(said.counter)
    counted_as = said.counted_as or COUNTED_AS.format(name=OFFERED[measure])
    said = replace(said, counted_as=counted_as)
    unit = unit_of(measure)
    if said.baseline is not None:
        return replace(said, baseline=NumberSaid(said.baseline.value, said.baseline.unit or unit))
    if outcome is not None and outcome.counter == said.counter:
        stood = NumberSaid(outcome.baseline, outcome.unit)
        return replace(said, baseline=stood, baseline_on=outcome.baseline_on)
    whose = said.department.department_id if said.department else None
    found = read(session, now, team_id, whose, said.counter)
    if found.value is None:
        raise TooFewCounted(count=str(found.figure.of), least=str(found.figure.minimum))
    return replace(said, baseline=NumberSaid(found.value, unit), baseline_on=found.on)


def measure_of(counter: str) -> Measure:
    """The measure that a form offers. Raises UnreadableRequest."""
    found = next((each for each in OFFERED if each == counter), None)
    if found is None:
        raise UnreadableRequest
    return found
