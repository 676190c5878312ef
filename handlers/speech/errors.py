"""What can go wrong on a person's side, each in one sentence that says what to do instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence


class UserError(Exception):
    """That did not work, and nothing was changed."""

    def __init__(self, **facts: str) -> None:
        """Fill the class's docstring, which is the message, with `facts` (plain text)."""
        self.facts = facts
        self.command: tuple[str, str] | None = None
        """The command that was refused, verb and words, where those were not what was written."""
        super().__init__(self.said(str))

    def said(self, quote: Callable[[str], str]) -> str:
        """The sentence with each fact quoted for where it will be shown."""
        template = type(self).__doc__ or ""
        said = template.format(**{name: quote(fact) for name, fact in self.facts.items()})
        return " ".join(said.split())

    @property
    def message(self) -> str:
        """The sentence that a person reads, in plain text."""
        return str(self)


class WrongDate(UserError):
    """That is no day by which something can be done."""


class UnclearDate(WrongDate):
    """I can't read “{words}” as a date. Try “friday”, “27 nov”, “in 3 days” or “2026-11-27”."""


class PastDate(WrongDate):
    """{day} is in the past. Please choose today or a later day."""


class FarDate(WrongDate):
    """{day} is more than two years away. Please choose a nearer date; it can be moved later."""


class UnclearDay(UserError):
    """I can't read {words} as a date. Write it 2026-11-27 or 27.11.2026."""


class UnclearAmount(UserError):
    """I can't read {words} as an amount. Write it 480,000 or 480 k."""


class TooMuch(UserError):
    """{words} is more than I can hold. The most is {most}."""


class NameMissing(UserError):
    """Please give it a name."""


class NameTooLong(UserError):
    """That has {length} characters, and a name holds {most}. Please choose a shorter one."""


class NameTaken(UserError):
    """There is one of that name already. `/cx setup {what} NAME` changes it."""


class TextTooLong(UserError):
    """That has {length} characters, and I read {most} at most. Please say it in fewer words."""


class UnknownChoice(UserError):
    """{words} is not one of the choices. It can be {choices}."""


class UnknownCountry(UserError):
    """I know no holidays for {words}. Write a code like DE, US-NY or SG."""


class UnreadableRequest(UserError):
    """I can't read what Slack sent for this, so nothing was changed. Open it again and retry."""


class UnreadableId(UserError):
    """That names nobody and no place that I can find. Please choose from Slack's list."""


class UnknownCommand(UserError):
    """I don't understand “{words}”. `/cx help` shows what you can do here."""


class SlipOfCommand(UnknownCommand):
    """I don't know “{words}”. Did you mean `/cx {nearest}`? `/cx help` shows everything."""


class MissingWords(UserError):
    """Something is missing. Write it like this: `/cx {usage}`"""


class UnknownItem(UserError):
    """There is no {ref} here. `/cx list` shows what you owe, with its numbers."""


class NoSuchNumber(UnknownItem):
    """There is no {ref}. {newest}"""


class UnclearItem(UserError):
    """Which one? Write its number, like T-12 or I-7. `/cx list` shows them."""


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


class OfficeEmpty(UserError):
    """Nobody holds the CCO's office here. {who} can say who takes it with `/cx setup`; on the
    server, `duly setup --cco USER` does it, too. Nothing was changed.
    """


class LastCco(UserError):
    """{name} is the only one who holds the CCO's office. Give it to somebody else first."""


class LeadsStill(UserError):
    """{name} leads or stands in for {departments}, and the CCO's office leads no department. Name
    somebody else there first: `/cx setup department {first}`.
    """


class OwesStill(UserError):
    """{name} still owes {refs}, and the CCO's office owns nothing. Finish it or hand it over first:
    `/cx handoff {first} to …`.
    """


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


class SharedChannel(UserError):
    """People of other companies read this channel, so nothing of ours is posted there. Please
    choose another one.
    """


class PrivateThing(UserError):
    """{ref} is private. {who} can add you."""


class SeesAlready(UserError):
    """{name} may see {ref} already. Nothing was changed."""


class NoSuchReader(UserError):
    """I could not place “{words}”, so nothing was changed. Write it like this: `/cx {usage}`"""


class AlreadyClosed(UserError):
    """{ref} is closed already: {how}. Nothing was changed."""


class NothingToUndo(UserError):
    """You did nothing in the last ten minutes that can be undone. Nothing was changed."""


class NotYoursToUndo(UserError):
    """{name} did that to {ref}, and can undo it. Nothing was changed."""


class ChangedSince(UserError):
    """Since then something else happened to {ref}, so it stays as it is. `/cx {ref}` shows what."""


class TooLateToUndo(UserError):
    """That was more than ten minutes ago, so {ref} stays as it is. `/cx {ref}` shows what you can
    do.
    """


class TooLateButReopen(TooLateToUndo):
    """That was more than ten minutes ago, so {ref} stays as it is. To open it again:
    `/cx reopen {ref} because …`.
    """


class AlreadyTaken(UserError):
    """{ref} was taken already, by {name}. Nothing was changed."""


