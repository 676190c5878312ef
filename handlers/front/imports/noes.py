"""What was weighed with a no comes in, and whoever is still to tell the customer is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.calendar.hours import Calendar
from handlers.front.imports import cards, denominations, rules
from handlers.front.imports.endings import Ending
from handlers.front.imports.known import Known
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.people import access
from handlers.promises import items, lifecycle
from handlers.promises.lifecycle import Asked
from handlers.promises.noes.kind import TELL
from handlers.speech.file_errors import RowRejected
from storage import noes
from storage.customers import Customer
from storage.issues import Experience
from storage.items import Item, State
from storage.noes import No
from storage.people import Person
from storage.tasks import Promise

SAID = ("weighed", "instead", "cost_avoided", "cost_caused", "teller", "tell_by", "heard")


@dataclass(frozen=True)
class PastNo:
    """What a row says of a no: costs in whole units of `currency`, moments in UTC."""

    weighed: str
    instead: str
    avoided: int | None
    caused: int | None
    currency: str
    teller: Person | None
    tell_by: datetime | None
    heard: datetime | None

    @property
    def facts(self) -> dict[str, Any]:
        """The same as history keeps it with the move."""
        said = {
            "teller": self.teller.user_id if self.teller else "", "by": self.tell_by,
            "weighed": self.weighed, "instead": self.instead, "avoids": self.avoided or 0,
            "causes": self.caused or 0,
        }  # fmt: skip
        has_cost = self.avoided or self.caused
        return {**said, "currency": self.currency if has_cost else ""}


def read(
    job: Job, row: Row, known: Known, calendar: Calendar, now: datetime, ending: Ending | None
) -> PastNo | None:
    """What a row says of its no; None where it says nothing of one.

    Raises RowRejected for what is said of anything else than a no, or cannot be read, and what
    `denominations.amount` and `items.check_note` raise.
    """
    filled = [field for field in SAID if job.text(row, field)]
    if not filled:
        return None
    if ending is None or ending.state != State.DECLINED:
        raise RowRejected(reason=cards.no_no(job.called(filled[0])))
    weighed, instead = job.text(row, "weighed"), job.text(row, "instead")
    for words in (weighed, instead):
        items.check_note(words)
    named = job.text(row, "teller")
    if not named and job.text(row, "tell_by"):
        raise RowRejected(reason=cards.missing(job.called("teller")))
    return PastNo(
        weighed=weighed,
        instead=instead,
        avoided=denominations.amount(job, row, "cost_avoided"),
        caused=denominations.amount(job, row, "cost_caused"),
        currency=job.own_currency or "",
        teller=known.person(named) if named else None,
        tell_by=rules.promised(job, row, "tell_by", calendar),
        heard=rules.happened(job, row, "heard", calendar, now, ending.at),
    )


def remember(
    session: Session,
    now: datetime,
    item: Promise | Experience,
    customer: Customer | None,
    ending: Ending | None,
    no: PastNo | None,
) -> None:
    """Keep what was weighed. Whoever tells the customer is asked, where they have not heard it."""
    if no is None or ending is None:
        return
    session.add(
        No(
            team_id=item.team_id,
            noun=item.noun,
            number=item.number,
            said_by=item.owner_id or item.created_by,
            said_at=ending.at,
            department_id=item.department_id,
            weighed=no.weighed,
            instead=no.instead,
            cost_avoided=no.avoided,
            cost_caused=no.caused,
            teller_id=no.teller.user_id if no.teller else None,
            tell_by=no.tell_by,
            told_at=no.heard,
        )
    )
    if customer and no.teller and no.heard is None and _can_tell(session, no.teller, item):
        asked = Asked(TELL, no.teller, item.department_id, announced=False, by=no.tell_by)
        lifecycle.begin_asks(session, now, item, customer, asked)


def _can_tell(session: Session, person: Person, item: Promise | Experience) -> bool:
    return person.works_here and access.may_see(session, person, item)


def forget(session: Session, now: datetime, item: Item) -> None:
    """Take back what an import says of the no to something, with that."""
    no = noes.standing(session, item.team_id, item.noun, item.number)
    if no:
        no.taken_back_at = now
        session.add(no)
