"""What Duly says of those who will meet an issue: the list, its forms, and who is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from slackblocks import Block

from handlers.people.choices import CUSTOMERS
from handlers.people.tiers import GROUPS
from handlers.promises import items
from handlers.promises.concerns import ConcernChoice, ConcernsAdded, HeardOf
from handlers.promises.concerns.reading import ConcernLine, ConcernPage
from handlers.promises.items import concerned
from handlers.promises.items.words import DONE_SIGN, NO_SIGN, TO_COME_SIGN
from handlers.promises.steps.cards import WORDS
from handlers.promises.warnings.words import LIST, TOLD_ALL, TOLD_THEM
from handlers.speech import blocks, inputs, long_texts, paging, reasons, words
from handlers.speech.blocks import Choices, Shown
from handlers.speech.request import Json, Reply
from storage.concerns import ConcernEnd
from storage.customers import Tier
from storage.issues import Issue
from storage.items import Item
from storage.people import Person

OPEN, SEND = "concern.form", "concern.send"
KNOWS, TOLD_SEND = "concern.knows", "concern.told.send"
SPARE, SPARE_SEND = "concern.spare", "concern.spare.send"
SEGMENTS, TELLER = "segments", "teller"
EXAMPLE = "I-7"
USAGE = f"concerns {EXAMPLE} key accounts, Acme"
A_PAGE = 10
"""So many lines on a page, each with its ways to answer."""
IN_A_MESSAGE, NAMED, MOST_TELLERS = 5, 10, 5
LABEL, LABEL_LIST = "Who else will meet it…", "Who heard it first…"
KNOW, NEED_NOT = "They know", "Need not hear it, because…"
IN_WORDS = "They know, in words…"
NAMES = {tier: words.capital(name) for tier, name in GROUPS.items()}
"""What a segment is called where it is chosen, and on the list."""
WHICH_SEGMENTS, WHICH_NAMES = "Which segments will meet it?", "Which customers, by name?"
WHO_TELLS = "Who tells those whose account nobody leads?"
TELLER_HINT = "Every account lead is asked for theirs; without a word it is whoever reported it."
BY_LEADS = (
    "A segment is whoever is in it now; who joins it later is not on the list. Account leads are "
    "asked for theirs, each in one message."
)
MEANT = "This asks {people} about {customers}. Send it once more if all of them are meant."
NOBODY = "Nobody is on the list. “{label}” says who else will meet it, so that they hear it first."


@dataclass(frozen=True)
class ConcernForm:
    """What the form shows: what stood in it before, and what there is to choose.

    `meant` says of how many it is to be said that they are meant, as a sentence of markup.
    """

    customers: Choices
    tiers: Sequence[Tier] = ()
    teller: str | None = None
    meant: str = ""
    sure: int = 0


def form(issue: Issue, shown: ConcernForm) -> Json:
    """Who else will meet it, and who tells them."""
    value = f"{issue.ref}{blocks.SEPARATOR}{shown.sure}" if shown.sure else issue.ref
    return blocks.form(
        "Who else will meet it",
        SEND,
        blocks.section(f"*{items.named(issue)}*"),
        *([blocks.section(shown.meant)] if shown.meant else []),
        *who(shown),
        inputs.person(TELLER, WHO_TELLS, value=shown.teller, hint=TELLER_HINT, optional=True),
        blocks.context(BY_LEADS),
        submit="Ask them",
        value=value,
    )


def who(shown: ConcernForm) -> list[Block]:
    """The inputs for the segments and the customers."""
    chosen = tuple(map(str, shown.tiers))
    names = {str(tier): name for tier, name in NAMES.items()}
    fields = [inputs.choices(SEGMENTS, WHICH_SEGMENTS, names, values=chosen, optional=True)]
    if shown.customers:
        fields.append(inputs.several(CUSTOMERS, WHICH_NAMES, shown.customers, optional=True))
    return fields


def told_form(item: Item, names: Sequence[str], value: str) -> Json:
    """What these customers heard, in words."""
    return blocks.form(
        "They know",
        TOLD_SEND,
        blocks.section(f"*{items.named(item)}*\n{_whom(names)}"),
        *long_texts.ask_for(WORDS, "What did they hear?", ""),
        blocks.context("It stands on the list and in the story as you write it."),
        submit="They know",
        value=value,
    )


def spare_form(item: Item, names: Sequence[str], value: str) -> Json:
    """Why a customer need not hear it."""
    return blocks.form(
        "Need not hear it",
        SPARE_SEND,
        blocks.section(f"*{items.named(item)}*\n{_whom(names)}"),
        reasons.ask_for("Why need they not hear it?"),
        submit="Keep it",
        value=value,
    )


def _whom(names: Sequence[str]) -> str:
    named = [blocks.safe(each, 60) for each in names[:NAMED]]
    left = len(names) - len(named)
    return words.join_names([*named, *([f"{left:,} more"] if left > 0 else [])])


# --- what was understood ---


def listed(found: ConcernsAdded) -> str:
    """Who will meet it, and who is asked."""
    verb = "is" if found.count == 1 else "are"
    head = f"{_whom(found.names)} {verb} to hear of {items.named(found.issue)} before they notice."
    known = ""
    if found.known:
        others = words.count(found.known, "other")
        known = f" {others.capitalize()} stood there already, or reported it themselves."
    return f"{head} {_who_tells(found)}{known}"


def _who_tells(found: ConcernsAdded) -> str:
    """“@ben is asked to tell them.”, or how many each of several tells."""
    shown = found.tellers[:MOST_TELLERS]
    if len(found.tellers) == 1:
        them = "them" if found.count > 1 else "this customer"
        return f"{blocks.person(shown[0][0].user_id)} is asked to tell {them}."
    said = [f"{blocks.person(each.user_id)} ({count:,})" for each, count in shown]
    left = len(found.tellers) - len(shown)
    said += [words.count(left, "other")] if left else []
    return f"{words.join_names(said)} are asked to tell them."


def asked_first(found: ConcernsAdded) -> str:
    """The same as a sentence behind what was understood of a report."""
    return f" {_whom(found.names)} will meet it, too. {_who_tells(found)}"


def many(facts: Mapping[str, str]) -> str:
    """That nobody is asked yet, as they are so many, behind what was understood of a report."""
    said = "To tell first those who will meet it, too, asks {people} about {customers}."
    return f"{said.format_map(facts)} Nobody is asked before you say that they are meant."


def added(answer: Reply, ref: str, chosen: ConcernChoice) -> Reply:
    """The answer to a report, with the way to say so; it carries who is chosen."""
    named = [*chosen.tiers, *(each.customer_id.hex for each in chosen.customers)]
    value = f"{ref}{blocks.SEPARATOR}{','.join(named)}"
    row = blocks.actions(blocks.button(LABEL, OPEN, value))
    return replace(answer, blocks=[*answer.blocks, *blocks.message(row)])


def told(found: HeardOf) -> str:
    """They know, and how many of all do."""
    return f"Noted: {_whom(found.names)} heard of {items.named(found.issue)} from us. {_far(found)}"


def spared(found: HeardOf) -> str:
    """They need not hear it, and how far it is."""
    return f"Noted: {_whom(found.names)} need not hear of {items.named(found.issue)}. {_far(found)}"


def _far(found: HeardOf) -> str:
    left = found.tally.waiting
    if not left:
        return "Nobody waits for a word any more."
    verb = "waits" if left == 1 else "wait"
    return f"{words.count(left, 'customer').capitalize()} {verb} for a word still."


# --- the list ---


def listing(
    found: ConcernPage, reader: Person, now: datetime, *, may_add: bool, may_tell: bool
) -> Json:
    """The list, a page at a time: by segment, who tells them, when, and what was said."""
    issue, total = found.issue, found.tally.total
    ways = []
    if may_tell and found.tally.waiting:
        ways.append(blocks.button(TOLD_THEM, TOLD_ALL, issue.ref))
    if may_add:
        ways.append(blocks.button(LABEL, OPEN, issue.ref))
    parts: list[Block] = [
        blocks.section(f"*{items.named(issue)}*\n{_how_far(found)}"),
        *([blocks.actions(*ways)] if ways else []),
    ]
    segment = None
    for line in found.lines:
        tier = Tier(line.entry.customer.tier)
        if tier != segment:
            parts.append(blocks.section(f"*{NAMES[tier]}*"))
            segment = tier
        parts.append(_entry(issue, line, reader, now, may_tell=may_tell))
    parts += paging.turns(LIST, issue.ref, found.after, A_PAGE, total)
    return blocks.form(
        "Who hears it first", LIST, *parts, submit=None, value=paging.value(issue.ref, found.after)
    )


def message(found: ConcernPage, reader: Person, now: datetime) -> Shown:
    """The first of it, as a message that stays."""
    head = f"*{items.named(found.issue)}*\n{_how_far(found)}"
    lines = [_line(each, reader, now) for each in found.lines[:IN_A_MESSAGE]]
    button = blocks.button(LABEL_LIST, LIST, found.issue.ref)
    return Shown(
        f"{found.issue.ref}: {_how_far(found)}",
        blocks.message(blocks.section(head), *blocks.paragraphs(lines), blocks.actions(button)),
    )


def _how_far(found: ConcernPage) -> str:
    return concerned.line(found.tally) or NOBODY.format(label=LABEL)


def _entry(
    issue: Issue, line: ConcernLine, reader: Person, now: datetime, *, may_tell: bool
) -> Block:
    concern = line.entry.concern
    value = f"{issue.ref}{blocks.SEPARATOR}{concern.concern_id.hex}"
    ways = [(KNOW, KNOWS, value), (IN_WORDS, TOLD_ALL, value), (NEED_NOT, SPARE, value)]
    is_open = may_tell and concern.answered_at is None and not line.is_late
    return blocks.section(
        _line(line, reader, now), accessory=blocks.menu(ways) if is_open else None
    )


def _line(line: ConcernLine, reader: Person, now: datetime) -> str:
    concern, name = line.entry.concern, blocks.safe(line.entry.customer.name, 80)
    if line.is_late:
        return f"{NO_SIGN} {name} · reported it before they heard from us"
    who = blocks.person(line.teller.user_id) if line.teller else "nobody"
    if concern.answered_at is None:
        asked = f"{who} is asked" if line.teller else "nobody is asked any more"
        return f"{TO_COME_SIGN} {name} · {asked}"
    day = words.day(concern.answered_at, reader.zone, now)
    said = f": “{blocks.linked(concern.words, 200)}”" if concern.words else ""
    if concern.outcome == ConcernEnd.TOLD:
        return f"{DONE_SIGN} {name} · {who} told them on {day}{said}"
    return f"{DONE_SIGN} {name} · need not hear it, says {who}{said}"
