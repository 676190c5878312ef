"""What people type, click and send about the steps of a loop, and who else is asked for one.

What keeps an issue from coming back has a form of its own: `prevention_requests`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.people import access, vocabulary
from handlers.promises import items, moves, preamble, reopening, steps
from handlers.promises.steps import SpokenWith, StepDone, cards, checks, somebody_else
from handlers.promises.undoing import requests as undoing
from handlers.speech import answered, blocks, evidence, feelings, forms, long_texts, reasons, typed
from handlers.speech.answer_errors import AskedAlready, DoerMissing, MayNotSee
from handlers.speech.errors import (
    MissingWords,
    NoteMissing,
    NoteTooLong,
    UserError,
    WhyMissing,
    WrongLink,
)
from handlers.speech.people_errors import SeveralPeople, UnfitPerson, UnknownPerson
from handlers.speech.promise_errors import FeelingOfTask, NobodyAsked, OwnWork, WrongFeeling
from handlers.speech.request import Nothing, OpenForm, Request, Response
from storage.issues import Feeling, Issue
from storage.items import Item
from storage.people import Person

ABOUT: dict[type[UserError], str] = {
    **dict.fromkeys((NoteMissing, NoteTooLong), cards.WORDS[0]),
    WrongLink: evidence.FIELD,
    WrongFeeling: cards.FEELS,
}
"""Under which input of a form a sentence stands."""
ABOUT_OTHER: dict[type[UserError], str] = {
    NoteTooLong: reasons.FIELD,
    **dict.fromkeys(
        (DoerMissing, UnknownPerson, SeveralPeople, UnfitPerson, AskedAlready, MayNotSee, OwnWork),
        cards.PERSON,
    ),
}
"""The same where somebody else is named."""
_WHOM = re.compile(r"^(?:them|(?:the )?customer)\b[\s:,]*", re.IGNORECASE)
"""Whom it was told, as “told them I-7 …” says: that goes without saying."""
_WHEN = re.compile(r"\b(?:(?P<now>now|by now)|at first|first|then)\b", re.IGNORECASE)
"""When they felt so: by now, or when it was reported."""


def reply(session: Session, now: datetime, actor: Person, *found: StepDone) -> Response:
    """These steps are done, said in words with the way back."""
    told = [(each.item, cards.done(each)) for each in found]
    return undoing.reply(session, now, actor, told)


def about(usage: str, held: Sequence[Item]) -> str:
    """How to write it, about these things."""
    return usage.replace(cards.EXAMPLE, " ".join(each.ref for each in held))


# --- told ---


def type_told(request: Request, session: Session, now: datetime) -> Response:
    """`/cx told I-7 what they heard`: everything behind the number is kept as it stands."""
    person, held, words = _kept(request, session, cards.TOLD_USAGE)
    said = _WHOM.sub("", words)
    if any(item.live for item in held):
        with preamble.told_how(about(cards.TOLD_USAGE, held)):
            said = items.note_of(said)
    spoken = SpokenWith(said, _feels(said))
    found = [steps.tell(session, now, person, item, spoken) for item in held]
    return reply(session, now, person, *found)


def _kept(request: Request, session: Session, usage: str) -> tuple[Person, tuple[Item, ...], str]:
    """Who types, about which things, and all that stands behind their numbers."""
    person = access.actor(session, request)
    refs, said = answered.named_first(_WHOM.sub("", request.text.strip()))
    if not refs:
        raise MissingWords(usage=usage)
    held = preamble.held(session, person, refs, preamble.most_of(request))
    return person, held, vocabulary.seen(session, request.team_id, said)


# --- verified ---


def open_verified(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks whether it helped."""
    del now
    _, item = preamble.permitted(request, session, moves.VERIFIED)
    return OpenForm(cards.verified_form(item))


def send_verified(request: Request, session: Session, now: datetime) -> Response:
    """It helped; or it did not, and is open again."""
    with forms.placing({**ABOUT, WhyMissing: cards.WORDS[0]}):
        words = words_of(request)
        person, item = preamble.clicked(request, session)
        feels = feelings.read(request.words(cards.FEELS))
        if request.words(cards.HELPED) == cards.NO:
            preamble.permitted(request, session, moves.VERIFIED)
            reopening.reopen(session, now, person, item, words)
            if feels:
                steps.feel(session, now, person, item, feels, is_now=True)
            return Nothing()
        found = steps.verify(session, now, person, item, words, feels)
    return after(request, session, now, person, found)


def type_verified(request: Request, session: Session, now: datetime) -> Response:
    """`/cx verified I-7 what they say`: everything behind the number is kept as it stands."""
    person, held, words = _kept(request, session, cards.VERIFIED_USAGE)
    found = [steps.verify(session, now, person, item, words, _feels(words)) for item in held]
    return reply(session, now, person, *found)


