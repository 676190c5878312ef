"""What people type, click and send so that something waits for somebody, or goes on."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.people import lookup
from handlers.promises import items, moves, preamble, waits
from handlers.promises.preamble import Typed
from handlers.promises.undoing import requests as undoing
from handlers.promises.waits import cards, reading
from handlers.promises.waits.reading import ForWhom
from handlers.speech import blocks, forms, reasons
from handlers.speech.errors import DayMissing, Missing, MissingWords, WrongDate
from handlers.speech.promise_errors import WaitsForNobody, WaitTooLong
from handlers.speech.request import Nothing, OpenForm, Request, Response
from handlers.speech.typing_errors import PerhapsWhy
from storage.items import Item

NEEDED: dict[str, type[Missing]] = {cards.UNTIL: DayMissing, **preamble.WHY}


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form for a wait."""
    person, item = preamble.clicked(request, session)
    allowed = waits.can_wait(session, now, person, item)
    customer = items.customer_of(session, item)
    waits.check_has_customer(item)
    return OpenForm(cards.form(item, allowed, customer, person.zone, now))


def send(request: Request, session: Session, now: datetime) -> Response:
    """It waits until a day, with the reason."""
    preamble.filled_in(request, NEEDED).check()
    person, item = preamble.clicked(request, session)
    day, reason = request.words(cards.UNTIL), request.words(reasons.FIELD)
    with forms.placing(dict.fromkeys((WrongDate, WaitTooLong), cards.UNTIL)):
        waits.wait_for_customer(session, now, person, item, day, reason)
    return Nothing()


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx wait T-12 for customer until thursday because …`."""
    said = preamble.typed(request, session, cards.USAGE)
    found = reading.read(said.answer)
    if not found.whom:
        raise MissingWords(usage=cards.USAGE.replace(cards.EXAMPLE, said.refs))
    for item in said.items:
        _check_customer(session, item, found.whom, is_meant=found.is_customer)
    _check_why(said, found)
    with preamble.told_how(cards.USAGE, said.refs, found.until):
        begun = [
            waits.wait_for_customer(session, now, said.person, item, found.until, said.reason)
            for item in said.items
        ]
    zone = said.person.zone
    told = [(each.item, cards.begun(each, zone, now)) for each in begun]
    return undoing.reply(session, now, said.person, told)


def _check_customer(session: Session, item: Item, whom: str, *, is_meant: bool) -> None:
    """Raises WaitsForNobody for a name that is not the customer's."""
    named = None if is_meant else lookup.named_customer(session, item.team_id, whom)
    if not is_meant and (named is None or named.customer_id != item.customer_id):
        raise WaitsForNobody(words=blocks.clip(whom, 60), ref=item.ref)


def _check_why(said: Typed, found: ForWhom) -> None:
    """Raises PerhapsWhy for words behind the day that may be the reason."""
    if found.rest:
        ref = f"{said.refs} for {found.whom} until {found.until}"
        raise PerhapsWhy(words=blocks.clip(found.rest, 120), verb="wait", ref=ref)


def resume(request: Request, session: Session, now: datetime) -> Response:
    """One click: it goes on."""
    preamble.press(request, session, now, moves.RESUME, waits.resume)
    return Nothing()


def type_resume(request: Request, session: Session, now: datetime) -> Response:
    """`/cx resume T-12`: it goes on."""
    said = preamble.typed(request, session, cards.RESUME_USAGE)
    said.check_nothing_left("resume")
    found = [waits.resume(session, now, said.person, item) for item in said.items]
    told = [(each.item, cards.resumed(each, now)) for each in found]
    return undoing.reply(session, now, said.person, told)
