"""What the part of a department in an issue is called: as it is kept, and as everybody reads it."""

from __future__ import annotations

from storage.decisions import Decision
from storage.issues import Issue
from storage.items import Item
from storage.tasks import Promise

TITLE = "Part of {ref}: {title}"


def title_within(part: Item | Decision) -> str:
    """What the issue is called of which it is a part, as long as nobody gave it other words.

    Of everything else its own title. Beside it stands the number of the part, and where there is
    room also that it is one.
    """
    number = part.issue_number if isinstance(part, Promise) and part.is_part else None
    return within(part.title, number)


def within(title: str, issue: int | None) -> str:
    """The same by a title, and the number of the issue of which it is that of a part, if any."""
    lead = TITLE.format(ref=f"{Issue.letter}-{issue}", title="")
    return title.removeprefix(lead) if issue else title
