"""The bank of questions as a house has it: reworded, switched off and on, and with its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from handlers.executives.decisions import questions
from handlers.executives.decisions.questions import QUESTIONS, Answers, Question, Topic
from handlers.people import access, records
from handlers.people.records import Occurrence
from handlers.promises import undoable
from handlers.speech import cleaning
from handlers.speech.errors import UnreadableRequest
from handlers.speech.promise_errors import NothingToUndo
from handlers.speech.setup_errors import BankFull, KnownQuestion, LongQuestion, NoQuestion
from storage import bank, counters, history
from storage.bank import HouseQuestion
from storage.history import Event
from storage.people import Person

NOUN = "bank"
"""Under which history keeps what becomes of a question."""
ADDED = Occurrence(NOUN, "added", {"key": str, "after": dict})
CHANGED = Occurrence(NOUN, "changed", {"key": str, "before": dict, "after": dict})
UNDONE = Occurrence(NOUN, undoable.UNDOING, {"key": str, "undid": str, "after": dict})
LONGEST = 150
"""Characters of a question, as many as the headline of a card holds."""
MOST_OWN = 200


@dataclass(frozen=True)
class BankEntry:
    """One question as it is asked here; `shipped` are its first words, empty for one's own."""

    question: Question
    shipped: str = ""
    row: HouseQuestion | None = None

    @property
    def is_off(self) -> bool:
        """Whether it is not asked."""
        return self.row is not None and self.row.is_off

    @property
    def is_reworded(self) -> bool:
        """Whether it came with Duly in other words."""
        return bool(self.shipped) and self.question.words != self.shipped


def of(session: Session, team_id: str) -> list[BankEntry]:
    """Every question by topic, those that came with Duly first; nobody is asked who wants it."""
    kept = {row.key: row for row in bank.everyone(session, team_id)}
    return [entry for topic in Topic for entry in _of_topic(topic, kept)]


def read(session: Session, actor: Person) -> list[BankEntry]:
    """The same for somebody who may read it. Raises what `access.check` raises."""
    access.check(session, actor, access.READ_BANK)
    return of(session, actor.team_id)


def get(session: Session, actor: Person, key: str) -> BankEntry:
    """One of them, for somebody who may change it.

    Raises UnreadableRequest for a key of none, and what `access.check` raises.
    """
    access.check(session, actor, access.CHANGE_BANK)
    found = [each for each in of(session, actor.team_id) if each.question.key == key]
    if not found:
        raise UnreadableRequest
    return found[0]


def hold(session: Session, actor: Person, key: str) -> BankEntry:
    """The same, kept from others until the commit. Raises what `get` raises."""
    access.check(session, actor, access.CHANGE_BANK)
    counters.hold(session, actor.team_id, NOUN)
    return get(session, actor, key)


def switch(session: Session, now: datetime, actor: Person, key: str, *, off: bool) -> bool:
    """Let a question be asked no more, or again; False where it is so already.

    Raises what `get` raises.
    """
    entry = hold(session, actor, key)
    if entry.is_off == off:
        return False
    _change(session, now, actor, entry, is_off=off)
    return True


def reword(session: Session, now: datetime, actor: Person, key: str, words: str) -> bool:
    """Ask a question in other words from now on; False where they are the same.

    What was asked already keeps its words, and the answers that fit stay. Raises NoQuestion,
    LongQuestion, KnownQuestion, and what `get` raises.
    """
    entry = hold(session, actor, key)
    said = checked(session, actor.team_id, words, but=key)
    if said == entry.question.words:
        return False
    _change(session, now, actor, entry, words="" if said == entry.shipped else said)
    return True


def restore(session: Session, now: datetime, actor: Person, key: str) -> bool:
    """Ask a question in the words with which it came; False where it is so already.

    Raises KnownQuestion where another has them by now, and what `get` raises.
    """
    entry = hold(session, actor, key)
    return entry.is_reworded and reword(session, now, actor, key, entry.shipped)


