"""A scorecard comes as a file to whoever asks for it, with all that they may see of it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from sqlmodel import select

from bot import uploads
from bot.practice.slack.files import SharedFile
from bot.slack import Result, Verdict
from handlers.executives import scores
from storage.database import Database
from storage.outbox import FILE, Message
from tests.cast import BEN, LEE, MARIA, NORA, OMAR, SARA, TOM, VICTOR
from tests.stage import Stage, set_up
from tests.stories.test_frozen import DECEMBER, live, on_server
from tests.stories.test_prompts_scored import DEPOT, belong
from tests.stories.test_quarters import NEW_YEAR, begin

CARD = "/cx score Billing november"
FIRST = "Kept on the day first given"
PROMPTS = "Questions about customers answered in time"


def files(stage: Stage, who: str) -> list[SharedFile]:
    """What lies in somebody's messages from Duly, the oldest first."""
    place = stage.workspace.dm(who).id
    return [
        stage.workspace.files[each]
        for message in stage.workspace.messages(place)
        for each in message.files
    ]


def rows(file: SharedFile) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(file.content.decode("utf-8-sig"))))


def asks(stage: Stage, who: str) -> str:
    stage.types(who, CARD)
    return stage.clicks_answer(who, "As a file…")


@pytest.mark.both
def test_who_asks_gets_the_figures_and_what_they_are_made_of(stage: Stage) -> None:
    live(stage)
    on_server(stage, "2026-11", "Billing")
    said = asks(stage, SARA)
    assert "Billing, November 2026, frozen: 9 of 12 promises kept on the day. It comes" in said
    stage.settle()
    (file,) = files(stage, SARA)
    assert file.name == "scorecard-billing-2026-11.csv"
    found = rows(file)
    (first,) = [row for row in found if (row["row"], row["figure"]) == ("figure", FIRST)]
    assert (first["score"], first["met"], first["of"], first["low"]) == ("75 %", "9", "12", "47 %")
    behind = [row for row in found if (row["row"], row["figure"]) == ("item", FIRST)]
    assert [row["item"] for row in behind] == [f"T-{each}" for each in range(1, 13)]
    assert behind[9]["counted"] == "missed"
    assert {row["with"] for row in found} == {""}, "whose it was is for the lead alone"
    assert files(stage, TOM) == files(stage, OMAR) == []
    stage.clicks_answer(SARA, "As a file…")
    assert len(files(stage, SARA)) == 1, "twice within a minute is once"


def test_the_lead_reads_whose_it_was_and_private_things_are_counted_only(stage: Stage) -> None:
    for each in range(1, 13):
        privately = " privately" if each > 10 else ""
        stage.types(BEN, f"/cx task =cmd invoice {each} to @sara by friday for Acme{privately}")
    stage.passes(until=DECEMBER)
    for who in (MARIA, TOM):
        asks(stage, who)
        stage.settle()
    (of_maria,), (of_tom,) = files(stage, MARIA), files(stage, TOM)
    behind = [row for row in rows(of_maria) if (row["row"], row["figure"]) == ("item", FIRST)]
    assert len(behind) == 12
    assert {row["with"] for row in behind} == {"Sara Novak"}
    assert {row["title"][:5] for row in behind} == {"'=cmd"}, "nothing becomes a formula"
    seen = [row for row in rows(of_tom) if row["figure"] == FIRST]
    assert [row["row"] for row in seen] == ["figure", *["item"] * 10, "private"]
    assert (seen[-1]["of"], seen[-1]["title"]) == ("2", "2 private things, counted only")
    assert {row["with"] for row in seen} == {""}


@pytest.mark.both
def test_questions_to_executives_stand_in_it_for_whoever_may_see_them(stage: Stage) -> None:
    belong(stage, "Billing", VICTOR)
    belong(stage, "Logistics", NORA)
    stage.types(MARIA, "/cx issue Nobody can log in for Acme in Billing sev 1")
    stage.types(NORA, "/cx prompt now")
    stage.clicks(NORA, "Ask somebody else…")
    stage.fills_in(NORA, owner=VICTOR)
    stage.types(OMAR, f"{DEPOT} by thursday")
    stage.types(OMAR, "/cx impact =Sell the northern depot by thursday privately")
    stage.passes(until=DECEMBER)
    for who in (VICTOR, SARA):
        asks(stage, who)
        stage.settle()
    (of_victor,), (of_sara,) = files(stage, VICTOR), files(stage, SARA)
    own, others = (
        {row["item"]: row["title"] for row in rows(each) if row["figure"] == PROMPTS}
        for each in (of_victor, of_sara)
    )
    assert set(own) >= {"D-1", "D-2", "E-1"}, own
    assert own["D-2"] == "'=Sell the northern depot", "nothing becomes a formula"
    assert not {"D-2", "E-1"} & set(others), others
    assert "northern" not in str(others)
    assert "private things, counted only" in str(others)


