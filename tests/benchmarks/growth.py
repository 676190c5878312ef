"""What costs the same however much lies in the database: a tick, a Home, a digest, an answer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, func, select, update

from bot import routes
from bot.app import Duly
from bot.worker import Worker
from handlers.executives.digests import drawing, readership
from handlers.promises.answers import requests as answers
from handlers.speech.request import OpenForm, PublishHome, Reply, Request
from storage import schedules
from storage.items import State
from storage.schedules import Schedule
from tests import cast
from tests.benchmarks import meanwhile, moving, worlds
from tests.benchmarks.installation import Databases, StandingClock, moved_in
from tests.benchmarks.meanwhile import Job
from tests.benchmarks.rows import Row, rate, row, timed
from tests.benchmarks.worlds import ASKS, NOW, NUDGES, TABLES, TASKS

SCHEDULES = TABLES["schedules"]

ROUNDS = 3
LOOKS = 15
KEPT = 10
"""The number of a promise that is there in any world."""


def measure(
    databases: Databases,
    api_url: str,
    sizes: tuple[int, int],
    due: int,
    clicks: int,
    folder: Path,
) -> list[Row]:
    """A tick with `due` reminders among two numbers of open asks, then Home and a digest.

    At the end, what people wait in the large world during digests and, where Duly makes it
    itself, a backup.
    """
    with ExitStack() as stack:
        clock = StandingClock()
        found = []
        for size in sizes:
            duly = stack.enter_context(moved_in(databases.migrated(), api_url, clock))
            worlds.fill(duly.database, size, shown=sizes[0] // 2)
            found.append(duly)
        small, large = found
        rows = _compare(small, large, clock, sizes, due)
        jobs = [_digests(large, clock, f"{sizes[1]:,}")]
        if large.database.is_sqlite:
            jobs.append(moving.backup(large, api_url, folder, f"{sizes[1]:,}"))
        return [*rows, *(meanwhile.slowest(large, job, clicks) for job in jobs)]


def _compare(
    small: Duly, large: Duly, clock: StandingClock, sizes: tuple[int, int], due: int
) -> list[Row]:
    few, many = (f"{size:,}" for size in sizes)

    def tick(duly: Duly, number: int) -> float:
        clock.move_on()
        return _tick(duly, number, due)

    ticks = alternate(ROUNDS, tick, small, large)
    homes = alternate(LOOKS, _home, small, large)
    posts = alternate(LOOKS, _digest, small, large)
    asked = alternate(LOOKS, _ask_for_a_digest, small, large)
    kept = alternate(LOOKS, _answer, small, large)
    told = alternate(LOOKS, _story, small, large)
    found = alternate(LOOKS, _search, small, large)
    listed = alternate(LOOKS, _list, small, large)
    pages = alternate(LOOKS, _customer, small, large)
    named = {
        f"a tick with {due:,} due among {many} asks, against {few}": (ticks, 1.3),
        f"Home at {many} tasks, against {few}": (homes, 1.3),
        f"a department digest at {many} tasks, against {few}": (posts, 1.3),
        f"/cx digest executives at {many} tasks, against {few}": (asked, 1.3),
        f"/cx done at {many} tasks, against {few}": (kept, 1.3),
        f"/cx T-{KEPT} at {many} tasks, against {few}": (told, 1.3),
        f"/cx search at {many} tasks, against {few}": (found, 1.3),
        f"a list of all at {many} tasks, against {few}": (listed, 1.3),
        f"/cx customer Acme at {many} tasks, against {few}": (pages, 1.3),
    }
    per_second = due / min(ticks) * 1000
    return [
        rate(f"{due:,} due reminders to {worlds.PEOPLE} people", per_second, 1_500, unit="1/s"),
        *(
            row(name, figure, floor, goal=goal, unit="ms")
            for name, ((floor, figure), goal) in named.items()
        ),
    ]


def alternate(
    rounds: int, work: Callable[[Duly, int], float], small: Duly, large: Duly
) -> tuple[float, float]:
    """Milliseconds in the small and in the large world, measured in turns.

    The quickest round of each counts: it is the one that the rest of the machine disturbed least.
    """
    found: dict[Duly, list[float]] = {small: [], large: []}
    for number in range(rounds + 1):
        for duly, times in found.items():
            took = work(duly, number)
            # The first round only warms up.
            if number:
                times.append(took)
    return min(found[small]), min(found[large])


def _tick(duly: Duly, number: int, due: int) -> float:
    """One tick that finds so many reminders due, of people who had no bundle today."""
    first, last = number * due + 1, (number + 1) * due
    asks = select(ASKS.c.ask_id).where(ASKS.c.number.between(first, last), ASKS.c.noun == "task")
    people = TABLES["people"]
    with duly.database.write() as session:
        session.execute(update(people).values(bundled_on=None))
        wanted = NUDGES.c.ask_id.in_(asks) & NUDGES.c.sent_at.is_(None)
        session.execute(update(NUDGES).where(wanted).values(due_at=NOW - timedelta(minutes=5)))
    before = _sent(duly)
    took = timed(Worker(duly).tick)
    if _sent(duly) - before != due:
        raise RuntimeError(f"{_sent(duly) - before} reminders went out, and {due} were due")
    return took


def _sent(duly: Duly) -> int:
    query = select(func.count()).select_from(NUDGES).where(NUDGES.c.sent_at.is_not(None))
    with duly.database.read() as session:
        return int(session.execute(query).scalar_one())


def _home(duly: Duly, number: int) -> float:
    """Home of a lead who owes something herself."""
    request = Request(cast.TEAM, cast.MARIA, "app_home_opened", key=f"home:{number}")

    def look() -> None:
        if not isinstance(
            duly.incoming.look(routes.EVENTS["app_home_opened"], request), PublishHome
        ):
            raise TypeError("Home was not shown")

    return timed(look)


def _story(duly: Duly, number: int) -> float:
    """Somebody reads the whole story of a promise."""
    key, text = f"story:{number}", f"T-{KEPT}"
    request = Request(cast.TEAM, cast.OMAR, "show", key=key, text=text)

    def read() -> None:
        answered = duly.incoming.carry_out(routes.VERBS["show"], request)
        if not isinstance(answered, OpenForm):
            raise TypeError(f"No story was told: {answered}")

    return timed(read)


def _customer(duly: Duly, number: int) -> float:
    """Somebody reads the page of a customer who has a lot of what is open."""
    request = Request(cast.TEAM, cast.OMAR, "customer", key=f"customer:{number}", text="Acme")

    def read() -> None:
        answered = duly.incoming.carry_out(routes.VERBS["customer"], request)
        if not isinstance(answered, OpenForm):
            raise TypeError(f"No page was shown: {answered}")

    return timed(read)


def _search(duly: Duly, number: int) -> float:
    """Somebody looks for words that are said of everything."""
    words = "refund mail" if number % 2 else "rewriting refnd"
    return _typed(duly, "search", words, f"search:{number}")


def _list(duly: Duly, number: int) -> float:
    """Somebody lists what is late anywhere, and what one department has."""
    words = "late" if number % 2 else "in Billing"
    return _typed(duly, "list", words, f"list:{number}")


def _typed(duly: Duly, verb: str, words: str, key: str) -> float:
    request = Request(cast.TEAM, cast.OMAR, verb, key=key, text=words)

    def ask() -> None:
        answered = duly.incoming.carry_out(routes.VERBS[verb], request)
        if not isinstance(answered, Reply) or not answered.text:
            raise TypeError(f"Nothing was shown: {answered}")

    return timed(ask)


def _answer(duly: Duly, number: int) -> float:
    """Its owner keeps a promise; it is open again each time."""
    with duly.database.write() as session:
        session.execute(
            update(TASKS)
            .where(TASKS.c.number == KEPT)
            .values(state=State.ACKNOWLEDGED, closed_at=None)
        )
        about = (ASKS.c.noun == "task") & (ASKS.c.number == KEPT)
        session.execute(update(ASKS).where(about).values(answered_at=None))
        owner_id = session.execute(select(TASKS.c.owner_id).where(TASKS.c.number == KEPT)).scalar()
    key = f"answer:{number}"
    request = Request(cast.TEAM, str(owner_id), "done", key=key, text=f"T-{KEPT}")

    def answer() -> None:
        answered = duly.incoming.carry_out(answers.type_done, request)
        if not isinstance(answered, Reply):
            raise TypeError(f"It was not noted: {answered}")

    return timed(answer)


def _digests(duly: Duly, clock: StandingClock, many: str) -> Job:
    """The executives' digest and that of a department, again and again on their schedule."""
    worker = Worker(duly)

    def plan() -> None:
        with duly.database.write() as session:
            session.execute(delete(SCHEDULES))
            for channel in (cast.EXECUTIVES, "C0BILLING"):
                schedule = Schedule(
                    team_id=cast.TEAM, kind=schedules.Posting.DIGEST, channel_id=channel,
                    next_at=duly.clock.now(),
                )  # fmt: skip
                session.add(schedule)

    def run(stop: threading.Event) -> None:
        while not stop.is_set():
            clock.move_on()
            plan()
            worker.tick()

    return Job(f"digests at {many} tasks", plan, run)


def _digest(duly: Duly, _number: int) -> float:
    """The digest of her department, thrown away afterwards."""

    def draw() -> None:
        with duly.database.read() as session:
            whose = readership.in_channel(session, cast.TEAM, "C0BILLING")
            shown = whose and drawing.draw(
                session, worlds.NOW, cast.TEAM, whose, readers=routes.DIGESTS
            )
            if not shown:
                raise RuntimeError("The digest had nothing to say")

    return timed(draw)


def _ask_for_a_digest(duly: Duly, number: int) -> float:
    """Somebody asks for the executives' digest, which is then counted in the background."""
    key = f"digest:{number}"
    request = Request(cast.TEAM, cast.OMAR, "digest", key=key, text="executives")

    def ask() -> None:
        answered = duly.incoming.carry_out(routes.VERBS["digest"], request)
        if not isinstance(answered, Reply) or "on its way" not in answered.text:
            raise TypeError(f"No digest was promised: {answered}")

    took = timed(ask)
    with duly.database.write() as session:
        session.execute(delete(TABLES["digests"]))
    return took
