"""A scorecard is a table with one sentence below it, and the same in words where Slack has none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.practice.slack import limits
from handlers.speech import charts, tables
from storage.departments import Department
from storage.freezings import Freezing
from storage.outbox import Message
from tests.cast import BEN, GRACE, MARIA, OMAR, SARA
from tests.stage import Stage
from tests.stories.test_frozen import chain, live, on_server
from tests.stories.test_quarters import ELEVENTH, NEW_YEAR, begin, in_channel

FIRST = "Kept on the day first given"


def december(stage: Stage) -> None:
    """Billing keeps nine of 12 promises in November, and eleven of 12 in December."""
    live(stage)
    for each in range(13, 25):
        stage.types(BEN, f"/cx task Explain invoice {each} to @sara by friday for Acme")
    for each in range(13, 24):
        stage.types(SARA, f"/cx done T-{each}")


def refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack takes neither a chart nor a table."""
    for kind in (charts.CHART, tables.TABLE):
        monkeypatch.setitem(limits.MOST_OF_A_KIND, kind, 0)


def kinds(stage: Stage, words: str) -> list[list[str]]:
    """The blocks of each message about Billing in its channel that has these words."""
    place = stage.workspace.named("#billing").id
    return [
        [block["type"] for block in each.blocks]
        for each in stage.workspace.messages(place)
        if words in stage.workspace.plain(each, OMAR)
    ]


@pytest.mark.both
def test_a_quarter_is_a_table_with_its_months_in_a_chart(stage: Stage) -> None:
    begin(stage)
    december(stage)
    stage.passes(until=NEW_YEAR + timedelta(minutes=5))
    (read,) = in_channel(stage, "fourth quarter")
    assert read.startswith(
        "Billing, fourth quarter: 20 of 24 promises kept on the day\n"
        "1 Oct to 31 Dec · trial: shown, not paid · will be frozen on Mon 11 Jan\n"
        "Measure | Q4 | Q3 | of\n"
        f"{FIRST} | 83 %, likely 64 to 93 % | – | 24\n"
    ), read
    assert "Kept: November 9 of 12 and December 11 of 12.\n(chart: Promises kept and missed" in read
    assert kinds(stage, "fourth quarter") == [
        ["header", "context", "table", "context", "context", "data_visualization", "actions"]
    ]
    typed = stage.types(GRACE, "/cx score Billing Q4")
    assert typed.split("\n")[:6] == read.split("\n")[:6]
    assert "chart" not in typed
    month = stage.types(GRACE, "/cx score Billing december")
    assert f"\n{FIRST} | 92 %, likely 65 to 99 % | 75 % of 12 | 12\n" in month
    assert "\nBetter than November in" in month
    stage.passes(until=ELEVENTH + timedelta(minutes=5))
    first, then = in_channel(stage, "fourth quarter")
    assert first == read
    assert "Kept: November 9 of 12 and December 11 of 12." in then
    (record,) = [each for each in chain(stage.duly.database) if each.period == "2026-Q4"][:1]
    assert f"frozen Mon 11 Jan · fingerprint {record.digest[:4]} {record.digest[4:8]}" in then
    with stage.duly.database.read() as session:
        said = {
            each.key: each.payload["text"]
            for each in session.exec(select(Message))
            if each.key.startswith("score:")
        }
        assert session.exec(select(Freezing)).one().error == ""
    assert said[f"score:frozen:{record.number}"].startswith("Billing, fourth quarter, frozen: 20")


@pytest.mark.both
def test_where_slack_takes_no_table_the_same_is_said_in_words(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch)
    begin(stage)
    december(stage)
    stage.passes(until=NEW_YEAR + timedelta(minutes=5))
    words = f"\n*{FIRST}*: Q4 83 %, likely 64 to 93 %. Of 24.\n"
    (posted,) = in_channel(stage, "fourth quarter")
    assert words in posted
    assert "November ████████░░ 9 of 12" in posted
    typed = stage.types(SARA, "/cx score Q4")
    assert words in typed
    month = stage.types(SARA, "/cx score december")
    assert f"*{FIRST}*: December 92 %, likely 65 to 99 %. November 75 % of 12. Of 12." in month
    assert stage.workspace.view(SARA) is None


def test_most_misses_waited_for_one_department_only_where_that_is_true(stage: Stage) -> None:
    live(stage)
    assert "misses waited" not in stage.types(MARIA, "/cx score november")
    for each in range(13, 17):
        stage.types(BEN, f"/cx task Explain offer {each} to @sara by friday for Acme")
        stage.types(SARA, f"/cx take T-{each}")
    for each in range(13, 15):
        stage.types(
            SARA, f"/cx wait T-{each} for Sales until 2026-12-09 because the contracts are there"
        )
    stage.passes(days=4)
    read = stage.types(MARIA, "/cx score december")
    assert "misses waited" not in read, "two of four are not most"
    stage.types(BEN, "/cx task Explain offer 17 to @sara by 2026-12-08 for Acme")
    stage.types(SARA, "/cx take T-17")
    stage.types(SARA, "/cx wait T-17 for Sales until 2026-12-10 because the contracts are there")
    stage.passes(days=4)
    read = stage.types(MARIA, "/cx score december")
    assert "Most misses waited for Sales on their day: 3 of 5." in read, read
    assert "contracts" not in read
    on = stage.types(MARIA, "/cx score @sara december")
    assert "Most misses waited for Sales on their day: 3 of 5." in on


def test_a_hostile_name_breaks_no_table(stage: Stage) -> None:
    live(stage)
    name = "<!channel> *Billing* | " + "\U0001f381" * 40
    with stage.duly.database.write() as session:
        billing = session.exec(select(Department).where(Department.name == "Billing")).one()
        billing.name = name
        session.add(billing)
    read = stage.types(SARA, "/cx score november")
    assert f"{FIRST} | 75 %, likely 47 to 91 % | – | 12" in read
    assert "@channel" not in read
    on_server(stage, "2026-11")
    stage.settle()
    assert len(in_channel(stage, "November 2026, frozen")) == 1
    assert not any("did not reach" in each for each in stage.reads(OMAR))
