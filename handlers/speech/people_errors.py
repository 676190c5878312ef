"""Who somebody is and who may what: each that is refused, in one sentence that helps."""

from __future__ import annotations

from handlers.speech.errors import UserError


class UnknownPerson(UserError):
    """I don't know a person called {name}. Write @ and choose them from Slack's list."""


class NotReadYet(UnknownPerson):
    """I am still reading who works here, and have not come to {name}. Please try again in a few
    minutes.
    """


class NobodyCalled(UserError):
    """Slack's directory has nobody called {name}. Use a handle, e-mail address, full name or Slack
    id; `duly directory` copies the directory now.
    """


class SeveralPeople(UserError):
    """{name} could be several people. Write @ and choose one from Slack's list."""


# A form that places this one under a field places all of those below it there.
class UnfitPerson(UserError):
    """That person cannot keep a promise here. Please choose somebody else."""


class GonePerson(UnfitPerson):
    """{name} no longer works here. Please choose somebody who can keep the promise."""


class BotPerson(UnfitPerson):
    """{name} is a bot and cannot keep a promise. Please choose a person."""


class GuestPerson(UnfitPerson):
    """{name} is a guest here, and only members keep promises. Please choose a member."""


class StrangerPerson(UnfitPerson):
    """{name} works for another company. Please choose somebody who works here."""


class NewcomerPerson(UnfitPerson):
    """Slack has not told me yet who {name} is. Please try again in a minute."""


class RemindedFully(UserError):
    """{name} gets all reminders already."""


class UnknownDepartment(UserError):
    """I don't know a department called {name}. {hint} `/cx department` lists them all."""


class UnknownCustomer(UserError):
    """I don't know a customer called {name}. {hint} `/cx customer` lists them all."""


class GoneCustomer(UserError):
    """That customer is not on the list any more. Please choose again."""


class GoneDepartment(UserError):
    """That department is not on the list any more. Please choose again."""


class NoDepartment(UserError):
    """{name} has no department yet. Add `in Billing`, or whichever department answers for it."""


class NoLead(UserError):
    """{department} has no lead yet. The CCO can name one with `/cx setup`."""


class CcoOwns(UnfitPerson):
    """{name} looks after all customers and owns no single task. Please choose who can do it."""


class CcoLeads(UnfitPerson):
    """{name} looks after all customers and leads no department. Please choose somebody else."""


class NotOfHere(UserError):
    """This is for people of {company}. Nothing was changed."""


class GuestMayNot(UserError):
    """This is for people of {company}. Nothing was changed. As a guest you can report what a
    customer experienced: `/cx issue …`.
    """


class NewcomerMayNot(UserError):
    """This is for people of {company}, and Slack has not told me yet who you are. Please try again
    in a minute. Nothing was changed.
    """


class NotYours(UserError):
    """That is for {who} to do. Nothing was changed."""
