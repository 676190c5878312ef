"""What cannot be read of a year's plan, each in one sentence that helps."""

from __future__ import annotations

from handlers.speech.errors import UserError


class FarYear(UserError):
    """A plan is made for one of the years {first} to {last}."""


class PlanOfTheGone(UserError):
    """{name} left on {day}, so there is no plan for them. `/cx lost` tells why they left."""