# --- held ---


def held(request: Request, session: Session, now: datetime) -> Response:
    """One click: what was to prevent it held."""
    preamble.press(request, session, now, moves.HELD, checks.held)
    return Nothing()


def type_held(request: Request, session: Session, now: datetime) -> Response:
    """`/cx held I-7 what was seen`: everything behind the number is kept as it stands."""
    person, found, words = _kept(request, session, cards.HELD_USAGE)
    told = [checks.held(session, now, person, item, words) for item in found]
    return undoing.reply(session, now, person, [(item, cards.held(item)) for item in told])


def _feels(said: str) -> Feeling | None:
    """How they feel by now, where “…, they feel satisfied” says so; the words are kept whole."""
    return feelings.taken_out(typed.words(said))[1]


def words_of(request: Request) -> str:
    """What a form says of a step, its link among the words."""
    return evidence.beside(long_texts.read(request, cards.WORDS), evidence.read(request))


# --- how they feel ---


def type_feeling(request: Request, session: Session, now: datetime) -> Response:
    """`/cx feeling I-7 let down`, `/cx feeling I-7 now satisfied`, `… at first angry`."""
    person, held, words = _kept(request, session, cards.FEELING_USAGE)
    said = _WHEN.sub(" ", words).strip()
    feeling = feelings.read(said)
    if feeling is None and not feelings.is_unknown(said):
        raise MissingWords(usage=about(cards.FEELING_USAGE, held))
    when = _WHEN.search(words)
    is_now = None if when is None else when["now"] is not None
    found = [steps.feel(session, now, person, item, feeling, is_now=is_now) for item in held]
    told = [(each.issue, cards.felt(each)) for each in found]
    return undoing.reply(session, now, person, told)


def open_feeling(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks how the customer felt, and feels by now."""
    del now
    _, item = preamble.permitted(request, session, moves.FEEL)
    if not isinstance(item, Issue):
        raise FeelingOfTask(ref=item.ref)
    return OpenForm(cards.feeling_form(item))


def send_feeling(request: Request, session: Session, now: datetime) -> Response:
    """What is otherwise by now; what was chosen as not known is not known any more."""
    person, item = preamble.permitted(request, session, moves.FEEL)
    if not isinstance(item, Issue):
        raise FeelingOfTask(ref=item.ref)
    with forms.placing({WrongFeeling: cards.FELT}):
        felt = feelings.read(request.words(cards.FELT))
    with forms.placing(ABOUT):
        feels = feelings.read(request.words(cards.FEELS))
    if felt != item.felt and (felt or _is_unknown(request, cards.FELT)):
        steps.feel(session, now, person, item, felt, is_now=False)
    if feels != item.feels and (feels or _is_unknown(request, cards.FEELS)):
        steps.feel(session, now, person, item, feels, is_now=True)
    return Nothing()


def _is_unknown(request: Request, name: str) -> bool:
    """Whether it was said that nobody knows it; what the form did not ask stays as it is."""
    return feelings.is_unknown(request.words(name))


def after(
    request: Request, session: Session, now: datetime, person: Person, found: StepDone
) -> Response:
    """What lies behind a form shows it; elsewhere it is said, with the way back."""
    return Nothing() if request.within else reply(session, now, person, found)


# --- somebody else does it ---


def open_other(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks who else does a step."""
    del now
    person, item, kind = _which(request, session)
    somebody_else.asked_for(session, person, item, kind)
    return OpenForm(cards.other_form(item, kind, request.value))


def send_other(request: Request, session: Session, now: datetime) -> Response:
    """Somebody else is asked for it."""
    person, item, kind = _which(request, session)
    chosen, why = request.person_id(cards.PERSON), request.words(reasons.FIELD)
    to = f"<@{chosen}>" if chosen else ""
    with forms.placing(ABOUT_OTHER):
        found = somebody_else.ask(session, now, person, item, kind, to, why)
    if request.within:
        return Nothing()
    return undoing.reply(session, now, person, [(item, cards.asked_instead(found))])


def _which(request: Request, session: Session) -> tuple[Person, Item, str]:
    """Who clicks or sends, about which issue, held until the commit, and for which question.

    Raises NobodyAsked for a question that is none of a step, and what `preamble.clicked` raises.
    """
    ref, _, kind = request.value.partition(blocks.SEPARATOR)
    person = access.actor(session, request)
    item = items.get(session, person, ref)
    if kind not in somebody_else.PASSED:
        raise NobodyAsked(ref=item.ref)
    return person, item, kind
