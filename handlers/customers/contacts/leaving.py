"""Somebody at a customer is not there any more: who decides now is named, or is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import changes
from handlers.customers import contacts as room
from handlers.customers.contacts import asking, changing, following, moves, saying
from handlers.promises import lifecycle
from handlers.speech.contact_errors import GoneLater, SuccessorMissing, WhatHappenedMissing
from storage import contacts, customers
from storage.contacts import Contact, Influence
from storage.customers import Customer
from storage.people import Person


class WhatHappened(StrEnum):
    """Why somebody is not there any more."""

    LEFT = "left the company"
    OTHER_ROLE = "another role"
    NOT_KNOWN = "not known"
    MISTAKE = "named by mistake"


@dataclass(frozen=True)
class LeftSaid:
    """What happened to somebody, on which local day, and who decides now.

    `successor` is another contact there; None where `is_unknown`, or where somebody else decides
    beside them.
    """

    happened: WhatHappened | None
    on: date | None = None
    successor: Contact | None = None
    is_unknown: bool = False


def leave(session: Session, now: datetime, actor: Person, ref: str, said: LeftSaid) -> Contact:
    """Somebody is not there any more. Old answers stay with their name.

    Who decides now is asked to be called within ten working days, whatever the limit; where nobody
    knows and nobody else decides, the account lead is asked who does. Sponsor and account lead
    read of it. Raises WhatHappenedMissing, GoneLater, SuccessorMissing, and what `room.named` and
    `saying.check_heard` raise.
    """
    contact = room.named(session, actor, ref, moves.LEAVE)
    if said.happened is None:
        raise WhatHappenedMissing
    today = hours.day_of(now, actor.zone)
    day = said.on or today
    if day > today:
        raise GoneLater
    saying.check_heard(day, today)
    decided = contact.decides
    if decided and said.successor is None and not said.is_unknown:
        raise SuccessorMissing
    wanted = {
        "gone_on": day, "gone_why": str(said.happened), "call_on": None, "caller_id": None,
        "led_to": "", "doubt": "",
    }  # fmt: skip
    room.make(session, now, moves.LEAVE, contact, actor, wanted)
    customer = customers.find(session, contact.team_id, contact.customer_id)
    if customer is None or not decided:
        return contact
    if said.successor is not None:
        _follow(session, now, actor, customer, said.successor, day)
    elif contacts.decider(session, contact.team_id, contact.customer_id) is None:
        asking.seek(session, now, customer)
    return contact


def _follow(
    session: Session, now: datetime, actor: Person, customer: Customer, heir: Contact, day: date
) -> None:
    """Somebody else decides from now on, and is called within ten working days."""
    held = contacts.find(session, heir.team_id, heir.number, lock=True)
    if held is None or not held.is_there:
        return
    if held.influence != Influence.DECIDES:
        wanted = {"influence": str(Influence.DECIDES)}
        different = changes.different(held, wanted)
        changing.TOLD.set_columns(held, different.after)
        lifecycle.make(
            session, now, moves.CORRECT, held, actor,
            before=different.before, after=different.after,
        )  # fmt: skip
    following.follow(session, now, actor, customer, held, day)
