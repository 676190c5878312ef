"""Whom somebody means by “key accounts, Acme and Globex”, and the list as somebody reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from handlers.people import lookup
from handlers.promises import items, warnings
from handlers.promises.items import concerned
from handlers.speech import typed
from handlers.speech.clauses import joins
from handlers.speech.runs import runs
from handlers.speech.typed import Word
from storage import asks, concerns, customers, people
from storage.concerns import ConcernEntry, ToldFirst
from storage.customers import Customer, Tier
from storage.departments import key_of
from storage.issues import Issue
from storage.people import Person

_SEGMENTS = {
    **{each: (tier,) for tier in Tier for each in (f"{tier} accounts", f"{tier} account",
       f"{tier} customers", f"{tier} customer")},
    **{f"all {tier} accounts": (tier,) for tier in Tier},
    **dict.fromkeys(
        ("all customers", "every customer", "everybody", "everyone", "all of them"), tuple(Tier)
    ),
    **dict.fromkeys(("all other customers", "other customers"), (Tier.STANDARD,)),
    **{str(tier): (tier,) for tier in Tier if tier is not Tier.STANDARD},
    **{f"{tier}s": (tier,) for tier in (Tier.BEACHHEAD,)},
}  # fmt: skip
"""What people call a segment, or all of them."""
_LITTLE = frozenset({"for", "also", "the", "to", "concerns", "with", "of"})
"""Words that only lead to a customer."""
_MOST_WORDS = 200


@dataclass
class NamedCustomers:
    """The segments and the customers that somebody names one after another."""

    tiers: list[Tier] = field(default_factory=list)
    customers: list[Customer] = field(default_factory=list)


def read(session: Session, team_id: str, words: Sequence[Word]) -> NamedCustomers:
    """“key accounts, Acme and Globex”: each once; a customer who is called so comes first.

    Raises UnknownCustomer with the nearest name for anything else, so that nothing is lost.
    """
    said, at, known = NamedCustomers(), 0, _known(session, team_id, words[:_MOST_WORDS])
    while at < len(words):
        tiers, after = _segment(words, at)
        customer, end = _named(words, at, known)
        if customer and end >= after:
            said.customers.append(customer)
            at = end
        elif tiers:
            said.tiers += tiers
            at = after
        elif joins(words[at]) or words[at].plain.lower() in _LITTLE:
            at += 1
        else:
            end = _end(words, at)
            found = lookup.customer(session, team_id, typed.value(words[at:end]))
            said.customers += [found] if found else []
            at = end
    said.tiers = list(dict.fromkeys(said.tiers))
    said.customers = list({each.customer_id: each for each in said.customers}.values())
    return said


def told_to(
    session: Session, team_id: str, words: Sequence[Word]
) -> tuple[list[Customer], Sequence[Word]]:
    """“for Globex and Initech we call on Friday”: whom it was told, and the words behind them.

    Nobody, and all the words, where none of our customers is named behind “for”.
    """
    if not words or words[0].plain.lower() != "for":
        return [], words
    found: list[Customer] = []
    at, known = 1, _known(session, team_id, words[1:_MOST_WORDS])
    while at < len(words):
        customer, end = _named(words, at, known)
        if customer:
            found.append(customer)
            at = end
        elif found and joins(words[at]) and _named(words, at + 1, known)[0]:
            at += 1
        else:
            break
    return (found, words[at:]) if found else ([], words)


def _known(session: Session, team_id: str, words: Sequence[Word]) -> dict[str, Customer]:
    keys = {_key(said) for at in range(len(words)) for _, said in runs(words, at)}
    return customers.called(session, team_id, keys - {""})


def _named(
    words: Sequence[Word], at: int, known: dict[str, Customer]
) -> tuple[Customer | None, int]:
    """The customer with the longest name that begins there, and where it ends."""
    if at < len(words):
        for end, said in runs(words, at):
            if _key(said) in known:
                return known[_key(said)], end
    return None, at


def _segment(words: Sequence[Word], at: int) -> tuple[tuple[Tier, ...], int]:
    """The segment that begins there, and where it ends."""
    for end in range(min(len(words), at + 3), at, -1):
        said = " ".join(word.plain.lower().rstrip(",;:.") for word in words[at:end])
        if said in _SEGMENTS:
            return _SEGMENTS[said], end
    return (), at


def _key(said: str) -> str:
    return key_of(said.rstrip(",;: "))


def _end(words: Sequence[Word], at: int) -> int:
    """Where the words end that may be one name: at a comma, or before “and”."""
    for here in range(at, len(words)):
        if here > at and joins(words[here]):
            return here
        if words[here].seen.endswith((",", ";")):
            return here + 1
    return len(words)


# --- the list as it is read ---


@dataclass(frozen=True)
class ConcernLine:
    """One line of the list: who it is, who tells them, and whether they reported it sooner."""

    entry: ConcernEntry
    teller: Person | None
    is_late: bool


@dataclass(frozen=True)
class ConcernPage:
    """Some lines of the list of an issue, and how all of it stands."""

    issue: Issue
    tally: ToldFirst
    lines: Sequence[ConcernLine]
    after: int


def page(session: Session, issue: Issue, after: int, size: int) -> ConcernPage:
    """The lines behind the first `after`, with who is asked for each that waits."""
    joined = items.joined(session, issue)
    found = concerned.of(session, issue, joined)
    after = min(after, max(0, found.total - 1) // size * size)
    entries = concerns.page(session, issue.team_id, warnings.numbers(session, issue), after, size)
    own = concerned.own([issue, *joined])
    lines = [
        ConcernLine(
            each,
            _teller(session, each),
            each.concern.answered_at is None and each.customer.customer_id in own,
        )
        for each in entries
    ]
    return ConcernPage(issue, found, lines, after)


def _teller(session: Session, entry: ConcernEntry) -> Person | None:
    """Who told them, or is asked to."""
    concern = entry.concern
    if concern.answered_by:
        return people.find(session, concern.team_id, concern.answered_by)
    ask = asks.find(session, concern.team_id, concern.ask_id) if concern.ask_id else None
    is_open = ask is not None and ask.answered_at is None
    return people.find(session, concern.team_id, ask.person_id) if ask and is_open else None
