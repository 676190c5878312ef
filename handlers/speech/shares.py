"""How many of how many: answered in time, kept on the day, and in which week.

The formulas are those of the customer-experience reference, section 3.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date

from storage.asks import Outcome
from storage.endings import Ended
from storage.items import State


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    met: int = 0
    of: int = 0

    @property
    def missed(self) -> int:
        """Those that were not."""
        return self.of - self.met

    def __add__(self, other: Share) -> Share:
        """Both together."""
        return Share(self.met + other.met, self.of + other.of)


@dataclass(frozen=True)
class Compared:
    """A share of the last seven days, with that of the seven days before."""

    now: Share = Share()
    before: Share = Share()

    def __add__(self, other: Compared) -> Compared:
        """Both together."""
        return Compared(self.now + other.now, self.before + other.before)


@dataclass(frozen=True)
class WeekKept:
    """How many promises were kept on the day in the seven days that begin on a local day."""

    begins: date
    kept: Share = Share()


def acknowledged_on_time(ended: Iterable[Ended]) -> Share:
    """Answered in time, of those due to be answered.

    Any answer counts, a no and a hand-over too. Who has not answered yet is a miss; a question
    that was taken back before its time is not counted.
    """
    return _share(ended, but={Outcome.WITHDRAWN})


def kept_on_the_day(ended: Iterable[Ended]) -> Share:
    """Done by the date first given, of those due by then.

    Who moved the date or is still at it has missed it. A no with its reason is an honourable
    outcome, so neither that nor what was taken back is counted, if it came by the date.
    """
    return _share(ended, but={State.DECLINED, State.WITHDRAWN})


def _share(ended: Iterable[Ended], *, but: Set[str]) -> Share:
    """How many were in time, of all but those that ended otherwise before it was up.

    What comes after the time makes no miss undone: the figures of a past week stay as they were.
    """
    counted = [each for each in ended if not (each.in_time and each.outcome in but)]
    met = sum(each.number for each in counted if each.in_time)
    return Share(met, sum(each.number for each in counted))
