"""Someone owes an answer by a time: asks are opened, reminded of, put off and answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.calendar.hours import Calendar
from handlers.chasing import around, circles, holders, ladder
from handlers.chasing import policy as policies
from handlers.chasing.kinds import Kind
from handlers.chasing.ladder import NextRung
from handlers.chasing.nouns import About
from handlers.chasing.policy import Policy
from handlers.people import audiences, tiers
from storage import asks, departments, nudges, people, spared
from storage.asks import Ask, Outcome, Owed
from storage.gathering import gathered
from storage.nudges import Part
from storage.people import Person, Role

NEW = 0
"""The rung of a reminder that brings an ask for the first time, where no card did."""


def open_ask(
    session: Session,
    now: datetime,
    kind: Kind,
    about: About,
    person: Person,
    department_id: UUID | None,
    *,
    announced: bool = True,
    rung: int = 0,
    by: datetime | None = None,
) -> list[UUID]:
    """Note that a person owes an answer about something, and plan the first reminder.

    They owe it by their own clock, as the kind has it, unless `by` (UTC) says when. `announced`
    says that a card brings the ask; otherwise the next bundle does. `rung` is how far it has
    climbed, where it goes on. While they are away, what cannot wait is asked of who stands in. The
    ids of the ask, and of what is asked beside it where that is owed later.
    """
    policy = policies.of(session, person.team_id)
    with gathered(session):
        owed = _open(session, now, policy, kind, about, person, department_id, announced, rung, by)
        if kind.beside is None or about.due_at is None or about.due_at <= owed.due_at:
            return [owed.ask_id]
        # The first of the two brings what both are about.
        beside = _open(session, now, policy, kind.beside, about, person, department_id, True, 0)
    return [owed.ask_id, beside.ask_id]


def _open(
    session: Session,
    now: datetime,
    policy: Policy,
    kind: Kind,
    about: About,
    person: Person,
    department_id: UUID | None,
    announced: bool,
    rung: int,
    by: datetime | None = None,
) -> Owed:
    holder, due_at = asked_now(session, now, kind, about, person, policy)
    due_at = max(by, now) if by else due_at
    calendar = calendars.for_person(session, holder)
    owed = Owed(
        team_id=person.team_id,
        kind=kind.name,
        noun=about.noun,
        number=about.number,
        person_id=holder.user_id,
        for_id=None if holder is person else person.user_id,
        department_id=department_id,
        severity=about.severity,
        tier_rank=tiers.rank(about.customer),
        rung=rung,
        opened_at=now,
        due_at=due_at,
    )
    asks.add(session, owed)
    if announced and not (kind.circle and owed.for_id):
        plan_next(session, owed, kind, policy, now)
    else:
        _plan_first(session, owed, calendar, policy, now)
    return owed


def owe_again(session: Session, now: datetime, ask: Ask, kind: Kind) -> None:
    """Let an ask be open again, as if it had not been answered; its reminders go on from there."""
    ask.answered_at = ask.answered_by = ask.outcome = None
    whose = people.find(session, ask.team_id, ask.for_id) if ask.for_id else None
    if whose and whose.works_here and whose.stand_in_id is None:
        # They are back, and nobody answers in their place any more.
        ask.person_id, ask.for_id = whose.user_id, None
    session.add(ask)
    session.flush()
    _plan_again(session, now, ask, kind)


def weight_of(ask: Ask) -> dict[str, object]:
    """What an ask weighs, and by when it is owed, as JSON has it."""
    return {
        "severity": ask.severity,
        "tier_rank": ask.tier_rank,
        "department_id": str(ask.department_id) if ask.department_id else None,
        "due_at": ask.due_at.isoformat(),
    }


def weigh(
    session: Session,
    now: datetime,
    ask: Ask,
    kind: Kind,
    about: About,
    former: UUID | None,
) -> None:
    """Let an ask weigh what its thing weighs now, and be owed no later than that asks for.

    It goes along where the department, of `former` so far, is another one.
    """
    person = people.find(session, ask.team_id, ask.person_id)
    calendar = calendars.for_person(session, person) if person else Calendar()
    due_at = due(kind, policies.of(session, ask.team_id), calendar, now, about)
    ask.severity, ask.tier_rank = about.severity, tiers.rank(about.customer)
    if former and ask.department_id == former:
        ask.department_id = about.department_id
    if kind.is_around_due:
        ask.due_at = about.due_at or ask.due_at
    elif ask.due_at > now:
        ask.due_at = min(ask.due_at, due_at)
    session.add(ask)
    _plan_again(session, now, ask, kind)


def weigh_as(
    session: Session, now: datetime, ask: Ask, kind: Kind, weight: Mapping[str, Any]
) -> None:
    """Let an ask weigh again what it weighed, as `weight_of` said it."""
    ask.severity, ask.tier_rank = weight["severity"], weight["tier_rank"]
    ask.department_id = UUID(weight["department_id"]) if weight["department_id"] else None
    ask.due_at = datetime.fromisoformat(weight["due_at"])
    session.add(ask)
    _plan_again(session, now, ask, kind)


def _plan_again(session: Session, now: datetime, ask: Ask, kind: Kind) -> None:
    """Put its next reminder where it belongs now; one that is to bring it stays as it is."""
    if nudges.is_planned(session, ask.team_id, ask.ask_id, NEW):
        session.flush()
        return
    nudges.cancel(session, ask.team_id, ask.ask_id)
    plan_next(
        session, ask, kind, policies.of(session, ask.team_id), max(now, ask.snoozed_until or now)
    )


def asked_now(
    session: Session, now: datetime, kind: Kind, about: About, person: Person, policy: Policy
) -> tuple[Person, datetime]:
    """Who is asked for what a person is to answer, and by when (UTC), on the clock of who is."""
    instead = holders.in_place_of(session, kind, person, about.number)
    if instead is not None:
        by = due(kind, policy, calendars.for_person(session, instead), now, about)
        if not holders.waits(person, about.severity, by):
            return instead, by
    return person, due(kind, policy, calendars.for_person(session, person), now, about)


def due(kind: Kind, policy: Policy, calendar: Calendar, at: datetime, about: About) -> datetime:
    """By when (UTC) an answer that is asked for at an instant is owed, on the clock of who owes it.

    The time of severity 1 begins when they can first hear of it.
    """
    begins = ladder.heard(calendar, at) if about.severity == ladder.URGENT else at
    return max(kind.due(policy, calendar, begins, about), at)


def open_again(session: Session, now: datetime, ask: Ask, kind: Kind, about: About) -> None:
    """Let the time of an ask begin now, which a clock that was ahead has begun too late."""
    policy = policies.of(session, ask.team_id)
    person = people.find(session, ask.team_id, ask.person_id)
    calendar = calendars.for_person(session, person) if person else Calendar()
    ask.opened_at, ask.due_at = now, max(kind.due(policy, calendar, now, about), now)
    session.add(ask)
    is_new = nudges.is_planned(session, ask.team_id, ask.ask_id, NEW)
    nudges.cancel(session, ask.team_id, ask.ask_id)
    if is_new:
        _plan_first(session, ask, calendar, policy, now)
    else:
        plan_next(session, ask, kind, policy, max(now, ask.snoozed_until or now))


def begin_anew(session: Session, now: datetime, ask: Ask, due_at: datetime) -> None:
    """Ask now for what has rested so far: the next message of the day brings it, as if new."""
    person = people.find(session, ask.team_id, ask.person_id)
    calendar = calendars.for_person(session, person) if person else Calendar()
    ask.rung, ask.snoozed_until, ask.opened_at, ask.due_at = NEW, None, now, due_at
    session.add(ask)
    session.flush()
    nudges.cancel(session, ask.team_id, ask.ask_id)
    _plan_first(session, ask, calendar, policies.of(session, ask.team_id), now)


def first_told(ask: Owed, calendar: Calendar, policy: Policy, now: datetime) -> datetime:
    """When (UTC) the message comes that brings an ask which no card has brought.

    That is the next of their day; of severity 1 it comes at once.
    """
    if ladder.is_urgent(ask):
        return hours.next_open(calendar, now)
    return hours.next_bundle(calendar, now, policy.bundle_at)


def _plan_first(
    session: Session, ask: Owed, calendar: Calendar, policy: Policy, now: datetime
) -> None:
    at = first_told(ask, calendar, policy, now)
    nudges.plan(session, ask.team_id, ask.ask_id, NEW, [(Part.OWES, ask.person_id, at)])


def plan_next(
    session: Session,
    ask: Owed,
    kind: Kind,
    policy: Policy,
    now: datetime,
    ccos: list[Person] | None = None,
    told_at: datetime | None = None,
) -> NextRung | None:
    """Put the next rung of an ask on the calendar; None when there is none left.

    While nobody is there to be asked nothing is planned; the auditor comes back to it. `ccos` are
    who holds that office, where somebody has read them already, as `prepare` does; `told_at` as in
    `ladder.next_rung`.
    """
    if isinstance(ask, Ask) and not circles.is_in(session, ask, kind):
        keep_in_circle(session, now, ask, kind)
        return None
    then = upcoming(session, ask, kind, policy, now, ccos, told_at)
    if then is not None:
        told = [(part, person.user_id, at) for part, person, at in then.told]
        nudges.plan(session, ask.team_id, ask.ask_id, then.rung, told)
        if then.left_out is not None:
            spared.plan(session, ask, then.left_out, now)
    return then


def bring_again(session: Session, now: datetime, ask: Ask, kind: Kind) -> None:
    """Plan an ask anew for whoever owes it now, in place of what was planned before."""
    nudges.cancel(session, ask.team_id, ask.ask_id)
    plan_next(session, ask, kind, policies.of(session, ask.team_id), now)


def prepare(session: Session, team_id: str, owed: Iterable[Owed]) -> list[Person]:
    """Read the people around many asks at once; those who are CCO."""
    owed = list(owed)
    homes = {ask.department_id for ask in owed if ask.department_id}
    departments.read(session, team_id, homes)
    around = {ask.person_id for ask in owed}
    for home in filter(None, (departments.find(session, team_id, each) for each in homes)):
        around |= {user_id for user_id in (home.lead_id, home.deputy_id) if user_id}
    people.read(session, team_id, around)
    audiences.read(session, team_id, owed)
    return people.with_role(session, team_id, Role.CCO)


def upcoming(
    session: Session,
    ask: Owed,
    kind: Kind,
    policy: Policy,
    now: datetime,
    ccos: list[Person] | None = None,
    told_at: datetime | None = None,
) -> NextRung | None:
    """The next rung of an ask as things stand; None when there is none left, or nobody to ask."""
    everybody = around.people_around(session, ask, kind, ccos)
    return ladder.next_rung(ask, kind, everybody, policy, now, told_at) if everybody else None


def keep_in_circle(
    session: Session, now: datetime, ask: Ask, kind: Kind, *, announced: bool = False
) -> Person | None:
    """Pass on what only a circle may know of when its owner has left it; to whom it went.

    It goes to somebody of the circle who was not asked the same yet: the next message of their day
    brings it, unless they read of it otherwise (`announced`). Where everybody was, nobody needs the
    answer any more; where nobody is there, it waits.
    """
    if circles.is_in(session, ask, kind):
        return None
    there = around.circle(session, ask.team_id, kind.circle)
    asked = _asked_already(session, ask, kind)
    heir = next((each for each in there if each.user_id not in asked), None)
    if heir:
        policy = policies.of(session, ask.team_id)
        answer(session, now, ask, "", Outcome.HANDED_OVER)
        session.flush()
        owed = circles.for_heir(session, now, policy, ask, kind, heir)
        asks.add(session, owed)
        if announced:
            plan_next(session, owed, kind, policy, now)
        else:
            _plan_first(session, owed, calendars.for_person(session, heir), policy, now)
    elif there:
        answer(session, now, ask, "", Outcome.WITHDRAWN)
    return heir


def _asked_already(session: Session, ask: Ask, kind: Kind) -> set[str]:
    """Who was asked the same, has answered it, or wants to know it."""
    about = asks.open_about(session, ask.team_id, ask.noun, ask.number)
    asked = {each.person_id for each in about if each.kind == ask.kind}
    return asked | kind.asked_already(session, ask)


def answer(session: Session, now: datetime, ask: Ask, by: str, outcome: Outcome) -> None:
    """Close an ask: its reminders come off the calendar."""
    ask.answered_at, ask.answered_by, ask.outcome = now, by, outcome
    session.add(ask)
    nudges.cancel(session, ask.team_id, ask.ask_id)


def snooze(
    session: Session, now: datetime, ask: Ask, kind: Kind, until: datetime, reason: str
) -> datetime:
    """Keep quiet about an ask until the first bundle after `until`; that instant (UTC)."""
    policy = policies.of(session, ask.team_id)
    everybody = around.people_around(session, ask, kind)
    if everybody is None:
        raise LookupError(f"nobody can be reminded of ask {ask.ask_id}")
    recipient = everybody.owner
    wake = hours.next_bundle(recipient.calendar, max(until, now), policy.bundle_at)
    ask.snoozed_until, ask.snoozes, ask.snooze_reason = wake, ask.snoozes + 1, reason
    session.add(ask)
    session.flush()
    nudges.move(session, ask.team_id, ask.ask_id, wake)
    return wake


def pause(session: Session, ask: Ask, until: datetime, due_at: datetime | None = None) -> None:
    """Keep quiet about an ask while its clock is paused, and bring it again at `until` (UTC).

    It is owed by `due_at` (UTC) then, or as before. Its ladder begins anew with that message.
    """
    ask.snoozed_until, ask.due_at = until, due_at or ask.due_at
    session.add(ask)
    session.flush()
    nudges.cancel(session, ask.team_id, ask.ask_id)
    nudges.plan(session, ask.team_id, ask.ask_id, NEW, [(Part.OWES, ask.person_id, until)])


def unpause(session: Session, ask: Ask) -> None:
    """Let the clock of an ask go on; nothing is planned until `bring_again` or `weigh_as` does."""
    ask.snoozed_until = None
    session.add(ask)
    session.flush()
    nudges.cancel(session, ask.team_id, ask.ask_id)


def rest_while_they_talk(
    session: Session, ask: Ask, with_whom: Person, until: datetime, after: datetime
) -> None:
    """Keep quiet about an ask until somebody who talks about it is asked whether they found a way.

    That is at `until`; what was planned before comes `after` it at the soonest (both UTC).
    """
    rest(session, ask, until)
    nudges.postpone(session, ask.team_id, ask.ask_id, after)
    nudges.cancel_as(session, ask.team_id, ask.ask_id, Part.TALKED)
    told = [(Part.TALKED, with_whom.user_id, until)]
    nudges.plan(session, ask.team_id, ask.ask_id, max(ask.rung, 1), told)


def rest(session: Session, ask: Ask, until: datetime) -> None:
    """Keep quiet about an ask until an instant (UTC), as about another of the same thing."""
    ask.snoozed_until = until
    session.add(ask)
    session.flush()
    nudges.postpone(session, ask.team_id, ask.ask_id, until)
