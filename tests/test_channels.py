"""What Slack tells of channels: which are private, and that others than we read one."""

from __future__ import annotations

import pytest

from bot import channels, directory
from bot.practice.slack.events import Events
from storage import channels as stored
from storage import schedules, workspaces
from storage.schedules import Posting
from tests.cast import BEN, NORA, OMAR, SARA, TEAM, VICTOR
from tests.stage import Stage

BILLING, EXEC, GENERAL = "C0BILLING", "C0EXEC", "C0GENERAL"
THEM = "T0PARTNER"
TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def look_up(stage: Stage) -> int:
    return channels.look_up(stage.duly.slack, stage.duly.database, stage.now)


def known(stage: Stage, channel_id: str) -> tuple[bool | None, bool | None] | None:
    with stage.duly.database.read() as session:
        found = stored.find(session, TEAM, channel_id)
        return (found.is_private, found.is_shared) if found else None


def move_executives(stage: Stage, channel_id: str) -> None:
    with stage.duly.database.write() as session:
        workspace = workspaces.find(session, TEAM)
        assert workspace
        workspace.executive_channel_id = channel_id
        session.add(workspace)
    stage.workspace.channel(channel_id).members.add(stage.workspace.bot_user)


def test_channels_in_use_are_looked_up_once_a_day(stage: Stage) -> None:
    assert look_up(stage) == 6
    assert (known(stage, EXEC), known(stage, BILLING)) == ((True, False), (False, False))
    assert look_up(stage) == 0
    stage.workspace.channel(BILLING).sharing_pending = (THEM,)
    stage.passes(days=1)
    assert look_up(stage) == 6
    assert known(stage, BILLING) == (False, True), "an invitation counts"


def test_a_channel_that_duly_cannot_see_stays_unknown(stage: Stage) -> None:
    stage.workspace.channel(EXEC).members.discard(stage.workspace.bot_user)
    look_up(stage)
    assert known(stage, EXEC) == (None, None)


@only_sqlite
def test_what_is_asked_where_all_read_along_is_for_all(stage: Stage) -> None:
    move_executives(stage, GENERAL)
    stage.types(NORA, "/cx impact Raise the fee")
    look_up(stage)
    stage.settle()
    assert stage.channel("#general") == ["D-1 is private now."], "until Slack said who reads it"
    told = stage.types(NORA, "/cx impact Lower the fee")
    assert "Everybody here may see it." in told
    assert any("Lower the fee" in each for each in stage.channel("#general"))
    told = stage.types(NORA, "/cx impact privately Close the depot")
    assert "in their messages." in told
    assert "Only the executives see it" in told
    stage.passes(days=1)
    assert not any("Close the depot" in each for each in stage.channel("#general"))
    assert "Close the depot" in stage.reads_all(VICTOR)


@only_sqlite
def test_where_another_company_begins_to_read_nothing_more_is_posted(stage: Stage) -> None:
    look_up(stage)
    stage.types(OMAR, "/cx digest daily 9:00", "#billing")
    stage.types(OMAR, TASK)
    assert len(stage.channel("#billing")) == 1
    Events(stage.workspace).share(BILLING, THEM)
    stage.hears()
    stage.hears()
    told = [each for each in stage.reads(OMAR) if "People of another company read" in each]
    assert len(told) == 1
    stage.types(OMAR, "/cx task Send the credit note to @sara by friday")
    stage.passes(days=2)
    assert len(stage.channel("#billing")) == 1, "neither cards nor digests"
    assert "Send the credit note" in stage.reads_all(SARA)
    refused = stage.types(OMAR, "/cx digest daily 9:00", "#billing")
    assert "People of other companies read this channel" in refused
    stage.types(OMAR, "/cx setup department Billing")
    assert "People of other companies read this channel" in stage.fills_in(OMAR)
    stage.closes(OMAR)
    with stage.duly.database.read() as session:
        assert schedules.find(session, TEAM, Posting.DIGEST, BILLING)


@only_sqlite
def test_when_they_are_gone_cards_come_back(stage: Stage) -> None:
    look_up(stage)
    Events(stage.workspace).share(BILLING, THEM)
    stage.hears()
    Events(stage.workspace).unshare(BILLING, THEM)
    stage.hears()
    assert known(stage, BILLING) == (False, True), "until Slack has said that nobody else reads it"
    assert look_up(stage) == 1
    stage.settle()
    assert "Only people who work here read #billing now." in stage.reads_all(OMAR)
    stage.types(OMAR, TASK)
    assert len(stage.channel("#billing")) == 1


@only_sqlite
def test_a_channel_that_others_read_is_found_by_no_name(stage: Stage) -> None:
    Events(stage.workspace).share(BILLING, THEM)
    found = directory.channels(stage.duly.slack)
    assert "billing" not in found
    assert found["sales"] == "C0SALES"


@only_sqlite
def test_a_task_of_a_private_channel_is_private_unless_its_department_lives_there(
    stage: Stage,
) -> None:
    told = stage.types(NORA, "/cx task Call Acme to @sara by friday", "#executives")
    assert "Private: only you, Sara, Maria and Omar see it." in told
    told = stage.types(NORA, "/cx task Call Globex to @sara by friday openly", "#executives")
    assert "Private" not in told
    stage.workspace.channel(BILLING).is_private = True
    told = stage.types(SARA, "/cx task Call Initech to @sara by friday", "#billing")
    assert "Private" not in told
    assert "Private" not in stage.types(BEN, "/cx task Call Initech to @sara by friday")
