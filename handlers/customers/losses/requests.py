"""What people type, click and send to record that a customer left, and to read who did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import losses as room
from handlers.customers.losses import (
    LossSaid,
    cards,
    figures,
    form_cards,
    moves,
    reading,
    undoing,
)
from handlers.customers.losses.cards import LossLine
from handlers.customers.losses.kind import WHY
from handlers.people import access, audiences, choices, lookup, vocabulary
from handlers.promises.listed import CUSTOMER_PAGE
from handlers.speech import blocks, forms, paging, phrases, values
from handlers.speech.errors import StaleForm
from handlers.speech.loss_errors import (
    LeavesLater,
    LeftAlready,
    LeftBeforeTheyCame,
    LeftLongAgo,
    LossOfNobody,
    SaidNothing,
    SmallerByMissing,
    SmallerThanAll,
    StatedMissing,
    WordsTooLong,
)
from handlers.speech.people_errors import GoneCustomer
from handlers.speech.request import OpenForm, Reply, Request, Response
from handlers.speech.setup_errors import (
    OtherCurrency,
    TooMuch,
    UnclearAmount,
    UnclearDay,
    UnclearScale,
    UnknownCurrency,
)
from storage import asks as stored_asks
from storage import customers, listings, losses, people, workspaces
from storage.customers import Customer
from storage.listings import ListWanted, Which
from storage.losses import Loss, LossReason
from storage.people import Person

RECORDING = {
    **dict.fromkeys((LossOfNobody, GoneCustomer, LeftAlready), choices.CUSTOMER),
    **dict.fromkeys((LeavesLater, LeftLongAgo, LeftBeforeTheyCame, UnclearDay), form_cards.DAY),
    **dict.fromkeys(
        (
            UnclearAmount,
            UnclearScale,
            TooMuch,
            OtherCurrency,
            UnknownCurrency,
            SmallerByMissing,
            SmallerThanAll,
        ),
        form_cards.VALUE,
    ),
    SaidNothing: form_cards.SAID,
    WordsTooLong: form_cards.SAID,
    StatedMissing: form_cards.STATED,
}
"""Under which field of the form a sentence stands."""
ChosenKind = TypeVar("ChosenKind", bound=StrEnum)


# --- recorded ---


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx lost Kestrel [on 2026-10-31] [they said “price”]`: the form, filled in.

    Alone it shows who left in a year, and with a number that loss; of somebody who left already
    it leads there. Raises UnknownCustomer with the nearest name, and what `access.check` raises.
    """
    person, today = here(request, session, now)
    access.check(session, person, access.RECORD_LOSS)
    said = vocabulary.words(session, request.team_id, request.text)
    if not said:
        return _listed(session, person, today)
    by_number = phrases.reference(request.text)
    if by_number and by_number.letter == Loss.letter:
        return _numbered(session, person, room.named(session, person, request.text), today)
    found = reading.read(session, request.team_id, said, today)
    return _form(session, person, found.customer, today, found.said, found.on)


def open_list(request: Request, session: Session, now: datetime) -> Response:
    """Who left in a year, from a digest. Raises UnreadableRequest, and what `access.check` does."""
    person, today = here(request, session, now)
    access.check(session, person, access.RECORD_LOSS)
    paging.start(request.value)
    return replace(_listed(session, person, today), title=cards.WHO_LEFT)


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form of a loss, about the customer whose page the button is on, if any."""
    person, today = here(request, session, now)
    access.check(session, person, access.RECORD_LOSS)
    chosen = lookup.chosen_customer(session, request.team_id, request.value)
    return _form(session, person, chosen, today, "", None)


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in."""
    person, _ = here(request, session, now)
    access.check(session, person, access.RECORD_LOSS)
    with forms.placing(RECORDING):
        customer = lookup.chosen_customer(session, request.team_id, request.words(choices.CUSTOMER))
        loss = room.record(session, now, person, _said(request, session, customer))
    if customer is None:
        raise StaleForm
    wanted = ListWanted(Which.OPEN, customer_id=customer.customer_id)
    still_open = len(listings.rows(session, audiences.reader(session, person), wanted, now).rows)
    page = blocks.button(cards.SEE_THEM, CUSTOMER_PAGE, paging.value(customer.customer_id.hex))
    asked = asked_now(session, loss, WHY.name)
    shown = cards.recorded(loss, customer, asked, still_open, page)
    return Reply(shown.text, shown.blocks, title="Noted")


def open_edit(request: Request, session: Session, now: datetime) -> Response:
    """The same form, filled in with what was recorded."""
    person, _ = here(request, session, now)
    return OpenForm(form_cards.edit(room.named(session, person, request.value, moves.CORRECT)))


