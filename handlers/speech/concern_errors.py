"""What cannot be done with the list of those who will meet an issue, each in one sentence."""

from __future__ import annotations

from handlers.speech.errors import Missing, UserError


class OnlyIssuesConcern(UserError):
    """{ref} is a task: only an issue has a list of who will meet it, too. Nothing was changed."""


class ConcernedMissing(Missing):
    """Please choose who else will meet it: a segment, customers by name, or both."""


class EmptySegment(UserError):
    """There is no {segment} yet, so nobody is asked. Choose others. Nothing was changed."""


class NobodyNew(UserError):
    """{customers} {verb} on the list of {ref} already, or reported it. Nothing was changed."""


class ManyConcerned(UserError):
    """It asks {people} about {customers}. Nobody is asked yet: say in the form that it is meant."""


class TooManyConcerned(UserError):
    """These are {count} customers, and {most} can be chosen. Choose fewer of them, or a segment.
    Nothing was changed.
    """


class NobodyTells(UserError):
    """Nobody can be asked to tell {customer}: no account lead is there who may see {ref}. Choose
    who tells them. Nothing was changed.
    """


class ListWentAlong(UserError):
    """{ref} is {how}, and its list went along: `/cx concerns {into}`. Nothing was changed."""


class NotConcerned(UserError):
    """{customer} is not on the list of {ref}. `/cx concerns {ref}` shows it. Nothing was
    changed.
    """


class HeardAlready(UserError):
    """{customer} is answered for already: {name} did, on {day}. Nothing was changed."""


class NobodyWaits(UserError):
    """Nobody on the list of {ref} waits for a word any more. `/cx concerns {ref}` shows who told
    them. Nothing was changed.
    """


class NobodyOnList(UserError):
    """Nobody is on the list of {ref}. `/cx concerns {ref} key accounts, Acme` says who else will
    meet it.
    """
