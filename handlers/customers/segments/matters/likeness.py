"""Which accounts have less than most of those alike have: a reason to ask, and never a score.

Alike are the accounts of one trade that have one product. What is counted is counted by trade and
product, so that no account is ever set beside another one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import nsmallest
from uuid import UUID

from handlers.customers.segments import rules
from storage.departments import key_of
from storage.segments import AccountFacts

FEWEST_ALIKE = 5
"""Of fewer others it is not asked."""
MOST_HAD, LONGEST = 8, 60
"""So many products of one account are looked at, and so many characters of each."""
MOST = 500
"""So many accounts are named at once, those of the highest tier first."""


@dataclass(frozen=True)
class Likeness:
    """`many` of the `of` accounts of a trade with a product also use another; this one does not.

    `has` are all its products. `of` counts this one, too.
    """

    customer_id: UUID
    name: str
    trade: str
    product: str
    other: str
    many: int
    of: int
    has: tuple[str, ...]


@dataclass
class _TradesCounted:
    """How many accounts of a trade have a product, and what these are called."""

    alike: Counter[tuple[str, str]]
    beside: dict[tuple[str, str], Counter[str]]
    """Of those with a product, how many have each other one."""
    names: dict[str, str]


def found(read: Callable[[], Iterable[AccountFacts]]) -> list[Likeness]:
    """One likeness of each account that lacks what most of those alike have.

    `read` goes through all accounts, in whatever order; it is called three times, and of none of
    them more is kept than what is counted. Key accounts come first.
    """
    counts = _counted(read)
    ranked = (
        (rules.TIERS.index(each.tier), key_of(each.name), each.customer_id.hex, best)
        for each in read()
        if (best := _best(each, counts)) is not None
    )
    return [best for *_, best in nsmallest(MOST, ranked, key=lambda row: row[:3])]


def _counted(read: Callable[[], Iterable[AccountFacts]]) -> _TradesCounted:
    counts = _TradesCounted(Counter(), {}, {})
    for each in read():
        trade = key_of(each.vertical)
        if trade:
            counts.alike.update((trade, key) for key in _had(each))
    enough = {group for group, number in counts.alike.items() if number > FEWEST_ALIKE}
    for each in read():
        trade = key_of(each.vertical)
        had = _had(each)
        for product in had:
            if (trade, product) in enough:
                beside = counts.beside.setdefault((trade, product), Counter())
                beside.update(other for other in had if other != product)
                # What is said in several ways is told in the first by the alphabet.
                for key, said in [*had.items(), (trade, each.vertical)]:
                    counts.names[key] = min(said, counts.names.get(key, said))
    return counts


def _had(of: AccountFacts) -> dict[str, str]:
    """The products of an account, as they are compared and as they are said."""
    had = (each[:LONGEST] for each in rules.products(of.product)[:MOST_HAD])
    return {key_of(each): each for each in had}


def _best(of: AccountFacts, counts: _TradesCounted) -> Likeness | None:
    """What most of those alike have and this account lacks; what nearly all have comes first."""
    trade, had = key_of(of.vertical), _had(of)
    ranked = [
        (-many / counts.alike[trade, product], other, product, many)
        for product in had
        for other, many in counts.beside.get((trade, product), {}).items()
        if other not in had and is_common(many, counts.alike[trade, product])
    ]
    if not ranked:
        return None
    _, other, product, many = min(ranked)
    return Likeness(
        of.customer_id, of.name, counts.names[trade], counts.names[product], counts.names[other],
        many, counts.alike[trade, product], tuple(had.values()),
    )  # fmt: skip


def is_common(many: int, of: int) -> bool:
    """Whether `many` of `of` accounts, the one that lacks it among them, are worth a question."""
    return of > FEWEST_ALIKE and many * 2 > of
