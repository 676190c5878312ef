"""Why issues happen: of what sort that is, who could have prevented it, and who decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from handlers.chasing import faces
from handlers.people import access, records
from handlers.promises import recurring
from handlers.speech import cleaning, phrases, reasons
from handlers.speech.errors import StaleForm
from handlers.speech.lengths import units
from handlers.speech.promise_errors import (
    CauseToItself,
    CauseTooLong,
    HiddenCause,
    KnownAlias,
    KnownCause,
    NotJoined,
    UnclearCause,
    UnknownCause,
)
from storage import causes, departments, people, workspaces
from storage.causes import Cause, CauseKind
from storage.departments import Department
from storage.issues import Issue
from storage.items import Item
from storage.people import Person

MOST_OF_CAUSE = 300
"""Units of the words by which a cause is known, as `lengths.units` counts them."""
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


# --- read ---


def get(session: Session, team_id: str, words: str) -> Cause:
    """The cause that words name: by its number, or by the words by which it is known.

    Where that was joined to another it is the other. Raises UnclearCause for no words, and
    UnknownCause.
    """
    said = " ".join(cleaning.clean(words).split())
    if not said:
        raise UnclearCause
    named = phrases.reference(said)
    if named and named.letter in ("", Cause.letter):
        found = causes.numbered(session, team_id, named.number)
    else:
        found = causes.called(session, team_id, said)
    found = causes.whole(session, found)
    if found is None:
        raise UnknownCause(words=said[:_SHOWN])
    return found


def seen(
    session: Session, now: datetime, reader: Person, cause: Cause
) -> tuple[list[Issue], list[Issue]]:
    """The newest issues of a cause, newest first, and those of them that somebody may see."""
    found = causes.issues_of(session, cause, causes.EVER, now)[::-1]
    return found, [each for each in found if access.may_see(session, reader, each)]


def check_seen(session: Session, now: datetime, reader: Person, cause: Cause) -> None:
    """Raises HiddenCause where somebody may see none of its issues."""
    found, shown = seen(session, now, reader, cause)
    if found and not shown:
        raise HiddenCause(ref=cause.ref)


def carried(session: Session, team_id: str, ref: str) -> Cause | None:
    """The cause of a number as a button carries it, like C-3, or that to which it was joined."""
    named = phrases.reference(ref)
    if named is None or named.letter != Cause.letter:
        return None
    return causes.whole(session, causes.numbered(session, team_id, named.number))


def hold(session: Session, team_id: str, ref: str) -> Cause | None:
    """The cause of a number itself, joined or not, held until the commit."""
    named = phrases.reference(ref)
    if named is None or named.letter != Cause.letter:
        return None
    return causes.numbered(session, team_id, named.number, lock=True)


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

    The cause is held. Raises StaleForm where it was joined to another, HiddenCause, WhyMissing,
    CauseTooLong, KnownCause where another is known by these words, KnownAlias where that was joined
    to this one, and what `check_may_change` and `access.check_works_here` raise.
    """
    check_may_change(session, actor, cause)
    check_seen(session, now, actor, cause)
    if cause.joined_to:
        raise StaleForm
    named = words_of(words)
    causes.hold_names(session, cause.team_id)
    other = causes.called(session, cause.team_id, named)
    if other and other.joined_to == cause.cause_id:
        raise KnownAlias(ref=cause.ref, other=other.ref)
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
    show(session, now, cause)
    return True


def show(session: Session, now: datetime, cause: Cause) -> None:
    """Bring the cards of its issues up to date."""
    for issue in causes.issues_of(session, cause, now - SHOWN_AGAIN, now):
        faces.refresh(session, now, issue.team_id, issue.noun, issue.number)


# --- two that are one ---


@dataclass(frozen=True)
class OneCause:
    """The cause to which another was joined, or from which it was taken apart.

    `again` are the tasks that are open as one is the other, as far as somebody may see them.
    """

    into: Cause
    again: Sequence[Item] = ()


def join(session: Session, now: datetime, actor: Person, cause: Cause, into: Cause) -> OneCause:
    """Join a cause to another: it goes on as one more name of that, and its issues are that one's.

    What was joined to it goes along. What follows is what would have followed had it been said of
    each issue in its time: what did not hold is open again, and the leads hear of it. Raises
    CauseToItself, HiddenCause for either of them, and what `check_may_change` raises.
    """
    workspaces.hold(session, cause.team_id)
    for each in (cause, into):
        session.refresh(each)
    cause, into = (causes.whole(session, each) or each for each in (cause, into))
    for each in (cause, into):
        check_may_change(session, actor, each)
        check_seen(session, now, actor, each)
    if cause.cause_id == into.cause_id:
        raise CauseToItself(ref=cause.ref)
    ours, theirs = (causes.issues_of(session, each, causes.EVER, now) for each in (cause, into))
    for each in (cause, *causes.joined(session, cause)):
        _point(session, now, actor, each, into.cause_id)
    again = recurring.joined(session, now, actor, into, ours, theirs)
    show(session, now, into)
    return OneCause(into, [each for each in again if access.may_see(session, actor, each)])


def part(session: Session, now: datetime, actor: Person, cause: Cause) -> OneCause:
    """Take a cause apart again from the one to which it was joined: its issues are its own again.

    What is open again as it was joined stays so, as somebody may be at it. Raises NotJoined,
    HiddenCause, and what `check_may_change` raises.
    """
    workspaces.hold(session, cause.team_id)
    session.refresh(cause)
    into = causes.whole(session, cause)
    if cause.joined_to is None or into is None:
        raise NotJoined(ref=cause.ref)
    check_may_change(session, actor, into)
    check_seen(session, now, actor, into)
    _point(session, now, actor, cause, None)
    for each in (cause, into):
        show(session, now, each)
    ours, theirs = (causes.issues_of(session, each, causes.EVER, now) for each in (cause, into))
    still = [
        *recurring.opened_by(session, ours, theirs),
        *recurring.opened_by(session, theirs, ours),
    ]
    return OneCause(into, [each for each in still if access.may_see(session, actor, each)])


def _point(
    session: Session, now: datetime, actor: Person, cause: Cause, joined_to: UUID | None
) -> None:
    before = records.facts_of(cause)
    cause.joined_to = joined_to
    session.add(cause)
    session.flush()
    records.changed(session, now, actor.user_id, cause, before)
