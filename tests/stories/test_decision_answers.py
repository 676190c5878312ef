"""An answer says for how many, how sure, what is done about it, and the small fix with its cost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.slack import limits
from handlers.executives.decisions import weighing
from handlers.speech import tables
from handlers.speech.decision_errors import NotACount
from storage import decisions
from storage.decisions import ImpactAnswer
from tests import rows
from tests.cast import BEN, NORA, PRIYA, SARA, TEAM, VICTOR
from tests.stage import Stage

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ASKED = "/cx impact Close the Hamburg depot by friday"


def answer_of(stage: Stage, user: str) -> ImpactAnswer | None:
    with stage.duly.database.read() as session:
        return decisions.answer_of(session, TEAM, 1, user)


def card(stage: Stage) -> str:
    return stage.channel("#executives", NORA)[-1]


@on_sqlite
def test_worse_is_weighed_with_its_small_fix_and_softened(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.clicks(VICTOR, "Worse", "D-1")
    assert "Which small fix saves most of the goodwill?" in stage.sees_form(VICTOR)
    assert stage.fills_in(
        VICTOR, why="They wait longer", tiers=["key", "strategic"], customers="about 1,200",
        confidence="sure", cheap="The account lead calls each of them", cost="2 k",
        owner=SARA, task="Soften the blow", day="2026-11-27",
    ) == ""  # fmt: skip
    answer = answer_of(stage, VICTOR)
    assert answer is not None
    assert (answer.customers, answer.confidence, answer.stance) == (1200, "sure", "mitigate")
    assert (answer.cheap, answer.cheap_cost) == ("The account lead calls each of them", 2000)
    shown = card(stage)
    row = (
        "Victor Chen | worse, sure | key accounts and strategic accounts, about 1,200 | T-1 Soften"
    )
    assert row in shown
    assert "@victor" not in shown, "a table rings no phones"
    assert "softens it · small fix: “The account lead calls each of them” (2 k)" in shown or (
        "softens it · small fix: “The account lead calls each of them” (" in shown
    )
    stage.clicks(VICTOR, "Worse", "D-1")
    assert "1200" in stage.sees_form(VICTOR), "what was said before is there"


@on_sqlite
def test_worse_is_accepted_by_name_instead(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.clicks(VICTOR, "Worse", "D-1")
    told = stage.fills_in(VICTOR, why="They wait longer", tiers=["key"], task="")
    assert "Please choose who softens it." in told
    told = stage.fills_in(VICTOR, acceptor=BEN)
    assert "is neither an executive nor the CCO" in told
    assert stage.fills_in(VICTOR, acceptor=PRIYA) == ""
    answer = answer_of(stage, VICTOR)
    assert answer is not None
    assert (answer.accepted_by, answer.stance, answer.tasks) == (PRIYA, "accept", {})
    assert "accepted on purpose by Priya" in card(stage)
    assert "wrote down that you accept what D-1" in stage.reads_all(PRIYA)
    told = stage.types(NORA, "/cx decided D-1 as proposed, because the rent doubles")
    assert told.startswith("Decided: D-1"), "it has a name"


@on_sqlite
def test_what_was_accepted_goes_with_the_answer_that_it_was_said_of(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.clicks(VICTOR, "Worse", "D-1")
    stage.fills_in(VICTOR, why="They wait longer", tiers=["key"], task="", acceptor=PRIYA)
    stage.types(VICTOR, "/cx D-1 no change because they never notice")
    answer = answer_of(stage, VICTOR)
    assert answer is not None
    assert (answer.accepted_by, answer.stance) == (None, None)
    stage.types(VICTOR, "/cx undo D-1")
    answer = answer_of(stage, VICTOR)
    assert answer is not None
    assert (answer.impact, answer.accepted_by, answer.stance) == ("worse", PRIYA, "accept")


@on_sqlite
@pytest.mark.parametrize(
    ("field", "words", "said"),
    [
        ("customers", "a dozen or so", "as a number of customers. Write it like 12."),
        ("customers", "10-15", "as a number of customers. Write it like 12."),
        ("cost", "a lunch", "as an amount"),
    ],
)
def test_what_cannot_be_read_is_said_under_its_field(
    stage: Stage, field: str, words: str, said: str
) -> None:
    stage.types(NORA, ASKED)
    stage.clicks(VICTOR, "Worse", "D-1")
    told = stage.fills_in(
        VICTOR, why="They wait longer", tiers=["key"], acceptor=PRIYA, **{field: words}
    )
    assert said in told
    assert answer_of(stage, VICTOR) is None
    assert rows.happened(stage, "D-1") == [(NORA, "asked")]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("12", 12), ("about 12", 12), ("~ 1,200", 1200), ("1.200 customers", 1200), ("", None),
        ("…", None), ("around 1 200", 1200), ("0", 0), ("12 accounts.", 12), ("ca. 40", 40),
    ],
)  # fmt: skip
def test_a_number_of_customers_is_read_as_it_was_meant(words: str, count: int | None) -> None:
    assert weighing.count(words) == count


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_number_or_refused(words: str) -> None:
    try:
        found = weighing.count(words)
    except NotACount:
        return
    assert found is None or 0 <= found <= weighing.MOST_CUSTOMERS


@on_sqlite
def test_where_slack_takes_no_table_the_same_stands_in_paragraphs(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.MOST_OF_A_KIND, tables.TABLE, 0)
    stage.types(NORA, ASKED)
    stage.types(VICTOR, "/cx D-1 no change because <nobody> notices")
    stage.passes(hours=0.1)
    assert "*Victor Chen*: no change. “<nobody> notices”." in card(stage)
    monkeypatch.undo()
    stage.types(PRIYA, "/cx D-1 no change because it is small")
    stage.passes(hours=0.1)
    assert "Priya Raman | no change | – | “it is small”" in card(stage)
