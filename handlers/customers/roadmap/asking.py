"""Who is asked about an outcome, and when: to answer for it, each second Thursday, and again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.calendar.hours import Calendar
from handlers.chasing import notes
from handlers.chasing.kinds import Kind
from handlers.customers import changes
from handlers.customers.roadmap import cards, changing, moves, reckoning, rules, weighing
from handlers.customers.roadmap.kind import COURSE, KINDS, NUMBER, STAND, TAKE
from handlers.people import access, facts, leads, office
from handlers.promises import lifecycle
from handlers.promises.items.words import open_story
from handlers.promises.lifecycle import Asked
from handlers.speech import blocks
from storage import asks as stored_asks
from storage import customer_outcomes, departments, people
from storage.customer_outcomes import CourseSaid, CustomerOutcome, OutcomeState
from storage.people import Person

ALONE_FOR = 2
"""So many working days its owner alone reads that figures say something else."""


def asked(kind: Kind, who: Person, by: datetime | None = None) -> Asked:
    """A question that the next message of somebody's day brings."""
    return Asked(kind, who, who.department_id, announced=False, by=by)


def asked_of(kind: str, who: Person) -> Asked:
    """The same by the name of its kind."""
    return asked(KINDS[kind], who)


def handed(session: Session, outcome: CustomerOutcome, to: Person) -> list[Asked]:
    """What somebody is asked who answers for it from now on: that, and its number if it is due."""
    about = stored_asks.open_about(session, outcome.team_id, outcome.noun, outcome.number)
    due = [each for each in (NUMBER, STAND) if any(ask.kind == each.name for ask in about)]
    return [asked(TAKE, to), *(asked(each, to) for each in due)]


def doubted(
    session: Session, now: datetime, outcome: CustomerOutcome, wanted: dict[str, Any]
) -> list[Asked]:
    """Whether its owner is asked which is right, once a number is said; it says so in `wanted`."""
    owner = people.find(session, outcome.team_id, outcome.owner_id)
    is_over = office.day_of(session, outcome.team_id, now) > outcome.ends_on
    if owner is None or not owner.works_here or is_over:
        return []
    after = _as_it_will_be(outcome, wanted)
    if not weighing.against(session, now, after):
        return []
    wanted["shown_at"] = _shown_at(session, now, owner)
    return [asked(COURSE, owner)]


def _as_it_will_be(outcome: CustomerOutcome, wanted: Mapping[str, object]) -> CustomerOutcome:
    after = CustomerOutcome(**outcome.model_dump())
    changing.TOLD.set_columns(after, {name: facts.plain(value) for name, value in wanted.items()})
    return after


def _shown_at(session: Session, now: datetime, owner: Person) -> datetime:
    """From when on everybody reads it, counted in working days of its owner."""
    return hours.add_days(calendars.for_person(session, owner), now, ALONE_FOR)


def is_met(outcome: CustomerOutcome) -> bool:
    """Whether the last number is at the target or past it."""
    return weighing.line_of(outcome).is_reached(outcome.now_at)


def tell_writer(session: Session, now: datetime, actor: Person, outcome: CustomerOutcome) -> None:
    """Whoever wrote it reads whether somebody answers for it."""
    writer = people.find(session, outcome.team_id, outcome.written_by)
    if writer and writer.works_here and writer.user_id != actor.user_id:
        row = blocks.actions(open_story(outcome.ref))
        notes.send(session, now, writer, cards.answered(outcome, actor), row)


