"""What people type, click and send about customers who left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.customers import losses as room
from handlers.customers.losses import (
    CauseFound,
    LossSaid,
    calling,
    cards,
    figures,
    form_cards,
    moves,
    reading,
    undoing,
    words,
)
from handlers.customers.losses.cards import LossLine
from handlers.customers.losses.kind import PROOF, WHY
from handlers.people import access, audiences, choices, lookup, vocabulary
from handlers.promises.listed import CUSTOMER_PAGE
from handlers.speech import blocks, forms, paging, phrases, reasons, values
from handlers.speech.errors import StaleForm, WhyMissing
from handlers.speech.loss_errors import (
    AskedInPast,
    AskedTooLate,
    BackBeforeTheyLeft,
    CalledLater,
    CallerNoExecutive,
    CauseMissing,
    EvidenceMissing,
    LeavesLater,
    LeftAlready,
    LeftBeforeTheyCame,
    LeftLongAgo,
    LossOfNobody,
    OwnCause,
    OwnDepartment,
    PreventerMissing,
    SaidNothing,
    StatedMissing,
    WordsTooLong,
)
from handlers.speech.people_errors import GoneCustomer, GoneDepartment
from handlers.speech.request import Handler, OpenForm, Reply, Request, Response
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
from storage.losses import Loss, LossReason, Preventer
from storage.people import Person

RECORDING = {
    **dict.fromkeys((LossOfNobody, GoneCustomer, LeftAlready), choices.CUSTOMER),
    **dict.fromkeys((LeavesLater, LeftLongAgo, LeftBeforeTheyCame, UnclearDay), form_cards.DAY),
    **dict.fromkeys(
        (UnclearAmount, UnclearScale, TooMuch, OtherCurrency, UnknownCurrency), form_cards.VALUE
    ),
    SaidNothing: form_cards.SAID,
    WordsTooLong: form_cards.SAID,
    StatedMissing: form_cards.STATED,
}
EXPLAINING = {
    CauseMissing: form_cards.CAUSE,
    EvidenceMissing: form_cards.EVIDENCE,
    WordsTooLong: form_cards.EVIDENCE,
    PreventerMissing: choices.DEPARTMENT,
    GoneDepartment: choices.DEPARTMENT,
}
BECAUSE = {WhyMissing: reasons.FIELD, WordsTooLong: reasons.FIELD}
CALLING = {
    WhyMissing: form_cards.LEARNED,
    WordsTooLong: form_cards.LEARNED,
    CalledLater: form_cards.DAY,
    UnclearDay: form_cards.DAY,
}
PASSING = dict.fromkeys((CallerNoExecutive, OwnCause, OwnDepartment), form_cards.PERSON)
ASKING = dict.fromkeys((AskedInPast, AskedTooLate, UnclearDay), form_cards.DAY)
RETURNING = dict.fromkeys((BackBeforeTheyLeft, LeavesLater, UnclearDay), form_cards.DAY)
"""Under which field a sentence stands, by form."""
ChosenKind = TypeVar("ChosenKind", bound=StrEnum)


# --- recorded ---


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx lost Kestrel [on 2026-10-31] [they said “price”]`: the form, filled in.

    Alone it shows who left in a year, and with a number that loss; of somebody who left already
    it leads there. Raises UnknownCustomer with the nearest name, and what `access.check` raises.
    """
    person, today = _here(request, session, now)
    access.check(session, person, access.RECORD_LOSS)
    said = vocabulary.words(session, request.team_id, request.text)
    if not said:
        return _listed(session, person, today)
    by_number = phrases.reference(request.text)
    if by_number and by_number.letter == Loss.letter:
        return _numbered(session, person, room.named(session, person, request.text), today)
    found = reading.read(session, request.team_id, said, today)
    return _form(session, person, found.customer, today, found.said, found.on)


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form of a loss, about the customer whose page the button is on, if any."""
    person, today = _here(request, session, now)
    access.check(session, person, access.RECORD_LOSS)
    chosen = lookup.chosen_customer(session, request.team_id, request.value)
    return _form(session, person, chosen, today, "", None)


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in."""
    person, _ = _here(request, session, now)
    access.check(session, person, access.RECORD_LOSS)
    with forms.placing(RECORDING):
        customer = lookup.chosen_customer(session, request.team_id, request.words(choices.CUSTOMER))
        loss = room.record(session, now, person, _said(request, session, customer))
    if customer is None:
        raise StaleForm
    wanted = ListWanted(Which.OPEN, customer_id=customer.customer_id)
    still_open = len(listings.rows(session, audiences.reader(session, person), wanted, now).rows)
    page = blocks.button(cards.SEE_THEM, CUSTOMER_PAGE, paging.value(customer.customer_id.hex))
    asked = _asked(session, loss, WHY.name)
    shown = cards.recorded(loss, customer, asked, still_open, page)
    return Reply(shown.text, shown.blocks, title="Noted")


