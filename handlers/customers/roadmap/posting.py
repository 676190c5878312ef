"""The roadmap stands in a channel as one message, which changes in its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from handlers.customers.posted_pages import PageNow, PostedSort, fingerprint
from handlers.customers.posted_pages.cards import PageNames
from handlers.customers.roadmap import page, words
from handlers.people import access
from handlers.speech.blocks import Shown
from storage.roadmap_pages import RoadmapPage

NAMES = PageNames("the roadmap", "/cx roadmap", words.POST_SEND, words.TAKE_DOWN)


def read(session: Session, now: datetime, team_id: str, _which: int) -> PageNow:
    """What it says by now; nothing where no outcome stands."""
    found = page.read(session, now, team_id)
    said = [page.headline(found) if found.lines else "", *page.facts(found)]

    def draw(changed_on: date) -> Shown:
        return page.posted(replace(found, changed_on=changed_on))

    return PageNow(fingerprint(said), found.today, draw, has_any=bool(found.lines))


PAGE = PostedSort(RoadmapPage, access.WRITE_OUTCOME, lambda _: NAMES, read)
