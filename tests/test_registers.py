"""What features bring is registered once, and what nobody registered is an error and no guess."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot import routes
from bot.worker import Worker
from handlers.chasing.kinds import PLACEHOLDERS, Kind, Says
from handlers.chasing.registers import Register, Registers, Unregistered
from handlers.promises import items
from handlers.speech.request import Handler
from storage.asks import Ask
from storage.history import Event
from storage.nudges import Nudge, Part
from tests.cast import LEE, MARIA, OMAR, SARA, TEAM
from tests.stage import Stage

CHASING = Path(__file__).parents[1] / "handlers" / "chasing"


def test_what_is_not_registered_is_an_error() -> None:
    with pytest.raises(Unregistered, match="no noun is called “nonsense”"):
        routes.NOUNS["nonsense"]
    assert routes.NOUNS.get("nonsense") is None
    assert "nonsense" not in routes.NOUNS


def test_of_one_name_or_letter_there_is_one_entry() -> None:
    task, issue = routes.NOUNS["task"], routes.NOUNS["issue"]
    with pytest.raises(ValueError, match="two entries of one name"):
        Register("noun", task, task)
    with pytest.raises(ValueError, match="two nouns of one letter"):
        Registers(Register("noun", task, replace(issue, letter="T")), routes.KINDS)


def test_every_kind_that_a_move_ends_or_begins_is_registered() -> None:
    named = {kind for move in routes.MOVES for kind in (*move.ends, *move.opens, *move.opens_if)}
    assert named == set(routes.KINDS)


def test_a_sentence_that_nobody_can_fill_in_is_refused_where_it_is_written() -> None:
    with pytest.raises(ValueError, match=r"\['who'\]"):
        Says(owes=("{due}?", "{due}?", "{due}?", "{who}?"))
    assert {"whom", "due"} <= PLACEHOLDERS


@pytest.mark.parametrize("rungs", [(2, 1), (1, 1), (0, 1), (1, 6)])
def test_a_ladder_goes_up(rungs: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="no such ladder"):
        replace(routes.KINDS["finish"], rungs=rungs)


def test_what_a_circle_keeps_to_itself_does_not_climb_out_of_it() -> None:
    triage: Kind = routes.KINDS["triage"]
    with pytest.raises(ValueError, match="does not climb out of it"):
        replace(triage, rungs=(1, 2, 4))


def test_the_chasing_wing_names_no_button_and_no_kind_of_ask() -> None:
    """`item.done`, `"finish"`: what only the feature knows comes to it in a register."""
    verbs = {verb for verb, handler in (routes.BUTTONS | routes.FORMS).items()
             if not _is_its_own(handler)}  # fmt: skip
    sources = list(CHASING.rglob("*.py"))
    assert CHASING / "asks.py" in sources
    for path in sources:
        written = set(re.findall(r'"([a-z.]+)"', path.read_text()))
        assert not written & (verbs | set(routes.KINDS)), path


def _is_its_own(handler: Handler) -> bool:
    """Whether the chasing wing itself answers: it shows all of what is cut."""
    function = handler.func if isinstance(handler, partial) else handler
    return function.__module__.startswith("handlers.chasing.")


def test_items_are_tasks_and_issues_and_nothing_else(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Print the labels to @sara by friday")
    with stage.duly.database.read() as session:
        task = items.find(session, TEAM, "task", 1)
        assert task is not None
        assert (task.ref, task.title) == ("T-1", "Print the labels")
        for noun in ("decision", "nonsense", ""):
            with pytest.raises(LookupError):
                items.find(session, TEAM, noun, 1)


def test_a_reminder_of_an_unknown_noun_waits_and_touches_nothing_else(stage: Stage) -> None:
    """A row of a version with more nouns climbs to the lead while I-1 has nothing to do with it."""
    stage.types(SARA, "/cx issue The invoices of Acme come twice")
    with stage.duly.database.write() as session:
        strange = Ask(
            team_id=TEAM, kind="finish", noun="nonsense", number=1, person_id=SARA, rung=3,
            opened_at=stage.now, due_at=stage.now,
        )  # fmt: skip
        session.add(strange)
        session.add(
            Nudge(
                team_id=TEAM, ask_id=strange.ask_id, person_id=MARIA, part=Part.LEAD, rung=4,
                due_at=stage.now,
            )
        )  # fmt: skip
    Worker(stage.duly).tick()
    with stage.duly.database.read() as session:
        waits = session.exec(select(Nudge).where(Nudge.ask_id == strange.ask_id)).one()
        told = session.exec(select(Event.verb).where(col(Event.noun).in_(["issue", "nonsense"])))
        assert list(told) == ["reported"]
    assert waits.error == "Unregistered: no noun is called “nonsense”"
    assert waits.due_at == stage.now + timedelta(hours=1)
    assert not stage.workspace.direct_messages(LEE)
