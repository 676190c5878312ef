"""What can stand against a scorecard, each in one sentence that says what to do instead."""

from __future__ import annotations

from handlers.speech.errors import UserError


class UnclearPeriod(UserError):
    """I can't read “{words}” as a department and a time. Try `/cx score Billing november`, with
    “Q4”, “last month”, “2026-11” or “2026-10-01 to 2026-10-15” for the time.
    """


class BackwardPeriod(UserError):
    """{last} is before {first}. Write the earlier day first, as in “2026-10-01 to 2026-10-15”."""


class LongPeriod(UserError):
    """That is more than a year, and a scorecard looks at one year at most. Choose fewer days."""


class FuturePeriod(UserError):
    """{name} has not begun, so there is nothing to count yet. `/cx score` shows this month."""


class WhoseScore(UserError):
    """Whose scorecard? Name a department, as in `/cx score Billing`; `/cx department` lists
    them.
    """


class TwoScores(UserError):
    """I show one scorecard at a time. Name one person, or one department."""


class PersonalScore(UserError):
    """The scorecard of {name} is for themselves, and for who leads {department}. `/cx score
    {department}` shows the department.
    """


class NobodysScore(UserError):
    """{name} is in no department yet, so there is nothing to count. Name one, as in `/cx score
    Billing`.
    """


class NoFreezing(UserError):
    """A month or a quarter can be frozen, as in 2026-11 or 2026-Q4, and no other days."""


class NotOverYet(UserError):
    """{name} is not over: its last day is {last}. It can be frozen from {next} on."""


class FrozenAlready(UserError):
    """{name} of {department} was frozen on {day}, and stays as it is."""


class BackwardFreeze(UserError):
    """{name} is before {later}, which is frozen for {department} already. Freeze the earlier one
    first: after a later one it can be frozen no more.
    """


class EmptyFreeze(UserError):
    """Nothing counts in {name} for {department}, so there is nothing to freeze."""


class CcoDisputes(UserError):
    """You answer what is disputed, so somebody else says it: {who}, who leads {department}."""


class NotOverToDispute(UserError):
    """The figures of a month or a quarter can be disputed when it is over. Until then you can put
    the thing itself right.
    """


class EmptyFigures(UserError):
    """Nothing counts in {name} for {department}, so there is no figure to dispute."""


class NoThing(UserError):
    """Please name one task or issue by its number, such as T-27."""


class NotInFigure(UserError):
    """That is not among what stands behind “{figure}” in {name}. “Where does this come from…” on
    the scorecard lists it.
    """


class DisputedAlready(UserError):
    """That figure is disputed already, and the CCO has been asked: `/cx {ref}`."""


class KeptBefore(UserError):
    """That was answered on {day}, and the figure stays: `/cx {ref}` says why. You can dispute it
    for another item.
    """


class NobodyAnswers(UserError):
    """Nobody holds the office of the CCO, so nobody could answer. {who} can give it to somebody."""


class AnsweredDispute(UserError):
    """{ref} is answered: {how}. `/cx {ref}` has the words."""


class OwnDispute(UserError):
    """You disputed {ref} yourself, so you don't correct it. Keep the figure, or let {who} take the
    dispute back.
    """


class OwnFigure(UserError):
    """{ref} is about a figure that you speak for yourself, so {who} answers it."""


class NothingCorrected(UserError):
    """It counts as that already, so there is nothing to correct. Choose another answer, or close
    this and keep the figure.
    """


class NothingOfMean(UserError):
    """Of a mean it can only be said that something does not count in it."""
