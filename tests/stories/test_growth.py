"""Who came and who left in a month is read in one message, and adds up by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from storage.customers import Customer
from tests.cast import BEN, NORA, OMAR, SARA
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
    key = next(line for line in said.splitlines() if "*Key account* ·" in line)
    assert "new one" in key
    assert "210 k" in key
    assert "lost one" in key
    assert "480 k" in key
    assert "new for lost 0.4" in key
    strategic = next(line for line in said.splitlines() if "*Strategic account* ·" in line)
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


@on_sqlite
def test_who_may_not_read_it_and_what_cannot_be_read(stage: Stage) -> None:
    assert "That is for" in stage.types(SARA, "/cx growth")
    lead(stage, "Globex", SARA)
    assert "No customer has a start" in stage.types(SARA, "/cx growth")
    assert "Please name a month" in stage.types(NORA, "/cx growth soon")
    assert "has not begun yet" in stage.types(NORA, "/cx growth 2027-06")
