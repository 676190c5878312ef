"""Who spends on what stands on the page of a customer and in the customer room pack."""

from __future__ import annotations

from datetime import date

from bot import routes
from handlers.customers.initiatives import room_page
from handlers.executives import room
from handlers.executives.room import page
from tests.cast import BEN, DIEGO, GRACE, NORA, OMAR, SARA, TEAM
from tests.stage import Stage
from tests.stories.test_initiatives import counts_in_euros, ids, write
from tests.stories.test_twins import two


def chapter(stage: Stage, month: date) -> tuple[list[str], list[tuple[str, ...]]]:
    """The sentences and the rows of the page."""
    with stage.duly.database.read() as session:
        found = room_page.read(session, stage.now, TEAM, month)
    if found is None:
        return [], []
    rows = [row for figure in found.section.figures for row in figure.table.rows]
    return list(found.section.sentences), rows


def test_the_page_of_a_customer_says_what_is_done_for_them(stage: Stage) -> None:
    counts_in_euros(stage)
    write(stage, customers=ids(stage, "Acme"))
    stage.closes(GRACE)
    write(stage, what="A portal <!channel>", customers=[], tiers=["key"])
    stage.closes(GRACE)
    stage.types(SARA, "/cx customer Acme")
    read = stage.sees_form(SARA)
    assert "What we do for them" in read
    assert "N-1 First ninety days, planned, until Wed 31 Mar · N-2 A portal" in read
    assert "60 k" not in read
    stage.closes(SARA)
    stage.types(SARA, "/cx customer Globex")
    assert "What we do for them" not in stage.sees_form(SARA)
    stage.closes(SARA)
    stage.types(BEN, "/cx lost Acme on 2026-11-20 they said price")
    stage.fills_in(BEN, stated="price")
    stage.types(OMAR, "/cx customer Acme")
    assert "What we do for them" not in stage.sees_form(OMAR)


def test_the_room_pack_has_what_goes_on_and_names_no_pair_before_both_have_answered(
    stage: Stage,
) -> None:
    assert chapter(stage, date(2027, 1, 1)) == ([], [])
    two(stage)
    said, rows = chapter(stage, date(2027, 1, 1))
    assert said == [
        "One pair looks alike; at most €45 k is spent twice.",
        "Two initiatives go on, €105 k this year.",
    ]
    assert rows == [
        ("N-1 First ninety days", "Support", "2", "€60 k", "Wed 31 Mar"),
        ("N-2 Onboarding desk", "Product", "2", "€45 k", "Wed 31 Mar"),
    ]
    assert chapter(stage, date(2026, 11, 1)) == ([], [])
    stage.types(OMAR, "/cx W-1")
    stage.clicks_in_form(OMAR, "Same thing…")
    stage.fills_in(OMAR, pooled="One", owner=DIEGO, decider=OMAR, day="2026-12-18")
    said, _ = chapter(stage, date(2027, 1, 1))
    assert said[1].startswith(
        "N-1 (Diego, Support) and N-2 (Ravi, Product) are proposed as one (D-1): one customer is in"
    )


def test_the_room_pack_says_what_was_cut_and_why_by_nobodys_name(stage: Stage) -> None:
    counts_in_euros(stage)
    write(stage, DIEGO)
    stage.closes(DIEGO)
    stage.types(DIEGO, "/cx N-1")
    stage.clicks_in_form(DIEGO, "Cut…")
    stage.clicks_in_form(DIEGO, "Cut it, because…")
    stage.fills_in(DIEGO, reason="No money <!channel>", acceptor=NORA)
    said, rows = chapter(stage, date(2026, 11, 1))
    assert said == ["One was cut, €60 k."]
    assert rows == [("N-1 First ninety days", "Support", "2", "€60 k", "No money <!channel>")]
    assert chapter(stage, date(2026, 12, 1)) == ([], [])
    with stage.duly.database.read() as session:
        pack = room.prepare(session, stage.now, TEAM, "2026-11", routes.CHAPTERS)
    whole = page.html(pack)
    assert "Money across departments" in whole
    assert "No money &lt;!channel&gt;" in whole
