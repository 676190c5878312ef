"""The CCO sets Duly up here: people, channels, departments and customers, in a few forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.customers.segments import running
from handlers.front.setup import said
from handlers.front.setup.said import CompanySaid, CustomerSaid, DepartmentSaid
from handlers.people import lookup, office, records, routing
from handlers.promises import accounts, triage
from handlers.speech import values
from handlers.speech.errors import StaleForm
from handlers.speech.people_errors import NobodyCalled, UnknownPerson
from handlers.speech.setup_errors import NotSetUp
from storage import customers, departments, people, workspaces
from storage.customers import Customer
from storage.departments import Department, key_of
from storage.people import Person, Role
from storage.workspaces import Workspace

__all__ = [
    "CompanySaid",
    "CustomerSaid",
    "DepartmentSaid",
    "Holder",
    "Offices",
    "Team",
    "company",
    "customer",
    "department",
    "name_ccos",
    "name_currency",
    "save_company",
    "save_currency",
    "save_customer",
    "save_department",
]

# --- how it stands ---


@dataclass(frozen=True)
class Offices:
    """Who decides, by Slack id, in which channel they talk, and the currency of amounts."""

    ccos: list[str]
    executives: list[str]
    channel: str | None
    currency: str | None = None


@dataclass(frozen=True)
class Team:
    """A department, the Slack ids of those who work in it, and the words that belong to it."""

    department: Department
    members: list[str]
    words: list[str]


def company(session: Session, actor: Person) -> Offices:
    """Who decides. Raises what `office.check_may_set_up` raises."""
    office.check_may_set_up(session, actor)
    workspace = workspaces.find(session, actor.team_id)
    ccos = office.holders(session, actor.team_id)
    executives = people.with_role(session, actor.team_id, Role.EXECUTIVE)
    return Offices(
        [each.user_id for each in ccos],
        [each.user_id for each in executives],
        workspace.executive_channel_id if workspace else None,
        workspace.currency if workspace else None,
    )


def department(session: Session, actor: Person, name: str) -> Team | None:
    """The department of this name as it is set up; None for no name.

    Raises UnknownDepartment, and what `office.check_may_set_up` raises.
    """
    office.check_may_set_up(session, actor)
    if not name:
        return None
    found = lookup.department(session, actor.team_id, name)
    there = people.members_of(session, actor.team_id, found.department_id)
    routes = departments.routes(session, actor.team_id, routing.WORDS)
    words = [each.pattern for each in routes if each.department_id == found.department_id]
    return Team(found, [each.user_id for each in there], words)


def customer(session: Session, actor: Person, name: str) -> Customer | None:
    """The customer of this name, if there is one.

    Raises what `office.check_may_set_up` raises.
    """
    office.check_may_set_up(session, actor)
    return lookup.named_customer(session, actor.team_id, name) if name else None


# --- change it ---


def save_company(session: Session, now: datetime, actor: Person, new: CompanySaid) -> Workspace:
    """Say who holds the CCO's office, who the executives are, where they talk, and the currency.

    Without a channel the one before stays, and the currency where nothing is said of it. Raises
    WrongFields, and what `office.check_may_set_up` raises.
    """
    workspace = _take_turn(session, actor)
    read = said.company(session, actor.team_id, new)
    for cco in read.ccos:
        _give_office(session, now, actor.user_id, cco)
    _give_roles(session, now, actor, read.ccos, read.executives)
    before = records.facts_of(workspace)
    workspace.executive_channel_id = read.channel or workspace.executive_channel_id
    if new.currency is not None:
        workspace.currency = read.currency
    session.add(workspace)
    records.changed(session, now, actor.user_id, workspace, before)
    return workspace


def save_currency(session: Session, now: datetime, actor: Person, words: str) -> str | None:
    """Say in which currency amounts are, by code or sign; “none” for none. Numbers stay.

    Raises UnknownCurrency, NotSetUp, and what `office.check_may_set_up` raises.
    """
    workspace = _take_turn(session, actor)
    return _keep_currency(session, now, actor.user_id, workspace, words)


def name_currency(session: Session, now: datetime, team_id: str, words: str) -> str | None:
    """The same from the server, where nobody in particular says it.

    Raises UnknownCurrency or NotSetUp.
    """
    workspace = workspaces.hold(session, team_id)
    if workspace is None:
        raise NotSetUp
    return _keep_currency(session, now, "", workspace, words)


def save_department(
    session: Session,
    now: datetime,
    actor: Person,
    new: DepartmentSaid,
    department_id: UUID | None = None,
) -> Department:
    """Change a department, or add one where no id is given; its people and words come to it.

    Raises StaleForm where the department is gone, WrongFields, and what `office.check_may_set_up`
    raises.
    """
    _take_turn(session, actor)
    found = departments.find(session, actor.team_id, department_id)
    if department_id and found is None:
        raise StaleForm
    read = said.department(session, actor.team_id, new, found)
    before = records.facts_of(found) if found else None
    saved = found or Department(team_id=actor.team_id, name=read.name, key=key_of(read.name))
    saved.name, saved.key = read.name, key_of(read.name)
    saved.lead_id = read.lead.user_id
    saved.deputy_id = read.deputy.user_id if read.deputy else None
    saved.channel_id, saved.country = read.channel or None, read.country
    session.add(saved)
    session.flush()
    records.changed(session, now, actor.user_id, saved, before)
    for person in [*read.people, read.lead]:
        stood = records.facts_of(person)
        person.department_id = saved.department_id
        session.add(person)
        records.changed(session, now, actor.user_id, person, stood)
    for word in read.words:
        routing.teach(session, now, actor.user_id, saved, routing.WORDS, word)
    return saved


def save_customer(
    session: Session,
    now: datetime,
    actor: Person,
    new: CustomerSaid,
    customer_id: UUID | None = None,
) -> Customer:
    """Change a customer, or add one where no id is given.

    Raises StaleForm where the customer is gone, WrongFields, and what `office.check_may_set_up`
    raises.
    """
    currency = _take_turn(session, actor).currency
    found = customers.find(session, actor.team_id, customer_id)
    if customer_id and found is None:
        raise StaleForm
    read = said.customer(session, actor.team_id, new, found, currency)
    before = records.facts_of(found) if found else None
    was = found.tier if found else read.tier
    saved = found or Customer(team_id=actor.team_id, name=read.name, key=key_of(read.name))
    saved.name, saved.key, saved.tier = read.name, key_of(read.name), read.tier
    saved.annual_value, saved.renewal_on = read.annual_value, read.renewal_on
    saved.came_on = read.came_on
    if read.cost_to_serve != saved.cost_to_serve:
        saved.cost_to_serve, saved.cost_source = read.cost_to_serve, ""
        is_known = read.cost_to_serve is not None
        saved.cost_on = office.day_of(session, actor.team_id, now) if is_known else None
    led_by = found.owner_id if found else None
    saved.owner_id = read.lead.user_id if read.lead else None
    session.add(saved)
    records.changed(session, now, actor.user_id, saved, before)
    if found:
        accounts.follow(session, now, saved, led_by, actor.user_id)
        running.said_in_form(session, now, actor, saved, was)
    return saved


@dataclass(frozen=True)
class Holder:
    """Somebody who holds the CCO's office, and whether they do so only now."""

    person: Person
    is_new: bool


