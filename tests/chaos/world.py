"""The world of the chaos test: Brightwater, its pretend Slack with a memory, and hurried time."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bot import manifest
from bot.practice.show.brightwater import SAMPLE
from bot.practice.slack.clock import Clock
from bot.practice.slack.faults import Faults
from bot.practice.slack.objects import Json, Message
from bot.practice.slack.rates import Rates
from bot.practice.slack.workspace import Workspace
from storage import departments
from storage.database import Database
from tests import cast

PACE, LAST_PACE = 10.0, 20.0
"""How much faster than real time pretend time runs, and when no more harm is done."""
STEP_SECONDS = 0.05
LONGEST_STEP = timedelta(seconds=1)
BUNDLE = timedelta(hours=9, minutes=30)
OPENS, CLOSES = 9, 18
HEAD_OFFICE = ZoneInfo(cast.BERLIN)
AFTERNOON = timedelta(hours=6)

ZONES = {user_id: ZoneInfo(zone) for user_id, _, _, zone, _, _ in cast.PEOPLE}
HANDLES = {user_id: handle for user_id, handle, *_ in cast.PEOPLE}
LEADS = {channel: (lead, deputy) for _, lead, deputy, channel in cast.DEPARTMENTS}
HOMES = {name: channel for name, _, _, channel in cast.DEPARTMENTS}
HOME_OF = {
    user_id: HOMES[department] for user_id, *_, department in cast.PEOPLE if department is not None
}
TELLTALE = {
    "C0BILLING": "invoice", "C0LOGIST": "pallet", "C0SUPPORT": "phone", "C0PRODUCT": "portal",
    "C0SALES": "contract",
}  # fmt: skip
"""A word in an issue that says whose it is."""


def settle(url: str) -> None:
    """Move Brightwater into an empty database."""
    database = Database(url)
    database.migrate()
    with database.write() as session:
        cast.settle(session)
        for each in departments.everyone(session, cast.TEAM):
            word = TELLTALE[each.channel_id or ""]
            session.add(departments.new_route(each, "words", word))
    database.close()


def at_work(user: str, now: datetime, for_another: timedelta = timedelta(minutes=20)) -> bool:
    """Whether it is working time where a person is, for a while at least."""
    local, later = now.astimezone(ZONES[user]), (now + for_another).astimezone(ZONES[user])
    return local.weekday() < 5 and local.hour >= OPENS and later.hour < CLOSES


def working_day(day: date, ahead: int = 0) -> date:
    """The first working day from `day` on, and so many working days after it."""
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day if not ahead else working_day(day + timedelta(days=1), ahead - 1)


def local_moment(day: date, clock: timedelta, zone: ZoneInfo) -> datetime:
    """The instant at which a clock shows a time of day."""
    return datetime(day.year, day.month, day.day, tzinfo=zone) + clock


@dataclass(frozen=True)
class Version:
    """A message of Duly's as it once stood."""

    at: datetime
    text: str
    blocks: list[Json]


@dataclass
class Story:
    """One message of Duly's with everything it ever showed; the last is what stands there."""

    channel: str
    ts: str
    key: str
    under: str
    """Under which message it stands, by its `ts`; empty where it stands by itself."""
    versions: list[Version] = field(default_factory=list)

    @property
    def first(self) -> Version:
        """As it was posted."""
        return self.versions[0]

    @property
    def last(self) -> Version:
        """As it stands."""
        return self.versions[-1]


class Watched(Workspace):
    """A practice workspace that remembers how each of Duly's messages changed."""

    def __init__(self, manifest: Json, **options: Any) -> None:
        self._stories: dict[tuple[str, str], Story] = {}
        self.changed_at = time.monotonic()
        super().__init__(manifest, SAMPLE, **options)

    def post(self, channel_id: str, user: str, text: str, **fields: Any) -> Message:
        """Store a new message."""
        with self.lock:
            message = super().post(channel_id, user, text, **fields)
            if user == self.bot_user:
                payload = (message.metadata or {}).get("event_payload", {})
                under = message.thread_ts or "" if message.is_reply else ""
                story = Story(channel_id, message.ts, str(payload.get("key", "")), under)
                self._stories[channel_id, message.ts] = story
                self._remember(channel_id, message)
        return message

    def update(self, channel_id: str, ts: str, **fields: Any) -> Message:
        """Change a message."""
        with self.lock:
            message = super().update(channel_id, ts, **fields)
            self._remember(channel_id, message)
        return message

    def stories(self) -> list[Story]:
        """Every message of Duly's, in the order of their channels."""
        with self.lock:
            return [
                self._stories[key]
                for key in sorted(self._stories, key=lambda k: (k[0], float(k[1])))
            ]

    def _remember(self, channel_id: str, message: Message) -> None:
        story = self._stories.get((channel_id, message.ts))
        if story is not None:
            now = self.clock.now()
            story.versions.append(Version(now, message.text, list(message.blocks)))
            self.changed_at = time.monotonic()


