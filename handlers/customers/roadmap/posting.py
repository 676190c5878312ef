"""The roadmap is posted in a channel once, and is brought up to date in its place from then on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing import faces, notes
from handlers.customers.roadmap import page, posting_cards
from handlers.customers.roadmap.page import Roadmap
from handlers.people import access, office, records
from handlers.people.records import Occurrence
from handlers.speech import values
from handlers.speech.blocks import Shown
from handlers.speech.errors import StaleForm
from handlers.speech.outcome_errors import ChannelMissing, NothingStands
from handlers.speech.setup_errors import SharedChannel
from storage import cards, channels, counters, people, roadmap_pages
from storage.cards import Card, Face, Place
from storage.people import Person
from storage.roadmap_pages import RoadmapPage

LOOKED_EACH = timedelta(minutes=10)
"""What changes on it meanwhile is one edit, however much it is."""
POSTED = Occurrence(RoadmapPage.noun, "posted", {"channel": str})
TAKEN_DOWN = Occurrence(RoadmapPage.noun, "taken down", {"channel": str, "reason": str})


@dataclass(frozen=True)
class PostedRoadmap:
    """The message in a channel; `is_new` is False where it stood there already."""

    page: RoadmapPage
    is_new: bool


def post(session: Session, now: datetime, actor: Person, channel_id: str) -> PostedRoadmap:
    """Let the roadmap stand in a channel; where it does, that message is drawn again instead.

    Raises ChannelMissing, UnreadableId, SharedChannel where people of other companies read along,
    NothingStands, and what `access.check` raises.
    """
    access.check(session, actor, access.WRITE_OUTCOME)
    team_id = actor.team_id
    chosen = values.channel_id(channel_id)
    if not chosen or values.is_direct_channel(chosen):
        raise ChannelMissing
    if channels.known(session, team_id, chosen).is_shared:
        raise SharedChannel
    number = counters.next_number(session, team_id, RoadmapPage.noun)
    stands = roadmap_pages.standing_in(session, team_id, chosen)
    if stands is not None:
        _draw_again(session, now, stands)
        return PostedRoadmap(stands, is_new=False)
    found = page.read(session, now, team_id)
    if not found.lines:
        raise NothingStands
    [card_id] = cards.post(
        session, team_id=team_id, now=now, noun=RoadmapPage.noun, number=number,
        places=[Place(Face.CHANNEL, chosen)],
    )  # fmt: skip
    new = RoadmapPage(
        team_id=team_id, number=number, channel_id=chosen, posted_by=actor.user_id, posted_at=now,
        card_id=card_id, shown=_fingerprint(found), changed_on=found.today, looked_at=now,
    )  # fmt: skip
    session.add(new)
    records.write(
        session, now, team_id, actor.user_id, POSTED, number=number, channel=chosen,
    )  # fmt: skip
    return PostedRoadmap(new, is_new=True)


def take_down(session: Session, now: datetime, actor: Person, number: str) -> RoadmapPage:
    """Keep it up to date no more: the message says so itself.

    Raises StaleForm for what names none that stands, and what `access.check` raises.
    """
    access.check(session, actor, access.WRITE_OUTCOME)
    named = values.whole(number)
    found = roadmap_pages.find(session, actor.team_id, named, lock=True) if named else None
    if found is None or found.ended_at:
        raise StaleForm
    _end(session, now, found, actor.user_id, "")
    faces.refresh(session, now, found.team_id, found.noun, found.number)
    return found


def render(session: Session, card: Card, now: datetime) -> Shown | None:
    """What the message shows: the page as it stands, or that it is kept up to date no more."""
    found = roadmap_pages.find(session, card.team_id, card.number)
    if found is None:
        return None
    if found.ended_at:
        return posting_cards.ended()
    stands = replace(page.read(session, now, card.team_id), changed_on=found.changed_on)
    return page.posted(stands)


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Bring what is posted up to date where a number, words or a late task have changed.

    This is done whenever a workspace is audited. Once a day it is drawn again however it stands,
    for the days that it names.
    """
    waiting = roadmap_pages.looked_before(session, team_id, now - LOOKED_EACH)
    if not waiting:
        return
    found = page.read(session, now, team_id)
    mark, zone = _fingerprint(found), office.zone_of(session, team_id)
    for each in waiting:
        if channels.is_shared(session, team_id, each.channel_id):
            _give_up(session, now, each, posting_cards.OTHERS_READ_IT)
            continue
        is_new_day = hours.day_of(each.looked_at, zone) != found.today
        each.looked_at = now
        if each.shown != mark:
            each.shown, each.changed_on = mark, found.today
        elif not is_new_day:
            continue
        faces.refresh(session, now, team_id, each.noun, each.number)


def lost(session: Session, card: Card, words: str, now: datetime) -> None:
    """Slack takes it no more, for a reason in words: whoever posted it reads that once."""
    found = roadmap_pages.find(session, card.team_id, card.number, lock=True)
    if found is not None and not found.ended_at:
        _give_up(session, now, found, words)


def _give_up(session: Session, now: datetime, found: RoadmapPage, reason: str) -> None:
    """Keep it up to date no more: whoever posted it is told why, or the CCO if they have left."""
    _end(session, now, found, "", reason)
    poster = people.find(session, found.team_id, found.posted_by)
    is_here = poster is not None and poster.works_here
    told = [poster] if poster and is_here else office.holders(session, found.team_id)
    for each in told:
        notes.send(session, now, each, posting_cards.lost(found.channel_id, reason))


def _end(session: Session, now: datetime, found: RoadmapPage, actor: str, reason: str) -> None:
    found.ended_at, found.reason = now, reason
    session.add(found)
    records.write(
        session, now, found.team_id, actor, TAKEN_DOWN, number=found.number,
        channel=found.channel_id, reason=reason,
    )  # fmt: skip


def _draw_again(session: Session, now: datetime, found: RoadmapPage) -> None:
    """As if nobody knew what it shows: where it was deleted, Slack says so."""
    card = cards.find(session, found.team_id, found.card_id)
    if card is not None:
        card.shown = ""
        session.add(card)
    faces.refresh(session, now, found.team_id, found.noun, found.number)


def _fingerprint(found: Roadmap) -> str:
    """What it says, in a few letters, but for the days and how many tasks are open."""
    said = [page.headline(found) if found.lines else "", *page.facts(found)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]
