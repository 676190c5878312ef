"""What the CCO reads once a quarter: what was not sent, to whom half as many go, what the rest did.

Whoever stands in for them reads the same without names, as only the CCO may see those.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from slackblocks import Block

from handlers.chasing.kinds import OWNER_RUNGS
from handlers.chasing.yields import cards, rules
from handlers.chasing.yields.rules import Quarterly
from handlers.speech import blocks, paging, words
from storage.people import Person

NAMED = 8
"""So many of those who get half as many are named, each with the way back to all of them."""
TITLE = "*What I stopped sending*"
LEFT_OUT = "From {since} to {until} I left out {left_out}, as they change little: {which}."
ONE_LEFT_OUT = "From {since} to {until} I left out one reminder, as it changes little: {which}."
NOTHING_YET = "From {since} to {until} nothing was left out yet."
CAME = "Of {sent} that were sent {acted} acted on within one working day: {percent} %{before}."
BEFORE = "; {percent} % in the quarter before"
FEW = "{sent} were sent: too few to tell how many were acted on."
HALF = (
    "Half as many go to {who}. Severity 1, their leads and you hear as before. A talk helps more: "
    "what keeps them from answering?"
)
NOBODY = "By now everybody gets all reminders again."
ELSEWHERE = "Half as many go to {who}; {cco} reads at Home who that is."
EACH = "*{who}*: half as many since {day}, when {acted_on} were acted on{not_sent}."
NOT_SENT = "; {number} not sent in this time"
MORE = "Half as many go to {more} as well."


def told(found: Quarterly, today: date) -> str:
    """What was left out, and what came of the rest, as markup; it names nobody."""
    parts = [TITLE, f"{_left_out(found, today)} {_came(found)}"]
    if found.now.sent >= rules.ENOUGH:
        parts.append(cards.by_rung(found.rungs))
    return "\n".join(parts)


def whom(found: Quarterly, reader: Person, now: datetime) -> list[Block]:
    """To whom half as many go, for the CCO: by name, each with the way back to all of them."""
    if not found.halved:
        return [blocks.section(NOBODY)]
    parts = [blocks.section(HALF.format(who=_people(found.halved)))]
    for halving, person in found.first:
        number = found.spared_of.get(person.user_id, 0)
        said = EACH.format(
            who=blocks.safe(person.name, 80),
            day=words.day(halving.began_at, reader.zone, now),
            acted_on=cards.acted_on(halving),
            not_sent=NOT_SENT.format(number=words.number(number)) if number else "",
        )
        again = blocks.button("Send all again", cards.AGAIN_ALL, person.user_id)
        parts.append(blocks.section(said, again))
    more = found.halved - len(found.first)
    if more:
        every = blocks.button("Send all again…", cards.OPEN, paging.value(""))
        parts.append(blocks.section(MORE.format(more=words.count(more, "other", "others")), every))
    return parts


def without_names(found: Quarterly, cco: Person) -> list[Block]:
    """How many they are, for whoever reads it in the place of the CCO."""
    if not found.halved:
        return [blocks.section(NOBODY)]
    name = blocks.safe(cco.name, 80)
    return [blocks.section(ELSEWHERE.format(who=_people(found.halved), cco=name))]


def _people(number: int) -> str:
    return words.count(number, "colleague")


def _left_out(found: Quarterly, today: date) -> str:
    since = words.plain_day(found.since, today)
    until = words.plain_day(found.until - timedelta(days=1), today)
    if not found.left_out:
        return NOTHING_YET.format(since=since, until=until)
    says = ONE_LEFT_OUT if found.left_out == 1 else LEFT_OUT
    number = words.count(found.left_out, "reminder")
    return says.format(since=since, until=until, left_out=number, which=_which(found.spared))


def _which(spared: Mapping[int, int]) -> str:
    """“20 first reminders and 17 Monday lines”."""
    first = sum(number for rung, number in spared.items() if rung in OWNER_RUNGS)
    weekly = sum(spared.values()) - first
    said = [words.count(first, "first reminder")] if first else []
    return words.join_names([*said, *([words.count(weekly, "Monday line")] if weekly else [])])


def _came(found: Quarterly) -> str:
    came, before = found.now, found.then
    sent = words.count(came.sent, "reminder")
    if came.sent < rules.ENOUGH:
        return FEW.format(sent=sent.capitalize())
    number = words.number(came.acted) if came.acted else "none"
    is_told = before.sent >= rules.ENOUGH
    return CAME.format(
        sent=sent,
        acted=f"{number} {'was' if came.acted == 1 else 'were'}",
        percent=rules.percent(came),
        before=BEFORE.format(percent=rules.percent(before)) if is_told else "",
    )
