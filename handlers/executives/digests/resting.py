"""What waits for customers or other departments stands in the digest, and is not called late."""

from __future__ import annotations

from slackblocks import Block

from handlers.executives.digests.rules import DepartmentDigest
from handlers.executives.digests.words import as_sentence, shown_name, waits
from handlers.speech import blocks, words

NAMED = 5
"""So many departments are named for which something waits."""


def shown(digest: DepartmentDigest) -> list[Block]:
    """“Three promises wait: 2 for customers and 1 for Logistics.”; nothing where nothing does."""
    if not digest.resting:
        return []
    named = [
        (number, shown_name(name) if name else "customers")
        for name, number in digest.resting[:NAMED]
    ]
    left = sum(number for _, number in digest.resting[NAMED:])
    named += [(left, "others")] if left else []
    if len(named) == 1:
        return [blocks.context(as_sentence(f"{count(digest)} for {named[0][1]}"))]
    whom = words.join_names([f"{number:,} for {name}" for number, name in named])
    return [blocks.context(as_sentence(f"{count(digest)}: {whom}"))]


def count(digest: DepartmentDigest) -> str:
    """“two promises wait”."""
    total = sum(number for _, number in digest.resting)
    return f"{words.count(total, 'promise')} {waits(total)}"