def test_a_persons_scorecard_is_for_them_and_their_lead_until_they_lose_it(stage: Stage) -> None:
    live(stage)
    stage.types(LEE, "/cx score @sara november")
    stage.clicks_answer(LEE, "As a file…")
    stage.settle()
    (file,) = files(stage, LEE)
    assert file.name == "scorecard-sara-2026-11.csv"
    with stage.duly.database.read() as session:
        (row,) = session.exec(select(Message).where(Message.method == FILE))
        assert (row.lane, row.state) == (LEE, "sent")
        assert "T-1" not in str(row.payload), "what it holds is kept nowhere"


def test_from_the_channel_it_comes_to_whoever_presses(stage: Stage) -> None:
    begin(stage)
    live(stage)
    stage.passes(until=NEW_YEAR + timedelta(minutes=5))
    stage.clicks(LEE, "As a file…")
    stage.settle()
    (file,) = files(stage, LEE)
    assert file.name == "scorecard-billing-2026-Q4.csv"
    assert files(stage, SARA) == []


@pytest.fixture
def without_leave(database: Database, database_url: str) -> Iterator[Stage]:
    del database
    with set_up(database_url, files=False) as stage:
        yield stage


def test_without_the_permission_it_is_said_what_is_missing(without_leave: Stage) -> None:
    stage = without_leave
    live(stage)
    asks(stage, SARA)
    stage.settle()
    with stage.duly.database.read() as session:
        (row,) = session.exec(select(Message).where(Message.method == FILE))
        assert row.state == "failed"
    assert "permission" in row.error, row.error
    assert any("did not reach" in each for each in stage.reads(OMAR)), stage.reads(OMAR)[-1]
    told = stage.reads(SARA)[-1]
    assert told.startswith("The file that you asked for did not come: Billing, November 2026")
    assert "permission" in told
    assert told.endswith("When that is mended, @omar can send it again.")


@pytest.mark.both
@pytest.mark.parametrize("is_shown", [True, False])
def test_what_the_net_swallows_comes_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, is_shown: bool
) -> None:
    live(stage)
    lost = [Result(Verdict.UNKNOWN, {}, "nobody knows")]
    show = uploads.show

    def shown(*given: Any) -> Result:
        if not lost:
            return show(*given)
        if is_shown:
            show(*given)
        return lost.pop()

    monkeypatch.setattr(uploads, "show", shown)
    asks(stage, SARA)
    for _ in range(10):
        stage.passes(hours=0.02)
    assert len(files(stage, SARA)) == 1, "it is looked for before it is brought again"
    with stage.duly.database.read() as session:
        (row,) = session.exec(select(Message).where(Message.method == FILE))
        assert (row.state, row.attempts) == ("sent", 1 if is_shown else 2), row


def test_who_sends_it_dies_before_and_after_slack_shows_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    live(stage)
    deaths = ["announce", "show"]

    def killed_after(name: str) -> None:
        whole = getattr(uploads, name)

        def call(*given: Any) -> Any:
            answered = whole(*given)
            if name in deaths:
                deaths.remove(name)
                raise RuntimeError("killed")
            return answered

        monkeypatch.setattr(uploads, name, call)

    for each in deaths:
        killed_after(each)
    asks(stage, SARA)
    for _ in range(10):
        stage.passes(hours=0.02)
    assert deaths == []
    assert len(files(stage, SARA)) == 1


def test_making_it_keeps_nobody_waiting(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    live(stage)
    counted = scores.behind
    waited: list[bool] = []

    def slowly(*given: Any) -> Any:
        with stage.duly.database.write():
            waited.append(True)
        return counted(*given)

    monkeypatch.setattr(scores, "behind", slowly)
    asks(stage, SARA)
    stage.settle()
    assert waited, "somebody writes while it is made"
    assert len(files(stage, SARA)) == 1


def test_it_is_asked_for_in_words(stage: Stage) -> None:
    live(stage)
    on_server(stage, "2026-11", "Billing")
    said = stage.types(SARA, f"{CARD} as a file")
    assert "9 of 12 promises kept on the day. It comes to you here as a file" in said
    stage.settle()
    (file,) = files(stage, SARA)
    assert file.name == "scorecard-billing-2026-11.csv"
    assert "for themselves" in stage.types(TOM, "/cx score @sara november as csv")
    assert files(stage, TOM) == []
