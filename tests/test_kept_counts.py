"""How many accounts there are of a kind is kept as they change, whatever becomes of a change."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlmodel import Session

from handlers.customers.segments import counting
from storage import customers, initiatives, kept_counts, recounting, rooms, segments
from storage.columns import new_id
from storage.customers import Customer
from storage.database import Database, trial
from storage.departments import key_of
from storage.errors import RowBroken
from storage.initiatives import Initiative, InitiativeState
from storage.kept_counts import KeptCount
from storage.segments import Facet
from tests import cast

TEAM, NOW, TODAY = cast.TEAM, cast.MONDAY, cast.MONDAY.date()
PRODUCT = "Night Desk"


class Broken(Exception):
    """What goes wrong here on purpose."""


def account(session: Session, name: str, **facts: Any) -> Customer:
    row = Customer(team_id=TEAM, name=name, key=key_of(name), **{"product": PRODUCT, **facts})
    session.add(row)
    return row


def held(session: Session, name: str) -> Customer:
    found = customers.named(session, TEAM, name)
    assert found is not None
    return found


def kept(database: Database, words: str = PRODUCT) -> tuple[int, int, int]:
    """How many have a product; all counts are right beside."""
    with database.read() as session:
        assert recounting.wrong(session, TEAM) == []
        _, *found = kept_counts.of(session, TEAM, customers.BY_PRODUCT, words)
    number, known, amount = found
    return number, known, amount


def test_an_account_counts_from_its_first_day_to_its_last(database: Database) -> None:
    with database.write() as session:
        account(session, "One", annual_value=50_000)
        account(session, "Two")
    assert kept(database) == (2, 1, 50_000)
    with database.write() as session:
        one, two = held(session, "One"), held(session, "Two")
        one.annual_value, two.annual_value = None, 70_000
        session.flush()
        two.annual_value = 80_000
        two.region = "North"
    assert kept(database) == (2, 1, 80_000)
    with database.write() as session:
        held(session, "Two").left_on = TODAY
    assert kept(database) == (1, 0, 0)
    with database.write() as session:
        held(session, "Two").left_on = None
        held(session, "One").product = "Flow"
    assert kept(database) == (1, 1, 80_000)
    with database.write() as session:
        session.delete(held(session, "Two"))
    assert kept(database) == (0, 0, 0)


def test_what_is_not_kept_does_not_count(database: Database) -> None:
    """A row that breaks undoes its own part, and a request that breaks all of it."""
    with database.write() as session:
        account(session, "One", annual_value=50_000)
        session.flush()
        with suppress(RowBroken), trial(session):
            held(session, "One").annual_value = 60_000
            account(session, "Two")
            session.flush()
            raise Broken
        with trial(session):
            account(session, "Three", annual_value=5)
        # It was forgotten with the row that broke, and is read anew.
        held(session, "One").annual_value = 70_000
    assert kept(database) == (2, 2, 70_005)
    with suppress(Broken), database.write() as session:
        account(session, "Four")
        session.flush()
        raise Broken
    assert kept(database) == (2, 2, 70_005)


def test_who_reads_in_between_reads_what_is_changed(database: Database) -> None:
    with database.write() as session:
        (tier,) = [each for each in rooms.worth(session, TEAM) if each.tier == "beachhead"]
        before, valued, value = tier[1:]
        account(session, "One", tier="beachhead", annual_value=9)
        assert segments.of_tier(session, TEAM, "beachhead", 0, 5).total == before + 1
        with suppress(RowBroken), trial(session):
            account(session, "Two", tier="beachhead")
            assert segments.of_tier(session, TEAM, "beachhead", 0, 5).total == before + 2
            raise Broken
        assert segments.of_tier(session, TEAM, "beachhead", 0, 5).total == before + 1
        (tier,) = [each for each in rooms.worth(session, TEAM) if each.tier == "beachhead"]
    assert tier[1:] == (before + 1, valued + 1, value + 9)
    assert kept(database) == (1, 1, 9)


def test_the_words_of_most_accounts_come_first(database: Database) -> None:
    with database.write() as session:
        for number in range(6):
            account(session, f"N {number}", vertical="hotels" if number % 3 else "Ärzte")
        account(session, "Other", vertical="clinics", left_on=TODAY)
        account(session, "None", vertical="")
    with database.read() as session:
        assert segments.words_of(session, TEAM, Facet.VERTICAL, 5) == ["hotels", "Ärzte"]
        assert segments.words_of(session, TEAM, Facet.VERTICAL, 1) == ["hotels"]
        assert segments.with_words(session, TEAM, Facet.VERTICAL, "hotels", 0, 1).total == 4


def test_initiatives_count_while_they_stand(database: Database) -> None:
    def initiative(number: int, **facts: Any) -> Initiative:
        return Initiative(
            team_id=TEAM, number=number, title="N", created_at=NOW, recorded_by="U1",
            department_id=new_id(), owner_id="U1", begins_on=TODAY, ends_on=TODAY, **facts,
        )  # fmt: skip

    with database.write() as session:
        session.add_all([
            initiative(1, amount=100, currency="EUR"), initiative(2, amount=7, currency="USD"),
            initiative(3), initiative(4, amount=50, currency="EUR"),
        ])  # fmt: skip
    with database.write() as session:
        four = initiatives.find(session, TEAM, 4, lock=True)
        assert four is not None
        four.state = InitiativeState.CUT
    with database.read() as session:
        assert initiatives.costs(session, TEAM) == (3, {"EUR": 100, "USD": 7})
        assert recounting.wrong(session, TEAM) == []


@pytest.mark.both
def test_two_who_change_one_account_at_once_take_it_away_once(database: Database) -> None:
    """Each has read it with its first product; the second counts what the first has left there."""
    with database.write() as session:
        account(session, "One")
    if database.is_sqlite:
        return  # which lets one writer in
    with database.write() as session:
        first = held(session, "One")

        def change() -> None:
            with database.write() as other:
                held(other, "One").product = "Flow"

        meanwhile = Thread(target=change)
        meanwhile.start()
        meanwhile.join()
        first.product = "Meter"
    assert kept(database) == (0, 0, 0)
    assert kept(database, "Flow")[0] == 0
    assert kept(database, "Meter") == (1, 0, 0)


def compare(database: Database, now: datetime) -> None:
    """Look after all that is counted, one after the other, as audits do."""
    for _ in recounting.ALL:
        with database.write() as session:
            counting.look_after(session, now, TEAM)


@pytest.mark.both
def test_what_went_wrong_is_found_once_a_day_and_put_right(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with database.write() as session:
        account(session, "One", annual_value=5)
        account(session, "Two", annual_value=6)
    compare(database, NOW)
    assert not caplog.messages
    with database.write() as session:
        # By hand, past everything that counts.
        session.execute(update(Customer).where(Customer.name == "One").values(product="Flow"))
        session.execute(delete(KeptCount).where(KeptCount.words == "standard"))
    compare(database, NOW)
    with database.read() as session:
        assert recounting.wrong(session, TEAM), "today it was compared already"
    with caplog.at_level(logging.WARNING):
        compare(database, NOW + timedelta(days=1))
    assert sorted(caplog.messages)[1] == "counts: product 'Night Desk' was wrong by 1 in T0BRIGHT"
    assert len(caplog.messages) == 3
    assert kept(database) == (1, 1, 6)
    assert kept(database, "Flow") == (1, 1, 5)
