"""The pages of the customer room pack follow below the file, in its thread: each once."""

from __future__ import annotations

import json

import pytest

from bot import manifest, uploads, young
from bot.uploading import Packs
from handlers.executives import room
from handlers.executives.chapters import PackFigure, PackSection, PackTable
from handlers.executives.room import cards
from handlers.executives.room import orders as ordering
from handlers.executives.room.thread import CELLS, messages, page_of
from handlers.speech import tables
from storage.outbox import Message as Outbox
from tests.cast import BEN, NORA, OMAR, SARA, TEAM
from tests.importer import rows_of
from tests.stage import Stage
from tests.stories.test_room_orders import Stopped, kill_once, lose, orders, shown

HOSTILE = "<!channel> *Refund* | <https://x.example|here> & “مرحبا” " + "x" * 200
MET = "What customers met, by touchpoint"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def pages(stage: Stage) -> list[str]:
    """What stands below the newest pack, page by page."""
    [*_, (message, _)] = shown(stage)
    found = stage.workspace.named("executives").threads().get(message.ts, [])
    return [stage.workspace.plain(each, NORA) for each in found]


def titles(stage: Stage) -> list[str]:
    return [each.splitlines()[0] for each in pages(stage)]


def kept(stage: Stage) -> list[Outbox]:
    return [each for each in rows_of(stage.duly.database, Outbox) if "under:room:" in each.key]


def brings(stage: Stage, month: str = "november") -> None:
    """Nora asks for a pack; Slack has the message that shows it a moment later."""
    stage.types(NORA, f"/cx room {month}")
    stage.passes(hours=0.02)


