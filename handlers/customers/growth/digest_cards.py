"""Who came and who left in a month, as a table in the thread of the executives' digest."""

from __future__ import annotations

from slackblocks import Block

from handlers.customers.growth import WonAndLost, cards
from handlers.customers.growth.rules import Growth, Tallied
from handlers.customers.losses import cards as loss_cards
from handlers.people.tiers import TIERS
from handlers.speech import blocks, money, tables
from handlers.speech import words as plain
from handlers.speech.blocks import Shown

HEAD = ("Tier", "New", "Lost", "Grew", "Shrank", "Net", "New for lost")


def shown(found: WonAndLost, currency: str | None) -> Shown:
    """The sum, each tier in a row, and why they left as far as something shows it."""
    head = cards.headline(found, currency)
    rows = [
        _row(plain.capital(TIERS[tier]), each, currency) for tier, each in found.by_tier.items()
    ]
    rows.append(_row("All", found.altogether, currency))
    parts: list[Block] = [
        blocks.section(f"*{head}*"),
        blocks.context(cards.small(found, currency)),
        tables.table(HEAD, rows),
    ]
    if found.by_loss:
        parts.append(blocks.section(loss_cards.by_reason(found.lost, currency)))
    return Shown(head, blocks.message(*parts))


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
    worth = f", {money.amount(each.value, currency)}" if each.value else ""
    return f"{each.count:,}{worth}"
