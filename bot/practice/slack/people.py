"""Acting as anyone in the practice workspace: type, press, fill in, open Home, come and go.

Every verb builds the payload that Slack would send (docs.slack.dev/interactivity), delivers it to
the app, and then does on the screen what Slack would do with the app's acknowledgement.
"""

import logging
from typing import Any

from bot.practice.slack import answers, files, limits
from bot.practice.slack.acting import TROUBLE
from bot.practice.slack.blockkit.composition import MODAL
from bot.practice.slack.elements import (
    NotPossibleError,
    client_errors,
    find_element,
    state_of,
)
from bot.practice.slack.errors import SlackError
from bot.practice.slack.invitations import COMMANDS, Invitations
from bot.practice.slack.objects import Json, Message, Note, View
from bot.practice.slack.sockets import Answer
from bot.practice.slack.webapi.chat import message_json

log = logging.getLogger(__name__)

NO_CHOICES = "The choices could not be loaded. Try again."


class People(Invitations):
    """The verbs of everyone in a workspace. The first argument is always the acting user's id.

    Every verb raises NotPossibleError, with a sentence for the person, when Slack's own client
    would not have let them do it.
    """

    def command(self, user: str, channel: str, text: str) -> Answer:
        """Type a slash command such as "/todo …" in a channel (id, "#name" or a user's DM)."""
        person, place = self._actor(user), self._place(user, channel)
        name, _, words = text.strip().partition(" ")
        if name in COMMANDS:
            return self.invite_or_remove(user, place, name, words)
        known = {c["command"]: c for c in self._feature("slash_commands", [])}
        if name not in known:
            self.workspace.note(user, place.id, f"{name} is not a valid command.")
            return Answer("dispatch_failed", error=f"{name} is not a valid command.")
        words = words.strip()
        payload = {
            "token": "practice",
            "team_id": self.workspace.team_id,
            "team_domain": self.workspace.company.domain,
            "channel_id": place.id,
            "channel_name": place.spoken_name,
            "user_id": person.id,
            "user_name": person.name,
            "command": name,
            "text": self.escaped(words, labels=True) if known[name].get("should_escape") else words,
            "api_app_id": self.workspace.app_id,
            "is_enterprise_install": "false",
            "response_url": self._reply_url(user, place.id),
            "trigger_id": self.workspace.tickets.new_trigger(user),
        }
        answer = self.workspace.delivery.send("slash_commands", payload)
        failure: str = "" if answer.ok else answer.outcome
        if answer.ok:
            try:
                answers.show_answer(self.workspace, user, place.id, answer.payload or {})
            except SlackError as error:
                log.warning("The answer to %s breaks Slack's rules: %s", name, error.to_slack())
                failure = error.error
        if not failure:
            return answer
        sentence = f'{name} failed with the error "{failure}"'
        self.workspace.note(user, place.id, sentence)
        return Answer(answer.outcome, answer.payload, error=sentence)

    def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Message:
        """Write a message; @names and #channels in it become mentions."""
        self._actor(user)
        place = self._place(user, channel)
        if place.is_archived:
            raise NotPossibleError("This channel is archived.")
        if not text.strip():
            raise NotPossibleError("There is nothing to send.")
        message = self.workspace.post(place.id, user, self.escaped(text), thread_ts=thread_ts)
        self._announce_message(place, message)
        return message

    def share_file(
        self,
        user: str,
        channel: str,
        name: str,
        content: bytes,
        text: str = "",
        thread_ts: str | None = None,
        home_team: str = "",
    ) -> Message:
        """Share a file, with words beside it or without; `home_team` is whose file it is."""
        self._actor(user)
        place = self._place(user, channel)
        if place.is_archived:
            raise NotPossibleError("This channel is archived.")
        if len(content) > files.MOST_BYTES:
            raise NotPossibleError("Slack takes files of up to 1 GB.")
        created = int(self.workspace.clock.now().timestamp())
        file = files.shared(name, content, user, created, home_team)
        with self.workspace.changing():
            self.workspace.files[file.id] = file
        message = self.workspace.post(
            place.id,
            user,
            self.escaped(text),
            subtype="file_share",
            files=[file.id],
            thread_ts=thread_ts,
        )
        self._announce_message(place, message)
        return message

    def click(
        self,
        user: str,
        channel: str,
        ts: str,
        action_id: str,
        block_id: str | None = None,
        value: Any = None,
        selected: Any = None,
        values: Json | None = None,
    ) -> Answer:
        """Press a button, or choose in a menu, of a message or note.

        Args:
            user: who acts.
            channel: where the message is.
            ts: of the message.
            action_id: of the element.
            block_id: of its block, when several blocks have such an element.
            value: of the button, when several share an action_id; or what is chosen.
            selected: what is chosen, see `elements.selection`.
            values: other fields of the message as filled in so far, as in `submit`.
        """
        self._actor(user)
        place = self._place(user, channel)
        thing = self._on_screen(user, place, ts)
        block, element = find_element(thing.blocks, action_id, block_id, value)
        action = self._action(block, element, value if selected is None else selected)
        filled = _with_chosen(values or {}, block, element, action)
        is_note = isinstance(thing, Note)
        payload = {
            **self._interaction("block_actions", user),
            **self._in_message(place, thing),
            "state": {"values": state_of(thing.blocks, {}, filled)},
            "response_url": self._reply_url(user, place.id, ts, is_note=is_note),
            "actions": [action],
        }
        return self._deliver(payload)

    def click_in_view(
        self,
        user: str,
        view_id: str,
        action_id: str,
        block_id: str | None = None,
        value: Any = None,
        selected: Any = None,
        values: Json | None = None,
    ) -> Answer:
        """Press a button, or choose in a menu, of an open form or of Home.

        `values` are the other fields as filled in so far, as in `submit`.
        """
        self._actor(user)
        view = self._view(user, view_id)
        block, element = find_element(view.blocks, action_id, block_id, value)
        action = self._action(block, element, value if selected is None else selected)
        given = _with_chosen(values or {}, block, element, action)
        with self.workspace.changing():
            view.values = state_of(view.blocks, view.values, given)
        payload = {
            **self._interaction("block_actions", user, view),
            **self._in_view(view),
            "actions": [action],
        }
        return self._deliver(payload)

    def submit(self, user: str, view_id: str, values: Json | None = None) -> Answer:
        """Fill in and send a form.

        Args:
            user: who acts.
            view_id: of the form.
            values: {block_id: {action_id: state}} or simply {block_id: value}; fields that are
                not mentioned keep what was typed before, or their initial value.
        """
        self._actor(user)
        view = self._view(user, view_id)
        if not view.body.get("submit"):
            raise NotPossibleError("This form has nothing to submit.")
        filled = state_of(view.blocks, view.values, values or {})
        errors = client_errors(view.blocks, filled)
        with self.workspace.changing():
            view.values, view.errors = filled, errors or None
        if errors:
            return Answer("dispatch_failed", error="Some fields need another look.")
        payload = {
            **self._interaction("view_submission", user, view),
            "view": self._view_json(view),
            "response_urls": [],
        }
        answer = self._deliver(payload)
        if not answer.ok:
            return answer
        try:
            self._follow(view, answer.payload or {})
        except SlackError as error:
            log.warning("The answer to a form breaks Slack's rules: %s", error.to_slack())
            return Answer("acknowledged", answer.payload, error=TROUBLE)
        return answer

    def close(self, user: str, view_id: str) -> None:
        """Close a form without sending it; the one below it comes back."""
        view = self._view(user, view_id)
        body = self._view_json(view)
        self.workspace.screens.close(view)
        if view.body.get("notify_on_close"):
            payload = {**self._interaction("view_closed", user), "view": body, "is_cleared": False}
            del payload["trigger_id"]
            self._deliver(payload)

    def suggest(
        self,
        user: str,
        action_id: str,
        query: str,
        *,
        block_id: str | None = None,
        view_id: str | None = None,
        channel: str | None = None,
        ts: str | None = None,
    ) -> Json:
        """Type into a menu whose choices the app supplies: {"options": […]} or option_groups.

        The menu is in a form or Home (`view_id`), or in a message (`channel` and `ts`). Over HTTP
        the app's manifest must say where the choices come from.
        """
        self._actor(user)
        if self.workspace.delivery.request_url and not self._options_url():
            raise NotPossibleError("The app's manifest has no message_menu_options_url.")
        if view_id:
            view = self._view(user, view_id)
            blocks, where = view.blocks, self._in_view(view)
        else:
            place = self._place(user, channel or "")
            thing = self._on_screen(user, place, ts or "")
            blocks, where = thing.blocks, self._in_message(place, thing)
        block, element = find_element(blocks, action_id, block_id, None)
        payload = {
            **self._interaction("block_suggestion", user),
            **where,
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "value": query,
        }
        del payload["trigger_id"]
        answer = self._deliver(payload)
        if not answer.ok:
            raise NotPossibleError(NO_CHOICES)
        try:
            return limits.check_suggestions(answer.payload or {})
        except SlackError as error:
            log.warning("The choices for a menu break Slack's rules: %s", error.to_slack())
            raise NotPossibleError(NO_CHOICES) from None

    def shortcut(
        self, user: str, callback_id: str, channel: str | None = None, ts: str | None = None
    ) -> Answer:
        """Use a shortcut: a global one, or one of a message when channel and ts are given."""
        self._actor(user)
        known = {s["callback_id"]: s["type"] for s in self._feature("shortcuts", [])}
        if known.get(callback_id) != ("message" if ts else "global"):
            raise NotPossibleError(f"There is no shortcut “{callback_id}” here.")
        kind = "message_action" if ts else "shortcut"
        payload = {
            **self._interaction(kind, user),
            "callback_id": callback_id,
            "action_ts": self.workspace.clock.ts(),
        }
        if channel and ts:
            place = self._place(user, channel)
            message = self.workspace.message(place.id, ts)
            payload |= {
                "message_ts": ts,
                "channel": {"id": place.id, "name": place.spoken_name},
                "message": message_json(self.workspace, message),
                "response_url": self._reply_url(user, place.id, ts),
            }
        return self._deliver(payload)

    def open_home(self, user: str, tab: str = "home") -> None:
        """Look at the app's Home, or with tab "messages" at the direct message with it."""
        self._actor(user)
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": self.workspace.dm(user).id,
            "tab": tab,
        }
        home = self.workspace.home(user)
        if home is not None and tab == "home":
            event["view"] = self._view_json(home)
        self.send_event(event)

    def _options_url(self) -> str:
        interactivity = self.workspace.manifest.get("settings", {}).get("interactivity", {})
        return str(interactivity.get("message_menu_options_url") or "")

    def _follow(self, view: View, answer: Json) -> None:
        """Do what the app answered to a form."""
        action = answer.get("response_action")
        if action == "errors":
            with self.workspace.changing():
                view.errors = dict(answer.get("errors") or {})
            known = {block["block_id"] for block in view.blocks}
            if not view.errors or not known.issuperset(view.errors):
                raise SlackError("invalid_arguments", ["[ERROR] errors for unknown block_ids"])
        elif action == "update":
            self.workspace.screens.update(view, limits.check_view(answer.get("view"), MODAL))
        elif action == "push":
            body = limits.check_view(answer.get("view"), MODAL)
            self.workspace.screens.push(view.user, body)
        elif action == "clear":
            self.workspace.screens.clear(view.user)
        elif action is None:
            self.workspace.screens.close(view)
        else:
            raise SlackError("invalid_arguments", [f"[ERROR] unknown action {action}"])


def _with_chosen(values: Json, block: Json, element: Json, action: Json) -> Json:
    """The fields as filled in so far, with what was chosen just now."""
    if element["type"] in ("button", "overflow"):
        return values
    others = values.get(block["block_id"])
    table = others if isinstance(others, dict) else {}
    return {**values, block["block_id"]: {**table, element["action_id"]: action}}
