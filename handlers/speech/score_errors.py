"""What can stand against a scorecard, each in one sentence that says what to do instead."""

from __future__ import annotations

from handlers.speech.errors import UserError


class UnclearPeriod(UserError):
    """I can't read “{words}” as a department and a time. Try `/cx score Billing november`, with
    “Q4”, “last month”, “2026-11” or “2026-10-01 to 2026-10-15” for the time.
    """


class BackwardPeriod(UserError):
    """{last} is before {first}. Write the earlier day first, as in “2026-10-01 to 2026-10-15”."""


class LongPeriod(UserError):
    """That is more than a year, and a scorecard looks at one year at most. Choose fewer days."""


class FuturePeriod(UserError):
    """{name} has not begun, so there is nothing to count yet. `/cx score` shows this month."""


class WhoseScore(UserError):
    """Whose scorecard? Name a department, as in `/cx score Billing`; `/cx department` lists
    them.
    """


class TwoScores(UserError):
    """I show one scorecard at a time. Name one person, or one department."""


class PersonalScore(UserError):
    """The scorecard of {name} is for themselves, and for who leads {department}. `/cx score
    {department}` shows the department.
    """


class NobodysScore(UserError):
    """{name} is in no department yet, so there is nothing to count. Name one, as in `/cx score
    Billing`.
    """


class NoFreezing(UserError):
    """A month or a quarter can be frozen, as in 2026-11 or 2026-Q4, and no other days."""


class NotOverYet(UserError):
    """{name} is not over: its last day is {last}. It can be frozen from {next} on."""


class FrozenAlready(UserError):
    """{name} of {department} was frozen on {day}, and stays as it is."""


class BackwardFreeze(UserError):
    """{name} is before {later}, which is frozen for {department} already. Freeze the earlier one
    first: after a later one it can be frozen no more.
    """


class EmptyFreeze(UserError):
    """Nothing counts in {name} for {department}, so there is nothing to freeze."""
