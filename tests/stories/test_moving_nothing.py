"""What moves nothing, and what nobody works for, stands on the one page and in the room pack."""

from __future__ import annotations

from tests.cast import BEN, MARIA, OMAR, SARA, TOM
from tests.stage import Stage
from tests.stories.test_digest_lines import digest
from tests.stories.test_growth import chapters_of
from tests.stories.test_roadmap import TITLE, count, taken
from tests.stories.test_traces import give

HEARD = "Every complaint is heard in a day"


def begun(stage: Stage) -> None:
    """Two outcomes, one of which something moves, and tasks of three sorts."""
    taken(stage)
    taken(stage, notice=HEARD)
    give(stage, moves="O-1")
    give(stage, title="Tidy the shelf")
    give(stage, title="Sort the mail <!channel>", owner=TOM)
    give(stage, title="Hide the plan", audience="private")
    stage.types(OMAR, "/cx task Call them back to @sara by friday for Acme")


def test_the_page_says_what_moves_nothing_and_the_list_opens(stage: Stage) -> None:
    begun(stage)
    page = stage.types(BEN, "/cx roadmap")
    assert "1, none late" in page
    assert f"*Nobody works yet for* O-2 {HEARD}. Who does the first thing?" in page
    assert "*Moves none of the two*: 3 of 4 open tasks." in page
    assert "two of them have no customer." in page, "what is private counts for nobody"

    listed = stage.clicks_answer(BEN, "Open the list…")
    assert "One thing in Billing has no customer and no outcome.* Which still matter?" in listed
    assert "Tidy the shelf" in listed
    assert "Hide the plan" not in listed
    assert "Call them back" not in listed
    other = stage.clicks_in_form(BEN, "Logistics (1)")
    assert "One thing in Logistics has no customer and no outcome.*" in other
    assert "Sort the mail" in other


def test_who_may_see_what_is_private_finds_it_in_the_list(stage: Stage) -> None:
    begun(stage)
    stage.types(SARA, "/cx roadmap")
    listed = stage.clicks_answer(SARA, "Open the list…")
    assert "Two things in Billing have no customer and no outcome.*" in listed
    assert "Hide the plan" in listed


def test_whoever_leads_a_department_is_asked_once_a_month_what_still_matters(stage: Stage) -> None:
    give(stage, title="Tidy the shelf")
    give(stage, title="Hide the plan", audience="private")
    assert "no outcome" not in stage.opens_home(MARIA), "there is no outcome to move yet"
    taken(stage)
    asks = "Two things in Billing have no customer and no outcome. Which still matter?"
    assert asks in stage.opens_home(MARIA)
    assert "no customer and no outcome" not in stage.opens_home(SARA)
    assert "no customer and no outcome" not in stage.opens_home(TOM)

    home = stage.workspace.home(MARIA)
    assert home is not None
    stage.people.click_in_view(MARIA, home.id, "outcome.nothing")
    stage.settle()
    listed = stage.sees_form(MARIA)
    assert "Tidy the shelf" in listed
    assert "Hide the plan" in listed, "it is for them to see"
    stage.closes(MARIA)
    assert "no customer and no outcome" not in stage.opens_home(MARIA)
    stage.passes(days=31)
    assert asks in stage.opens_home(MARIA)


def test_the_first_digest_of_a_month_asks_what_still_matters(stage: Stage) -> None:
    taken(stage)
    give(stage, title="Tidy the shelf")
    give(stage, title="Hide the plan", audience="private")
    asks = "One thing in Billing has no customer and no outcome. Which still matter?"
    assert asks not in digest(stage, MARIA, "#billing"), "the month began before"
    stage.passes(days=8)
    said = digest(stage, MARIA, "#billing")
    assert asks in said, "what is private is not among them"
    assert "Hide the plan" not in said
    stage.types(MARIA, "/cx roadmap")
    stage.clicks_answer(MARIA, "Open the list…")
    assert asks not in digest(stage, MARIA, "#billing"), "whoever leads it has looked"


def test_what_nobody_works_for_is_asked_with_its_number(stage: Stage) -> None:
    taken(stage)
    stage.passes(days=3.5)
    assert "No open task moves it yet: who does the first thing?" in stage.reads_all(MARIA)


def test_the_cco_reads_on_home_where_words_and_figures_differ(stage: Stage) -> None:
    taken(stage)
    count(stage, number="30")
    assert "say" not in outcomes_line(stage), "its owner reads it first, and alone"
    stage.passes(days=3)
    assert "*Outcomes* One outcome says on course and shows otherwise." in outcomes_line(stage)
    assert "*Outcomes*" not in stage.opens_home(TOM)


def outcomes_line(stage: Stage) -> str:
    """The line of the CCO's Home about outcomes, empty where there is none."""
    lines = stage.opens_home(OMAR).splitlines()
    return next((each for each in lines if each.startswith("*Outcomes*")), "")


def test_the_room_pack_has_a_page_of_outcomes(stage: Stage) -> None:
    assert chapters_of(stage, "2026-11")[0] == ()
    begun(stage)
    taken(stage, notice="Not <b>this</b> <!channel>")
    count(stage, number="30")
    stage.types(MARIA, "/cx O-3")
    stage.clicks_in_form(MARIA, "It ends…")
    stage.fills_in(MARIA, reason="Another way is better")
    stage.closes(MARIA)
    stage.passes(days=3)
    ((chapter,), html, messages) = chapters_of(stage, "2026-11")
    standing, over = (each.table.rows for each in chapter.section.figures)
    assert standing[0] == (TITLE, "31", "30", "12", "on course", "1, none late")
    assert standing[1] == (HEARD, "31", "31", "12", "no number yet", "none yet")
    assert [row[-1] for row in over] == ["ended: “Another way is better”"]
    said = " ".join(chapter.section.sentences)
    assert "Two outcomes for customers, fourth quarter: " in said
    assert f"Look again at O-1 {TITLE}: the words say on course; 30 is not the" in said
    assert f"Nobody works yet for O-2 {HEARD}." in said
    assert "Moves none of the two: 3 of 4 open tasks." in said
    assert "<b>this" not in html
    assert "<!channel>" not in messages
    assert "Hide the plan" not in html
