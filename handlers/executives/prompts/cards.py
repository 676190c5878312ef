"""What people are told about the weekly question: when it comes, and how it starts and stops."""

from __future__ import annotations

from datetime import datetime

from handlers.speech import blocks, timetable, words
from storage.decisions import Decision
from storage.schedules import Schedule

START = "`/cx prompt weekly monday 9:30` starts them."
STOPPED = f"No more scheduled questions. {START}"


def prompted(decision: Decision) -> str:
    """A question of the bank is in the channel."""
    return f"Asked in {blocks.channel(decision.channel_id)}: {blocks.safe(decision.title)}"


def held_back(waits: Decision, zone: str, now: datetime) -> str:
    """Why no question came today, for the CCO."""
    since = words.day(waits.created_at, zone, now)
    return (
        f"*{waits.ref}* {blocks.safe(waits.title, 150)} has had no answer since {since}. "
        "So no new question came to the executives today: one waits at a time."
    )


def standing(schedule: Schedule | None) -> str:
    """When questions come and how to stop them, or how to start them."""
    if schedule is None or schedule.next_at is None:
        return f"No questions are scheduled. {START}"
    plan = timetable.said(timetable.of(schedule))
    return (
        f"A question about customers comes {plan} ({schedule.zone}) in "
        f"{blocks.channel(schedule.channel_id)}, the next "
        f"{words.slack_moment(schedule.next_at, schedule.zone)}. "
        "It is about what is true that week, and waits while the last one has no answer. "
        "`/cx prompt off` stops it."
    )
