"""Items are tasks and issues: one person and one department, a date, and a life of five states."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlmodel import SQLModel

from storage.audiences import Audience
from storage.columns import numbered, team


class State(StrEnum):
    """Where an item stands."""

    OPEN = "open"
    """Given to somebody who has not answered yet."""
    ACKNOWLEDGED = "acknowledged"
    """Taken by its owner, with a date."""
    CORRECTED = "corrected"
    """What was promised is done, and a step of its loop is still owed; only an issue is so."""
    DONE = "done"
    """Kept."""
    DECLINED = "declined"
    """Answered with a no and its reason."""
    WITHDRAWN = "withdrawn"
    """Taken back by the person who asked for it."""


PROMISED_STATES = (State.OPEN, State.ACKNOWLEDGED)
"""In these its owner has not done yet what was promised, or asked for."""
LIVE_STATES = (*PROMISED_STATES, State.CORRECTED)
CLOSED_STATES = (State.DONE, State.DECLINED, State.WITHDRAWN)
LIVE, CLOSED = "closed_at IS NULL", "closed_at IS NOT NULL"
"""Which rows the indexes of what is open, and of what has ended, are of."""
PRIVATE = "audience = 'private'"
"""Of which few there is an index, so that they are counted without a look at the rest."""
WAITING = "state = 'open'"
"""Which rows wait for the first answer of whoever was asked: each of them is open."""
CORRECTED = "state = 'corrected'"
"""Which rows are done but for the rest of their loop; each of them is an issue that is open."""


class Item(SQLModel):
    """What a task and an issue have in common.

    `due_at` is the end of a day on the clock of `due_zone`, the zone of whoever gave their word, or
    the very hour that was given where it is `due_timed`.
    """

    noun: ClassVar[str]
    """The word its numbers, its history, its asks and its cards are filed under."""
    letter: ClassVar[str]
    """What people name it by, before its number: T."""

    team_id: str = team()
    number: int = numbered()
    title: str
    state: str = State.OPEN
    audience: str = Audience.DEPARTMENT
    severity: int = 3
    owner_id: str | None = None
    department_id: UUID | None = None
    customer_id: UUID | None = None
    due_at: datetime | None = None
    due_zone: str = "UTC"
    due_timed: bool = False
    original_due_at: datetime | None = None
    created_by: str
    created_at: datetime
    acknowledged_at: datetime | None = None
    promised_by: str | None = None
    """Who gave its date, by taking it or naming another; None while that is only asked for."""
    closed_at: datetime | None = None
    close_reason: str = ""

    @property
    def ref(self) -> str:
        """The name people use: T-12."""
        return f"{self.letter}-{self.number}"

    @property
    def kept_at(self) -> datetime | None:
        """When (UTC) its owner owed nothing more by its date, whichever way that came."""
        return self.closed_at

    @property
    def live(self) -> bool:
        """Whether somebody still owes something for it."""
        return self.state in LIVE_STATES

    @property
    def is_promised(self) -> bool:
        """Whether it is still to be done, so that its date says something."""
        return self.state in PROMISED_STATES

    @property
    def owed_by(self) -> datetime | None:
        """Its date (UTC), while that is still to be met."""
        return self.due_at if self.is_promised else None

    @property
    def is_private(self) -> bool:
        """Whether only some people may see it."""
        return self.audience != Audience.DEPARTMENT
