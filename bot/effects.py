"""What a transaction changed is told once it is committed, and never when it is undone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import PassiveFlag, SessionTransaction, sessionmaker
from sqlalchemy.orm.attributes import get_history
from sqlmodel import Session

from storage.audits import Audit

log = logging.getLogger(__name__)

Effect = Callable[[], object]
Notice = Callable[[Session], Iterator[Effect]]

WhenListed = Mapping[str, Callable[[Session, list[Any]], None]]
"""What to do after a commit with what was listed in the session under a name."""

DUTY = "duty"
"""Where a session carries the name of the duty that it works for; a request has none."""
_EFFECTS = "effects"


def watch(sessions: sessionmaker[Any], notices: Sequence[Notice], listed: WhenListed) -> None:
    """Ask each of `notices` at every flush what it sees, and do what they return after the commit.

    A row that is written by a plain statement, without an object, is no part of a flush; such rows
    are `listed` in the session.
    """
    watcher = _Watcher(notices, listed)
    event.listen(sessions, "after_transaction_create", watcher.begun)
    event.listen(sessions, "after_flush", watcher.flushed)
    event.listen(sessions, "after_commit", watcher.committed)
    event.listen(sessions, "after_soft_rollback", watcher.undone)


class _Watcher:
    """Keeps what is to be told in the session's own notes, and forgets what is undone."""

    def __init__(self, notices: Sequence[Notice], listed: WhenListed) -> None:
        self._notices = notices
        self._listed = listed
        self._names = (_EFFECTS, *listed)

    def begun(self, session: Session, transaction: SessionTransaction) -> None:
        if transaction.nested:
            # A savepoint: only what comes after this point goes with it.
            session.info[transaction] = [len(session.info.get(name, ())) for name in self._names]

    def flushed(self, session: Session, _context: object) -> None:
        for notice in self._notices:
            for effect in notice(session):
                once_committed(session, effect)

    def committed(self, session: Session) -> None:
        if session.in_nested_transaction():
            # Only a savepoint was released; the rest may still be undone.
            return
        for effect in session.info.pop(_EFFECTS, ()):
            effect()
        for name, tell in self._listed.items():
            if name in session.info:
                tell(session, session.info.pop(name))

    def undone(self, session: Session, transaction: SessionTransaction) -> None:
        if not transaction.nested and transaction.parent:
            # A flush failed: whatever it is part of is undone next.
            return
        before = session.info.pop(transaction, [0] * len(self._names))
        for name, number in zip(self._names, before, strict=True):
            del session.info.get(name, [])[number:]


def once_committed(session: Session, effect: Effect) -> None:
    """Do this after the commit of a session whose sessions are watched."""
    session.info.setdefault(_EFFECTS, []).append(effect)


def became(row: object, column: str) -> Any:
    """The value that a flush gave to a column of a row; None when it left the column alone."""
    added = get_history(row, column, PassiveFlag.PASSIVE_NO_INITIALIZE).added
    return added[0] if added else None


def log_repairs(session: Session) -> Iterator[Effect]:
    """One log line for each audit that had something to repair."""
    for row in session.dirty:
        if isinstance(row, Audit) and became(row, "repaired"):
            words = "audits: %s repaired so far, %s wrong in %s"
            yield partial(log.warning, words, row.repaired, row.found, row.team_id)


def log_messages(session: Session, added: list[tuple[str, str]]) -> None:
    """One log line for each message that a duty put into the outbox; requests have their own."""
    duty = session.info.get(DUTY)
    for key, lane in added if duty else ():
        log.info("%s: %s to %s", duty, key, lane)
