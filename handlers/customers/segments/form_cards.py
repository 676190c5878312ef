"""The forms of segments: a rule and what it would mean, a flag, and what a person says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from slackblocks import Block

from handlers.customers.segments import LONGEST, WORDS, WhyHere, words
from handlers.customers.segments.ruling import Outlook, RuleChange, Shift
from handlers.people import choices
from handlers.speech import blocks, inputs
from handlers.speech import words as plain
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from storage.customers import Customer, Tier
from storage.segments import Facet, FlagKind, SegmentRule

WHEN, IS, THEN, ORDER, WHY = "when", "is", "then", "order", "why"
TERM, GIVEN, WANTED, SOURCE, COST = "term", "given", "wanted", "source", "cost"
KIND, OF, REVIEW, TIER = "flag", "of", "review", "tier"
GIVES = {
    **{str(tier): plain.capital(name) for tier, name in words.NAMES.items()},
    str(FlagKind.CANNOT_LOSE): "Flag: cannot afford to lose",
    str(FlagKind.FIRST): "Flag: first customers of it",
}
FLAGS = {
    str(FlagKind.CANNOT_LOSE): "Cannot afford to lose",
    str(FlagKind.FIRST): "First customers of a product or trade",
}
AGAIN = timedelta(days=182)
STAYS = "What people placed by hand stays."
EVERYBODY = "When everybody is special, nobody is. {verb} them anyway?"


def rules(
    known: Sequence[SegmentRule],
    currency: str | None,
    today: date,
    *,
    may: bool,
    undo: bool = False,
) -> Json:
    """The rules in their order; whoever may change them can take one out, or write one more.

    With `undo` they may take back what they did last.
    """
    if not known:
        parts: list[Block] = [
            blocks.section("There are no rules yet: each customer has the tier that its form says.")
        ]
    else:
        parts = [blocks.context("The first rule that fits counts. A person's word beats a rule.")]
    for place, each in enumerate(known):
        starts = (
            f"from {plain.plain_day(each.starts_on, today)}"
            if each.starts_on > today
            else f"since {plain.plain_day(each.starts_on, today)}"
        )
        reason = blocks.safe(each.reason, words.SHOWN)
        line = (
            f"*{place + 1}* {plain.capital(words.rule(each, currency))}\n"
            f"{blocks.person(each.made_by)}, {starts}: “{reason}”"
        )
        way = blocks.button("Take it out…", words.DROP, str(each.rule_id)) if may else None
        parts.append(blocks.section(line, way))
    if may:
        ways = [blocks.button("Add a rule…", words.RULE)]
        ways += [blocks.button("Undo", words.UNDO_RULE)] if undo else []
        parts.append(blocks.actions(*ways))
    return blocks.form("Segment rules", words.RULES, *parts, submit=None)


def rule(known: Sequence[SegmentRule], said: dict[str, str] | None = None) -> Json:
    """A rule: whom it is about, what it says of them, where it stands, and why; nothing counts yet.

    `said` is what somebody wrote before they looked what it would mean.
    """
    said = said or {}
    places = {str(number): f"{number + 1}" for number in range(len(known) + 1)}
    places[str(len(known))] = "Last" if known else "First"
    return blocks.form(
        "Segment rules", words.TRY,
        inputs.choice(WHEN, "When", {str(each): label for each, label in words.FACETS.items()},
                      value=said.get(WHEN)),
        inputs.text(IS, "is", value=said.get(IS, ""), most=WORDS,
                    hint="A number, such as 350,000 or 12 months, or a word, such as hotels."),
        inputs.choice(THEN, "then", GIVES, value=said.get(THEN)),
        inputs.choice(ORDER, "Order", places, value=said.get(ORDER, str(len(known))),
                      hint="The first rule that fits counts."),
        inputs.text(WHY, "Why this rule?", value=said.get(WHY, ""), lines=True, most=LONGEST),
        blocks.context("Nothing changes yet: you see first what it would mean."),
        submit="Try it",
    )  # fmt: skip


def shown(of: SegmentRule, currency: str | None, *, is_out: bool) -> str:
    """The rule that is tried or taken out, as markup."""
    said = plain.capital(words.rule(of, currency))
    return f"Without this rule: {said}" if is_out else f"*{said}*"


def trial(
    change: RuleChange, found: Outlook, shown: str, starts_on: date, today: date, value: str
) -> Json:
    """What a change of the rules would mean, before it counts; `shown` is the rule as markup."""
    too_many = found.is_for_too_many(change)
    parts: list[Block] = [blocks.section(shown), blocks.section(_moves(found))]
    if found.contested:
        name = blocks.safe(found.contested[0], 80)
        others = len(found.contested) - 1
        of = f"{name} and {plain.count(others, 'more', 'more')}" if others else name
        parts.append(blocks.section(
            f"Another rule places {of}, too. The upper one wins: "
            f"{words.NAMES[Tier(found.winner)]}. Change the order?"
        ))  # fmt: skip
    adds = change.adds
    is_flag = adds is not None and adds.gives not in words.NAMES
    if adds is not None and (is_flag or too_many):
        would = "be flagged" if is_flag else f"be {words.NAMES[Tier(adds.gives)]}"
        line = f"{plain.capital(plain.number(found.fits))} of {found.total:,} would {would}."
        if too_many:
            line = f"{line} {EVERYBODY.format(verb='Flag' if is_flag else 'Place')}"
        parts.append(blocks.section(line))
    by_hand = ""
    if found.by_hand:
        stand = "account that people placed stands" if found.by_hand == 1 else (
            "accounts that people placed stand"
        )  # fmt: skip
        by_hand = f" {plain.capital(plain.number(found.by_hand))} {stand} elsewhere."
    parts.append(blocks.context(f"From {plain.plain_day(starts_on, today)}. {STAYS}{by_hand}"))
    if adds is not None:
        label = "Choose fewer…" if too_many else "Change it…"
        label = "Change the order…" if found.contested and not too_many else label
        parts.append(blocks.actions(blocks.button(label, words.RULE, value)))
    submit = "Switch them on" if adds else "Take it out"
    if too_many and adds:
        submit = "Flag them" if is_flag else "Place them"
    return blocks.form("Before it counts", words.SWITCH_ON, *parts, submit=submit, value=value)


def _moves(found: Outlook) -> str:
    """“Eleven accounts would move; two strategic ones become key: Globex, Harbor Hotels.”."""
    if not found.moves:
        return "No account would move."
    head = f"{plain.capital(plain.count(found.moves, 'account'))} would move"
    return f"{head}; {'; '.join(_shift(each) for each in found.shifts)}."


def _shift(shift: Shift) -> str:
    names = ", ".join(blocks.safe(each, 60) for each in shift.names)
    more = shift.number - len(shift.names)
    tail = f" and {plain.count(more, 'more', 'more')}" if more else ""
    one = shift.number == 1
    return (
        f"{plain.number(shift.number)} {words.NAMES[Tier(shift.was)]} {'one' if one else 'ones'} "
        f"{'becomes' if one else 'become'} {words.NAMES[Tier(shift.gets)]}: {names}{tail}"
    )


def flag(known: Choices, today: date) -> Json:
    """Something is said of an account beside its tier."""
    return blocks.form(
        "Add a flag", words.FLAG_SEND,
        inputs.row(choices.CUSTOMER, "Which customer?", known),
        inputs.choice(KIND, "Which flag?", FLAGS, value=str(FlagKind.CANNOT_LOSE)),
        inputs.text(OF, "Of which product or trade?", most=WORDS, optional=True,
                    hint="Only for first customers."),
        inputs.text(WHY, "Why?", lines=True, most=LONGEST),
        inputs.date(REVIEW, "Look at it again on", value=(today + AGAIN).isoformat()),
        blocks.context("The words stand beside the tier. Whoever leads the account reads it."),
        submit="Flag it",
    )  # fmt: skip


def place(found: WhyHere, why: str) -> Json:
    """A person says how an account is looked after; `why` is how it stands now, as markup."""
    customer = found.customer
    return blocks.form(
        "Say why", words.PLACE_SEND,
        blocks.section(f"*{blocks.safe(customer.name, 80)}* {why}"),
        inputs.choice(TIER, "How are they to be looked after?",
                      {str(tier): plain.capital(name) for tier, name in words.NAMES.items()},
                      value=customer.tier),
        inputs.text(WHY, "Why?", lines=True, most=LONGEST),
        blocks.context("Your word beats a rule, and says so. What is open keeps its times."),
        submit="Keep it", value=customer.customer_id.hex,
    )  # fmt: skip


def need(customer: Customer, verb: str = words.NEED_SEND, value: str = "") -> Json:
    """What an account needs of a term, or that it fits; `value` is what the form carries."""
    return blocks.form(
        "What they need", verb,
        blocks.section(f"*{blocks.safe(customer.name, 80)}*"),
        inputs.text(TERM, "Which term?", most=WORDS, hint="Answer time, notice, payment, price …"),
        inputs.text(GIVEN, "What do they have now?", most=120, optional=True),
        inputs.text(WANTED, "What do they need?", lines=True, most=300, optional=True,
                    hint="Leave it empty where it fits."),
        inputs.text(SOURCE, "Who said so, when?", most=120, optional=True),
        inputs.text(COST, "What would it cost us in a year?", most=60, optional=True),
        blocks.context("The CCO reads it. Nothing in the contract changes by this."),
        submit="Keep it", value=value or customer.customer_id.hex,
    )  # fmt: skip


def facet_of(value: str) -> Facet | None:
    """Which facet a form names; None for none and for what it does not offer."""
    return Facet(value) if value in set(Facet) else None
