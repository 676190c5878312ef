"""What somebody reads who was let see a private thing by mistake."""

from __future__ import annotations

from handlers.speech import blocks

SHUT_OUT = "{by} undid that: {ref} is private, and is not shown to you any more."
NOT_SENT = "It was undone before it left."
"""Why they are not told that they may see it."""


def shut_out(ref: str, by: str) -> str:
    """Somebody may not see something private any more, which they were let see by mistake."""
    return SHUT_OUT.format(by=blocks.person(by), ref=ref)
