"""Nora asks for the customer room pack of a month: it comes to the executives' channel, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from bot import manifest, uploading, uploads
from bot.practice.slack.files import SharedFile
from bot.practice.slack.objects import Message
from bot.uploading import MOST_ATTEMPTS, Packs
from handlers.executives import room
from handlers.executives.room import page
from handlers.executives.room.months import PackMonth
from storage import channels
from storage.database import Database
from storage.history import Event
from storage.people import Person
from storage.room_orders import RoomOrder, RoomStage
from storage.workspaces import Workspace
from tests.cast import BEN, EXECUTIVES, MONDAY, NORA, OMAR, SARA, TEAM, VICTOR
from tests.importer import rows_of
from tests.stage import Stage, set_up

ANNOUNCE, SHOW, LOOK = (
    "files.getUploadURLExternal", "files.completeUploadExternal", "files.info",
)  # fmt: skip
NOW_ON_ITS_WAY = "The customer room pack of November 2026 is on its way to #executives."


def shown(stage: Stage) -> list[tuple[Message, SharedFile]]:
    """What was uploaded to the executives' channel, with the message that shows it."""
    return [
        (message, stage.workspace.files[file_id])
        for message in stage.workspace.messages("#executives")
        for file_id in message.files
    ]


def orders(stage: Stage) -> list[RoomOrder]:
    return rows_of(stage.duly.database, RoomOrder)


def lose(stage: Stage, method: str, how: str = "drop_after", times: int = 1) -> None:
    stage.workspace.faults.fail_next(times, method=method, how=how)  # type: ignore[arg-type]


def allow(stage: Stage, *files: str) -> None:
    """The app was installed with just these scopes for files."""
    scopes = [*manifest.SCOPES, *files]
    stage.workspace.manifest["oauth_config"]["scopes"]["bot"] = scopes


def test_the_pack_of_a_month_comes_as_a_file_with_the_month_in_a_sentence(stage: Stage) -> None:
    stage.types(BEN, "/cx task Explain the invoice to @sara by friday for Acme")
    stage.types(SARA, "/cx done T-1")
    told = stage.types(NORA, "/cx room november")
    assert told == f"{NOW_ON_ITS_WAY} It tells the month so far."
    [(message, file)] = shown(stage)
    assert message.text.startswith("So far in November 2026, ")
    assert (file.name, file.title) == (
        "customer-room-2026-11.html", "Customer room, November 2026, so far",
    )  # fmt: skip
    with stage.duly.database.read() as session:
        pack = room.prepare(session, stage.now, TEAM, "2026-11")
    assert file.content.decode() == page.html(pack)
    stage.passes(hours=0.02)
    assert orders(stage) == []
    asked = [each for each in rows_of(stage.duly.database, Event) if each.noun == "room"]
    assert [(each.actor, each.verb, each.details["month"]) for each in asked] == [
        (NORA, "asked for", "2026-11")
    ]


@pytest.mark.parametrize("words", ["", "last month", "october", "2026-10", "for oct", "Oct. 2026"])
def test_a_month_is_named_in_several_ways(stage: Stage, words: str) -> None:
    told = stage.types(OMAR, f"/cx room {words}")
    assert told == NOW_ON_ITS_WAY.replace("November", "October")
    [(_, file)] = shown(stage)
    assert file.title == "Customer room, October 2026"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("2026-12", "December 2026 has not begun yet, so there is nothing to tell of it."),
        ("december 2026", "November 2026 is told so far with 2026-11."),
        ("2026-13", "I can't read “2026-13” as a month. Write the year and the month: 2026-11"),
        ("ju", "I can't read “ju” as a month."),
        ("<!channel> *now*", "as a month."),
        ("x" * 3000, "as a month."),
    ],
)
def test_a_month_that_is_none_or_to_come_gets_a_sentence(
    stage: Stage, words: str, told: str
) -> None:
    assert told in stage.types(OMAR, f"/cx room {words}")
    assert all("<!channel>" not in note.text for note in stage.workspace.notes(OMAR))
    assert shown(stage) == orders(stage) == []


