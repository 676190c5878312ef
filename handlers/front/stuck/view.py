"""What is stuck is gathered for one look: by reason, with a few words about what it concerns."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.chasing.nouns import Noun
from handlers.chasing.registers import Register
from handlers.front.stuck import cards, rules, subjects
from handlers.front.stuck.cards import Broken, Failed, StuckView
from handlers.front.stuck.rules import Chosen
from storage import digests, nudges, schedules, stuck
from storage.nudges import Nudge
from storage.outbox import Message
from storage.schedules import Posting
from storage.stuck import Pile

LONG = timedelta(minutes=10)
"""A message that has not left after this long is said to wait."""
FAILED, WAITING, BROKEN = 8, 5, 8
"""How many lines of each kind one list shows."""


def everything(nouns: Register[Noun], session: Session, team_id: str, now: datetime) -> StuckView:
    """All that is stuck now, as far as one list has room."""
    failed = rules.gathered(stuck.failed(session, team_id))
    waiting = rules.gathered(stuck.waiting(session, team_id, now, LONG))
    broken = [
        *_reminders(nouns, session, team_id),
        *_schedules(session, team_id),
        *_wanted(session, team_id),
    ]
    shown = [_failed(nouns, session, team_id, pile) for pile in failed[:FAILED]]
    more = sum(
        max(0, len(found) - most)
        for found, most in ((failed, FAILED), (waiting, WAITING), (broken, BROKEN))
    )
    return StuckView([each for each in shown if each], waiting[:WAITING], broken[:BROKEN], more)


def _failed(nouns: Register[Noun], session: Session, team_id: str, pile: Pile) -> Failed | None:
    newest = stuck.newest(session, team_id, pile.error, rules.lane_of(pile), cards.NAMED)
    if not newest:
        return None
    about = list(dict.fromkeys(subjects.about(nouns, session, message) for message in newest))
    return Failed(pile, about, rules.all_of(pile, newest[0].message_id))


def single(nouns: Register[Noun], session: Session, message: Message) -> Failed:
    """One message that Slack would not take."""
    since = message.dispatched_at or message.created_at
    pile = Pile((message.lane,), message.state, message.error, 1, since, looked=message.lookups > 0)
    return Failed(pile, [subjects.about(nouns, session, message)], Chosen(message.message_id))


def _reminders(nouns: Register[Noun], session: Session, team_id: str) -> list[Broken]:
    by_person: dict[str, list[Nudge]] = {}
    for nudge in nudges.broken(session, team_id):
        by_person.setdefault(nudge.person_id, []).append(nudge)
    return [
        Broken(
            cards.reminders(len(broken), user_id, subjects.refs(nouns, session, broken)),
            min(nudge.due_at for nudge in broken),
        )
        for user_id, broken in by_person.items()
    ]


def _schedules(session: Session, team_id: str) -> list[Broken]:
    return [
        Broken(cards.scheduled(each.kind, each.channel_id), each.next_at)
        for each in schedules.broken(session, team_id)
        if each.next_at
    ]


def _wanted(session: Session, team_id: str) -> list[Broken]:
    """Digests that somebody asked for."""
    return [
        Broken(cards.scheduled(Posting.DIGEST, each.channel_id), each.not_before)
        for each in digests.broken(session, team_id)
    ]
