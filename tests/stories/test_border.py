"""Between two departments: what goes back and forth is settled, and the days it took are kept."""

from __future__ import annotations

from datetime import timedelta

from handlers.promises.handoffs import border
from handlers.promises.handoffs.border import AtBorder
from storage import departments
from tests import rows
from tests.cast import MARIA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage

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
        took = border.lost(session, TEAM, began, stage.now)
        names = {each.department_id: each.name for each in departments.everyone(session, TEAM)}
        found = {(names[one], names[other]): each for (one, other), each in took.items()}
        later = border.lost(session, TEAM, stage.now - timedelta(days=1), stage.now)
    # Two days until it came back, three working days until it was offered again, one since.
    assert found == {("Billing", "Logistics"): AtBorder(2, 6)}
    assert [each.days for each in later.values()] == [1]
    stage.types(MARIA, "/cx T-1")
    said = "Offered twice, six working days at the border between Billing and Logistics."
    assert said in stage.sees_form(MARIA)
