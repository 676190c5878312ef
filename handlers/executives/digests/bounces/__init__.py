"""An executive says whose it is that goes back and forth, and all of it has one owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import calendars
from handlers.executives.digests.agenda import ToAndFro
from handlers.executives.digests.bounces import reading
from handlers.people import access, lookup
from handlers.promises import along, items, lifecycle, moves
from handlers.promises.items.kinds import ACKNOWLEDGE
from handlers.promises.lifecycle import Asked, Changes
from handlers.speech import reasons, values
from handlers.speech.errors import UnreadableRequest
from handlers.speech.promise_errors import NothingBetween
from storage import departments
from storage.departments import Department
from storage.items import Item
from storage.people import Person

AT_ONCE = 20
"""So many things are given at once, those that weigh most: each is a move with its messages."""


@dataclass(frozen=True)
class AllGiven:
    """What is somebody's from now on, in which department, and how much is left to be given."""

    items: Sequence[Item]
    to: Person
    home: Department
    left: int


def find(session: Session, now: datetime, actor: Person, carried: str) -> ToAndFro | None:
    """What goes back and forth between two departments, by what a button carries.

    None where nothing does any more. Raises UnreadableRequest, and what `access.check` raises.
    """
    access.check(session, actor, access.READ)
    ids = [values.row_id(each) for each in carried.split(":")]
    known = [each for each in ids if each is not None]
    if len(ids) != 2 or len(set(known)) != 2:
        raise UnreadableRequest
    one, other = known
    return reading.between(
        session, now, calendars.for_person(session, actor), actor.team_id, (one, other)
    )


def to_settle(session: Session, now: datetime, actor: Person, carried: str) -> ToAndFro:
    """The same for somebody who says whose it is.

    Raises what `find` raises, NothingBetween where nothing is left of it, and what `access.check`
    and `lifecycle.permit` raise for who may not say so.
    """
    group = find(session, now, actor, carried)
    if group is None:
        access.check(session, actor, access.SETTLE)
        raise NothingBetween
    lifecycle.permit(session, actor, group.things[0].item, moves.SETTLE)
    return group


def give_to_department(
    session: Session, now: datetime, actor: Person, carried: str, home_id: UUID | None, reason: str
) -> AllGiven:
    """Let one of both departments have all of it: whoever leads there is asked for each.

    Raises what `to_settle`, `reasons.check` and `lookup.lead` raise, and UnreadableRequest for a
    department that is none of both.
    """
    group = to_settle(session, now, actor, carried)
    home = departments.find(session, actor.team_id, home_id) if home_id in group.ids else None
    if home is None:
        raise UnreadableRequest
    return _give_all(session, now, actor, group, lookup.lead(session, home), home, reason)


def give_to_person(
    session: Session, now: datetime, actor: Person, carried: str, to: Person, reason: str
) -> AllGiven:
    """Let one person have all of it, in their department: they are asked for each.

    Raises what `to_settle`, `reasons.check`, `access.check_owner` and `lookup.department_for`
    raise.
    """
    group = to_settle(session, now, actor, carried)
    access.check_owner(to)
    home = lookup.department_for(session, to, "", "")
    return _give_all(session, now, actor, group, to, home, reason)


def _give_all(
    session: Session,
    now: datetime,
    actor: Person,
    group: ToAndFro,
    to: Person,
    home: Department,
    reason: str,
) -> AllGiven:
    reasons.check(reason)
    first = [each.item for each in group.things[:AT_ONCE]]
    given = []
    for item in _still(session, now, actor, group, first):
        # A part ends with the whole issue, where its department answers for all of it.
        if item.live:
            _give(session, now, actor, item, to, home, reason)
            given.append(item)
    if not given:
        raise NothingBetween
    return AllGiven(given, to, home, len(group.things) - len(first))


def _still(
    session: Session, now: datetime, actor: Person, group: ToAndFro, first: Sequence[Item]
) -> list[Item]:
    """Those of the first that still go back and forth, held until the commit.

    Somebody else may have said whose they are since they were read.
    """
    # In one order, whoever does so: two who decide at once would else wait for each other.
    in_order = sorted(first, key=lambda item: (item.noun, item.number))
    held = [
        items.find(session, each.team_id, each.noun, each.number, lock=True) for each in in_order
    ]
    calendar = calendars.for_person(session, actor)
    again = reading.between(session, now, calendar, actor.team_id, group.ids)
    left = {each.item.ref for each in again.things} if again else set()
    return [item for item in held if item and item.ref in left]


def _give(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    to: Person,
    home: Department,
    reason: str,
) -> None:
    """It is theirs at once, though it may have been theirs before; an offer of it is off."""
    lifecycle.permit(session, actor, item, moves.SETTLE)
    along.become_whole(session, now, actor, item, home)
    lifecycle.make(
        session, now, moves.SETTLE, item, actor,
        changes=Changes(owner=to, department=home),
        asked=[Asked(ACKNOWLEDGE, to, home.department_id)],
        to=to.user_id, from_id=item.owner_id or "", reason=reason,
    )  # fmt: skip
    items.show(session, now, item, home)
    if to.user_id != actor.user_id:
        items.show_owner(session, now, item, to)
