"""The words of a look back: how many low scores are old, what is asked, and its buttons."""

from __future__ import annotations

from slackblocks import Block

from handlers.chasing.kinds import Asking, Says
from handlers.promises.items.words import open_story
from handlers.speech import blocks
from handlers.speech import words as plain
from storage.look_backs import LookBack
from storage.nudges import Part

CHOOSE, CHOOSE_SEND = "lookback.choose", "lookback.choose.send"
NONE, NONE_SEND = "lookback.none", "lookback.none.send"
CHOOSE_IT, NOBODY_BECAUSE = "Choose…", "None, because…"
DAYS = 14
"""Older than so many days a low score opens nothing by itself."""
WHICH = "Which accounts should still hear from us?"
RECALL_SAYS = Says(
    ends="The answer ends this line: those who still hear from us, or why nobody does.",
    owes=(
        f"{WHICH} The answer is due {{due}}.",
        "Do you know by now which accounts should still hear from us?",
        "Today is the day to say which accounts should still hear from us.",
        f"{WHICH} The answer is {{late_by}}.",
    ),
)
RECALL_STANDS = (
    "Which accounts still hear from us after an old survey: no answer since {day}.",
    "Which accounts still hear from us after {count} old surveys: no answer since {day}.",
)


def named(found: LookBack) -> str:
    """The survey in quotation marks, as markup."""
    return f"“{blocks.safe(found.title, 120)}”"


def came_old(scores: int, survey: str = "") -> str:
    """“46 low scores are older than 14 days.”, as markup; `survey` says in which one."""
    are = "is" if scores == 1 else "are"
    said = plain.capital(plain.count(scores, "low score"))
    return f"{said}{f' in {survey}' if survey else ''} {are} older than {DAYS} days."


def recall_buttons(asking: Asking) -> Block | None:
    """Which of them, or none and why."""
    if asking.part not in (Part.OWES, Part.CCO):
        return None
    return blocks.actions(
        blocks.button(CHOOSE_IT, CHOOSE, asking.ref),
        blocks.button(NOBODY_BECAUSE, NONE, asking.ref),
        open_story(asking.ref),
    )
