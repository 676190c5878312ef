"""Customers from a file: how each is looked after, what it is worth, when it renews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from handlers.customers.contacts import bringing
from handlers.front.imports import cards, denominations, kept, rules
from handlers.front.imports.known import Known
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import Tally
from handlers.people import office, records, since
from handlers.promises import accounts
from handlers.speech.errors import UserError
from handlers.speech.file_errors import RowRejected
from storage import customers
from storage.customers import Customer
from storage.departments import key_of
from storage.gathering import gathered

LINES = ("region", "product", "vertical")
AMOUNTS = ("annual_value", "cost_to_serve")
SOURCE = 200
"""Characters of the name of a file."""


def bring(session: Session, now: datetime, job: Job, rows: Sequence[Row]) -> Tally:
    """Add customers, or update those of the same name; an empty cell leaves what is there."""
    tally, known = Tally(), Known(session, job.team_id)
    led = dict[UUID, tuple[Customer, str | None]]()
    with gathered(session):
        for row in rows:
            try:
                job.layout.check_width(row)
                _bring_one(session, now, job, row, known, tally, led)
            except UserError as error:
                tally.reject(row, error.message)
    for customer, former in led.values():
        accounts.follow(session, now, customer, former, job.actor)
    return tally


def _bring_one(
    session: Session,
    now: datetime,
    job: Job,
    row: Row,
    known: Known,
    tally: Tally,
    led: dict[UUID, tuple[Customer, str | None]],
) -> None:
    """`led` gathers whose account somebody else leads by now, and who did before this batch."""
    name = rules.name(job.text(row, "name"), "name")
    wanted = _wanted(job, row, known)
    customer = customers.named(session, job.team_id, name)
    _say_of_cost(session, now, job, customer, wanted)
    if customer is None:
        if "watched" in wanted and "renewal_on" not in wanted:
            raise RowRejected(reason=cards.watched_without_day())
        customer = Customer(team_id=job.team_id, name=name, key=key_of(name), **wanted)
        session.add(customer)
        kept.changed(session, now, job, customer, None)
        _name_decider(session, now, job, row, customer)
        tally.added += 1
        return
    since.check_left_after(session, customer, wanted.get("came_on"))
    _watch_on(customer, wanted)
    changes = {field: value for field, value in wanted.items() if getattr(customer, field) != value}
    is_named = _name_decider(session, now, job, row, customer)
    if not changes:
        tally.updated += is_named
        tally.already_there += not is_named
        return
    before = records.facts_of(customer)
    if "owner_id" in changes:
        led.setdefault(customer.customer_id, (customer, customer.owner_id))
    for field, value in changes.items():
        setattr(customer, field, value)
    session.add(customer)
    kept.changed(session, now, job, customer, before)
    tally.updated += 1


def _name_decider(session: Session, now: datetime, job: Job, row: Row, customer: Customer) -> bool:
    """Write down who decides there, where a row says so; False where they are named already."""
    words = job.text(row, "decision_maker")
    if not words:
        return False
    session.flush()
    return bringing.bring(session, now, customer, rules.name(words, "decision_maker"))


def _say_of_cost(
    session: Session, now: datetime, job: Job, customer: Customer | None, wanted: dict[str, Any]
) -> None:
    """What it costs to serve them stands with its file and day; a file read twice changes neither.

    The day is the company's.
    """
    if "cost_to_serve" not in wanted:
        return
    source = job.file[:SOURCE]
    if customer and (customer.cost_to_serve, customer.cost_source) == (
        wanted["cost_to_serve"], source,
    ):  # fmt: skip
        return
    wanted |= {"cost_source": source, "cost_on": office.day_of(session, job.team_id, now)}


def _watch_on(customer: Customer, wanted: dict[str, Any]) -> None:
    """Leave out of a row what is watched further already: nobody reads of a renewal twice.

    Raises RowRejected where no renewal is there that could be watched.
    """
    renews_on = wanted.get("renewal_on", customer.renewal_on)
    if "watched" in wanted and renews_on is None:
        raise RowRejected(reason=cards.watched_without_day())
    is_further = customer.watched is not None and customer.watched < wanted.get("watched", 0)
    if renews_on == customer.renewal_on and is_further:
        del wanted["watched"]


def _wanted(job: Job, row: Row, known: Known) -> dict[str, Any]:
    """Column of the table → its value, for the cells that say something."""
    wanted: dict[str, Any] = {}
    if words := job.text(row, "tier"):
        wanted["tier"] = rules.tier(words)
    for field in AMOUNTS:
        value = denominations.amount(job, row, field) if job.text(row, field) else None
        if value is not None:
            wanted[field] = value
    if renewal := rules.day(job, row, "renewal"):
        wanted["renewal_on"] = renewal
    if came_on := rules.day(job, row, "came_on"):
        wanted["came_on"] = came_on
    for field in LINES:
        if words := job.text(row, field):
            wanted[field] = rules.name(words, field)
    if words := job.text(row, "watched"):
        wanted["watched"] = rules.watched(words)
    return wanted | _people(job, row, known)


def _people(job: Job, row: Row, known: Known) -> dict[str, Any]:
    """Who of us leads the account and who sponsors it, where a row says so."""
    wanted: dict[str, Any] = {}
    if words := job.text(row, "account_lead"):
        wanted["owner_id"] = known.owner(words).user_id
    if words := job.text(row, "sponsor"):
        wanted["sponsor_id"] = known.sponsor(words).user_id
    return wanted
