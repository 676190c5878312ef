"""The CCO sets Duly up here: people, channels, departments and customers, in a few forms."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers import access, found, phrases, routing, values
from handlers.access import Action
from handlers.errors import MissingWords, NameTaken, StaleForm
from handlers.forms import Reading
from handlers.request import FormErrors, OpenForm, Request, Response, UpdateForm
from handlers.setup import cards
from storage import customers, departments, history, people, workspaces
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
        customer = customers.named(session, request.team_id, name) if name else None
        return OpenForm(cards.customer_form(customer))
    raise MissingWords(usage=USAGE)


def open_new_department(request: Request, session: Session, now: datetime) -> Response:
    """The button that adds a department."""
    del now
    _check(request, session)
    return _open_department(request, session, "")


def send_company(request: Request, session: Session, now: datetime) -> Response:
    """Who holds the CCO's office, who the executives are, and where they talk."""
    actor = _check(request, session)
    ccos, executives = request.person_ids(cards.CCOS), request.person_ids(cards.EXECUTIVES)
    channel = request.place(cards.CHANNEL) or None
    if not ccos:
        return FormErrors({cards.CCOS: cards.CCO_MISSING})
    known = people.by_id(session, request.team_id, [*ccos, *executives])
    for field, chosen in ((cards.CCOS, ccos), (cards.EXECUTIVES, executives)):
        bots = [known[user].name for user in chosen if user in known and known[user].is_bot]
        if bots:
            return FormErrors({field: cards.NOT_A_PERSON.format(name=bots[0])})
    for person in people.present(session, request.team_id):
        person.role = _role(person, ccos, executives)
        session.add(person)
    workspace = workspaces.find(session, request.team_id)
    if workspace:
        workspace.executive_channel_id = channel or workspace.executive_channel_id
        session.add(workspace)
    _log(session, now, actor, "set up", ccos=ccos, executives=executives)
    return UpdateForm(cards.company_saved(channel))


def send_department(request: Request, session: Session, now: datetime) -> Response:
    """A department, new or changed."""
    actor = _check(request, session)
    department, form = _department(request, session), Reading()
    name = form.read(cards.NAME, lambda: _department_name(request, session, department), "")
    lead = form.read(cards.LEAD, lambda: _somebody(request, session, cards.LEAD), None)
    deputy = form.read(cards.DEPUTY, lambda: _somebody(request, session, cards.DEPUTY), None)
    channel = form.read(cards.CHANNEL, lambda: request.place(cards.CHANNEL), "")
    members: list[str] = form.read(cards.PEOPLE, lambda: request.person_ids(cards.PEOPLE), [])
    said = request.words(cards.WORDS)
    words: list[str] = form.read(cards.WORDS, lambda: values.routing_words(said), [])
    country = form.read(cards.COUNTRY, lambda: values.country(request.words(cards.COUNTRY)), None)
    if lead is None:
        form.errors.setdefault(cards.LEAD, cards.LEAD_MISSING)
    if form.errors or lead is None:
        return FormErrors(form.errors)
    department = department or Department(team_id=request.team_id, name=name, key=key_of(name))
    department.name, department.key = name, key_of(name)
    department.lead_id, department.deputy_id = lead.user_id, deputy.user_id if deputy else None
    department.channel_id, department.country = channel or None, country
    session.add(department)
    session.flush()
    _move_people(session, department, [*members, lead.user_id])
    for word in words:
        departments.add_route(
            session, request.team_id, routing.WORDS, word, department.department_id
        )
    _log(session, now, actor, "saved department", name=name)
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
    customer = customer or Customer(team_id=request.team_id, name=name, key=key_of(name))
    customer.name, customer.key, customer.tier = name, key_of(name), tier
    customer.annual_value, customer.renewal_on = value, renewal
    session.add(customer)
    _log(session, now, actor, "saved customer", name=name)
    return UpdateForm(cards.customer_saved(customer))


def _check(request: Request, session: Session) -> Person:
    """The CCO may; and whoever comes first, while nobody holds that office."""
    actor = access.actor(session, request)
    if people.with_role(session, request.team_id, Role.CCO):
        access.check(session, actor, Action.SET_UP)
    return actor


def _open_company(request: Request, session: Session) -> Response:
    team_id = request.team_id
    workspace = workspaces.find(session, team_id)
    ccos = [each.user_id for each in people.with_role(session, team_id, Role.CCO)]
    executives = [each.user_id for each in people.with_role(session, team_id, Role.EXECUTIVE)]
    channel = workspace.executive_channel_id if workspace else None
    return OpenForm(cards.company_form(ccos or [request.user_id], executives, channel))


def _open_department(request: Request, session: Session, name: str) -> Response:
    department = found.department(session, request.team_id, name) if name else None
    if department is None:
        return OpenForm(cards.department_form(None, [], ""))
    members = [
        each.user_id
        for each in people.present(session, request.team_id)
        if each.department_id == department.department_id
    ]
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


def _somebody(request: Request, session: Session, field: str) -> Person | None:
    """The person chosen in a form; None for nobody. Raises UnreadableId or UnknownPerson."""
    user_id = request.person_id(field)
    return found.person(session, request.team_id, f"<@{user_id}>") if user_id else None


def _move_people(session: Session, department: Department, chosen: list[str]) -> None:
    for person in people.by_id(session, department.team_id, chosen).values():
        person.department_id = department.department_id
        session.add(person)


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


def _role(person: Person, ccos: list[str], executives: list[str]) -> str:
    if person.user_id in ccos:
        return Role.CCO
    return Role.EXECUTIVE if person.user_id in executives else Role.MEMBER


def _log(session: Session, now: datetime, actor: Person, verb: str, **facts: object) -> None:
    history.add(
        session, team_id=actor.team_id, now=now, actor=actor.user_id, verb=verb,
        noun="workspace", number=0, **facts,
    )  # fmt: skip
