"""What people read of segments: who cannot be lost, how many stand where, and why each does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from slackblocks import Block, Button, OverflowMenu

from handlers.customers.segments import WhyHere, rules, serving, words
from handlers.customers.segments.terms import OneSize
from handlers.people.tiers import TIERS
from handlers.promises.listed import CUSTOMER_PAGE
from handlers.speech import blocks, money, paging
from handlers.speech import words as plain
from handlers.speech.request import Json
from storage.contract_terms import ContractTerm, TermAnswer
from storage.customers import Customer, Tier
from storage.rooms import TierWorth
from storage.segments import Facet, Flag, FlagKind, ServedTier

SIZE = 10
TITLE = "Customers by segment"
ELSEWHERE, NEEDS = "elsewhere", "needs"
ALL = "all"
"""How a menu says that it chooses nothing."""
NO_VALUE = (
    "No customer has a value yet, so no rule can place them. A file of customers does it in one "
    "go: drop it here, or see `/cx import`."
)
NOBODY = "No customer is known yet. A file of customers brings them in one go."
NOT_LOST = "No account is flagged as one you cannot afford to lose."
NO_TERMS = "nobody wrote down any yet."
NO_SUCH = "No customer is one of these now."
KEPT = "{name} stays {tier}: it is by your word. The rules say {rules}, and nobody is asked again."
FOLLOWED = "{name} follows the rules now: {tier}. New questions about it climb by that."
MENUS = (
    (Facet.PRODUCT, "Product"), (Facet.GEOGRAPHY, "Geography"), (Facet.VERTICAL, "Vertical"),
)  # fmt: skip


@dataclass(frozen=True)
class SegmentLine:
    """One account in the list: why it stands where it does, and its flags, if one may read them."""

    customer: Customer
    why: WhyHere | None = None
    flags: Sequence[Flag] = ()
    terms: Sequence[ContractTerm] = ()
    money_shown: bool = False


@dataclass(frozen=True)
class SegmentList:
    """One page of accounts of a segment; `which` of them, behind the first `after` of `total`.

    `waiting` is how many of those that cannot be lost wait for something late, of `precious` in
    all. `elsewhere` is how many stand elsewhere than the rules say, for whoever may change that.
    """

    which: str
    after: int
    total: int
    lines: Sequence[SegmentLine]
    worth: Sequence[TierWorth]
    precious: int = 0
    waiting: int = 0
    elsewhere: int = 0
    one_size: OneSize | None = None
    offered: Mapping[Facet, Sequence[str]] = field(default_factory=dict)
    rules: int = 0
    currency: str | None = None
    may_read: bool = False
    money_shown: bool = False
    may_change: bool = False
    served: ServedTier | None = None
    """What it costs to serve the accounts of `served_tier`, for those who may see money."""
    served_tier: str = Tier.KEY


def view(found: SegmentList, today: date) -> Json:
    """All of it as a form, a page at a time."""
    if not sum(each.number for each in found.worth):
        return blocks.form(TITLE, words.PAGE, blocks.section(NOBODY), submit=None)
    head = blocks.section(f"*{headline(found)}*", _menu(found))
    parts: list[Block] = [head, blocks.context(_small(found)), *_menus(found)]
    parts += _one_size(found)
    parts.append(blocks.section(tiers(found)))
    if found.served and found.served.number:
        said = serving.tier(found.served, found.served_tier, found.currency, today)
        parts.append(blocks.section(said))
    if found.elsewhere and found.which != ELSEWHERE:
        way = blocks.button("Open…", words.PAGE, paging.value(ELSEWHERE))
        parts.append(blocks.section(elsewhere(found.elsewhere), way))
    if found.may_change and not any(each.valued for each in found.worth):
        parts.append(blocks.section(NO_VALUE))
    if not found.lines:
        parts.append(blocks.section(NOT_LOST if not found.which else NO_SUCH))
    for line in found.lines:
        parts += _entry(line, found, today)
    parts += paging.turns(words.PAGE, found.which, found.after, SIZE, found.total)
    return blocks.form(
        TITLE, words.PAGE, *parts, submit=None, value=paging.value(found.which, found.after)
    )


def headline(found: SegmentList) -> str:
    """“Four accounts you cannot afford to lose; two of them wait for something late”."""
    if not found.precious:
        return f"{plain.capital(plain.count(_number(found), 'customer'))} by segment"
    named = plain.count(found.precious, "account")
    head = f"{plain.capital(named)} you cannot afford to lose"
    if not found.waiting:
        return f"{head}; {'it waits' if found.precious == 1 else 'they wait'} for nothing late"
    if found.precious == 1:
        return f"{head}; it waits for something late"
    waits = "waits" if found.waiting == 1 else "wait"
    return f"{head}; {plain.number(found.waiting)} of them {waits} for something late"


def not_to_be_lost(number: int) -> str:
    """“Four accounts are flagged as ones that the company cannot afford to lose.”, or none."""
    if not number:
        return "No account is flagged as one that the company cannot afford to lose."
    flagged = "is flagged as one" if number == 1 else "are flagged as ones"
    named = plain.capital(plain.count(number, "account"))
    return f"{named} {flagged} that the company cannot afford to lose."


def elsewhere(number: int) -> str:
    """“Eleven accounts stand elsewhere than the rules say.”."""
    stand = "stands" if number == 1 else "stand"
    return f"{plain.capital(plain.count(number, 'account'))} {stand} elsewhere than the rules say."


def _one_size(found: SegmentList) -> list[Block]:
    """Whether one size fits all, and the way to those who want something else."""
    known = found.one_size
    if known is None:
        return []
    needs = len(known.needs)
    said = words.one_size(known.total, known.known, known.same, known.asked, needs)
    return [blocks.section(said, show_needs(needs) if needs else None)] if said else []


def show_needs(count: int) -> Button:
    """Who wants other terms than they have."""
    label = f"Show the {plain.number(count)}…" if count > 1 else "Open…"
    return blocks.button(label, words.PAGE, paging.value(NEEDS))


def tiers(found: SegmentList) -> str:
    """“*Key* 12 · €3.9 M · *Standard* 161 · €1.7 M”; one key account is named by the list."""
    said = []
    for each in found.worth:
        value = f" · {money.amount(each.value, found.currency)}" if each.value else ""
        shown = value if found.money_shown else ""
        said.append(f"*{words.capital_tier(each.tier)}* {plain.number(each.number)}{shown}")
    return " · ".join(said)


def why(found: WhyHere, today: date, *, money_shown: bool) -> str:
    """Why an account stands where it does, and what the rules say where that is another."""
    customer = found.customer
    worth = (
        money.amount(customer.annual_value, customer.currency)
        if money_shown and customer.annual_value is not None
        else ""
    )
    said = words.because(
        found.placing, customer.tier, found.says.rule, worth, customer.currency, today
    )
    if found.any_rules and found.is_by_hand and found.says.tier != customer.tier:
        return f"{said} {words.by_the_rules(found.says.tier)}"
    return said


def page(line: SegmentLine, today: date, *, may_change: bool) -> list[Block]:
    """What stands on the page of a customer: why their tier, and what else is said of them."""
    if line.why is None:
        return []
    name = words.NAMES[Tier(line.customer.tier)]
    said = f"*Why {name}?* {why(line.why, today, money_shown=line.money_shown)}"
    key = line.customer.customer_id.hex
    # Who may read why may propose; who may change it says so at once.
    say, propose = ("Say why…", words.PLACE), ("Propose…", words.PROPOSE)
    way = blocks.button(*(say if may_change else propose), key)
    parts: list[Block] = [blocks.section(said, way)]
    for each in line.flags:
        flag_said = plain.capital(words.flag_said(each, today))
        off = blocks.button("Take it off", words.TAKE_OFF, each.flag_id.hex) if may_change else None
        parts.append(blocks.section(flag_said, off))
    if may_change and line.why.is_elsewhere:
        parts.append(_keep_or_follow(key))
    named = "; ".join(words.term(each) for each in line.terms) or NO_TERMS
    parts.append(blocks.section(f"Terms: {named}", blocks.button("They need…", words.NEED, key)))
    return parts


def placed(customer: Customer) -> str:
    """That somebody's word counts."""
    name = blocks.safe(customer.name, 80)
    return f"{name} is {words.NAMES[Tier(customer.tier)]} by your word. A rule does not change it."


