"""The rooms of the customers' side are put together without one taking another's word."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import pytest
from sqlmodel import Session

from bot import routes
from handlers.customers.contents import Contents, HomeLine, put_together
from handlers.customers.roadmap import digest_lines as roadmap
from handlers.customers.themes import digest_lines as themes
from handlers.executives.digests import added
from handlers.front import home
from handlers.front.home import cards
from handlers.speech.request import Nothing, Request, Response
from storage import people
from storage.database import Database
from storage.people import Person
from tests.cast import BEN, MONDAY, OMAR, TEAM


def says_nothing(request: Request, session: Session, now: datetime) -> Response:
    """A handler that does nothing."""
    del request, session, now
    return Nothing()


def says(ranks: tuple[int, ...], session: Session, now: datetime, person: Person) -> list[HomeLine]:
    """A line for each rank."""
    del session, now, person
    return [HomeLine(f"account {rank}", rank=rank) for rank in ranks]


def tells(session: Session, now: datetime, person: Person) -> list[HomeLine]:
    """Seven lines of a week, the last first."""
    del session, now, person
    return [HomeLine(f"week {rank}", rank=rank) for rank in range(7, 0, -1)]


SIDE = put_together(
    (
        Contents(accounts=(partial(says, (4, 2)),), week=(tells,)),
        Contents(accounts=(partial(says, (6, 1, 5, 3)),)),
    )
)


def test_two_rooms_have_no_word_in_common() -> None:
    with pytest.raises(ValueError, match="lost"):
        put_together((routes.CUSTOMERS_SIDE, Contents(verbs={"lost": says_nothing})))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_home_shows_the_first_lines_of_all_rooms_and_opens_the_rest(database: Database) -> None:
    with database.read() as session:
        ben = people.find(session, TEAM, BEN)
        omar = people.find(session, TEAM, OMAR)
        assert ben
        assert omar
        of_ben = home.seen(routes.REGISTERS, session, MONDAY, ben, SIDE)
        of_omar = home.seen(routes.REGISTERS, session, MONDAY, omar, SIDE)
        shown = str(cards.view(of_ben))
        assert [line.rank for line in of_ben.accounts] == [1, 2, 3, 4, 5, 6]
        assert "account 5" in shown
        assert "account 6" not in shown
        assert "Show all 6…" in shown
        assert "account 6" in str(cards.accounts(of_ben.accounts, 0))
        assert "week 1" not in shown
        assert [line.rank for line in of_omar.week] == [1, 2, 3, 4, 5, 6, 7]
        shown = str(cards.view(of_omar))
        assert "week 6" in shown
        assert "week 7" not in shown
        assert "Show all 7…" in shown
        assert "week 7" in str(cards.week(of_omar.week, 0))
        assert home.week(session, MONDAY, ben, SIDE.week) == []


def test_no_line_that_a_room_has_for_the_digest_of_a_department_is_left_out() -> None:
    several = themes.NAMED + roadmap.NAMED
    assert several + len(routes.DIGESTS.department) - 2 <= added.MOST
