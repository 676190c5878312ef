"""What renews next: somebody says how it stands, and what was said stays beside what came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing import whom
from handlers.customers.renewals import moves, words
from handlers.customers.renewals.kind import RENEW
from handlers.people import access, facts, leads, lookup, office, records, tiers
from handlers.promises import items, lifecycle
from handlers.promises.lifecycle import Asked, Move
from handlers.speech import phrases, reasons
from handlers.speech import words as plain
from handlers.speech.errors import StaleForm
from handlers.speech.people_errors import NotYours
from handlers.speech.renewal_errors import (
    NotAskedForRenewal,
    RenewalEnded,
    RenewsInPast,
    RenewsTooLate,
    StayBefore,
    StayMissing,
    WordsOfRenewalTooLong,
)
from storage import asks as stored_asks
from storage import counters, customers, people, renewals
from storage.asks import Ask
from storage.customers import Customer
from storage.people import Person, Role
from storage.renewals import Renewal, RenewalOutlook, RenewalState

LONGEST = 1000
"""Characters of somebody's words."""
YEARS = 10
GOES_ON = timedelta(days=180)
"""A day that is so much later is the next renewal; one that is nearer is the same, moved."""
MOST_ASTRAY = 200
"""So many that are elsewhere by now are looked at in one go."""


@dataclass(frozen=True)
class RenewalSaid:
    """What somebody says of a renewal, in which words.

    `on` is the local day to which they stay, or on which it renews from now on; `value` what they
    pay in a year from now on, in whole units of the company's currency.
    """

    outlook: RenewalOutlook
    words: str = ""
    on: date | None = None
    value: int | None = None


# --- asked ---


def ask(session: Session, now: datetime, customer: Customer, lead: Person) -> None:
    """Ask `lead` how the renewal of an account stands, unless somebody owes that answer already.

    That is whoever leads it, or is asked about it where nobody does.

    The customer is held. After its day only what was asked about before is asked again.
    """
    known = renewals.open_of(session, customer.team_id, customer.customer_id)
    if known is not None:
        known = _settled(session, now, known, customer)
    if customer.left_on or customer.renewal_on is None:
        return
    is_past = customer.renewal_on < hours.day_of(now, lead.zone)
    if known is None and not is_past:
        _begin(session, now, customer, customer.renewal_on, lead)
    elif known is not None and not _asks(session, known):
        _keep_what_holds(known, customer)
        lifecycle.pass_on(session, now, moves.ASK_AGAIN, known, asked=[_asked(lead)])


def _begin(session: Session, now: datetime, customer: Customer, on: date, lead: Person) -> None:
    number = counters.next_number(session, customer.team_id, Renewal.noun)
    new = Renewal(
        team_id=customer.team_id,
        number=number,
        title=words.TITLE.format(name=customer.name),
        created_at=now,
        customer_id=customer.customer_id,
        renews_on=on,
        tier=customer.tier,
    )
    _keep_what_holds(new, customer)
    lifecycle.begin(
        session, now, moves.BEGIN, new, None, asked=[_asked(lead)],
        renewal={"customer_id": str(customer.customer_id), "renews_on": on.isoformat()},
    )  # fmt: skip


def _keep_what_holds(renewal: Renewal, customer: Customer) -> None:
    renewal.tier, renewal.value = customer.tier, customer.annual_value
    renewal.currency, renewal.lead_id = customer.currency, customer.owner_id


def _asked(who: Person) -> Asked:
    return Asked(RENEW, who, who.department_id, announced=False)


def _asks(session: Session, renewal: Renewal) -> list[Ask]:
    """What is asked about a renewal and not answered."""
    return stored_asks.open_about(session, renewal.team_id, renewal.noun, renewal.number)


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """See what came of renewals whose customer left, or whose day or lead is another by now.

    This is done whenever a workspace is audited.
    """
    for each in renewals.astray(session, team_id, MOST_ASTRAY):
        customer = customers.find(session, team_id, each.customer_id)
        known = _settled(session, now, each, customer) if customer else None
        if customer is not None and known is not None:
            _follow_lead(session, now, known, customer)


