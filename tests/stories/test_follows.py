"""Whoever follows a promise hears what becomes of it, as whoever asked for it does."""

from __future__ import annotations

import pytest

from storage import follows
from tests import rows
from tests.cast import GRACE, LEE, NORA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"


def followers(stage: Stage) -> list[str]:
    with stage.duly.database.read() as session:
        return follows.followers(session, TEAM, "task", 1)


def test_whoever_follows_hears_what_becomes_of_it(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    told = stage.types(TOM, "/cx follow T-1")
    assert "You follow T-1 Rewrite the refund mail." in told
    assert "already" in stage.types(TOM, "/cx watch T-1")
    assert followers(stage) == [TOM]
    stage.types(SARA, "/cx take T-1")
    assert "T-1 Rewrite the refund mail" in stage.reads_all(TOM)
    assert "T-1" in stage.types(TOM, "/cx list what I follow")
    stage.types(SARA, "/cx no T-1 because legal forbids it")
    assert "legal forbids it" in stage.reads_all(TOM)
    before = stage.reads(TOM)
    assert "no longer" in stage.types(TOM, "/cx unfollow T-1")
    assert "You do not follow" in stage.types(TOM, "/cx stop following T-1")
    stage.types(SARA, "/cx reopen T-1 because they changed their mind")
    assert [each for each in stage.reads(TOM) if "changed their mind" in each] == []
    assert len(stage.reads(TOM)) == len(before)


def test_it_is_followed_from_its_story(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(GRACE, "/cx T-1")
    assert "Follow" in stage.sees_form(GRACE)
    view = stage.workspace.view(GRACE)
    assert view is not None
    chosen = next(
        (element["action_id"], block["block_id"], option["value"] if option else None)
        for block in view.blocks
        for element in (*block.get("elements", []), block.get("accessory") or {})
        for option in (element.get("options") or [None])
        if "item.follow" in str(option or element)
    )
    stage.people.click_in_view(GRACE, view.id, chosen[0], chosen[1], selected=chosen[2])
    stage.settle()
    assert followers(stage) == [GRACE]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_not_for_somebody_is_not_followed(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    rows.make_guest(stage, SARA)
    assert "This is for people of Brightwater" in stage.types(SARA, "/cx follow T-1")
    assert "There is no T-9" in stage.types(NORA, "/cx follow T-9")
    assert "I could not place “closely”" in stage.types(NORA, "/cx follow T-1 closely")
    assert followers(stage) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_follower_reads_no_more_of_what_became_private(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(GRACE, "/cx task Call the depot to @lee by friday")
    for ref in ("T-1", "T-2"):
        stage.types(TOM, f"/cx follow {ref}")
    stage.types(SARA, "/cx take T-1")
    stage.types(OMAR, "/cx private T-1")
    stage.types(OMAR, "/cx edit T-1")
    stage.fills_in(OMAR, title="Rewrite the secret mail")
    stage.types(LEE, "/cx take T-2")
    newest = stage.reads(TOM)[-1]
    assert "T-2 Call the depot" in newest
    assert "secret" not in newest
    assert "T-1" not in newest


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_became_private_is_not_counted_among_the_news(stage: Stage) -> None:
    for words in ("Rewrite the mail", "Call the depot", "Count the pallets"):
        stage.types(OMAR, f"/cx task {words} to @sara by friday")
    for number in (1, 2, 3):
        stage.types(TOM, f"/cx follow T-{number}")
        stage.types(SARA, f"/cx take T-{number}")
    assert "News of" in stage.workspace.direct_messages(TOM)[-1].text
    stage.types(OMAR, "/cx private T-1")
    stage.types(SARA, "/cx done T-2")
    told = stage.workspace.direct_messages(TOM)[-1]
    assert told.text.startswith("News of two things")
    assert "more" not in stage.workspace.plain(told, TOM)
