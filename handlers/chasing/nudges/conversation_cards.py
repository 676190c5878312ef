"""How the CCO reads whom to talk with about what, and with how much money behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from slackblocks import Block

from handlers.calendar.hours import Calendar
from handlers.chasing.nudges import conversations
from handlers.chasing.nudges.conversations import Conversation, Meeting
from handlers.chasing.owed import Pending, customers
from handlers.chasing.owed import cards as owed
from handlers.speech import blocks, money, paging, words
from storage.customers import Customer, Tier
from storage.departments import Department
from storage.items import Item
from storage.people import Person
from storage.scopes import Reader

DECIDE = "bundle.decide"
"""The button by which each thing of a conversation is decided."""
DECIDE_TITLE = "Decide"
NAMED, ACCOUNTS = 3, 3
"""So many things of a conversation are named, and so many who wait for them."""
WAYS = "Deciding means a new date, another owner, something smaller, or a no with its reason."
"""What it means where something was promised; a question or a decision has answers of its own."""
TIERS = {Tier.KEY: "key", Tier.STRATEGIC: "strategic", Tier.BEACHHEAD: "beachhead"}
LATE = {
    True: "{Count} is late; it was due {day}.",
    False: "{Count} are late; the oldest was due {day}.",
}
DUE = {True: "{Count} is due {day}.", False: "{Count} are due, the first {day}."}
UNANSWERED = {
    True: "{Count} has had no answer since {day}.",
    False: "{Count} have had no answer, the oldest since {day}.",
}
SINCE_ONE_DAY = {**UNANSWERED, False: "{Count} have had no answer since {day}."}
"""By whether it is about one thing."""
ANSWERED = {1: "✓ It is answered.", 2: "✓ Both are answered."}
FOUND_A_WAY = "Did you and {who} find a way?"
RESTS = "You talk with {who}. I ask again on {day}."


@dataclass(frozen=True)
class Partner:
    """Whom a conversation is with, and what there is to know about them.

    `person` is who can be talked to; nobody where they have left. `talked` says that the reader
    talked with them before, and `rests_until` (UTC) that they do so now. `answered` tells how
    things were answered, by their number.
    """

    person: Person | None = None
    department: Department | None = None
    lead: Person | None = None
    talked: bool = False
    rests_until: datetime | None = None
    answered: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Scene:
    """How a meeting is to be read: of which bundle, by whom, on whose day, and with whom.

    `talk` is the button by which a conversation is had.
    """

    card: str
    talk: str
    reader: Person
    seen_by: Reader
    calendar: Calendar
    today: date
    now: datetime
    partners: Mapping[str, Partner]


def header(meeting: Meeting, *, at_least: bool) -> str:
    """“14 things need you: five people to talk to”; empty where nothing does."""
    count = len(meeting.waiting)
    if not count:
        return ""
    things = words.at_least(words.COUNTED, "thing") if at_least else words.count(count, "thing")
    return (
        f"{things} {_needs(count)}: {words.count(len(meeting.open), 'person', 'people')} to talk to"
    )


def _needs(count: int) -> str:
    """What so many things do."""
    return "needs you" if count == 1 else "need you"


def by_department(meeting: Meeting, scene: Scene, *, at_least: bool) -> str:
    """How much needs somebody, in how many departments, and which of them holds most.

    Whom no department speaks for is counted beside them.
    """
    count = len(meeting.waiting)
    if not count:
        return ""
    things = words.at_least(words.COUNTED, "thing") if at_least else words.count(count, "thing")
    homes = [each for each in meeting.open if each.is_departments]
    if not homes:
        return header(meeting, at_least=at_least)
    most = max(homes, key=lambda each: len(each.waiting))
    home = scene.partners[most.key].department
    holds = f" {home.name} holds {words.number(len(most.waiting))}." if home else ""
    places = words.count(len(homes), "department")
    others = len(meeting.open) - len(homes)
    them = "it" if len(homes) == 1 else "them"
    beside = f" and with {words.count(others, 'person', 'people')} outside {them}" if others else ""
    return f"{things} {_needs(count)}, in {places}{beside}.{holds}"


def at_stake(meeting: Meeting, today: date, reader: Reader) -> str:
    """“€1.2 M a year waits behind them; €480 k of it renews before March”; empty for none."""
    waits, soon, currency = conversations.at_stake(meeting.waiting, today)
    if not waits or not all(map(reader.reads_money_of, customers(meeting.waiting))):
        return ""
    behind = "it" if len(meeting.waiting) == 1 else "them"
    said = f"{money.a_year(waits, currency)} waits behind {behind}"
    if not soon:
        return said
    of_it = "all" if soon == waits else money.amount(soon, currency)
    month = words.MONTH_NAMES[conversations.horizon(today).month - 1]
    return f"{said}; {of_it} of it renews before {month}"


def shown(meeting: Meeting, scene: Scene) -> list[Block]:
    """Every conversation that fits, with its two buttons, and what deciding means."""
    parts: list[Block] = []
    for each in meeting.shown:
        partner = scene.partners[each.key]
        parts.append(blocks.section("\n".join(lines(each, partner, scene))))
        parts += buttons(each, partner, scene)
    is_promised = any(isinstance(each.about.thing, Item) for each in meeting.waiting)
    return [*parts, blocks.context(WAYS)] if is_promised else parts


def buttons(each: Conversation, partner: Partner, scene: Scene) -> list[Block]:
    """To talk with them, unless that is going on, and to decide; nothing when all is answered."""
    if not each.waiting:
        return []
    value = f"{scene.card}:{each.key}"
    row = [blocks.button("Decide here…", DECIDE, paging.value(value))]
    if partner.person and scene.talk and not partner.rests_until:
        label = owed.talk_label(words.first_name(partner.person.name))
        row.insert(0, blocks.button(label, scene.talk, value, "primary"))
    return [blocks.actions(*row)]


def going_on(partner: Partner, scene: Scene) -> str:
    """What became of the reader's wish to talk: they do so, or are asked about it."""
    if partner.person is None:
        return ""
    who = blocks.person(partner.person.user_id)
    if partner.rests_until:
        return RESTS.format(
            who=who, day=words.day(partner.rests_until, scene.reader.zone, scene.now)
        )
    return FOUND_A_WAY.format(who=who) if partner.talked else ""


