"""Who stands in is always found, and what people type of an absence is read as they mean it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlmodel import Session

from handlers.calendar import hours
from handlers.front.away import reading, rules, sources
from handlers.people import deputies
from handlers.people.deputies import StandIn
from handlers.people.directory import Profile
from handlers.speech import typed
from handlers.speech.errors import UserError
from storage import people
from storage.database import Database
from tests.cast import LEE, MARIA, SARA, TEAM

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NAMES = ("a", "b", "c", "d", "e", "f")

companies = st.tuples(
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.lists(st.sampled_from(NAMES)),
    st.sets(st.sampled_from(NAMES)),
)
"""Who named whom, who is asked where nobody was named, and who is there."""


@given(companies)
@example(({"a": "b", "b": "a"}, [], {"b"}))
@example(({"a": "b", "b": "c", "c": "b"}, ["d"], {"d"}))
@example(({"a": "a"}, ["a", "b"], {"a", "b"}))
def test_somebody_who_is_there_is_always_found(
    company: tuple[dict[str, str], list[str], set[str]],
) -> None:
    named, others, there = company
    chosen = deputies.choose("a", named.get, others, there.__contains__)
    row, at = [], named.get("a")
    while at and at not in (*row, "a"):
        row.append(at)
        at = named.get(at)
    could = [each for each in (*row, *others) if each in there and each != "a"]
    assert chosen.person == (could[0] if could else "")
    assert chosen.person not in chosen.passed_over
    assert not set(chosen.passed_over) & there


def test_a_row_of_deputies_without_end_ends() -> None:
    chosen = deputies.choose("0", lambda at: str(int(at) + 1), ["x"], lambda at: at == "x")
    assert chosen.person == "x"
    assert len(chosen.passed_over) == deputies.FARTHEST


def test_a_ring_through_the_real_rows_goes_to_the_lead(database: Database) -> None:
    with database.write() as session:
        sara, lee = (people.find(session, TEAM, each) for each in (SARA, LEE))
        assert sara
        assert lee
        sara.deputy_id, lee.deputy_id = LEE, SARA
        lee.away_until = datetime(2026, 12, 24, tzinfo=UTC)
        session.add_all([sara, lee])
        session.flush()
        assert deputies.stand_in_of(session, MONDAY, sara) == StandIn(MARIA, (LEE,))


# --- what people type ---

MIDNIGHT, DEC_3 = "2026-11-23 10:00", "2026-12-03 00:00"
TYPED = {
    "until 3 dec": (MIDNIGHT, DEC_3, "", ""),
    "till dec 3": (MIDNIGHT, DEC_3, "", ""),
    "I'm away until 3 December.": (MIDNIGHT, DEC_3, "", ""),
    "out of office until 3 dec": (MIDNIGHT, DEC_3, "", ""),
    "on vacation until 3 dec": (MIDNIGHT, DEC_3, "", "vacation"),
    "sick until tomorrow": (MIDNIGHT, "2026-11-24 00:00", "", "sick"),
    "today": (MIDNIGHT, "2026-11-24 00:00", "", ""),
    "tomorrow": ("2026-11-24 00:00", "2026-11-25 00:00", "", ""),
    "on friday": ("2026-11-27 00:00", "2026-11-30 00:00", "", ""),
    "next week": ("2026-11-30 00:00", "2026-12-07 00:00", "", ""),
    "this week": (MIDNIGHT, "2026-11-30 00:00", "", ""),
    "until monday because of the move": (MIDNIGHT, "2026-11-30 00:00", "", "the move"),
    "until monday cos of the move": (MIDNIGHT, "2026-11-30 00:00", "", "the move"),
    "until monday because I think of you": (MIDNIGHT, "2026-11-30 00:00", "", "I think of you"),
    "until monday 14:00": (MIDNIGHT, "2026-11-30 14:00", "", ""),
    "from thu until 3 dec": ("2026-11-26 00:00", DEC_3, "", ""),
    "thu to 3 dec": ("2026-11-26 00:00", DEC_3, "", ""),
    "from thursday through wednesday 2 dec": ("2026-11-26 00:00", DEC_3, "", ""),
    "from thu until 2 dec inclusive": ("2026-11-26 00:00", DEC_3, "", ""),
    "from thu – 3 dec": ("2026-11-26 00:00", DEC_3, "", ""),
    "for 3 days": (MIDNIGHT, "2026-11-26 00:00", "", ""),
    "for two weeks": (MIDNIGHT, "2026-12-07 00:00", "", ""),
    "from thu for a week": ("2026-11-26 00:00", DEC_3, "", ""),
    "from now until 3 dec": (MIDNIGHT, DEC_3, "", ""),
    "since yesterday until 3 dec": (MIDNIGHT, DEC_3, "", ""),
    "back on 3 dec": (MIDNIGHT, DEC_3, "", ""),
    "until end of the week": (MIDNIGHT, "2026-11-30 00:00", "", ""),
    "until next week": (MIDNIGHT, "2026-11-30 00:00", "", ""),
    "until 3 dec, lee stands in": (MIDNIGHT, DEC_3, LEE, ""),
    "until 3 dec, Lee Park stands in because I can": (MIDNIGHT, DEC_3, LEE, "I can"),
    "until 3 dec and @lee covers for me": (MIDNIGHT, DEC_3, LEE, ""),
    "until 3 dec with <@U0LEE> standing in": (MIDNIGHT, DEC_3, LEE, ""),
    "until 3 dec, ask lee": (MIDNIGHT, DEC_3, LEE, ""),
    "until 3 dec, deputy Maria Costa": (MIDNIGHT, DEC_3, MARIA, ""),
    "from thu until 3 dec, lee stands in": ("2026-11-26 00:00", DEC_3, LEE, ""),
    "from thu until 3 dec lee will stand in": ("2026-11-26 00:00", DEC_3, LEE, ""),
    "lee stands in until 3 dec": (MIDNIGHT, DEC_3, LEE, ""),
    "<@U0LEE> deputy until 3 dec": (MIDNIGHT, DEC_3, LEE, ""),
    "<@U0LEE> is my deputy until 3 dec": (MIDNIGHT, DEC_3, LEE, ""),
    "until 3 dec, lee is my deputy": (MIDNIGHT, DEC_3, LEE, ""),
}
UNREAD = {
    "until blursday": "blursday",
    "until 3 dec, nobodyhere stands in": "nobodyhere",
    "until yesterday": "in the past",
    "until 3 dec, tell <@U0LEE>": "tell",
    "until 3 dec, cc <@U0LEE>": "cc",
    "until 3 dec, sara stands in": "Nobody stands in for themselves.",
    "until 3 dec 2031": "two years",
    "from 3 dec": "Until when?",
}


def _read(session: Session, words: str) -> tuple[reading.AwayRead, rules.TypedAbsence]:
    sara = people.find(session, TEAM, SARA)
    assert sara
    said = rules.read(typed.words(words), lambda name: bool(people.named(session, TEAM, name)))
    return reading.read(session, MONDAY, sara, said), said


def _said(session: Session, words: str) -> tuple[str, str, str, str]:
    found, said = _read(session, words)
    whole = found.said(said.reason)
    start, end = (
        f"{at.astimezone(hours.time_zone('Europe/Berlin')):%Y-%m-%d %H:%M}"
        for at in (whole.starts_at, whole.ends_at)
    )
    return start, end, whole.deputy.user_id if whole.deputy else "", whole.reason


def test_an_absence_is_read_as_it_is_meant(database: Database) -> None:
    with database.read() as session:
        assert {words: _said(session, words) for words in TYPED} == TYPED


def test_what_cannot_be_read_is_said(database: Database) -> None:
    with database.read() as session:
        for words, sentence in UNREAD.items():
            with pytest.raises(UserError, match=sentence):
                _said(session, words)


def test_a_status_that_ends_after_a_year_is_meant_for_good_and_is_no_news(
    database: Database,
) -> None:
    ends = {"a year": 366, "longer": 367}
    with database.read() as session:
        news = {
            name: sources.news(session, MONDAY, TEAM, [_on_vacation(MONDAY + timedelta(days))])
            for name, days in ends.items()
        }
    assert {name: len(found) for name, found in news.items()} == {"a year": 1, "longer": 0}


def _on_vacation(until: datetime) -> Profile:
    return Profile(
        SARA, "sara", "Sara Novak", "Europe/Berlin", status_emoji=":palm_tree:",
        status_expiration=int(until.timestamp()),
    )  # fmt: skip
