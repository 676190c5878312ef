"""`duly explain`: a figure of a scorecard is led back to the very things it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import typer

from bot import exporting, routes
from bot.clock import Clock
from bot.terminal import in_words, opened, say, stop
from handlers.calendar import hours
from handlers.executives import scores
from handlers.executives.scores import ScoreOf, periods, records, rules
from handlers.executives.scores import words as score_words
from handlers.executives.scores.caveats import Caveat
from handlers.executives.scores.records import Corrected, CountsAs
from handlers.executives.scores.rules import Measure, Scored
from handlers.people import lookup, office
from handlers.speech.score_errors import UnclearPeriod
from storage.database import Database
from storage.disputes import Dispute
from storage.frozen import FrozenScore

ALL = (*Measure, *Caveat)
MEASURE = f"Which figure, or what stands beside it: {', '.join(ALL)}."
UNKNOWN = f"There is no such figure. Known are: {', '.join(ALL)}."
DEPARTMENT = "Of which department, by name."
PERIOD = "Of which month or quarter, or from one day to another: 2026-11, 2026-Q4."
WORKSPACE = "Which workspace, by name or id, where the database holds several."
cli = typer.Typer(add_completion=False)


@cli.command()
def explain(
    context: typer.Context,
    measure: Annotated[str, typer.Argument(help=MEASURE)],
    department: Annotated[str, typer.Option(help=DEPARTMENT)],
    period: Annotated[str, typer.Option(help=PERIOD)],
    workspace: Annotated[str, typer.Option(help=WORKSPACE)] = "",
) -> None:
    """Print the very things that a figure of a scorecard is made of: which, when, met or not.

    Numbers alone: no titles and no names. What is frozen is read from its record.
    """
    wanted = next((each for each in ALL if each == measure), None)
    if wanted is None:
        stop(UNKNOWN)
    with in_words(context) as settings, opened(settings) as database:
        database.check_revision()
        now = Clock(settings.clock_shift_file).now()
        for line in explained(database, now, wanted, department, period, workspace):
            say(line)


def explained(
    database: Database,
    now: datetime,
    measure: Measure | Caveat,
    department: str,
    named: str,
    workspace: str = "",
) -> Iterator[str]:
    """The figure, and a line for each thing.

    Raises UnknownDepartment, UnclearPeriod and FuturePeriod.
    """
    with database.read() as session:
        team_id = exporting.workspace(session, workspace)
        zone = office.zone_of(session, team_id)
        whose = ScoreOf(lookup.department(session, team_id, department))
        period = periods.read(named, scores.today(session, now, team_id))
        if period is None:
            raise UnclearPeriod(words=lookup.quoted(named))
        found = scores.behind(session, now, whose, period, measure)
        name = whose.department.name
        chain = scores.records_of(session, whose, period)
        held = scores.standards_of(session, now, period, zone, chain, whose)
    yield f"{name}, {period.name}: {score_words.NAMES[measure].lower()}, n = {len(found)}"
    if isinstance(measure, Measure):
        figure = rules.figure(measure, found, held.minimum)
        yield f"{score_words.score(figure)}: met {figure.met}, sum {figure.total}"
    for each in found:
        yield _line(each, measure, zone)
    for record in chain:
        said = records.correction(record)
        if said and said.measure == measure:
            yield _corrected(record, said, zone)


def _line(each: Scored, measure: Measure | Caveat, zone: str) -> str:
    """“T-12    2026-11-27  missed”."""
    met, missed = score_words.MISSED_IS[measure]
    ref = f"{routes.NOUNS[each.noun].letter}-{each.number}"
    said = met if each.met else missed.format(value=each.value)
    return f"{ref:<9} {hours.day_of(each.at, zone)}  {said}"


def _corrected(record: FrozenScore, said: Corrected, zone: str) -> str:
    """“Corrected on 2027-01-14 by record 8: T-27 counts as kept, see F-3.”."""
    met, missed = score_words.MISSED_IS[said.measure]
    right = {
        CountsAs.MET: f"counts as {met}",
        CountsAs.MISSED: f"counts as {missed}",
        CountsAs.OUT: "does not count",
    }[said.course]
    ref = f"{routes.NOUNS[said.noun].letter}-{said.number}"
    day = hours.day_of(record.frozen_at, zone)
    why = f"{Dispute.letter}-{said.dispute}"
    return f"Corrected on {day} by record {record.number}: {ref} {right}, see {why}."
