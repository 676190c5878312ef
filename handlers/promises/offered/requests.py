"""People type that they take a promise, or a no: of their own, or of what is offered to them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.promises import answers, handoffs, preamble
from handlers.promises.answers import Declined, cards
from handlers.promises.handoffs import cards as handoff_cards
from handlers.promises.undoing import requests as undoing
from handlers.speech.request import Request, Response
from storage.items import Item
from storage.people import Person


def type_take(request: Request, session: Session, now: datetime) -> Response:
    """`/cx ack T-12 [by friday]`, of what is one's own and of what is offered."""
    said = preamble.typed(request, session, "ack T-12 by friday")
    actor = said.person.user_id
    taken = [_take(session, now, said.person, item, said.words) for item in said.items]
    told = [
        (each.item, cards.taken(each.item, each.by, each.owner.user_id, actor, now))
        for each in taken
    ]
    return undoing.reply(session, now, said.person, told)


def _take(
    session: Session, now: datetime, person: Person, item: Item, by: str
) -> answers.Taken | handoffs.Accepted:
    if handoffs.waits_for(session, person, item):
        return handoffs.accept(session, now, person, item, by)
    return answers.take(session, now, person, item, by)


def type_no(request: Request, session: Session, now: datetime) -> Response:
    """`/cx no T-12 [anyway] because …`; of what is offered, it goes back."""
    said, anyway = preamble.typed_end(request, session, cards.NO_USAGE)
    reason = said.answer.why
    if not reason or said.reason:
        said.check_nothing_left("no")
    with preamble.told_how(cards.NO_USAGE, said.refs):
        declined = [
            _decline(session, now, said.person, item, reason, anyway=anyway) for item in said.items
        ]
    actor = said.person.user_id
    told = [(each.item, _declined(each, actor)) for each in declined]
    return undoing.reply(session, now, said.person, told)


def _decline(
    session: Session, now: datetime, person: Person, item: Item, reason: str, *, anyway: bool
) -> Declined | handoffs.Returned:
    if handoffs.waits_for(session, person, item):
        return handoffs.give_back(session, now, person, item, reason)
    return answers.decline(session, now, person, item, reason, anyway=anyway)


def _declined(no: Declined | handoffs.Returned, actor: str) -> str:
    if isinstance(no, handoffs.Returned):
        return handoff_cards.returned(no.item, no.giver)
    teller = no.teller.user_id if no.teller else None
    return cards.declined(no.item, teller, no.customer.name if no.customer else "", actor)
