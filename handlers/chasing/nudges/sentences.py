"""What one reminder says on each rung: pleasant, firm, and true on the day of its bundle."""

from __future__ import annotations

from datetime import date, datetime

from handlers.calendar import hours
from handlers.chasing.kinds import OWNER_RUNGS
from handlers.chasing.nudges.rules import Reminder
from handlers.chasing.owed import Pending
from handlers.chasing.owed import cards as owed
from handlers.people.tiers import TIERS
from handlers.speech import blocks, words
from storage.asks import Ask
from storage.customers import Customer, Tier
from storage.nudges import Part
from storage.people import Person

DEPUTY = (
    "{owner} may need a hand with this: {late}. You stand in for them: could you ask what would "
    "help?"
)
LEAD = "{owner} has not said more since: {late}. What would help?"
INSTEAD = "It is {owner}'s: {late}. Can you see to it?"
CCO = "It is with {owner}: {late}.{account}"
TALKED = "Did you and {owner} find a way? This is what I know: {late}."
NTH_DAY = "This is the {nth} day that it waits."
NEXT = {
    4: "On {day} I also ask {who}, so that you are not alone with it.",
    5: "On {day} I ask {who} to help decide.",
}


def sentence(line: Reminder, person: Person, now: datetime) -> str:
    """One reminder as one or two sentences of markup, as it stands at `now` (UTC)."""
    said = _words(line, person, now).format_map(_facts(line, person, now))
    return f"{line.first} {said}".strip()


def alone(line: Reminder, person: Person, now: datetime) -> str:
    """What is of severity 1 as it is said by itself; whoever reads it need know nothing else."""
    said, part = line.kind.says.alone, Part(line.nudge.part)
    facts = {**_facts(line, person, now), **_urgent_facts(line, person, now)}
    if said is None or part in (Part.DEPUTY, Part.TALKED):
        wanted = _words(line, person, now)
        return f"{titled(line)}\n{wanted.format_map(facts)}{_nth_day(line, wanted, person, now)}"
    wanted = said.owes if line.ask.due_at > now else said.late
    if part != Part.OWES:
        wanted = said.above
    words_of_it = f"{wanted.format_map(facts)}{_nth_day(line, wanted, person, now)}"
    return f"{line.first} {words_of_it}".strip()


def _nth_day(line: Reminder, wanted: str, person: Person, now: datetime) -> str:
    """Which day it is of what comes again each day, where its words do not say how long it waits.

    With a space before it; nothing on the first day.
    """
    days = _days(line, person, now)
    if not days or any(f"{{{name}}}" in wanted for name in ("nth", "waited")):
        return ""
    return f" {NTH_DAY.format(nth=words.ordinal(days + 1))}"


def _days(line: Reminder, person: Person, now: datetime) -> int:
    """How many days ago it began, by the reader's calendar.

    What is asked once something is done began with that question.
    """
    began = line.about.began_at
    if began is None or line.kind.is_afterwards:
        began = line.ask.opened_at
    return (hours.day_of(now, person.zone) - hours.day_of(began, person.zone)).days


def titled(line: Reminder) -> str:
    """“*Acme: Rewrite the refund mail* (T-12)” as markup."""
    return f"*{blocks.safe(line.about.heading, 230)}* ({line.about.ref})"


def _words(line: Reminder, person: Person, now: datetime) -> str:
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
        case Part.TALKED:
            return TALKED
    return says.owes[min(said_on(line, person, now), len(says.owes) - 1)]


def said_on(line: Reminder, person: Person, now: datetime) -> int:
    """The rung whose sentence is true at `now`: a reminder may come on another day than planned.

    “Still good?” is no question on the day itself, “today” is wrong on any other, before it and
    after.
    """
    first, on_its_day, late = OWNER_RUNGS
    rung = line.nudge.rung
    if line.nudge.part != Part.OWES or rung < first:
        return rung
    zone = line.about.zone or person.zone
    due_at = line.kind.late_from(line.ask, line.about)
    today, its_day = hours.day_of(now, zone), hours.day_of(due_at, zone)
    if line.kind.is_around_due and today <= its_day:
        return on_its_day if today == its_day else first
    return max(rung, late) if today > its_day else rung


