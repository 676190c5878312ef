"""Which question fits a decision, what an answer must hold, and which promises follow from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers.executives.decisions.questions import BY_KEY, QUESTIONS, WORDS, Question, Tag, Topic
from handlers.promises import items
from handlers.speech import cleaning
from storage.audiences import Audience
from storage.customers import Tier
from storage.decisions import Impact

TELL = "tell"
"""What a task is for that tells customers; the other purposes are impacts."""

MUST_ACT = frozenset({Impact.WORSE, Impact.UNKNOWN})
SHOWS_SIDES = frozenset({Impact.BETTER, Impact.WORSE})
_PATTERNS = {
    topic: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for topic, words in WORDS.items()
}
_FITTING = {Impact.BETTER: Tag.LEVERAGE, Impact.WORSE: Tag.MITIGATE}


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
    tell: bool = False
    audience: Audience | None = None
    """Who may see the tasks that follow; None: those who see the decision."""


def topic_of(title: str) -> Topic:
    """What a decision is about by the words in it; the first topic with the most of them."""
    hits = {topic: len(pattern.findall(title)) for topic, pattern in _PATTERNS.items()}
    best = max(hits, key=lambda topic: hits[topic])
    return best if hits[best] else Topic.UNIVERSAL


def question_for(title: str, number: int) -> Question:
    """The question put with a decision: a core one of its topic, in turn where there are several.

    The same decision always gets the same question.
    """
    core = _tagged(topic_of(title), Tag.CORE)
    return core[number % len(core)]


def question_about(key: str) -> Question | None:
    """The question of the bank with this key, if it is still there."""
    return BY_KEY.get(key)


def hint_for(topic: Topic, impact: Impact) -> Question | None:
    """A question that helps to act on an impact: leverage a gain, soften a loss."""
    tag = _FITTING.get(impact)
    return next(iter(_tagged(topic, tag)), None) if tag else None


def cheap_for(topic: Topic, impact: Impact) -> Question | None:
    """The question about a small gesture, where customers lose."""
    return next(iter(_tagged(topic, Tag.CHEAP)), None) if impact == Impact.WORSE else None


def missing(said: Said, kept: Collection[str]) -> list[Input]:
    """The inputs that still need something, in the order of the form.

    `kept` says what there are tasks for already from an earlier answer. Where customers lose or
    nobody knows, somebody must do something (customer-experience reference, section 4).
    """
    wanted: list[Input] = []
    if cleaning.says_nothing(said.why):
        wanted.append(Input.WHY)
    if said.impact in SHOWS_SIDES and not said.tiers:
        wanted.append(Input.TIERS)
    if said.impact in kept:
        return wanted
    must_act = said.impact in MUST_ACT
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
    if said.impact not in kept and said.owner_id and not cleaning.says_nothing(said.task):
        found[said.impact] = said.task
    if said.tell and TELL not in kept:
        found[TELL] = tell_title
    return found


def counts(impacts: Sequence[str]) -> list[tuple[Impact, int]]:
    """How many say what: the most frequent first, then the one that asks for more care."""
    care = (Impact.WORSE, Impact.UNKNOWN, Impact.BETTER, Impact.NONE)
    times: Mapping[str, int] = Counter(impacts)
    said = [(impact, times[impact]) for impact in care if times.get(impact)]
    return sorted(said, key=lambda pair: -pair[1])


def _tagged(topic: Topic, tag: Tag) -> list[Question]:
    return [each for each in QUESTIONS if (each.topic, each.tag) == (topic, tag)]
