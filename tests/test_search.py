"""Whatever was said of a thing is found by its words, and no sign that is typed does harm."""

from __future__ import annotations

from datetime import timedelta

import pytest
from alembic import command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from storage import findable, migrating, search, terms
from storage.database import Database
from storage.gathering import gathered
from storage.history import Event
from storage.search import Hit, SearchWord
from storage.tasks import Task
from tests.cast import MONDAY, OMAR, SARA, TEAM

THINGS = (
    ("task", 1, "Rewrite the refund mail", ("Kunden warten auf die Rückzahlung",), True),
    ("task", 2, "Refund the second invoice", (), False),
    ("task", 3, "Call Acme", ("they wait for two refunds",), True),
    ("issue", 1, "Invoiced twice for October", ("Nobody answers. ERR_402, see T-2",), True),
    ("issue", 2, "返金が遅い", (), True),
    ("issue", 3, "استرداد متأخر", (), True),
    ("task", 4, "Café O’Brien: naïve façade 🎉", (), True),
)
HOSTILE = (
    '"', "*", "'", "OR", "AND", "NOT", "NEAR(", "NEAR(a b, 5)", "\0", "a\0b", "🎉", "=open", "=",
    "=kt0brighttask1", "terms:refund", "{terms}:x", "refund*", '"refund', "refund OR mail",
    "^refund", "-refund", "(", ")", "refund)", "a & b", "a | b", "!refund", "refund:*", "<->",
    "%", "_", "\\", "'; DROP TABLE search; --", "\u202erefund", "\u200brefund", "x" * 10_000,
    "refund " * 2_000, "\ud83d", "", " ", "\n\t", "١٢٣", "ﬁ", "İ", "\U0010ffff", "a" * 39 + "é" * 5,
)  # fmt: skip


@pytest.fixture
def told(database: Database) -> Database:
    with database.write() as session:
        for noun, number, title, said, is_open in THINGS:
            search.begin(session, TEAM, noun, number, title, said, is_open=is_open)
    return database


def found(database: Database, words: str, team_id: str = TEAM) -> list[str]:
    with database.read() as session:
        return [f"{hit.noun[0]}{hit.number}" for hit in search.find(session, team_id, words)]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("refund", ["t1", "t3", "t2"]),
        ("REFUND mail", ["t1"]),
        ("mail refunds", ["t1"]),
        ("refu", ["t1", "t3", "t2"]),
        ("invoice", ["i1", "t2"]),
        ("rueckzahlung", []),
        ("ruckzahlung", ["t1"]),
        ("Rückzahlungen", ["t1"]),
        ("err_402", ["i1"]),
        ("402", ["i1"]),
        ("T-2", ["i1"]),
        ("t2", ["i1"]),
        ("返金", ["i2"]),
        ("استرداد", ["i3"]),
        ("cafe obrien", []),
        ("cafe o'brien", ["t4"]),
        ("naive facade", ["t4"]),
        ("refund dock", []),
        ("re", []),
    ],
)
def test_things_are_found_by_words(told: Database, words: str, wanted: list[str]) -> None:
    assert found(told, words) == wanted


@pytest.mark.parametrize("words", HOSTILE)
def test_signs_mean_nothing(told: Database, words: str) -> None:
    asked = terms.asked(words)
    hits = found(told, words)
    if asked == ["refund"]:
        assert hits == ["t1", "t3", "t2"]
    with told.read() as session:
        for term in asked:
            search.near(session, TEAM, term)
            search.is_known(session, TEAM, term)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60), st.text(max_size=60))
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_said_is_found_again(database: Database, title: str, said: str) -> None:
    """Nothing that anybody writes or asks for breaks, and each word of a text finds it."""
    with database.write() as session:
        search.begin(session, TEAM, "task", 1, title, [said])
        for term in terms.each_once([title, said]):
            assert Hit("task", 1) in search.find(session, TEAM, term), term
        search.find(session, TEAM, f"{title} {said}")
        session.rollback()


