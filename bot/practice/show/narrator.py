"""The narrator prints what happens in the practice workspace: who did what, what Duly answered.

Names instead of ids, the head office's clock beside every act, and the reader's own clock beside
every message to somebody in another zone.
"""

import re
import textwrap
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console

from bot.practice.slack.clock import moment_of
from bot.practice.slack.objects import Channel, Json, Message, Note, View
from bot.practice.slack.workspace import Workspace

WIDTH = 100
_EMPHASIS = re.compile(r"(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])")


class Narrator:
    """Prints a transcript; colours only where standard output is a terminal."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True, markup=False)
        self._day = ""
        self._told: dict[str, list[str]] = {}
        self._notes = ""

    def watch(self, workspace: Workspace) -> None:
        """Look at this workspace from now on; what is there already is not told."""
        self._workspace = workspace
        self._head_office = ZoneInfo(workspace.company.head_office)
        for channel, message in self._messages():
            self._told[message.ts] = self._lines(channel, message)
        self._since = workspace.clock.ts()
        self._notes = self._since

    def act(self, user: str, what: str, details: dict[str, str]) -> None:
        """Somebody does something now."""
        now = self._workspace.clock.now()
        name = self._workspace.users[user].real_name.split()[0]
        self._heading(now)
        self._console.print(
            f"{now.astimezone(self._head_office):%H:%M}  {name} {what}", style="bold"
        )
        for field, value in details.items():
            self._indented(f"{field}: {value}", 9, "")

    def tell_news(self) -> None:
        """Print what Duly posted, changed and answered since the last time."""
        since, self._since = self._since, self._workspace.clock.ts()
        for note in self._new_notes():
            self._block(f"Duly answers {self._name(note.user)}", self._plain(note, note.user))
        news = [
            (max(message.ts, message.edited or ""), channel, message)
            for channel, message in self._messages()
            if max(message.ts, message.edited or "") > since
        ]
        # Place by place: what is sent to several at once arrives in no certain order.
        for stamp, channel, message in sorted(news, key=lambda each: (each[1].id, each[0])):
            self._message(stamp, channel, message)

    def form(self, user: str) -> None:
        """Print the form on top of somebody's screen."""
        view = self._workspace.view(user)
        if view is not None:
            self._block(f"{self._name(user)} sees", self._plain(view, user))

    def home(self, user: str) -> None:
        """Print somebody's Home."""
        view = self._workspace.home(user)
        if view is not None:
            self._block(f"{self._name(user)}'s Home", self._plain(view, user))

    def fail(self, words: str) -> None:
        """Print why the tour ends early."""
        self._console.print(f"\n{words}", style="red")

    def close(self, words: str) -> None:
        """Print the last sentence."""
        self._console.print(f"\n{words}\n", style="dim")

    def _messages(self) -> list[tuple[Channel, Message]]:
        with self._workspace.lock:
            return [
                (channel, message)
                for channel in self._workspace.channels.values()
                for message in channel.messages.values()
                if message.user == self._workspace.bot_user
            ]

    def _new_notes(self) -> list[Note]:
        fresh = [
            note
            for user in self._workspace.people()
            for note in self._workspace.notes(user.id)
            if note.ts > self._notes
        ]
        self._notes = max([self._notes, *(note.ts for note in fresh)])
        return fresh

    def _message(self, stamp: str, channel: Channel, message: Message) -> None:
        """A new message in full; of a changed one its headline and what is new in it."""
        lines = self._lines(channel, message)
        before = self._told.get(message.ts)
        self._told[message.ts] = lines
        moment = moment_of(stamp)
        self._heading(moment)
        where = self._where(channel, moment)
        if before is None:
            self._block(f"Duly {where}", lines)
            return
        new = [line for line in lines if line not in before and not line.startswith("[")]
        if new:
            headline = lines[:1] if new[0] != lines[0] and not _crossed_out(new) else []
            self._block(f"Duly updates {where}", [" — ".join([*headline, *new])])

    def _where(self, channel: Channel, moment: datetime) -> str:
        if channel.is_im:
            user = self._workspace.users[channel.other(self._workspace.bot_user)]
            local = moment.astimezone(ZoneInfo(user.tz))
            city = "" if user.tz == str(self._head_office) else f" in {_city(user.tz)}"
            return f"to {user.real_name.split()[0]}, {local:%H:%M}{city}"
        return f"in #{channel.name}, {moment.astimezone(self._head_office):%H:%M}"

    def _lines(self, channel: Channel, message: Message) -> list[str]:
        reader = channel.other(self._workspace.bot_user) if channel.is_im else None
        return self._plain(message, reader)

    def _plain(self, thing: Message | Note | View, reader: str | None) -> list[str]:
        text = self._workspace.plain(_condensed(thing), reader)
        return [_EMPHASIS.sub(r"\1", line) for line in text.splitlines() if line.strip()]

    def _name(self, user: str) -> str:
        return self._workspace.users[user].real_name.split()[0]

    def _heading(self, moment: datetime) -> None:
        local = moment.astimezone(self._head_office)
        day = f"{local:%A} {local.day} {local:%B %Y}"
        if day != self._day:
            self._day = day
            self._console.print(f"\n── {day} {'─' * (WIDTH - len(day) - 4)}", style="bold cyan")

    def _block(self, title: str, lines: list[str]) -> None:
        self._console.print(f"       {title}", style="green")
        for line in lines:
            self._indented(line, 9, "│ ")

    def _indented(self, line: str, columns: int, mark: str) -> None:
        margin = " " * columns + mark
        wrapped = textwrap.fill(
            line, WIDTH, initial_indent=margin, subsequent_indent=margin, break_long_words=False
        )
        self._console.print(wrapped)


def _condensed(thing: Message | Note | View) -> Message | Note | View:
    """The same with labelled facts in a row instead of one below the other."""
    if isinstance(thing, View):
        return thing
    return replace(thing, blocks=[_in_a_row(block) for block in thing.blocks])


def _in_a_row(block: Json) -> Json:
    if "fields" not in block:
        return block
    facts = [str(field["text"]).replace("*\n", ": ").removeprefix("*") for field in block["fields"]]
    return {"type": "section", "text": {"type": "mrkdwn", "text": " · ".join(facts)}}


def _crossed_out(lines: list[str]) -> bool:
    return any(line.startswith("~") for line in lines)


def _city(zone: str) -> str:
    return zone.rsplit("/", 1)[-1].replace("_", " ")
