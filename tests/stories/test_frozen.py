"""A month is frozen: nothing changes its figures then, and whoever alters a record is found out."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot import doctor
from bot.commands import freeze
from bot.doctor import Mark
from handlers.speech.errors import UserError
from storage.database import Database
from storage.frozen import FrozenScore
from storage.history import Event
from tests.cast import BEN, MARIA, MONDAY, OMAR, SARA, TEAM, TOM
from tests.stage import Stage

DECEMBER = MONDAY + timedelta(days=9)
JANUARY = MONDAY + timedelta(days=40)
WRITTEN_OVER = "UPDATE frozen_scores SET content = :content, digest = :digest WHERE number = 2"
ALTERED: list[tuple[str, dict[str, str]]] = [
    (
        "UPDATE frozen_scores SET content = replace(content, :was, :now) WHERE number = 1",
        {"was": "[9,12,0]", "now": "[12,12,0]"},
    ),
    ("UPDATE frozen_scores SET period = '2026-10' WHERE number = 2", {}),
    ("DELETE FROM frozen_scores WHERE number = 2", {}),
    *(
        (WRITTEN_OVER, {"content": said, "digest": hashlib.sha256(said.encode()).hexdigest()})
        for said in ("true", "no", "{}")
    ),
]
"""What somebody may do to the records who can write into the database."""


def live(stage: Stage) -> None:
    """A month in which Billing keeps nine of twelve promises."""
    for each in range(1, 13):
        stage.types(BEN, f"/cx task Explain invoice {each} to @sara by friday for Acme")
    for each in range(1, 10):
        stage.types(SARA, f"/cx done T-{each}")
    stage.passes(until=DECEMBER)


def chain(database: Database) -> list[FrozenScore]:
    with database.read() as session:
        return list(session.exec(select(FrozenScore).order_by(FrozenScore.number)))


def on_server(stage: Stage, period: str, department: str = "") -> list[str]:
    """What `duly freeze` says."""
    return [said for said, _ in freeze.frozen(stage.duly.database, stage.now, period, department)]


def found(database: Database) -> list[doctor.Finding]:
    return list(doctor._frozen(database))


def test_the_cco_freezes_a_month_and_nothing_changes_it(stage: Stage) -> None:
    live(stage)
    assert "[Freeze]" not in stage.types(MARIA, "/cx score november")
    assert "[Freeze]" not in stage.types(OMAR, "/cx score Billing december")
    assert "[Freeze]" in stage.types(OMAR, "/cx score Billing november")
    told = stage.clicks_answer(OMAR, "Freeze")
    (record,) = chain(stage.duly.database)
    print_of_it = f"{record.digest[:4]} {record.digest[4:8]}"
    assert f"Billing, November 2026, is frozen. Its fingerprint is {print_of_it}" in told
    read = stage.types(SARA, "/cx score november")
    assert read.startswith("Billing, November 2026, frozen: 9 of 12 promises kept on the day")
    assert f"frozen Wed 2 Dec by Omar · fingerprint {print_of_it}" in read
    assert "[Freeze]" not in stage.types(OMAR, "/cx score Billing november")
    stage.types(OMAR, "/cx owner T-10 to @tom because He has the delivery notes")
    stage.types(OMAR, "/cx reopen T-1 by friday because They still do not understand it")
    beside = "*Beside these figures*\nOne thing was opened again since this was frozen.\n"
    later = stage.types(SARA, "/cx score november")
    assert beside in later
    assert later.replace(beside, "") == read
    assert found(stage.duly.database)[0].words == "1, all as they were written"
    with stage.duly.database.read() as session:
        (event,) = session.exec(select(Event).where(Event.verb == "frozen"))
    assert (event.actor, event.details["digest"]) == (OMAR, record.digest)


def test_a_record_holds_ids_and_numbers_and_anybody_can_compute_its_digest(stage: Stage) -> None:
    live(stage)
    assert on_server(stage, "2026-11", "Billing")[0].startswith("Billing: November 2026 is frozen")
    (record,) = chain(stage.duly.database)
    content: dict[str, Any] = json.loads(record.content)
    assert content["figures"]["kept_first"] == [9, 12, 0]
    assert len(content["inputs"]["kept_first"]) == 12
    assert content["inputs"]["kept_first"][0][:2] == ["task", 1]
    assert (content["formulas"], content["policy"], content["trial"]) == (3, 0, True)
    for word in ("Sara", "Novak", SARA, "Acme", "invoice", "Omar"):
        assert word not in record.content
    again = json.dumps(content, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(again.encode()).hexdigest() == record.digest


def test_what_cannot_be_frozen_is_said_in_a_sentence(stage: Stage) -> None:
    live(stage)
    said = on_server(stage, "2026-11")
    assert [each for each in said if "is frozen, fingerprint" in each] == [
        each for each in said if each.startswith("Billing")
    ]
    nothing = "Nothing counts in November 2026 for Logistics, so there is nothing to freeze."
    assert nothing in said
    assert on_server(stage, "2026-11", "Billing") == [
        "November 2026 of Billing was frozen on Wed 2 Dec 2026, and stays as it is."
    ]
    assert on_server(stage, "2026-12", "Billing") == [
        "December 2026 is not over: its last day is Thu 31 Dec. It can be frozen from Fri 1 Jan on."
    ]
    (early,) = on_server(stage, "2026-10", "Billing")
    assert early.startswith("October 2026 is before 2026-11, which is frozen for Billing already.")
    (days,) = on_server(stage, "2026-11-01 to 2026-11-05", "Billing")
    assert days.startswith("A month or a quarter can be frozen")
    for wrong in ("soon", "2026-13", "", "2026-11-05 to 2026-11-01"):
        with pytest.raises(UserError):
            on_server(stage, wrong, "Billing")
    assert len(chain(stage.duly.database)) == 1


def test_nobody_else_freezes_and_a_stale_button_freezes_nothing_twice(stage: Stage) -> None:
    live(stage)
    stage.types(OMAR, "/cx score Billing november")
    stage.clicks_answer(OMAR, "Freeze")
    stage.types(OMAR, "/cx score Billing november")
    with pytest.raises(AssertionError):
        stage.clicks_answer(TOM, "Freeze")
    assert len(chain(stage.duly.database)) == 1


def test_an_altered_record_is_found(stage: Stage) -> None:
    """Whatever of it somebody writes over in the database, or leaves out between two others."""
    live(stage)
    on_server(stage, "2026-11")
    stage.types(BEN, "/cx task Call the bank to @sara by friday for Acme")
    stage.passes(until=JANUARY)
    on_server(stage, "2026-12")
    on_server(stage, "2026-Q4")
    database = stage.duly.database
    records = chain(database)
    assert len(records) >= 3
    assert [each.mark for each in found(database)] == [Mark.OK]
    for change, facts in ALTERED:
        with database.write() as session:
            session.connection().execute(text(change), facts)
            session.expire_all()
            rows = list(session.exec(select(FrozenScore).order_by(FrozenScore.number)))
            assert list(doctor.records.altered(rows)), change
            session.rollback()
    with database.write() as session:
        session.connection().execute(text(ALTERED[0][0]), ALTERED[0][1])
    (finding,) = found(database)
    assert finding.mark is Mark.FIX
    assert finding.words.startswith(f"1 of {len(records)} are not as they were written")
    assert TEAM not in finding.words
