"""How a thing stands, in the words of ticket systems: Closed, Won't do, In progress."""

from __future__ import annotations

from storage.items import State

LEFT_OUT = "left out"
"""What is said of rows that are not to come in."""
NAMES: dict[str, State] = {
    **dict.fromkeys(
        (
            "open", "new", "to do", "todo", "backlog", "reopened", "re-opened", "pending",
            "on hold", "on-hold", "hold", "waiting", "waiting on contact", "waiting on us",
            "waiting for customer", "waiting for support", "assigned", "unassigned",
            "not started", "not yet started", "planned", "ready", "queued", "triage", "blocked",
            "deferred", "false", "no", "0", "incomplete", "selected for development", "open issue",
        ),
        State.OPEN,
    ),
    **dict.fromkeys(
        (
            "acknowledged", "taken", "in progress", "in-progress", "inprogress", "started",
            "doing", "working", "work in progress", "wip", "active", "accepted",
            "investigating", "under investigation", "in review", "review", "in testing",
            "escalated", "ongoing",
        ),
        State.ACKNOWLEDGED,
    ),
    **dict.fromkeys(
        (
            "done", "closed", "resolved", "solved", "fixed", "complete", "completed",
            "finished", "shipped", "released", "merged", "deployed", "answered", "true", "yes",
            "1", "closed - resolved", "closed - complete",
        ),
        State.DONE,
    ),
    **dict.fromkeys(
        (
            "declined", "rejected", "won't do", "wont do", "won't fix", "wontfix", "not planned",
            "closed as not planned", "invalid", "duplicate", "spam", "cannot reproduce",
        ),
        State.DECLINED,
    ),
    **dict.fromkeys(
        ("withdrawn", "cancelled", "canceled", "abandoned", "deleted", "archived", "removed"),
        State.WITHDRAWN,
    ),
}  # fmt: skip
"""Usual words; whatever is not here is said with `--value`."""


def read(words: str) -> State | None:
    """The state of these words, on one line; None where they say none that is known."""
    said = words.casefold().replace("’", "'").replace("_", " ").strip()
    # Some name the list that it stands in behind it: “Closed (Support Pipeline)”.
    return NAMES.get(said) or NAMES.get(said.partition(" (")[0])
