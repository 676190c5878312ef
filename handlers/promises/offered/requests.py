"""People type that they take a promise, or a no: of their own, or of what is offered to them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.promises import answers, handoffs, items, noes, preamble
from handlers.promises.answers import cards
from handlers.promises.handoffs import cards as handoff_cards
from handlers.promises.noes import NOTHING, Declined, Weighed, reading
from handlers.promises.noes import cards as no_cards
from handlers.promises.preamble import Typed
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
    """`/cx no T-12 [anyway] [Omar tells them by friday] [instead …] because …`.

    Of what is offered, it goes back.
    """
    said, anyway = preamble.typed_end(request, session, no_cards.USAGE)
    reason, beside = said.answer.why, _beside(session, said)
    if beside is None:
        said.check_nothing_left("no")
    with preamble.told_how(no_cards.USAGE, said.refs):
        declined = [
            _decline(session, now, said.person, item, reason, beside or NOTHING, anyway=anyway)
            for item in said.items
        ]
    actor = said.person.user_id
    told = [(each.item, _declined(each, actor)) for each in declined]
    return undoing.reply(session, now, said.person, told)


def _beside(session: Session, said: Typed) -> Weighed | None:
    """What stands beside the reason; None for words that may be anything."""
    if said.answer.why and not said.reason:
        # They are the reason, behind a colon.
        return NOTHING
    if not said.answer.words:
        return NOTHING
    item, is_one = said.items[0], len(said.items) == 1
    if not is_one or handoffs.waits_for(session, said.person, item):
        return None
    customer = items.customer_of(session, item)
    return reading.read(session, said.person, said.answer.words, customer)


def _decline(
    session: Session,
    now: datetime,
    person: Person,
    item: Item,
    reason: str,
    beside: Weighed,
    *,
    anyway: bool,
) -> Declined | handoffs.Returned:
    if handoffs.waits_for(session, person, item):
        return handoffs.give_back(session, now, person, item, reason)
    return noes.decline(session, now, person, item, reason, beside, anyway=anyway)


def _declined(no: Declined | handoffs.Returned, actor: str) -> str:
    if isinstance(no, handoffs.Returned):
        return handoff_cards.returned(no.item, no.giver)
    return no_cards.declined(no, actor)
