"""What somebody has had come to a channel goes on without them, under whoever answers there."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.executives.digests import readership
from handlers.front.leavers import cards
from handlers.people import deputies, leads, office, records
from handlers.people.records import Occurrence
from storage import people, schedules
from storage.people import Person, Role
from storage.schedules import Posting, Schedule

HANDED_ON = Occurrence(
    "schedule", "handed on", {"kind": str, "channel": str, "from_id": str, "to": str}
)


def hand_on(session: Session, now: datetime, left: Person) -> None:
    """Put the digests and questions that somebody scheduled under others, who read of it once.

    They come when they came: those who read a channel are used to its hour and its clock.
    """
    heirs: dict[str, Person] = {}
    handed: dict[str, list[Schedule]] = {}
    for each in schedules.everyone(session, left.team_id):
        if each.created_by != left.user_id or each.next_at is None:
            continue
        heir = _heir(session, each, left)
        if heir is None:
            continue
        each.created_by = heir.user_id
        session.add(each)
        records.write(
            session, now, left.team_id, "", HANDED_ON,
            kind=each.kind, channel=each.channel_id, from_id=left.user_id, to=heir.user_id,
        )  # fmt: skip
        heirs[heir.user_id] = heir
        handed.setdefault(heir.user_id, []).append(each)
    for user_id, theirs in handed.items():
        text, parts = cards.appointments(left, theirs)
        notes.send(session, now, heirs[user_id], text, *parts)


def _heir(session: Session, schedule: Schedule, left: Person) -> Person | None:
    """Who answers for a channel: its department's lead, else who looks after customers.

    Without a CCO, an executive; nobody where none of them is there.
    """
    team_id = left.team_id
    if schedule.kind == Posting.DIGEST:
        whose = readership.in_channel(session, team_id, schedule.channel_id)
        lead = leads.lead_of(session, whose.department) if whose else None
        if lead:
            return lead
    executives = people.with_role(session, team_id, Role.EXECUTIVE)
    found = (*office.holders(session, team_id), *executives)
    return next((deputies.present(session, each) for each in found), None)
