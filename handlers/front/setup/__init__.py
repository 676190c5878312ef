"""The CCO sets Duly up here: people, channels, departments and customers, in a few forms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.front.setup import cards
from handlers.people import access, lookup, office, records, routing
from handlers.speech import phrases, values
from handlers.speech.errors import MissingWords, NameTaken, NobodyCalled, StaleForm, UnknownPerson
from handlers.speech.forms import Reading
from handlers.speech.request import FormErrors, OpenForm, Request, Response, UpdateForm
from storage import customers, departments, people, workspaces
from storage.customers import Customer, Tier
from storage.departments import Department, key_of
from storage.people import Person, Role

USAGE = "setup, setup department Billing or setup customer Acme"


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """`/cx setup [department|customer [name]]`."""
    del now
    _check(request, session)
    what, name = phrases.first_word(request.text)
    if not what:
        return _open_company(request, session)
    if what.lower() == "department":
        return _open_department(request, session, name)
    if what.lower() == "customer":
        customer = lookup.named_customer(session, request.team_id, name) if name else None
        return OpenForm(cards.customer_form(customer, phrases.readable(name)))
    raise MissingWords(usage=USAGE)


def open_new_department(request: Request, session: Session, now: datetime) -> Response:
    """The button that adds a department."""
    del now
    _check(request, session)
    return _open_department(request, session, "")


def send_company(request: Request, session: Session, now: datetime) -> Response:
    """Who holds the CCO's office, who the executives are, and where they talk."""
    # Of two who change who decides, one is first; the other may not be allowed to any more.
    workspace = workspaces.hold(session, request.team_id)
    actor, form = _check(request, session), Reading()
    ccos: list[Person] = form.read(cards.CCOS, lambda: _ccos(request, session), [])
    executives: list[Person] = form.read(
        cards.EXECUTIVES, lambda: _members(request, session, cards.EXECUTIVES), []
    )
    channel = form.read(cards.CHANNEL, lambda: request.place(cards.CHANNEL), "")
    if not ccos:
        form.errors.setdefault(cards.CCOS, cards.CCO_MISSING)
    if form.errors:
        return FormErrors(form.errors)
    for cco in ccos:
        _give_office(session, now, actor.user_id, cco)
    _give_roles(session, now, actor, ccos, executives)
    if workspace:
        before = records.facts_of(workspace)
        workspace.executive_channel_id = channel or workspace.executive_channel_id
        session.add(workspace)
        records.changed(session, now, actor.user_id, workspace, before)
    return UpdateForm(cards.company_saved(channel or None))


def send_department(request: Request, session: Session, now: datetime) -> Response:
    """A department, new or changed."""
    actor = _check(request, session)
    department, form = _department(request, session), Reading()
    name = form.read(cards.NAME, lambda: _department_name(request, session, department), "")
    lead = form.read(cards.LEAD, lambda: _lead(request, session, cards.LEAD), None)
    deputy = form.read(cards.DEPUTY, lambda: _lead(request, session, cards.DEPUTY), None)
    channel = form.read(cards.CHANNEL, lambda: request.place(cards.CHANNEL), "")
    members: list[Person] = form.read(
        cards.PEOPLE, lambda: _members(request, session, cards.PEOPLE), []
    )
    said = request.words(cards.WORDS)
    words: list[str] = form.read(cards.WORDS, lambda: values.routing_words(said), [])
    country = form.read(cards.COUNTRY, lambda: values.country(request.words(cards.COUNTRY)), None)
    if lead is None:
        form.errors.setdefault(cards.LEAD, cards.LEAD_MISSING)
    elif lead == deputy:
        form.errors[cards.DEPUTY] = cards.OWN_DEPUTY
    if form.errors or lead is None:
        return FormErrors(form.errors)
    before = records.facts_of(department) if department else None
    department = department or Department(team_id=request.team_id, name=name, key=key_of(name))
    department.name, department.key = name, key_of(name)
    department.lead_id, department.deputy_id = lead.user_id, deputy.user_id if deputy else None
    department.channel_id, department.country = channel or None, country
    session.add(department)
    session.flush()
    records.changed(session, now, actor.user_id, department, before)
    for person in [*members, lead]:
        stood = records.facts_of(person)
        person.department_id = department.department_id
        session.add(person)
        records.changed(session, now, actor.user_id, person, stood)
    for word in words:
        routing.teach(session, now, actor.user_id, department, routing.WORDS, word)
    return UpdateForm(cards.department_saved(department))


def send_customer(request: Request, session: Session, now: datetime) -> Response:
    """A customer, new or changed."""
    actor = _check(request, session)
    customer, form = _customer(request, session), Reading()
    name = form.read(cards.NAME, lambda: _customer_name(request, session, customer), "")
    said = request.words(cards.TIER) or Tier.STANDARD
    tier = form.read(cards.TIER, lambda: values.tier(said), Tier.STANDARD)
    value = form.read(cards.VALUE, lambda: values.amount(request.words(cards.VALUE)), None)
    renewal = form.read(cards.RENEWAL, lambda: values.day(request.words(cards.RENEWAL)), None)
    if form.errors:
        return FormErrors(form.errors)
    before = records.facts_of(customer) if customer else None
    customer = customer or Customer(team_id=request.team_id, name=name, key=key_of(name))
    customer.name, customer.key, customer.tier = name, key_of(name), tier
    customer.annual_value, customer.renewal_on = value, renewal
    session.add(customer)
    records.changed(session, now, actor.user_id, customer, before)
    return UpdateForm(cards.customer_saved(customer))


