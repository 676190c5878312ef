"""Whoever wants to cut an initiative reads first whom that touches; who accepts it is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import initiatives as room
from handlers.customers.initiatives import moves, words
from handlers.customers.initiatives.cuts import cards
from handlers.customers.initiatives.hanging import going_on
from handlers.customers.initiatives.twins import finding
from handlers.executives import decisions
from handlers.executives.decisions import deciding, needless
from handlers.people import access, lookup
from handlers.promises import items
from handlers.speech import reasons
from handlers.speech.initiative_errors import (
    AcceptorMissing,
    CutAskedAlready,
    DecidedTooSoon,
    DeciderMissing,
)
from storage import customers, initiatives, reaches
from storage import hanging as stored_hanging
from storage.customers import Customer
from storage.decisions import Decision
from storage.initiatives import Initiative
from storage.people import Person
from storage.reaches import Reach, Worth
from storage.tasks import Task

SOON = timedelta(days=90)
"""So near renewals are named."""
LIKE = 3
"""So many others are named that are for some of the same customers."""


@dataclass(frozen=True)
class Touched:
    """Whom a cut touches: how many, what they pay, who renews soon, and what else is for them.

    `worth` is None for whoever may not know what customers pay. `also_move` move the same outcome.
    """

    initiative: Initiative
    count: int
    worth: Worth | None
    currency: str | None
    renewing: list[Customer]
    others: list[Initiative]
    also_move: list[Initiative]
    hanging: list[Task]
    """The tasks that were given for it and are not done yet."""


@dataclass(frozen=True)
class CutDone:
    """An initiative that is cut, and the decision that nobody is asked about any more by that."""

    initiative: Initiative
    closed: Decision | None
    asked: int
    """So many people are asked how their promises go on without it."""


def touched(session: Session, now: datetime, actor: Person, initiative: Initiative) -> Touched:
    """What would become of its customers, as that is known now."""
    team_id, today = initiative.team_id, hours.day_of(now, actor.zone)
    reach: Reach = reaches.of(session, team_id, [initiative])[initiative.number]
    may_see = access.may_see_money(session, actor)
    renewing = reaches.renewing(session, team_id, reach, today, today + SOON)
    near = [number for number, alike in finding.nearest(session, initiative) if alike.customers]
    others = [initiatives.find(session, team_id, number) for number in near[:LIKE]]
    first = customers.find(session, team_id, next(iter(reach.named), None))
    return Touched(
        initiative=initiative,
        count=reach.count(reaches.customers_in(session, team_id)),
        worth=reaches.worth(session, team_id, reach) if may_see else None,
        currency=first.currency if first else initiative.currency,
        renewing=renewing,
        others=[each for each in others if each],
        also_move=[
            each
            for each in initiatives.moving(session, team_id, initiative.outcome_number)
            if each.number != initiative.number
        ],
        hanging=stored_hanging.live(session, team_id, initiative.number),
    )


def cut(
    session: Session, now: datetime, actor: Person, ref: str, reason: str, acceptor_id: str
) -> CutDone:
    """Cut an initiative, for a reason, which an executive or the CCO accepts by name.

    Where the executives are asked whether it is cut, they are not asked any more, and read why.
    Raises WhyMissing, NoteTooLong, AcceptorMissing, NoDecider, and what `initiatives.named` and
    `lookup.chosen_person` raise.
    """
    initiative = room.named(session, actor, ref, moves.CUT)
    reasons.check(reason)
    items.check_note(reason)
    if not acceptor_id:
        raise AcceptorMissing
    acceptor = deciding.fit(lookup.chosen_person(session, actor.team_id, acceptor_id))
    wanted = {
        "cut_on": hours.day_of(now, actor.zone),
        "cut_why": reason.strip(),
        "accepted_by": acceptor.user_id,
        "decision": None,
    }
    was_asked = initiative.decision
    hang = going_on.asked(session, now, initiative)
    room.make(session, now, moves.CUT, initiative, actor, wanted, asked=hang)
    why = words.ended_meanwhile(initiative)
    closed = needless.close(session, now, initiative.team_id, was_asked, why, actor.user_id)
    finding.look(session, now, initiative, actor.user_id)
    cards.tell(session, now, actor, acceptor, initiative)
    return CutDone(initiative, closed, len(hang))


def put(
    session: Session,
    now: datetime,
    actor: Person,
    ref: str,
    decider: Person | None,
    by: date | None,
) -> Decision:
    """Ask the executives whether an initiative is cut, with whom that touches; it goes on so far.

    Raises CutAskedAlready, DeciderMissing, DecidedTooSoon, NoDecider, NoExecutiveChannel, and what
    `initiatives.named` raises.
    """
    initiative = room.named(session, actor, ref, moves.PUT)
    check_is_new(initiative)
    if decider is None:
        raise DeciderMissing
    if by is None or by <= hours.day_of(now, actor.zone):
        raise DecidedTooSoon
    found = touched(session, now, actor, initiative)
    decision = decisions.propose(
        session, now, actor, cards.decision_title(initiative),
        decider=deciding.fit(decider), by=by, why=cards.plainly(found, actor, now),
    )  # fmt: skip
    room.make(session, now, moves.PUT, initiative, actor, {"decision": decision.number})
    return decision


def check_is_new(initiative: Initiative) -> None:
    """Raises CutAskedAlready where the executives are asked about it and have not decided."""
    if initiative.decision is not None:
        raise CutAskedAlready(ref=initiative.ref, decision=f"D-{initiative.decision}")