def kept(found: WhyHere) -> str:
    """That what somebody said stays."""
    return KEPT.format(
        name=blocks.safe(found.customer.name, 80),
        tier=words.NAMES[Tier(found.customer.tier)],
        rules=words.NAMES[Tier(found.says.tier)],
    )


def followed(found: WhyHere) -> str:
    """That the rules count again."""
    name = blocks.safe(found.customer.name, 80)
    return FOLLOWED.format(name=name, tier=TIERS[Tier(found.customer.tier)])


def flagged(flag: Flag, customer: Customer) -> str:
    """That an account has a flag now."""
    name = blocks.safe(customer.name, 80)
    day = plain.dated(flag.review_on) if flag.review_on else ""
    return f"{name}: {words.flagged(flag)}. Look at it again on {day}."


def flag_told(flag: Flag, customer: Customer) -> str:
    """The same for whoever leads the account, with the words."""
    name = blocks.safe(customer.name, 80)
    reason = blocks.safe(flag.reason, words.SHOWN)
    return f"*{name}* · {words.flagged(flag)}, says {blocks.person(flag.by_id)}: “{reason}”"


def with_undo(text: str, customer: Customer) -> list[Json]:
    """What was noted of a flag of an account, and the way back."""
    way = blocks.button("Undo", words.UNDO_FLAG, customer.customer_id.hex)
    return blocks.message(blocks.section(text), blocks.actions(way))