# --- by itself ---


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Ask for the numbers that are due, and whoever is to answer for what nobody does any more.

    This is done whenever a workspace is audited.
    """
    for each in customer_outcomes.in_states(session, team_id, (OutcomeState.STANDING,)):
        owner = people.find(session, team_id, each.owner_id)
        if owner is None or not owner.works_here:
            _ask_for_owner(session, now, each)
        elif _is_due(session, now, each, owner):
            _ask_number(session, now, each, owner)
        elif each.said == CourseSaid.ON_COURSE and each.shown_at is None and not each.because:
            _look_again(session, now, each, owner)


def _is_due(session: Session, now: datetime, outcome: CustomerOutcome, owner: Person) -> bool:
    calendar = calendars.for_person(session, owner)
    today = hours.local_day(calendar, now)
    due = outcome.next_on
    if due is None or today < due - rules.ASKED_BEFORE:
        return False
    return hours.is_working_day(calendar, today)


def _ask_number(session: Session, now: datetime, each: CustomerOutcome, owner: Person) -> None:
    """Ask for the number; of what Duly counts only how it stands, and of what is over nothing."""
    outcome = _held(session, each)
    if outcome is None or outcome.next_on is None:
        return
    calendar = calendars.for_person(session, owner)
    today = hours.local_day(calendar, now)
    counted = reckoning.of(session, now, outcome).columns if outcome.counter else {}
    if counted and today > outcome.ends_on:
        _close(session, now, outcome, owner, counted)
        return
    kind, move = (STAND, moves.ASK_STAND) if outcome.counter else (NUMBER, moves.ASK_NUMBER)
    is_asked = kind.name in open_kinds(session, outcome)
    if is_asked and not outcome.counter:
        return
    by = hours.closing(calendar, _working_day(calendar, max(outcome.next_on, today)))
    after = rules.check_in_after(max(outcome.next_on, today))
    different = changes.different(outcome, {"next_on": after, **counted})
    changing.TOLD.set_columns(outcome, different.after)
    before, after_it = different.before, different.after
    if is_asked:
        lifecycle.pass_on(session, now, moves.READ, outcome, before=before, after=after_it)
        return
    lifecycle.pass_on(
        session, now, move, outcome, asked=[asked(kind, owner, by)], to=owner.user_id,
        before=before, after=after_it,
    )  # fmt: skip


def _close(
    session: Session,
    now: datetime,
    outcome: CustomerOutcome,
    owner: Person,
    counted: Mapping[str, object],
) -> None:
    """Its quarter is over, and Duly counts it: it is met or not, which its owner reads."""
    wanted = {**counted, "next_on": None}
    different = changes.different(outcome, wanted)
    changing.TOLD.set_columns(outcome, different.after)
    met = moves.MEET_COUNTED if is_met(outcome) else moves.MISS_COUNTED
    lifecycle.pass_on(
        session, now, met, outcome, before=different.before, after=different.after
    )  # fmt: skip
    notes.send(session, now, owner, cards.ends(outcome), blocks.actions(*cards.after_end(outcome)))


def _working_day(calendar: Calendar, day: date) -> date:
    """The day, or the next one that is worked."""
    return day if hours.is_working_day(calendar, day) else hours.shift_days(calendar, day, 1)


def _look_again(session: Session, now: datetime, each: CustomerOutcome, owner: Person) -> None:
    """Its owner is asked which is right, where figures have come to say something else."""
    if not weighing.against(session, now, each):
        return
    outcome = _held(session, each)
    if outcome is None or outcome.shown_at or COURSE.name in open_kinds(session, outcome):
        return
    different = changes.different(outcome, {"shown_at": _shown_at(session, now, owner)})
    changing.TOLD.set_columns(outcome, different.after)
    lifecycle.pass_on(
        session, now, moves.DOUBT, outcome, asked=[asked(COURSE, owner)], to=owner.user_id,
        before=different.before, after=different.after,
    )  # fmt: skip


def _ask_for_owner(session: Session, now: datetime, each: CustomerOutcome) -> None:
    """Whoever answered for it has left: their lead is asked to, or else the CCO whom they name."""
    outcome = _held(session, each)
    if outcome is None or TAKE.name in open_kinds(session, outcome):
        return
    owner = people.find(session, outcome.team_id, outcome.owner_id)
    of = outcome.department_id or (owner.department_id if owner else None)
    lead = leads.lead_of(session, departments.find(session, outcome.team_id, of))
    who = lead or office.holder(session, outcome.team_id)
    if who is None:
        return
    wanted = {"owner_id": who.user_id} if access.can_own(who) else {}
    different = changes.different(outcome, wanted)
    changing.TOLD.set_columns(outcome, different.after)
    lifecycle.pass_on(
        session, now, moves.INHERIT, outcome, asked=[asked(TAKE, who)], to=who.user_id,
        before=different.before, after=different.after,
    )  # fmt: skip


def _held(session: Session, each: CustomerOutcome) -> CustomerOutcome | None:
    """The outcome as it stands now, held until the commit; None where it has ended."""
    held = customer_outcomes.find(session, each.team_id, each.number, lock=True)
    return held if held is not None and held.stands else None


def open_kinds(session: Session, outcome: CustomerOutcome) -> set[str]:
    """What is asked about it now, by the names of the kinds."""
    about = stored_asks.open_about(session, outcome.team_id, outcome.noun, outcome.number)
    return {ask.kind for ask in about}
