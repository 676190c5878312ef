"""Answers go back to Slack here: as the reply, a form, errors under a form's fields, or Home."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from slack_bolt import Ack, BoltResponse
from slack_sdk import WebClient

from bot import patience, redrawing, replacing, young
from bot.deliveries import Payload
from bot.incoming import Refused
from bot.patience import limit
from bot.payloads import DeliveryKind
from bot.slack import HURRY_SECONDS, Result, Verdict, call, hurried
from handlers.speech import blocks, typed
from handlers.speech.request import (
    FormErrors,
    Json,
    OpenForm,
    Options,
    PublishHome,
    Reply,
    Request,
    Response,
    UpdateForm,
)

log = logging.getLogger(__name__)

Answer = Response | Refused

UNAVAILABLE = 503
# The form is open: an earlier copy of the same delivery has used its trigger.
OPEN_ALREADY = "exchanged_trigger_id"
# With less there is no answer to be had from Slack.
LEAST_SECONDS = 0.2
TOO_LATE = "There was no time left to call Slack."
FAILED = "That did not work"
NO_FORM = "Slack did not open the form in time. Nothing was changed; please try again."


class Answering:
    """Turns a handler's answer into the ack, and into the few calls a request may make.

    `tell` writes to the asking person later, where an ack has no room for words, and says whether
    that is stored.
    """

    def __init__(self, slack: WebClient, tell: Callable[[Request, str], bool]) -> None:
        self._slack = slack
        self._tell = tell

    def command(self, answer: Answer, body: Payload, ack: Ack) -> BoltResponse:
        """A slash command: the ack is the reply."""
        match _without_fields(answer):
            case Reply(text, shown) if young.among(shown) and self._put(
                replacing.answer, text, shown, body
            ):
                return ack()
            case Reply(text, shown):
                # What Slack refuses of an ack is not said again: it has no young blocks.
                return ack(text=blocks.notification(text), blocks=young.as_text(shown) or None)
            case Refused(_, markup):
                said = typed.seen(body.get("text", "")).strip()
                given_back = blocks.given_back(markup, said) if len(said.split()) > 1 else None
                return ack(text=blocks.notification(markup), blocks=given_back)
            case OpenForm(view):
                return ack() if self._open(view, body) else ack(text=NO_FORM)
            case _:
                return ack()

    def click(self, answer: Answer, request: Request, body: Payload, ack: Ack) -> BoltResponse:
        """A button: the card shows what happened; words and refusals open a small notice.

        A click that came to nothing, and of which nobody can be told, is not acknowledged: then
        Slack itself says that it failed.
        """
        match _without_fields(answer):
            case Reply(instead=True) as reply if self._replaces(reply, body):
                pass
            case Reply() as reply:
                self._say(reply.title, reply.text, request, body, reply.blocks)
            case Refused(_, markup) if not self._say(FAILED, markup, request, body):
                return BoltResponse(status=UNAVAILABLE)
            case OpenForm(view) if not self._open(view, body) and not self._tell(request, NO_FORM):
                return BoltResponse(status=UNAVAILABLE)
            case UpdateForm(view) if not self._turn(view, body) and not self._tell(
                request, NO_FORM
            ):
                return BoltResponse(status=UNAVAILABLE)
            case _:
                pass
        return ack()

    def form(self, answer: Answer, body: Payload, ack: Ack) -> BoltResponse:
        """A form that was sent: it closes, turns into a confirmation, or keeps its errors."""
        match answer:
            case FormErrors(errors):
                return ack(response_action="errors", errors=_placed(errors, body))
            case UpdateForm(view) | OpenForm(view):
                return ack(response_action="update", view=view)
            case Reply() as reply:
                return ack(response_action="update", view=_notice(reply))
            case Refused():
                return _refuse_form(answer, body, ack)
            case _:
                return ack()

    def options(self, answer: Answer, ack: Ack) -> BoltResponse:
        """What a menu offers while somebody types; nothing, where something went wrong."""
        return ack(options=answer.options if isinstance(answer, Options) else [])

    def event(
        self, answer: Answer, request: Request, ack: Ack, *, heard: bool = False
    ) -> BoltResponse:
        """An event: nothing is said, but Home may be drawn; what is not on disk comes again.

        `heard` says that somebody's words came with it, so that a refusal must reach them.
        """
        if isinstance(answer, Refused) and (answer.ours or heard):
            return BoltResponse(status=UNAVAILABLE)
        if isinstance(answer, PublishHome):
            self.publish_home(request.user_id, answer)
        return ack()

    def unread(self, kind: DeliveryKind, refused: Refused, body: Payload) -> BoltResponse:
        """A delivery that cannot be read, and cannot be when it comes again: it is said once."""
        ack = Ack()  # type: ignore[no-untyped-call]
        match kind:
            case DeliveryKind.COMMAND:
                return self.command(refused, body, ack)
            case DeliveryKind.FORM:
                return self.form(refused, body, ack)
            case DeliveryKind.OPTIONS:
                return self.options(refused, ack)
            case DeliveryKind.ACTION | DeliveryKind.SHORTCUT if body["trigger_id"]:
                self._open(blocks.notice(FAILED, refused.markup), body)
        return ack()

    def publish_home(self, user_id: str, home: PublishHome) -> None:
        """Draw a person's Home."""
        result = self._call("views.publish", {"user_id": user_id, "view": home.view})
        if result.verdict != Verdict.OK:
            log.warning("Home of %s was not drawn: %s", user_id, result.noted)

    def _say(
        self, title: str, markup: str, request: Request, body: Payload, shown: Sequence[Json] = ()
    ) -> bool:
        """A notice, or the same words as a message when Slack does not open it."""
        notice = blocks.notice(title, markup, shown=young.as_text(shown))
        return self._open(notice, body) or self._tell(request, markup)

    def _replaces(self, reply: Reply, body: Payload) -> bool:
        """Show an answer in the place of the one whose button was pressed, where that can be."""
        if (body.get("view") or {}).get("type") == redrawing.MODAL:
            return self._turn(_notice(reply), body)
        return self.replace(reply, body)

    def replace(self, reply: Reply, body: Payload) -> bool:
        """Show a reply in the place of the message in which a click happened, where that can be."""
        said = reply.blocks or blocks.message(blocks.section(reply.text))
        if self._put(replacing.replace, reply.text, said, body):
            return True
        return young.among(said) and self._put(
            replacing.replace, reply.text, young.as_text(said), body
        )

    def _put(self, put: Callable[..., bool], text: str, shown: list[Json], body: Payload) -> bool:
        """Show blocks where a click or a command happened, and whether Slack has taken them."""
        address, left = body.get("response_url", ""), _time_left()
        if left < LEAST_SECONDS or not replacing.is_slacks(address, self._slack.base_url):
            return False
        return put(address, blocks.Shown(text, shown).payload, left)

    def _open(self, view: dict[str, Any], body: Payload) -> bool:
        """Open a form, on top of the one in which the click happened if there is one."""
        inside = (body.get("view") or {}).get("type") == redrawing.MODAL
        method = "views.push" if inside else "views.open"
        view = redrawing.over(view, body) if inside else view
        result = self._call(method, {"trigger_id": body["trigger_id"], "view": view})
        opened = result.verdict == Verdict.OK or result.code == OPEN_ALREADY
        if not opened:
            log.warning("%s failed: %s", method, result.noted)
        return opened

    def _turn(self, view: dict[str, Any], body: Payload) -> bool:
        """Turn the form in which the click happened into another; elsewhere, open that."""
        here = body.get("view") or {}
        if here.get("type") != redrawing.MODAL:
            return self._open(view, body)
        return self.redraw(here["id"], redrawing.instead(view, body))

    def redraw(self, view_id: str, view: dict[str, Any]) -> bool:
        """Show something else in an open form, or the same as it stands now."""
        result = self._call("views.update", {"view_id": view_id, "view": view})
        if result.verdict != Verdict.OK:
            log.warning("views.update failed: %s", result.noted)
        return result.verdict == Verdict.OK

    def _call(self, method: str, payload: dict[str, Any]) -> Result:
        """Call Slack once, in what is left of the time in which it listens to our answer."""
        left = _time_left()
        if left < LEAST_SECONDS:
            return Result(Verdict.LATER, {}, TOO_LATE)
        return call(hurried(self._slack, left), method, payload)


