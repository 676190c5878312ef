"""What Duly says when an answer about a promise does not fit: each docstring is the sentence."""

from __future__ import annotations

from handlers.speech.errors import Missing, ReasonMissing, UserError


class HelpsOneself(UserError):
    """Whoever owns {ref} does it anyway: choose somebody else to help. Nothing was changed."""


class TalksToOneself(UserError):
    """{ref} is with you, so there is nobody to talk with about it. Nothing was changed."""


class HelpsAlready(UserError):
    """You help with {ref} already. Nothing was changed."""


class OwnNo(UserError):
    """You said no to {ref} yourself: somebody else says whether it stands. Nothing was changed."""


class MayNotSee(UserError):
    """{ref} is private, and {name} may not see it: choose somebody who may. Nothing was changed."""


class AskedAlready(UserError):
    """{name} is asked this about {ref} already: choose somebody else. Nothing was changed."""


class DoerMissing(Missing):
    """Please choose who does it."""


class HelperMissing(Missing):
    """Please choose who could help."""


class DayPassed(Missing):
    """{ref} was due {day}. By when will it be done? Write it like this: `/cx take {ref} friday`."""


class ReasonToGive(ReasonMissing):
    """Please add why: `/cx {usage}`. Whoever is to have it reads that."""


class ReasonToRest(ReasonMissing):
    """Please add why: `/cx {usage}`. Whoever opens it reads why it rests."""


class ReasonToReopen(ReasonMissing):
    """Please add why: `/cx {usage}`. Whoever closed it reads that."""


class ReasonForHelp(ReasonMissing):
    """Please say what would help: `/cx {usage}`. Whoever is asked reads that."""
