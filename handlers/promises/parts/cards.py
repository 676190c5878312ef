"""What Duly says when further departments are asked to take their part of an issue."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.people.choices import DEPARTMENTS
from handlers.promises import items
from handlers.promises.parts import PartAsked
from handlers.speech import blocks, inputs, reasons
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from handlers.speech.words import join_names
from storage.issues import Issue

EXAMPLE = "I-7"
USAGE = f"involve {EXAMPLE} Billing and Sales because …"
MOST_NAMED = 20
OPEN, SEND = "issue.involve", "issue.involve.send"
LABEL = "Ask other departments…"
WHICH = "Which other departments must each take it?"
HINT = "The lead of each is asked for a part of their own, until they answer."


def form(issue: Issue, departments: Choices, why: str = "") -> Json:
    """Which further departments must take an issue, and why."""
    return blocks.form(
        "Ask other departments",
        SEND,
        blocks.section(f"*{items.named(issue)}*"),
        inputs.several(DEPARTMENTS, WHICH, departments, hint=HINT),
        reasons.ask_for("Why they, too?", why, optional=True),
        submit="Ask them",
        value=issue.ref,
    )


def asked(found: PartAsked) -> str:
    """Who was asked for the part of one department."""
    name = blocks.safe(found.department.name, 80)
    return f"{name}: {blocks.person(found.owner.user_id)} is asked to take {found.part.ref}."


def also(found: Sequence[PartAsked]) -> str:
    """Who was asked, as one sentence behind what was understood of a report; empty for none."""
    if not found:
        return ""
    told = [
        f"{blocks.safe(each.department.name, 80)} ({blocks.person(each.owner.user_id)}, "
        f"{each.part.ref})"
        for each in found[:MOST_NAMED]
    ]
    return f" {join_names(told)} {'is' if len(told) == 1 else 'are'} asked to take their part, too."
