"""What customers are to notice is written, taken, counted, and looked at again."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import col, select

from storage.asks import Ask
from storage.customer_outcomes import CustomerOutcome
from storage.history import Event
from tests.cast import BEN, DIEGO, LEE, MARIA, NORA, OMAR, SARA
from tests.stage import Stage

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TITLE = "An invoice is right the first time"
FORM = {
    "notice": TITLE, "counted_as": "Corrected invoices of 1,000", "baseline": "31",
    "baseline_on": "2026-10-01", "target": "12", "owner": MARIA, "quarter": "2026-Q4",
}  # fmt: skip


def outcomes(stage: Stage) -> list[CustomerOutcome]:
    with stage.duly.database.read() as session:
        return list(session.exec(select(CustomerOutcome).order_by(col(CustomerOutcome.number))))


def outcome(stage: Stage, number: int = 1) -> CustomerOutcome:
    return outcomes(stage)[number - 1]


def asked(stage: Stage) -> list[tuple[str, str, str | None]]:
    """Kind, person and how it ended of all that was asked about outcomes, in that order."""
    with stage.duly.database.read() as session:
        found = session.exec(select(Ask).where(Ask.noun == "outcome"))
        return sorted(((each.kind, each.person_id, each.outcome) for each in found), key=str)


def stands(stage: Stage) -> None:
    """History tells how each outcome stands."""
    with stage.duly.database.read() as session:
        query = select(Event).where(Event.noun == "outcome").order_by(col(Event.event_id))
        told: dict[int, dict[str, Any]] = {}
        for event in session.exec(query):
            row = told.setdefault(event.number, {})
            row |= event.details.get("outcome", {}) | event.details.get("after", {})
            row["state"] = event.state or row["state"]
    for each in outcomes(stage):
        for name, value in told[each.number].items():
            real = getattr(each, name)
            plain = real.isoformat() if isinstance(real, date | datetime) else real
            plain = str(plain) if name.endswith("_id") and plain else plain
            assert plain == value, (name, plain, value)


def write(stage: Stage, user: str = OMAR, **fields: object) -> str:
    """Somebody writes an outcome, for which Maria is to answer where nobody else is said."""
    stage.types(user, "/cx roadmap")
    stage.clicks_answer(user, "Write an outcome…")
    return stage.fills_in(user, **{**FORM, **fields})


def taken(stage: Stage, **fields: object) -> None:
    """The same, and its owner has said yes."""
    write(stage, **fields)
    stage.closes(OMAR)
    owner = str(fields.get("owner", MARIA))
    stage.types(owner, f"/cx O-{len(outcomes(stage))}")
    stage.clicks_in_form(owner, "Take it")
    stage.closes(owner)


def count(stage: Stage, user: str = MARIA, ref: str = "O-1", **fields: object) -> str:
    """Somebody gives the number, unasked."""
    stage.types(user, f"/cx {ref}")
    stage.clicks_in_form(user, "Give the number…")
    told = {"number": "27", "course": "on course", "line": "It goes well", **fields}
    return stage.fills_in(user, **told)


def test_an_outcome_is_written_and_whoever_answers_for_it_says_yes(stage: Stage) -> None:
    first = stage.types(OMAR, "/cx roadmap")
    assert "No outcome is written yet. Which one thing should a customer notice by March?" in first
    said = write(stage)
    assert (
        f"Noted as O-1: {TITLE}. @maria is asked to say yes. The page changes when they do." in said
    )
    one = outcome(stage)
    assert (one.state, one.owner_id, one.baseline, one.target, one.first_target) == (
        "proposed", MARIA, 31, 12, 12,
    )  # fmt: skip
    assert (one.quarter_on, one.ends_on) == (date(2026, 10, 1), date(2026, 12, 31))
    assert asked(stage) == [("take", MARIA, None)]
    assert "one outcome waits for somebody" in stage.types(SARA, "/cx roadmap")

    stage.passes(days=1)
    read = stage.reads_all(MARIA)
    assert "From 31 to 12 by Thu 31 Dec, counted as “Corrected invoices of" in read
    stage.clicks(MARIA, "Take it")
    assert "You answer for O-1" in stage.reads_all(MARIA) or outcome(stage).stands
    assert asked(stage) == [("take", MARIA, "answered")]
    assert "@maria answers for O-1" in stage.reads_all(OMAR)
    page = stage.types(SARA, "/cx outcomes")
    assert f"One outcome: *{TITLE}*, from 31 to 12; it stands at 31." in page
    assert "no number yet" in page
    stands(stage)


def test_a_no_ends_it_and_whoever_wrote_it_reads_why(stage: Stage) -> None:
    write(stage)
    stage.types(MARIA, "/cx O-1")
    stage.clicks_in_form(MARIA, "No, because…")
    assert "is on no roadmap" in stage.fills_in(MARIA, reason="Logistics prints them")
    assert (outcome(stage).state, outcome(stage).reason) == ("ended", "Logistics prints them")
    stage.passes(hours=20)
    assert "“Logistics prints them”" in stage.reads_all(OMAR)
    assert all(ended for _, _, ended in asked(stage))
    stands(stage)


def test_the_number_is_asked_for_each_second_thursday(stage: Stage) -> None:
    taken(stage)
    assert outcome(stage).next_on == date(2026, 11, 26)
    stage.passes(days=3.5)
    assert ("reading", MARIA, None) in asked(stage)
    assert "31 on Thu 1 Oct, goal 12." in stage.reads_all(MARIA)
    stage.clicks(MARIA, "No number yet…")
    assert "from tomorrow on" in stage.fills_in(MARIA, day="2026-11-20")
    assert "I ask for the number of O-1 on Mon 30 Nov" in stage.fills_in(MARIA, day="2026-11-30")
    assert outcome(stage).next_on == date(2026, 11, 30)
    stage.passes(days=5)
    assert ("reading", MARIA, None) in asked(stage)
    stage.clicks(MARIA, "Give the number…")
    said = stage.fills_in(MARIA, number="20", course="on course", line="Fewer each week")
    assert "Noted: 20, on course. Thank you." in said
    one = outcome(stage)
    assert (one.latest, one.said, one.line, one.shown_at) == (
        20,
        "on course",
        "Fewer each week",
        None,
    )
    assert [each for each in asked(stage) if each[2] is None] == []
    assert "it stands at 20. Its owner says: on course." in stage.types(SARA, "/cx roadmap")
    stands(stage)


def test_words_against_figures_are_read_by_the_owner_first(stage: Stage) -> None:
    taken(stage)
    said = count(stage)
    assert (
        "Noted: 27. You said on course. The number is 27; a straight line to 12 would stand" in said
    )
    assert "Which is right?" in said
    assert ("course", MARIA, None) in asked(stage)
    assert "Look again" not in stage.types(SARA, "/cx roadmap")
    stage.types(SARA, "/cx O-1")
    assert "straight line" not in stage.sees_form(SARA)
    stage.closes(SARA)
    stage.passes(days=2.5)
    page = stage.types(SARA, "/cx roadmap")
    assert (
        "*Look again at O-1*: the words say on course; 27 is not the 20 of a straight line." in page
    )
    stage.clicks(MARIA, "On course, because…")
    told = stage.fills_in(MARIA, reason="The big change comes in December")
    assert "The page shows your words beside the facts" in told
    page = stage.types(SARA, "/cx roadmap")
    assert "@maria: “The big change comes in December”" in page
    assert outcome(stage).said == "on course"
    assert [each for each in asked(stage) if each[2] is None and each[0] == "course"] == []
    stands(stage)


def test_may_miss_is_thanked_and_is_looked_at_no_more(stage: Stage) -> None:
    taken(stage)
    count(stage)
    stage.closes(MARIA)
    stage.types(MARIA, "/cx O-1")
    stage.clicks_in_form(MARIA, "It may miss…")
    said = stage.fills_in(MARIA, line="Two people are ill", helps="One from Logistics")
    assert "Thank you for saying so early: O-1 may miss" in said
    stage.passes(days=3)
    page = stage.types(SARA, "/cx roadmap")
    assert "Its owner says: may miss." in page
    assert "Look again" not in page
    stage.types(LEE, "/cx O-1")
    assert "What would help: “One from Logistics”" in stage.sees_form(LEE)
    stands(stage)


def test_after_its_quarter_it_is_met_or_not(stage: Stage) -> None:
    taken(stage)
    stage.passes(days=45)
    said = count(stage, number="11", day="2026-12-31", course="on course", line="There")
    assert "O-1 ends at 11, goal 12: met." in said
    assert (outcome(stage).state, outcome(stage).latest) == ("met", 11)
    assert all(ended for _, _, ended in asked(stage))
    assert "No outcome is written yet" in stage.types(SARA, "/cx roadmap")
    stands(stage)


def test_a_number_that_does_not_come_climbs_and_the_page_says_since_when(stage: Stage) -> None:
    taken(stage)
    stage.passes(days=20)
    assert "O-1" in stage.reads_all(OMAR)
    page = stage.types(SARA, "/cx roadmap")
    assert "*No number since Thu 1 Oct*: O-1" in page
    with stage.duly.database.read() as session:
        verbs = [each.verb for each in session.exec(select(Event).where(Event.noun == "outcome"))]
    assert "escalated" in verbs


def test_five_stand_on_one_page_and_a_sixth_asks_which_ends(stage: Stage) -> None:
    for number in range(5):
        taken(stage, notice=f"{number + 1} days less", baseline="58 %", target="90 %")
    said = write(stage, notice="A sixth thing")
    assert "Five are open: O-1 1 days less, O-2" in said
    assert len(outcomes(stage)) == 5
    stage.fills_in(OMAR, department="Billing")
    assert len(outcomes(stage)) == 6
    count(stage, number="60", course="will miss", line="No")
    page = stage.types(SARA, "/cx roadmap")
    assert "Five outcomes for customers, fourth quarter: one will miss, four without" in page
    assert "next check-in Thu 26 Nov" in page
    assert "one more without a yes" in page
    assert "58 %" in page
    assert "60 %" in page
    stage.types(OMAR, "/cx O-2")
    stage.clicks_in_form(OMAR, "It ends…")
    assert "has ended" in stage.fills_in(OMAR, reason="Nobody noticed")
    assert "Noted as O-7" in write(stage, notice="A sixth thing")
    stage.closes(OMAR)
    assert "Five are open: O-1 1 days less, O-3" in stage.types(OMAR, "/cx undo O-2")
    assert outcome(stage, 2).state == "ended", "its place is taken"
    stands(stage)


def test_a_changed_target_keeps_the_first_and_a_new_owner_is_asked(stage: Stage) -> None:
    taken(stage)
    stage.types(MARIA, "/cx O-1")
    stage.clicks_in_form(MARIA, "Change…")
    assert "Changed: O-1 says it now." in stage.fills_in(MARIA, target="15", owner=LEE)
    one = outcome(stage)
    assert (one.target, one.first_target, one.owner_id, one.state) == (15, 12, LEE, "standing")
    assert ("take", LEE, None) in asked(stage)
    stage.types(SARA, "/cx O-1")
    assert "The first goal was 12." in stage.sees_form(SARA)
    stage.closes(SARA)
    stage.types(LEE, "/cx O-1")
    stage.clicks_in_form(LEE, "Take it")
    assert ("take", LEE, "answered") in asked(stage)
    stands(stage)


def test_somebody_else_is_asked_by_name(stage: Stage) -> None:
    write(stage)
    stage.types(MARIA, "/cx O-1")
    stage.clicks_in_form(MARIA, "Answering for it: somebody else…")
    assert "owns" in stage.fills_in(MARIA, person=OMAR) or outcome(stage).owner_id == MARIA
    assert "@diego is asked that about O-1 now." in stage.fills_in(MARIA, person=DIEGO)
    assert outcome(stage).owner_id == DIEGO
    assert asked(stage) == [("take", DIEGO, None), ("take", MARIA, "handed over")]
    assert "Undone." in stage.types(MARIA, "/cx undo O-1")
    assert outcome(stage).owner_id == MARIA
    assert asked(stage) == [("take", DIEGO, "withdrawn"), ("take", MARIA, None)]
    stands(stage)


def test_what_was_said_is_undone(stage: Stage) -> None:
    write(stage, OMAR)
    assert "Undone. O-1 is taken back" in stage.types(OMAR, "/cx undo")
    assert outcome(stage).state == "taken back"
    stage.closes(OMAR)
    write(stage, BEN, owner=BEN)
    assert outcome(stage, 2).stands
    stage.closes(BEN)
    assert "taken back" in stage.types(BEN, "/cx undo O-2")
    taken(stage)
    count(stage, ref="O-3")
    assert "stands as it stood before" in stage.types(MARIA, "/cx undo O-3")
    assert (outcome(stage, 3).latest, outcome(stage, 3).said) == (None, None)
    assert [each for each in asked(stage) if each[2] is None] == []
    stands(stage)


def test_whoever_left_is_followed_by_their_lead(stage: Stage) -> None:
    taken(stage, owner=SARA)
    stage.workspace.users[SARA].deleted = True
    with stage.duly.database.write() as session:
        from storage import people  # noqa: PLC0415

        sara = people.find(session, outcome(stage).team_id, SARA)
        assert sara
        sara.gone = True
        session.add(sara)
    stage.passes(days=2)
    one = outcome(stage)
    assert (one.owner_id, one.state) == (MARIA, "standing")
    assert ("take", MARIA, None) in asked(stage)
    stands(stage)


@on_sqlite
def test_bad_input_gets_a_sentence_and_loses_nothing(stage: Stage) -> None:
    said = write(stage, notice="Launch the portal")
    assert "What will customers notice when it is there?" in said
    assert outcomes(stage) == []
    stage.fills_in(OMAR, keep=["keep"])
    assert outcome(stage).title == "Launch the portal"
    assert "31 today and 31 as the goal: what changes for customers?" in write(stage, target="31")
    assert "The number is like 27 or 81 %." in stage.fills_in(OMAR, target="much less")
    assert "It is counted in “%”" in stage.fills_in(OMAR, baseline="31 %", target="12 days")
    assert "how it is counted" in stage.fills_in(OMAR, target="12 %", counted_as="…")
    assert "what customers will notice" in stage.fills_in(OMAR, counted_as="x", notice="…")
    assert "has not come yet" in stage.fills_in(OMAR, notice="N", baseline_on="2027-05-01")
    assert "a year ago" in stage.fills_in(OMAR, baseline_on="2024-05-01")
    said = stage.fills_in(OMAR, baseline_on="2026-11-01", notice="<!channel> *less* waiting")
    assert "Noted as O-2" in said
    stage.types(MARIA, "/cx O-2")
    stage.clicks_in_form(MARIA, "Take it")
    stage.closes(MARIA)
    said = count(stage, ref="O-2", number="much better", line="Yes")
    assert "Your words “much better” are kept as the sentence." in said
    assert "much better" in stage.sees_form(MARIA)
    assert "has not come yet" in stage.fills_in(MARIA, number="20", day="2027-01-01")
    assert "There is a number of" in stage.fills_in(MARIA, day="2026-10-01")
    assert "at most 1000" in stage.fills_in(MARIA, day="2026-11-23", line="ü" * 2_000)
    stage.fills_in(MARIA, line="<!here> " + "ü" * 900)
    assert outcome(stage, 2).latest == 20
    stage.types(SARA, "/cx O-2")
    view = stage.workspace.view(SARA)
    assert view is not None
    assert "<!channel>" not in json.dumps(view.blocks)
    assert "<!here>" not in json.dumps(view.blocks)


@on_sqlite
def test_who_may_not(stage: Stage) -> None:
    assert "Write an outcome…" not in stage.types(SARA, "/cx roadmap")
    taken(stage)
    stage.types(SARA, "/cx O-1")
    for label in ("Give the number…", "Change…", "It ends…", "Take it"):
        assert label not in stage.sees_form(SARA)
    stage.types(NORA, "/cx O-1")
    assert "Change…" not in stage.sees_form(NORA)
    assert "O-9" in stage.types(SARA, "/cx O-9")
