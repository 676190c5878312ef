"""What does not wait for the day of the weekly question is asked at once, in its place."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.executives.prompts import addressees, facts, inquiries, waiting
from handlers.executives.prompts.facts import rules
from storage import inquiries as stored_inquiries
from storage import schedules, workspaces
from storage.schedules import Posting, Schedule

WEEK = timedelta(days=7)
"""From one question to the next that Duly asks by itself."""


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Ask one executive about a grave issue of which customers have not heard from us.

    Where questions are scheduled, in working hours, a week after the last one and while none waits
    for an answer: it takes the place of the next. This is done whenever a workspace is audited.
    """
    standing = next(
        (each for each in schedules.everyone(session, team_id) if each.kind == Posting.PROMPT), None
    )
    if standing is None or not is_free(standing, now, WEEK):
        return
    workspace = workspaces.find(session, team_id)
    channel = (workspace and workspace.executive_channel_id) or standing.channel_id
    if not hours.is_open(Calendar(zone=standing.zone), now):
        return
    if waiting.first(session, team_id, channel) is not None:
        return
    since = now - rules.LOOKS_BACK
    lately = stored_inquiries.asked_since(session, team_id, channel, since)
    tired = rules.too_often([each.fact for each in lately])
    asked = {each.subject for each in stored_inquiries.still_count(lately)}
    fact = facts.loudest(
        session, now, team_id, of=rules.EVENTS, but=[tired] if tired else (), asked=asked
    )
    to = addressees.choose(session, team_id, fact, lately) if fact else None
    # Meanwhile another worker may have put the question of the week.
    held = schedules.hold(session, standing) if fact and to else None
    if fact and to and held and is_free(held, now, WEEK):
        inquiries.put(session, now, fact, to, channel)
        held.last_at = now
        session.add(held)


def is_free(standing: Schedule, now: datetime, span: timedelta) -> bool:
    """Whether the last question that Duly asked by itself is so long ago, or there was none."""
    return standing.last_at is None or now - standing.last_at >= span
