"""The lists of those whom nobody hears, who answered no survey, and of where nobody is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from slackblocks import Block

from handlers.customers.contacts import words
from handlers.customers.contacts.cards import PAGE, covered, line, since
from handlers.customers.contacts.coverage import Covered
from handlers.people.tiers import TIERS
from handlers.promises.items.words import open_story
from handlers.speech import blocks, money, paging
from handlers.speech import words as plain
from handlers.speech.request import Json
from storage.contacts import Contact
from storage.customers import Customer, Tier
from storage.people import Person

TITLE = "Not heard for long"
NAMELESS_SHOWN = 5
UNANSWERED, NAMELESS, AT = "unanswered", "nameless", "at:"
"""Which list a button opens beside the first one; the last of a customer, by its id."""
SHOW_ONE, SHOW_MANY = "Show who did not…", "Show the {count} who did not…"
NO_ANSWER = (
    "Everybody who decides at a key account answered a survey in the last year.",
    "*One who decides at a key account answered no survey in the last year*",
    "*{Count} who decide at key accounts answered no survey in the last year*",
)
NONE_NAMELESS = "At each key account somebody is written down who decides."
NOBODY_AT_ALL = (
    "Nobody is named who decides at any customer. Begin with those you cannot afford to lose: "
    "“Name them…” stands on a customer's page."
)
NONE_SILENT = "Nobody who decides has been silent for longer than the limit."
NONE_OF_YOURS = (
    "Of those you may read of, nobody who decides has been silent for longer than the limit."
)
SILENT = (
    "",
    "*{name} decides at {customer} and {since}*",
    "*{Count} who decide were not heard for long*{renew}",
)
RENEW = ("", "; one renews by {until}", "; {count} renew by {until}")
WEEK = (
    "",
    "*Not heard* One who decides was not heard for long.",
    "*Not heard* {Count} who decide were not heard for long.",
)
UNNAMED = (
    "",
    "One key account has no decision maker written down. Who decides at {first}?",
    "{Count} key accounts have no decision maker written down. Who decides at {first}?",
)


@dataclass(frozen=True)
class SilentLine:
    """Somebody who decides and was not heard for long, at which customer, and what is asked."""

    contact: Contact
    customer: Customer
    money_shown: bool
    lead: Person | None = None
    sponsor: Person | None = None
    asked: str = ""
    """Who is asked to call by when, as markup."""


@dataclass(frozen=True)
class SilencePage:
    """All who are silent as far as somebody may read, and key accounts where nobody is named."""

    lines: Sequence[SilentLine]
    nameless: Sequence[Customer]
    is_empty: bool
    """Whether nobody is named anywhere."""
    renewing: int
    """How many of the silent renew within 90 days."""
    until: date
    may_name: bool
    coverage: Covered | None = None
    """Of all who decide at the key accounts of which the reader may read."""
    names: Mapping[UUID, str] = field(default_factory=dict)
    """What the customers are called at whom somebody answered no survey."""
    is_cut: bool = False
    """Whether there are others, of whom the reader may not read."""


def week(count: int) -> str:
    """How many are silent, for Home."""
    return WEEK[min(count, 2)].format(Count=plain.capital(plain.number(count)))


def silence(page: SilencePage, after: int, today: date) -> Json:
    """The list: whom nobody hears first, key accounts before the others, then where none is named.

    `after` so many entries the page begins.
    """
    parts: list[Block] = [blocks.section(headline(page, today))]
    if page.coverage and page.coverage.of:
        parts.append(_covered(page.coverage))
    shown = page.lines[after : after + PAGE]
    for each in shown:
        parts += _silent(each, today, alone=len(page.lines) == 1)
    parts += paging.turns(words.LIST, "", after, PAGE, len(page.lines))
    parts += _nameless(page)
    return blocks.form(TITLE, words.LIST, *parts, submit=None)


def headline(page: SilencePage, today: date) -> str:
    """In one sentence how many are silent, and how many of those renew soon."""
    count = len(page.lines)
    if not count:
        if page.is_empty:
            return NOBODY_AT_ALL
        return NONE_OF_YOURS if page.is_cut else NONE_SILENT
    first = page.lines[0]
    renew = RENEW[min(page.renewing, 2)].format(
        count=plain.number(page.renewing), until=plain.plain_day(page.until, today)
    )
    return SILENT[min(count, 2)].format(
        name=blocks.safe(first.contact.title, 80),
        customer=blocks.safe(first.customer.name, 80),
        since=since(first.contact, today),
        Count=plain.capital(plain.number(count)),
        renew=renew,
    )


def _silent(each: SilentLine, today: date, *, alone: bool) -> list[Block]:
    contact, customer = each.contact, each.customer
    who = f"*{blocks.safe(contact.title, 80)}* at {blocks.safe(customer.name, 80)}"
    said = [] if alone else [f"{who} {since(contact, today)}"]
    small = [TIERS[Tier(customer.tier)]]
    if each.money_shown and customer.annual_value:
        small.append(money.a_year(customer.annual_value, customer.currency))
    renews_on = customer.renews_on(today)
    if renews_on:
        small.append(f"renews {plain.plain_day(renews_on, today)}")
    if each.lead:
        small.append(f"account lead {blocks.person(each.lead.user_id)}")
    if each.sponsor:
        small.append(f"sponsor {blocks.person(each.sponsor.user_id)}")
    lines = [*said, " · ".join(small), *([each.asked] if each.asked else [])]
    menu = blocks.overflow(
        {words.GONE: words.GONE_LABEL, words.EDIT: "Edit…", words.NO: words.NO_LABEL},
        contact.ref,
    )
    return [
        blocks.section("\n".join(lines), menu),
        blocks.actions(
            blocks.button(words.CALL_LABEL, words.WILL_FORM, contact.ref),
            blocks.button(words.SPOKE_LABEL, words.SPOKE, contact.ref),
            open_story(contact.ref),
        ),
    ]


def _no_name(customer: Customer, *, may_name: bool) -> Block:
    button = blocks.button(words.NAME_LABEL, words.FORM, customer.customer_id.hex)
    return blocks.section(f"*{blocks.safe(customer.name, 80)}*", button if may_name else None)


def _nameless(page: SilencePage) -> list[Block]:
    if not page.nameless:
        return []
    count = len(page.nameless)
    said = UNNAMED[min(count, 2)].format(
        Count=plain.capital(plain.number(count)), first=blocks.safe(page.nameless[0].name, 80)
    )
    entries: list[Block] = [blocks.divider(), blocks.section(said)]
    shown = page.nameless[:NAMELESS_SHOWN]
    entries += [_no_name(customer, may_name=page.may_name) for customer in shown]
    if count > NAMELESS_SHOWN:
        way = blocks.button(f"Show all {count:,}…", words.LIST, paging.value(NAMELESS))
        entries.append(blocks.actions(way))
    return entries


def _covered(coverage: Covered) -> Block:
    """How many are covered, and the way to those who answered no survey."""
    missing = len(coverage.unanswered)
    said = covered(coverage, " at key accounts")
    if not missing:
        return blocks.context(said)
    label = SHOW_ONE if missing == 1 else SHOW_MANY.format(count=plain.number(missing))
    return blocks.section(said, blocks.button(label, words.LIST, paging.value(UNANSWERED)))


# --- what “Show…” opens ---


def unanswered(page: SilencePage, after: int, today: date) -> Json:
    """Those at key accounts who answered no survey in the last year, ten a page."""
    found = page.coverage.unanswered if page.coverage else ()
    entries = [
        blocks.section(
            f"*{blocks.safe(page.names.get(each.customer_id, ''), 80)}* {line(each, today)}"
            f"{_asked(page.coverage, each)}",
            open_story(each.ref),
        )
        for each in found[after : after + PAGE]
    ]
    head = blocks.section(NO_ANSWER[min(len(found), 2)].format(Count=_capital(len(found))))
    return _page(UNANSWERED, [head, *entries], after, len(found))


def _asked(coverage: Covered | None, contact: Contact) -> str:
    """On how many lists somebody stands who answered nothing; empty where no survey has one."""
    if not coverage or not coverage.asked:
        return ""
    number = coverage.lists.get(contact.number, 0)
    return f" · asked in {plain.count(number, 'survey')}" if number else " · not asked by name"


def nameless(page: SilencePage, after: int) -> Json:
    """The key accounts where nobody is written down who decides, ten a page."""
    found = page.nameless
    first = blocks.safe(found[0].name, 80) if found else ""
    head = blocks.section(
        UNNAMED[min(len(found), 2)].format(Count=_capital(len(found)), first=first) or NONE_NAMELESS
    )
    entries = [_no_name(each, may_name=page.may_name) for each in found[after : after + PAGE]]
    return _page(NAMELESS, [head, *entries], after, len(found))


def everybody(found: Sequence[Contact], customer: Customer, after: int, today: date) -> Json:
    """All who are named at a customer, who decides first, ten a page."""
    said = f"{plain.capital(plain.count(len(found), 'person', 'people'))} at"
    head = blocks.section(f"*{said} {blocks.safe(customer.name, 80)}*")
    entries = [
        blocks.section(line(each, today), open_story(each.ref))
        for each in found[after : after + PAGE]
    ]
    return _page(f"{AT}{customer.customer_id.hex}", [head, *entries], after, len(found))


def _page(which: str, parts: Sequence[Block], after: int, total: int) -> Json:
    turns = paging.turns(words.LIST, which, after, PAGE, total)
    return blocks.form(TITLE, words.LIST, *parts, *turns, submit=None)


def _capital(count: int) -> str:
    return plain.capital(plain.number(count))
