"""What people see of those who decide at a customer: how one stands, and who was not heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import Block

from handlers.customers.contacts import rules, words
from handlers.customers.contacts.coverage import SURE, Covered
from handlers.people.tiers import TIERS
from handlers.promises.items.words import open_story
from handlers.speech import blocks, feelings, money, paging
from handlers.speech import words as plain
from handlers.speech.request import Json
from storage.contacts import Contact, ContactState, Influence, Through
from storage.customers import Customer, Tier
from storage.hearings import CustomerHearing
from storage.issues import Feeling
from storage.people import Person

TITLE = "Not heard for long"
PAGE = 10
NAMELESS_SHOWN = 5
THEY_DECIDE = "*They decide*"
NOBODY_NAMED = "*They decide* Nobody is written down yet. Who decides at {name}?"
COUNTED = ("nobody is named who decides", "one decision maker", "{count} decision makers")
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
NEW_DECIDER = "{customer} has a new decision maker since {day}: {name}. {name} {heard}."
COVERED = (
    "*Coverage* {Count} who {decide}{where}: {surveyed} answered a survey in the last year{share}, "
    "{talked} {were} heard in a conversation within {days}."
)
LAST = 5
"""So many of the times that somebody was heard are told."""


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
    is_cut: bool = False
    """Whether there are others, of whom the reader may not read."""


# --- one of them ---


def since(contact: Contact, today: date) -> str:
    """“was last heard on Tue 3 Nov”; of whoever was never heard that they were not."""
    if contact.heard_on is None:
        return f"was never heard since {plain.plain_day(contact.quiet_from, today)}"
    return f"was last heard on {plain.plain_day(contact.heard_on, today)}"


def heard(contact: Contact, today: date) -> str:
    """“heard Tue 3 Nov by @wei, a call”, or “never heard”."""
    if contact.heard_on is None:
        return "never heard"
    how = words.HOW.get(Through(contact.heard_how), "") if contact.heard_how else ""
    by = f" by {blocks.person(contact.heard_by)}" if contact.heard_by else ""
    said = f"heard {plain.plain_day(contact.heard_on, today)}{by}"
    return f"{said}, {how}" if how else said


def line(contact: Contact, today: date) -> str:
    """“Jana Weiss, finance, decides: heard Tue 3 Nov by @wei, a call”."""
    role = f", {blocks.safe(contact.role, 120)}" if contact.role else ""
    does = words.INFLUENCES[Influence(contact.influence)]
    stands = heard(contact, today)
    if contact.state == ContactState.PROMISED and contact.call_on:
        who = blocks.person(contact.caller_id)
        stands += f" · {who} calls by {plain.plain_day(contact.call_on, today)}"
    elif rules.rests(contact, today) and contact.rests_until:
        stands += f" · let rest until {plain.plain_day(contact.rests_until, today)}"
    return f"{blocks.safe(contact.title, 80)}{role}, {does}: {stands}"


def covered(coverage: Covered, where: str = "") -> str:
    """“12 who decide: seven answered a survey in the last year (58 %; …), nine were heard …”."""
    share = ""
    if coverage.share is not None:
        low, high = coverage.range
        between = f"between {low} and {high}"
        few = f"with so few, {low} to {high}"
        share = f" ({coverage.share} %; {between if coverage.of >= SURE else few})"
    return COVERED.format(
        Count=plain.capital(plain.number(coverage.of)),
        decide="decides" if coverage.of == 1 else "decide",
        where=where,
        surveyed=_none(coverage.surveyed),
        share=share,
        talked=_none(coverage.talked),
        were="was" if coverage.talked < 2 else "were",
        days=plain.count(coverage.days, "day"),
    )


def _none(count: int) -> str:
    return plain.number(count) if count else "none"


def account(
    found: Sequence[Contact],
    customer: Customer,
    today: date,
    *,
    may_read: bool,
    may_name: bool,
    coverage: Covered | None = None,
) -> list[Block]:
    """*They decide* on a customer's page; who may not read names reads how many there are."""
    there = [each for each in found if each.is_there]
    name = [blocks.button(words.NAME_LABEL, words.FORM, customer.customer_id.hex)]
    if not may_read or not (there or may_name):
        count = sum(each.decides for each in there)
        said = COUNTED[min(count, 2)].format(count=plain.number(count))
        return [blocks.context(f"{THEY_DECIDE} {said}")]
    if not there:
        said = NOBODY_NAMED.format(name=blocks.safe(customer.name, 80))
        return [blocks.section(said), *([blocks.actions(*name)] if may_name else [])]
    in_order = sorted(there, key=lambda each: (not each.decides, each.influence, each.number))
    entries: list[Block] = [blocks.section(THEY_DECIDE)]
    entries += [blocks.section(line(each, today), open_story(each.ref)) for each in in_order[:PAGE]]
    more = len(in_order) - PAGE
    entries += [blocks.context(f"and {plain.count(more, 'more', 'more')}")] if more > 0 else []
    entries += [blocks.context(covered(coverage))] if coverage and coverage.of else []
    more_names = [blocks.button("Somebody else decides too…", words.FORM, customer.customer_id.hex)]
    return [*entries, *([blocks.actions(*more_names)] if may_name else [])]


