"""What people type, click and send when they know what keeps an issue from coming back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.people import access, choices, lookup
from handlers.promises import causes, deadlines, items, moves, preamble, steps, traces
from handlers.promises.causes import cards as cause_cards
from handlers.promises.causes import requests as cause_requests
from handlers.promises.steps import cards, preventions
from handlers.promises.steps import requests as loop
from handlers.promises.steps.cards import PreventedForm
from handlers.promises.steps.preventions import ToBeDone
from handlers.promises.steps.requests import about, after, reply, words_of
from handlers.speech import blocks, evidence, forms, long_texts, reasons
from handlers.speech.blocks import Choices
from handlers.speech.errors import (
    DueMissing,
    OwnerMissing,
    UnreadableId,
    UserError,
    WhyMissing,
    WrongDate,
)
from handlers.speech.people_errors import UnfitPerson, UnknownPerson
from handlers.speech.promise_errors import (
    CauseTooLong,
    HiddenCause,
    NearCause,
    NotItsTask,
    TaskTwice,
    UnknownCause,
    WhyTwice,
)
from handlers.speech.request import OpenForm, Request, Response, UpdateForm
from storage import causes as stored_causes
from storage.causes import Cause
from storage.issues import Issue
from storage.items import Item
from storage.people import Person

ABOUT: dict[type[UserError], str] = {
    **loop.ABOUT,
    **dict.fromkeys((WhyMissing, CauseTooLong), reasons.FIELD),
    **dict.fromkeys((WhyTwice, UnknownCause, HiddenCause), cause_cards.CAUSE),
    **dict.fromkeys((TaskTwice, NotItsTask), cards.TASK),
    **cause_requests.ABOUT_MORE,
}
"""Under which input of the form a sentence stands."""
NEEDED = {cards.TASK_OWNER: OwnerMissing, cards.TASK_DAY: DueMissing}
OF_TASK = {
    **dict.fromkeys((UnfitPerson, UnknownPerson, UnreadableId), cards.TASK_OWNER),
    WrongDate: cards.TASK_DAY,
    **dict.fromkeys(traces.WRONG, traces.FIELD),
}
"""The same of what is still to be done."""


def open_prevented(request: Request, session: Session, now: datetime) -> Response:
    """The form for why it happened, and what keeps it from coming back."""
    person, item = preamble.permitted(request, session, moves.PREVENTED)
    known = stored_causes.of(session, item)
    shown = PreventedForm(
        choices.of_departments(session, person),
        cause_cards.as_choice(known) if known else {},
        why=request.words(reasons.FIELD),
        said=request.words(cards.WORDS[0]),
        tasks=_tasks(session, person, item),
        outcomes=traces.offered(session, now, person),
    )
    return OpenForm(cards.prevented_form(item, shown))


def send_prevented(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in."""
    person, item = preamble.clicked(request, session)
    try:
        with forms.placing(ABOUT):
            words, more = words_of(request), cause_requests.more(request, session)
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

    None where nobody is. Raises WrongFields where who or when is missing, or any cannot be.
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
    with preamble.told_how(about(cards.PREVENTED_USAGE, held)):
        found = [
            steps.prevent(
                session, now, said.person, item, cause, words,
                is_sure=which == cards.ANOTHER,
                task=task,
            )
            for item in held
        ]  # fmt: skip
    return reply(session, now, said.person, *found)


def _issues_and_task(named: Sequence[Item]) -> tuple[Sequence[Item], Item | None]:
    """The issues that are named, and the one task beside them; all of it where it is otherwise."""
    issues = [each for each in named if isinstance(each, Issue)]
    others = [each for each in named if not isinstance(each, Issue)]
    return (issues, others[0]) if issues and len(others) == 1 else (named, None)
