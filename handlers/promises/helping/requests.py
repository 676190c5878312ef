"""What people type, click and send to ask for help, to give it, and to talk."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing.nudges import partners
from handlers.chasing.registers import Registers
from handlers.people import access
from handlers.promises import helping, items, moves, preamble
from handlers.promises.helping import cards
from handlers.speech import blocks, forms, reasons
from handlers.speech.answer_errors import HelperMissing
from handlers.speech.errors import UserError
from handlers.speech.request import OpenForm, Reply, Request, Response, UpdateForm


def open_help(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks for a pair of hands."""
    del now
    person, item = preamble.permitted(request, session, moves.HELP)
    asked = helping.who_is_asked(session, person, item)
    return OpenForm(cards.help_form(item, asked, request.words(reasons.FIELD)))


def send_help(request: Request, session: Session, now: datetime) -> Response:
    """Lead, deputy and whoever was thought of read what would help."""
    preamble.filled_in(request, preamble.WHY).check()
    person, item = preamble.permitted(request, session, moves.HELP)
    with forms.placing({UserError: cards.PERSON}):
        who = _chosen(request)
        helped = helping.ask(session, now, person, item, request.words(reasons.FIELD), who)
    return UpdateForm(blocks.notice("Need help", cards.helped(helped.item, helped.helpers)))


def type_help(request: Request, session: Session, now: datetime) -> Response:
    """`/cx help T-12 because …`: what would help is everything that is said."""
    said = preamble.typed(request, session, cards.HELP_USAGE)
    with preamble.told_how(cards.HELP_USAGE, said.refs):
        whole = said.answer.whole
        helped = [helping.ask(session, now, said.person, item, whole) for item in said.items]
    return Reply("\n".join(cards.helped(each.item, each.helpers) for each in helped))


def join(request: Request, session: Session, now: datetime) -> Response:
    """One click: I'll help."""
    item = preamble.press(request, session, now, moves.JOIN, helping.join)
    return Reply(cards.joined(item))


def type_join(request: Request, session: Session, now: datetime) -> Response:
    """`/cx join T-12`: I'll help."""
    said = preamble.typed(request, session, cards.JOIN_USAGE)
    said.check_nothing_left("join")
    joined = [helping.join(session, now, said.person, item) for item in said.items]
    return Reply("\n".join(cards.joined(each.item) for each in joined))


def open_find(request: Request, session: Session, now: datetime) -> Response:
    """The form that names somebody who may help."""
    del now
    _, item = preamble.permitted(request, session, moves.FIND)
    return OpenForm(cards.find_form(item))


def send_find(request: Request, session: Session, now: datetime) -> Response:
    """Somebody else is asked for a pair of hands."""
    preamble.filled_in(request, {cards.PERSON: HelperMissing}).check()
    person, item = preamble.permitted(request, session, moves.FIND)
    with forms.placing({UserError: cards.PERSON}):
        found = helping.find(session, now, person, item, _chosen(request))
    return UpdateForm(blocks.notice("Find somebody", cards.found(found.item, found.helper)))


def talk(request: Request, session: Session, now: datetime) -> Response:
    """One click: I'll talk to them."""
    person, item = preamble.clicked(request, session)
    talking = helping.talk(session, now, person, item)
    return Reply(cards.talking(item, talking.until, person.zone, now))


def talk_about(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """One click: I'll talk to Sara, about all that is hers in a bundle."""
    person = access.actor(session, request)
    card, extract = partners.opened(session, person, request.value)
    which = (registers, session, card, person)
    waiting = partners.things(*which, now, extract, helping.AT_ONCE)
    if not waiting:
        # What rests since they said so is open all the same.
        known = partners.things(*which, None, extract, helping.AT_ONCE)
        waiting = [each for each in known if each.ask.answered_at is None]
    if not waiting:
        return Reply(cards.talking_of_many(helping.TalkingOfMany((), None, None), person.zone, now))
    partner = partners.partner_of(session, request.value, waiting)
    refs = sorted(
        (each.about.ref for each in waiting if each.about.noun in items.NOUNS.values()),
        key=preamble.order,
    )
    found = [items.get(session, person, ref) for ref in refs]
    talking = helping.talk_about(session, now, person, partner, found)
    return Reply(cards.talking_of_many(talking, person.zone, now))


def type_talk(request: Request, session: Session, now: datetime) -> Response:
    """`/cx talk T-12`: I'll talk to its owner."""
    said = preamble.typed(request, session, cards.TALK_USAGE)
    said.check_nothing_left("talk")
    talking = [helping.talk(session, now, said.person, item) for item in said.items]
    zone = said.person.zone
    return Reply("\n".join(cards.talking(each.item, each.until, zone, now) for each in talking))


def _chosen(request: Request) -> str:
    """Whoever was chosen, as a mention; empty for nobody. Raises UnreadableId."""
    chosen = request.person_id(cards.PERSON)
    return f"<@{chosen}>" if chosen else ""
