"""Messages leave the outbox here: in order within a channel, at Slack's pace, each exactly once."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from bot import lookups
from bot.arrivals import SETTLE_SECONDS, Arrivals, Parcel, stands
from bot.clock import Clock
from bot.lookups import Look
from bot.patience import limit, persistently
from bot.slack import Result, SlackClock, Verdict, call
from handlers.speech.blocks import Shown
from storage import cards, outbox, paces
from storage.cards import Card
from storage.database import Database, trial
from storage.errors import RowBroken
from storage.outbox import POST, UPDATE, Message, MessageState, Priority

log = logging.getLogger(__name__)

Renderer = Callable[[Session, Card, datetime], Shown | None]
Failed = Callable[[Session, Message, datetime], None]
LeavesAt = Callable[[Session, Message, datetime], datetime]

# A call takes some 0.2 s: so many at once keep up with a hundred channels.
AT_ONCE = 24
# Cards are drawn while others wait to write: so many at a time keep nobody waiting. What was
# written beforehand costs next to nothing.
DRAWN_AT_ONCE = 4
# About one message a second in each channel (platform reference, section 1).
PACE = timedelta(seconds=1)
# History lags behind a post: look soon, and once more before saying that it is not there.
FIRST_LOOK = timedelta(seconds=3)
SECOND_LOOK = timedelta(seconds=30)
LOOKS = 2
# After as many pages as one look reads at once, so that others have their turn.
NEXT_PAGES = timedelta(seconds=1)
BACKOFF = (2, 10, 60, 300)

VANISHED = "The sender stopped before Slack answered."
SHOWN = "shown"
NOTHING_TO_SHOW = "There is nothing to show."
NEWER = "A newer update shows the same."
NEWER_DIGEST = "A newer digest follows at once."
NOT_DRAWN = "Duly could not draw this message. Its log says where."
NOT_THERE = "Slack does not have it; it is sent again."
NO_LOOKING = "It may have arrived; Duly cannot look whether it did. {why}"


class Delivery:
    """Sends what the outbox holds.

    `renderers` draw the card of each noun; `on_failed` tells people of a message that Slack will
    not take, in the transaction that says so; `leaves_at` says from when on its reader is at work.
    """

    def __init__(
        self,
        database: Database,
        slack: WebClient,
        clock: Clock,
        renderers: Mapping[str, Renderer],
        on_failed: Failed,
        leaves_at: LeavesAt,
    ) -> None:
        self._database = database
        self._slack = slack
        self._clock = clock
        self._renderers = renderers
        self._on_failed = on_failed
        self._leaves_at = leaves_at
        self._arrivals = Arrivals(database, clock)
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="delivery")
        self._under_way: list[Future[None]] = []
        # How far Slack's clock is ahead of ours, by its last answer.
        self._off = timedelta()
        self._slack_clock = SlackClock()

    def run_once(self) -> int:
        """Do what may be done now and wait until it is; how many calls that made."""
        begun = self.begin()
        wait(begun)
        return len(begun)

    def begin(self) -> list[Future[None]]:
        """Start to send what may leave now and to look up what is in doubt, as hands are free.

        Does not wait for Slack: a channel that hangs must not hold up the others.
        """
        self._under_way = [each for each in self._under_way if not each.done()]
        free = AT_ONCE - len(self._under_way)
        if free <= 0:
            return []
        begun: list[Future[None]] = []
        while len(begun) < free:
            jobs = self._jobs(free - len(begun))
            begun += [self._pool.submit(_guarded, job) for job in jobs]
            if len(jobs) < DRAWN_AT_ONCE:
                # Not cut short by what there was to draw: nothing is left that may leave now.
                break
        self._under_way += begun
        return begun

    def close(self) -> None:
        """Finish what is leased and stop."""
        self._pool.shutdown()

    def _jobs(self, free: int) -> list[Callable[[], None]]:
        """Lease what may be done now, at most `free` of it."""
        now = self._clock.now()
        with self._database.write() as session:
            _recover(session, now)
            doubtful = outbox.doubtful(session, now, free)
            parcels = self._claim(session, now, free - len(doubtful))
        jobs: list[Callable[[], None]] = [partial(self._look_up, message) for message in doubtful]
        return jobs + [partial(self._send, parcel) for parcel in parcels]

    def _claim(self, session: Session, now: datetime, limit: int) -> list[Parcel]:
        claimed = outbox.claim(session, now, limit, self._slack_clock.now(), DRAWN_AT_ONCE)
        packed = [self._pack(session, message, now) for message in claimed]
        parcels = [parcel for parcel in packed if parcel is not None]
        lanes = [(parcel.team_id, paces.lane(parcel.lane)) for parcel in parcels]
        paces.hold_all(session, lanes, now, PACE)
        return parcels

    def _pack(self, session: Session, message: Message, now: datetime) -> Parcel | None:
        """The call for a message; None when there is nothing to send, which is written on it."""
        if message.priority == Priority.DIGEST and outbox.has_newer(session, message):
            # After an outage nobody wants to read yesterday's summary and then today's.
            _end(message, MessageState.STALE, NEWER_DIGEST)
            return None
        try:
            with trial(session):
                if self._waits_for_its_reader(session, message, now):
                    return None
                payload = self._payload(session, message, now)
        except RowBroken:
            # One message that cannot be drawn must not hold up all the others.
            log.exception("%s could not be drawn", message.message_id)
            self._fail(session, message, now, NOT_DRAWN)
            return None
        if payload is None:
            _end(message, MessageState.STALE, NOTHING_TO_SHOW)
            return None
        return Parcel(
            message.team_id,
            message.message_id,
            message.lane,
            message.method,
            payload,
            card_id=message.card_id,
            shown=message.payload.get(SHOWN, ""),
            dispatched_at=now,
            leased_until=now + outbox.LEASE,
        )

    def _waits_for_its_reader(self, session: Session, message: Message, now: datetime) -> bool:
        """Put a message off that was held up until its reader went home."""
        at = self._leaves_at(session, message, now) if message.method == POST else now
        if at <= now:
            return False
        # As if it had never been tried: meanwhile it is in nobody's way.
        message.state, message.attempts, message.leased_until = MessageState.PENDING, 0, None
        message.not_before = at
        return True

    def _payload(self, session: Session, message: Message, now: datetime) -> dict[str, Any] | None:
        """What to send; a card is drawn now, so that it shows the latest state."""
        payload = dict(message.payload)
        if message.card_id is not None:
            card = cards.find(session, message.team_id, message.card_id)
            shown = self._renderers[card.noun](session, card, now) if card else None
            if card is None or shown is None or (message.method == UPDATE and not card.ts):
                return None
            message.payload = {SHOWN: _fingerprint(shown)}
            if message.method == UPDATE and message.payload[SHOWN] == card.shown:
                return None
            # Until Slack's answer is written down nobody knows what the card shows there.
            card.shown = ""
            payload = shown.payload
            if message.method == UPDATE:
                payload |= {"channel": card.channel_id, "ts": card.ts}
        if message.method == POST:
            payload |= {"channel": message.lane, "unfurl_links": False, "unfurl_media": False}
        lookups.mark(payload, message)
        return payload

    def _send(self, parcel: Parcel) -> None:
        if self._clock.now() >= parcel.leased_until:
            # This process was asleep; whoever finds the lease run out will look the message up.
            return
        result = call(self._slack, parcel.method, parcel.payload)
        self._learn(result, self._clock.now())
        if result.verdict == Verdict.OK:
            self._arrivals.note(parcel, result)
        else:
            persistently(partial(self._write_down, parcel, result), limit(SETTLE_SECONDS))
        log.info("%s %s %s", parcel.method, parcel.message_id, result.noted)

    def _learn(self, result: Result, now: datetime) -> None:
        if result.at:
            self._off = result.ahead_of(now)
            self._slack_clock.heard(result.at)

    def _write_down(self, parcel: Parcel, result: Result) -> None:
        """Keep why a call did not bring a yes; harmless when it was kept already."""
        now = self._clock.now()
        with self._database.write() as session:
            key = (parcel.team_id, parcel.message_id)
            message = session.get(Message, key, with_for_update=True)
            if message is not None and _is_ours(message, parcel):
                self._settle(session, message, result, now)

    def _look_up(self, message: Message) -> None:
        """Search the channel for the key; found means sent, twice not found means send again."""
        now = self._clock.now()
        look = lookups.search(self._slack, message, now, self._off)
        self._learn(look.result, now)
        with self._database.write() as session:
            key = (message.team_id, message.message_id)
            stored = session.get(Message, key, with_for_update=True)
            if stored is not None and _may_decide(stored, message):
                self._decide(session, stored, look, self._clock.now())
        found = "found" if look.ts else "not found"
        log.info("look-up %s %s %s", message.message_id, look.result.noted, found)

    def _settle(self, session: Session, message: Message, result: Result, now: datetime) -> None:
        """Write down why a call did not bring a yes."""
        match result.verdict:
            case Verdict.HELD:
                rest = timedelta(seconds=result.wait)
                paces.hold(session, message.team_id, paces.method(message.method), now, rest)
                message.attempts -= 1
                # The method rests; the message itself might leave at once, whatever clock says so.
                _again(session, message, message.dispatched_at or now, result.words, 0)
            case Verdict.UNKNOWN if message.method == POST:
                _doubt(message, now, result.words)
            case Verdict.UNKNOWN | Verdict.LATER:
                pause = max(result.wait, BACKOFF[min(message.attempts, len(BACKOFF)) - 1])
                _again(session, message, now, result.words, pause)
            case Verdict.POINTLESS:
                _end(message, MessageState.STALE, result.words)
            case Verdict.REFUSED:
                self._fail(session, message, now, result.words)
        session.add(message)

    def _decide(self, session: Session, message: Message, look: Look, now: datetime) -> None:
        """What a look-up means for a message in doubt."""
        result = look.result
        if look.ts:
            shown = message.payload.get(SHOWN, "")
            outbox.sent(session, message.team_id, message.message_id, now, look.channel, look.ts)
            stands(session, message.team_id, message.card_id, look.channel, look.ts, shown)
        elif result.verdict in {Verdict.REFUSED, Verdict.POINTLESS}:
            # Who sends it again must know that it may be there.
            message.lookups += 1
            self._fail(session, message, now, NO_LOOKING.format(why=result.words))
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

    def _fail(self, session: Session, message: Message, now: datetime, words: str) -> None:
        """A person must do something first: it is said in words, and people are told."""
        _end(message, MessageState.FAILED, words)
        session.add(message)
        try:
            with trial(session):
                self._on_failed(session, message, now)
        except RowBroken:
            # That nobody could be told must not undo what Slack said; `/cx stuck` shows it.
            log.exception("nobody was told of %s", message.message_id)


def _recover(session: Session, now: datetime) -> None:
    """A worker that vanished may have sent what it held: those are in doubt."""
    for message in outbox.abandoned(session, now):
        if message.method == POST:
            _doubt(message, now, VANISHED)
        else:
            _again(session, message, now, VANISHED, 0)
        session.add(message)


def _fingerprint(shown: Shown) -> str:
    """What a card shows in a few letters; block ids are new with every drawing and do not count."""
    blocks = [{**block, "block_id": ""} for block in shown.blocks]
    drawn = json.dumps([shown.text, blocks], sort_keys=True)
    return hashlib.sha256(drawn.encode()).hexdigest()[:16]


def _guarded(job: Callable[[], None]) -> None:
    try:
        job()
    except Exception:
        # Mostly the database, away for a moment: the lease runs out, and somebody looks after it.
        log.exception("delivery broke, and goes on")


def _may_decide(stored: Message, looked_up: Message) -> bool:
    """Whether this look counts: it is still in doubt, and nobody else has looked meanwhile."""
    return stored.state == MessageState.IN_DOUBT and stored.not_before == looked_up.not_before


def _is_ours(message: Message, parcel: Parcel) -> bool:
    """Whether this answer still counts: the lease may have run out, and another taken over."""
    return message.state == MessageState.SENDING and message.dispatched_at == parcel.dispatched_at


def _again(session: Session, message: Message, now: datetime, words: str, pause: float) -> None:
    """Send it once more after `pause` seconds; an update only if no newer one waits."""
    if message.method == UPDATE and _is_overtaken(session, message):
        _end(message, MessageState.STALE, NEWER)
        return
    message.state, message.error, message.leased_until = MessageState.PENDING, words, None
    message.not_before = now + timedelta(seconds=pause)
    message.lookups = 0


def _is_overtaken(session: Session, message: Message) -> bool:
    if message.card_id is None:
        return False
    return bool(outbox.that_wait(session, message.team_id, [message.lane], [message.card_id]))


def _doubt(message: Message, now: datetime, words: str) -> None:
    message.state, message.error, message.leased_until = MessageState.IN_DOUBT, words, None
    message.not_before = now + FIRST_LOOK
    message.doubted_at, message.look_cursor = now, ""


def _end(message: Message, state: MessageState, words: str) -> None:
    message.state, message.error, message.leased_until = state, words, None
