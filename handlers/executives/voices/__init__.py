"""Executives tell here of conversations with customers: one line each, asked for once a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from handlers.calendar import hours
from handlers.executives.voices import moves, rules, words
from handlers.people import access
from handlers.promises import items, lifecycle
from handlers.speech import blocks, cleaning, phrases
from handlers.speech.errors import StaleForm
from handlers.speech.voice_errors import (
    DayLongGone,
    DayToCome,
    LineTooLong,
    NothingLearned,
    NotYourVoice,
    ToldAlready,
    VoiceEnded,
    VoiceNotTold,
    WithoutCustomer,
)
from storage import counters, people, voices
from storage.audiences import Audience
from storage.customers import Customer
from storage.people import Person, Role
from storage.voices import Voice, VoiceState

LONGEST, WHO = 300, 80
"""Characters of what was learned, and of who spoke there."""


@dataclass(frozen=True)
class HeardLine:
    """What somebody tells of a conversation: with whom, on which local day, and what they learned.

    `on` is None for today, by their clock. With PRIVATE it is counted, and nobody else reads it.
    """

    customer: Customer | None
    line: str
    who: str = ""
    on: date | None = None
    audience: Audience = Audience.DEPARTMENT


def tell(session: Session, now: datetime, actor: Person, said: HeardLine, ref: str = "") -> Voice:
    """Keep what somebody heard from a customer, as the answer to what they are asked, if anything.

    `ref` names what a form was opened for; without it, what they are asked this month is answered
    by it. Raises WithoutCustomer, NothingLearned, LineTooLong, DayToCome, DayLongGone, ToldAlready,
    what `named` raises, VoiceEnded, and what `access.check` raises.
    """
    access.check(session, actor, access.HEAR_CUSTOMERS)
    heard = _checked(session, now, actor, said)
    if ref:
        asked: Voice | None = named(session, actor, ref)
        if asked and asked.state != VoiceState.OPEN:
            raise VoiceEnded(ref=asked.ref)
    else:
        known = voices.open_of(session, actor.team_id, actor.user_id)
        asked = voices.find(session, actor.team_id, known.number, lock=True) if known else None
    if asked is not None and asked.state == VoiceState.OPEN:
        _fill(asked, heard, now)
        lifecycle.make(session, now, moves.ANSWER, asked, actor, **_facts(asked))
        return asked
    on = heard["heard_on"]
    month = rules.month_of(on)
    new = Voice(
        team_id=actor.team_id,
        number=counters.next_number(session, actor.team_id, Voice.noun),
        title=words.TITLE.format(month=rules.name_of(month)),
        to_id=actor.user_id,
        month=month,
        created_at=now,
    )
    _fill(new, heard, now)
    lifecycle.begin(session, now, moves.TELL, new, actor, **_facts(new))
    return new


def pass_by(session: Session, now: datetime, actor: Person, ref: str, reason: str = "") -> Voice:
    """Not this month, for a reason or none.

    Raises VoiceEnded, LineTooLong, and what `named` raises.
    """
    voice = named(session, actor, ref)
    if voice.state != VoiceState.OPEN:
        raise VoiceEnded(ref=voice.ref)
    _check_length(reason)
    voice.reason = reason
    lifecycle.make(session, now, moves.PASS, voice, actor, because=reason)
    return voice


def correct(session: Session, now: datetime, actor: Person, ref: str, said: HeardLine) -> Voice:
    """Say something else of a conversation that was told; as it was, where nothing differs.

    Raises VoiceNotTold, and what `tell` raises.
    """
    voice = named(session, actor, ref)
    if voice.state != VoiceState.TOLD:
        raise VoiceNotTold(ref=voice.ref)
    heard, stood = _checked(session, now, actor, said, but=voice), told_of(voice)
    _set(voice, heard)
    stands = told_of(voice)
    different = [name for name in stands if stands[name] != stood[name]]
    if different:
        lifecycle.make(
            session, now, moves.CORRECT, voice, actor,
            before={name: stood[name] for name in different},
            after={name: stands[name] for name in different},
        )  # fmt: skip
    return voice


def named(session: Session, actor: Person, ref: str) -> Voice:
    """The voice that somebody names and that is theirs, held until the commit.

    Raises StaleForm for what names none, NoSuchNumber, NotYourVoice, and what `access.check`
    raises.
    """
    access.check(session, actor, access.HEAR_CUSTOMERS)
    said = phrases.reference(ref)
    if said is None or said.letter != Voice.letter:
        raise StaleForm
    voice = voices.find(session, actor.team_id, said.number, lock=True)
    if voice is None:
        raise items.unknown(session, actor.team_id, Voice, said.number)
    if voice.to_id != actor.user_id:
        whose = people.find(session, actor.team_id, voice.to_id)
        raise NotYourVoice(ref=voice.ref, name=whose.name if whose else "somebody else")
    return voice


def may_read(session: Session, reader: Person, voice: Voice) -> bool:
    """Whether somebody may read what was told.

    That is whoever told it, the CCO and, where it is not private, the executives.
    """
    if not access.may(session, reader, access.HEAR_CUSTOMERS):
        return False
    if voice.to_id == reader.user_id or reader.role == Role.CCO:
        return True
    return voice.state == VoiceState.TOLD and not voice.is_private


def told_of(voice: Voice) -> dict[str, Any]:
    """What was said in it, by column, as history keeps it."""
    return {
        "customer_id": str(voice.customer_id) if voice.customer_id else None,
        "who": voice.who,
        "line": voice.line,
        "heard_on": voice.heard_on.isoformat() if voice.heard_on else None,
        "audience": str(voice.audience),
    }


def _facts(voice: Voice) -> dict[str, Any]:
    return {"to": voice.to_id, "month": voice.month, "heard": told_of(voice)}


def _fill(voice: Voice, heard: dict[str, Any], now: datetime) -> None:
    _set(voice, heard)
    voice.told_at = now


def _set(voice: Voice, heard: dict[str, Any]) -> None:
    for name, value in heard.items():
        setattr(voice, name, value)


def _checked(
    session: Session, now: datetime, actor: Person, said: HeardLine, but: Voice | None = None
) -> dict[str, Any]:
    """What is said of a conversation, by column; `but` is what it takes the place of."""
    if said.customer is None:
        raise WithoutCustomer
    if cleaning.says_nothing(said.line):
        raise NothingLearned
    _check_length(said.line)
    if len(said.who) > WHO:
        raise LineTooLong(length=str(len(said.who)), most=str(WHO))
    today = hours.day_of(now, actor.zone)
    on = said.on or today
    if on > today:
        raise DayToCome
    if on < today - rules.EARLIEST:
        raise DayLongGone(days=str(rules.EARLIEST.days))
    _check_new(session, actor, said, on, but)
    return {
        "customer_id": said.customer.customer_id,
        "who": said.who,
        "line": said.line,
        "heard_on": on,
        "audience": said.audience,
    }


def _check_new(
    session: Session, actor: Person, said: HeardLine, on: date, but: Voice | None
) -> None:
    """Raises ToldAlready for the same words about the same customer and day."""
    for each in voices.told_by(session, actor.team_id, actor.user_id, on):
        is_same = each.customer_id == (said.customer.customer_id if said.customer else None)
        if each is not but and is_same and _bare(each.line) == _bare(said.line):
            raise ToldAlready(ref=each.ref)


def _bare(line: str) -> str:
    return blocks.clip(line, LONGEST).casefold().strip(" .!")


def _check_length(line: str) -> None:
    if len(line) > LONGEST:
        raise LineTooLong(length=str(len(line)), most=str(LONGEST))
