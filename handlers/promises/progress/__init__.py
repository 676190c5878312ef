"""Whoever asked, and whom else a move concerns, hears here what became of a promise.

What is news of the day is gathered in one message for each reader and day, which is kept up to
date; a no, and what somebody else did with what is theirs, they read at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import faces
from handlers.promises import hearers, items
from handlers.promises.hearers import Hears
from handlers.promises.items.quiet import is_quiet
from handlers.promises.progress import rules
from storage import cards as stored_cards
from storage import held, progress
from storage.cards import PROGRESS, Face, Place
from storage.decisions import Decision
from storage.items import Item
from storage.people import Person
from storage.progress import Progress


def tell(
    session: Session,
    now: datetime,
    hears: Hears,
    item: Item | Decision,
    actor: str,
    former: str | None,
    event_id: UUID,
    verb: str,
) -> None:
    """Let those hear of a move whom it concerns, but for whoever made it.

    `former` owned the item before; `event_id` is what history tells of the move. What a file says
    quietly nobody reads at once.
    """
    if is_quiet(session):
        hears = Hears(daily=(*hears.at_once, *hears.daily))
    at_once = hearers.of(session, item, former, hears.at_once, actor)
    if isinstance(item, Item):
        _show(session, now, item, former, at_once)
    for person in hearers.of(session, item, former, hears.daily, actor):
        if person not in at_once:
            _note(session, now, item, person, event_id, rules.rank(verb))


def _show(
    session: Session, now: datetime, item: Item, former: str | None, at_once: Sequence[Person]
) -> None:
    """Bring these a card of it as something new."""
    for person in at_once:
        if person.stand_in_id and held.is_held(session, item, person.user_id):
            # They are away; the one message of their return tells it.
            continue
        is_owners = person.user_id in (item.owner_id, former)
        items.show_person(session, now, item, Face.OWNER if is_owners else Face.HEARER, person)


def _note(
    session: Session,
    now: datetime,
    item: Item | Decision,
    reader: Person,
    event_id: UUID,
    rank: int,
) -> None:
    """Put a line into what somebody reads on their day, which a later one about it replaces."""
    calendar = calendars.for_person(session, reader)
    opens = hours.next_open(calendar, now)
    day = hours.local_day(calendar, opens).toordinal()
    line = Progress(
        team_id=item.team_id, reader_id=reader.user_id, day=day, noun=item.noun,
        number=item.number, event_id=event_id, rank=rank,
    )  # fmt: skip
    progress.put(session, line)
    known = stored_cards.post_once(
        session, team_id=item.team_id, now=now, noun=PROGRESS, number=day,
        place=Place(Face.PROGRESS, reader.user_id, opens),
    )  # fmt: skip
    if known:
        faces.refresh_cards(session, now, [known])


def day_of(number: int) -> date:
    """The day that the number of a card stands for."""
    return date.fromordinal(number)
