"""Which sales came back as too much, by what somebody said and by what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session

from storage import sales
from storage.sales import Blamed, Sale


def of_year(session: Session, team_id: str, today: date) -> tuple[list[Sale], set[int]]:
    """What begins in the year of a day, the newest first, and the numbers of what came back.

    What was sold and is still to begin is a sale of this year, too.
    """
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    found = sales.started_between(session, team_id, first, last)
    blamed = sales.blamed(session, team_id, first) if found else []
    return found, came_back(found, blamed)


def came_back(found: Sequence[Sale], blamed: Iterable[Blamed]) -> set[int]:
    """The numbers of sales that were too much.

    Those of which whoever handed them over said that less would have done, or whoever leads the
    account that they hardly use it; and the last that began before an issue of that cause, or
    before a customer left because of it. Each counts once.
    """
    theirs: dict[UUID, list[Sale]] = {}
    for sale in sorted(found, key=lambda each: (each.starts_on, each.number)):
        theirs.setdefault(sale.customer_id, []).append(sale)
    numbers = {each.number for each in found if each.is_too_much}
    return numbers | set(_traced(theirs, blamed))


def _traced(theirs: Mapping[UUID, Sequence[Sale]], blamed: Iterable[Blamed]) -> Iterable[int]:
    for each in blamed:
        before = [sale for sale in theirs.get(each.customer_id, ()) if sale.starts_on <= each.day]
        yield from (sale.number for sale in before[-1:])
