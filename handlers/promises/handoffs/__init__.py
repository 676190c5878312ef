"""Something changes hands here: offered with a reason, taken over, or returned with one.

Each function is given the promise as `items.get` brings it: held until the commit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from handlers.people import access, lookup
from handlers.people.relations import Relation, is_one_of
from handlers.promises import along, deadlines, items, lifecycle, moves, steps
from handlers.promises.deadlines import ByWhen
from handlers.promises.handoffs import bouncing
from handlers.promises.handoffs.kind import ACCEPT
from handlers.promises.items.kinds import ACKNOWLEDGE, FINISH
from handlers.promises.lifecycle import Asked, Changes
from handlers.speech import reasons
from handlers.speech.errors import ReceiverMissing
from handlers.speech.promise_errors import AlreadyOffered, NotOffered, OtherDepartment, SameOwner
from storage import departments, handoffs, people
from storage.cards import Face
from storage.departments import Department
from storage.handoffs import Handoff
from storage.items import Item
from storage.people import Person

# --- offer it ---


@dataclass(frozen=True)
class Handover:
    """What is said with an offer beside its reason, for whoever takes it over; all may be empty."""

    tried: str = ""
    told: str = ""
    """What the customer was told."""
    needs: str = ""


NOTHING_ELSE = Handover()


@dataclass(frozen=True)
class Offered:
    """A promise that waits for somebody to take it over, for a department where one was named."""

    item: Item
    to: Person
    department: Department | None
    asked: Person
    """Who was asked: the same, or while they are away whoever stands in."""


def offer(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    to: str | Department,
    reason: str,
    said: Handover = NOTHING_ELSE,
) -> Offered:
    """Offer a promise to a person or a department, in words or as its row, and say why.

    It stays with its owner until somebody takes it over. Raises what `lifecycle.permit` and
    `items.check_routed` raise, ReceiverMissing, WhyMissing, NoteTooLong, what `lookup.person`,
    `lookup.department`, `lookup.lead` and `access.check_owner` raise, AlreadyOffered and SameOwner.
    """
    lifecycle.permit(session, actor, item, moves.OFFER)
    items.check_routed(item)
    if isinstance(to, str) and not to.strip():
        raise ReceiverMissing
    reasons.check(reason)
    for words in (said.tried, said.told, said.needs):
        items.check_note(words)
    receiver, department = _receiver(session, item.team_id, to)
    check_not_offered(session, item)
    access.check_owner(receiver)
    if receiver.user_id == item.owner_id:
        raise SameOwner(ref=item.ref, name=receiver.name)
    session.add(
        Handoff(
            team_id=item.team_id,
            noun=item.noun,
            number=item.number,
            from_id=item.owner_id or actor.user_id,
            offered_by=actor.user_id,
            to_id=receiver.user_id,
            to_department_id=department.department_id if department else None,
            giver_home_id=item.department_id,
            taker_home_id=department.department_id if department else receiver.department_id,
            reason=reason,
            offered_at=now,
        )
    )
    asked_of = department.department_id if department else receiver.department_id
    lifecycle.make(
        session,
        now,
        moves.OFFER,
        item,
        actor,
        asked=[Asked(ACCEPT, receiver, asked_of)],
        to=receiver.user_id,
        reason=reason,
        tried=said.tried,
        told=said.told,
        needs=said.needs,
    )
    asked_now = items.asked_of(session, item, receiver)
    items.show_person(session, now, item, Face.OFFER, asked_now)
    return Offered(item, receiver, department, asked_now)


def check_not_offered(session: Session, item: Item) -> None:
    """Refuse to offer what waits for somebody's answer already.

    Raises AlreadyOffered.
    """
    waiting = handoffs.offered(session, item.team_id, item.noun, item.number)
    if waiting:
        to = people.find(session, item.team_id, waiting.to_id)
        raise AlreadyOffered(ref=item.ref, name=to.name if to else "somebody")


def check_receiver(session: Session, team_id: str, to: str) -> None:
    """Refuse somebody or a department that nobody knows; raises as `offer` does for them."""
    _receiver(session, team_id, to)


def _receiver(
    session: Session, team_id: str, to: str | Department
) -> tuple[Person, Department | None]:
    """A department stands for its lead; otherwise the words name a person."""
    if isinstance(to, Department):
        return lookup.lead(session, to), to
    department = lookup.named_department(session, team_id, to)
    if department is not None:
        return lookup.lead(session, department), department
    if to.startswith(("<@", "@")) or people.named(session, team_id, to):
        return lookup.person(session, team_id, to), None
    # Nothing is called so: whoever wrote it reads what comes nearest.
    return lookup.lead(session, lookup.department(session, team_id, to)), None


# --- take it over, or return it ---


@dataclass(frozen=True)
class Accepted:
    """A promise that somebody has taken over, and the department that answers for it now.

    `by` is the date that was named with it, if one was.
    """

    item: Item
    owner: Person
    department: Department
    by: ByWhen | None = None


@dataclass(frozen=True)
class Returned:
    """A promise that somebody did not take over; `giver` reads why, if they are known still."""

    item: Item
    giver: Person | None


@dataclass(frozen=True)
class Retracted:
    """A promise that is not on offer any more."""

    item: Item


def offered_to(session: Session, actor: Person, item: Item) -> Handoff:
    """The offer that somebody may answer.

    Raises AlreadyClosed, NotOffered, and what `access.check` raises.
    """
    items.check_live(item)
    found = handoffs.offered(session, item.team_id, item.noun, item.number)
    if found is None:
        raise NotOffered(ref=item.ref)
    access.check(session, actor, access.ACCEPT, item)
    return found


def waits_for(session: Session, actor: Person, item: Item) -> bool:
    """Whether what somebody says of a promise answers an offer of it.

    To whoever has it, and to their lead, it is about the promise itself, unless it is offered to
    them by name.
    """
    found = handoffs.offered(session, item.team_id, item.noun, item.number)
    if found is None or not item.live or not access.may(session, actor, access.ACCEPT, item):
        return False
    return found.to_id == actor.user_id or not access.may(session, actor, access.TAKE, item)


def accept(session: Session, now: datetime, actor: Person, item: Item, by: str = "") -> Accepted:
    """Take a promise over: it is theirs from now on, by the day named with it, in words or ISO.

    Raises what `offered_to` and `access.check_owner` raise, NoDepartment and WrongDate.
    """
    answered = offered_to(session, actor, item)
    access.check_owner(actor)
    named = deadlines.read(session, now, actor, by, item) if by.strip() else None
    department = departments.find(session, item.team_id, answered.to_department_id)
    if department is None:
        department = lookup.department_for(session, actor, "", "")
    there = department.department_id
    along.become_whole(session, now, actor, item, department)
    lifecycle.make(
        session,
        now,
        moves.TAKE_OVER,
        item,
        actor,
        changes=Changes(
            owner=actor,
            department=department,
            due_at=named.at if named else None,
            zone=named.zone if named else None,
            timed=bool(named and named.timed),
        ),
        asked=[
            Asked(FINISH, actor, there),
            *(replace(each, department_id=there) for each in steps.telling(session, item)),
        ],
        from_id=item.owner_id or answered.from_id,
        giver=answered.offered_by,
        reason=answered.reason,
    )
    handoffs.answer(session, now, answered, actor.user_id, accepted=True)
    bouncing.after_crossing(session, now, item, answered)
    items.show(session, now, item, department)
    items.show_owner(session, now, item, actor)
    return Accepted(item, actor, department, named)


def retract(session: Session, now: datetime, actor: Person, item: Item) -> Retracted:
    """Take an offer back that nobody has answered: it stays with its owner.

    Raises AlreadyClosed, NotOffered, and what `lifecycle.permit` raises.
    """
    items.check_live(item)
    waiting = handoffs.offered(session, item.team_id, item.noun, item.number)
    lifecycle.permit(session, actor, item, moves.RETRACT)
    if waiting is None:
        raise NotOffered(ref=item.ref)
    handoffs.answer(session, now, waiting, actor.user_id, accepted=False)
    lifecycle.make(session, now, moves.RETRACT, item, actor)
    return Retracted(item)


def give_back(session: Session, now: datetime, actor: Person, item: Item, reason: str) -> Returned:
    """Return an offer and say why; whoever has the promise, and whoever offered it, reads so.

    Raises what `offered_to` raises, and WhyMissing.
    """
    answered = offered_to(session, actor, item)
    reasons.check(reason)
    # Whoever offered it may have left since: it is with somebody else then.
    holder = item.owner_id or answered.from_id
    lifecycle.make(session, now, moves.RETURN, item, actor, from_id=holder, reason=reason)
    handoffs.answer(session, now, answered, actor.user_id, accepted=False, reason=reason)
    giver = people.find(session, item.team_id, holder)
    other = people.find(session, item.team_id, answered.offered_by)
    if giver:
        items.show_owner(session, now, item, giver)
    if other and other != giver and other.works_here:
        items.show_person(session, now, item, Face.HEARER, other)
    bouncing.after_return(session, now, item, answered)
    return Returned(item, giver)


# --- give it to somebody at once ---


@dataclass(frozen=True)
class Reassigned:
    """A promise that somebody else has now, and who is asked for it."""

    item: Item
    owner: Person


def give_to(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    to: Person,
    reason: str,
    department: Department | None = None,
) -> Reassigned:
    """Give a promise to another owner at once, and say why; an offer of it is off.

    A lead gives to people of their own department, the CCO and the executives to anybody.
    `department` answers for it where that is said; else the one it is with, or their own. Raises
    what
    `lifecycle.permit`, `items.check_routed` and `access.check_owner` raise, WhyMissing, SameOwner,
    OtherDepartment and NoDepartment.
    """
    lifecycle.permit(session, actor, item, moves.GIVE_TO)
    items.check_routed(item)
    reasons.check(reason)
    access.check_owner(to)
    if to.user_id == item.owner_id:
        raise SameOwner(ref=item.ref, name=to.name)
    department = department or _their_department(session, actor, item, to)
    along.become_whole(session, now, actor, item, department)
    lifecycle.make(
        session,
        now,
        moves.GIVE_TO,
        item,
        actor,
        changes=Changes(owner=to, department=department),
        asked=[Asked(ACKNOWLEDGE, to, department.department_id)],
        to=to.user_id,
        from_id=item.owner_id or "",
        reason=reason,
    )
    items.show(session, now, item, department)
    if to.user_id != actor.user_id:
        items.show_owner(session, now, item, to)
    return Reassigned(item, to)


def _their_department(session: Session, actor: Person, item: Item, to: Person) -> Department:
    """The department that answers for it then.

    Raises OtherDepartment where somebody may only give within their own.
    """
    here = items.department_of(session, item)
    led = departments.led_by(session, to.team_id, to.user_id)
    if here and (to.department_id == here.department_id or here in led):
        return here
    there = lookup.department_for(session, to, "", "")
    if here and not is_one_of(session, actor, {Relation.CCO, Relation.DECIDER}, item):
        raise OtherDepartment(name=to.name, department=there.name, ref=item.ref)
    return there
