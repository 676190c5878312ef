"""What cannot be said of a customer who left, each in one sentence that helps."""

from __future__ import annotations

from handlers.speech.errors import UserError


class LossOfNobody(UserError):
    """Please choose the customer who left."""


class LeavesLater(UserError):
    """That day has not come yet. Record it on the day on which they leave."""


class LeftLongAgo(UserError):
    """That was more than {years} years ago. Choose a later day."""


class LeftBeforeTheyCame(UserError):
    """{name} is a customer since {day}. Choose a day after that, or correct since when they are."""


class SaidNothing(UserError):
    """Please write down what they said, in their words. “They said nothing” is an answer, too."""


class StatedMissing(UserError):
    """Please choose the reason that they gave."""


class CauseMissing(UserError):
    """Please choose what stood behind it."""


class EvidenceMissing(UserError):
    """A cause counts when something shows it. Name an issue, a mail or a number, such as I-3."""


class PreventerMissing(UserError):
    """Please choose the department that could have prevented it, “nobody” or “not known”."""


class WordsTooLong(UserError):
    """That has {length} characters, and there is room for {most}. Please make it shorter."""


class LeftAlready(UserError):
    """{name} left already, on {day}: `/cx {ref}` has it. Nothing was recorded twice."""


class LossEnded(UserError):
    """{ref} is {how}, and nothing was changed. `/cx {ref}` tells how it stands."""


class NotAskedForLoss(UserError):
    """Nobody is asked for that about {ref} any more, and nothing was changed."""


class OwnCause(UserError):
    """Whoever said what stood behind {ref} does not verify it. Please name somebody else."""


class OwnDepartment(UserError):
    """{name} is of the department that {ref} names. Somebody outside it has to look."""


class CalledLater(UserError):
    """That day has not come yet. Choose the day on which you spoke with them."""


class AskedInPast(UserError):
    """That day is over. Choose the day by which you will have asked them."""


class AskedTooLate(UserError):
    """Choose a day within {days} days: later they remember less, and so do we."""


class CameAfterTheyLeft(UserError):
    """They left on {day} ({ref}). Choose a day before that, or correct when they left."""


class SmallerByMissing(UserError):
    """Please write by how much a year they are smaller, such as 40,000 or 40 k."""


class SmallerThanAll(UserError):
    """They pay no more than that. Choose “All of it” where nothing is left, or write less."""


class BackBeforeTheyLeft(UserError):
    """The loss was on {day}. Choose the day on which they came back after that."""


class CallerNoExecutive(UserError):
    """{name} is no executive. An executive calls whoever left; please name one."""


class CalledByAnother(UserError):
    """{name} is asked to call them already. Nothing was changed."""


class NoSuchMonth(UserError):
    """Please name a month or a quarter: `/cx growth october` or `/cx growth last quarter`."""


class GrowthToCome(UserError):
    """That has not begun yet. `/cx growth` alone has the last month that is over."""
