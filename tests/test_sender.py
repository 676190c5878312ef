"""Whatever Slack or the net does, each message is there exactly once, in order, or says why not."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest
from slack_sdk import WebClient
from sqlmodel import Session, col, select

from bot import manifest
from bot import slack as slack_client
from bot.clock import Clock
from bot.practice.show.brightwater import SAMPLE
from bot.practice.slack import limits
from bot.practice.slack.objects import Message as Posted
from bot.practice.slack.rates import Rates
from bot.practice.slack.server import serve
from bot.practice.slack.workspace import Workspace
from bot.sender import POST, UPDATE, Parcel, Sender
from bot.slack import Verdict, call
from handlers.chasing import faces, notes
from handlers.speech import blocks, charts
from handlers.speech.blocks import Shown
from storage import outbox, sending, stuck
from storage.cards import Card
from storage.database import Database
from storage.outbox import Message, MessageState, Priority
from tests import cast
from tests.stage import StoryClock

BILLING, LOGISTICS, SUPPORT = "C0BILLING", "C0LOGIST", "C0SUPPORT"
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@dataclass
class Desk:
    """An outbox, whoever delivers it, and the pretend Slack that receives."""

    workspace: Workspace
    database: Database
    slack: WebClient
    sender: Sender
    told: list[str] = field(default_factory=list)
    words: dict[int, str] = field(default_factory=dict)
    off: timedelta = timedelta()
    """How far this machine's clock is ahead of Slack's."""

    def now(self) -> datetime:
        return self.clock.now() + self.off

    @property
    def clock(self) -> StoryClock:
        assert isinstance(self.workspace.clock, StoryClock)
        return self.workspace.clock

    def write(self, *texts: str, lane: str = BILLING, priority: int = Priority.CARD) -> None:
        with self.database.write() as session:
            for text in texts:
                outbox.add(
                    session,
                    team_id=cast.TEAM,
                    now=self.now(),
                    key=f"{lane} {text}",
                    lane=lane,
                    method=POST,
                    payload={"text": text, "blocks": blocks.message(blocks.section(text))},
                    priority=priority,
                )

    def card(self, number: int, text: str, lane: str = BILLING) -> Card:
        """A card that shows `words[number]`, on its way to the channel."""
        self.words[number] = text
        with self.database.write() as session:
            card = Card(team_id=cast.TEAM, noun="sign", number=number, face="channel", lane=lane)
            session.add(card)
            outbox.add(
                session,
                team_id=cast.TEAM,
                now=self.clock.now(),
                key=f"card {number}",
                lane=lane,
                method=POST,
                card_id=card.card_id,
            )
        return card

    def change(self, card: Card, text: str) -> None:
        with self.database.write() as session:
            self.words[card.number] = text
            faces.refresh_cards(session, self.clock.now(), [card])

    def edit(self, posted: Posted, text: str) -> None:
        """Change a message that is no card."""
        said = {"text": text, "blocks": blocks.message(blocks.section(text))}
        with self.database.write() as session:
            outbox.add(
                session,
                team_id=cast.TEAM,
                now=self.now(),
                key=f"edit {text}",
                lane=BILLING,
                method=UPDATE,
                payload={"channel": BILLING, "ts": posted.ts, **said},
            )

    def draw(self, _session: Session, card: Card, _now: datetime) -> Shown | None:
        text = self.words[card.number]
        return Shown(text, blocks.message(blocks.section(text))) if text else None

    def run(self) -> None:
        while self.sender.run_once():
            pass

    def lease(self) -> list[Parcel]:
        """Take what may leave now without sending it, as a sender does that dies before it can."""
        with self.database.write() as session:
            return self.sender._claim(session, self.now(), 8)

    def passes(self, seconds: int) -> None:
        """Time passes, at first second by second, and everything that can be done is."""
        self.run()
        for second in range(1, seconds + 1):
            self.clock.forward(timedelta(seconds=1))
            if second <= 5 or second % 7 == 0 or second == seconds:
                self.run()

    def seen(self, place: str = BILLING) -> list[str]:
        return [message.text for message in self.posted(place)]

    def posted(self, place: str = BILLING) -> list[Posted]:
        bot = self.workspace.bot_user
        return [message for message in self.workspace.messages(place) if message.user == bot]

    def rows(self, lane: str = BILLING) -> list[Message]:
        query = select(Message).where(Message.lane == lane).order_by(col(Message.message_id))
        with self.database.read() as session:
            return list(session.exec(query))

    def states(self, lane: str = BILLING) -> list[str]:
        return [row.state for row in self.rows(lane)]


def _nobody(_session: Session, _message: Message, _now: datetime) -> None:
    """Nobody is told of a failure."""


def _at_once(_session: Session, _message: Message, now: datetime) -> datetime:
    """Everybody is at work."""
    return now


def _no_file(_session: Session, _message: Message, _now: datetime) -> None:
    """Nobody wants a file."""


@pytest.fixture
def desk(database: Database) -> Iterator[Desk]:
    """A desk before anything was written."""
    workspace = Workspace(
        manifest.build(), SAMPLE, clock=StoryClock(cast.MONDAY), rates=Rates(enabled=False)
    )
    with serve(workspace) as served:
        slack = slack_client.client("xoxb-practice", served.api_url)
        renderers: dict[str, Callable[[Session, Card, datetime], Shown | None]] = {}
        told: list[str] = []

        class Ours(Clock):
            def now(self) -> datetime:
                return built.now()

        sender = Sender(
            database, slack, Ours(), renderers,
            lambda _session, message, _now: told.append(message.lane), notes.leaves_at, _no_file,
        )  # fmt: skip
        built = Desk(workspace, database, slack, sender, told)
        renderers["sign"] = built.draw
        yield built
        sender.close()


# --- exactly once ---


@pytest.mark.parametrize("lane", [BILLING, cast.SARA])
@pytest.mark.parametrize(
    "how", ["drop_before", "drop_after", "error_500", "ratelimited", "fatal_error"]
)
@only_sqlite
def test_a_post_that_met_a_fault_is_there_exactly_once(desk: Desk, how: str, lane: str) -> None:
    desk.workspace.faults.fail_next(1, how=how, method=POST)  # type: ignore[arg-type]
    desk.write("hello", lane=lane)
    desk.run()
    assert desk.states(lane) != [MessageState.SENT], "the fault was met"
    desk.passes(40)
    assert desk.seen(lane) == ["hello"]
    [row] = desk.rows(lane)
    [posted] = desk.posted(lane)
    assert (row.state, row.error, row.ts) == (MessageState.SENT, "", posted.ts)


def test_a_bad_day_loses_doubles_and_reorders_nothing(desk: Desk) -> None:
    for how in ("drop_before", "drop_after", "error_500", "ratelimited", "fatal_error"):
        desk.workspace.faults.fail_next(None, how=how, method=POST, probability=0.08)  # type: ignore[arg-type]
    desk.workspace.faults.fail_next(3, how="error_500", method="conversations.history")
    desk.workspace.faults.lag_history(20)
    lanes = (BILLING, LOGISTICS, SUPPORT, "C0PRODUCT", "C0SALES", cast.SARA, cast.TOM, cast.WEI)
    texts = [f"message {number}" for number in range(4)]
    for lane in lanes:
        desk.write(*texts, lane=lane)
    for _ in range(60):
        desk.run()
        desk.clock.forward(timedelta(seconds=5))
    assert desk.workspace.faults.struck > 5
    assert {lane: desk.seen(lane) for lane in lanes} == dict.fromkeys(lanes, texts)


@only_sqlite
def test_a_post_in_doubt_is_looked_up_twice_half_a_minute_apart_before_a_repeat(desk: Desk) -> None:
    desk.workspace.faults.fail_next(1, how="drop_before", method=POST)
    desk.write("hello")
    looks = []
    for second in range(40):
        desk.run()
        [row] = desk.rows()
        looks.append((second, row.state, row.lookups))
        desk.clock.forward(timedelta(seconds=1))
    first = next(second for second, _, lookups in looks if lookups == 1)
    again = next(second for second, state, _ in looks if state == MessageState.SENT)
    assert first == 3
    assert again - first >= 30
    assert {state for second, state, _ in looks if second < again} == {MessageState.IN_DOUBT}
    assert desk.seen() == ["hello"]


@only_sqlite
def test_a_history_that_lags_behind_does_not_double_a_message(desk: Desk) -> None:
    desk.workspace.faults.lag_history(25)
    desk.workspace.faults.fail_next(1, how="drop_after", method=POST)
    desk.write("hello")
    desk.passes(10)
    assert desk.states() == [MessageState.IN_DOUBT]
    desk.passes(30)
    assert desk.states() == [MessageState.SENT]
    assert desk.seen() == ["hello"]


@only_sqlite
def test_a_post_is_found_in_a_channel_where_much_was_written_since(desk: Desk) -> None:
    desk.workspace.faults.fail_next(1, how="drop_after", method=POST)
    desk.write("hello")
    desk.run()
    for number in range(230):
        desk.workspace.post(BILLING, cast.MARIA, f"and {number}")
    desk.passes(5)
    assert desk.seen() == ["hello"]
    assert desk.states() == [MessageState.SENT]


@only_sqlite
def test_a_clock_that_is_ahead_of_slacks_doubles_nothing(desk: Desk) -> None:
    desk.off = timedelta(seconds=90)
    desk.workspace.faults.fail_next(1, how="drop_after", method=POST)
    desk.write("hello")
    desk.passes(40)
    assert desk.states() == [MessageState.SENT]
    assert desk.seen() == ["hello"]


@only_sqlite
def test_where_duly_may_not_look_a_person_is_told_instead_of_a_guess(desk: Desk) -> None:
    desk.workspace.faults.fail_next(1, how="drop_after", method=POST)
    desk.write("hello", "and more")
    desk.run()
    desk.workspace.channel(BILLING).members.discard(desk.workspace.bot_user)
    desk.passes(5)
    first, second = desk.rows()
    assert first.state == MessageState.FAILED
    assert first.error.startswith("It may have arrived; Duly cannot look whether it did.")
    assert "/invite @Duly" in first.error
    assert second.state == MessageState.FAILED, "its lane goes on, and meets the same wall"


# --- lanes ---


@only_sqlite
def test_a_lane_keeps_its_order_at_one_message_a_second(desk: Desk) -> None:
    desk.write("one", "two", "three")
    desk.run()
    assert desk.seen() == ["one"]
    desk.passes(1)
    assert desk.seen() == ["one", "two"]
    desk.passes(1)
    assert desk.seen() == ["one", "two", "three"]
    sent = [row.sent_at for row in desk.rows() if row.sent_at]
    gaps = [later - earlier for earlier, later in pairwise(sent)]
    assert min(gaps) >= timedelta(seconds=1)


def test_other_lanes_go_on_while_one_is_in_doubt(desk: Desk) -> None:
    desk.workspace.faults.fail_next(1, how="drop_before", method=POST, channel=BILLING)
    desk.write("one", "two")
    desk.write("three", "four", lane=LOGISTICS)
    desk.passes(2)
    assert desk.seen(LOGISTICS) == ["three", "four"]
    assert desk.states() == [MessageState.IN_DOUBT, MessageState.PENDING]
    desk.passes(40)
    assert desk.seen() == ["one", "two"]


@only_sqlite
def test_other_lanes_go_on_while_slack_does_not_answer_in_one(database: Database) -> None:
    answer = threading.Event()
    called: list[str] = []

    def hang(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        called.append("hangs" if BILLING.encode() in body else "goes on")
        if called[-1] == "hangs":
            answer.wait(5)
        _reply(handler, 200, b'{"ok": true, "channel": "C1", "ts": "1.1"}')

    with _server(hang) as url:
        clock = StoryClock(cast.MONDAY)
        slack = slack_client.client("xoxb-1", url)
        sender = Sender(database, slack, clock, {}, _nobody, _at_once, _no_file)
        desk = Desk(Workspace({}, SAMPLE, clock=clock), database, WebClient(), sender)
        desk.write("hangs")
        sender.begin()
        for lane in (LOGISTICS, SUPPORT):
            desk.write("goes on", lane=lane)
            for each in sender.begin():
                each.result(5)
        states = [*desk.states(LOGISTICS), *desk.states(SUPPORT), *desk.states()]
        answer.set()
        sender.close()
    assert states == [MessageState.SENT, MessageState.SENT, MessageState.SENDING]
    assert desk.states() == [MessageState.SENT]
    assert sorted(called) == ["goes on", "goes on", "hangs"]


# --- 429 ---


def test_a_429_holds_that_method_and_nothing_else_until_it_may_go_on(desk: Desk) -> None:
    card = desk.card(1, "before", lane=SUPPORT)
    desk.passes(2)
    desk.workspace.faults.fail_next(1, how="ratelimited", method=POST, retry_after=7)
    desk.write("one")
    desk.run()
    desk.write("two", lane=LOGISTICS)
    desk.change(card, "after")
    desk.passes(6)
    assert desk.seen() == desk.seen(LOGISTICS) == [], "every post of the workspace waits"
    assert desk.seen(SUPPORT) == ["after"], "updates do not"
    assert desk.rows()[0].attempts == 0, "it was not the message's fault"
    desk.passes(1)
    assert desk.seen() == ["one"]
    assert desk.seen(LOGISTICS) == ["two"]


def test_no_message_waits_behind_an_edit_that_is_held_up(desk: Desk) -> None:
    card = desk.card(1, "waiting")
    desk.run()
    desk.workspace.faults.fail_next(1, how="ratelimited", method="chat.update", retry_after=30)
    desk.change(card, "taken")
    desk.passes(2)
    desk.write("news")
    desk.passes(2)
    assert desk.seen() == ["waiting", "news"], "Slack takes no edits for half a minute"
    desk.passes(40)
    assert desk.seen() == ["taken", "news"]


def test_edits_of_one_message_without_a_card_keep_their_order(desk: Desk) -> None:
    desk.write("form", "other")
    desk.passes(2)
    form, other = desk.posted()
    desk.workspace.faults.fail_next(1, how="error_500", method=UPDATE)
    desk.edit(form, "sure?")
    desk.run()
    desk.edit(form, "done")
    desk.edit(other, "news of it")
    desk.passes(1)
    assert desk.seen() == ["form", "news of it"], "only edits of the same message wait"
    desk.passes(60)
    assert desk.seen() == ["done", "news of it"]
    assert desk.states() == [MessageState.SENT] * 5


def test_few_cards_are_drawn_in_one_transaction_but_no_finished_message_waits_for_that(
    desk: Desk,
) -> None:
    for number in range(1, 4):
        desk.card(number, "drawn", lane=f"C0CARD{number}")
    for number in range(6):
        desk.write("finished", lane=f"C0TEXT{number}")
    with desk.database.write() as session:
        first = [each.card_id for each in sending.claim(session, desk.now(), 24, most_cards=2)]
    with desk.database.write() as session:
        second = [each.card_id for each in sending.claim(session, desk.now(), 24, most_cards=2)]
    assert sum(card_id is not None for card_id in first) == 2
    assert sum(card_id is not None for card_id in second) == 1
    assert len(first) + len(second) == 9


def test_eight_senders_that_are_held_at_the_same_moment_agree_on_it(desk: Desk) -> None:
    lanes = [BILLING, LOGISTICS, SUPPORT, "C0PRODUCT", "C0SALES", cast.SARA, cast.TOM, cast.WEI]
    for lane in lanes:
        desk.write("hello", lane=lane)
    desk.workspace.faults.fail_next(8, how="ratelimited", method=POST, retry_after=3)
    desk.sender.run_once()
    assert {tuple(desk.states(lane)) for lane in lanes} == {(MessageState.PENDING,)}
    desk.passes(3)
    assert [desk.seen(lane) for lane in lanes] == [["hello"]] * 8


@only_sqlite
def test_a_429_on_the_history_is_waited_for_as_well(desk: Desk) -> None:
    desk.workspace.faults.fail_next(1, how="drop_after", method=POST)
    desk.workspace.faults.fail_next(
        1, how="ratelimited", method="conversations.history", retry_after=50
    )
    desk.write("hello")
    desk.passes(49)
    assert desk.states() == [MessageState.IN_DOUBT]
    desk.passes(6)
    assert desk.states() == [MessageState.SENT]
    assert desk.seen() == ["hello"]


# --- what will not go ---


def _leave(workspace: Workspace) -> None:
    workspace.channel(BILLING).members.discard(workspace.bot_user)


def _archive(workspace: Workspace) -> None:
    workspace.channel(BILLING).is_archived = True


def _dismiss(workspace: Workspace) -> None:
    workspace.user(cast.SARA).deleted = True


def _forbid(workspace: Workspace) -> None:
    workspace.manifest["features"]["app_home"]["messages_tab_enabled"] = False


@pytest.mark.parametrize(
    ("lane", "happens", "words"),
    [
        (BILLING, _leave, "Invite it there with `/invite @Duly`."),
        (BILLING, _archive, "The channel is archived. Choose another one with `/cx setup`."),
        (cast.SARA, _dismiss, "The person has left. Give what they owe to somebody else."),
        (cast.SARA, _forbid, "Direct messages to Duly are switched off in the app's settings."),
        ("C0NOWHERE", lambda _: None, "Duly cannot see this channel."),
    ],
)
@only_sqlite
def test_what_slack_refuses_fails_with_words_that_say_what_to_do(
    desk: Desk, lane: str, happens: Callable[[Workspace], None], words: str
) -> None:
    happens(desk.workspace)
    desk.write("hello", lane=lane)
    desk.write("elsewhere", lane=LOGISTICS)
    desk.passes(5)
    [row] = desk.rows(lane)
    assert row.state == MessageState.FAILED
    assert words in row.error
    with desk.database.read() as session:
        [pile] = stuck.failed(session, cast.TEAM)
    assert (pile.lanes, pile.error) == ((lane,), row.error)
    assert desk.seen(LOGISTICS) == ["elsewhere"]
    assert desk.told == [lane]


@only_sqlite
def test_that_nobody_can_be_told_of_a_failure_undoes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise LookupError

    monkeypatch.setattr(desk.sender._settling, "_on_failed", breaks)
    desk.write("hello", lane="C0NOWHERE")
    desk.write("elsewhere", lane=LOGISTICS)
    desk.passes(3)
    assert desk.states("C0NOWHERE") == [MessageState.FAILED]
    assert desk.seen(LOGISTICS) == ["elsewhere"]


@only_sqlite
def test_a_revoked_token_is_waited_out(desk: Desk) -> None:
    desk.workspace.uninstalled = True
    desk.write("hello")
    desk.passes(30)
    [row] = desk.rows()
    assert (row.state, row.error) == (
        MessageState.PENDING,
        "The bot token was revoked. Install the app again.",
    )
    desk.workspace.uninstalled = False
    desk.passes(90)
    assert desk.seen() == ["hello"]


@only_sqlite
def test_a_card_that_cannot_be_drawn_does_not_hold_up_the_others(desk: Desk) -> None:
    desk.card(1, "drawn")
    desk.card(2, "broken", lane=LOGISTICS)
    del desk.words[2]
    desk.write("after it", lane=LOGISTICS)
    desk.passes(3)
    assert desk.seen() == ["drawn"]
    first, second = desk.rows(LOGISTICS)
    assert (first.state, first.error) == (
        MessageState.FAILED,
        "Duly could not draw this message. Its log says where.",
    )
    assert second.state == MessageState.SENT


# --- cards ---


@only_sqlite
def test_after_an_outage_a_channel_reads_the_newest_digest_only(desk: Desk) -> None:
    desk.workspace.uninstalled = True
    desk.write("a note")
    for day in ("monday", "tuesday"):
        desk.write(day, priority=Priority.DIGEST)
        desk.passes(5)
    desk.write("elsewhere", lane=LOGISTICS, priority=Priority.DIGEST)
    desk.workspace.uninstalled = False
    desk.passes(90)
    assert desk.seen() == ["a note", "tuesday"]
    assert desk.seen(LOGISTICS) == ["elsewhere"]
    assert desk.states() == [MessageState.SENT, MessageState.STALE, MessageState.SENT]
    assert desk.rows()[1].error == "A newer digest follows at once."


@only_sqlite
def test_an_update_of_a_message_that_is_gone_is_stale(desk: Desk) -> None:
    card = desk.card(1, "before")
    desk.passes(1)
    [posted] = desk.posted()
    desk.workspace.delete(BILLING, posted.ts)
    desk.change(card, "after")
    desk.passes(3)
    assert desk.states() == [MessageState.SENT, MessageState.STALE]
    assert desk.rows()[1].error == "Somebody has deleted the message."


@only_sqlite
def test_a_card_with_nothing_to_show_is_stale_and_so_are_its_updates(desk: Desk) -> None:
    card = desk.card(1, "")
    desk.passes(1)
    desk.change(card, "now there is")
    desk.passes(3)
    assert desk.states() == [MessageState.STALE, MessageState.STALE]
    assert desk.seen() == []


@pytest.mark.parametrize("how", ["drop_before", "drop_after", "error_500", "fatal_error"])
@only_sqlite
def test_an_update_is_repeated_freely_and_never_looked_up(desk: Desk, how: str) -> None:
    card = desk.card(1, "before")
    desk.passes(1)
    desk.workspace.faults.fail_next(1, how=how, method=UPDATE)  # type: ignore[arg-type]
    desk.workspace.faults.fail_next(None, how="error_500", method="conversations.history")
    desk.change(card, "after")
    desk.passes(5)
    assert desk.states() == [MessageState.SENT, MessageState.SENT]
    assert desk.seen() == ["after"]
    assert desk.workspace.faults.struck == 1, "only the update itself met a fault"


@only_sqlite
def test_many_changes_of_a_card_make_one_update_with_the_latest_state(desk: Desk) -> None:
    card = desk.card(1, "zero")
    desk.passes(1)
    for text in ("one", "two", "three"):
        desk.change(card, text)
    assert desk.states() == [MessageState.SENT, MessageState.PENDING]
    desk.passes(2)
    assert desk.seen() == ["three"]
    assert desk.workspace.messages_updated == 1


@only_sqlite
def test_a_card_that_changes_before_it_is_posted_is_posted_as_it_is_then(desk: Desk) -> None:
    card = desk.card(1, "zero")
    desk.change(card, "one")
    desk.passes(3)
    assert desk.seen() == ["one"]
    assert desk.states() == [MessageState.SENT]


@only_sqlite
def test_a_card_that_went_back_to_what_it_showed_is_put_right_after_a_cut(desk: Desk) -> None:
    card = desk.card(1, "before")
    desk.passes(1)
    desk.change(card, "changed")
    desk.workspace.faults.fail_next(1, how="drop_after", method=UPDATE)
    desk.run()
    assert desk.seen() == ["changed"]
    desk.change(card, "before")
    desk.passes(20)
    assert desk.seen() == ["before"]


@only_sqlite
def test_an_update_that_broke_gives_way_to_a_newer_one(desk: Desk) -> None:
    card = desk.card(1, "zero")
    desk.passes(2)
    desk.change(card, "one")
    [parcel] = desk.lease()
    desk.change(card, "two")
    desk.workspace.faults.fail_next(1, how="drop_before", method=UPDATE)
    desk.sender._send(parcel)
    assert desk.states() == [MessageState.SENT, MessageState.STALE, MessageState.PENDING]
    desk.passes(2)
    assert desk.seen() == ["two"]


@only_postgresql
def test_an_update_is_not_drawn_while_a_change_to_its_card_is_under_way(desk: Desk) -> None:
    card = desk.card(1, "zero")
    desk.passes(2)
    desk.change(card, "one")
    with desk.database.write() as session:
        faces.refresh_cards(session, desk.clock.now(), [card])
        desk.run()
        assert desk.seen() == ["zero"], "the change that is under way would be missing"
        desk.words[1] = "two"
    desk.passes(2)
    assert desk.seen() == ["two"]


# --- crashes ---


def test_a_worker_that_vanished_before_sending_is_made_up_for(desk: Desk) -> None:
    desk.write("hello", "and more")
    with desk.database.write() as session:
        assert len(sending.claim(session, desk.clock.now(), 8)) == 1
    desk.passes(59)
    assert desk.seen() == [], "it may still be at it"
    desk.passes(40)
    assert desk.seen() == ["hello", "and more"]


@only_sqlite
def test_a_worker_that_vanished_after_sending_left_exactly_one_message(desk: Desk) -> None:
    card = desk.card(1, "hello")
    [parcel] = desk.lease()
    assert call(desk.slack, parcel.method, parcel.payload).verdict == Verdict.OK
    desk.passes(100)
    [posted] = desk.posted()
    with desk.database.read() as session:
        found = session.get(Card, (cast.TEAM, card.card_id))
        assert found is not None
        assert found.ts == posted.ts, "and its card can be kept up to date"


@only_sqlite
def test_an_update_whose_worker_vanished_is_sent_again(desk: Desk) -> None:
    card = desk.card(1, "before")
    desk.passes(2)
    desk.change(card, "after")
    assert len(desk.lease()) == 1
    desk.passes(61)
    assert desk.seen() == ["after"]


@only_sqlite
def test_a_sender_that_overslept_its_lease_does_not_send(desk: Desk) -> None:
    desk.write("hello")
    [parcel] = desk.lease()
    desk.clock.forward(timedelta(seconds=60))
    desk.sender._send(parcel)
    assert desk.seen() == []
    desk.passes(40)
    assert desk.seen() == ["hello"]


@only_sqlite
def test_an_answer_that_comes_after_the_lease_still_counts_when_it_is_a_yes(desk: Desk) -> None:
    desk.write("hello")
    [parcel] = desk.lease()
    desk.workspace.faults.delay_answers(0.2)
    late = threading.Thread(target=desk.sender._send, args=(parcel,))
    late.start()
    desk.clock.forward(timedelta(seconds=61))
    desk.sender.run_once()
    assert desk.states() == [MessageState.IN_DOUBT]
    late.join(5)
    assert desk.states() == [MessageState.SENT]
    assert desk.seen() == ["hello"]


def test_two_senders_at_once_send_each_message_once_and_in_order(desk: Desk) -> None:
    lanes = [BILLING, LOGISTICS, SUPPORT, "C0PRODUCT", "C0SALES"]
    for lane in lanes:
        desk.write("one", "two", "three", lane=lane)
    parts = (desk.database, desk.slack, desk.clock, {}, _nobody, _at_once, _no_file)
    others = [Sender(*parts) for _ in range(2)]
    for _ in range(8):
        threads = [threading.Thread(target=other.run_once) for other in others]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        desk.clock.forward(timedelta(seconds=1))
    for other in others:
        other.close()
    assert [desk.seen(lane) for lane in lanes] == [["one", "two", "three"]] * len(lanes)


# --- the client itself ---


def _reply(handler: BaseHTTPRequestHandler, status: int, body: bytes, kind: str = "json") -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", f"application/{kind}")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def _server(answer: Callable[[BaseHTTPRequestHandler, bytes], None]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer(self, self.rfile.read(int(self.headers["Content-Length"])))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def _close(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def _reset(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def _halve(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b'{"ok": tr')


def _page(status: int) -> Callable[[BaseHTTPRequestHandler, bytes], None]:
    def answer(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        _reply(handler, status, b"<html>Bad Gateway</html>", "html")

    return answer


def _hold(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    body = b'{"ok": false, "error": "ratelimited"}'
    handler.send_response(429)
    handler.send_header("retry-after", "12")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (_close, Verdict.UNKNOWN),
        (_reset, Verdict.UNKNOWN),
        (_halve, Verdict.UNKNOWN),
        (_page(502), Verdict.UNKNOWN),
        (_page(200), Verdict.UNKNOWN),
        (_hold, Verdict.HELD),
    ],
    ids=["close", "reset", "halve", "502", "page", "429"],
)
def test_the_client_writes_once_and_says_what_is_known(
    answer: Callable[[BaseHTTPRequestHandler, bytes], None], verdict: Verdict
) -> None:
    requests = []

    def count(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        requests.append(body)
        answer(handler, body)

    with _server(count) as url:
        result = call(slack_client.client("xoxb-1", url), POST, {"channel": "C1", "text": "x"})
    assert len(requests) == 1
    assert result.verdict == verdict
    assert "<html>" not in result.words
    assert result.wait == (12 if verdict == Verdict.HELD else 0)


def test_what_never_left_this_machine_is_simply_sent_later() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
    for base in (url, "http://slack.invalid/"):
        result = call(slack_client.client("xoxb-1", base), POST, {"channel": "C1", "text": "x"})
        assert result.verdict == Verdict.LATER
        assert result.words == "Slack could not be reached."


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("chat.postMessage", "application/json"),
        ("chat.update", "application/json"),
        ("views.open", "application/json"),
        ("views.publish", "application/json"),
        ("conversations.history", "application/x-www-form-urlencoded"),
        ("conversations.open", "application/x-www-form-urlencoded"),
        ("conversations.replies", "application/x-www-form-urlencoded"),
        ("users.info", "application/x-www-form-urlencoded"),
        ("auth.test", "application/x-www-form-urlencoded"),
    ],
)
def test_what_reads_is_called_with_a_form_and_what_writes_with_json(method: str, kind: str) -> None:
    kinds = []

    def note(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        kinds.append(handler.headers["Content-Type"].partition(";")[0])
        _reply(handler, 200, b'{"ok": true}')

    with _server(note) as url:
        result = call(slack_client.client("xoxb-1", url), method, {"channel": "C1", "whole": True})
    assert (result.verdict, kinds) == (Verdict.OK, [kind])


def test_what_is_refused_for_its_chart_is_sent_again_in_bars_of_text(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.MOST_OF_A_KIND, charts.CHART, 0)
    chart = charts.bars("By week", ["5 Oct", "12 Oct"], {"Kept": [3, 1], "Missed": [0, 1]})
    with desk.database.write() as session:
        outbox.add(
            session, team_id=cast.TEAM, now=desk.now(), key="chart", lane=BILLING, method=POST,
            payload=Shown("Kept", blocks.message(blocks.section("Kept"), chart)).payload,
            priority=Priority.DIGEST,
        )  # fmt: skip
    desk.run()
    desk.passes(2)
    desk.run()
    [posted] = desk.posted()
    assert [block["type"] for block in posted.blocks] == ["section", "rich_text"]
    assert "12 Oct █░  1 of 2" in str(posted.blocks)
    assert not desk.told, "nobody needs to hear of it"
