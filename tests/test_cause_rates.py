"""How much of what happens to a department repeats, and whether what prevents it held."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from handlers.promises.causes.rates import CauseRates, rates
from storage.causes import Caused
from storage.columns import new_id
from tests.cast import MONDAY

BILLING, SUPPORT, CAUSE, OTHER = new_id(), new_id(), new_id(), new_id()


def issue(
    number: int, ago: float, prevented: float | None = None, *, cause: UUID = CAUSE,
    department: UUID | None = BILLING,
) -> Caused:  # fmt: skip
    """One that was reported, and prevented, so many days ago."""
    prevented_at = None if prevented is None else MONDAY - timedelta(days=prevented)
    return Caused(number, cause, department, MONDAY - timedelta(days=ago), prevented_at)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([], None),
        ([issue(1, 1)], CauseRates(known=1)),
        ([issue(1, 2), issue(2, 1)], CauseRates(known=2, repeats=1)),
        ([issue(2, 1), issue(1, 1)], CauseRates(known=2, repeats=1)),
        ([issue(1, 2), issue(2, 1, cause=OTHER)], CauseRates(known=2)),
        # The first one was reported before these 90 days.
        ([issue(1, 91), issue(2, 1)], CauseRates(known=1)),
        ([issue(1, 2, department=SUPPORT), issue(2, 1)], CauseRates(known=1, repeats=1)),
        ([issue(1, 1, department=None)], None),
        ([issue(1, 200, 90)], CauseRates(prevented=1, held=1)),
        ([issue(1, 200, 89)], None),
        ([issue(1, 200, 180)], None),
        ([issue(1, 200, 100), issue(2, 99)], CauseRates(prevented=1)),
        ([issue(1, 200, 100), issue(2, 10)], CauseRates(known=1, prevented=1)),
        ([issue(1, 200, 101), issue(2, 10)], CauseRates(known=1, prevented=1, held=1)),
        # What was reported before it was prevented did not come back.
        ([issue(1, 200, 100), issue(2, 150)], CauseRates(prevented=1, held=1)),
    ],
)
def test_what_issues_say_of_a_department(found: list[Caused], said: CauseRates | None) -> None:
    assert rates(found, MONDAY).get(BILLING) == said
