"""What the CCO types, clicks and sends to set Duly up, and what is shown in return."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.front import setup
from handlers.front.setup import CompanySaid, CustomerSaid, DepartmentSaid, cards
from handlers.people import access, office
from handlers.speech import phrases, typed, values
from handlers.speech.errors import MissingWords, UnreadableRequest
from handlers.speech.request import OpenForm, Reply, Request, Response, UpdateForm
from storage import customers, departments, workspaces
from storage.customers import Customer
from storage.people import Person

USAGE = "setup, setup department Billing, setup customer Acme or setup currency EUR"


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """`/cx setup [department|customer [name]]` or `/cx setup currency EUR`."""
    actor = access.actor(session, request)
    what, name = phrases.first_word(request.text)
    match what.lower():
        case "":
            return _open_company(session, actor)
        case "currency" if not name:
            return _open_company(session, actor)
        case "currency":
            return Reply(cards.currency_saved(setup.save_currency(session, now, actor, name)))
        case "department":
            return _open_department(session, actor, name)
        case "customer":
            return _open_customer(session, actor, setup.customer(session, actor, name), name)
        case _:
            office.check_may_set_up(session, actor)
            raise MissingWords(usage=USAGE)


def open_new_department(request: Request, session: Session, now: datetime) -> Response:
    """The button that adds a department."""
    del now
    return _open_department(session, access.actor(session, request), "")


def open_known_department(request: Request, session: Session, now: datetime) -> Response:
    """The button that leads to a department, as its lead has left. Raises UnreadableRequest."""
    del now
    actor, department_id = access.actor(session, request), request.row_id()
    office.check_may_set_up(session, actor)
    known = departments.find(session, actor.team_id, department_id)
    if known is None:
        raise UnreadableRequest
    return _open_department(session, actor, known.name)


def open_known_customer(request: Request, session: Session, now: datetime) -> Response:
    """The button that leads to the form of a customer. Raises UnreadableRequest."""
    del now
    actor, customer_id = access.actor(session, request), request.row_id()
    office.check_may_set_up(session, actor)
    known = customers.find(session, actor.team_id, customer_id)
    if known is None:
        raise UnreadableRequest
    return _open_customer(session, actor, known, known.name)


def send_company(request: Request, session: Session, now: datetime) -> Response:
    """Who holds the CCO's office, who the executives are, and where they talk."""
    said = CompanySaid(
        ccos=request.choices(cards.CCOS),
        executives=request.choices(cards.EXECUTIVES),
        channel=request.words(cards.CHANNEL),
        currency=request.words(cards.CURRENCY),
    )
    saved = setup.save_company(session, now, access.actor(session, request), said)
    return UpdateForm(cards.company_saved(said.channel or None, saved.currency))


def send_department(request: Request, session: Session, now: datetime) -> Response:
    """A department, new or changed."""
    actor = access.actor(session, request)
    said = DepartmentSaid(
        name=request.words(cards.NAME),
        lead=request.words(cards.LEAD),
        deputy=request.words(cards.DEPUTY),
        channel=request.words(cards.CHANNEL),
        people=request.choices(cards.PEOPLE),
        words=request.words(cards.WORDS),
        country=request.words(cards.COUNTRY),
    )
    saved = setup.save_department(session, now, actor, said, request.row_id())
    return UpdateForm(cards.department_saved(saved))


def send_customer(request: Request, session: Session, now: datetime) -> Response:
    """A customer, new or changed."""
    actor = access.actor(session, request)
    said = CustomerSaid(
        name=request.words(cards.NAME),
        tier=request.words(cards.TIER),
        value=request.words(cards.VALUE),
        cost=request.words(cards.COST),
        renewal=request.words(cards.RENEWAL),
        lead=request.words(cards.ACCOUNT_LEAD),
        since=request.words(cards.SINCE),
    )
    saved = setup.save_customer(session, now, actor, said, request.row_id())
    return UpdateForm(cards.customer_saved(saved, values.currency_written(said.value)))


def _open_company(session: Session, actor: Person) -> Response:
    known = setup.company(session, actor)
    ccos = known.ccos or [actor.user_id]
    return OpenForm(cards.company_form(ccos, known.executives, known.channel, known.currency))


def _open_customer(session: Session, actor: Person, known: Customer | None, name: str) -> Response:
    currency = workspaces.currency(session, actor.team_id)
    return OpenForm(cards.customer_form(known, typed.seen(name), currency))


def _open_department(session: Session, actor: Person, name: str) -> Response:
    team = setup.department(session, actor, name)
    if team is None:
        return OpenForm(cards.department_form(None, [], ""))
    return OpenForm(cards.department_form(team.department, team.members, ", ".join(team.words)))
