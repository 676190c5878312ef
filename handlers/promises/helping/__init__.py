"""People lend each other a hand here: help is asked for, found and given, and two of them talk.

Each function is given the promise as `items.get` brings it: held until the commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import asks, notes
from handlers.chasing import policy as policies
from handlers.chasing.ladder import URGENT
from handlers.people import access, leads, lookup
from handlers.promises import items, lifecycle, moves
from handlers.promises.helping import words
from handlers.promises.helping.kind import HELP
from handlers.promises.lifecycle import Asked
from handlers.speech import reasons
from handlers.speech.answer_errors import (
    HelperMissing,
    HelpsAlready,
    HelpsOneself,
    TalksToOneself,
)
from handlers.speech.promise_errors import NothingOwed
from storage import asks as stored_asks
from storage import audiences, history
from storage.cards import Face
from storage.items import Item
from storage.people import Person, Role

AT_ONCE = 100
"""So many things one talk is about at most; each is held while the talk is written down."""
LEADS_REST, CCOS_REST = 1, 2
"""Working days of quiet after a lead, or the CCO, says that they talk with an owner."""


BREATH = timedelta(hours=1)
"""So long after somebody was asked whether they found a way, severity 1 goes on."""


@dataclass(frozen=True)
class Helped:
    """A promise that needs a pair of hands, and those who are asked for one."""

    item: Item
    helpers: tuple[Person, ...]


@dataclass(frozen=True)
class Joined:
    """A promise with which somebody helps."""

    item: Item


@dataclass(frozen=True)
class Found:
    """A promise for which somebody was found who may help: they are asked now."""

    item: Item
    helper: Person


@dataclass(frozen=True)
class Talking:
    """A promise about which somebody talks with its owner; Duly is quiet until then (UTC)."""

    item: Item
    until: datetime


@dataclass(frozen=True)
class TalkingOfMany:
    """Promises about which somebody talks with one person; Duly is quiet until then (UTC)."""

    items: tuple[Item, ...]
    partner: Person | None
    until: datetime | None


def ask(
    session: Session, now: datetime, actor: Person, item: Item, what: str, thought_of: str = ""
) -> Helped:
    """Ask the lead, the deputy and whoever was thought of for a pair of hands.

    `thought_of` is a person in words, or nobody. Raises what `lifecycle.permit` raises, WhyMissing,
    and what `lookup.person` and `access.check_works_here` raise.
    """
    lifecycle.permit(session, actor, item, moves.HELP)
    reasons.check(what)
    helpers = _helpers(session, actor, item, thought_of)
    asked = _asked(session, item, helpers)
    lifecycle.make(session, now, moves.HELP, item, actor, asked=asked, reason=what)
    for helper in helpers:
        items.show_person(session, now, item, Face.HELPER, helper)
    return Helped(item, helpers)


def who_is_asked(session: Session, actor: Person, item: Item) -> tuple[Person, ...]:
    """Who would be asked for a pair of hands, whoever is thought of besides."""
    return _helpers(session, actor, item, "")


def join(session: Session, now: datetime, actor: Person, item: Item) -> Joined:
    """Help with a promise; whoever else was asked need not any more, and its owner hears so.

    Raises what `lifecycle.permit` raises, HelpsOneself and HelpsAlready.
    """
    lifecycle.permit(session, actor, item, moves.JOIN)
    if actor.user_id == item.owner_id:
        raise HelpsOneself(ref=item.ref)
    place = (item.team_id, item.noun, item.number)
    joined = history.latest(session, *place, moves.JOIN.verb)
    asked_since = history.latest(session, *place, moves.HELP.verb)
    is_later = asked_since is None or (joined and joined.event_id > asked_since.event_id)
    if joined and joined.actor == actor.user_id and is_later:
        raise HelpsAlready(ref=item.ref)
    # Who helps sees what they help with, also when nobody asks them any more.
    audiences.add(session, *place, actor.user_id)
    lifecycle.make(session, now, moves.JOIN, item, actor)
    return Joined(item)


def find(session: Session, now: datetime, actor: Person, item: Item, who: str) -> Found:
    """Pass the question on to somebody who may help, in words or as a mention.

    Raises what `lifecycle.permit` raises, NothingOwed, HelperMissing, HelpsOneself, and what
    `lookup.person` and `access.check_works_here` raise.
    """
    lifecycle.permit(session, actor, item, moves.FIND)
    if not _wanted(session, item):
        raise NothingOwed(ref=item.ref)
    if not who.strip():
        raise HelperMissing
    helper = lookup.person(session, item.team_id, who)
    access.check_works_here(helper)
    if helper.user_id == item.owner_id:
        raise HelpsOneself(ref=item.ref)
    asked = _asked(session, item, (helper,))
    lifecycle.make(session, now, moves.FIND, item, actor, asked=asked, to=helper.user_id)
    items.show_person(session, now, item, Face.HELPER, helper)
    return Found(item, helper)


def talk(session: Session, now: datetime, actor: Person, item: Item) -> Talking:
    """Say that one talks with its owner: they read so, and nobody is reminded meanwhile.

    Then whoever said so is asked whether the two found a way. Said again meanwhile, it changes
    nothing. Raises what `lifecycle.permit` raises, and TalksToOneself.
    """
    lifecycle.permit(session, actor, item, moves.TALK)
    owner = items.owner_of(session, item)
    partner = items.asked_of(session, item, owner) if owner else None
    if partner and partner.user_id == actor.user_id:
        raise TalksToOneself(ref=item.ref)
    known = _talks_until(session, now, actor, item)
    if known:
        return Talking(item, known)
    until = _talk(session, now, actor, item)
    _invite(session, now, actor, partner, [item])
    return Talking(item, until)


def talk_about(
    session: Session, now: datetime, actor: Person, partner: Person | None, things: Sequence[Item]
) -> TalkingOfMany:
    """Say that one talks with somebody about many promises: they read so in one message.

    Of those that have ended only the questions rest. Whoever has
    read so already reads it once. Raises what `access.check` raises.
    """
    for item in things:
        access.check(session, actor, access.TALK, item)
    known = {item.ref: _talks_until(session, now, actor, item) for item in things}
    new = [item for item in things if known[item.ref] is None]
    moments = [each for each in known.values() if each]
    moments += [_talk(session, now, actor, item) for item in new]
    _invite(session, now, actor, partner, new)
    return TalkingOfMany(tuple(things), partner, max(moments, default=None))


def _talk(session: Session, now: datetime, actor: Person, item: Item) -> datetime:
    """Let everything that is asked about it rest, and the talk stand in its story; until when."""
    calendar, is_urgent = calendars.for_person(session, actor), item.severity == URGENT
    # Of severity 1 nobody is quiet for longer than a day.
    days = CCOS_REST if actor.role == Role.CCO and not is_urgent else LEADS_REST
    at = policies.of(session, item.team_id).bundle_at
    day = hours.shift_days(calendar, hours.local_day(calendar, now), days)
    until = hours.at_local(calendar, day, at)
    next_day = hours.at_local(calendar, hours.shift_days(calendar, day, 1), at)
    for each in stored_asks.open_about(session, item.team_id, item.noun, item.number):
        rests = max(until, each.snoozed_until or until)
        after = rests + BREATH if is_urgent else max(next_day, rests)
        asks.rest_while_they_talk(session, each, actor, rests, after)
    if item.live:
        lifecycle.make(session, now, moves.TALK, item, actor, until=until)
    return until


def _talks_until(session: Session, now: datetime, actor: Person, item: Item) -> datetime | None:
    """Until when (UTC) somebody has said that they talk about it; None where they do not now."""
    if not item.live:
        return _rests_until(session, now, item)
    said = history.latest(session, item.team_id, item.noun, item.number, moves.TALK.verb)
    if said is None or said.actor != actor.user_id:
        return None
    until = datetime.fromisoformat(str(said.details["until"]))
    return until if until > now else None


def _rests_until(session: Session, now: datetime, item: Item) -> datetime | None:
    """Until when (UTC) all that is asked about what has ended rests; its story tells no talk."""
    about = stored_asks.open_about(session, item.team_id, item.noun, item.number)
    rests = [ask.snoozed_until for ask in about if ask.snoozed_until and ask.snoozed_until > now]
    return min(rests) if rests and len(rests) == len(about) else None


def _invite(
    session: Session,
    now: datetime,
    actor: Person,
    partner: Person | None,
    things: Sequence[Item],
) -> None:
    """Whoever is to be talked with reads about what, as far as they may see it."""
    if partner is None or partner.gone or partner.user_id == actor.user_id:
        return
    refs = [item.ref for item in things if access.may_see(session, partner, item)]
    if refs:
        notes.send(session, now, partner, words.invitation(actor.user_id, refs))


def _helpers(session: Session, actor: Person, item: Item, thought_of: str) -> tuple[Person, ...]:
    """Who leads the department, who stands in, and whom they thought of, each once.

    Nobody is their own help. What is private is for those who may see it, and whom they thought
    of.
    """
    department = items.department_of(session, item)
    owner = items.owner_of(session, item) or actor
    around = [leads.there_for(session, department), leads.deputy_of(session, owner, department)]
    found = [each for each in around if each and access.may_see(session, each, item)]
    if thought_of.strip():
        person = lookup.person(session, item.team_id, thought_of)
        access.check_works_here(person)
        found.append(person)
    nobody = {actor.user_id, item.owner_id}
    others = {each.user_id: each for each in found if each and each.user_id not in nobody}
    return tuple(others.values())


def _asked(session: Session, item: Item, helpers: tuple[Person, ...]) -> list[Asked]:
    """An ask for each of them who is not asked already."""
    waiting = {ask.person_id for ask in _wanted(session, item)}
    return [
        Asked(HELP, each, item.department_id) for each in helpers if each.user_id not in waiting
    ]


def _wanted(session: Session, item: Item) -> list[stored_asks.Ask]:
    about = stored_asks.open_about(session, item.team_id, item.noun, item.number)
    return [ask for ask in about if ask.kind == HELP.name]
