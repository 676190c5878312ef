"""What cannot be said of an initiative, each in one sentence that helps."""

from __future__ import annotations

from handlers.speech.errors import UserError


class InitiativeMissing(UserError):
    """Please write down what customers will get, such as “a welcome call and a guide”."""


class PayerMissing(UserError):
    """Please choose the department that pays."""


class AnswererMissing(UserError):
    """Please choose who answers for it."""


class SpanMissing(UserError):
    """Please choose the day on which it begins and the day on which it ends."""


class EndsBeforeItBegins(UserError):
    """It ends on {end} and begins on {begin}. Which of the two is wrong?"""


class LastsTooLong(UserError):
    """That is more than {years} years away. Choose a day nearer to today."""


class NegativeMoney(UserError):
    """Money is like 60,000 or 60 k, and never less than nothing."""


class InitiativeEnded(UserError):
    """{ref} is {how}, and nothing was changed. `/cx {ref}` tells how it stands."""
