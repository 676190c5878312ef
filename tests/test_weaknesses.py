"""Ten ways in which bots of this kind let their people down, and the proof that Duly does not."""

from __future__ import annotations

import html
import json
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count, product
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlmodel import Session, col, select

from bot import manifest, routes
from bot.app import Duly
from bot.connection import Connection
from bot.practice.show.brightwater import SAMPLE
from bot.practice.slack import limits
from bot.practice.slack.clock import Clock, moment_of
from bot.practice.slack.errors import SlackError
from bot.practice.slack.faults import Fault
from bot.practice.slack.objects import Channel, User
from bot.practice.slack.objects import Message as Posted
from bot.practice.slack.rates import Rates
from bot.practice.slack.server import serve
from bot.practice.slack.sockets import Answer
from bot.practice.slack.workspace import Workspace
from bot.worker import Worker
from handlers.chasing import nudges
from handlers.executives.decisions.questions import Answers
from handlers.executives.decisions.rules import OFFERED
from handlers.speech import blocks
from handlers.speech.errors import UserError
from handlers.speech.request import (
    FieldValue,
    Handler,
    OpenForm,
    PublishHome,
    Reply,
    Request,
    Response,
    UpdateForm,
)
from storage import cards, outbox, workspaces
from storage.asks import Ask
from storage.cards import Card, Face, Place
from storage.customers import Customer
from storage.database import Database
from storage.decisions import Impact
from storage.departments import Department
from storage.dropped_files import DroppedFile, FileStage
from storage.history import Event
from storage.inquiries import InquiryAnswer
from storage.nudges import Nudge, Part
from storage.outbox import Message, MessageState
from storage.people import Person
from storage.receipts import Receipt
from storage.schedules import Posting, Schedule
from storage.tasks import Task
from tests import cast
from tests.cast import BERLIN, SARA, TEAM
from tests.practice import close
from tests.processes import started
from tests.stage import Stage, _find, set_up
from tests.test_incoming import Wire

only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
POST = "chat.postMessage"
CHANNELS = [channel for *_, channel in cast.DEPARTMENTS]


# --- real processes ---


@dataclass
class Site:
    """A pretend Slack and a database, for processes that come and go; the clock is a file."""

    workspace: Workspace
    database: Database
    env_file: Path

    @property
    def now(self) -> datetime:
        return self.workspace.clock.now()

    def rows(self) -> list[Message]:
        with self.database.read() as session:
            return list(session.exec(select(Message).order_by(col(Message.message_id))))

    def posted(self) -> Counter[str]:
        """How many messages of Duly are in each place."""
        return Counter(
            {
                channel.id: sum(message.user == cast.BOT for message in channel.messages.values())
                for channel in list(self.workspace.channels.values())
            }
        )

    def wait(self, until: Callable[[], object], what: str) -> None:
        assert self.workspace.wait_until(until, timeout=30), what


@pytest.fixture
def site(database: Database, database_url: str, tmp_path: Path) -> Iterator[Site]:
    shift = tmp_path / "clock"
    clock = Clock(shift)
    clock.move_to_working_time(BERLIN)
    # Past the time of the daily bundle.
    clock.forward(timedelta(hours=1))
    workspace = Workspace(manifest.build(), SAMPLE, clock=clock, rates=Rates(enabled=False))
    with serve(workspace) as served:
        env_file = tmp_path / "env"
        env_file.write_text(
            f"DATABASE_URL='{database_url}'\nSLACK_API_URL={served.api_url}\n"
            "SLACK_BOT_TOKEN=xoxb-practice\nDULY_LOG_LEVEL=ERROR\nDULY_TICK_SECONDS=0.1\n"
            f"DULY_CLOCK_SHIFT_FILE={shift}\n"
        )
        with database.write() as session:
            # Nobody need copy the directory when they start.
            known = workspaces.find(session, TEAM)
            assert known is not None
            known.directory_at = clock.now()
        yield Site(workspace, database, env_file)


def _owed(session: Session, person: Person, number: int, now: datetime) -> None:
    """A promise that somebody was asked to take, with a reminder due now."""
    ask = Ask(
        team_id=TEAM, kind="acknowledge", noun="task", number=number, person_id=person.user_id,
        department_id=person.department_id, opened_at=now, due_at=now + timedelta(days=3),
    )  # fmt: skip
    task = Task(
        team_id=TEAM, number=number, title=f"Promise {number}", owner_id=person.user_id,
        department_id=person.department_id, due_at=ask.due_at, original_due_at=ask.due_at,
        created_by=cast.OMAR, created_at=now,
    )  # fmt: skip
    nudge = Nudge(
        team_id=TEAM, ask_id=ask.ask_id, person_id=person.user_id, part=Part.OWES, rung=1,
        due_at=now,
    )  # fmt: skip
    session.add_all([ask, task, nudge])


