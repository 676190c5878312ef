"""What people type, click and send to say who may see a promise, and what they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.people import audiences, lookup
from handlers.promises import moves, preamble, sharing
from handlers.promises.items import audience
from handlers.promises.sharing import Shared, cards
from handlers.promises.undoing import requests as undoing
from handlers.speech import blocks, forms
from handlers.speech.errors import UnreadableId
from handlers.speech.people_errors import UnfitPerson, UnknownPerson
from handlers.speech.promise_errors import NoSuchReader, SeesAlready
from handlers.speech.request import OpenForm, Reply, Request, Response
from handlers.speech.typed import Word
from storage.audiences import Audience
from storage.items import Item
from storage.people import Person

ABOUT = dict.fromkeys((SeesAlready, UnfitPerson, UnknownPerson, UnreadableId), cards.PERSON)
_LITTLE = frozenset({"with", "to", "and", "&"})
"""Words that lead to whoever is let in."""


def type_private(request: Request, session: Session, now: datetime) -> Response:
    """`/cx private T-12`."""
    said = preamble.typed(request, session, cards.PRIVATE_USAGE)
    if said.answer.words:
        raise NoSuchReader(words=said.answer.left, usage=cards.PRIVATE_USAGE)
    shown = [
        sharing.set_audience(session, now, said.person, item, Audience.PRIVATE)
        for item in said.items
    ]
    return _told(session, now, said.person, shown)


def type_share(request: Request, session: Session, now: datetime) -> Response:
    """`/cx share T-12`, with everybody; `/cx share T-12 with @tom`."""
    said = preamble.typed(request, session, cards.SHARE_USAGE)
    person, team_id = said.person, request.team_id
    people = named(session, team_id, said.answer.words, cards.SHARE_USAGE)
    if not people:
        shown = [
            sharing.set_audience(session, now, person, item, Audience.DEPARTMENT)
            for item in said.items
        ]
        return _told(session, now, person, shown)
    shown = [
        sharing.let_in(session, now, person, item, each) for item in said.items for each in people
    ]
    last = {each.item.ref: each for each in shown}
    return _told(session, now, person, list(last.values()), len(people))


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks who may see it."""
    del now
    person, item = preamble.permitted(request, session, moves.SHOW)
    return OpenForm(cards.form(item, _question(session, person, item)))


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back."""
    person, item = preamble.permitted(request, session, moves.SHOW)
    chosen = preamble.chosen_audience(request) or Audience(item.audience)
    with forms.placing(ABOUT):
        user_id = request.person_id(cards.PERSON)
        shown = sharing.set_audience(session, now, person, item, chosen)
        made = int(shown.changed)
        if user_id and chosen is Audience.PRIVATE:
            other = lookup.chosen_person(session, request.team_id, user_id)
            shown = sharing.let_in(session, now, person, item, other)
            made += 1
    return _told(session, now, person, [shown], made)


def _question(session: Session, person: Person, item: Item) -> Block:
    who = ["its owner", "the department's lead"]
    executives = [audience.EXECUTIVES] if audiences.is_among_executives(item) else []
    return audience.question(session, person, Audience(item.audience), who, *executives)


def named(session: Session, team_id: str, said: Sequence[Word], usage: str) -> list[Person]:
    """Whoever is named behind “with”. Raises NoSuchReader for any other word."""
    words = [word for word in said if word.plain.lower() not in _LITTLE]
    if words and all(word.person for word in words):
        ids = dict.fromkeys(word.person for word in words)
        return [lookup.chosen_person(session, team_id, each) for each in ids]
    name = " ".join(word.seen for word in words)
    if not name:
        return []
    try:
        return [lookup.person(session, team_id, name)]
    except UnknownPerson as error:
        left = " ".join(word.seen for word in said)
        raise NoSuchReader(words=blocks.clip(left, 120), usage=usage) from error


def _told(
    session: Session, now: datetime, person: Person, shown: Sequence[Shared], made: int = 1
) -> Reply:
    """Who may see each of them now, with the way back from as many moves as were made with each."""
    told = [(each.item, cards.changed(each.item, each.readers, person.user_id)) for each in shown]
    unchanged = [each.item.ref for each in shown if not each.changed]
    return undoing.reply(session, now, person, told, made, unchanged=unchanged, title=cards.TITLE)
