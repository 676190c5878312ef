"""The fourth sale first: what was sold is handed over with what they need it for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.customers import changes
from handlers.customers.sales import asking, changing, moves, words
from handlers.customers.sales.kind import KINDS, NEED, USE
from handlers.people import access, lookup
from handlers.promises import items, lifecycle
from handlers.promises.lifecycle import Move
from handlers.speech import cleaning, phrases, reasons
from handlers.speech import words as plain
from handlers.speech.errors import StaleForm
from handlers.speech.people_errors import NotYours
from handlers.speech.sale_errors import (
    FitMissing,
    FoundOutInPast,
    FoundOutTooLate,
    NeedUnsaid,
    NotAskedForSale,
    SaleTakenBack,
    SaleWordsTooLong,
    SoldAfterTheyLeft,
    SoldAlready,
    SoldNothing,
    SoldToNobody,
    SoldTooEarly,
    SoldTooLate,
)
from storage import counters, customers, people, sales
from storage.customers import Customer
from storage.people import Person, Role
from storage.sales import Fit, Sale, Use

LONGEST = 1000
"""Characters of somebody's words."""
YEARS_BACK, YEARS_AHEAD = 20, 2
FOUND_OUT_WITHIN = timedelta(days=30)
"""Within so long somebody finds out what they need it for."""


@dataclass(frozen=True)
class SaleSaid:
    """What somebody says of a sale.

    `on` is the local day from which the customer has it, None for today; `value` is what they pay
    for it in its first year, in whole units of the company's currency, None where nobody knows.
    `seller` is who sold it, None for whoever says so.
    """

    customer: Customer | None
    sold: str
    on: date | None = None
    value: int | None = None
    seller: Person | None = None


@dataclass(frozen=True)
class HandedOver:
    """What they want to be able to do, whether it fits, and what they did not get."""

    needs: str
    fit: Fit | None
    unsold: str = ""


def record(session: Session, now: datetime, actor: Person, said: SaleSaid) -> Sale:
    """Write down what was sold, and ask whoever sold it what they need it for.

    Raises SoldToNobody, SoldNothing, SoldTooEarly, SoldTooLate, SoldAfterTheyLeft, SoldAlready,
    SaleWordsTooLong, and what `access.check` raises.
    """
    access.check(session, actor, access.RECORD_SALE)
    customer, told = _told(now, actor, said)
    number = counters.next_number(session, actor.team_id, Sale.noun)
    _check_time(session, customer, told["starts_on"], None)
    seller = said.seller or actor
    new = Sale(
        team_id=actor.team_id,
        number=number,
        title=words.TITLE.format(name=customer.name),
        created_at=now,
        recorded_by=actor.user_id,
        customer_id=customer.customer_id,
        currency=customer.currency,
        sold_by=seller.user_id,
        department_id=seller.department_id,
        need_asked_on=hours.day_of(now, actor.zone),
        **told,
    )
    lifecycle.begin(
        session, now, moves.SELL, new, actor, asked=asking.need(session, new),
        sale=changing.TOLD.told_of(new),
    )  # fmt: skip
    return new


def correct(session: Session, now: datetime, actor: Person, ref: str, said: SaleSaid) -> Sale:
    """Say something else of what was sold, from when and for how much.

    As it was, where nothing differs. Raises what `to_change` and `record` raise.
    """
    sale = to_change(session, actor, ref)
    customer, told = _told(now, actor, said)
    if told["starts_on"] != sale.starts_on:
        _check_time(session, customer, told["starts_on"], sale)
    make(session, now, moves.CORRECT, sale, actor, told, only_if_different=True)
    return sale


def hand_over(session: Session, now: datetime, actor: Person, ref: str, said: HandedOver) -> Sale:
    """Say what they need it for, and whether it fits: whoever leads the account reads it.

    Raises NeedUnsaid, FitMissing, SaleWordsTooLong, and what `named` and `check_may_say` raise.
    """
    sale = named(session, actor, ref, moves.HAND_OVER)
    check_may_say(session, actor, sale, NEED.name)
    if cleaning.says_nothing(said.needs):
        raise NeedUnsaid
    if said.fit is None:
        raise FitMissing
    for line in (said.needs, said.unsold):
        check_length(line)
    wanted = {
        "needs": said.needs.strip(), "fit": str(said.fit), "unsold": said.unsold.strip(),
    }  # fmt: skip
    make(session, now, moves.HAND_OVER, sale, actor, wanted)
    return sale


