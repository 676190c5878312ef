"""People open the form of a promise, change what they may, and send it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.chasing.registers import Registers
from handlers.people import access, choices, lookup
from handlers.promises import (
    answers,
    deadlines,
    editing,
    handoffs,
    hangs,
    items,
    lifecycle,
    moves,
    preamble,
    traces,
)
from handlers.promises.editing import Particulars, cards, reading
from handlers.promises.editing.reading import EditSaid
from handlers.promises.undoing import requests as undoing
from handlers.speech import blocks, forms, reasons, values
from handlers.speech.errors import (
    DayMissing,
    TaskMissing,
    TitleTooLong,
    UnreadableId,
    WhyMissing,
    WrongDate,
    WrongSeverity,
)
from handlers.speech.people_errors import GoneCustomer, GoneDepartment, UnfitPerson, UnknownPerson
from handlers.speech.promise_errors import NothingChanged, OtherDepartment
from handlers.speech.request import Nothing, OpenForm, Request, Response
from handlers.speech.typing_errors import NotRead, OneAtATime
from handlers.speech.words import number
from storage.customers import Customer
from storage.initiatives import Initiative
from storage.issues import Issue
from storage.items import Item
from storage.people import Person
from storage.tasks import Promise

ABOUT = {
    **dict.fromkeys((TaskMissing, TitleTooLong, NothingChanged), cards.TITLE),
    **dict.fromkeys((UnfitPerson, UnknownPerson, UnreadableId, OtherDepartment), cards.OWNER),
    WrongSeverity: cards.SEVERITY,
    WrongDate: cards.DATE,
    WhyMissing: reasons.FIELD,
    GoneCustomer: choices.CUSTOMER,
    GoneDepartment: choices.DEPARTMENT,
    **dict.fromkeys(traces.WRONG, traces.FIELD),
    **dict.fromkeys(hangs.WRONG, hangs.FIELD),
}
"""Under which input of the form a sentence stands."""


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form with everything as it is."""
    person, item = preamble.permitted(request, session, moves.EDIT)
    return OpenForm(_form(session, now, person, item, EditSaid(item.title)))


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx edit T-12 [title … | for Acme | for O-2 | in Billing | by friday | to @lee | sev 2]`.

    The form, filled in as far as it was understood; other words are the title. “for N-5” says what
    a task hangs on.
    """
    # What it moves, and hangs on, has a number as well, and is not what is changed.
    text, outcome = traces.taken_out(request.text)
    text, initiative = traces.taken_out(text, Initiative.letter)
    said = preamble.typed(replace(request, text=text), session, cards.USAGE)
    if len(said.items) > 1:
        raise OneAtATime(count=number(len(said.items)), refs=said.refs)
    [item] = said.items
    access.check(session, said.person, access.EDIT, item)
    items.check_live(item)
    wanted = reading.read(session, now, said.person, item, said.answer)
    wanted.outcome, wanted.initiative = outcome, initiative
    cannot = (
        wanted.owner and not _can_give(session, said.person, item),
        wanted.day and not lifecycle.may(session, said.person, item, *moves.NEW_DATES),
        wanted.severity and not isinstance(item, Issue),
        (wanted.outcome or wanted.initiative) and not isinstance(item, Promise),
    )
    if any(cannot):
        # The form has no place for it.
        raise NotRead(words=blocks.clip(said.answer.left, 120), ref=item.ref)
    return OpenForm(_form(session, now, said.person, item, wanted))


def send(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """The form comes back: each thing that is different is changed, and nothing else."""
    person, item = preamble.permitted(request, session, moves.EDIT)
    reason = request.words(reasons.FIELD)
    with forms.placing(ABOUT):
        wanted = _filled_in(request, session, now, person, item, reason)
        others = _others(request, item, items.owner_of(session, item) or person)
        hung = _hang(request, session, now, person, item)
        is_else = bool(others) or hung
        made = int(wanted != _as_it_is(session, item, reason) or not is_else)
        if made:
            editing.edit(registers, session, now, person, item, wanted)
        if cards.DATE in others:
            answers.redate(session, now, person, item, others[cards.DATE], reason)
        if cards.OWNER in others:
            to = lookup.chosen_person(session, request.team_id, others[cards.OWNER])
            handoffs.give_to(session, now, person, item, to, reason)
    if request.within:
        # What lies behind the form shows it, and what can be undone.
        return Nothing()
    return undoing.reply(
        session, now, person, [(item, cards.saved(item, now))], made + hung + len(others)
    )


def open_smaller(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks what remains, and by when."""
    person, item = preamble.permitted(request, session, *moves.NEW_DATES)
    owner = items.owner_of(session, item) or person
    return OpenForm(cards.smaller_form(item, deadlines.still_ahead(now, item, owner)))


def send_smaller(
    registers: Registers, request: Request, session: Session, now: datetime
) -> Response:
    """Less is promised, by another day."""
    preamble.filled_in(
        request, {cards.TITLE: TaskMissing, cards.DATE: DayMissing, **preamble.WHY}
    ).check()
    person, item = preamble.permitted(request, session, *moves.NEW_DATES)
    with forms.placing(ABOUT):
        editing.make_smaller(
            registers, session, now, person, item, request.line(cards.TITLE),
            preamble.by_when(request, cards.DATE), request.words(reasons.FIELD),
        )  # fmt: skip
    if request.within:
        return Nothing()
    # It has another title, and another date.
    return undoing.reply(session, now, person, [(item, cards.smaller(item, now))], count=2)


def _hang(request: Request, session: Session, now: datetime, person: Person, item: Item) -> bool:
    """Let it hang on an initiative, where the form names one; False where it did, or names none."""
    found = hangs.named(session, person, request.words(hangs.FIELD))
    if found is None or not isinstance(item, Promise):
        return False
    return hangs.hang(session, now, person, found, item)


def _as_it_is(session: Session, item: Item, reason: str) -> Particulars:
    now = editing.wanted(session, item)
    return replace(now, reason=reason)


def _filled_in(
    request: Request, session: Session, at: datetime, person: Person, item: Item, reason: str
) -> Particulars:
    """What the form says; what it does not ask for stays as it is."""
    team_id, now = request.team_id, editing.wanted(session, item)
    moved, is_asked = request.words(traces.FIELD), traces.FIELD in request.fields
    severity = request.words(cards.SEVERITY)
    customer, department = request.words(choices.CUSTOMER), request.words(choices.DEPARTMENT)
    return Particulars(
        title=request.line(cards.TITLE),
        customer=lookup.chosen_customer(session, team_id, customer)
        if choices.CUSTOMER in request.fields
        else now.customer,
        department=lookup.chosen_department(session, team_id, department) or now.department,
        severity=values.severity(severity) if severity else now.severity,
        reason=reason,
        outcome=traces.named(session, at, person, moved, now.outcome)
        if is_asked and isinstance(item, Promise)
        else now.outcome,
    )


def _others(request: Request, item: Item, keeper: Person) -> dict[str, str]:
    """Another date and another owner, where the form says so."""
    found = {}
    by = preamble.by_when(request, cards.DATE)
    if request.words(cards.DATE) and by != deadlines.in_form(item, keeper).words:
        found[cards.DATE] = by
    owner = request.person_id(cards.OWNER)
    if owner and owner != item.owner_id:
        found[cards.OWNER] = owner
    return found


def _form(
    session: Session, at: datetime, person: Person, item: Item, said: EditSaid
) -> dict[str, object]:
    now = editing.wanted(session, item)
    shown = deadlines.in_form(item, items.owner_of(session, item) or person)
    return cards.form(
        item,
        choices.of_customers(session, person, _customer(said, now)),
        choices.of_departments(session, person, said.department or now.department),
        title=said.title,
        day=said.day or shown.day or None,
        hour=said.hour or shown.hour,
        owner=said.owner or item.owner_id,
        severity=said.severity or str(item.severity),
        why=said.reason,
        can_date=lifecycle.may(session, person, item, *moves.NEW_DATES),
        can_give=_can_give(session, person, item),
        moves=[
            *_moves(session, at, person, item, now, said.outcome),
            *hangs.question(hangs.named(session, person, said.initiative)),
        ],
    )


def _moves(
    session: Session, at: datetime, person: Person, item: Item, now: Particulars, said: str
) -> list[Block]:
    """What it moves, or is to move by what was typed. Raises what `traces.named` raises."""
    if not isinstance(item, Promise):
        return []
    chosen = traces.named(session, at, person, said, now.outcome) if said else now.outcome
    return traces.question(traces.offered(session, at, person, chosen))


def _customer(said: EditSaid, now: Particulars) -> Customer | None:
    return None if said.is_nobodys else said.customer or now.customer


def _can_give(session: Session, person: Person, item: Item) -> bool:
    return item.owner_id is not None and lifecycle.may(session, person, item, moves.GIVE_TO)
