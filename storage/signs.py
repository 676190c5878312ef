"""Signs that look alike, brought to the one that every keyboard has."""

from __future__ import annotations

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼʹ′´＇", "'"),
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    }
)


def plain(words: str) -> str:
    """Words with plain quotation marks, apostrophes and dashes, sign for sign."""
    return words if words.isascii() else words.translate(_PLAIN)
