"""A department writes down what it pays for and which customers get it: everybody may read that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.initiatives import changing, moves, words
from handlers.customers.initiatives.twins import finding
from handlers.people import access
from handlers.promises import items, lifecycle
from handlers.promises.lifecycle import Asked, Move
from handlers.speech import cleaning, phrases
from handlers.speech import words as plain
from handlers.speech.errors import StaleForm
from handlers.speech.initiative_errors import (
    AnswererMissing,
    EndsBeforeItBegins,
    InitiativeEnded,
    InitiativeMissing,
    LastsTooLong,
    NegativeMoney,
    PayerMissing,
    SpanMissing,
)
from storage import counters, initiatives
from storage.customer_outcomes import CustomerOutcome
from storage.customers import Customer, Tier
from storage.departments import Department
from storage.initiatives import Initiative, InitiativeState
from storage.people import Person

YEARS = 10
"""So many years before and after today an initiative may begin and end."""


@dataclass(frozen=True)
class InitiativeSaid:
    """What somebody says of an initiative.

    `amount` is what it costs this year, in whole units of `currency`, None where nobody says.
    `keeps_amount` says that its money stays as it is, whatever stands there. `tiers` are those of
    whom every customer gets it, and so are `segments`, as `storage.segments` has them. `outcome` is
    what it moves, if anything.
    """

    title: str
    department: Department | None
    owner: Person | None
    begins_on: date | None
    ends_on: date | None
    amount: int | None = None
    currency: str | None = None
    keeps_amount: bool = False
    tiers: Sequence[Tier] = ()
    segments: Sequence[str] = ()
    customers: Sequence[Customer] = ()
    outcome: CustomerOutcome | None = None


def write(
    session: Session,
    now: datetime,
    actor: Person,
    said: InitiativeSaid,
    began: datetime | None = None,
) -> Initiative:
    """Write down an initiative; `began` (UTC) is when that was done first, else now.

    Raises InitiativeMissing, TitleTooLong, PayerMissing, AnswererMissing, SpanMissing,
    EndsBeforeItBegins, LastsTooLong, NegativeMoney, and what `access.check_owner` and
    `access.check` raise.
    """
    access.check(session, actor, access.WRITE_INITIATIVE)
    told = _told(now, actor, said)
    named = {each.customer_id for each in said.customers}
    number = counters.next_number(session, actor.team_id, Initiative.noun)
    new = Initiative(
        team_id=actor.team_id,
        number=number,
        created_at=began or now,
        recorded_by=actor.user_id,
        **told,
    )
    lifecycle.begin(session, now, moves.WRITE, new, actor, initiative=changing.told_of(new, named))
    initiatives.name_customers(session, actor.team_id, number, named)
    finding.look(session, now, new)
    return new


def change(
    session: Session, now: datetime, actor: Person, ref: str, said: InitiativeSaid
) -> Initiative:
    """Say something else of an initiative; as it was, where nothing differs.

    Raises what `named` and `write` raise.
    """
    initiative = named(session, actor, ref, moves.CHANGE)
    told = _told(now, actor, said, initiative.owner_id)
    if said.keeps_amount:
        del told["amount"], told["currency"]
    ids = {each.customer_id for each in said.customers}
    if make(session, now, moves.CHANGE, initiative, actor, told, ids):
        finding.look(session, now, initiative)
    return initiative


def named(session: Session, actor: Person, ref: str, *which: Move) -> Initiative:
    """The initiative that somebody names, held until the commit, if a move of it is theirs to make.

    Raises StaleForm for what names none, NoSuchNumber, InitiativeEnded where it stands otherwise,
    and what `access.check` raises.
    """
    said = phrases.reference(ref)
    if said is None or said.letter != Initiative.letter:
        access.check(session, actor, access.READ)
        raise StaleForm
    access.check(session, actor, access.READ)
    initiative = initiatives.find(session, actor.team_id, said.number, lock=True)
    if initiative is None:
        raise items.unknown(session, actor.team_id, Initiative, said.number)
    for right in dict.fromkeys(each.right for each in which if each.right):
        access.check(session, actor, right, initiative)
    if which and not any(initiative.state in each.start for each in which):
        how = words.STATES[InitiativeState(initiative.state)]
        raise InitiativeEnded(ref=initiative.ref, how=how)
    return initiative


def may_read_money(session: Session, reader: Person, initiative: Initiative | None = None) -> bool:
    """Whether somebody may read what an initiative costs; without one, what any of them does."""
    if access.may(session, reader, access.READ_BUDGETS):
        return True
    return initiative is not None and access.may(session, reader, access.READ_BUDGETS, initiative)


def make(
    session: Session,
    now: datetime,
    move: Move,
    initiative: Initiative,
    actor: Person,
    wanted: dict[str, Any],
    ids: set[UUID] | None = None,
    asked: Sequence[Asked] = (),
) -> bool:
    """Make a move that sets columns of an initiative, which is held; whether anything differed."""
    lifecycle.permit(session, actor, initiative, move)
    otherwise = changing.different(session, initiative, wanted, ids)
    if not otherwise.after:
        return False
    changing.set_columns(session, initiative, otherwise.after)
    lifecycle.make(
        session, now, move, initiative, actor, asked=asked,
        before=otherwise.before, after=otherwise.after,
    )  # fmt: skip
    return True


def _told(
    now: datetime, actor: Person, said: InitiativeSaid, answered_by: str = ""
) -> dict[str, Any]:
    """What is said of it, by column; `answered_by` is who answers for it so far."""
    title = phrases.one_line(said.title)
    if cleaning.says_nothing(title):
        raise InitiativeMissing
    items.check_title(title)
    if said.department is None:
        raise PayerMissing
    if said.owner is None:
        raise AnswererMissing
    if said.owner.user_id != answered_by:
        access.check_owner(said.owner)
    if said.begins_on is None or said.ends_on is None:
        raise SpanMissing
    _check_span(hours.day_of(now, actor.zone), said.begins_on, said.ends_on)
    if said.amount is not None and said.amount < 0:
        raise NegativeMoney
    return {
        "title": title,
        "department_id": said.department.department_id,
        "owner_id": said.owner.user_id,
        "begins_on": said.begins_on,
        "ends_on": said.ends_on,
        "amount": said.amount,
        "currency": said.currency if said.amount is not None else None,
        "outcome_number": said.outcome.number if said.outcome else None,
        "tiers": [str(tier) for tier in Tier if tier in said.tiers],
        "segments": sorted(set(said.segments)),
    }


def _check_span(today: date, begins: date, ends: date) -> None:
    if ends < begins:
        raise EndsBeforeItBegins(end=plain.dated(ends), begin=plain.dated(begins))
    if begins.year < today.year - YEARS or ends.year > today.year + YEARS:
        raise LastsTooLong(years=str(YEARS))
