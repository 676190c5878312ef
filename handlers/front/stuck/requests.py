"""What the CCO types and clicks about what is stuck, and what is shown in return."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing.nouns import Noun
from handlers.chasing.registers import Register
from handlers.front import stuck
from handlers.front.stuck import Freed, cards, rules
from handlers.front.stuck.rules import Chosen
from handlers.people import access
from handlers.speech import blocks
from handlers.speech.request import OpenForm, Reply, Request, Response
from storage.people import Person


def show(nouns: Register[Noun], request: Request, session: Session, now: datetime) -> Response:
    """`/cx stuck`."""
    parts = cards.listing(stuck.seen(nouns, session, now, access.actor(session, request)))
    if not parts:
        return Reply(cards.NOTHING)
    return Reply(cards.TITLE, blocks.message(blocks.section(f"*{cards.TITLE}*"), *parts))


def open_list(nouns: Register[Noun], request: Request, session: Session, now: datetime) -> Response:
    """The same from Home."""
    return OpenForm(
        cards.form(cards.listing(stuck.seen(nouns, session, now, access.actor(session, request))))
    )


def open_each(nouns: Register[Noun], request: Request, session: Session, now: datetime) -> Response:
    """The messages of a pile one by one, each with its own buttons."""
    del now
    found = stuck.one_by_one(nouns, session, *_pressed(request, session))
    return OpenForm(cards.one_by_one(found.messages, more=found.more))


def send_again(request: Request, session: Session, now: datetime) -> Response:
    """The button that puts messages on their way again."""
    return _freed(stuck.send_again(session, now, *_pressed(request, session)), now)


def send_anyway(request: Request, session: Session, now: datetime) -> Response:
    """The same without a look whether Slack has them."""
    return _freed(stuck.send_anyway(session, now, *_pressed(request, session)), now)


def let_go(request: Request, session: Session, now: datetime) -> Response:
    """The button that gives messages up."""
    given_up = stuck.let_go(session, now, *_pressed(request, session))
    return Reply(cards.let_go(given_up.count, given_up.lanes))


def _pressed(request: Request, session: Session) -> tuple[Person, Chosen]:
    """Who pressed a button and what it is about; who may not is told so, whatever it carries."""
    actor = access.actor(session, request)
    access.check(session, actor, access.FREE)
    return actor, rules.read(request.value)


def _freed(freed: Freed, now: datetime) -> Response:
    if freed.looked:
        return Reply(cards.looked_for(freed.count, freed.lanes))
    return Reply(cards.sent_again(freed.count, freed.lanes, freed.at if freed.at > now else None))
