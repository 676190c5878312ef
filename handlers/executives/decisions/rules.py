"""Which question fits a decision, which answers fit that, and which promises follow from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from handlers.executives.decisions import questions, weighing
from handlers.executives.decisions.questions import (
    QUESTIONS,
    WORDS,
    Answers,
    Question,
    Tag,
    Topic,
)
from handlers.executives.decisions.weighing import Reckoning
from handlers.promises import items
from handlers.speech import cleaning
from storage.audiences import Audience
from storage.customers import Tier
from storage.decisions import Decision, Impact
from storage.departments import Department

TELL = "tell"
"""What a task is for that tells customers; the other purposes are impacts."""

_PATTERNS = {
    topic: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for topic, words in WORDS.items()
}
_FITTING = {Impact.BETTER: Tag.LEVERAGE, Impact.WORSE: Tag.MITIGATE}


class Need(StrEnum):
    """Whether an answer has a part."""

    NO = "no"
    MAY = "may"
    MUST = "must"


@dataclass(frozen=True)
class Wants:
    """What there is to fill in with an answer.

    `why` says that words are needed, `task` and `tiers` whether somebody does something about it
    and whom it touches, `tell` that customers may be told, and `is_own` that the task is done by
    whoever answers.
    """

    why: bool = True
    task: Need = Need.NO
    tiers: Need = Need.NO
    tell: bool = False
    is_own: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether the click says all."""
        return not self.why and self.task is Need.NO


OFFERED: Mapping[Answers, tuple[Impact, ...]] = {
    Answers.CHANGE: (Impact.BETTER, Impact.WORSE, Impact.NONE, Impact.UNKNOWN),
    Answers.TOLD: (Impact.KNOWN, Impact.UNTOLD, Impact.BEYOND),
    Answers.WHO: (Impact.MINE, Impact.GIVEN, Impact.NOBODY),
    Answers.SENTENCE: (Impact.WRITTEN, Impact.PASSED_ON),
    Answers.NAME: (Impact.NAMED, Impact.ABSENT, Impact.PASSED_ON),
    Answers.HELPS: (Impact.HELPS, Impact.IN_VAIN, Impact.UNKNOWN),
}
"""The answers that fit a question, in the order of their buttons."""
CHANGES = OFFERED[Answers.CHANGE]
"""The answers to what a decision of somebody's changes for customers."""
WANTS: Mapping[Impact, Wants] = {
    Impact.BETTER: Wants(task=Need.MAY, tiers=Need.MUST, tell=True),
    Impact.WORSE: Wants(task=Need.MUST, tiers=Need.MUST, tell=True),
    Impact.NONE: Wants(),
    Impact.UNKNOWN: Wants(task=Need.MUST, tiers=Need.MAY, tell=True),
    Impact.KNOWN: Wants(),
    Impact.UNTOLD: Wants(why=False, task=Need.MUST),
    Impact.BEYOND: Wants(why=False),
    Impact.MINE: Wants(why=False, task=Need.MUST, is_own=True),
    Impact.GIVEN: Wants(why=False, task=Need.MUST),
    Impact.NOBODY: Wants(),
    Impact.WRITTEN: Wants(task=Need.MAY),
    Impact.NAMED: Wants(task=Need.MAY),
    Impact.ABSENT: Wants(why=False),
    Impact.PASSED_ON: Wants(why=False, task=Need.MUST),
    Impact.HELPS: Wants(why=False, task=Need.MUST),
    Impact.IN_VAIN: Wants(),
}
"""Where customers lose, are not told, or nobody knows, somebody must do something (customer
experience reference, section 4)."""
_CARE = (
    Impact.WORSE, Impact.UNTOLD, Impact.UNKNOWN, Impact.PASSED_ON, Impact.NAMED, Impact.MINE,
    Impact.GIVEN, Impact.HELPS, Impact.BETTER, Impact.WRITTEN, Impact.KNOWN, Impact.IN_VAIN,
    Impact.NONE, Impact.BEYOND, Impact.NOBODY, Impact.ABSENT,
)  # fmt: skip
"""What asks for more care comes first."""


class HasTopic(Protocol):
    """A decision, or what is exported of one."""

    @property
    def title(self) -> str:
        """What is to be decided."""

    @property
    def topic(self) -> str | None:
        """The type that is kept with it."""

    @property
    def prompt(self) -> str | None:
        """The key of the question of the bank that it puts, if it does."""


class Input(StrEnum):
    """The inputs of the form in which somebody answers."""

    WHY = "why"
    TIERS = "tiers"
    OWNER = "owner"
    TASK = "task"
    DAY = "day"
    TELL = "tell"