def add(
    session: Session, now: datetime, actor: Person, words: str, topic: Topic, answers: Answers
) -> BankEntry:
    """A question of the house's own: what it is about, and which answers fit it, stay so.

    Raises NoQuestion, LongQuestion, KnownQuestion, BankFull, and what `access.check` raises.
    """
    access.check(session, actor, access.CHANGE_BANK)
    counters.hold(session, actor.team_id, NOUN)
    said = checked(session, actor.team_id, words)
    if sum(row.is_own for row in bank.everyone(session, actor.team_id)) >= MOST_OWN:
        raise BankFull(most=str(MOST_OWN))
    number = counters.next_number(session, actor.team_id, NOUN)
    row = _row(now, actor, questions.own_key(topic, answers, number), number)
    row.is_own, row.words = True, said
    session.add(row)
    records.write(
        session, now, actor.team_id, actor.user_id, ADDED,
        number=number, key=row.key, after=facts(row),
    )  # fmt: skip
    return _own(row)


def can_undo(session: Session, now: datetime, actor: Person, entry: BankEntry) -> Event | None:
    """What somebody did last with a question, and may undo at this moment."""
    if entry.row is None or not access.may(session, actor, access.CHANGE_BANK):
        return None
    happened = history.newest_but(
        session, actor.team_id, NOUN, entry.row.number, (), undoable.LOOKED_AT
    )
    newest = next(undoable.standing(happened), None)
    return newest if newest and undoable.is_theirs(newest, actor.user_id, now) else None


def undo(session: Session, now: datetime, actor: Person, key: str) -> None:
    """Let a question stand as before what somebody did last with it; one's own is gone then.

    Raises NothingToUndo, and what `get` raises.
    """
    entry = hold(session, actor, key)
    event = can_undo(session, now, actor, entry)
    row = entry.row
    if event is None or row is None:
        raise NothingToUndo
    before = event.details.get("before")
    if before is None:
        session.delete(row)
    else:
        row.words, row.is_off = str(before["words"]), bool(before["is_off"])
        row.changed_by, row.changed_at = actor.user_id, now
        session.add(row)
    records.write(
        session, now, actor.team_id, actor.user_id, UNDONE,
        number=row.number, key=key, undid=event.verb, after=before or {},
    )  # fmt: skip


def _of_topic(topic: Topic, kept: dict[str, HouseQuestion]) -> Iterator[BankEntry]:
    for question in QUESTIONS:
        if question.topic is topic:
            row = kept.get(question.key)
            words = (row.words if row else "") or question.words
            yield BankEntry(replace(question, words=words), question.words, row)
    for row in kept.values():
        if row.is_own and _own(row).question.topic is topic:
            yield _own(row)


def _own(row: HouseQuestion) -> BankEntry:
    question = questions.known(row.key, row.words)
    if question is None:
        raise LookupError(f"{row.key} names no topic and no answers")
    return BankEntry(question, row=row)


def checked(session: Session, team_id: str, words: str, but: str = "") -> str:
    """The words of a question on one line, as long as they may be and unlike all others.

    Raises NoQuestion, LongQuestion and KnownQuestion.
    """
    said = cleaning.line(words)
    if cleaning.says_nothing(said):
        raise NoQuestion
    if len(said) > LONGEST:
        raise LongQuestion(length=f"{len(said):,}", most=str(LONGEST))
    for other in of(session, team_id):
        if other.question.key != but and _plain(other.question.words) == _plain(said):
            raise KnownQuestion(off=", and it is switched off" if other.is_off else "")
    return said


def _plain(words: str) -> str:
    return " ".join(words.casefold().rstrip(" ?!.").split())


def _change(
    session: Session,
    now: datetime,
    actor: Person,
    entry: BankEntry,
    *,
    words: str | None = None,
    is_off: bool | None = None,
) -> None:
    row = entry.row
    if row is None:
        number = counters.next_number(session, actor.team_id, NOUN)
        row = _row(now, actor, entry.question.key, number)
    before = facts(row)
    row.words = row.words if words is None else words
    row.is_off = row.is_off if is_off is None else is_off
    row.changed_by, row.changed_at = actor.user_id, now
    session.add(row)
    records.write(
        session, now, actor.team_id, actor.user_id, CHANGED,
        number=row.number, key=row.key, before=before, after=facts(row),
    )  # fmt: skip


def _row(now: datetime, actor: Person, key: str, number: int) -> HouseQuestion:
    who = actor.user_id
    return HouseQuestion(
        team_id=actor.team_id, number=number, key=key,
        created_by=who, created_at=now, changed_by=who, changed_at=now,
    )  # fmt: skip


def facts(row: HouseQuestion) -> dict[str, object]:
    """What a house has changed of a question, as history keeps it."""
    return {"words": row.words, "is_off": row.is_off}
