"""What people read of what comes back, and why what was to prevent it is open again."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.speech import blocks
from handlers.speech.words import capital, count, join_names, ordinal
from storage.issues import Issue
from storage.items import Item
from storage.people import Person

MOST_NAMED = 10
"""So many tasks that are open again are named."""
ITS_CAUSE, ITSELF = "the cause came back", "what was done did not keep it from coming back"
"""Why they are open again."""


def comes_back(issue: Issue, cause: str, times: int, others: Sequence[str]) -> str:
    """“*Contract dates are copied by hand*: the third issue of this cause in 90 days is I-7 …”."""
    before = f" Before it: {join_names(others)}." if others else ""
    return (
        f"*{capital(blocks.safe(cause, 300))}*: this is the {ordinal(times)} time in 90 days. "
        f"Now it is {issue.ref} {blocks.safe(issue.title, 150)}.{before} "
        "Who could remove the cause?"
    )


def why_again(issue: Issue) -> str:
    """Why a task is open again, as all may read who see it: “its cause came back: I-9”."""
    return "its cause came back" if issue.is_private else f"its cause came back: {issue.ref}"


def why_it_is_back(issue: Issue) -> str:
    """The same where it is the issue itself that is back: “I-7 came back”."""
    return "it came back" if issue.is_private else f"{issue.ref} came back"


def open_again(tasks: Sequence[Item], why: str = ITS_CAUSE) -> str:
    """Which tasks are open again, as one more sentence; empty for none."""
    if not tasks:
        return ""
    return f" {_names(tasks)} {'is' if len(tasks) == 1 else 'are'} open again: {why}."


def stays_open(tasks: Sequence[Item]) -> str:
    """Which tasks are still open that were opened as two causes were one; empty for none."""
    if not tasks:
        return ""
    if len(tasks) == 1:
        return f" {_names(tasks)}, which was opened by that, stays open."
    return f" {_names(tasks)}, which were opened by that, stay open."


def _names(tasks: Sequence[Item]) -> str:
    names, rest = [each.ref for each in tasks[:MOST_NAMED]], len(tasks) - MOST_NAMED
    return join_names([*names, *([count(rest, "more", "more")] if rest > 0 else [])])


def is_open_again(task: Item, keeper: Person, issue: Issue | None) -> str:
    """That what was to prevent something did not; `issue` is what came, where it may be named."""
    return (
        f"{_named(task)} was to keep something from coming back, and was done. {_came(issue)} "
        f"It is open again, with {blocks.person(keeper.user_id)}."
    )


def came_meanwhile(task: Item, issue: Issue | None) -> str:
    """That something came back while the task that is to prevent it is still to be done."""
    return f"{_named(task)} is to keep something from coming back. {_came(issue)}"


def _named(task: Item) -> str:
    return f"*{task.ref}* “{blocks.safe(task.title, 150)}”"


def _came(issue: Issue | None) -> str:
    if issue is None:
        return "It came back, in an issue that only some may see."
    return f"It came back: {issue.ref} {blocks.safe(issue.title, 150)}."
