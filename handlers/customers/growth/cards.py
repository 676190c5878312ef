"""What people read of who came and who left: what it comes to, each tier, and why they left."""

from __future__ import annotations

from slackblocks import Block

from handlers.customers.growth import WonAndLost
from handlers.customers.growth.rules import Growth, Tallied
from handlers.customers.losses import cards as loss_cards
from handlers.customers.losses import words as loss_words
from handlers.people.tiers import GROUPS, TIERS
from handlers.promises.items.words import open_story
from handlers.speech import blocks, leaving, money
from handlers.speech import words as plain
from handlers.speech.blocks import Shown
from storage.customers import Tier

EMPTY = (
    "No customer has a start or an end yet. A file of customers with the column `came_on` brings "
    "their starts, and `/cx lost` says who left."
)
USAGE = "growth october, growth last quarter or growth 2026-11"
LISTED = 5
"""So many of those who left are named."""
NOTHING = "Nobody came, nobody left, and nobody pays more or less."
STAYS_KNOWN = "What {count} pay was written down first, or is not known any more: {value} a year."


def shown(found: WonAndLost, currency: str | None) -> Shown:
    """All of it, as a message: the sum first, then each tier, then why, as far as it shows."""
    if not found.is_known:
        return Shown(EMPTY, blocks.message(blocks.section(EMPTY)))
    head = headline(found, currency)
    parts: list[Block] = [
        blocks.section(f"*{head}*"),
        blocks.context(small(found, currency)),
        *_tiers(found, currency),
    ]
    said = " ".join(filter(None, [ratios(found), _first_known(found, currency)]))
    parts += [blocks.section(said)] if said else []
    if found.by_loss:
        parts.append(blocks.section(loss_cards.by_reason(found.lost, currency)))
        parts += [_left(found, number) for number in range(min(LISTED, len(found.by_loss)))]
    more = len(found.by_loss) - LISTED
    parts += [blocks.context(f"and {plain.count(more, 'more', 'more')}")] if more > 0 else []
    parts.append(blocks.actions(blocks.button(loss_cards.RECORD_IT, loss_words.OPEN, "")))
    return Shown(head, blocks.message(*parts))


def headline(found: WonAndLost, currency: str | None) -> str:
    """“October 2026: ten customers won, six lost, €87 k more a year”."""
    total = found.altogether
    won = f"{plain.count(total.new.count, 'customer')} won"
    lost = f"{plain.number(total.lost.count)} lost" if total.lost.count else "none lost"
    said = f"{won}, {lost}"
    net = total.net.value
    if net:
        how = "more" if net > 0 else "less"
        said += f", {money.amount(abs(net), currency)} {how} a year"
    name = found.period.name
    return f"{plain.capital(name)}: {said}"


def small(found: WonAndLost, currency: str | None) -> str:
    """“1 to 31 Oct · 216 customers, €8.51 M a year · why they left is verified of three of six”."""
    first = plain.plain_day(found.period.first, found.until)
    last = plain.plain_day(found.until, found.until)
    end = found.at_end
    worth = f", {money.a_year(end.value, currency)}" if end.value else ""
    said = [f"{first} to {last}", f"{plain.count(end.count, 'customer')} at the end{worth}"]
    if found.lost.count:
        said.append(loss_cards.how_many_verified(found.lost.verified, found.lost.count))
    return " · ".join(said)


def _tiers(found: WonAndLost, currency: str | None) -> list[Block]:
    if not found.by_tier:
        return [blocks.section(NOTHING)]
    lines = [
        tier_line(plain.capital(GROUPS[tier]), growth, currency)
        for tier, growth in found.by_tier.items()
    ]
    return blocks.paragraphs([*lines, tier_line("All", found.altogether, currency)])


def tier_line(name: str, growth: Growth, currency: str | None) -> str:
    """“*Key accounts* · new one, €210 k · lost one, €240 k · net −€30 k · new for lost 0.9”."""
    named = (
        ("new", growth.new), ("lost", growth.lost), ("grew", growth.grew),
        ("shrank", growth.shrank), ("from other tiers", growth.moved_in),
        ("to other tiers", growth.moved_out),
    )  # fmt: skip
    said = [f"{what} {_tallied(each, currency)}" for what, each in named if each.count]
    if name == "All":
        said = [each for each in said if "other tiers" not in each]
    said.append(f"net {net(growth, currency)}" if growth.net.value else "net nothing")
    ratio = growth.new_for_lost
    said.append(f"new for lost {ratio}" if ratio is not None else "new for lost –")
    return f"*{name}* · {' · '.join(said)}"


def net(growth: Growth, currency: str | None) -> str:
    """By how much more or less they pay a year: “−€30 k”, or “–” where that is nothing."""
    value = growth.net.value
    if not value:
        return "–"
    return f"{'−' if value < 0 else '+'}{money.amount(abs(value), currency)}"


def _tallied(each: Tallied, currency: str | None) -> str:
    worth = f", {money.amount(each.value, currency)}" if each.value else ""
    return f"{plain.number(each.count)}{worth}"


def ratios(found: WonAndLost) -> str:
    """That less came than left, where it is so, and in which tiers."""
    total = found.altogether.new_for_lost
    below = [
        GROUPS[tier]
        for tier, growth in found.by_tier.items()
        if growth.new_for_lost is not None and growth.new.value < growth.lost.value
    ]
    if total is None:
        return ""
    if not found.altogether.new.value:
        return "Nothing new came for what left."
    said = f"What came new is worth {total or 'less than 0.05'} times what left"
    if not below:
        return f"{said}."
    return f"{said}; among {plain.join_names(below)} less came than left."


def _first_known(found: WonAndLost, currency: str | None) -> str:
    """That of some what they pay was written down first: no growth, and counted in the sum."""
    first = found.altogether.found
    if not first.count:
        return ""
    count = plain.count(first.count, "customer")
    return STAYS_KNOWN.format(count=count, value=money.amount(first.value, currency))


def _left(found: WonAndLost, number: int) -> Block:
    loss = found.by_loss[number]
    name = blocks.safe(found.names.get(loss.customer_id, "a customer"), 80)
    day = plain.plain_day(loss.left_on, found.until)
    why = leaving.name_of(loss.known_cause)
    tier, said = TIERS[Tier(loss.tier)], plain.quote(blocks.safe(loss.said, 200))
    return blocks.section(
        f"*{loss.ref} {name}* · {tier} · {day}\nThey said {said} {why}.",
        open_story(loss.ref),
    )
