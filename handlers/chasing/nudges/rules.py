"""What goes into a person's bundle, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.chasing import ladder
from handlers.chasing.kinds import Kind
from handlers.chasing.ladder import NextRung
from handlers.chasing.nouns import About
from storage.asks import Ask
from storage.customers import Tier
from storage.nudges import Nudge
from storage.people import Person

CARE: dict[str, int] = {Tier.KEY: 4, Tier.STRATEGIC: 3, Tier.BEACHHEAD: 2, Tier.STANDARD: 1}
ABOVE_ALL = 1_000_000.0
SOONER = 1e-6
"""What a day to go takes off: so little that it only decides between what is not late."""


@dataclass(frozen=True)
class Reminder:
    """One reminder with all that is said about it."""

    nudge: Nudge
    ask: Ask
    kind: Kind
    about: About
    then: NextRung | None = None
    instead_of: Person | None = None
    """Whose it is, where its reader is asked in their place."""
    owner: str = ""
    """What people call whoever owes the answer."""
    late_by: str = ""
    """How late the answer was on the day of the bundle: “three days late”."""
    home: str = ""
    """The department that owes the answer, by its name."""
    answered: str = ""
    """How it was answered, as markup."""
    first: str = ""
    """What stands before its sentence, as markup: that its wait is over, or what one needs."""
    question: str = ""
    """The key of what is asked, where its ways out hang on that."""

    @property
    def is_owed(self) -> bool:
        """Whether the answer is still to be given."""
        return self.ask.answered_at is None


def weight(ask: Ask, tier: str, now: datetime, rung: int) -> float:
    """How much a reminder matters: the weightiest of a bundle comes first.

    What is part of the Monday line weighs less than nothing: it comes after all the rest.

    Severity 1 is above all, then counts tier × lateness in days; of what is not late, what is due
    first comes first. Source: customer-experience reference, section 6.4.
    """
    late = (now - ask.due_at) / timedelta(days=1)
    # A tier that nobody knows is found where the reminder is put into words.
    weighs = CARE.get(tier, CARE[Tier.STANDARD]) * (1 + max(late, 0.0)) + min(late, 0.0) * SOONER
    if ladder.is_weekly(ask, rung):
        return weighs - ABOVE_ALL
    return weighs + ABOVE_ALL if ladder.is_urgent(ask) else weighs
