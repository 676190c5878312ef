"""What other rooms add to a digest is gathered here, put in order and shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from slackblocks import Block
from sqlmodel import Session

from handlers.executives.digest_lines import (
    AddedLines,
    DigestLine,
    DigestQuestion,
    DigestReaders,
    Occasion,
)
from handlers.executives.digests import rules
from handlers.speech import blocks
from storage import inquiries
from storage.departments import Department

MOST = 10
"""So many lines of other rooms stand in one digest: all, as each says few. Some are told once."""


def of_department(
    session: Session, occasion: Occasion, whose: Department, readers: DigestReaders
) -> AddedLines:
    """What rooms add to the digest of a department."""
    return _sorted(line for read in readers.department for line in read(session, occasion, whose))


def of_executives(
    session: Session, occasion: Occasion, team_id: str, channel_id: str, readers: DigestReaders
) -> AddedLines:
    """What rooms add to the digest of the executives, in their channel.

    What one of them was asked there as the question of a week is not asked again for four weeks:
    that has an answer, or somebody is reminded of it.
    """
    since = occasion.now - rules.ASKED
    lately = inquiries.asked_since(session, team_id, channel_id, since)
    subjects = {each.subject for each in inquiries.still_count(lately)}
    return _sorted(
        line
        for read in readers.executives
        for line in read(session, occasion, team_id)
        if isinstance(line, DigestLine) or not (line.is_of_week and line.subject in subjects)
    )


def _sorted(found: Iterable[DigestLine | DigestQuestion]) -> AddedLines:
    found = list(found)
    lines = sorted(
        (each for each in found if isinstance(each, DigestLine)), key=lambda each: each.rank
    )
    return AddedLines(lines, [each for each in found if isinstance(each, DigestQuestion)])


def shown(lines: Sequence[DigestLine]) -> list[Block]:
    """The first of them: one button stands beside its sentence, several stand below it."""
    found: list[Block] = []
    for each in lines[:MOST]:
        beside = each.ways[0] if len(each.ways) == 1 else None
        found.append(blocks.section(each.text, beside))
        if len(each.ways) > 1:
            found.append(blocks.actions(*each.ways))
    return found
