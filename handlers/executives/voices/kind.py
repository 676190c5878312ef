"""What each executive is asked once a month: one conversation with a customer, and one line."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.chasing.kinds import Kind
from handlers.chasing.nouns import About
from handlers.chasing.policy import Policy
from handlers.executives.voices import rules, words
from handlers.promises import asked
from storage import people, voices
from storage.asks import Owed
from storage.people import Person, Role


def _by_the_end(policy: Policy, calendar: Calendar, now: datetime, about: About) -> datetime:
    del policy, calendar
    return about.due_at or now


def _everybody(session: Session, ask: Owed) -> set[str]:
    """Each has a conversation of their own: nobody is asked for that of another."""
    return {each.user_id for each in people.with_role(session, ask.team_id, Role.EXECUTIVE)}


def _is_over(session: Session, person: Person, ask: Owed, now: datetime) -> bool:
    """Whether the month is over for which somebody was asked, by their days."""
    voice = voices.find(session, ask.team_id, ask.number)
    return voice is not None and voice.month < rules.month_of(hours.day_of(now, person.zone))


HEAR = Kind(
    name=asked.HEAR,
    wants="with which customer they spoke",
    rungs=(1, 2),
    due=_by_the_end,
    says=words.SAYS,
    buttons=words.buttons,
    circle=(Role.EXECUTIVE,),
    asked_already=_everybody,
    is_over=_is_over,
    may_end=True,
    has_card=False,
)
