"""What Duly does for accounts costs the same however many there are, and whatever they answered.

In a small and in a large world the same accounts are key and strategic, the same survey runs, and
the same initiatives are for Acme. Everything else grows: standard accounts, the answers to older
surveys, and the initiatives of others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Table, delete, insert, select
from sqlmodel import SQLModel

from bot import routes
from bot.app import Duly
from handlers.customers.themes import finding
from handlers.executives import room
from handlers.executives.digests import drawing, readership
from handlers.speech.request import OpenForm, Reply, Request
from storage import counters, customers, departments, keeping, recounting
from storage.columns import new_id
from storage.contacts import ContactState, Influence
from storage.customers import Tier
from storage.departments import key_of
from storage.names import search_key
from storage.surveys import SurveyQuestion
from storage.themes import Theme, ThemeAnswer, ThemeReading
from tests import cast
from tests.benchmarks import worlds
from tests.benchmarks.growth import alternate
from tests.benchmarks.installation import Databases, StandingClock, moved_in
from tests.benchmarks.rows import Row, row, timed

NOW, TODAY = worlds.NOW, worlds.NOW.date()
MONTH = "2026-10"
LOOKS, ROUNDS = 7, 3
"""So often what a command shows is measured, and what is drawn or looked through."""
WATCHED, RUNNING, ALIKE = 200, 2_000, 10
"""So many accounts that are looked after closely, answers to the survey that runs, and initiatives
for Acme: the same in each world."""
WORK = 200
"""Tasks, the same in each world."""
ANSWERS_EACH, ACCOUNTS_EACH = 10, 10
"""So many answers an account gave, and of so many accounts one has an initiative."""
OLDER = 40
"""Surveys of before."""
UNREAD = 500
"""So many answers have come in since they were looked through for themes."""
SLICE = 10_000
TABLES = SQLModel.metadata.tables
WORDS = (
    "The credit note came late and the invoice was wrong",
    "Nobody called back about the delivery",
    "All is well",
    "The driver was friendly and the readings were right",
)


def measure(databases: Databases, api_url: str, sizes: tuple[int, int]) -> list[Row]:
    """What people read of accounts, and what is looked through for them, in two worlds."""
    few, many = (f"{size:,}" for size in sizes)
    commands = {
        "/cx customer Acme": ("customer", "Acme"),
        "/cx voices": ("voices", ""),
        "/cx segments": ("segments", ""),
        "/cx silence": ("silence", ""),
        "/cx initiatives": ("initiatives", ""),
        "/cx plan Acme": ("plan", "Acme"),
        "/cx growth": ("growth", ""),
        "/cx renewals": ("renewals", ""),
    }
    looks = {name: _command(verb, text) for name, (verb, text) in commands.items()}
    boards: dict[str, Callable[[Duly, int], float]] = {
        "the digest of the executives": _digest,
        "a customer room pack": _room,
        f"a look for themes in {UNREAD} new answers": _themes,
    }
    with ExitStack() as stack:
        clock, found = StandingClock(), []
        for size in sizes:
            duly = stack.enter_context(moved_in(databases.migrated(), api_url, clock))
            worlds.fill(duly.database, WORK, shown=WORK // 2)
            fill(duly, size)
            found.append(duly)
        small, large = found
        return [
            _compared(f"{name} at {many} accounts, against {few}", rounds, work, small, large)
            for rounds, works in ((LOOKS, looks), (ROUNDS, boards))
            for name, work in works.items()
        ]


def _compared(
    name: str, rounds: int, work: Callable[[Duly, int], float], small: Duly, large: Duly
) -> Row:
    floor, figure = alternate(rounds, work, small, large)
    return row(name, figure, floor, goal=1.3, unit="ms")


# --- what is measured ---


def _command(verb: str, text: str) -> Callable[[Duly, int], float]:
    def look(duly: Duly, number: int) -> float:
        request = Request(cast.TEAM, cast.OMAR, verb, key=f"{verb}:{number}", text=text)

        def read() -> None:
            answered = duly.incoming.carry_out(routes.VERBS[verb], request)
            if not isinstance(answered, (OpenForm, Reply)):
                raise TypeError(f"Nothing was shown: {answered}")

        return timed(read)

    return look


def _digest(duly: Duly, _number: int) -> float:
    def draw() -> None:
        with duly.database.read() as session:
            whose = readership.in_channel(session, cast.TEAM, cast.EXECUTIVES)
            shown = whose and drawing.draw(session, NOW, cast.TEAM, whose, readers=routes.DIGESTS)
            if not shown:
                raise RuntimeError("The digest had nothing to say")

    return timed(draw)


def _room(duly: Duly, _number: int) -> float:
    def prepare() -> None:
        with duly.database.read() as session:
            room.prepare(session, NOW, cast.TEAM, MONTH, routes.CHAPTERS)

    return timed(prepare)


def _themes(duly: Duly, _number: int) -> float:
    """What came in last is looked through as if for the first time."""
    responses = TABLES["responses"]
    in_order = select(responses.c.response_id).order_by(responses.c.response_id.desc())
    with duly.database.write() as session:
        for each in (Theme, ThemeAnswer, ThemeReading):
            session.execute(delete(each))
        read_to = session.scalars(in_order.offset(UNREAD).limit(1)).one()
        session.add(ThemeReading(team_id=cast.TEAM, read_to=read_to))

    def look() -> None:
        with duly.database.write() as session:
            finding.look_after(session, NOW, cast.TEAM)

    took = timed(look)
    with duly.database.read() as session:
        if not session.scalars(select(Theme.number).limit(1)).first():
            raise RuntimeError("No theme was found")
    return took


# --- the worlds ---


def fill(duly: Duly, accounts: int) -> None:
    """Add so many accounts with whoever decides there, their answers, and the initiatives."""
    with duly.database.read() as session:
        acme = customers.named(session, cast.TEAM, "Acme")
        home = departments.named(session, cast.TEAM, "Billing")
        if acme is None or home is None:
            raise LookupError("Brightwater has not moved in")
        acme_id, home_id = acme.customer_id, home.department_id
    with duly.database.write() as session:
        for noun in ("contact", "initiative"):
            # So that whoever names another gets a number of their own.
            counters.next_number(session, cast.TEAM, noun, accounts)
    ids = [new_id() for _ in range(accounts)]
    surveys = [new_id() for _ in range(OLDER + 1)]
    engine = worlds.hasty(duly.database)
    with engine.begin() as connection:
        _add(connection, "customers", _customers(ids))
        _add(connection, "contacts", _contacts(ids))
        _add(connection, "surveys", _surveys(surveys))
        _add(connection, "responses", _responses(surveys, ids))
        _add(connection, "initiatives", _initiatives(accounts // ACCOUNTS_EACH, home_id))
        _add(connection, "initiative_customers", _for_whom(ids, acme_id))
    _settle(engine)
    with engine.begin() as connection:
        keeping.fill(connection)
    with duly.database.write() as session:
        for each in recounting.ALL:
            recounting.mend(session, cast.TEAM, each, TODAY)
    _settle(engine)
    engine.dispose()


def _settle(engine: Engine) -> None:
    """What PostgreSQL does by itself within a minute: look how much there is of what."""
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")


def _add(connection: Connection, name: str, rows: Iterator[dict[str, Any]]) -> None:
    table: Table = TABLES[name]
    while part := list(islice(rows, SLICE)):
        connection.execute(insert(table), part)


def _customers(ids: list[UUID]) -> Iterator[dict[str, Any]]:
    tiers = (Tier.KEY, Tier.STRATEGIC)
    for number, customer_id in enumerate(ids):
        name = f"Account {number:06}"
        key = search_key(name)
        is_watched = number < WATCHED
        yield {
            "team_id": cast.TEAM, "customer_id": customer_id, "name": name, "key": key_of(name),
            "search_key": key, "mirror_key": key[::-1],
            "tier": tiers[number % 2] if is_watched else Tier.STANDARD,
            "annual_value": 20_000 + number % 1_000 * 100, "region": ("North", "South")[number % 2],
            "product": ("Flow", "Night Desk", "Meter")[number % 3],
            "vertical": ("hotels", "clinics", "offices", "schools")[number % 4],
            "owner_id": cast.WEI if is_watched else None,
            "came_on": TODAY - timedelta(days=400 + number % 3_000),
        }  # fmt: skip


def _contacts(ids: list[UUID]) -> Iterator[dict[str, Any]]:
    for number, customer_id in enumerate(ids, start=1):
        heard = TODAY - timedelta(days=number % 10)
        name = f"Jana Weiss {number}"
        yield {
            "team_id": cast.TEAM, "number": number, "title": name, "key": key_of(name),
            "created_at": NOW - timedelta(days=90), "named_by": cast.WEI,
            "state": ContactState.NAMED, "customer_id": customer_id, "role": "finance",
            "influence": Influence.DECIDES, "quiet_from": heard, "heard_on": heard,
            "heard_by": cast.WEI, "heard_how": "call", "rests_because": "",
        }  # fmt: skip


def _surveys(ids: list[UUID]) -> Iterator[dict[str, Any]]:
    for number, survey_id in enumerate(ids):
        opened = TODAY - timedelta(days=20 if number == 0 else 400 + number * 60)
        yield {
            "team_id": cast.TEAM, "survey_id": survey_id, "name": f"Survey {number}",
            "key": key_of(f"Survey {number}"), "question": SurveyQuestion.RECOMMEND, "highest": 10,
            "is_named": True, "opened_on": opened, "created_at": NOW, "created_by": cast.OMAR,
        }  # fmt: skip


def _responses(surveys: list[UUID], ids: list[UUID]) -> Iterator[dict[str, Any]]:
    """Those of older surveys first: ids tell in which order answers came."""
    older = len(ids) * ANSWERS_EACH - RUNNING
    for number in range(max(older, 0)):
        at = 1 + number % OLDER
        opened = TODAY - timedelta(days=400 + at * 60)
        yield _response(number, surveys[at], ids[number % len(ids)], opened)
    for number in range(RUNNING):
        opened = TODAY - timedelta(days=20 - number % 15)
        yield _response(number, surveys[0], ids[number % min(len(ids), WATCHED)], opened)


def _response(number: int, survey_id: UUID, customer_id: UUID, on: date) -> dict[str, Any]:
    return {
        "team_id": cast.TEAM, "response_id": new_id(), "survey_id": survey_id,
        "external_id": f"a-{number}", "customer_id": customer_id, "score": 7 + number % 4,
        "words": f"{WORDS[number % len(WORDS)]}, order {number}", "answered_on": on,
        "received_at": NOW, "received_by": "", "came": "survey", "let_be": "",
    }  # fmt: skip


def _initiatives(count: int, home: UUID) -> Iterator[dict[str, Any]]:
    for number in range(1, max(count, ALIKE) + 1):
        begins = TODAY - timedelta(days=number % 300)
        yield {
            "team_id": cast.TEAM, "number": number, "title": f"Welcome pack {number}",
            "created_at": NOW, "recorded_by": cast.OMAR, "state": "open", "department_id": home,
            "owner_id": cast.MARIA, "begins_on": begins, "ends_on": begins + timedelta(days=120),
            "amount": 10_000, "currency": "EUR", "tiers": [], "cut_why": "",
        }  # fmt: skip


def _for_whom(ids: list[UUID], acme: UUID) -> Iterator[dict[str, Any]]:
    for number in range(1, max(len(ids) // ACCOUNTS_EACH, ALIKE) + 1):
        whom = acme if number <= ALIKE else ids[number * ACCOUNTS_EACH % len(ids)]
        yield {"team_id": cast.TEAM, "number": number, "customer_id": whom}
