"""The roadmap as it stands in channels: one message in each."""

from __future__ import annotations

from typing import ClassVar

from storage.columns import partial_index
from storage.posted_pages import STANDING, PostedPage


class RoadmapPage(PostedPage, table=True):
    """The roadmap in a channel, of which each has one at most."""

    __tablename__ = "roadmap_pages"
    __table_args__ = (
        partial_index(
            "roadmap_pages_standing", "team_id", "channel_id", where=STANDING, unique=True
        ),
    )

    noun: ClassVar[str] = "roadmap page"
