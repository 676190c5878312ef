"""What cannot be said of a question about an account, each in one sentence that helps."""

from __future__ import annotations

from handlers.speech.errors import UserError


class MatterEnded(UserError):
    """{ref} stands otherwise by now, and nothing was changed. `/cx {ref}` tells how."""


class MatterPutOffAlready(UserError):
    """{ref} cannot be put off any more. Please answer it, ask them by a day, or say no."""


class MatterQuietTooLong(UserError):
    """{ref} can rest until {day}. If it takes longer, “I'll ask them…” keeps a day."""


class QuietDayPast(UserError):
    """Please choose a day that is still to come."""


class MatterWordsLong(UserError):
    """That has {length} characters, and there is room for {most}. Please make it shorter."""
