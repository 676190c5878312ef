"""Whoever acts on few of their reminders gets half as many, until that helps or the CCO says so."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlmodel import Session

from handlers.chasing import policy as policies
from handlers.chasing.policy import Policy
from handlers.chasing.yields import rules
from handlers.people import access, records
from handlers.people.records import Occurrence
from handlers.speech.errors import UnreadableRequest
from handlers.speech.people_errors import RemindedFully
from storage import halvings, people, spared, yields
from storage.halvings import Halving
from storage.people import Person, Role
from storage.yields import Came

HALVED = Occurrence("halving", "begun", {"person": str, "sent": int, "acted": int})
FULLY = Occurrence("halving", "ended", {"person": str})
SLICE = 200
"""So many people are looked at in one transaction."""


def judge(session: Session, now: datetime, team_id: str, week: date, after: str) -> str | None:
    """Look at the next people behind a Slack id: those reminded in a week, those who get half.

    The id to go on behind; None at the end.
    """
    reminded = yields.reminded_in(session, team_id, week, after, SLICE)
    last = reminded[-1] if len(reminded) == SLICE else None
    whom = {*reminded, *halvings.open_among(session, team_id, after, last)}
    if whom:
        _judge_these(session, now, team_id, week, whom)
    return last


def _judge_these(
    session: Session, now: datetime, team_id: str, week: date, whom: Collection[str]
) -> None:
    policy = policies.of(session, team_id)
    known = people.by_id(session, team_id, whom)
    halved = halvings.open_of(session, team_id, whom)
    came = _latest(session, team_id, week, whom, policy)
    for user_id, person in sorted(known.items()):
        is_low = rules.is_low(came.get(user_id), policy) and _may_be_halved(person)
        going_on = halved.get(user_id)
        if going_on is None and is_low:
            _halve(session, now, person, came[user_id])
        elif going_on is not None and not is_low:
            _end(session, now, person, going_on, "")


def _may_be_halved(person: Person) -> bool:
    """Nobody stands above the CCO who would hear of what they leave."""
    return not person.gone and person.role != Role.CCO


def _latest(
    session: Session, team_id: str, week: date, whom: Collection[str], policy: Policy
) -> dict[str, Came]:
    """What came of the latest reminders of each, as many as it takes to tell.

    Only those count that were sent in the weeks after the CCO let all be sent again.
    """
    since = week - rules.REMEMBERED
    found = yields.of_people(session, team_id, whom, since, week)
    anew = halvings.resumed(session, team_id, whom)
    return {
        user_id: rules.latest(
            {
                monday: came
                for monday, came in weeks.items()
                if user_id not in anew or rules.midnight(monday) > anew[user_id]
            },
            policy.nudge_yield_of,
        )
        for user_id, weeks in found.items()
    }


def _halve(session: Session, now: datetime, person: Person, came: Came) -> None:
    person.halved_at = now
    row = Halving(
        team_id=person.team_id, person_id=person.user_id, began_at=now, sent=came.sent,
        acted=came.acted,
    )  # fmt: skip
    session.add_all([person, row])
    records.write(
        session, now, person.team_id, "", HALVED, person=person.user_id, sent=came.sent,
        acted=came.acted,
    )  # fmt: skip


def _end(session: Session, now: datetime, person: Person, halving: Halving, by: str) -> None:
    person.halved_at = None
    halving.ended_at, halving.ended_by = now, by
    session.add_all([person, halving])
    spared.forget(session, person.team_id, person.user_id, now)
    records.write(session, now, person.team_id, by, FULLY, person=person.user_id)


def send_all_again(session: Session, now: datetime, actor: Person, user_id: str) -> Person:
    """Let somebody get all reminders again; they are counted anew from then on.

    Raises UnreadableRequest for an id of nobody, RemindedFully, and what `access.check` raises.
    """
    access.check(session, actor, access.REMIND_FULLY)
    person = people.find(session, actor.team_id, user_id)
    if person is None:
        raise UnreadableRequest
    going_on = halvings.open_of(session, actor.team_id, [user_id]).get(user_id)
    if going_on is None:
        raise RemindedFully(name=person.name)
    _end(session, now, person, going_on, actor.user_id)
    return person
