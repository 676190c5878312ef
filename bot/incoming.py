"""Slack's deliveries come in here: put into Duly's words, done once, committed, then answered."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot import answers
from bot.clock import Clock
from bot.patience import ANSWER_SECONDS, SPEAK_SECONDS, limit, persistently
from handlers import blocks, phrases, values
from handlers.errors import UserError
from handlers.request import FieldValue, FormErrors, Handler, Request, Response
from storage import outbox, receipts
from storage.database import Database
from storage.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseUnreachable,
    OutcomeUnknown,
    StorageError,
)
from storage.outbox import Priority
from storage.people import Standing
from storage.waiting import Left

log = logging.getLogger(__name__)

Payload = dict[str, Any]

BROKEN = "Something went wrong on our side, and nothing was changed. Reference {key}."
BUSY = "Duly is busy right now, and nothing was changed. Please try again in a moment."
AWAY = "Duly's memory cannot be reached right now, and nothing was changed. Please try again."
FULL = (
    "Duly's memory has no room left, and nothing was changed. "
    "Whoever runs Duly has to make room; please try again then."
)
READ_ONLY = (
    "Duly's memory can only be read right now, and nothing was changed. "
    "Whoever runs Duly has to mend that; please try again then."
)
DAMAGED = (
    "Duly's memory is damaged, and nothing was changed. "
    "Whoever runs Duly has to mend it: its log says how."
)
UNSURE = (
    "Duly's memory went away at that very moment, so this may be noted or not. "
    "Please look with `/cx list` before you try again."
)
ADMIN_FLAGS = ("is_admin", "is_owner", "is_primary_owner")
MESSAGE = 60_000
"""Characters of a message in a shortcut: 40,000 at Slack, and some that are written as entities."""
NO_MEMORY = {
    DatabaseBusy: BUSY,
    DatabaseUnreachable: AWAY,
    DatabaseFull: FULL,
    DatabaseReadOnly: READ_ONLY,
    DatabaseDamaged: DAMAGED,
    OutcomeUnknown: UNSURE,
}
"""What to say when the database fails; what is not here is our fault."""


@dataclass(frozen=True)
class Refused:
    """The request was not carried out; nothing was changed, and the words say what to do.

    `words` are plain text, `markup` the same for where Slack reads markup. `ours` says that the
    fault is on our side, so that the same delivery may succeed later.
    """

    words: str
    markup: str
    ours: bool = False


class Incoming:
    """Carries requests out, each delivery once; `committed` is called after every commit."""

    def __init__(self, database: Database, clock: Clock, committed: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._committed = committed

    def carry_out(self, handler: Handler, request: Request) -> Response | Refused:
        """Do what was asked in one transaction; a repeated delivery gets the answer it got."""
        answer = _guarded(self._persistently, handler, request)
        if not isinstance(answer, Refused):
            self._committed()
            log.info("%s %s by %s", request.verb, request.key, request.user_id)
        return answer

    def look(self, handler: Handler, request: Request) -> Response | Refused:
        """Ask a handler that only shows something; no receipt, and nothing is kept."""
        return _guarded(self._shown, handler, request)

    def tell(self, request: Request, markup: str) -> bool:
        """Write to the person who asked, in their direct messages; once for each delivery.

        Whether that is stored.
        """
        now = self._clock.now()
        try:
            with self._database.write(limit(SPEAK_SECONDS)) as session:
                outbox.add(
                    session,
                    team_id=request.team_id,
                    now=now,
                    key=f"told:{request.key}",
                    lane=request.user_id,
                    method=outbox.POST,
                    payload=blocks.Shown(markup, blocks.message(blocks.section(markup))).payload,
                    priority=Priority.ANSWER,
                    once=True,
                )
        except StorageError:
            log.exception("%s was not told what became of %s", request.user_id, request.key)
            return False
        self._committed()
        return True

    def _shown(self, handler: Handler, request: Request) -> Response:
        with self._database.read(limit(ANSWER_SECONDS)) as session:
            return handler(request, session, self._clock.now())

    def _persistently(self, handler: Handler, request: Request) -> Response:
        """Try again while the database comes back; by its receipt a request counts once."""
        left = limit(ANSWER_SECONDS)
        return persistently(partial(self._once, handler, request, left), left)

    def _once(self, handler: Handler, request: Request, left: Left) -> Response:
        now = self._clock.now()
        with self._database.write(left) as session:
            if not receipts.claim(session, request.team_id, request.key, now):
                return _remembered(receipts.find(session, request.team_id, request.key))
            response = handler(request, session, now)
            if isinstance(response, FormErrors):
                # The same form comes back when it is put right, and must be read afresh then.
                session.rollback()
                return response
            receipts.answer(session, request.team_id, request.key, answers.encode(response))
        return response


def _guarded(
    work: Callable[[Handler, Request], Response], handler: Handler, request: Request
) -> Response | Refused:
    """The edge of the house: whatever goes wrong becomes a sentence, and nothing was changed."""
    try:
        request.check()
        return work(handler, request)
    except UserError as error:
        return Refused(error.message, error.said(blocks.safe))
    except tuple(NO_MEMORY) as error:
        log.exception("no memory for %s %s", request.verb, request.key)
        words = NO_MEMORY[type(error)]
        return Refused(words, words, ours=True)
    except Exception:
        # The last stop before a traceback in Slack: the transaction is undone, the person reads
        # that, and the log has the rest.
        log.exception("%s %s broke", request.verb, request.key)
        words = BROKEN.format(key=request.key[-12:])
        return Refused(words, words, ours=True)


def _remembered(receipt: receipts.Receipt | None) -> Response:
    if receipt is None or not receipt.answer:
        raise LookupError("a receipt without an answer")
    return answers.decode(receipt.answer)


# --- Slack's payloads in Duly's words ---


def command(body: Payload) -> Request:
    """A slash command: its first word is the verb."""
    verb, text = phrases.first_word(str(body.get("text", "")))
    return Request(
        team_id=body["team_id"],
        user_id=body["user_id"],
        channel_id=body.get("channel_id", ""),
        verb=verb.lower(),
        text=text,
        key=f"command:{body['trigger_id']}",
    )


def action(body: Payload) -> Request:
    """A click on a button or in a “…” menu; both carry what they are about."""
    clicked = body["actions"][0]
    verb, value = clicked["action_id"], clicked.get("value", "")
    if verb == blocks.SHOW_MORE:
        verb, _, value = clicked["selected_option"]["value"].partition(blocks.SEPARATOR)
    return Request(
        team_id=_team(body),
        user_id=body["user"]["id"],
        channel_id=(body.get("channel") or {}).get("id", ""),
        verb=verb,
        value=value,
        key=f"action:{body['trigger_id']}",
    )


def suggestion(body: Payload) -> Request:
    """Somebody types into a menu; `text` is what they have typed so far, as they typed it."""
    return Request(
        team_id=_team(body),
        user_id=body["user"]["id"],
        verb=body["action_id"],
        text=str(body.get("value") or ""),
        key=f"options:{body['user']['id']}",
    )


def submission(body: Payload) -> Request:
    """A form that comes back filled in.

    Its key is the form as it stood, not the click: who presses Send again because Slack was slow
    to answer gets the first answer, not a second task.
    """
    view = body["view"]
    return Request(
        team_id=_team(body),
        user_id=body["user"]["id"],
        verb=view["callback_id"],
        value=view.get("private_metadata", ""),
        fields=_fields(view.get("state", {}).get("values", {})),
        key=f"submission:{view['id']}:{view['hash']}",
    )


def shortcut(body: Payload) -> Request:
    """A shortcut; on a message it brings the message's words."""
    return Request(
        team_id=_team(body),
        user_id=body["user"]["id"],
        channel_id=(body.get("channel") or {}).get("id", ""),
        verb=body["callback_id"],
        text=phrases.readable((body.get("message") or {}).get("text", "")),
        longest=MESSAGE,
        key=f"shortcut:{body['trigger_id']}",
    )