def test_1_replicas_do_not_send_scheduled_posts_twice(site: Site) -> None:
    """Ninety-five reminders and five digests are due; three workers start at the same moment."""
    people = [f"U1P{number:03}" for number in range(95)]
    with site.database.write() as session:
        homes = [session.get(Person, (TEAM, lead)) for _, lead, _, _ in cast.DEPARTMENTS]
        for number, user_id in enumerate(people):
            home = homes[number % len(homes)]
            assert home is not None
            site.workspace.add_user(User(user_id, user_id.lower(), user_id, tz=BERLIN))
            person = Person(
                team_id=TEAM, user_id=user_id, handle=user_id.lower(), name=user_id, zone=BERLIN,
                department_id=home.department_id,
            )  # fmt: skip
            session.add(person)
            session.flush()
            _owed(session, person, number + 1, site.now)
        session.add_all(
            Schedule(
                team_id=TEAM, kind=Posting.DIGEST, channel_id=channel, zone=BERLIN,
                next_at=site.now, created_by=cast.OMAR,
            )
            for channel in CHANNELS
        )  # fmt: skip
    with started("worker", site.env_file, 3) as workers:
        site.wait(lambda: site.workspace.messages_posted >= 100, f"{site.posted().total()} posts")
        site.wait(lambda: {row.state for row in site.rows()} == {"sent"}, "all is written down")
        time.sleep(0.3)
        assert all(worker.is_alive() for worker in workers)
    places = [*(site.workspace.dm(user_id).id for user_id in people), *CHANNELS]
    assert +site.posted() == Counter(places)


# --- 2 ---


def test_2_what_fell_due_while_everything_was_down_is_neither_lost_nor_starved(
    database: Database, database_url: str
) -> None:
    with set_up(database_url) as stage:
        stage.types(SARA, "/cx task Call Globex to @sara by today")
        with stage.duly.database.write() as session:
            session.add(
                Schedule(
                    team_id=TEAM, kind=Posting.DIGEST, channel_id="C0BILLING", zone=BERLIN,
                    next_at=stage.now + timedelta(minutes=1), created_by=cast.OMAR,
                )
            )  # fmt: skip
        before = len(stage.channel("#billing"))
        stage.workspace.clock.forward(timedelta(hours=4))
        for _ in range(3):
            stage.worker = Worker(stage.duly)
            stage.settle()
        [digest] = stage.channel("#billing")[before:]
        assert "late, it was planned for" in digest


@only_sqlite
def test_2_a_worker_that_restarts_more_often_than_it_ticks_works_all_the_same(
    database: Database, database_url: str
) -> None:
    with set_up(database_url) as stage:
        often = stage.duly.settings.model_copy(update={"tick_seconds": 0.3})
        with stage.duly.database.write() as session:
            person = session.get(Person, (TEAM, SARA))
            assert person is not None
            _owed(session, person, 1, stage.now)
        for _ in range(3):
            duly = Duly(often, clock=stage.workspace.clock)
            worker = Worker(duly)
            worker.start()
            time.sleep(0.2)
            worker.stop()
            duly.close()
        stage.duly.sender.run_once()
        assert len(stage.reads(SARA)) == 1


# --- 3 ---


