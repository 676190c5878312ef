"""What a renewal has to say above its story: when, how it stands as somebody says, what came."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing.telling import Opening, StoryLine, Telling, Way
from handlers.customers import renewals as room
from handlers.customers.renewals import words
from handlers.people import access
from handlers.people.tiers import TIERS
from handlers.promises import items
from handlers.promises.listed import CUSTOMER_PAGE
from handlers.speech import blocks, money, paging
from handlers.speech import words as plain
from storage import customers, people, renewals
from storage.customers import Tier
from storage.history import Event
from storage.people import Person
from storage.renewals import Renewal, RenewalOutlook, RenewalState

HAPPENED = {
    "came near": "saw that it comes near",
    "asked again": "asked again how it stands",
    "said": "said how it stands",
    "settled": "said that it is settled",
    "passed on": "asked {to} instead",
    "led by another": "saw that {to} leads the account now",
    "handed on": "asked {to}, who leads the account now",
    "another day": "saw that it renews on another day",
    "went on": "saw that they stay",
    "left": "saw that they left",
    "dropped": "saw that nothing renews any more",
    "escalated": "told {to} that an answer is missing",
}


def _opening(session: Session, now: datetime, person: Person, number: int) -> Opening:
    """Raises NoSuchNumber, and what `access.check` raises."""
    renewal = renewals.find(session, person.team_id, number)
    access.check(session, person, access.READ_RENEWALS, renewal)
    if renewal is None:
        raise items.unknown(session, person.team_id, Renewal, number)
    customer = customers.find(session, renewal.team_id, renewal.customer_id)
    said_by = people.find(session, renewal.team_id, renewal.said_by or "")
    today = hours.day_of(now, person.zone)
    facts = [TIERS[Tier(renewal.tier)]]
    if renewal.value is not None and access.may_see_money(session, person, customer):
        facts.append(money.a_year(renewal.value, renewal.currency))
    facts.append(f"renews {plain.plain_day(renewal.renews_on, today)}")
    last = words.said(renewal, today, said_by)
    is_open = renewal.is_open
    return Opening(
        name=renewal.ref,
        title=blocks.safe(renewal.title, 80),
        lines=[" · ".join(facts), *([last] if last else []),
               *([] if is_open else [words.came(renewal, today)])],
        state=f"{renewal.ref} · {words.CAME[RenewalState(renewal.state)]}",
        ways=_ways(session, person, renewal) if is_open else [],
        beside=[Way(f"Open {customer.name}…", CUSTOMER_PAGE,
                    paging.value(customer.customer_id.hex))] if customer else [],
    )  # fmt: skip


def _ways(session: Session, person: Person, renewal: Renewal) -> list[Way]:
    """The four answers, for whoever may give them."""
    if not room.may_say(session, person, renewal):
        return []
    found = (
        ("They renew…", words.RENEW), ("Not sure…", words.UNSURE),
        ("They leave…", words.LEAVE), ("They changed it…", words.CHANGE),
    )  # fmt: skip
    return [Way(label, verb, renewal.ref, is_answer=True) for label, verb in found]


def _line(event: Event, before: Event | None, reader: Person) -> StoryLine:
    del before, reader
    actor = blocks.person(event.actor) if event.actor else "Duly"
    happened = HAPPENED.get(event.verb, event.verb)
    said = happened.format(to=blocks.person(event.details.get("to")))
    after = event.details.get("after") or {}
    if event.verb == "said" and after.get("outlook"):
        said = f"{said}: {words.OUTLOOKS[RenewalOutlook(after['outlook'])]}"
    return StoryLine(f"{actor} {said}", str(after.get("words") or ""))


TOLD = Telling(opening=_opening, line=_line)
