"""Someone owes an answer by a time: asks are opened, reminded of, put off and answered."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers import access, calendars, hours, ladder
from handlers import policy as policies
from handlers.ladder import Audience, Recipient, Step
from handlers.policy import Policy
from storage import asks, departments, nudges, people
from storage.asks import Ask, Kind, Outcome, Owed
from storage.departments import Department
from storage.nudges import Part
from storage.people import Person, Role

NEW = 0
"""The rung of a reminder that brings an ask for the first time, where no card did."""


def open_ask(
    session: Session,
    now: datetime,
    policy: Policy,
    *,
    kind: Kind,
    noun: str,
    number: int,
    person: Person,
    department_id: UUID | None,
    due_at: datetime,
    severity: int = 3,
    announced: bool = True,
) -> None:
    """Note that a person owes an answer by `due_at` (UTC), and plan the first reminder.

    `announced` says that a card brings the ask; otherwise the next bundle does.
    """
    owed = Owed(
        team_id=person.team_id,
        kind=kind,
        noun=noun,
        number=number,
        person_id=person.user_id,
        department_id=department_id,
        severity=severity,
        opened_at=now,
        due_at=max(due_at, now),
    )
    asks.add(session, owed)
    if announced:
        plan_next(session, owed, policy, now)
    else:
        calendar = calendars.for_person(session, person)
        at = hours.next_bundle(calendar, now, policy.bundle_at)
        nudges.plan(session, owed.team_id, owed.ask_id, NEW, [(Part.OWES, person.user_id, at)])


def plan_next(session: Session, ask: Owed, policy: Policy, now: datetime) -> Step | None:
    """Put the next rung of an ask on the calendar; None when there is none left."""
    step = upcoming(session, ask, policy, now)
    if step is not None:
        told = [(part, person.user_id, at) for part, person, at in step.told]
        nudges.plan(session, ask.team_id, ask.ask_id, step.rung, told)
    return step


def upcoming(session: Session, ask: Owed, policy: Policy, now: datetime) -> Step | None:
    """The next rung of an ask as things stand."""
    return ladder.next_step(ask, audience_of(session, ask), policy, now)


def audience_of(session: Session, ask: Owed) -> Audience:
    """The people around an ask: who owes it, who stands in, who leads, who is CCO.

    Somebody who left the company is passed over: what they owe goes to whoever leads.
    """
    department = departments.find(session, ask.team_id, ask.department_id)
    leads = [department.lead_id, department.deputy_id] if department else []
    # Read at once; the session keeps them, so that looking for one of them below costs nothing.
    known = people.around(session, ask.team_id, [ask.person_id, *leads], Role.CCO)
    ccos = [p for p in known if p.role == Role.CCO and not (p.gone or p.is_bot)]
    owner = people.find(session, ask.team_id, ask.person_id)
    lead = lead_of(session, department)
    if owner is None or owner.gone:
        owner = lead or (ccos[0] if ccos else None) or owner
    if owner is None:
        raise LookupError(f"nobody can be reminded of ask {ask.ask_id}")
    deputy = deputy_of(session, owner, department)
    return Audience(
        owner=_recipient(session, owner),
        deputy=_recipient(session, deputy) if deputy else None,
        lead=_recipient(session, lead) if lead else None,
        ccos=tuple(_recipient(session, cco) for cco in ccos),
    )


def lead_of(session: Session, department: Department | None) -> Person | None:
    """Who speaks for a department: its lead, or the deputy when the lead cannot any more.

    What has nobody else comes to them; so it is never somebody who may not be given anything.
    """
    if department is None:
        return None
    for user_id in (department.lead_id, department.deputy_id):
        person = people.find(session, department.team_id, user_id) if user_id else None
        if person and access.can_own(person):
            return person
    return None


def deputy_of(session: Session, owner: Person, department: Department | None) -> Person | None:
    """Who stands in for a person: their own deputy, else that of the department."""
    for user_id in (owner.deputy_id, department.deputy_id if department else None):
        person = people.find(session, owner.team_id, user_id) if user_id else None
        if person and access.can_own(person) and person.user_id != owner.user_id:
            return person
    return None


def answer(session: Session, now: datetime, ask: Ask, by: str, outcome: Outcome) -> None:
    """Close an ask: its reminders come off the calendar."""
    ask.answered_at, ask.answered_by, ask.outcome = now, by, outcome
    session.add(ask)
    nudges.cancel(session, ask.team_id, [ask.ask_id])


def answer_all(
    session: Session, now: datetime, team_id: str, noun: str, number: int, by: str, outcome: Outcome
) -> None:
    """Close every open ask about an item or decision."""
    for ask in asks.open_about(session, team_id, noun, number):
        answer(session, now, ask, by, outcome)


def snooze(session: Session, now: datetime, ask: Ask, until: datetime, reason: str) -> datetime:
    """Keep quiet about an ask until the first bundle after `until`; that instant (UTC)."""
    policy = policies.of(session, ask.team_id)
    recipient = audience_of(session, ask).owner
    wake = hours.next_bundle(recipient.calendar, max(until, now), policy.bundle_at)
    ask.snoozed_until, ask.snoozes, ask.snooze_reason = wake, ask.snoozes + 1, reason
    session.add(ask)
    session.flush()
    nudges.move(session, ask.team_id, ask.ask_id, wake)
    return wake


def _recipient(session: Session, person: Person) -> Recipient:
    return Recipient(person.user_id, calendars.for_person(session, person))
