"""What somebody says of a person at a customer is read here, and refused where it cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from handlers.calendar import hours
from handlers.people import access, records
from handlers.speech import cleaning
from handlers.speech import words as plain
from handlers.speech.contact_errors import (
    ContactNameMissing,
    ContactTooLong,
    HeardByNobody,
    InfluenceMissing,
    NamedAlready,
    SpokenLater,
    SpokenLongAgo,
    SponsorNoExecutive,
    WorksForUs,
)
from storage import contacts, people
from storage.contacts import Contact, Influence, Through
from storage.customers import Customer
from storage.departments import key_of
from storage.issues import Feeling
from storage.people import Person, Role

NAME, ROLE, ADDRESS, SAID = 80, 120, 200, 1_000
"""Characters of a name, of what somebody does, of an address, and of what they said."""
YEARS = 10


@dataclass(frozen=True)
class ContactSaid:
    """Who somebody at a customer is, in the words of whoever names them.

    `heard_on` is the local day on which `heard_by` (None: whoever says so) heard them last, and
    `through` how. `sponsor` is the executive who sponsors the account; None leaves it as it is.
    """

    name: str
    influence: Influence | None
    role: str = ""
    address: str = ""
    heard_on: date | None = None
    heard_by: Person | None = None
    through: Through | None = None
    sponsor: Person | None = None


@dataclass(frozen=True)
class WordsHeard:
    """What somebody said to us, on which local day (None: today), how, and how they felt."""

    said: str
    on: date | None = None
    through: Through = Through.CALL
    felt: Feeling | None = None


def told(
    session: Session,
    now: datetime,
    actor: Person,
    customer: Customer,
    said: ContactSaid,
    known: Sequence[Contact],
) -> dict[str, Any]:
    """What is said of a contact, by column.

    Raises ContactNameMissing, ContactTooLong, WorksForUs, NamedAlready, InfluenceMissing,
    SpokenLater, SpokenLongAgo, HeardByNobody.
    """
    name = cleaning.line(said.name)
    if cleaning.says_nothing(name):
        raise ContactNameMissing(customer=customer.name)
    for line, most in ((name, NAME), (said.role, ROLE), (said.address, ADDRESS)):
        check_length(line, most)
    _check_not_ours(session, actor, customer, name, said.address)
    if contacts.called(known, name, said.address):
        raise NamedAlready(name=name, customer=customer.name)
    if said.influence is None:
        raise InfluenceMissing
    if said.heard_on is None and (said.heard_by or said.through):
        raise HeardByNobody
    today = hours.day_of(now, actor.zone)
    if said.heard_on:
        check_heard(said.heard_on, today)
    hearer = said.heard_by or actor
    return {
        "title": name,
        "key": key_of(name),
        "role": cleaning.line(said.role),
        "influence": str(said.influence),
        "address": cleaning.line(said.address),
        "quiet_from": said.heard_on or today,
        "heard_on": said.heard_on,
        "heard_by": hearer.user_id if said.heard_on else None,
        "heard_how": str(said.through or Through.CALL) if said.heard_on else None,
    }


def sponsor(
    session: Session, now: datetime, actor: Person, customer: Customer, sponsor: Person | None
) -> None:
    """Let an executive sponsor the account.

    Raises SponsorNoExecutive, and what `access.check_works_here` raises.
    """
    if sponsor is None or sponsor.user_id == customer.sponsor_id:
        return
    access.check_works_here(sponsor)
    if sponsor.role != Role.EXECUTIVE:
        raise SponsorNoExecutive(name=sponsor.name)
    before = records.facts_of(customer)
    customer.sponsor_id = sponsor.user_id
    session.add(customer)
    records.changed(session, now, actor.user_id, customer, before)


def _check_not_ours(
    session: Session, actor: Person, customer: Customer, name: str, address: str
) -> None:
    """Raises WorksForUs for the name or the mail address of one of our own people."""
    mail = address.strip().casefold()
    found = people.named(session, actor.team_id, name)
    found += people.named(session, actor.team_id, mail) if "@" in mail else []
    for each in found:
        is_theirs = key_of(each.name) == key_of(name) or (mail and each.email == mail)
        if each.works_here and is_theirs:
            raise WorksForUs(name=each.name, customer=customer.name)


def check_heard(day: date, today: date) -> None:
    """Raises SpokenLater and SpokenLongAgo."""
    if day > today:
        raise SpokenLater(day=plain.plain_day(day, today))
    if day.year < today.year - YEARS:
        raise SpokenLongAgo(years=str(YEARS))


def check_length(line: str, most: int) -> None:
    """Raises ContactTooLong."""
    if len(line) > most:
        raise ContactTooLong(length=f"{len(line):,}", most=f"{most:,}")
