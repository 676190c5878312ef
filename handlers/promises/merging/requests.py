"""People type `/cx merge I-9 with I-3`, press “Join I-3” or send the form, and read who waits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from handlers.people import access, vocabulary
from handlers.promises import items, lifecycle, merging, moves, preamble, similar
from handlers.promises.merging import Merged, cards
from handlers.promises.undoing import requests as undoing
from handlers.speech import answered, blocks, forms, phrases
from handlers.speech.errors import MissingWords, UnreadableRequest
from handlers.speech.phrases import Reference
from handlers.speech.promise_errors import (
    AlreadyClosed,
    JoinedToItself,
    OnlyIssuesJoin,
    PrivateThing,
    UnclearItem,
    UnknownItem,
)
from handlers.speech.request import Json, Nothing, OpenForm, Reply, Request, Response
from handlers.speech.typing_errors import NotRead
from storage.issues import Issue
from storage.items import Item
from storage.people import Person
from storage.tasks import Task

ABOUT = dict.fromkeys(
    (JoinedToItself, OnlyIssuesJoin, AlreadyClosed, UnclearItem, UnknownItem, PrivateThing),
    cards.WITH,
)
"""Under which input of the form a sentence stands."""
_BETWEEN = re.compile(r"\b(?:with|into|to|as|of|and|same|duplicate|the|a|is)\b", re.IGNORECASE)
"""Words between the numbers; “I-9 to I-3” is no range here."""
_BARE = re.compile(r"(?<![\w-])#?(\d{1,9})\b(?!-)")
"""A number without a letter is that of an issue."""
_NAMED = re.compile(r"\bI-\d", re.IGNORECASE)


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx merge I-9 with I-3`: all but the last are joined to the last.

    Raises MissingWords, NotRead for words beside the numbers, and what `merging.merge` raises.
    """
    person = access.actor(session, request)
    numbers = _BARE.sub(r"I-\1", _BETWEEN.sub(", ", request.text))
    answer = answered.read(vocabulary.words(session, request.team_id, numbers))
    if not answer.refs:
        raise MissingWords(usage=cards.USAGE)
    if answer.words or answer.reason:
        raise NotRead(words=blocks.clip(answer.left or answer.reason, 120), ref=answer.refs[0])
    held = preamble.held(session, person, answer.refs, preamble.most_of(request))
    if len(held) < 2:
        if len(_NAMED.findall(numbers)) > 1:
            merging.merge(session, now, person, held[0], held[0])
        return OpenForm(_form(session, person, held[0]))
    *parts, into = held
    return _told(
        session, now, person, [merging.merge(session, now, person, part, into) for part in parts]
    )


def _told(session: Session, now: datetime, person: Person, found: Sequence[Merged]) -> Reply:
    """What was joined, each with the way back."""
    told = [(each.issue, cards.merged(each)) for each in found]
    return undoing.reply(session, now, person, told)


def _form(session: Session, person: Person, item: Item) -> Json:
    """Raises OnlyIssuesJoin, and what `lifecycle.permit` raises."""
    if not isinstance(item, Issue):
        raise OnlyIssuesJoin(ref=item.ref)
    lifecycle.permit(session, person, item, moves.MERGE)
    return cards.form(item, similar.of(session, person, item).live)


def press(request: Request, session: Session, now: datetime) -> Response:
    """One click where an issue looks like another. Raises what `merging.merge` raises."""
    person = access.actor(session, request)
    own, into = [*map(phrases.reference, request.value.split(blocks.SEPARATOR)), None][:2]
    if request.value.count(blocks.SEPARATOR) != 1 or not (own and into):
        raise UnreadableRequest
    found = _join(session, now, person, own, into)
    return replace(_told(session, now, person, [found]), instead=True)


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form, with the issue filled in that it looks like."""
    del now
    person, item = preamble.clicked(request, session)
    return OpenForm(_form(session, person, item))


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in."""
    person, own = access.actor(session, request), phrases.reference(request.value)
    if own is None:
        raise UnclearItem
    _check_may(session, person, own)
    with forms.placing(ABOUT):
        into = phrases.reference(request.line(cards.WITH).strip())
        if into is None:
            raise UnclearItem
        _join(session, now, person, own, into)
    return Nothing()


def _join(
    session: Session, now: datetime, person: Person, own: Reference, into: Reference
) -> Merged:
    """Two issues are held in one order, whichever is joined to which."""
    _check_may(session, person, own)
    refs = [f"{each.letter or Issue.letter}-{each.number}" for each in (own, into)]
    held = {ref: items.get(session, person, ref) for ref in sorted(set(refs), key=preamble.order)}
    return merging.merge(session, now, person, *(held[ref] for ref in refs))


def _check_may(session: Session, person: Person, own: Reference) -> None:
    """Before anything is said of the other: raises what `merging.merge` raises of its own."""
    if own.letter != Issue.letter:
        raise OnlyIssuesJoin(ref=f"{own.letter or Task.letter}-{own.number}")
    issue = items.find(session, person.team_id, Issue.noun, own.number)
    access.check_known(session, person, issue)
    if issue:
        lifecycle.permit(session, person, issue, moves.MERGE)
