"""What waits between a department and others stands in its digest, and is not called late."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import Block

from handlers.executives.digest_lines import Occasion
from handlers.executives.digests.shapes import BorderOffer, DepartmentDigest
from handlers.executives.digests.words import as_sentence, few, shown_name, waits
from handlers.speech import blocks, words

TITLE = "Waits between us and others"
NAMED = 3
"""So many things, and so many departments, are named."""
ELSEWHERE = "elsewhere"


def shown(digest: DepartmentDigest) -> list[Block]:
    """Who is to say yes to what, and what waits for whom; nothing where nothing does."""
    said = [
        *_to_us([each for each in digest.offers if not each.ours], digest.occasion),
        *_ours([each for each in digest.offers if each.ours], digest.occasion),
        *_resting(digest),
        *_at_border(digest),
    ]
    return [blocks.section(f"*{TITLE}* {' '.join(said)}")] if said else []


def _to_us(offers: Sequence[BorderOffer], occasion: Occasion) -> list[str]:
    """“One offer from Logistics since Thu 26 Nov.”, those who wait longest first."""
    by_other: dict[str, list[BorderOffer]] = {}
    for each in offers:
        by_other.setdefault(each.other or ELSEWHERE, []).append(each)
    said = []
    for name, theirs in [*by_other.items()][:NAMED]:
        since = words.day(theirs[0].since, occasion.calendar.zone, occasion.now)
        first = "" if len(theirs) == 1 else ", the first"
        offer = words.count(len(theirs), "offer").capitalize()
        said.append(f"{offer} from {shown_name(name)}{first} since {since}.")
    left = sum(len(theirs) for theirs in [*by_other.values()][NAMED:])
    return [*said, *([f"{words.count(left, 'offer').capitalize()} from others."] if left else [])]


def _ours(offers: Sequence[BorderOffer], occasion: Occasion) -> list[str]:
    """“*I-7* waits for a yes of Support since Thu 26 Nov.”; what is private is only counted."""
    named = [each for each in offers if each.ref][:NAMED]
    said = []
    for each in named:
        since = words.day(each.since, occasion.calendar.zone, occasion.now)
        said.append(f"*{each.ref}* waits for a yes of {shown_name(each.other)} since {since}.")
    left = len(offers) - len(named)
    if left:
        more = f"{words.number(left).capitalize()} {'more ' if named else ''}"
        thing = "" if named else "thing " if left == 1 else "things "
        said.append(f"{more}{thing}{waits(left)} for a yes elsewhere.")
    return said


def _resting(digest: DepartmentDigest) -> list[str]:
    """“Three promises wait: 2 for customers and 1 for Logistics.”, and for the first until when."""
    if not digest.resting:
        return []
    whom = [
        (number, shown_name(name) if name else "customers")
        for name, number in digest.resting[:NAMED]
    ]
    left = sum(number for _, number in digest.resting[NAMED:])
    whom += [(left, "others")] if left else []
    total = sum(number for _, number in digest.resting)
    head = f"{words.count(total, 'promise')} {waits(total)}"
    if len(whom) == 1:
        said = as_sentence(f"{head} for {whom[0][1]}")
    else:
        said = as_sentence(
            f"{head}: {words.join_names([f'{number:,} for {name}' for number, name in whom])}"
        )
    until = [
        (line.ref, digest.until[line.noun, line.number])
        for line in digest.rests.lines
        if (line.noun, line.number) in digest.until
    ]
    return [said, *(f"*{ref}* {day}." for ref, day in until[:NAMED])]


def _at_border(digest: DepartmentDigest) -> list[str]:
    """The days that things lay between it and others, all of them together."""
    if not digest.at_border:
        return []
    (name, days), *others = digest.at_border[:NAMED]
    more = [f"{few(took)} with {shown_name(other)}" for other, took in others]
    rest = [took for _, took in digest.at_border[NAMED:]]
    if rest:
        more.append(f"{few(sum(rest))} with {words.count(len(rest), 'other department')}")
    also = f", and {words.join_names(more)}" if more else ""
    in_all = f"{words.count(days, 'working day')} in all"
    return [f"Hand-offs waited {in_all} at the border with {shown_name(name)} this week{also}."]
