"""What cannot be said of somebody at a customer, each in one sentence that helps."""

from __future__ import annotations

from handlers.speech.errors import UserError


class ContactNameMissing(UserError):
    """Please write the name of whoever it is at {customer}."""


class ContactTooLong(UserError):
    """That has {length} characters, and there is room for {most}. Please make it shorter."""


class WorksForUs(UserError):
    """{name} works here. Who decides at {customer}?"""


class NamedAlready(UserError):
    """{name} is already named at {customer}. “Edit…” beside the name changes what is known."""


class InfluenceMissing(UserError):
    """Please choose whether they decide, influence or use it."""


class SpokenLater(UserError):
    """You cannot have spoken on {day} yet. “I'll call…” keeps a day that is still to come."""


class SpokenLongAgo(UserError):
    """That was more than {years} years ago. Choose a later day."""


class HeardNothing(UserError):
    """Please write down what they said, in their words. A mail of ours is no answer."""


class HeardByNobody(UserError):
    """Please choose the day on which they were last heard, too."""


class HearerUnknown(UserError):
    """{name} has not worked here. Please choose who of us heard them."""


class SponsorNoExecutive(UserError):
    """{name} is no executive. An executive sponsors an account; please choose one."""


class CallsEarlier(UserError):
    """That day is over. Choose the day by which you call."""


class CallsTooLate(UserError):
    """That is more than {days} days ahead. Choose an earlier day."""


class RestsTooLong(UserError):
    """Nobody is let rest for more than a year. Choose a day up to {day}."""


class RestsUntilEarlier(UserError):
    """That day is over. Choose the day until which they are let rest."""


class GoneLater(UserError):
    """That day has not come yet. Choose the day since which they are not there any more."""


class WhatHappenedMissing(UserError):
    """Please choose what happened. “I don't know” is an answer, too."""


class SuccessorMissing(UserError):
    """Please choose who decides now. “I don't know” is an answer, too."""


class ContactEnded(UserError):
    """{name} is not there any more, or was answered by somebody else. Nothing was changed."""


class NotAskedAbout(UserError):
    """Nobody is asked that about {name} any more, and nothing was changed."""


class CustomerLeft(UserError):
    """{name} left on {day}. Nobody is named there while they are not back."""
