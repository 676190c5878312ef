"""Requests as Slack would send them, filled with values that it never would; signed, mostly."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from bot import routes
from tests import cast
from tests.hostile import values

Json = dict[str, Any]
SECRET = "hostile-signing-secret"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
WHO = (*[cast.OMAR] * 5, cast.NORA, cast.SARA, cast.MARIA, cast.TOM, cast.BEN)
STRANGER = "U0STRANGER"
OUTSIDER = "U0OUTSIDE"
"""Somebody of a connected company, whose payloads name another workspace."""
INPUTS = ("title", "reason", "date", "owner", "customer", "name", "value", "tier", "why", "person")
WRITTEN = {
    "": (*(f"Call {values.MARK} {markup}" for markup in values.MARKUP), "Corner Café 🙂"),
    "country": ("DE", "US-NY", "sg", ""),
    "value": ("48,000.00", "250 tsd", "3 bn", "n/a", ""),
    "words": ("invoice, refund", "terms of use; contract", ""),
}
"""What may be written into an input of this name, or into any other."""
MALFORMED = (
    '{"a":', "[" * 3000, "payload=", "payload=[]", "payload=%7B", "null", "payload=null", "{}", "",
    '{"type": "event_callback"}', "a=1&" * 3000, f"payload={values.MARK}", "payload=%FF%FE", '"x"',
    "1", "payload=" + "%5B" * 3000,
)  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """One request: what it is in a few words, and the bytes; `user` is who seems to send it.

    `genuine` says that its signature is right and its shape is one of Slack's; `own_trigger` that
    Slack would open a form for it.
    """

    words: str
    body: bytes
    headers: dict[str, str]
    user: str = ""
    genuine: bool = True
    own_trigger: bool = False


@dataclass
class Seen:
    """The buttons and forms that Duly has shown so far, by action and callback."""

    buttons: dict[str, list[str]] = field(default_factory=dict)
    forms: dict[str, Json] = field(default_factory=dict)

    def look(self, shown: Any) -> None:
        """Remember every control in what was shown."""
        if isinstance(shown, list):
            for each in shown:
                self.look(each)
        if not isinstance(shown, dict):
            return
        if shown.get("type") == "modal" and shown.get("callback_id"):
            self.forms[shown["callback_id"]] = shown
        if shown.get("type") == "button" and "action_id" in shown:
            self._keep(shown["action_id"], shown.get("value", ""))
        if shown.get("type") == "overflow":
            for option in shown.get("options", []):
                verb, _, value = option["value"].partition("|")
                self._keep(verb, value)
        for each in shown.values():
            self.look(each)

    def _keep(self, action: str, value: str) -> None:
        known = self.buttons.setdefault(action, [])
        if value not in known:
            known.append(value)


class Attacker:
    """Draws one request after the other from a seeded generator."""

    def __init__(self, seen: Seen, new_trigger: Callable[[str], str]) -> None:
        self._seen = seen
        self._new_trigger = new_trigger
        self._signer = SignatureVerifier(SECRET)

    def draw(self, rng: Random) -> Sent:
        """The next request."""
        kinds = (self._command, self._click, self._form, self._shortcut, self._event, self._choices,
                 self._edge)  # fmt: skip
        (kind,) = rng.choices(kinds, weights=(24, 22, 30, 5, 8, 3, 8))
        return kind(rng)

    def command(self, user: str, text: str) -> Sent:
        """A slash command as people type it."""
        fields = {
            "token": "t", "team_id": cast.TEAM, "channel_id": "C0BILLING", "user_id": user,
            "command": "/cx", "text": text, "trigger_id": self._new_trigger(user),
        }  # fmt: skip
        return self._signed(f"command {text!r}", urlencode(fields), FORM, user, own=True)

    def click(self, user: str, action: str, value: str) -> Sent:
        """A press on a button that is there."""
        element = {"type": "button", "action_id": action, "block_id": "b", "value": value}
        payload: Json = {
            "type": "block_actions", "team": {"id": cast.TEAM},
            "trigger_id": self._new_trigger(user),
            "user": {"id": user, "team_id": cast.TEAM}, "channel": {"id": "C0BILLING"},
            "actions": [element],
        }  # fmt: skip
        body = urlencode({"payload": json.dumps(payload)})
        return self._signed(f"click {action!r} {value!r}", body, FORM, user, own=True)

    def _who(self, rng: Random) -> str:
        pick = rng.random()
        if pick < 0.80:
            return rng.choice(WHO)
        return STRANGER if pick < 0.9 else values.hostile(rng, "id")

    def _trigger(self, rng: Random, user: str) -> tuple[str, bool]:
        if rng.random() < 0.9:
            return self._new_trigger(user), True
        return values.hostile(rng), False

    def _command(self, rng: Random) -> Sent:
        user = self._who(rng)
        trigger, own = self._trigger(rng, user)
        verb = rng.choice([*routes.VERBS, *routes.VERBS, values.hostile(rng)])
        gap = rng.choice((" ", " ", " ", "\n", "  ", "\u00a0"))
        place = rng.choice(values.CHANNELS) if rng.random() < 0.9 else values.hostile(rng, "id")
        fields = {
            "token": "t", "team_id": cast.TEAM, "channel_id": place, "user_id": user,
            "user_name": "x", "command": "/cx", "text": f"{verb}{gap}{values.typed(rng)}",
            "api_app_id": "A0DULY", "trigger_id": trigger, "is_enterprise_install": "false",
        }  # fmt: skip
        whole = rng.random() < 0.93
        if not whole:
            fields[rng.choice(list(fields))] = values.hostile(rng)
            fields.pop(rng.choice(list(fields)))
        return self._signed(f"command {verb!r}", urlencode(fields, errors="surrogatepass"), FORM,
                            user, own=own and whole)  # fmt: skip

    def _click(self, rng: Random) -> Sent:
        action = rng.choice([*routes.BUTTONS, *routes.BUTTONS, values.hostile(rng)])
        known = self._seen.buttons.get(action) or list(values.REFS[:7])
        value = rng.choice(known) if rng.random() < 0.55 else values.hostile(rng, "ref")
        element: Json = {"type": "button", "action_id": action, "block_id": "b", "value": value}
        if rng.random() < 0.2:
            chosen = {"text": {"type": "plain_text", "text": "x"}, "value": f"{action}|{value}"}
            element = {"type": "overflow", "action_id": "more", "selected_option": chosen}
        payload, own = self._interaction(rng, "block_actions")
        payload |= {"actions": [element], "channel": {"id": rng.choice(values.CHANNELS)}}
        if rng.random() < 0.2:
            payload["view"] = {"type": rng.choice(("home", "modal")), "id": "V1"}
            own = False
        return self._interactive(rng, f"click {action!r} {value[:60]!r}", payload, own=own)

    def _form(self, rng: Random) -> Sent:
        form = rng.choice([*routes.FORMS, *routes.FORMS, *routes.FORMS, values.hostile(rng)])
        shown = self._seen.forms.get(form, {})
        state = _state(rng, shown)
        carried = shown.get("private_metadata") or ""
        if rng.random() < 0.3:
            carried = rng.choice((values.hostile(rng, "ref"), values.hostile(rng, "id"),
                                  values.hostile(rng, "choice")))  # fmt: skip
        payload, own = self._interaction(rng, "view_submission")
        payload["view"] = {
            "id": f"V{rng.getrandbits(40)}", "hash": str(rng.getrandbits(30)), "type": "modal",
            "callback_id": form, "private_metadata": carried, "state": {"values": state},
            "blocks": shown.get("blocks", [{"type": "input", "block_id": "title"}]),
        }  # fmt: skip
        return self._interactive(rng, f"form {form!r} {carried[:40]!r}", payload, own=own)

    def _shortcut(self, rng: Random) -> Sent:
        callback = rng.choice([*routes.SHORTCUTS, values.hostile(rng)])
        kind = rng.choice(("message_action", "shortcut"))
        payload, own = self._interaction(rng, kind)
        payload["callback_id"] = callback
        if kind == "message_action":
            payload["message"] = {"type": "message", "ts": "1.1", "text": values.typed(rng)}
            payload["channel"] = {"id": rng.choice(values.CHANNELS)}
        return self._interactive(rng, f"shortcut {callback!r}", payload, own=own)

    def _event(self, rng: Random) -> Sent:
        name = rng.choice([*routes.EVENTS, *routes.EVENTS, values.hostile(rng)])
        user: Any = self._who(rng)
        if name in ("user_change", "team_join"):
            user = _profile(rng, user)
        payload: Json = {
            "type": "event_callback", "team_id": cast.TEAM, "api_app_id": "A0DULY",
            "event_id": f"Ev{rng.getrandbits(60)}", "event_time": 1,
            "event": {"type": name, "user": user, "tab": "home"},
        }  # fmt: skip
        if name in ("message", "app_mention"):
            payload["event"] |= _said(rng, user)
        if rng.random() < 0.2:
            payload = values.bent(rng, payload)
        who = user if isinstance(user, str) else ""
        return self._signed(f"event {name!r}", json.dumps(payload), JSON, who)

    def _choices(self, rng: Random) -> Sent:
        payload, _ = self._interaction(rng, "block_suggestion")
        payload |= {"action_id": rng.choice(INPUTS), "block_id": "b", "value": values.hostile(rng)}
        payload["view"] = {"type": "modal", "callback_id": rng.choice(list(routes.FORMS))}
        return self._interactive(rng, f"choices {payload['action_id']!r}", payload, own=False)

    def _edge(self, rng: Random) -> Sent:
        """What is not signed, wrongly signed, too large or nothing that can be read."""
        command = self._command(rng)
        headers = dict(command.headers)
        kind = rng.randrange(9)
        if kind == 0:
            return Sent("unsigned", command.body, {"content-type": FORM}, genuine=False)
        if kind == 1:
            headers["x-slack-signature"] = rng.choice(("v0=0", "", "v0=\xe9", "v0=" + "0" * 64))
            return Sent("wrongly signed", command.body, headers, genuine=False)
        if kind == 2:
            headers["x-slack-request-timestamp"] = rng.choice(
                ("1", "-1", "x", "9" * 400, "1e9", "")
            )
            return Sent("of another time", command.body, headers, genuine=False)
        if kind == 3:
            body = rng.choice(MALFORMED)
            return self._signed(f"malformed {body[:30]!r}", body, rng.choice((FORM, JSON)),
                                genuine=False)  # fmt: skip
        if kind == 4:
            size = 1_500_000 if rng.random() < 0.2 else 200_000
            body = urlencode({"text": f"task {values.MARK}"}) + "&a=1" * (size // 4)
            return Sent("large and unsigned", body.encode(), {"content-type": FORM}, genuine=False)
        if kind == 5:
            raw = rng.randbytes(rng.choice((0, 10, 500)))
            return Sent("noise", raw, {"content-type": rng.choice((FORM, JSON, "text/plain", ""))},
                        genuine=False)  # fmt: skip
        if kind == 6:
            body = json.dumps({"type": "url_verification", "challenge": values.hostile(rng)})
            return self._signed("challenge", body, JSON, genuine=False)
        body = json.dumps(values.shape(rng))
        if kind == 7:
            body = urlencode({"payload": body})
        return self._signed(f"any JSON {body[:40]!r}", body, FORM if kind == 7 else JSON,
                            genuine=False)  # fmt: skip

    def _interaction(self, rng: Random, kind: str) -> tuple[Json, bool]:
        outside = rng.random() < 0.05
        user = OUTSIDER if outside else self._who(rng)
        trigger, own = self._trigger(rng, user)
        home = "T0OTHER" if outside else cast.TEAM
        return {
            "type": kind, "team": {"id": cast.TEAM, "domain": "b"}, "api_app_id": "A0DULY",
            "user": {"id": user, "team_id": home, "name": "x"}, "trigger_id": trigger,
            "token": "t",
        }, own  # fmt: skip

    def _interactive(self, rng: Random, words: str, payload: Json, *, own: bool) -> Sent:
        user = payload["user"]["id"]
        if rng.random() < 0.15:
            # A copy: what Duly has shown is used again.
            payload, own = values.bent(rng, json.loads(json.dumps(payload))), False
            words += " (bent)"
        body = urlencode({"payload": json.dumps(payload)})
        return self._signed(words, body, FORM, user, own=own)

    def _signed(
        self, words: str, body: str, content: str, user: str = "", *, own: bool = False,
        genuine: bool = True,
    ) -> Sent:  # fmt: skip
        stamp = str(int(time.time()))
        headers = {
            "content-type": content,
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": self._signer.generate_signature(timestamp=stamp, body=body) or "",
        }
        return Sent(words, body.encode(), headers, user, genuine, own)


def _profile(rng: Random, user: str) -> Json:
    def text(role: str = "") -> Any:
        return values.hostile(rng, role) if rng.random() < 0.5 else "Sara Novak"

    # Whoever holds the CCO's office stays: without them most of what follows would be refused.
    leaves = user != cast.OMAR and rng.random() < 0.2
    return {
        "id": user, "team_id": rng.choice((cast.TEAM, "T0OTHER")) if leaves else cast.TEAM,
        "deleted": leaves and rng.random() < 0.3, "is_restricted": leaves and rng.random() < 0.3,
        "is_stranger": leaves and rng.random() < 0.3, "is_bot": False,
        "is_admin": rng.random() < 0.1, "name": text(), "tz": values.hostile(rng, "zone"),
        "profile": {"real_name": text(), "title": text(), "email": text()},
    }  # fmt: skip


def _state(rng: Random, shown: Json) -> Json:
    """The inputs of a form filled in; of one that nobody has seen, a few that forms often have."""
    inputs = [block for block in shown.get("blocks", []) if block.get("type") == "input"]
    if not inputs:
        return {
            name: {name: {"type": "plain_text_input", "value": values.hostile(rng)}}
            for name in rng.sample(INPUTS, 5)
        }
    # Most often a single input is wrong: what would be refused for another one is no test of it.
    wrong = rng.choice((None, rng.choice(inputs), rng.choice(inputs), "any"))
    return {
        block["block_id"]: {
            block["element"]["action_id"]: _filled(
                rng,
                block["element"],
                good=rng.random() < 0.5 if wrong == "any" else block is not wrong,
            )
        }
        for block in inputs
        if wrong != "any" or rng.random() < 0.9
    }


def _filled(rng: Random, element: Json, *, good: bool) -> Json:
    """What one input holds; `good` says that it could be chosen or written there."""
    kind = str(element.get("type"))
    if kind.startswith("multi_users"):
        return {"type": kind, "selected_users": _several(rng, values.PEOPLE, good)}
    if kind.startswith(("multi_conv", "multi_chan")):
        return {"type": kind, "selected_conversations": _several(rng, values.CHANNELS, good)}
    if kind == "users_select":
        return {"type": kind, "selected_user": _one(rng, values.PEOPLE, "id", good)}
    if kind in ("conversations_select", "channels_select"):
        name = "selected_conversation" if kind.startswith("conv") else "selected_channel"
        return {"type": kind, name: _one(rng, values.CHANNELS, "id", good)}
    if kind == "datepicker":
        return {
            "type": kind,
            "selected_date": _one(rng, ("2026-11-27", "2026-12-04"), "date", good),
        }
    options = [option["value"] for option in element.get("options", [])] or ["1"]
    if kind in {"multi_static_select", "multi_external_select", "checkboxes"}:
        chosen = _several(rng, options, good)
        return {"type": kind, "selected_options": [{"value": each} for each in chosen]}
    if kind.endswith("select") or kind == "radio_buttons":
        return {"type": kind, "selected_option": {"value": _one(rng, options, "choice", good)}}
    words = WRITTEN.get(str(element.get("action_id")), WRITTEN[""])
    return {"type": kind, "value": _one(rng, words, "number", good)}


def _one(rng: Random, known: Any, role: str, good: bool) -> Any:
    if good:
        return rng.choice(known)
    return values.shape(rng) if rng.random() < 0.15 else values.hostile(rng, role)


def _several(rng: Random, known: Any, good: bool) -> Any:
    if good:
        return rng.sample(list(known), min(len(known), rng.randint(1, 3)))
    return [values.hostile(rng, "id") for _ in range(rng.choice((0, 1, 2, 50)))]


def _said(rng: Random, user: str) -> Json:
    """What a person writes in a channel or to Duly, perhaps under something."""
    place = rng.choice([*values.CHANNELS, f"D0{user[2:]}", f"D0{user[2:]}"])
    said = rng.choice(
        (values.typed(rng), f"<@{cast.BOT}> {values.typed(rng)}", values.hostile(rng))
    )
    under = {"thread_ts": rng.choice(("1795424400.000100", "1.1", values.hostile(rng)))}
    return {
        "channel": place, "channel_type": "im" if place[0] == "D" else "channel",
        "ts": f"17954244{rng.randrange(100):02}.000200", "text": said,
        **(under if rng.random() < 0.4 else {}),
    }  # fmt: skip
