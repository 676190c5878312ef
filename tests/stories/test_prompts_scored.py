"""Questions about customers that a department's executives answered in time stand on its card."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands import explain, freeze
from handlers.executives.scores.rules import Measure
from storage import departments, people
from storage.asks import Ask
from storage.people import Role
from tests import rows
from tests.cast import LEE, MARIA, MONDAY, NORA, OMAR, PRIYA, TEAM, TOM, VICTOR
from tests.stage import Stage
from tests.stories.test_disputes import corrects_it
from tests.stories.test_recounted import exported, recount

DECEMBER = MONDAY + timedelta(days=9)
DEPOT = "/cx impact Close the Hamburg depot"


def belong(stage: Stage, place: str, *who: str) -> None:
    with stage.duly.database.write() as session:
        department = departments.named(session, TEAM, place)
        assert department
        for each in who:
            person = people.find(session, TEAM, each)
            assert person
            person.department_id = department.department_id
            session.add(person)


def told(stage: Stage, department: str = "Billing") -> list[str]:
    database = stage.duly.database
    return list(explain.explained(database, stage.now, Measure.PROMPTS, department, "2026-11"))


def is_gone(stage: Stage, who: str) -> bool:
    with stage.duly.database.read() as session:
        person = people.find(session, TEAM, who)
        return person is not None and person.gone


def becomes(stage: Stage, who: str, role: Role) -> None:
    with stage.duly.database.write() as session:
        person = people.find(session, TEAM, who)
        assert person
        person.role = role
        session.add(person)


def impact(stage: Stage, who: str) -> Ask:
    asked = [each for each in rows.asks(stage, "D-1") if each.kind == "impact"]
    [theirs] = [each for each in asked if each.person_id == who]
    return theirs


def owes(stage: Stage, ref: str) -> set[str]:
    """Who is asked now what a decision means for customers."""
    asked = (ask for ask in rows.asks(stage, ref) if ask.kind == "impact")
    return {ask.person_id for ask in asked if ask.answered_at is None}


def answers(stage: Stage, who: str, number: int) -> None:
    said = stage.types(who, f"/cx D-{number} no change because nobody there sees it")
    assert f"D-{number}" in said, said


@pytest.mark.both
def test_what_was_answered_by_its_time_counts_with_who_was_asked(
    stage: Stage, tmp_path: Path
) -> None:
    """Victor answers one in time and one late, Priya none; one is decided before its time."""
    belong(stage, "Billing", VICTOR)
    belong(stage, "Logistics", PRIYA)
    stage.types(NORA, f"{DEPOT} by thursday")
    stage.types(NORA, "/cx impact Raise the fee by thursday")
    stage.types(NORA, "/cx impact Move the support desk by friday")
    stage.passes(hours=5)
    answers(stage, VICTOR, 1)
    stage.types(NORA, "/cx withdraw D-3 because It is off")
    stage.passes(until=MONDAY + timedelta(days=5))
    answers(stage, VICTOR, 2)
    before = told(stage), told(stage, "Logistics")
    assert before[0][0].endswith("questions about customers answered in time, n = 2")
    assert [each.split()[0] + " " + each.split("  ")[-1] for each in before[0][2:]] == [
        "D-1 answered", "D-2 not answered by then",
    ]  # fmt: skip
    assert before[1][1].endswith("met 0, sum 0")
    belong(stage, "Sales", VICTOR)
    assert (told(stage), told(stage, "Logistics")) == before, "it stays where he was then"
    stage.passes(until=DECEMBER)
    list(freeze.frozen(stage.duly.database, stage.now, "2026-11"))
    read = stage.types(MARIA, "/cx score november")
    assert "Questions about customers answered in time" in read
    status, said = recount(*exported(stage, tmp_path))
    assert status == 0, said
    assert "Billing 2026-11 prompts 1 of 2: the same" in said
    assert "Logistics 2026-11 prompts 0 of 2: the same" in said


def test_a_question_that_is_passed_on_counts_with_whoever_has_it_then(stage: Stage) -> None:
    belong(stage, "Billing", NORA)
    belong(stage, "Logistics", VICTOR)
    stage.types(MARIA, "/cx issue Nobody can log in for Acme in Billing sev 1")
    stage.types(NORA, "/cx prompt now")
    stage.clicks(NORA, "Ask somebody else…")
    stage.fills_in(NORA, owner=VICTOR)
    stage.passes(until=DECEMBER)
    assert told(stage)[0].endswith("n = 0")
    assert told(stage, "Logistics")[2].startswith("E-1")
    stage.types(TOM, "/cx score Logistics november")
    stage.clicks_answer(TOM, "Where does this come from…")
    view = stage.workspace.view(TOM)
    assert view
    key = f"prompts/{view.body['private_metadata']}|0"
    page = stage.clicks_in_form(TOM, "Open…", key)
    assert "One of these is private, and is counted only." in page, page
    assert "Acme" not in page


def test_whoever_follows_a_leaver_has_a_time_of_their_own(stage: Stage) -> None:
    """Victor let its time pass and left: that stays his, and Priya answers in a time of hers."""
    belong(stage, "Billing", VICTOR)
    belong(stage, "Logistics", PRIYA)
    becomes(stage, PRIYA, Role.MEMBER)
    stage.types(NORA, f"{DEPOT} by thursday")
    assert owes(stage, "D-1") == {VICTOR, OMAR}
    becomes(stage, PRIYA, Role.EXECUTIVE)
    stage.passes(until=MONDAY + timedelta(days=4))
    stage.people.deactivate(VICTOR)
    assert stage.workspace.wait_until(lambda: is_gone(stage, VICTOR))
    stage.passes(hours=1)
    assert owes(stage, "D-1") == {PRIYA, OMAR}
    first, theirs = (impact(stage, each) for each in (VICTOR, PRIYA))
    assert (first.person_id, first.outcome) == (VICTOR, "handed over")
    assert first.due_at < stage.now < theirs.due_at
    assert told(stage)[0].endswith("n = 1")
    assert told(stage)[2].endswith("not answered by then")
    stage.passes(hours=20)
    answers(stage, PRIYA, 1)
    stage.passes(until=DECEMBER)
    assert told(stage)[0].endswith("n = 1")
    theirs = impact(stage, PRIYA)
    assert theirs.answered_at
    assert theirs.answered_at < theirs.due_at
    assert told(stage, "Logistics")[0].endswith("n = 0"), "her time is in December"


def test_what_climbs_past_a_lead_stands_in_no_home_of_theirs(stage: Stage) -> None:
    belong(stage, "Billing", VICTOR)
    stage.types(MARIA, "/cx issue Nobody can log in for Acme in Billing sev 1")
    stage.types(NORA, "/cx prompt now")
    stage.clicks(NORA, "Ask somebody else…")
    stage.fills_in(NORA, owner=VICTOR)
    stage.passes(until=DECEMBER)
    assert "*Victor Chen*, Billing · one thing, late" in stage.opens_home(OMAR)
    assert "I-1" in stage.opens_home(LEE)
    for lead in (MARIA, LEE):
        assert "E-1" not in stage.opens_home(lead) + stage.reads_all(lead)


def test_a_disputed_answer_is_corrected_by_its_number(stage: Stage) -> None:
    belong(stage, "Billing", VICTOR, MARIA)
    stage.types(NORA, f"{DEPOT} by thursday")
    stage.passes(until=DECEMBER)
    stage.types(OMAR, "/cx score Billing november")
    stage.clicks_answer(OMAR, "Freeze")
    stage.types(MARIA, "/cx score Billing november")
    stage.clicks_answer(MARIA, "Dispute…")
    said = stage.fills_in(
        MARIA, measure="Questions about customers answered in time",
        reason="Victor answered in the meeting", item="",
    )  # fmt: skip
    assert "Noted as F-1" in said, said
    stage.passes(days=1)
    assert corrects_it(stage, "It counts as answered", item="D-1") == ""
    read = stage.types(OMAR, "/cx score Billing november")
    assert "*Questions about customers answered in time* 1 of 1, was 0 of 1. D-1: “" in read