def test_a_name_without_a_year_is_the_last_such_month_that_has_begun(stage: Stage) -> None:
    assert "of December 2025 is on its way" in stage.types(OMAR, "/cx room december")


def test_only_executives_and_the_cco_ask_for_it(stage: Stage) -> None:
    for user in (SARA, BEN):
        told = stage.types(user, "/cx room november")
        assert told.startswith("That is for an executive or the CCO to do. Nothing was changed.")
    assert shown(stage) == orders(stage) == []


@pytest.mark.both
def test_of_two_who_ask_before_it_has_come_both_read_that_and_it_comes_once(stage: Stage) -> None:
    lose(stage, ANNOUNCE, "drop_before")
    stage.types(NORA, "/cx room november")
    told = stage.types(OMAR, "/cx room 2026-11")
    assert "is on its way to #executives already." in told
    [order] = orders(stage)
    assert order.asked_by == [NORA, OMAR]
    stage.passes(hours=1)
    assert len(shown(stage)) == 1
    assert orders(stage) == []


def test_whoever_left_meanwhile_keeps_nothing_from_coming(stage: Stage) -> None:
    lose(stage, ANNOUNCE, "drop_before")
    stage.types(NORA, "/cx room november")
    with stage.duly.database.write() as session:
        session.get_one(Person, (TEAM, NORA)).gone = True
    stage.passes(hours=1)
    assert len(shown(stage)) == 1


def test_where_whoever_asked_has_left_the_cco_hears_that_nothing_comes(stage: Stage) -> None:
    lose(stage, ANNOUNCE, "drop_before")
    stage.types(VICTOR, "/cx room november")
    with stage.duly.database.write() as session:
        session.get_one(Person, (TEAM, VICTOR)).gone = True
    stage.workspace.named("executives").is_archived = True
    stage.passes(hours=1)
    assert "The customer room pack of November 2026 did not come" in stage.reads_all(OMAR)
    assert "did not come" not in stage.reads_all(VICTOR)


# --- what is in the way ---


def test_without_an_executive_channel_it_is_said_who_chooses_one(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        session.get_one(Workspace, TEAM).executive_channel_id = None
    assert "There is no executive channel yet." in stage.types(NORA, "/cx room november")
    assert orders(stage) == []


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ("is_archived", "The channel is archived. Choose another one with `/cx setup`. Then ask"),
        ("left", "Invite it there with `/invite @Duly`. Then ask again with `/cx room 2026-11`."),
        ("shared", "People of another company read the executives' channel, so"),
        ("invited", "People of another company read the executives' channel, so"),
    ],
)
def test_where_it_may_not_be_shown_nothing_is_uploaded_and_it_is_said(
    stage: Stage, spoil: str, told: str
) -> None:
    channel = stage.workspace.named("executives")
    match spoil:
        case "is_archived":
            channel.is_archived = True
        case "left":
            channel.members.discard(stage.workspace.bot_user)
        case "shared":
            channel.shared_with = ("T0OTHER",)
        case "invited":
            channel.sharing_pending = ("T0OTHER",)
    stage.types(NORA, "/cx room november")
    assert told in stage.reads(NORA)[-1]
    assert stage.workspace.uploads == {}, "not a byte has left"
    assert orders(stage) == []


