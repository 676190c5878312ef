"""What people see of those who decide at a customer: how one stands, and who was not heard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from slackblocks import Block

from handlers.customers.contacts import rules, words
from handlers.customers.contacts.coverage import SURE, Covered
from handlers.people.tiers import TIERS
from handlers.promises.items.words import open_story
from handlers.speech import blocks, feelings
from handlers.speech import words as plain
from storage.contacts import Contact, ContactState, Influence, Through
from storage.customers import Customer, Tier
from storage.hearings import CustomerHearing
from storage.invitations import InvitedCount
from storage.issues import Feeling
from storage.people import Person

PAGE = 10
THEY_DECIDE = "*They decide*"
NOBODY_NAMED = "*They decide* Nobody is written down yet. Who decides at {name}?"
COUNTED = ("nobody is named who decides", "one decision maker", "{count} decision makers")
COVERAGE = "*Coverage* {Count} who {decide}{where}: "
ANSWERED = "{surveyed} answered a survey in the last year{share}, {talk}. {UNLISTED}"
ASKED = "{asked} {were} asked by name in a survey of the last year and {did}{share}, {talk}."
TALKED = "{talked} {were} heard in a conversation within {days}"
UNLISTED = "No survey of that time says whom it asked."
LAST = 5
"""So many of the times that somebody was heard are told."""


# --- one of them ---


def since(contact: Contact, today: date) -> str:
    """“was last heard on Tue 3 Nov”; of whoever was never heard, since when that is so."""
    if contact.heard_on is None:
        return f"has not been heard since {plain.plain_day(contact.quiet_from, today)}"
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
    """“38 who decide: 31 were asked … and 19 of them answered (61 %; …), nine were heard …”.

    Where no survey says whom it asked, how many answered one at all.
    """
    share = ""
    if coverage.share is not None:
        low, high = coverage.range
        between = f"between {low} and {high}"
        few = f"with so few, {low} to {high}"
        share = f" ({coverage.share} %; {between if coverage.base >= SURE else few})"
    head = COVERAGE.format(
        Count=plain.capital(plain.number(coverage.of)),
        decide="decides" if coverage.of == 1 else "decide",
        where=where,
    )
    talk = TALKED.format(
        talked=_none(coverage.talked),
        were="was" if coverage.talked < 2 else "were",
        days=plain.count(coverage.days, "day"),
    )
    if not coverage.asked:
        said = ANSWERED.format(
            surveyed=_none(coverage.surveyed), share=share, talk=talk, UNLISTED=UNLISTED
        )
        return f"{head}{said}"
    asked = ASKED.format(
        asked=plain.number(coverage.asked),
        were="was" if coverage.asked == 1 else "were",
        did=_did(coverage),
        share=share,
        talk=talk,
    )
    return f"{head}{asked}{_unasked(coverage)}"


def _did(coverage: Covered) -> str:
    if coverage.asked == 1:
        return "answered" if coverage.answered else "did not answer"
    return f"{_none(coverage.answered)} of them answered"


def _unasked(coverage: Covered) -> str:
    """“ Seven were not asked by name; two of these answered one all the same.”."""
    missing = coverage.of - coverage.asked
    if not missing:
        return ""
    were = "was" if missing == 1 else "were"
    said = f" {plain.capital(plain.number(missing))} {were} not asked by name"
    extra = coverage.surveyed - coverage.answered
    if not extra:
        return f"{said}."
    if missing == 1:
        return f"{said}, and answered one all the same."
    return f"{said}; {plain.number(extra)} of these answered one all the same."


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
    entries: list[Block] = [blocks.section(THEY_DECIDE)]
    entries += [
        blocks.section(line(each, today), open_story(each.ref)) for each in in_order(there)[:PAGE]
    ]
    if len(there) > PAGE:
        way = blocks.button(f"Show all {len(there)}…", words.ALL, there[0].ref)
        entries.append(blocks.actions(way))
    entries += [blocks.context(covered(coverage))] if coverage and coverage.of else []
    more_names = [blocks.button("Somebody else decides too…", words.FORM, customer.customer_id.hex)]
    return [*entries, *([blocks.actions(*more_names)] if may_name else [])]


def in_order(found: Sequence[Contact]) -> list[Contact]:
    """Who decides first, then who influences, then who uses it; each by number."""
    return sorted(found, key=lambda each: (not each.decides, each.influence, each.number))


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


def surveyed(count: InvitedCount) -> str:
    """“Asked by name in three surveys of the last year, and answered one.”; empty for none."""
    if not count.asked:
        return ""
    said = f"Asked by name in {plain.count(count.asked, 'survey')} of the last year"
    if count.asked == 1:
        return f"{said}, and answered it." if count.answered else f"{said}, and has not answered."
    answered = "all" if count.answered == count.asked else _none(count.answered)
    return f"{said}, and answered {answered}."


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