def event(body: Payload) -> Request:
    """Something happened in Slack: Home was opened, or the directory changed."""
    happened = body["event"]
    user = happened.get("user", "")
    profile = user if isinstance(user, dict) else {}
    return Request(
        team_id=body["team_id"],
        user_id=profile.get("id", "") if profile else str(user),
        verb=happened["type"],
        fields=person_fields(profile, body["team_id"]) if profile else {},
        key=f"event:{body['event_id']}",
    )


def person_fields(user: Payload, team_id: str = "") -> dict[str, FieldValue]:
    """A Slack user object as the directory's plain fields, seen from the workspace `team_id`."""
    profile = user.get("profile") or {}
    name = profile.get("real_name") or user.get("real_name") or user.get("name") or ""
    bot = bool(user.get("is_bot")) or user.get("id") == "USLACKBOT"
    return {
        "handle": user.get("name") or "",
        "name": name,
        "title": profile.get("title") or "",
        "email": profile.get("email") or "",
        "zone": _zone(user.get("tz")),
        "gone": "yes" if user.get("deleted") else "",
        "is_bot": "yes" if bot else "",
        "standing": _standing(user, team_id),
        "is_admin": "yes" if any(user.get(flag) for flag in ADMIN_FLAGS) else "",
    }


def _standing(user: Payload, team_id: str) -> Standing:
    """What somebody is in our workspace.

    `is_stranger` alone is not enough: Slack leaves it out for people of a connected workspace
    with whom we share a channel (docs.slack.dev/reference/objects/user-object).
    """
    teams = [user.get("team_id"), *((user.get("enterprise_user") or {}).get("teams") or ())]
    elsewhere = bool(team_id and teams[0]) and team_id not in teams
    if user.get("is_stranger") or elsewhere:
        return Standing.STRANGER
    guest = user.get("is_restricted") or user.get("is_ultra_restricted")
    return Standing.GUEST if guest else Standing.MEMBER


def _zone(name: object) -> str:
    """A zone that this machine knows too; UTC rather than one that it cannot reckon with."""
    known = values.zone(name) if isinstance(name, str) else None
    if known is None and name:
        log.warning("a zone of the directory is not known here; taken as UTC")
    return known or "UTC"


def _team(body: Payload) -> str:
    team = body.get("team") or {}
    return str(team.get("id") or body["user"]["team_id"])


def _fields(values: Mapping[str, Mapping[str, Payload]]) -> dict[str, FieldValue]:
    return {name: _value(state) for block in values.values() for name, state in block.items()}


def _value(state: Payload) -> FieldValue:
    """What was entered, whatever kind of input it was."""
    for many in ("selected_users", "selected_conversations", "selected_channels"):
        if many in state:
            return list(state[many] or [])
    if "selected_options" in state:
        return [option["value"] for option in state["selected_options"] or []]
    if "selected_option" in state:
        option = state["selected_option"]
        return option["value"] if option else None
    for one in (
        "value", "selected_date", "selected_user", "selected_conversation", "selected_channel",
        "selected_time",
    ):  # fmt: skip
        if one in state:
            entered = state[one]
            return None if entered is None else str(entered)
    return None