class AlreadyOffered(UserError):
    """{ref} is already on offer to {name}. Wait for their answer, or do it yourself."""


class NotOffered(UserError):
    """{ref} is not on offer any more. Nothing was changed."""


class SameOwner(UserError):
    """{ref} is with {name} already. Choose another person or department."""


class OtherDepartment(UserError):
    """{name} is in {department}, so {ref} can only be offered there: `/cx handoff {ref} to {name}
    because …`.
    """


class NothingChanged(UserError):
    """{ref} is like that already. Nothing was changed."""


class TasksStillOpen(UserError):
    """{ref} has {count} still open: {tasks}. End them first, or close it anyway:
    `/cx {verb} {ref} anyway{because}`. Nothing was changed.
    """


class NotNow(UserError):
    """{ref} is {state}, so that cannot be done now. Nothing was changed."""


class NothingOwed(UserError):
    """Nobody waits for your answer about {ref}. Nothing was changed."""


class NothingToPutOff(UserError):
    """Nobody owes an answer about {ref} at the moment, so there is nothing to put off."""


class NoMoreSnoozes(UserError):
    """{ref} was put off {times} already. Give it a new date, hand it over, or say no."""


class SnoozeTooLong(UserError):
    """{ref} can rest until {day}: {why}. If it takes longer, give it a new date instead."""


class ReasonMissing(UserError):
    """Please add why: `/cx {usage}`. The customer's side will ask."""


class TitleTooLong(UserError):
    """That has {length} characters, and a title holds {most}. Say the promise in one line."""


class NoteTooLong(UserError):
    """That has {length} characters, and a note holds {most}. Please make two of it."""


class WrongLink(UserError):
    """I can't read {words} as a link. Copy it whole: it begins with https://."""


class WrongSeverity(UserError):
    """Severity is a number from 1 (customer blocked) to 4 (improvement). You wrote {words}."""


class WrongSchedule(UserError):
    """I can't read “{words}” as a schedule. Try `weekly monday 9:00`, `daily 9:00` or
    `monthly 1 9:00`.
    """


class NoDigestHere(UserError):
    """This channel belongs to no department. Use one of a department or the executives' channel."""


class NoExecutiveChannel(UserError):
    """There is no executive channel yet. The CCO can choose one with `/cx setup`."""


class StaleForm(UserError):
    """This form is older than what it is about. Close it and open it again."""


class AlreadyRouted(UserError):
    """{ref} is with {department} already. Nothing was changed."""


class NotAnIssue(UserError):
    """{ref} is a task, and only issues are sent to departments."""


class UnknownList(UserError):
    """I don't know a list called {name}. {hint} Try `/cx list`, `/cx list late` or a name."""


class NotSetUp(UserError):
    """Duly is not set up here yet. Whoever looks after customers can start with `/cx setup`."""


class WrongPromptDay(UserError):
    """Questions come once a week, on a working day. Try `/cx prompt weekly monday 9:30`."""


class PromptWaits(UserError):
    """{ref} still waits for its first answer. Answer that one, then ask for the next."""


class NoChannel(UserError):
    """{department} has no channel yet. The CCO can choose one with `/cx setup`."""


class UnknownZone(UserError):
    """I don't know a time zone called {name}. Write it like Europe/Berlin or Asia/Singapore."""


class NotStuck(UserError):
    """That is not stuck any more: {how}. Nothing was changed."""


class UnknownRule(UserError):
    """There is no rule “{rule}”. Choose one of {names}."""


class WrongRule(UserError):
    """The rule {rule} can't be “{words}”: {why}. Nothing was changed."""


class RulesMoved(UserError):
    """{who} changed the rules meanwhile, so nothing was changed. Open `/cx policy` again."""


class UnclearRule(UserError):
    """I can't read “{words}”. Write a rule and its value: `acknowledge.1.key=2 h`."""


class DecisionMissing(UserError):
    """What is about to be decided? One line is enough."""


class UnfinishedAnswer(UserError):
    """That answer is not finished. Please look at this again: {inputs}."""

    def __init__(self, inputs: Sequence[str]) -> None:
        """Name the `inputs` of the form that need another look."""
        self.inputs = tuple(inputs)
        super().__init__(inputs=", ".join(inputs))


class WrongFields(UserError):
    """Nothing was changed. {sentences}"""

    def __init__(self, errors: Mapping[str, str]) -> None:
        """Say of each field by name what is wrong with it."""
        self.errors = dict(errors)
        super().__init__(sentences=" ".join(errors.values()))


class Missing(UserError):
    """Something is missing. Please add it and try again."""


class WhyMissing(Missing):
    """Please say why, in a sentence."""


class DayMissing(Missing):
    """Please choose a day."""


class NoteMissing(Missing):
    """Please write what should be kept, or give a link that shows it."""


class ReceiverMissing(Missing):
    """Choose a person or a department."""


class TaskMissing(Missing):
    """What will be done? A few words are enough."""


class OwnerMissing(Missing):
    """Please choose the one person who will do it."""


class DueMissing(Missing):
    """By when? A day is enough."""


class IssueMissing(Missing):
    """What happened to the customer? One line is enough."""