def test_other_workspaces_find_nothing(told: Database) -> None:
    assert found(told, "refund", "T0OTHER") == []


def test_open_comes_before_closed_and_what_is_said_later_is_found(told: Database) -> None:
    with told.write() as session:
        search.add(session, TEAM, "task", 1, "Rewrite the refund mail", ["legal"], is_open=False)
        search.add(session, TEAM, "task", 2, "Refund the second invoice", [], is_open=True)
    assert found(told, "refund") == ["t2", "t3", "t1"]
    assert found(told, "legal") == ["t1"]


def test_what_is_undone_is_not_found(told: Database) -> None:
    with told.write() as session:
        search.add(session, TEAM, "task", 1, "Rewrite the refund mail", ["secret"], is_open=True)
        session.rollback()
    assert found(told, "secret") == []


def test_a_question_looks_at_so_many_things_and_no_more(database: Database) -> None:
    with database.write() as session:
        for number in range(1, search.MOST + 50):
            search.begin(session, TEAM, "task", number, "Refund", [], is_open=number > 10)
    hits = found(database, "refund")
    assert len(hits) == search.MOST
    assert hits[0] == f"t{search.MOST + 49}"


def test_words_near_a_slip_are_known(told: Database) -> None:
    with told.read() as session:
        assert "refund" in search.near(session, TEAM, "refnd")
        assert not search.is_known(session, TEAM, "refnd")
        assert search.is_known(session, TEAM, "refund")
        assert search.is_known(session, TEAM, "403"), "a number has no slips"
        assert "invoice" in search.near(session, TEAM, "nvoice")


def test_what_was_there_before_is_found_after_the_migration(database: Database) -> None:
    """Titles and reasons of before, of what is open and of what has ended."""
    with database.write() as session:
        for number, closed in ((1, None), (2, MONDAY)):
            session.add(Task(
                team_id=TEAM, number=number, title=f"Refund {number}", owner_id=SARA,
                created_by=OMAR, created_at=MONDAY, closed_at=closed,
            ))  # fmt: skip
        session.add(Event(
            team_id=TEAM, happened_at=MONDAY + timedelta(hours=1), actor=SARA, verb="dated",
            noun="task", number=2, details={"reason": "waiting for legal", "zone": "Berlin"},
        ))  # fmt: skip
    with database.engine.begin() as connection:
        command.downgrade(migrating.alembic_config(connection), "0025")
        command.upgrade(migrating.alembic_config(connection), "head")
    assert found(database, "refund") == ["t1", "t2"]
    assert found(database, "legal") == ["t2"]
    assert found(database, "berlin") == []
    with database.read() as session:
        known = set(session.exec(select(SearchWord.word)))
    assert {"refund", "legal"} <= known


def test_slices_leave_nothing_out(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findable, "SLICE", 3)
    with database.write() as session:
        session.add_all(_tasks(session, 8))
        session.flush()
        findable.fill(session.connection())
    assert len(found(database, "refund")) == 8


def _tasks(_session: Session, count: int) -> list[Task]:
    return [
        Task(
            team_id=TEAM, number=number, title="Refund", owner_id=SARA, created_by=OMAR,
            created_at=MONDAY,
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


def test_what_is_gathered_is_found_as_it_stands_at_the_end(database: Database) -> None:
    """A file tells of the past of a thing before it is stored."""
    with database.write() as session, gathered(session):
        for number in (1, 2):
            search.begin(session, TEAM, "task", number, "Refund", [])
        search.add(session, TEAM, "task", 2, "Refund", ["legal"], is_open=False)
        search.add(session, TEAM, "task", 1, "Refund", ["bank"], is_open=True)
    assert found(database, "refund") == ["t1", "t2"]
    assert found(database, "legal") == ["t2"]
    assert found(database, "banks") == ["t1"]
