"""The daily bundle in words: pleasant at every rung, firm, and always with the ways out."""

from __future__ import annotations

from datetime import datetime

from slackblocks import Block

from handlers.chasing.nudges.rules import Line
from handlers.promises import items
from handlers.promises.items.cards import TIERS, WAYS_OUT
from handlers.speech import blocks, words
from storage.asks import Ask, Kind
from storage.customers import Customer, Tier
from storage.decisions import Decision
from storage.items import Item
from storage.nudges import Part
from storage.people import Person

HELP = "What would help: a new date, another pair of hands, or a different owner?"
EARLY = "If not, a new date now is worth more than an apology later."

# What is said on each rung, by what is owed: {title}, {due}, {late}, {owner}, {whom}, {times}.
OWES = {
    Kind.ACKNOWLEDGE: (
        "{title}{for_whom}. Can you take it, by {due}?",
        "{title}{for_whom} is waiting for a word from you. Can you take it, by {due}?",
        "{title}{for_whom}: the time for an answer is up today. Yours, somebody else's, or a no?",
        "{title}{for_whom} has had no answer yet. " + HELP,
    ),
    Kind.FINISH: (
        "{title}{for_whom}: you gave {due}.",
        "{title}{for_whom}: still good for {due}? " + EARLY,
        "{title}{for_whom}: {today}",
        "{title}{for_whom} was due {due}. " + HELP,
    ),
    Kind.ACCEPT: (
        "{title}{for_whom} is on offer to you. Can you take it over?",
        "{title}{for_whom} is on offer to you. Can you take it over, or does it go back?",
        "{title}{for_whom} still waits between two desks. Yours, or back?",
        "{title}{for_whom} still waits between two desks. Yours, or back?",
    ),
    Kind.TRIAGE: (
        "{title}{for_whom} has no department yet. Who can correct and prevent it?",
        "{title}{for_whom} has no department yet. Who can correct and prevent it?",
        "{title}{for_whom}: the customer waits while nobody owns it. Whose is it?",
        "{title}{for_whom}: the customer waits while nobody owns it. Whose is it?",
    ),
    Kind.IMPACT: (
        "{title}: what does it mean for customers?",
        "{title}: your colleagues would like to know what you see for customers.",
        "{title} may be decided soon. One click says what it means for customers.",
        "{title} may be decided soon. One click says what it means for customers.",
    ),
    Kind.TELL: (
        "{title} was answered with a no. {whom} should hear it from us: have you told them?",
        "{title}: has {whom} heard the no from us?",
        "{title}: has {whom} heard the no from us? Today is the day.",
        "{title}: {whom} has not heard the no from us. Who could call them?",
    ),
}
DEPUTY = "You stand in for {owner}: {title}{for_whom}, {late}. A word between you may be enough."
LEAD = (
    "{title}{for_whom}, {late}: {owner} was asked {times} and has not been able to answer. "
    "What would help?"
)
CCO = (
    "Four ways out of {title}{for_whom}, {late}: recommit, reassign, make it smaller, or say no. "
    "It is with {owner}. Best done in person."
)
# The no is given; what is missing is a word to the customer.
UNTOLD = {
    Part.DEPUTY: "You stand in for {owner}: {title}. {whom} has not heard the no from us, {late}.",
    Part.LEAD: (
        "{title}: {whom} has not heard the no from us, {late}. {owner} was asked {times}. "
        "Who could call them?"
    ),
    Part.CCO: (
        "{title}: {whom} has not heard the no from us, {late}. It is with {owner}. "
        "Could you call them, or say who will?"
    ),
}
NEXT = {
    4: "On {day} I will also ask {who}, so that you are not alone with it.",
    5: "On {day} I will ask {who} to help decide.",
}
DONE = "Answered. Thank you."
ALL_ANSWERED = "Nothing is left of this one."
FIRST_ANSWERED = "What matters most here is answered."
WORDLESS = "I cannot put {count} here into words. `/cx list` shows what you owe."
OPENINGS = ("One thing today:", "{count} today:", "At least {count} today:")


def bundle(
    person: Person, lines: list[Line], now: datetime, *, waiting: int, rest: int, broken: int = 0
) -> blocks.Shown:
    """What one person is reminded of, in one message: what matters most, and how much more.

    `waiting` of all are not answered yet; `rest` are not shown, and `broken` have no words. Where
    `rest` comes to `words.COUNTED` there may be more of either.
    """
    opening = _opening(waiting, rest)
    parts = [blocks.section(opening)]
    for line in lines:
        parts += _item(line, person, now)
    if rest > 0:
        more = words.more(words.counted(rest), _list_of(lines))
        parts.append(blocks.context(more))
    if broken:
        parts.append(blocks.context(WORDLESS.format(count=words.count(broken, "thing"))))
    first = sentence(lines[0], person, now) if lines else ""
    # Not cut: half a date or half a name of Slack's markup would be shown as it is.
    return blocks.Shown(f"{opening} {first}".strip(), blocks.message(*parts))


def _list_of(lines: list[Line]) -> str:
    """The list in which what leads a bundle stands; what others owe stands in no list of mine."""
    if lines and lines[0].nudge.part != Part.OWES:
        return "NAME"
    return "triage" if lines and lines[0].ask.kind == Kind.TRIAGE else ""


