"""Two initiatives look alike: their owners are asked, and the executives decide."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from handlers.customers.initiatives.twins import rules
from storage import decisions, twins
from storage.asks import Ask
from storage.columns import new_id
from storage.reaches import Reach
from storage.twins import PlannedInitiative, Twin
from tests.cast import DIEGO, GRACE, HANA, MARIA, NORA, OMAR, RAVI, SARA, TEAM, VICTOR
from tests.stage import Stage
from tests.stories.test_initiatives import (
    counts_in_euros,
    ids,
    initiative,
    named,
    planned,
    stands,
    write,
)

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
JAN, MAR = date(2027, 1, 1), date(2027, 3, 31)


def two(stage: Stage, **fields: object) -> None:
    """Support and Product plan a welcome call for the same customers."""
    counts_in_euros(stage)
    write(stage, DIEGO)
    stage.closes(DIEGO)
    values: dict[str, object] = {
        "what": "Onboarding desk: the welcome calls, a training", "department": "Product",
        "money": "45 k", "customers": ids(stage, "Globex", "Initech"), **fields,
    }  # fmt: skip
    write(stage, RAVI, **values)
    stage.closes(RAVI)


def twin(stage: Stage, number: int = 1) -> Twin:
    with stage.duly.database.read() as session:
        found = twins.find(session, TEAM, number)
        assert found is not None
        session.expunge(found)
        return found


def asked(stage: Stage) -> list[tuple[str, str | None]]:
    """Who is or was asked about twins, and how that ended."""
    with stage.duly.database.read() as session:
        found = session.exec(select(Ask).where(Ask.noun == "twin"))
        return sorted(((each.person_id, each.outcome) for each in found), key=str)


def says_same(stage: Stage, user: str, **fields: object) -> str:
    stage.clicks(user, "Same thing…")
    values: dict[str, object] = {
        "pooled": "One welcome for new customers", "owner": DIEGO, "decider": NORA,
        "day": "2026-12-18", **fields,
    }  # fmt: skip
    return stage.fills_in(user, **values)


def test_both_call_it_the_same_and_the_executives_join_them(stage: Stage) -> None:
    two(stage)
    assert (twin(stage).one, twin(stage).other, twin(stage).state) == (1, 2, "asked")
    assert asked(stage) == [(DIEGO, None), (RAVI, None)]
    stage.types(RAVI, "/cx N-2")
    stage.clicks_in_form(RAVI, "Give a task…")
    said = stage.fills_in(RAVI, what="Print guides", owner=SARA, day="2026-12-18")
    assert "T-1 is with @sara, and hangs on N-2." in said
    stage.closes(RAVI)
    stage.passes(days=1)
    read = stage.reads_all(DIEGO)
    assert "look alike: one customer is in both, the same months, “welcome call” in both" in read
    assert "45" not in read, "who may not know what the other costs does not read it"

    said = says_same(stage, DIEGO)
    assert "Noted: the same thing. @ravi is asked, too" in said
    assert (twin(stage).state, twin(stage).same_by) == ("asked", DIEGO)
    with stage.duly.database.read() as session:
        assert decisions.find(session, TEAM, 1) is None, "nothing before both have answered"
    assert not any("N-1" in each for each in stage.channel("#executives"))

    stage.passes(days=1)
    stage.types(RAVI, "/cx W-1")
    assert "@diego says: the same thing. One of them would be" in stage.sees_form(RAVI)
    stage.clicks_in_form(RAVI, "Same thing…")
    assert "The executives read it as D-1" in stage.fills_in(RAVI)
    assert (twin(stage).state, twin(stage).decision) == ("proposed", 1)
    with stage.duly.database.read() as session:
        decision = decisions.find(session, TEAM, 1)
        assert decision is not None
        assert decision.title == "One welcome for new customers instead of N-1 and N-2"
        assert decision.decider_id == NORA
    by = "Nora Lindqvist decides by Fri 18 Dec"
    assert by in "\n".join(stage.channel("#executives")), "by her own clock, not that of @ravi"
    assert initiative(stage, 2).state == "open", "nothing is stopped until they decide"

    stage.clicks(VICTOR, "No change", "D-1")
    stage.fills_in(VICTOR, why="The same people call")
    assert "Decided" in stage.types(NORA, "/cx decided D-1 as proposed, because one call is enough")
    stage.passes(days=1)
    assert (twin(stage).state, initiative(stage, 2).state) == ("joined", "joined")
    assert initiative(stage, 2).joined_to == 1
    assert named(stage) == ["Acme", "Globex", "Initech"]
    stands(stage)
    stage.passes(days=1)
    for user in (DIEGO, RAVI, GRACE, HANA):
        told = stage.reads_all(user)
        assert "D-1 is decided as proposed" in told, user
        assert "From N-2 come Initech. In both: one customer." in told
    stage.types(SARA, "/cx N-2")
    read = stage.sees_form(SARA)
    assert "N-2 · joined to N-1" in read
    assert "hangs on it" not in read
    stage.closes(SARA)
    stage.types(SARA, "/cx N-1")
    assert "One promise hangs on it: T-1." in stage.sees_form(SARA), "it has come along"


def test_different_with_a_reason_ends_it_for_that_pair(stage: Stage) -> None:
    two(stage)
    stage.passes(days=1)
    stage.clicks(RAVI, "Different, because…")
    assert "before I can" in stage.fills_in(RAVI, reason="…") or stage.sees_form(RAVI)
    said = stage.fills_in(RAVI, reason="Ours trains them, theirs greets <!channel>")
    assert "N-1 and N-2 are different. Nobody is asked again." in said
    assert (twin(stage).state, twin(stage).why_by) == ("different", RAVI)
    assert all(outcome for _, outcome in asked(stage))
    stage.types(RAVI, "/cx N-2")
    stage.clicks_in_form(RAVI, "Change…")
    stage.fills_in(RAVI, ends="2027-04-30")
    stage.closes(RAVI)
    with stage.duly.database.read() as session:
        assert len(session.exec(select(Twin)).all()) == 1
    stage.types(OMAR, "/cx initiatives")
    assert "None overlaps another." in stage.sees_form(OMAR)
    stage.closes(OMAR)
    stage.types(DIEGO, "/cx W-1")
    assert "Same thing…" not in stage.sees_form(DIEGO)


def test_the_register_and_the_cco_read_what_is_spent_twice(stage: Stage) -> None:
    two(stage)
    stage.types(NORA, "/cx initiatives")
    read = stage.sees_form(NORA)
    assert "One pair looks alike; at most €45 k is spent twice." in read
    assert "N-1 Support, N-2 Product · both Fri 1 Jan to Wed 31 Mar" in read
    stage.types(SARA, "/cx initiatives")
    assert "One pair looks alike." in stage.sees_form(SARA)
    assert "spent twice" not in stage.sees_form(SARA)
    assert "Same thing…" not in stage.sees_form(SARA)
    home = stage.opens_home(OMAR)
    assert "One pair of initiatives looks alike; at most €45 k is spent twice." in home
    assert "looks alike" not in stage.opens_home(NORA)


def test_they_talk_first_once_and_silence_climbs_to_leads_and_the_cco(stage: Stage) -> None:
    two(stage)
    stage.passes(days=1)
    stage.clicks(DIEGO, "We talk first")
    assert "I ask you again by" in stage.sees_form(DIEGO) or stage.workspace.notes(DIEGO)
    assert (DIEGO, "redated") in asked(stage)
    assert (DIEGO, None) in asked(stage)
    assert twin(stage).talks == [DIEGO]
    stage.passes(days=40)
    assert "W-1" in stage.reads_all(GRACE)
    assert "W-1" in stage.reads_all(HANA)
    assert "W-1" in stage.reads_all(OMAR)
    stage.types(OMAR, "/cx W-1")
    stage.clicks_in_form(OMAR, "Same thing…")
    said = stage.fills_in(OMAR, pooled="One welcome", owner=DIEGO, decider=NORA, day="2027-02-01")
    assert "The executives read it as D-1" in said
    assert all(outcome for _, outcome in asked(stage))


def test_decided_otherwise_or_taken_back_both_go_on(stage: Stage) -> None:
    two(stage)
    stage.types(OMAR, "/cx W-1")
    stage.clicks_in_form(OMAR, "Same thing…")
    stage.fills_in(OMAR, pooled="One welcome", owner=DIEGO, decider=NORA, day="2026-12-18")
    stage.clicks(VICTOR, "No change", "D-1")
    stage.fills_in(VICTOR, why="The same people call")
    stage.types(NORA, "/cx decided D-1 keep both, because they differ")
    stage.passes(days=1)
    assert (twin(stage).state, initiative(stage, 2).state) == ("kept", "open")
    stage.passes(days=1)
    assert "N-1 and N-2 both go on." in stage.reads_all(RAVI)


def test_three_that_are_alike_are_joined_in_no_circle(stage: Stage) -> None:
    two(stage)
    write(stage, DIEGO, customers=ids(stage, "Globex", "Initech"))
    stage.closes(DIEGO)
    numbers = [twin(stage, number).numbers for number in (1, 2, 3)]
    assert sorted(numbers) == [(1, 2), (1, 3), (2, 3)]
    for number in (1, 2, 3):
        stage.types(OMAR, f"/cx W-{number}")
        stage.clicks_in_form(OMAR, "Same thing…")
        stage.fills_in(OMAR, pooled="One welcome", owner=DIEGO, decider=NORA, day="2026-12-18")
        stage.closes(OMAR)
        stage.clicks(VICTOR, "No change", f"D-{number}")
        stage.fills_in(VICTOR, why="The same people call")
    for number in (1, 2, 3):
        stage.types(NORA, f"/cx decided D-{number} as proposed, because one call is enough")
    stage.passes(days=1)
    left = [initiative(stage, number) for number in (1, 2, 3)]
    assert [each.state for each in left].count("open") == 1, "two are joined, in no circle"
    states = sorted(twin(stage, number).state for number in (1, 2, 3))
    assert "kept" not in states, "nobody decided to keep them apart"
    stage.passes(days=1)
    read = stage.reads_all(DIEGO)
    assert "was joined to another or ended before" in read
    assert "both go on" not in read


def test_what_is_cut_is_not_proposed_as_one_any_more(stage: Stage) -> None:
    two(stage)
    stage.types(OMAR, "/cx W-1")
    stage.clicks_in_form(OMAR, "Same thing…")
    stage.fills_in(OMAR, pooled="One welcome", owner=DIEGO, decider=NORA, day="2026-12-18")
    stage.closes(OMAR)
    assert twin(stage).state == "proposed"
    stage.types(RAVI, "/cx N-2")
    stage.clicks_in_form(RAVI, "Cut…")
    stage.clicks_in_form(RAVI, "Cut it, because…")
    stage.fills_in(RAVI, reason="No money", acceptor=VICTOR)
    assert (twin(stage).state, initiative(stage).state) == ("over", "open")
    with stage.duly.database.read() as session:
        found = decisions.find(session, TEAM, 1)
        assert found is not None
        assert found.state == "withdrawn"
    stage.passes(days=1)
    told = "N-2 Onboarding desk was cut meanwhile."
    assert f"{told} D-1 is not asked any more." in stage.reads_all(DIEGO)
    assert told in stage.reads_all(NORA)
    assert f"{told} D-1 is" not in stage.reads_all(RAVI), "who did it knows it"


def test_what_is_taken_back_has_no_twin_any_more(stage: Stage) -> None:
    two(stage)
    stage.types(RAVI, "/cx undo")
    assert initiative(stage, 2).state == "taken back"
    assert twin(stage).state == "over"
    assert {outcome for _, outcome in asked(stage)} == {"withdrawn"}


@on_sqlite
def test_bad_input_gets_a_sentence_and_loses_nothing(stage: Stage) -> None:
    two(stage)
    stage.types(OMAR, "/cx W-1")
    stage.clicks_in_form(OMAR, "Same thing…")
    assert "one of them would look like" in stage.fills_in(
        OMAR, pooled="…", owner=DIEGO, decider=NORA, day="2026-12-18"
    )
    assert "day after today" in stage.fills_in(OMAR, pooled="One", day="2026-11-01")
    assert "Sara" in stage.fills_in(OMAR, day="2026-12-18", decider=SARA)
    assert "owns no single task" in stage.fills_in(OMAR, decider=NORA, owner=OMAR)
    assert twin(stage).state == "asked"
    stage.closes(OMAR)
    stage.types(MARIA, "/cx W-1")
    assert "Same thing…" not in stage.sees_form(MARIA)
    assert "W-9" in stage.types(MARIA, "/cx W-9")


def test_a_pair_that_is_alike_no_more_is_asked_about_no_more(stage: Stage) -> None:
    two(stage)
    stage.types(RAVI, "/cx N-2")
    stage.clicks_in_form(RAVI, "Change…")
    stage.fills_in(RAVI, what="A new invoice", begins="2028-01-01", ends="2028-03-31")
    assert twin(stage).state == "over"
    assert {outcome for _, outcome in asked(stage)} == {"withdrawn"}


# --- the rule ---


def test_two_of_three_make_two_look_alike() -> None:
    one = PlannedInitiative(1, "First ninety days: a welcome call, a guide, a survey", JAN, MAR, [])
    a, b, c, d = (new_id() for _ in range(4))
    mine, theirs = Reach(named={a: "key", b: "key", c: "key"}), Reach(named={c: "key", d: "key"})
    table = (
        ("The welcome calls, a training", JAN, MAR, theirs, 3),
        ("The welcome calls, a training", JAN, MAR, Reach(), 2),
        ("The welcome calls, a training", date(2028, 1, 1), date(2028, 2, 1), theirs, 2),
        ("A new invoice", JAN, MAR, theirs, 2),
        ("A new invoice", JAN, date(2027, 1, 27), theirs, 1),
        ("A new invoice", JAN, MAR, Reach(named={d: "key"}), 1),
    )
    for title, begins, ends, reach, signs in table:
        found = rules.compare(one, PlannedInitiative(2, title, begins, ends, []), mine, reach, {})
        assert found.signs == signs, title
        assert found.looks_alike == (signs >= 2)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("welcome call, guide, survey", "the welcome calls, training", "welcome call"),
        ("Portal", "portals", "portal"),
        ("Portal for invoices", "A new portal", ""),
        ("training for leads", "a call", ""),
        ("", "", ""),
        ("<!channel>", "…", ""),
    ],
)
def test_words_are_near_where_enough_of_them_are_in_both(one: str, other: str, both: str) -> None:
    assert rules.in_both(one, other) == both


def test_tiers_and_names_are_counted_once() -> None:
    a, b = new_id(), new_id()
    in_tier = {"key": 10, "standard": 100}
    keys, some = Reach(frozenset({"key"})), Reach(named={a: "key", b: "standard"})
    assert keys.count(in_tier) == 10
    assert keys.shared(some, in_tier) == 1
    assert keys.shared(keys, in_tier) == 10
    both = Reach(frozenset({"key"}), {a: "key", b: "standard"})
    assert both.count(in_tier) == 11
    assert both.shared(keys, in_tier) == 10
    assert both.shared(some, in_tier) == 2


def test_each_budget_is_counted_twice_once() -> None:
    a, b, c = planned(1, 60), planned(2, 45), planned(3, 30)
    assert rules.twice([(a, b), (a, c), (b, c)]) == {"EUR": 75}
    assert rules.twice([(a, planned(4, None)), (a, planned(5, 10, "USD"))]) == {}
    assert rules.twice([]) == {}
