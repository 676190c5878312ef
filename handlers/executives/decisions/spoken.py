"""An answer to a decision in somebody's own words: “no change because it is below inflation”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
_AROUND = ' *_~"“”'


@dataclass(frozen=True)
class SpokenAnswer:
    """What somebody says of a decision, and why; `why` is empty where they say no more."""

    impact: Impact
    why: str = ""


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
            parted = _PARTED.match(plain(rest))
            why = rest[parted.end() if parted else 0 :]
            is_apart = not rest.strip() or why != rest.lstrip()
            return SpokenAnswer(impact, typed.seen(why).strip(_AROUND)) if is_apart else None
    return None


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
