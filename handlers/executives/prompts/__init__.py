"""A question about customers comes to the executives each week, or when one of them wants it.

One person is asked about the loudest fact of the week; a question of the bank comes where no fact
stands out.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from handlers.calendar.hours import Calendar
from handlers.chasing import notes
from handlers.chasing import policy as policies
from handlers.executives import decisions
from handlers.executives.decisions import circle
from handlers.executives.decisions import moves as decision_moves
from handlers.executives.prompts import (
    addressees,
    cards,
    ending,
    events,
    facts,
    inquiries,
    returning,
    rules,
    waiting,
)
from handlers.executives.prompts.bank import fitting
from handlers.executives.prompts.facts import rules as fact_rules
from handlers.people import access, deputies, office, records
from handlers.people.records import Occurrence
from handlers.promises.items.words import open_story
from handlers.speech import blocks, timetable
from handlers.speech.setup_errors import NothingToAsk, PromptWaits, WrongPromptDay
from storage import counters, schedules, workspaces
from storage import decisions as stored_decisions
from storage import inquiries as stored_inquiries
from storage.decisions import Decision
from storage.inquiries import Inquiry
from storage.people import Person
from storage.schedules import Posting, Schedule

SCHEDULED = Occurrence(
    "schedule", "scheduled", {"kind": str, "channel": str, "before": str, "after": str}
)
STOPPED = Occurrence("schedule", "stopped", {"kind": str, "channel": str, "before": str})

NEARLY_A_WEEK = timedelta(days=6)
"""What came late, or on another day before, does not keep the next one from its turn."""

# --- set by people ---


def prompt_now(session: Session, now: datetime, actor: Person) -> Decision | Inquiry:
    """Put the next question at once.

    Raises PromptWaits while one waits for its first answer, NothingToAsk where no question of the
    bank fits, NoExecutiveChannel, and what `access.check` raises.
    """
    channel = _channel(session, actor)
    ending.take_back(session, now, actor.team_id, channel)
    waits = waiting.first(session, actor.team_id, channel)
    if waits:
        raise PromptWaits(ref=waits.ref)
    put = _prompt(session, now, actor.team_id, channel, actor.zone, actor)
    if put is None:
        raise NothingToAsk
    return put


def schedule(session: Session, now: datetime, actor: Person, words: str) -> Schedule:
    """Have a question come each week, as in “weekly monday 9:30”, by the clock of whoever asks.

    A workspace has one schedule: a second one takes the place of the first. Raises WrongSchedule,
    WrongPromptDay, NoExecutiveChannel, and what `access.check` raises.
    """
    channel = _channel(session, actor)
    plan = timetable.read(words)
    if not rules.fits(plan):
        raise WrongPromptDay
    known = _standing(session, actor.team_id)
    before = timetable.planned(known)
    standing = known or Schedule(team_id=actor.team_id, kind=Posting.PROMPT, channel_id=channel)
    standing.channel_id, standing.zone, standing.created_by = channel, actor.zone, actor.user_id
    timetable.begin(standing, plan, now)
    session.add(standing)
    _write_down(session, now, actor, SCHEDULED, standing, before, after=timetable.planned(standing))
    return standing


def stop(session: Session, now: datetime, actor: Person) -> Schedule | None:
    """Let no more questions come; the schedule that has ended, None where there was none.

    Raises NoExecutiveChannel, and what `access.check` raises.
    """
    known = standing(session, actor)
    if known:
        session.delete(known)
        _write_down(session, now, actor, STOPPED, known, timetable.planned(known))
    return known


def standing(session: Session, actor: Person) -> Schedule | None:
    """The schedule by which questions come, for somebody who may change it.

    Raises NoExecutiveChannel, and what `access.check` raises.
    """
    _channel(session, actor)
    return _standing(session, actor.team_id)


# --- put by Duly ---


def handle_one(session: Session, now: datetime) -> bool:
    """Put one question that is due to its channel, or let it pass; False when none is due.

    It passes when it is more than a day late, on a day that is not worked, where something asked
    for one at once in the days before, and while the last question or a decision still waits for
    its first answer, of which the CCO then hears.
    """
    due = schedules.next_due(session, Posting.PROMPT, now)
    if due is None:
        return False
    due_at = due.next_at or now
    # A question that comes too late must not take along the one that is due today.
    missed = max(due_at, now - rules.STALE)
    due.next_at = timetable.next_after(timetable.of(due), due.zone, missed)
    due.error = ""
    workspace = workspaces.find(session, due.team_id)
    due.channel_id = (workspace and workspace.executive_channel_id) or due.channel_id
    if rules.in_time(due_at, now, due.zone) and events.is_free(due, now, NEARLY_A_WEEK):
        ending.take_back(session, now, due.team_id, due.channel_id)
        waits = waiting.first(session, due.team_id, due.channel_id)
        if waits is None:
            due.last_turn = due_at
            if _prompt(session, now, due.team_id, due.channel_id, due.zone, None):
                due.last_at = now
        elif isinstance(waits, Decision):
            _tell_cco(session, now, waits)
    session.add(due)
    return True


def _tell_cco(session: Session, now: datetime, waits: Decision) -> None:
    """Say, once, that no question comes before this one has an answer.

    Of an inquiry they hear by its reminders.
    """
    for cco in office.holders(session, waits.team_id):
        to = deputies.present(session, cco)
        told = cards.held_back(waits, to.zone, now)
        key = f"held back:{waits.ref}:{to.user_id}"
        row = blocks.actions(open_story(waits.ref))
        notes.send(session, now, to, told, row, key=key, once=True)


# --- shared steps ---


def _prompt(
    session: Session, now: datetime, team_id: str, channel: str, zone: str, by: Person | None
) -> Decision | Inquiry | None:
    """Ask about the loudest fact; where none stands out, put the next question of the bank.

    None where no question fits that is switched on.
    """
    return _inquire(session, now, team_id, channel, by) or _from_bank(
        session, now, team_id, channel, zone, by
    )


def _inquire(
    session: Session, now: datetime, team_id: str, channel: str, by: Person | None
) -> Inquiry | None:
    """Ask one executive about the loudest fact that was not asked about lately.

    After three questions of one kind it is the turn of another, be it one of the bank. What was
    asked about in the quarter before and led to nothing goes to the CCO instead, once.
    """
    put = stored_inquiries.asked_since(session, team_id, channel, now - fact_rules.QUARTER)
    quarter = stored_inquiries.still_count(put)
    lately = [each for each in put if each.created_at >= now - fact_rules.LOOKS_BACK]
    too_often = fact_rules.too_often([each.fact for each in lately])
    found = facts.by_loudness(
        session, now, team_id,
        but=[too_often] if too_often else (),
        asked={each.subject for each in stored_inquiries.still_count(lately)},
    )  # fmt: skip
    fact = returning.first_fresh(session, now, team_id, found, quarter)
    to = addressees.choose(session, team_id, fact, lately) if fact else None
    return inquiries.put(session, now, fact, to, channel, by) if fact and to else None


def _from_bank(
    session: Session, now: datetime, team_id: str, channel: str, zone: str, by: Person | None
) -> Decision | None:
    """Put the next question of the bank to a channel; nobody is reminded of it."""
    asked = stored_decisions.prompts_asked(session, team_id, channel)
    question = rules.next_question(asked, fitting.of(session, now, team_id))
    if question is None:
        return None
    span = policies.of(session, team_id).impact_answer
    prompt = Decision(
        team_id=team_id,
        number=counters.next_number(session, team_id, Decision.noun),
        title=question.words,
        asked_by="",
        channel_id=channel,
        created_at=now,
        due_at=policies.after(Calendar(zone=zone), now, span),
        prompt=question.key,
        audience=circle.usual_audience(session, team_id, channel),
    )
    move = decision_moves.PROMPT if by else decision_moves.PROMPT_ON_TIME
    decisions.put(session, now, move, prompt, by, prompt=question.key)
    return prompt


def _channel(session: Session, actor: Person) -> str:
    """The channel in which questions come, for somebody who may have them come."""
    access.check(session, actor, access.SCHEDULE_PROMPT)
    return circle.channel(session, actor.team_id)


def _standing(session: Session, team_id: str) -> Schedule | None:
    """The schedule of questions; a workspace has one, even when its channel has changed."""
    known = schedules.everyone(session, team_id)
    return next((each for each in known if each.kind == Posting.PROMPT), None)


def _write_down(
    session: Session,
    now: datetime,
    actor: Person,
    what: Occurrence,
    schedule: Schedule,
    before: str,
    **facts: Any,
) -> None:
    records.write(
        session, now, actor.team_id, actor.user_id, what,
        kind=Posting.PROMPT, channel=schedule.channel_id, before=before, **facts,
    )  # fmt: skip
