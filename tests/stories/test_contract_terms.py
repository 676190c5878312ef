"""What customers have and what they need is set side by side, and one size is doubted."""

from __future__ import annotations

from storage.contract_terms import ContractTerm
from tests.cast import BEN, MARIA, NORA, OMAR, SARA, WEI
from tests.stage import Stage
from tests.stories.test_losses import customer, lead
from tests.stories.test_segments import NEXT_MONDAY, change, rows, sees, switch_on, told


def need(stage: Stage, user: str, name: str, **fields: str) -> str:
    """Somebody writes down what a customer needs of a term."""
    stage.types(user, f"/cx customer {name}")
    stage.clicks_in_form(user, "They need…")
    return stage.fills_in(user, **fields)


def test_what_they_need_stands_beside_what_they_have(stage: Stage) -> None:
    lead(stage, "Acme", WEI)
    need(
        stage, WEI, "Acme", term="Answer time", given="8 h", wanted="4 h <!channel>",
        source="Jana Weiss to Wei, 3 Nov", cost="20 k",
    )  # fmt: skip
    stage.closes(WEI)
    (term,) = rows(stage, ContractTerm)
    assert (term.given, term.wanted, term.answer, term.cost, term.by_id) == (
        "8 h", "4 h <!channel>", "needs", 20_000, WEI,
    )  # fmt: skip
    stage.passes(hours=1)
    said = stage.reads_all(OMAR).replace("*", "")
    assert "Acme wants other terms. Answer time given 8 h, wanted 4 h" in said
    assert "It would cost us 20 k a year." in said
    stage.types(BEN, "/cx customer Acme")
    assert "Terms: Answer time given 8 h, wanted 4 h <!channel> (Jana Weiss to Wei, 3 Nov)" in (
        sees(stage, BEN)
    )
    stage.closes(BEN)
    stage.types(SARA, "/cx customer Acme")
    assert "Answer time" not in sees(stage, SARA)
    stage.closes(SARA)


def test_the_same_term_said_again_is_one_and_its_history_tells(stage: Stage) -> None:
    need(stage, MARIA, "Acme", term="Notice", given="3 months")
    stage.closes(MARIA)
    need(stage, OMAR, "Acme", term="NOTICE", source="Jana Weiss, today")
    stage.closes(OMAR)
    (term,) = rows(stage, ContractTerm)
    assert (term.name, term.given, term.answer) == ("Notice", "3 months", "fits")
    assert [each.verb for each in told(stage, "contract term")] == ["added", "changed"]


def test_what_they_have_is_put_right_without_losing_what_they_need(stage: Stage) -> None:
    need(stage, OMAR, "Acme", term="Notice", given="3 m", wanted="1 month", source="Jana", cost="5")
    stage.closes(OMAR)
    need(stage, OMAR, "Acme", term="notice", given="3 months")
    stage.closes(OMAR)
    (term,) = rows(stage, ContractTerm)
    assert (term.given, term.wanted, term.answer, term.source, term.cost) == (
        "3 months", "1 month", "needs", "Jana", 5,
    )  # fmt: skip


def test_one_size_is_doubted_with_the_accounts_it_concerns(stage: Stage) -> None:
    change(stage, "Corner Café", tier="key")
    for name in ("Acme", "Globex"):
        need(stage, OMAR, name, term="Answer time", given="8 h")
        stage.closes(OMAR)
    stage.types(OMAR, "/cx segments")
    shown = sees(stage, OMAR)
    assert "Of 3 key and strategic accounts the terms of two are written down; two have the" in (
        shown
    )
    assert "None was asked what they need." in shown
    stage.closes(OMAR)
    need(stage, OMAR, "Globex", term="Answer time", wanted="4 h", source="Karim, today")
    stage.closes(OMAR)
    need(stage, OMAR, "Acme", term="Notice", source="Jana, today")
    stage.closes(OMAR)
    stage.types(OMAR, "/cx segments")
    shown = sees(stage, OMAR)
    assert "Two were asked what they need: one wants something else, one says it fits." in shown
    assert "One was never asked." in shown
    stage.clicks_in_form(OMAR, "Open…")
    shown = sees(stage, OMAR)
    assert "Globex" in shown
    assert "Answer time given 8 h, wanted 4 h (Karim, today)" in shown
    assert "Acme" not in shown
    stage.closes(OMAR)


def test_what_cannot_be_kept_is_said_under_its_field(stage: Stage) -> None:
    stage.types(OMAR, "/cx customer Acme")
    stage.clicks_in_form(OMAR, "They need…")
    for fields, sentence in (
        ({"term": "–"}, "Please write which term it is about"),
        ({"term": "Notice"}, "Please write what they need, or who said that it fits"),
        ({"term": "Notice", "wanted": "less"}, "Please write who said so, and when"),
        ({"term": "Notice", "given": "x", "cost": "much"}, "amount"),
    ):
        said = stage.fills_in(OMAR, **fields)
        assert sentence in said
        stage.fills_in(OMAR, wanted="", given="", cost="")
    stage.closes(OMAR)
    assert rows(stage, ContractTerm) == []
    assert customer(stage, "Acme").tier == "key"


def test_home_says_who_stands_elsewhere(stage: Stage) -> None:
    stage.types(OMAR, "/cx customer Corner Café")
    stage.clicks_in_form(OMAR, "Say why…")
    stage.fills_in(OMAR, tier="key", why="W")
    stage.closes(OMAR)
    assert "elsewhere than the rules" not in stage.opens_home(OMAR)
    switch_on(stage, "value", "400 k", "key")
    stage.passes(until=NEXT_MONDAY)
    home = stage.opens_home(OMAR)
    assert "One account stands elsewhere than the rules say." in home
    assert "elsewhere than the rules" not in stage.opens_home(NORA)
