"""People close the loop of an issue here: the customer is told, it is prevented, and verified.

Each function is given the issue as `items.get` brings it: held until the commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.chasing import policy as policies
from handlers.people import access
from handlers.promises import causes, items, lifecycle, moves
from handlers.promises.causes import CauseSaid
from handlers.promises.items import loop
from handlers.promises.lifecycle import NOTHING, Asked, Changes, Move
from handlers.promises.steps import repeats
from handlers.promises.steps.kind import INFORM, KINDS
from handlers.speech import evidence
from handlers.speech.promise_errors import (
    FeelingOfTask,
    NotCorrectedYet,
    NothingChanged,
    NothingOwed,
    StepOfTask,
)
from storage import asks, noes
from storage import causes as stored_causes
from storage.customers import Customer
from storage.issues import Feeling, Issue, Step
from storage.items import Item, State
from storage.people import Person


@dataclass(frozen=True)
class StepDone:
    """What a step was done of, and which steps are left; none where it has ended."""

    item: Item
    step: Step
    left: Sequence[Step]


def tell(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    words: str = "",
    feels: Feeling | None = None,
) -> StepDone:
    """Say that the customer has heard from us, and what; they may hear of it more than once.

    Of what was answered with a no it is that they have heard it: whoever says so, nobody is asked
    any more. Raises NothingOwed, NoteTooLong, and what `lifecycle.permit` raises.
    """
    items.check_note(words)
    if isinstance(item, Issue) and items.joined_to(item):
        return _tell_owed(session, now, actor, item, moves.TOLD_JOINED, words, feels)
    if not isinstance(item, Issue) or not item.live:
        return _tell_no(session, now, actor, item, words, feels)
    changes = Changes(feels=feels)
    return _do(session, now, actor, item, Step.TOLD, changes, words=words, **_felt(feels))


def _tell_no(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    words: str,
    feels: Feeling | None,
) -> StepDone:
    """Say that the customer has heard our no."""
    told = _tell_owed(session, now, actor, item, moves.TOLD, words, feels)
    no = noes.standing(session, item.team_id, item.noun, item.number)
    if no:
        no.told_at = now
        session.add(no)
    return told


def _tell_owed(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    move: Move,
    words: str,
    feels: Feeling | None,
) -> StepDone:
    """Say that the customer of what has ended has heard from us, where somebody was asked to."""
    lifecycle.permit(session, actor, item, move)
    about = asks.open_about(session, item.team_id, item.noun, item.number)
    if not any(ask.kind in move.ends for ask in about):
        raise NothingOwed(ref=item.ref)
    changes = Changes(feels=feels)
    lifecycle.make(session, now, move, item, actor, changes=changes, words=words, **_felt(feels))
    return StepDone(item, Step.TOLD, ())


def prevent(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    cause: str,
    words: str,
    more: CauseSaid = causes.NOTHING,
) -> StepDone:
    """Say why it happened, and what keeps it from coming back.

    Issues of which the same is said have one cause, whoever writes it how; `more` is what is said
    of that cause besides. Raises StepOfTask, WhyMissing, CauseTooLong, and what `lifecycle.permit`,
    `items.note_of` and `causes.add` raise.
    """
    said, kept = causes.words_of(cause), items.note_of(words)
    if not isinstance(item, Issue):
        raise StepOfTask(ref=item.ref)
    lifecycle.permit(session, actor, item, moves.PREVENTED)
    known = stored_causes.named(session, now, item.team_id, said, actor.user_id)
    if more != causes.NOTHING:
        causes.add(session, now, actor, known, more)
    found = _do(
        session, now, actor, item, Step.PREVENTED, Changes(cause=known),
        cause=said, cause_id=str(known.cause_id), words=kept,
    )  # fmt: skip
    repeats.tell(session, now, actor, item, known)
    return found


def verify(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    words: str = "",
    feels: Feeling | None = None,
) -> StepDone:
    """Say that it helped the customer; where it did not, it is opened again instead.

    Raises NotCorrectedYet, StepOfTask, NoteTooLong, and what `lifecycle.permit` raises.
    """
    items.check_note(words)
    if isinstance(item, Issue) and item.is_promised:
        access.check(session, actor, access.VERIFY, item)
        raise NotCorrectedYet(ref=item.ref)
    changes = Changes(feels=feels)
    return _do(session, now, actor, item, Step.VERIFIED, changes, words=words, **_felt(feels))


def _do(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    step: Step,
    changes: Changes = NOTHING,
    **facts: Any,
) -> StepDone:
    """Do a step; with the last one that is needed, the issue closes.

    A link among the words shows that it was done.
    """
    if not isinstance(item, Issue):
        raise StepOfTask(ref=item.ref)
    lifecycle.permit(session, actor, item, moves.STEPS[step])
    left = loop.left(session, item, step)
    is_last = item.state == State.CORRECTED and not left
    move = (moves.LAST_STEPS if is_last else moves.STEPS)[step]
    shown = evidence.among(facts["words"])
    lifecycle.make(session, now, move, item, actor, changes=changes, evidence=shown, **facts)
    return StepDone(item, step, left)


def _felt(feels: Feeling | None) -> dict[str, Any]:
    """How the customer feels by now, as history keeps it with a step; nothing where nobody said."""
    return {"feels": str(feels)} if feels else {}


@dataclass(frozen=True)
class Felt:
    """How a customer felt when an issue was reported, or feels by now where `is_now`."""

    issue: Issue
    feeling: Feeling
    is_now: bool


def feel(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    feeling: Feeling,
    *,
    is_now: bool | None = None,
) -> Felt:
    """Write down how the customer feels about an issue, which is held.

    Where it is not said when, it is how they feel by now once it is corrected or has ended, and
    before that how they felt when it was reported. Raises FeelingOfTask, NothingChanged, and what
    `lifecycle.permit` raises.
    """
    if not isinstance(item, Issue):
        raise FeelingOfTask(ref=item.ref)
    lifecycle.permit(session, actor, item, moves.FEEL)
    if is_now is None:
        is_now = not item.is_promised
    changes = Changes(feels=feeling) if is_now else Changes(felt=feeling)
    if feeling == (item.feels if is_now else item.felt):
        raise NothingChanged(ref=item.ref)
    felt, feels = ("", str(feeling)) if is_now else (str(feeling), "")
    lifecycle.make(session, now, moves.FEEL, item, actor, changes=changes, felt=felt, feels=feels)
    return Felt(item, feeling, is_now)


def telling(session: Session, item: Item) -> list[Asked]:
    """Who tells the customer of an issue, from the moment that somebody takes it.

    Nobody where they have heard from us, or need not.
    """
    if not isinstance(item, Issue) or Step.TOLD not in loop.left(session, item):
        return []
    return _asked(session, item, Step.TOLD, items.customer_of(session, item))


def telling_still(session: Session, item: Item) -> list[Asked]:
    """The same where what they are asked goes on: nobody while somebody is asked already."""
    about = asks.open_about(session, item.team_id, item.noun, item.number)
    return [] if any(ask.kind == INFORM.name for ask in about) else telling(session, item)


def telling_anew(session: Session, item: Item, customer: Customer | None) -> list[Asked]:
    """Who tells the `customer` whom an issue is for from now on; nobody while it is not taken."""
    if not isinstance(item, Issue) or item.state != State.ACKNOWLEDGED:
        return []
    if Step.TOLD not in loop.needed(policies.of(session, item.team_id), item, customer):
        return []
    return _asked(session, item, Step.TOLD, customer)


def asking(session: Session, issue: Issue, steps: Iterable[Step]) -> list[Asked]:
    """Who is asked for each of these steps that nobody owes yet, in the next message of the day."""
    about = asks.open_about(session, issue.team_id, issue.noun, issue.number)
    owed = {ask.kind for ask in about}
    customer = items.customer_of(session, issue)
    return [
        each
        for step in steps
        if step in loop.KINDS and loop.KINDS[step] not in owed
        for each in _asked(session, issue, step, customer)
    ]


def _asked(session: Session, issue: Issue, step: Step, customer: Customer | None) -> list[Asked]:
    """Whoever can do a step, asked for it; nobody where nobody is there."""
    kind, person = KINDS[loop.KINDS[step]], loop.can_do(session, issue, step, customer)
    return [Asked(kind, person, issue.department_id, kind.has_card)] if person else []
