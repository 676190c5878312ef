"""The words of an aim: what is asked of whoever leads an account, its buttons, how it stands."""

from __future__ import annotations

from slackblocks import Block

from handlers.chasing.kinds import Asking, Says
from handlers.promises.items.words import OPEN as STORY
from handlers.speech import blocks
from storage.aims import Aim, AimState
from storage.customers import Customer

WRITE, WRITE_SEND = "aim.write", "aim.write.send"
WILL, WILL_SEND = "aim.will", "aim.will.send"
PASS, PASS_SEND = "aim.pass", "aim.pass.send"
BEGIN, BEGIN_SEND = "aim.begin", "aim.begin.send"
UNDO = "aim.undo"
WRITE_LABEL, WILL_LABEL, OTHER_LABEL = "Write it…", "I'll ask them…", "Somebody else…"
CHANGE_LABEL, UNDO_LABEL = "Change…", "Undo"

TITLE = "What {name} should be able to do by the end of {year}"
ASKS = "What should {name} be able to do by the end of {year}?"
TASK = "Ask {name} what they want to be able to do by the end of {year}"
NAME, SHORT = 80, 600
"""Characters of a customer's name, and of somebody's words in a line of ours."""

SAYS = Says(
    ends="What you write, or a task that asks them, ends this line.",
    owes=(
        "The answer is due {due}.",
        "Do you know by now? The answer is due {due}.",
        "Today is the day to say it.",
        "The answer is {late_by}.",
    ),
    lead="{owner} has not written it yet. Could you? A word with {owner} may do.",
)
STANDS = (
    "What one key account should be able to do has had no answer since {day}.",
    "What {count} key accounts should be able to do has had no answer, the first since {day}.",
)


def asks(customer: Customer, year: int) -> str:
    """“What should Acme be able to do by the end of 2027?”, as markup."""
    return ASKS.format(name=blocks.safe(customer.name, NAME), year=year)


def state(aim: Aim) -> str:
    """How it stands."""
    match AimState(aim.state):
        case AimState.ASKED:
            return "an answer is asked for"
        case AimState.FOLLOWED:
            return f"T-{aim.led_to} asks them"
        case AimState.SAID:
            return "written down"
        case AimState.OVER:
            return "nothing is written, and nobody is asked"


def buttons(asking: Asking) -> Block | None:
    """What they should be able to do, or a day on which somebody asks them; the rest in a menu."""
    if asking.part is None:
        return None
    return blocks.actions(
        blocks.button(WRITE_LABEL, WRITE, asking.ref, "primary"),
        blocks.button(WILL_LABEL, WILL, asking.ref),
        blocks.overflow({PASS: OTHER_LABEL, STORY: "Open…"}, asking.ref),
    )
