"""Who does something where in the practice workspace, and how Slack tells the app about it."""

import re
from typing import Any

from bot.practice.slack.blockkit.composition import HOME, MODAL
from bot.practice.slack.elements import NotPossibleError, selection
from bot.practice.slack.errors import SlackError
from bot.practice.slack.events import Events
from bot.practice.slack.objects import Channel, Json, Message, Note, User, View
from bot.practice.slack.sockets import Answer
from bot.practice.slack.webapi.chat import message_json

TROUBLE = "We had some trouble connecting. Try again?"
BROADCASTS = ("here", "channel", "everyone")
_MENTION = re.compile(r"(?<![\w@#.&/])([@#])([\w.-]+)")


class Acting(Events):
    """What every act has in common: its payload, its way to the app, who may act and where."""

    def escaped(self, text: str, *, labels: bool = False) -> str:
        """Text as Slack hands it on: & < > escaped, @name and #channel turned into mentions.

        `labels` adds the names ("<@U012AB3CD|kim>"), as slash commands with should_escape do.
        """
        with self.workspace.lock:
            users = {u.name: u.id for u in self.workspace.users.values() if not u.deleted}
            channels = {c.name: c.id for c in self.workspace.channels.values() if not c.is_im}

        def mention(match: re.Match[str]) -> str:
            sign, word = match[1], match[2]
            name = word.rstrip(".-_")
            rest = word[len(name) :]
            if sign == "@" and name in BROADCASTS:
                return f"<!{name}>{rest}"
            found = (users if sign == "@" else channels).get(name)
            if found is None:
                return match[0]
            label = f"|{name}" if labels or sign == "#" else ""
            return f"<{sign}{found}{label}>{rest}"

        safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return _MENTION.sub(mention, safe)

    def _interaction(self, kind: str, user: str, view: View | None = None) -> Json:
        person = self.workspace.user(user)
        in_form = view.id if view is not None and view.type == MODAL else None
        return {
            "type": kind,
            "user": {
                "id": person.id,
                "username": person.name,
                "name": person.name,
                "team_id": person.home_team or self.workspace.team_id,
            },
            "team": {"id": self.workspace.team_id, "domain": self.workspace.company.domain},
            "enterprise": None,
            "is_enterprise_install": False,
            "api_app_id": self.workspace.app_id,
            "token": "practice",
            "trigger_id": self.workspace.tickets.new_trigger(user, in_form),
        }

    def _action(self, block: Json, element: Json, given: Any) -> Json:
        action: Json = {
            "type": element["type"],
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "action_ts": self.workspace.clock.ts(),
        }
        if element["type"] == "button":
            kept = ("text", "value", "style", "url")
            return {**action, **{name: element[name] for name in kept if name in element}}
        return {**action, **selection(element, given)}

    def _view_json(self, view: View) -> Json:
        workspace = self.workspace
        return view.to_slack(workspace.team_id, workspace.app_id, workspace.bot_id)

    def _in_view(self, view: View) -> Json:
        """Where an interaction in a form or Home happened."""
        container = {"type": "view", "view_id": view.id}
        return {"container": container, "view": self._view_json(view)}

    def _in_message(self, place: Channel, thing: Message | Note) -> Json:
        """Where an interaction in a message happened; notes are not sent along."""
        container: Json = {
            "type": "message",
            "message_ts": thing.ts,
            "channel_id": place.id,
            "is_ephemeral": isinstance(thing, Note),
        }
        if thing.thread_ts:
            container["thread_ts"] = thing.thread_ts
        where: Json = {
            "container": container,
            "channel": {"id": place.id, "name": place.spoken_name},
        }
        if isinstance(thing, Message):
            where["message"] = message_json(self.workspace, thing)
        return where

    def _on_screen(self, user: str, place: Channel, ts: str) -> Message | Note:
        thing = self.workspace.find_note(ts) or place.messages.get(ts)
        if thing is None or (isinstance(thing, Note) and thing.user != user):
            raise NotPossibleError("This message is no longer there.")
        return thing

    def _reply_url(
        self, user: str, channel: str, ts: str | None = None, *, is_note: bool = False
    ) -> str:
        reply = self.workspace.tickets.new_reply_address(user, channel, ts, is_note=is_note)
        return f"{self.workspace.base_url}/response/{reply}"

    def _deliver(self, payload: Json) -> Answer:
        """Deliver an interaction; a missing answer is told as Slack tells it."""
        settings = self.workspace.manifest.get("settings", {})
        if not settings.get("interactivity", {}).get("is_enabled", False):
            raise NotPossibleError("Interactivity is off in the app's manifest.")
        answer = self.workspace.delivery.send("interactive", payload)
        return answer if answer.ok else Answer(answer.outcome, error=TROUBLE)

    def _actor(self, user: str) -> User:
        if user not in self.workspace.users:
            raise NotPossibleError(f"There is nobody with the id {user}.")
        person = self.workspace.users[user]
        if person.deleted:
            raise NotPossibleError(f"{person.real_name} no longer has an account.")
        return person

    def _place(self, user: str, channel: str) -> Channel:
        try:
            if channel.startswith("#"):
                place = self.workspace.named(channel)
            elif channel in (user, self.workspace.bot_user):
                place = self.workspace.dm(user)
            elif channel in self.workspace.users:
                place = self.workspace.open_dm(user, channel)
            else:
                place = self.workspace.channel(channel)
        except SlackError:
            raise NotPossibleError("There is no such channel.") from None
        if user not in place.members:
            raise NotPossibleError("Only members of this channel can do that.")
        return place

    def _view(self, user: str, view_id: str) -> View:
        view = self.workspace.screens.find(view_id)
        if view is None or view.user != user:
            raise NotPossibleError("This form is no longer open.")
        if view.type == HOME or view is self.workspace.view(user):
            return view
        raise NotPossibleError("Another form lies on top of this one.")
