"""Whatever somebody owes an answer to stands under what they owe, wherever they look."""

from __future__ import annotations

import re

import pytest

from tests import rows
from tests.cast import GRACE, MARIA, NORA, OMAR, SARA, TOM, WEI
from tests.stage import Stage

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"


def test_a_word_to_a_customer_is_owed_by_whoever_asked(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Send the corrected invoice to @sara by friday for Globex")
    stage.types(SARA, "/cx no T-1 because legal forbids it")
    home = stage.opens_home(OMAR)
    assert "*T-1* Globex (strategic account): Send the corrected invoice" in home
    assert "Nothing waits" not in home
    assert "[They know]" in stage.types(OMAR, "/cx")
    view = stage.workspace.home(OMAR)
    assert view is not None
    stage.people.click_in_view(OMAR, view.id, "item.told")
    stage.settle()
    assert rows.owed(stage, "T-1") == {}
    assert "Nothing waits for you." in stage.opens_home(OMAR)


def test_an_offer_is_owed_an_answer_by_whoever_it_is_offered_to(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx handoff T-1 to @wei because she knows their contract")
    for told in (stage.opens_home(WEI), stage.types(WEI, "/cx"), stage.types(WEI, "/cx list")):
        assert "*T-1* Acme (key account): Rewrite the refund mail" in told
        assert "[Take it over] [Give it back…]" in told
    assert "T-1" in stage.opens_home(SARA), "it stays with her until then"
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA, "accept": WEI}


def test_an_unanswered_question_is_late_whatever_the_date(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara in 3 weeks for Acme")
    stage.passes(days=3)
    said = {
        "Home": stage.opens_home(SARA),
        "/cx": stage.types(SARA, "/cx"),
        "late": stage.types(TOM, "/cx list late"),
        "Billing": stage.types(TOM, "/cx list Billing"),
        "Acme": stage.types(TOM, "/cx list Acme"),
        "the lead's Home": stage.opens_home(MARIA),
    }
    for where, told in said.items():
        assert "no answer since Mon 23 Nov" in told, where
    assert "One thing is open, one is late." in said["the lead's Home"]
    stage.clicks(SARA, "Take it", "T-1")
    assert "Nothing is late." in stage.types(TOM, "/cx list late")


def test_what_has_climbed_to_a_lead_needs_their_help_with_buttons_that_work(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.passes(days=9)
    home = stage.opens_home(MARIA)
    assert "What needs your help" in home
    assert "You owe no answer yourself." in home
    more = "[…: Smaller… | No, because… | Open…]"
    assert f"[I'll talk to Sara] [Another owner…] [Another date…] {more}" in home
    assert "Only you can unblock" in stage.opens_home(OMAR)
    assert "What needs your help" not in stage.opens_home(TOM)


def test_all_of_a_long_list_is_shown_page_by_page_what_matters_most_first(stage: Stage) -> None:
    for number in range(1, 46):
        stage.types(OMAR, f"/cx task Call number {number} to @sara by friday")
    stage.types(OMAR, "/cx task Call the founder to @sara by friday for Acme")
    home = stage.opens_home(SARA)
    assert home.index("T-46") < home.index("T-1"), "a key account comes first"
    assert "[Show all 46…]" in home
    view = stage.workspace.home(SARA)
    assert view is not None
    stage.people.click_in_view(SARA, view.id, "owed.mine")
    seen = _pages(stage, SARA)
    assert seen[0] == "T-46"
    assert sorted(seen) == sorted(f"T-{number}" for number in range(1, 47))


def test_all_of_a_department_s_list_is_shown(stage: Stage) -> None:
    for number in range(1, 31):
        stage.types(OMAR, f"/cx task Call number {number} to @sara by friday")
    assert "[Show all 30…]" in stage.types(TOM, "/cx list Billing")
    assert "[Show all 30…]" in stage.opens_home(MARIA)
    view = stage.workspace.home(MARIA)
    assert view is not None
    stage.people.click_in_view(MARIA, view.id, "list.all")
    assert len(set(_pages(stage, MARIA))) == 30


def _pages(stage: Stage, user: str) -> list[str]:
    """The things on every page of the list that is open, in their order."""
    seen: list[str] = []
    for _ in range(10):
        form = stage.sees_form(user)
        seen += re.findall(r"^\*([A-Z]-\d+) ", form, re.MULTILINE)
        if "[Next page]" not in form:
            return seen
        view = stage.workspace.view(user)
        assert view is not None
        block, button = next(
            (block, element)
            for block in view.blocks
            for element in block.get("elements", [])
            if "Next page" in str(element.get("text"))
        )
        stage.people.click_in_view(user, view.id, button["action_id"], block["block_id"])
        stage.settle()
    raise AssertionError("there is no end to these pages")


@pytest.mark.parametrize("user", [NORA, GRACE])
def test_nobody_is_told_that_nothing_waits_who_owes_an_answer(stage: Stage, user: str) -> None:
    stage.types(OMAR, "/cx impact Close the Hamburg depot")
    stage.types(OMAR, "/cx task Write to the depot to @grace by friday")
    for told in (stage.opens_home(user), stage.types(user, "/cx")):
        assert "Nothing waits" not in told
