"""What cannot be said of a sale, each in one sentence that helps."""

from __future__ import annotations

from handlers.speech.errors import UserError


class SoldToNobody(UserError):
    """Please choose the customer who bought it."""


class SoldNothing(UserError):
    """Please write down what they bought, such as “Flow and 40 seats”."""


class SoldTooEarly(UserError):
    """That is more than {years} years ago. Choose a later day."""


class SoldTooLate(UserError):
    """That is more than {years} years away. Choose an earlier day."""


class SoldAfterTheyLeft(UserError):
    """{name} left on {day}. If they are back, say so on their page first."""


class SoldAlready(UserError):
    """{ref} is what {name} bought on that day. Add it there, or choose another day."""


class NeedUnsaid(UserError):
    """Please write down what they want to be able to do with it."""


class FitMissing(UserError):
    """Please choose whether it fits. “I don't know yet” is an answer, too."""


class FoundOutInPast(UserError):
    """That day is over. Choose the day by which you will know."""


class FoundOutTooLate(UserError):
    """Choose a day within {days} days: the account lead reads it before the first call."""


class NotAskedForSale(UserError):
    """Nobody is asked that about {ref} at the moment, and nothing was changed."""


class SaleTakenBack(UserError):
    """{ref} was taken back. Nothing was changed."""


class SaleWordsTooLong(UserError):
    """That has {length} characters, and there is room for {most}. Please make it shorter."""
