"""What people type of an absence is read here: from when, until when, who stands in, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from handlers.speech import dates, reasons
from handlers.speech.typed import Word
from storage.signs import plain

_BECAUSE = frozenset({"because", "cause", "cos"})
_NAME = 3
"""So many words a name has at most."""

_STANDS_IN = re.compile(
    r"\b(?:will |is |are |'s )?(?:stand(?:s|ing)? in|cover(?:s|ing)?|fill(?:s|ing)? in|"
    r"step(?:s|ping)? in|takes? over|deputi[sz](?:es|ing)|"
    r"(?:(?:as|is|will be) )?(?:my )?(?:deputy|stand-?in)"
    r"(?=[.!]?$| (?:until|till|through|from|for)\b))"
    r"(?: for me)?\b",
    re.IGNORECASE,
)
_DEPUTY = re.compile(
    r"\b(?:deputy(?: is)?|stand-?in(?: is)?|covered by|(?:please )?(?:ask|contact|see)) ",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"(?:i'?m|i am|i'll be|i will be|me|we|away|off|out(?: of (?:the )?office)?|ooo|on|at|"
    r"not (?:here|in|at work)|today i'?m)\b[\s,:]*",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"(?:on (?:my |a )?)?(?P<why>(?:annual |parental |maternity |paternity |sick |family )?leave|"
    r"vacation|holidays?|pto|sick|ill|travell?ing)\b[\s,:]*",
    re.IGNORECASE,
)
_FIRST = r"(?:from |since |starting(?: from| on)? |beginning |as of |on )?"
_BETWEEN = re.compile(
    rf"{_FIRST}(?P<start>.+?),? (?P<how>until|till|til|to|through|thru|up to|-|and back(?: on)?|"
    r"back(?: on)?) (?P<end>.+)",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?P<how>until|till|til|to|through|thru|up to|(?:i'?m |and )?back(?: on| at)?|"
    r"returning(?: on)?) (?P<end>.+)",
    re.IGNORECASE,
)
_FOR = re.compile(rf"(?:{_FIRST}(?P<start>.+?),? )?for (?P<span>(?:the )?.+)", re.IGNORECASE)
_FROM = re.compile(r"(?:from|since|starting(?: from| on)?|beginning|as of) (?P<start>.+)", re.I)
_LENGTH = re.compile(
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|(?:a )?couple(?: of)?)"
    r" ?(?:working |business )?(?:h|hours?|d|days?|w|weeks?|fortnights?|months?)",
    re.IGNORECASE,
)
"""How long somebody is away, where no more is said: “3 days”."""
_MENTION = re.compile(r"<@[UW][A-Z0-9]+>")
_TELLING = frozenset({"tell", "told", "inform", "notify", "cc", "thank", "thanks"})
"""Words behind which somebody is mentioned who does not stand in."""
_AT_THE_END = re.compile(
    r"(?<![ ,;])(?:[ ,;]+(?:and|with|to))?[ ,;]+(?P<who><@[UW][A-Z0-9]+>)[.!]?$"
)
"""Somebody who is mentioned last stands in; signs before it are looked at from their first."""
_IS = re.compile(r"^(?:is|will be|'s)\b\s*", re.IGNORECASE)
_IS_BEHIND = re.compile(r"$|(?:my )?deputy\b|stand-?in\b", re.IGNORECASE)
_DAY = r"\d{1,2}(?:st|nd|rd|th|\.)?"
_MONTH = r"(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?: \d{4})?)"
_TWO_DATES = re.compile(
    r"(?P<first>\d{1,2}[./]\d{1,2}\.?(?:\d{2,4})?|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*) ?- ?"
    r"(?P<second>\d{1,2}[./]\d|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)",
    re.IGNORECASE,
)
_SAME_MONTH = re.compile(
    rf"(?:from )?(?P<first>{_DAY}) ?(?:-|to|until|till) ?(?P<second>{_DAY}) {_MONTH}", re.IGNORECASE
)
_MONTH_FIRST = re.compile(
    rf"(?:from )?{_MONTH} (?P<first>{_DAY}) ?(?:-|to|until|till) ?(?P<second>{_DAY})", re.IGNORECASE
)
_INCLUSIVE = re.compile(r"^(?:and including |including )|(?:,? inclusive(?:ly)?)$", re.IGNORECASE)


@dataclass(frozen=True)
class TypedAbsence:
    """An absence in its writer's words, each part as it was typed; empty where it is missing.

    `through` says that `end` is the last day away and not the first day back. `span` is how long
    it is, `period` the days themselves. `deputy` are the words before which, or behind which, they
    said that somebody stands in: the nearest first.
    """

    start: str = ""
    end: str = ""
    through: bool = False
    span: str = ""
    period: str = ""
    deputy: tuple[str, ...] = ()
    reason: str = ""
    who: str = ""
    """Who is away, where that is not whoever types it: “@sara until monday”."""


IsCalled = Callable[[str], bool]
"""Whether somebody is called so."""


def read(words: Sequence[Word], is_known: IsCalled) -> TypedAbsence:
    """Read what was typed behind “away”; whatever is no clause of its own is part of a date."""
    said, reason = _reason(words)
    who, text = _who(_text(said), is_known)
    text, deputy = _deputy(text, is_known)
    text, why = _without_state(text)
    return replace(_dates(_spread(text), deputy, reason or why), who=who)


def _who(text: str, is_known: IsCalled) -> tuple[str, str]:
    """Who is named first, and the text behind; nobody where somebody speaks of themselves."""
    words = text.split()
    if len(words) == 1 and _MENTION.fullmatch(text):
        return text, ""
    for length in range(min(_NAME, len(words) - 1), 0, -1):
        name = " ".join(words[:length]).strip(" ,:")
        rest = _IS.sub("", " ".join(words[length:]).strip(" ,"))
        if _IS_BEHIND.match(rest) or _STANDS_IN.match(rest):
            continue
        if _MENTION.fullmatch(name) or (is_known(name.removeprefix("@")) and not _is_day(name)):
            return name, rest
    return "", text


def _is_day(name: str) -> bool:
    """Whether a name is also the beginning of a date, as April or May is."""
    return dates.looks_like_date(f"{name} 5") or dates.looks_like_date(name)


def _spread(text: str) -> str:
    """A text in which “24/12-27/12”, “24-27 dec” and “mon-wed” are a beginning and an end."""
    text = _TWO_DATES.sub(r"\g<first> - \g<second>", text)
    if said := _SAME_MONTH.fullmatch(text):
        return f"{said['first']} {said['month']} - {said['second']} {said['month']}"
    if said := _MONTH_FIRST.fullmatch(text):
        return f"{said['first']} {said['month']} - {said['second']} {said['month']}"
    return text


def _text(words: Sequence[Word]) -> str:
    """As it is read: plain signs, people as Slack mentions them."""
    return " ".join(f"<@{each.person}>" if each.person else plain(each.seen) for each in words)


def _reason(words: Sequence[Word]) -> tuple[Sequence[Word], str]:
    """What stands before “because”, and what stands behind it."""
    for at, word in enumerate(words):
        if word.lead in _BECAUSE:
            return words[:at], reasons.behind(words[at + 1 :])
    return words, ""


def _deputy(text: str, is_known: IsCalled) -> tuple[str, tuple[str, ...]]:
    """The text without who stands in, and what they may be called, the likeliest first."""
    match = _STANDS_IN.search(text)
    if match:
        before = text[: match.start()].rstrip(" ,;").split()
        return _taken(before, -1, is_known, text[match.end() :])
    match = _DEPUTY.search(text)
    if match:
        behind = text[match.end() :].split()
        return _taken(behind, 1, is_known, text[: match.start()])
    match = _AT_THE_END.search(text)
    before = text[: match.start()].lower().split()[-1:] if match else []
    if match and _TELLING.isdisjoint(before):
        return text[: match.start()].rstrip(" ,;"), (match["who"],)
    return text, ()


def _taken(
    words: list[str], way: int, is_known: IsCalled, rest: str
) -> tuple[str, tuple[str, ...]]:
    """Take a name from the end of words, or with `way` 1 from their beginning."""
    names = []
    for length in range(min(_NAME, len(words)), 0, -1):
        part = words[-length:] if way < 0 else words[:length]
        names.append((length, " ".join(part).strip(" ,;.")))
    known = next((each for each in names if is_known(each[1])), None)
    length, name = known or (names[-1] if names else (0, ""))
    left = words[:-length] if way < 0 else words[length:]
    if not length:
        left = words
    around = [" ".join(left), rest] if way < 0 else [rest, " ".join(left)]
    text = " ".join(part.strip(" ,;") for part in around if part.strip(" ,;"))
    return re.sub(r"(?:^|[ ,;])(?:and|with|while)$", "", text).strip(" ,;"), (name,) if name else ()


def _without_state(text: str) -> tuple[str, str]:
    """The text without “I'm out of office”, and what of that is a reason: “sick”."""
    why = ""
    while True:
        match = _WHY.match(text)
        if match:
            why = why or match["why"]
        else:
            match = _STATE.match(text)
        if match is None or not match.end():
            return text.strip(" ,;"), why
        text = text[match.end() :]


def _dates(text: str, deputy: tuple[str, ...], reason: str) -> TypedAbsence:
    end = ""
    if match := _UNTIL.fullmatch(text):
        end, through = _end(match)
        return TypedAbsence(end=end, through=through, deputy=deputy, reason=reason)
    if match := _BETWEEN.fullmatch(text):
        end, through = _end(match)
        start = match["start"].strip(" ,")
        return TypedAbsence(start, end, through, deputy=deputy, reason=reason)
    if match := _FOR.fullmatch(text):
        start = (match["start"] or "").strip(" ,")
        return TypedAbsence(start=start, span=match["span"], deputy=deputy, reason=reason)
    if match := _FROM.fullmatch(text):
        return TypedAbsence(start=match["start"], deputy=deputy, reason=reason)
    if _LENGTH.fullmatch(text):
        return TypedAbsence(span=text, deputy=deputy, reason=reason)
    return TypedAbsence(period=text, deputy=deputy, reason=reason)


def _end(match: re.Match[str]) -> tuple[str, bool]:
    """The words of the end, and whether the day that they name is still part of it."""
    end = _INCLUSIVE.sub("", match["end"]).strip(" ,")
    through = match["how"].lower() in ("through", "thru") or end != match["end"].strip(" ,")
    return end, through
