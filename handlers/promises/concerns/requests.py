"""People type or choose who else will meet an issue, read the list, and say who has heard it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.people import access, choices, lookup, vocabulary
from handlers.promises import concerns, items, lifecycle, moves, preamble
from handlers.promises.concerns import ConcernChoice, cards, reading
from handlers.promises.concerns.cards import ConcernForm
from handlers.promises.lifecycle import Move
from handlers.promises.steps import requests as steps
from handlers.promises.steps.cards import WORDS
from handlers.promises.undoing import requests as undoing
from handlers.speech import answered, blocks, forms, long_texts, paging, phrases, reasons, values
from handlers.speech import typed as typed_words
from handlers.speech.answer_errors import MayNotSee
from handlers.speech.concern_errors import (
    ConcernedMissing,
    EmptySegment,
    ManyConcerned,
    NobodyNew,
    NobodyTells,
    OnlyIssuesConcern,
    TooManyConcerned,
)
from handlers.speech.errors import (
    MissingWords,
    NoteTooLong,
    UnknownChoice,
    UnreadableId,
    UnreadableRequest,
    WhyMissing,
)
from handlers.speech.people_errors import GoneCustomer, UnfitPerson, UnknownPerson
from handlers.speech.promise_errors import UnclearItem
from handlers.speech.request import Json, Nothing, OpenForm, Reply, Request, Response, UpdateForm
from handlers.speech.typing_errors import OneAtATime
from handlers.speech.words import number
from storage import concerns as stored
from storage import issues
from storage.concerns import Concern
from storage.customers import Tier
from storage.issues import Issue
from storage.items import Item
from storage.people import Person

ABOUT = {
    **dict.fromkeys(
        (ConcernedMissing, EmptySegment, TooManyConcerned, NobodyNew, UnknownChoice),
        cards.SEGMENTS,
    ),
    GoneCustomer: choices.CUSTOMERS,
    **dict.fromkeys(
        (UnfitPerson, UnknownPerson, UnreadableId, MayNotSee, NobodyTells), cards.TELLER
    ),
}
"""Under which input of the form a sentence stands."""


# --- who else will meet it ---


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx concerns I-7 key accounts, Acme`; the list where nobody is named.

    Raises OneAtATime, UnknownCustomer, and what `concerns.concern` raises.
    """
    found = _named(request, session, now)
    if found is not None:
        return found
    person, issue = _one_of_typed(request, session)
    return OpenForm(_list(session, now, person, issue, 0))


def tell_list(request: Request, session: Session, now: datetime) -> Response:
    """The same in words; the list as a message that stays."""
    found = _named(request, session, now)
    if found is not None:
        return found
    person, issue = _one_of_typed(request, session)
    shown = cards.message(reading.page(session, issue, 0, cards.IN_A_MESSAGE), person, now)
    return Reply(shown.text, shown.blocks)


def _named(request: Request, session: Session, now: datetime) -> Response | None:
    """Who is named is put on the list; None where nobody is."""
    said = preamble.typed(request, session, cards.USAGE)
    if len(said.items) > 1:
        raise OneAtATime(count=number(len(said.items)), refs=said.refs)
    [item] = said.items
    if not said.answer.words:
        return None
    concerns.check(session, said.person, item)
    access.check(session, said.person, access.CHOOSE)
    named = reading.read(session, request.team_id, said.answer.words)
    chosen = ConcernChoice(named.tiers, named.customers)
    try:
        found = concerns.concern(session, now, said.person, item, chosen)
    except ManyConcerned as many:
        return OpenForm(_meant(session, said.person, item, chosen, many))
    except ConcernedMissing as error:
        raise MissingWords(usage=cards.USAGE.replace(cards.EXAMPLE, item.ref)) from error
    return undoing.reply(session, now, said.person, [(item, cards.listed(found))])


