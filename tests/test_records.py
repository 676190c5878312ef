"""What happens is declared with its facts: a slip stops where it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from handlers.people import records
from handlers.people.facts import WrongFacts
from handlers.people.records import Occurrence
from storage.database import Database
from storage.history import Event
from tests.cast import MONDAY, NORA, TEAM

MOVED = Occurrence(
    "desk", "moved", {"to": str, "at": type(MONDAY), "quiet": bool, "with": list, "was": dict}
)
HANDLERS = Path(__file__).resolve().parents[1] / "handlers"
SAID = {"to": "Berlin", "at": MONDAY, "quiet": False, "with": ["Sara"], "was": {"floor": 2}}


def test_what_happened_is_kept_with_its_facts(database: Database) -> None:
    with database.write() as session:
        records.write(session, MONDAY, TEAM, NORA, MOVED, number=7, **SAID)
    with database.read() as session:
        [event] = session.exec(select(Event))
    assert (event.noun, event.number, event.verb, event.actor) == ("desk", 7, "moved", NORA)
    assert event.details == SAID | {"at": MONDAY.isoformat()}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"to": "Berlin"}, "missing: at, quiet, was, with"),
        (SAID | {"why": "!"}, "too many: why"),
        (SAID | {"to": None}, "of a wrong type: to"),
        (SAID | {"quiet": 0}, "of a wrong type: quiet"),
        (SAID | {"to": True}, "of a wrong type: to"),
        (SAID | {"was": ["floor"]}, "of a wrong type: was"),
        (SAID | {"was": {2: "floor"}}, "of a wrong type: was"),
        (SAID | {"with": [7]}, "of a wrong type: with"),
        (SAID | {"at": MONDAY.replace(tzinfo=None)}, "of a wrong type: at"),
    ],
)
def test_a_slip_stops_where_it_is_written(
    database: Database, facts: dict[str, object], words: str
) -> None:
    with database.write() as session:
        with pytest.raises(WrongFacts, match=words):
            records.write(session, MONDAY, TEAM, NORA, MOVED, **facts)
        assert session.exec(select(Event)).all() == []


def test_a_fact_that_history_cannot_keep_is_none() -> None:
    with pytest.raises(ValueError, match="weight"):
        Occurrence("desk", "moved", {"weight": float})


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("history.add(", {"people/records.py", "promises/lifecycle/events.py"}),
        (".state = ", {"promises/lifecycle/__init__.py"}),
    ],
)
def test_history_is_written_and_states_are_set_where_that_is_done_for_everybody(
    words: str, places: set[str]
) -> None:
    files = {path: path.read_text(encoding="utf-8") for path in HANDLERS.rglob("*.py")}
    found = {str(path.relative_to(HANDLERS)) for path, text in files.items() if words in text}
    assert found == places
