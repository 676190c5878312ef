"""One clause of a command is read here: who, when, for whom, where, how bad, or why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from handlers.speech import beside, dates, levels, reasons, typed
from handlers.speech.dates.names import is_month
from handlers.speech.runs import LEADS, MOST_RUN, Slot, ends, runs
from handlers.speech.typed import Word
from storage.customers import Customer
from storage.departments import Department, key_of
from storage.signs import plain

ME = "me"
"""The value of an owner who is whoever types it."""
DROPPED = frozenset({"by", "until", "till", "on", "due"})
"""Little words that are no part of the date behind them."""
_OF = frozenset({
    "of", "from", "since", "after", "the", "this", "next", "last", "than", "like", "as", "and",
    "or", "to", "with", "about", "every", "each", "not",
})  # fmt: skip
"""Words behind which a date is part of a sentence."""
_MOST_DAY = 5
"""Words of a day before its hour."""
_PLEASE = "please"
_MYSELF = frozenset({"me", "@me", "myself"})
_AND = frozenset({"and", "or", "&", "+", "/", ",", ";"})
_DASHES = ("-", "–", "—", "/", "=")
_CLOCK = re.compile(r"\d{1,2}(?:[:.h]\d{2}|[ap]m|h)", re.IGNORECASE | re.ASCII)
_IS = frozenset({"is", "of", "level", "grade", "="})
"""What may stand between “severity” and how bad it is."""


@dataclass(frozen=True)
class KnownNames:
    """What is known by the words of a command, under `key_of` them; people by their Slack ids."""

    people: Mapping[str, str] = field(default_factory=dict)
    customers: Mapping[str, Customer] = field(default_factory=dict)
    departments: Mapping[str, Department] = field(default_factory=dict)
    reasons: bool = True
    """Whether “because” begins a reason."""
    severities: bool = False
    """Whether “sev” says how bad something is."""
    levels: bool = False
    """Whether words such as “urgent” say so by themselves."""


@dataclass(frozen=True)
class Clause:
    """A clause of a command: the words from `start` up to `end`, and what is said by them.

    `value` is what the words are known for: a person's Slack id, a row, or the words of a date. It
    is None for a little word behind which nothing is known, and then `end` is behind that word.
    """

    kind: Slot
    start: int
    end: int
    said: str = ""
    value: object = None
    group: bool = False
    """Whether it names a user group, where one person is asked for."""


def led(words: Sequence[Word], at: int, known: KnownNames, begins: set[int]) -> list[Clause]:
    """The clause that a little word leads, and what is listed behind it; empty for none.

    `begins` says where little words stand.
    """
    for kind in LEADS[words[at].lead]:
        read = _READERS[kind](words, at, known)
        if read is None:
            continue
        if kind is Slot.OWNER:
            return [read, *_others(words, read.end, known)]
        if kind is Slot.DATE:
            return [read, *_other_dates(words, read.end, begins)]
        return [read, *(_further(words, read.end, kind, known) if kind in _FINDERS else ())]
    return []


def joins(word: Word) -> bool:
    """Whether a word says that there is more of the same: “and”, a comma."""
    return plain(word.seen).lower() in _AND


def _owner(words: Sequence[Word], at: int, known: KnownNames) -> Clause | None:
    return _person(words, at, at + 1, known)


def _person(words: Sequence[Word], start: int, at: int, known: KnownNames) -> Clause | None:
    """The person named from `at` on, in a clause that begins at `start`."""
    if at >= len(words):
        return None
    first = words[at]
    if first.person or first.group:
        value = first.person or first.group
        return Clause(Slot.OWNER, start, at + 1, first.plain, value, group=bool(first.group))
    if first.plain.lower() in _MYSELF:
        return Clause(Slot.OWNER, start, at + 1, first.plain, ME)
    for end, said in runs(words, at):
        found = known.people.get(key_of(said).removeprefix("@"))
        if found:
            is_longer = start > 0 and beside.goes_on(words, at, end)
            return None if is_longer else Clause(Slot.OWNER, start, end, said, found)
    if first.plain.startswith("@") and len(first.plain) > 1:
        return Clause(Slot.OWNER, start, at + 1, first.plain, first.plain)
    department = _department_at(words, at, known)
    if department and isinstance(department.value, Department):
        name = department.value.name
        return Clause(Slot.OWNER, start, department.end, name, name, group=True)
    return None


def is_plain_owner(words: Sequence[Word], at: int) -> bool:
    """Whether it takes no looking up who is named there."""
    if at >= len(words):
        return True
    word = words[at]
    return bool(word.person or word.group or word.plain.lower() in _MYSELF)


def _others(words: Sequence[Word], at: int, known: KnownNames) -> Iterator[Clause]:
    """Further owners: “and @lee”, “, @lee”, “, Lee Park”.

    Behind a comma, a name without its @ is one where nothing but a clause follows.
    """
    while at < len(words):
        joined = joins(words[at])
        start, name = at, at + joined
        listed = joined or words[at - 1].seen.endswith(",")
        explicit = name < len(words) and words[name].plain.startswith("@")
        read = _person(words, start, name, known) if listed else None
        if read is None or not (joined or explicit or _is_last(words, read.end)):
            return
        yield read
        at = read.end


def _is_last(words: Sequence[Word], at: int) -> bool:
    return at >= len(words) or words[at].lead in LEADS


def _date(words: Sequence[Word], at: int, known: KnownNames) -> Clause | None:
    del known
    lead = words[at].lead
    for end in ends(words, at + 1):
        if words[end - 1].plain.lower() == _PLEASE and not _is_last(words, end):
            # It asks for what follows: “by friday, please call them”.
            continue
        if _parts_a_day(words, end):
            continue
        said = plain(typed.value(words[at + 1 : end]))
        phrase = said if lead in DROPPED else f"{lead} {said}"
        if dates.looks_like_date(phrase):
            # An hour that there is not, such as 25:00: whoever reads the date says so.
            hour = [word.plain for word in words[end : end + 1] if _CLOCK.fullmatch(word.plain)]
            phrase = " ".join([phrase, *hour])
            return Clause(Slot.DATE, at, end + len(hour), phrase, phrase)
    return None


def _parts_a_day(words: Sequence[Word], end: int) -> bool:
    """Whether what ends here takes the number of a day for an hour: “in January by 10” of “10 dec”.

    Who says a month and a day of another means the day.
    """
    behind = words[end : end + 1]
    return bool(behind) and words[end - 1].plain.isdecimal() and is_month(behind[0].plain)


def bare_date(words: Sequence[Word], at: int, begins: set[int]) -> Iterator[Clause]:
    """A date without a little word, behind another clause and up to the next one or the end."""
    lasts = [end for end in range(at + 1, at + MOST_RUN + 1) if end == len(words) or end in begins]
    for end in reversed(lasts):
        said = typed.value(words[at:end])
        if dates.looks_like_date(plain(said)):
            yield Clause(Slot.DATE, at, end, plain(said), plain(said))
            return


def _other_dates(words: Sequence[Word], at: int, begins: set[int]) -> Iterator[Clause]:
    """Another day that is offered with the first: “or monday”."""
    if at < len(words) and joins(words[at]):
        yield from (replace(each, start=at) for each in bare_date(words, at + 1, begins))


def last_date(words: Sequence[Word], end: int) -> Clause | None:
    """A date without a little word right before some place: “call Globex tomorrow”.

    Behind “of” or “since” it says what something is of, and behind “for” it is meant all the same.
    """
    for start in range(max(1, end - MOST_RUN), end):
        before, run = words[start - 1].lead, words[start:end]
        is_long = sum(len(word.seen) for word in run) > dates.LONGEST
        if before in _OF or is_long or any(word.quoted for word in run):
            continue
        said = typed.value(run)
        if dates.looks_like_date(plain(said)):
            return Clause(Slot.DATE, start - (before == "for"), end, plain(said), plain(said))
    return None


def with_its_day(words: Sequence[Word], hour: Clause) -> Clause:
    """An hour with the day right before it: “tomorrow at noon”, “Nov 27, 2026 at 17:00”."""
    for start in range(max(1, hour.start - _MOST_DAY), hour.start):
        said = typed.value(words[start : hour.end])
        if len(said) <= dates.LONGEST and dates.looks_like_date(plain(said)):
            return replace(hour, start=start, said=plain(said), value=plain(said))
    return hour


def _customer(words: Sequence[Word], at: int, known: KnownNames) -> Clause | None:
    for start in beside.name_starts(words, at):
        # “The Acme people” are no customer, “the customer Acme” is one.
        if start > at + 1 and words[start - 1].plain.lower() not in beside.CUSTOMERS:
            continue
        if read := _customer_at(words, start, known):
            return replace(read, start=at)
    return None


def _customer_at(words: Sequence[Word], at: int, known: KnownNames) -> Clause | None:
    for end, said in runs(words, at):
        found = known.customers.get(key_of(said))
        if found:
            return Clause(Slot.CUSTOMER, at, end, said, found)
    return None


def _department(words: Sequence[Word], at: int, known: KnownNames) -> Clause | None:
    for start in beside.name_starts(words, at):
        if read := _department_at(words, start, known):
            return _with_noun(words, replace(read, start=at), is_led=start > at + 1)
    return None


def _with_noun(words: Sequence[Word], read: Clause, *, is_led: bool) -> Clause | None:
    """“in the Billing team”: the noun belongs to it; “in the Billing folder” is none."""
    noun = read.end < len(words) and words[read.end].plain.lower() in beside.DEPARTMENTS
    if noun:
        return replace(read, end=read.end + 1)
    before = words[read.start + 1].plain.lower()
    return None if is_led and before in beside.ARTICLES and not _has_noun(words, read) else read


def _has_noun(words: Sequence[Word], read: Clause) -> bool:
    return any(word.plain.lower() in beside.DEPARTMENTS for word in words[read.start : read.end])


def _department_at(words: Sequence[Word], at: int, known: KnownNames) -> Clause | None:
    channel = words[at].channel if at < len(words) else ""
    if channel in known.departments:
        return Clause(Slot.DEPARTMENT, at, at + 1, words[at].seen, known.departments[channel])
    for end, said in runs(words, at):
        found = known.departments.get(key_of(said).removeprefix("#"))
        if found:
            return Clause(Slot.DEPARTMENT, at, end, said, found)
    return None


def _further(words: Sequence[Word], at: int, kind: Slot, known: KnownNames) -> Iterator[Clause]:
    """Further customers or departments: “and Globex”, “, Globex”."""
    while at < len(words):
        joined = joins(words[at])
        if not joined and not words[at - 1].seen.endswith(","):
            return
        read = _FINDERS[kind](words, at + joined, known)
        if read is None:
            return
        yield replace(read, start=at)
        at = read.end


def bare_name(
    words: Sequence[Word], at: int, begins: set[int], known: KnownNames
) -> Iterator[Clause]:
    """A customer or a department by itself, behind another clause and up to the next or the end."""
    for read in (_customer_at(words, at, known), _department_at(words, at, known)):
        if read and (read.end == len(words) or read.end in begins):
            yield read
            return


def _severity(words: Sequence[Word], at: int, known: KnownNames) -> Clause | None:
    if not known.severities or at + 1 >= len(words):
        return None
    start = at + 1
    if start + 1 < len(words) and words[start].plain.lower() in _IS:
        start += 1
    # “2 - High” and “2 (high)” are one level, and “2 high bills” is none.
    more = words[start + 1].seen if start + 1 < len(words) else ""
    lengths = (3, 1) if more in _DASHES else (2, 1) if more.startswith("(") else (1,)
    for end in (start + length for length in lengths):
        level = levels.severity(" ".join(word.plain for word in words[start:end]))
        if level is not None:
            return Clause(Slot.SEVERITY, at, end, str(level), str(level))
    return None


def _reason(words: Sequence[Word], at: int, known: KnownNames) -> Clause | None:
    if not known.reasons or at + 1 >= len(words):
        return None
    said = reasons.behind(words[at + 1 :])
    return Clause(Slot.REASON, at, len(words), said, said) if said else None


_FINDERS = {Slot.CUSTOMER: _customer_at, Slot.DEPARTMENT: _department_at}
"""Who reads a further name of what was named just before."""

_READERS = {
    Slot.OWNER: _owner,
    Slot.DATE: _date,
    Slot.CUSTOMER: _customer,
    Slot.DEPARTMENT: _department,
    Slot.SEVERITY: _severity,
    Slot.REASON: _reason,
}
