"""A typed command is taken apart here: who, when, for whom, where, how bad, why, in any order.

A little word leads a clause where something that is known follows it: the longest run of words that
is a date, a customer, a department or a person. Everything else is left to the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from handlers.speech import cleaning, dates, typed
from handlers.speech.runs import LEADS, MOST_RUN, Slot, ends, leads, runs
from handlers.speech.typed import Word
from storage.audiences import Audience
from storage.customers import Customer
from storage.departments import Department, key_of
from storage.signs import plain

__all__ = [
    "DROPPED",
    "LEADS",
    "ME",
    "Clause",
    "KnownNames",
    "NamesToFind",
    "Slot",
    "audience_of",
    "behind",
    "clauses",
    "last_date",
    "rest",
    "wanted",
    "with_its_day",
]  # fmt: skip

NAMES = (Slot.OWNER, Slot.CUSTOMER, Slot.DEPARTMENT)
"""What is said by a name that has to be looked for."""
ME = "me"
"""The value of an owner who is whoever types it."""
DROPPED = frozenset({"by", "until", "till", "on", "due"})
"""Little words that are no part of the date behind them."""
_MOST_HEAD, _MOST_APART = 4, 12
_MOST_NAMED = 12
"""Words behind a little word in which further names are looked for."""
_WEAK = frozenset({"at", "→", "->", "=>"})
"""Little words that lead to nothing where what they would lead to does not follow."""
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
_CLOCK = re.compile(r"\d{1,2}(?:[:.h]\d{2}|[ap]m|h)", re.IGNORECASE | re.ASCII)
_LOOSE = " ,."
_LED = re.compile(r"^(?:[-–—:;|•]+ )+")
"""Signs that only parted the title from what stood before it."""
_DASHES = (" -", " –", " —", " :")
AUDIENCES = {
    **dict.fromkeys(("privately", "confidentially"), Audience.PRIVATE),
    "openly": Audience.DEPARTMENT,
}
"""Who may see it, by the words for that. They count as the first word, as the last one and right
behind a clause; in the midst of a title they are part of it."""
_SECRETLY = frozenset({"privately", "confidentially"})
_BEHIND = {**AUDIENCES, "private": Audience.PRIVATE, "confidential": Audience.PRIVATE}
"""Words that count right behind a clause alone: “our private road” is a title."""
_LEVELS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "p1": "1", "p2": "2", "p3": "3", "p4": "4",
    "critical": "1", "blocker": "1", "high": "2", "serious": "2", "medium": "3", "low": "4",
}  # fmt: skip
"""How people say how bad something is, behind “sev”."""
_GRADES = tuple("1234")
_SEVERITY = re.compile(r"(?:sev|severity)[:.=-]?([1-4])", re.IGNORECASE | re.ASCII)


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


@dataclass(frozen=True)
class NamesToFind:
    """The runs of words that may be names, each as `key_of` has it, to be looked for at once."""

    people: frozenset[str]
    customers: frozenset[str]
    departments: frozenset[str]


def wanted(words: Sequence[Word]) -> NamesToFind:
    """What may be a name in these words."""
    names: dict[Slot, set[str]] = {kind: set() for kind in NAMES}
    begins = list(leads(words))
    for at in begins:
        for kind in LEADS[words[at].lead]:
            if kind in names and not (kind is Slot.OWNER and _is_plain_owner(words, at + 1)):
                sign = "@" if kind is Slot.OWNER else "#"
                for start in (at + 1, *_joined(words, at + 1)):
                    keys = {key_of(said) for _, said in runs(words, start)}
                    names[kind] |= {key.removeprefix(sign) for key in keys}
                    if kind is Slot.OWNER:
                        # “to Logistics” is asked about: one person owns a promise.
                        names[Slot.DEPARTMENT] |= {key.removeprefix("#") for key in keys}
    if end := _headed(words):
        names[Slot.CUSTOMER].add(key_of(_head(words, end)))
    for at in _apart(words):
        if at in begins:
            continue
        keys = {key_of(said) for _, said in runs(words, at)}
        names[Slot.CUSTOMER] |= keys
        names[Slot.DEPARTMENT] |= {key.removeprefix("#") for key in keys}
    return NamesToFind(*(frozenset(filter(None, names[kind])) for kind in NAMES))


def _headed(words: Sequence[Word]) -> int:
    """Where the name ends that may stand before all else, as in “Acme: …” or “[Acme] …”; or 0."""
    for end, word in enumerate(words[:_MOST_HEAD], 1):
        if word.person or word.quoted:
            return 0
        if word.seen.endswith(":") or (words[0].seen.startswith("[") and word.seen.endswith("]")):
            return end
    return 0


def _head(words: Sequence[Word], end: int) -> str:
    return typed.line(words[:end]).strip("[]: ")


def _apart(words: Sequence[Word]) -> Iterator[int]:
    """Where a name may stand by itself: behind a comma, or behind somebody who is mentioned."""
    places = (at + 1 for at, word in enumerate(words[:-1]) if word.person or word.seen[-1:] in ",;")
    yield from islice(places, _MOST_APART)


def _joined(words: Sequence[Word], at: int) -> Iterator[int]:
    """Where further names may begin behind the one from here on: behind “and”, or a comma."""
    for here in range(at, min(len(words), at + _MOST_NAMED)):
        if plain(words[here].seen).lower() in _AND or words[here].seen.endswith(","):
            yield here + 1


def clauses(words: Sequence[Word], known: KnownNames, start: int = 0) -> list[Clause]:
    """The clauses of a command from left to right, beginning with the word at `start`."""
    begins = set(leads(words))
    found = [] if start else list(_customer_before_all(words, known))
    at = found[-1].end if found else start
    while at < len(words):
        here = list(_audience(words, at, found)) or list(_clauses_at(words, at, known, begins))
        if here and here[0].kind is Slot.REASON:
            reason, secretly = _without_audience(words, here[0])
            return [*found, *_reason_and_rest(words, reason, found, known), *secretly]
        if not here and _follows_something(words, at, found):
            here = list(_bare_date(words, at, begins))
            if not here and found and found[-1].end == at:
                here = list(_bare_name(words, at, begins, known))
        found += here
        at = here[-1].end if here else at + 1
    return found


def audience_of(line: str) -> tuple[str, Audience | None]:
    """A line without the word by which it says who may see it, and who that is.

    It is the first word, or the last one behind a comma, or “privately” as the last one; None where
    there is none.
    """
    first, _, behind = line.partition(" ")
    said = AUDIENCES.get(first.strip(",:;").lower())
    if said and behind.strip():
        return behind.strip(), said
    before, _, last = line.rpartition(" ")
    said = _BEHIND.get(last.strip(".").lower())
    if said and before.endswith((",", ";")):
        return before.rstrip(",; "), said
    if before and last.strip(".").lower() in _SECRETLY:
        return before, Audience.PRIVATE
    return line, None


def rest(words: Sequence[Word], placed: Iterable[Clause]) -> str:
    """What is left of a command for its title, without the commas that led to a clause."""
    gone = {at for clause in placed for at in range(clause.start, clause.end)}
    kept = [
        word.seen.rstrip(",") if at + 1 in gone else word.seen
        for at, word in enumerate(words)
        if at not in gone
    ]
    line = _LED.sub("", cleaning.line(" ".join(kept)).strip(_LOOSE))
    return line[:-2].rstrip(_LOOSE) if line[-2:] in _DASHES else line


def behind(words: Sequence[Word], clause: Clause, found: Sequence[Clause]) -> str:
    """The words behind a little word, up to the next clause."""
    starts = [each.start for each in found if each.start > clause.start]
    return typed.value(words[clause.start + 1 : min(starts, default=len(words))])


def _clauses_at(
    words: Sequence[Word], at: int, known: KnownNames, begins: set[int]
) -> Iterator[Clause]:
    """The clause that a little word leads; several where it names several owners."""
    glued = _SEVERITY.fullmatch(words[at].plain) if known.severities else None
    if glued:
        yield Clause(Slot.SEVERITY, at, at + 1, words[at].seen, glued[1])
    if at not in begins or glued:
        return
    for kind in LEADS[words[at].lead]:
        read = _READERS[kind](words, at, known)
        if read:
            yield read
            if kind is Slot.OWNER:
                yield from _others(words, read.end, known)
            elif kind is Slot.DATE:
                yield from _other_dates(words, read.end, begins)
            elif kind in _FINDERS:
                yield from _further(words, read.end, kind, known)
            return
    kind = LEADS[words[at].lead][0]
    if words[at].lead in _WEAK:
        return
    if kind is not Slot.REASON and (kind is not Slot.SEVERITY or known.severities):
        yield Clause(kind, at, at + 1)


def _audience(words: Sequence[Word], at: int, found: Sequence[Clause]) -> Iterator[Clause]:
    """Who may see it, where a word for that stands by itself."""
    said = words[at].plain.lower()
    if said not in _BEHIND or words[at].quoted:
        return
    is_behind = bool(found) and found[-1].end == at and found[-1].value is not None
    is_at_an_end = at in (0, len(words) - 1) and len(words) > 1 and said in AUDIENCES
    if is_behind or is_at_an_end:
        yield Clause(Slot.AUDIENCE, at, at + 1, words[at].seen, _BEHIND[said])


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
            return Clause(Slot.OWNER, start, end, said, found)
    if first.plain.startswith("@") and len(first.plain) > 1:
        return Clause(Slot.OWNER, start, at + 1, first.plain, first.plain)
    department = _department_at(words, at, known)
    if department and isinstance(department.value, Department):
        name = department.value.name
        return Clause(Slot.OWNER, start, department.end, name, name, group=True)
    return None


def _is_plain_owner(words: Sequence[Word], at: int) -> bool:
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
        joined = plain(words[at].seen).lower() in _AND
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


def _further(words: Sequence[Word], at: int, kind: Slot, known: KnownNames) -> Iterator[Clause]:
    """Further customers or departments: “and Globex”, “, Globex”."""
    while at < len(words):
        joined = plain(words[at].seen).lower() in _AND
        if not joined and not words[at - 1].seen.endswith(","):
            return
        read = _FINDERS[kind](words, at + joined, known)
        if read is None:
            return
        yield replace(read, start=at)
        at = read.end


def _date(words: Sequence[Word], at: int, known: KnownNames) -> Clause | None:
    del known
    lead = words[at].lead
    for end in ends(words, at + 1):
        if words[end - 1].plain.lower() == _PLEASE and not _is_last(words, end):
            # It asks for what follows: “by friday, please call them”.
            continue
        said = plain(typed.value(words[at + 1 : end]))
        phrase = said if lead in DROPPED else f"{lead} {said}"
        if dates.looks_like_date(phrase):
            # An hour that there is not, such as 25:00: whoever reads the date says so.
            hour = [word.plain for word in words[end : end + 1] if _CLOCK.fullmatch(word.plain)]
            phrase = " ".join([phrase, *hour])
            return Clause(Slot.DATE, at, end + len(hour), phrase, phrase)
    return None


def _without_audience(words: Sequence[Word], reason: Clause) -> tuple[Clause, list[Clause]]:
    """A reason without the last word, where that says that it is private: nobody reads it amiss."""
    last = len(words) - 1
    if words[last].plain.lower() not in _SECRETLY or last <= reason.start + 1:
        return reason, []
    said = typed.line(words[reason.start + 1 : last]).rstrip(" ,;")
    secretly = Clause(Slot.AUDIENCE, last, last + 1, words[last].seen, Audience.PRIVATE)
    return replace(reason, end=last, said=said, value=said), [secretly]


def _reason_and_rest(
    words: Sequence[Word], reason: Clause, before: Sequence[Clause], known: KnownNames
) -> list[Clause]:
    """A reason takes the rest, unless the owner, whom nobody named so far, stands in it."""
    inner = clauses(words, replace(known, reasons=False), reason.start + 1)
    later = [each for each in inner if each.value is not None]
    if any(map(_is_owner, before)) or not any(map(_is_owner, later)):
        return [reason]
    end = later[0].start
    if end == reason.start + 1:
        # Nothing is given as the reason.
        return inner
    said = typed.line(words[reason.start + 1 : end]).rstrip(" ,;")
    return [replace(reason, end=end, said=said, value=said), *inner]


def _is_owner(clause: Clause) -> bool:
    return clause.kind is Slot.OWNER and clause.said.startswith("@")


def _follows_something(words: Sequence[Word], at: int, found: Sequence[Clause]) -> bool:
    """Whether a clause with a value ends there, or somebody is mentioned just before."""
    if found and found[-1].end == at and found[-1].value is not None:
        return True
    return at > 0 and bool(words[at - 1].person)


def _customer_before_all(words: Sequence[Word], known: KnownNames) -> Iterator[Clause]:
    end = _headed(words)
    said = _head(words, end) if end else ""
    customer = known.customers.get(key_of(said)) if said else None
    if customer and end < len(words):
        yield Clause(Slot.CUSTOMER, 0, end, said, customer)


def _bare_name(
    words: Sequence[Word], at: int, begins: set[int], known: KnownNames
) -> Iterator[Clause]:
    """A customer or a department by itself, behind another clause and up to the next or the end."""
    for read in (_customer_at(words, at, known), _department_at(words, at, known)):
        if read and (read.end == len(words) or read.end in begins):
            yield read
            return


def _bare_date(words: Sequence[Word], at: int, begins: set[int]) -> Iterator[Clause]:
    """A date without a little word, behind another clause and up to the next one or the end."""
    lasts = [end for end in range(at + 1, at + MOST_RUN + 1) if end == len(words) or end in begins]
    for end in reversed(lasts):
        said = typed.value(words[at:end])
        if dates.looks_like_date(plain(said)):
            yield Clause(Slot.DATE, at, end, plain(said), plain(said))
            return


def _other_dates(words: Sequence[Word], at: int, begins: set[int]) -> Iterator[Clause]:
    """Another day that is offered with the first: “or monday”."""
    if at < len(words) and plain(words[at].seen).lower() in _AND:
        yield from (replace(each, start=at) for each in _bare_date(words, at + 1, begins))


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
    read = _customer_at(words, at + 1, known)
    return replace(read, start=at) if read else None


def _customer_at(words: Sequence[Word], at: int, known: KnownNames) -> Clause | None:
    for end, said in runs(words, at):
        found = known.customers.get(key_of(said))
        if found:
            return Clause(Slot.CUSTOMER, at, end, said, found)
    return None


def _department(words: Sequence[Word], at: int, known: KnownNames) -> Clause | None:
    read = _department_at(words, at + 1, known)
    return replace(read, start=at) if read else None


def _department_at(words: Sequence[Word], at: int, known: KnownNames) -> Clause | None:
    channel = words[at].channel if at < len(words) else ""
    if channel in known.departments:
        return Clause(Slot.DEPARTMENT, at, at + 1, words[at].seen, known.departments[channel])
    for end, said in runs(words, at):
        found = known.departments.get(key_of(said).removeprefix("#"))
        if found:
            return Clause(Slot.DEPARTMENT, at, end, said, found)
    return None


_FINDERS = {Slot.CUSTOMER: _customer_at, Slot.DEPARTMENT: _department_at}
"""Who reads a further name of what was named just before."""


def _severity(words: Sequence[Word], at: int, known: KnownNames) -> Clause | None:
    if not known.severities or at + 1 >= len(words):
        return None
    level = _LEVELS.get(words[at + 1].plain.lower(), words[at + 1].plain)
    return Clause(Slot.SEVERITY, at, at + 2, level, level) if level in _GRADES else None


def _reason(words: Sequence[Word], at: int, known: KnownNames) -> Clause | None:
    if not known.reasons or at + 1 >= len(words):
        return None
    said = typed.line(words[at + 1 :])
    return Clause(Slot.REASON, at, len(words), said, said)


_READERS = {
    Slot.OWNER: _owner,
    Slot.DATE: _date,
    Slot.CUSTOMER: _customer,
    Slot.DEPARTMENT: _department,
    Slot.SEVERITY: _severity,
    Slot.REASON: _reason,
}
