"""Whatever is sent over signed HTTP is answered in words, and the run that says so sees faults."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlmodel import Session

from bot import routes
from handlers.speech.request import Reply, Request, Response
from storage import departments
from storage.customers import Customer
from storage.database import Database
from tests.cast import TEAM
from tests.hostile.run import play
from tests.hostile.values import MARK

only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("database_url", "inputs"), [("sqlite", 400), ("postgresql", 150)], indirect=["database_url"]
)
def test_whatever_is_sent_is_answered_and_nothing_comes_of_it(
    database: Database, database_url: str, inputs: int
) -> None:
    verdict = play(inputs, "short", lambda: database_url, life=inputs, fill=False)

    assert verdict.all_well, "\n".join([verdict.line, *verdict.told()])
    assert verdict.outcomes["refused"] > inputs / 10, "a run that nobody refuses proves nothing"
    assert verdict.outcomes["200"] > inputs / 10, "nor does one in which everything is refused"


def broken(_request: Request, _session: Session, _now: datetime) -> Response:
    raise ZeroDivisionError(MARK)


def loud(_request: Request, _session: Session, _now: datetime) -> Response:
    return Reply("Look here, <!channel>")


def half(_request: Request, session: Session, _now: datetime) -> Response:
    session.add(Customer(team_id=TEAM, name="A\u202eB", key=departments.key_of("x"), tier="gold"))
    return Reply("Saved.")


BROKEN = ("help", "stuck", "policy", "growth", "segments", "voices", "plan", "sale")
LOUD = ("list", "", "search", "show", "note", "away", "share", "owner", "reopen", "edit")
SHOWN_LISTS = ("customer", "customers", "department", "departments")


@only_sqlite
def test_the_run_sees_what_is_wrong(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Several commands each, so that a few inputs meet every fault.
    faults = {broken: BROKEN, loud: LOUD, half: SHOWN_LISTS}
    for handler, verbs in faults.items():
        for verb in verbs:
            monkeypatch.setitem(routes.VERBS, verb, handler)
    verdict = play(160, "short", lambda: database_url, life=160, fill=False)

    assert set(verdict.counts) == {"traces", "leaks", "half rows"}, "\n".join(verdict.told())
    assert not verdict.all_well
    told = "\n".join(verdict.told())
    assert "ZeroDivisionError" in told
    assert "a tier that is none: gold" in told
    assert any(f"of seed short: command '{verb}'" in told for verb in LOUD)
    assert MARK not in told, "what was typed stays where it was sent"
