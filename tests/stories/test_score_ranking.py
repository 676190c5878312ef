"""When a quarter is frozen the CCO reads all departments, the worst change first."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from handlers.executives.scores import periods, ranking, records
from handlers.executives.scores.rules import Measure
from storage import frozen
from storage.database import Database
from storage.departments import Department, key_of
from storage.freezings import Freezing
from storage.frozen import FrozenScore
from tests.cast import BEN, NORA, OMAR, TEAM
from tests.exported import ExportFormat, written
from tests.stage import Stage
from tests.stories.test_quarters import ELEVENTH, begin
from tests.stories.test_score_cards import refuse

QUARTERS = {
    "2026-Q3": datetime(2026, 10, 1, tzinfo=UTC),
    "2026-Q4": datetime(2027, 1, 1, tzinfo=UTC),
}
MANY = 45


def keep(session: Session, department_id: UUID, period: str, met: int, of: int = 20) -> None:
    """A record with far more things in it than figures."""
    number = frozen.next_number(session, TEAM)
    thing = ["task", number, "2026-11-06T17:00:00.000000+00:00", 1, 0]
    content = records.canonical({
        "figures": {"kept_first": [met, of, 0], "answered": [1, 2, 0]},
        "inputs": {"kept_first": [thing] * 300},
        "formulas": 2, "policy": 0, "since": records.instant(QUARTERS[period]),
        "minimum": 10, "period": period, "trial": True,
    })  # fmt: skip
    frozen.add(session, FrozenScore(
        team_id=TEAM, number=number, department_id=department_id, period=period,
        until=QUARTERS[period], frozen_at=QUARTERS[period], content=content,
        digest=records.digest(content),
    ))  # fmt: skip


def found(database: Database) -> None:
    """Departments of which two quarters are frozen; the later their name, the worse they became."""
    with database.write() as session:
        for each in range(1, MANY + 1):
            name = f"Silo {each:02}" + (" <!channel> | *" if each == MANY else "")
            silo = Department(team_id=TEAM, name=name, key=key_of(name))
            session.add(silo)
            session.flush()
            keep(session, silo.department_id, "2026-Q3", 18)
            keep(session, silo.department_id, "2026-Q4", 18 - min(each, MANY - 5) // 3)
        billing = session.exec(select(Department).where(Department.name == "Billing")).one()
        keep(session, billing.department_id, "2026-Q4", 3, of=9)


def to_freeze(stage: Stage) -> None:
    begin(stage)
    with stage.duly.database.write() as session:
        row = session.exec(select(Freezing)).one()
        row.shown, row.next_at = "2026-Q4", ELEVENTH
        session.add(row)


@pytest.mark.both
def test_of_many_departments_none_is_dropped(stage: Stage) -> None:
    found(stage.duly.database)
    to_freeze(stage)
    stage.passes(until=ELEVENTH + timedelta(minutes=5))
    (told,) = [each for each in stage.reads(OMAR) if "are frozen for" in each]
    lines = told.split("\n")
    assert lines[0] == (
        "The scorecards of 46 departments are frozen for the fourth quarter of 2026. Kept on the "
        "day first given, the worst change first:"
    )
    assert lines[1:3] == [
        "Department | Q4 | Q3 | Change | of",
        "Silo 39 | 25 % | 90 % of 20 | 65 points worse | 20",
    ]
    assert lines[-2:] == ["The first 30 of 46 departments.", "[All 46 departments…]"]
    assert len(lines) == 1 + 1 + 30 + 2
    assert "<!channel>" not in told.replace("Silo 45 <!channel>", "")
    stage.clicks(OMAR, "All 46 departments…")
    pages = [stage.sees_form(OMAR)]
    pages.append(stage.clicks_in_form(OMAR, "Next page"))
    pages.append(stage.clicks_in_form(OMAR, "Next page"))
    read = "\n".join(pages)
    assert all(f"*Silo {each:02}" in read for each in range(1, MANY + 1))
    assert "*Billing*: too few to say (9 of 10)" in pages[-1]
    assert "*Silo 01*: 90 % of 20 · Q3: 90 % of 20 · the same" in read
    assert "kept on the day" in stage.clicks_in_form(OMAR, "Open…").replace("Kept", "kept")
    # The same whenever the CCO asks, who is in no department.
    assert stage.types(OMAR, "/cx score").split("\n") == lines
    assert stage.types(OMAR, "/cx score Q4 2026").split("\n") == lines
    assert "Whose scorecard?" in stage.types(OMAR, "/cx score Q2 2026")
    assert "Whose scorecard?" in stage.types(OMAR, "/cx score Q4 as a file")
    assert "Whose scorecard?" in stage.types(NORA, "/cx score")


def test_the_ends_of_a_record_hold_its_figure(database: Database) -> None:
    quarter = periods.carried("2026-Q4")
    assert quarter
    found(database)
    with database.read() as session:
        ranked = ranking.ranked(session, TEAM, quarter)
        whole = {
            each.department_id: records.figures(each)[Measure.FIRST]
            for each in session.exec(select(FrozenScore).where(FrozenScore.period == "2026-Q4"))
        }
    assert {each.department.department_id: each.now for each in ranked} == whole
    changes = [each.change for each in ranked]
    assert changes[-1] is None
    assert changes[:-1] == sorted(change for change in changes[:-1] if change is not None)


def test_without_tables_it_is_told_in_words(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch)
    found(stage.duly.database)
    to_freeze(stage)
    stage.passes(until=ELEVENTH + timedelta(minutes=5))
    (told,) = [each for each in stage.reads(OMAR) if "are frozen for" in each]
    assert "*Silo 39*: Q4 25 %. Q3 90 % of 20. 65 points worse. Of 20." in told
    assert "[All 46 departments…]" in told


def test_the_scorecards_of_a_quarter_are_one_json_document(stage: Stage) -> None:
    found(stage.duly.database)
    stage.types(BEN, "/cx task Explain the invoice to @sara by friday for Acme")
    said = json.loads(
        written(stage.duly.database, "scorecards", ExportFormat.JSON, period="2026-Q4")
    )
    assert {row["period"] for row in said} == {"2026-Q4"}
    assert len({row["record"] for row in said}) == MANY + 1
    (first, *_) = [row for row in said if row["measure"] == "kept_first"]
    assert json.loads(first["content"])["period"] == "2026-Q4"
    assert (
        json.loads(written(stage.duly.database, "scorecards", ExportFormat.JSON, period="2025-Q4"))
        == []
    )
