"""What whoever looks after customers reads when another company begins to read a channel."""

from __future__ import annotations

from handlers.speech import blocks


def shared(channel_id: str) -> str:
    """Nothing is posted there any more, and what can be done."""
    return (
        f"People of another company read {blocks.channel(channel_id)} from now on. I no longer "
        "post there: no cards and no digests. For a department `/cx setup department` and its "
        "name choose another channel, for the executives `/cx setup`; a digest or a question is "
        "asked for in another channel."
    )


def ours_again(channel_id: str) -> str:
    """Cards and digests come back."""
    return (
        f"Only people who work here read {blocks.channel(channel_id)} now. "
        "New cards and digests come there as before."
    )
