"""What departments pay for that customers get: written down, read, changed and taken back."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from handlers.customers import initiatives as room
from handlers.customers.initiatives import InitiativeSaid
from handlers.speech.people_errors import CcoOwns
from storage import customers, departments, initiatives, people, workspaces
from storage.columns import new_id
from storage.customers import Customer
from storage.history import Event
from storage.initiatives import Initiative
from tests.cast import BEN, DIEGO, GRACE, MARIA, MONDAY, NORA, OMAR, RAVI, SARA, TEAM
from tests.stage import Stage

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TITLE = "First ninety days: a welcome call, a guide, a survey"


def ids(stage: Stage, *names: str) -> list[str]:
    """The customers as a form names them."""
    with stage.duly.database.read() as session:
        known = {each.name: str(each.customer_id) for each in session.exec(select(Customer))}
    return [known[name] for name in names]


def counts_in_euros(stage: Stage) -> None:
    """The company says in which currency its money is."""
    with stage.duly.database.write() as session:
        workspace = workspaces.find(session, TEAM)
        assert workspace is not None
        workspace.currency = "EUR"
        session.add(workspace)


def write(stage: Stage, user: str = GRACE, **fields: object) -> str:
    """Somebody writes down an initiative; what they read then."""
    stage.types(user, "/cx initiatives")
    stage.clicks_in_form(user, "Add an initiative…")
    values: dict[str, object] = {
        "what": TITLE, "department": "Support", "owner": user, "begins": "2027-01-01",
        "ends": "2027-03-31", "money": "60 k", "customers": ids(stage, "Acme", "Globex"), **fields,
    }  # fmt: skip
    return stage.fills_in(user, **values)


def initiative(stage: Stage, number: int = 1) -> Initiative:
    with stage.duly.database.read() as session:
        found = initiatives.find(session, TEAM, number)
        assert found is not None
        session.expunge(found)
        return found


def named(stage: Stage, number: int = 1) -> list[str]:
    """The names of the customers who are named with it."""
    with stage.duly.database.read() as session:
        return initiatives.names(session, TEAM, [number]).get(number, [])


def stands(stage: Stage) -> None:
    """History tells how each initiative stands."""
    told: dict[int, dict[str, Any]] = {}
    with stage.duly.database.read() as session:
        query = select(Event).where(Event.noun == "initiative").order_by(col(Event.event_id))
        for event in session.exec(query):
            row = told.setdefault(event.number, {})
            row |= event.details.get("initiative", {}) | event.details.get("after", {})
            row["state"] = event.state or row["state"]
        for each in session.exec(select(Initiative)):
            again = dict(told[each.number])
            ids = initiatives.named_with(session, TEAM, each.number)
            assert sorted(again.pop("customers", [])) == sorted(str(one) for one in ids)
            for name, value in again.items():
                real = getattr(each, name)
                plain = real.isoformat() if isinstance(real, date) else real
                plain = str(plain) if name == "department_id" else plain
                assert plain == value, (name, plain, value)


def test_an_initiative_is_for_whole_segments(stage: Stage) -> None:
    counts_in_euros(stage)
    with stage.duly.database.write() as session:
        for name in ("Acme", "Globex"):
            found = customers.named(session, TEAM, name)
            assert found is not None
            found.product = "Flow"
            session.add(found)
    assert "Noted: *N-1" in write(stage, customers=[], segments=["product:Flow"])
    stage.closes(GRACE)
    assert initiative(stage).segments == ["product:Flow"]
    assert named(stage) == []
    stands(stage)
    stage.types(NORA, "/cx N-1")
    assert "For 2 customers: product “Flow”." in stage.sees_form(NORA)
    stage.closes(NORA)
    for name, is_theirs in (("Acme", True), ("Initech", False)):
        stage.types(NORA, f"/cx plan {name} 2027")
        assert ("N-1 First ninety days" in stage.sees_form(NORA)) is is_theirs
        stage.closes(NORA)
    stage.types(GRACE, "/cx N-1")
    said = stage.clicks_in_form(GRACE, "Cut…")
    assert "touches 2 customers, €630 k a year" in said
    assert "One of them renews within 90 days: Globex" in said
    stage.closes(GRACE)

    # Another one by name has a customer of the segment, and so both look alike.
    write(stage, RAVI, department="Product", customers=ids(stage, "Acme"))
    stage.closes(RAVI)
    stage.types(NORA, "/cx initiatives")
    assert "One pair" in stage.sees_form(NORA)
    stage.closes(NORA)

    # Whoever changes it chooses again; who is in two segments, or named as well, counts once.
    stage.types(GRACE, "/cx N-1")
    stage.clicks_in_form(GRACE, "Change…")
    stage.fills_in(GRACE, segments=["product:Flow", "flag:cannot lose"], tiers=["key"],
                   customers=ids(stage, "Globex"))  # fmt: skip
    stage.closes(GRACE)
    stands(stage)
    stage.types(NORA, "/cx N-1")
    read = stage.sees_form(NORA)
    assert "For 2 customers: key accounts, those whom nobody can afford to lose, product" in read
    stage.closes(NORA)
    stage.types(GRACE, "/cx undo N-1")
    assert initiative(stage).segments == ["product:Flow"]


def test_an_initiative_is_written_down_and_everybody_reads_it_but_the_money(stage: Stage) -> None:
    counts_in_euros(stage)
    said = write(stage)
    assert "Noted: *N-1 First ninety days*. Everybody may read it but the money." in said
    one = initiative(stage)
    assert (one.title, one.state, one.owner_id, one.amount) == (TITLE, "open", GRACE, 60_000)
    assert (one.begins_on, one.ends_on) == (date(2027, 1, 1), date(2027, 3, 31))
    assert named(stage) == ["Acme", "Globex"]
    stands(stage)
    stage.closes(GRACE)

    stage.types(NORA, "/cx initiatives")
    read = stage.sees_form(NORA)
    assert "One initiative is written down, €60 k this year." in read
    assert "*N-1 First ninety days* · Grace · €60 k · 2 customers" in read
    assert "“a welcome call, a guide, a survey”" in read
    assert "Support pays · planned · Fri 1 Jan to Wed 31 Mar" in read

    stage.types(SARA, "/cx initiatives")
    read = stage.sees_form(SARA)
    assert "*N-1 First ninety days* · Grace · 2 customers" in read
    assert "60" not in read
    stage.types(SARA, "/cx N-1")
    one_read = stage.sees_form(SARA)
    assert "Support pays" in one_read
    assert "For 2 customers: Acme and Globex." in one_read
    assert "60" not in one_read
    assert "Change…" not in one_read
    stage.types(GRACE, "/cx N-1")
    assert "€60 k this year" in stage.sees_form(GRACE)


def test_whole_tiers_are_whoever_is_in_them(stage: Stage) -> None:
    write(stage, tiers=["key", "strategic"], customers=ids(stage, "Acme", "Initech"))
    stage.types(OMAR, "/cx N-1")
    read = stage.sees_form(OMAR)
    assert "For 3 customers: key accounts, strategic accounts, Acme and Initech." in read
    stage.types(BEN, "/cx lost Globex on 2026-11-20 they said price")
    stage.fills_in(BEN, stated="price")
    stage.types(OMAR, "/cx N-1")
    assert "For 2 customers" in stage.sees_form(OMAR)


def test_it_is_changed_by_who_answers_for_it_and_taken_back(stage: Stage) -> None:
    write(stage, DIEGO)
    stage.types(DIEGO, "/cx N-1")
    stage.clicks_in_form(DIEGO, "Change…")
    said = stage.fills_in(DIEGO, money="45 k", customers=ids(stage, "Acme"), ends="2027-02-28")
    assert "Changed: N-1 says it now." in said
    assert (initiative(stage).amount, named(stage)) == (45_000, ["Acme"])
    stands(stage)
    told = stage.types(DIEGO, "/cx N-1") or stage.sees_form(DIEGO)
    assert "changed when it ends, its money, for whom it is" in told
    stage.clicks_in_form(DIEGO, "Undo")
    assert (initiative(stage).amount, named(stage)) == (60_000, ["Acme", "Globex"])
    assert initiative(stage).ends_on == date(2027, 3, 31)
    stands(stage)
    stage.closes(DIEGO)

    said = stage.types(DIEGO, "/cx initiatives Onboarding desk: a training")
    said = stage.fills_in(
        DIEGO, department="Support", owner=DIEGO, begins="2027-01-01", ends="2027-03-31"
    )
    assert "Noted: *N-2 Onboarding desk*." in said
    assert "Undone. N-2 is taken back." in stage.types(DIEGO, "/cx undo")
    assert initiative(stage, 2).state == "taken back"
    stage.types(NORA, "/cx initiatives")
    assert "Onboarding desk" not in stage.sees_form(NORA)
    stands(stage)


def test_who_may_not_know_the_money_does_not_change_it(stage: Stage) -> None:
    counts_in_euros(stage)
    write(stage, GRACE, owner=DIEGO)
    stage.types(SARA, "/cx N-1")
    assert "Change…" not in stage.sees_form(SARA)
    stage.closes(SARA)
    stage.types(MARIA, "/cx N-1")
    assert "€60 k this year" in stage.sees_form(MARIA)
    assert "Change…" not in stage.sees_form(MARIA)
    stage.types(NORA, "/cx N-1")
    stage.clicks_in_form(NORA, "Change…")
    assert "60,000" in json.dumps(stage.workspace.view(NORA).blocks)  # type: ignore[union-attr]
    stage.fills_in(NORA, owner=RAVI)
    assert (initiative(stage).owner_id, initiative(stage).amount) == (RAVI, 60_000)


@on_sqlite
def test_bad_input_gets_a_sentence_and_loses_nothing(stage: Stage) -> None:
    counts_in_euros(stage)
    said = write(stage, begins="2027-03-01", ends="2027-01-01")
    assert "It ends on Fri 1 Jan 2027 and begins on Mon 1 Mar 2027. Which of the two" in said
    assert "more than 10 years away" in stage.fills_in(GRACE, ends="2099-01-01")
    assert "as an amount" in stage.fills_in(GRACE, ends="2027-03-31", money="a lot")
    assert "is in USD" in stage.fills_in(GRACE, money="$ 5 k")
    assert "write down what customers will get" in stage.fills_in(GRACE, money="", what="…")
    assert "owns no single task" in stage.fills_in(GRACE, what="x", owner=OMAR)
    hostile = "<!channel> *bye*: " + "ü" * 200
    assert "Noted: *N-1" in stage.fills_in(GRACE, what=hostile, owner=GRACE, customers=[])
    assert initiative(stage).amount is None
    stage.types(OMAR, "/cx N-1")
    view = stage.workspace.view(OMAR)
    assert view is not None
    assert "<!channel>" not in json.dumps(view.blocks)
    assert "cost not known" in stage.sees_form(OMAR)
    assert "For no customers yet" in stage.sees_form(OMAR)
    stage.types(OMAR, "/cx initiatives")
    assert "<!channel>" not in json.dumps(stage.workspace.view(OMAR).blocks)  # type: ignore[union-attr]
    assert "N-9" in stage.types(OMAR, "/cx N-9")


@on_sqlite
def test_money_of_two_currencies_is_never_added_up(stage: Stage) -> None:
    write(stage, money="€ 60 k")
    stage.closes(GRACE)
    write(stage, money="$ 5 k")
    assert (initiative(stage).currency, initiative(stage, 2).currency) == ("EUR", "USD")
    stage.types(NORA, "/cx initiatives")
    assert "Two initiatives are written down, €60 k and $5 k this year." in (
        stage.sees_form(NORA).replace("$5 k and €60 k", "€60 k and $5 k")
    )


def test_the_register_is_read_page_by_page(stage: Stage) -> None:
    stage.types(SARA, "/cx initiatives")
    assert "No initiative is written down. The first one is enough to begin." in (
        stage.sees_form(SARA)
    )
    with stage.duly.database.write() as session:
        grace = people.find(session, TEAM, GRACE)
        omar = people.find(session, TEAM, OMAR)
        support = departments.named(session, TEAM, "Support")
        assert grace
        assert omar
        assert support
        for number in range(12):
            said = InitiativeSaid(
                f"Part {number}", support, grace, date(2027, 1, 1), date(2027, 2, 1),
                amount=1_000, currency="EUR",
            )  # fmt: skip
            room.write(session, stage.now, grace, said)
        with pytest.raises(CcoOwns):
            room.write(
                session, stage.now, grace,
                InitiativeSaid("P", support, omar, date(2027, 1, 1), date(2027, 2, 1)),
            )  # fmt: skip
    stage.types(NORA, "/cx initiatives")
    assert "12 initiatives are written down, €12 k this year." in stage.sees_form(NORA)
    assert "Part 11" in stage.sees_form(NORA)
    assert "Part 1* ·" not in stage.sees_form(NORA)
    stage.clicks_in_form(NORA, "Next page")
    assert "Part 1* ·" in stage.sees_form(NORA)
    assert "Part 11" not in stage.sees_form(NORA)


def planned(number: int, amount: int | None, currency: str = "EUR") -> Initiative:
    """One with a budget."""
    return Initiative(
        team_id=TEAM, number=number, title="N", created_at=MONDAY, recorded_by=GRACE,
        department_id=new_id(), owner_id=GRACE, begins_on=MONDAY.date(), ends_on=MONDAY.date(),
        amount=amount, currency=currency,
    )  # fmt: skip