def _notice(reply: Reply) -> Json:
    """A reply as a form that only says it."""
    return blocks.notice(reply.title, reply.text, shown=young.as_text(reply.blocks))


def _time_left() -> float:
    """How many seconds Slack still listens to our answer."""
    return min(limit(patience.SPEAK_SECONDS)(), HURRY_SECONDS)


def _without_fields(answer: Answer) -> Answer:
    """What is wrong with the fields of a form, said in a row where no form was sent."""
    if not isinstance(answer, FormErrors):
        return answer
    words = " ".join(answer.errors.values())
    return Refused(words, blocks.ours(words, blocks.SECTION))


def _placed(errors: dict[str, str], body: Payload) -> dict[str, str]:
    """Each sentence under its field, or under the first one where the form has no such field.

    Slack refuses an answer that names a field which is not there, and shows these sentences as
    they are: a command in them needs no marks.
    """
    fields = _fields(body)
    placed: dict[str, str] = {}
    for name, said in errors.items():
        field = name if name in fields else next(iter(fields), name)
        sentence = said.replace("`", "")
        placed[field] = " ".join([placed[field], sentence]) if field in placed else sentence
    return placed


def _fields(body: Payload) -> list[str]:
    """The fields of a form from top to bottom."""
    shown = body["view"].get("blocks", [])
    return [block["block_id"] for block in shown if block.get("type") == "input"]


def _refuse_form(refused: Refused, body: Payload, ack: Ack) -> BoltResponse:
    """Say it under the first field, so that nothing that was typed is lost."""
    for field in _fields(body)[:1]:
        return ack(response_action="errors", errors={field: refused.words})
    notice = blocks.notice(FAILED, refused.markup)
    return ack(response_action="update", view=notice)