def open_edit(request: Request, session: Session, now: datetime) -> Response:
    """The same form, filled in with what was recorded."""
    person, _ = _here(request, session, now)
    return OpenForm(form_cards.edit(room.named(session, person, request.value, moves.CORRECT)))


def send_edit(request: Request, session: Session, now: datetime) -> Response:
    """It comes back changed."""
    person, _ = _here(request, session, now)
    loss = room.named(session, person, request.value, moves.CORRECT)
    with forms.placing(RECORDING):
        said = _said(request, session, _customer(session, loss))
        loss = room.correct(session, now, person, request.value, said)
    return _done(loss, cards.corrected(loss))


# --- understood and verified ---


def open_explain(request: Request, session: Session, now: datetime) -> Response:
    """The form for what stood behind it."""
    person, _ = _here(request, session, now)
    loss = room.named(session, person, request.value, moves.EXPLAIN)
    known = choices.of_departments(
        session, person, lookup.chosen_department(session, person.team_id, _hex(loss))
    )
    return OpenForm(form_cards.explain(loss, known))


def send_explain(request: Request, session: Session, now: datetime) -> Response:
    """It comes back: somebody outside the department that it names is asked whether it shows."""
    person, _ = _here(request, session, now)
    room.named(session, person, request.value, moves.EXPLAIN)
    with forms.placing(EXPLAINING):
        said = CauseFound(
            cause=_chosen(LossReason, request.words(form_cards.CAUSE)),
            behind=request.words(form_cards.BEHIND),
            evidence=request.words(form_cards.EVIDENCE),
            preventable=_chosen(Preventer, request.words(form_cards.PREVENTABLE)),
            department=lookup.chosen_department(
                session, request.team_id, request.words(choices.DEPARTMENT)
            ),
        )
        loss = room.explain(session, now, person, request.value, said)
    return _done(loss, cards.understood(loss, _asked(session, loss, PROOF.name)))


def open_unknown(request: Request, session: Session, now: datetime) -> Response:
    """Nobody knows: the form that asks who was asked."""
    person, _ = _here(request, session, now)
    loss = room.named(session, person, request.value, moves.UNKNOWN)
    label = "Whom did you ask, and what did they say?"
    return OpenForm(form_cards.because(loss, "Nobody knows", words.UNKNOWN_SEND, label))


def send_unknown(request: Request, session: Session, now: datetime) -> Response:
    """It counts as not known."""
    person, _ = _here(request, session, now)
    with forms.placing(BECAUSE):
        loss = room.give_up(session, now, person, request.value, request.words(reasons.FIELD))
    return _done(loss, cards.nobody_knows(loss))


def open_ask_them(request: Request, session: Session, now: datetime) -> Response:
    """They are asked first: the form that asks by when."""
    person, today = _here(request, session, now)
    loss = room.named(session, person, request.value, moves.ASK_THEM)
    calendar = calendars.for_person(session, person)
    return OpenForm(form_cards.ask_them(loss, hours.shift_days(calendar, today, calling.ASKED_IN)))