def _one_of_typed(request: Request, session: Session) -> tuple[Person, Issue]:
    refs = answered.read(vocabulary.words(session, request.team_id, request.text)).refs
    return _read(session, access.actor(session, request), refs[0])


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks who else will meet it; a button may carry the segments."""
    del now
    person, item, carried = _carried(request, session)
    issue = concerns.check(session, person, item)
    named = [each for each in carried.split(",") if each]
    ids = [each for each in named if values.row_id(each)]
    tiers = [values.choice(each, Tier) for each in named if each not in ids]
    customers = lookup.chosen_customers(session, request.team_id, ids)
    shown = ConcernForm(choices.of_several_customers(session, person, customers), tiers)
    return OpenForm(cards.form(issue, shown))


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in; of many it is asked once whether they are meant."""
    person, item, carried = _carried(request, session)
    if carried and not (carried.isascii() and carried.isdecimal() and len(carried) < 7):
        raise UnreadableRequest
    concerns.check(session, person, item)
    with forms.placing(ABOUT):
        chosen = chosen_in(request, session, int(carried or 0))
        try:
            found = concerns.concern(session, now, person, item, chosen)
        except ManyConcerned as many:
            return UpdateForm(_meant(session, person, item, chosen, many))
    if request.within:
        return Nothing()
    return undoing.reply(session, now, person, [(item, cards.listed(found))])


def chosen_in(request: Request, session: Session, sure: int = 0) -> ConcernChoice:
    """Who is chosen in a form. Raises UnknownChoice, GoneCustomer and UnknownPerson."""
    teller = request.person_id(cards.TELLER)
    return ConcernChoice(
        [values.choice(each, Tier) for each in dict.fromkeys(request.choices(cards.SEGMENTS))],
        lookup.chosen_customers(session, request.team_id, request.choices(choices.CUSTOMERS)),
        lookup.chosen_person(session, request.team_id, teller) if teller else None,
        sure,
    )


def _meant(
    session: Session, person: Person, item: Item, chosen: ConcernChoice, many: ManyConcerned
) -> Json:
    """The form again as it was filled in, with the question whether all of them are meant."""
    issue = concerns.check(session, person, item)
    shown = ConcernForm(
        choices.of_several_customers(session, person, chosen.customers),
        chosen.tiers,
        chosen.teller.user_id if chosen.teller else None,
        meant=cards.MEANT.format_map(many.facts),
        sure=int(many.facts["count"]),
    )
    return cards.form(issue, shown)


# --- the list ---


def open_list(request: Request, session: Session, now: datetime) -> Response:
    """A page of the list; in a form, in its place. Raises UnreadableRequest."""
    which, after = paging.read(request.value) if "|" in request.value else (request.value, 0)
    person, issue = _read(session, access.actor(session, request), which)
    return UpdateForm(_list(session, now, person, issue, after))


def _list(session: Session, now: datetime, person: Person, issue: Issue, after: int) -> Json:
    found = reading.page(session, issue, after, cards.A_PAGE)
    return cards.listing(
        found, person, now,
        may_add=lifecycle.may(session, person, issue, moves.CONCERN),
        may_tell=lifecycle.may(session, person, issue, moves.WARNED),
    )  # fmt: skip


def _read(session: Session, person: Person, words: str) -> tuple[Person, Issue]:
    """An issue that somebody may read of, not held: that which it was joined to, where it was.

    Raises UnclearItem, OnlyIssuesConcern, and what `access.check` and `check_known` raise.
    """
    access.check(session, person, access.READ)
    said = phrases.reference(words)
    if said is None:
        raise UnclearItem
    if said.letter != Issue.letter:
        raise OnlyIssuesConcern(ref=f"{said.letter or 'T'}-{said.number}")
    found = issues.find(session, person.team_id, said.number)
    access.check_known(session, person, found)
    whole = issues.whole(session, person.team_id, said.number)
    if found is None or whole is None:
        raise items.unknown(session, person.team_id, Issue, said.number)
    access.check_known(session, person, whole)
    return person, whole


# --- who has heard it ---


def knows(request: Request, session: Session, now: datetime) -> Response:
    """One click: this customer has heard it from us. Again by the same person it does nothing."""
    person, item, concern = _line_of(request, session, moves.WARNED)
    if concern.answered_by != person.user_id:
        concerns.tell(session, now, person, item, [concern])
    return Nothing()


