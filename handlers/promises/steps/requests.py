"""What people type, click and send when they do a step of a loop, and what they read of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from handlers.people import access, choices, lookup, vocabulary
from handlers.promises import (
    causes,
    deadlines,
    items,
    moves,
    preamble,
    reopening,
    steps,
    traces,
)
from handlers.promises.causes import cards as cause_cards
from handlers.promises.causes import requests as cause_requests
from handlers.promises.steps import SpokenWith, StepDone, cards, checks, preventions, somebody_else
from handlers.promises.steps.cards import PreventedForm
from handlers.promises.steps.preventions import ToBeDone
from handlers.promises.undoing import requests as undoing
from handlers.speech import answered, blocks, evidence, feelings, forms, long_texts, reasons, typed
from handlers.speech.answer_errors import AskedAlready, DoerMissing, MayNotSee
from handlers.speech.blocks import Choices
from handlers.speech.errors import (
    DueMissing,
    MissingWords,
    NoteMissing,
    NoteTooLong,
    OwnerMissing,
    UnreadableId,
    UserError,
    WhyMissing,
    WrongDate,
    WrongLink,
)
from handlers.speech.people_errors import SeveralPeople, UnfitPerson, UnknownPerson
from handlers.speech.promise_errors import (
    CauseTooLong,
    FeelingOfTask,
    HiddenCause,
    NearCause,
    NobodyAsked,
    NotItsTask,
    OwnWork,
    TaskTwice,
    UnknownCause,
    WhyTwice,
    WrongFeeling,
)
from handlers.speech.request import Nothing, OpenForm, Request, Response, UpdateForm
from storage import causes as stored_causes
from storage.causes import Cause
from storage.issues import Feeling, Issue
from storage.items import Item
from storage.people import Person

ABOUT = {
    **dict.fromkeys((NoteMissing, NoteTooLong), cards.WORDS[0]),
    **dict.fromkeys((WhyMissing, CauseTooLong), reasons.FIELD),
    **dict.fromkeys((WhyTwice, UnknownCause, HiddenCause), cause_cards.CAUSE),
    **dict.fromkeys((TaskTwice, NotItsTask), cards.TASK),
    WrongLink: evidence.FIELD,
    WrongFeeling: cards.FEELS,
    **cause_requests.ABOUT_MORE,
}
"""Under which input of a form a sentence stands."""
NEEDED = {cards.TASK_OWNER: OwnerMissing, cards.TASK_DAY: DueMissing}
OF_TASK = {
    **dict.fromkeys((UnfitPerson, UnknownPerson, UnreadableId), cards.TASK_OWNER),
    WrongDate: cards.TASK_DAY,
    **dict.fromkeys(traces.WRONG, traces.FIELD),
}
"""The same of what is still to be done."""
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


def _reply(session: Session, now: datetime, actor: Person, *found: StepDone) -> Response:
    told = [(each.item, cards.done(each)) for each in found]
    return undoing.reply(session, now, actor, told)


def _about(usage: str, held: Sequence[Item]) -> str:
    """How to write it, about these things."""
    return usage.replace(cards.EXAMPLE, " ".join(each.ref for each in held))


# --- told ---


def type_told(request: Request, session: Session, now: datetime) -> Response:
    """`/cx told I-7 what they heard`: everything behind the number is kept as it stands."""
    person, held, words = _kept(request, session, cards.TOLD_USAGE)
    said = _WHOM.sub("", words)
    if any(item.live for item in held):
        with preamble.told_how(_about(cards.TOLD_USAGE, held)):
            said = items.note_of(said)
    spoken = SpokenWith(said, _feels(said))
    found = [steps.tell(session, now, person, item, spoken) for item in held]
    return _reply(session, now, person, *found)


def _kept(request: Request, session: Session, usage: str) -> tuple[Person, tuple[Item, ...], str]:
    """Who types, about which things, and all that stands behind their numbers."""
    person = access.actor(session, request)
    refs, said = answered.named_first(_WHOM.sub("", request.text.strip()))
    if not refs:
        raise MissingWords(usage=usage)
    held = preamble.held(session, person, refs, preamble.most_of(request))
    return person, held, vocabulary.seen(session, request.team_id, said)


# --- prevented ---


def open_prevented(request: Request, session: Session, now: datetime) -> Response:
    """The form for why it happened, and what keeps it from coming back."""
    person, item = preamble.permitted(request, session, moves.PREVENTED)
    known = stored_causes.of(session, item)
    shown = PreventedForm(
        choices.of_departments(session, person),
        cause_cards.as_choice(known) if known else {},
        why=request.words(reasons.FIELD),
        said=request.words(cards.WORDS[0]),
    )
    shown = replace(
        shown,
        tasks=_tasks(session, person, item),
        outcomes=traces.offered(session, now, person),
    )
    return OpenForm(cards.prevented_form(item, shown))


def send_prevented(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in."""
    person, item = preamble.clicked(request, session)
    try:
        with forms.placing(ABOUT):
            words, more = _said(request), cause_requests.more(request, session)
            cause = _why(request, session)
            is_sure = request.words(cards.IS_IT) == cards.ANOTHER
            to_do, ref = _to_do(request, session, now, person), request.words(cards.TASK)
            task = items.get(session, person, ref) if ref else None
            found = steps.prevent(
                session, now, person, item, cause, words, more,
                is_sure=is_sure, to_do=to_do, task=task,
            )  # fmt: skip
    except NearCause as near:
        return _near(request, session, now, person, item, near)
    return after(request, session, now, person, found)


