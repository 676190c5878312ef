"""What Duly says when an issue is joined to another, and the form that asks to which."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.promises import items
from handlers.promises.merging import Merged
from handlers.promises.similar import SimilarIssue
from handlers.speech import blocks, inputs, words
from handlers.speech.request import Json
from storage.items import Item

OPEN, SEND = "issue.merge", "issue.merge.send"
WITH = "with"
USAGE = "merge I-9 with I-3"


def merged(found: Merged) -> str:
    """It goes on as a part of the other, and for how many customers that is now."""
    head = f"{items.named(found.issue)} is joined to {items.named(found.into)}."
    if len(found.customers) < 2:
        return head
    names = words.join_names([blocks.safe(each.name, 80) for each in found.customers[:5]])
    count = words.count(len(found.customers), "customer")
    if len(found.customers) > 5:
        return f"{head} {count.capitalize()} wait for it now."
    return f"{head} {count.capitalize()} wait for it now: {names}."


def form(item: Item, near: Sequence[SimilarIssue]) -> Json:
    """Of which issue it is a part; what it looks like is filled in."""
    named = [f"• {items.named(each.issue)}" for each in near]
    like = [blocks.section("\n".join(["*Like this, and open*", *named]))] if named else []
    return blocks.form(
        "Merge with",
        SEND,
        blocks.section(f"*{items.named(item)}*"),
        *like,
        inputs.text(
            WITH, "Of which issue is it a part?", value=near[0].issue.ref if near else "",
            placeholder="I-3", most=20,
        ),
        blocks.context("Nobody is asked about it any more. Whoever reported it hears what becomes "
                       "of the other, and tells their customer."),
        submit="Join them",
        value=item.ref,
    )  # fmt: skip
