"""The CCO sets Duly up here: people, channels, departments and customers, in a few forms."""

from __future__ import annotations

import re
from datetime import date, datetime

from sqlmodel import Session

from handlers import access, found, phrases, routing
from handlers.access import Action
from handlers.errors import MissingWords, UserError
from handlers.request import FormErrors, OpenForm, Request, Response, UpdateForm
from handlers.setup import cards
from storage import customers, departments, history, people, workspaces
from storage.customers import Customer, Tier
from storage.departments import Department, key_of
from storage.people import Person, Role

_COUNTRY = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,4})?")
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
    ccos = request.choices(cards.CCOS)
    executives = request.choices(cards.EXECUTIVES)
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
    channel = request.words(cards.CHANNEL) or None
    if workspace:
        workspace.executive_channel_id = channel or workspace.executive_channel_id
        session.add(workspace)
    _log(session, now, actor, "set up", ccos=ccos, executives=executives)
    return UpdateForm(cards.company_saved(channel))


def send_department(request: Request, session: Session, now: datetime) -> Response:
    """A department, new or changed."""
    actor = _check(request, session)
    name, country = request.words(cards.NAME), request.words(cards.COUNTRY).upper()
    errors = _department_errors(request, session, name, country)
    if errors:
        return FormErrors(errors)
    try:
        lead = found.person(session, request.team_id, f"<@{request.words(cards.LEAD)}>")
    except UserError as error:
        return FormErrors({cards.LEAD: error.message})
    department = _department(request, session) or Department(
        team_id=request.team_id, name=name, key=key_of(name)
    )
    department.name, department.key = name, key_of(name)
    department.lead_id, department.deputy_id = lead.user_id, request.words(cards.DEPUTY) or None
    department.channel_id = request.words(cards.CHANNEL) or None
    department.country = country or None
    session.add(department)
    session.flush()
    _move_people(request, session, department)
    for words in request.words(cards.WORDS).split(","):
        if words.strip():
            departments.add_route(
                session, request.team_id, routing.WORDS, words, department.department_id
            )
    _log(session, now, actor, "saved department", name=name)
    return UpdateForm(cards.department_saved(department))


def send_customer(request: Request, session: Session, now: datetime) -> Response:
    """A customer, new or changed."""
    actor = _check(request, session)
    name, value = request.words(cards.NAME), re.sub(r"[\s,.'’]", "", request.words(cards.VALUE))
    if not name:
        return FormErrors({cards.NAME: cards.NAME_MISSING})
    if value and not value.isdecimal():
        return FormErrors({cards.VALUE: cards.WRONG_VALUE})
    same = customers.named(session, request.team_id, name)
    customer = _customer(request, session)
    if same and (customer is None or same.customer_id != customer.customer_id):
        return FormErrors({cards.NAME: cards.NAME_TAKEN.format(what="customer")})
    customer = customer or Customer(team_id=request.team_id, name=name, key=key_of(name))
    customer.name, customer.key = name, key_of(name)
    customer.tier = request.words(cards.TIER) or Tier.STANDARD
    customer.annual_value = int(value) if value else None
    renewal = request.words(cards.RENEWAL)
    customer.renewal_on = date.fromisoformat(renewal) if renewal else None
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


def _department_errors(
    request: Request, session: Session, name: str, country: str
) -> dict[str, str]:
    errors = {}
    if not name:
        errors[cards.NAME] = cards.NAME_MISSING
    same = departments.named(session, request.team_id, name) if name else None
    if same and str(same.department_id) != request.value:
        errors[cards.NAME] = cards.NAME_TAKEN.format(what="department")
    if not request.words(cards.LEAD):
        errors[cards.LEAD] = cards.LEAD_MISSING
    if country and not _COUNTRY.fullmatch(country):
        errors[cards.COUNTRY] = cards.WRONG_COUNTRY
    return errors


def _move_people(request: Request, session: Session, department: Department) -> None:
    chosen = {*request.choices(cards.PEOPLE), request.words(cards.LEAD)}
    for person in people.by_id(session, request.team_id, chosen).values():
        person.department_id = department.department_id
        session.add(person)


def _department(request: Request, session: Session) -> Department | None:
    known = departments.everyone(session, request.team_id)
    return next((each for each in known if str(each.department_id) == request.value), None)


def _customer(request: Request, session: Session) -> Customer | None:
    known = customers.everyone(session, request.team_id)
    return next((each for each in known if str(each.customer_id) == request.value), None)


def _role(person: Person, ccos: list[str], executives: list[str]) -> str:
    if person.user_id in ccos:
        return Role.CCO
    return Role.EXECUTIVE if person.user_id in executives else Role.MEMBER


def _log(session: Session, now: datetime, actor: Person, verb: str, **facts: object) -> None:
    history.add(
        session, team_id=actor.team_id, now=now, actor=actor.user_id, verb=verb,
        noun="workspace", number=0, **facts,
    )  # fmt: skip
