"""What goes back and forth between two departments: the question, its forms, and what is said."""

from __future__ import annotations

from typing import Any

from slackblocks import Block

from handlers.chasing.owed import cards as owed
from handlers.executives.digests.agenda import InIt, ToAndFro
from handlers.executives.digests.words import HEADLINE_NAME, TITLE, few, for_days, shown_name
from handlers.people.tiers import TIERS
from handlers.promises import items
from handlers.promises.items.titles import title_within
from handlers.promises.items.words import open_story
from handlers.speech import blocks, inputs, money, paging, reasons, words
from storage.customers import Customer, Tier
from storage.issues import Issue
from storage.items import Item
from storage.people import Person

SETTLE, HAND, OPENED = "border.settle", "border.hand", "border.open"
"""The buttons of who says which of both has it, of who names somebody, and of all that it is."""
SETTLE_SEND, HAND_SEND = "border.settle.send", "border.hand.send"
HOME, OWNER = "home", "person"
"""The fields of which department has it, and of who."""
HOME_MISSING = "Please choose one of both departments."
OWNER_MISSING = "Please choose who will have them."
TITLE_OPENED = "Back and forth"
TITLE_SETTLE = "Whose is it?"
TITLE_HAND = "Give it to somebody"
NOTHING = "Nothing goes back and forth there any more."
NAMED = 2
"""So many accounts that wait are named, those that weigh most."""
LISTED = 5
"""So many of the things are listed in a form."""


def question(group: ToAndFro) -> str:
    """What is to be decided, as markup."""
    return f"Who owns what goes back and forth between {_both(group)}?"


def named(group: ToAndFro) -> str:
    """What it is, in a few words: “what goes between Sales and Logistics”."""
    return f"what goes between {_both(group)}"


def facts(group: ToAndFro) -> str:
    """How much it is, since when, and which accounts wait for how much of it."""
    came = f"{_how_many(group).capitalize()} came back from the other department"
    said = [f"{came}, the first {_ago(group.days)}.", _waiting(group), _private(group.private)]
    return " ".join(filter(None, said))


def ways(group: ToAndFro) -> Block:
    """The answers to the question, the likeliest first, and all that it is about."""
    return blocks.actions(
        blocks.button("Decide…", SETTLE, key(group), "primary"),
        blocks.button("Give it to…", HAND, key(group)),
        blocks.button("Open…", OPENED, paging.value(key(group))),
    )


def key(group: ToAndFro) -> str:
    """Which two departments it is between, as buttons carry it."""
    return ":".join(each.hex for each in group.ids)


def _both(group: ToAndFro) -> str:
    return words.join_names([blocks.safe(name, HEADLINE_NAME) for name in group.sides])


def _how_many(group: ToAndFro) -> str:
    """“four issues”; of issues and tasks “four things”."""
    issues = {isinstance(each.thing, int) for each in group.things}
    noun = "thing" if len(issues) > 1 else "issue" if True in issues else "task"
    return words.count(group.count, noun)


def _ago(days: int) -> str:
    return f"{words.count(days, 'working day')} ago" if days else "today"


def _waiting(group: ToAndFro) -> str:
    """“Northwind (strategic account, €190 k a year) waits for two, Acme for one.”."""
    accounts: dict[object, list[InIt]] = {}
    for each in group.things:
        if each.customer:
            accounts.setdefault(each.account, []).append(each)
    told = [
        f"{_who(theirs[0].customer)} waits for {few(len({each.thing for each in theirs}))}"
        for theirs in list(accounts.values())[:NAMED]
        if theirs[0].customer
    ]
    if not told:
        return ""
    more = len(accounts) - len(told)
    if more:
        told.append(f"{words.count(more, 'more customer')} {'waits' if more == 1 else 'wait'} too")
    return f"{words.join_names(told)}."


def _who(customer: Customer | None) -> str:
    """“Northwind (strategic account, €190 k a year)”."""
    if customer is None:
        return ""
    tier = [] if customer.tier == Tier.STANDARD else [TIERS[Tier(customer.tier)]]
    worth = (
        [money.a_year(customer.annual_value, customer.currency)] if customer.annual_value else []
    )
    said = ", ".join(tier + worth)
    name = blocks.safe(customer.name, HEADLINE_NAME)
    return f"{name} ({said})" if said else name


def _private(number: int) -> str:
    if not number:
        return ""
    return f"{few(number).capitalize()} more {'is' if number == 1 else 'are'} private."


# --- what the buttons lead to ---


def settle_form(group: ToAndFro) -> dict[str, Any]:
    """Which of both departments has all of it from now on, and why."""
    names = {each.hex: name for each, name in zip(group.ids, group.sides, strict=True)}
    return blocks.form(
        TITLE_SETTLE, SETTLE_SEND,
        *_above(group),
        inputs.choice(
            HOME, "Whose is it from now on?", names,
            hint="Whoever leads there has all of it at once, and is asked for each.",
        ),
        reasons.ask_for("Why theirs?"),
        submit="It is theirs", value=key(group),
    )  # fmt: skip


def hand_form(group: ToAndFro) -> dict[str, Any]:
    """Who has all of it from now on, and why."""
    return blocks.form(
        TITLE_HAND, HAND_SEND,
        *_above(group),
        inputs.person(OWNER, "Who will have all of it?"),
        reasons.ask_for("Why them?"),
        submit="Give it to them", value=key(group),
    )  # fmt: skip


def _above(group: ToAndFro) -> list[Block]:
    """The question with its figures, and the first of what it is about."""
    lines = [_line(each) for each in group.things[:LISTED]]
    if len(group.things) > LISTED:
        lines.append(f"• and {words.count(len(group.things) - LISTED, 'more', 'more')}")
    return [
        blocks.section(f"*{question(group)}*\n{facts(group)}"),
        blocks.section("\n".join(lines)),
    ]


def page(group: ToAndFro | None, carried: str, after: int) -> dict[str, Any]:
    """A page of what goes back and forth, each with its story."""
    things = group.things if group else ()
    entries: list[Block] = []
    for each in things[after : after + paging.PAGE]:
        entries += [blocks.section(_line(each)), blocks.actions(open_story(each.item.ref))]
    hidden = group.private if group else 0
    if entries:
        entries += owed.hidden_beside(hidden)
    return paging.form(
        TITLE_OPENED, OPENED, entries, which=carried, after=after, total=len(things),
        nothing=owed.hidden(hidden, shown=0) or NOTHING,
    )  # fmt: skip


def _line(each: InIt) -> str:
    title = words.headed(title_within(each.item), each.customer.name if each.customer else "")
    noun = "issue" if isinstance(each.item, Issue) else "task"
    since = for_days(each.days)
    return f"• *{each.item.ref}* {blocks.safe(title, TITLE)} · {noun} back and forth {since}"


def given(item: Item, to: Person, home: str) -> str:
    """One of it is somebody's now."""
    return f"{items.named(item)} is with {blocks.person(to.user_id)} of {shown_name(home)} now."


def more(left: int) -> str:
    """So many could not be given at once."""
    verb = "goes" if left == 1 else "go"
    number = few(left).capitalize()
    return f"{number} more still {verb} back and forth: please do it again."
