"""What is said of words that were typed and have no place: none is dropped, and none guessed."""

from __future__ import annotations

from handlers.speech.errors import UserError


class OneOwner(UserError):
    """One person owns a promise. Who will it be: {names}?"""


class OneOfGroup(UserError):
    """One person owns a promise. Who in {group} will it be?"""


class InTitle(UserError):
    """I could not place “{words}”, so it stands in the title. {hint}"""


class NewCustomer(UserError):
    """I don't know a customer called “{name}”, so it stands in the title. The CCO can add it with
    `/cx setup customer {name}`.
    """


class NotClosed(UserError):
    """I could not place “{words}”, so {ref} is not closed. `/cx {verb} {ref}` closes it."""


class NotDone(NotClosed):
    """I could not place “{words}”, so {ref} is not closed. `/cx done {ref}` closes it; write
    `evidence` before a link or words that show it.
    """


class PerhapsDate(NotClosed):
    """I could not place “{words}”, so {ref} is not closed. Did you mean a new date? Then write
    `/cx date {ref} {when} because …`.
    """


class SeveralNotClosed(NotClosed):
    """I could not place “{words}”, so {names} are not closed. `/cx {verb} {ref}` closes them."""


class SeveralNotDone(NotDone):
    """I could not place “{words}”, so {names} are not closed. `/cx done {ref}` closes them; write
    `evidence` before a link or words that show it.
    """


class SeveralPerhapsDate(PerhapsDate):
    """I could not place “{words}”, so {names} are not closed. Did you mean a new date? Then write
    `/cx date {ref} {when} because …`.
    """


class NotYetDone(NotClosed):
    """I could not place “{words}”, so {names} is not closed. Is there a new date, or would help be
    of use?
    """


class SeveralNotYetDone(NotYetDone):
    """I could not place “{words}”, so {names} are not closed. How far they are can be a note."""


class PerhapsWhy(UserError):
    """I could not place “{words}”, so nothing was changed. If it says why, write
    `/cx {verb} {ref} because …`.
    """


class KeptNoMore(UserError):
    """That is finished already, or older than a week. Please type it again. Nothing was changed."""


class KeptByOther(UserError):
    """{name} typed that, and only they can finish it. Nothing was changed."""


class TooManyItems(UserError):
    """That names {count} things: {first} and {more} more. Is it all of them?"""


class FarTooManyItems(TooManyItems):
    """That names {count} things, and I take {most} at once: {first} and {more} more. Nothing was
    changed.
    """


class OneAtATime(UserError):
    """That names {count} things, and this is about one. Which one? Nothing was changed."""


class LongRange(UserError):
    """That names {count} things, and I take {most} at most. Name fewer. Nothing was changed."""


class NotRead(UserError):
    """I could not place “{words}”, so nothing was changed. `/cx {ref}` shows all of it; to answer,
    begin with what you do: `/cx date {ref} friday because …` or `/cx note {ref} …`.
    """


class TwoLists(UserError):
    """I can list one department, person or customer at a time, and one sort of things. Which?"""
