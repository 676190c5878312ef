"""Who came and who left in a month is read in one message, and adds up by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from bot import routes
from handlers.executives import room
from handlers.executives.chapters import PackChapter
from handlers.executives.room import page, thread
from storage.customers import Customer
from tests.cast import BEN, NORA, OMAR, SARA, TEAM
from tests.stage import Stage
from tests.stories.test_losses import lead

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def change(stage: Stage, customer: str, **fields: object) -> None:
    """The CCO changes a customer in their form."""
    stage.types(OMAR, f"/cx setup customer {customer}")
    stage.fills_in(OMAR, **fields)
    stage.closes(OMAR)


def december(stage: Stage) -> None:
    """In December a key account leaves, another came, one pays more and one less."""
    stage.passes(until=datetime(2026, 12, 3, 10, tzinfo=UTC))
    stage.types(BEN, "/cx lost Acme on 2026-12-02 they said “price”")
    stage.fills_in(BEN, stated="price")
    stage.closes(BEN)
    change(stage, "Umbrella", name="Umbrella", tier="key", value="210000", since="2026-12-01")
    change(stage, "Globex", value="170000")
    change(stage, "Corner Café", value="5000")


def test_a_month_adds_up_by_hand(stage: Stage) -> None:
    assert "No customer has a start or an end yet." in stage.types(NORA, "/cx growth")
    december(stage)
    said = stage.types(NORA, "/cx growth december")
    assert "December 2026: one customer won, one lost" in said
    # 480 k + 150 k + 40 k + 6 k = 676 k became 210 k + 170 k + 40 k + 5 k = 425 k.
    assert "251 k less a year" in said
    assert "four customers at the end" in said
    key = next(line for line in said.splitlines() if "*Key accounts* ·" in line)
    assert "new one" in key
    assert "210 k" in key
    assert "lost one" in key
    assert "480 k" in key
    assert "new for lost 0.4" in key
    strategic = next(line for line in said.splitlines() if "*Strategic accounts* ·" in line)
    assert "grew one" in strategic
    assert "20 k" in strategic
    assert "new for lost –" in strategic
    assert "Not known yet: one" in said
    with stage.duly.database.read() as session:
        umbrella = session.exec(select(Customer).where(Customer.name == "Umbrella")).one()
    assert umbrella.came_on == date(2026, 12, 1)


def test_a_month_that_is_over_stays_as_it_was(stage: Stage) -> None:
    december(stage)
    then = stage.types(NORA, "/cx growth december")
    stage.passes(until=datetime(2027, 1, 8, 10, tzinfo=UTC))
    change(stage, "Globex", value="20000", tier="standard")
    stage.types(BEN, "/cx lost Initech on 2027-01-05 they said “bye”")
    stage.fills_in(BEN, stated="other")
    stage.closes(BEN)
    now = stage.types(NORA, "/cx growth")
    for line in then.splitlines():
        if line.startswith(("Key", "Strategic", "All", "*Key", "*Strategic", "*All")):
            assert line in now
    assert "four customers at the end" in now
    january = stage.types(NORA, "/cx growth this month")
    assert "to other tiers one" in january
    assert "from other tiers one" in january
    assert "three customers at the end" in january


def chapters_of(stage: Stage, month: str) -> tuple[tuple[PackChapter, ...], str, str]:
    """What stands in the pack of a month, its page, and its messages in the thread."""
    with stage.duly.database.read() as session:
        pack = room.prepare(session, stage.now, TEAM, month, routes.CHAPTERS)
    shown = "\n".join(str(each.payload) for each in thread.messages(pack))
    return pack.added, page.html(pack), shown


@pytest.mark.both
def test_the_customer_room_tells_who_came_and_who_left(stage: Stage) -> None:
    assert chapters_of(stage, "2026-11")[0] == (), "nothing became of anybody"
    stage.passes(until=datetime(2026, 12, 3, 10, tzinfo=UTC))
    stage.types(BEN, "/cx lost Acme on 2026-12-02 they said “<!channel> & <b>price</b>”")
    stage.fills_in(BEN, stated="price")
    stage.closes(BEN)
    change(stage, "Umbrella", name="Umbrella", tier="key", value="210000", since="2026-12-01")
    ((chapter,), html, messages) = chapters_of(stage, "2026-12")
    by_tier, why, prevented = (each.table.rows for each in chapter.section.figures)
    assert [(row[0], row[1], row[2], row[-1]) for row in by_tier] == [
        ("Key accounts", "1, 210 k", "1, 480 k", "0.4"),
        ("All", "1, 210 k", "1, 480 k", "0.4"),
    ]
    assert list(why) == [("Not known yet", "1", "480 k")]
    assert list(prevented) == [("Not known", "1")]
    assert [n for _, _, n in chapter.made] == [2, 1]
    assert "one customer won, one lost" in chapter.section.sentences[0]
    assert "&lt;b&gt;price&lt;/b&gt;" in html
    assert "<b>price" not in html
    assert "Acme, key account, left Wed 2 Dec (L-1)" in html
    assert "<!channel>" not in messages, "it rings nobody"
    assert chapters_of(stage, "2026-11")[0] == (), "another month tells nothing of it"


@on_sqlite
def test_who_may_not_read_it_and_what_cannot_be_read(stage: Stage) -> None:
    assert "That is for" in stage.types(SARA, "/cx growth")
    lead(stage, "Globex", SARA)
    assert "No customer has a start" in stage.types(SARA, "/cx growth")
    assert "Please name a month" in stage.types(NORA, "/cx growth soon")
    assert "has not begun yet" in stage.types(NORA, "/cx growth 2027-06")


@on_sqlite
def test_where_nothing_came_for_who_left_it_is_said_so(stage: Stage) -> None:
    stage.passes(until=datetime(2026, 12, 3, 10, tzinfo=UTC))
    stage.types(BEN, "/cx lost Acme on 2026-12-02 they said “price”")
    stage.fills_in(BEN, stated="price")
    said = stage.types(NORA, "/cx growth december")
    assert "Nothing new came for what left." in said
    assert "0.0 came new" not in said
    assert "why they left is not verified yet" in said