def flag_undone(customer: Customer) -> str:
    """That an account stands as before."""
    return f"Undone. The flags of {blocks.safe(customer.name, 80)} stand as they stood before."


def taken_off(flag: Flag, customer: Customer | None) -> str:
    """That it has one no more."""
    name = blocks.safe(customer.name, 80) if customer else "The account"
    return f"{name} is not flagged any more: {words.flagged(flag)}."


# --- the list ---


def _number(found: SegmentList) -> int:
    return sum(each.number for each in found.worth)


def _small(found: SegmentList) -> str:
    """“216 customers · €8.5 M a year · three rules”."""
    value = sum(each.value for each in found.worth)
    said = [plain.figures(_number(found), "customer")]
    if value and found.money_shown:
        said.append(money.a_year(value, found.currency))
    said.append(plain.count(found.rules, "rule"))
    return " · ".join(said)


def _menu(found: SegmentList) -> OverflowMenu | None:
    choices = []
    if found.may_read:
        choices.append(("Rules…", words.RULES, ""))
    if found.may_change:
        choices.append(("Add a flag…", words.FLAG, ""))
    elif found.may_read:
        choices.append(("Propose…", words.PROPOSE, ""))
    return blocks.menu(choices) if choices else None


def _menus(found: SegmentList) -> list[Block]:
    """What to choose by; one of them at a time."""
    tier = {paging.value(""): "Cannot afford to lose"} | {
        paging.value(f"tier:{each.tier}"): f"Tier: {words.NAMES[Tier(each.tier)]}"
        for each in found.worth
    }
    chosen = paging.value(found.which)
    row = [blocks.choice_menu(f"{words.PAGE}.tier", tier, chosen)]
    for facet, label in MENUS:
        offered = found.offered.get(facet, ())
        if offered:
            options = {f"{ALL}{blocks.SEPARATOR}0": f"{label}: all"} | {
                paging.value(f"{facet}:{each}"): f"{label}: {each}" for each in offered
            }
            at = chosen if chosen in options else f"{ALL}{blocks.SEPARATOR}0"
            row.append(blocks.choice_menu(f"{words.PAGE}.{facet}", options, at))
    return [blocks.actions(*row)]


def _entry(line: SegmentLine, found: SegmentList, today: date) -> list[Block]:
    customer = line.customer
    name = f"*{blocks.safe(customer.name, 80)}*"
    key = customer.customer_id.hex
    if line.why is None:
        said = f"{name} · {words.NAMES[Tier(customer.tier)]}"
    else:
        flags = [words.flag_said(each, today) for each in line.flags]
        if found.which == NEEDS:
            flags = [words.term(each) for each in line.terms if each.answer == TermAnswer.NEEDS]
        reason = why(line.why, today, money_shown=line.money_shown)
        said = " · ".join([name, reason, *flags])
    entry = blocks.section(said, blocks.button("Open…", CUSTOMER_PAGE, paging.value(key)))
    if found.may_change and line.why and line.why.is_elsewhere:
        return [entry, _keep_or_follow(key)]
    return [entry]


def _keep_or_follow(key: str) -> Block:
    return blocks.actions(
        blocks.button("Keep it", words.KEEP, key),
        blocks.button("Follow the rule", words.FOLLOW, key),
    )


def is_known(which: str) -> bool:
    """Whether there is such a list."""
    return which in ("", ELSEWHERE, NEEDS) or bool(of_tier(which) or of_facet(which))


def of_facet(which: str) -> tuple[Facet, str] | None:
    """Which facet, and which words in it, a list is of."""
    name, _, said = which.partition(":")
    return (Facet(name), said) if name in {str(facet) for facet, _ in MENUS} and said else None


def of_tier(which: str) -> str | None:
    """Which tier a list is of."""
    name, _, tier = which.partition(":")
    return tier if name == "tier" and tier in rules.TIERS else None


def precious(flags: Sequence[Flag]) -> set[UUID]:
    """The accounts that somebody says cannot be lost."""
    return {each.customer_id for each in flags if each.kind == FlagKind.CANNOT_LOSE}
