"""Which things a typed text names by their numbers: “T-3 and T-4”, “T-3/4”, “T-8 to T-10”.

Nothing between two numbers is left out: a range means each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from handlers.speech import dates, phrases
from handlers.speech.phrases import Reference
from handlers.speech.runs import LEADS
from handlers.speech.typed import Word
from handlers.speech.typing_errors import LongRange
from storage.signs import plain

LETTERS = "TIDEFYLNAWMORBHSG"
"""What the numbers of things begin with."""
MOST, MOST_ASKED = 5, 20
"""Things that one command can be about, and so many once it was asked whether all are meant."""
ALL = "all"
"""The field of a command that is about more, and was asked about."""
MOST_IN_RANGE = 50
"""Things that “T-1 to T-50” can name at once."""
_NOUNS = {
    **dict.fromkeys(("task", "tasks", "promise", "promises"), "T"),
    **dict.fromkeys(("issue", "issues"), "I"),
    **dict.fromkeys(("decision", "decisions"), "D"),
}
_AND = frozenset({"and", "&", "+", ",", "plus", "also", "both", "then"})
"""Words that join one number to the next, or lead to several."""
_TO = frozenset({"to", "-", "..", "...", "…", "through", "thru", "till", "until"})
_PARTED = frozenset(",;:.!?-–—")
_SPANS = frozenset({
    "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years",
})  # fmt: skip
"""Words that make a number so much time."""
_TELLS = frozenset({
    "is", "isn't", "was", "wasn't", "has", "hasn't", "in", "still", "needs", "must", "will",
    "won't", "can't", "cannot", "does", "doesn't", "comes", "waits",
})  # fmt: skip
"""Words that tell something of one thing."""
KEPT = re.compile(r"\b(?:because|evidence|proof)\b", re.IGNORECASE)
"""Words behind which nothing is named: what follows is kept as it was typed."""
_SPELLED = re.compile(
    rf"(?<![\w-])({'|'.join(_NOUNS)})\s+#?(\d{{1,9}})(?![\w-])", re.IGNORECASE | re.ASCII
)
_NEAR = 40
"""Characters behind a name that say whether it is one."""
_TOGETHER = re.compile(r"[,;/+&]")
_RANGE = re.compile(r"(#?[A-Za-z]-?\d{1,9}) ?(?:-|\.{2,3}|…) ?([A-Za-z]?-?\d{1,9})", re.ASCII)
_DATE_WORDS = 3
_MOST_JOINS = 4


def apart(word: Word) -> list[Word]:
    """Numbers that are written together, “T-1,T-2”, “T-1/2” or “T-1–T-3”, as words of their own.

    Raises LongRange.
    """
    if word.link or word.person:
        return [word]
    if said := _RANGE.fullmatch(word.plain):
        inside = list(_between(phrases.reference(said[1]), phrases.reference(said[2])))
        return [Word(each) for each in inside] or [word]
    parts = [part for part in _TOGETHER.split(word.seen) if part]
    if len(parts) < 2:
        return [word]
    first = phrases.reference(parts[0])
    if first is None or (first.letter not in LETTERS if first.letter else "#" not in parts[0]):
        return [word]
    return [Word(_with_letter(part, first.letter)) for part in parts]


def numbered(text: str) -> str:
    """A question with each “task 7” as T-7, whatever else it says."""
    return _SPELLED.sub(lambda match: f"{_NOUNS[match[1].lower()]}-{match[2]}", text)


def numbered_first(text: str, before: str = "") -> str:
    """A text that begins with “task 7” with T-7 instead; all else stays as it was typed.

    `before` is the word before it, where there is one.
    """
    match = _SPELLED.match(text)
    if match is None:
        return text
    behind = " ".join(text[match.end() : match.end() + _NEAR].split()[:1])
    if not _may_be_spelled([*map(Word, before.split())], behind):
        return text
    return f"{_NOUNS[match[1].lower()]}-{match[2]}{text[match.end() :]}"


def spelled_out(words: Sequence[Word]) -> list[Word]:
    """The same words, each range as all that it names and “task 7” as T-7.

    Raises LongRange.
    """
    told: list[Word] = []
    at = 0
    while at < len(words):
        inside = _range_from(words, at)
        if inside:
            told += [Word(each) for each in inside]
            at += 3
            continue
        letter = _NOUNS.get(words[at].lead.lstrip("#"))
        number = phrases.reference(words[at + 1].seen) if at + 1 < len(words) else None
        behind = words[at + 2].seen if at + 2 < len(words) else ""
        is_named = number and not number.letter and _may_be_spelled(told, behind)
        if letter and is_named:
            end = words[at + 1].seen
            told.append(Word(f"{letter}-{end.lstrip('#')}"))
            at += 2
            continue
        told.append(words[at])
        at += 1
    return told


def _may_be_spelled(before: Sequence[Word], behind: str) -> bool:
    """Whether “task 7” may name something there: “task 7 days late” does not."""
    is_span = Word(behind).lead.rstrip(".,;!?") in _SPANS
    return not is_span and not begins_part(before, behind)


def begins_part(before: Sequence[Word], behind: str) -> bool:
    """Whether a new part of a sentence begins with a name: “done, I-1 is still open”.

    That is part of what is said, and not what it is said of.
    """
    last = next((each for each in reversed(before) if not _is_and(each)), None)
    return last is not None and last.seen[-1:] in _PARTED and Word(behind).lead in _TELLS


def mentions(words: Sequence[Word]) -> bool:
    """Whether words speak of something that has a number."""
    found = [phrases.reference(word.seen) for word in spelled_out(words)]
    return any(each and each.letter and each.letter in LETTERS for each in found)


def named(words: Sequence[Word]) -> dict[int, str]:
    """The things that are named, by where: “T-3”, and “4” behind it as one of the same sort."""
    found: dict[int, str] = {}
    for at, word in enumerate(words):
        said = None if word.link else phrases.reference(word.seen)
        if said is None:
            continue
        if _is_told_there(words, at):
            continue
        if said.letter:
            if said.letter in LETTERS:
                found[at] = word.plain
        elif "#" in word.seen or at == 0:
            found[at] = word.plain
        elif (before := _listed_behind(words, at, found)) is not None:
            first = phrases.reference(found[before])
            letter = first.letter if first else ""
            found[at] = f"{letter}-{said.number}" if letter else word.plain
    return found


def _is_told_there(words: Sequence[Word], at: int) -> bool:
    """Whether a part of a sentence begins with the number there, or with its noun before it."""
    start = at - (at > 0 and words[at - 1].lead in _NOUNS)
    return begins_part(words[:start], words[at + 1].seen if at + 1 < len(words) else "")


def joining(words: Sequence[Word], found: Mapping[int, str]) -> set[int]:
    """Where words only join what is named to the next that is, or lead to several."""
    leads, at_one = set[int](), False
    for at in range(len(words) - 1, -1, -1):
        if at in found:
            at_one = True
        elif not _is_and(words[at]):
            at_one = False
        elif at_one:
            leads.add(at)
    return leads


def _is_and(word: Word) -> bool:
    return plain(word.seen).lower() in _AND


def _listed_behind(words: Sequence[Word], at: int, found: Mapping[int, str]) -> int | None:
    """The thing behind which a bare number is listed; None where it begins a date."""
    before = at - 1
    while before > at - _MOST_JOINS and before > 0 and _is_and(words[before]):
        before -= 1
    is_joined = before < at - 1 and any(words[each].seen != "," for each in range(before + 1, at))
    has_comma = before < at - 1 or words[at - 1].seen.endswith((",", ";"))
    is_listed = is_joined or (has_comma and _ends_list(words, at))
    if before not in found or not is_listed or _begins_date(words, at):
        return None
    return before


def _ends_list(words: Sequence[Word], at: int) -> bool:
    """Whether no more is said of a bare number: “T-3, 2 people needed” is no list."""
    behind = words[at + 1 :]
    if not behind or words[at].seen.endswith((",", ";", ":")) or _is_and(behind[0]):
        return True
    if behind[0].lead in LEADS or not behind[0].plain:
        return True
    ends = range(1, min(len(behind), _DATE_WORDS) + 1)
    return any(dates.looks_like_date(" ".join(word.plain for word in behind[:end])) for end in ends)


def _begins_date(words: Sequence[Word], at: int) -> bool:
    ends = range(at + 2, min(len(words), at + _DATE_WORDS) + 1)
    return any(
        dates.looks_like_date(" ".join(word.plain for word in words[at:end])) for end in ends
    )


def _range_from(words: Sequence[Word], at: int) -> list[str]:
    """All that “T-8 to T-10” names; nothing where no range begins."""
    if at + 2 >= len(words) or plain(words[at + 1].seen).lower() not in _TO:
        return []
    if words[at].link or words[at + 2].link:
        return []
    first, last = (phrases.reference(words[each].seen) for each in (at, at + 2))
    # “T-3 to 7 dec” is a day.
    return list(_between(first, last)) if last and last.letter else []


def _between(first: Reference | None, last: Reference | None) -> Iterator[str]:
    """Every name from one to another of the same sort. Raises LongRange."""
    if first is None or last is None or first.letter not in LETTERS or not first.letter:
        return
    if last.letter not in ("", first.letter) or last.number <= first.number:
        return
    count = last.number - first.number + 1
    if count > MOST_IN_RANGE:
        raise LongRange(count=f"{count:,}", most=str(MOST_IN_RANGE))
    yield from (f"{first.letter}-{n}" for n in range(first.number, last.number + 1))


def _with_letter(part: str, letter: str) -> str:
    said = phrases.reference(part)
    return f"{letter}-{said.number}" if said and not said.letter and letter else part
