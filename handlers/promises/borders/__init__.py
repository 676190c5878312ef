"""How long things lie at the border between two departments, neither of which has taken them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.calendar.hours import Calendar
from handlers.promises.borders import cards
from storage import departments, handoffs, people
from storage.departments import Department
from storage.handoffs import Handoff
from storage.items import Item

Pair = tuple[UUID, UUID]
"""The department that offers, and the one that is asked, as they were when it was offered."""
AGAIN_WITHIN = timedelta(days=31)
"""What came back longer before a period, and is offered again in it, was at rest meanwhile."""


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
    offers = handoffs.waiting_within(session, team_id, since - AGAIN_WITHIN, until)
    return _summed(session, offers, since, until)


def beside(
    session: Session, department: Department, since: datetime, until: datetime
) -> list[tuple[str, int]]:
    """The same of one department: the names of those it lay between it and, with the days.

    Both directions together, the most days first, and none without days.
    """
    offers = handoffs.waiting_within(session, department.team_id, since - AGAIN_WITHIN, until)
    # All offers of a thing, since how long one took depends on the next.
    things = {
        (each.noun, each.number) for each in offers if department.department_id in _homes(each)
    }
    theirs = [each for each in offers if (each.noun, each.number) in things]
    days: Counter[UUID] = Counter()
    for pair, took in _summed(session, theirs, since, until).items():
        if department.department_id in pair:
            [other] = set(pair) - {department.department_id}
            days[other] += took.days
    found = [(_name(session, department.team_id, each), days[each]) for each in days if days[each]]
    return sorted(found, key=lambda each: (-each[1], each[0]))


def _homes(offer: Handoff) -> tuple[UUID | None, UUID | None]:
    return offer.giver_home_id, offer.taker_home_id


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
    return sorted(_name(session, team_id, each) for each in pair)


def _name(session: Session, team_id: str, department_id: UUID) -> str:
    found = departments.find(session, team_id, department_id)
    return found.name if found else "a former department"


def _summed(
    session: Session, offers: Sequence[Handoff], since: datetime, until: datetime
) -> dict[Pair, AtBorder]:
    found: dict[Pair, AtBorder] = defaultdict(AtBorder)
    for offer, following in _with_next(offers):
        if offer.giver_home_id is None or offer.taker_home_id is None:
            continue
        if offer.giver_home_id == offer.taker_home_id:
            continue
        began, answered = (
            min(max(at, since), until) for at in (offer.offered_at, offer.answered_at or until)
        )
        days = _days(session, offer.team_id, offer.to_id, began, answered)
        if following and offer.answered_at and offer.answer:
            days += _days(
                session, offer.team_id, offer.from_id, answered, min(following.offered_at, until)
            )
        waited = offer.answered_at is None or offer.answered_at >= since
        if waited or days:
            found[offer.giver_home_id, offer.taker_home_id] += AtBorder(int(waited), days)
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
