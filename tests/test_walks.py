"""Whatever anybody does with issues, in any order, each is where the table of moves allows it.

Every step that is owed is asked of one person, nothing is asked that nobody owes, and history tells
all of it again.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from storage.database import Database
from tests import walked, walking
from tests.cast import LEE, OMAR, TOM
from tests.walking import ACTS, COMMON, WHO, Stride

WALKS = int(os.environ.get("WALKS", "0"))
"""So many walks are taken, each time others; without it a few, always the same."""
UNTIMED = {
    "deadline": None,
    "derandomize": not WALKS,
    "suppress_health_check": list(HealthCheck),
}
HOUR, DAY = 60, 24 * 60
OWNERS = ("owner", "lead", OMAR)
"""Who may mostly let things wait, and ask further departments."""
spans = st.sampled_from([1, 1, 1, 2, 3 * HOUR, DAY, 4 * DAY, 31 * DAY])
numbers = st.integers(walking.SAME, walking.MOST - 1)
strides = st.one_of(
    st.builds(Stride, spans, st.just("answer"), st.just("asked"), numbers),
    st.builds(Stride, spans, st.sampled_from(sorted(COMMON)), st.sampled_from(WHO), numbers),
    st.builds(Stride, spans, st.sampled_from(sorted(ACTS)), st.sampled_from(WHO), numbers),
    st.builds(Stride, spans, st.sampled_from(walking.RESTING), st.sampled_from(OWNERS), numbers),
    st.builds(Stride, spans, st.sampled_from(walking.OF_LISTS), st.sampled_from(WHO), numbers),
    st.builds(Stride, spans, st.sampled_from(walking.OF_PARTS), st.just("its part"), numbers),
    st.just(Stride(1, "undo", "the same", walking.SAME)),
)
walks = st.lists(strides, min_size=8, max_size=40)
BACK_AND_FORTH = [
    Stride(1, "take", "owner", 0), Stride(1, "comes back twice", "owner", 0),
    Stride(DAY, "offer to Logistics", "owner", 0), Stride(DAY, "give back", TOM, 0),
    Stride(1, "offer to Logistics", "owner", 0), Stride(1, "accept", TOM, 0),
    Stride(1, "undo", "the same", 0), Stride(1, "give back", TOM, 0),
    Stride(1, "comes back twice", "owner", 0), Stride(1, "make private", "owner", 0),
    Stride(1, "comes back three times", "owner", 0), Stride(1, "give to Lee", OMAR, 0),
    Stride(1, "offer to Maria", LEE, 0), Stride(1, "give to Tom", OMAR, 0),
    Stride(1, "take", "owner", 2), Stride(1, "give to Sara", OMAR, 2),
    Stride(1, "offer to Maria", "owner", 2), Stride(1, "Sara leaves", OMAR, 2),
    Stride(1, "answer", "asked", 2),
]  # fmt: skip
"""What comes back a third and a sixth time, and what was offered to who follows a leaver."""
TOLD_FIRST = [
    Stride(1, "concerns two", "reporter", 0), Stride(1, "concerns, Diego tells", "owner", 0),
    Stride(1, "Lee leads Initech", OMAR, 0), Stride(DAY, "told one first", LEE, 0),
    Stride(1, "undo", "the same", 0), Stride(1, "told one first", LEE, 0),
    Stride(1, "join I-2", "owner", 0), Stride(1, "concerns key accounts", OMAR, 1),
    Stride(1, "undo", "the same", 1), Stride(1, "reopen", "reporter", 0),
    Stride(1, "no", "owner", 0), Stride(1, "need not hear it", "reporter", 0),
    Stride(1, "for Globex", OMAR, 0), Stride(1, "make private", "owner", 0),
    Stride(1, "Grace leaves", OMAR, 0), Stride(DAY, "told all first", OMAR, 0),
    Stride(1, "undo", "the same", 0), Stride(1, "concerns two", OMAR, 2),
    Stride(1, "take", "owner", 2), Stride(1, "done", "owner", 2), Stride(1, "reopen", OMAR, 2),
    Stride(1, "told all first", "reporter", 2), Stride(1, "withdraw", OMAR, 2),
]  # fmt: skip
"""A list that is told by halves, changes hands, goes along with another, and comes back."""


def take(database: Database, walk: list[Stride]) -> None:
    with database.write() as session:
        under_way = walked.begin(session)
        for step in walk:
            walked.stride(under_way, step)
        walked.end(under_way)
        session.rollback()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(max_examples=WALKS or 15, **UNTIMED)
@example(BACK_AND_FORTH)
@example(TOLD_FIRST)
@given(walks)
def test_wherever_issues_are_led_the_loop_holds(database: Database, walk: list[Stride]) -> None:
    take(database, walk)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@settings(max_examples=WALKS or 4, **UNTIMED)
@given(walks)
def test_nor_does_it_break_on_postgresql(database: Database, walk: list[Stride]) -> None:
    take(database, walk)
