"""How far long work has come is shown here, on standard error, where somebody looks at it."""

from __future__ import annotations

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Task as RichTask
from rich.text import Text


class RateColumn(ProgressColumn):
    """How many rows a second come in."""

    def render(self, task: RichTask) -> Text:
        """The rate of the last while."""
        return Text(f"{task.speed or 0:,.0f} rows/s")


def rows_bar() -> Progress:
    """A bar for rows, with how many a second come in; nothing where there is no terminal."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        RateColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
