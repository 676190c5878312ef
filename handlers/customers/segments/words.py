"""What is said of how customers are looked after: rules, reasons, flags, and who moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.people.tiers import TIERS
from handlers.speech import blocks, money
from handlers.speech import words as plain
from storage.contract_terms import ContractTerm, TermAnswer
from storage.customers import Customer, Tier
from storage.segments import Facet, Flag, FlagKind, Placing, SegmentRule

PAGE = "segments.page"
RULES, RULE, TRY, SWITCH_ON = (
    "segments.rules", "segments.rule", "segments.try", "segments.rules.send",
)  # fmt: skip
DROP = "segments.drop"
FLAG, FLAG_SEND, TAKE_OFF = "segments.flag", "segments.flag.send", "segments.flag.off"
STILL = "segments.flag.still"
PLACE, PLACE_SEND = "segments.place", "segments.place.send"
NEED, NEED_SEND = "segments.need", "segments.need.send"
UNDO_RULE, UNDO_FLAG = "segments.rule.undo", "segments.flag.undo"
KEEP, FOLLOW, PROPOSE = "segments.keep", "segments.follow", "matter.propose"
"""The buttons and forms of this room."""
NAMES = {
    Tier.KEY: "key", Tier.STRATEGIC: "strategic", Tier.BEACHHEAD: "beachhead",
    Tier.STANDARD: "standard",
}  # fmt: skip
"""What a tier is called alone."""
FACETS = {
    Facet.VALUE: "The value a year is at least",
    Facet.PRODUCT: "The product is",
    Facet.GEOGRAPHY: "The geography is",
    Facet.VERTICAL: "The vertical is",
    Facet.STARTED: "They started within so many months",
}
SHOWN = 200
"""Characters of a reason that are shown."""
COUNTED_WITH = {Facet.VALUE: "worth", Facet.STARTED: "customers for less than"}


def capital_tier(tier: str) -> str:
    """“Key”."""
    return plain.capital(NAMES[Tier(tier)])


def condition(rule: SegmentRule, currency: str | None) -> str:
    """“worth €350 k a year or more”, as markup."""
    words = blocks.safe(rule.words, 60)
    match Facet(rule.facet):
        case Facet.VALUE:
            return f"worth {money.a_year(rule.amount or 0, currency)} or more"
        case Facet.STARTED:
            return f"a customer for less than {plain.count(rule.amount or 0, 'month')}"
        case Facet.PRODUCT:
            return f"has {words}"
        case Facet.GEOGRAPHY:
            return f"is in {words}"
        case Facet.VERTICAL:
            return f"is in the trade “{words}”"


def gives(rule: SegmentRule) -> str:
    """What a rule says of whom it is about: “key”, “cannot afford to lose”."""
    if rule.gives == FlagKind.CANNOT_LOSE:
        return "cannot afford to lose"
    if rule.gives == FlagKind.FIRST:
        return "first customers, and beachhead for a year"
    return NAMES[Tier(rule.gives)]


def rule(rule: SegmentRule, currency: str | None) -> str:
    """“who is worth €350 k a year or more → key”."""
    return f"who {_is(condition(rule, currency))} → {gives(rule)}"


def _is(said: str) -> str:
    return said if said.startswith(("has ", "is ")) else f"is {said}"


def first_of(of: str) -> str:
    """“one of the first customers of Night Desk”."""
    return f"one of the first customers of {blocks.safe(of, 60)}"


def flagged(flag: Flag) -> str:
    """What a flag says: “cannot afford to lose”."""
    return "cannot afford to lose" if flag.kind == FlagKind.CANNOT_LOSE else first_of(flag.of)


def flag_said(flag: Flag, today: date) -> str:
    """“cannot afford to lose: @omar, “half of Logistics runs on them””, as markup."""
    if flag.by_id is None:
        return f"{flagged(flag)}, by a rule"
    again = ""
    if flag.review_on and flag.review_on <= today:
        again = f" It was to be looked at again on {plain.plain_day(flag.review_on, today)}."
    reason = blocks.safe(flag.reason, SHOWN)
    return f"{flagged(flag)}: {blocks.person(flag.by_id)}, “{reason}”{again}"


def still_flagged(flag: Flag, customer: Customer, today: date) -> str:
    """Whether what somebody said of an account still holds, as markup."""
    name = blocks.safe(customer.name, 80)
    day = plain.plain_day(flag.review_on or today, today)
    reason = blocks.safe(flag.reason, SHOWN)
    return (
        f"*{name}* · {flagged(flag)}: {blocks.person(flag.by_id)} said so, “{reason}”. It was to "
        f"be looked at again on {day}. Is it still so?"
    )


def because(
    placing: Placing | None,
    tier: str,
    rule: SegmentRule | None,
    worth: str,
    currency: str | None,
    today: date,
) -> str:
    """Why an account has its tier, as markup; `worth` is what it is worth, empty for who may not.

    “Key: worth €350 k a year or more (€480 k).” or “Strategic by @omar, Mon 2 Nov: “…”.”
    """
    name = capital_tier(tier)
    if placing and (placing.by_id is not None or placing.tier != tier):
        if not placing.by_id or placing.tier != tier:
            return f"{name} by hand; nobody wrote down why."
        day = plain.plain_day(placing.since, today)
        reason = blocks.safe(placing.reason, SHOWN)
        return f"{name} by {blocks.person(placing.by_id)}, {day}: {plain.quote(reason)}"
    if rule is not None and (rule.gives == tier or rule.gives == FlagKind.FIRST):
        if rule.gives == FlagKind.FIRST:
            return f"{name}: {first_of(rule.words)}, for a year."
        if rule.facet == Facet.VALUE and not worth:
            return f"{name}: by what they are worth."
        known = f" ({worth})" if worth and rule.facet == Facet.VALUE else ""
        return f"{name}: {condition(rule, currency)}{known}."
    if placing:
        return f"{name}: no rule places them elsewhere."
    return f"{name}. Nobody has written down why."


def by_the_rules(tier: str) -> str:
    """“By the rules: standard.”."""
    return f"By the rules: {NAMES[Tier(tier)]}."


def moved(customer: Customer, was: str, rule: SegmentRule | None, today: date) -> str:
    """That an account is looked after otherwise from a day on, and why: for its account lead."""
    name = blocks.safe(customer.name, 80)
    now_is = TIERS[Tier(customer.tier)]
    article = "a standard customer" if customer.tier == Tier.STANDARD else f"a {now_is}"
    worth = (
        f" ({money.amount(customer.annual_value, customer.currency)})"
        if customer.annual_value is not None and rule is not None and rule.facet == Facet.VALUE
        else ""
    )
    if rule is None:
        why = "no rule places it elsewhere any more"
    elif rule.gives == FlagKind.FIRST:
        why = f"it is {first_of(rule.words)}"
    else:
        why = f"it {_is(condition(rule, customer.currency))}{worth}"
    tiers = list(Tier)
    higher = tiers.index(Tier(customer.tier)) < tiers.index(Tier(was))
    return (
        f"*{name}* is {article} from {plain.plain_day(today, today)}: {why}. "
        f"New questions about it climb {'sooner' if higher else 'later'}; what is open keeps its "
        "times."
    )


def moved_all(lines: Sequence[str], total: int) -> str:
    """All of them in one message."""
    more = total - len(lines)
    tail = [f"So are {plain.count(more, 'more', 'more')}; `/cx segments` has them."] if more else []
    return "\n".join([*lines, *tail])


# --- terms ---


def term(of: ContractTerm) -> str:
    """“*Answer time* given 8 h, wanted 4 h (Jana Weiss to Wei)”, as markup."""
    name = blocks.safe(of.name, 60)
    given = f" given {blocks.safe(of.given, 80)}," if of.given else ""
    source = f" ({blocks.safe(of.source, 80)})" if of.source else ""
    match of.answer:
        case TermAnswer.NEEDS:
            return f"*{name}*{given} wanted {blocks.safe(of.wanted, 120)}{source}"
        case TermAnswer.FITS:
            return f"*{name}*{given} fits{source}"
    return f"*{name}*{given} not asked"


def need_told(customer: Customer, of: ContractTerm) -> str:
    """What a customer needs, for the CCO."""
    name = blocks.safe(customer.name, 80)
    cost = (
        f" It would cost us {money.a_year(of.cost, customer.currency)}."
        if of.cost is not None
        else ""
    )
    return f"{name} wants other terms. {term(of)}, says {blocks.person(of.by_id)}.{cost}"


def need_kept(customer: Customer, of: ContractTerm) -> str:
    """That it is written down."""
    return (
        f"Written down for {blocks.safe(customer.name, 80)}: {term(of)}. Nothing in the contract "
        "changes by this."
    )


def one_size(total: int, known: int, same: int, asked: int, needs: int) -> str:
    """How alike the terms of the accounts are that weigh most, and what they say of them."""
    of = f"Of {plain.figures(total, 'key and strategic account')}"
    if not known and not asked:
        return ""
    alike = (
        f"the terms of {plain.number(known)} are written down; {plain.number(same)} have the same"
        if known > 1
        else f"the terms of {plain.number(known)} are written down"
    )
    if not asked:
        return f"*One size?* {of} {alike}. None was asked what they need."
    wants = "wants" if needs == 1 else "want"
    fits = asked - needs
    says = "says" if fits == 1 else "say"
    never = total - asked
    was = "was" if never == 1 else "were"
    tail = f" {plain.capital(plain.number(never))} {was} never asked." if never > 0 else ""
    return (
        f"*One size?* {of} {alike}. {plain.capital(plain.number(asked))} "
        f"{'was' if asked == 1 else 'were'} asked what they need: {plain.number(needs)} {wants} "
        f"something else, {plain.number(fits)} {says} it fits.{tail}"
    )


def want_others(count: int) -> str:
    """“Nine key and strategic accounts want other terms than they have.”, in a digest."""
    if count == 1:
        return "One key or strategic account wants other terms than it has."
    many = plain.capital(plain.number(count))
    return f"{many} key and strategic accounts want other terms than they have."
