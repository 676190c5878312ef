"""The company's plan of a year as it stands in channels: one message of each year in each."""

from __future__ import annotations

from typing import ClassVar

from storage.columns import partial_index
from storage.posted_pages import STANDING, PostedPage


class PlanPage(PostedPage, table=True):
    """The plan of one `year` in a channel, of which each has one of each year at most."""

    __tablename__ = "plan_pages"
    __table_args__ = (
        partial_index(
            "plan_pages_standing", "team_id", "channel_id", "year", where=STANDING, unique=True
        ),
    )

    noun: ClassVar[str] = "plan page"

    year: int
