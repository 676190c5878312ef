"""What Duly says about a new task, and the form in which one is given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block

from handlers.people.choices import CUSTOMER, DEPARTMENT
from handlers.promises import items, moves, undoable
from handlers.promises.items.audience import only
from handlers.promises.items.words import due, hour_input, remark
from handlers.promises.sharing import cards as sharing
from handlers.promises.tasks import Given
from handlers.speech import blocks, inputs, long_texts, words
from handlers.speech.blocks import Choices, Shown
from handlers.speech.request import Json
from storage.people import Person

TITLE = "title"
OWNER = "owner"
DATE = "date"
WHYS = ("why", "why2", "why3", "why4", "why5")
"""The inputs for why a task is asked: one, and more where a message does not fit into it."""

WITHDRAW_USAGE = "withdraw T-12"


def typed(given: Given) -> Shown:
    """What was understood of a command, with the way back for whoever mistyped."""
    text = noted(given)
    change = blocks.button("Change…", "item.edit", given.task.ref)
    row = [change, undoable.button(undoable.UNDO, given.task, moves.GIVE.verb)]
    if given.readers:
        row.append(blocks.button(sharing.LABEL, sharing.OPEN, given.task.ref))
    return Shown(text, blocks.message(blocks.section(text), blocks.actions(*row)))


def noted(given: Given) -> str:
    """What was understood, and who knows now, or will when their day begins."""
    task, customer = given.task, given.customer
    whom = f", for {blocks.safe(customer.name, 80)}" if customer else ""
    head = f"Noted: *{task.ref}* {blocks.safe(task.title, 150)}"
    by = f"{blocks.person(given.owner.user_id)}, by {due(task, task.created_at)}{whom}."
    private = only(given.readers, task.created_by)
    moved = f" It moves O-{task.outcome_number}." if task.outcome_number else ""
    moved += f" It hangs on {given.initiative.ref}." if given.initiative else ""
    return f"{head} — {by}{remark(given.by)}{moved} {_knows(given)}{private}"


def _knows(given: Given) -> str:
    task, owner, read_at = given.task, given.owner, given.read_at
    if given.stand_in and owner.away_until:
        who = blocks.person(given.stand_in.user_id)
        start = "has it now" if read_at <= task.created_at else "reads it when their day begins"
        return f"{_away(owner, owner.away_until, task.created_at)} {who} stands in and {start}."
    if owner.user_id == task.created_by:
        return "It is yours."
    if owner.away_until and owner.away_until > task.created_at:
        return f"{_away(owner, owner.away_until, task.created_at)} They read it then."
    if read_at <= task.created_at:
        return "It is in their messages now."
    return f"They read it when their day begins, {words.slack_moment(read_at, owner.zone)}."


def _away(owner: Person, until: datetime, now: datetime) -> str:
    name = blocks.person(owner.user_id)
    return f"{name} is away until {words.back(until, owner.zone, now)}."


def taken_back(ref: str) -> str:
    """The task is off the list."""
    return f"{ref} is off the list. Nobody is asked about it any more."


def form(
    *,
    title: str = "",
    owner: str | None = None,
    day: str | None = None,
    hour: str = "",
    customers: Choices,
    departments: Choices,
    about: str = "",
    intro: str = "",
    why: str = "",
    seen_by: Block,
    moves: Sequence[Block] = (),
    unread: Sequence[str] = (),
) -> Json:
    """Who does what by when, and for whom; `unread` says in markup what made no sense so far.

    An `hour` like “17:00” is asked about only where one was given. `seen_by` asks who may see it,
    `moves` which outcome it moves, where there are any.
    """
    parts: list[Block] = [blocks.section(words) for words in (intro, *unread) if words]
    parts += [
        inputs.text(
            TITLE, "What will be done?", value=title, most=items.TITLE,
            placeholder="Rewrite the refund mail",
        ),
        inputs.person(
            OWNER, "Who will do it?", value=owner, hint="One person. The CCO owns no tasks."
        ),
        inputs.date(DATE, "By when?", value=day),
    ]  # fmt: skip
    if hour:
        parts.append(hour_input(hour))
    if customers:
        parts.append(inputs.row(CUSTOMER, "For which customer?", customers, optional=True))
    if departments:
        parts.append(
            inputs.row(
                DEPARTMENT, "Which department answers for it?", departments,
                hint="If you leave this empty, it is the owner's department.", optional=True,
            )
        )  # fmt: skip
    parts += [*long_texts.ask_for(WHYS, "Why, or in whose words?", why), seen_by, *moves]
    return blocks.form("A task", "task.send", *parts, submit="Give it", value=about)
