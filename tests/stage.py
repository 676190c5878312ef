"""The stage for stories: the real bot and a practice workspace, with a clock that the story moves.

Sara clicks Acknowledge; two days pass; Omar sees …: people act through Slack's wire format only.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func
from sqlmodel import col, select

from bot import directory, manifest, web
from bot.app import Duly
from bot.impatience import Impatient
from bot.practice.show.brightwater import SAMPLE
from bot.practice.slack.clock import Clock
from bot.practice.slack.hosting import hosted
from bot.practice.slack.objects import Message
from bot.practice.slack.people import People
from bot.practice.slack.rates import Rates
from bot.practice.slack.server import serve
from bot.practice.slack.sockets import Answer
from bot.practice.slack.workspace import Workspace
from bot.settings import Settings
from bot.worker import Worker
from storage import outbox
from storage.absences import Absence
from storage.customers import Customer
from storage.decisions import Decision
from storage.dropped_files import DroppedFile
from storage.issues import Issue
from storage.nudges import Nudge
from storage.room_orders import RoomOrder
from storage.schedules import Schedule
from storage.waits import Wait
from storage.yields import YieldTurn
from tests import cast
from tests.standstill import Standstill, StoryWorker

SECRET = "practice-signing-secret"
PATIENT_SECONDS = 60.0
"""Longer than a busy machine stands still."""

NOW = bindparam("now", type_=col(Nudge.due_at).type)
FALLS_DUE = (
    (Nudge.due_at, col(Nudge.sent_at).is_(None)),
    (Schedule.next_at, col(Schedule.next_at).is_not(None)),
    (outbox.Message.not_before, col(outbox.Message.state) == "pending"),
    *(
        (moment, col(moment).is_not(None))
        for moment in (
            Absence.next_at, DroppedFile.next_at, Issue.check_at, Wait.next_at, Customer.watch_at,
            YieldTurn.next_at, Decision.review_at, RoomOrder.next_at,
        )
    ),
)  # fmt: skip
"""When a row falls due, and while it is open."""
NEXT_DUE = select(*(
    select(func.min(moment)).where(col(moment) > NOW, is_open).scalar_subquery()
    for moment, is_open in FALLS_DUE
))  # fmt: skip
READY = (
    select(outbox.Message.key)
    .where(col(outbox.Message.state) == "pending", col(outbox.Message.not_before) <= NOW)
    .limit(1)
)


class StoryClock(Clock):
    """A clock that stands still until the story moves it."""

    def __init__(self, start: datetime) -> None:
        super().__init__()
        self._start = start

    def now(self) -> datetime:
        """The moment of the story."""
        return self._start + self._shift


class Stage:
    """People act, time passes, and everybody's screen can be read."""

    def __init__(self, workspace: Workspace, duly: Duly) -> None:
        self.workspace = workspace
        self.duly = duly
        self.people = People(workspace)
        self.worker: Worker = StoryWorker(duly)
        self._sending = Standstill(duly.sender.run_once, workspace.clock.now)

    # Acting

    def types(self, user: str, text: str, channel: str = "#general") -> str:
        """A person types a command; what they are told, in plain lines."""
        before = len(self.workspace.notes(user))
        answer = self.people.command(user, channel, text)
        assert answer.ok, answer.error
        self.settle()
        told = self.workspace.notes(user)[before:]
        return "\n".join(self.workspace.plain(note, user) for note in told)

    def says(self, user: str, text: str, channel: str = "", under: Message | None = None) -> str:
        """A person writes to Duly, or in a channel, or under a message; what is answered there."""
        place = self.workspace.named(channel) if channel else self.workspace.dm(user)
        before = {message.ts for message in self.workspace.messages(place.id)}
        self.people.say(user, place.id, text, under.ts if under else None)
        self.hears()
        told = [
            self.workspace.plain(message, user)
            for message in self.workspace.messages(place.id)
            if message.user == self.workspace.bot_user and message.ts not in before
        ]
        return "\n".join(told)

    def drops(
        self, user: str, name: str, content: str | bytes, text: str = "", home_team: str = ""
    ) -> str:
        """A person drops a file into Duly's direct messages; what Duly shows there then."""
        place = self.workspace.dm(user).id
        before = {message.ts for message in self.workspace.messages(place)}
        data = content.encode() if isinstance(content, str) else content
        self.people.share_file(user, place, name, data, text, home_team=home_team)
        self.hears()
        told = [
            self.workspace.plain(message, user)
            for message in self.workspace.messages(place)
            if message.user == self.workspace.bot_user and message.ts not in before
        ]
        return "\n".join(told)

    def hears(self) -> None:
        """Let what happened in Slack reach Duly, and let it finish what follows."""
        assert self.workspace.wait_until(lambda: self.workspace.delivery.idle)
        self.settle()

    def clicks(self, user: str, label: str, about: str = "") -> Answer:
        """Press a button by its label, in the newest message to the person that has it.

        `about` is the value of the button, such as T-12, where several are alike.
        """
        for place, message in self._seen_by(user):
            action = _find(message.blocks, label, about)
            if action is None:
                continue
            block_id, action_id, chosen = action
            answer = self.people.click(
                user, place, message.ts, action_id, block_id, selected=chosen
            )
            self.settle()
            return answer
        raise AssertionError(f"{user} sees no button “{label}” {about}\n{self.reads_all(user)}")

    def clicks_answer(self, user: str, label: str, about: str = "") -> str:
        """Press a button of the newest answer that only this person sees.

        What they read then: the form on top or, without one, what the answer has become.
        """
        for note in reversed(self.workspace.notes(user)):
            action = _find(note.blocks, label, about)
            if action is not None:
                self.people.click(user, note.channel, note.ts, action[1], action[0])
                self.settle()
                return self.sees_form(user) or self.workspace.plain(note, user)
        raise AssertionError(f"{user} was answered with no button “{label}” {about}")

    def presses(self, user: str, message: Message, label: str, about: str = "") -> Answer:
        """Press a button of one message that was seen before, stale or not."""
        action = _find(message.blocks, label, about)
        assert action is not None, f"no button {label}"
        place = next(
            channel.id
            for channel in self.workspace.channels.values()
            if message.ts in channel.messages
        )
        answer = self.people.click(user, place, message.ts, action[1], action[0])
        self.settle()
        return answer

    def clicks_in_form(self, user: str, label: str, about: str = "") -> str:
        """Press a button of the form on top, also one of a menu; what is on top then."""
        view = self.workspace.view(user)
        assert view is not None, f"{user} has no form open"
        action = _find(view.blocks, label, about)
        if action is None and _find(view.blocks, "More…", ""):
            # People look there before they give up.
            self.clicks_in_form(user, "More…")
            return self.clicks_in_form(user, label, about)
        assert action is not None, f"no button “{label}”\n{self.sees_form(user)}"
        block_id, action_id, chosen = action
        self.people.click_in_view(user, view.id, action_id, block_id, selected=chosen)
        self.settle()
        return self.sees_form(user)

    def fills_in(self, user: str, **values: object) -> str:
        """Fill in and send the open form; what the form says afterwards, "" when it closed."""
        view = self.workspace.view(user)
        assert view is not None, f"{user} has no form open"
        chosen = {name: self._chosen(user, name, value) for name, value in values.items()}
        answer = self.people.submit(user, view.id, chosen)
        assert answer.ok or view.errors, answer.error
        self.settle()
        return self.sees_form(user)

    def finds(self, user: str, field: str, typed: str = "") -> dict[str, str]:
        """What a menu of the open form offers for what is typed into it: label → value."""
        view = self.workspace.view(user)
        assert view is not None, f"{user} has no form open"
        element = next(b["element"] for b in view.blocks if b.get("block_id") == field)
        options = element.get("options")
        if options is None:
            options = self.people.suggest(user, field, typed, view_id=view.id)["options"]
        return {option["text"]["text"]: option["value"] for option in options}

    def _chosen(self, user: str, field: str, value: object) -> object:
        """The value behind the label of a choice; people choose by what they read."""
        view = self.workspace.view(user)
        blocks = view.blocks if view else []
        kinds = {b.get("block_id"): b.get("element", {}).get("type") for b in blocks}
        if kinds.get(field) not in ("static_select", "external_select"):
            return value
        return self.finds(user, field, str(value)).get(str(value), value)

    def closes(self, user: str) -> None:
        """Close whatever forms are open."""
        while (view := self.workspace.view(user)) is not None:
            self.people.close(user, view.id)

    def opens_home(self, user: str) -> str:
        """Open Home; what it says."""
        before = self._drawing(user)
        self.people.open_home(user)
        drawn = self.workspace.wait_until(lambda: self._drawing(user) != before)
        assert drawn, "Home was not drawn"
        view = self.workspace.home(user)
        assert view is not None
        return self.workspace.plain(view, user)

    def _drawing(self, user: str) -> str:
        view = self.workspace.home(user)
        return view.hash if view else ""

    # Time

    def settle(self) -> None:
        """Let Duly finish everything that can be done now."""
        # Of every door at once, some channel gets hundreds of messages.
        for _ in range(1_000):
            self.worker.tick()
            self.worker.work_on_files()
            if self._sending.work():
                continue
            if not self._waiting():
                return
            # Messages of one channel are a second apart; let that second pass.
            self.workspace.clock.forward(timedelta(seconds=1))
        raise AssertionError("Duly does not come to rest")

    def passes(self, days: float = 0, hours: float = 0, until: datetime | None = None) -> None:
        """Time passes, and Duly lives through every moment at which something falls due."""
        clock = self.workspace.clock
        end = until or clock.now() + timedelta(days=days, hours=hours)
        while clock.now() < end:
            clock.move_to(min(self._next_due() or end, end))
            self.settle()

    @property
    def now(self) -> datetime:
        """The moment of the story."""
        return self.workspace.clock.now()

    # Seeing

    def reads(self, user: str) -> list[str]:
        """The direct messages from Duly, oldest first, in plain lines."""
        return [self.workspace.plain(m, user) for m in self.workspace.direct_messages(user)]

    def reads_all(self, user: str) -> str:
        """Everything Duly wrote to one person."""
        return "\n---\n".join(self.reads(user))

    def channel(self, name: str, reader: str = cast.OMAR) -> list[str]:
        """What Duly wrote in a channel, oldest first."""
        return [
            self.workspace.plain(message, reader)
            for message in self.workspace.messages(name)
            if message.user == self.workspace.bot_user
            and not (message.is_reply and _is_ours(self.workspace, name, message))
        ]

    def thread(self, name: str, reader: str = cast.OMAR) -> list[str]:
        """What Duly wrote under its newest message in a channel that has a thread."""
        ours = [
            message
            for message in self.workspace.messages(name)
            if message.is_reply and _is_ours(self.workspace, name, message)
        ]
        newest = max((message.thread_ts or "" for message in ours), default="")
        return [self.workspace.plain(each, reader) for each in ours if each.thread_ts == newest]

    def sees_form(self, user: str) -> str:
        """The form on top of a person's screen with its errors, "" without one."""
        view = self.workspace.view(user)
        if view is None:
            return ""
        errors = "\n".join((view.errors or {}).values())
        return f"{self.workspace.plain(view, user)}\n{errors}".strip()

    def _seen_by(self, user: str) -> Iterator[tuple[str, Message]]:
        places = [self.workspace.dm(user).id]
        places += [
            channel.id
            for channel in self.workspace.channels.values()
            if user in channel.members and not channel.is_im
        ]
        for place in places:
            for message in reversed(self.workspace.messages(place)):
                yield place, message

    def _next_due(self) -> datetime | None:
        """The next moment after now at which any row in the database falls due."""
        with self.duly.database.read() as session:
            found = session.execute(NEXT_DUE, {"now": self.now}).one()
        return min((moment for moment in found if moment), default=None)

    def _waiting(self) -> bool:
        """Whether a message would leave now but for the pace of its channel."""
        with self.duly.database.read() as session:
            return session.execute(READY, {"now": self.now}).first() is not None