@pytest.mark.both
def test_its_pages_follow_in_its_thread_one_message_each(stage: Stage) -> None:
    stage.types(BEN, "/cx task Explain the invoice to @sara by friday for Acme")
    stage.types(SARA, "/cx done T-1")
    stage.types(BEN, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.types(OMAR, "/cx impact Raise the fee by 10 dec, @victor decides")
    brings(stage)
    with stage.duly.database.read() as session:
        pack = room.prepare(session, stage.now, TEAM, "2026-11")
    wanted = [each.title for each in cards.sections(pack)]
    assert titles(stage)[1:] == wanted
    assert MET in wanted
    assert "Raise the fee: what does it mean for customers?" in pages(stage)[0]
    assert {each.state for each in kept(stage)} == {"sent"}
    assert len(kept(stage)) == len(messages(pack)) == len(pages(stage))
    assert orders(stage) == []
    stage.passes(days=1)
    assert len(pages(stage)) == len(wanted) + 1


@on_sqlite
def test_what_customers_say_is_harmless_and_what_is_private_only_counted(stage: Stage) -> None:
    stage.types(BEN, f"/cx issue {HOSTILE} for Acme in Billing sev 2")
    stage.types(BEN, "/cx issue Zebra secret for Acme in Billing sev 2 private")
    brings(stage)
    raw = json.dumps([each.payload for each in kept(stage)])
    for never in ("<!channel>", "<https:", "Zebra"):
        assert never not in raw
    [met] = [each for each in pages(stage) if each.startswith(MET)]
    assert "One of the issues is private" in met
    for each in kept(stage):
        built = each.payload["blocks"]
        assert len(built) + sum(len(b.get("rows", ())) for b in built) <= 50
        assert sum(block["type"] == "table" for block in built) <= 1


@on_sqlite
def test_a_month_with_nothing_to_report_has_few_pages(stage: Stage) -> None:
    brings(stage, "january 2026")
    found = titles(stage)
    assert MET not in found
    assert "Thank you" not in found
    assert orders(stage) == []


KILLS = {
    "shown": (Packs, "_shown", "before"),
    "looking": (uploads, "standing", "before"),
    "found": (uploads, "standing", "after"),
    "written": (ordering, "follow", "after"),
}
"""Between which steps: Slack shows the file, its message is looked for and found, and the pages are
written down."""


@pytest.mark.both
@pytest.mark.parametrize("when", KILLS)
def test_a_kill_on_the_way_leaves_each_page_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    stage.types(BEN, "/cx issue Invoiced twice for Acme in Billing sev 2")
    kill_once(monkeypatch, *KILLS[when])
    with pytest.raises(Stopped):
        brings(stage)
    assert kept(stage) == []
    stage.passes(hours=2)
    assert len(shown(stage)) == 1
    assert orders(stage) == []
    found = titles(stage)
    assert len(found) == len(set(found)) > 2


@on_sqlite
@pytest.mark.parametrize("how", ["drop_before", "drop_after", "error_500", "ratelimited"])
def test_pages_that_slack_does_not_take_at_once_come_once(stage: Stage, how: str) -> None:
    stage.types(BEN, "/cx issue Invoiced twice for Acme in Billing sev 2")
    for method in ("chat.postMessage", "conversations.history"):
        lose(stage, method, how, times=2)
    stage.types(NORA, "/cx room november")
    stage.passes(hours=2)
    found = titles(stage)
    assert len(found) == len(set(found)) > 2
    assert orders(stage) == []


@on_sqlite
def test_where_nobody_may_look_it_comes_without_pages(stage: Stage) -> None:
    scopes = [each for each in manifest.SCOPES if "history" not in each]
    stage.workspace.manifest["oauth_config"]["scopes"]["bot"] = [*scopes, "files:write"]
    stage.types(NORA, "/cx room november")
    stage.passes(hours=1)
    assert len(shown(stage)) == 1
    assert orders(stage) == pages(stage) == []
    assert "did not" not in stage.reads_all(NORA)


@on_sqlite
def test_a_pack_that_is_deleted_at_once_gets_no_pages(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill_once(monkeypatch, uploads, "standing", "before")
    with pytest.raises(Stopped):
        brings(stage)
    [(_, file)] = shown(stage)
    file.is_deleted = True
    stage.passes(hours=1)
    assert orders(stage) == pages(stage) == []


@on_sqlite
def test_a_history_that_stays_away_leaves_the_file_alone(stage: Stage) -> None:
    lose(stage, "conversations.history", "error_500", times=99)
    stage.types(NORA, "/cx room november")
    stage.passes(hours=5)
    assert len(shown(stage)) == 1
    assert orders(stage) == pages(stage) == []
    assert "did not" not in stage.reads_all(NORA)


def wide(rows: int, cell: int) -> PackSection:
    table = PackTable(
        "Many", ("Name", "One", "Two"), [(f"Row {n}", "x" * cell, "y" * cell) for n in range(rows)]
    )
    small = PackTable("Few", ("Name", "How many"), [("مرحبا", "3"), ("", "")])
    figures = [PackFigure(table), PackFigure(small, None, {"How many": [3, 0]})]
    return PackSection("many", "Many things", ["A & B <!here>"], figures)


@pytest.mark.parametrize(("rows", "cell"), [(3, 3), (30, 100), (200, 2_000), (200, 1)])
def test_however_large_a_table_is_a_page_fits_into_a_message(rows: int, cell: int) -> None:
    shown = page_of(wide(rows, cell))
    assert "<!here>" not in json.dumps(shown.payload)
    [table] = [each for each in shown.blocks if each["type"] == "table"]
    cells = sum(len(c["text"]) for row in table["rows"] for c in row)
    assert cells <= CELLS
    assert len(shown.blocks) <= 50
    assert len(tables.as_text(shown.blocks)) <= 50
    left = rows - (len(table["rows"]) - 1)
    assert ("in the file." in json.dumps(shown.blocks)) == bool(left)


def test_where_slack_takes_no_table_and_no_chart_it_is_lines() -> None:
    sent = Outbox(team_id=TEAM, key="", lane="", method="", payload=page_of(wide(2, 3)).payload)
    assert young.has(sent)
    young.drop(sent)
    said = json.dumps(sent.payload, ensure_ascii=False)
    assert not young.has(sent)
    assert "*Row 0*: xxx. yyy." in said
