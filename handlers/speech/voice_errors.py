"""What cannot be kept of a conversation with a customer, each in one sentence that helps."""

from __future__ import annotations

from handlers.speech.errors import UserError


class WithoutCustomer(UserError):
    """Please choose the customer with whom you spoke."""


class NothingLearned(UserError):
    """Please say in one line what you learned."""


class LineTooLong(UserError):
    """That has {length} characters, and one line holds {most}. Please make it shorter."""


class NoMonth(UserError):
    """Say the month for which it counts like 2026-11."""


class AskedForAnother(UserError):
    """They are asked for another conversation of this month already: {ref}."""


class DayToCome(UserError):
    """That day has not come yet. Choose the day on which you spoke with them."""


class DayLongGone(UserError):
    """That was more than {days} days ago. Tell of a conversation of the last {days} days."""


class ToldAlready(UserError):
    """You have told of that already: {ref}. Nothing was changed."""


class NotYourVoice(UserError):
    """{ref} is for {name} to tell. `/cx heard` tells of a conversation of your own."""


class VoiceEnded(UserError):
    """{ref} is not asked for any more, and nothing was changed. `/cx heard` tells of another."""


class VoiceNotTold(UserError):
    """Nothing has been told in {ref}, so there is nothing to correct. `/cx heard` tells of one."""
