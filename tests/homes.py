"""What each person finds at Home when a story has ended: gathered once, for all who look at it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot import routes
from handlers.front import home
from handlers.front.home import cards
from handlers.front.home.sections import HomeView
from storage.people import Person


class Homes:
    """Homes as they are at one moment, by `session`, which sees nothing that is written later."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        self._seen: dict[str, HomeView] = {}
        self._drawn: dict[str, dict[str, Any]] = {}

    def seen(self, person: Person) -> HomeView:
        """What somebody finds."""
        if person.user_id not in self._seen:
            self._seen[person.user_id] = home.seen(
                routes.REGISTERS, self.session, self.now, person, routes.CUSTOMERS_SIDE
            )
        return self._seen[person.user_id]

    def drawn(self, person: Person) -> dict[str, Any]:
        """The same as Slack shows it."""
        if person.user_id not in self._drawn:
            self._drawn[person.user_id] = cards.view(self.seen(person))
        return self._drawn[person.user_id]
