"""The page of the customer room pack that tells who came and who left, why, and what they said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from handlers.customers.growth import WonAndLost, cards, counted
from handlers.customers.growth.rules import Growth, Tallied
from handlers.executives.chapters import (
    PackChapter,
    PackFigure,
    PackQuote,
    PackSection,
    PackTable,
)
from handlers.executives.scores import periods
from handlers.people.tiers import GROUPS, TIERS
from handlers.speech import leaving, money
from handlers.speech import words as plain
from storage import departments, workspaces
from storage.customers import Tier
from storage.losses import Loss, Preventer

TITLE = "Customers won and lost"
BY_TIER = "By tier, with what they pay a year"
HEAD = ("Tier", "New", "Lost", "Grew", "Shrank", "Net", "New for lost")
WHY = "Why they left, as far as something shows it"
PREVENTED = "Which department could have prevented it"
NOBODY, NOT_KNOWN = "nobody could have", "not known"
QUOTED = 3
"""So many of those who left are quoted, what was worth most first."""
MOVES = (
    "customers by day of start and of leaving within the month, and what those who stayed pay more "
    "or less at its end than before it, as known on the day on which this was made; net is all of "
    "it, with who changed tier; new for lost is the value that came for each unit that left"
)
REASONS = (
    "those who left in the month and are not back; without anything that shows it, a reason counts "
    "as not known yet"
)


def read(session: Session, now: datetime, team_id: str, month: date) -> PackChapter | None:
    """What became of customers in the month that begins on a day; None where nothing did."""
    found = counted(session, now, team_id, periods.month_of(month))
    if not found.by_tier:
        return None
    workspace = workspaces.find(session, team_id)
    currency = workspace.currency if workspace else None
    tables = [_by_tier(found, currency)]
    if found.by_loss:
        known = {each.department_id: each.name for each in departments.everyone(session, team_id)}
        tables += [_why(found, currency), _prevented(found.by_loss, known)]
    said = filter(None, (f"{cards.headline(found, currency)}.", cards.ratios(found)))
    section = PackSection(
        "growth", TITLE, list(said), [PackFigure(each) for each in tables], _quotes(found)
    )
    total = found.altogether
    number = sum(each.count for each in (total.new, total.lost, total.grew, total.shrank))
    return PackChapter(
        section, [(TITLE, MOVES, number), ("Why they left", REASONS, found.lost.count)]
    )


def _by_tier(found: WonAndLost, currency: str | None) -> PackTable:
    rows = [
        _row(plain.capital(GROUPS[tier]), each, currency) for tier, each in found.by_tier.items()
    ]
    rows.append(_row("All", found.altogether, currency))
    return PackTable(BY_TIER, HEAD, rows, frozenset(range(1, len(HEAD))), is_wide=True)


def _row(name: str, growth: Growth, currency: str | None) -> tuple[str, ...]:
    ratio = growth.new_for_lost
    parts = (growth.new, growth.lost, growth.grew, growth.shrank)
    return (
        name,
        *(_tallied(each, currency) for each in parts),
        cards.net(growth, currency),
        "–" if ratio is None else str(ratio),
    )


def _tallied(each: Tallied, currency: str | None) -> str:
    if not each.count:
        return "none"
    return (
        f"{each.count:,}, {money.amount(each.value, currency)}" if each.value else f"{each.count:,}"
    )


def _why(found: WonAndLost, currency: str | None) -> PackTable:
    lost = found.lost
    rows = [
        (
            leaving.name_of(each),
            f"{lost.counts[each]:,}",
            money.amount(lost.values[each], currency) if lost.values[each] else "–",
        )
        for each in lost.by_value
    ]
    return PackTable(WHY, ("Reason", "Customers", "Worth a year"), rows, frozenset({1, 2}))


def _prevented(by_loss: Sequence[Loss], known: Mapping[UUID, str]) -> PackTable:
    """Departments by how many losses name them; never a person."""
    named = Counter(_preventer(each, known) for each in by_loss)
    last = (NOBODY, NOT_KNOWN)
    in_order = sorted(named, key=lambda each: (each in last, -named[each], each))
    rows = [(plain.capital(each), f"{named[each]:,}") for each in in_order]
    return PackTable(PREVENTED, ("Department", "Customers"), rows, frozenset({1}))


def _preventer(loss: Loss, known: Mapping[UUID, str]) -> str:
    match Preventer(loss.preventable):
        case Preventer.DEPARTMENT if loss.department_id:
            return known.get(loss.department_id, NOT_KNOWN)
        case Preventer.NOBODY:
            return NOBODY
        case _:
            return NOT_KNOWN


def _quotes(found: WonAndLost) -> list[PackQuote]:
    return [
        PackQuote(
            each.said,
            f"{found.names.get(each.customer_id, 'A customer')}, {TIERS[Tier(each.tier)]}, "
            f"left {plain.plain_day(each.left_on, found.until)} ({each.ref})",
        )
        for each in found.by_loss
        if each.said
    ][:QUOTED]
