"""What became of customers who gave a low score and heard from us: who renewed or answered better.

Nobody counts as kept for not having left yet. A customer counts once a year, by their last low
score of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from handlers.customers.figures import rules
from handlers.customers.figures.rules import FEWEST, Measured
from storage import deeds
from storage.deeds import Did, Gave


@dataclass(frozen=True)
class AfterCall:
    """So many customers gave a low score in a year, and what they did after they heard from us.

    `low` counts those who have not heard from us, too. `tells_parts` says whether whoever reads it
    may read what few customers did.
    """

    year: int
    low: int
    renewed: int
    better: int
    left: int
    open: int
    """Of whom none of it is known until now."""
    tells_parts: bool = True

    @property
    def heard(self) -> int:
        """How many have heard from us since."""
        return self.renewed + self.better + self.left + self.open

    @property
    def kept(self) -> int:
        """How many have renewed since, or gave a better answer, and have not left."""
        return self.renewed + self.better

    @property
    def measured(self) -> Measured | None:
        """The rescue rate with Wilson's range: kept ÷ heard; None of fewer than five.

        Source: customer-experience reference, 3.1, “Rescue rate”; a renewal counts beside a better
        answer, for many give but one answer a year.
        """
        return rules.shared(self.kept, self.heard) if self.heard >= FEWEST else None


def read(
    session: Session, team_id: str, year: int, *, reads_few: bool = True
) -> Sequence[AfterCall]:
    """What became of them in a year and in the one before, where anybody has heard from us.

    Of fewer than five who heard from us only who may read single answers reads it.
    """
    both = (_of_year(session, team_id, each) for each in (year, year - 1))
    least = 1 if reads_few else FEWEST
    return [replace(each, tells_parts=reads_few) for each in both if each.heard >= least]


def _of_year(session: Session, team_id: str, year: int) -> AfterCall:
    did = {
        each: number
        for (gave, each), number in deeds.of_year(session, team_id, year).items()
        if gave is Gave.LOW
    }
    return AfterCall(
        year=year,
        low=sum(did.values()),
        renewed=did.get(Did.RENEWED, 0),
        better=did.get(Did.BETTER, 0),
        left=did.get(Did.LEFT, 0),
        open=did.get(Did.NOTHING, 0),
    )
