"""What executives heard comes in from a file as it was: nobody is asked for what is over."""

from __future__ import annotations

import re
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.executives.voices import LONGEST, WHO, moves, rules, told_of, words
from handlers.executives.voices.kind import HEAR
from handlers.promises import lifecycle
from handlers.promises.lifecycle import Asked
from handlers.speech import cleaning
from handlers.speech.voice_errors import (
    AskedForAnother,
    DayToCome,
    LineTooLong,
    NoMonth,
    NothingLearned,
    WithoutCustomer,
)
from storage import counters, voices
from storage.people import Person, Role
from storage.voices import Voice, VoiceState

_MONTH = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])")


def check(session: Session, now: datetime, voice: Voice, person: Person) -> None:
    """Refuse a voice in the making that could never have been told or asked for.

    Raises NoMonth, LineTooLong, DayToCome; of one that was told WithoutCustomer and NothingLearned;
    and of one that is asked for AskedForAnother where its person is asked for another.
    """
    if not _MONTH.fullmatch(voice.month):
        raise NoMonth
    for said, most in ((voice.line, LONGEST), (voice.reason, LONGEST), (voice.who, WHO)):
        if len(said) > most:
            raise LineTooLong(length=f"{len(said):,}", most=str(most))
    today = hours.day_of(now, person.zone)
    if (voice.heard_on and voice.heard_on > today) or voice.month > rules.month_of(today):
        raise DayToCome
    if voice.state in (VoiceState.TOLD, VoiceState.TAKEN_BACK):
        if voice.customer_id is None:
            raise WithoutCustomer
        if cleaning.says_nothing(voice.line):
            raise NothingLearned
    known = voices.open_of(session, voice.team_id, voice.to_id)
    if _is_wanted(now, voice, person) and known:
        raise AskedForAnother(ref=known.ref)


def begin(session: Session, now: datetime, voice: Voice, person: Person) -> Voice:
    """Let a voice in the making, which `check` has let pass, be one of ours.

    Whoever is asked for one of this month is asked; of an earlier month it has lapsed.
    """
    voice.number = counters.next_number(session, voice.team_id, Voice.noun)
    voice.title = words.TITLE.format(month=rules.name_of(voice.month))
    if _is_wanted(now, voice, person) and voice.due_at:
        lifecycle.begin(
            session, now, moves.ASK, voice, None,
            asked=[Asked(HEAR, person, None, announced=False)],
            to=voice.to_id, month=voice.month, due=voice.due_at,
        )  # fmt: skip
        return voice
    stood = VoiceState(voice.state)
    move = moves.BROUGHT[VoiceState.LAPSED if stood is VoiceState.OPEN else stood]
    lifecycle.begin(
        session, now, move, voice, None,
        to=voice.to_id, month=voice.month, heard=told_of(voice),
    )  # fmt: skip
    return voice


def _is_wanted(now: datetime, voice: Voice, person: Person) -> bool:
    """Whether somebody is to be asked for it here: it is open, and of this month or to come."""
    is_theirs = person.works_here and person.role == Role.EXECUTIVE
    this_month = rules.month_of(hours.day_of(now, person.zone))
    return (
        voice.state == VoiceState.OPEN
        and is_theirs
        and voice.month == this_month
        and voice.due_at is not None
    )
