"""What is counted and logged is what was committed, whatever was tried and undone before."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot import effects
from bot.effects import Effect
from storage import outbox
from storage.database import Database
from storage.errors import AlreadyThere, StorageError
from storage.people import Person
from tests import cast
from tests.cast import LEE, SARA, TEAM, TOM

only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Told:
    """Who got which title, as it is told after commits."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.names: list[str] = []
        effects.watch(database.sessions, [self._notice], {outbox.ADDED: effects.log_messages})

    def _notice(self, session: Session) -> Iterator[Effect]:
        for row in session.dirty:
            if isinstance(row, Person) and effects.became(row, "title"):
                yield lambda who=row.user_id: self.names.append(who)


@pytest.fixture
def told(database: Database) -> Told:
    return Told(database)


def promote(session: Session, *people: str) -> None:
    for user_id in people:
        person = session.get(Person, (TEAM, user_id))
        assert person is not None
        person.title = "Head"
    session.flush()


def add(session: Session, key: str) -> None:
    outbox.add(
        session, team_id=TEAM, now=cast.MONDAY, key=key, lane=SARA, method="chat.postMessage"
    )


def test_what_is_committed_is_told_afterwards_and_once(told: Told) -> None:
    with told.database.write() as session:
        promote(session, SARA)
        promote(session, TOM)
        assert told.names == [], "not before the commit"
    assert told.names == [SARA, TOM]


def test_what_did_not_change_is_not_told(told: Told) -> None:
    with told.database.write() as session:
        promote(session, SARA)
    with told.database.write() as session:
        promote(session, SARA)
    assert told.names == [SARA]


def test_what_is_undone_is_not_told(told: Told) -> None:
    with suppress(ArithmeticError), told.database.write() as session:
        promote(session, SARA)
        raise ArithmeticError
    with told.database.write() as session:
        promote(session, TOM)
    assert told.names == [TOM]


def test_only_what_happened_within_a_savepoint_goes_with_it(told: Told) -> None:
    with told.database.write() as session:
        promote(session, SARA)
        with suppress(ArithmeticError), session.begin_nested():
            promote(session, TOM)
            with session.begin_nested():
                promote(session, cast.MARIA)
            raise ArithmeticError
        with session.begin_nested():
            promote(session, LEE)
            assert told.names == [], "a savepoint is no commit"
    assert told.names == [SARA, LEE]


def test_a_row_that_is_there_already_undoes_no_more_than_its_savepoint(told: Told) -> None:
    with told.database.write() as session:
        promote(session, SARA)
        with suppress(IntegrityError), session.begin_nested():
            session.add(Person(team_id=TEAM, user_id=LEE))
            session.flush()
        promote(session, TOM)
    assert told.names == [SARA, TOM]


def test_a_commit_that_fails_tells_nothing(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(session: Session) -> None:
        session.rollback()
        raise StorageError

    monkeypatch.setattr("storage.database._commit", broken)
    with pytest.raises(StorageError), told.database.write() as session:
        promote(session, SARA)
    assert told.names == []


def test_a_line_says_which_message_a_duty_left_for_whom(
    told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.effects")
    with told.database.write() as session:
        session.info[effects.DUTY] = "nudges"
        add(session, "card:1")
        with suppress(ArithmeticError), session.begin_nested():
            add(session, "card:2")
            raise ArithmeticError
        add(session, "card:3")
        assert caplog.messages == []
    with told.database.write() as session:
        add(session, "card:4")
    assert caplog.messages == ["nudges: card:1 to U0SARA", "nudges: card:3 to U0SARA"]


@only_sqlite
def test_a_message_that_was_there_already_is_not_logged(
    told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.effects")
    for _ in range(2):
        try:
            with told.database.write() as session:
                session.info[effects.DUTY] = "digests"
                add(session, "digest:1")
        except AlreadyThere:
            continue
    assert caplog.messages == ["digests: digest:1 to U0SARA"]