def name_ccos(session: Session, now: datetime, team_id: str, users: Sequence[str]) -> list[Holder]:
    """Give the CCO's office to people from the server, all of them or none.

    `users` are handles, e-mail addresses, full names or Slack ids. Whoever holds the office
    already keeps it. Raises NobodyCalled, and what `office.check_may_hold` raises.
    """
    workspaces.hold(session, team_id)
    named = []
    for words in users:
        try:
            person = lookup.person(session, team_id, words)
        except UnknownPerson as error:
            raise NobodyCalled(name=lookup.quoted(words)) from error
        named.append(Holder(person, _give_office(session, now, "", person)))
    return named


def _take_turn(session: Session, actor: Person) -> Workspace:
    """Hold the workspace. Of two who set it up at once one is first.

    The other may not be allowed to any more, and changes what the first has made of it. Raises
    NotSetUp, and what `office.check_may_set_up` raises.
    """
    workspace = workspaces.hold(session, actor.team_id)
    if workspace is None:
        raise NotSetUp
    # What was read before the turn came may be different by now.
    session.flush()
    session.expire_all()
    office.check_may_set_up(session, actor)
    return workspace


def _keep_currency(
    session: Session, now: datetime, actor: str, workspace: Workspace, words: str
) -> str | None:
    """Change it, and write it down. Raises UnknownCurrency."""
    before = records.facts_of(workspace)
    workspace.currency = values.currency(words)
    session.add(workspace)
    records.changed(session, now, actor, workspace, before)
    return workspace.currency


def _give_office(session: Session, now: datetime, actor: str, person: Person) -> bool:
    """Give somebody the CCO's office, and write it down; False when they hold it already."""
    before = records.facts_of(person)
    is_new = triage.appoint(session, now, person)
    records.changed(session, now, actor, person, before)
    return is_new


def _give_roles(
    session: Session, now: datetime, actor: Person, ccos: list[Person], executives: list[Person]
) -> None:
    """Change those whose role changes, and nobody of the other 70,000; whoever left has none."""
    had = people.with_any_role(session, actor.team_id)
    for person in {each.user_id: each for each in [*had, *executives]}.values():
        role = Role.EXECUTIVE if person in executives else Role.MEMBER
        if person not in ccos and person.role != role:
            before = records.facts_of(person)
            person.role = role
            session.add(person)
            records.changed(session, now, actor.user_id, person, before)
