"""A typed command is taken apart here: who, when, for whom, where, how bad, why, in any order.

A little word leads a clause where something that is known follows it: the longest run of words that
is a date, a customer, a department or a person. Everything else is left to the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from handlers.speech import beside, cleaning, grades, reasons, typed
from handlers.speech.clauses import (
    Clause,
    KnownNames,
    bare_date,
    bare_name,
    is_plain_owner,
    joins,
    led,
)
from handlers.speech.runs import ARROWS, LEADS, Slot, leads, runs
from handlers.speech.typed import Word
from storage.audiences import Audience
from storage.departments import key_of

NAMES = (Slot.OWNER, Slot.CUSTOMER, Slot.DEPARTMENT)
"""What is said by a name that has to be looked for."""
_MOST_HEAD, _MOST_APART = 4, 12
_MOST_NAMED = 12
"""Words behind a little word in which further names are looked for."""
_WEAK = frozenset({"at", "prio", "priority", *ARROWS})
"""Little words that lead to nothing where what they would lead to does not follow."""
_LOOSE = " ,."
_LED = re.compile(r"^(?:(?:[-–—:;|•>☐]+|\[ ?x?\]) )+")
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
            if kind in names and not (kind is Slot.OWNER and is_plain_owner(words, at + 1)):
                sign = "@" if kind is Slot.OWNER else "#"
                for start in (*beside.name_starts(words, at), *_joined(words, at + 1)):
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
        if joins(words[here]) or words[here].seen.endswith(","):
            yield here + 1


def clauses(words: Sequence[Word], known: KnownNames, start: int = 0) -> list[Clause]:
    """The clauses of a command from left to right, beginning with the word at `start`."""
    begins = set(leads(words))
    found = [] if start else list(_customer_before_all(words, known))
    at = found[-1].end if found else start
    while at < len(words):
        if words[at].quoted and not words[at].quote:
            # What stands inside of a quotation is quoted, also behind somebody who is mentioned.
            at += 1
            continue
        here = list(_audience(words, at, found)) or list(
            _clauses_at(words, at, known, begins, found)
        )
        if here and here[0].kind is Slot.REASON:
            reason, secretly = _without_audience(words, here[0])
            return [*found, *_reason_and_rest(words, reason, found, known), *secretly]
        if not here and _follows_something(words, at, found):
            here = list(bare_date(words, at, begins))
            if not here and found and found[-1].end == at:
                here = list(bare_name(words, at, begins, known))
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
    words: Sequence[Word],
    at: int,
    known: KnownNames,
    begins: set[int],
    before: Sequence[Clause],
) -> Iterator[Clause]:
    """The clause that a little word leads; several where it names several owners."""
    glued = grades.glued(words, at) if known.severities else None
    if glued is None and known.levels:
        glued = grades.apart(words, at, before)
    if glued:
        yield glued
    if at not in begins or glued:
        return
    if read := led(words, at, known, begins):
        yield from read
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


def _without_audience(words: Sequence[Word], reason: Clause) -> tuple[Clause, list[Clause]]:
    """A reason without the last word, where that says that it is private: nobody reads it amiss."""
    last = len(words) - 1
    if words[last].plain.lower() not in _SECRETLY or last <= reason.start + 1:
        return reason, []
    said = reasons.behind(words[reason.start + 1 : last]).rstrip(" ,;")
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
    said = reasons.behind(words[reason.start + 1 : end]).rstrip(" ,;")
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
