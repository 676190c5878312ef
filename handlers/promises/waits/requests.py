"""What people type, click and send so that something waits for somebody, or goes on."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import pauses
from handlers.people import choices, lookup
from handlers.promises import items, moves, preamble, waits
from handlers.promises.preamble import Typed
from handlers.promises.undoing import requests as undoing
from handlers.promises.waits import Supplied, cards, reading
from handlers.promises.waits.reading import ForWhom
from handlers.speech import blocks, evidence, forms, long_texts, reasons
from handlers.speech.answer_errors import MayNotSee
from handlers.speech.errors import (
    DayMissing,
    Missing,
    MissingWords,
    NoteMissing,
    NoteTooLong,
    UserError,
    WrongDate,
    WrongLink,
)
from handlers.speech.people_errors import CcoOwns, NoLead
from handlers.speech.promise_errors import (
    NobodyToWaitFor,
    WaitsForItself,
    WaitsForNobody,
    WaitTooLong,
)
from handlers.speech.request import Nothing, OpenForm, Request, Response
from handlers.speech.typing_errors import PerhapsWhy
from storage.departments import Department
from storage.items import Item
from storage.people import Person

ABOUT: dict[type[UserError], str] = {
    **dict.fromkeys((WrongDate, WaitTooLong), cards.UNTIL),
    **dict.fromkeys((NoteMissing, NoteTooLong), cards.WORDS[0]),
    WrongLink: evidence.FIELD,
    **dict.fromkeys(
        (NobodyToWaitFor, WaitsForItself, MayNotSee, NoLead, CcoOwns), choices.DEPARTMENT
    ),
}
"""Under which input of a form a sentence stands."""
NEEDED: dict[str, type[Missing]] = {cards.UNTIL: DayMissing, **preamble.WHY}


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form for a wait."""
    person, item = preamble.clicked(request, session)
    allowed = waits.can_wait(session, now, person, item)
    customer = items.customer_of(session, item)
    known = choices.of_departments(session, person, but=item.department_id)
    why = request.words(reasons.FIELD)
    return OpenForm(cards.form(item, allowed, customer, known, person.zone, now, why))


def send(request: Request, session: Session, now: datetime) -> Response:
    """It waits until a day, with the reason."""
    preamble.filled_in(request, NEEDED).check()
    person, item = preamble.clicked(request, session)
    day, reason = request.words(cards.UNTIL), request.words(reasons.FIELD)
    with forms.placing(ABOUT):
        chosen = request.words(choices.DEPARTMENT)
        department = lookup.chosen_department(session, request.team_id, chosen)
        waits.wait(session, now, person, item, day, reason, department)
    return Nothing()


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx wait T-12 for customer until thursday because …`, or `for Logistics`."""
    said = preamble.typed(request, session, cards.USAGE)
    found = reading.read(said.answer)
    if not found.whom:
        raise MissingWords(usage=cards.USAGE.replace(cards.EXAMPLE, said.refs))
    whom = [_whom(session, item, found) for item in said.items]
    _check_why(said, found)
    with preamble.told_how(cards.USAGE, said.refs, found.until):
        begun = [
            waits.wait(session, now, said.person, item, found.until, said.reason, department)
            for item, department in zip(said.items, whom, strict=True)
        ]
    zone = said.person.zone
    told = [(each.item, cards.begun(each, zone, now)) for each in begun]
    return undoing.reply(session, now, said.person, told)


def _whom(session: Session, item: Item, found: ForWhom) -> Department | None:
    """The department that is named; None for the customer. Raises WaitsForNobody."""
    if found.is_customer:
        return None
    customer = lookup.named_customer(session, item.team_id, found.whom)
    if customer and customer.customer_id == item.customer_id:
        return None
    department = lookup.named_department(session, item.team_id, found.whom)
    if department is None:
        raise WaitsForNobody(words=blocks.clip(found.whom, 60), ref=item.ref)
    return department


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


# --- what it waits for ---


def open_gives(request: Request, session: Session, now: datetime) -> Response:
    """The form for what is given."""
    item, needed = _needed(request, session, now)
    return OpenForm(cards.gives_form(item, needed))


def open_cannot(request: Request, session: Session, now: datetime) -> Response:
    """The form for why it cannot be given."""
    item, needed = _needed(request, session, now)
    return OpenForm(cards.cannot_form(item, needed))


def _needed(request: Request, session: Session, now: datetime) -> tuple[Item, str]:
    """What it is about, and what is needed, for whoever is asked for it."""
    person, item = preamble.clicked(request, session)
    home = waits.check_asked(session, person, item)
    found = pauses.needed_of(session, item, home.department_id if home else None)
    return item, found.needs(person.zone, now) if found else ""


def send_gives(request: Request, session: Session, now: datetime) -> Response:
    """It is given, and whoever waits goes on."""
    with forms.placing(ABOUT):
        words = evidence.beside(long_texts.read(request, cards.WORDS), evidence.read(request))
        person, item = preamble.clicked(request, session)
        found = waits.give(session, now, person, item, words)
    return _told(request, session, now, person, found)


def send_cannot(request: Request, session: Session, now: datetime) -> Response:
    """It cannot be given, with the reason."""
    preamble.filled_in(request, preamble.WHY).check()
    person, item = preamble.clicked(request, session)
    found = waits.cannot_give(session, now, person, item, request.words(reasons.FIELD))
    return _told(request, session, now, person, found)


def _told(
    request: Request, session: Session, now: datetime, person: Person, found: Supplied
) -> Response:
    """What lies behind a form shows it; elsewhere it is said, with the way back."""
    if request.within:
        return Nothing()
    return undoing.reply(session, now, person, [(found.item, cards.supplied(found))])
