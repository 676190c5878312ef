"""A note is a short message to one person, sent once, in their own working time."""

from __future__ import annotations

from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers import blocks, calendars, hours
from storage import outbox
from storage.outbox import Priority
from storage.people import Person


def send(
    session: Session, now: datetime, to: Person, text: str, *more: Block, daily: str = ""
) -> None:
    """Tell one person something; `text` is markup. Outside their hours it waits for the next.

    `daily` names what they hear at most once on each of their days.
    """
    calendar = calendars.for_person(session, to)
    at = hours.next_open(calendar, now)
    key = f"{daily}:{to.user_id}:{hours.local_day(calendar, at)}" if daily else ""
    outbox.add(
        session,
        team_id=to.team_id,
        now=now,
        key=key or f"note:{outbox.new_key()}",
        lane=to.user_id,
        method=outbox.POST,
        payload={"text": text, "blocks": blocks.message(blocks.section(text), *more)},
        priority=Priority.NUDGE,
        not_before=at,
        once=bool(daily),
    )
