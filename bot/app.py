"""Duly is put together here: database, clock, Slack, and every route to its handler."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from slack_bolt import Ack, App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot import effects, patience, payloads, redrawing, routes
from bot import slack as slack_client
from bot.answering import UNAVAILABLE, Answering
from bot.clock import Clock
from bot.deliveries import Payload
from bot.incoming import Incoming, Refused
from bot.metrics import Metrics
from bot.payloads import DeliveryKind
from bot.redrawing import Redrawn
from bot.sender import Sender
from bot.settings import Settings, kept_from_bolt
from bot.shapes import part, text
from bot.wakes import Caller
from bot.written import MESSAGES, is_message, may_concern
from handlers.chasing import notes
from handlers.front import help as help_desk
from handlers.front import stuck, verbs
from handlers.speech.request import (
    FormErrors,
    Handler,
    Nothing,
    OpenForm,
    PublishHome,
    Reply,
    Request,
    Response,
    UpdateForm,
)
from storage import outbox, sending, workspaces
from storage.database import Database
from storage.errors import StorageError

log = logging.getLogger(__name__)

ANYTHING = re.compile(".*")
ARRIVED = "arrived"
"""Where a Bolt request carries the moment it arrived at, on `time.perf_counter`."""
REQUEST = "request"
"""Where it carries what was asked for, in Duly's words."""

Listener = Callable[[Request, Payload, Ack], BoltResponse]
TimedListener = Callable[[Payload, Ack, BoltContext], BoltResponse]


