"""What becomes of a promise or a decision: each thing that may is a move, made here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from handlers.chasing import asks
from handlers.people import access
from handlers.people.facts import WrongFacts
from handlers.promises import progress
from handlers.promises.asked import ACCEPT, CHECK, FINISH
from handlers.promises.hearers import NOBODY
from handlers.promises.items.quiet import is_quiet
from handlers.promises.lifecycle import checking, events, judging, past, paused, showing, things
from handlers.promises.lifecycle.permits import may, permit
from handlers.promises.lifecycle.shapes import (
    NOTHING,
    Asked,
    Changes,
    Column,
    Move,
    check_asked,
    check_changes,
    check_noun,
    encode,
    table,
)
from handlers.promises.lifecycle.things import Movable
from storage import asks as stored_asks
from storage import handoffs
from storage.asks import Ask
from storage.customers import Customer
from storage.decisions import Decision
from storage.handoffs import Handoff
from storage.issues import Experience, Step, column_of
from storage.items import CLOSED_STATES, Item, State
from storage.people import Person
from storage.tasks import Promise

__all__ = [
    "NOTHING",
    "Asked",
    "Changes",
    "Column",
    "Move",
    "WrongFacts",
    "begin",
    "begin_asks",
    "encode",
    "make",
    "may",
    "note",
    "pass_on",
    "permit",
    "record",
    "stand",
    "table",
]


NAMED = frozenset({Column.TITLE, Column.CUSTOMER})
"""By these a thing is found by its words."""


def make(
    session: Session,
    now: datetime,
    move: Move,
    thing: Movable,
    actor: Person,
    *,
    changes: Changes = NOTHING,
    asked: Sequence[Asked] = (),
    goes_on: Collection[str] = (),
    **facts: object,
) -> None:
    """Make a move with something that is held, as `items.get` brings an item.

    `goes_on` are kinds of ask that the move ends, and that are wanted still. Its columns are set,
    asks end and begin, history is written, and its cards show it. Raises what `permit` raises;
    WrongFacts, and ValueError for changes or asks that are not the move's.
    """
    check_noun(move, thing)
    permit(session, actor, thing, move)
    written = encode(move, facts)
    check_changes(move, changes)
    check_asked(move, asked)
    _judge(session, now, move, thing)
    was_live, before = things.is_live(thing), past.of(thing)
    by, former = actor.user_id, things.owner_of(thing)
    stand(move, thing, now, changes, by, str(facts.get("reason", "")))
    session.add(thing)
    offer = _offer(session, move, thing)
    if offer and ACCEPT not in (*move.opens, *move.ends):
        # What is closed, or somebody else's, is not on offer any more.
        handoffs.answer(session, now, offer, by, accepted=False)
    ended = _end_asks(session, now, move, thing, by, goes_on)
    customer = things.customer_of(session, thing)
    begun = begin_asks(session, now, thing, customer, *asked)
    way_back = past.fact(before, thing, ended, begun, offer) if move.can_undo else {}
    turned = things.is_live(thing) != was_live or bool(changes.columns & NAMED)
    happened = events.happened(
        session, now, thing, customer, by, move.verb, turned=turned,
        **written, **_zone(changes), **way_back,
    )  # fmt: skip
    showing.show(session, now, thing)
    if isinstance(thing, Item | Decision):
        progress.tell(session, now, move.told, thing, by, former, happened, move.verb)


def begin(
    session: Session,
    now: datetime,
    move: Move,
    new: Movable,
    actor: Person | None,
    *,
    asked: Sequence[Asked] = (),
    **facts: object,
) -> None:
    """Make the move that begins something: it is stored, and whoever it is with is asked.

    `actor` is None for what Duly itself begins. Nobody else knows of it yet, so nothing is held;
    its cards are for the caller to post. Raises what `access.check` raises, WrongFacts and
    ValueError as `make` does.
    """
    check_noun(move, new)
    if move.start:
        raise ValueError(f"“{move.verb}” begins nothing")
    if actor and move.right:
        access.check(session, actor, move.right)
    elif actor or move.right:
        raise ValueError(f"“{move.verb}” is begun by {'Duly' if actor else 'somebody'}")
    written = encode(move, facts)
    check_asked(move, asked)
    by = actor.user_id if actor else ""
    stand(move, new, now, NOTHING, by)
    things.store(session, new)
    customer = things.customer_of(session, new)
    begin_asks(session, now, new, customer, *asked)
    events.began(session, now, new, customer, by, move.verb, **written)


def record(
    session: Session,
    at: datetime,
    move: Move,
    item: Promise | Experience,
    actor: str,
    customer: Customer | None,
    **facts: object,
) -> None:
    """Write down a move that was made elsewhere at `at` (UTC), as a file of the past tells it.

    `item` is a row in the making: its columns are set as the move sets them, and the caller stores
    it with the asks as they ended. `customer` is whom it is for; nothing is read. Raises
    WrongFacts, and ValueError as `make` does and for a state that the move does not start from.
    """
    check_noun(move, item)
    if move.start and item.state not in move.start:
        raise ValueError(f"“{move.verb}” cannot follow on {item.state}")
    written = encode(move, facts) | {"imported": True}
    stand(move, item, at, NOTHING, actor, str(facts.get("reason", "")))
    if move.start:
        events.happened(
            session, at, item, customer, actor, move.verb, is_stored=False,
            turned=not things.is_live(item), **written,
        )  # fmt: skip
    else:
        events.began(session, at, item, customer, actor, move.verb, **written)


def pass_on(
    session: Session,
    now: datetime,
    move: Move,
    item: Movable,
    *,
    changes: Changes = NOTHING,
    asked: Sequence[Asked] = (),
    **facts: object,
) -> None:
    """Make a move that is nobody's with something that is held: Duly itself does it.

    Raises WrongFacts, and ValueError for a move that is somebody's or that ends all that is asked
    about an item, for asks that are not the move's, or from another state.
    """
    check_noun(move, item)
    # With all that is asked about an item an offer of it may end, which only somebody decides.
    if move.right is not None or (move.others and things.item_in(item) is not None):
        raise ValueError(f"“{move.verb}” is not Duly's to make")
    if item.state not in move.start:
        raise ValueError(f"“{move.verb}” cannot follow on {item.state}")
    written = encode(move, facts)
    check_changes(move, changes)
    check_asked(move, asked)
    _judge(session, now, move, item)
    was_live, before, former = things.is_live(item), past.of(item), things.owner_of(item)
    stand(move, item, now, changes, "")
    session.add(item)
    ended = _end_asks(session, now, move, item, "", ())
    customer = things.customer_of(session, item)
    begun = begin_asks(session, now, item, customer, *asked)
    way_back = past.fact(before, item, ended, begun, None) if move.can_undo else {}
    happened = events.happened(
        session, now, item, customer, "", move.verb, turned=things.is_live(item) != was_live,
        **written, **_zone(changes), **way_back,
    )  # fmt: skip
    showing.show(session, now, item)
    if move.told != NOBODY and isinstance(item, Item | Decision):
        progress.tell(session, now, move.told, item, "", former, happened, move.verb)


def note(
    session: Session, now: datetime, move: Move, item: Movable, ask: Ask, **facts: object
) -> None:
    """Write down what Duly itself did about an ask, which is held; the item need not be.

    The item stays as it is. Raises WrongFacts, and ValueError for a move that is somebody's or
    changes something.
    """
    check_noun(move, item)
    if move.right is not None or move.end is not None or move.changes or move.ends or move.others:
        raise ValueError(f"“{move.verb}” is more than a note")
    events.noted(session, now, item, ask, move.verb, **encode(move, facts))
    showing.show(session, now, item)


def begin_asks(
    session: Session,
    now: datetime,
    thing: Movable,
    customer: Customer | None,
    *asked: Asked,
) -> list[UUID]:
    """Ask people about something as it stands, each by their own clock; `customer` is whose it is.

    This is what moves do, and alone it is for what a file brought in or nobody was asked about.
    The ids of the asks.
    """
    if not asked:
        return []
    about = things.about(thing, customer)
    return [
        ask_id
        for each in asked
        for ask_id in asks.open_ask(
            session,
            now,
            each.kind,
            about,
            each.person,
            each.department_id,
            announced=each.announced and not is_quiet(session),
            rung=each.rung,
            by=each.by,
        )
    ]


def stand(
    move: Move, thing: Movable, at: datetime, changes: Changes, by: str, reason: str = ""
) -> None:
    """Set the columns of a thing as a move leaves them: the one place where a state is set."""
    if isinstance(thing, Item):
        _change(move, thing, at, changes, reason)
        if FINISH in move.opens:
            # Whoever asks its owner from now on to keep a date has given it.
            thing.promised_by = by
    if changes.audience is not None and isinstance(thing, Item | Decision):
        thing.audience = changes.audience
    if isinstance(thing, Experience):
        _step(move, thing, at, changes)
    if move.end is not None:
        thing.state = move.end


def _step(move: Move, issue: Experience, at: datetime, changes: Changes) -> None:
    """A step counts from the first time that it was done; one that failed is still to be done.

    What is closed with its prevention done is checked later on.
    """
    for failed in move.fails:
        setattr(issue, column_of(failed), None)
    if move.does and issue.done_at(move.does) is None:
        setattr(issue, column_of(move.does), at)
    if move.end is not None:
        is_prevented = move.end == State.DONE and issue.prevented_at is not None
        issue.check_at = checking.after(at, at) if is_prevented else None
    elif CHECK in move.opens_if and issue.closed_at:
        issue.check_at = checking.after(issue.closed_at, at)
    if Step.VERIFIED in move.fails:
        issue.feels = None
    issue.felt, issue.feels = changes.felt or issue.felt, changes.feels or issue.feels
    for name in changes.unknown:
        setattr(issue, name, None)


def _judge(session: Session, now: datetime, move: Move, thing: Movable) -> None:
    """Write down what a move would change about the past; who takes one back does so at the end."""
    item = things.item_in(thing)
    if item is None or move.takes_back or not (move.end or move.changes):
        return
    judging.judge(session, now, item, ends=move.end is not None)
    if move.voids:
        judging.void(session, now, item)


def _change(move: Move, item: Item, at: datetime, changes: Changes, reason: str) -> None:
    """What goes along with it: whose it is, by when, since when it is taken, and how it ended."""
    _set(item, changes, is_taken=move.end == State.ACKNOWLEDGED)
    if move.end is None:
        return
    if move.end == State.ACKNOWLEDGED and (changes.owner or item.state != State.ACKNOWLEDGED):
        item.acknowledged_at = at
    if move.end in CLOSED_STATES and item.closed_at is None:
        item.closed_at, item.close_reason = at, reason
    elif move.end == State.OPEN:
        # Opened again, or with somebody who has not answered yet.
        item.acknowledged_at = item.promised_by = item.closed_at = None
        item.close_reason = ""
        if isinstance(item, Experience):
            item.joined_to = None


def _set(item: Item, changes: Changes, *, is_taken: bool) -> None:
    if changes.before is not None:
        past.restore(item, changes.before)
    if changes.due_at is not None and changes.zone is not None:
        item.due_at, item.due_zone = changes.due_at, changes.zone
        item.due_timed = changes.timed
        if changes.owner and not is_taken:
            # What somebody is given with a date: the one that later dates are measured by.
            item.original_due_at = changes.due_at
    if changes.owner:
        item.owner_id = changes.owner.user_id
    if changes.department:
        item.department_id = changes.department.department_id
    if changes.customer or changes.nobodys:
        item.customer_id = changes.customer.customer_id if changes.customer else None
    if changes.joined_to and isinstance(item, Experience):
        item.joined_to = changes.joined_to
    if changes.cause and isinstance(item, Experience):
        item.cause_id = changes.cause.cause_id
    if isinstance(item, Promise):
        _set_of_task(item, changes)
    item.title = changes.title or item.title
    item.severity = changes.severity or item.severity


def _set_of_task(task: Promise, changes: Changes) -> None:
    if changes.prevents:
        task.is_prevention = True
    if changes.outcome or changes.moves_none:
        task.outcome_number = changes.outcome.number if changes.outcome else None


# --- what follows ---


def _offer(session: Session, move: Move, thing: Movable) -> Handoff | None:
    """The offer that was made with a move, or that is answered or ended with it."""
    item = things.item_in(thing)
    if item is None or not (move.others or ACCEPT in (*move.opens, *move.ends)):
        return None
    return handoffs.offered(session, item.team_id, item.noun, item.number)


def _end_asks(
    session: Session, now: datetime, move: Move, thing: Movable, by: str, goes_on: Collection[str]
) -> list[UUID]:
    if not move.ends and move.others is None:
        return []
    ended = []
    for ask in stored_asks.open_about(session, thing.team_id, thing.noun, thing.number):
        outcome = (
            None if ask.kind in (*move.keeps, *goes_on) else move.ends.get(ask.kind, move.others)
        )
        if outcome is not None and (not move.own or by in (ask.person_id, ask.for_id)):
            asks.answer(session, now, ask, by, outcome)
            ended.append(ask)
    paused.move_on(session, now, ended, by)
    return [ask.ask_id for ask in ended]


def _zone(changes: Changes) -> dict[str, Any]:
    """The clock of a date is told with it, and whether an hour was given."""
    hour = {"timed": True} if changes.timed else {}
    return {"zone": changes.zone, **hour} if changes.zone else {}
