"""All departments, accounts or decisions of which a digest shows the first, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.executives.digests import rules
from handlers.executives.digests.department_cards import DAYS, OFFERS
from handlers.executives.digests.shapes import DepartmentLine, Whole
from handlers.people import access, audiences
from handlers.promises import lifecycle, listed, moves
from handlers.speech import paging, values
from handlers.speech.errors import UnreadableRequest
from storage import accounts, counts, customers, decisions, departments, weekly
from storage.accounts import Account
from storage.handoffs import Handoff
from storage.items import Item
from storage.people import Person
from storage.scopes import Scope


def whole(session: Session, now: datetime, reader: Person, which: str, after: int) -> Whole:
    """A page of them; of decisions, those that the reader may see.

    Raises what `access.check` raises, and UnreadableRequest for anything else.
    """
    access.check(session, reader, access.READ_DIGEST)
    match which:
        case "departments":
            return _departments(session, now, reader.team_id, after)
        case "accounts":
            return _accounts(session, now, reader, after)
        case "decisions":
            waiting = decisions.waiting(session, reader.team_id)
            seen = [each for each in waiting if access.may_see(session, reader, each)]
            return Whole(which, len(seen), seen[after : after + paging.PAGE])
    raise UnreadableRequest


@dataclass(frozen=True)
class ToDecide:
    """A page of what a department is to decide: of so many, with how many the reader may not see.

    Beside each thing stands whether they may give it another day, and the offer of it, if any.
    """

    which: str
    total: int
    hidden: int
    things: Sequence[tuple[Item, bool, Handoff | None]]


def to_decide(session: Session, now: datetime, reader: Person, which: str, after: int) -> ToDecide:
    """What is late in a department without a new day, or offered to it, a page at a time.

    `which` is “days:” or “offers:” and the id of the department. Raises what `access.check` raises,
    and UnreadableRequest for anything else.
    """
    access.check(session, reader, access.READ)
    sort, _, row = which.partition(":")
    home = departments.find(session, reader.team_id, values.row_id(row))
    if home is None or sort not in (DAYS, OFFERS):
        raise UnreadableRequest
    scope, looks = Scope(reader.team_id, home.department_id), audiences.reader(session, reader)
    if sort == OFFERS:
        offered, total, hidden = weekly.offered(session, scope, looks, paging.PAGE, after)
        return ToDecide(which, total, hidden, [(item, False, offer) for item, offer in offered])
    late, total, hidden = weekly.without_day(session, scope, now, looks, paging.PAGE, after)
    things = [(each, lifecycle.may(session, reader, each, *moves.NEW_DATES), None) for each in late]
    return ToDecide(which, total, hidden, things)


def _departments(session: Session, now: datetime, team_id: str, after: int) -> Whole:
    known = departments.everyone(session, team_id)
    shown = known[after : after + paging.PAGE]
    scopes = [Scope(team_id, each.department_id) for each in shown]
    lines = [
        DepartmentLine(
            each.name, counts.live(session, scope), counts.count_late(session, scope, now)
        )
        for each, scope in zip(shown, scopes, strict=True)
    ]
    return Whole("departments", len(known), lines, [*map(listed.department_key, shown)])


def _as_seen(session: Session, reader: Person, shown: Sequence[Account]) -> list[Account]:
    """These accounts, without what they pay where their reader may not know it."""
    known = customers.read(session, reader.team_id, [each.customer_id for each in shown])
    seen = access.money_seen(session, reader, known)
    return [each if each.customer_id in seen else replace(each, annual_value=None)
            for each in shown]  # fmt: skip


def _accounts(session: Session, now: datetime, reader: Person, after: int) -> Whole:
    today = hours.day_of(now, reader.zone)
    found = accounts.at_risk(
        session, reader.team_id, rules.WATCHED_TIERS, rules.WATCHED_SEVERITY, now, today
    )
    risky = rules.most_at_risk_first(found)
    shown = _as_seen(session, reader, risky[after : after + paging.PAGE])
    return Whole("accounts", len(risky), shown, [listed.customer_key(a.customer_id) for a in shown])