def open_told(request: Request, session: Session, now: datetime) -> Response:
    """The form for what they heard: of one, or of all whom somebody is to tell."""
    del now
    _, item, which = _which(request, session)
    return OpenForm(cards.told_form(item, _names(session, which), request.value))


def send_told(request: Request, session: Session, now: datetime) -> Response:
    """They know, and this is what they heard."""
    person, item, which = _which(request, session)
    with forms.placing({NoteTooLong: WORDS[0]}):
        words = long_texts.read(request, WORDS)
        found = concerns.tell(session, now, person, item, which, words)
    if request.within:
        return Nothing()
    return undoing.reply(session, now, person, [(item, cards.told(found))])


def open_spare(request: Request, session: Session, now: datetime) -> Response:
    """The form for why a customer need not hear it."""
    del now
    _, item, concern = _line_of(request, session, moves.SPARED)
    return OpenForm(cards.spare_form(item, _names(session, [concern]), request.value))


def send_spare(request: Request, session: Session, now: datetime) -> Response:
    """They need not hear it, and why."""
    person, item, concern = _line_of(request, session, moves.SPARED)
    with forms.placing(dict.fromkeys((WhyMissing, NoteTooLong), reasons.FIELD)):
        why = request.words(reasons.FIELD)
        found = concerns.spare(session, now, person, item, [concern], why)
    if request.within:
        return Nothing()
    return undoing.reply(session, now, person, [(item, cards.spared(found))])


def type_told(request: Request, session: Session, now: datetime) -> Response:
    """`/cx told I-7 for Globex we call on Friday`: who is on the list; else what they heard.

    Raises NotConcerned, and what `steps.type_told` and `concerns.tell` raise.
    """
    refs, said = answered.named_first(request.text.strip())
    if len(refs) != 1 or not said.lstrip().lower().startswith("for "):
        return steps.type_told(request, session, now)
    words = vocabulary.words(session, request.team_id, said)
    whom, rest = reading.told_to(session, request.team_id, words)
    person = access.actor(session, request)
    item = items.get(session, person, refs[0]) if whom else None
    if item is None or not isinstance(item, Issue) or not concerns.tally(session, item).total:
        return steps.type_told(request, session, now)
    concerns.check_may(session, person, item, moves.WARNED)
    which = concerns.of_customers(session, item, whom)
    found = concerns.tell(session, now, person, item, which, typed_words.value(rest))
    return undoing.reply(session, now, person, [(item, cards.told(found))])


def _which(request: Request, session: Session) -> tuple[Person, Item, Sequence[Concern]]:
    """The one line that is carried, or all whom somebody is to tell."""
    if blocks.SEPARATOR in request.value:
        person, item, concern = _line_of(request, session, moves.WARNED)
        return person, item, [concern]
    person, item = preamble.clicked(request, session)
    concerns.check_may(session, person, item, moves.WARNED)
    return person, item, concerns.theirs(session, person, item)


def _line_of(request: Request, session: Session, move: Move) -> tuple[Person, Item, Concern]:
    """The issue, held, and the line of its list that are carried, for somebody who may do this.

    Raises UnreadableRequest, and what `concerns.check_may` raises.
    """
    person, item, carried = _carried(request, session)
    concerns.check_may(session, person, item, move)
    found = concerns.line(session, item, values.row_id(carried))
    if found is None:
        raise UnreadableRequest
    return person, item, found


def _carried(request: Request, session: Session) -> tuple[Person, Item, str]:
    """Who asks, about which issue, held, and what else is carried."""
    person = access.actor(session, request)
    ref, _, carried = request.value.partition(blocks.SEPARATOR)
    return person, items.get(session, person, ref), carried


def _names(session: Session, which: Sequence[Concern]) -> list[str]:
    if not which:
        return []
    ids = [each.customer_id for each in which]
    return sorted(each.name for each in stored.of_ids(session, which[0].team_id, ids))
