"""The plan of a year stands in a channel as one message, which changes in its place.

Whoever is in a channel reads it there, so it has no money, and not who came and who left.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.customers.plans import cards, reading, words
from handlers.customers.posted_pages import PageNow, PostedSort, fingerprint
from handlers.customers.posted_pages.cards import PageNames
from handlers.people import access, office
from handlers.speech.blocks import Shown
from storage import people
from storage.plan_pages import PlanPage


def names(year: int) -> PageNames:
    """What it is called, by the year that it is of."""
    return PageNames(f"the plan of {year}", f"/cx plan {year}", words.POST_SEND, words.TAKE_DOWN)


def read(session: Session, now: datetime, team_id: str, year: int) -> PageNow:
    """What it says by now. Nobody needs it any more once its year is over."""
    today = office.day_of(session, team_id, now)
    plan = reading.for_everybody(session, now, team_id, year)
    owners = [*(each.owner_id for each in plan.outcomes),
              *(each.initiative.owner_id for each in plan.work)]  # fmt: skip
    known = people.by_id(session, team_id, sorted(filter(None, set(owners))))
    names_of = {user_id: each.name for user_id, each in known.items()}

    def draw(changed_on: date) -> Shown:
        return cards.posted(plan, names_of, today, changed_on)

    # By the days of its own year: another day is no change.
    drawn = cards.posted(plan, names_of, date(year, 1, 1)).blocks
    mark = fingerprint([block.get("text") for block in drawn])
    return PageNow(mark, today, draw, over=words.OVER if year < today.year else "")


PAGE = PostedSort(PlanPage, access.POST_PLAN, names, read, column="year")