def find_out(session: Session, now: datetime, actor: Person, ref: str, by: date) -> Sale:
    """Whoever is to say what they need it for finds out, and says it by then, a local day.

    Raises FoundOutInPast, FoundOutTooLate, NotAskedForSale, and what `named` and `check_may_say`
    raise.
    """
    sale = named(session, actor, ref, moves.FIND_OUT)
    check_may_say(session, actor, sale, NEED.name)
    check_is_asked(session, sale, NEED.name)
    today = hours.day_of(now, actor.zone)
    if by < today:
        raise FoundOutInPast
    if by > today + FOUND_OUT_WITHIN:
        raise FoundOutTooLate(days=str(FOUND_OUT_WITHIN.days))
    owed_by = hours.closing(calendars.for_person(session, actor), by)
    lifecycle.permit(session, actor, sale, moves.FIND_OUT)
    lifecycle.make(
        session, now, moves.FIND_OUT, sale, actor,
        asked=[asking.asked(NEED, actor, by=max(owed_by, now + timedelta(hours=1)))],
        goes_on=[USE.name], day=by.isoformat(),
    )  # fmt: skip
    return sale


def say_use(
    session: Session, now: datetime, actor: Person, ref: str, used: Use, because: str = ""
) -> Sale:
    """Say how much of it they use; where that is not all, in words.

    Raises what `reasons.check`, `check_length`, `named` and `check_may_say` raise.
    """
    sale = named(session, actor, ref, moves.SAY_USE)
    check_may_say(session, actor, sale, USE.name)
    check_is_asked(session, sale, USE.name)
    if used != Use.ALL:
        reasons.check(because)
        check_length(because)
    wanted = {
        "used": str(used), "used_words": because.strip(), "used_on": hours.day_of(now, actor.zone),
    }  # fmt: skip
    make(session, now, moves.SAY_USE, sale, actor, wanted)
    return sale


def pass_on(
    session: Session, now: datetime, actor: Person, ref: str, kind: str, to_id: str
) -> Person:
    """Ask somebody else what is asked about a sale; who is asked now.

    Raises NotAskedForSale, and what `named`, `check_may_say`, `lookup.chosen_person` and
    `access.check_owner` raise.
    """
    sale = named(session, actor, ref, moves.PASS_ON)
    if kind not in KINDS:
        raise StaleForm
    check_may_say(session, actor, sale, kind)
    check_is_asked(session, sale, kind)
    to = lookup.chosen_person(session, actor.team_id, to_id)
    if to.role != Role.CCO:
        access.check_owner(to)
    lifecycle.permit(session, actor, sale, moves.PASS_ON)
    lifecycle.make(
        session, now, moves.PASS_ON, sale, actor, asked=[asking.asked(KINDS[kind], to)],
        goes_on=[each for each in KINDS if each != kind], to=to.user_id, asked_for=kind,
    )  # fmt: skip
    return to


# --- who, and which ---


def named(session: Session, actor: Person, ref: str, *which: Move) -> Sale:
    """The sale that somebody names, held until the commit, if one of these moves is theirs to make.

    Raises StaleForm for what names none, NoSuchNumber, SaleTakenBack, and what `access.check`
    raises.
    """
    said = phrases.reference(ref)
    if said is None or said.letter != Sale.letter:
        access.check(session, actor, access.READ)
        raise StaleForm
    sale = sales.find(session, actor.team_id, said.number, lock=True)
    for right in dict.fromkeys(each.right for each in which if each.right):
        access.check(session, actor, right, sale)
    if sale is None:
        raise items.unknown(session, actor.team_id, Sale, said.number)
    if which and not sale.stands:
        raise SaleTakenBack(ref=sale.ref)
    return sale


def to_change(session: Session, actor: Person, ref: str) -> Sale:
    """The same, for those who may change what was sold. Raises NotYours, and what `named` does."""
    sale = named(session, actor, ref, moves.CORRECT)
    if not may_change(session, actor, sale):
        raise NotYours(who=_who(session, sale, [sale.recorded_by, sale.sold_by]))
    return sale