class Ambush:
    """Kills the process that posts, at the worst of moments; one moment after the other."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._post = site.workspace.post
        self.victim: ForkServerProcess | None = None
        self.moment = ""
        site.workspace.post = self._meet  # type: ignore[method-assign]

    def _meet(self, place: str, user: str, text: str, **fields: Any) -> Posted:
        if self.victim is None:
            return self._post(place, user, text, **fields)
        victim, self.victim = self.victim, None
        if self.moment == "before Slack has it":
            victim.kill()
            raise SlackError("internal_error")
        posted = self._post(place, user, text, **fields)
        if self.moment == "before the answer":
            victim.kill()
        else:
            held = threading.Event()
            threading.Thread(target=self._kill_in_its_commit, args=(victim, held)).start()
            assert held.wait(5)
        return posted

    def _kill_in_its_commit(self, victim: ForkServerProcess, held: threading.Event) -> None:
        """Let the answer out while nobody can write it down, and then it is too late."""
        with self._site.database.write() as session:
            list(session.exec(select(Message).with_for_update()))
            held.set()
            time.sleep(0.2)
            victim.kill()
            time.sleep(0.05)


def _stands(site: Site, stand: list[tuple[str, int]]) -> bool:
    """Whether this is the state of each message, and how often it was looked up in vain."""
    return [(row.state, row.lookups) for row in site.rows()] == stand


def test_3_a_crash_at_any_moment_of_sending_leaves_exactly_one_message(site: Site) -> None:
    ambush = Ambush(site)
    moments = ("before Slack has it", "before the answer", "before the commit")
    for place, moment in zip(CHANNELS, moments, strict=False):
        with site.database.write() as session:
            outbox.add(
                session, team_id=TEAM, now=site.now, key=place, lane=place, method=POST,
                payload={"text": moment},
            )  # fmt: skip
        with started("worker", site.env_file) as [worker]:
            ambush.moment, ambush.victim = moment, worker
            worker.join(30)
            assert worker.exitcode == -signal.SIGKILL, moment
        assert site.rows()[-1].state == MessageState.SENDING, "as the process left it"
        assert site.posted()[place] == (moment != moments[0])
    # The clock moves on only when every look-up is written down: the next one is reckoned from it.
    steps = (
        (61, [("in_doubt", 0), ("in_doubt", 0), ("in_doubt", 0)]),
        (4, [("in_doubt", 1), ("sent", 0), ("sent", 0)]),
        (31, [("sent", 0), ("sent", 0), ("sent", 0)]),
    )
    with started("worker", site.env_file):
        for seconds, stand in steps:
            site.workspace.clock.forward(timedelta(seconds=seconds))
            site.wait(partial(_stands, site, stand), f"{stand}")
    assert {place: site.posted()[place] for place in CHANNELS[:3]} == dict.fromkeys(CHANNELS[:3], 1)


# --- 4 and 5 ---


def _write(stage: Stage, place: str, *texts: str) -> None:
    with stage.duly.database.write() as session:
        for text in texts:
            outbox.add(
                session, team_id=TEAM, now=stage.now, key=f"{place} {text}", lane=place,
                method=POST, payload={"text": text},
            )  # fmt: skip


def _deliver(stage: Stage, seconds: float, step: float) -> None:
    """So much time passes, step by step, and Duly sends what it may."""
    clock = stage.workspace.clock
    end = clock.now() + timedelta(seconds=seconds)
    while clock.now() < end:
        while stage.duly.sender.run_once():
            pass
        clock.forward(timedelta(seconds=step))


def _texts(stage: Stage, place: str) -> list[str]:
    messages = stage.workspace.messages(place)
    return [message.text for message in messages if message.user == cast.BOT]


@only_sqlite
def test_4_a_rate_limit_or_an_outage_loses_and_doubles_nothing(stage: Stage) -> None:
    calls: list[tuple[timedelta, str]] = []
    faults, began, strike = stage.workspace.faults, stage.now, stage.workspace.faults.strike

    def watched(method: str, channel: str | None, *, follows: bool = False) -> Fault | None:
        calls.append((stage.now - began, method))
        return strike(method, channel, follows=follows)

    faults.strike = watched  # type: ignore[method-assign]
    before = stage.workspace.post(CHANNELS[0], cast.BOT, "before", bot_id=stage.workspace.bot_id)
    faults.fail_next(1, how="ratelimited", method=POST, retry_after=90)
    _write(stage, CHANNELS[0], "one")
    stage.duly.sender.run_once()
    for place in CHANNELS:
        _write(stage, place, "two", "three")
    with stage.duly.database.write() as session:
        outbox.add(
            session, team_id=TEAM, now=stage.now, key="update", lane="C0GENERAL",
            method="chat.update",
            payload={"channel": CHANNELS[0], "ts": before.ts, "text": "after"},
        )  # fmt: skip
    _deliver(stage, 89, 1)
    assert Counter(method for _, method in calls) == {POST: 1, "chat.update": 1}
    _deliver(stage, 2, 1)
    assert calls[2] == (timedelta(seconds=90), POST)

    faults.fail_next(None, how="drop_before")
    _write(stage, CHANNELS[0], "four")
    _deliver(stage, 600, 10)
    faults.clear()
    _deliver(stage, 600, 10)
    first, *others = CHANNELS
    assert _texts(stage, first) == ["after", "one", "two", "three", "four"]
    assert [_texts(stage, place) for place in others] == [["two", "three"]] * len(others)


@only_sqlite
def test_5_a_hundred_channels_do_not_wait_for_each_other(
    database: Database, database_url: str
) -> None:
    with set_up(database_url) as stage:
        workspace = stage.workspace
        workspace.rates = Rates(now=lambda: workspace.clock.now().timestamp())
        places = [f"C1N{number:03}" for number in range(100)]
        for place in places:
            workspace.add_channel(Channel(place, place.lower(), members={cast.BOT}))
            _write(stage, place, "one", "two", "three")
        began = stage.now
        while workspace.messages_posted < 300:
            _deliver(stage, 0.1, 0.1)
            assert stage.now - began < timedelta(seconds=5), workspace.messages_posted
        assert stage.now - began <= timedelta(seconds=2.3), "three messages, a second apart"
        assert workspace.rates.refused == 0
        assert [_texts(stage, place) for place in places] == [["one", "two", "three"]] * 100


# --- 6 ---


def test_6_a_delivery_that_slack_repeats_has_one_effect_and_one_answer(stage: Stage) -> None:
    """Five times over HTTP and five times over a socket, all at the same moment."""
    workspace = stage.workspace
    workspace.manifest["settings"]["socket_mode_enabled"] = True
    socket = Connection(stage.duly, "xapp-practice")
    socket.connect()  # type: ignore[no-untyped-call]
    assert workspace.wait_until(lambda: len(workspace.delivery.sockets))
    who = {"user": {"id": cast.OMAR, "team_id": TEAM}, "team": {"id": TEAM}}
    command = {
        "command": "/cx", "text": f"task Rewrite the refund mail to <@{SARA}|sara> by friday",
        "team_id": TEAM, "user_id": cast.OMAR, "channel_id": "C0BILLING",
        "trigger_id": workspace.tickets.new_trigger(cast.OMAR),
    }  # fmt: skip
    typed = {"title": "Call Globex", "owner": SARA, "date": "2026-11-27"}
    form = {
        **who, "type": "view_submission", "trigger_id": workspace.tickets.new_trigger(cast.OMAR),
        "view": {
            "id": "V1", "hash": "1.abc", "type": "modal", "callback_id": "task.send", "blocks": [],
            "state": {"values": {name: {name: {"value": typed[name]}} for name in typed}},
        },
    }  # fmt: skip
    joined = {"id": "U0NEW", "name": "newt", "profile": {"real_name": "Newt"}}
    event = {
        "type": "event_callback", "team_id": TEAM, "event_id": "Ev1",
        "event": {"type": "team_join", "user": joined},
    }  # fmt: skip
    deliveries: list[tuple[Any, dict[str, Any]]] = [
        ("slash_commands", command), ("interactive", form), ("events_api", event),
    ]  # fmt: skip
    try:
        with ThreadPoolExecutor(10) as slack:
            for kind, payload in deliveries:
                ways = [_over_http, _over_the_socket] * 5
                answers = list(slack.map(lambda way: way(workspace, kind, payload), ways))  # noqa: B023
                assert all(answer.ok for answer in answers), kind
                assert len({json.dumps(answer.payload) for answer in answers}) == 1, kind
    finally:
        close(socket.client, workspace)
    with stage.duly.database.read() as session:
        titles = session.exec(select(Task.title).order_by(col(Task.number))).all()
        assert titles == ["Rewrite the refund mail", "Call Globex"]
        assert len(session.exec(select(Receipt)).all()) == len(deliveries)
        assert session.get(Person, (TEAM, "U0NEW")) is not None
    stage.settle()
    assert len(stage.reads(SARA)) == len(stage.channel("#billing")) == 2


def _over_http(workspace: Workspace, kind: Any, payload: dict[str, Any]) -> Answer:
    address = str(workspace.delivery.request_url)
    return workspace.delivery._post(address, kind, payload, 0, "")


def _over_the_socket(workspace: Workspace, kind: Any, payload: dict[str, Any]) -> Answer:
    return workspace.delivery.sockets.send(kind, payload, 0, "")


# --- 7 ---

EVIL = (
    "<!channel>", "<!here|here>", "<@U0EVIL>", "<@U0EVIL|maria>", "<#C0EVIL|billing>",
    "<http://evil.example|your bank>", "<mailto:a@evil.example>", "<!subteam^S0EVIL>",
    "<!date^0^{date}^http://evil.example|today>", "<", ">", "&", "&lt;!here&gt;", "|", "*", "`",
    "```", "\n", "> quoted", "\u202e", "عربي", "😀" * 40, "x" * 200, "http://evil.example",
)  # fmt: skip
HOSTILE = st.lists(st.sampled_from(EVIL), min_size=3, max_size=9).map(
    lambda words: " ".join(words)[:100]
)
ELSEWHERE = {
    "cause.page": "C-1", "cause.change": "C-1", "cause.all": "0", "cause.join": "C-1",
    "cause.part": "C-1", "customer.lived": f"{'0' * 32}|0",
    "list.all": "overdue|0", "owed.stuck": "0", "away.answered": "", "away.back": "",
    "home.accounts": "0",
    "home.show": "given", "item.heard": "T-1", "step.prevented": "I-1", "step.verified": "I-1",
    "step.held": "I-1", "step.other.inform": f"I-1{blocks.SEPARATOR}inform",
    "step.other.check": f"I-1{blocks.SEPARATOR}check",
    "item.gives": "T-4", "item.cannot": "T-4", "item.draft": "I-1",
    "item.note": "T-1", "item.audience": "T-1",
    "decision.audience": "D-1", "digest.all": "departments|0", "directory.customers": "0",
    "directory.departments": "0", **{f"kept.{number}": "0" * 32 for number in range(6)},
    "feeling.open": "I-1", "list.customer": "all", "list.earlier": "", "list.order": "urgent",
    "list.which": "open",
    "list.whose": "all", "offer.retract": "T-3", "progress.all": "0", "setup.change": "",
    "story.undo": "T-1", "story.words": "T-1", "story.more": "T-1|0", "item.reopen": "I-1",
    "step.other.verify": f"I-1{blocks.SEPARATOR}verify",
    "decision.topic": f"D-1{blocks.SEPARATOR}pricing", "digest.call": "T-1",
    "bank.page": "0", "bank.change": "pricing-1", "bank.off": "pricing-1", "bank.on": "pricing-1",
    "bank.restore": "pricing-1", "bank.undo": "pricing-1", "bank.add": "pricing",
    "yields.open": "0", "yields.again": SARA,
    **{f"border.{what}": f"{'0' * 32}:{'1' * 32}" for what in ("settle", "hand")},
    "border.open": f"{'0' * 32}:{'1' * 32}|0",
    "digest.decide": "T-1", "digest.open": f"days:{'0' * 32}|0",
    "score.all": "2026-Q4|0", "score.freeze": "", "score.things": "0",
    **{f"inquiry.{course}": "E-1" for course in InquiryAnswer},
    "score.dispute": "", "dispute.correct": "F-1", "dispute.keep": "F-1", "dispute.back": "F-1",
    **{verb: "O-1" for verb in routes.BUTTONS if verb.startswith("outcome.")}, "outcome.form": "",
    "outcome.pass": "O-1|number", "outcome.page": "0",
    **{f"voice.{what}": "Y-1" for what in
       ("tell", "pass", "correct", "undo", "issue", "task")},
    **{verb: "" for verb in routes.BUTTONS if verb.startswith("segments.")},
    **{verb: "P-1" for verb in routes.BUTTONS if verb.startswith("contact.")},
    "contact.list": "0", "contact.pass": "P-1|who",
    "step.calls": "I-1", "step.spoke": "I-1", "step.nocall": "I-1",
    "survey.answer.undo": "0" * 32, "survey.change": "0" * 32, "survey.invited": "0" * 32,
    "survey.invited.page": f"{'0' * 32}|0",
    **{verb: "L-1" for verb in routes.BUTTONS if verb.startswith("loss.")}, "loss.form": "",
    "loss.pass": "L-1|why",
    **{verb: "B-1" for verb in routes.BUTTONS if verb.startswith("matter.")},
    **{verb: "M-1" for verb in routes.BUTTONS if verb.startswith("theme.")},
    **{verb: "G-1" for verb in routes.BUTTONS if verb.startswith("aim.")},
    "aim.begin": f"{'0' * 32}|2027", "plan.quarter": "2027.1|0", "plan.file": "2027",
    "plan.open": "2027", "plan.post": "|2027", "plan.post.down": "1", "loss.list": "0",
    **{verb: "H-1" for verb in routes.BUTTONS if verb.startswith("lookback.")},
    **{verb: "S-1" for verb in routes.BUTTONS if verb.startswith("sale.")}, "sales.list": "0",
    "sale.form": "", "sale.pass": "S-1|need",
    **{verb: "R-1" for verb in routes.BUTTONS if verb.startswith("renewal.")}, "renewals.list": "0",
    **{verb: "N-1" for verb in routes.BUTTONS if verb.startswith("initiative.")},
    "initiative.list": "0", "initiative.form": "", "initiative.show": "",
    **{verb: "W-1" for verb in routes.BUTTONS if verb.startswith("twin.")},
    **{verb: "A-1" for verb in routes.BUTTONS if verb.startswith("assess.")},
    "assess.begin": "", "assess.open": "", "assess.compare": "", "assess.list": "0",
    "assess.all": "", "assess.nine": "", "assess.reword": "tools",
    **{verb: "D-1" for verb in routes.BUTTONS if verb.startswith("forecast.")},
    **{f"decision.{impact}": "D-1" for impact in set(Impact) - set(OFFERED[Answers.CHANGE])},
}  # fmt: skip
"""Buttons beneath what is long, and those of what no bad day comes to, each with what it may carry.

