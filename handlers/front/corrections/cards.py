"""What a refusal shows: what was wrong, the words that were typed, and how they may go on."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from slackblocks import Button

from handlers.front.corrections.rules import MOST, Course
from handlers.speech import blocks
from handlers.speech.blocks import Shown
from handlers.speech.request import Json

VERB = "kept."
"""How the buttons of kept words are called: each by its place, since they stand in one row."""
VERBS = tuple(f"{VERB}{at}" for at in range(MOST))
NOT_UNDERSTOOD = "I don't understand “{words}”. You can do this here:"


def buttons(kept_id: UUID, courses: Sequence[Course]) -> list[Button]:
    """A button for each way; the first stands out where it is likelier than the others."""
    return [
        blocks.button(
            way.label,
            VERBS[at],
            f"{kept_id.hex}{blocks.SEPARATOR}{at}",
            "primary" if way.likely and at == 0 else None,
        )
        for at, way in enumerate(courses)
        if way.label
    ]


def refused(markup: str, said: str, kept_id: UUID | None, courses: Sequence[Course]) -> list[Json]:
    """A refusal over the words that were typed, with the ways in which they may go on."""
    shown = blocks.given_back(markup, said) if said else blocks.message(blocks.section(markup))
    if kept_id is None or not any(way.label for way in courses):
        return shown
    return [*shown, *blocks.message(blocks.actions(*buttons(kept_id, courses)))]


def asked(markup: str, kept_id: UUID, courses: Sequence[Course]) -> Shown:
    """A question back, whose answers are buttons."""
    row = buttons(kept_id, courses)
    rows = [blocks.actions(*row)] if row else []
    return Shown(markup, blocks.message(blocks.section(markup), *rows))
