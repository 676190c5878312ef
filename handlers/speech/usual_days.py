"""Dates as other countries and programs write them are put in a usual order of signs here.

Pure: 2026年11月27日, 1 de mayo de 2026, Fri Nov 27 10:00:00 UTC 2026 and 15h05 become what
`written_days` reads.
"""

from __future__ import annotations

import re


def _east_asian_clock(said: re.Match[str]) -> str:
    """15時05分30秒 as 15:05:30."""
    hour, *rest = (part for part in said.groups() if part)
    return ":".join((f" {hour}", *(part.zfill(2) for part in rest)))


_UNUSUAL = tuple(
    (re.compile(pattern, re.ASCII | re.IGNORECASE), usual)
    for pattern, usual in (
        # Chinese, Japanese and Korean.
        (r"(\d{4})\s?[年년]\s?(\d\d?)\s?[月월]\s?(\d\d?)\s?[日号號일]", r"\1-\2-\3"),
        (r"(?<=\d)\s?\((?:[月火水木金土日一二三四五六월화수목금토일])\)", ""),
        (r"(\d\d?)\s?[時时点點시]\s?(\d\d?)\s?[分분](?:\s?(\d\d?)\s?[秒초])?", _east_asian_clock),
        (r"(?:上午|午前|오전)\s?(\d[\d:]*)", r" \1 AM"),
        (r"(?:下午|午後|오후)\s?(\d[\d:]*)", r" \1 PM"),
        # Spanish and Portuguese: 1 de mayo de 2026; English: 1st of May.
        (r"(?<=[\dthndsº])\s(?:de|of)\s(?=[^\W\d_])", " "),
        (r"\s(?:de|del)\s(?=\d{4})", " "),
        (r"\b(\d\d?)\s?h\s?(\d\d)\b", r"\1:\2"),
        # Of C and of Unix: Fri Oct  2 10:00:00 UTC 2026.
        (r"\b([a-z]{3}) (\d\d?) (\d\d?:\d\d:\d\d)( [a-z]{3,5})? (\d{4})$", r"\1 \2 \5 \3\4"),
        # Java names the place of a zone behind it: +01:00[Europe/Berlin].
        (r"(?<=[+-]\d\d:\d\d)\[[a-z_/-]+\]$", ""),
        (r"\[([a-z_/-]+)\]$", r" \1"),
    )
)
"""What is written differently somewhere → the same in usual signs."""


def usual(words: str) -> str:
    """The same in a usual order of signs: 2026年11月27日, Fri Nov 27 10:00:00 UTC 2026, 15h05."""
    for pattern, usual in _UNUSUAL:
        words = pattern.sub(usual, words)
    return " ".join(words.split())
