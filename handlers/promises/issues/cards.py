"""What Duly says about an issue, and the forms that report one or send it to a department."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import Block

from handlers.chasing.cover import cards as cover
from handlers.people.choices import CUSTOMER, DEPARTMENT
from handlers.promises import items
from handlers.promises.issues import Reported, Routed
from handlers.promises.items.audience import only
from handlers.promises.items.view import SEVERITIES, title_line
from handlers.speech import blocks, inputs, words
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from storage.issues import Issue

TITLE = "title"
STORY = "story"
SEVERITY = "severity"
TOUCHPOINT = "touchpoint"
WORDS = "words"

DEPARTMENT_MISSING = "Please choose the department that can correct and prevent it."
LEVELS = {str(level): words.capitalize() for level, words in SEVERITIES.items()}


def noted(reported: Reported) -> str:
    """What was understood, and who knows now."""
    issue, department, owner = reported.issue, reported.department, reported.owner
    head = f"Noted: *{issue.ref}* {blocks.safe(issue.title, 150)}."
    private = only(reported.readers, issue.created_by)
    if department is None or owner is None:
        return f"{head} Nothing tells me whose this is. {_who_chooses(reported)}{private}"
    name, lead = blocks.safe(department.name, 80), blocks.person(owner.user_id)
    later = reported.later
    instead = cover.who_was_asked(owner, reported.asked or owner, issue.created_at, later)
    if instead:
        return f"{head} {name} answers for it. {instead}{private}"
    if later:
        begins = words.slack_moment(later, owner.zone)
        reads = f"{lead} reads it when their day begins, {begins}."
        return f"{head} {name} answers for it. {reads}{private}"
    return f"{head} {name} answers for it, and {lead} has been asked.{private}"


def _who_chooses(reported: Reported) -> str:
    if not reported.ccos:
        return "Whoever looks after all customers will choose."
    names = words.join_names([blocks.person(each.user_id) for each in reported.ccos], "or")
    return f"{names} will choose."


def routed(found: Routed) -> str:
    """An issue found its department."""
    return f"{found.issue.ref} is with {blocks.safe(found.department.name, 80)} now."


def form(
    *,
    customers: Choices,
    departments: Choices,
    title: str,
    story: str,
    severity: str,
    seen_by: Block,
    unread: Sequence[str],
) -> Json:
    """What customers experienced that should not have been; `unread` says what is not clear.

    `seen_by` asks who may see it.
    """
    parts: list[Block] = [
        *map(blocks.section, unread),
        inputs.text(
            TITLE, "What happened to the customer?", value=title, most=items.TITLE,
            placeholder="Refund promised twice, not paid",
        ),
        inputs.text(STORY, "In their words", value=story, lines=True, optional=True),
        *_customer_input(customers),
        inputs.choice(SEVERITY, "How bad is it?", LEVELS, value=severity),
        inputs.text(
            TOUCHPOINT, "Where did it happen?", optional=True, most=100,
            placeholder="Invoice, phone call, delivery",
        ),
    ]  # fmt: skip
    if departments:
        parts.append(
            inputs.row(
                DEPARTMENT, "Which department can correct and prevent it?", departments,
                hint="If you leave this empty, the routing rules decide, or the CCO.",
                optional=True,
            )
        )  # fmt: skip
    parts.append(seen_by)
    return blocks.form("An issue", "issue.send", *parts, submit="Report it")


def route_form(issue: Issue, departments: Choices) -> Json:
    """Which department answers for an issue, and for others like it."""
    return blocks.form(
        "Send to a department",
        "issue.route.send",
        blocks.section(title_line(issue)),
        inputs.row(DEPARTMENT, "Who can correct and prevent it?", departments),
        inputs.text(
            WORDS, "From now on, send there what contains these words", optional=True, most=100,
            hint="If you leave this empty, the rules stay as they are.",
        ),
        submit="Send it",
        value=issue.ref,
    )  # fmt: skip


def _customer_input(customers: Choices) -> list[Block]:
    if not customers:
        return []
    return [inputs.row(CUSTOMER, "Which customer?", customers, optional=True)]