def _is_ours(workspace: Workspace, name: str, reply: Message) -> bool:
    """Whether an answer stands under a message of Duly's, and is one itself."""
    above = {each.ts: each.user for each in workspace.messages(name)}
    ours = workspace.bot_user
    return reply.user == ours and above.get(reply.thread_ts or "") == ours


def _find(
    blocks: list[dict[str, object]], label: str, about: str
) -> tuple[str, str, str | None] | None:
    """Block id, action id and, for a “…” menu, the choice behind a label."""
    for block in blocks:
        for element in _elements(block):
            text = element.get("text", {})
            if text and text.get("text") == label and about in element.get("value", ""):
                return str(block["block_id"]), element["action_id"], None
            for option in element.get("options", []):
                if option["text"]["text"] == label and about in option["value"]:
                    return str(block["block_id"]), element["action_id"], option["value"]
    return None


def _elements(block: dict[str, object]) -> list[dict[str, object]]:
    accessory = block.get("accessory")
    found = [*block.get("elements", []), *([accessory] if accessory else [])]
    return [element for element in found if "action_id" in element]


@contextmanager
def set_up(
    database_url: str, start: datetime = cast.MONDAY, *, files: bool = True
) -> Iterator[Stage]:
    """A stage over a database in which Brightwater has moved in; signed HTTP both ways."""
    workspace = Workspace(
        manifest.build("https://duly.example", files=files),
        SAMPLE,
        clock=StoryClock(start),
        rates=Rates(enabled=False),
        ack_seconds=PATIENT_SECONDS,
    )
    with serve(workspace) as practice:
        settings = Settings(
            database_url=database_url,
            slack_bot_token=workspace.bot_token,
            slack_signing_secret=SECRET,
            slack_api_url=practice.api_url,
        )
        with enter(workspace, settings) as stage:
            yield stage


@contextmanager
def enter(workspace: Workspace, settings: Settings) -> Iterator[Stage]:
    """A bot comes on, at an address of its own, and leaves at the end of the block."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        workspace.delivery.request_url = f"{address}/slack/events"
        with closing(Duly(settings, clock=workspace.clock)) as duly:
            now = workspace.clock.now()
            assert directory.refresh_when_old(duly.slack, duly.database, cast.TEAM, now)
            with hosted(web.build(duly), listener, http=Impatient):
                yield Stage(workspace, duly)
