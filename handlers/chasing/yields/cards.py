"""What the CCO reads of reminders: how many were acted on, and on which rung."""

from __future__ import annotations

from datetime import timedelta

from slackblocks import Block

from handlers.chasing.kinds import AGAIN
from handlers.chasing.yields import rules
from handlers.chasing.yields.rules import Lately
from handlers.speech import blocks, words
from storage.yields import Came

TITLE = "Do reminders help?"
TOLD = (
    "Of {sent} in the eight weeks up to {day} {acted} acted on within one working day: {percent} %."
)
FEW = (
    "{sent} in the eight weeks up to {day}: too few to tell. From {enough} on I say how many were "
    "acted on."
)
RUNGS = {1: "first", 2: "second", 3: "third", AGAIN: "Monday line"}
"""The rungs of whoever owes something, as they are called."""


def section(lately: Lately) -> list[Block]:
    """What came of reminders, for Home; nothing while there were none."""
    if not lately.sent:
        return []
    parts = [blocks.header(TITLE), blocks.section(told(lately))]
    if lately.sent >= rules.ENOUGH:
        parts.append(blocks.context(by_rung(lately)))
    return parts


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


def by_rung(lately: Lately) -> str:
    """“first: 30 of 80 · second: 20 of 40 · Monday line: 0 of 12”."""
    said = [
        f"{name}: {came.acted:,} of {came.sent:,}"
        for rung, name in RUNGS.items()
        if (came := lately.rungs.get(rung))
    ]
    return f"By reminder: {' · '.join(said)}"
