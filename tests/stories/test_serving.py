"""What an account costs to serve stands beside what it pays, for those who may see money."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import select

from handlers.front.imports import Subject
from storage import workspaces
from storage.customers import Customer
from tests.cast import MONDAY, OMAR, SARA, TEAM
from tests.importer import Importer, rows_of
from tests.stage import Stage
from tests.stories.test_segments import change

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LINE = "*Serving them* The"


def account(stage: Stage, name: str = "Acme") -> Customer:
    with stage.duly.database.read() as session:
        return session.exec(select(Customer).where(Customer.name == name)).one()


def listed(stage: Stage, user: str) -> str:
    stage.types(user, "/cx segments")
    return stage.sees_form(user)


def test_the_form_says_what_it_costs_and_the_list_sets_it_beside_what_they_pay(
    stage: Stage,
) -> None:
    assert LINE not in listed(stage, OMAR)
    stage.closes(OMAR)
    stage.types(OMAR, "/cx setup customer Acme")
    assert "I can't read “much” as an amount." in stage.fills_in(OMAR, cost="much")
    stage.fills_in(OMAR, cost="31 k")
    one = account(stage)
    assert (one.cost_to_serve, one.cost_source, one.cost_on) == (31_000, "", date(2026, 11, 23))
    stage.closes(OMAR)
    shown = listed(stage, OMAR)
    assert (
        "*Serving them* The one key account whose cost is known: 31 k to serve, 480 k a year "
        "(written down on Mon 23 Nov)."
    ) in shown
    change(stage, "Initech", tier="key", annual_value=None, cost_to_serve=9_000,
           cost_source="costs <!here>.csv", cost_on=date(2026, 11, 23))  # fmt: skip
    stage.closes(OMAR)
    assert "(from several sources on Mon 23 Nov)." in listed(stage, OMAR)
    change(stage, "Initech", cost_on=date(2026, 11, 2))
    stage.closes(OMAR)
    assert (
        "The two key accounts whose cost is known: 40 k to serve, 480 k a year from the one whose "
        "value is known (from Mon 2 Nov to Mon 23 Nov)."
    ) in listed(stage, OMAR)
    stage.closes(OMAR)
    stage.types(OMAR, "/cx customer Initech")
    shown = stage.sees_form(OMAR)
    assert "9 k to serve (costs <!here>.csv of Mon 2 Nov)" in shown
    assert LINE not in listed(stage, SARA), "she may see no money"
    stage.closes(SARA)
    stage.types(SARA, "/cx customer Initech")
    assert "to serve" not in stage.sees_form(SARA)
    change(stage, "Initech", left_on=date(2026, 11, 20))
    stage.closes(OMAR)
    assert "The one key account whose cost" in listed(stage, OMAR)
    stage.closes(OMAR)
    stage.types(OMAR, "/cx setup customer Acme")
    stage.fills_in(OMAR, cost="")
    one = account(stage)
    assert (one.cost_to_serve, one.cost_source, one.cost_on) == (None, "", None)


@on_sqlite
def test_a_file_brings_it_with_its_name_and_day(bring: Importer) -> None:
    with bring.database.write() as session:
        workspace = workspaces.find(session, TEAM)
        assert workspace is not None
        workspace.currency = "EUR"
        session.add(workspace)
    text = "Name,Cost to serve\nAcme,€31000\nGlobex,12 k\nInitech,$900\nCorner Café,-5\n"
    report = bring(Subject.CUSTOMERS, text, file="costs.csv")
    assert (report.tally.updated, report.tally.refused) == (2, 2), "no currency is added to another"
    known = {each.name: each for each in rows_of(bring.database, Customer)}
    acme = known["Acme"]
    assert (acme.cost_to_serve, acme.cost_source, acme.cost_on) == (
        31_000, "costs.csv", date(2026, 11, 23),
    )  # fmt: skip
    assert known["Initech"].cost_to_serve is None
    later = MONDAY + timedelta(days=9)
    again = bring(Subject.CUSTOMERS, text, file="costs.csv", clock=lambda: later)
    assert again.tally.already_there == 2, "the same file says nothing new"
    bring(Subject.CUSTOMERS, "Name,Cost to serve\nAcme,28 k\n", file="new.csv", clock=lambda: later)
    [acme] = [each for each in rows_of(bring.database, Customer) if each.name == "Acme"]
    assert (acme.cost_to_serve, acme.cost_source, acme.cost_on) == (
        28_000, "new.csv", date(2026, 12, 2),
    )  # fmt: skip