What is shown there is tried with such words in the stories of each.
"""
UNDO = "item.undo"
OUR_OWN = re.compile(
    r"<!date\^\d+\^[^|>^]*\|[^<>|]*>"
    f"|<@({'|'.join(user_id for user_id, *_ in cast.PEOPLE)})>"
    f"|<#({'|'.join([*CHANNELS, cast.EXECUTIVES])})>"
    # An address leads where it says, as it has no other words.
    r"|<https?://[^\s<>|]+>"
)


class Undone(Exception):
    """Ends a transaction in which a test did whatever it wanted."""


@only_sqlite
def test_7_nothing_people_write_mentions_links_or_breaks_slacks_limits(database: Database) -> None:
    """They write it everywhere: in titles, reasons, names and forms, and everything is shown."""
    pressed: set[str] = set()

    # Without shrinking: words that do harm can be read as they are.
    @settings(max_examples=1, deadline=None, phases=(Phase.explicit, Phase.generate))
    @example(" ".join(EVIL[:6])[:100])
    @given(HOSTILE)
    def whatever_they_write(words: str) -> None:
        with suppress(Undone), database.write() as session:
            bad_day = BadDay(session, words)
            bad_day.lives_through_everything()
            raise Undone
        pressed.update(bad_day.pressed)

    whatever_they_write()
    assert pressed == set(routes.BUTTONS), "every button was there to be pressed"


class BadDay:
    """Everything that can be typed, pressed and filled in, with the same words in every place."""

    def __init__(self, session: Session, words: str) -> None:
        self._session = session
        self._words = words
        self._now = cast.MONDAY
        self._keys = count()
        self._buttons: dict[str, set[str]] = {}
        self.pressed: set[str] = set()
        self.shown = 0

    def lives_through_everything(self) -> None:
        """Raises AssertionError or Slack's own refusal at the first thing that is wrong."""
        self._rename_everything()
        self._drop_files()
        for user, verb, text in self._typed():
            self._do(user, routes.VERBS[verb], verb, text=text)
        for verb, handler in routes.SHORTCUTS.items():
            self._do(cast.OMAR, handler, verb, text=self._words)
        for days in (0, 2, 7, 9, 11):
            self._now = cast.MONDAY + timedelta(days=days)
            while nudges.handle_one(routes.REGISTERS, self._session, self._now):
                self._now += timedelta(seconds=1)
            # What has not left takes the next reminders in: let it leave.
            self._session.execute(update(Message).values(state=MessageState.SENT))
            self._draw_cards()
            for user in (cast.OMAR, SARA, cast.TOM):
                self._do(user, routes.EVENTS["app_home_opened"], "app_home_opened")
            self._press_what_is_new()
        failed = {"state": "failed", "error": self._words, "lookups": col(Message.priority) % 20}
        self._session.execute(update(Message).values(failed))
        self._do(cast.OMAR, routes.VERBS["stuck"], "stuck")
        for user in (cast.OMAR, SARA):
            self._do(user, routes.VERBS["score"], "score", text="this month")
        self._do(cast.OMAR, routes.VERBS["digest"], "digest", text="executives")
        self._do(cast.OMAR, routes.EVENTS["app_home_opened"], "app_home_opened")
        self._press_what_is_new()
        for verb, value in ELSEWHERE.items():
            self._do(cast.OMAR, routes.BUTTONS[verb], verb, value=value)
            self.pressed.add(verb)

    def _press_what_is_new(self) -> None:
        """Each button once more, by whoever owes it and by who may do nearly everything."""
        for verb, values in list(self._buttons.items()):
            # A task, and no issue: of those so many must wait that they fill a page.
            chosen = sorted(values, reverse=verb == UNDO)[:1]
            for value, user in product(chosen, (SARA, cast.TOM, cast.OMAR)):
                self._do(user, routes.BUTTONS[verb], verb, value=value)
            self.pressed.add(verb)
            self._buttons[verb] = set()

    def _rename_everything(self) -> None:
        for number, noun in enumerate((*self._all(Department), *self._all(Customer))):
            noun.name = blocks.clip(f"{number} {self._words}", 80)
        for person in self._all(Person):
            person.name = person.title = self._words

    def _drop_files(self) -> None:
        """One is asked about, one rehearsed, one is in and one failed, with such words in each."""
        columns = [[self._words, self._words]]
        shown = {
            "subject": "issues", "number": 1, "brings": 2, "figures": {"added": 2}, "more": 3,
            "columns": columns, "said": [self._words], "rows": [self._words],
            "refused": [self._words], "header": [self._words], "likely": ["issues"],
            "why": blocks.safe(self._words), "readable": True,
        }  # fmt: skip
        stages = (FileStage.UNCLEAR, FileStage.READ, FileStage.IN, FileStage.FAILED)
        for number, stage in enumerate(stages, start=1):
            self._session.add(DroppedFile(
                team_id=TEAM, number=number, file_id="F0CSV", person_id=cast.OMAR, stage=stage,
                name=self._words, found=shown, dropped_at=self._now,
            ))  # fmt: skip
            place = Place(Face.FILE, cast.OMAR)
            cards.post(
                self._session, team_id=TEAM, now=self._now, noun="file", number=number,
                places=[place],
            )  # fmt: skip

    def _all(self, table: type[Any]) -> list[Any]:
        return list(self._session.exec(select(table)))

    def _typed(self) -> Iterator[tuple[str, str, str]]:
        # As Slack sends what was typed, and what was chosen from its lists.
        words = html.escape(self._words, quote=False)
        for day in ("today", "friday", "friday", "friday"):
            yield cast.OMAR, "task", f"{words} to <@{SARA}> by {day} for Acme"
        yield cast.OMAR, "issue", f"{words} sev 1"
        yield cast.OMAR, "impact", words
        yield cast.OMAR, "customers", ""
        for user, verb in product((cast.OMAR, SARA), routes.VERBS):
            yield user, verb, self._words
            yield user, verb, f"T-1 friday because {words}"
        yield SARA, "take", "T-4"
        yield SARA, "wait", f"T-4 for customer until friday because {words}"
        yield SARA, "no", f"T-2 because {words}"
        yield SARA, "handoff", f"T-3 to <@{cast.TOM}> because {words}"

    def _do(self, user: str, handler: Handler, verb: str, text: str = "", value: str = "") -> None:
        request = Request(
            team_id=TEAM, user_id=user, verb=verb, key=f"{next(self._keys)}", text=text,
            value=value, channel_id="C0BILLING",
        )  # fmt: skip
        answer = self._answer(handler, request)
        if isinstance(answer, OpenForm) and answer.view.get("callback_id") in routes.FORMS:
            form = answer.view["callback_id"]
            filled = replace(
                request, verb=form, key=f"{next(self._keys)}", text="",
                value=answer.view.get("private_metadata", ""), fields=self._filled(answer.view),
            )  # fmt: skip
            self._answer(routes.FORMS[form], filled)

    def _answer(self, handler: Handler, request: Request) -> Response:
        answer: Response
        try:
            with self._session.begin_nested():
                answer = handler(request, self._session, self._now)
        except UserError as error:
            answer = Reply(error.said(blocks.ours))
        match answer:
            case Reply(text, shown):
                self._check(text, shown)
            case OpenForm(view) | UpdateForm(view) | PublishHome(view):
                limits.check_view(view, view["type"])
                self._check_markup(view)
        return answer

    def _filled(self, view: dict[str, Any]) -> dict[str, FieldValue]:
        """Every input of a form filled in: their words wherever words can be typed."""
        filled: dict[str, FieldValue] = {}
        for block in view["blocks"]:
            element = block.get("element", {})
            name = element.get("action_id", "")
            match element.get("type"):
                case "plain_text_input":
                    filled[name] = self._words[: element.get("max_length", 3000)]
                case "datepicker":
                    filled[name] = "2026-12-04"
                case "users_select":
                    filled[name] = SARA
                case "multi_users_select":
                    filled[name] = [cast.OMAR, cast.NORA]
                case "static_select" | "radio_buttons" if not block.get("optional"):
                    filled[name] = element["options"][0]["value"]
                case "multi_static_select" | "checkboxes":
                    filled[name] = [option["value"] for option in element["options"]]
        return filled

    def _draw_cards(self) -> None:
        self._session.flush()
        for card in self._all(Card):
            shown = routes.RENDERERS[card.noun](self._session, card, self._now)
            if shown is not None:
                self._check(shown.text, shown.blocks)
        for message in self._all(Message):
            if message.payload:
                self._check(message.payload["text"], message.payload["blocks"])

    def _check(self, text: str, shown: list[dict[str, Any]]) -> None:
        limits.check_message(text, shown, [])
        self._check_markup({"type": "mrkdwn", "text": text})
        self._check_markup(shown)

    def _check_markup(self, built: Any) -> None:
        if isinstance(built, dict) and built.get("type") == "mrkdwn":
            self.shown += 1
            assert "<" not in OUR_OWN.sub("", built["text"]), built["text"]
        elif isinstance(built, dict) and built.get("type") == "button":
            self._buttons.setdefault(built["action_id"], set()).add(built.get("value", ""))
        elif isinstance(built, dict) and built.get("type") == "overflow":
            for option in built["options"]:
                verb, _, value = option["value"].partition(blocks.SEPARATOR)
                self._buttons.setdefault(verb, set()).add(value)
        elif isinstance(built, dict | list):
            for each in built.values() if isinstance(built, dict) else built:
                self._check_markup(each)