class Duly:
    """One installation's parts, built from its settings and started by whoever needs them."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self._team_id = ""
        self.clock = clock or Clock(settings.clock_shift_file)
        self.database = Database(settings.database_url.get_secret_value())
        self.metrics = Metrics(self.database, self.clock, routes.KINDS)
        effects.watch(
            self.database.sessions,
            [self.metrics.notice, effects.log_repairs],
            {outbox.ADDED: effects.log_messages, sending.ARRIVED: self.metrics.arrived},
        )
        token, api_url = settings.slack_bot_token.get_secret_value(), settings.slack_api_url
        self.slack: WebClient = slack_client.client(token, api_url)
        self.wake = threading.Event()
        self.caller = Caller(self.database)
        self.incoming = Incoming(self.database, self.clock, self.committed)
        self.answering = Answering(self.slack, self.incoming.tell)
        self.sender = Sender(
            self.database,
            self.slack,
            self.clock,
            routes.RENDERERS,
            partial(stuck.tell, routes.NOUNS),
            notes.leaves_at,
            routes.enclosed,
            routes.LOST,
        )
        self.app = self._bolt()

    @property
    def team_id(self) -> str:
        """The one workspace that is served: the one that `auth.test` named, now or earlier.

        Empty while nobody has asked Slack, see `directory.identify`.
        """
        if not self._team_id:
            left = patience.limit(patience.ANSWER_SECONDS)
            with suppress(StorageError), self.database.read(left) as session:
                known = workspaces.all_of_them(session)
                self._team_id = known[0].team_id if len(known) == 1 else ""
        return self._team_id

    def serves(self, team_id: str) -> None:
        """Whatever a delivery says from now on, it is read as this workspace reads it."""
        self._team_id = team_id

    def committed(self) -> None:
        """Something was written: whoever sends messages looks for them now."""
        self.wake.set()
        self.caller.call()

    def close(self) -> None:
        """Finish what is under way and let go of everything."""
        self.caller.stop()
        self.sender.close()
        self.database.close()

    def _bolt(self) -> App:
        # Without process_before_response Bolt polls for the ack and runs listeners in a pool of
        # five threads; the ack is our receipt and must come from the committed transaction.
        token = self.settings.slack_bot_token.get_secret_value()

        def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
            # There is one token; left alone, Bolt asks Slack about it within the first request.
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

        with kept_from_bolt():
            app = App(
                # Without a name Bolt reads the source of everything that led here to find one.
                name="duly",
                # Bolt copies the level of this logger to its own; see logs.configure.
                logger=logging.getLogger("slack_bolt"),
                client=slack_client.client(None, self.settings.slack_api_url),
                authorize=authorize,
                process_before_response=True,
                # All three are seen to before a delivery comes here, see `web.answer`.
                request_verification_enabled=False,
                ssl_check_enabled=False,
                url_verification_enabled=False,
                # Duly has no workflow steps and no assistant to prepare a delivery for.
                attaching_function_token_enabled=False,
                attaching_conversation_kwargs_enabled=False,
            )
        app.command(routes.COMMAND)(self._timed(DeliveryKind.COMMAND, self._on_command))
        app.action(ANYTHING)(self._timed(DeliveryKind.ACTION, self._on_action))
        app.view(ANYTHING)(self._timed(DeliveryKind.FORM, self._on_submission))
        app.options(ANYTHING)(self._timed(DeliveryKind.OPTIONS, self._on_suggestion))
        app.shortcut(ANYTHING)(self._timed(DeliveryKind.SHORTCUT, self._on_shortcut))
        app.event(ANYTHING)(self._timed(DeliveryKind.EVENT, self._on_event))
        return app

    def receive(self, payload: object, arrived: float | None = None) -> BoltResponse:
        """Answer a delivery of Slack's, over HTTP or a socket, whatever its shape.

        `arrived` is when it did, on `time.perf_counter`. Whoever calls this has checked that the
        delivery is Slack's.
        """
        kind = payloads.kind_of(payload)
        if kind is None or not isinstance(payload, dict):
            return _nobody("delivery")
        if kind is DeliveryKind.RATE_LIMITED:
            return self._on_rate_limit()
        with patience.waited_for(time.perf_counter() if arrived is None else arrived):
            return self._dispatched(kind, payload, arrived)

    def _dispatched(
        self, kind: DeliveryKind, payload: Payload, arrived: float | None
    ) -> BoltResponse:
        """Have a delivery read and routed; a person waits for it meanwhile."""
        if not self.team_id:
            log.error("a %s came before the workspace was known", kind)
            return BoltResponse(status=UNAVAILABLE)
        if _is_for_nobody(kind, payload):
            return _nobody(kind)
        if _is_small_talk(kind, payload):
            return BoltResponse(status=200)
        delivery = self.incoming.read(kind, payload, self.team_id)
        if isinstance(delivery, Refused):
            return self.answering.unread(kind, delivery, payloads.surface(payload))
        context = {ARRIVED: arrived, REQUEST: delivery.request}
        # In this mode Bolt takes a payload that is open already, and has been checked.
        return self.app.dispatch(
            BoltRequest(body=delivery.body, mode="socket_mode", context=context)
        )

    def _timed(self, kind: DeliveryKind, listener: Listener) -> TimedListener:
        """A listener whose time from arrival to answer is measured."""

        def timed(body: Payload, ack: Ack, context: BoltContext) -> BoltResponse:
            began = context.get(ARRIVED) or time.perf_counter()
            response = listener(context[REQUEST], body, ack)
            self.metrics.acked(kind, time.perf_counter() - began)
            return response

        return timed

    def _on_command(self, request: Request, body: Payload, ack: Ack) -> BoltResponse:
        verb, text = verbs.meant(request.verb, request.text, routes.VERBS)
        request = replace(request, verb=verb, text=text)
        handler = routes.VERBS.get(verb) if verb != verbs.SAID else routes.COURSES[verb]
        if handler is None:
            handler = help_desk.unknown
            # The verb goes into the log, and this one is something that a person wrote.
            text = f"{request.verb} {request.text}"
            request = replace(request, verb=help_desk.UNKNOWN, text=text)
        answer = self._carried_out(DeliveryKind.COMMAND, handler, request)
        return self.answering.command(answer, body, ack)

    def _carried_out(
        self, kind: DeliveryKind, handler: Handler, request: Request
    ) -> Response | Refused:
        """What became of words that somebody typed; a refusal says how they may go on."""
        answer = self.incoming.carry_out(handler, request)
        if isinstance(answer, Refused):
            return self.incoming.ask_back(routes.ASK_BACK[kind], answer, request)
        return answer

    def _on_action(self, request: Request, body: Payload, ack: Ack) -> BoltResponse:
        handler = routes.BUTTONS.get(request.verb)
        if handler is None:
            return _nobody(DeliveryKind.ACTION)
        answer = self.incoming.carry_out(handler, request)
        response = self.answering.click(answer, request, body, ack)
        if body["view"]["type"] == "home":
            self._draw_home(request)
        elif isinstance(answer, Nothing | Reply):
            self._draw_again(redrawing.here(body, request))
            self._draw_again(redrawing.behind(body, request))
            self._answer_again(redrawing.answer(body, request), body)
        return response

    def _on_suggestion(self, request: Request, body: Payload, ack: Ack) -> BoltResponse:
        del body
        handler = routes.CHOICES.get(request.verb)
        if handler is None:
            return ack(options=[])
        return self.answering.options(self.incoming.look(handler, request), ack)

    def _on_submission(self, request: Request, body: Payload, ack: Ack) -> BoltResponse:
        handler = routes.FORMS.get(request.verb)
        if handler is None:
            return _nobody(DeliveryKind.FORM)
        answer = self.incoming.carry_out(handler, request)
        if not isinstance(answer, Refused | FormErrors):
            self._draw_again(redrawing.behind(body, request))
        return self.answering.form(answer, body, ack)

    def _on_shortcut(self, request: Request, body: Payload, ack: Ack) -> BoltResponse:
        handler = routes.SHORTCUTS.get(request.verb)
        if handler is None:
            return _nobody(DeliveryKind.SHORTCUT)
        answer = self.incoming.carry_out(handler, request)
        return self.answering.click(answer, request, body, ack)

    def _on_event(self, request: Request, body: Payload, ack: Ack) -> BoltResponse:
        del body
        says_news = routes.NEWS.get(request.verb)
        if says_news and not self.incoming.may(says_news, request):
            return ack()
        handler = routes.EVENTS[request.verb]
        if request.verb in MESSAGES:
            answer = self._carried_out(DeliveryKind.EVENT, handler, request)
            return self.answering.event(answer, request, ack, heard=True)
        return self.answering.event(self.incoming.carry_out(handler, request), request, ack)

    def _on_rate_limit(self) -> BoltResponse:
        log.warning("Slack held events back for a minute: more than 30,000 came within an hour")
        self.metrics.held_back()
        return BoltResponse(status=200)

    def _draw_home(self, request: Request) -> None:
        shown = self.incoming.look(routes.EVENTS["app_home_opened"], request)
        if isinstance(shown, PublishHome):
            self.answering.publish_home(request.user_id, shown)

    def _draw_again(self, views: Iterable[Redrawn]) -> None:
        """Show in views that are open how what they are about stands now."""
        for view in views:
            shown = self.incoming.look(routes.VIEWS[view.request.verb], view.request)
            if isinstance(shown, OpenForm | UpdateForm):
                self.answering.redraw(view.view_id, redrawing.upon(shown.view, view.behind))

    def _answer_again(self, request: Request | None, body: Payload) -> None:
        """Show in an answer how what it lists stands now; only a click in it can do so."""
        if request is None:
            return
        shown = self.incoming.look(routes.ANSWERS[request.verb], request)
        if isinstance(shown, Reply):
            self.answering.replace(shown, body)


def _is_for_nobody(kind: DeliveryKind, payload: Payload) -> bool:
    """Whether this is a command of another app or an event that nobody listens to."""
    if kind is DeliveryKind.COMMAND:
        return payload.get("command") != routes.COMMAND
    return (
        kind is DeliveryKind.EVENT and text(part(payload, "event").get("type")) not in routes.EVENTS
    )


def _is_small_talk(kind: DeliveryKind, payload: Payload) -> bool:
    """Whether this is a message that nobody wrote to Duly: nothing of it is read or logged."""
    event = part(payload, "event")
    return kind is DeliveryKind.EVENT and is_message(event) and not may_concern(event)


def _nobody(what: str) -> BoltResponse:
    """Acknowledge what nobody handles; its name is not ours, so the log does not have it."""
    log.info("nobody handles this %s", what)
    return BoltResponse(status=200)
