"""Big work is done a slice at a time, on both databases, and each slice is short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from bot.slices import Slices
from handlers.people import directory
from handlers.people.directory import Profile
from storage import people
from storage.database import Database
from tests.cast import MONDAY, TEAM


def test_a_large_page_is_written_in_slices_and_once(empty: Database) -> None:
    page = [
        Profile(
            f"U1N{number:05}", f"N.{number}", f"New {number}", email="A@B.C", gone=number % 2 > 0
        )
        for number in range(3_000)
    ]
    written: list[int] = []

    def remember(session: Session, profiles: Sequence[Profile]) -> int:
        written.append(directory.remember(session, MONDAY, TEAM, profiles))
        return written[-1]

    Slices().write_all(empty, page, remember)
    assert sum(written) == 3_000
    assert len(written) > 2
    with empty.read() as session:
        assert directory.news(session, TEAM, page) == []
        assert directory.news(session, TEAM, [replace(page[7], zone="Asia/Tokyo")])
    with empty.write() as session:
        known = people.find(session, TEAM, "U1N00007")
        assert known is not None
        directory.remember(session, MONDAY, TEAM, [replace(page[7], name="Renamed")])
        again = people.find(session, TEAM, "U1N00007")
        assert (again and again.name, again and again.email) == ("Renamed", "a@b.c")
