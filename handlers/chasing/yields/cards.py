"""What the CCO reads of reminders: how many were acted on, and on which rung."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from slackblocks import Block

from handlers.chasing.kinds import AGAIN
from handlers.chasing.yields import rules
from handlers.chasing.yields.rules import Lately
from handlers.speech import blocks, paging, words
from handlers.speech.request import Json
from storage.halvings import Halving
from storage.people import Person
from storage.yields import Came

TITLE = "Do reminders help?"
TOLD = (
    "Of {sent} in the eight weeks up to {day} {acted} acted on within one working day: {percent} %."
)
FEW = (
    "{sent} in the eight weeks up to {day}: too few to tell. From {enough} on I say how many were "
    "acted on."
)
OPEN, AGAIN_ALL = "yields.open", "yields.again"
HALVED = (
    "Reminders change little for {who} acted on: half as many go to them. The first reminder of a "
    "question is left out, and the Monday line comes every second week; severity 1, their leads "
    "and you hear as before. A talk helps more: what keeps them from answering?"
)
FEWER = "Half as many reminders"
EACH = "*{who}*: {acted_on} acted on, half as many since {day}."
NOBODY = "Everybody gets all reminders."
ALL_AGAIN = (
    "{who} gets all reminders again, from the next one that is planned on. Whether they help is "
    "counted anew from next week on."
)
RUNGS = {1: "first", 2: "second", 3: "third", AGAIN: "Monday line"}
"""The rungs of whoever owes something, as they are called."""


def section(lately: Lately) -> list[Block]:
    """What came of reminders, for Home; nothing while there were none."""
    if not (lately.sent or lately.halved):
        return []
    parts = [blocks.header(TITLE)]
    if lately.sent:
        parts.append(blocks.section(told(lately)))
    if lately.sent >= rules.ENOUGH:
        parts.append(blocks.context(by_rung(lately.rungs)))
    if lately.halved:
        every = blocks.button("Send all again…", OPEN, paging.value(""))
        parts.append(blocks.section(left_out(lately), every))
    return parts


def left_out(lately: Lately) -> str:
    """Whom reminders change little for, what is therefore left out, and what would help more."""
    names = [
        f"{blocks.safe(person.name, 80)} ({acted_on(halving)})" for halving, person in lately.first
    ]
    more = lately.halved - len(names)
    if more:
        names.append(f"{words.number(more)} more")
    return HALVED.format(who=words.join_names(names))


def acted_on(halving: Halving) -> str:
    """“3 of 24”."""
    return f"{halving.acted:,} of {halving.sent:,}"


def page(found: Sequence[tuple[Halving, Person]], reader: Person, now: datetime, total: int,
         after: int) -> Json:  # fmt: skip
    """Those who get half as many reminders, each with the way back to all of them."""
    parts = [
        blocks.section(
            EACH.format(
                who=blocks.safe(person.name, 80),
                acted_on=acted_on(halving),
                day=words.day(halving.began_at, reader.zone, now),
            ),
            blocks.button("Send all again", AGAIN_ALL, person.user_id),
        )
        for halving, person in found
    ]
    return paging.form(
        FEWER, OPEN, parts, which="", after=after, total=total, nothing=NOBODY, of="colleague"
    )


def told(lately: Lately) -> str:
    """How many reminders there were, and how many of them were acted on; n is always said."""
    sent = words.count(lately.sent, "reminder")
    until = lately.until - timedelta(days=1)
    day = words.plain_day(until, until)
    if lately.sent < rules.ENOUGH:
        return FEW.format(sent=sent.capitalize(), day=day, enough=rules.ENOUGH)
    number = words.number(lately.acted) if lately.acted else "none"
    acted = f"{number} {'was' if lately.acted == 1 else 'were'}"
    came = Came(lately.sent, lately.acted)
    return TOLD.format(sent=sent, day=day, acted=acted, percent=rules.percent(came))


def by_rung(rungs: Mapping[int, Came]) -> str:
    """“first: 30 of 80 · second: 20 of 40 · Monday line: 0 of 12”."""
    said = [
        f"{name}: {came.acted:,} of {came.sent:,}"
        for rung, name in RUNGS.items()
        if (came := rungs.get(rung))
    ]
    return f"By reminder: {' · '.join(said)}"


def all_again(person: Person) -> str:
    """What the CCO reads who has let all reminders be sent again."""
    return ALL_AGAIN.format(who=blocks.safe(person.name, 80))
