"""Of what sort a cause is, in the words in which forms offer it and cards say it."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.speech.errors import UnreadableRequest
from storage.causes import CauseKind

WORDS: Mapping[CauseKind, str] = {
    CauseKind.RULE: "a rule or a policy",
    CauseKind.PROCESS: "a process, how we work",
    CauseKind.SYSTEM: "a system or a tool",
    CauseKind.INFORMATION: "information or instructions",
    CauseKind.SKILLS: "skills or training",
    CauseKind.CAPACITY: "too few people or too little time",
    CauseKind.SUPPLIER: "a supplier or a partner",
    CauseKind.DECISION: "a decision of ours",
    CauseKind.SALE: "sold what they did not need",
    CauseKind.OTHER: "something else",
}
"""How each is said."""
UNKNOWN = "unknown"
LABELS = {
    UNKNOWN: "Not known",
    **{str(kind): f"{said[:1].upper()}{said[1:]}" for kind, said in WORDS.items()},
}
"""What a form offers: stored value → label."""


def read(value: str) -> CauseKind | None:
    """The kind that was chosen in a form; None for none. Raises UnreadableRequest."""
    if value in ("", UNKNOWN):
        return None
    try:
        return CauseKind(value)
    except ValueError:
        raise UnreadableRequest from None


def said(kind: str | None) -> str:
    """“a system or a tool”; empty where nobody has said it."""
    return WORDS[CauseKind(kind)] if kind else ""
