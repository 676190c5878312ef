"""What each executive is asked once a month: one conversation with a customer, and one line."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar.hours import Calendar
from handlers.chasing.kinds import Kind
from handlers.chasing.nouns import About
from handlers.chasing.policy import Policy
from handlers.executives.voices import words
from handlers.promises import asked
from storage import people
from storage.asks import Owed
from storage.people import Role


def _by_the_end(policy: Policy, calendar: Calendar, now: datetime, about: About) -> datetime:
    del policy, calendar
    return about.due_at or now


def _everybody(session: Session, ask: Owed) -> set[str]:
    """Each has a conversation of their own: nobody is asked for that of another."""
    return {each.user_id for each in people.with_role(session, ask.team_id, Role.EXECUTIVE)}


HEAR = Kind(
    name=asked.HEAR,
    wants="with which customer they spoke",
    rungs=(1, 2),
    due=_by_the_end,
    says=words.SAYS,
    buttons=words.buttons,
    circle=(Role.EXECUTIVE,),
    asked_already=_everybody,
    may_end=True,
    has_card=False,
)
