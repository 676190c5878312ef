"""The roadmap stands in a channel as one message, which changes in its place."""

from __future__ import annotations

import pytest
from sqlmodel import Session, col, select

from storage import channels, posted_pages
from storage.history import Event
from storage.outbox import Message
from storage.roadmap_pages import RoadmapPage
from tests.cast import BEN, MARIA, OMAR, SARA, TEAM
from tests.stage import Stage
from tests.stories.test_roadmap import TITLE, count, taken

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
GENERAL = "#product"


def pages(stage: Stage) -> list[RoadmapPage]:
    with stage.duly.database.read() as session:
        return list(session.exec(select(RoadmapPage).order_by(col(RoadmapPage.number))))


def happened(stage: Stage) -> list[tuple[str, str]]:
    with stage.duly.database.read() as session:
        query = select(Event).where(Event.noun == RoadmapPage.noun).order_by(col(Event.event_id))
        return [(each.verb, each.actor) for each in session.exec(query)]


def edits(stage: Stage) -> int:
    """How often the message was changed at Slack."""
    with stage.duly.database.read() as session:
        query = select(Message).where(Message.method == "chat.update", Message.state == "sent")
        card_id = pages(stage)[-1].card_id
        return sum(each.card_id == card_id for each in session.exec(query))


def post(stage: Stage, user: str = BEN, channel: str = GENERAL) -> str:
    """Somebody lets it stand in a channel; what they read."""
    stage.types(user, "/cx roadmap")
    stage.clicks_answer(user, "Post it here…")
    return stage.fills_in(user, channel=stage.workspace.named(channel).id)


def two(stage: Stage) -> None:
    """Two outcomes stand, Maria's and Ben's."""
    taken(stage)
    taken(stage, notice="Every complaint is heard in a day", baseline="58 %", target="90 %")


def test_one_message_stands_in_a_channel_and_changes_in_its_place(stage: Stage) -> None:
    two(stage)
    said = post(stage)
    assert "The roadmap is in #product, and is kept up to date there." in said
    assert "Pin it there from its own menu" in said
    [shown] = stage.channel(GENERAL)
    assert "Two outcomes for customers, fourth quarter: two without a number yet" in shown
    assert "Brightwater · Oct to Dec · updated Mon 23 Nov · next check-in Thu 26 Nov" in shown
    assert TITLE in shown
    assert "Write an outcome…" not in shown
    assert "Post it here…" not in shown
    [page] = pages(stage)
    assert (page.posted_by, page.number, page.ended_at) == (BEN, 1, None)

    stage.closes(BEN)
    stage.passes(days=1)
    count(stage, number="20", line="Fewer")
    count(stage, ref="O-2", number="70 %", line="Better")
    stage.closes(MARIA)
    before = edits(stage)
    stage.passes(hours=1)
    [shown] = stage.channel(GENERAL)
    assert "two on course" in shown
    assert "updated Tue 24 Nov" in shown
    assert edits(stage) == before + 1, "several changes are one edit"
    stage.passes(days=1)
    [shown] = stage.channel(GENERAL)
    assert "updated Tue 24 Nov" in shown, "another day is no change"
    assert happened(stage) == [("posted", BEN)]


def test_a_task_that_becomes_late_changes_it(stage: Stage) -> None:
    two(stage)
    stage.types(MARIA, "/cx task Check each address to @sara by tomorrow for O-1")
    post(stage)
    [shown] = stage.channel(GENERAL)
    assert "1, none late" in shown
    stage.passes(days=2)
    [shown] = stage.channel(GENERAL)
    assert "1 of 1 late" in shown
    assert "updated Wed 25 Nov" in shown


def test_it_is_posted_once_in_a_channel_and_taken_down(stage: Stage) -> None:
    two(stage)
    post(stage)
    stage.closes(BEN)
    again = post(stage, OMAR)
    assert "since Mon 23 Nov: that message is brought up to date, and no second one" in again
    assert len(stage.channel(GENERAL)) == 1
    assert len(pages(stage)) == 1
    assert "is kept up to date no more, and says so" in stage.clicks_in_form(OMAR, "Take it down")
    [shown] = stage.channel(GENERAL)
    assert shown.startswith("The roadmap is not kept up to date here any more.")
    assert happened(stage) == [("posted", BEN), ("taken down", OMAR)]
    stage.closes(OMAR)
    post(stage, OMAR)
    assert len(stage.channel(GENERAL)) == 2
    assert [bool(each.ended_at) for each in pages(stage)] == [True, False]


def test_whoever_posted_it_reads_when_it_cannot_be_kept_up_to_date(stage: Stage) -> None:
    two(stage)
    post(stage)
    stage.closes(BEN)
    place = stage.workspace.named(GENERAL)
    [message] = [each for each in stage.workspace.messages(place.id) if "outcomes" in each.text]
    stage.workspace.delete(place.id, message.ts)
    post(stage, OMAR)
    assert pages(stage)[0].reason == "Somebody has deleted the message."
    assert "is kept up to date no more: Somebody has deleted the message." in stage.reads_all(BEN)
    assert "“Post it here…” puts it there again" in stage.reads_all(BEN)
    stage.closes(OMAR)

    place.members.discard(stage.workspace.bot_user)
    post(stage, OMAR)
    stage.closes(OMAR)
    assert "Duly is not in this channel. Invite it there" in stage.reads_all(OMAR)
    assert [bool(each.ended_at) for each in pages(stage)] == [True, True]
    assert stage.types(OMAR, "/cx stuck").startswith("Nothing is stuck.")
    place.members.add(stage.workspace.bot_user)

    post(stage, BEN)
    stage.closes(BEN)
    place.is_archived = True
    count(stage, ref="O-2", number="70 %")
    stage.closes(MARIA)
    stage.passes(hours=2)
    assert "The channel is archived." in stage.reads_all(BEN)
    assert all(each.ended_at for each in pages(stage))


@on_sqlite
def test_nothing_is_posted_where_others_read_or_nothing_stands(stage: Stage) -> None:
    assert "Post it here…" not in str(stage.types(OMAR, "/cx roadmap"))
    two(stage)
    stage.types(SARA, "/cx roadmap")
    with pytest.raises(AssertionError, match="no button"):
        stage.clicks_answer(SARA, "Post it here…")
    shared = stage.workspace.named("#billing").id
    with stage.duly.database.write() as session:
        channels.known(session, TEAM, shared).is_shared = True
    stage.types(BEN, "/cx roadmap")
    stage.clicks_answer(BEN, "Post it here…")
    assert "People of other companies read this channel" in stage.fills_in(BEN, channel=shared)
    assert pages(stage) == []
    general = stage.workspace.named(GENERAL).id
    stage.fills_in(BEN, channel=general)
    stage.closes(BEN)

    def become_shared(session: Session) -> None:
        channels.known(session, TEAM, general).is_shared = True

    with stage.duly.database.write() as session:
        become_shared(session)
    stage.passes(hours=1)
    assert "People of another company read that channel now." in stage.reads_all(BEN)
    [page] = pages(stage)
    assert page.reason
    with stage.duly.database.read() as session:
        assert posted_pages.standing(session, RoadmapPage, TEAM) == []
