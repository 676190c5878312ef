"""What renews next, and what came of what was said: read for one reader, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import renewals as room
from handlers.people import access, audiences
from storage import customers, listings, people, renewals, rooms
from storage.customers import Customer
from storage.listings import ListWanted, Which
from storage.people import Person
from storage.renewals import Renewal
from storage.scopes import Reader

NEAR = timedelta(days=90)
PAGE = 10
CAME = 5
"""Of what came so many stand on the first page."""


@dataclass(frozen=True)
class ComingLine:
    """An account that renews soon, how it stands, and how many things for it are late.

    `late` counts what the reader may see. `value` is what it pays in a year, where the reader may
    know that; `lead` who leads it.
    """

    customer: Customer
    renews_on: date
    renewal: Renewal | None
    said_by: Person | None
    lead: Person | None
    value: int | None
    late: int
    may_say: bool


@dataclass(frozen=True)
class CameLine:
    """A renewal of which it is known what came, and whose it is."""

    renewal: Renewal
    name: str


@dataclass(frozen=True)
class Ledger:
    """A page of what renews in 90 days: `total` accounts, which pay `worth` a year together.

    `worth` is None where the reader may not know it, or nobody knows any of it.
    """

    lines: Sequence[ComingLine]
    total: int
    after: int
    worth: int | None
    currency: str | None
    came: Sequence[CameLine]
    has_days: bool
    """Whether any customer has a day of renewal."""


def read(session: Session, now: datetime, actor: Person, after: int = 0) -> Ledger:
    """What renews in 90 days, the next first. Raises what `access.check` raises."""
    access.check(session, actor, access.READ_RENEWALS)
    today, reader = hours.day_of(now, actor.zone), audiences.reader(session, actor)
    last = today + NEAR
    total = rooms.renewal_worth(session, actor.team_id, today, last)
    after = min(after, max(0, total.number - 1) // PAGE * PAGE)
    shown = renewals.coming(session, actor.team_id, today, last, PAGE, after)
    known = renewals.open_among(session, actor.team_id, [each.customer_id for each in shown])
    wanted = {each.said_by for each in known.values()} | {each.owner_id for each in shown}
    by_id = people.by_id(session, actor.team_id, [each for each in wanted if each])
    lines = []
    for each in shown:
        renewal = known.get(each.customer_id)
        lead = by_id.get(each.owner_id or "")
        lines.append(
            ComingLine(
                each,
                each.renewal_on or today,
                renewal,
                by_id.get((renewal and renewal.said_by) or ""),
                lead if lead and lead.works_here else None,
                each.annual_value if reader.reads_money_of(each) else None,
                _late(session, now, reader, each),
                may_say=renewal is not None and room.may_say(session, actor, renewal),
            )
        )
    is_known = reader.reads_money and total.valued
    return Ledger(
        lines,
        total.number,
        after,
        total.value if is_known else None,
        shown[0].currency if shown else None,
        [] if after else _came(session, actor, today),
        has_days=bool(total.number) or renewals.has_days(session, actor.team_id),
    )


def _late(session: Session, now: datetime, reader: Reader, customer: Customer) -> int:
    """How many things for a customer are late, of those that a reader may see."""
    wanted = ListWanted(Which.LATE, customer_id=customer.customer_id)
    return len(listings.rows(session, reader, wanted, now).rows)


def _came(session: Session, actor: Person, today: date) -> list[CameLine]:
    """What came in the last 90 days, the newest first."""
    found = renewals.ended_between(session, actor.team_id, today - NEAR, today)[:CAME]
    customers.read(session, actor.team_id, [each.customer_id for each in found])
    return [CameLine(each, _name(session, each)) for each in found]


def _name(session: Session, renewal: Renewal) -> str:
    customer = customers.find(session, renewal.team_id, renewal.customer_id)
    return customer.name if customer else "a customer"
