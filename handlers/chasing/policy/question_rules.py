"""House rules of the weekly question: from when on something stands out that executives hear of."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

SoMany = Annotated[int, Field(strict=True, ge=1, le=50)]
SoManyDays = Annotated[int, Field(strict=True, ge=1, le=90)]
SoManyHours = Annotated[int, Field(strict=True, ge=0, le=72)]


class QuestionRules(BaseModel):
    """What stands out: so often, so many, or for so long.

    Something bounces that was `returned` so often in four weeks; a cause is back that came again
    within `cause_days`; a department is quiet with so many `late_answers` or more, and none given
    in `quiet_days`; of `decisions` answered or more it is said of whom nobody spoke; an outage was
    not told after `untold_hours`, and a gain of which nobody is to tell after `gain_days`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    returned: SoMany = 2
    cause_days: SoManyDays = 14
    late_answers: SoMany = 3
    quiet_days: SoManyDays = 7
    decisions: SoMany = 3
    untold_hours: SoManyHours = 1
    gain_days: SoManyDays = 7

    @property
    def fresh(self) -> timedelta:
        """So lately a cause has come back."""
        return timedelta(days=self.cause_days)

    @property
    def quiet(self) -> timedelta:
        """So long a department has given no answer."""
        return timedelta(days=self.quiet_days)

    @property
    def untold(self) -> timedelta:
        """So long whoever is to tell customers is left alone with it."""
        return timedelta(hours=self.untold_hours)

    @property
    def gain(self) -> timedelta:
        """So long nobody is asked who tells customers of something better."""
        return timedelta(days=self.gain_days)
