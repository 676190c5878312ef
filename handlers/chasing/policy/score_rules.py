"""House rules of scorecards: of how many on a figure is a score, its goal, and what is paid by."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

NEVER = "never"
_PERIOD = re.compile(r"[2-8]\d{3}-(?:0[1-9]|1[0-2]|Q[1-4])", re.ASCII)


def _paid_from(words: object) -> str:
    """The key of a month or a quarter, or “never”.

    Raises ValueError with what to write.
    """
    said = " ".join(words.split()).upper() if isinstance(words, str) else ""
    if said == NEVER.upper() or _PERIOD.fullmatch(said):
        return said.lower() if said == NEVER.upper() else said
    raise ValueError("write a quarter as “2027-Q1”, a month as “2027-01”, or “never”")


Percent = Annotated[int, Field(strict=True, ge=0, le=100)]
"""A goal in percent; 0 is none."""


class Goals(BaseModel):
    """Which share of each figure a department is to reach, in percent; 0 is none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kept_first: Percent = 0
    kept_latest: Percent = 0
    answered: Percent = 0
    told: Percent = 0
    verified: Percent = 0


class ScoreRules(BaseModel):
    """By which rules scorecards are read.

    Of fewer than `minimum` no score is said. `paid_from` is the first month or quarter by whose
    figures somebody is paid; those before it, and all of them where it is “never”, are shown only.
    A quarter is frozen on the day that is `freeze_days` after its last one; 0 leaves it to the CCO.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    minimum: Annotated[int, Field(strict=True, ge=5, le=1000)] = 10
    paid_from: Annotated[str, BeforeValidator(_paid_from)] = NEVER
    freeze_days: Annotated[int, Field(strict=True, ge=0, le=60)] = 11
    goals: Goals = Goals()
