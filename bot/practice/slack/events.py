"""What happens in the workspace without anyone asking the app: joining, leaving, new messages.

Only events that the app's manifest subscribes to are delivered (docs.slack.dev/reference/events).
"""

from typing import Any

from bot.practice.slack.ids import new_id
from bot.practice.slack.objects import Channel, Json, Message, User
from bot.practice.slack.webapi.chat import message_json
from bot.practice.slack.workspace import Workspace

CHANNEL_TYPES = {"channels": "channel", "groups": "group", "im": "im"}


class Events:
    """Changes to people and channels, each announced to the app."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def join(self, user: str, channel: str) -> None:
        """Let a person, or the bot (its user id), enter a channel."""
        place = self.workspace.channel(channel)
        with self.workspace.changing():
            place.members.add(user)
        self._announce_membership("member_joined_channel", user, place)

    def leave(self, user: str, channel: str, by: str = "") -> None:
        """Let a person, or the bot, leave a channel; `by` is who removes them, if somebody does."""
        place = self.workspace.channel(channel)
        with self.workspace.changing():
            place.members.discard(user)
        if user == self.workspace.bot_user:
            kind = "group_left" if place.is_private else "channel_left"
            self.send_event({"type": kind, "channel": place.id, "actor_id": by or user})
        self._announce_membership("member_left_channel", user, place)

    def archive(self, channel: str, by: str) -> None:
        """Close a channel for good; `by` is who does it."""
        place = self.workspace.channel(channel)
        with self.workspace.changing():
            place.is_archived = True
        self.send_event({"type": f"{self._word(place)}_archive", "channel": place.id, "user": by})

    def unarchive(self, channel: str, by: str) -> None:
        """Open an archived channel again; `by` is who does it."""
        place = self.workspace.channel(channel)
        with self.workspace.changing():
            place.is_archived = False
        self.send_event({"type": f"{self._word(place)}_unarchive", "channel": place.id, "user": by})

    def share(self, channel: str, team: str) -> None:
        """Let people of another workspace read a channel."""
        place = self.workspace.channel(channel)
        with self.workspace.changing():
            place.shared_with = (*place.shared_with, team)
        self.send_event({"type": "channel_shared", "channel": place.id, "connected_team_id": team})

    def unshare(self, channel: str, team: str) -> None:
        """End what `share` began."""
        place = self.workspace.channel(channel)
        with self.workspace.changing():
            place.shared_with = tuple(each for each in place.shared_with if each != team)
        self.send_event(
            {
                "type": "channel_unshared",
                "channel": place.id,
                "previously_connected_team_id": team,
                "is_ext_shared": bool(place.shared_with),
            }
        )

    def hire(self, user: User) -> None:
        """Add a colleague."""
        self.workspace.add_user(user)
        self.send_event({"type": "team_join", "user": self._user_json(user)})

    def deactivate(self, user: str) -> None:
        """Close a person's account, as when they leave the company."""
        self.change_profile(user, deleted=True)

    def change_profile(self, user: str, **fields: Any) -> None:
        """Change fields of a person, such as tz, title, real_name or status_text."""
        person = self.workspace.user(user)
        with self.workspace.changing():
            for name, value in fields.items():
                if not hasattr(person, name):
                    raise AttributeError(f"A user has no {name}.")
                setattr(person, name, value)
            person.updated = int(self.workspace.clock.now().timestamp())
        self.send_event({"type": "user_change", "user": self._user_json(person)})

    def uninstall(self) -> None:
        """Remove the app from the workspace; its token is dead from then on."""
        self.send_event({"type": "app_uninstalled"})
        self.send_event({"type": "tokens_revoked", "tokens": {"bot": [self.workspace.bot_user]}})
        with self.workspace.changing():
            self.workspace.uninstalled = True

    def send_event(self, event: Json, subscription: str | None = None) -> bool:
        """Deliver an event in the background if the app subscribes to it; says whether it does."""
        subscribed = (
            self.workspace.manifest.get("settings", {})
            .get("event_subscriptions", {})
            .get("bot_events", [])
        )
        if (subscription or event["type"]) not in subscribed:
            return False
        workspace = self.workspace
        event.setdefault("event_ts", workspace.clock.ts())
        workspace.delivery.send_event(
            {
                "token": "practice",
                "team_id": workspace.team_id,
                "context_team_id": workspace.team_id,
                "context_enterprise_id": None,
                "api_app_id": workspace.app_id,
                "event": event,
                "type": "event_callback",
                "event_id": new_id("Ev"),
                "event_time": int(workspace.clock.now().timestamp()),
                "authorizations": [
                    {
                        "enterprise_id": None,
                        "team_id": workspace.team_id,
                        "user_id": workspace.bot_user,
                        "is_bot": True,
                        "is_enterprise_install": False,
                    }
                ],
                "is_ext_shared_channel": False,
                "event_context": "practice",
            }
        )
        return True

    def _announce_message(self, place: Channel, message: Message) -> None:
        if self.workspace.bot_user not in place.members:
            return
        body = message_json(self.workspace, message)
        body |= {"channel": place.id, "channel_type": CHANNEL_TYPES[place.kind]}
        body["event_ts"] = message.ts
        self.send_event(body, f"message.{place.kind}")
        if f"<@{self.workspace.bot_user}>" in message.text and not place.is_im:
            self.send_event({**body, "type": "app_mention"})

    def _announce_membership(self, kind: str, user: str, place: Channel) -> None:
        if self.workspace.bot_user not in place.members:
            return
        self.send_event(
            {
                "type": kind,
                "user": user,
                "channel": place.id,
                "channel_type": "G" if place.is_private else "C",
                "team": self.workspace.team_id,
            }
        )

    def _word(self, place: Channel) -> str:
        return "group" if place.is_private else "channel"

    def _user_json(self, user: User) -> Json:
        return user.to_slack(self.workspace.team_id, self.workspace.clock.now())

    def _feature(self, name: str, default: Any) -> Any:
        return self.workspace.manifest.get("features", {}).get(name, default)
