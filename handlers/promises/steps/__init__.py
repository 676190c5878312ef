"""People close the loop of an issue here: the customer is told, it is prevented, and verified.

Each function is given the issue as `items.get` brings it: held until the commit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.chasing import policy as policies
from handlers.people import access
from handlers.promises import causes, items, lifecycle, moves, recurring
from handlers.promises.causes import CauseSaid, reading
from handlers.promises.items import loop
from handlers.promises.lifecycle import NOTHING, Asked, Changes, Move
from handlers.promises.recurring import repeats
from handlers.promises.steps import preventions
from handlers.promises.steps.kind import INFORM, KINDS
from handlers.promises.steps.preventions import ToBeDone
from handlers.speech import evidence, feelings
from handlers.speech.promise_errors import (
    FeelingOfTask,
    NotCorrectedYet,
    NothingChanged,
    NothingOwed,
    StepOfTask,
    TaskTwice,
)
from storage import asks, noes
from storage import causes as stored_causes
from storage.causes import Cause
from storage.customers import Customer
from storage.issues import Feeling, Issue, Step
from storage.items import Item, State
from storage.people import Person


@dataclass(frozen=True)
class StepDone:
    """What a step was done of, and which steps are left; none where it has ended.

    `again` are the tasks that are open again with it, as far as whoever did it may see them, and
    `chosen` is one that was there, and is to keep it from coming back. `feels` is how the customer
    feels by now, where somebody said so with it.
    """

    item: Item
    step: Step
    left: Sequence[Step]
    again: Sequence[Item] = ()
    feels: Feeling | None = None
    chosen: Item | None = None


@dataclass(frozen=True)
class SpokenWith:
    """What is written down when a customer has heard from us; all of it may be left open.

    `said` are the steps of speaking with them that were said, by name, `left_out` is what was not
    and why, and `answered` what they answered.
    """

    words: str = ""
    feels: Feeling | None = None
    said: Sequence[str] = ()
    left_out: str = ""
    answered: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        """The same as history keeps it; nothing where nobody said anything."""
        return {
            "words": self.words,
            "evidence": evidence.among(self.words),
            "said": list(self.said),
            "left_out": self.left_out,
            "answered": self.answered,
            **_felt(self.feels),
        }


def tell(
    session: Session, now: datetime, actor: Person, item: Item, spoken: SpokenWith = SpokenWith()
) -> StepDone:
    """Say that the customer has heard from us, and what; they may hear of it more than once.

    Of what was answered with a no it is that they have heard it: whoever says so, nobody is asked
    any more. Raises NothingOwed, NoteTooLong, and what `lifecycle.permit` raises.
    """
    for said in (spoken.words, spoken.left_out, spoken.answered):
        items.check_note(said)
    if isinstance(item, Issue) and items.joined_to(item):
        return _tell_owed(session, now, actor, item, moves.TOLD_JOINED, spoken)
    if not isinstance(item, Issue) or not item.live:
        return _tell_no(session, now, actor, item, spoken)
    changes = Changes(feels=spoken.feels)
    found = _do(session, now, actor, item, Step.TOLD, changes, **spoken.facts)
    return replace(found, feels=spoken.feels)


def _tell_no(
    session: Session, now: datetime, actor: Person, item: Item, spoken: SpokenWith
) -> StepDone:
    """Say that the customer has heard our no."""
    told = _tell_owed(session, now, actor, item, moves.TOLD, spoken)
    no = noes.standing(session, item.team_id, item.noun, item.number)
    if no:
        no.told_at = now
        session.add(no)
    return told


def _tell_owed(
    session: Session, now: datetime, actor: Person, item: Item, move: Move, spoken: SpokenWith
) -> StepDone:
    """Say that the customer of what has ended has heard from us, where somebody was asked to."""
    lifecycle.permit(session, actor, item, move)
    about = asks.open_about(session, item.team_id, item.noun, item.number)
    if not any(ask.kind in move.ends for ask in about):
        raise NothingOwed(ref=item.ref)
    # Of a task nobody keeps how its customer feels.
    feels = spoken.feels if isinstance(item, Issue) else None
    changes = Changes(feels=feels)
    lifecycle.make(session, now, move, item, actor, changes=changes, **spoken.facts)
    return StepDone(item, Step.TOLD, (), feels=feels)


def prevent(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    cause: str | Cause,
    words: str,
    more: CauseSaid = causes.NOTHING,
    *,
    is_sure: bool = True,
    to_do: ToBeDone | None = None,
    task: Item | None = None,
) -> StepDone:
    """Say why it happened, and what keeps it from coming back.

    Issues of which the same is said have one cause, whoever writes it how; `more` is what is said
    of that cause besides. Where nobody is sure that it is no other, words that are near to those of
    a known cause are asked about. `to_do` is who is still to do what keeps it from coming back,
    where that is not done yet, and `task` an open task of it, held, that is there for that already:
    one of both. Raises TaskTwice, NotItsTask, StepOfTask, WhyMissing, CauseTooLong, NearCause,
    HiddenCause, and what `lifecycle.permit`, `items.note_of`, `causes.add` and `giving.give` raise.
    """
    chosen = cause if isinstance(cause, Cause) else None
    said = chosen.words if chosen else causes.words_of(str(cause))
    kept = items.note_of(words)
    if not isinstance(item, Issue):
        raise StepOfTask(ref=item.ref)
    lifecycle.permit(session, actor, item, moves.PREVENTED)
    if to_do and task:
        raise TaskTwice
    if chosen:
        causes.check_seen(session, now, actor, chosen)
    elif not is_sure:
        reading.check_near(session, now, actor, said)
    known = chosen or stored_causes.named(session, now, item.team_id, said, actor.user_id)
    if more != causes.NOTHING:
        causes.add(session, now, actor, known, more)
    before = stored_causes.of(session, item)
    if to_do:
        preventions.begin(session, now, actor, item, kept, to_do)
    if task:
        preventions.choose(session, now, actor, item, task)
    found = _do(
        session, now, actor, item, Step.PREVENTED, Changes(cause=known),
        cause=said, cause_id=str(known.cause_id), words=kept,
        **repeats.counted(session, item, known),
    )  # fmt: skip
    found = replace(found, chosen=task)
    repeats.tell(session, now, actor, item, known)
    if before and before.cause_id == known.cause_id:
        return found
    again = recurring.caused(session, now, actor, item, known)
    return replace(found, again=[each for each in again if access.may_see(session, actor, each)])


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
    facts = {"words": words, **_felt(feels)}
    return replace(_do(session, now, actor, item, Step.VERIFIED, changes, **facts), feels=feels)


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
    facts = {"evidence": evidence.among(facts["words"]), **facts}
    lifecycle.make(session, now, move, item, actor, changes=changes, **facts)
    if item.state == State.CORRECTED:
        # The rules may ask for more than when it was corrected.
        customer = items.customer_of(session, item)
        lifecycle.begin_asks(session, now, item, customer, *asking(session, item, left))
    return StepDone(item, step, left)


def _felt(feels: Feeling | None) -> dict[str, Any]:
    """How the customer feels by now, as history keeps it with a step; nothing where nobody said."""
    return {"feels": str(feels)} if feels else {}


@dataclass(frozen=True)
class Felt:
    """How a customer felt when an issue was reported, or feels by now where `is_now`."""

    issue: Issue
    feeling: Feeling | None
    """None where nobody knows it any more."""
    is_now: bool


def feel(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    feeling: Feeling | None,
    *,
    is_now: bool | None = None,
) -> Felt:
    """Write down how the customer feels about an issue, which is held; None where nobody knows it.

    Where it is not said when, it is how they feel by now once it is corrected or has ended, and
    before that how they felt when it was reported. Raises FeelingOfTask, NothingChanged, and what
    `lifecycle.permit` raises.
    """
    if not isinstance(item, Issue):
        raise FeelingOfTask(ref=item.ref)
    lifecycle.permit(session, actor, item, moves.FEEL)
    if is_now is None:
        is_now = not item.is_promised
    name = "feels" if is_now else "felt"
    if feeling == (item.feels if is_now else item.felt):
        raise NothingChanged(ref=item.ref)
    changes = Changes(feels=feeling) if is_now else Changes(felt=feeling)
    if feeling is None:
        changes = Changes(unknown=frozenset({name}))
    facts: dict[str, Any] = {name: str(feeling or feelings.UNKNOWN)}
    lifecycle.make(session, now, moves.FEEL, item, actor, changes=changes, **facts)
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


@dataclass(frozen=True)
class Remaining:
    """What is left of an issue once it is changed: who is asked anew, and which asks go on."""

    left: Sequence[Step]
    asked: list[Asked]
    goes_on: Collection[str]


NOTHING_LEFT = Remaining((), [], ())


def rest_of(session: Session, issue: Issue, severity: int, customer: Customer | None) -> Remaining:
    """What is left of an issue once it is so grave, and for this customer.

    Another customer has heard nothing from us. While it is not taken nobody is asked, and while it
    is not corrected only who tells the customer.
    """
    is_anothers = issue.customer_id != (customer.customer_id if customer else None)
    needed = loop.needed(policies.of(session, issue.team_id), severity, customer)
    fails = (Step.TOLD,) if is_anothers else ()
    left = [step for step in needed if step in fails or issue.done_at(step) is None]
    about = asks.open_about(session, issue.team_id, issue.noun, issue.number)
    owed = {ask.kind for ask in about} - {loop.KINDS[step] for step in fails}
    asks_for = {State.CORRECTED: left, State.ACKNOWLEDGED: [Step.TOLD]}.get(State(issue.state), [])
    asked = [
        each
        for step in asks_for
        if step in left and step in loop.KINDS and loop.KINDS[step] not in owed
        for each in _asked(session, issue, step, customer)
    ]
    return Remaining(left, asked, owed & {loop.KINDS[step] for step in left if step in loop.KINDS})


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