def _settled(session: Session, now: datetime, known: Renewal, customer: Customer) -> Renewal | None:
    """A renewal as it stands after what has become of its customer; None where it ended."""
    renewal = renewals.find(session, known.team_id, known.number, lock=True)
    if renewal is None or not renewal.is_open:
        return None
    on, today = customer.renewal_on, office.day_of(session, known.team_id, now)
    if customer.left_on:
        _become(session, now, moves.LEAVE, renewal, {"ended_on": customer.left_on})
        return None
    if on is None:
        _become(session, now, moves.DROP, renewal, {"ended_on": today})
        return None
    if on == renewal.renews_on:
        return renewal
    if on - renewal.renews_on >= GOES_ON or (on > renewal.renews_on and renewal.renews_on < today):
        _become(session, now, moves.GO_ON, renewal, {"ended_on": today, "until": on})
        return None
    _become(session, now, moves.MOVE_DAY, renewal, {"renews_on": on})
    return renewal


def _follow_lead(session: Session, now: datetime, renewal: Renewal, customer: Customer) -> None:
    """Whoever leads the account by now owes what was asked of the former lead, or in their place.

    What was put to somebody else by name stays with them.
    """
    lead, former = leads.of_account(session, customer), renewal.lead_id
    if lead is None or lead.user_id == former:
        return
    if former is None:
        tier = tiers.of(customer)
        instead = whom.where_nobody_leads(session, customer.team_id, tier)
        former = instead.user_id if instead else None
    is_same = former == lead.user_id
    owed = [each for each in _asks(session, renewal)
            if not is_same and each.whose_id == former]  # fmt: skip
    move, asked = (moves.HAND_ON, [_asked(lead)]) if owed else (moves.NEW_LEAD, [])
    before, after = _set(renewal, {"lead_id": lead.user_id})
    lifecycle.pass_on(
        session, now, move, renewal, asked=asked, to=lead.user_id, before=before, after=after
    )


def _become(
    session: Session, now: datetime, move: Move, renewal: Renewal, wanted: Mapping[str, object]
) -> None:
    before, after = _set(renewal, wanted)
    lifecycle.pass_on(session, now, move, renewal, before=before, after=after)


# --- said ---


def say(session: Session, now: datetime, actor: Person, ref: str, said: RenewalSaid) -> Renewal:
    """Say how a renewal stands; where a day to which they stay is known, it is settled.

    Raises what `reasons.check` raises for a doubt, a leave or a change without words, StayMissing,
    StayBefore, RenewsInPast, RenewsTooLate, WordsOfRenewalTooLong, and what `named` raises.
    """
    renewal = named(session, actor, ref)
    customer = customers.find(session, renewal.team_id, renewal.customer_id)
    if customer is None:
        raise StaleForm
    today = hours.day_of(now, actor.zone)
    _check(said, renewal, today)
    wanted: dict[str, object] = {
        "outlook": said.outlook,
        "words": said.words.strip(),
        "said_by": actor.user_id,
        "said_on": today,
    }
    if said.outlook == RenewalOutlook.RENEW and said.on:
        _make(session, now, moves.SETTLE, renewal, actor,
              {**wanted, "ended_on": today, "until": said.on})  # fmt: skip
        _change_customer(session, now, actor, customer, said)
        return renewal
    if said.outlook == RenewalOutlook.CHANGED:
        wanted |= {"renews_on": said.on or renewal.renews_on}
        wanted |= {} if said.value is None else {"value": said.value}
        _change_customer(session, now, actor, customer, said)
    _make(session, now, moves.SAY, renewal, actor, wanted)
    return renewal


def _check(said: RenewalSaid, renewal: Renewal, today: date) -> None:
    """Raises what `say` raises for what cannot be."""
    if len(said.words) > LONGEST:
        raise WordsOfRenewalTooLong(length=f"{len(said.words):,}", most=f"{LONGEST:,}")
    if said.outlook != RenewalOutlook.RENEW:
        reasons.check(said.words)
    if said.on and said.on.year > today.year + YEARS:
        raise RenewsTooLate(years=str(YEARS))
    if said.outlook == RenewalOutlook.RENEW:
        if said.on is None and renewal.renews_on < today:
            raise StayMissing
        if said.on and said.on <= max(renewal.renews_on, today):
            raise StayBefore(day=plain.dated(renewal.renews_on))
    if said.outlook == RenewalOutlook.CHANGED and (said.on or renewal.renews_on) < today:
        raise RenewsInPast


