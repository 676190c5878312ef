"""The rules of a workspace: what may be changed to what, by whom, and what was in force when."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from handlers.chasing import policy as policies
from handlers.chasing.policy import Change, Policy, rules
from handlers.speech.dates import NumericDates
from handlers.speech.errors import UserError
from handlers.speech.people_errors import NotYours
from handlers.speech.setup_errors import UnclearRule, UnknownRule, WrongRule
from storage import people
from storage.database import Database
from storage.history import Event
from storage.people import Person
from storage.policies import PolicyVersion
from tests.cast import MONDAY, OMAR, SARA, TEAM

ONE_CELL = {"acknowledge": {1: {"key": "2 h"}}}
DAY = timedelta(days=1)


def person(session: Session, user_id: str) -> Person:
    found = people.find(session, TEAM, user_id)
    assert found
    return found


def change(database: Database, wanted: dict[str, Any], user: str = OMAR) -> list[Change]:
    with database.write() as session:
        return policies.change(session, MONDAY, person(session, user), wanted)


def in_force(database: Database) -> Policy:
    with database.read() as session:
        return policies.of(session, TEAM)


def kept(database: Database) -> list[PolicyVersion]:
    with database.read() as session:
        return list(session.exec(select(PolicyVersion)))


# --- what is changed ---


def test_one_cell_of_a_table_changes_that_cell(database: Database) -> None:
    assert change(database, ONE_CELL) == [Change("acknowledge.1.key", "1 h", "2 h")]
    policy, usual = in_force(database), Policy()
    assert policy.acknowledge[1] == usual.acknowledge[1] | {"key": "2 h"}
    assert policy.model_copy(update={"acknowledge": usual.acknowledge}) == usual
    assert [each.changes for each in kept(database)] == [{"acknowledge": {"1": {"key": "2 h"}}}]


def test_changes_are_laid_over_those_before(database: Database) -> None:
    change(database, ONE_CELL)
    change(database, {"acknowledge": {"1": {"standard": "8 bh"}}, "snoozes": 3})
    policy = in_force(database)
    assert (policy.acknowledge[1]["key"], policy.acknowledge[1]["standard"]) == ("2 h", "8 bh")
    assert policy.snoozes == 3
    assert [each.version for each in kept(database)] == [1, 2]


@pytest.mark.parametrize("back", [None, "1 h", " 1H "])
def test_what_is_as_usual_again_is_not_kept(database: Database, back: str | None) -> None:
    change(database, ONE_CELL)
    if back == " 1H ":
        with pytest.raises(WrongRule):
            change(database, {"acknowledge": {1: {"key": "1H1"}}})
        back = "1 H"
    assert change(database, {"acknowledge": {1: {"key": back}}}) == [
        Change("acknowledge.1.key", "2 h", "1 h")
    ]
    assert kept(database)[-1].changes == {}
    assert in_force(database) == Policy()


def test_what_is_in_force_already_makes_no_version(database: Database) -> None:
    assert change(database, {"snoozes": 2}) == []
    assert kept(database) == []


def test_who_changed_what_is_kept(database: Database) -> None:
    change(database, ONE_CELL)
    with database.read() as session:
        event = session.exec(select(Event).where(Event.noun == "policy")).one()
        told = policies.story(session, MONDAY, TEAM)
    assert (event.actor, event.verb, event.number) == (OMAR, "changed", 1)
    assert event.details["before"] == {"acknowledge.1.key": "1 h"}
    assert event.details["after"] == {"acknowledge.1.key": "2 h"}
    assert told == [
        "Version 1, Mon 23 Nov, 09:00 UTC, by Omar Haddad", "  acknowledge.1.key: 1 h → 2 h",
    ]  # fmt: skip


def test_only_the_cco_changes_rules(database: Database) -> None:
    with pytest.raises(NotYours):
        change(database, ONE_CELL, SARA)
    assert kept(database) == []


def test_rules_are_read_as_of_a_date(database: Database) -> None:
    with database.write() as session:
        policies.change_on_server(session, MONDAY, TEAM, {"snoozes": 3})
        policies.change_on_server(session, MONDAY + 2 * DAY, TEAM, {"snoozes": 4})
        # Read again in the same session: what was just changed is in force.
        assert policies.of(session, TEAM).snoozes == 4
    with database.read() as session:
        then = [
            policies.as_of(session, TEAM, MONDAY + days * DAY).snoozes for days in (-1, 0, 1, 2)
        ]
    assert then == [2, 3, 3, 4]


def test_a_preview_changes_nothing(database: Database) -> None:
    with database.write() as session:
        assert policies.preview(session, TEAM, {"snoozes": 3}).changes == [Change("snoozes", 2, 3)]
    assert kept(database) == []


# --- what is refused ---


@pytest.mark.parametrize(
    ("wanted", "rule"),
    [
        ({"acknowlege": {1: {"key": "2 h"}}}, "acknowlege"),
        ({"acknowledge": {5: {"key": "2 h"}}}, "acknowledge.5"),
        ({"acknowledge": {1: {"platinum": "2 h"}}}, "acknowledge.1.platinum"),
        ({"snoozes": 3, "no_such": None}, "no_such"),
        ({"snooze_days": {"0": 1}}, "snooze_days.0"),
    ],
)
def test_an_unknown_rule_is_refused(database: Database, wanted: dict[str, Any], rule: str) -> None:
    with pytest.raises(UnknownRule, match=f"There is no rule “{rule}”"):
        change(database, wanted)
    assert kept(database) == []


@pytest.mark.parametrize("words", ["month first", "Month_First", " month-first "])
def test_the_order_of_numeric_dates_is_a_rule(database: Database, words: str) -> None:
    changed = change(database, {"numeric_dates": words})
    assert changed == [Change("numeric_dates", "ask", "month first")]
    assert in_force(database).numeric_dates == NumericDates.MONTH_FIRST
    assert kept(database)[-1].changes == {"numeric_dates": "month first"}
    with pytest.raises(WrongRule, match="write “ask”, “day first” or “month first”"):
        change(database, {"numeric_dates": "year first"})


@pytest.mark.parametrize(
    "span",
    [
        "soon", "", "2", "h", "2 weeks", "-1 h", "0 h", "0.5 bd", "1e3 h", "nan h", "inf bd", "٢ h",
        "2 h 3", "99999 h", "521 bd", "2 h\n4 h", 2, 2.5, True, [], "x" * 10_000, "<!channel>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("rule", ["accept", "acknowledge.1.key"])
def test_a_span_that_cannot_be_read_is_refused(rule: str, span: object) -> None:
    table = {"accept": span} if rule == "accept" else {"acknowledge": {"1": {"key": span}}}
    with pytest.raises(WrongRule, match=rf"The rule {rule} can't be .*Nothing was changed") as said:
        rules.laid({}, table)
    assert len(str(said.value)) < 250


@pytest.mark.parametrize(
    "wanted",
    [
        {"snoozes": "many"}, {"snoozes": -1}, {"snoozes": 2.5}, {"snoozes": True},
        {"snoozes": 10**30}, {"bundle_items": 0}, {"bundle_at": "25:00"}, {"bundle_at": "9"},
        {"bundle_at": 9}, {"acknowledge": "1 h"}, {"acknowledge": {"1": "1 h"}}, {"accept": {}},
        {"fractions": {"2": 0.5}}, {"fractions": {"5": float("nan")}}, {"fractions": {"1": "half"}},
        {"days_from_due": {"1": 9}}, {"snoozes": {"1": 2}}, {"fractions": []},
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused(wanted: dict[str, Any]) -> None:
    with pytest.raises(WrongRule):
        rules.laid({}, wanted)


def test_of_several_changes_all_are_made_or_none(database: Database) -> None:
    with pytest.raises(WrongRule):
        change(database, {"snoozes": 5, "accept": "never"})
    assert in_force(database) == Policy()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.dictionaries(
            st.sampled_from([*rules.DEFAULTS, "1", "key", "x"]) | st.integers(0, 6), inner
        ),
    ).filter(lambda each: isinstance(each, dict))
)
def test_whatever_is_wanted_is_refused_in_words_or_can_be_read(wanted: dict[Any, Any]) -> None:
    try:
        changes = rules.laid({}, wanted)
    except UserError:
        return
    policy, unread = rules.read(changes)
    assert unread == []
    assert rules.laid({}, policy.model_dump(mode="json")) == changes


# --- what is typed on the command line ---


@pytest.mark.parametrize(
    ("typed", "changes"),
    [
        (["snoozes=3"], {"snoozes": 3}),
        (["acknowledge.1.key=2 h"], {"acknowledge": {"1": {"key": "2 h"}}}),
        (["acknowledge.1.key = 2 h"], {"acknowledge": {"1": {"key": "2 h"}}}),
        (["snoozes=", "bundle_at=8:45"], {"snoozes": None, "bundle_at": "8:45"}),
        (["a.b=1", "a.c=2"], {"a": {"b": 1, "c": 2}}),
        (["snoozes=" + "[" * 2_900], {"snoozes": "[" * 2_900}),
    ],
)
def test_typed_changes(typed: list[str], changes: dict[str, Any]) -> None:
    assert rules.read_changes(typed) == changes


@pytest.mark.parametrize(
    "typed", [["snoozes"], ["=3"], ["a..b=3"], ["a=1", "a=2"], ["a=1", "a.b=2"], ["a.b=2", "a=1"]]
)
def test_typed_changes_that_say_no_rule_or_one_twice(typed: list[str]) -> None:
    with pytest.raises(UnclearRule):
        rules.read_changes(typed)


def test_a_time_of_day_is_written_as_people_write_it() -> None:
    policy, _ = rules.read(rules.laid({}, {"bundle_at": "8:45"}))
    assert policy.bundle_at == time(8, 45)


# --- what another version kept ---


def test_rules_of_another_version_stop_nobody(database: Database) -> None:
    with database.write() as session:
        changes = {"snoozes": 3, "colour": "red", "accept": "a while", "resolve": {"9": {}}}
        session.add(PolicyVersion(team_id=TEAM, version=1, changes=changes, changed_at=MONDAY))
    assert in_force(database) == Policy(snoozes=3)
    assert rules.read(changes)[1] == ["colour", "accept", "resolve"]
