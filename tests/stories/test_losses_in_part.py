"""A customer who stays and pays less is lost in part: smaller, not gone, and asked after."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from storage import customers
from storage.years import SaidYear
from tests.cast import BEN, NORA, OMAR, SARA, TEAM
from tests.stage import Stage
from tests.stories.test_losses import asked, customer, explain, lead, loss, losses, record, stands
from tests.stories.test_what_customers_say import answers, survey

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_part_counts_from_its_own_day_whenever_it_is_recorded(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        acme = customers.named(session, TEAM, "Acme")
        assert acme is not None
        acme.came_on = date(2026, 1, 1)
        session.add(acme)
    stage.types(BEN, "/cx lost Acme on 2026-10-20 they said “price”")
    stage.fills_in(BEN, stated="price", extent="part", value="100 k")
    stage.closes(BEN)
    stage.passes(hours=1)
    stage.types(OMAR, "/cx setup customer Acme")
    stage.fills_in(OMAR, value="400000")
    stage.closes(OMAR)
    october = stage.types(NORA, "/cx growth october")
    assert "shrank one" in october
    assert "100 k" in october
    november = stage.types(NORA, "/cx growth november")
    assert "shrank" not in november
    assert "20 k" in november, "what they pay more since then is growth of its own"

    # Given back later it counts from that day, and what was is not told otherwise.
    stage.passes(days=10)
    stage.types(BEN, "/cx L-1")
    stage.clicks_in_form(BEN, "They pay as before…")
    stage.fills_in(BEN, day="2026-11-28")
    stage.closes(BEN)
    assert customer(stage, "Acme").annual_value == 500_000
    assert stage.types(NORA, "/cx growth october") == october
    november = stage.types(NORA, "/cx growth november")
    assert "120 k" in november
    assert "none" in stage.types(NORA, "/cx growth december")


def test_who_stays_and_pays_less_has_shrunk_and_not_left(stage: Stage) -> None:
    lead(stage, "Acme", SARA)
    stage.types(BEN, "/cx lost Acme on 2026-11-20 they said “price”")
    assert "All or part?" in stage.sees_form(BEN)
    said = stage.fills_in(BEN, stated="price", extent="part")
    assert "They pay no more than that." in said
    assert "Please write by how much a year" in stage.fills_in(BEN, value="")
    assert losses(stage) == [], "nothing is kept of what cannot be"
    said = stage.fills_in(BEN, value="100 k", extent="part")
    assert "Noted as L-1: Acme is smaller. @sara is asked for what stood behind it." in said
    one, acme = loss(stage), customer(stage, "Acme")
    assert (one.is_part, one.value, one.left_on) == (True, 100_000, date(2026, 11, 20))
    assert (acme.left_on, acme.annual_value) == (None, 380_000)
    assert acme.watch_at is not None, "their renewal is still watched"
    stage.closes(BEN)

    # Growth counts them among those who shrank, and nobody as lost.
    grown = stage.types(NORA, "/cx growth november")
    assert "none lost" in grown
    assert "shrank one" in grown
    assert "100 k" in grown
    listed = stage.types(NORA, "/cx lost")
    assert "Nobody has left in a year" in listed
    assert "These stayed, and pay less since" in listed
    assert "L-1 Acme" in listed

    # Why is asked and verified as of any loss; nobody calls who has not left.
    stage.passes(days=1)
    assert "Acme is smaller since Fri 20 Nov. They said: “price”." in stage.reads_all(SARA)
    stage.clicks(SARA, "Write it…")
    explain(stage, SARA)
    stage.passes(days=1)
    stage.clicks(OMAR, "It shows")
    stage.passes(days=2)
    assert loss(stage).state == "closed"
    assert "call" not in {kind for kind, _, _ in asked(stage)}
    stands(stage)

    # All of it can still be lost, once, and they can come back from each.
    stage.types(BEN, "/cx lost Acme they said “bye”")
    stage.fills_in(BEN, stated="price")
    stage.closes(BEN)
    assert customer(stage, "Acme").left_on == stage.now.date()
    assert loss(stage, 2).value == 380_000
    assert "Nothing was recorded twice." in stage.types(BEN, "/cx lost Acme they said “bye”")
    stage.types(BEN, "/cx L-2")
    stage.clicks_in_form(BEN, "They are back…")
    stage.fills_in(BEN)
    stage.closes(BEN)
    acme = customer(stage, "Acme")
    assert (acme.left_on, acme.annual_value) == (None, 380_000)
    stage.types(BEN, "/cx L-1")
    stage.clicks_in_form(BEN, "They pay as before…")
    assert "Good news: Acme pays as before." in stage.fills_in(BEN)
    stage.closes(BEN)
    assert customer(stage, "Acme").annual_value == 480_000
    stage.types(BEN, "/cx L-1")
    assert "They pay as before since " in stage.sees_form(BEN)
    stands(stage)


@on_sqlite
def test_a_part_is_changed_and_undone_with_what_they_pay(stage: Stage) -> None:
    lead(stage, "Acme", SARA)
    record(stage, value="100 k", extent="part")
    stage.closes(BEN)
    stage.types(BEN, "/cx L-1")
    stage.clicks_in_form(BEN, "Change…")
    assert "They pay no more than that." in stage.fills_in(BEN, value="480 k")
    stage.fills_in(BEN, value="150 k")
    stage.closes(BEN)
    assert (loss(stage).is_part, customer(stage, "Acme").annual_value) == (True, 330_000)
    stage.types(BEN, "/cx undo L-1")
    assert (loss(stage).value, customer(stage, "Acme").annual_value) == (100_000, 380_000)
    stands(stage)
    stage.passes(hours=1)
    record(stage, value="80 k", extent="part")
    assert "L-2 is taken back: they pay what they paid." in stage.types(BEN, "/cx undo L-2")
    assert customer(stage, "Acme").annual_value == 380_000


@on_sqlite
def test_who_is_smaller_has_not_left_beside_what_they_said(stage: Stage) -> None:
    lead(stage, "Acme", SARA)
    autumn = survey(stage, "Autumn survey", [])
    answers(stage, autumn, "Acme", 9, on=date(2026, 11, 10))
    record(stage, value="100 k", extent="part")
    with stage.duly.database.read() as session:
        [said] = session.exec(select(SaidYear)).all()
    assert said.did == "nothing"