def _change_customer(
    session: Session, now: datetime, actor: Person, customer: Customer, said: RenewalSaid
) -> None:
    """The day of the next renewal, and what they pay, stand with the customer from then on."""
    before = records.facts_of(customer)
    if said.on:
        customer.renewal_on = said.on
    if said.value is not None:
        customer.annual_value = said.value
    session.add(customer)
    records.changed(session, now, actor.user_id, customer, before)


def pass_on(session: Session, now: datetime, actor: Person, ref: str, to_id: str) -> Person:
    """Ask somebody else how a renewal stands; who is asked now.

    Raises NotAskedForRenewal, and what `named`, `lookup.chosen_person` and `access.check_owner`
    raise.
    """
    renewal = named(session, actor, ref)
    if not _asks(session, renewal):
        raise NotAskedForRenewal(ref=renewal.ref)
    to = lookup.chosen_person(session, actor.team_id, to_id)
    if to.role != Role.CCO:
        access.check_owner(to)
    lifecycle.permit(session, actor, renewal, moves.PASS_ON)
    lifecycle.make(session, now, moves.PASS_ON, renewal, actor, asked=[_asked(to)], to=to.user_id)
    return to


def _make(
    session: Session,
    now: datetime,
    move: Move,
    renewal: Renewal,
    actor: Person,
    wanted: Mapping[str, object],
) -> None:
    lifecycle.permit(session, actor, renewal, move)
    before, after = _set(renewal, wanted)
    lifecycle.make(session, now, move, renewal, actor, before=before, after=after)


def _set(renewal: Renewal, wanted: Mapping[str, object]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set columns; what was different before and is after, as history keeps it."""
    changed = {name: value for name, value in wanted.items() if getattr(renewal, name) != value}
    before = {name: facts.plain(getattr(renewal, name)) for name in changed}
    for name, value in changed.items():
        setattr(renewal, name, value)
    return before, {name: facts.plain(value) for name, value in changed.items()}


# --- who, and which ---


def named(session: Session, actor: Person, ref: str) -> Renewal:
    """The open renewal that somebody names, held until the commit, if they may say how it stands.

    Raises StaleForm for what names none, NoSuchNumber, RenewalEnded where it is known what came,
    NotYours, and what `access.check` raises.
    """
    said = phrases.reference(ref)
    if said is None or said.letter != Renewal.letter:
        access.check(session, actor, access.READ)
        raise StaleForm
    renewal = renewals.find(session, actor.team_id, said.number, lock=True)
    access.check(session, actor, access.SAY_RENEWAL, renewal)
    if renewal is None:
        raise items.unknown(session, actor.team_id, Renewal, said.number)
    if not may_say(session, actor, renewal):
        raise NotYours(who=_who_could(session, renewal))
    if not renewal.is_open:
        raise RenewalEnded(ref=renewal.ref, how=words.CAME[RenewalState(renewal.state)])
    return renewal


def may_say(session: Session, person: Person, renewal: Renewal) -> bool:
    """Whether somebody says how it stands: the CCO, who leads the account, and who is asked."""
    if not access.may(session, person, access.SAY_RENEWAL, renewal):
        return False
    customer = customers.find(session, renewal.team_id, renewal.customer_id)
    is_theirs = customer is not None and customer.owner_id == person.user_id
    owing = {each for ask in _asks(session, renewal) for each in (ask.person_id, ask.for_id)}
    return person.role == Role.CCO or is_theirs or person.user_id in owing


def _who_could(session: Session, renewal: Renewal) -> str:
    customer = customers.find(session, renewal.team_id, renewal.customer_id)
    lead = people.find(session, renewal.team_id, (customer and customer.owner_id) or "")
    names = [lead.name] if lead and lead.works_here else []
    return plain.join_names([*names, "the CCO"], "or")
