"""The fields of every kind of file and the presets, as the document on imports holds them."""

from __future__ import annotations

from handlers.front.imports import presets
from handlers.front.imports.fields import ALSO_CALLED, FIELDS, NEEDED, Subject, what
from handlers.speech import words
from handlers.speech.file_errors import PresetNotFor


def markdown() -> str:
    """All of it; a test compares it with `docs/importing.md`."""
    return "\n\n".join([_presets(), "## The fields of every kind", *map(_fields, Subject)]) + "\n"


def _presets() -> str:
    lines = ["| preset | an export of | brings |", "|---|---|---|"]
    for name in presets.names():
        kinds = [kind for subject in Subject if (kind := _kind(name, subject))]
        title = kinds[0][0]
        brings = words.join_names([str(subject) for _, subject in kinds])
        lines.append(f"| `{name}` | {title} | {brings} |")
    return "\n".join(lines)


def _kind(name: str, subject: Subject) -> tuple[str, Subject] | None:
    try:
        return presets.named(name, subject).title, subject
    except PresetNotFor:
        return None


def _fields(subject: Subject) -> str:
    lines = [f"### {subject.capitalize()}", "", "| field | what it holds |", "|---|---|"]
    for field in FIELDS[subject]:
        names = ", ".join(f"`{name}`" for name in (field, *ALSO_CALLED.get(field, ())))
        lines.append(f"| {names} | {what(subject, field)} |")
    needed = words.join_names([_either(group) for group in NEEDED[subject]])
    return "\n".join([*lines, "", f"A file needs a column for {needed}."])


def _either(group: tuple[str, ...]) -> str:
    return words.join_names([f"`{field}`" for field in group], "or")
