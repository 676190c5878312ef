"""The columns of every export as tables in Markdown, as `docs/exporting.md` has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handlers.speech.exported import Export


def markdown(exports: Iterable[Export]) -> str:
    """One table for each export."""
    return "\n".join("\n".join(_table(export)) for export in exports)


def _table(export: Export) -> Iterator[str]:
    yield f"### {export.name}"
    yield ""
    yield f"One row is {export.row_is}. {_narrowed(export)}"
    yield ""
    yield "| column | type | what it says |"
    yield "|---|---|---|"
    for column in export.columns:
        yield f"| `{column.name}` | {column.type} | {column.meaning} |"
    yield ""


def _narrowed(export: Export) -> str:
    options = {
        "--since": export.since, "--department": export.department, "--period": export.period,
    }  # fmt: skip
    said = [f"`{option}`: {what}." for option, what in options.items() if what]
    return " ".join(said) or "Neither `--since` nor `--department` makes sense here."
