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


class HangsOnNothing(UserError):
    """I know no initiative “{words}”. `/cx initiatives` shows them all; name one like N-5."""


class HangsOnOthers(UserError):
    """Only {who}, leads and executives give tasks for {ref}. Leave “for {ref}” out, or ask them."""


class InitiativeEnded(UserError):
    """{ref} is {how}, and nothing was changed. `/cx {ref}` tells how it stands."""


class AcceptorMissing(UserError):
    """Please choose who accepts that its customers do not get it."""


class PooledMissing(UserError):
    """Please write down what one of them would look like."""


class PooledOwnerMissing(UserError):
    """Please choose who could own it."""


class DeciderMissing(UserError):
    """Please choose who decides."""


class DecidedTooSoon(UserError):
    """Please choose a day after today, so that the executives can answer."""


class NotAskedForTwin(UserError):
    """You are not asked about {ref}, and nothing was changed."""


class TalkedAlready(UserError):
    """You have taken time to talk about {ref} once. Say now whether they are the same thing."""


class TwinEnded(UserError):
    """{ref} is answered: {how}. Nothing was changed. `/cx {ref}` tells how it stands."""


class CutAskedAlready(UserError):
    """The executives are asked already whether {ref} is cut: `/cx {decision}` has it."""


class ForItMissing(UserError):
    """Please write down what is to be done for it."""


class WayMissing(UserError):
    """Please write down how it goes on without it, in a sentence."""


class WayEnded(UserError):
    """You are not asked about {ref}, and nothing was changed. `/cx {ref}` tells how it stands."""