def facts(
    contact: Contact, customer: Customer, today: date, lead: Person | None, sponsor: Person | None
) -> list[str]:
    """What stands above a contact's story: who they are, when last heard, who is around them."""
    name = blocks.safe(contact.title, 80)
    at = blocks.safe(customer.name, 80)
    if not contact.is_there and contact.gone_on is None:
        return [f"*{name}*", f"{at} · {TIERS[Tier(customer.tier)]}"]
    does = words.INFLUENCES[Influence(contact.influence)]
    if contact.gone_on:
        gone = f"since {plain.plain_day(contact.gone_on, today)}: {contact.gone_why}"
        return [f"*{name}* is not there any more, {gone}.", f"{at}"]
    who = [
        f"account lead {blocks.person(lead.user_id)}" if lead else "no account lead",
        *([f"sponsor {blocks.person(sponsor.user_id)}"] if sponsor else []),
    ]
    told = [each for each in (contact.role, contact.address) if each]
    lines = [
        f"*{name}* {does} at {at} and {since(contact, today)}.",
        " · ".join([TIERS[Tier(customer.tier)], *who]),
        f"Last {heard(contact, today)}." if contact.heard_on else "",
        " · ".join(blocks.safe(each, 200) for each in told),
    ]
    if contact.call_on:
        day = plain.plain_day(contact.call_on, today)
        lines.append(f"{blocks.person(contact.caller_id)} calls by {day}.")
    if contact.rests_until and rules.rests(contact, today):
        day = plain.plain_day(contact.rests_until, today)
        why = blocks.safe(contact.rests_because, words.SHORT)
        lines.append(f"Let rest until {day}: “{why}”")
    return [each for each in lines if each]


def heard_lines(found: Sequence[CustomerHearing], today: date) -> list[str]:
    """What they said, the last time first."""
    lines = []
    for each in found:
        day = plain.plain_day(each.heard_on, today)
        how = words.HOW[Through(each.through)]
        felt = f", {feelings.LABELS[str(Feeling(each.felt))].lower()}" if each.felt else ""
        said = f": “{blocks.safe(each.said, words.SHORT)}”" if each.said else ""
        by = f", {blocks.person(each.heard_by)}" if each.heard_by else ""
        lines.append(f"{day}{by}, {how}{felt}{said}")
    return lines


# --- short replies ---