def check(line: Reminder, person: Person, now: datetime) -> None:
    """Put a reminder into words; raises whatever keeps it from being shown."""
    sentence(line, person, now)
    announcement(line, person, now)


def announcement(line: Reminder, person: Person, now: datetime) -> str:
    """Who will be asked next, and when: never a surprise."""
    if line.then is None or line.then.rung not in NEXT or line.nudge.part != Part.OWES:
        return ""
    others = [(to, at) for part, to, at in line.then.told if part != Part.OWES]
    if not others:
        return ""
    who = words.join_names([blocks.person(to.user_id) for to, _ in others])
    at = min(at for _, at in others)
    return NEXT[line.then.rung].format(day=words.day(at, person.zone, now), who=who)


def _owner(ask: Ask) -> str:
    """Whose it is, also where somebody else is asked in their place."""
    return blocks.person(ask.whose_id)


def _facts(line: Reminder, person: Person, now: datetime) -> dict[str, str]:
    ask, about = line.ask, line.about
    whom = owed.customer(about.customer) if about.customer else ""
    zone = about.zone or person.zone
    due = words.promised(about.due_at or ask.due_at, zone, now, timed=about.timed)
    return {
        "whom": whom or "the customer",
        "due": due,
        "today": _today(line, person),
        "late": owed.stands(Pending(ask, line.kind, about), person, now),
        "late_by": line.late_by,
        "owner": _owner(ask),
        "gave": _gave(about.promised_by, person),
        "asks": _asks(about.asked_by, person),
        "since": words.day(ask.opened_at, person.zone, now),
        "can_you": _can_you(about.due_at, due, now),
        "account": _account(about.customer, hours.day_of(now, person.zone)),
        "waited": words.span(now - ask.opened_at),
    }


def _urgent_facts(line: Reminder, person: Person, now: datetime) -> dict[str, str]:
    """Moments are Slack's own, as what is urgent is read on every clock."""
    ask, about, zone = line.ask, line.about, person.zone
    began = about.began_at or ask.opened_at
    return {
        "named": f"{blocks.safe(about.title, 150)} ({about.ref})",
        "who_waits": blocks.safe(about.customer.name, 80) if about.customer else "A customer",
        "by": words.slack_moment(ask.due_at, zone),
        "left": words.span(ask.due_at - now),
        "reported": words.slack_moment(began, zone),
        "nth": words.ordinal(_days(line, person, now) + 1),
        "day": words.day(now, zone, now),
        "home": blocks.safe(line.home, 80) if line.home else _owner(ask),
    }


def _gave(giver: str, reader: Person) -> str:
    """Who gave a date: whoever reads of it, somebody else, or nobody so far."""
    if not giver:
        return "It is asked for by"
    return "You gave" if giver == reader.user_id else f"{blocks.person(giver)} gave"


def _today(line: Reminder, reader: Person) -> str:
    giver = line.about.promised_by
    if not giver:
        return "Today is the day it is asked for."
    name = blocks.safe(line.about.customer.name, 80) if line.about.customer else ""
    who = "you" if giver == reader.user_id else blocks.person(giver)
    return f"Today is the day {who} gave {name}".rstrip() + "."


def _asks(asker: str, reader: Person) -> str:
    if not asker or asker == reader.user_id:
        return "This waits for your first answer."
    return f"{blocks.person(asker)} asks you for this."


def _can_you(due_at: datetime | None, due: str, now: datetime) -> str:
    """Nobody is asked to take anything by a day that has passed."""
    if due_at is None or due_at < now:
        return "By when can you do it?"
    return f"Can you take it, by {due}?"


def _account(customer: Customer | None, today: date) -> str:
    """What there is to know about whoever waits, with a space before it; mostly nothing."""
    if customer is None:
        return ""
    facts = []
    if customer.tier != Tier.STANDARD:
        facts.append(f"is a {TIERS[Tier(customer.tier)]}")
    renews_on = customer.renews_on(today)
    if renews_on:
        facts.append(f"renews on {words.dated(renews_on)}")
    if not facts:
        return ""
    return f" {blocks.safe(customer.name, 80)} {' and '.join(facts)}."
