"""What somebody says of the company, a department or a customer is read as a whole.

So whoever said it hears at once about all that needs another look, and nothing is half done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from handlers.front.setup import cards
from handlers.people import access, lookup, office, since
from handlers.speech import values
from handlers.speech.errors import WrongFields
from handlers.speech.forms import Reading
from handlers.speech.setup_errors import NameTaken, SharedChannel
from storage import channels, customers, departments, people
from storage.customers import Customer, Tier
from storage.departments import Department
from storage.people import Person


@dataclass(frozen=True)
class CompanySaid:
    """Who holds the CCO's office and who the executives are, by Slack id, and where they talk.

    `currency` is a code or a sign; empty for none, None where nothing is said of it.
    """

    ccos: Sequence[str]
    executives: Sequence[str] = ()
    channel: str = ""
    currency: str | None = None


@dataclass(frozen=True)
class DepartmentSaid:
    """A department as somebody wrote it: people and channel by Slack id, the rest in words."""

    name: str
    lead: str
    deputy: str = ""
    channel: str = ""
    people: Sequence[str] = ()
    words: str = ""
    country: str = ""


@dataclass(frozen=True)
class CustomerSaid:
    """A customer as somebody wrote it; `renewal` and `since` are days, such as 2027-03-01.

    `lead` is the Slack id of whoever leads the account; empty for nobody.
    """

    name: str
    tier: str = Tier.STANDARD
    value: str = ""
    renewal: str = ""
    lead: str = ""
    since: str = ""
    cost: str = ""


@dataclass(frozen=True)
class CompanyRead:
    """The same, read; `channel` is empty where none was named."""

    ccos: list[Person]
    executives: list[Person]
    channel: str
    currency: str | None


@dataclass(frozen=True)
class DepartmentRead:
    """The same, read."""

    name: str
    lead: Person
    deputy: Person | None
    channel: str
    people: list[Person]
    words: list[str]
    country: str | None


@dataclass(frozen=True)
class CustomerRead:
    """The same, read; amounts are of a year, in whole units of the company's own currency."""

    name: str
    tier: Tier
    annual_value: int | None
    renewal_on: date | None
    lead: Person | None
    came_on: date | None
    cost_to_serve: int | None


def company(session: Session, team_id: str, said: CompanySaid) -> CompanyRead:
    """Read who decides and where they talk. Raises WrongFields."""
    form, nobody = Reading(), list[Person]()
    ccos = form.read(cards.CCOS, lambda: _ccos(session, team_id, said.ccos), nobody)
    executives = form.read(
        cards.EXECUTIVES, lambda: _people(session, team_id, said.executives), nobody
    )
    channel = form.read(cards.CHANNEL, lambda: _channel(session, team_id, said.channel), "")
    currency = form.read(cards.CURRENCY, lambda: values.currency(said.currency or ""), None)
    if not ccos:
        form.errors.setdefault(cards.CCOS, cards.CCO_MISSING)
    form.check()
    return CompanyRead(ccos, executives, channel, currency)


def department(
    session: Session, team_id: str, said: DepartmentSaid, mine: Department | None
) -> DepartmentRead:
    """Read a department; `mine` is the one that changes, None for a new one. Raises WrongFields."""
    form, nobody = Reading(), list[Person]()
    name = form.read(cards.NAME, lambda: _department_name(session, team_id, said.name, mine), "")
    lead = form.read(cards.LEAD, lambda: _lead(session, team_id, said.lead), None)
    deputy = form.read(cards.DEPUTY, lambda: _lead(session, team_id, said.deputy), None)
    channel = form.read(cards.CHANNEL, lambda: _channel(session, team_id, said.channel), "")
    members = form.read(cards.PEOPLE, lambda: _people(session, team_id, said.people), nobody)
    words = form.read(cards.WORDS, lambda: values.routing_words(said.words), list[str]())
    country = form.read(cards.COUNTRY, lambda: values.country(said.country), None)
    if lead is None:
        form.errors.setdefault(cards.LEAD, cards.LEAD_MISSING)
    elif lead == deputy:
        form.errors[cards.DEPUTY] = cards.OWN_DEPUTY
    if form.errors or lead is None:
        raise WrongFields(form.errors)
    return DepartmentRead(name, lead, deputy, channel, members, words, country)


