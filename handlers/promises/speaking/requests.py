"""People open the draft for speaking with a customer, and write down what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from handlers.chasing.registers import Registers
from handlers.people import choices, lookup
from handlers.promises import editing, moves, preamble, speaking, steps
from handlers.promises.notes import cards as notes
from handlers.promises.speaking import cards, recovery
from handlers.promises.steps import SpokenWith
from handlers.promises.steps.cards import FEELS, WORDS
from handlers.promises.steps.requests import ABOUT, after
from handlers.speech import evidence, feelings, forms, long_texts
from handlers.speech.people_errors import GoneCustomer
from handlers.speech.request import OpenForm, Request, Response
from storage.issues import Issue
from storage.items import Item
from storage.people import Person


def open_told(request: Request, session: Session, now: datetime) -> Response:
    """The form for what the customer has heard; of an open task it is a note in its story."""
    _, item = preamble.clicked(request, session)
    if isinstance(item, Issue):
        person, item = preamble.permitted(request, session, moves.INFORMED, moves.TOLD_JOINED)
        return OpenForm(_form(session, now, person, item))
    preamble.permitted(request, session, moves.NOTE)
    return OpenForm(notes.heard_form(item))


def open_draft(request: Request, session: Session, now: datetime) -> Response:
    """The same from “Draft it…”, also for a no, and for whoever only reads it."""
    return OpenForm(_form(session, now, *preamble.clicked(request, session)))


def type_draft(request: Request, session: Session, now: datetime) -> Response:
    """`/cx draft I-7`: the draft for speaking with its customer."""
    said = preamble.typed(request, session, cards.USAGE)
    said.check_nothing_left("draft")
    return OpenForm(_form(session, now, said.person, said.items[0]))


def send(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """They know; and where nobody had said which customer it is about, that."""
    with forms.placing({**ABOUT, GoneCustomer: choices.CUSTOMER}):
        person, item = preamble.clicked(request, session)
        spoken = SpokenWith(
            evidence.beside(long_texts.read(request, WORDS), evidence.read(request)),
            feelings.read(request.words(FEELS)),
            tuple(recovery.read(request.choices(cards.SAID))),
            request.words(cards.LEFT_OUT),
            request.words(cards.ANSWERED),
        )
        _name_customer(registers, request, session, now, person, item)
        found = steps.tell(session, now, person, item, spoken)
    return after(request, session, now, person, found)


def _name_customer(
    registers: Registers, request: Request, session: Session, now: datetime, person: Person,
    item: Item,
) -> None:  # fmt: skip
    """Say for whom it is, where the form asked for that and nobody has said it since."""
    chosen = lookup.chosen_customer(session, request.team_id, request.words(choices.CUSTOMER))
    if chosen is None or item.customer_id is not None:
        return
    new = editing.wanted(session, item)
    editing.edit(registers, session, now, person, item, replace(new, customer=chosen))


def _form(session: Session, now: datetime, person: Person, item: Item) -> dict[str, object]:
    found = speaking.draft(session, now, person, item)
    customers = choices.of_customers(session, person) if found.may_name else choices.NONE
    return cards.form(found, now, customers)
