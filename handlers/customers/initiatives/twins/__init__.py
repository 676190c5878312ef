"""The owners of two initiatives that look alike say whether they are the same thing.

Both say so before the executives read of it, and nothing is joined before those have decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import policy as policies
from handlers.customers import changes
from handlers.customers.initiatives.twins import alike, moves, proposals, words
from handlers.customers.initiatives.twins.kind import TWIN
from handlers.executives.decisions import deciding
from handlers.people import access
from handlers.promises import items, lifecycle
from handlers.promises.lifecycle import Asked, Move
from handlers.speech import cleaning, phrases, reasons
from handlers.speech.errors import StaleForm
from handlers.speech.initiative_errors import (
    DecidedTooSoon,
    DeciderMissing,
    NotAskedForTwin,
    PooledMissing,
    PooledOwnerMissing,
    TalkedAlready,
    TwinEnded,
)
from storage import asks, twins
from storage.decisions import Decision
from storage.people import Person
from storage.twins import Twin, TwinState

TALK_FOR = "5 bd"
"""So long two may talk before they are asked again."""


@dataclass(frozen=True)
class PooledSaid:
    """What one initiative instead of two would be, who could own it, who decides, by which day."""

    pooled: str
    owner: Person | None
    decider: Person | None
    by: date | None


def same(
    session: Session, now: datetime, actor: Person, ref: str, said: PooledSaid
) -> tuple[Twin, Decision | None]:
    """Say that two are the same thing, and what one of them would be.

    Once both owners say so, or the CCO does, the executives are asked: that decision, else None.
    Raises PooledMissing, PooledOwnerMissing, DeciderMissing, DecidedTooSoon, TitleTooLong,
    NoDecider, NoExecutiveChannel, and what `named`, `access.check_owner` and `deciding.fit` raise.
    """
    twin = named(session, actor, ref, moves.SAME)
    wanted = _pooled(now, actor, said)
    others = [
        ask
        for ask in asks.open_about(session, twin.team_id, twin.noun, twin.number)
        if ask.person_id != actor.user_id
    ]
    is_theirs = _is_asked(session, twin, actor)
    if others and is_theirs and twin.same_by in (None, actor.user_id):
        wanted["same_by"] = twin.same_by or actor.user_id
        told = changes.change(twin, wanted)
        lifecycle.make(session, now, moves.SAME, twin, actor, before=told.before, after=told.after)
        return twin, None
    wanted["same_by"] = twin.same_by or actor.user_id
    told = changes.change(twin, wanted)
    pair = alike.read(session, twin)
    if pair is None or said.decider is None or said.by is None:
        raise StaleForm
    decision = proposals.propose(session, now, actor, pair, said.decider, said.by)
    twin.decision = decision.number
    lifecycle.make(
        session, now, moves.PROPOSE, twin, actor,
        before={**told.before, "decision": None},
        after={**told.after, "decision": decision.number},
        decision=decision.ref,
    )  # fmt: skip
    return twin, decision


def differ(session: Session, now: datetime, actor: Person, ref: str, reason: str) -> Twin:
    """Say that two are different, with a reason: that ends it for this pair.

    Raises WhyMissing, NoteTooLong, and what `named` raises.
    """
    twin = named(session, actor, ref, moves.DIFFER)
    reasons.check(reason)
    items.check_note(reason)
    told = changes.change(twin, {"why": reason.strip(), "why_by": actor.user_id})
    lifecycle.make(session, now, moves.DIFFER, twin, actor, before=told.before, after=told.after)
    return twin


def talk(session: Session, now: datetime, actor: Person, ref: str) -> datetime:
    """Talk with the other owner first: once, five working days; until when (UTC) that is.

    Raises NotAskedForTwin, TalkedAlready, and what `named` raises.
    """
    twin = named(session, actor, ref, moves.TALK)
    if not _is_asked(session, twin, actor):
        raise NotAskedForTwin(ref=twin.ref)
    if actor.user_id in twin.talks:
        raise TalkedAlready(ref=twin.ref)
    calendar = calendars.for_person(session, actor)
    until = policies.after(calendar, now, TALK_FOR)
    owed = asks.open_about(session, twin.team_id, twin.noun, twin.number)
    until = max([until, *(ask.due_at for ask in owed if ask.person_id == actor.user_id)])
    told = changes.change(twin, {"talks": [*twin.talks, actor.user_id]})
    again = Asked(TWIN, actor, actor.department_id, announced=True, by=until)
    lifecycle.make(
        session, now, moves.TALK, twin, actor, asked=[again], before=told.before, after=told.after
    )
    return until


def named(session: Session, actor: Person, ref: str, *which: Move) -> Twin:
    """The pair that somebody names, held until the commit, if a move of it is theirs to make.

    Raises StaleForm for what names none, NoSuchNumber, TwinEnded where it stands otherwise, and
    what `access.check` raises.
    """
    access.check(session, actor, access.READ)
    said = phrases.reference(ref)
    if said is None or said.letter != Twin.letter:
        raise StaleForm
    twin = twins.find(session, actor.team_id, said.number, lock=True)
    if twin is None:
        raise items.unknown(session, actor.team_id, Twin, said.number)
    for right in dict.fromkeys(each.right for each in which if each.right):
        access.check(session, actor, right, twin)
    if which and not any(twin.state in each.start for each in which):
        raise TwinEnded(ref=twin.ref, how=words.STATES[TwinState(twin.state)])
    return twin


def may_answer(session: Session, person: Person, twin: Twin) -> bool:
    """Whether somebody says whether they are the same thing."""
    return lifecycle.may(session, person, twin, moves.DIFFER)


def _is_asked(session: Session, twin: Twin, person: Person) -> bool:
    about = asks.open_about(session, twin.team_id, twin.noun, twin.number)
    return any(ask.person_id == person.user_id for ask in about)


def _pooled(now: datetime, actor: Person, said: PooledSaid) -> dict[str, Any]:
    pooled = phrases.one_line(said.pooled)
    if cleaning.says_nothing(pooled):
        raise PooledMissing
    items.check_title(pooled)
    if said.owner is None:
        raise PooledOwnerMissing
    access.check_owner(said.owner)
    if said.decider is None:
        raise DeciderMissing
    deciding.fit(said.decider)
    if said.by is None or said.by <= hours.day_of(now, actor.zone):
        raise DecidedTooSoon
    return {
        "pooled": pooled,
        "pooled_owner_id": said.owner.user_id,
        "decider_id": said.decider.user_id,
        "decide_on": said.by,
    }
