"""What Duly says about a new task, and the form in which one is given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block

from handlers.people.choices import CUSTOMER, DEPARTMENT
from handlers.promises import items
from handlers.speech import blocks, words
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from storage.customers import Customer
from storage.people import Person
from storage.tasks import Promise

TITLE = "title"
OWNER = "owner"
DATE = "date"


def noted(task: Promise, owner: Person, customer: Customer | None, read_at: datetime) -> str:
    """What was understood, and who knows now, or will when their day begins (UTC)."""
    due = words.slack_day(task.due_at, task.due_zone) if task.due_at else "no date"
    whom = f", for {blocks.safe(customer.name, 80)}" if customer else ""
    head = f"Noted: *{task.ref}* {blocks.safe(task.title, 150)}"
    return (
        f"{head} — {blocks.person(owner.user_id)}, by {due}{whom}. {_knows(task, owner, read_at)}"
    )


def _knows(task: Promise, owner: Person, read_at: datetime) -> str:
    if owner.user_id == task.created_by:
        return "It is yours."
    if read_at <= task.created_at:
        return "It is in their messages now."
    return f"They read it when their day begins, {words.slack_moment(read_at, owner.zone)}."


def undo(task: Promise) -> Block:
    """The way back for whoever mistyped."""
    return blocks.actions(blocks.button("Take it back", "item.withdraw", task.ref))


def taken_back(ref: str) -> str:
    """The task is off the list."""
    return f"{ref} is taken back. Nobody is asked about it any more."


def form(
    *,
    title: str = "",
    owner: str | None = None,
    day: str | None = None,
    customers: Choices,
    departments: Choices,
    about: str = "",
    intro: str = "",
    unread: Sequence[str] = (),
) -> Json:
    """Who does what by when, and for whom; `unread` says in markup what made no sense so far."""
    parts: list[Block] = [blocks.section(words) for words in (intro, *unread) if words]
    parts += [
        blocks.text_input(
            TITLE, "What shall be done?", value=title, most=items.TITLE,
            placeholder="Rewrite the refund mail",
        ),
        blocks.person_input(
            OWNER, "Who will do it?", value=owner, hint="One person, not the CCO's office."
        ),
        blocks.date_input(DATE, "By when?", value=day),
    ]  # fmt: skip
    if customers:
        parts.append(blocks.row_input(CUSTOMER, "For which customer?", customers, optional=True))
    if departments:
        parts.append(
            blocks.row_input(
                DEPARTMENT, "Which department answers for it?", departments,
                hint="Left open, it is the owner's.", optional=True,
            )
        )  # fmt: skip
    return blocks.form("A task", "task.send", *parts, submit="Give it", value=about)
