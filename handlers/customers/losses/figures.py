"""Who left in a year and why, as far as something shows it: numbers, with the money behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlmodel import Session

from storage import losses
from storage.losses import Loss, LossReason

YEAR = timedelta(days=365)
MOST_OTHER = 10
"""Of a hundred parts of the value that left, so many at most may be “something else”."""


@dataclass(frozen=True)
class LostInTime:
    """Who left in a span: how many, what they were worth, and by reason.

    `unvalued` are those whose value nobody knows; of the others `value` is the sum. A loss without
    evidence counts as not known yet (None), whatever was written.
    """

    count: int = 0
    value: int = 0
    unvalued: int = 0
    verified: int = 0
    counts: Counter[LossReason | None] = field(default_factory=Counter)
    values: Counter[LossReason | None] = field(default_factory=Counter)

    @property
    def by_value(self) -> list[LossReason | None]:
        """The reasons, what was worth most first; what is not known yet is last."""
        return sorted(
            self.counts, key=lambda each: (each is None, -self.values[each], -self.counts[each])
        )

    @property
    def other_share(self) -> int:
        """So many of a hundred parts of the value that left went for “something else”.

        Where no value is known it is of their number.
        """
        part, whole = self.values[LossReason.OTHER], self.value
        if not whole:
            part, whole = self.counts[LossReason.OTHER], self.count
        return round(100 * part / whole) if whole else 0

    @property
    def has_many_others(self) -> bool:
        """Whether “something else” stands for more than a tenth."""
        return self.other_share > MOST_OTHER


def count(found: Iterable[Loss]) -> LostInTime:
    """Count losses, each once."""
    total = value = unvalued = verified = 0
    counts, values = Counter[LossReason | None](), Counter[LossReason | None]()
    for loss in found:
        reason = LossReason(loss.known_cause) if loss.known_cause else None
        total += 1
        value += loss.value or 0
        unvalued += loss.value is None
        verified += loss.verified_at is not None
        counts[reason] += 1
        values[reason] += loss.value or 0
    return LostInTime(total, value, unvalued, verified, counts, values)


def of_year(session: Session, team_id: str, today: date) -> LostInTime:
    """Those who left in the year up to a day and have not come back."""
    return count(losses.left_between(session, team_id, today - YEAR, today))
