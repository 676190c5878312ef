"""Duly is put together here: database, clock, Slack, and every route to its handler."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot import effects, incoming, patience, routes
from bot import slack as slack_client
from bot.answering import Answering
from bot.clock import Clock
from bot.delivery import Delivery
from bot.incoming import Incoming, Payload
from bot.metrics import Metrics
from bot.settings import Settings
from bot.wakes import Caller
from handlers import help as help_desk
from handlers import home, notes, stuck
from handlers.request import Handler, PublishHome, Request
from storage import outbox
from storage.database import Database

ANYTHING = re.compile(".*")
UNKNOWN = "unknown"
ARRIVED = "arrived"
"""Where a Bolt request carries the moment it arrived at, on `time.perf_counter`."""

Listener = Callable[[Payload, Ack], BoltResponse]
TimedListener = Callable[[Payload, Ack, BoltContext], BoltResponse]


class Duly:
    """One installation's parts, built from its settings and started by whoever needs them."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or Clock(settings.clock_shift_file)
        self.database = Database(settings.database_url.get_secret_value())
        self.metrics = Metrics(self.database, self.clock)
        effects.watch(
            self.database.sessions,
            [self.metrics.notice, effects.log_repairs],
            {outbox.ADDED: effects.log_messages, outbox.ARRIVED: self.metrics.arrived},
        )
        token, api_url = settings.slack_bot_token.get_secret_value(), settings.slack_api_url
        self.slack: WebClient = slack_client.client(token, api_url)
        self.wake = threading.Event()
        self.caller = Caller(self.database)
        self.incoming = Incoming(self.database, self.clock, self._committed)
        self.answering = Answering(self.slack, self.incoming.tell)
        self.delivery = Delivery(
            self.database, self.slack, self.clock, routes.RENDERERS, stuck.tell, notes.leaves_at
        )
        self.app = self._bolt()

    def _committed(self) -> None:
        self.wake.set()
        self.caller.call()

    def close(self) -> None:
        """Finish what is under way and let go of everything."""
        self.caller.stop()
        self.delivery.close()
        self.database.close()

    def _bolt(self) -> App:
        # Without process_before_response Bolt polls for the ack and runs listeners in a pool of
        # five threads; the ack is our receipt and must come from the committed transaction.
        token = self.settings.slack_bot_token.get_secret_value()

        def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
            # There is one token; left alone, Bolt asks Slack about it within the first request.
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

        app = App(
            # Bolt copies the level of this logger to its own; see logs.configure.
            logger=logging.getLogger("slack_bolt"),
            client=slack_client.client(None, self.settings.slack_api_url),
            authorize=authorize,
            signing_secret=self.settings.slack_signing_secret.get_secret_value()
            or "socket mode needs none",
            process_before_response=True,
        )
        app.command(routes.COMMAND)(self._timed("command", self._on_command))
        app.action(ANYTHING)(self._timed("action", self._on_action))
        app.view(ANYTHING)(self._timed("form", self._on_submission))
        app.options(ANYTHING)(self._timed("options", self._on_suggestion))
        for callback_id in routes.SHORTCUTS:
            app.shortcut(callback_id)(self._timed("shortcut", self._on_shortcut))
        for event in routes.EVENTS:
            app.event(event)(self._timed("event", self._on_event))
        return app

    def _timed(self, kind: str, listener: Listener) -> TimedListener:
        """A listener whose time from arrival to answer is measured."""

        def timed(body: Payload, ack: Ack, context: BoltContext) -> BoltResponse:
            began = context.get(ARRIVED) or time.perf_counter()
            with patience.waited_for(began):
                response = listener(body, ack)
            self.metrics.acked(kind, time.perf_counter() - began)
            return response

        return timed

    def _on_command(self, body: Payload, ack: Ack) -> BoltResponse:
        request = incoming.command(body)
        handler = routes.VERBS.get(request.verb)
        if handler is None:
            handler = help_desk.unknown
            # The verb goes into the log, and this one is something that a person wrote.
            text = f"{request.verb} {request.text}"
            request = replace(request, verb=UNKNOWN, text=text)
        return self.answering.command(self.incoming.carry_out(handler, request), body, ack)

    def _on_action(self, body: Payload, ack: Ack) -> BoltResponse:
        request = incoming.action(body)
        handler = routes.BUTTONS.get(request.verb)
        if handler is None:
            return ack()
        answer = self.incoming.carry_out(handler, request)
        response = self.answering.click(answer, request, body, ack)
        if (body.get("view") or {}).get("type") == "home":
            self._draw_home(request)
        return response

    def _on_suggestion(self, body: Payload, ack: Ack) -> BoltResponse:
        request = incoming.suggestion(body)
        handler = routes.CHOICES.get(request.verb)
        if handler is None:
            return ack(options=[])
        return self.answering.options(self.incoming.look(handler, request), ack)

    def _on_submission(self, body: Payload, ack: Ack) -> BoltResponse:
        request = incoming.submission(body)
        return self._sent(routes.FORMS.get(request.verb), request, body, ack)

    def _sent(
        self, handler: Handler | None, request: Request, body: Payload, ack: Ack
    ) -> BoltResponse:
        if handler is None:
            return ack()
        return self.answering.form(self.incoming.carry_out(handler, request), body, ack)

    def _on_shortcut(self, body: Payload, ack: Ack) -> BoltResponse:
        request = incoming.shortcut(body)
        handler = routes.SHORTCUTS[request.verb]
        answer = self.incoming.carry_out(handler, request)
        return self.answering.click(answer, request, body, ack)

    def _on_event(self, body: Payload, ack: Ack) -> BoltResponse:
        request = incoming.event(body)
        handler = routes.EVENTS[request.verb]
        return self.answering.event(self.incoming.carry_out(handler, request), request, ack)

    def _draw_home(self, request: Request) -> None:
        shown = self.incoming.look(home.show, request)
        if isinstance(shown, PublishHome):
            self.answering.publish_home(request.user_id, shown)
