"""What cannot be kept of what customers answer, each in one sentence that helps."""

from __future__ import annotations

from handlers.speech.errors import UserError


class AnswerOfNobody(UserError):
    """Please choose the customer who said it."""


class CameMissing(UserError):
    """Please choose how it came: on a call, by mail, on a visit or in a survey."""


class AnswerEmpty(UserError):
    """Please write down what they said, or which score they gave."""


class AnswerTooLong(UserError):
    """That has {length} characters, and there is room for {most}. Please make it shorter."""


class OffScale(UserError):
    """{score} is not on a scale from {lowest} to {highest}."""


class NoScore(UserError):
    """{score} is no score. Please write a whole number."""


class WordsAlone(UserError):
    """“{name}” asks for words and has no scale. Leave the score empty, or choose another scale."""


class ScaleMissing(UserError):
    """Please choose on which scale that is."""


class AnsweredLater(UserError):
    """That day has not come yet. Please give the day on which they answered."""


class NoSuchSurvey(UserError):
    """I don't know a survey called {words}. {hint} `/cx surveys` lists them all."""


class SurveyOfFileMissing(UserError):
    """To which survey do the answers in {file} belong? Say it: `--survey "Autumn survey"`. One that
    is new opens with `--asks recommend`, `satisfied`, `easy`, `easy-5` or `words`.
    """


class WrongAsks(UserError):
    """{words} is nothing that a survey asks. Say recommend, satisfied, easy, easy-5 or words."""


class AsksElse(UserError):
    """“{name}” is here and asks something else: {asks}. Two scales are never one survey: give the
    new one another name, or leave `--asks` out.
    """


class SurveyKnown(UserError):
    """There is a survey of that name already. Please give this one another name."""


class QuestionMissing(UserError):
    """Please choose what is asked."""


class ScaleOfQuestion(UserError):
    """That question has no such scale. Please choose one of: {scales}."""


class ClosesBefore(UserError):
    """That day is over. Please choose one that is still to come, or leave it empty."""


class AskedWithoutNames(UserError):
    """A survey without names keeps nobody's, so nobody can be on its list. Write down how many are
    asked, and leave this empty.
    """


class NobodyToAsk(UserError):
    """Nobody is written down who decides there. Name them first: “Name them…” stands on the page
    of a customer. Or leave this empty.
    """


class TooManyToAsk(UserError):
    """More than {most} people decide there. Please choose fewer tiers, or narrow them down."""


class NothingToNarrow(UserError):
    """That narrows tiers down. Please choose a tier, or leave it empty."""


class FewerThanListed(UserError):
    """{number} people are on the list, so at least so many are asked. Please correct the number, or
    leave it empty: then the list says it.
    """


class DeliveredNothing(UserError):
    """A delivery brings what the survey tool calls the answer, as `id`."""


class DeliveredIdTooLong(UserError):
    """What the survey tool calls the answer, its `id`, has room for {most} characters."""


class DeliveredElse(UserError):
    """This key is for answers to “{name}” alone."""


class NotACustomer(UserError):
    """Nobody knows a customer called {words}."""


class NoCount(UserError):
    """Please write how many are asked as a whole number, or leave it empty."""


class LookedBack(UserError):
    """{ref} was answered meanwhile, and nothing was changed. `/cx {ref}` tells how."""


class MoreCameOld(UserError):
    """These low scores are others than when you looked. Please open the question once more."""


class NobodyChosen(UserError):
    """Please choose who should still hear from us. Should nobody, press [None, because…]."""


class NobodyToChoose(UserError):
    """None of them is a customer any more. Please say why with [None, because…]."""


class NotAmongLow(UserError):
    """{name} is not among those who can hear from us. Please leave them out."""


class ReasonTooLong(UserError):
    """That has {length} characters, and there is room for {most}. Please make it shorter."""
