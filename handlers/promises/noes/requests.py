"""What people click and send with a no, and when they say whether it stands."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.people import leads
from handlers.promises import items, moves, noes, preamble
from handlers.promises.items import following
from handlers.promises.noes import Weighed, WhoTells, cards
from handlers.speech import forms, reasons, values
from handlers.speech.answer_errors import MayNotSee
from handlers.speech.errors import UserError, WrongDate
from handlers.speech.people_errors import UnknownPerson
from handlers.speech.request import Nothing, OpenForm, Reply, Request, Response
from storage import workspaces
from storage.items import Item
from storage.people import Person

ABOUT: dict[type[UserError], str] = {
    WrongDate: cards.BY,
    **dict.fromkeys((MayNotSee, UnknownPerson), cards.TELLS),
}
"""Under which input of the form a sentence stands."""


def open_no(request: Request, session: Session, now: datetime) -> Response:
    """The form for a no."""
    del now
    person, item = preamble.permitted(request, session, moves.DECLINE)
    customer = items.customer_of(session, item)
    reviewer = noes.reviewer_of(session, person, item, customer)
    shown = cards.NoForm(
        customer=customer,
        tells=_tellers(session, person, item),
        why=request.words(reasons.FIELD),
        still=following.still_open(session, person, item),
        reviewer=reviewer.name if reviewer else "",
        currency=workspaces.currency(session, item.team_id) or "",
    )
    return OpenForm(cards.form(item, shown))


def _tellers(session: Session, person: Person, item: Item) -> dict[WhoTells, str]:
    """Who could tell the customer, whoever asked first: each person once."""
    asker = noes.asker_of(session, item)
    lead = leads.of_account(session, items.customer_of(session, item))
    found: dict[WhoTells, str] = {}
    if asker and asker.user_id != person.user_id:
        found[WhoTells.ASKER] = f"{asker.name}, who asked"
    if lead and lead not in (person, asker):
        found[WhoTells.ACCOUNT_LEAD] = f"{lead.name}, who leads the account"
    return {**found, WhoTells.ME: "I do", WhoTells.NOBODY: "Nobody needs to"}


def send_no(request: Request, session: Session, now: datetime) -> Response:
    """A no with its reason, and all that was said with it."""
    form = preamble.filled_in(request, preamble.WHY)
    own = workspaces.currency(session, request.team_id)
    cost = form.read(cards.COST, lambda: values.amount(request.words(cards.COST), own=own), None)
    form.check()
    tells = request.words(cards.TELLS)
    causes = request.words(cards.COST_IS) == cards.CAUSES
    said = Weighed(
        tells=values.choice(tells, WhoTells) if tells else None,
        by=request.words(cards.BY),
        weighed=request.words(cards.WEIGHED),
        instead=request.words(cards.INSTEAD),
        avoids=None if causes else cost,
        causes=cost if causes else None,
    )
    person, item = preamble.clicked(request, session)
    with forms.placing(ABOUT):
        # What is still open stood in the form.
        noes.decline(session, now, person, item, request.words(reasons.FIELD), said, anyway=True)
    return Nothing()


def stands(request: Request, session: Session, now: datetime) -> Response:
    """One click: the no stands."""
    preamble.press(request, session, now, moves.STAND, noes.stand)
    return Nothing()


def type_stands(request: Request, session: Session, now: datetime) -> Response:
    """`/cx stands T-12`: the no stands."""
    said = preamble.typed(request, session, cards.STANDS_USAGE)
    said.check_nothing_left("stands")
    found = [noes.stand(session, now, said.person, item) for item in said.items]
    return Reply("\n".join(map(cards.stood, found)))


def open_back(request: Request, session: Session, now: datetime) -> Response:
    """The form for why a no does not stand."""
    del now
    _, item = preamble.permitted(request, session, moves.STAND)
    return OpenForm(cards.back_form(item))


def send_back(request: Request, session: Session, now: datetime) -> Response:
    """The no does not stand: it is open again."""
    preamble.filled_in(request, preamble.WHY).check()
    person, item = preamble.clicked(request, session)
    noes.take_back(session, now, person, item, request.words(reasons.FIELD))
    return Nothing()