# --- 8 ---


@only_sqlite
def test_8_neither_a_replayed_request_nor_a_stranger_changes_anything(stage: Stage) -> None:
    wire = Wire(stage)
    given = wire.a_command("task Rewrite the refund mail to @sara by friday for Acme")
    assert [wire.post(*given, age=age)[0] for age in (301, -310, 30 * 86_400)] == [401] * 3
    assert _history(stage) == []
    # Time goes on while they are on their way: what was signed ahead of time comes nearer.
    assert [wire.post(*given, age=age)[0] for age in (290, -299)] == [200, 200]
    assert _history(stage) == [(cast.OMAR, "created")], "and it counts once"
    stage.settle()
    for tried in (
        "ack T-1", "done T-1", "no T-1 because I say so", "date T-1 tuesday because I say so",
        "snooze T-1 tuesday because I say so", "handoff T-1 to Sales because I say so",
    ):  # fmt: skip
        told = stage.types(cast.DIEGO, f"/cx {tried}")
        assert told.startswith("That is for Sara Novak"), tried
        assert told.partition("\nYour words:")[0].endswith("Nothing was changed."), tried
    assert stage.types(cast.DIEGO, "/cx setup") == (
        "That is for the CCO to do. Nothing was changed."
    )
    assert _history(stage) == [(cast.OMAR, "created")]
    stage.clicks(SARA, "Take it")
    assert _history(stage) == [(cast.OMAR, "created"), (SARA, "acknowledged")]