def lines(each: Conversation, partner: Partner, scene: Scene) -> list[str]:
    """Whom it is with, the plain facts, and the first of its things, line by line."""
    if not each.waiting:
        count = len(each.things)
        said = ANSWERED.get(count, f"✓ All {words.number(count)} are answered.")
        return [with_whom(each, partner), said]
    return [
        *summary(each, partner, scene),
        *_named(each.waiting, lambda thing: _line(thing, scene, partner)),
        *_answered(each, partner),
    ]


def summary(each: Conversation, partner: Partner, scene: Scene) -> list[str]:
    """Whom it is with, and how what waits stands."""
    told = [with_whom(each, partner), going_on(partner, scene), facts(each.waiting, scene)]
    return list(filter(None, told))


def _answered(each: Conversation, partner: Partner) -> list[str]:
    known = partner.answered or {}
    rest = len(each.answered) - len(known)
    more = [f"✓ and {words.number(rest)} more"] if rest > 0 else []
    return [*(f"✓ {said}" for said in known.values()), *more]


def with_whom(each: Conversation, partner: Partner) -> str:
    """“@Sara Novak · Billing, led by @Maria”, “@Tom Becker · leads Logistics”."""
    home, lead = partner.department, partner.lead
    name = blocks.safe(home.name, 80) if home else ""
    led = f", led by {blocks.person(lead.user_id)}" if lead else ""
    if home and each.key == home.department_id.hex:
        return f"*{name}*{led}"
    who = blocks.person(each.key)
    if not home:
        return who
    is_lead = lead is not None and lead.user_id == each.key
    return f"{who} · leads {name}" if is_lead else f"{who} · {name}{led}"


