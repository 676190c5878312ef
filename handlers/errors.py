"""What can go wrong on a person's side, each in one sentence that says what to do instead."""

from __future__ import annotations


class UserError(Exception):
    """That did not work, and nothing was changed."""

    def __init__(self, **facts: str) -> None:
        """Fill the class's docstring, which is the message, with `facts` (plain text)."""
        self.facts = facts
        template = (type(self).__doc__ or "").strip()
        super().__init__(" ".join(template.split()).format(**facts))

    @property
    def message(self) -> str:
        """The sentence that a person reads, in plain text."""
        return str(self)


class UnclearDate(UserError):
    """I can't read “{words}” as a date. Try “friday”, “27 nov”, “in 3 days” or “2026-11-27”."""


class PastDate(UserError):
    """{day} is in the past. Please choose today or a later day."""


class FarDate(UserError):
    """{day} is more than two years away. Please choose a nearer date; it can be moved later."""


class UnknownCommand(UserError):
    """I don't know “{words}”. Did you mean `/cx {nearest}`? `/cx help` shows everything."""


class MissingWords(UserError):
    """Something is missing. Write it like this: `/cx {usage}`"""


class UnknownItem(UserError):
    """There is no {ref} here. `/cx list` shows what you owe, with its numbers."""


class UnclearItem(UserError):
    """Which one? Write its number, like T-12 or I-7. `/cx list` shows them."""


class UnknownPerson(UserError):
    """I don't know a person called {name}. Write @ and choose them from Slack's list."""


class SeveralPeople(UserError):
    """{name} could be several people. Write @ and choose one from Slack's list."""


class GonePerson(UserError):
    """{name} no longer works here. Please choose somebody who can keep the promise."""


class BotPerson(UserError):
    """{name} is a bot and cannot keep a promise. Please choose a person."""


class UnknownDepartment(UserError):
    """I don't know a department called {name}.{hint} `/cx department` lists them all."""


class UnknownCustomer(UserError):
    """I don't know a customer called {name}.{hint} `/cx customer` lists them all."""


class NoDepartment(UserError):
    """{name} has no department yet. Add `in Billing`, or whichever department answers for it."""


class NoLead(UserError):
    """{department} has no lead yet. The CCO can name one with `/cx setup`."""


class CcoOwns(UserError):
    """{name} holds the CCO's office. Give it to the department that can correct and prevent it."""


class NotYours(UserError):
    """That is for {who} to do. Nothing was changed."""


class AlreadyClosed(UserError):
    """{ref} is closed already: {how}. Nothing was changed."""


class AlreadyTaken(UserError):
    """{ref} was taken already, by {name}. Nothing was changed."""


class NotTaken(UserError):
    """{ref} has not been taken yet. Take it first, with a date."""


class AlreadyOffered(UserError):
    """{ref} is already on offer to {name}. Wait for their answer, or do it yourself."""


class NotOffered(UserError):
    """{ref} is not on offer any more. Nothing was changed."""


class SameOwner(UserError):
    """{ref} is with {name} already. Choose another person or department."""


class NothingOwed(UserError):
    """Nobody owes an answer about {ref} at the moment, so there is nothing to put off."""


class NoMoreSnoozes(UserError):
    """{ref} was put off {times} already. Give it a new date, hand it over, or say no."""


class SnoozeTooLong(UserError):
    """{ref} can rest until {day} at most. If it takes longer, give it a new date instead."""


class ReasonMissing(UserError):
    """Please add why: `/cx {usage}`. The customer's side will ask."""


class TitleMissing(UserError):
    """What shall be done? Write it in a few words, like “Rewrite the refund mail”."""


class TitleTooLong(UserError):
    """That has {length} characters, and a title holds {most}. Say the promise in one line."""


class WrongSeverity(UserError):
    """Severity is a number from 1 (customer blocked) to 4 (improvement). You wrote {words}."""


class WrongSchedule(UserError):
    """I can't read “{words}” as a schedule. Try `/cx digest weekly monday 9:00`."""


class NoDigestHere(UserError):
    """This channel belongs to no department. Use it in a department's or the executives' channel."""


class NoExecutiveChannel(UserError):
    """There is no executive channel yet. The CCO can choose one with `/cx setup`."""


class ClosedDecision(UserError):
    """{ref} cannot be answered any more. Nothing was changed."""


class StaleForm(UserError):
    """This form is older than what it is about. Close it and open it again; nothing was changed."""


class NotSetUp(UserError):
    """Duly is not set up here yet. Whoever looks after customers can start with `/cx setup`."""
