"""What can be wrong with an absence that somebody tells of, each in one sentence that helps."""

from __future__ import annotations

from handlers.speech.errors import Missing, UserError


class UntilMissing(Missing):
    """Until when? The day on which you are back is enough: `/cx away until monday`."""


class BackTooSoon(UserError):
    """You would be back before you are away. Please choose a later day to be back."""


class OwnStandIn(UserError):
    """Nobody stands in for themselves. Please choose somebody else."""


class NotAway(UserError):
    """You are not away as far as I know. `/cx away until monday` tells me when you are."""


class NoAddress(UserError):
    """I can read no calendar there. It needs an address like https://calendar.example/mine.ics."""


class NoCalendarLink(UserError):
    """I read no calendar of yours. `/cx away calendar https://…` gives me its address."""