def name_ccos(session: Session, now: datetime, team_id: str, users: Sequence[str]) -> list[str]:
    """Give the CCO's office to people from the server; what became of each, in words.

    `users` are handles, e-mail addresses, full names or Slack ids. Whoever holds the office
    already keeps it. Raises NobodyCalled, and what `office.check_may_hold` raises.
    """
    workspaces.hold(session, team_id)
    lines = []
    for words in users:
        try:
            person = lookup.person(session, team_id, words)
        except UnknownPerson as error:
            raise NobodyCalled(name=lookup.quoted(words)) from error
        is_new = _give_office(session, now, "", person)
        lines.append(cards.cco_named(person, is_new=is_new))
    return lines


def _check(request: Request, session: Session) -> Person:
    """The CCO may; and an admin of the workspace, while nobody holds that office."""
    actor = access.actor(session, request)
    office.check_may_set_up(session, actor)
    return actor


def _open_company(request: Request, session: Session) -> Response:
    team_id = request.team_id
    workspace = workspaces.find(session, team_id)
    ccos = [each.user_id for each in people.with_role(session, team_id, Role.CCO)]
    executives = [each.user_id for each in people.with_role(session, team_id, Role.EXECUTIVE)]
    channel = workspace.executive_channel_id if workspace else None
    return OpenForm(cards.company_form(ccos or [request.user_id], executives, channel))


def _open_department(request: Request, session: Session, name: str) -> Response:
    department = lookup.department(session, request.team_id, name) if name else None
    if department is None:
        return OpenForm(cards.department_form(None, [], ""))
    there = people.members_of(session, request.team_id, department.department_id)
    members = [each.user_id for each in there]
    routes = departments.routes(session, request.team_id, routing.WORDS)
    words = [each.pattern for each in routes if each.department_id == department.department_id]
    return OpenForm(cards.department_form(department, members, ", ".join(words)))


def _department_name(request: Request, session: Session, mine: Department | None) -> str:
    """Raises NameMissing, NameTooLong, or NameTaken when another department has it."""
    name = values.name(request.words(cards.NAME))
    if departments.named(session, request.team_id, name) not in (None, mine):
        raise NameTaken(what="department")
    return name


def _customer_name(request: Request, session: Session, mine: Customer | None) -> str:
    """Raises NameMissing, NameTooLong, or NameTaken when another customer has it."""
    name = values.name(request.words(cards.NAME))
    if customers.named(session, request.team_id, name) not in (None, mine):
        raise NameTaken(what="customer")
    return name


def _lead(request: Request, session: Session, field: str) -> Person | None:
    """Whoever was chosen to answer for a department, or to stand in; None for nobody.

    Raises UnreadableId, UnknownPerson, and what `access.check_lead` raises.
    """
    user_id = request.person_id(field)
    if not user_id:
        return None
    person = lookup.person(session, request.team_id, f"<@{user_id}>")
    access.check_lead(person)
    return person


def _members(request: Request, session: Session, field: str) -> list[Person]:
    """Those who were chosen, each of whom works here.

    Raises UnreadableId, UnknownPerson, and what `access.check_works_here` raises.
    """
    chosen = list(dict.fromkeys(request.person_ids(field)))
    known = people.by_id(session, request.team_id, chosen)
    for user_id in chosen:
        if user_id not in known:
            raise lookup.unknown(session, request.team_id, user_id)
        access.check_works_here(known[user_id])
    return [known[user_id] for user_id in chosen]


def _ccos(request: Request, session: Session) -> list[Person]:
    """Those who shall hold the office. Raises what `office.check_may_hold` raises, too."""
    chosen = _members(request, session, cards.CCOS)
    for person in chosen:
        office.check_may_hold(session, person)
    return chosen


def _give_office(session: Session, now: datetime, actor: str, person: Person) -> bool:
    """Give somebody the CCO's office, and write it down; False when they hold it already."""
    before = records.facts_of(person)
    is_new = office.give(session, now, person)
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


def _department(request: Request, session: Session) -> Department | None:
    """The department that the form is about; None for a new one. Raises StaleForm."""
    row_id = request.row_id()
    department = departments.find(session, request.team_id, row_id)
    if row_id and department is None:
        raise StaleForm
    return department


def _customer(request: Request, session: Session) -> Customer | None:
    """The customer that the form is about; None for a new one. Raises StaleForm."""
    row_id = request.row_id()
    customer = customers.find(session, request.team_id, row_id)
    if row_id and customer is None:
        raise StaleForm
    return customer
