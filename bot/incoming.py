"""Slack's deliveries come in here: put into Duly's words, done once, committed, then answered."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot import answers, patience, payloads
from bot.clock import Clock
from bot.deliveries import Payload
from bot.patience import limit, persistently
from bot.payloads import Delivery, DeliveryKind
from handlers.speech import blocks
from handlers.speech.errors import UnreadableRequest, UserError, WrongFields
from handlers.speech.request import FormErrors, Handler, Precheck, Request, Response
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
from storage.waiting import Left

log = logging.getLogger(__name__)

BROKEN = "Something went wrong on our side, and nothing was changed. Reference {key}."
BUSY = "Duly is busy right now, and nothing was changed. Please try again in a moment."
AWAY = "I cannot save anything right now, so nothing was changed. Please try again in a minute."
FULL = (
    "I have no room left to save anything, so nothing was changed. "
    "Whoever runs Duly has to make room; please try again then."
)
READ_ONLY = (
    "I can only read right now and save nothing, so nothing was changed. "
    "Whoever runs Duly has to mend that; please try again then."
)
DAMAGED = (
    "What I have saved is damaged, so nothing was changed. "
    "Whoever runs Duly has to mend it: its log says how."
)
UNSURE = (
    "I was cut off while I saved this, so it may be noted or not. "
    "Please look with `/cx list` before you try again."
)
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
    fault is on our side, so that the same delivery may succeed later; otherwise `error` is what was
    wrong with what was asked.
    """

    words: str
    markup: str
    ours: bool = False
    error: UserError | None = None


class Incoming:
    """Carries requests out, each delivery once; `committed` is called after every commit."""

    def __init__(self, database: Database, clock: Clock, committed: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._committed = committed

    def carry_out(self, handler: Handler, request: Request) -> Response | Refused:
        """Do what was asked in one transaction; a repeated delivery gets the answer it got."""
        answer = _guarded(self._persistently, handler, request)
        if not isinstance(answer, Refused | FormErrors):
            self._committed()
            log.info("%s %s by %s", request.verb, request.key, request.user_id)
        return answer

    def read(self, kind: DeliveryKind, payload: Payload, team_id: str) -> Delivery | Refused:
        """A delivery of Slack's in Duly's words, as the workspace `team_id` reads it."""
        try:
            return payloads.read(kind, payload, team_id)
        except UnreadableRequest as error:
            log.warning("unreadable %s: %s", kind, " ".join(error.facts.values()))
            return Refused(error.message, blocks.said(error), error=error)

    def may(self, check: Precheck, request: Request) -> bool:
        """Whether a request may have something to do; it may where the database cannot say."""
        try:
            with self._database.read(limit(patience.ANSWER_SECONDS)) as session:
                return check(request, session, self._clock.now())
        except StorageError:
            return True

    def ask_back(
        self, ask: Callable[[UserError, Request, Session, datetime], Response], refused: Refused,
        request: Request,
    ) -> Response | Refused:  # fmt: skip
        """Say how refused words may go on; the refusal itself where that cannot be kept.

        Nothing was changed by the request, so this is written by itself.
        """
        error = refused.error
        if error is None:
            return refused
        try:
            with self._database.write(limit(patience.SPEAK_SECONDS)) as session:
                answer = ask(error, request, session, self._clock.now())
        except UserError:
            return refused
        except StorageError:
            log.exception("what %s may go on with was not kept", request.key)
            return refused
        self._committed()
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
            with self._database.write(limit(patience.SPEAK_SECONDS)) as session:
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
        with self._database.read(limit(patience.ANSWER_SECONDS)) as session:
            return handler(request, session, self._clock.now())

    def _persistently(self, handler: Handler, request: Request) -> Response:
        """Try again while the database comes back; by its receipt a request counts once."""
        left = limit(patience.ANSWER_SECONDS)
        return persistently(partial(self._once, handler, request, left), left)

    def _once(self, handler: Handler, request: Request, left: Left) -> Response:
        now = self._clock.now()
        with self._database.write(left) as session:
            if not receipts.claim(session, request.team_id, request.key, now):
                return _remembered(receipts.find(session, request.team_id, request.key))
            response = handler(request, session, now)
            receipts.answer(session, request.team_id, request.key, answers.encode(response))
        return response


def _guarded(
    work: Callable[[Handler, Request], Response], handler: Handler, request: Request
) -> Response | Refused:
    """Do the work; whatever goes wrong becomes a sentence here, and nothing was changed."""
    try:
        request.check()
        return work(handler, request)
    except WrongFields as error:
        return FormErrors(error.errors)
    except UserError as error:
        return Refused(error.message, blocks.said(error), error=error)
    except tuple(NO_MEMORY) as error:
        # Not where it was noticed: that says nothing, and there may be hundreds of them at once.
        kind = type(error).__name__
        log.error("no memory for %s %s: %s", request.verb, request.key, kind)  # noqa: TRY400
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