def send_ask_them(request: Request, session: Session, now: datetime) -> Response:
    """Why they left is asked for by then."""
    person, today = _here(request, session, now)
    with forms.placing(ASKING):
        day = values.day(request.words(form_cards.DAY)) or today
        loss = calling.ask_them(session, now, person, request.value, day)
    return _done(loss, cards.asks_them(loss, day, today))


def press_shown(request: Request, session: Session, now: datetime) -> Response:
    """One click: it shows."""
    person, _ = _here(request, session, now)
    loss = room.verify(session, now, person, request.value)
    return _done(loss, cards.verified(loss))


def open_doubt(request: Request, session: Session, now: datetime) -> Response:
    """It does not show: the form that asks why."""
    person, _ = _here(request, session, now)
    loss = room.named(session, person, request.value, moves.DOUBT)
    label = "What does it show instead?"
    return OpenForm(form_cards.because(loss, "It does not show", words.DOUBT_SEND, label))


def send_doubt(request: Request, session: Session, now: datetime) -> Response:
    """What stood behind it is asked for again."""
    person, _ = _here(request, session, now)
    with forms.placing(BECAUSE):
        loss = room.doubt(session, now, person, request.value, request.words(reasons.FIELD))
    return _done(loss, cards.doubted(loss, _asked(session, loss, WHY.name)))


# --- called, passed on, won back ---


def open_spoke(request: Request, session: Session, now: datetime) -> Response:
    """The form for what they said on a call."""
    person, today = _here(request, session, now)
    loss = room.named(session, person, request.value, moves.CALLED)
    return OpenForm(form_cards.spoke(loss, today))


def send_spoke(request: Request, session: Session, now: datetime) -> Response:
    """It comes back."""
    person, _ = _here(request, session, now)
    with forms.placing(CALLING):
        loss = calling.spoke(
            session, now, person, request.value, request.words(form_cards.LEARNED),
            values.day(request.words(form_cards.DAY)),
        )  # fmt: skip
    return _done(loss, cards.spoken(loss))


def open_no_call(request: Request, session: Session, now: datetime) -> Response:
    """Nobody calls them: the form that asks why."""
    person, _ = _here(request, session, now)
    loss = room.named(session, person, request.value, moves.NO_CALL)
    return OpenForm(form_cards.because(loss, "No call", words.NO_CALL_SEND, "Why not?"))


def send_no_call(request: Request, session: Session, now: datetime) -> Response:
    """It is not asked for any more."""
    person, _ = _here(request, session, now)
    with forms.placing(BECAUSE):
        loss = calling.not_call(session, now, person, request.value, request.words(reasons.FIELD))
    return _done(loss, cards.not_called(loss))


def open_pass(request: Request, session: Session, now: datetime) -> Response:
    """Somebody else answers it: the form that asks who."""
    person, _ = _here(request, session, now)
    access.check(session, person, access.READ)
    ref, kind = _carried(request)
    return OpenForm(form_cards.pass_on(room.named(session, person, ref, moves.PASS_ON), kind))


def send_pass(request: Request, session: Session, now: datetime) -> Response:
    """They are asked from now on."""
    person, _ = _here(request, session, now)
    access.check(session, person, access.READ)
    ref, kind = _carried(request)
    with forms.placing(PASSING):
        to = room.pass_on(session, now, person, ref, kind, request.words(form_cards.PERSON))
    text = cards.passed(room.named(session, person, ref), to)
    return Reply(text, title="Noted")


def open_back(request: Request, session: Session, now: datetime) -> Response:
    """They are back: since when."""
    person, today = _here(request, session, now)
    return OpenForm(
        form_cards.back(room.named(session, person, request.value, moves.WIN_BACK), today)
    )


def send_back(request: Request, session: Session, now: datetime) -> Response:
    """Nothing more is asked about the loss."""
    person, _ = _here(request, session, now)
    with forms.placing(RETURNING):
        day = values.day(request.words(form_cards.DAY))
        loss = room.win_back(session, now, person, request.value, day)
    return _done(loss, cards.won_back(loss, _customer(session, loss)))


