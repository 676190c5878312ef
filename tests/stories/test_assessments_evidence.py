"""What shows how a department deals with customers: looked up where Duly has it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from handlers.customers.assessments import adding, looking_up
from handlers.customers.assessments.looking_up import LookedUp
from handlers.speech.errors import UserError
from storage import assessments, history, people
from storage.columns import new_id
from storage.customer_outcomes import CustomerOutcome, OutcomeState
from storage.initiatives import Initiative
from storage.losses import Loss
from tests.cast import AISHA, DIEGO, LEE, MARIA, NORA, SARA, TEAM, TOM
from tests.exported import rows
from tests.stage import Stage
from tests.stories.test_assessments import FIRST, answers, begin, rate, results


def initiative(stage: Stage, number: int, ends_on: date) -> Initiative:
    return Initiative(
        team_id=TEAM, number=number, title="A welcome call", created_at=stage.now,
        recorded_by=NORA, department_id=new_id(), owner_id=NORA,
        begins_on=ends_on - timedelta(days=90), ends_on=ends_on,
    )  # fmt: skip


def test_what_is_named_is_looked_up(stage: Stage) -> None:
    for number in (1, 2, 3):
        stage.types(NORA, f"/cx task Praise by name {number} to @lee by friday")
    stage.types(NORA, "/cx private T-2")
    stage.types(LEE, "/cx done T-1")
    stage.types(NORA, "/cx withdraw T-3 because by mistake")
    begin(stage, "Billing")

    stage.types(SARA, "/cx assess")
    stage.fills_in(SARA, sentence=FIRST, evidence="<!channel> T-999, for all to see")
    page = stage.sees_form(SARA)
    assert "Whom we serve, 2 of 9" in page, "nothing is refused"
    assert "*Whom we hire and praise*: kept as said 3, shown 2. There is no T-999." in page
    kept = answers(stage, SARA)["people"]
    assert (kept.evidence, kept.evidence_on) == ("<!channel> T-999, for all to see", None)

    stage.clicks_in_form(SARA, "Add what shows it…")
    stage.fills_in(SARA, sentence=FIRST, evidence="T-2")
    page = stage.sees_form(SARA)
    assert "T-2 is not for you to name here. What else shows it?" in page
    assert "Praise by name" not in page
    assert "Lee" not in page

    stage.clicks_in_form(SARA, "Add what shows it…")
    stage.fills_in(SARA, sentence=FIRST, evidence="T-3")
    assert "T-3 was taken back. What else shows it?" in stage.sees_form(SARA)

    with stage.duly.database.write() as session:
        session.add(initiative(stage, 1, date(2025, 5, 12)))
    stage.clicks_in_form(SARA, "Add what shows it…")
    stage.fills_in(SARA, sentence=FIRST, evidence="n-1", evidence_on="2026-11-20")
    assert "that is from Mon 12 May 2025. Is there something newer?" in stage.sees_form(SARA)
    assert answers(stage, SARA)["people"].evidence_on == date(2025, 5, 12), "whatever was said"

    stage.clicks_in_form(SARA, "Add what shows it…")
    stage.fills_in(SARA, sentence=FIRST, evidence="T-999 and T-1", evidence_on="2026-01-20")
    page = stage.sees_form(SARA)
    assert "Whom we serve, 2 of 9" in page
    assert "kept as said" not in page
    assert answers(stage, SARA)["people"].evidence_on == date(2026, 11, 23), "when it was done"
    stage.closes(SARA)

    rate(stage, SARA, {"people": 3, "tools": 3}, "T-999")
    rate(stage, MARIA, {"people": 3, "tools": 3}, "T-1")
    rate(stage, LEE, {"people": 3, "counting": 3}, "T-999 is at https://example.com/praise")
    found = results(stage)
    assert (found["people"].said, found["people"].shown) == (3, 3)
    assert found["people"].evidence == 2, "T-1, and the link"


def test_without_anything_that_is_there_an_area_stands_at_two(stage: Stage) -> None:
    begin(stage, "Billing")
    for user in (MARIA, SARA, LEE):
        rate(stage, user, {"tools": 4}, "T-999")
    found = results(stage)["tools"]
    assert (found.said, found.shown, found.evidence) == (4, 2, 0)


def test_each_sort_has_its_day_and_its_readers(stage: Stage) -> None:
    today = stage.now.date()
    with stage.duly.database.write() as session:
        for number, state in ((1, OutcomeState.STANDING), (2, OutcomeState.MET)):
            session.add(CustomerOutcome(
                team_id=TEAM, number=number, title="Answered in an hour", created_at=stage.now,
                written_by=NORA, state=state, owner_id=NORA, quarter_on=date(2026, 4, 1),
                ends_on=date(2026, 6, 30), baseline=1, baseline_on=today, target=2,
                first_target=2,
            ))  # fmt: skip
        for number, ends_on in ((1, today + timedelta(days=9)), (2, date(2026, 3, 31))):
            session.add(initiative(stage, number, ends_on))
        session.add(Loss(
            team_id=TEAM, number=1, title="Acme left", created_at=stage.now, recorded_by=NORA,
            customer_id=new_id(), left_on=date(2026, 2, 1), tier="key", stated="price",
        ))  # fmt: skip
    with stage.duly.database.read() as session:
        sara, maria = (people.find(session, TEAM, each) for each in (SARA, MARIA))
        assert sara
        assert maria

        def found(reader: people.Person, words: str) -> list[tuple[str, str, date | None]]:
            looked = looking_up.look_up(session, stage.now, reader, words)
            return [(each.ref, each.finding, each.on) for each in looked]

        assert found(sara, "O-1, O-2") == [
            ("O-1", LookedUp.FOUND, today), ("O-2", LookedUp.FOUND, date(2026, 6, 30)),
        ]  # fmt: skip
        assert found(sara, "See n-1 & N-2") == [
            ("N-1", LookedUp.FOUND, today), ("N-2", LookedUp.FOUND, date(2026, 3, 31)),
        ]  # fmt: skip
        assert found(sara, "L-1") == found(sara, "L1") == [("L-1", LookedUp.HIDDEN, None)]
        assert found(sara, "L-7") == [("L-7", LookedUp.HIDDEN, None)], "as one that is there"
        assert found(maria, "L-1") == [("L-1", LookedUp.FOUND, date(2026, 2, 1))]
        assert found(sara, "I-8, D-9") == [
            ("I-8", LookedUp.MISSING, None), ("D-9", LookedUp.MISSING, None),
        ]  # fmt: skip
        assert found(sara, "P-3") == [("P-3", LookedUp.HIDDEN, None)]
        for words in ("The poster B-2", "ISO-9001", "https://a.example/T-9", "12", "", "T-9x"):
            assert found(sara, words) == [], words
        assert len(found(sara, " ".join(f"T-{n}" for n in range(1, 200)))) == looking_up.MOST


def test_what_shows_it_is_added_once_all_is_in(stage: Stage) -> None:
    begin(stage, "Billing", neighbour="Logistics")
    rate(stage, SARA, {"counting": 3, "tools": 4})
    rate(stage, MARIA, {"counting": 3, "tools": 4})
    rate(stage, LEE, {"counting": 3, "tools": 4, "leading": 3})
    for user in (TOM, AISHA):
        rate(stage, user, {"counting": 3})
    first = results(stage)["counting"]
    assert (first.said, first.shown) == (3, 2)

    stage.types(SARA, "/cx assess Billing")
    assert "2, said 3" in stage.sees_form(SARA)
    stage.clicks_in_form(SARA, "Add what shows it…")
    form = stage.sees_form(SARA)
    assert "What we count: 2, said 3" in stage.finds(SARA, "area")
    assert "What is said stays as it is." in form
    said = stage.fills_in(SARA, area="counting", evidence="T-999")
    assert "There is no T-999. What else shows it?" in said
    said = stage.fills_in(SARA, evidence="A prize", evidence_on="2025-05-12")
    assert "That is from Mon 12 May 2025. Is there something newer?" in said
    assert "That day has not come yet." in stage.fills_in(SARA, evidence_on="2027-05-12")
    assert "Please say what shows it" in stage.fills_in(SARA, evidence=" ", evidence_on="")
    assert results(stage)["counting"] == first, "nothing is changed until it is right"
    said = stage.fills_in(SARA, evidence="The <!channel> survey", evidence_on="2026-09-14")
    assert "Noted in A-1: What we count is shown now: 3, on purpose." in said.replace("*", "")

    found = results(stage)["counting"]
    assert (found.said, found.shown, found.shown_before) == (3, 3, 2)
    assert (found.added, found.added_of, found.added_on) == (
        "The <!channel> survey", date(2026, 9, 14), stage.now.date(),
    )  # fmt: skip
    assert (found.evidence, found.count) == (first.evidence, first.count), "as it was said"
    assert events(stage)[-1] == ("evidence added", SARA, "counting")

    stage.clicks_in_form(SARA, "Undo")
    assert results(stage)["counting"] == first
    assert events(stage)[-1][0] == "undone"
    stage.closes(SARA)
    assert "What you did last is undone already." in stage.types(SARA, "/cx undo A-1")

    stage.types(NORA, "/cx task Ask who counts what to @lee by friday")
    stage.types(MARIA, "/cx A-1")
    stage.clicks_in_form(MARIA, "Add what shows it…")
    stage.fills_in(MARIA, area="tools", evidence="T-1")
    assert (results(stage)["tools"].said, results(stage)["tools"].shown) == (4, 4)
    stage.closes(MARIA)

    stage.types(NORA, "/cx assess Billing")
    page = stage.sees_form(NORA)
    assert "What shows it was added on Mon 23 Nov 2026: “T-1”, of Mon 23 Nov 2026." in page
    assert "one is said, not shown" in page
    assert "Add what shows it" not in page, "she neither answered nor leads"
    stage.clicks_in_form(NORA, "Compare…")
    stage.closes(NORA)
    stage.types(NORA, "/cx A-1")
    story = stage.sees_form(NORA)
    assert "What shows “Tools that know the customer” was added" in story
    assert "What was added for “What we count” was taken away again" in story
    assert "@sara" not in story
    assert "survey" not in story
    [tools] = [each for each in rows(stage.duly.database, "assessments") if each["area"] == "tools"]
    assert (tools["added"], tools["said"], tools["shown"], tools["shown_before"]) == (
        "T-1", 4, 4, 2,
    )  # fmt: skip

    for user in (TOM, DIEGO, NORA):
        assert "You cannot add what shows Billing" in refused(stage, user)
    assert "Please choose the area" in refused(stage, SARA, "tools")
    with stage.duly.database.write() as session:
        old = assessments.find(session, TEAM, 1)
        assert old
        old.closed_on = date(2025, 11, 1)
        session.add(old)
    assert "is not the newest, or a year old" in refused(stage, MARIA)


def events(stage: Stage) -> list[tuple[str, str | None, object]]:
    """What happened to the first assessment, the first thing first."""
    with stage.duly.database.read() as session:
        found = history.of(session, TEAM, "assessment", 1)
        return [(each.verb, each.actor, each.details.get("area")) for each in found]


def refused(stage: Stage, user: str, area: str = "counting") -> str:
    """What is said to somebody who may not add what shows an area."""
    with stage.duly.database.write() as session:
        actor = people.find(session, TEAM, user)
        assert actor
        with pytest.raises(UserError) as found:
            adding.add(session, stage.now, actor, "A-1", area, "A prize")
        return str(found.value)
