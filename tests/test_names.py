"""A name that nobody has is answered with the nearest one, however many names there are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from handlers.people import lookup
from storage import customers, departments, names
from storage.columns import new_id
from storage.customers import Customer
from storage.database import Database
from storage.departments import key_of
from tests import cast

CROWD = 4_000
MEANT = ("Northwind Traders", "Bergström & Partner", "ZfK Consulting Group", "Île-de-Quai 7")


@pytest.fixture
def crowd(database: Database) -> Database:
    """A company with very many customers, a few of which somebody means."""
    # The ends of these names are as varied as their beginnings.
    others = [f"{number * 7919 % CROWD:04} Customer {number:04}" for number in range(CROWD)]
    rows = [
        {
            "team_id": cast.TEAM, "customer_id": new_id(), "name": name, "key": key_of(name),
            "search_key": names.search_key(name), "mirror_key": names.search_key(name)[::-1],
            "tier": "standard",
        }
        for name in (*others, *MEANT)
    ]  # fmt: skip
    with database.write() as session:
        session.connection().execute(insert(Customer.__table__), rows)  # type: ignore[attr-defined]
    return database


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Northwnd Traders", "Northwind Traders"),
        ("Nrothwind Traders", "Northwind Traders"),
        ("northwind tradres", "Northwind Traders"),
        ("Northwind", "Northwind Traders"),
        ("the Northwind Traders Ltd", "Northwind Traders"),
        ("Traders Northwind", "Northwind Traders"),
        ("Traders", "Northwind Traders"),
        ("Bergstrom and Partner", "Bergström & Partner"),
        ("Bergtsröm & Partner", "Bergström & Partner"),
        ("ZFK Consultig Group", "ZfK Consulting Group"),
        ("Ile de Quai 7", "Île-de-Quai 7"),
    ],
)
def test_the_nearest_of_very_many_names_is_found(crowd: Database, typed: str, meant: str) -> None:
    with crowd.read() as session:
        near = customers.NAMES.near(session, cast.TEAM, typed)
    assert lookup.hint(typed, near) == f"Did you mean {meant}?"
    assert len(near) <= 4 * names.NEAR * (1 + names.NEAR_WORDS)


@pytest.mark.parametrize("typed", ["", "\x00", "%", "😀", "x" * 40_000, "a " * 20_000])
def test_whatever_is_typed_reads_only_some_names(crowd: Database, typed: str) -> None:
    with crowd.read() as session:
        near = customers.NAMES.near(session, cast.TEAM, typed)
    assert len(near) <= 4 * names.NEAR * (1 + names.NEAR_WORDS)


def test_of_few_names_all_are_near(database: Database) -> None:
    with database.read() as session:
        near = departments.NAMES.near(session, cast.TEAM, "anything at all")
        known = departments.everyone(session, cast.TEAM)
    assert sorted(near) == sorted(each.name for each in known)


@given(name=st.text(max_size=30))
def test_a_name_and_its_mirror_follow_each_other(name: str) -> None:
    customer = Customer(team_id="T", name=name, key="k")
    names.keep_keys(customer)
    assert customer.search_key == names.search_key(name)
    assert customer.mirror_key[::-1] == customer.search_key
