"""What people type, click and send about sales."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.customers import sales as room
from handlers.customers.sales import (
    HandedOver,
    SaleSaid,
    asking,
    cards,
    counting,
    form_cards,
    moves,
    undoing,
    words,
)
from handlers.customers.sales.kind import NEED
from handlers.people import access, choices, leads, lookup, vocabulary
from handlers.speech import blocks, forms, paging, phrases, reasons, values
from handlers.speech.errors import StaleForm, WhyMissing
from handlers.speech.people_errors import GoneCustomer
from handlers.speech.request import Json, OpenForm, Reply, Request, Response, UpdateForm
from handlers.speech.sale_errors import (
    FitMissing,
    FoundOutInPast,
    FoundOutTooLate,
    NeedUnsaid,
    SaleWordsTooLong,
    SoldAfterTheyLeft,
    SoldAlready,
    SoldNothing,
    SoldToNobody,
    SoldTooEarly,
    SoldTooLate,
)
from handlers.speech.setup_errors import (
    OtherCurrency,
    TooMuch,
    UnclearAmount,
    UnclearDay,
    UnclearScale,
    UnknownCurrency,
)
from storage import customers, people, sales, workspaces
from storage.customers import Customer
from storage.people import Person
from storage.sales import Fit, Sale, Use

FOUND_OUT_IN = 5
"""So many working days ahead the form has filled in."""
RECORDING = {
    **dict.fromkeys((SoldToNobody, GoneCustomer), choices.CUSTOMER),
    **dict.fromkeys(
        (SoldTooEarly, SoldTooLate, SoldAfterTheyLeft, SoldAlready, UnclearDay), form_cards.DAY
    ),
    **dict.fromkeys(
        (UnclearAmount, UnclearScale, TooMuch, OtherCurrency, UnknownCurrency), form_cards.VALUE
    ),
    **dict.fromkeys((SoldNothing, SaleWordsTooLong), form_cards.SOLD),
}
NEEDING = {
    **dict.fromkeys((NeedUnsaid, SaleWordsTooLong), form_cards.NEEDS),
    FitMissing: form_cards.FIT,
}
FINDING = dict.fromkeys((FoundOutInPast, FoundOutTooLate, UnclearDay), form_cards.DAY)
BECAUSE = {WhyMissing: reasons.FIELD, SaleWordsTooLong: reasons.FIELD}
"""Under which field a sentence stands, by form."""


# --- written down ---


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx sale Acme`: what they bought, or the form where that is nothing; alone, this year's.

    With a number it is that sale. Raises UnknownCustomer with the nearest name, SoldToNobody, and
    what `access.check` raises.
    """
    person, today = _here(request, session, now)
    access.check(session, person, access.RECORD_SALE)
    said = vocabulary.words(session, request.team_id, request.text)
    if not said:
        return OpenForm(_year(session, person, today, 0))
    by_number = phrases.reference(request.text)
    if by_number and by_number.letter == Sale.letter:
        return _numbered(session, person, request.text, today)
    customer = lookup.customer(session, request.team_id, request.text)
    if customer is None:
        raise SoldToNobody
    found = sales.of_customer(session, person.team_id, customer.customer_id)
    seen = [each for each in found if room.may_read(session, person, each)]
    if seen:
        shown = cards.known(seen, customer, today)
        return Reply(shown.text, shown.blocks)
    return _form(session, person, customer, today)


def page(request: Request, session: Session, now: datetime) -> Response:
    """Another page of the sales of this year. Raises what `access.check` raises, and StaleForm."""
    person, today = _here(request, session, now)
    return UpdateForm(_year(session, person, today, paging.start(request.value)))


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form of a sale, for the customer whose sales were shown, if any."""
    person, today = _here(request, session, now)
    access.check(session, person, access.RECORD_SALE)
    chosen = lookup.chosen_customer(session, request.team_id, request.value)
    return _form(session, person, chosen, today)


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in."""
    person, _ = _here(request, session, now)
    access.check(session, person, access.RECORD_SALE)
    with forms.placing(RECORDING):
        customer = lookup.chosen_customer(session, request.team_id, request.words(choices.CUSTOMER))
        sale = room.record(session, now, person, _said(request, session, person, customer))
    if customer is None:
        raise StaleForm
    asked = next(iter(asking.open_of(session, sale, NEED.name)), None)
    who = people.find(session, sale.team_id, asked.person_id) if asked else None
    shown = cards.recorded(sale, customer, who)
    return Reply(shown.text, shown.blocks, title="Noted")


