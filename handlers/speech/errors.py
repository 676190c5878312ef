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


class TextTooLong(UserError):
    """That has {length} characters, and I read {most} at most. Please say it in fewer words."""


class UnknownChoice(UserError):
    """{words} is not one of the choices. It can be {choices}."""


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


class ReasonMissing(UserError):
    """Please add why: `/cx {usage}`. The customer's side will ask."""


class TitleTooLong(UserError):
    """That has {length} characters, and a title holds {most}. Say the promise in one line."""


class NoteTooLong(UserError):
    """That has {length} characters, and a note holds {most}. Please make two of it."""


class WrongLink(UserError):
    """I can't read {words} as a link. Copy it whole: it begins with https://, and has
    2,000 characters at most.
    """


class WrongSeverity(UserError):
    """Severity is a number from 1 (customer blocked) to 4 (improvement). You wrote {words}."""


class StaleForm(UserError):
    """This form is older than what it is about. Close it and open it again."""


class UnknownList(UserError):
    """I don't know a list called {name}. {hint} Try `/cx list`, `/cx list late` or a name."""


class NoOwnDepartment(UserError):
    """You belong to no department yet. Name the one that you mean: `/cx list Billing`."""


class NotStuck(UserError):
    """That is not stuck any more: {how}. Nothing was changed."""


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
