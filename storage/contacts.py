"""A contact is somebody at a customer: what they do there, whether they decide, when last heard.

While nobody here knows who decides at a customer, a row without a name holds that place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    bindparam,
    delete,
    or_,
    union_all,
)
from sqlmodel import Index, Session, SQLModel, col, select, text
from sqlmodel.sql.expression import Select

from storage import customers
from storage.columns import long_text, numbered, partial_index, team
from storage.customers import Customer
from storage.departments import key_of
from storage.items import LIVE
from storage.many import among
from storage.scopes import MODELS

MOST = 500
"""So many contacts of one tier are put in order; of more, those not heard for longest."""
REACH, CALLING = CALLS = ("reach", "calling")
"""By these names asks for a call to one of them are kept: to give a day, and to say what came of
it."""
DECIDES = "influence = 'decides' AND state IN ('named', 'unheard', 'promised')"
"""Those who decide and are there."""
DOUBTED = "doubt <> ''"
IS_NAMELESS = "contacts.state IN ('sought', 'unknown')"


class ContactState(StrEnum):
    """Where a contact stands."""

    SOUGHT = "sought"
    """Nobody is named who decides there, and whoever leads the account is asked who does."""
    UNKNOWN = "unknown"
    """Nobody here knows who decides there, and a task finds out."""
    NAMED = "named"
    UNHEARD = "unheard"
    """Nobody has heard them for long, and somebody is asked to call."""
    PROMISED = "promised"
    """Somebody gave a day by which they call, or a task has them call by one."""
    GONE = "gone"


THERE = (ContactState.NAMED, ContactState.UNHEARD, ContactState.PROMISED)
"""The states of somebody who is known and still there."""
ASKED = (ContactState.UNHEARD, ContactState.PROMISED)
"""The states of those about whom somebody is asked to call, or has said that they do."""
NAMELESS = (ContactState.SOUGHT, ContactState.UNKNOWN)
"""The states of a place at a customer where nobody is named who decides."""


class Influence(StrEnum):
    """What somebody at a customer has to say."""

    DECIDES = "decides"
    INFLUENCES = "influences"
    USES = "uses"


class Through(StrEnum):
    """How somebody was heard: they said something to us. A mail that we sent is no hearing."""

    CALL = "call"
    VISIT = "visit"
    MAIL = "mail"
    SURVEY = "survey"
    ANSWER = "answer"


class Contact(SQLModel, table=True):
    """One person at a customer; `title` is their name, and `key` that name as it is compared.

    `quiet_from` is the local day from which silence counts: when they were last heard, or named.
    `heard_by` is the Slack id of whoever heard them on `heard_on`, `heard_how` a `Through`.
    `call_on` is the day by which `caller_id` said that they call, or by which the task `led_to`
    has them call, such as T-12. `rests_until` the one until which
    nobody is asked about them. `address` is a mail address or a telephone number. `doubt` is why it
    is asked whether they still decide, empty while it is not, and `doubted_on` the local day on
    which that was asked last.
    """

    __tablename__ = "contacts"
    __table_args__ = (
        Index("contacts_customer", "team_id", "customer_id", "number"),
        # With when they were heard, so that silence is known of a customer before a row is read.
        partial_index("contacts_decide", "team_id", "customer_id", "quiet_from", where=DECIDES),
        Index("contacts_state", "team_id", "state", "number"),
        partial_index("contacts_doubted", "team_id", "number", where=DOUBTED),
    )

    noun: ClassVar[str] = "contact"
    letter: ClassVar[str] = "P"

    team_id: str = team()
    number: int = numbered()
    title: str
    key: str = ""
    created_at: datetime
    named_by: str = ""
    state: str = ContactState.NAMED
    customer_id: UUID
    role: str = ""
    influence: str = Influence.DECIDES
    address: str = ""
    quiet_from: date
    heard_on: date | None = None
    heard_by: str | None = None
    heard_how: str | None = None
    call_on: date | None = None
    caller_id: str | None = None
    rests_until: date | None = None
    rests_because: str = long_text("")
    gone_on: date | None = None
    gone_why: str = ""
    doubt: str = long_text("")
    doubted_on: date | None = None
    led_to: str = ""

    @property
    def ref(self) -> str:
        """The name by which buttons know it: P-1."""
        return f"{self.letter}-{self.number}"

    @property
    def due_at(self) -> datetime | None:
        """A contact is owed by no time: what is asked about them is."""
        return None

    @property
    def is_there(self) -> bool:
        """Whether they are known and still at their customer."""
        return self.state in THERE

    @property
    def is_only_brought(self) -> bool:
        """Whether a file named them, and nobody has said more of them since."""
        return not self.named_by and self.state == ContactState.NAMED and self.heard_on is None

    @property
    def decides(self) -> bool:
        """Whether they decide there, and are there."""
        return self.is_there and self.influence == Influence.DECIDES


ContactRows = list[tuple[Contact, Customer]]
"""Contacts, each with their customer."""


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> Contact | None:
    """The contact with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        Contact, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def at(session: Session, team_id: str, customer_id: UUID) -> list[Contact]:
    """All who were ever named at a customer, and the place that is still empty, by number."""
    query = select(Contact).where(Contact.team_id == team_id, Contact.customer_id == customer_id)
    return sorted(session.exec(query), key=lambda each: each.number)