def facts(things: Sequence[Pending], scene: Scene) -> str:
    """What is late and what has no answer, since when, and who waits for it."""
    dated = [each for each in things if each.kind.keeps_date]
    asked = [each for each in things if not each.kind.keeps_date]
    late = [each for each in dated if _due(each) < scene.now]
    said = []
    ahead = [each for each in dated if _due(each) >= scene.now]
    for sentences, found in ((LATE, late), (DUE, ahead)):
        if found:
            first = min(found, key=_due)
            day = words.day(_due(first), first.about.zone or scene.reader.zone, scene.now)
            said.append(_counted(sentences, found, day))
    for stands in dict.fromkeys(each.kind.stands for each in asked):
        found = [each for each in asked if each.kind.stands == stands]
        opened = sorted(each.ask.opened_at for each in found)
        days = [words.day(at, scene.reader.zone, scene.now) for at in opened]
        usual = SINCE_ONE_DAY if len(set(days)) == 1 else UNANSWERED
        said.append(
            _counted({True: stands[0], False: stands[1]} if stands else usual, found, days[0])
        )
    return " ".join([*said, *filter(None, [who_waits(things, scene)])])


def _due(each: Pending) -> datetime:
    return each.kind.late_from(each.ask, each.about)


def _counted(sentences: Mapping[bool, str], things: Sequence[Pending], day: str) -> str:
    is_one = len(things) == 1
    count = (
        words.number(len(things))
        if things[0].kind.stands
        else words.count(len(things), _noun(things))
    )
    return sentences[is_one].format(Count=count.capitalize(), count=count, day=day)


def _noun(things: Sequence[Pending]) -> str:
    """A promise is a date that somebody gave; else it is a task, an issue, or a mix."""
    if all(each.kind.keeps_date and each.about.promised_by for each in things):
        return "promise"
    nouns = {each.about.noun for each in things}
    return nouns.pop() if len(nouns) == 1 else "thing"


def who_waits(things: Sequence[Pending], scene: Scene) -> str:
    """“*Acme* (key, €480 k) and *Globex* wait.” as markup; empty for nobody."""
    accounts = customers(things)
    named = [_account(each, scene) for each in accounts[:ACCOUNTS]]
    rest = len(accounts) - len(named)
    if rest:
        named.append(words.count(rest, "other customer"))
    if not named:
        return ""
    return f"{words.join_names(named)} {'waits' if len(accounts) == 1 else 'wait'}."


def _account(each: Customer, scene: Scene) -> str:
    """“*Acme* (key, €480 k, renews 1 Mar 2027)”."""
    told = [TIERS.get(Tier(each.tier), "")] if each.tier in tuple(Tier) else []
    if each.annual_value and scene.seen_by.reads_money_of(each):
        told.append(money.amount(each.annual_value, each.currency))
    renews_on = each.renews_on(scene.today)
    if renews_on:
        told.append(f"renews {words.dated(renews_on).partition(' ')[2]}")
    known = ", ".join(filter(None, told))
    name = f"*{blocks.safe(each.name, 80)}*"
    return f"{name} ({known})" if known else name


def _named(things: Sequence[Pending], line: Callable[[Pending], str]) -> list[str]:
    """Up to three things line by line; of more, two and how many there are beside them."""
    if len(things) <= NAMED:
        return [f"• {line(each)}" for each in things]
    rest = words.number(len(things) - NAMED + 1)
    return [*(f"• {line(each)}" for each in things[: NAMED - 1]), f"• and {rest} more"]


def _line(each: Pending, scene: Scene, partner: Partner) -> str:
    """“T-12 Acme: Rewrite the refund mail · nine days late”."""
    told = [f"{each.about.ref} {blocks.safe(each.about.heading, 200)}"]
    if partner.department and partner.person and each.ask.person_id != partner.person.user_id:
        told.append(blocks.person(each.ask.person_id))
    told.append(each.kind.late_by(each.ask, each.about, scene.now, scene.calendar))
    return " · ".join(told)


def entry(each: Pending, answered: str, reader: Person, now: datetime) -> list[Block]:
    """One thing with the ways by which it is decided, or how it was answered."""
    if answered:
        return [blocks.section(f"✓ {answered}")]
    buttons = each.buttons(decides=True)
    row, menu = blocks.beside(buttons[0] if buttons else None)
    return [blocks.section(owed.line(each, reader, now), menu), *row]
