"""What Slack's answer, or none, means for a message: sent, again later, in doubt, or given up."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import young
from bot.arrivals import SHOWN, Parcel, stands
from bot.lookups import Look
from bot.slack import Result, Verdict
from storage import cards, paces, sending, unsent
from storage.cards import Card
from storage.database import trial
from storage.errors import RowBroken
from storage.outbox import FILE, POST, UNDER, UPDATE, Message, MessageState

log = logging.getLogger(__name__)

OnFailed = Callable[[Session, Message, datetime], None]
OnLost = Callable[[Session, Card, str, datetime], None]
"""What becomes of a card that Slack takes no more, for a reason in words, at an instant (UTC)."""

# History lags behind a post: look soon, and once more before saying that it is not there.
FIRST_LOOK = timedelta(seconds=3)
SECOND_LOOK = timedelta(seconds=30)
LOOKS = 2
# After as many pages as one look reads at once, so that others have their turn.
NEXT_PAGES = timedelta(seconds=1)
BACKOFF = (2, 10, 60, 300)

LOOKED_FOR = (POST, FILE)
"""What must not come twice; an edit that is made twice shows the same."""
THREAD, NO_THREAD = "thread_ts", "thread_not_found"
NO_BLOCKS = "invalid_blocks"
ALONE = "What it stands under was not posted, or is gone."
VANISHED = "The sender stopped before Slack answered."
NEWER = "A newer update shows the same."
NOT_THERE = "Slack does not have it; it is sent again."
NO_LOOKING = "It may have arrived; Duly cannot look whether it did. {why}"


class Settling:
    """Writes on a message what became of it.

    `on_failed` tells people of one that Slack will not take, in the transaction that says so;
    `on_lost` does so for the cards of some nouns, which then wait for nobody who sends them again.
    """

    def __init__(self, on_failed: OnFailed, on_lost: Mapping[str, OnLost]) -> None:
        self._on_failed = on_failed
        self._on_lost = on_lost

    def settle(self, session: Session, message: Message, result: Result, now: datetime) -> None:
        """Write down why a call did not bring a yes."""
        match result.verdict:
            case Verdict.HELD:
                rest = timedelta(seconds=result.wait)
                paces.hold(session, message.team_id, paces.method(message.method), now, rest)
                message.attempts -= 1
                # The method rests; the message itself might leave at once, whatever clock says so.
                _again(session, message, message.dispatched_at or now, result.words, 0)
            case Verdict.UNKNOWN if message.method in LOOKED_FOR:
                _doubt(message, now, result.words)
            case Verdict.UNKNOWN | Verdict.LATER:
                pause = max(result.wait, BACKOFF[min(message.attempts, len(BACKOFF)) - 1])
                _again(session, message, now, result.words, pause)
            case Verdict.POINTLESS:
                end(message, MessageState.STALE, result.words)
                self._is_lost(session, message, now, result.words)
            case Verdict.REFUSED if result.code == NO_THREAD and UNDER in message.payload:
                end(message, MessageState.STALE, ALONE)
            case Verdict.REFUSED if result.code == NO_THREAD and message.payload.get(THREAD):
                # Whoever wrote there has deleted it meanwhile; they still read the answer.
                there = message.payload.items()
                message.payload = {name: part for name, part in there if name != THREAD}
                _again(session, message, now, result.words, 0)
            case Verdict.REFUSED if result.code == NO_BLOCKS and young.has(message):
                # Not every workspace and client has charts and tables; the same stands in text.
                young.drop(message)
                _again(session, message, now, result.words, 0)
            case Verdict.REFUSED if self._is_lost(session, message, now, result.words):
                end(message, MessageState.STALE, result.words)
            case Verdict.REFUSED:
                self.fail(session, message, now, result.words)
        session.add(message)

    def _is_lost(self, session: Session, message: Message, now: datetime, words: str) -> bool:
        """Whether its card says itself what becomes of it where Slack takes it no more."""
        if not self._on_lost or message.card_id is None:
            return False
        card = cards.find(session, message.team_id, message.card_id)
        on_lost = self._on_lost.get(card.noun) if card else None
        if card is None or on_lost is None:
            return False
        try:
            with trial(session):
                on_lost(session, card, words, now)
        except RowBroken:
            log.exception("nobody was told of %s", message.message_id)
            return False
        return True

    def decide(self, session: Session, message: Message, look: Look, now: datetime) -> None:
        """What a look-up means for a message in doubt."""
        result = look.result
        if look.ts or look.is_there:
            shown = message.payload.get(SHOWN, "")
            sending.sent(session, message.team_id, message.message_id, now, look.channel, look.ts)
            stands(session, message.team_id, message.card_id, look.channel, look.ts, shown)
        elif result.verdict in {Verdict.REFUSED, Verdict.POINTLESS}:
            # Who sends it again must know that it may be there.
            message.lookups += 1
            self.fail(session, message, now, NO_LOOKING.format(why=result.words))
        elif result.verdict != Verdict.OK:
            message.look_cursor = look.cursor
            rest = max(SECOND_LOOK, timedelta(seconds=result.wait))
            message.not_before = now + rest
            if result.verdict == Verdict.HELD:
                paces.hold(session, message.team_id, paces.LOOK_UPS, now, rest)
        elif look.cursor:
            message.look_cursor = look.cursor
            message.not_before = now + NEXT_PAGES
        elif message.lookups + 1 >= LOOKS:
            _again(session, message, now, NOT_THERE, 0)
        else:
            message.lookups += 1
            message.look_cursor = ""
            message.not_before = now + SECOND_LOOK
        session.add(message)

    def fail(self, session: Session, message: Message, now: datetime, words: str) -> None:
        """A person must do something first: it is said in words, and people are told."""
        end(message, MessageState.FAILED, words)
        session.add(message)
        try:
            with trial(session):
                self._on_failed(session, message, now)
        except RowBroken:
            # That nobody could be told must not undo what Slack said; `/cx stuck` shows it.
            log.exception("nobody was told of %s", message.message_id)


def recover(session: Session, now: datetime) -> None:
    """A worker that vanished may have sent what it held: those are in doubt."""
    for message in sending.abandoned(session, now):
        if message.method in LOOKED_FOR:
            _doubt(message, now, VANISHED)
        else:
            _again(session, message, now, VANISHED, 0)
        session.add(message)


def may_decide(stored: Message, looked_up: Message) -> bool:
    """Whether this look counts: it is still in doubt, and nobody else has looked meanwhile."""
    return stored.state == MessageState.IN_DOUBT and stored.not_before == looked_up.not_before


def is_ours(message: Message, parcel: Parcel) -> bool:
    """Whether this answer still counts: the lease may have run out, and another taken over."""
    return message.state == MessageState.SENDING and message.dispatched_at == parcel.dispatched_at


def _again(session: Session, message: Message, now: datetime, words: str, pause: float) -> None:
    """Send it once more after `pause` seconds; an update only if no newer one waits."""
    if message.method == UPDATE and _is_overtaken(session, message):
        end(message, MessageState.STALE, NEWER)
        return
    message.state, message.error, message.leased_until = MessageState.PENDING, words, None
    message.not_before = now + timedelta(seconds=pause)
    message.lookups = 0


def _is_overtaken(session: Session, message: Message) -> bool:
    if message.card_id is None:
        return False
    return bool(unsent.cards_among(session, message.team_id, [message.lane], [message.card_id]))


def _doubt(message: Message, now: datetime, words: str) -> None:
    message.state, message.error, message.leased_until = MessageState.IN_DOUBT, words, None
    message.not_before = now + FIRST_LOOK
    message.doubted_at, message.look_cursor = now, ""


def end(message: Message, state: MessageState, words: str) -> None:
    """Do no more about a message, for a reason in words."""
    message.state, message.error, message.leased_until = state, words, None