def at_these(session: Session, team_id: str, ids: Collection[UUID]) -> dict[UUID, list[Contact]]:
    """The same of several customers, of those who are there."""
    query = select(Contact).where(
        Contact.team_id == team_id, among(session, col(Contact.customer_id), ids)
    )
    found: dict[UUID, list[Contact]] = {}
    for each in sorted(session.exec(query), key=lambda contact: contact.number):
        if each.is_there:
            found.setdefault(each.customer_id, []).append(each)
    return found


def decider(session: Session, team_id: str, customer_id: UUID | None) -> Contact | None:
    """Who decides at a customer; of several the one who was named first."""
    found = at(session, team_id, customer_id) if customer_id else []
    return next((each for each in found if each.decides), None)


def called(contacts: Iterable[Contact], name: str, address: str = "") -> Contact | None:
    """Who of these has that name, or that address, and is there."""
    key, mail = key_of(name), address.strip().casefold()
    for each in contacts:
        if each.is_there and (each.key == key or (mail and each.address.casefold() == mail)):
            return each
    return None


def quiet(session: Session, team_id: str, since: Mapping[str, date]) -> ContactRows:
    """Who decides at a customer and was not heard since the day that its tier has in `since`.

    Those about whom nobody is asked now, of each tier those who are silent longest. A customer who
    left is silent for good.
    """
    if not since:
        return []
    days = {f"since_{tier}": day for tier, day in since.items()}
    at = {"of_team": team_id, **days}
    numbers = session.execute(_quiet_at(tuple(since)), at).scalars().all()
    if not numbers:
        return []
    query = select(Contact).where(
        Contact.team_id == team_id, among(session, col(Contact.number), numbers)
    )
    return _with_customers(session, team_id, list(session.exec(query)))


@cache
def _quiet_at(tiers: tuple[str, ...]) -> CompoundSelect[int]:
    """Their numbers, of all tiers in one question that is built once: each audit asks it.

    Of a tier that is left out nobody is looked at, however many customers it has.
    """
    of_each = [
        _deciding(bindparam("of_team"), tier, bindparam(f"since_{tier}"))
        .where(Contact.state == ContactState.NAMED.value)
        .with_only_columns(col(Contact.number))
        .order_by(col(Contact.quiet_from))
        .limit(MOST)
        .subquery()
        for tier in tiers
    ]
    return union_all(*(select(each.c.number) for each in of_each))


def standing(session: Session, team_id: str, states: Collection[ContactState]) -> ContactRows:
    """All who stand in one of these states, by state and number."""
    query = select(Contact).where(
        Contact.team_id == team_id, or_(*(col(Contact.state) == each.value for each in states))
    )
    in_order = query.order_by(col(Contact.state), col(Contact.number)).limit(MOST * len(states))
    return _with_customers(session, team_id, list(session.exec(in_order)))


def _with_customers(session: Session, team_id: str, found: Sequence[Contact]) -> ContactRows:
    there = customers.read(session, team_id, {each.customer_id for each in found})
    known = {each.customer_id: each for each in there}
    return [(each, known[each.customer_id]) for each in found if each.customer_id in known]