def sentence(line: Line, person: Person, now: datetime) -> str:
    """One reminder as one or two sentences of markup."""
    facts = _facts(line, person, now)
    if line.ask.kind == Kind.TELL and line.nudge.part in UNTOLD:
        return UNTOLD[Part(line.nudge.part)].format_map(facts)
    if line.nudge.part == Part.DEPUTY:
        return DEPUTY.format_map(facts)
    if line.nudge.part == Part.LEAD:
        return LEAD.format_map(facts)
    if line.nudge.part == Part.CCO:
        return CCO.format_map(facts)
    rungs = OWES[Kind(line.ask.kind)]
    return rungs[min(line.nudge.rung, len(rungs) - 1)].format_map(facts)


def check(line: Line, person: Person, now: datetime) -> None:
    """Put a reminder into words; raises whatever keeps it from being shown."""
    sentence(line, person, now)
    announcement(line, person)


def announcement(line: Line, person: Person) -> str:
    """Who will be asked next, and when: never a surprise."""
    if line.then is None or line.then.rung not in NEXT or line.nudge.part != Part.OWES:
        return ""
    who = words.join_names([blocks.person(to.user_id) for _, to, _ in line.then.told])
    at = min(at for _, _, at in line.then.told)
    return NEXT[line.then.rung].format(day=words.slack_day(at, person.zone), who=who)


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


def _item(line: Line, person: Person, now: datetime) -> list[Block]:
    if line.ask.answered_at is not None:
        return [blocks.section(f"~{_title(line)}~"), blocks.context(DONE)]
    parts = [blocks.section(sentence(line, person, now))]
    ahead = announcement(line, person)
    if ahead:
        parts.append(blocks.context(ahead))
    row = _buttons(line)
    return [*parts, row] if row else parts


def _facts(line: Line, person: Person, now: datetime) -> dict[str, str]:
    ask = line.ask
    whom = _customer(line.customer)
    due = line.about.due_at or ask.due_at
    zone = line.about.due_zone if isinstance(line.about, Item) else person.zone
    return {
        "title": f"*{_title(line)}*",
        "for_whom": f" for {whom}" if whom else "",
        "whom": whom or "the customer",
        "due": words.slack_day(due, zone),
        "today": "today is the day we told them." if whom else "today is the day.",
        "late": _late(ask, now, zone),
        "owner": blocks.person(ask.person_id),
        "times": _times(line.asked),
    }


def _customer(customer: Customer | None) -> str:
    """“Acme (key account)” as markup; empty without a customer."""
    if customer is None:
        return ""
    name = blocks.safe(customer.name, 80)
    return name if customer.tier == Tier.STANDARD else f"{name} ({TIERS[Tier(customer.tier)]})"


def _times(asked: int) -> str:
    return {1: "once", 2: "twice"}.get(asked, words.count(asked, "time"))


def _late(ask: Ask, now: datetime, zone: str) -> str:
    if ask.due_at > now:
        return f"due {words.slack_day(ask.due_at, zone)}"
    return f"waiting since {words.slack_day(ask.due_at, zone)}"


def _title(line: Line) -> str:
    about = line.about
    if isinstance(about, Decision):
        return f"D-{about.number} {blocks.safe(about.title, 150)}"
    return f"{items.ref(about)} {blocks.safe(about.title, 150)}"


def _buttons(line: Line) -> Block | None:
    about = line.about
    if isinstance(about, Decision):
        return _impact_buttons(about)
    value = items.ref(about)
    kind = Kind(line.ask.kind)
    if kind == Kind.TRIAGE:
        return blocks.actions(
            blocks.button("Send to a department…", "issue.route", value, "primary")
        )
    if kind == Kind.ACCEPT:
        return blocks.actions(
            blocks.button("Take it over", "offer.accept", value, "primary"),
            blocks.button("Return it, because…", "offer.return", value),
        )
    if kind == Kind.TELL:
        return blocks.actions(blocks.button("They know", "item.told", value, "primary"))
    return _ways_out(kind, value, mine=line.nudge.part == Part.OWES)


def _ways_out(kind: Kind, value: str, *, mine: bool) -> Block:
    new_date = blocks.button("Another date…", "item.date", value)
    if not mine:
        return blocks.actions(
            new_date,
            blocks.button("Another owner…", "item.handoff", value),
            blocks.button("Say no, because…", "item.no", value),
        )
    first = blocks.button("Take it", "item.take", value, "primary")
    if kind == Kind.FINISH:
        first = blocks.button("Done", "item.done", value, "primary")
    not_mine = blocks.button("Not mine…", "item.handoff", value)
    return blocks.actions(first, new_date, not_mine, blocks.overflow(WAYS_OUT, value))


def _impact_buttons(decision: Decision) -> Block:
    value = f"D-{decision.number}"
    return blocks.actions(
        blocks.button("Better", "decision.better", value),
        blocks.button("Worse", "decision.worse", value),
        blocks.button("No change", "decision.none", value),
        blocks.button("I don't know yet", "decision.unknown", value),
    )
