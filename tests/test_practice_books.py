"""The sample company's books can be opened on any day, and Duly takes every row of them."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from rich.console import Console

from bot import importing
from bot.practice.show import books, ledger
from handlers.front.imports import Order, Subject
from storage.database import Database
from tests import cast

DAYS = (
    datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
    datetime(2026, 11, 27, 14, 59, tzinfo=UTC),
    datetime(2027, 1, 1, 8, 0, tzinfo=UTC),
    datetime(2028, 2, 29, 9, 30, tzinfo=UTC),
    datetime(2027, 3, 29, 7, 0, tzinfo=UTC),
)
CHANNELS = {
    "billing": "C0BILLING", "logistics": "C0LOGIST", "support": "C0SUPPORT",
    "product": "C0PRODUCT", "sales": "C0SALES",
}  # fmt: skip


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("now", DAYS, ids=lambda now: f"{now:%Y-%m-%d}")
def test_every_row_is_taken(database: Database, tmp_path: Path, now: datetime) -> None:
    books.write(tmp_path, now)
    for subject in Subject:
        path = tmp_path / f"{subject}.csv"
        if not path.exists():
            continue
        report = importing.run(
            database, cast.TEAM, path, Order(subject, channels=CHANNELS),
            clock=lambda: now, console=Console(quiet=True), folder=tmp_path,
        )  # fmt: skip
        assert [each.reason for each in report.tally.rejected] == []
        assert report.read == len(rows(path))


def test_the_first_day_has_promises_kept_missed_refused_and_open(tmp_path: Path) -> None:
    books.write(tmp_path, DAYS[0])
    tasks, today = rows(tmp_path / "tasks.csv"), DAYS[0].date().isoformat()
    kept = [each for each in tasks if each["done"] and each["done"][:10] <= each["due"]]
    missed = [each for each in tasks if each["done"] and each["done"][:10] > each["due"]]
    late = [each for each in tasks if not (each["done"] or each["declined"])]
    assert len(kept) > len(missed) > 0
    assert [each for each in tasks if each["declined"] and each["reason"]]
    assert [each for each in late if each["due"] < today]
    assert [each for each in late if each["due"] > today]


def test_a_renewal_lies_ahead_on_every_day(tmp_path: Path) -> None:
    for now in DAYS:
        books.write(tmp_path, now)
        renewals = {each["name"]: each["renewal"] for each in rows(tmp_path / "customers.csv")}
        assert min(renewals.values()) > now.date().isoformat()
        assert renewals["Acme"][5:7] == "03"


def test_without_history_nobody_owes_anything(tmp_path: Path) -> None:
    books.write(tmp_path, DAYS[0], history=False)
    assert {path.name for path in tmp_path.iterdir()} == {
        "departments.csv", "people.csv", "customers.csv",
    }  # fmt: skip


def test_working_days_are_counted_from_weekends_too() -> None:
    friday, sunday = date(2026, 11, 27), date(2026, 11, 29)
    assert books.working_day(friday, 1) == date(2026, 11, 30)
    assert books.working_day(sunday, 1) == date(2026, 11, 30)
    assert books.working_day(sunday, -1) == friday
    assert books.working_day(friday, -5) == date(2026, 11, 20)
    assert books.working_day(friday, 0) == friday


def test_every_promise_names_who_works_in_its_department() -> None:
    where = {user: department for user, _, department in books.PEOPLE}
    for promise in ledger.TASKS:
        assert where[promise.owner] == promise.department, promise.title