def send_edit(request: Request, session: Session, now: datetime) -> Response:
    """It comes back changed."""
    person, _ = here(request, session, now)
    loss = room.named(session, person, request.value, moves.CORRECT)
    with forms.placing(RECORDING):
        said = _said(request, session, customer_of(session, loss))
        loss = room.correct(session, now, person, request.value, said)
    return done(loss, cards.corrected(loss))


def press_undo(request: Request, session: Session, now: datetime) -> Response:
    """One click: it stands as it stood before."""
    person, _ = here(request, session, now)
    return Reply(undo(session, now, person, request.value), instead=True, title="Undone")


def undo(session: Session, now: datetime, person: Person, ref: str) -> str:
    """Undo what was said last of a loss, and say how it stands. Raises what `undoing.undo` does."""
    return cards.undone(undoing.undo(session, now, person, ref))


# --- read ---


def here(request: Request, session: Session, now: datetime) -> tuple[Person, date]:
    """Who asks, and which day it is for them."""
    person = access.actor(session, request)
    return person, hours.day_of(now, person.zone)


def _form(
    session: Session,
    person: Person,
    customer: Customer | None,
    today: date,
    said: str,
    on: date | None,
) -> Response:
    """The form of a loss; of a customer who left before and is not back the way to that one."""
    known = customer and losses.standing_of(session, person.team_id, customer.customer_id)
    if customer and known:
        shown = cards.already(known, customer, today)
        return Reply(shown.text, shown.blocks)
    value = str(customer.annual_value) if customer and customer.annual_value is not None else ""
    offered = choices.of_customers(session, person, customer)
    return OpenForm(form_cards.record(offered, today, value=value, said=said, on=on))


def _said(request: Request, session: Session, customer: Customer | None) -> LossSaid:
    workspace = workspaces.find(session, request.team_id)
    own = workspace.currency if workspace else None
    return LossSaid(
        customer=customer,
        said=request.words(form_cards.SAID),
        stated=chosen(LossReason, request.words(form_cards.STATED)),
        on=values.day(request.words(form_cards.DAY)),
        value=values.amount(request.words(form_cards.VALUE), own=own),
        told_by=request.line(form_cards.TOLD_BY),
        is_part=request.words(form_cards.EXTENT) == form_cards.PART,
    )


def _numbered(session: Session, person: Person, loss: Loss, today: date) -> Response:
    """One loss in short, with the way to all of it."""
    [line] = _lines(session, person, [loss])
    shown = cards.one(line, today)
    return Reply(shown.text, shown.blocks)


def _listed(session: Session, person: Person, today: date) -> Reply:
    """Who left in the year up to today."""
    found = losses.left_between(session, person.team_id, today - figures.YEAR, today)
    newest_first = sorted(found, key=lambda loss: loss.left_on, reverse=True)
    lines = _lines(session, person, newest_first)
    smaller = losses.smaller_between(session, person.team_id, today - figures.YEAR, today)
    parts = _lines(session, person, smaller)
    workspace = workspaces.find(session, person.team_id)
    currency = workspace.currency if workspace else None
    shown = cards.listed(lines, figures.count(found), currency, today, parts)
    return Reply(shown.text, shown.blocks)


def _lines(session: Session, person: Person, found: Sequence[Loss]) -> list[LossLine]:
    """These losses with the names of who left, and with their value for who may read it."""
    customers.read(session, person.team_id, {each.customer_id for each in found})
    whose = [customer_of(session, each) for each in found]
    seen = access.money_seen(session, person, filter(None, whose))
    reads_all = access.may_see_money(session, person)
    return [
        LossLine(each, who.name if who else "a customer", reads_all or each.customer_id in seen)
        for each, who in zip(found, whose, strict=True)
    ]


def chosen(kind: Callable[[str], ChosenKind], value: str) -> ChosenKind | None:
    """What a form offers; None for nothing, and for what it does not offer."""
    try:
        return kind(value)
    except ValueError:
        return None


def asked_now(session: Session, loss: Loss, kind: str) -> Person | None:
    """Who is asked a question about it now."""
    about = stored_asks.open_about(session, loss.team_id, loss.noun, loss.number)
    asked = next((each for each in about if each.kind == kind), None)
    return people.find(session, loss.team_id, asked.person_id) if asked else None


def customer_of(session: Session, loss: Loss) -> Customer | None:
    """Who left."""
    return customers.find(session, loss.team_id, loss.customer_id)


def done(loss: Loss, said: str) -> Reply:
    """What was done, with the way to all of the loss."""
    shown = cards.done(loss, said)
    return Reply(shown.text, shown.blocks, title="Noted")
