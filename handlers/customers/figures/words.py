"""How a figure of answers is said: never without how many they are, nor surer than it is."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.customers.figures.rules import FEWEST, SURE, FigureChange, Measured, compared
from handlers.speech import words as plain

FEW = "fewer than five"
CHANCE = "The difference may be chance."
CHANGED = {
    FigureChange.BETTER: "That is better, by more than chance.",
    FigureChange.WORSE: "That is worse, by more than chance.",
    FigureChange.CHANCE: CHANCE,
}
TOO_FEW = "Fewer than five answers without names: nothing of them is shown."
TOO_FEW_NAMED = "Fewer than five answers: executives and the CCO read which."


def signed(figure: int) -> str:
    """A figure with a minus that is as wide as a digit: “−7”."""
    return f"−{-figure:,}" if figure < 0 else f"{figure:,}"


def one_by_one(scores: Sequence[int]) -> str:
    """“Four answers: 9, 9, 6, 3.”: each of a few, the highest first."""
    listed = ", ".join(str(each) for each in sorted(scores, reverse=True))
    return f"{plain.capital(plain.count(len(scores), 'answer'))}: {listed}."


def recommended(found: Measured) -> str:
    """“−7, from 14 answers. With so few, anything from −47 to 35 fits.”, of five or more."""
    low, high = (signed(each) for each in found.range)
    if found.of < SURE:
        return f"{short(found)}. With so few, anything from {low} to {high} fits."
    return f"{short(found)} (between {low} and {high})."


def short(found: Measured) -> str:
    """“29, from 17 answers”: without its range, where another stands beside it."""
    return f"{signed(found.whole)}, from {plain.count(found.of, 'answer')}"


def shared(found: Measured, met: int, how: str) -> str:
    """“17 of 20 satisfied (64 to 95 %)”: every one of them counted, and the range of the share."""
    low, high = found.range
    return f"{met:,} of {found.of:,} {how} ({low} to {high} %)"


def beside(now: Measured, before: Measured, name: str) -> str:
    """“Summer: 29, from 17. The difference may be chance.”: what it was before, where that tells.

    `name` is markup. Empty where there are too few of either.
    """
    if min(now.of, before.of) < FEWEST:
        return ""
    said = CHANGED[compared(now, before)]
    return f"{name}: {signed(before.whole)}, from {before.of:,}. {said}"


def only_words(number: int) -> str:
    """“14 answers in words, without a score.”, or that nobody has answered."""
    return f"{plain.capital(plain.count(number, 'answer'))} in words, without a score."


def in_digest(count: int) -> str:
    """“Two customers gave a low score and have not heard from us: who calls them?”."""
    if count == 1:
        return "One customer gave a low score and has not heard from us: who calls them?"
    many = plain.capital(plain.count(count, "customer"))
    return f"{many} gave low scores and have not heard from us: who calls them?"
