"""Where the database is: an address that can be one, or a sentence that says why it cannot."""

from __future__ import annotations

from sqlalchemy import URL, exc
from sqlalchemy.engine import make_url

from storage.errors import DatabaseUnreachable

HIGHEST_PORT = 65_535
SQLITE = {"sqlite", "sqlite+pysqlite"}
# Heroku and others still hand out the scheme that SQLAlchemy dropped.
POSTGRESQL = {"postgres", "postgresql", "postgresql+psycopg"}

# None of them shows the address: there may be a password in it.
NO_ADDRESS = (
    "DATABASE_URL is not a database address. "
    "Use sqlite:///duly.sqlite3 or postgresql://user@host/name."
)
NO_FILE = (
    "DATABASE_URL names no file, so that everything would be lost at the end. "
    "Use sqlite:///duly.sqlite3, with the name of a file."
)
NO_HOST = (
    "DATABASE_URL names no host that can be one. Where the password has one of the signs "
    "@ : / ? # in it, write them as %40 %3A %2F %3F %23."
)
NO_PORT = f"DATABASE_URL names a port that is not a number from 1 to {HIGHEST_PORT}."


def read(address: str) -> URL:
    """The parts of an address in SQLAlchemy's form, with the driver that Duly uses.

    Raises DatabaseUnreachable, which says what is wrong and never shows a password.
    """
    try:
        url = make_url(address.strip())
    except ValueError:
        raise DatabaseUnreachable(NO_PORT) from None
    except exc.ArgumentError:
        raise DatabaseUnreachable(NO_ADDRESS) from None
    if not address.strip().isprintable():
        raise DatabaseUnreachable(NO_ADDRESS)
    scheme = url.drivername.lower()
    if scheme in SQLITE:
        return _with_a_file(url.set(drivername="sqlite"))
    if scheme in POSTGRESQL:
        return _with_a_host(url.set(drivername="postgresql+psycopg"))
    raise DatabaseUnreachable(NO_ADDRESS)


def _with_a_file(url: URL) -> URL:
    name = url.database or ""
    if url.host or url.query or name.startswith("file:"):
        raise DatabaseUnreachable(NO_ADDRESS)
    if name.strip() in {"", ":memory:"}:
        raise DatabaseUnreachable(NO_FILE)
    return url


def _with_a_host(url: URL) -> URL:
    host = url.host or ""
    if any(sign.isspace() or sign in "@/" for sign in host):
        raise DatabaseUnreachable(NO_HOST)
    if url.port is not None and not 0 < url.port <= HIGHEST_PORT:
        raise DatabaseUnreachable(NO_PORT)
    return url