def _to_do(request: Request, session: Session, now: datetime, person: Person) -> ToBeDone | None:
    """Who is still to do what keeps it from coming back, by when, and which outcome that moves.

    None where nobody is.

    Raises WrongFields where either is missing, or cannot be.
    """
    user_id, day = request.person_id(cards.TASK_OWNER), request.words(cards.TASK_DAY)
    moved = request.words(traces.FIELD)
    if not user_id and not day and moved in ("", traces.NONE):
        return None
    preamble.filled_in(request, NEEDED).check()
    with forms.placing(OF_TASK):
        owner = lookup.chosen_person(session, request.team_id, user_id)
        access.check_owner(owner)
        due = deadlines.read(session, now, owner, day)
        return ToBeDone(owner, due, traces.named(session, now, person, moved))


def _tasks(session: Session, person: Person, item: Item, ref: str = "") -> Choices:
    """The open tasks of an issue of which one may be there to prevent it; `ref` is chosen."""
    found = preventions.open_tasks(session, person, item) if isinstance(item, Issue) else []
    offered = {each.ref: f"{each.ref} {each.title}" for each in found[: blocks.OPTIONS]}
    return Choices(offered, ref if ref in offered else None)


def _why(request: Request, session: Session) -> str | Cause:
    """Why it happened: the cause that was chosen, or what was written.

    Raises WhyTwice where these are two, WhyMissing, and UnknownCause.
    """
    why = request.words(reasons.FIELD)
    near = request.words(cards.IS_IT)
    if near and near != cards.ANOTHER:
        return causes.get(session, request.team_id, near)
    ref = request.words(cause_cards.CAUSE)
    if not ref:
        return why
    chosen = causes.get(session, request.team_id, ref)
    is_same = (
        stored_causes.whole(session, stored_causes.called(session, request.team_id, why)) == chosen
    )
    if why and not is_same:
        raise WhyTwice
    return chosen


def _near(
    request: Request, session: Session, now: datetime, person: Person, item: Item, near: NearCause
) -> Response:
    """The form again as it was filled in, with the question whether it is the known cause."""
    more = cause_requests.more(request, session)
    shown = PreventedForm(
        choices.of_departments(session, person, more.department),
        why=request.words(reasons.FIELD),
        said=long_texts.read(request, cards.WORDS),
        link=evidence.read(request),
        more=more,
        near=near,
        owner=request.person_id(cards.TASK_OWNER) or None,
        day=request.words(cards.TASK_DAY) or None,
        tasks=_tasks(session, person, item, request.words(cards.TASK)),
        outcomes=traces.filled_in(session, now, person, request.words(traces.FIELD)),
    )
    return UpdateForm(cards.prevented_form(item, shown))


def type_prevented(request: Request, session: Session, now: datetime) -> Response:
    """`/cx prevented I-7 [T-12] what keeps it from coming back because …`."""
    said = preamble.typed(request, session, cards.PREVENTED_USAGE)
    # What is near to a known cause was asked about, and answered with a button.
    which = request.words(cards.IS_IT)
    is_known = which not in ("", cards.ANOTHER)
    cause = causes.get(session, request.team_id, which) if is_known else said.reason
    held, task = _issues_and_task(said.items)
    words = said.answer.left.strip() or (task.title if task else "")
    with preamble.told_how(_about(cards.PREVENTED_USAGE, held)):
        found = [
            steps.prevent(
                session, now, said.person, item, cause, words,
                is_sure=which == cards.ANOTHER,
                task=task,
            )
            for item in held
        ]  # fmt: skip
    return _reply(session, now, said.person, *found)


def _issues_and_task(named: Sequence[Item]) -> tuple[Sequence[Item], Item | None]:
    """The issues that are named, and the one task beside them; all of it where it is otherwise."""
    issues = [each for each in named if isinstance(each, Issue)]
    others = [each for each in named if not isinstance(each, Issue)]
    return (issues, others[0]) if issues and len(others) == 1 else (named, None)


# --- verified ---


def open_verified(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks whether it helped."""
    del now
    _, item = preamble.permitted(request, session, moves.VERIFIED)
    return OpenForm(cards.verified_form(item))


def send_verified(request: Request, session: Session, now: datetime) -> Response:
    """It helped; or it did not, and is open again."""
    with forms.placing({**ABOUT, WhyMissing: cards.WORDS[0]}):
        words = _said(request)
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
    return _reply(session, now, person, *found)


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


def _said(request: Request) -> str:
    """What a form says of a step, its link among the words."""
    return evidence.beside(long_texts.read(request, cards.WORDS), evidence.read(request))


# --- how they feel ---


def type_feeling(request: Request, session: Session, now: datetime) -> Response:
    """`/cx feeling I-7 let down`, `/cx feeling I-7 now satisfied`, `… at first angry`."""
    person, held, words = _kept(request, session, cards.FEELING_USAGE)
    said = _WHEN.sub(" ", words).strip()
    feeling = feelings.read(said)
    if feeling is None and not feelings.is_unknown(said):
        raise MissingWords(usage=_about(cards.FEELING_USAGE, held))
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
    return Nothing() if request.within else _reply(session, now, person, found)


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
