"""Whoever changed a rule or a flag takes that back for ten minutes: it stands as before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from handlers.customers.segments import rules, running
from handlers.people import access, records
from handlers.people.records import Occurrence
from handlers.promises import undoable
from handlers.speech.promise_errors import NothingToUndo, UndoneAlready
from storage import history, segments
from storage.customers import Customer
from storage.history import Event, Snapshot
from storage.people import Person
from storage.segments import Flag, SegmentRule

RULE, FLAG = "segment rule", "flag"
UNDONE = {
    noun: Occurrence(noun, undoable.UNDOING, {"row": str, "before": dict, "after": dict})
    for noun in (RULE, FLAG)
}


def can_undo_rule(session: Session, now: datetime, actor: Person) -> bool:
    """Whether somebody may take back what they did last with the rules, at this moment."""
    if not access.may(session, actor, access.PLACE_CUSTOMERS):
        return False
    event = _last(session, actor, RULE)
    return event is not None and undoable.is_theirs(event, actor.user_id, now)


def undo_rule(session: Session, now: datetime, actor: Person) -> None:
    """A rule that was written goes out, and one that was taken out comes back to its place.

    Raises UndoneAlready, NothingToUndo, and what `access.check` raises.
    """
    access.check(session, actor, access.PLACE_CUSTOMERS)
    known = segments.rules(session, actor.team_id, lock=True)
    event = _theirs(session, now, actor, RULE)
    rule_id = UUID(event.details["row"])
    there = next((each for each in known if each.rule_id == rule_id), None)
    is_new = event.verb == records.ADDED
    if is_new != (there is not None):
        raise NothingToUndo
    order = [each for each in known if each.rule_id != rule_id]
    if there is not None:
        running.take_flags_of(session, now, actor.user_id, there)
        session.delete(there)
    else:
        back = _rule(actor, rule_id, event.details["before"])
        order = rules.in_order(order, back, back.place)
        # Everybody is placed anew by all of them: what it gave was taken with it.
        for each in order:
            each.ran_on = None
    for place, each in enumerate(order):
        each.place = place
        session.add(each)
    _note(session, now, actor, RULE, event, None)


def _rule(actor: Person, rule_id: UUID, stood: Mapping[str, Any]) -> SegmentRule:
    return SegmentRule(
        team_id=actor.team_id, rule_id=rule_id, place=stood["place"], facet=stood["facet"],
        amount=stood["amount"], words=stood["words"], gives=stood["gives"], reason=stood["reason"],
        made_by=stood.get("made_by") or actor.user_id,
        starts_on=date.fromisoformat(stood["starts_on"]),
    )  # fmt: skip


def undo_flag(session: Session, now: datetime, actor: Person, customer: Customer) -> None:
    """An account has its flag again, or has it no more, as before.

    Raises UndoneAlready, NothingToUndo, and what `access.check` raises.
    """
    access.check(session, actor, access.PLACE_CUSTOMERS)
    event = _theirs(session, now, actor, FLAG)
    if event.details["row"] != str(customer.customer_id):
        raise NothingToUndo
    is_new = event.verb == records.ADDED
    stood = event.details["after" if is_new else "before"]
    known = segments.flags_of(session, actor.team_id, [customer.customer_id])
    there = next(
        (each for each in known if (each.kind, each.of) == (stood["kind"], stood["of"])), None
    )
    if is_new != (there is not None):
        raise NothingToUndo
    if there is not None:
        session.delete(there)
    else:
        session.add(_flag(customer, stood))
    _note(session, now, actor, FLAG, event, Snapshot(customer_id=customer.customer_id))


def _flag(customer: Customer, stood: Mapping[str, Any]) -> Flag:
    review, rule = stood["review_on"], stood.get("rule_id")
    return Flag(
        team_id=customer.team_id, customer_id=customer.customer_id, kind=stood["kind"],
        of=stood["of"], reason=stood["reason"], since=date.fromisoformat(stood["since"]),
        review_on=date.fromisoformat(review) if review else None,
        by_id=stood.get("by_id"), rule_id=UUID(rule) if rule else None,
    )  # fmt: skip


def _last(session: Session, actor: Person, noun: str) -> Event | None:
    """What happened last with any of them and was not undone since."""
    return next(undoable.standing(_happened(session, actor, noun)), None)


def _happened(session: Session, actor: Person, noun: str) -> list[Event]:
    changed = (records.CHANGED,)
    return history.newest_but(session, actor.team_id, noun, 0, changed, undoable.LOOKED_AT)


def _theirs(session: Session, now: datetime, actor: Person, noun: str) -> Event:
    """The same, if it is theirs to undo. Raises UndoneAlready, NothingToUndo."""
    if undoable.has_undone(_happened(session, actor, noun), actor.user_id, now):
        raise UndoneAlready
    event = _last(session, actor, noun)
    if event is None or not undoable.is_theirs(event, actor.user_id, now):
        raise NothingToUndo
    return event


def _note(
    session: Session, now: datetime, actor: Person, noun: str, undid: Event, of: Snapshot | None
) -> None:
    records.write(
        session, now, actor.team_id, actor.user_id, UNDONE[noun], snapshot=of,
        row=undid.details["row"], before=undid.details["after"], after=undid.details["before"],
    )  # fmt: skip
