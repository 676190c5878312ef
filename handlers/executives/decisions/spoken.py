"""An answer to a decision in somebody's own words: “no change because it is below inflation”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handlers.executives.decisions import segments
from handlers.executives.decisions.rules import CHANGES
from handlers.executives.decisions.words import SIGNS
from handlers.speech import typed
from storage.decisions import Impact
from storage.signs import plain

ALSO: Mapping[Impact, str] = {
    Impact.NONE: "no change|same|the same|no impact|nothing changes|no difference",
    Impact.UNKNOWN: "i don't know|i don't know yet|don't know|don't know yet|not sure|not sure yet",
}
"""What people say beside the words on the buttons."""
_LEADING = re.compile(
    r"(?:(?:i think|i'd say|i say|my answer|answer)[ :,]+)?(?:(?:that )?(?:it|this|that)(?:'s|"
    r" is| gets| becomes| makes it| will be)?|is|gets)? *",
    re.IGNORECASE,
)
_PARTED = re.compile(
    r"\s*(?:[,;:.!-]+\s*)?(?:\b(?:because|since|as)\b[:,]?\s*(?:of\s)?)?", re.IGNORECASE
)
_SIGN = r"[\s,;:.!?–—-]"
TAKING_BACK = re.compile(
    rf"{_SIGN}*(?:(?:no(?=\s*[,;:.!–—-])|sorry|wait|well|or|rather|actually|i mean|but)\b"
    rf"{_SIGN}*)*",
    re.IGNORECASE,
)
"""What stands before another answer of somebody who thinks better of the first."""
_AROUND = ' *_~"“”'


@dataclass(frozen=True)
class SpokenAnswer:
    """What somebody says of a decision, and why; `why` is empty where they say no more.

    `whom` are the words that say for whom, for about how many and how surely. Where more was said
    than could be understood it `is_unread`, and `why` has all of it.
    """

    impact: Impact
    why: str = ""
    whom: str = ""
    is_unread: bool = False


def read(text: str, offered: Iterable[Impact]) -> SpokenAnswer | None:
    """The one of these answers with which a text begins; what else it says is the reason.

    None where it begins with none, or goes on as a sentence: “worse than we thought”.
    """
    said = text.strip(_AROUND)
    if leading := _LEADING.match(plain(said)):
        said = said[leading.end() :]
    for phrase, impact in _phrases(offered):
        rest = said[len(phrase) :]
        if plain(said[: len(phrase)]).lower() == phrase and not rest[:1].isalnum():
            return _behind(impact, rest)
    return None


def _behind(impact: Impact, rest: str) -> SpokenAnswer | None:
    """The answer with what stands behind it."""
    whom = segments.read(rest) if impact in CHANGES else segments.Whom()
    why = _why(rest[whom.ends :])
    if not whom.is_said and why and _is_taken_back(impact, rest):
        said = typed.seen(rest).lstrip(" ,;:.!?–—-").strip(_AROUND)
        return SpokenAnswer(impact, said, is_unread=True)
    if not whom.is_said and not whom.is_unclear:
        return None if why is None else SpokenAnswer(impact, why)
    if why is None or _is_another(impact, why) or not whom.is_said:
        return SpokenAnswer(impact, typed.seen(rest).strip(_AROUND), is_unread=True)
    said = rest[: whom.ends].strip(" ,")
    return SpokenAnswer(impact, why, said, is_unread=whom.is_unclear)


def _why(rest: str) -> str | None:
    """The reason behind an answer; None where the answer goes on as a sentence."""
    parted = _PARTED.match(plain(rest))
    why = rest[parted.end() if parted else 0 :]
    is_apart = not rest.strip() or why != rest.lstrip()
    return typed.seen(why).strip(_AROUND) if is_apart else None


def _is_another(impact: Impact, why: str) -> bool:
    """Whether something else is said of others: “worse for key accounts, better for the rest”."""
    begins = plain(why).lower()
    others = [phrase for phrase, other in _phrases(CHANGES) if other is not impact]
    return any(re.match(rf"{re.escape(phrase)}\b", begins) for phrase in others)


def _is_taken_back(impact: Impact, rest: str) -> bool:
    """Whether another answer follows at once: “no change, no, worse for key accounts”."""
    leading = TAKING_BACK.match(plain(rest))
    return _is_another(impact, rest[leading.end() if leading else 0 :])


def _phrases(offered: Iterable[Impact]) -> list[tuple[str, Impact]]:
    """Each way to say each answer, the longest first."""
    ways = {
        phrase: impact
        for impact in offered
        for phrase in (*_labels(impact), *filter(None, ALSO.get(impact, "").split("|")))
    }
    return sorted(ways.items(), key=lambda way: -len(way[0]))


def _labels(impact: Impact) -> list[str]:
    """What stands on its button and above its form."""
    sign = SIGNS[impact]
    shown = (sign.button, sign.short, sign.form)
    return [said for each in shown if (said := plain(each).rstrip("…").split(",")[0].lower())]
