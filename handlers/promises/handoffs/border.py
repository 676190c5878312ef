"""How long things lie at the border between two departments, neither of which has taken them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.calendar.hours import Calendar
from handlers.promises.handoffs import cards
from storage import departments, handoffs, people
from storage.handoffs import Handoff
from storage.items import Item

Pair = tuple[UUID, UUID]
"""The department that offers, and the one that is asked, as they were when it was offered."""


@dataclass(frozen=True)
class AtBorder:
    """So many offers from one department to another, and the working days that they took."""

    offers: int = 0
    days: int = 0

    def __add__(self, other: AtBorder) -> AtBorder:
        """Both together."""
        return AtBorder(self.offers + other.offers, self.days + other.days)


def lost(
    session: Session, team_id: str, since: datetime, until: datetime
) -> Mapping[Pair, AtBorder]:
    """The days lost from `since` to `until` (UTC), by the pair of departments.

    Working days from the offer to its answer, on the calendar of whoever was asked, and from a
    return to the next offer of the same thing, on that of whoever had it; each only as far as it
    lies in the period. `offers` is how many offers waited in it. Offers within one department are
    at no border. Source: hand-off acceptance time, domain reference, section 3.1.
    """
    return _summed(session, handoffs.waiting_within(session, team_id, since, until), since, until)


def line(session: Session, now: datetime, item: Item) -> str:
    """What the offers of an item took so far, as its story says it; empty without any."""
    offers = handoffs.of_item(session, item.team_id, item.noun, item.number)
    both: dict[frozenset[UUID], AtBorder] = defaultdict(AtBorder)
    for pair, took in _summed(session, offers, item.created_at, now).items():
        both[frozenset(pair)] += took
    return "\n".join(
        cards.at_border(took.offers, took.days, *_names(session, item.team_id, pair))
        for pair, took in both.items()
    )


def _names(session: Session, team_id: str, pair: Iterable[UUID]) -> list[str]:
    found = (departments.find(session, team_id, each) for each in pair)
    return sorted(each.name if each else "a former department" for each in found)


def _summed(
    session: Session, offers: Sequence[Handoff], since: datetime, until: datetime
) -> dict[Pair, AtBorder]:
    found: dict[Pair, AtBorder] = defaultdict(AtBorder)
    for offer, following in _with_next(offers):
        if offer.giver_home_id is None or offer.taker_home_id is None:
            continue
        if offer.giver_home_id == offer.taker_home_id:
            continue
        answered = min(offer.answered_at or until, until)
        days = _days(session, offer.team_id, offer.to_id, max(offer.offered_at, since), answered)
        if following and offer.answered_at and offer.answer:
            days += _days(
                session, offer.team_id, offer.from_id, answered, min(following.offered_at, until)
            )
        found[offer.giver_home_id, offer.taker_home_id] += AtBorder(1, days)
    return found


def _with_next(offers: Sequence[Handoff]) -> Iterator[tuple[Handoff, Handoff | None]]:
    """Each offer with the next one of the same thing; they come in the order of time."""
    things: dict[tuple[str, int], list[Handoff]] = defaultdict(list)
    for offer in offers:
        things[offer.noun, offer.number].append(offer)
    for theirs in things.values():
        yield from zip(theirs, [*theirs[1:], None], strict=True)


def _days(session: Session, team_id: str, user_id: str, a: datetime, b: datetime) -> int:
    return hours.working_days_between(_calendar(session, team_id, user_id), a, b)


def _calendar(session: Session, team_id: str, user_id: str) -> Calendar:
    """The working time of somebody, away or not: the customer waits all the same."""
    person = people.find(session, team_id, user_id)
    return calendars.for_person(session, person).without_leave() if person else Calendar()