def to_be_called(session: Session, team_id: str, tier: str) -> ContactRows:
    """Whom somebody is asked to call, or gave a day for, at those customers of a tier who are here.

    By number.
    """
    found: ContactRows = []
    for state in ASKED:
        query = (
            select(Contact, Customer)
            .join(Customer, _at_them())
            .where(
                Contact.team_id == team_id,
                Contact.state == state.value,
                Customer.tier == tier,
                col(Customer.left_on).is_(None),
            )
        )
        found += [(contact, customer) for contact, customer in session.exec(query)]
    return sorted(found, key=lambda each: each[0].number)


def doubted(session: Session, team_id: str) -> list[Contact]:
    """Those of whom it is asked whether they still decide, by number."""
    query = select(Contact).where(
        Contact.team_id == team_id, col(Contact.number) > 0, text(f"contacts.{DOUBTED}")
    )
    return list(session.exec(query.order_by(col(Contact.number)).limit(MOST)))


def forget_brought(session: Session, team_id: str, customer_id: UUID) -> None:
    """Take those out whom a file named at a customer who is taken out as well."""
    session.execute(
        delete(Contact).where(
            col(Contact.team_id) == team_id, col(Contact.customer_id) == customer_id
        )
    )


def has_any(session: Session, team_id: str) -> bool:
    """Whether anybody was ever named at a customer."""
    query = select(Contact.number).where(Contact.team_id == team_id, col(Contact.number) > 0)
    return session.exec(query.limit(1)).first() is not None


def without_decider(
    session: Session, team_id: str, tier: str, *, unasked: bool = False
) -> list[Customer]:
    """The customers of a tier at whom nobody is written down who decides, by worth.

    With `unasked` only those where nobody is asked who does, and nobody has said that they do not
    know.
    """
    query = select(Customer).where(
        Customer.team_id == team_id,
        Customer.tier == tier,
        col(Customer.left_on).is_(None),
        ~_is_any(DECIDES),
    )
    query = query.where(~_is_any(IS_NAMELESS)) if unasked else query
    found = session.exec(query.order_by(col(Customer.customer_id)).limit(MOST))
    return sorted(found, key=lambda each: (-(each.annual_value or 0), each.name))


def _is_any(who: str) -> ColumnElement[bool]:
    """Whether there is anybody at a customer like this, which is a piece of SQL of ours."""
    at_them = select(Contact.number).where(
        Contact.team_id == Customer.team_id,
        Contact.customer_id == Customer.customer_id,
        text(who),
    )
    return at_them.correlate(Customer).exists()


def deciding(
    session: Session,
    team_id: str,
    tier: str,
    *,
    like: ColumnElement[bool] | None = None,
    most: int | None = None,
) -> list[tuple[Contact, Customer]]:
    """All who decide at the customers of a tier who have not left, by number.

    `like` says of which of these customers, and `most` how many are wanted.
    """
    query = _deciding(team_id, tier, date.max)
    query = query if like is None else query.where(like)
    query = query if most is None else query.limit(most)
    found = [(contact, customer) for contact, customer in session.exec(query)]
    return sorted(found, key=lambda each: each[0].number)


def _deciding(
    team_id: str | BindParameter[str], tier: str, until: date | BindParameter[date]
) -> Select[Contact, Customer]:
    """From the customers of a tier to whoever decides there and was not heard since a day.

    The other way round all who decide anywhere would be read. Even where every day will do, one is
    named: it says through which index to walk.
    """
    return (
        select(Contact, Customer)
        .join(Customer, _at_them())
        .where(
            Customer.team_id == team_id,
            Customer.tier == tier,
            col(Customer.left_on).is_(None),
            text(DECIDES),
            col(Contact.quiet_from) <= until,
        )
    )


def _at_them() -> ColumnElement[bool]:
    return (col(Contact.team_id) == col(Customer.team_id)) & (
        col(Contact.customer_id) == col(Customer.customer_id)
    )


def owed_by(session: Session, team_id: str, customer_id: UUID) -> set[UUID]:
    """The departments that owe a customer something that is not done yet."""
    found: set[UUID | None] = set()
    for model in MODELS:
        query = select(col(model.department_id)).where(
            col(model.team_id) == team_id, col(model.customer_id) == customer_id, text(LIVE)
        )
        found |= set(session.exec(query))
    return {each for each in found if each}
