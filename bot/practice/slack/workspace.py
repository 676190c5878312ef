"""The one store of the practice workspace: what Slack would know, and nothing else.

Safe to use from many threads: every change happens under one lock, bumps `version` and wakes
whoever waits for it.
"""

import copy
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import takewhile
from typing import Any

from bot.practice.slack import transcript
from bot.practice.slack.clock import Clock, stamp_of
from bot.practice.slack.company import Company
from bot.practice.slack.delivery import RETRY_DELAYS, Delivery
from bot.practice.slack.errors import SlackError
from bot.practice.slack.faults import Faults
from bot.practice.slack.files import SharedFile, Upload
from bot.practice.slack.ids import with_ids
from bot.practice.slack.objects import SLACKBOT, Channel, Json, Message, Note, User, View
from bot.practice.slack.rates import Rates
from bot.practice.slack.screens import Screens
from bot.practice.slack.sockets import ACK_SECONDS
from bot.practice.slack.tickets import Tickets

NOTES_KEPT = 2_000


class Workspace:
    """A Slack team with one app installed.

    Args:
        manifest: the app's manifest (docs.slack.dev/reference/app-manifest); commands, scopes and
            event subscriptions are taken from it.
        company: who works here and where they talk.
        clock: the pretend clock; a new one, in step with real time, by default.
        request_url: where the app takes signed HTTP requests; None means Socket Mode.
        rates: the rate limits; Slack's, in real time, by default.
        faults: the misbehaviour; none, by default.
        ack_seconds: how long (real seconds) a command, click or event waits for the app.
        retry_delays: real seconds before each repeat of an event that was not acknowledged.
    """

    def __init__(
        self,
        manifest: Json,
        company: Company,
        clock: Clock | None = None,
        request_url: str | None = None,
        signing_secret: str = "practice-signing-secret",  # noqa: S107  it opens nothing
        bot_token: str = "xoxb-practice",  # noqa: S107
        app_token: str = "xapp-practice",  # noqa: S107
        rates: Rates | None = None,
        faults: Faults | None = None,
        ack_seconds: float = ACK_SECONDS,
        retry_delays: Sequence[float] = RETRY_DELAYS,
    ) -> None:
        self.manifest = manifest
        self.company = company
        self.clock = clock or Clock()
        self.bot_token, self.app_token = bot_token, app_token
        self.signing_secret = signing_secret
        self.base_url = "http://127.0.0.1"
        self.faults = faults or Faults()
        self.rates = rates or Rates()
        self.delivery = Delivery(
            self.faults, request_url, signing_secret, company.app_id, retry_delays, ack_seconds
        )
        self.bot_user, self.bot_id = company.bot_user, company.bot_id
        self.team_id, self.app_id = company.team_id, company.app_id
        self.uninstalled = False
        self._called_at = 0.0
        # Whoever starts the app may know better whether it has kept up with the clock.
        self.app_is_behind: Callable[[], bool] = lambda: False
        self.version = 0
        self.messages_posted = 0
        self.messages_updated = 0
        self.lock = threading.RLock()
        self._changed = threading.Condition(self.lock)
        self.users = {user.id: copy.copy(user) for user in company.users}
        self.users[SLACKBOT] = User(SLACKBOT, "slackbot", "Slackbot", tz=company.head_office)
        self.channels = {channel.id: copy.deepcopy(channel) for channel in company.channels}
        self._pairs: dict[tuple[str, str], str] = {}
        self.files: dict[str, SharedFile] = {}
        self.uploads: dict[str, Upload] = {}
        self._notes: list[Note] = []
        self.screens = Screens(self.lock, self.changing, self.clock)
        self.tickets = Tickets()
        self._read: dict[tuple[str, str], str] = {}
        self._move_in()
        self.clock.listen(self.touch)

    def _move_in(self) -> None:
        """Open every person's direct message with the app, and fill the channels with talk."""
        now = self.clock.now()
        self._opened = stamp_of(now)
        for user in self.people():
            self.open_dm(self.bot_user, user.id)
        for number, (moment, remark) in enumerate(self.company.talk_before(now)):
            ts = stamp_of(moment)[:-6] + f"{number:06d}"
            message = Message(ts=ts, user=remark.user, text=remark.text)
            self.channels[remark.channel].messages[ts] = message

    # Change and waiting

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the lock; afterwards the version is one higher and waiters are woken."""
        with self.lock:
            yield
            self.version += 1
            self._changed.notify_all()

    def touch(self) -> None:
        """Tell watchers that something they show has changed, such as the clock."""
        with self.changing():
            pass

    def wait_until(self, predicate: Callable[[], object], timeout: float = 60.0) -> bool:
        """Wait until `predicate()` holds; False when it does not within `timeout` real seconds.

        The predicate runs without the lock, so it may ask the workspace over the network.
        """
        deadline = time.monotonic() + timeout
        while True:
            seen = self.version
            if predicate():
                return True
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                return False
            with self.lock:
                if self.version == seen:
                    self._changed.wait(min(remaining, 0.05))

    def called(self) -> None:
        """Note that the app has just called the Web API."""
        self._called_at = time.monotonic()

    def wait_for_quiet(self, quiet: float = 0.15, at_most: float = 5.0) -> None:
        """Wait until the app has not called for a while; real seconds."""
        deadline = time.monotonic() + at_most
        while time.monotonic() < deadline:
            rest = self._called_at + quiet - time.monotonic()
            if rest <= 0:
                return
            time.sleep(rest)

    def close(self) -> None:
        """Stop delivering."""
        self.delivery.close()

    # Looking up

    def people(self) -> list[User]:
        """Everyone but bots and Slackbot, gone colleagues included."""
        with self.lock:
            return [u for u in self.users.values() if not u.is_bot and u.id != SLACKBOT]

    def user(self, user_id: str) -> User:
        """The user with this id; SlackError user_not_found."""
        if user_id not in self.users:
            raise SlackError("user_not_found")
        return self.users[user_id]

    def channel(self, channel_id: str) -> Channel:
        """The channel with this id, or a user's direct message with the app when given a user id.

        SlackError channel_not_found.
        """
        with self.lock:
            if channel_id in self.channels:
                return self.channels[channel_id]
            if channel_id in self.users and channel_id != self.bot_user:
                return self.open_dm(self.bot_user, channel_id)
        raise SlackError("channel_not_found")

    def named(self, name: str) -> Channel:
        """The channel with this name, with or without "#"; SlackError channel_not_found."""
        with self.lock:
            for channel in self.channels.values():
                if not channel.is_im and channel.name == name.lstrip("#"):
                    return channel
        raise SlackError("channel_not_found")

    def dm(self, user_id: str) -> Channel:
        """A person's direct message with the app."""
        return self.open_dm(self.bot_user, user_id)

    def messages(self, channel: str) -> list[Message]:
        """Everything in a channel (id or "#name") or someone's DM with the app, oldest first."""
        with self.lock:
            place = self.named(channel) if channel.startswith("#") else self.channel(channel)
            return sorted(place.messages.values(), key=lambda m: m.ts)

    def direct_messages(self, user_id: str) -> list[Message]:
        """What is in a person's direct message with the app, oldest first."""
        return self.messages(self.dm(user_id).id)

    def notes(self, user_id: str, channel: str | None = None) -> list[Note]:
        """What only this person sees, oldest first; in one channel or in all."""
        with self.lock:
            return [n for n in self._notes if n.user == user_id and channel in (None, n.channel)]

    def views(self, user_id: str) -> list[View]:
        """The forms open on a person's screen, the topmost last."""
        return self.screens.stack(user_id)

    def view(self, user_id: str) -> View | None:
        """The topmost form on a person's screen."""
        return next(reversed(self.screens.stack(user_id)), None)

    def home(self, user_id: str) -> View | None:
        """What the app last published on a person's Home tab."""
        return self.screens.home(user_id)

    def plain(self, thing: Message | Note | View, reader: str | None = None) -> str:
        """A message, note or view in plain lines, with names and dates as `reader` sees them."""
        with self.lock:
            names = {user.id: user.name for user in self.users.values()}
            names |= {channel.id: channel.name for channel in self.channels.values()}
        zone = self.users[reader].tz if reader else self.company.head_office
        return transcript.plain(thing, names, zone)

    # Channels and people

    def open_dm(self, one: str, other: str) -> Channel:
        """The direct message between two users; made when there is none."""
        pair = (one, other) if one < other else (other, one)
        with self.lock:
            if pair not in self._pairs:
                named = [user[2:] for user in pair if user != self.bot_user]
                channel = Channel(
                    "D0" + "".join(named), "", members=set(pair), is_private=True, pair=pair
                )
                channel.created = int(self.clock.now().timestamp())
                self.channels[channel.id] = channel
                self._pairs[pair] = channel.id
            return self.channels[self._pairs[pair]]

    def add_channel(self, channel: Channel) -> None:
        """Add a channel."""
        with self.changing():
            self.channels[channel.id] = channel

    def add_user(self, user: User) -> None:
        """Add a member."""
        with self.changing():
            self.users[user.id] = user

    def mark_read(self, user_id: str, channel_id: str) -> None:
        """Remember that a person has seen a channel up to now."""
        with self.changing():
            stamps = list(self.channel(channel_id).messages)
            self._read[user_id, channel_id] = max(stamps, default="")

    def unread(self, user_id: str, channel: Channel) -> int:
        """How many messages of others a person has not seen; what was there at first is seen."""
        seen = max(self._read.get((user_id, channel.id), ""), self._opened)
        with self.lock:
            new = takewhile(lambda m: m.ts > seen, reversed(channel.messages.values()))
            return sum(message.user != user_id for message in new)

    # Messages

    def post(self, channel_id: str, user: str, text: str, **fields: Any) -> Message:
        """Store a new message (see `Message` for the fields) and count it."""
        with self.changing():
            message = Message(ts=self.clock.ts(), user=user, text=text, **fields)
            message.blocks = with_ids(message.blocks)
            self.channel(channel_id).messages[message.ts] = message
            self.messages_posted += 1
        return message

    def files_of(self, message: Message) -> list[Json]:
        """What a message shares, as Slack writes it there."""
        with self.lock:
            found = [self.files[file_id] for file_id in message.files]
        return [file.in_message(self.base_url, self.team_id) for file in found]

    def is_in_reach(self, file_id: str) -> bool:
        """Whether a file was shared where the app is."""
        with self.lock:
            return any(
                file_id in message.files
                for channel in self.channels.values()
                if self.bot_user in channel.members
                for message in channel.messages.values()
            )

    def message(self, channel_id: str, ts: str) -> Message:
        """The message with this stamp; SlackError message_not_found."""
        with self.lock:
            found = self.channel(channel_id).messages.get(ts)
        if found is None:
            raise SlackError("message_not_found")
        return found

    def update(self, channel_id: str, ts: str, **fields: Any) -> Message:
        """Replace fields of a message and mark it as edited; SlackError message_not_found."""
        with self.changing():
            message = self.message(channel_id, ts)
            if "blocks" in fields:
                fields["blocks"] = with_ids(fields["blocks"])
            for name, value in fields.items():
                setattr(message, name, value)
            message.edited = self.clock.ts()
            self.messages_updated += 1
        return message

    def delete(self, channel_id: str, ts: str) -> None:
        """Remove a message; SlackError message_not_found."""
        with self.changing():
            self.message(channel_id, ts)
            del self.channel(channel_id).messages[ts]

    def note(self, user: str, channel: str, text: str, **fields: Any) -> Note:
        """Show something to one person only."""
        with self.changing():
            note = Note(self.clock.ts(), user, channel, text, **fields)
            note.blocks = with_ids(note.blocks)
            self._notes.append(note)
            del self._notes[:-NOTES_KEPT]
        return note

    def change_note(self, ts: str, text: str, blocks: list[Json]) -> None:
        """Show other words in a note; one that is gone stays gone."""
        with self.changing():
            note = self.find_note(ts)
            if note is not None:
                note.text, note.blocks = text, with_ids(blocks)

    def dismiss(self, ts: str) -> None:
        """Take a note away."""
        with self.changing():
            self._notes = [note for note in self._notes if note.ts != ts]

    def find_note(self, ts: str) -> Note | None:
        """The note with this stamp, if it is still there."""
        with self.lock:
            return next((note for note in self._notes if note.ts == ts), None)
