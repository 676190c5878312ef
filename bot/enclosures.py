"""A file that one person asked for is made just before it leaves, and looked for when in doubt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from slack_sdk import WebClient
from sqlmodel import Session

from bot import uploads
from bot.arrivals import Parcel
from bot.clock import Clock
from bot.lookups import Look
from bot.settling import is_ours
from bot.slack import Result, Verdict
from bot.uploads import NotUploaded, UploadRefused
from storage.database import Database
from storage.outbox import Message

FileMaker = Callable[[Session, Message, datetime], dict[str, str] | None]
"""Makes what a message brings, as its reader may see it at an instant (UTC): `name`, `title`,
`comment` and `content`. None where there is nothing for them."""

FILE_ID, PLACE = "file_id", "place"
"""Where the payload of a message keeps which file Slack was last asked to show, and where."""
NOTHING_TO_SHOW = "There is nothing to show."
TAKEN_OVER = "Another sender has it by now."


class Enclosures:
    """Brings files to people; makes them outside of any write, so that nobody waits for it."""

    def __init__(self, database: Database, slack: WebClient, clock: Clock, make: FileMaker) -> None:
        self._database = database
        self._slack = slack
        self._clock = clock
        self._make = make

    def bring(self, parcel: Parcel) -> Result:
        """Make a file, and have Slack show it to its reader; what became of that."""
        file = self._made(parcel)
        if file is None:
            return Result(Verdict.POINTLESS, {}, NOTHING_TO_SHOW)
        try:
            content = file["content"].encode()
            place = uploads.open_place(self._slack, parcel.lane)
            announced = uploads.announce(self._slack, file["name"], len(content))
            uploads.send(self._slack, announced.address, content)
        except NotUploaded as error:
            return Result(Verdict.LATER, {}, str(error), error.wait)
        except UploadRefused as error:
            return Result(Verdict.REFUSED, {"error": error.code}, error.words)
        if not self._is_noted(parcel, announced.file_id, place):
            return Result(Verdict.LATER, {}, TAKEN_OVER)
        return uploads.show(self._slack, announced.file_id, file["title"], place, file["comment"])

    def look(self, message: Message) -> Look:
        """Whether Slack shows the file that it was asked for last; nobody knows what it heard."""
        file_id, place = message.payload.get(FILE_ID, ""), message.payload.get(PLACE, "")
        if not file_id:
            return Look(Result(Verdict.OK, {}))
        try:
            is_there = uploads.is_shown(self._slack, file_id, place)
        except NotUploaded as error:
            return Look(Result(Verdict.LATER, {}, str(error), error.wait))
        except UploadRefused as error:
            return Look(Result(Verdict.REFUSED, {"error": error.code}, error.words))
        return Look(Result(Verdict.OK, {}), place, is_there=is_there)

    def _made(self, parcel: Parcel) -> dict[str, str] | None:
        with self._database.read() as session:
            message = session.get(Message, (parcel.team_id, parcel.message_id))
            return self._make(session, message, self._clock.now()) if message else None

    def _is_noted(self, parcel: Parcel, file_id: str, place: str) -> bool:
        """Keep which file it is before anybody may see it, unless another sender has taken over."""
        with self._database.write() as session:
            key = (parcel.team_id, parcel.message_id)
            message = session.get(Message, key, with_for_update=True)
            if message is None or not is_ours(message, parcel):
                return False
            message.payload = {**message.payload, FILE_ID: file_id, PLACE: place}
            session.add(message)
            return True
