"""A note is a short message to one person, sent once; all that reaches a person does so at work."""

from __future__ import annotations

from datetime import datetime, timedelta

from slackblocks import Block
from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import policy as policies
from handlers.speech import blocks
from storage import outbox, people
from storage.outbox import Message, Priority
from storage.people import Person

STILL_THERE = timedelta(minutes=15)
"""So long after closing time somebody is still taken to be at work."""
BUNDLE_LATER = timedelta(minutes=1)
"""A bundle of yesterday gives today's so much time to take it in."""


def send(
    session: Session,
    now: datetime,
    to: Person,
    text: str,
    *more: Block,
    daily: str = "",
    answers: bool = False,
    key: str = "",
    once: bool = False,
) -> None:
    """Tell one person something; `text` is markup. Outside their hours it waits for the next.

    `daily` names what they hear at most once on each of their days. What `answers` something that
    they did just now waits for nothing. By a `key` of its own it can be taken back, see
    `unsent.take_back`; with `once` what has that key already is not sent again.
    """
    calendar = calendars.for_person(session, to)
    at = now if answers else hours.next_open(calendar, now)
    if daily:
        key = f"{daily}:{to.user_id}:{hours.local_day(calendar, at)}"
    outbox.add(
        session,
        team_id=to.team_id,
        now=now,
        key=key or f"note:{outbox.new_key()}",
        lane=to.user_id,
        method=outbox.POST,
        payload=blocks.Shown(text, blocks.message(blocks.section(text), *more)).payload,
        priority=Priority.ANSWER if answers else Priority.NUDGE,
        not_before=at,
        once=once or bool(daily),
    )


def leaves_at(session: Session, message: Message, now: datetime) -> datetime:
    """The instant (UTC) from which a message may leave: `now`, or when its reader is at work.

    It was planned for their working time; but Slack may have been away since, or slow. Only the
    answer to what they did themselves comes at any hour, and what stands in a channel wakes nobody.
    """
    if message.priority == Priority.ANSWER or not outbox.is_to_person(message.lane):
        return now
    reader = people.find(session, message.team_id, message.lane)
    if reader is None:
        return now
    calendar = calendars.for_person(session, reader)
    if hours.is_open(calendar, now) or hours.is_open(calendar, now - STILL_THERE):
        return now
    if message.priority == Priority.NUDGE and message.card_id is not None:
        policy = policies.of(session, message.team_id)
        return hours.next_bundle(calendar, now, policy.bundle_at) + BUNDLE_LATER
    return hours.next_open(calendar, now)
