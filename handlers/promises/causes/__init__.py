"""Why issues happen: of what sort that is, who could have prevented it, and who decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from handlers.chasing import faces
from handlers.people import access, records
from handlers.promises.items.view import decider_of
from handlers.speech import cleaning, phrases, reasons
from handlers.speech.lengths import units
from handlers.speech.promise_errors import (
    CauseTooLong,
    HiddenCause,
    KnownCause,
    UnclearCause,
    UnknownCause,
)
from storage import causes, departments, history, people, workspaces
from storage.causes import Cause, CauseKind
from storage.departments import Department
from storage.history import Event
from storage.issues import Issue
from storage.people import Person

MOST_OF_CAUSE = 300
"""Units of the words by which a cause is known, as `lengths.units` counts them."""
PREVENTED = "prevented"
"""The verb with which people say what keeps an issue from coming back."""
EVER = datetime(1970, 1, 1, tzinfo=UTC)
SHOWN_AGAIN = timedelta(days=365)
"""Cards of issues that were reported within this are brought up to date."""
_SHOWN = 60


@dataclass(frozen=True)
class CauseSaid:
    """What is said of a cause beside its words; each may be left open.

    `department` is the one that could have prevented it, `decider` who decides about it and has the
    budget to remove it.
    """

    kind: CauseKind | None = None
    department: Department | None = None
    decider: Person | None = None


NOTHING = CauseSaid()


@dataclass(frozen=True)
class Prevention:
    """What somebody said that keeps an issue from coming back."""

    issue: Issue
    event: Event


@dataclass(frozen=True)
class CausePage:
    """All that somebody reads of a cause: its newest issues, those that they may see.

    `recent` issues were reported within 90 days, and of all that are looked at `hidden` are not for
    the reader. `decider` has left where they are `gone`.
    """

    cause: Cause
    department: Department | None
    decider: Person | None
    is_gone: bool
    issues: Sequence[Issue]
    recent: int
    hidden: int
    prevention: Prevention | None
    may_change: bool


# --- read ---


def read(session: Session, now: datetime, actor: Person, cause: Cause) -> CausePage:
    """The page of a cause, its newest issues first.

    Raises HiddenCause where the reader may see none of its issues, and what `access.check` raises.
    """
    access.check(session, actor, access.READ)
    found = causes.issues_of(session, cause.team_id, cause.cause_id, EVER, now)
    seen = [each for each in reversed(found) if access.may_see(session, actor, each)]
    if found and not seen:
        raise HiddenCause(ref=cause.ref)
    decider = decider_of(session, cause)
    return CausePage(
        cause,
        departments.find(session, cause.team_id, cause.department_id),
        decider,
        is_gone=cause.decider_id is not None and decider is None,
        issues=seen,
        recent=sum(each.created_at >= now - causes.REPEAT for each in found),
        hidden=len(found) - len(seen),
        prevention=prevention_of(session, seen),
        may_change=may_change(session, actor, cause),
    )


def prevention_of(session: Session, found: Sequence[Issue]) -> Prevention | None:
    """What was said last of what prevents these issues, the newest of which come first."""
    prevented = [each for each in found if each.prevented_at]
    newest = max(prevented, key=lambda each: (each.prevented_at, each.number), default=None)
    if newest is None:
        return None
    event = history.latest(session, newest.team_id, newest.noun, newest.number, PREVENTED)
    return Prevention(newest, event) if event else None


def get(session: Session, team_id: str, words: str, *, lock: bool = False) -> Cause:
    """The cause that words name: by its number, or by the words by which it is known.

    Raises UnclearCause for no words, and UnknownCause.
    """
    said = " ".join(cleaning.clean(words).split())
    if not said:
        raise UnclearCause
    named = phrases.reference(said)
    if named and named.letter in ("", Cause.letter):
        found = causes.numbered(session, team_id, named.number, lock=lock)
    else:
        found = causes.called(session, team_id, said)
    if found is None:
        raise UnknownCause(words=said[:_SHOWN])
    return found


def carried(session: Session, team_id: str, ref: str, *, lock: bool = False) -> Cause | None:
    """The cause of a number as a button carries it, like C-3; None where it is none."""
    named = phrases.reference(ref)
    if named is None or named.letter != Cause.letter:
        return None
    return causes.numbered(session, team_id, named.number, lock=lock)


# --- change ---


def may_change(session: Session, actor: Person, cause: Cause) -> bool:
    """Whether somebody may say more of a cause: leads, the CCO, and who has an issue of it."""
    if access.may(session, actor, access.CHANGE_CAUSE):
        return True
    is_open = access.CHANGE_CAUSE.is_open_to(actor)
    return is_open and causes.is_owner(session, cause, actor.user_id)


def check_may_change(session: Session, actor: Person, cause: Cause) -> None:
    """Raises what `access.check` raises where somebody may not say more of a cause."""
    if not may_change(session, actor, cause):
        access.refuse(session, actor, access.CHANGE_CAUSE)


def stands(session: Session, cause: Cause) -> CauseSaid:
    """What is known of a cause so far."""
    return CauseSaid(
        CauseKind(cause.kind) if cause.kind else None,
        departments.find(session, cause.team_id, cause.department_id),
        people.find(session, cause.team_id, cause.decider_id) if cause.decider_id else None,
    )


def change(
    session: Session, now: datetime, actor: Person, cause: Cause, words: str, said: CauseSaid
) -> bool:
    """Say in other words what a cause is, and all that is known of it; False where it is the same.

    The cause is held. Raises HiddenCause, WhyMissing, CauseTooLong, KnownCause where another is
    known by these words, and what `check_may_change` and `access.check_works_here` raise.
    """
    check_may_change(session, actor, cause)
    read(session, now, actor, cause)
    # Of two who give two causes one name at once, one is first.
    workspaces.hold(session, cause.team_id)
    named = words_of(words)
    other = causes.called(session, cause.team_id, named)
    if other and other.cause_id != cause.cause_id:
        raise KnownCause(ref=cause.ref, other=other.ref, words=other.words)
    return _keep(session, now, actor, cause, named, said)


def add(session: Session, now: datetime, actor: Person, cause: Cause, said: CauseSaid) -> bool:
    """Say more of a cause while saying that an issue has it: what is left open stays as it is.

    Raises what `access.check_works_here` raises.
    """
    is_now = stands(session, cause)
    new = replace(
        is_now,
        kind=said.kind or is_now.kind,
        department=said.department or is_now.department,
        decider=said.decider or is_now.decider,
    )
    return _keep(session, now, actor, cause, cause.words, new)


def words_of(words: str) -> str:
    """What is kept of words that name a cause. Raises WhyMissing and CauseTooLong."""
    said = " ".join(cleaning.clean(words).split())
    reasons.check(said)
    length = units(said)
    if length > MOST_OF_CAUSE:
        raise CauseTooLong(length=f"{length:,}", most=str(MOST_OF_CAUSE))
    return said


def _keep(
    session: Session, now: datetime, actor: Person, cause: Cause, words: str, said: CauseSaid
) -> bool:
    """Write down what is different, and bring the cards of its issues up to date."""
    before = records.facts_of(cause)
    decider_id = said.decider.user_id if said.decider else None
    if said.decider and decider_id != cause.decider_id:
        access.check_works_here(said.decider)
    cause.words, cause.key = words, causes.key_of(words)
    cause.kind = said.kind
    cause.department_id = said.department.department_id if said.department else None
    cause.decider_id = decider_id
    session.add(cause)
    session.flush()
    if not records.changed(session, now, actor.user_id, cause, before):
        return False
    for issue in causes.issues_of(session, cause.team_id, cause.cause_id, now - SHOWN_AGAIN, now):
        faces.refresh(session, now, issue.team_id, issue.noun, issue.number)
    return True
