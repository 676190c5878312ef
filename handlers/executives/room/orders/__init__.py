"""The customer room pack in Slack: who may ask for it, and what becomes of each that was asked for.

What people ask for is kept here; making, sending and looking is done by a worker, which tells here
what has become of it. Once Slack shows a pack and its pages follow, or nothing comes of it, its
order is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.chasing import notes
from handlers.executives.room import months, thread
from handlers.executives.room.figures import RoomPack
from handlers.executives.room.months import PackMonth
from handlers.executives.room.orders import words
from handlers.people import access, office, records
from handlers.people.records import Occurrence
from handlers.speech import blocks
from handlers.speech.errors import UserError
from handlers.speech.room_errors import PackChannelShared
from handlers.speech.setup_errors import NoExecutiveChannel
from storage import channels, outbox, people, room_orders, workspaces
from storage.outbox import Priority
from storage.people import Person
from storage.room_orders import RoomOrder

ASKED_FOR = Occurrence("room", "asked for", {"month": str, "channel": str})
JUST_NOW = timedelta(minutes=15)
"""Whoever asked so lately waits for the answer, at whatever hour."""


@dataclass(frozen=True)
class Ordered:
    """Of which month a pack comes, and where; it is not new where it is on its way already."""

    month: PackMonth
    channel_id: str
    is_new: bool


def order(session: Session, now: datetime, actor: Person, said: str) -> Ordered:
    """Have the pack of a month come to the executives' channel; without words of the last month.

    Asked for twice before it has come, it comes once, and both hear where it does not. Raises
    UnclearMonth, MonthToCome, NoExecutiveChannel, PackChannelShared, and what `access.check`
    raises.
    """
    access.check(session, actor, access.ORDER_ROOM)
    month = months.read(said, office.zone_of(session, actor.team_id), now)
    channel_id = place(session, actor.team_id, month)
    # One after the other: of two who ask at once the second finds what the first has begun.
    workspaces.hold_turn(session, actor.team_id)
    known = room_orders.of_month(session, actor.team_id, month.key)
    if known is None:
        begin(session, now, actor.team_id, month, actor.user_id)
    elif actor.user_id not in known.asked_by:
        known.asked_by = [*known.asked_by, actor.user_id]
        session.add(known)
    records.write(
        session, now, actor.team_id, actor.user_id, ASKED_FOR, month=month.key, channel=channel_id
    )
    return Ordered(month, channel_id, is_new=known is None)


def begin(session: Session, now: datetime, team_id: str, month: PackMonth, *by: str) -> None:
    """Have a pack made that is not on its way; `by` are the Slack ids of those who asked."""
    wanted = RoomOrder(
        team_id=team_id, month=month.key, asked_by=list(by), asked_at=now, next_at=now
    )
    session.add(wanted)
    session.flush()


def place(session: Session, team_id: str, month: PackMonth) -> str:
    """The channel in which a pack is shown. Raises NoExecutiveChannel or PackChannelShared."""
    workspace = workspaces.find(session, team_id)
    if workspace is None or not workspace.executive_channel_id:
        raise NoExecutiveChannel
    if channels.is_shared(session, team_id, workspace.executive_channel_id):
        raise PackChannelShared(month=month.name, key=month.key)
    return workspace.executive_channel_id


def month_of(session: Session, now: datetime, ordered: RoomOrder) -> PackMonth:
    """Which month that is, by the CCO's clock of today. Raises MonthToCome where that went back."""
    return months.read(ordered.month, office.zone_of(session, ordered.team_id), now)


def arrived(session: Session, ordered: RoomOrder) -> None:
    """Slack shows it: there is nothing left to do."""
    session.delete(ordered)


def follow(session: Session, now: datetime, ordered: RoomOrder, ts: str, pack: RoomPack) -> None:
    """Have the pages follow in the thread of the message with the stamp `ts`, which shows the file.

    They are kept with the end of the order, in one: none is missing, and none comes twice.
    """
    team_id, lane = ordered.team_id, ordered.channel_id
    key = f"room:{ordered.order_id.hex}"
    outbox.add_standing(
        session, team_id=team_id, now=now, key=key, channel_id=lane, ts=ts, said=ordered.comment
    )
    for number, page in enumerate(thread.messages(pack), 1):
        outbox.add(
            session,
            team_id=team_id,
            now=now,
            key=f"under:{key}:{number}",
            lane=lane,
            method=outbox.POST,
            payload=page.payload | {outbox.UNDER: key},
            priority=Priority.THREAD,
            once=True,
        )
    arrived(session, ordered)


def given_up(session: Session, now: datetime, ordered: RoomOrder, error: UserError) -> None:
    """Say why nothing comes of it, or that nobody knows, to whoever asked for it.

    Where nobody of them works here any more, or nobody asked, the CCO hears it.
    """
    known = people.by_id(session, ordered.team_id, ordered.asked_by)
    askers = [each for each in known.values() if each.works_here and not each.gone]
    for reader in askers or office.holders(session, ordered.team_id):
        is_just_now = reader in askers and now - ordered.asked_at < JUST_NOW
        said = blocks.ours(error.message, words.LONGEST)
        notes.send(session, now, reader, said, answers=is_just_now)
    session.delete(ordered)
