"""A question of the bank comes in from a file as another house had it, or as this one had it."""

from __future__ import annotations

import re
from datetime import datetime
from enum import Enum

from sqlmodel import Session

from handlers.executives.decisions import questions
from handlers.executives.prompts import bank as house
from handlers.executives.prompts.bank import ADDED, CHANGED, MOST_OWN, NOUN
from handlers.people import records
from handlers.speech.setup_errors import BankFull, NoQuestion, UnknownQuestion
from storage import bank, counters
from storage.bank import HouseQuestion

__all__ = ["NOUN", "BankOutcome", "bring"]

FARTHEST = 1_000_000
"""Numbers of a house's own questions go no further."""
_NUMBER = re.compile(r"-own-.*-(?P<number>\d+)", re.ASCII)


class BankOutcome(Enum):
    """What a row of a file has done to the bank."""

    NEW = "new"
    OTHER = "other"
    SAME = "same"


def bring(session: Session, now: datetime, actor: str, wanted: HouseQuestion) -> BankOutcome:
    """Let a question stand as `wanted`, which has no number yet; nobody hears of it.

    Raises UnknownQuestion for a key of none, NoQuestion for one of a house's own without words,
    LongQuestion, KnownQuestion where another has these words, and BankFull.
    """
    question = questions.known(wanted.key, wanted.words or wanted.key)
    if question is None or _number_of(wanted.key) > FARTHEST:
        raise UnknownQuestion(key=wanted.key[:100])
    shipped = questions.BY_KEY.get(wanted.key)
    if shipped is None and not wanted.words:
        raise NoQuestion
    if shipped and wanted.words == shipped.words:
        wanted.words = ""
    if wanted.words:
        wanted.words = house.checked(session, wanted.team_id, wanted.words, but=wanted.key)
    known = bank.find(session, wanted.team_id, wanted.key)
    if known:
        return _change(session, now, actor, known, wanted)
    if shipped is None:
        own = sum(row.is_own for row in bank.everyone(session, wanted.team_id))
        if own >= MOST_OWN:
            raise BankFull(most=str(MOST_OWN))
    elif not (wanted.words or wanted.is_off):
        return BankOutcome.SAME
    wanted.is_own = shipped is None
    wanted.number = _next_number(session, wanted)
    session.add(wanted)
    session.flush()
    records.write(
        session, now, wanted.team_id, actor, ADDED,
        number=wanted.number, key=wanted.key, after=house.facts(wanted),
    )  # fmt: skip
    return BankOutcome.NEW


def _change(
    session: Session, now: datetime, actor: str, known: HouseQuestion, wanted: HouseQuestion
) -> BankOutcome:
    before = house.facts(known)
    if before == house.facts(wanted):
        return BankOutcome.SAME
    known.words, known.is_off = wanted.words, wanted.is_off
    known.changed_by, known.changed_at = wanted.changed_by, max(wanted.changed_at, known.changed_at)
    session.add(known)
    session.flush()
    records.write(
        session, now, known.team_id, actor, CHANGED,
        number=known.number, key=known.key, before=before, after=house.facts(known),
    )  # fmt: skip
    return BankOutcome.OTHER


def _next_number(session: Session, wanted: HouseQuestion) -> int:
    """A new number; those of later ones of the house's own lie behind the one in this key."""
    number = counters.next_number(session, wanted.team_id, NOUN)
    behind = _number_of(wanted.key) - number
    if behind > 0:
        counters.next_number(session, wanted.team_id, NOUN, behind)
    return number


def _number_of(key: str) -> int:
    found = _NUMBER.search(key)
    return int(found["number"]) if found else 0
