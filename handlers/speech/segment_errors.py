"""What cannot be said of how customers are looked after, each in one sentence that helps."""

from __future__ import annotations

from handlers.speech.errors import UserError


class NoNumber(UserError):
    """A value is a number, for instance 200000. Whose rule is it meant to be?"""


class NoMonths(UserError):
    """Please write a number of months, for instance 12; at most 120."""


class RuleOfNothing(UserError):
    """Please write what it is about, for instance hotels."""


class RuleWithoutReason(UserError):
    """Please say why. Whoever reads where an account stands reads your words."""


class RuleThere(UserError):
    """There is such a rule already, number {place} in the order."""


class TooManyRules(UserError):
    """There are {most} rules, and nobody could follow more. Take one out first."""


class FirstOfWhat(UserError):
    """First customers are those of a product or of a trade. Choose one of these under “When”."""


class RuleGone(UserError):
    """That rule is not there any more. Nothing was changed."""


class PlacedNobody(UserError):
    """Please choose the customer."""


class PlacedLeft(UserError):
    """{name} left on {day}, so nothing is said of how they are looked after."""


class TierMissing(UserError):
    """Please choose how they are to be looked after."""


class FlagMissing(UserError):
    """Please choose what is to be said of them."""


class FlagOfNothing(UserError):
    """Please write the product or trade of whose first customers they are one."""


class ProposalMissing(UserError):
    """Please choose what you propose."""


class PlacedSoAlready(UserError):
    """{name} is looked after like that already. Nothing was proposed."""


class ProposalStands(UserError):
    """{ref} proposes something of {name} already. `/cx {ref}` tells how it stands."""


class FlaggedAlready(UserError):
    """{name} has that flag already. Take it off first, to say it in other words."""


class FlagGone(UserError):
    """That flag is not there any more. Nothing was changed."""


class ReviewPast(UserError):
    """Please choose a day that is still to come, within two years."""


class ReviewMissing(UserError):
    """Please choose a day on which you look at it again."""


class NoRulesYet(UserError):
    """There are no rules, so there is none to follow. `/cx segments` has [Rules…]."""


class TermMissing(UserError):
    """Please write which term it is about, for instance answer time or notice."""


class NeedMissing(UserError):
    """Please write what they need, or who said that it fits, or at least what they have now."""


class NeedWithoutSource(UserError):
    """Please write who said so, and when, for instance Jana Weiss to Wei on 3 November."""