def open_edit(request: Request, session: Session, now: datetime) -> Response:
    """The same form, filled in with what was written down."""
    person, _ = _here(request, session, now)
    sale = room.to_change(session, person, request.value)
    return OpenForm(form_cards.edit(sale, money_shown=_reads_money(session, person, sale)))


def send_edit(request: Request, session: Session, now: datetime) -> Response:
    """It comes back changed."""
    person, _ = _here(request, session, now)
    sale = room.to_change(session, person, request.value)
    with forms.placing(RECORDING):
        said = _said(request, session, person, _customer(session, sale))
        if not _reads_money(session, person, sale):
            said = SaleSaid(said.customer, said.sold, said.on, sale.value)
        sale = room.correct(session, now, person, request.value, said)
    return _done(sale, cards.corrected(sale))


# --- handed over ---


def open_fits(request: Request, session: Session, now: datetime) -> Response:
    """It fits: what they need it for."""
    return _need(request, session, now, Fit.FITS)


def open_less(request: Request, session: Session, now: datetime) -> Response:
    """Less would have done: what they need it for."""
    return _need(request, session, now, Fit.LESS)


def open_need(request: Request, session: Session, now: datetime) -> Response:
    """What they need it for, as it was said before."""
    return _need(request, session, now, None)


def send_need(request: Request, session: Session, now: datetime) -> Response:
    """It comes back: whoever leads the account reads it."""
    person, _ = _here(request, session, now)
    room.named(session, person, request.value, moves.HAND_OVER)
    with forms.placing(NEEDING):
        said = HandedOver(
            request.words(form_cards.NEEDS),
            _fit(request.words(form_cards.FIT)),
            request.words(form_cards.UNSOLD),
        )
        sale = room.hand_over(session, now, person, request.value, said)
    lead = leads.of_account(session, _customer(session, sale))
    is_other = lead is not None and lead.user_id != person.user_id
    return _done(sale, cards.handed_over(sale, lead if is_other else None))


def open_unknown(request: Request, session: Session, now: datetime) -> Response:
    """It is not known yet: by when it will be."""
    person, today = _here(request, session, now)
    sale = room.named(session, person, request.value, moves.FIND_OUT)
    calendar = calendars.for_person(session, person)
    return OpenForm(form_cards.find_out(sale, hours.shift_days(calendar, today, FOUND_OUT_IN)))


def send_unknown(request: Request, session: Session, now: datetime) -> Response:
    """What they need it for is asked by then."""
    person, today = _here(request, session, now)
    room.named(session, person, request.value, moves.FIND_OUT)
    with forms.placing(FINDING):
        day = values.day(request.words(form_cards.DAY)) or today
        sale = room.find_out(session, now, person, request.value, day)
    return _done(sale, cards.finds_out(sale, day, today))


# --- used ---


def press_used(request: Request, session: Session, now: datetime) -> Response:
    """One click: they use what they bought."""
    person, _ = _here(request, session, now)
    sale = room.say_use(session, now, person, request.value, Use.ALL)
    return _done(sale, cards.use_said(sale))


def open_some(request: Request, session: Session, now: datetime) -> Response:
    """They use some of it: what they do not use."""
    return _use(request, session, now, words.SOME_SEND, "Some of it", "What do they not use?")


def open_hardly(request: Request, session: Session, now: datetime) -> Response:
    """They hardly use it: why."""
    return _use(request, session, now, words.HARDLY_SEND, "Hardly", "Why do they hardly use it?")


def send_some(request: Request, session: Session, now: datetime) -> Response:
    """It comes back."""
    return _used(request, session, now, Use.SOME)


def send_hardly(request: Request, session: Session, now: datetime) -> Response:
    """It comes back."""
    return _used(request, session, now, Use.HARDLY)


# --- passed on, undone ---


def open_pass(request: Request, session: Session, now: datetime) -> Response:
    """Somebody else answers it: the form that asks who."""
    person, _ = _here(request, session, now)
    access.check(session, person, access.READ)
    ref, kind = _carried(request)
    sale = room.named(session, person, ref, moves.PASS_ON)
    room.check_may_say(session, person, sale, kind)
    return OpenForm(form_cards.pass_on(sale, kind))


def send_pass(request: Request, session: Session, now: datetime) -> Response:
    """They are asked from now on."""
    person, _ = _here(request, session, now)
    access.check(session, person, access.READ)
    ref, kind = _carried(request)
    to = room.pass_on(session, now, person, ref, kind, request.words(form_cards.PERSON))
    return Reply(cards.passed(room.named(session, person, ref), to), title="Noted")


