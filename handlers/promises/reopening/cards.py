"""What Duly says when something is opened again, and the form in which that is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.promises import items
from handlers.promises.deadlines import ByWhen, InForm
from handlers.promises.items.words import due, hour_input, remark
from handlers.promises.recurring.words import ITSELF, open_again
from handlers.speech import blocks, inputs, reasons
from handlers.speech.request import Json
from storage.items import Item
from storage.people import Person

OPEN, SEND = "item.reopen", "item.reopen.send"
OWNER, DATE, HEARD = "owner", "date", "heard"
USAGE = "reopen T-12 because …"


def reopened(
    item: Item,
    owner: Person | None,
    by: ByWhen | None,
    again: Sequence[Item],
    actor: str,
    now: datetime,
) -> str:
    """It is open again, who is asked, and what was to prevent it and is open again with it."""
    return f"{_who_is_asked(item, owner, by, actor, now)}{open_again(again, ITSELF)}"


def _who_is_asked(
    item: Item, owner: Person | None, by: ByWhen | None, actor: str, now: datetime
) -> str:
    head = f"Open again: {items.named(item)}."
    if owner is None:
        return f"{head} The CCO will send it to a department."
    if owner.user_id == actor:
        return f"{head} It is yours, by {due(item, now)}.{remark(by)}"
    who = blocks.person(owner.user_id)
    return f"{head} {who} is asked for it, by {due(item, now)}.{remark(by)}"


def form(item: Item, owner: str | None, shown: InForm) -> Json:
    """What happened, who will do it, and by when."""
    hour = [hour_input(shown.hour)] if shown.hour else []
    return blocks.form(
        "Reopen",
        SEND,
        blocks.section(f"*{items.named(item)}*\nWhoever had it reads your reason at once."),
        reasons.ask_for("What happened?"),
        inputs.text(HEARD, "What did the customer say, and who?", lines=True,
                    most=reasons.LONGEST, optional=True),
        inputs.person(OWNER, "Who?", value=owner, optional=True),
        inputs.date(DATE, "By when?", value=shown.day or None, optional=True),
        *hour,
        submit="Reopen",
        value=item.ref,
    )  # fmt: skip