@dataclass(frozen=True)
class Said:
    """An answer as it was filled in; `day` is what the calendar field holds."""

    impact: Impact
    why: str
    tiers: tuple[Tier, ...] = ()
    owner_id: str = ""
    task: str = ""
    day: str = ""
    department: Department | None = None
    """Whose list the task goes on; None: the owner's."""
    tell: bool = False
    audience: Audience | None = None
    """Who may see the tasks that follow; None: those who see the decision."""
    reckoning: Reckoning = weighing.NOTHING
    """How many customers, how sure, who accepts it, and the small fix."""

    @property
    def is_accepted(self) -> bool:
        """Whether somebody accepts on purpose that it gets worse, and nobody is named to do it."""
        acts = self.owner_id or self.day or self.tell
        return self.impact is Impact.WORSE and bool(self.reckoning.acceptor) and not acts


def topic_of(title: str) -> Topic:
    """What a decision is about by the words in it; the first topic with the most of them."""
    hits = {topic: len(pattern.findall(title)) for topic, pattern in _PATTERNS.items()}
    best = max(hits, key=lambda topic: hits[topic])
    return best if hits[best] else Topic.UNIVERSAL


def question_of(decision: Decision) -> Question:
    """The question that a decision puts: the one it came with, else what it changes by its topic.

    The same decision always puts the same question.
    """
    of_bank = questions.known(decision.prompt, decision.title)
    return of_bank or question_for(topic_for(decision), decision.number)


def topic_for(decision: HasTopic) -> Topic:
    """The type of a decision: that of its question, what somebody said, else by its words."""
    of_bank = questions.known(decision.prompt)
    if of_bank:
        return of_bank.topic
    said = decision.topic
    return Topic(said) if said in set(Topic) else topic_of(decision.title)


def question_for(topic: Topic, number: int) -> Question:
    """What a decision of somebody's changes for customers, asked as its topic wants it.

    They take turns where a topic has several.
    """
    core = [each for each in _tagged(topic, Tag.CORE) if each.answers is Answers.CHANGE]
    return core[number % len(core)]


def may_bring(impact: Impact) -> set[str]:
    """What the tasks that an answer may bring are for."""
    wants = WANTS[impact]
    tells = {TELL} if wants.tell else set[str]()
    return tells | ({str(impact)} if wants.task is not Need.NO else set())


def offered(key: str) -> tuple[Impact, ...]:
    """The answers that fit the question of the bank with this key; without one, to a decision."""
    question = questions.known(key)
    return OFFERED[question.answers if question else Answers.CHANGE]


def offered_for(decision: Decision) -> tuple[Impact, ...]:
    """The answers that fit what a decision asks."""
    return offered(decision.prompt or "")


def hint_for(topic: Topic, impact: Impact) -> Question | None:
    """A question that helps to act on an impact: leverage a gain, soften a loss."""
    tag = _FITTING.get(impact)
    return next(iter(_tagged(topic, tag)), None) if tag else None


def cheap_for(topic: Topic, impact: Impact) -> Question | None:
    """The question about a small gesture, where customers lose."""
    return next(iter(_tagged(topic, Tag.CHEAP)), None) if impact == Impact.WORSE else None


def missing(said: Said, kept: Collection[str]) -> list[Input]:
    """The inputs that still need something, in the order of the form.

    `kept` says what there are tasks for already from an earlier answer.
    """
    wants, wanted = WANTS[said.impact], list[Input]()
    if wants.why and cleaning.says_nothing(said.why):
        wanted.append(Input.WHY)
    if wants.tiers is Need.MUST and not said.tiers:
        wanted.append(Input.TIERS)
    if wants.task is Need.NO or said.impact in kept or said.is_accepted:
        return wanted
    must_act = wants.task is Need.MUST
    if not said.owner_id:
        return [*wanted, Input.OWNER] if must_act or said.tell or said.day else wanted
    idle = cleaning.says_nothing(said.task)
    if len(said.task) > items.TITLE or (idle and (must_act or not said.tell)):
        wanted.append(Input.TASK)
    if not said.day:
        wanted.append(Input.DAY)
    return wanted


def promises(said: Said, kept: Collection[str], tell_title: str) -> dict[str, str]:
    """The titles of the tasks that follow, by what each is for; what is kept comes no second time.

    Call it with an answer for which nothing is missing.
    """
    found: dict[str, str] = {}
    if WANTS[said.impact].task is Need.NO:
        return found
    if said.impact not in kept and said.owner_id and not cleaning.says_nothing(said.task):
        found[said.impact] = said.task
    if said.tell and TELL not in kept:
        found[TELL] = tell_title
    return found


def counts(impacts: Sequence[str]) -> list[tuple[Impact, int]]:
    """How many say what: the most frequent first, then the one that asks for more care."""
    times: Mapping[str, int] = Counter(impacts)
    said = [(impact, times[impact]) for impact in _CARE if times.get(impact)]
    return sorted(said, key=lambda pair: -pair[1])


def _tagged(topic: Topic, tag: Tag) -> list[Question]:
    return [each for each in QUESTIONS if (each.topic, each.tag) == (topic, tag)]