def _history(stage: Stage) -> list[tuple[str, str]]:
    """Who did what, in its order."""
    with stage.duly.database.read() as session:
        events = session.exec(select(Event).order_by(col(Event.event_id))).all()
    return [(event.actor, event.verb) for event in events]


# --- 9 ---


def test_9_a_reminder_that_cannot_be_sent_is_not_called_sent(stage: Stage) -> None:
    stage.types(cast.OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    stage.workspace.user(SARA).deleted = True
    stage.passes(until=cast.MONDAY + timedelta(days=1, hours=1))
    assert len(stage.reads(SARA)) == 1, "this morning's reminder did not reach her"
    for told in (cast.OMAR, cast.MARIA):
        assert "The person has left." in stage.reads(told)[-1]
    assert "The person has left." in stage.types(cast.OMAR, "/cx stuck")
    assert "Rewrite the refund mail" in stage.types(cast.OMAR, "/cx list Billing"), "it stays due"

    stage.workspace.user(SARA).deleted = False
    stage.types(cast.OMAR, "/cx stuck")
    stuck = stage.workspace.notes(cast.OMAR)[-1]
    button = _find(stuck.blocks, "Send again", "")
    assert button is not None
    for _ in range(2):
        stage.people.click(cast.OMAR, stuck.channel, stuck.ts, button[1], button[0])
        stage.settle()
    assert len(stage.reads(SARA)) == 2
    assert "Nothing is stuck." in stage.types(cast.OMAR, "/cx stuck")


# --- 10 ---


@only_sqlite
def test_10_nobody_is_disturbed_at_night_on_a_holiday_or_by_a_change_of_clocks(
    database: Database, database_url: str
) -> None:
    """Good Friday, the Sunday on which clocks change, and Easter Monday, in three zones."""
    with database.write() as session:
        for department in session.exec(select(Department)):
            department.country = "DE" if department.name == "Billing" else None
            session.add(department)
    wednesday = datetime(2027, 3, 24, 10, tzinfo=UTC)
    with set_up(database_url, wednesday) as stage:
        stage.types(cast.OMAR, "/cx digest daily 9:00 in Europe/Berlin", "#billing")
        for owner in ("sara", "lee", "wei", "tom"):
            stage.types(cast.OMAR, f"/cx task Call Globex to @{owner} by today")
        stage.passes(days=8)
        digests = [
            _local(message, BERLIN)
            for message in stage.workspace.messages("#billing")
            if message.user == cast.BOT and "Call Globex" not in message.text
        ]
        assert [f"{moment:%a %d %H:%M}" for moment in digests] == [
            "Thu 25 09:00", "Tue 30 09:00", "Wed 31 09:00", "Thu 01 09:00",
        ]  # fmt: skip
        holidays = {"Fri 26", "Mon 29"}
        for user_id, zone, days_off in (
            (SARA, BERLIN, holidays),
            (cast.TOM, BERLIN, set()),
            (cast.LEE, cast.NEW_YORK, holidays),
            (cast.WEI, cast.SINGAPORE, set()),
        ):
            moments = [
                _local(message, zone) for message in stage.workspace.direct_messages(user_id)
            ]
            reminded = {f"{moment:%a %d}" for moment in moments[1:]}
            assert reminded >= {"Thu 25"}, "deferral ends with the next working day"
            assert not reminded & {"Sat 27", "Sun 28", *days_off}, user_id
            assert {moment.hour for moment in moments} <= set(range(9, 18)), user_id
            assert {f"{moment:%H:%M}" for moment in moments[1:]} == {"09:30"}, user_id


def _local(message: Posted, zone: str) -> datetime:
    return moment_of(message.ts).astimezone(ZoneInfo(zone))


# --- and the one that is not on anybody's list ---


def test_of_two_people_who_press_at_the_same_moment_one_wins_and_the_other_reads_it(
    stage: Stage,
) -> None:
    wire = Wire(stage)
    for number in range(1, 6):
        stage.types(cast.OMAR, "/cx task Rewrite the refund mail to @sara by friday")
        clicks = [wire.a_click("item.done", f"T-{number}", user) for user in (SARA, cast.MARIA)]
        together = threading.Barrier(len(clicks))

        def press(click: tuple[str, str], start: threading.Barrier = together) -> tuple[int, str]:
            start.wait(5)
            return wire.post(*click)

        with ThreadPoolExecutor(len(clicks)) as hands:
            assert set(hands.map(press, clicks)) == {(200, "")}
        [winner] = [actor for actor, verb in _history(stage)[2 * number - 1 :] if verb == "done"]
        loser = cast.MARIA if winner == SARA else SARA
        assert f"T-{number} is closed already: it is done." in stage.sees_form(loser)
        assert "closed already" not in stage.sees_form(winner)
        for user in (SARA, cast.MARIA):
            stage.closes(user)
