"""The ways out of severity 1: to take it now, to tell the customer, to call whoever has it."""

from __future__ import annotations

from slackblocks import Block, Button

from handlers.chasing.kinds import Asking
from handlers.chasing.owed.cards import call_label
from handlers.promises.items.words import (
    NOT_MINE,
    OPEN,
    WAIT_FORM,
    WAITS_FOR,
    another_owner,
    around,
    not_mine,
    open_story,
    told_them,
)
from handlers.speech import blocks
from storage.nudges import Part

WAYS = {"item.no": "No, because…", OPEN: "Open…"}

TAKEN = {
    "item.date": "Another date…", "item.handoff": NOT_MINE, WAIT_FORM: WAITS_FOR, **WAYS,
}  # fmt: skip


def take_buttons(asking: Asking) -> Block | None:
    """The ways out of severity 1 that nobody has taken: for its owner, or for those above."""
    if not asking.is_theirs:
        return _call(asking, blocks.button("Take it now", "item.take", asking.ref))
    ref = asking.ref
    return blocks.actions(take_now(ref), not_mine(ref), need_help(ref), blocks.overflow(WAYS, ref))


def finish_buttons(asking: Asking) -> Block | None:
    """The same of what is taken, and not done."""
    if not asking.is_theirs:
        return _call(asking, blocks.button("Done", "item.done", asking.ref))
    ref = asking.ref
    row = (told_them(ref), blocks.button("Done", "item.done", ref), need_help(ref))
    return blocks.actions(
        *row,
        blocks.overflow(TAKEN, ref),
    )


def take_now(ref: str) -> Button:
    """It is mine, and I begin."""
    return blocks.button("Take it now", "item.take", ref, "primary")


def need_help(ref: str) -> Button:
    """Another pair of hands is wanted."""
    return blocks.button("Need help…", "item.help", ref)


def _call(asking: Asking, first: Button) -> Block | None:
    """For whoever leads and the CCO: to call whoever owes it, or to give it to somebody else.

    `first` is what whoever stands in for them may do themselves.
    """
    if asking.part is None:
        return None
    ref = asking.ref
    row = (another_owner(ref), open_story(ref))
    if asking.part in (Part.DEPUTY, Part.TALKED):
        return around(first, asking)
    call = blocks.button(call_label(asking.owner), "item.talk", ref, "primary")
    return blocks.actions(call, *row)
