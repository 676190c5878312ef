"""Nothing that anybody read in a story has a slip in it, whatever somebody's words end with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from tests import cast
from tests.lasting import said_in_messages
from tests.stage import Stage

SLIPS = {
    # “We were billed twice.”. What stood behind it?
    "two full stops": re.compile(r"\.”\."),
    "“you” with the verb of another": re.compile(
        r"\b[Yy]ou (?:answers|does|gives|has|is|keeps|knows|lets|needs|says|takes|waits|wants)\b"
    ),
    "an answer of “you” in the present": re.compile(r"✓ [A-Z]-\d+: you (?!was\b)\w+s\b"),
    "no word for none": re.compile(r", no\.(?: |$|\")"),
    "a blank too many": re.compile(r"[^\s\\.…] [,;.:](?:\s|$)"),
}
"""What no sentence of ours has, and how it looks."""


def slips(stage: Stage) -> list[str]:
    """Whatever is wrong in any message of Duly's, and in any answer that one person read."""
    found = []
    for said in (*said_in_messages(stage), *_answers(stage)):
        for name, pattern in SLIPS.items():
            for match in pattern.finditer(said):
                around = said[max(0, match.start() - 80) : match.end() + 40]
                found.append(f"{name}: “{match[0]}” in {around}")
    return found


def _answers(stage: Stage) -> Iterator[str]:
    for user_id, *_ in cast.PEOPLE:
        for note in stage.workspace.notes(user_id):
            yield json.dumps([note.text, note.blocks], ensure_ascii=False)
