"""A page is posted in a channel once, and is brought up to date in its place from then on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing import faces, notes
from handlers.customers.posted_pages import cards
from handlers.customers.posted_pages.cards import PageNames
from handlers.people import access, office, records
from handlers.people.access import Right
from handlers.people.records import Occurrence
from handlers.speech import values
from handlers.speech.blocks import Shown
from handlers.speech.errors import StaleForm
from handlers.speech.outcome_errors import ChannelMissing, NothingStands
from handlers.speech.setup_errors import SharedChannel
from storage import cards as stored_cards
from storage import channels, counters, people, posted_pages
from storage.cards import Card, Face, Place
from storage.people import Person
from storage.posted_pages import AnyPage, PostedPage

LOOKED_EACH = timedelta(minutes=10)
"""What changes on it meanwhile is one edit, however much it is."""
POSTED, ENDED = "posted", "taken down"


@dataclass(frozen=True)
class PageNow:
    """What a page says by now: a fingerprint of that, on which day, and who draws it.

    `draw` takes the local day of its last change. Where it has nothing to say nobody posts it
    anew. `over` is why nobody needs it any more, in words; empty while somebody does.
    """

    mark: str
    today: date
    draw: Callable[[date], Shown]
    has_any: bool = True
    over: str = ""


@dataclass(frozen=True)
class PostedSort(Generic[AnyPage]):
    """One sort of page that stands in channels: who may post it, what it is called, who reads it.

    `column` is the one that says of what a page is, such as of which year; empty where there is one
    of all. What stands in it is `which`, 0 without one.
    """

    table: type[AnyPage]
    right: Right
    names: Callable[[int], PageNames]
    read: Callable[[Session, datetime, str, int], PageNow]
    column: str = ""

    def which(self, page: AnyPage) -> int:
        """Of what a page is."""
        return int(getattr(page, self.column)) if self.column else 0

    def happens(self, verb: str) -> Occurrence:
        """What history keeps of it."""
        said: dict[str, type] = {"channel": str}
        return Occurrence(self.table.noun, verb, said | ({"reason": str} if verb == ENDED else {}))


@dataclass(frozen=True)
class NewPosted(Generic[AnyPage]):
    """The message in a channel; `is_new` is False where it stood there already."""

    page: AnyPage
    is_new: bool


def post(
    session: Session,
    now: datetime,
    actor: Person,
    sort: PostedSort[AnyPage],
    channel_id: str,
    which: int = 0,
) -> NewPosted[AnyPage]:
    """Let a page stand in a channel; where it does, that message is drawn again instead.

    Raises ChannelMissing, UnreadableId, SharedChannel where people of other companies read along,
    NothingStands, and what `access.check` raises.
    """
    access.check(session, actor, sort.right)
    team_id = actor.team_id
    chosen = values.channel_id(channel_id)
    if not chosen or values.is_direct_channel(chosen):
        raise ChannelMissing(name=sort.names(which).within)
    if channels.known(session, team_id, chosen).is_shared:
        raise SharedChannel
    number = counters.next_number(session, team_id, sort.table.noun)
    for each in posted_pages.standing(session, sort.table, team_id):
        if each.channel_id == chosen and sort.which(each) == which:
            _draw_again(session, now, each)
            return NewPosted(each, is_new=False)
    found = sort.read(session, now, team_id, which)
    if not found.has_any:
        raise NothingStands
    [card_id] = stored_cards.post(
        session, team_id=team_id, now=now, noun=sort.table.noun, number=number,
        places=[Place(Face.CHANNEL, chosen)],
    )  # fmt: skip
    of: dict[str, Any] = {sort.column: which} if sort.column else {}
    new = sort.table(
        team_id=team_id, number=number, channel_id=chosen, posted_by=actor.user_id, posted_at=now,
        card_id=card_id, shown=found.mark, changed_on=found.today, looked_at=now, **of,
    )  # fmt: skip
    session.add(new)
    records.write(
        session, now, team_id, actor.user_id, sort.happens(POSTED), number=number, channel=chosen,
    )  # fmt: skip
    return NewPosted(new, is_new=True)


def take_down(
    session: Session, now: datetime, actor: Person, sort: PostedSort[AnyPage], number: str
) -> AnyPage:
    """Keep it up to date no more: the message says so itself.

    Raises StaleForm for what names none that stands, and what `access.check` raises.
    """
    access.check(session, actor, sort.right)
    named, team_id = values.whole(number), actor.team_id
    found = posted_pages.find(session, sort.table, team_id, named, lock=True) if named else None
    if found is None or found.ended_at:
        raise StaleForm
    _end(session, now, sort, found, actor.user_id, "")
    faces.refresh(session, now, found.team_id, found.noun, found.number)
    return found


def render(sort: PostedSort[AnyPage], session: Session, card: Card, now: datetime) -> Shown | None:
    """What the message shows: the page as it stands, or that it is kept up to date no more."""
    found = posted_pages.find(session, sort.table, card.team_id, card.number)
    if found is None:
        return None
    if found.ended_at:
        return cards.ended(sort.names(sort.which(found)))
    stands = sort.read(session, now, card.team_id, sort.which(found))
    return stands.draw(found.changed_on)


def look_after(sort: PostedSort[AnyPage], session: Session, now: datetime, team_id: str) -> None:
    """Bring what is posted up to date where something on it has changed.

    This is done whenever a workspace is audited. Once a day it is drawn again however it stands,
    for the days that it names. What nobody needs any more ends by itself.
    """
    waiting = posted_pages.looked_before(session, sort.table, team_id, now - LOOKED_EACH)
    read: dict[int, PageNow] = {}
    zone = office.zone_of(session, team_id) if waiting else ""
    for each in waiting:
        which = sort.which(each)
        if which not in read:
            read[which] = sort.read(session, now, team_id, which)
        found = read[which]
        if found.over:
            _end(session, now, sort, each, "", found.over)
            faces.refresh(session, now, team_id, each.noun, each.number)
            continue
        if channels.is_shared(session, team_id, each.channel_id):
            _give_up(session, now, sort, each, cards.OTHERS_READ_IT)
            continue
        is_new_day = hours.day_of(each.looked_at, zone) != found.today
        each.looked_at = now
        if each.shown != found.mark:
            each.shown, each.changed_on = found.mark, found.today
        elif not is_new_day:
            continue
        faces.refresh(session, now, team_id, each.noun, each.number)


def lost(
    sort: PostedSort[AnyPage], session: Session, card: Card, words: str, now: datetime
) -> None:
    """Slack takes it no more, for a reason in words: whoever posted it reads that once."""
    found = posted_pages.find(session, sort.table, card.team_id, card.number, lock=True)
    if found is not None and not found.ended_at:
        _give_up(session, now, sort, found, words)


def fingerprint(said: Sequence[object]) -> str:
    """What a page says, in a few letters."""
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def _give_up(
    session: Session, now: datetime, sort: PostedSort[AnyPage], found: AnyPage, reason: str
) -> None:
    """Keep it up to date no more: whoever posted it is told why, or the CCO if they have left."""
    _end(session, now, sort, found, "", reason)
    poster = people.find(session, found.team_id, found.posted_by)
    is_here = poster is not None and poster.works_here
    told = [poster] if poster and is_here else office.holders(session, found.team_id)
    for each in told:
        said = cards.lost(sort.names(sort.which(found)), found.channel_id, reason)
        notes.send(session, now, each, said)


def _end(
    session: Session,
    now: datetime,
    sort: PostedSort[AnyPage],
    found: AnyPage,
    actor: str,
    reason: str,
) -> None:
    found.ended_at, found.reason = now, reason
    session.add(found)
    records.write(
        session, now, found.team_id, actor, sort.happens(ENDED), number=found.number,
        channel=found.channel_id, reason=reason,
    )  # fmt: skip


def _draw_again(session: Session, now: datetime, found: PostedPage) -> None:
    """As if nobody knew what it shows: where it was deleted, Slack says so."""
    card = stored_cards.find(session, found.team_id, found.card_id)
    if card is not None:
        card.shown = ""
        session.add(card)
    faces.refresh(session, now, found.team_id, found.noun, found.number)
