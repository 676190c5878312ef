"""What one person's bundle costs when it is very long, against one of ten reminders."""

from __future__ import annotations

import gc
import statistics

from sqlmodel import col, select

from bot import routes
from bot.app import Duly
from handlers.chasing import nudges
from storage.cards import BUNDLE, Card
from tests import cast
from tests.benchmarks import heavy
from tests.benchmarks.installation import Databases, StandingClock, moved_in
from tests.benchmarks.rows import Row, row, timed

FEW = 10
ROUNDS = 7


def measure(databases: Databases, api_url: str, owed: int) -> list[Row]:
    """Each of its transactions, each reminder, and the drawing of its card."""
    slices, reminder, drawing = _measured(databases, api_url, owed, 1)
    slices_of_few, reminder_of_few, drawing_of_few = _measured(databases, api_url, FEW, ROUNDS)
    named = {
        f"a bundle of {owed:,} against one of {FEW}: a transaction": (slices, slices_of_few),
        f"a bundle of {owed:,} against one of {FEW}: a reminder": (reminder, reminder_of_few),
        f"a bundle of {owed:,} against one of {FEW}: its card": (drawing, drawing_of_few),
    }
    return [
        row(name, figure, floor, goal=3.0, unit="ms") for name, (figure, floor) in named.items()
    ]


def _measured(
    databases: Databases, api_url: str, owed: int, rounds: int
) -> tuple[float, float, float]:
    """Milliseconds of the median transaction, for one reminder, and for the drawing."""
    clock = StandingClock()
    with moved_in(databases.migrated(), api_url, clock) as duly:
        heavy.owe(duly, cast.MARIA, owed)
        # The first one warms up.
        slices = [_bring(duly, clock) for _ in range(rounds + 1)][-rounds:]
        drawing = statistics.median(timed(lambda: _draw(duly)) for _ in range(ROUNDS))
    each = [took for bundle in slices for took in bundle]
    return statistics.median(each), sum(each) / rounds / owed, drawing


def _bring(duly: Duly, clock: StandingClock) -> list[float]:
    """Gather the bundle anew: the milliseconds of each transaction."""
    heavy.remind_again(duly)
    clock.move_on()
    gc.collect()
    gc.freeze()
    found = []
    while heavy.due(duly):
        found.append(timed(lambda: _one(duly)))
    return found


def _one(duly: Duly) -> None:
    with duly.database.write() as session:
        nudges.handle_one(routes.REGISTERS, session, duly.clock.now())


def _draw(duly: Duly) -> None:
    with duly.database.read() as session:
        newest = select(Card).where(Card.noun == BUNDLE).order_by(col(Card.number).desc())
        card = session.exec(newest.limit(1)).one()
        if nudges.render(routes.REGISTERS, session, card, duly.clock.now()) is None:
            raise RuntimeError("The bundle shows nothing")
        session.rollback()
