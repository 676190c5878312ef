"""A text that is longer than one input of a form stands in several, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import Block

from handlers.speech import blocks, inputs, lengths
from handlers.speech.request import Request

PART = 2_900
"""Units of one input, a little fewer than Slack takes."""
TOO_LONG = "That message goes on. What does not fit here stays where it was written."


def ask_for(
    names: Sequence[str], label: str, text: str, *, hint: str = "", optional: bool = True
) -> list[Block]:
    """As many of the inputs called `names` as a text takes, and at least one.

    What does not fit at all is said to stay where it was written.
    """
    parts = list(lengths.parts(text, PART))
    asked = [
        inputs.text(
            name, label if name == names[0] else "… and further", value=part, lines=True,
            hint=hint if name == names[0] else "", optional=optional or name != names[0],
        )
        for name, part in zip(names, parts or [""], strict=False)
    ]  # fmt: skip
    return [*asked, blocks.context(TOO_LONG)] if len(parts) > len(names) else asked


def read(request: Request, names: Sequence[str]) -> str:
    """The whole text, each input beginning a line."""
    return "\n".join(filter(None, map(request.words, names)))
