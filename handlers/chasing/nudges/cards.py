"""The daily bundle in words: pleasant at every rung, firm, and always with the ways out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block

from handlers.chasing.cover import cards as cover
from handlers.chasing.kinds import Asking
from handlers.chasing.nudges.mondays import ALL, MondayLine
from handlers.chasing.nudges.mondays import shown as mondays_shown
from handlers.chasing.nudges.rules import Reminder
from handlers.chasing.owed import Pending
from handlers.chasing.owed import cards as owed
from handlers.people import absent
from handlers.speech import blocks, paging, words
from storage.asks import Ask
from storage.cards import Card
from storage.nudges import Part
from storage.people import Person

DEPUTY = (
    "{owner} may need a hand with {title}{for_whom}, {late}. You stand in for them: could you ask "
    "what would help?"
)
LEAD = "{title}{for_whom}, {late}: {owner} has not said more since. What would help?"
INSTEAD = "{title}{for_whom}, {late}. It is {owner}'s; can you see to it?"
CCO = (
    "{title}{for_whom}, {late}, is with {owner}. A new date, another owner, or a no? It is best "
    "done in person."
)
NEXT = {
    4: "On {day} I also ask {who}, so that you are not alone with it.",
    5: "On {day} I ask {who} to help decide.",
}
DONE = "Answered. Thank you."
ALL_ANSWERED = "All of this is answered. Thank you."
FIRST_ANSWERED = "What matters most here is answered."
WORDLESS = "I cannot put {count} here into words. `/cx` shows what you owe."
IN_WORDS = "A reply in words works too: “{first} friday”, “done {last}”."
OPENINGS = ("One thing today:", "{count} today:", "At least {count} today:")


def bundle(
    person: Person,
    lines: list[Reminder],
    now: datetime,
    *,
    card: Card,
    waiting: int,
    rest: int,
    broken: int = 0,
    mondays: Sequence[MondayLine] = (),
) -> blocks.Shown:
    """What one person is reminded of, in one message: what matters most, and how much more.

    `waiting` of all are not answered yet; `rest` are not shown, and `broken` have no words. Where
    `rest` comes to `words.COUNTED` there may be more of either. `mondays` stay late.
    """
    opening = _opening(waiting, rest) if lines or broken or not mondays else ""
    parts = [blocks.section(opening)] if opening else []
    introduced: set[str] = set()
    for line in lines:
        parts += _in_whose_place(line, introduced)
        parts += _item(line, person, now)
    seen = broken + sum(line.ask.answered_at is None for line in lines)
    if rest >= words.COUNTED or (rest and waiting > seen):
        known = waiting if rest < words.COUNTED else None
        show_all = owed.show_all(known, ALL, paging.value(str(card.card_id)))
        parts.append(blocks.actions(show_all, absent.away()))
    if broken:
        parts.append(blocks.context(WORDLESS.format(count=words.count(broken, "thing"))))
    named = [line.about.ref for line in lines if line.ask.answered_at is None]
    if len(named) > 1:
        parts.append(blocks.context(IN_WORDS.format(first=named[0], last=named[-1])))
    for monday in mondays:
        parts += mondays_shown(monday, card, person, now)
    first = sentence(lines[0], person, now) if lines else ""
    if not opening:
        first = mondays[0].sentence(person, now)
    # Not cut: half a date or half a name of Slack's markup would be shown as it is.
    return blocks.Shown(f"{opening} {first}".strip(), blocks.message(*parts))


def sentence(line: Reminder, person: Person, now: datetime) -> str:
    """One reminder as one or two sentences of markup."""
    facts = _facts(line, person, now)
    return _words(line).format_map(facts)


def _words(line: Reminder) -> str:
    says = line.kind.says
    if line.ask.for_id and line.nudge.part == Part.OWES:
        return says.instead or INSTEAD
    match Part(line.nudge.part):
        case Part.DEPUTY:
            return says.deputy or DEPUTY
        case Part.LEAD:
            return says.lead or LEAD
        case Part.CCO:
            return says.cco or CCO
    return says.owes[min(line.nudge.rung, len(says.owes) - 1)]


def check(line: Reminder, person: Person, now: datetime) -> None:
    """Put a reminder into words; raises whatever keeps it from being shown."""
    sentence(line, person, now)
    announcement(line, person)


def announcement(line: Reminder, person: Person) -> str:
    """Who will be asked next, and when: never a surprise."""
    if line.then is None or line.then.rung not in NEXT or line.nudge.part != Part.OWES:
        return ""
    others = [(to, at) for part, to, at in line.then.told if part != Part.OWES]
    who = words.join_names([blocks.person(to.user_id) for to, _ in others])
    at = min(at for _, at in others)
    return NEXT[line.then.rung].format(day=words.day(at, person.zone), who=who)


def _opening(waiting: int, rest: int) -> str:
    if rest >= words.COUNTED:
        if not waiting:
            return FIRST_ANSWERED
        return OPENINGS[2].format(count=words.count(min(waiting, words.COUNTED), "thing"))
    if not waiting:
        return ALL_ANSWERED
    if waiting == 1:
        return OPENINGS[0]
    return OPENINGS[1].format(count=words.count(waiting, "thing").capitalize())


def _item(line: Reminder, person: Person, now: datetime) -> list[Block]:
    if line.ask.answered_at is not None:
        return [blocks.section(f"~{line.about.label}~"), blocks.context(DONE)]
    parts = [blocks.section(sentence(line, person, now))]
    ahead = announcement(line, person)
    if ahead:
        parts.append(blocks.context(ahead))
    asking = Asking(line.about.ref, Part(line.nudge.part), line.nudge.rung, line.ask.person_id)
    ways = line.kind.buttons(asking)
    return [*parts, ways] if ways else parts


def _in_whose_place(line: Reminder, introduced: set[str]) -> list[Block]:
    """Said once for each person in whose place somebody is asked, above the first such thing."""
    person = line.instead_of
    if person is None or line.nudge.part != Part.OWES or person.user_id in introduced:
        return []
    introduced.add(person.user_id)
    return [blocks.context(cover.in_place_of(person))]


def _owner(ask: Ask) -> str:
    """Whose it is, and who was asked in their place."""
    if ask.for_id:
        return blocks.person(ask.for_id)
    return blocks.person(ask.person_id)


def _facts(line: Reminder, person: Person, now: datetime) -> dict[str, str]:
    ask = line.ask
    whom = owed.customer(line.about.customer) if line.about.customer else ""
    due = line.about.due_at or ask.due_at
    zone = line.about.zone or person.zone
    return {
        "title": f"*{line.about.label}*",
        "for_whom": f" for {whom}" if whom else "",
        "whom": whom or "the customer",
        "due": words.promised(due, zone, timed=line.about.timed),
        "today": "today is the day we told them." if whom else "today is the day.",
        "late": owed.stands(Pending(ask, line.kind, line.about), person, now),
        "owner": _owner(ask),
        "gave": _gave(line.about.promised_by, person),
    }


def _gave(giver: str, reader: Person) -> str:
    """Who gave a date: whoever reads of it, somebody else, or nobody so far."""
    if not giver:
        return "asked for by"
    return "you gave" if giver == reader.user_id else f"{blocks.person(giver)} gave"