def press_undo(request: Request, session: Session, now: datetime) -> Response:
    """One click: it stands as it stood before."""
    person, _ = _here(request, session, now)
    return Reply(undo(session, now, person, request.value), instead=True, title="Undone")


def undo(session: Session, now: datetime, person: Person, ref: str) -> str:
    """Undo what was said last of a sale, and say how it stands. Raises what `undoing.undo` does."""
    return cards.undone(undoing.undo(session, now, person, ref))


# --- read ---


def _here(request: Request, session: Session, now: datetime) -> tuple[Person, date]:
    """Who asks, and which day it is for them."""
    person = access.actor(session, request)
    return person, hours.day_of(now, person.zone)


def _form(session: Session, person: Person, customer: Customer | None, today: date) -> Response:
    offered = choices.of_customers(session, person, customer)
    return OpenForm(form_cards.record(offered, today, person.user_id))


def _numbered(session: Session, person: Person, ref: str, today: date) -> Response:
    """One sale in short, with the way to all of it, for who may read it."""
    sale = room.named(session, person, ref)
    if not room.may_read(session, person, sale):
        access.check(session, person, access.READ_SALES, sale)
    shown = cards.one(sale, _name(_customer(session, sale)), today)
    return Reply(shown.text, shown.blocks)


def _said(
    request: Request, session: Session, person: Person, customer: Customer | None
) -> SaleSaid:
    workspace = workspaces.find(session, request.team_id)
    own = workspace.currency if workspace else None
    seller = request.words(form_cards.SELLER)
    return SaleSaid(
        customer=customer,
        sold=request.words(form_cards.SOLD),
        on=values.day(request.words(form_cards.DAY)),
        value=values.amount(request.words(form_cards.VALUE), own=own),
        seller=lookup.chosen_person(session, person.team_id, seller) if seller else None,
    )


def _year(session: Session, person: Person, today: date, after: int) -> Json:
    """The sales of this year as a form: whoever may read them sees each, all others the count."""
    access.check(session, person, access.READ)
    found, back = counting.of_year(session, person.team_id, today)
    shown = [each for each in found if room.may_read(session, person, each)]
    after = min(after, max(0, len(shown) - 1) // cards.PAGE * cards.PAGE)
    some = shown[after : after + cards.PAGE]
    customers.read(session, person.team_id, {each.customer_id for each in some})
    named = [(each, _name(_customer(session, each))) for each in some]
    return cards.view(named, (len(found), len(back)), len(shown), after, today)


def _need(request: Request, session: Session, now: datetime, fit: Fit | None) -> Response:
    person, _ = _here(request, session, now)
    sale = room.named(session, person, request.value, moves.HAND_OVER)
    room.check_may_say(session, person, sale, NEED.name)
    return OpenForm(form_cards.need(sale, fit))


def _use(
    request: Request, session: Session, now: datetime, verb: str, title: str, label: str
) -> Response:
    person, _ = _here(request, session, now)
    sale = room.named(session, person, request.value, moves.SAY_USE)
    room.check_may_say(session, person, sale, "use")
    room.check_is_asked(session, sale, "use")
    return OpenForm(form_cards.because(sale, title, verb, label))


def _used(request: Request, session: Session, now: datetime, used: Use) -> Response:
    person, _ = _here(request, session, now)
    because = request.words(reasons.FIELD)
    with forms.placing(BECAUSE):
        sale = room.say_use(session, now, person, request.value, used, because)
    return _done(sale, cards.use_said(sale))


def _fit(value: str) -> Fit | None:
    """What a form offers; None for nothing, and for what it does not offer."""
    try:
        return Fit(value)
    except ValueError:
        return None


def _carried(request: Request) -> tuple[str, str]:
    """Which sale, and which question. Raises StaleForm."""
    ref, _, kind = request.value.partition(blocks.SEPARATOR)
    if kind not in form_cards.ASKED_OF:
        raise StaleForm
    return ref, kind


def _reads_money(session: Session, person: Person, sale: Sale) -> bool:
    return access.may_see_money(session, person, _customer(session, sale))


def _customer(session: Session, sale: Sale) -> Customer | None:
    return customers.find(session, sale.team_id, sale.customer_id)


def _name(customer: Customer | None) -> str:
    return customer.name if customer else "a customer"


def _done(sale: Sale, said: str) -> Reply:
    shown = cards.done(sale, said)
    return Reply(shown.text, shown.blocks, title="Noted")
