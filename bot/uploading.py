"""Customer room packs that somebody asked for are made and brought to Slack here, one by one.

Whoever stops in the middle leaves the order to another worker. As long as Slack was not asked to
show the file, nobody can see anything of it, and it is made afresh; from then on it is looked up
before Slack is asked again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from slack_sdk import WebClient
from sqlmodel import Session

from bot import claiming, uploads
from bot.slack import Result, Verdict
from bot.uploads import MISSING_SCOPE, NotUploaded, UploadRefused
from handlers.executives import room
from handlers.executives.chapters import ChapterReader
from handlers.executives.room import orders, page
from handlers.executives.room import words as pack_words
from handlers.executives.room.figures import RoomPack
from handlers.executives.room.months import PackMonth
from handlers.executives.room.orders import words
from handlers.speech.errors import UserError
from handlers.speech.room_errors import (
    MayNotUploadFiles,
    PackChannelShared,
    PackMayHaveCome,
    PackNotFinished,
    PackNotShown,
    PackNotTaken,
)
from storage import room_orders
from storage.database import Database
from storage.room_orders import LONGEST_REST, RoomOrder, RoomStage

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 10
AGAIN = timedelta(seconds=30)
"""So much later Slack is asked again, twice as long each time: for two hours or so in all."""
SOON = timedelta(seconds=2)
"""The same for the message that shows a file, which Slack has a moment later."""
SHARED = "shared"
LOOKS = 2
"""So often Slack has to say that it does not show a file before it is asked to once more."""


class PackTaken(Exception):
    """Somebody else goes on with an order: this worker ends, or another one has taken it up."""


class Packs:
    """Brings customer room packs to Slack, as long as nobody says that it is to stop."""

    def __init__(
        self,
        slack: WebClient,
        database: Database,
        clock: Callable[[], datetime],
        stopping: Callable[[], bool],
        chapters: Sequence[ChapterReader],
    ) -> None:
        self._slack, self._database, self._clock = slack, database, clock
        self._stopping = stopping
        self._chapters = chapters

    def work_on_one(self) -> bool:
        """Do what is to be done about the pack that has waited longest; whether there was one.

        Raises StorageError when the database stays away: the order is taken up again later.
        """
        order = claiming.next_of(
            self._database, self._clock, room_orders.is_any_due, room_orders.claim
        )
        if order is None:
            return False
        with suppress(PackTaken):
            self._work(order)
        return True

    def _work(self, order: RoomOrder) -> None:
        if order.stage == RoomStage.SHOWN:
            self._go_on(order)
            return
        try:
            with self._database.read() as session:
                month = orders.month_of(session, self._clock(), order)
        except UserError as error:
            self._give_up(order, error)
            return
        name, key = month.name, month.key
        is_in_doubt = order.stage == RoomStage.SHARING
        try:
            if order.attempts > MOST_ATTEMPTS:
                # Whoever took it up before fell over it, and so would the next.
                raise (PackMayHaveCome if is_in_doubt else PackNotFinished)(month=name, key=key)
            {
                RoomStage.NEW: self._bring,
                RoomStage.SENT: self._show,
                RoomStage.SHARING: self._look,
            }[RoomStage(order.stage)](order, month)
        except NotUploaded as error:
            log.warning("the room pack %s was not taken: %s", key, error)
            if order.attempts < MOST_ATTEMPTS:
                self._rest(order, error.wait)
            else:
                is_in_doubt = order.stage == RoomStage.SHARING
                said = (PackMayHaveCome if is_in_doubt else PackNotTaken)(month=name, key=key)
                self._give_up(order, said)
        except UploadRefused as error:
            log.warning("Slack refused the room pack %s: %s", key, error.code)
            self._give_up(order, _refusal(error, name, key))
        except UserError as error:
            self._give_up(order, error)

    # What is done

    def _pack(self, session: Session, order: RoomOrder) -> RoomPack:
        now, month = self._clock(), order.month
        return room.prepare(session, now, order.team_id, month, self._chapters)

    def _bring(self, order: RoomOrder, month: PackMonth) -> None:
        """Make the pack, and bring it to Slack."""
        channel_id = self._place(order, month)
        with self._database.read() as session:
            # It takes seconds; only reads, and keeps nobody waiting.
            pack = self._pack(session, order)
        content = page.html(pack).encode()
        if self._stopping():
            self._change(order, next_at=self._clock(), attempts=order.attempts - 1)
            return
        announced = uploads.announce(self._slack, words.file_name(month), len(content))
        # Whatever happens from now on, it is known which file that was.
        self._change(
            order, file_id=announced.file_id, channel_id=channel_id, comment=words.comment(pack)
        )
        uploads.send(self._slack, announced.address, content)
        self._change(order, stage=RoomStage.SENT)
        self._show(order, month)

    def _show(self, order: RoomOrder, month: PackMonth) -> None:
        """Ask Slack to show what it has, once it is written down that it was asked."""
        if order.channel_id != self._place(order, month):
            # The executives have another channel since.
            self._change(order, stage=RoomStage.NEW)
            raise NotUploaded("another channel")
        is_again = order.stage == RoomStage.SHARING
        self._change(order, stage=RoomStage.SHARING)
        title = pack_words.title_of(month)
        result = uploads.show(self._slack, order.file_id, title, order.channel_id, order.comment)
        self._settle(order, month, result, is_again=is_again)

    def _settle(
        self, order: RoomOrder, month: PackMonth, result: Result, *, is_again: bool
    ) -> None:
        """Go by what Slack answered to whether it shows the file."""
        match result.verdict:
            case Verdict.OK:
                self._shown(order)
            case Verdict.UNKNOWN:
                self._change(order, looks=0)
                raise NotUploaded(result.noted)
            case Verdict.HELD | Verdict.LATER:
                # It was not done; but where it was in doubt before, it still is.
                if not is_again:
                    self._change(order, stage=RoomStage.SENT)
                raise NotUploaded(result.noted, result.wait)
            case _ if result.code == "file_not_found" and is_again:
                # It may be shown by now: Slack completes a file once.
                raise PackMayHaveCome(month=month.name, key=month.key)
            case _ if result.code == "file_not_found":
                self._change(order, stage=RoomStage.NEW)
                raise NotUploaded(result.noted)
            case _:
                raise UploadRefused(result.code, result.words)

    def _look(self, order: RoomOrder, month: PackMonth) -> None:
        """Look whether Slack shows a file, as nobody knows whether it was heard."""
        try:
            is_shown = uploads.is_shown(self._slack, order.file_id, order.channel_id)
        except UploadRefused as error:
            log.warning("nobody may look for the room pack %s: %s", month.key, error.code)
            raise PackMayHaveCome(month=month.name, key=month.key) from error
        if is_shown:
            self._shown(order)
        elif order.looks + 1 < LOOKS:
            # Slack shows it a moment after it says so.
            self._change(order, looks=order.looks + 1)
            self._rest(order)
        else:
            self._show(order, month)

    def _shown(self, order: RoomOrder) -> None:
        """Write down that Slack shows it; its pages follow."""
        log.info("the room pack %s is shown", order.month)
        self._change(order, stage=RoomStage.SHOWN)
        self._go_on(order)

    def _go_on(self, order: RoomOrder) -> None:
        """Have the pages follow below the file; where they cannot, it has come all the same."""
        try:
            if order.attempts <= MOST_ATTEMPTS:
                self._follow(order)
                return
        except NotUploaded as error:
            if order.attempts < MOST_ATTEMPTS:
                self._rest(order, error.wait, SOON)
                return
        except UploadRefused as error:
            log.warning("no pages follow the room pack %s: %s", order.month, error.code)
        except UserError as error:
            log.warning("no pages follow the room pack %s: %s", order.month, type(error).__name__)
        self._arrive(order)

    def _follow(self, order: RoomOrder) -> None:
        """Find the message that shows the file, which Slack has a moment after it says so."""
        if not uploads.check_place(self._slack, order.channel_id):
            raise UploadRefused(SHARED, "")
        ts = uploads.standing(self._slack, order.file_id, order.channel_id)
        if not ts:
            raise NotUploaded("no message shows it yet")
        with self._database.read() as session:
            pack = self._pack(session, order)
        with self._database.write() as session:
            orders.follow(session, self._clock(), self._mine(session, order), ts, pack)

    # How

    def _place(self, order: RoomOrder, month: PackMonth) -> str:
        """The channel for it, of which Slack says just now that only we read it."""
        with self._database.read() as session:
            channel_id = orders.place(session, order.team_id, month)
        if not uploads.check_place(self._slack, channel_id):
            raise PackChannelShared(month=month.name, key=month.key)
        return channel_id

    def _rest(self, order: RoomOrder, wait: float = 0.0, again: timedelta = AGAIN) -> None:
        rest = min(again * 2 ** (order.attempts - 1), LONGEST_REST)
        self._change(order, next_at=self._clock() + max(rest, timedelta(seconds=wait)))

    def _arrive(self, order: RoomOrder) -> None:
        with self._database.write() as session:
            orders.arrived(session, self._mine(session, order))

    def _give_up(self, order: RoomOrder, error: UserError) -> None:
        log.warning("the room pack %s was given up: %s", order.month, type(error).__name__)
        with self._database.write() as session:
            orders.given_up(session, self._clock(), self._mine(session, order), error)

    def _change(self, order: RoomOrder, **fields: object) -> None:
        with self._database.write() as session:
            mine = self._mine(session, order)
            for name, value in fields.items():
                setattr(mine, name, value)
            session.add(mine)
        for name, value in fields.items():
            setattr(order, name, value)

    def _mine(self, session: Session, order: RoomOrder) -> RoomOrder:
        """The order, as long as no other worker has taken it up since. Raises PackTaken."""
        mine = room_orders.find(session, order.team_id, order.order_id)
        if mine is None or (mine.attempts, mine.stage) != (order.attempts, order.stage):
            raise PackTaken
        return mine


def _refusal(error: UploadRefused, month: str, key: str) -> UserError:
    """What people read of what Slack will not do."""
    if error.code == MISSING_SCOPE:
        return MayNotUploadFiles(month=month, key=key)
    return PackNotShown(month=month, key=key, why=error.words)