def customer(
    session: Session,
    team_id: str,
    said: CustomerSaid,
    mine: Customer | None,
    currency: str | None,
) -> CustomerRead:
    """Read a customer; `mine` is the one that changes, None for a new one.

    `currency` is that of all amounts, if there is one. Raises WrongFields.
    """
    form = Reading()
    name = form.read(cards.NAME, lambda: _customer_name(session, team_id, said.name, mine), "")
    tier = form.read(cards.TIER, lambda: values.tier(said.tier or Tier.STANDARD), Tier.STANDARD)
    value = form.read(cards.VALUE, lambda: values.amount(said.value, own=currency), None)
    renewal = form.read(cards.RENEWAL, lambda: values.day(said.renewal), None)
    lead = form.read(cards.ACCOUNT_LEAD, lambda: _account_lead(session, team_id, said.lead), None)
    came_on = form.read(cards.SINCE, lambda: _since(session, said.since, mine), None)
    cost = form.read(cards.COST, lambda: values.amount(said.cost, own=currency), None)
    form.check()
    return CustomerRead(name, tier, value, renewal, lead, came_on, cost)


def _department_name(session: Session, team_id: str, words: str, mine: Department | None) -> str:
    """Raises NameMissing, NameTooLong, or NameTaken when another department has it."""
    name = values.name(words)
    if departments.named(session, team_id, name) not in (None, mine):
        raise NameTaken(what="department")
    return name


def _customer_name(session: Session, team_id: str, words: str, mine: Customer | None) -> str:
    """Raises NameMissing, NameTooLong, or NameTaken when another customer has it."""
    name = values.name(words)
    if customers.named(session, team_id, name) not in (None, mine):
        raise NameTaken(what="customer")
    return name


def _since(session: Session, words: str, mine: Customer | None) -> date | None:
    """Since when they are a customer. Raises UnclearDay and CameAfterTheyLeft."""
    day = values.day(words)
    since.check_left_after(session, mine, day)
    return day


def _account_lead(session: Session, team_id: str, user_id: str) -> Person | None:
    """Whoever was chosen to lead an account; None for nobody.

    Raises UnreadableId, UnknownPerson, and what `access.check_owner` raises.
    """
    if not values.person_id(user_id):
        return None
    person = lookup.chosen_person(session, team_id, user_id)
    access.check_owner(person)
    return person


def _lead(session: Session, team_id: str, user_id: str) -> Person | None:
    """Whoever was chosen to answer for a department, or to stand in; None for nobody.

    Raises UnreadableId, UnknownPerson, and what `access.check_lead` raises.
    """
    if not values.person_id(user_id):
        return None
    person = lookup.chosen_person(session, team_id, user_id)
    access.check_lead(person)
    return person


def _channel(session: Session, team_id: str, channel_id: str) -> str:
    """The channel that was chosen; empty for none. Slack is asked about it in the background.

    Raises UnreadableId, and SharedChannel for one that people of other companies read.
    """
    chosen = values.channel_id(channel_id)
    if chosen and channels.known(session, team_id, chosen).is_shared:
        raise SharedChannel
    return chosen


def _people(session: Session, team_id: str, user_ids: Sequence[str]) -> list[Person]:
    """Those who were chosen, each once and each of whom works here.

    Raises UnreadableId, UnknownPerson, and what `access.check_works_here` raises.
    """
    chosen = list(dict.fromkeys(values.person_id(user_id) for user_id in user_ids))
    known = people.by_id(session, team_id, chosen)
    for user_id in chosen:
        if user_id not in known:
            raise lookup.unknown(session, team_id, user_id)
        access.check_works_here(known[user_id])
    return [known[user_id] for user_id in chosen]


def _ccos(session: Session, team_id: str, user_ids: Sequence[str]) -> list[Person]:
    """Those who shall hold the office. Raises what `office.check_may_hold` raises, too."""
    chosen = _people(session, team_id, user_ids)
    for person in chosen:
        office.check_may_hold(session, person)
    return chosen
