"""What surveys ask, on which scales, and how a score is read and said; pure."""

from __future__ import annotations

import re

from handlers.speech import values
from handlers.speech.survey_errors import NoScore, OffScale, WordsAlone, WrongAsks
from storage.surveys import SCALES, Survey, SurveyQuestion

ASKS = {
    SurveyQuestion.RECOMMEND: "Would they recommend us?",
    SurveyQuestion.SATISFIED: "Are they satisfied?",
    SurveyQuestion.EASY: "Was it easy?",
    SurveyQuestion.WORDS: "Words only",
}
"""What each question asks, as people read it."""
BETWEEN = "-"
"""Between a question and its highest score, where both are one value."""
STANDING = {
    (SurveyQuestion.RECOMMEND, 10): "In conversation: would they recommend us, 0 to 10",
    (SurveyQuestion.SATISFIED, 5): "In conversation: are they satisfied, 1 to 5",
    (SurveyQuestion.EASY, 7): "In conversation: was it easy, 1 to 7",
    (SurveyQuestion.EASY, 5): "In conversation: was it easy, 1 to 5",
    (SurveyQuestion.WORDS, None): "In conversation",
}
"""The names of the surveys that are always there, for what people hear by the way."""
_SCORE = re.compile(
    r"(-?[0-9]{1,9})(?:[.,]0{1,9})?(?:\s*(?:/|of|out of|von)\s*([0-9]{1,3}))?(?:\s*[-–—:(=]\s*\D*)?"
)
"""A number, of how many, and what survey tools write beside it: 9 - Very likely."""
IN_WORDS: dict[tuple[SurveyQuestion, int], tuple[tuple[str, ...], ...]] = {
    (SurveyQuestion.SATISFIED, 5): (
        ("very dissatisfied", "very unsatisfied", "sehr unzufrieden"),
        ("dissatisfied", "unsatisfied", "unzufrieden"),
        ("neutral", "neither satisfied nor dissatisfied", "teils, teils", "teils teils"),
        ("satisfied", "zufrieden"),
        ("very satisfied", "sehr zufrieden"),
    ),
    (SurveyQuestion.EASY, 5): (
        ("very difficult", "sehr schwierig"),
        ("difficult", "schwierig"),
        ("neutral", "neither easy nor difficult", "teils, teils", "teils teils"),
        ("easy", "einfach", "leicht"),
        ("very easy", "sehr einfach", "sehr leicht"),
    ),
    (SurveyQuestion.EASY, 7): (
        ("strongly disagree",),
        ("disagree",),
        ("somewhat disagree",),
        ("neutral", "neither agree nor disagree"),
        ("somewhat agree",),
        ("agree",),
        ("strongly agree",),
    ),
}
"""The words of survey tools for each score of a scale, from the lowest; nothing else is guessed."""
USUAL = {SurveyQuestion.RECOMMEND: 10, SurveyQuestion.SATISFIED: 5, SurveyQuestion.EASY: 7}
"""The highest score where only the question is said."""


def scales() -> dict[str, str]:
    """All scales as a form offers them: value → “Would they recommend us? 0 to 10”."""
    return {
        f"{question}{BETWEEN}{high}": f"{ASKS[question]} {low} to {high}"
        for question, known in SCALES.items()
        for low, high in known
    }


def scale_of(value: str) -> tuple[SurveyQuestion, int] | None:
    """The question and the highest score that a value of `scales` means; None for any other."""
    if value not in scales():
        return None
    question, _, high = value.partition(BETWEEN)
    return SurveyQuestion(question), int(high)


def asked(words: str) -> tuple[SurveyQuestion, int | None]:
    """What `--asks` says: “recommend”, “easy-5”, “words”. Raises WrongAsks."""
    said = words.strip().casefold()
    if said == SurveyQuestion.WORDS:
        return SurveyQuestion.WORDS, None
    usual = {str(each): f"{each}{BETWEEN}{most}" for each, most in USUAL.items()}
    found = scale_of(usual.get(said, said))
    if found is None:
        raise WrongAsks(words=values.quoted(words))
    return found


def said_scale(survey: Survey) -> str:
    """“Would they recommend us? 0 to 10”, or “Words only”."""
    asks = ASKS[SurveyQuestion(survey.question)]
    return asks if survey.lowest is None else f"{asks} {survey.lowest} to {survey.highest}"


def score(survey: Survey, words: str) -> int | None:
    """The score that words say: “3”, “3 of 10”, “9 - Very likely”, “Very satisfied”; else None.

    None is for no words at all.

    Raises NoScore, WordsAlone, OffScale.
    """
    said = words.strip()
    if not said:
        return None
    found = _SCORE.fullmatch(said)
    if survey.lowest is None:
        raise WordsAlone(name=survey.name)
    if found is None:
        return _in_words(survey, said)
    number = int(found[1])
    is_other = found[2] is not None and int(found[2]) != survey.highest
    if is_other or not survey.holds(number):
        raise OffScale(
            score=found[0] if is_other else str(number),
            lowest=str(survey.lowest), highest=str(survey.highest),
        )  # fmt: skip
    return number


def _in_words(survey: Survey, said: str) -> int:
    """The score that the words of a scale mean. Raises NoScore."""
    words = " ".join(said.split()).casefold()
    known = IN_WORDS.get((SurveyQuestion(survey.question), survey.highest or 0), ())
    for place, names in enumerate(known):
        if words in names:
            return (survey.lowest or 0) + place
    raise NoScore(score=values.quoted(said))


def said_score(survey: Survey, given: int | None) -> str:
    """“3 of 10”; empty where no score was given."""
    return "" if given is None else f"{given} of {survey.highest}"
