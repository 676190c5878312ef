"""What cannot be said of a renewal, each in one sentence that helps."""

from __future__ import annotations

from handlers.speech.errors import UserError


class RenewalEnded(UserError):
    """It is known what came of {ref}: {how}. Nothing was changed."""


class NotAskedForRenewal(UserError):
    """Nobody is asked about {ref} at the moment, and nothing was changed."""


class StayMissing(UserError):
    """Its day has passed. Choose the day to which they stay now."""


class StayBefore(UserError):
    """They renew on {day}. Choose the day to which they stay after that."""


class RenewsInPast(UserError):
    """That day is over. Choose the day on which it renews from now on."""


class RenewsTooLate(UserError):
    """That is more than {years} years away. Choose an earlier day."""


class WordsOfRenewalTooLong(UserError):
    """That has {length} characters, and there is room for {most}. Please make it shorter."""
