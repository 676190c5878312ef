"""The daily bundle in words: what waits, the most urgent first, and always with the ways out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from slackblocks import Block

from handlers.chasing.burden import Burden
from handlers.chasing.burden import cards as burden_cards
from handlers.chasing.cover import cards as cover
from handlers.chasing.kinds import Asking
from handlers.chasing.nudges import conversation_cards as talks
from handlers.chasing.nudges import sentences
from handlers.chasing.nudges.conversations import Conversation, Meeting
from handlers.chasing.nudges.mondays import ALL, MondayLine
from handlers.chasing.nudges.mondays import shown as mondays_shown
from handlers.chasing.nudges.rules import Reminder
from handlers.chasing.owed import Pending
from handlers.chasing.owed import cards as owed
from handlers.people import absent
from handlers.people.tiers import TIERS
from handlers.speech import blocks, paging, words
from storage.bundles import Counted
from storage.cards import Card
from storage.customers import Tier
from storage.nudges import Part
from storage.people import Person

ALL_ANSWERED = {
    0: "Nothing here waits for you any more.",
    1: "It is answered. Thank you.",
    2: "Both are answered. Thank you.",
}
MANY_ANSWERED = "All {count} are answered. Thank you."
FIRST_ANSWERED = "What matters most here is answered."
WORDLESS = "I cannot put {count} here into words. `/cx` shows what you owe."
IN_WORDS = "A reply in words works too: “{first} friday”, “done {last}”."


@dataclass(frozen=True)
class BundleShown:
    """What a bundle shows of all that is in it, as it stands on its own day.

    `own` counts what is not grouped by people, of which `lines` are shown, `broken` have no words
    and `rest` are not shown; where `rest` comes to `words.COUNTED` there may be more of either.
    `meeting` is what is grouped, `mondays` what stays late. `burden` is what too much of has
    gathered with the CCO, who reads it once a week.
    """

    card: Card
    reader: Person
    now: datetime
    """The instant (UTC) by which it is said how late something is: that of its day."""
    scene: talks.Scene
    lines: Sequence[Reminder] = ()
    own: Counted = field(default_factory=Counted)
    rest: int = 0
    broken: int = 0
    meeting: Meeting = field(default_factory=Meeting)
    mondays: Sequence[MondayLine] = ()
    burden: Burden | None = None

    @property
    def is_one(self) -> bool:
        """Whether it is about one thing, which is its header then."""
        return self.own.total + len(self.meeting.things) == 1 and not self.broken

    @property
    def waiting(self) -> int:
        """How many things are still to be answered."""
        return self.own.waiting + len(self.meeting.waiting)


def bundle(found: BundleShown) -> blocks.Shown:
    """What one person is reminded of, in one message: what matters most, and how much more."""
    parts: list[Block] = []
    opening = first = ""
    if found.lines or found.meeting.things or found.broken or not found.mondays:
        opening = _header(found)
        parts += [blocks.header(opening), blocks.context(_day(found)), *_things(found)]
        first = _first(found)
    parts += _beneath(found)
    for monday in found.mondays:
        parts += mondays_shown(monday, found.card, found.reader, found.now)
    if found.burden:
        parts.append(blocks.section(burden_cards.weekly(found.burden)))
    if not opening:
        first = found.mondays[0].sentence(found.reader, found.now)
    # Not cut: half a date or half a name of Slack's markup would be shown as it is.
    stop = "" if opening.endswith(".") or not opening else "."
    # A header is plain text, and what a notification says is markup.
    said = f"{blocks.safe(opening)}{stop} {first}".strip()
    return blocks.Shown(said, blocks.message(*parts))


def alone(found: BundleShown) -> blocks.Shown:
    """What is of severity 1, at once and by itself: two blocks for each thing, and no header."""
    parts: list[Block] = []
    introduced: set[str] = set()
    for line in found.lines:
        parts += _in_whose_place(line, introduced, found.now)
        parts += _urgent(line, found)
    parts += _beneath(found)
    return blocks.Shown(_first_alone(found), blocks.message(*parts))


def _first_alone(found: BundleShown) -> str:
    """What a notification says of it."""
    waits = next((line for line in found.lines if line.is_owed), None)
    if waits:
        return sentences.alone(waits, found.reader, found.now)
    return FIRST_ANSWERED if found.waiting else _all_answered(found)


def _urgent(line: Reminder, found: BundleShown) -> list[Block]:
    if not line.is_owed:
        return [blocks.section(f"✓ {line.answered}")]
    buttons = line.kind.urgent_buttons or line.kind.buttons
    row, menu = blocks.beside(buttons(_asking(line, found)))
    return [blocks.section(sentences.alone(line, found.reader, found.now), menu), *row]


# --- how it begins ---


def _header(found: BundleShown) -> str:
    if found.is_one:
        one = found.lines[0].about if found.lines else found.meeting.things[0].about
        return one.heading
    at_least = found.rest >= words.COUNTED
    if not found.waiting:
        return FIRST_ANSWERED if at_least else _all_answered(found)
    own = _waits(found.own.waiting, at_least=at_least)
    needs = _needs(found)
    if own and needs:
        return f"{own}, and {needs}"
    return (own or needs)[:1].upper() + (own or needs)[1:]


def _all_answered(found: BundleShown) -> str:
    total = found.own.total + len(found.meeting.things)
    return ALL_ANSWERED.get(total, MANY_ANSWERED.format(count=words.number(total)))


def _waits(count: int, *, at_least: bool) -> str:
    if not count:
        return ""
    many = words.count(min(count, words.COUNTED) if at_least else count, "thing")
    waits = f"{many} {'waits' if count == 1 else 'wait'} for your answer"
    return f"At least {waits}" if at_least else f"{waits[0].upper()}{waits[1:]}"


def _needs(found: BundleShown) -> str:
    at_least = len(found.meeting.things) >= words.COUNTED
    if found.meeting.by_department:
        return talks.by_department(found.meeting, found.scene, at_least=at_least)
    return talks.header(found.meeting, at_least=at_least)


def _day(found: BundleShown) -> str:
    """Of which day it is, and how what waits stands on it."""
    day = words.day(found.now, found.reader.zone, found.now)
    if found.is_one:
        about = (found.lines or found.meeting.things)[0].about
        tier = about.customer.tier if about.customer else Tier.STANDARD
        return " · ".join([day, about.ref, *([TIERS[Tier(tier)]] if tier != Tier.STANDARD else [])])
    at_stake = talks.at_stake(found.meeting, found.scene.today, found.scene.seen_by)
    late, due = found.own.late, found.own.due
    stands = [
        f"{words.number(late)} {'is' if late == 1 else 'are'} late" if late else "",
        f"{words.number(due)} {'is' if due == 1 else 'are'} due this day" if due else "",
    ]
    return " · ".join(filter(None, [day, ", ".join(filter(None, stands)), at_stake]))


def _first(found: BundleShown) -> str:
    """What a notification says beside the header: what comes first, and how it stands."""
    if found.is_one:
        return _only(found)
    for line in (line for line in found.lines if line.is_owed):
        return _named(Pending(line.ask, line.kind, line.about), found)
    for each in found.meeting.open[:1]:
        return _named(each.waiting[0], found)
    return ""


def _only(found: BundleShown) -> str:
    """How the one thing stands that the header names."""
    if found.lines:
        [line] = found.lines
        is_owed = line.is_owed
        return sentences.sentence(line, found.reader, found.now) if is_owed else line.answered
    [each] = found.meeting.held
    if each.waiting:
        return talks.facts(each.waiting, found.scene)
    return _how_answered(each, found)


def _how_answered(each: Conversation, found: BundleShown) -> str:
    known = found.scene.partners[each.key].answered or {}
    return known.get(each.things[0].about.ref, "It is answered.")


def _named(first: Pending, found: BundleShown) -> str:
    """What comes first and how it stands: “First: Acme: Rewrite the refund mail, late, …”."""
    stands = owed.stands(first, found.reader, found.now)
    return f"First: {blocks.safe(first.about.heading, 80)}, {stands}."


# --- what is in it ---


def _things(found: BundleShown) -> list[Block]:
    if found.is_one and found.meeting.things:
        return _one_talk(found)
    parts: list[Block] = []
    introduced: set[str] = set()
    for line in found.lines:
        parts += _in_whose_place(line, introduced, found.now)
        parts += _item(line, found, titled=not found.is_one)
    return [*parts, *talks.shown(found.meeting, found.scene)]


def _item(line: Reminder, found: BundleShown, *, titled: bool) -> list[Block]:
    if not line.is_owed:
        return [blocks.section(f"✓ {line.answered}")]
    said = sentences.sentence(line, found.reader, found.now)
    ahead = sentences.announcement(line, found.reader, found.now)
    row, menu = blocks.beside(line.kind.buttons(_asking(line, found)))
    paragraph = " ".join(filter(None, [said, ahead]))
    if titled:
        paragraph = f"{sentences.titled(line)}\n{paragraph}"
    return [blocks.section(paragraph, menu), *row]


def _asking(line: Reminder, found: BundleShown) -> Asking:
    rung = sentences.said_on(line, found.reader, found.now)
    part, about = Part(line.nudge.part), line.about
    is_past = line.ask.due_at <= found.now
    by = "" if is_past else words.day(line.ask.due_at, found.reader.zone, found.now)
    return Asking(
        about.ref, part, rung, line.owner, severity=about.severity, state=about.state, by=by,
        question=line.question,
    )  # fmt: skip


def _one_talk(found: BundleShown) -> list[Block]:
    """The one thing that has climbed to its reader: the header has said what it is."""
    [each] = found.meeting.held
    partner = found.scene.partners[each.key]
    if not each.waiting:
        return [blocks.section(f"✓ {_how_answered(each, found)}")]
    paragraph = "\n".join(talks.summary(each, partner, found.scene))
    if partner.talked and not partner.rests_until:
        # They are asked whether they found a way: here are those there are.
        row, menu = blocks.beside(next(iter(each.waiting[0].buttons(decides=True)), None))
        return [blocks.section(paragraph, menu), *row]
    return [
        blocks.section(paragraph),
        *talks.buttons(each, partner, found.scene),
        blocks.context(talks.WAYS),
    ]


def _in_whose_place(line: Reminder, introduced: set[str], now: datetime) -> list[Block]:
    """Said once for each person in whose place somebody is asked, above the first such thing."""
    person = line.instead_of
    if person is None or line.nudge.part != Part.OWES or person.user_id in introduced:
        return []
    introduced.add(person.user_id)
    return [blocks.context(cover.in_place_of(person, now))]


# --- what stands beneath ---


def _beneath(found: BundleShown) -> list[Block]:
    parts: list[Block] = []
    seen = found.broken + sum(line.is_owed for line in found.lines)
    hidden = found.rest and found.own.waiting > seen
    if found.rest >= words.COUNTED or hidden or len(found.meeting.open) > len(found.meeting.shown):
        is_known = found.rest < words.COUNTED and len(found.meeting.things) < words.COUNTED
        value = paging.value(str(found.card.card_id))
        show_all = owed.show_all(found.waiting if is_known else None, ALL, value)
        away = [absent.away()] if found.own.total else []
        parts.append(blocks.actions(show_all, *away))
    if found.broken:
        parts.append(blocks.context(WORDLESS.format(count=words.count(found.broken, "thing"))))
    named = [line.about.ref for line in found.lines if line.is_owed and line.kind.takes_a_day]
    if len(named) > 1:
        parts.append(blocks.context(IN_WORDS.format(first=named[0], last=named[-1])))
    return parts
