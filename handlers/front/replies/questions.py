"""What Duly asked somebody in words is answered by their next words, where they can be an answer.

A command is a command, a question is a question, and thanks are thanks: the question stays then.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from handlers.front import verbs
from handlers.front.corrections import missing
from handlers.front.corrections import rules as correction_rules
from handlers.front.corrections.missing import Lack
from handlers.front.corrections.rules import Course
from handlers.front.replies import rules, sayings
from handlers.front.replies.rules import Meant
from handlers.front.replies.sayings import Sense
from handlers.speech import cleaning, phrases
from storage.kept import KeptWords

_SAID_OF_IT = frozenset({Lack.WHY, Lack.WHAT, Lack.NEXT})
"""Lacks that a sentence fills."""
_FILLING = frozenset({Sense.WORDS, Sense.DATE, Sense.ANSWER, Sense.COMMAND})
"""What can fill one; a command only where its words are none."""


def answered_by(
    found: Sequence[KeptWords], text: str, meant: Meant, known: Collection[str]
) -> tuple[KeptWords, Course] | None:
    """Which question somebody's words answer, and the command that they complete; else None."""
    if cleaning.says_nothing(text) or is_command(text, meant, known):
        return None
    for each in found:
        courses = [correction_rules.read(stored) for stored in each.courses]
        way = _completed(courses, text, meant, known) or _chosen(courses, text, meant, known)
        if way is not None:
            return each, way
    return None


def is_command(text: str, meant: Meant, known: Collection[str]) -> bool:
    """Whether words are a command by the very word for it, or call Duly by name."""
    if meant.sense is not Sense.COMMAND:
        return False
    first = phrases.first_word(text)[0].lower().strip(sayings.AROUND)
    return bool(sayings.PREFIX.match(text)) or first in known or meant.verb == "away"


def _completed(
    courses: Sequence[Course], text: str, meant: Meant, known: Collection[str]
) -> Course | None:
    way = next((each for each in courses if each.lacks), None)
    if way is None:
        return None
    lack = Lack(way.lacks)
    if lack is Lack.NEXT and missing.says_nothing_more(text):
        return Course("", missing.STAYS, way.text)
    said = _said(lack, _about(way), text, meant, known)
    is_day = meant.sense is Sense.DATE and set(meant.refs) <= {_about(way)}
    if is_day and (lack is Lack.NEXT or (lack is Lack.WHY and way.verb == "date")):
        # Another day than the one that was said before, or the first.
        return Course("", "date", f"{_about(way)} {meant.text}")
    return missing.completed(way, said) if said else None


def _said(lack: Lack, ref: str, text: str, meant: Meant, known: Collection[str]) -> str:
    """The words that fill what is lacking; empty where they are something else."""
    if lack is Lack.ITEM:
        return " ".join(meant.refs) if meant.sense is Sense.NAMED else ""
    others = [each for each in meant.refs if each != ref]
    if meant.sense not in _FILLING or (others and rules.begins_with_name(text)):
        return ""
    if ref in meant.refs and rules.begins_with_name(text):
        text = phrases.first_word(text)[1].lstrip("-–—:, ")
    if meant.sense is Sense.DATE:
        return _day(lack, text, meant)
    if rules.is_question(text) or (lack is Lack.NEXT and rules.is_denied(text)):
        return ""
    if lack is Lack.WHOSE and meant.verb == "handoff" and meant.text.startswith("to "):
        return meant.text
    if meant.sense is Sense.ANSWER and not _is_sentence(lack, text, meant, known):
        return ""
    return _fitting(lack, text)


def _fitting(lack: Lack, text: str) -> str:
    if lack is Lack.PARTS:
        return missing.parted(text, lambda words: bool(rules.spoken_date(words)))
    if lack in (Lack.DAY, Lack.UNTIL):
        return text if rules.names_a_day(text) or rules.names_a_day_anywhere(text) else ""
    return text


def _day(lack: Lack, text: str, meant: Meant) -> str:
    """A day where it is asked for; where a reason is, it is another answer."""
    if lack is Lack.PARTS:
        return f"by {meant.text}"
    if lack not in missing.NEEDED_DAYS:
        return text if lack is Lack.WORDS else ""
    return meant.text


def _is_sentence(lack: Lack, text: str, meant: Meant, known: Collection[str]) -> bool:
    """Whether words that begin as an answer does say why: “no budget”, “stuck with legal”.

    With a sign or “because” behind its first words it is that answer, and so it is with a day.
    """
    if (
        lack not in _SAID_OF_IT
        or not meant.text
        or meant.text[:1] in ",:"
        or verbs.BECAUSE.search(meant.text)
    ):
        return False
    if meant.text.startswith("to <@") or rules.names_a_day_anywhere(text):
        return False
    first = phrases.first_word(text)[0].lower().strip(sayings.AROUND)
    return first not in known or first in ("no", "help", "date", "done")


def _about(way: Course) -> str:
    """The one thing that a command is about; empty where it is about none yet."""
    refs = rules.names(phrases.first_word(way.text)[0])
    return refs[0] if len(refs) == 1 else ""


def _chosen(
    courses: Sequence[Course], text: str, meant: Meant, known: Collection[str]
) -> Course | None:
    """The way whose button somebody names; a yes means the one that stands out."""
    ways = [each for each in courses if each.label and each.verb in {*known, verbs.SAID}]
    if meant.sense is Sense.YES:
        likely = ways[:1] if len(ways) == 1 or _is_likely(ways) else []
        return likely[0] if likely else None
    if meant.sense is Sense.COURTESY:
        return None
    return missing.chosen(ways, text)


def _is_likely(ways: Sequence[Course]) -> bool:
    return bool(ways) and ways[0].likely and not any(each.likely for each in ways[1:])
