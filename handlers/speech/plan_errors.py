"""What cannot be read of a year's plan, each in one sentence that helps."""

from __future__ import annotations

from handlers.speech.errors import UserError


class FarYear(UserError):
    """A plan is made for one of the years {first} to {last}."""


class PlanOfTheGone(UserError):
    """{name} left on {day}, so there is no plan for them. `/cx lost` tells why they left."""


class AimMissing(UserError):
    """Please write down what they should be able to do, such as “see every order in one place”."""


class AimTooLong(UserError):
    """That has {length} characters, and there is room for {most}. Please make it shorter."""


class AimEnded(UserError):
    """{ref} stands otherwise by now, and nothing was changed. `/cx {ref}` tells how."""
