"""`duly freeze`: the scorecards of a month or a quarter are written down for ever."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer

from bot import exporting
from bot.clock import Clock
from bot.terminal import in_words, opened, say
from handlers.executives import scores
from handlers.executives.scores import freezing, periods
from handlers.executives.scores import words as score_words
from handlers.executives.scores.periods import ScorePeriod
from handlers.people import lookup
from handlers.speech.errors import UserError
from handlers.speech.score_errors import NoFreezing
from storage import departments
from storage.database import Database

PERIOD = "Which month or quarter: 2026-11 or 2026-Q4."
DEPARTMENT = "Only this department, by name; else all of them."
WORKSPACE = "Which workspace, by name or id, where the database holds several."
NONE_THERE = "There are no departments yet, so there is nothing to freeze."
cli = typer.Typer(add_completion=False)


@cli.command()
def freeze(
    context: typer.Context,
    period: Annotated[str, typer.Option(help=PERIOD)],
    department: Annotated[str, typer.Option(help=DEPARTMENT)] = "",
    workspace: Annotated[str, typer.Option(help=WORKSPACE)] = "",
) -> None:
    """Write down the scorecards of a month or a quarter as records that nothing changes.

    Each names the one before it by its digest, and `duly doctor` finds an altered one. The exit
    status is 1 where none was frozen.
    """
    with in_words(context) as settings, opened(settings) as database:
        database.check_revision()
        now = Clock(settings.clock_shift_file).now()
        count = 0
        for said, is_frozen in frozen(database, now, period, department, workspace):
            say(said)
            count += is_frozen
    if not count:
        raise typer.Exit(1)


def frozen(
    database: Database, now: datetime, named: str, department: str = "", workspace: str = ""
) -> Iterator[tuple[str, bool]]:
    """Freeze one scorecard after the other, each in its own transaction, and say what became of it.

    Counted is outside of it, so that nobody waits: what is over does not change. Raises NoFreezing
    and UnknownDepartment.
    """
    with database.read() as session:
        team_id = exporting.workspace(session, workspace)
        period = periods.read(named, scores.today(session, now, team_id))
        if period is None:
            raise NoFreezing
        if department:
            wanted = [lookup.department(session, team_id, department).department_id]
        else:
            wanted = [each.department_id for each in departments.everyone(session, team_id)]
    if not wanted:
        yield NONE_THERE, False
    for department_id in wanted:
        yield _frozen(database, now, team_id, department_id, period)


def _frozen(
    database: Database, now: datetime, team_id: str, department_id: UUID, period: ScorePeriod
) -> tuple[str, bool]:
    try:
        with database.read() as session:
            department = departments.find(session, team_id, department_id)
            if department is None:
                return NONE_THERE, False
            name = department.name
            counted = freezing.count(session, now, department, period)
        with database.write() as session:
            record = freezing.keep(session, now, counted, "")
            fingerprint = score_words.fingerprint(record.digest)
    except UserError as error:
        return str(error), False
    return f"{name}: {period.name} is frozen, fingerprint {fingerprint}.", True