@dataclass
class Watch:
    """A stretch of pretend time in which Duly was up, but for being killed.

    What fell due until `caught_up` was waited for; the power went at `end`.
    """

    start: datetime
    caught_up: datetime
    end: datetime


class Time:
    """Pretend time, hurried along in small steps; it leaps only while no bot is alive.

    Duly's machine reads it from `shift_file`, and may for a moment think that it is later.
    """

    def __init__(self, folder: Path, random: Random) -> None:
        self.shift_file = folder / "clock-shift"
        self.clock = Clock()
        self._ahead = timedelta()
        self._telling = threading.Lock()
        self.clock.listen(self._tell)
        self.watches: list[Watch] = []
        self.pace = 1.0
        self._random = random
        self._first = working_day(self.clock.now().astimezone(HEAD_OFFICE).date(), 1)
        self._half_day = -1
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._hurry, name="time", daemon=True)
        self._thread.start()

    @property
    def now(self) -> datetime:
        """The pretend moment."""
        return self.clock.now()

    def leap(self, *, to_morning: bool) -> None:
        """Go to the next half of a working day, or to its next morning, shortly around 9:30."""
        self.pace = 1.0
        self._half_day += 2 if to_morning and self._half_day % 2 == 0 else 1
        days, afternoon = divmod(self._half_day, 2)
        # On the first day after 9:30, so that nothing is left over from before.
        away = self._random.uniform(-90, 45) if self._half_day else 120
        moment = local_moment(working_day(self._first, days), BUNDLE, HEAD_OFFICE)
        self.clock.move_to(moment + afternoon * AFTERNOON + timedelta(seconds=away))

    @property
    def is_afternoon(self) -> bool:
        """Whether it is the second half of a day in the head office."""
        return self._half_day % 2 == 1

    @property
    def past_bundles(self) -> bool:
        """Whether the bundles of this half day have had their time."""
        local = self.now.astimezone(HEAD_OFFICE)
        due = local_moment(local.date(), BUNDLE, HEAD_OFFICE) + self.is_afternoon * AFTERNOON
        return local > due + timedelta(minutes=2)

    def begin_watch(self) -> None:
        """Duly is up from now on."""
        self.pace = PACE
        now = self.now
        self.watches.append(Watch(now, now, now))

    def end_watch(self, *, caught_up: bool = False) -> None:
        """Duly is down from now on, or has had its time for everything until now."""
        watch, now = self.watches[-1], self.now
        watch.end = now
        if caught_up:
            watch.caught_up = now

    def jump(self, ahead: timedelta, seconds: float) -> None:
        """Let Duly's clock jump ahead, and for so many real seconds stay there."""
        self._ahead = ahead
        self._tell()
        time.sleep(seconds)
        self._ahead = timedelta()
        self._tell()

    def close(self) -> None:
        """Let time go its own way."""
        self._stopped.set()
        self._thread.join(5)

    def _tell(self) -> None:
        """Set the clock of Duly's machine; whoever reads it sees one shift or the other."""
        with self._telling:
            written = self.shift_file.with_suffix(".new")
            written.write_text(str((self.clock.shift + self._ahead).total_seconds()))
            written.replace(self.shift_file)

    def _hurry(self) -> None:
        before = time.monotonic()
        while not self._stopped.wait(STEP_SECONDS):
            now = time.monotonic()
            ahead = timedelta(seconds=(now - before) * (self.pace - 1))
            before = now
            if ahead > timedelta():
                self.clock.forward(min(ahead, LONGEST_STEP))


def workspace(flow: Time, request_url: str | None, seed: int) -> Watched:
    """The pretend Slack; its limits and its lag count in pretend time."""
    return Watched(
        manifest.build("https://duly.example" if request_url else None),
        clock=flow.clock,
        request_url=request_url,
        rates=Rates(now=lambda: flow.clock.now().timestamp()),
        faults=Faults(seed),
    )
