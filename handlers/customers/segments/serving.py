"""What it costs to serve the accounts of a tier beside what they pay, in words."""

from __future__ import annotations

from datetime import date

from handlers.customers.segments import words
from handlers.speech import money, sources
from handlers.speech import words as plain
from storage.customers import Tier
from storage.segments import ServedTier

SERVING = "*Serving them* {who}: {cost} to serve, {value}{source}."
ONE, MANY = "The one {tier} account whose cost is known", (
    "The {number} {tier} accounts whose cost is known"
)  # fmt: skip


def tier(served: ServedTier, tier: str, currency: str | None, today: date) -> str:
    """“The ten key accounts whose cost is known: €310 k to serve, €3.4 M a year (…).”.

    One company has one currency: a file in another one is not taken, so nothing is added across.
    """
    name = words.NAMES[Tier(tier)]
    who = (ONE if served.number == 1 else MANY).format(
        tier=name, number=plain.number(served.number)
    )
    source = ""
    if served.first and served.last:
        source = f" ({sources.of(served.source, served.first, served.last, today)})"
    return SERVING.format(
        who=who, cost=money.amount(served.cost, currency), value=_value(served, currency),
        source=source,
    )  # fmt: skip


def _value(served: ServedTier, currency: str | None) -> str:
    """What they pay, and of how many that is known where it is not of all."""
    if not served.valued:
        return "and what they pay is not known"
    paid = money.a_year(served.value, currency)
    if served.valued == served.number:
        return paid
    return f"{paid} from the {plain.number(served.valued)} whose value is known"
