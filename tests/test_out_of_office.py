"""A status says that somebody is away, or it does not: by words first, and only with an end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.people import out_of_office

END = 1_764_720_000
AWAY = (
    ("Vacationing", ":palm_tree:"),
    ("", ":palm_tree:"),
    ("Out sick", ":face_with_thermometer:"),
    ("", ":face_with_thermometer::skin-tone-3:"),
    ("OOO", ""),
    ("ooo until Thursday", ":calendar:"),
    ("Out of office, back 3 Dec", ""),
    ("out of the office", ":no_entry:"),
    ("On holiday in the mountains", ""),
    ("Parental leave", ":baby:"),
    ("on leave", ""),
    ("PTO", ""),
    ("Urlaub bis Donnerstag", ""),
    ("In Thailand", ":palm_tree:"),
)
THERE = (
    ("", ""),
    ("In a meeting", ":spiral_calendar_pad:"),
    ("Working remotely", ":house_with_garden:"),
    ("Working from the beach", ":palm_tree:"),
    ("Back from vacation", ":palm_tree:"),
    ("Not on holiday any more", ""),
    ("Planning my vacation", ":palm_tree:"),
    ("Soon on holiday", ":palm_tree:"),
    ("Leave me a message", ""),
    ("Commuting", ":bus:"),
    ("Holiday planning", ""),
    ("Believe in Acme", ""),
    ("Cleaver", ""),
)


@pytest.mark.parametrize(("text", "emoji"), AWAY)
def test_a_status_that_says_so_is_an_absence(text: str, emoji: str) -> None:
    assert out_of_office.until(text, emoji, END) == datetime.fromtimestamp(END, UTC)
    assert out_of_office.until(text, emoji, 0) is None, "nobody knows until when"


@pytest.mark.parametrize(("text", "emoji"), THERE)
def test_a_status_that_says_something_else_is_none(text: str, emoji: str) -> None:
    assert out_of_office.until(text, emoji, END) is None


@given(st.text(max_size=200), st.text(max_size=60), st.integers(-(2**70), 2**70))
def test_whatever_a_status_is_it_is_read_or_it_is_none(
    text: str, emoji: str, expiration: int
) -> None:
    found = out_of_office.until(text, emoji, expiration)
    assert found is None or (found.tzinfo is not None and expiration > 0)


@given(st.sampled_from([text for text, _ in AWAY if text]), st.sampled_from([" ", "\u00a0", "\t "]))
def test_white_space_and_case_make_no_difference(text: str, space: str) -> None:
    spread = space.join(text.split(" "))
    says = out_of_office.says_away(text, "")
    assert out_of_office.says_away(spread.upper(), "") == says
    assert out_of_office.says_away(f"{space}{spread}{space}", "") == says
