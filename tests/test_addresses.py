"""An address of a database can be one, or is refused in words that never show its password."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import URL

from storage import addresses
from storage.addresses import NO_ADDRESS, NO_FILE, NO_HOST, NO_PORT
from storage.database import Database
from storage.errors import DatabaseUnreachable


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", NO_ADDRESS),
        ("duly.sqlite3", NO_ADDRESS),
        ("sqlite:duly.sqlite3", NO_ADDRESS),
        ("sqlite://duly.sqlite3", NO_ADDRESS),
        ("sqlite+aiosqlite:///duly.sqlite3", NO_ADDRESS),
        ("sqlite:///file:duly?mode=memory&uri=true", NO_ADDRESS),
        ("sqlite:///duly\0.sqlite3", NO_ADDRESS),
        ("mysql://duly:s3cret@db/duly", NO_ADDRESS),
        ("postgresql+asyncpg://duly:s3cret@db/duly", NO_ADDRESS),
        ("jdbc:postgresql://duly:s3cret@db/duly", NO_ADDRESS),
        ("postgresql//duly:s3cret@db/duly", NO_ADDRESS),
        # Everything would be lost when Duly ends.
        ("sqlite://", NO_FILE),
        ("sqlite:///", NO_FILE),
        ("sqlite:/// ", NO_FILE),
        ("sqlite:///:memory:", NO_FILE),
        ("postgresql://duly:s3@cret@db/duly", NO_HOST),
        ("postgresql://duly:s3cret@my db/duly", NO_HOST),
        ("postgresql://duly:s3cret@db:port/duly", NO_PORT),
        ("postgresql://duly:s3cret@db:/duly", NO_PORT),
        ("postgresql://duly:s3cret@db:0/duly", NO_PORT),
        ("postgresql://duly:s3cret@db:99999/duly", NO_PORT),
    ],
)
def test_what_cannot_be_an_address_is_refused_without_showing_it(address: str, words: str) -> None:
    with pytest.raises(DatabaseUnreachable) as refused:
        Database(address)
    assert str(refused.value) == words
    assert "s3" not in words


@pytest.mark.parametrize(
    ("address", "driver", "place"),
    [
        ("sqlite:///duly.sqlite3", "sqlite", "duly.sqlite3"),
        ("sqlite:////var/lib/duly/our duly.sqlite3", "sqlite", "/var/lib/duly/our duly.sqlite3"),
        (" sqlite:///duly.sqlite3\n", "sqlite", "duly.sqlite3"),
        ("SQLite:///duly.sqlite3", "sqlite", "duly.sqlite3"),
        ("postgres://duly:s3cret@db/duly", "postgresql+psycopg", "duly"),
        ("postgresql://duly@[::1]:5432/duly", "postgresql+psycopg", "duly"),
        ("postgresql:///duly?host=/run/postgresql", "postgresql+psycopg", "duly"),
    ],
)
def test_usual_spellings_of_an_address_are_read(address: str, driver: str, place: str) -> None:
    url = addresses.read(address)
    assert (url.drivername, url.database) == (driver, place)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
def test_any_password_can_be_written(password: str) -> None:
    url = URL.create("postgresql", "duly", password, "db", 5432, "duly")
    read = addresses.read(url.render_as_string(hide_password=False))
    assert (read.password, read.host, read.database) == (password, "db", "duly")


def test_a_relative_file_is_where_duly_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    database = Database("sqlite:///here.sqlite3")
    database.migrate()
    database.close()
    assert (tmp_path / "here.sqlite3").exists()
