"""What the answers to one survey come to, by what it asks and on which scale; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.customers.figures import rules, words
from handlers.customers.figures.rules import FEWEST, Measured
from storage.surveys import LOW, Survey, SurveyQuestion

GLAD: dict[tuple[SurveyQuestion, int], int] = {
    (SurveyQuestion.RECOMMEND, 10): 9,
    (SurveyQuestion.SATISFIED, 5): 4,
    (SurveyQuestion.EASY, 7): 5,
    (SurveyQuestion.EASY, 5): 4,
}
"""From which score on an answer is a glad one, by question and highest score.

Source: customer-experience reference, 3.1: 9 and 10 of 10, the two best of five, 5 to 7 of seven.
"""
NAMES = {
    SurveyQuestion.RECOMMEND: "Would recommend us",
    SurveyQuestion.SATISFIED: "Satisfied",
    SurveyQuestion.EASY: "Found it easy",
    SurveyQuestion.WORDS: "In their words",
}
HOW = {SurveyQuestion.SATISFIED: "satisfied", SurveyQuestion.EASY: "found it easy"}


@dataclass(frozen=True)
class Gauge:
    """How many gave each score to a survey in a span, and how many answered in words alone.

    `reads_few` says whether whoever reads it may read single answers of a survey with names.
    """

    survey: Survey
    counts: Mapping[int, int]
    in_words: int = 0
    reads_few: bool = True

    @property
    def question(self) -> SurveyQuestion:
        """What it asks."""
        return SurveyQuestion(self.survey.question)

    @property
    def name(self) -> str:
        """“Would recommend us”; of what is asked on two scales, with which one it was."""
        name = NAMES[self.question]
        if self.question is SurveyQuestion.EASY:
            return f"{name}, on a scale from {self.survey.lowest} to {self.survey.highest}"
        return name

    @property
    def of(self) -> int:
        """How many gave a score."""
        return sum(self.counts.values())

    @property
    def answers(self) -> int:
        """How many answered at all."""
        return self.of + self.in_words

    @property
    def is_hidden(self) -> bool:
        """Whether too few answered for anything of it to be shown to whoever reads it."""
        return self.answers < FEWEST and not self.shows_single

    @property
    def shows_single(self) -> bool:
        """Whether answers may be told one by one; without names they never are."""
        return self.survey.is_named and self.reads_few

    @property
    def glad(self) -> int:
        """How many gave a score at the glad end of the scale."""
        least = GLAD[self.question, self.survey.highest or 0]
        return rules.how_many(self.counts, [each for each in self.counts if each >= least])

    @property
    def low(self) -> int:
        """How many gave a score at its other end."""
        most = LOW[self.question, self.survey.highest or 0]
        return rules.how_many(self.counts, [each for each in self.counts if each <= most])

    @property
    def measured(self) -> Measured | None:
        """What they come to; None where there are too few scores for a figure."""
        if self.of < FEWEST:
            return None
        if self.question is SurveyQuestion.RECOMMEND:
            return rules.recommended(self.glad, self.low, self.of)
        return rules.shared(self.glad, self.of)


def said(gauge: Gauge) -> str:
    """The figure with how sure it is, the few answers one by one, or that there are too few."""
    if gauge.is_hidden:
        return _too_few(gauge)
    found = gauge.measured
    if not gauge.of:
        return words.only_words(gauge.in_words)
    if found is None:
        return _few(gauge)
    if gauge.question is SurveyQuestion.RECOMMEND:
        return words.recommended(found)
    return f"{words.shared(found, gauge.glad, HOW[gauge.question])}."


def _few(gauge: Gauge) -> str:
    # One by one they would be somebody's, where nobody is to be named to whoever reads it.
    if not gauge.shows_single:
        return _too_few(gauge)
    return words.one_by_one([each for each, number in gauge.counts.items() for _ in range(number)])


def _too_few(gauge: Gauge) -> str:
    return words.TOO_FEW_NAMED if gauge.survey.is_named else words.TOO_FEW


def compared(now: Gauge, before: Gauge | None, name: str) -> str:
    """What it was in the survey before, and whether that is another figure; empty without one.

    `name` is that survey's, as markup. Two scales are never compared.
    """
    if before is None or before.is_hidden or not is_alike(now.survey, before.survey):
        return ""
    one, two = now.measured, before.measured
    return words.beside(one, two, name) if one and two else ""


def is_alike(one: Survey, two: Survey) -> bool:
    """Whether two surveys ask the same on the same scale."""
    return (one.question, one.highest) == (two.question, two.highest)
