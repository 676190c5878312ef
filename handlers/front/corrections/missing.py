"""What Duly asked for in words is completed by the words that answer it.

A question is kept as the command that came to nothing, with the one thing that it lacks; the answer
takes that place. Nothing is guessed: what cannot be such an answer is left to be read as usual.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from handlers.front import verbs
from handlers.front.corrections.rules import Course
from handlers.speech import cleaning, phrases, typed
from handlers.speech.absence_errors import UntilMissing
from handlers.speech.answer_errors import DayPassed, ReasonForHelp
from handlers.speech.errors import (
    DecisionMissing,
    Missing,
    MissingWords,
    NoteTooLong,
    ReasonMissing,
    TextTooLong,
    UserError,
)
from handlers.speech.promise_errors import UnclearItem
from handlers.speech.typing_errors import NotYetDone, TwoLists
from storage.signs import plain


class Lack(StrEnum):
    """What a command lacks that Duly asks about."""

    WHY = "why"
    """The reason."""
    WHAT = "what"
    """What would help."""
    WHOSE = "whose"
    """Who is to have it."""
    DAY = "day"
    """The day by which it will be done."""
    UNTIL = "until"
    """The day until which it rests, or somebody is away."""
    NEXT = "next"
    """What is to become of what is not done: a day, or what would help."""
    ITEM = "item"
    """The number of what it is about."""
    PARTS = "parts"
    """Who does it, by when, and all else that is filed by its little word."""
    WORDS = "words"
    """All that is said behind the command."""


_OF_REFUSALS: Mapping[type[UserError], Lack] = {
    ReasonForHelp: Lack.WHAT,
    ReasonMissing: Lack.WHY,
    DayPassed: Lack.DAY,
    UntilMissing: Lack.UNTIL,
    NotYetDone: Lack.NEXT,
    UnclearItem: Lack.ITEM,
    DecisionMissing: Lack.WORDS,
    TwoLists: Lack.WORDS,
}
"""What each refusal asks for that asks in words, by the first kind that it is of."""
_OF_COMMANDS: Mapping[str, Lack] = {
    "handoff": Lack.WHOSE,
    "owner": Lack.WHOSE,
    "snooze": Lack.UNTIL,
    "date": Lack.DAY,
    "note": Lack.WHAT,
}
"""What these lack where they say nothing but what they are about."""
_ONE_THING = re.compile(r"[A-Za-z]-\d{1,9}", re.ASCII)
NEEDED_DAYS = frozenset({Lack.DAY, Lack.UNTIL, Lack.NEXT, Lack.PARTS})
"""Lacks that a day alone answers."""
_LEADS = frozenset({"to", "by", "for", "in", "because", "until", "till", "on", "at", "before"})
"""Little words by which a part of a command is filed."""
_BECAUSE = re.compile(r"(?:it(?:'s| is) )?(?:because|since|cause|'cause)\b(?: of\b)?[,:]?\s*", re.I)
_TO = re.compile(r"(?:(?:it|that|this)(?:'s| is)\s+)?(?:(?:to|for|with|ask)\s+)?", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:['’]s)?[ .!]*$")
_BY = re.compile(r"(?:by|until|till|to|on|for)\s+", re.IGNORECASE)
_NOTHING = frozenset({"no", "nope", "nothing", "none", "neither", "no thanks", "not really"})
_BOTH = frozenset({"both", "all", "all of them", "both of them", "all of these", "every one"})
STAYS = "stays"
"""What becomes of a thing of which neither a day nor help is wanted: nothing."""
_MOST_CHOSEN = 8
"""Words of an answer that chooses a button by what stands on it."""


def of_refusal(error: UserError, verb: str, text: str) -> list[Course]:
    """What a refusal asks for in words, as the command that waits for it; empty where nothing."""
    lack = next((lack for kind, lack in _OF_REFUSALS.items() if isinstance(error, kind)), None)
    if isinstance(error, MissingWords):
        lack = _OF_COMMANDS.get(verb) if _ONE_THING.fullmatch(text.strip()) else None
    if lack is None:
        return []
    if lack is Lack.NEXT:
        ref = error.facts["ref"]
        return [] if " " in ref else [asking("date", ref, lack)]
    return [asking(verb, text, lack)]


def asking(verb: str, text: str, lack: Lack) -> Course:
    """The command that waits for what it lacks; it has no button."""
    return Course("", verb, text, lacks=lack)


def completed(way: Course, said: str) -> Course:
    """The command with what was said in the place of what it lacks."""
    complete = _COMPLETED[Lack(way.lacks)]
    return replace(complete(way, said.strip()), lacks="")


def is_in_vain(way: Course, error: UserError, verb: str, text: str) -> bool:
    """Whether a reason completed a command that was refused for all else than its reason."""
    is_said = way.lacks in (Lack.WHY, Lack.WHAT) and verb == way.verb
    is_of_answer = isinstance(error, ReasonMissing | TextTooLong | NoteTooLong | Missing)
    return is_said and text.startswith(f"{way.text.strip()}") and not is_of_answer


def says_nothing_more(said: str) -> bool:
    """Whether somebody says that neither a day nor help is needed."""
    return _bare(said) in _NOTHING


def chosen(courses: Sequence[Course], said: str) -> Course | None:
    """The way whose button is meant: by all that stands on it, its number, or some of its words."""
    ways = [way for way in courses if way.label]
    bare = _bare(said)
    words = bare.split()
    if not words or len(words) > _MOST_CHOSEN:
        return None
    asked = [way for way in ways if way.verb == verbs.SAID]
    if bare in _BOTH and len(asked) > 1 and len(asked) == len(ways):
        return _all(asked)
    exact = [way for way in ways if _bare(way.label) == bare]
    near = exact or [way for way in ways if set(words) <= set(_bare(way.label).split())]
    return near[0] if len(near) == 1 else None


def _all(ways: Sequence[Course]) -> Course:
    """The same words about each of the things."""
    refs = [phrases.first_word(way.text)[0] for way in ways]
    said = phrases.first_word(ways[0].text)[1]
    return replace(ways[0], text=f"{' '.join(refs)} {said}")


def parted(said: str, is_day: Callable[[str], bool]) -> str:
    """“sara friday” as the parts of a command: “to sara by friday”."""
    words = said.strip(" ,.").split()
    if not words or words[0].lower() in _LEADS:
        return " ".join(words)
    for at in range(len(words)):
        day = " ".join(words[at:])
        if is_day(day) and not _BY.match(day):
            who = " ".join(words[:at]).rstrip(" ,")
            return f"to {who} by {day}" if who else f"by {day}"
    return f"to {' '.join(words)}"


def _why(way: Course, said: str) -> Course:
    led = _BECAUSE.match(said)
    return replace(way, text=f"{way.text.strip()} because {said[led.end() :] if led else said}")


def _what(way: Course, said: str) -> Course:
    return replace(way, text=f"{way.text.strip().rstrip(':')}: {said}")


def _whose(way: Course, said: str) -> Course:
    led = _TO.match(said)
    who = _POSSESSIVE.sub("", said[led.end() :] if led else said)
    return replace(way, text=f"{way.text} to {who}")


def _day(way: Course, said: str) -> Course:
    return replace(way, text=f"{way.text} by {_BY.sub('', said, count=1)}")


def _until(way: Course, said: str) -> Course:
    return replace(way, text=f"{way.text} until {_BY.sub('', said, count=1)}".strip())


def _next(way: Course, said: str) -> Course:
    """Another command where it is no day."""
    return replace(way, verb="help", text=f"{way.text}: {said}")


def _item(way: Course, said: str) -> Course:
    return replace(way, text=f"{said} {way.text}".strip())


def _parts(way: Course, said: str) -> Course:
    """Before the reason, behind which nothing is filed."""
    because = verbs.BECAUSE.search(way.text)
    head = way.text[: because.start()] if because else way.text
    return replace(way, text=f"{head.strip()} {said} {way.text[len(head) :]}".strip())


def _words(way: Course, said: str) -> Course:
    return replace(way, text=said)


_COMPLETED: Mapping[Lack, Callable[[Course, str], Course]] = {
    Lack.WHY: _why,
    Lack.WHAT: _what,
    Lack.WHOSE: _whose,
    Lack.DAY: _day,
    Lack.UNTIL: _until,
    Lack.NEXT: _next,
    Lack.ITEM: _item,
    Lack.PARTS: _parts,
    Lack.WORDS: _words,
}


def _bare(words: str) -> str:
    return " ".join(_signs(cleaning.line(plain(typed.seen(words))).lower()))


def _signs(words: str) -> Iterator[str]:
    yield from filter(None, (each.strip(" .,:;!?()`*_~'\"…“”") for each in words.split()))
