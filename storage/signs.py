"""Signs that look alike, brought to the one that every keyboard has."""

from __future__ import annotations

_FULL_WIDTH = 0xFEE0
"""How far the wide forms of letters and digits lie behind the narrow ones (Unicode, U+FF01 on)."""
_FIRST_DIGITS = "\u0660\u06f0\u0966"
"""Zero as keyboards for Arabic, Persian and Hindi have it; nine more digits follow each."""
_PLAIN = str.maketrans(
    {
        **{chr(sign + _FULL_WIDTH): chr(sign) for sign in range(0x21, 0x7F)},
        **{chr(ord(zero) + n): str(n) for zero in _FIRST_DIGITS for n in range(10)},
        **dict.fromkeys("‘’‚‛ʼʹ′´＇", "'"),
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    }
)


def plain(words: str) -> str:
    """Words with plain quotation marks, apostrophes, dashes and digits, sign for sign."""
    return words if words.isascii() else words.translate(_PLAIN)
