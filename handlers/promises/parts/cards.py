"""What Duly says when further departments are asked to take their part of an issue."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.promises import items
from handlers.promises.parts import Involved, PartAsked
from handlers.speech import blocks
from handlers.speech.words import join_names

EXAMPLE = "I-7"
USAGE = f"involve {EXAMPLE} Billing and Sales because …"
MOST_NAMED = 20


def asked(found: PartAsked) -> str:
    """Who was asked for the part of one department."""
    name = blocks.safe(found.department.name, 80)
    return f"{name}: {blocks.person(found.owner.user_id)} is asked to take {found.part.ref}."


def involved(found: Involved) -> str:
    """Which departments must take it now, too."""
    names = join_names([blocks.safe(each.department.name, 80) for each in found.asked])
    return f"{items.named(found.issue)}: asked {names} to take their part."


def also(found: Sequence[PartAsked]) -> str:
    """The same as one sentence behind what was understood of a report; empty for none."""
    if not found:
        return ""
    told = [
        f"{blocks.safe(each.department.name, 80)} ({blocks.person(each.owner.user_id)}, "
        f"{each.part.ref})"
        for each in found[:MOST_NAMED]
    ]
    return f" {join_names(told)} {'is' if len(told) == 1 else 'are'} asked to take their part, too."
