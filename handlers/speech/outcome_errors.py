"""What cannot be said of an outcome for customers, each in one sentence that helps."""

from __future__ import annotations

from handlers.speech.errors import UserError


class NoticeMissing(UserError):
    """Please write what customers will notice, in one sentence."""


class NoticeTooLong(UserError):
    """That has {length} characters, and there is room for {most}. Please make it shorter."""


class MetricMissing(UserError):
    """Please write how it is counted, such as “invoices per 1,000 that were corrected”."""


class NotANumber(UserError):
    """The number is like 27 or 81 %. {words} is none."""


class NumberTooLarge(UserError):
    """{words} is more than I can count. Please write it in thousands or millions."""


class UnitTooLong(UserError):
    """The unit has room for {most} characters, as in 3.5 days. Say more in how it is counted."""


class OtherUnit(UserError):
    """It is counted in “{unit}”, and this says “{other}”. Please write both alike."""


class SameTarget(UserError):
    """{baseline} today and {target} as the goal: what changes for customers? Write another goal."""


class ProjectNamed(UserError):
    """What will customers notice when it is there? Write that, or keep your words."""


class TooFewCounted(UserError):
    """Duly counted {count} in 30 days, and a figure needs {least}. Write where it is today."""


class CountedLater(UserError):
    """That day has not come yet. Choose the day on which it was counted."""


class CountedLongAgo(UserError):
    """That was more than a year ago. Please count it again, or choose a later day."""


class CountedBefore(UserError):
    """There is a number of {day} already. Choose that day or a later one."""


class QuarterMissing(UserError):
    """Please choose the quarter by whose end it is to be there."""


class QuarterOver(UserError):
    """That quarter is over. Choose this one or a later one."""


class OwnerNamed(UserError):
    """Please choose one person who answers for it."""


class FiveOpen(UserError):
    """{count} are open: {named}. Which one ends? End it first, then write this one."""


class ChannelMissing(UserError):
    """Please choose the channel in which {name} is to stand."""


class NothingStands(UserError):
    """No outcome stands yet, so there is nothing to post. Write one, and let its owner say yes."""


class CourseMissing(UserError):
    """Please choose how it stands: on course, may miss or will miss."""


class OutcomeLineTooLong(UserError):
    """That has {length} characters, and there is room for {most}. Say it in fewer words."""


class KnownEarlier(UserError):
    """Choose a day from tomorrow on."""


class KnownMuchLater(UserError):
    """That is more than {days} days away. Choose an earlier day; you can say so again then."""


class OutcomeEnded(UserError):
    """{ref} is {how}, and nothing was changed. `/cx {ref}` tells how it stands."""


class NotAskedForOutcome(UserError):
    """Nobody is asked for that about {ref} any more, and nothing was changed."""


class MovesUnknown(UserError):
    """I know no outcome “{words}”. `/cx roadmap` shows them all; choose one, or none."""


class MovesEnded(UserError):
    """{ref} has ended: nothing moves it any more. Choose another outcome, or none."""


class MovesOver(UserError):
    """The quarter of {ref} ended on {day}. Choose an outcome of this quarter, or none."""
