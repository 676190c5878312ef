"""What is said of a department's causes: how much repeats, and what was to prevent it held."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.promises.causes.rates import CauseRates
from handlers.speech import blocks, words
from storage.departments import Department
from storage.sales import Sale

MOST_DEPARTMENTS = 10
"""So many departments are named, those first with whom most repeats."""


def of_departments(found: Sequence[tuple[Department, CauseRates]]) -> list[str]:
    """A line for each department: “Billing: two of five issues repeat a cause. …”."""
    return [
        f"*{blocks.safe(department.name, 80)}* {' '.join(filter(None, _told(rates)))}"
        for department, rates in found[:MOST_DEPARTMENTS]
    ]


def sold_in(sale: Sale) -> str:
    """“Sold in S-9, need not written down”, below an issue that comes of what was sold."""
    need = "need written down" if sale.needs else "need not written down"
    return f"Sold in {sale.ref}, {need}"


def _told(rates: CauseRates) -> tuple[str, str]:
    repeat = held = ""
    if rates.known:
        of = words.count(rates.known, "issue")
        verb = "repeats" if rates.repeats == 1 else "repeat"
        repeat = f"{_capital(_number(rates.repeats))} of {of} {verb} a cause."
    if rates.prevented:
        of = words.count(rates.prevented, "prevention")
        held = f"Of {of} from 90 to 180 days ago, {_number(rates.held)} held for 90 days."
    return repeat, held


def _number(n: int) -> str:
    return words.number(n) if n else "none"


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
