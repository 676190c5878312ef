"""Between two departments: what goes back and forth is settled, and the days it took are kept."""

from __future__ import annotations

from datetime import timedelta

from handlers.promises import borders
from handlers.promises.borders import AtBorder
from storage import departments
from tests import exported, rows
from tests.cast import HANA, MARIA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage
from tests.stories.test_figures import digest

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"


def test_an_offer_that_was_taken_back_is_no_return(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    for number in range(3):
        stage.types(SARA, f"/cx handoff T-1 to Logistics because of parcel {number}")
        stage.types(SARA, "/cx undo T-1")
    stage.types(SARA, "/cx handoff T-1 to Logistics because of parcel 3")
    stage.types(TOM, "/cx return T-1 because not ours")
    assert not any("has come back" in said for said in stage.reads(TOM))


def test_what_changes_hands_three_times_goes_to_both_leads_once(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    for giver, taker, where in (
        (SARA, TOM, "Logistics"), (TOM, MARIA, "Billing"), (MARIA, TOM, "Logistics"),
    ):  # fmt: skip
        stage.types(giver, f"/cx handoff T-1 to {where} because it is theirs")
        stage.types(taker, "/cx take T-1")
    assert rows.state(stage, "T-1") == ("acknowledged", TOM)
    assert rows.department(stage, "T-1") == "Logistics"
    stage.types(TOM, "/cx undo T-1")
    assert rows.state(stage, "T-1")[1] == MARIA
    stage.types(TOM, "/cx take T-1")
    for lead in (MARIA, TOM):
        said = [each for each in stage.reads(lead) if "has changed hands three times" in each]
        assert len(said) == 1, lead


def test_the_days_at_the_border_are_kept_by_pair_of_departments(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    began = stage.now
    stage.types(SARA, "/cx handoff T-1 to Logistics because it is theirs")
    stage.passes(days=2)
    stage.types(TOM, "/cx return T-1 because not ours")
    stage.passes(days=5)
    stage.types(SARA, "/cx handoff T-1 to Logistics because it is theirs after all")
    stage.passes(days=1)
    with stage.duly.database.read() as session:
        took = borders.lost(session, TEAM, began, stage.now)
        names = {each.department_id: each.name for each in departments.everyone(session, TEAM)}
        found = {(names[one], names[other]): each for (one, other), each in took.items()}
        since_then = borders.lost(session, TEAM, stage.now - timedelta(days=4), stage.now)
        later = borders.lost(session, TEAM, stage.now - timedelta(days=1), stage.now)
    # Two days until it came back, three working days until it was offered again, one since.
    assert found == {("Billing", "Logistics"): AtBorder(2, 6)}
    assert [each.days for each in later.values()] == [1]
    # On Friday it had come back already: Monday was lost before it was offered again, and Tuesday.
    assert list(since_then.values()) == [AtBorder(1, 2)]
    stage.types(MARIA, "/cx T-1")
    said = "Offered twice, six working days at the border between Billing and Logistics."
    assert said in stage.sees_form(MARIA)


def test_the_digest_of_each_side_says_how_many_days_lay_at_the_border(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, "/cx task Call them to @sara by friday for Acme")
    assert "at the border" not in digest(stage)
    stage.types(SARA, "/cx handoff T-1 to Logistics because it is theirs")
    stage.types(SARA, "/cx handoff T-2 to Product because it is theirs")
    stage.passes(days=1)
    stage.types(HANA, "/cx return T-2 because not ours")
    stage.passes(days=2)
    said = (
        "Hand-offs waited three working days in all at the border with Logistics this week, "
        "and one with Product."
    )
    assert said in digest(stage)
    theirs = digest(stage, "#logistics")
    assert (
        "Hand-offs waited three working days in all at the border with Billing this week." in theirs
    )
    assert "Product" not in theirs
    with stage.duly.database.read() as session:
        known = {each.name: each for each in departments.everyone(session, TEAM)}
        assert borders.beside(session, known["Sales"], stage.now - timedelta(7), stage.now) == []
    stage.types(TOM, "/cx take T-1")
    stage.passes(days=8)
    assert "at the border" not in digest(stage), "it was another week"


def test_each_offer_goes_out_in_a_table_to_whoever_may_see_what_was_offered(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, "/cx task Call them to @sara by friday for Acme")
    stage.types(OMAR, "/cx task Pay them to @maria by friday for Acme")
    stage.types(OMAR, "/cx private T-3")
    for ref in ("T-1", "T-2"):
        stage.types(SARA, f"/cx handoff {ref} to Logistics because it is theirs")
    stage.types(TOM, "/cx return T-1 because =1+1 is not ours")
    stage.types(SARA, "/cx handoff T-1 to Product because it is theirs")
    stage.types(HANA, "/cx take T-1")
    stage.types(MARIA, "/cx handoff T-3 to Product because it is secret")
    stage.types(SARA, "/cx withdraw T-2")
    stage.types(OMAR, "/cx withdraw T-2")
    database = stage.duly.database
    table = exported.rows(database, "handoffs")
    said = [(row["ref"], row["home"], row["department"], row["how"]) for row in table]
    assert said == [
        ("T-1", "Billing", "Logistics", "returned"), ("T-2", "Billing", "Logistics", "off"),
        ("T-1", "Billing", "Product", "taken over"), ("T-3", "Billing", "Product", None),
    ]  # fmt: skip
    first = table[0]
    assert (first["owner"], first["to"], first["answered_by"]) == (SARA, TOM, TOM)
    assert (first["reason"], first["answer"]) == ("it is theirs", "=1+1 is not ours")
    seen = exported.rows(database, "handoffs", as_person="@sara")
    assert [row["ref"] for row in seen] == ["T-1", "T-2", "T-1"]
    of_logistics = exported.rows(database, "handoffs", department="Logistics")
    assert [row["ref"] for row in of_logistics] == ["T-1", "T-2"]
    assert exported.rows(database, "handoffs", since=stage.now + timedelta(hours=1)) == []
