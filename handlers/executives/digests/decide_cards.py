"""What only executives can decide stands in their digest as questions, with the answers to each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from slackblocks import Block, Button

from handlers.chasing.owed import cards as owed
from handlers.chasing.owed.requests import STUCK as STUCK_LIST
from handlers.executives.digest_lines import DigestQuestion
from handlers.executives.digests.agenda import Called, Stuck, ToAndFro, Undecided
from handlers.executives.digests.bounces import cards as bounce_cards
from handlers.executives.digests.shapes import ExecutiveDigest
from handlers.executives.digests.words import HEADLINE_NAME, TITLE, few, for_days, shown_name, waits
from handlers.people.tiers import TIERS
from handlers.promises.asked import (
    ACCEPT,
    ACKNOWLEDGE,
    CHECK,
    FINISH,
    HELP,
    INFORM,
    PREVENT,
    REVIEW,
    SUPPLY,
    TELL,
    VERIFY,
    WARN,
)
from handlers.promises.items.words import SMALLER, another_date, another_owner, open_story
from handlers.speech import blocks, money, paging, words
from storage.customers import Tier
from storage.issues import Issue
from storage.items import Item

CALL, DECIDE = "digest.call", "digest.decide"
"""The buttons of somebody who calls a customer, and of somebody who decides how it goes on."""
NO_DECISION = "Nothing needs a decision from you."
DECIDE_TITLE = "Decide"
CALLED_ALREADY = "Calls that you have promised"
CALLS = 3
"""So many calls that were promised are named."""
WHO_CALLS = "who calls them?"
WHO_GOES_FIRST = "who of them takes it first?"
HOW = "how does it go on?"
QUESTIONS = {
    ACKNOWLEDGE: "who takes it?",
    FINISH: "a new day, another owner, or a no?",
    ACCEPT: "whose is it?",
    INFORM: WHO_CALLS,
    TELL: WHO_CALLS,
    VERIFY: "who asks whether it helped?",
    PREVENT: "who keeps it from coming back?",
    CHECK: "who finds out whether it held?",
    REVIEW: "does our no stand?",
    HELP: "who helps?",
    SUPPLY: "who gives what it waits for?",
    WARN: "who tells those who will meet it?",
}
"""What is to be decided, by what was asked in vain."""
SILENT = {
    INFORM: "they have not heard from us",
    TELL: "they have not heard our no",
    PREVENT: "nobody has said what keeps it from coming back",
    VERIFY: "nobody has said whether it helped",
    CHECK: "nobody has said whether it held",
}
"""What has not been said, by what was asked in vain; of all else there is no answer."""
AFTERWARDS = {PREVENT, VERIFY, CHECK, REVIEW}
"""What is asked when a thing is put right: no call helps then."""
SEVERE = 2
WATCHED = (Tier.KEY, Tier.STRATEGIC)


def shown(digest: ExecutiveDigest) -> list[Block]:
    """“Three things only you can decide”, each with its ways out, and the way to all the rest."""
    if not digest.asked and not digest.waiting.count:
        quiet = [] if digest.decisions else [blocks.section(nothing(digest))]
        return [*quiet, *_calls(digest)]
    number = len(digest.asked)
    found: list[Block] = []
    if number:
        things = words.count(number, "thing").capitalize()
        found.append(blocks.section(f"*{things} only you can decide*"))
    for place, each in enumerate(digest.asked, 1):
        lead = f"{place}. " if number > 1 else ""
        asked, known, row = _put(each)
        found += [blocks.section(f"*{lead}{asked}*\n{known}"), row]
    if digest.waiting.count:
        found.append(blocks.section(rest(digest.waiting, number), _every(digest)))
    return [*found, *_calls(digest)]


def _put(each: Stuck | ToAndFro | DigestQuestion) -> tuple[str, str, Block]:
    """What is to be decided, what is known of it, and its ways out."""
    if isinstance(each, ToAndFro):
        asked = bounce_cards.question(each), bounce_cards.facts(each)
        return *asked, bounce_cards.ways(each)
    if isinstance(each, DigestQuestion):
        return each.asked, each.known, blocks.actions(*each.ways)
    return _asked(each), facts(each), _ways(each)


def _every(digest: ExecutiveDigest) -> Button:
    return owed.show_all(digest.waiting.total, STUCK_LIST, paging.value(""))


def nothing(digest: ExecutiveDigest) -> str:
    """That nothing needs a decision; where no promise was missed, how long that has been so."""
    kept, weeks = digest.kept.now, len(digest.weeks)
    if not kept.of or kept.missed:
        return NO_DECISION
    said = f"{NO_DECISION} We kept {kept.met:,} of {kept.of:,}"
    if digest.last_miss:
        zone, now = digest.occasion.calendar.zone, digest.occasion.now
        return f"{said}; the last miss was on {words.day(digest.last_miss, zone, now)}."
    return f"{said}; none was missed in {words.count(weeks, 'week')}." if weeks > 1 else f"{said}."


def _calls(digest: ExecutiveDigest) -> list[Block]:
    """Whom executives call already: nothing of theirs is asked about before that call."""
    if not digest.called:
        return []
    lines = [_call(each, digest.occasion.now) for each in digest.called[:CALLS]]
    if len(digest.called) > CALLS:
        lines.append(f"• and {words.count(len(digest.called) - CALLS, 'more call')}")
    said = "\n".join([f"*{CALLED_ALREADY}*", *lines])
    return [blocks.section(said, None if digest.waiting.count else _every(digest))]


def _call(each: Called, now: datetime) -> str:
    """“Acme, by Mon 23 Nov (T-2): one thing waits for that”."""
    call = f"• {shown_name(each.customer)}, by {words.day(each.by, each.zone, now)} ({each.ref})"
    if not each.things:
        return call
    return f"{call}: {words.count(each.things, 'thing')} {waits(each.things)} for that"


def notification(digest: ExecutiveDigest) -> str:
    """“Three decisions wait: Acme, Globex, and T-27.”; empty where none does."""
    named = [_named(each) for each in digest.asked]
    if not named:
        return ""
    wait = "decision waits" if len(named) == 1 else "decisions wait"
    return f"{words.number(len(named)).capitalize()} {wait}: {words.join_names(named)}."


def _named(each: Stuck | ToAndFro | DigestQuestion) -> str:
    if isinstance(each, ToAndFro):
        return bounce_cards.named(each)
    if isinstance(each, DigestQuestion):
        return each.named
    return shown_name(each.line.customer) if each.line.customer else each.line.ref


def question(each: Stuck) -> str:
    """What is to be decided about it: of a customer who weighs much, who calls them."""
    if each.stands:
        return WHO_GOES_FIRST
    is_watched = bool(each.line.tier) and Tier(each.line.tier) in WATCHED
    is_grave = each.line.noun == Issue.noun and each.severity <= SEVERE
    if is_watched and is_grave and each.kind not in AFTERWARDS:
        return WHO_CALLS
    return QUESTIONS.get(each.kind, HOW)


def _asked(each: Stuck) -> str:
    asked = question(each)
    if not each.line.customer:
        return f"{asked[:1].upper()}{asked[1:]}"
    return f"{blocks.safe(each.line.customer, HEADLINE_NAME)}: {asked}"


def facts(each: Stuck) -> str:
    """The account with its money, and what waits there, with whom and how long."""
    return " ".join(filter(None, [_account(each), _thing(each)]))


def _account(each: Stuck) -> str:
    """“Key account, €480 k a year, renews Mon 1 Mar 2027.”; of others only what is known."""
    known: list[str] = []
    if each.line.tier and each.line.tier != Tier.STANDARD:
        known.append(TIERS[Tier(each.line.tier)])
    if each.value:
        known.append(money.a_year(each.value, each.currency))
    if each.renews_on:
        known.append(f"renews {words.dated(each.renews_on)}")
    said = ", ".join(known)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _thing(each: Stuck) -> str:
    what = f"“{blocks.safe(each.line.title, TITLE)}” ({each.line.ref})"
    where = [shown_name(each.department)] if each.department else []
    if each.stands:
        # Who of them has not answered, and how long, is one sentence there.
        return f"{what}: {each.stands}."
    if each.lead:
        where.append(f"{shown_name(each.lead)} answers for it")
    return f"{what}: {', '.join([*where, _waits(each)])}."


def _waits(each: Stuck) -> str:
    """How late it is; of what has no answer, since when, as that may be due before its day."""
    if each.kind == FINISH:
        late = words.count(each.days, "working day")
        return f"{late} late" if each.days else "late since today"
    return f"{SILENT.get(each.kind, 'no answer')} {for_days(each.days)}"


def _ways(each: Stuck) -> Block:
    """The answers to its question, the likeliest first, and the story."""
    ref = each.line.ref
    calls = question(each) == WHO_CALLS or not each.can_change
    decide = blocks.button("Decide…", DECIDE, ref, None if calls else "primary")
    call = blocks.button("I'll call them", CALL, ref, "primary" if calls else None)
    give = blocks.button("Give it to…", "item.owner", ref)
    row = [decide, give] if each.can_change else []
    if each.line.customer:
        row.insert(0 if calls else 1, call)
    return blocks.actions(*row, open_story(ref))


def rest(waiting: Undecided, told: int) -> str:
    """What else waits: “197 more wait in five departments; Omar Haddad has them”."""
    count = waiting.count
    more = "more " if told else ""
    number = few(count).capitalize()
    lead = f"{number} {more}{'waits' if count == 1 else 'wait'}"
    if not told:
        lead = f"{words.count(count, 'thing').capitalize()} {'waits' if count == 1 else 'wait'}"
        lead += " for a decision and only some may see " + ("it" if count == 1 else "them")
    elif waiting.departments:
        lead += f" in {words.count(waiting.departments, 'department')}"
    if not waiting.holders:
        return f"{lead}."
    has = "has" if len(waiting.holders) == 1 else "have"
    who = words.join_names([shown_name(name) for name in waiting.holders])
    return f"{lead}; {who} {has} {'it' if count == 1 else 'them'}."


# --- what the buttons lead to ---


def decide_form(
    item: Item, stuck: Stuck, *, gives: bool, dates: bool, refuses: bool
) -> dict[str, Any]:
    """The ways by which something is decided that are open to its reader."""
    row = [another_owner(item.ref)] if gives else []
    if dates:
        row += [another_date(item.ref), blocks.button("Smaller…", SMALLER, item.ref)]
    if refuses:
        row.append(blocks.button("No, because…", "item.no", item.ref))
    return blocks.form(
        DECIDE_TITLE, DECIDE,
        blocks.section(f"*{_asked(stuck)}*\n{facts(stuck)}"),
        blocks.actions(*row), blocks.actions(open_story(item.ref)),
        submit=None, value=item.ref,
    )  # fmt: skip


def decided_form(item: Item, said: str) -> dict[str, Any]:
    """How it was decided, by whoever did."""
    return blocks.form(
        DECIDE_TITLE, DECIDE, blocks.section(f"✓ {said}"), blocks.actions(open_story(item.ref)),
        submit=None, value=item.ref,
    )  # fmt: skip


def called(ref: str, title: str, due: str, rests: str = "") -> str:
    """Somebody calls a customer, and has a task of it; what waits for that rests until a day."""
    said = f"Noted: *{ref}* {blocks.safe(title, TITLE)}. It is yours, by {due}."
    return f"{said} I remind nobody of what waits for it until {rests}." if rests else said


def calls_already(ref: str, title: str, other: str = "") -> str:
    """The same, where they or somebody else has that task already."""
    who = f"{shown_name(other)} has" if other else "You have"
    return f"{who} *{ref}* {blocks.safe(title, TITLE)} for that. Nothing was changed."
