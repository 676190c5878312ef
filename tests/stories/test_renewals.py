"""Before a customer renews, whoever leads the account reads in time what we still owe them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from handlers.front.customers import renewals
from handlers.front.imports import Subject
from storage import customers
from storage.customers import Customer
from storage.departments import key_of
from tests import rows
from tests.cast import GRACE, MARIA, OMAR, SARA, TEAM, WEI
from tests.importer import Importer
from tests.stage import Stage

RENEWS = date(2027, 3, 1)
"""When Acme renews: 90 days before is Tuesday, 1 December."""


def led_by(stage: Stage, user: str | None, *names: str, renews: date | None = RENEWS) -> None:
    with stage.duly.database.write() as session:
        for name in names or ("Acme",):
            found = customers.named(session, TEAM, name)
            new = found or Customer(team_id=TEAM, name=name, key=key_of(name))
            new.owner_id, new.renewal_on = user, renews
            session.add(new)


def acme(stage: Stage) -> Customer:
    with stage.duly.database.read() as session:
        found = customers.named(session, TEAM, "Acme")
    assert found is not None
    return found


def told(stage: Stage, user: str) -> list[str]:
    """What somebody read of renewals."""
    read = [each.replace("*", "") for each in stage.reads(user)]
    told_of = [each for each in read if "renews on" in each or "renew soon" in each]
    # How it stands is asked beside: test_renewal_ledger.py.
    return [each for each in told_of if "wait for" in each and "your answer" not in each]


def test_the_lead_of_an_account_reads_once_at_each_of_three_thresholds(stage: Stage) -> None:
    led_by(stage, WEI)
    stage.types(OMAR, "/cx task Send the new price list to @sara by 30 nov for Acme")
    stage.types(GRACE, "/cx issue Two invoices a month for Acme in Billing sev 3")
    stage.passes(until=datetime(2026, 12, 1, 0, 30, tzinfo=UTC))
    assert told(stage, WEI) == []
    stage.passes(days=1)
    (first,) = told(stage, WEI)
    assert first.startswith(
        "Acme renews on Mon 1 Mar, in 90 days.\nThey wait for two things, two late:\n"
    )
    assert first.index("I-1 Two invoices a month") < first.index("T-1 Send the new price list")
    assert "[Open…]" in first
    assert acme(stage).watched == 90
    stage.clicks(WEI, "Open…", acme(stage).customer_id.hex)
    assert "Acme waits for" in stage.sees_form(WEI).replace("*", "")
    stage.passes(days=95)
    assert [each.splitlines()[0] for each in told(stage, WEI)] == [
        "Acme renews on Mon 1 Mar, in 90 days.",
        "Acme renews on Mon 1 Mar, in 60 days.",
        "Acme renews on Mon 1 Mar, in 28 days.",
    ]
    assert told(stage, OMAR) == []
    assert (acme(stage).watched, acme(stage).watch_at) == (30, None)


def test_nothing_is_said_while_nothing_is_open_for_them(stage: Stage) -> None:
    led_by(stage, WEI)
    stage.types(GRACE, "/cx issue Two invoices a month for Corner Café in Billing sev 3")
    stage.types(OMAR, "/cx task Send the price list to @sara by 30 nov for Acme")
    stage.types(SARA, "/cx done T-1")
    stage.passes(days=100)
    assert told(stage, WEI) == told(stage, OMAR) == []
    assert acme(stage).watch_at is None


def test_without_an_account_lead_the_cco_reads_that_there_is_none(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Send the price list to @sara by 30 nov for Acme")
    stage.passes(days=10)
    (read,) = told(stage, OMAR)
    assert read.startswith(
        "Acme renews on Mon 1 Mar, in 90 days.\nThey wait for one thing, one late:"
    )
    assert "With `/cx setup customer` and the name the CCO says who does; until then you" in read


def test_who_stands_in_reads_whose_account_it_is(stage: Stage) -> None:
    led_by(stage, WEI)
    stage.types(OMAR, "/cx task Send the price list to @sara by 30 nov for Acme")
    stage.types(WEI, "/cx away from tomorrow until 20 dec, @grace stands in")
    stage.passes(days=10)
    assert told(stage, WEI) == []
    (read,) = told(stage, GRACE)
    assert "@wei leads the account, and you stand in for them." in read


def test_what_its_reader_may_not_see_is_counted_and_not_named(stage: Stage) -> None:
    led_by(stage, WEI)
    stage.types(OMAR, "/cx task Offer them the old price to @sara by 30 nov for Acme, private")
    assert rows.item(stage, "T-1").is_private
    stage.passes(days=10)
    (read,) = told(stage, WEI)
    assert "They wait for something. There is one that you may not see." in read
    assert "old price" not in read


def test_a_day_that_moves_begins_anew_and_one_that_has_passed_says_nothing(stage: Stage) -> None:
    led_by(stage, WEI)
    stage.types(OMAR, "/cx task Send the price list to @sara by 30 nov for Acme")
    stage.passes(days=10)
    assert len(told(stage, WEI)) == 1
    led_by(stage, WEI)
    stage.passes(days=1)
    assert len(told(stage, WEI)) == 1
    soon = stage.now.date() + timedelta(days=20)
    led_by(stage, WEI, renews=soon)
    assert acme(stage).watched is None
    stage.passes(days=4)
    assert "renews on Thu 24 Dec, in 17 days." in told(stage, WEI)[1]
    led_by(stage, WEI, renews=stage.now.date() - timedelta(days=1))
    stage.passes(days=2)
    assert len(told(stage, WEI)) == 2
    assert acme(stage).watch_at is None
    led_by(stage, WEI, renews=None)
    assert (acme(stage).watch_at, acme(stage).watched) == (None, None)


def test_of_many_accounts_somebody_reads_ten_a_day_in_one_message(stage: Stage) -> None:
    names = [f"Shop {number:02}" for number in range(25)]
    led_by(stage, WEI, *names)
    for name in names:
        stage.types(MARIA, f"/cx issue Late delivery for {name} in Billing sev 4")
    stage.passes(until=datetime(2026, 12, 4, 0, 0, tzinfo=UTC))
    read = told(stage, WEI)
    assert [each.splitlines()[0] for each in read] == [
        "10 accounts of yours renew soon and wait for something.",
        "10 accounts of yours renew soon and wait for something.",
        "Five accounts of yours renew soon and wait for something.",
    ]
    assert all(sum(name in each for each in read) == 1 for name in names)


FILE = "name,renewal,watched,account_lead\n"


def test_what_somebody_has_read_elsewhere_is_not_told_again(stage: Stage, tmp_path: Path) -> None:
    """Acme renews in 80 days, and of the 90 somebody has read in the other workspace."""
    bring = partial(Importer(stage.duly.database, tmp_path), Subject.CUSTOMERS,
                    clock=lambda: stage.now)  # fmt: skip
    renews = (stage.now + timedelta(days=80)).date()
    bring("name\nVega\n")
    for name in ("Acme", "Globex", "Vega"):
        stage.types(OMAR, f"/cx task Send the price list to @sara by 30 nov for {name}")
    bring(f"{FILE}Acme,{renews},90,wei\nGlobex,{renews},,wei\nVega,{renews},60,wei\n")
    stage.passes(days=1)
    [once] = told(stage, WEI)
    assert "Globex renews on" in once
    assert "Acme" not in once
    stage.passes(days=25)
    [_, again] = told(stage, WEI)
    assert "Acme renews on" in again
    assert "Globex renews on" in again
    assert "Vega" not in again
    assert acme(stage).watched == 60
    said = bring(f"{FILE}Acme,{renews},90,\n").tally
    assert (said.already_there, acme(stage).watched) == (1, 60), "it goes on from where it is"
    other = renews + timedelta(days=200)
    bring(f"{FILE}Acme,{other},,\n")
    assert acme(stage).watched is None, "another day begins anew"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Acme,,45,", "“watched” says “45”. It can be 120, 90, 60 or 30."),
        ("Acme,,-90,", "“watched” says “-90”. It can be 120, 90, 60 or 30."),
        ("Acme,,<!channel>,", "“watched” says “<!channel>”. It can be 120, 90, 60 or 30."),
        ("New,,60,", "“watched” says of which renewal somebody has read. There is none:"),
    ],
)
def test_how_far_a_renewal_is_watched_is_read_or_refused(
    stage: Stage, tmp_path: Path, row: str, reason: str
) -> None:
    before = acme(stage)
    bring = Importer(stage.duly.database, tmp_path)
    [refused] = bring(Subject.CUSTOMERS, f"{FILE}{row}\n", clock=lambda: stage.now).tally.rejected
    assert refused.reason.startswith(reason)
    assert acme(stage) == before


@pytest.mark.parametrize(
    ("days", "watched", "reached", "next_days"),
    [
        (200, None, None, 90), (91, None, None, 90), (90, None, 90, 60), (90, 90, None, 60),
        (61, 90, None, 60), (60, 90, 60, 30), (75, None, 90, 60), (40, None, 60, 30),
        (40, 90, 60, 30), (30, 60, 30, None), (12, None, 30, None), (0, 60, 30, None),
        (12, 30, None, None), (-1, None, None, None),
    ],
)  # fmt: skip
def test_which_threshold_is_reached(
    days: int, watched: int | None, reached: int | None, next_days: int | None
) -> None:
    assert renewals.reached(days, watched) == reached
    later = renewals.following(RENEWS, days)
    assert later == (RENEWS - timedelta(days=next_days) if next_days else None)
