"""What cannot be done with a decision as it stands, each in one sentence that helps."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.speech.errors import UserError


class NotTheDecider(UserError):
    """{name} decides {ref}, so nothing was changed. `/cx owner {ref} @you` names another."""


class NoDecider(UserError):
    """{name} is neither an executive nor the CCO. Choose one of them: they answer and decide."""


class NothingToDecide(UserError):
    """{ref} is a question about customers, and nothing is decided by it. `/cx {ref}` answers it."""


class NobodyAnswered(UserError):
    """Nobody has said yet what {ref} means for customers, so it can't be decided.

    Answer it first, on its card or with `/cx {ref}`.
    """


class Unsettled(UserError):
    """{first} Nothing was decided yet."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        """`sentences` say what is missing, by the input of the form that settles it."""
        self.sentences = dict(sentences)
        super().__init__(first=next(iter(sentences.values())))


class NotTheirsToReopen(UserError):
    """{name} decides {ref}: only they, whoever asked and the CCO open it again."""


class CameTrueAlready(UserError):
    """What came true of {ref} is written down, so it stays as it was decided.

    Ask about what changes now as a decision of its own: `/cx impact …`.
    """


class NothingForeseen(UserError):
    """Nobody had said what {ref} means for customers, so there is nothing to look back at."""


class NotTheirForecast(UserError):
    """{name} decided {ref} and says what came true of it, or the CCO. Nothing was changed."""


class ForecastKnown(UserError):
    """What came true of {ref} is written down already. Change that in its story: `/cx {ref}`."""


class CameTrueMissing(UserError):
    """Please say in a sentence what came true, as it is not what was expected."""


class NotACount(UserError):
    """I can't read “{words}” as a number of customers. Write it like 12."""