def may_read(session: Session, reader: Person, sale: Sale) -> bool:
    """Whether somebody may read what they need it for and whether they use it.

    Those are account leads, leads of departments, executives and the CCO, who is asked, and who
    sold it or wrote it down.
    """
    theirs = reader.user_id in (sale.sold_by, sale.recorded_by) and reader.works_here
    return theirs or access.may(session, reader, access.READ_SALES, sale)


def may_change(session: Session, actor: Person, sale: Sale) -> bool:
    """Whether somebody may change what was sold: who sold it or wrote it down, and the CCO.

    Of a new account that nobody wrote down as a sale, who leads it.
    """
    theirs = actor.user_id in (sale.sold_by, sale.recorded_by)
    leads_it = not sale.recorded_by and _leads(session, actor, sale)
    return actor.role == Role.CCO or theirs or leads_it


def may_say(session: Session, actor: Person, sale: Sale, kind: str) -> bool:
    """Whether somebody may answer: the CCO, who leads the account, and who owes just this."""
    owing = {
        each for ask in asking.open_of(session, sale, kind) for each in (ask.person_id, ask.for_id)
    }
    is_theirs = _leads(session, actor, sale)
    return actor.role == Role.CCO or is_theirs or actor.user_id in owing


def _leads(session: Session, actor: Person, sale: Sale) -> bool:
    customer = customers.find(session, sale.team_id, sale.customer_id)
    return customer is not None and customer.owner_id == actor.user_id


def check_may_say(session: Session, actor: Person, sale: Sale, kind: str) -> None:
    """Raises NotYours, naming who could, for somebody who may not answer this."""
    if not may_say(session, actor, sale, kind):
        customer = customers.find(session, sale.team_id, sale.customer_id)
        owing = [each.person_id for each in asking.open_of(session, sale, kind)]
        raise NotYours(who=_who(session, sale, [*owing, (customer and customer.owner_id) or ""]))


def check_is_asked(session: Session, sale: Sale, kind: str) -> None:
    """Raises NotAskedForSale where nobody owes this answer."""
    if not asking.open_of(session, sale, kind):
        raise NotAskedForSale(ref=sale.ref)


def _who(session: Session, sale: Sale, user_ids: Sequence[str]) -> str:
    known = people.by_id(session, sale.team_id, [each for each in user_ids if each])
    names = [each.name for each in known.values() if each.works_here and each.role != Role.CCO]
    return plain.join_names([*names, "the CCO"], "or")


# --- what all of it does ---


def make(
    session: Session,
    now: datetime,
    move: Move,
    sale: Sale,
    actor: Person,
    wanted: Mapping[str, object],
    *,
    only_if_different: bool = False,
) -> None:
    """Make a move that sets columns of a sale, which is held."""
    lifecycle.permit(session, actor, sale, move)
    different = changes.different(sale, wanted)
    if only_if_different and not different.after:
        return
    changing.TOLD.set_columns(sale, different.after)
    lifecycle.make(session, now, move, sale, actor, before=different.before, after=different.after)


def _told(now: datetime, actor: Person, said: SaleSaid) -> tuple[Customer, dict[str, Any]]:
    """To whom, and what is said of it by column."""
    if said.customer is None:
        raise SoldToNobody
    today = hours.day_of(now, actor.zone)
    day = said.on or today
    if cleaning.says_nothing(said.sold):
        raise SoldNothing
    if day.year < today.year - YEARS_BACK:
        raise SoldTooEarly(years=str(YEARS_BACK))
    if day.year > today.year + YEARS_AHEAD:
        raise SoldTooLate(years=str(YEARS_AHEAD))
    check_length(said.sold)
    return said.customer, {"starts_on": day, "value": said.value, "sold": said.sold.strip()}


def _check_time(session: Session, customer: Customer, day: date, sale: Sale | None) -> None:
    """Nobody buys anything after they left, nor twice on one day; `sale` is the one that moves."""
    if customer.left_on and day >= customer.left_on:
        raise SoldAfterTheyLeft(name=customer.name, day=plain.dated(customer.left_on))
    others = sales.of_customer(session, customer.team_id, customer.customer_id)
    same = next((each for each in others if each.starts_on == day and each is not sale), None)
    if same:
        raise SoldAlready(ref=same.ref, name=customer.name)


def check_length(line: str) -> None:
    """Raises SaleWordsTooLong."""
    if len(line) > LONGEST:
        raise SaleWordsTooLong(length=f"{len(line):,}", most=f"{LONGEST:,}")