def named(contact: Contact, customer: Customer, asked: Person | None, limit: int | None) -> str:
    """What was kept, and who is asked after how many days of silence; None: nobody is."""
    name, at = blocks.safe(contact.title, 80), blocks.safe(customer.name, 80)
    does = words.INFLUENCES[Influence(contact.influence)]
    said = f"Noted: {name} {does} at {at}."
    if not contact.decides or limit is None or asked is None:
        return said
    who = blocks.person(asked.user_id)
    return f"{said} I ask {who} when {plain.count(limit, 'day')} pass without a word from them."


def corrected(contact: Contact) -> str:
    """For whoever changed what is known."""
    return f"Changed: {blocks.safe(contact.title, 80)} stands as you wrote."


def spoken(contact: Contact, customer: Customer) -> str:
    """For whoever heard them."""
    name, at = blocks.safe(contact.title, 80), blocks.safe(customer.name, 80)
    return f"Thank you. What {name} of {at} said is kept, as you wrote it."


def calls(contact: Contact, today: date) -> str:
    """For whoever gave a day."""
    day = plain.plain_day(contact.call_on, today) if contact.call_on else "then"
    return f"Noted: you call {blocks.safe(contact.title, 80)} by {day}. I ask then what they said."


def rested(contact: Contact, today: date) -> str:
    """For whoever lets them rest."""
    day = plain.plain_day(contact.rests_until, today) if contact.rests_until else "then"
    return f"Noted: nobody is asked to call {blocks.safe(contact.title, 80)} until {day}."


def passed(contact: Contact, to: Person) -> str:
    """Who is asked instead."""
    return f"{blocks.person(to.user_id)} is asked about {blocks.safe(contact.title, 80)} now."


def nobody_knows(customer: Customer, task: str) -> str:
    """A task finds out."""
    at = blocks.safe(customer.name, 80)
    return f"Noted: nobody here knows. {task} finds out who decides at {at}, and it is yours."


def gone(contact: Contact, customer: Customer, heir: Contact | None) -> str:
    """For whoever said that somebody is not there any more."""
    name, at = blocks.safe(contact.title, 80), blocks.safe(customer.name, 80)
    said = f"Noted: {name} is not at {at} any more. What {name} said stays with that name."
    if heir is None:
        return said
    return f"{said} {blocks.safe(heir.title, 80)} decides now, and a call is asked for."


def new_decider(contact: Contact, customer: Customer, day: date, today: date) -> str:
    """For sponsor and account lead."""
    return NEW_DECIDER.format(
        customer=blocks.safe(customer.name, 80),
        name=blocks.safe(contact.title, 80),
        day=plain.plain_day(day, today),
        heard=since(contact, today) if contact.heard_on else "has heard nothing from us yet",
    )


# --- who was not heard for long ---


def week(count: int) -> str:
    """How many are silent, for Home."""
    return WEEK[min(count, 2)].format(Count=plain.capital(plain.number(count)))


def silence(page: SilencePage, after: int, today: date) -> Json:
    """The list: whom nobody hears first, key accounts before the others, then where none is named.

    `after` so many entries the page begins.
    """
    parts: list[Block] = [blocks.section(headline(page, today))]
    if page.coverage and page.coverage.of:
        parts.append(blocks.context(covered(page.coverage, " at key accounts")))
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


def _nameless(page: SilencePage) -> list[Block]:
    if not page.nameless:
        return []
    count = len(page.nameless)
    said = UNNAMED[min(count, 2)].format(
        Count=plain.capital(plain.number(count)), first=blocks.safe(page.nameless[0].name, 80)
    )
    entries: list[Block] = [blocks.divider(), blocks.section(said)]
    for customer in page.nameless[:NAMELESS_SHOWN]:
        button = blocks.button(words.NAME_LABEL, words.FORM, customer.customer_id.hex)
        entries.append(
            blocks.section(f"*{blocks.safe(customer.name, 80)}*", button if page.may_name else None)
        )
    more = count - NAMELESS_SHOWN
    entries += [blocks.context(f"and {plain.count(more, 'more', 'more')}")] if more > 0 else []
    return entries