def press_undo(request: Request, session: Session, now: datetime) -> Response:
    """One click: it stands as it stood before."""
    person, _ = _here(request, session, now)
    return Reply(undo(session, now, person, request.value), instead=True, title="Undone")


def undo(session: Session, now: datetime, person: Person, ref: str) -> str:
    """Undo what was said last of a loss, and say how it stands. Raises what `undoing.undo` does."""
    return cards.undone(undoing.undo(session, now, person, ref))


def open_as_task(form: Handler, request: Request, session: Session, now: datetime) -> Response:
    """The form of a task, filled in with what was learned."""
    person, _ = _here(request, session, now)
    loss = room.named(session, person, request.value)
    access.check(session, person, access.READ_LOSSES, loss)
    about = replace(
        request, text=blocks.escaped(loss.learned or loss.behind), value=loss.customer_id.hex
    )
    return form(about, session, now)


# --- read ---


def _here(request: Request, session: Session, now: datetime) -> tuple[Person, date]:
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
        stated=_chosen(LossReason, request.words(form_cards.STATED)),
        on=values.day(request.words(form_cards.DAY)),
        value=values.amount(request.words(form_cards.VALUE), own=own),
        told_by=request.line(form_cards.TOLD_BY),
    )


def _numbered(session: Session, person: Person, loss: Loss, today: date) -> Response:
    """One loss in short, with the way to all of it."""
    [line] = _lines(session, person, [loss])
    shown = cards.one(line, today)
    return Reply(shown.text, shown.blocks)


def _listed(session: Session, person: Person, today: date) -> Response:
    """Who left in the year up to today."""
    found = losses.left_between(session, person.team_id, today - figures.YEAR, today)
    newest_first = sorted(found, key=lambda loss: loss.left_on, reverse=True)
    lines = _lines(session, person, newest_first)
    workspace = workspaces.find(session, person.team_id)
    currency = workspace.currency if workspace else None
    shown = cards.listed(lines, figures.count(found), currency, today)
    return Reply(shown.text, shown.blocks)


def _lines(session: Session, person: Person, found: Sequence[Loss]) -> list[LossLine]:
    """These losses with the names of who left, and with their value for who may read it."""
    customers.read(session, person.team_id, {each.customer_id for each in found})
    whose = [_customer(session, each) for each in found]
    seen = access.money_seen(session, person, filter(None, whose))
    reads_all = access.may_see_money(session, person)
    return [
        LossLine(each, who.name if who else "a customer", reads_all or each.customer_id in seen)
        for each, who in zip(found, whose, strict=True)
    ]


def _chosen(kind: Callable[[str], ChosenKind], value: str) -> ChosenKind | None:
    """What a form offers; None for nothing, and for what it does not offer."""
    try:
        return kind(value)
    except ValueError:
        return None


def _carried(request: Request) -> tuple[str, str]:
    """Which loss, and which question. Raises StaleForm."""
    ref, _, kind = request.value.partition(blocks.SEPARATOR)
    if kind not in form_cards.ASKED_OF:
        raise StaleForm
    return ref, kind


def _asked(session: Session, loss: Loss, kind: str) -> Person | None:
    """Who is asked a question about it now."""
    about = stored_asks.open_about(session, loss.team_id, loss.noun, loss.number)
    asked = next((each for each in about if each.kind == kind), None)
    return people.find(session, loss.team_id, asked.person_id) if asked else None


def _customer(session: Session, loss: Loss) -> Customer | None:
    return customers.find(session, loss.team_id, loss.customer_id)


def _hex(loss: Loss) -> str:
    return loss.department_id.hex if loss.department_id else ""


def _done(loss: Loss, said: str) -> Reply:
    shown = cards.done(loss, said)
    return Reply(shown.text, shown.blocks, title="Noted")
