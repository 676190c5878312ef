"""When a quarter is over each department reads its figures, and some days later they are frozen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlmodel import select

from handlers.executives.scores import quarters
from storage import freezings
from storage.freezings import Freezing
from storage.outbox import Message
from tests.cast import BEN, MARIA, OMAR, TEAM
from tests.stage import Stage
from tests.stories.test_frozen import chain, live, on_server
from tests.stories.test_score_rules import changes

NEW_YEAR = datetime(2027, 1, 1, 8, 0, tzinfo=UTC)
"""9:00 in Berlin."""
ELEVENTH = NEW_YEAR + timedelta(days=10)


def begin(stage: Stage) -> None:
    """Duly looks at the quarters from now on."""
    with stage.duly.database.write() as session:
        freezings.begin(session, TEAM)
    stage.settle()


def turn(stage: Stage) -> tuple[str, str]:
    with stage.duly.database.read() as session:
        one = session.exec(select(Freezing)).one()
        assert one.error == ""
        return one.shown, one.frozen


def frozen(stage: Stage) -> list[tuple[str, str]]:
    return [(each.period, each.frozen_by) for each in chain(stage.duly.database)]


def in_channel(stage: Stage, words: str) -> list[str]:
    return [each for each in stage.channel("#billing") if words in each]


def test_the_figures_come_first_and_are_frozen_on_the_day_of_the_house(stage: Stage) -> None:
    begin(stage)
    assert turn(stage) == ("2026-Q3", "2026-Q3")
    live(stage)
    stage.types(BEN, "/cx task Print the labels to @tom by friday")
    assert "· will be frozen on Mon 11 Jan" in stage.types(MARIA, "/cx score Billing Q4")
    stage.passes(until=NEW_YEAR - timedelta(minutes=5))
    assert in_channel(stage, "fourth quarter") == []
    stage.passes(until=NEW_YEAR + timedelta(minutes=5))
    (first,) = in_channel(stage, "fourth quarter")
    assert first.startswith(
        "Billing, fourth quarter: 9 of 12 promises kept on the day\n"
        "1 Oct to 31 Dec · trial: shown, not paid · will be frozen on Mon 11 Jan\n"
        "Measure | Q4 | Q3 | of\n"
        "Kept on the day first given | 75 %, likely 47 to 91 % | – | 12\n"
    )
    assert "[Where does this come from…] [Dispute…]" in first
    assert (turn(stage), frozen(stage)) == (("2026-Q4", "2026-Q3"), [])
    stage.passes(until=ELEVENTH - timedelta(minutes=5))
    assert frozen(stage) == []
    stage.passes(until=ELEVENTH + timedelta(minutes=5))
    assert turn(stage) == ("2026-Q4", "2026-Q4")
    assert {each[1] for each in frozen(stage)} == {""}
    assert {each[0] for each in frozen(stage)} == {"2026-Q4"}
    first, then = in_channel(stage, "fourth quarter")
    assert then.startswith("Billing, fourth quarter, frozen: 9 of 12 promises kept on the day\n")
    assert "frozen Mon 11 Jan · fingerprint" in then
    assert "\nKept on the day first given | 75 %, likely 47 to 91 % | – | 12\n" in then
    told = [each for each in stage.reads(OMAR) if "are frozen for the fourth quarter" in each]
    assert len(told) == 1
    assert "\nDepartment | Q4 | Q3 | Change | of\nBilling | 75 % | – | – | 12\n" in told[0]
    stage.passes(days=3)
    assert len(in_channel(stage, "fourth quarter")) == 2
    with stage.duly.database.read() as session:
        keys = [each.key for each in session.exec(select(Message)) if "score:" in each.key]
    assert len(keys) == len(set(keys)) == 2 * len(chain(stage.duly.database))


def test_the_cco_is_earlier_or_the_house_wants_none(stage: Stage) -> None:
    begin(stage)
    live(stage)
    stage.passes(until=NEW_YEAR + timedelta(days=1))
    on_server(stage, "2026-Q4", "Billing")
    stage.settle()
    assert len(in_channel(stage, "fourth quarter, frozen")) == 1
    changes(stage, freeze_days=0)
    assert "will be frozen" not in stage.types(MARIA, "/cx score Billing Q4")
    stage.passes(until=ELEVENTH + timedelta(days=1))
    assert turn(stage) == ("2026-Q4", "2026-Q3")
    changes(stage, freeze_days=11)
    stage.passes(days=1, hours=1)
    assert turn(stage) == ("2026-Q4", "2026-Q4")
    departments = [each.department_id for each in chain(stage.duly.database)]
    assert len(departments) == len(set(departments))
    assert len(in_channel(stage, "fourth quarter, frozen")) == 1


def test_where_nothing_counts_nobody_reads_anything(stage: Stage) -> None:
    begin(stage)
    stage.passes(until=ELEVENTH + timedelta(hours=1))
    assert (turn(stage), frozen(stage)) == (("2026-Q4", "2026-Q4"), [])
    assert in_channel(stage, "quarter") == []
    assert not any("frozen" in each for each in stage.reads(OMAR))


def test_what_was_counted_for_one_department_is_not_kept_for_another(stage: Stage) -> None:
    """Between counting and keeping somebody else may have taken the turn."""
    begin(stage)
    live(stage)
    stage.types(BEN, "/cx task Print the labels to @tom by friday")
    database = stage.duly.database
    with database.write() as session:
        row = session.exec(select(Freezing)).one()
        row.next_at, row.shown = ELEVENTH, "2026-Q4"
        session.add(row)
    later = ELEVENTH + timedelta(minutes=1)
    with database.read() as session:
        handles = [quarters.prepare(session, later) for _ in range(2)]
    passed = []
    for handle in handles:
        with database.write() as session:
            assert handle(session, later)
            passed.append(session.exec(select(Freezing.behind)).one())
    assert passed[0] == passed[1], "what was counted for another is counted again, out of the way"
    with database.write() as session:
        while quarters.handle_one(session, later):
            pass
    found = chain(database)
    assert len({each.department_id for each in found}) == len(found) >= 1
