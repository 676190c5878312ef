"""Who is asked about a customer who left: why, whether that shows, and to give them a call."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import whom
from handlers.chasing.kinds import Kind
from handlers.customers import changes
from handlers.customers.losses import changing, moves
from handlers.customers.losses.kind import CALL, PROOF, WHY
from handlers.people import access, leads, office
from handlers.people.relations import Relation, is_one_of
from handlers.promises import lifecycle, undoable
from handlers.promises.lifecycle import Asked
from storage import asks as stored_asks
from storage import customers, departments, history, losses, people
from storage.asks import Ask
from storage.losses import Loss, LossState
from storage.people import Person, Role

CALL_WITHIN = timedelta(days=92)
"""Whoever left longer ago is not called for the first time any more."""


def why(session: Session, loss: Loss) -> list[Asked]:
    """Who led the account says why; else whoever recorded it, who heard of it; empty for nobody.

    Where neither may be asked, it is who is asked about accounts that nobody leads.
    """
    customer = customers.find(session, loss.team_id, loss.customer_id)
    recorder = people.find(session, loss.team_id, loss.recorded_by)
    can = [each for each in (leads.of_account(session, customer), recorder) if each]
    who = next((each for each in can if access.can_own(each)), None)
    who = who or (whom.is_asked(session, customer) if customer else None)
    return [asked(WHY, who)] if who else []


def proof(session: Session, loss: Loss) -> list[Asked]:
    """The CCO looks, or names who does; where the CCO said why themselves, an executive does."""
    ccos = office.holders(session, loss.team_id)
    executives = people.with_role(session, loss.team_id, Role.EXECUTIVE)
    there = [each for each in executives if each.works_here and not each.stand_in_id]
    who = next((each for each in [*ccos, *there] if is_outside(session, each, loss)), None)
    return [asked(PROOF, who)] if who else []


def is_outside(session: Session, person: Person, loss: Loss) -> bool:
    """Whether somebody neither said why nor is of the department that is named."""
    department = departments.find(session, loss.team_id, loss.department_id)
    if department is None:
        return person.user_id != loss.understood_by
    is_of = person.department_id == department.department_id
    leads_it = person.user_id in (department.lead_id, department.deputy_id)
    return not (is_of or leads_it or person.user_id == loss.understood_by)


def asked(kind: Kind, who: Person, by: datetime | None = None) -> Asked:
    """A question that the next message of somebody's day brings; owed `by` then (UTC), if given."""
    return Asked(kind, who, who.department_id, announced=False, by=by)


def is_asked(session: Session, person: Person, loss: Loss, kind: str) -> bool:
    """Whether somebody may answer this: the CCO, and whoever owes just this answer.

    Who is asked to call them does not say why they left, and who is to verify that does neither.
    """
    if is_one_of(session, person, {Relation.CCO}, loss):
        return True
    return any(
        person.user_id in (each.person_id, each.for_id) for each in open_of(session, loss, kind)
    )


def open_of(session: Session, loss: Loss, kind: str) -> list[Ask]:
    """What is asked of this kind about a loss."""
    about = stored_asks.open_about(session, loss.team_id, loss.noun, loss.number)
    return [each for each in about if each.kind == kind]


def next_caller(session: Session, now: datetime, loss: Loss) -> Person | None:
    """An executive who was not asked to call anybody this month, nor ever to call them."""
    recent = losses.left_between(session, loss.team_id, *_recent(now))
    busy = {each.caller_id for each in recent if each.call_month == loss.call_month}
    before = _asked_before(session, loss)
    there = people.with_role(session, loss.team_id, Role.EXECUTIVE)
    return next(
        (
            each for each in there
            if each.works_here and not each.stand_in_id and each.user_id not in busy | before
        ),
        None,
    )  # fmt: skip


def _asked_before(session: Session, loss: Loss) -> set[str]:
    """Who was asked to call them, or said that they do not: Slack ids."""
    verbs = (moves.ASK_CALL.verb, moves.PASS_ON.verb, moves.NO_CALL.verb)
    found = history.of(session, loss.team_id, loss.noun, loss.number)
    told = [each for each in found if each.verb in verbs]
    named = {str(each.details.get("to") or "") for each in told}
    asked_then = {str(each.details.get("after", {}).get("caller_id") or "") for each in told}
    refused = {each.actor for each in told if each.verb == moves.NO_CALL.verb}
    return named | asked_then | refused


def _recent(now: datetime) -> tuple[date, date]:
    """From which day to which those left who are still called."""
    return (now - CALL_WITHIN).date(), (now + timedelta(days=1)).date()


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Ask each executive for one call a month, most value first, and close what is settled.

    This is done whenever a workspace is audited.
    """
    for loss in losses.in_state(session, team_id, LossState.VERIFIED):
        _close(session, now, loss)
    recent = losses.left_between(session, team_id, *_recent(now))
    if not any(each.caller_id is None for each in recent):
        return
    for person in people.with_role(session, team_id, Role.EXECUTIVE):
        if person.works_here and not person.stand_in_id:
            _ask_to_call(session, now, person, recent)


def _close(session: Session, now: datetime, loss: Loss) -> None:
    """Nothing is asked about it any more, and what was said last cannot be undone any more."""
    held = losses.find(session, loss.team_id, loss.number, lock=True)
    if held is None or held.state != LossState.VERIFIED or held.verified_at is None:
        return
    about = stored_asks.open_about(session, held.team_id, held.noun, held.number)
    if not about and now - held.verified_at > undoable.SPAN:
        lifecycle.pass_on(session, now, moves.CLOSE, held)


def _ask_to_call(session: Session, now: datetime, person: Person, recent: list[Loss]) -> None:
    calendar = calendars.for_person(session, person)
    today = hours.local_day(calendar, now)
    month = f"{today:%Y-%m}"
    was_asked = any(
        each.caller_id == person.user_id and each.call_month == month for each in recent
    )
    if was_asked or not hours.is_working_day(calendar, today):
        return
    for each in recent:
        loss = losses.find(session, each.team_id, each.number, lock=True)
        if loss is None or not loss.stands or loss.caller_id is not None:
            continue
        if loss.learned and person.user_id in _asked_before(session, loss):
            continue
        different = changes.different(loss, {"caller_id": person.user_id, "call_month": month})
        changing.TOLD.set_columns(loss, different.after)
        lifecycle.pass_on(
            session, now, moves.ASK_CALL, loss, asked=[asked(CALL, person)], to=person.user_id,
            before=different.before, after=different.after,
        )  # fmt: skip
        return
