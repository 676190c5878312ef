"""People type `/cx reopen T-12 because …` or send the form, and read who is asked."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.people import lookup, vocabulary
from handlers.promises import deadlines, items, moves, preamble, reopening
from handlers.promises.deadlines import InForm
from handlers.promises.preamble import Typed
from handlers.promises.reopening import cards
from handlers.promises.undoing import requests as undoing
from handlers.speech import forms, grammar, reasons
from handlers.speech.clauses import ME
from handlers.speech.errors import OwnerMissing, UnreadableId, WrongDate
from handlers.speech.filing import Filing
from handlers.speech.people_errors import UnfitPerson, UnknownPerson
from handlers.speech.request import Nothing, OpenForm, Request, Response
from handlers.speech.runs import Slot
from handlers.speech.typing_errors import NotRead, PerhapsWhy
from storage.items import Item
from storage.people import Person

ABOUT = {
    **dict.fromkeys((OwnerMissing, UnfitPerson, UnknownPerson, UnreadableId), cards.OWNER),
    WrongDate: cards.DATE,
}
"""Under which input of the form a sentence stands."""


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx reopen T-12 [to @sara] [by friday] because …`."""
    said = preamble.typed(request, session, cards.USAGE)
    owner, day = _owner_and_day(session, said)
    with preamble.told_how(cards.USAGE, said.refs):
        opened = [
            reopening.reopen(session, now, said.person, item, said.reason, owner, day)
            for item in said.items
        ]
    me = said.person.user_id
    told = [
        (each.item, cards.reopened(each.item, each.owner, each.by, each.again, me, now))
        for each in opened
    ]
    return undoing.reply(session, now, said.person, told)


def _owner_and_day(session: Session, said: Typed) -> tuple[Person | None, str]:
    """Who is to have it and by when, where they are named.

    Raises PerhapsWhy for all other words, and NotRead where a reason is given beside them.
    """
    person, words = said.person, said.answer.words
    known = vocabulary.of(session, person.team_id, list(words))
    filing = Filing(words, grammar.clauses(words, known))
    owners, days = filing.known(Slot.OWNER)[:1], filing.known(Slot.DATE)[:1]
    filing.filed += [*owners, *days]
    if filing.title:
        if said.reason:
            raise NotRead(words=filing.title, ref=said.refs)
        raise PerhapsWhy(words=filing.title, verb="reopen", ref=said.refs)
    owner = None
    for each in owners:
        user_id = person.user_id if each.value == ME else str(each.value)
        owner = lookup.chosen_person(session, person.team_id, user_id)
    return owner, days[0].said if days else ""


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form, with whoever had it filled in while they can still have it."""
    _, item = preamble.permitted(request, session, moves.REOPEN)
    return OpenForm(cards.form(item, _fit_owner(session, item), _shown(session, now, item)))


def _shown(session: Session, now: datetime, item: Item) -> InForm:
    """Its date, where that is still ahead."""
    if item.due_at is None or item.due_at <= now:
        return InForm()
    return deadlines.in_form(item, items.owner_of(session, item))


def _fit_owner(session: Session, item: Item) -> str | None:
    owner = items.owner_of(session, item)
    return owner.user_id if owner and owner.works_here else None


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in."""
    preamble.filled_in(request, preamble.WHY).check()
    person, item = preamble.permitted(request, session, moves.REOPEN)
    with forms.placing(ABOUT):
        user_id = request.person_id(cards.OWNER)
        owner = lookup.chosen_person(session, request.team_id, user_id) if user_id else None
        reason, by = request.words(reasons.FIELD), preamble.by_when(request, cards.DATE)
        is_kept = by == _shown(session, now, item).words or not request.words(cards.DATE)
        heard = request.words(cards.HEARD)
        reopening.reopen(session, now, person, item, reason, owner, "" if is_kept else by, heard)
    return Nothing()
