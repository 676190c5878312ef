"""What goes back and forth between two departments is one question, whoever's account it is.

A thing counts while it is open, came back from the other department in four weeks, and nobody has
taken it, dated it or been given it since. Private things are counted and never named.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.executives.digests import rules
from handlers.executives.digests.agenda import InIt, ToAndFro
from handlers.promises import moves
from handlers.promises.undoable import UNDOING
from storage import bounced, departments, stakes
from storage.bounced import Bounce
from storage.customers import Customer
from storage.items import Item
from storage.tasks import Promise

SETTLES = {
    move.verb for move in (moves.TAKE, moves.REDATE_AND_TAKE, moves.TAKE_OVER, moves.GIVE_TO)
}
"""What says whose it is: nobody is asked about it then."""


def read(session: Session, now: datetime, calendar: Calendar, team_id: str) -> list[ToAndFro]:
    """What goes back and forth, by the departments between which it does; most at stake first.

    Only where it is several things, for several accounts.
    """
    back = bounced.lately(session, team_id, now - rules.BOUNCED)
    pairs: dict[frozenset[UUID], list[Bounce]] = {}
    for each in back:
        pairs.setdefault(each.sides, []).append(each)
    several = [theirs for theirs in pairs.values() if len(theirs) > 1]
    read_of = _Reading(session, now, calendar, team_id, [each for of in several for each in of])
    found = [read_of.between(theirs) for theirs in several]
    return sorted(
        (each for each in found if each and each.spans), key=lambda each: (-each.weight, each.sides)
    )


def between(
    session: Session, now: datetime, calendar: Calendar, team_id: str, ids: tuple[UUID, UUID]
) -> ToAndFro | None:
    """The same between two departments alone, be it only one thing; None where nothing is."""
    back = bounced.lately(session, team_id, now - rules.BOUNCED)
    theirs = [each for each in back if each.sides == frozenset(ids)]
    found = _Reading(session, now, calendar, team_id, theirs).between(theirs)
    return found if found and found.things else None


def thing_of(item: Item) -> object:
    """What is one thing: an issue with the parts that departments take of it, or a task."""
    return _issue_number(item) or item.ref


def account_of(item: Item, customer: Customer | None) -> object:
    """What only one thing is chosen of: an account, or an issue that is nobody's in particular."""
    return customer.customer_id if customer else thing_of(item)


def _issue_number(item: Item) -> int | None:
    """The issue that it is, or of which it is the part of a department."""
    if isinstance(item, Promise):
        return item.issue_number if item.is_part else None
    return item.number


class _Reading:
    """Reads the things themselves: of whatever many, these are four questions."""

    def __init__(
        self,
        session: Session,
        now: datetime,
        calendar: Calendar,
        team_id: str,
        back: Sequence[Bounce],
    ) -> None:
        self._now, self._calendar = now, calendar.without_leave()
        self._items = stakes.of(session, team_id, [(each.noun, each.number) for each in back])
        self._settled = bounced.settled(session, team_id, back, SETTLES, UNDOING)
        self._names = {
            each.department_id: each.name for each in departments.everyone(session, team_id)
        }

    def between(self, back: Sequence[Bounce]) -> ToAndFro | None:
        """What is open of what came back between two departments; None where one is gone."""
        sides = back[0].sides if back else frozenset()
        known = sorted((self._names[each], each) for each in sides if each in self._names)
        if len(known) < 2:
            return None
        (one, one_id), (other, other_id) = known
        waits = [each for each in back if self._waits(each)]
        seen = [self._read(each) for each in waits if not self._item(each).is_private]
        return ToAndFro(
            sides=(one, other),
            ids=(one_id, other_id),
            things=sorted(seen, key=lambda each: (-each.weight, -each.days, each.item.number)),
            private=len(waits) - len(seen),
        )

    def _waits(self, each: Bounce) -> bool:
        place = (each.noun, each.number)
        return place in self._items and self._items[place][0].live and place not in self._settled

    def _item(self, each: Bounce) -> Item:
        return self._items[each.noun, each.number][0]

    def _read(self, each: Bounce) -> InIt:
        item, who = self._items[each.noun, each.number]
        today = hours.local_day(self._calendar, self._now)
        days = max(hours.working_days_between(self._calendar, each.first, self._now), 0)
        value, renews_on = (who.annual_value, who.renews_on(today)) if who else (None, None)
        return InIt(
            item=item,
            customer=who,
            account=account_of(item, who),
            thing=thing_of(item),
            days=days,
            weight=rules.weight(value, renews_on, today, days),
        )