def test_a_channel_that_is_known_to_be_shared_is_refused_at_once(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        channels.known(session, TEAM, EXECUTIVES).is_shared = True
    assert "People of another company read" in stage.types(NORA, "/cx room november")
    assert orders(stage) == []


@pytest.fixture
def without_leave(database: Database, database_url: str) -> Iterator[Stage]:
    with set_up(database_url, files=False) as stage:
        yield stage


def test_without_leave_to_upload_it_is_said_what_to_do(without_leave: Stage) -> None:
    told = without_leave.types(NORA, "/cx room november")
    assert "is on its way to #executives." in told
    said = without_leave.reads(NORA)[-1]
    assert "put what `duly manifest --files` prints into the app's settings" in said
    assert "which adds `files:write`" in said
    assert orders(without_leave) == []


def test_at_night_whoever_asked_just_now_hears_it_and_the_cco_in_the_morning(stage: Stage) -> None:
    stage.passes(until=MONDAY.replace(hour=21))
    stage.workspace.named("executives").is_archived = True
    before = len(stage.reads(NORA))
    stage.types(NORA, "/cx room november")
    assert len(stage.reads(NORA)) == before + 1


# --- on bad days ---


@pytest.mark.parametrize("method", ["conversations.info", ANNOUNCE, "upload", SHOW])
@pytest.mark.parametrize("how", ["drop_before", "error_500", "ratelimited"])
def test_what_slack_does_not_take_it_is_asked_again(stage: Stage, method: str, how: str) -> None:
    lose(stage, method, how, times=2)
    stage.types(NORA, "/cx room november")
    assert shown(stage) == []
    stage.passes(hours=1)
    assert len(shown(stage)) == 1
    assert orders(stage) == []
    assert "did not" not in stage.reads_all(NORA)


@pytest.mark.both
@pytest.mark.parametrize("method", [ANNOUNCE, "upload", SHOW])
def test_an_answer_that_is_lost_doubles_nothing(stage: Stage, method: str) -> None:
    lose(stage, method)
    stage.types(NORA, "/cx room november")
    stage.passes(hours=1)
    assert len(shown(stage)) == 1
    assert orders(stage) == []


def test_slack_that_stays_away_is_given_up_and_that_is_said(stage: Stage) -> None:
    lose(stage, ANNOUNCE, "error_500", times=99)
    stage.types(NORA, "/cx room november")
    stage.passes(hours=4)
    assert "Slack did not take the customer room pack of November 2026" in stage.reads(NORA)[-1]
    assert shown(stage) == orders(stage) == []


def test_where_nobody_may_look_a_lost_answer_is_said_and_nothing_comes_twice(stage: Stage) -> None:
    allow(stage, "files:write")
    lose(stage, SHOW)
    stage.types(NORA, "/cx room november")
    stage.passes(hours=1)
    assert len(shown(stage)) == 1
    assert "may have come to the executives' channel" in stage.reads(NORA)[-1]
    assert orders(stage) == []


def test_where_slack_says_that_it_did_nothing_it_is_asked_again_without_a_look(
    stage: Stage,
) -> None:
    allow(stage, "files:write")
    lose(stage, SHOW, "ratelimited", times=3)
    stage.types(NORA, "/cx room november")
    stage.passes(hours=1)
    assert len(shown(stage)) == 1
    assert len(stage.workspace.uploads) == 1, "the file was there already"


def test_a_file_that_somebody_deletes_at_once_is_not_brought_again(stage: Stage) -> None:
    lose(stage, SHOW)
    stage.types(NORA, "/cx room november")
    [(_, file)] = shown(stage)
    file.is_deleted = True
    stage.passes(hours=1)
    assert len(shown(stage)) == 1
    assert orders(stage) == []


def test_when_the_executives_have_another_channel_meanwhile_it_comes_there(stage: Stage) -> None:
    lose(stage, SHOW, "ratelimited")
    stage.types(NORA, "/cx room november")
    with stage.duly.database.write() as session:
        session.get_one(Workspace, TEAM).executive_channel_id = "C0GENERAL"
    stage.workspace.named("general").members.add(stage.workspace.bot_user)
    stage.passes(hours=1)
    assert shown(stage) == []
    assert [m.files for m in stage.workspace.messages("#general") if m.files] != []


class Stopped(BaseException):
    """The machine stops."""


KILLS = {
    "announced": (uploads, "announce", "after"),
    "sent": (uploads, "send", "after"),
    "asked": (uploads, "show", "before"),
    "shown": (uploads, "show", "after"),
    "written": (Packs, "_shown", "before"),
}
"""Between which steps: the file is known, its bytes are there, Slack is asked, Slack shows it, and
that is written down."""


def kill_once(monkeypatch: pytest.MonkeyPatch, place: object, name: str, moment: str) -> None:
    """The machine stops before or after one step, the first time that it is taken."""
    step, left = getattr(place, name), iter([True])

    def killed_once(*args: object) -> object:
        if moment == "before" and next(left, False):
            raise Stopped
        done = step(*args)
        if moment == "after" and next(left, False):
            raise Stopped
        return done

    monkeypatch.setattr(place, name, killed_once)


@pytest.mark.both
@pytest.mark.parametrize("when", KILLS)
def test_a_kill_between_any_two_steps_leaves_one_file(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    kill_once(monkeypatch, *KILLS[when])
    with pytest.raises(Stopped):
        stage.types(NORA, "/cx room november")
    assert len(orders(stage)) == 1
    stage.passes(hours=2)
    assert len(shown(stage)) == 1
    assert orders(stage) == []
    assert "may have come" not in stage.reads_all(NORA)


def test_what_breaks_whoever_takes_it_up_is_given_up_and_said(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> str:
        raise RuntimeError

    monkeypatch.setattr(uploading.page, "html", breaks)
    with pytest.raises(RuntimeError):
        stage.types(NORA, "/cx room november")
    for _ in range(MOST_ATTEMPTS - 1):
        stage.workspace.clock.forward(timedelta(minutes=6))
        with pytest.raises(RuntimeError):
            stage.settle()
    stage.workspace.clock.forward(timedelta(minutes=6))
    stage.settle()
    assert orders(stage) == []
    stage.passes(hours=24)
    assert "Something on our side kept me from making" in stage.reads_all(NORA)


@pytest.mark.both
def test_another_worker_that_has_the_order_by_now_is_not_talked_over(stage: Stage) -> None:
    lose(stage, ANNOUNCE, "drop_before")
    stage.types(NORA, "/cx room november")
    packs = Packs(stage.duly.slack, stage.duly.database, lambda: stage.now, lambda: False, ())
    stage.workspace.clock.forward(timedelta(minutes=1))
    bring = packs._bring

    def taken_from_us(order: RoomOrder, month: PackMonth) -> None:
        with stage.duly.database.write() as session:
            session.get_one(RoomOrder, (TEAM, order.order_id)).attempts += 1
        bring(order, month)

    packs._bring = taken_from_us  # type: ignore[method-assign]
    assert packs.work_on_one()
    assert shown(stage) == []
    assert [each.stage for each in orders(stage)] == [RoomStage.NEW]


def test_a_clock_that_was_ahead_puts_nothing_off(stage: Stage) -> None:
    lose(stage, ANNOUNCE, "drop_before")
    stage.types(NORA, "/cx room november")
    with stage.duly.database.write() as session:
        [order] = session.exec(select(RoomOrder)).all()
        order.next_at = stage.now + timedelta(days=300)
    stage.settle()
    assert len(shown(stage)) == 1


def test_whoever_stops_leaves_the_order_to_the_next(stage: Stage) -> None:
    lose(stage, ANNOUNCE, "drop_before")
    stage.types(NORA, "/cx room november")
    stage.workspace.clock.forward(timedelta(minutes=1))
    leaving = Packs(stage.duly.slack, stage.duly.database, lambda: stage.now, lambda: True, ())
    assert leaving.work_on_one()
    assert [each.attempts for each in orders(stage)] == [1]
    stage.settle()
    assert len(shown(stage)) == 1


def test_a_month_that_is_over_tells_the_same_whoever_asks_when(stage: Stage) -> None:
    stage.types(BEN, "/cx task Explain the invoice to @sara by friday for Acme")
    stage.passes(until=datetime(2026, 12, 2, 9, 0, tzinfo=MONDAY.tzinfo))
    stage.types(NORA, "/cx room")
    stage.passes(hours=0.02)
    stage.types(OMAR, "/cx room november")
    assert [message.text for message, _ in shown(stage)] == [
        "In November 2026, we missed the one promise."
    ] * 2
