"""History tells how everything stood at any time: what is written, what is found, what is old."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from alembic import command
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

from storage import customers, departments, history, issues, migrating, tasks
from storage.asks import Ask, Outcome
from storage.database import Database
from storage.history import Event, Snapshot
from storage.items import Item, State
from tests import cast, replay
from tests.cast import AISHA, BEN, GRACE, OMAR, SARA, TEAM, TOM
from tests.stage import Stage

NOW, HOUR = cast.MONDAY, timedelta(hours=1)
BEFORE_IT = "0017"
"""The version of the database in which history did not tell how things stood."""
OPEN = Snapshot(
    owner_id=SARA, severity=3, state=State.OPEN, due_at=NOW + 9 * HOUR, audience="department"
)


def _write(session: Session, at: datetime, number: int = 7, **more: object) -> None:
    history.add(
        session, team_id=TEAM, now=at, actor=OMAR, verb="noted", noun="task", number=number,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


# --- ids of one thing ---


@given(st.uuids(), st.uuids())
def test_an_id_is_above_the_newest_one(made: UUID, newest: UUID) -> None:
    ahead = UUID(int=min(newest.int, 2**128 - 2))
    assert history.id_after(ahead, made) > ahead
    assert history.id_after(ahead, made) in {made, UUID(int=ahead.int + 1)}
    assert history.id_after(None, made) == made


def test_events_of_one_thing_stay_in_order_though_a_clock_was_ahead(database: Database) -> None:
    ahead = UUID("ffffffff-ffff-7fff-bfff-fffffffffff0")
    with database.write() as session:
        session.add(
            Event(
                team_id=TEAM,
                event_id=ahead,
                happened_at=NOW,
                actor=OMAR,
                verb="first",
                noun="task",
                number=7,
            )
        )
        session.flush()
        for hours in (1, 2):
            newest = history.newest_id(session, TEAM, "task", 7)
            _write(session, NOW + hours * HOUR, follows=newest, turn=hours)
    with database.read() as session:
        told = history.of(session, TEAM, "task", 7)
        latest = history.latest(session, TEAM, "task", 7)
    assert [each.details.get("turn") for each in told] == [None, 1, 2]
    assert latest is not None
    assert latest.details == {"turn": 2}


# --- how a thing stood, and what a department had ---


def test_a_thing_stands_as_its_newest_event_by_then_tells(database: Database) -> None:
    taken = replace(OPEN, state=State.ACKNOWLEDGED)
    with database.write() as session:
        _write(session, NOW, snapshot=OPEN)
        _write(session, NOW + HOUR, snapshot=taken)
        _write(session, NOW + 2 * HOUR)
        _write(session, NOW, number=8, snapshot=replace(OPEN, owner_id=TOM))
    with database.read() as session:

        def at(hours: float) -> Snapshot | None:
            found = history.standing(session, TEAM, "task", 7, NOW + hours * HOUR)
            return found.snapshot if found else None

        assert at(-0.1) is None
        assert at(0) == at(0.9) == OPEN
        assert at(1) == at(50) == taken, "an event that tells nothing leaves it as it stood"
        assert history.standing(session, TEAM, "issue", 7, NOW + HOUR) is None


def test_a_department_has_what_was_left_there_in_a_period(database: Database) -> None:
    with database.write() as session:
        billing, logistics = (
            departments.named(session, TEAM, name) for name in ("Billing", "Logistics")
        )
        assert billing
        assert logistics
        here = replace(OPEN, department_id=billing.department_id)
        for number, hours in ((1, 3), (2, 1), (3, 2), (4, 4), (5, 0)):
            _write(session, NOW + hours * HOUR, number=number, snapshot=here)
        there = replace(OPEN, department_id=logistics.department_id)
        _write(session, NOW + HOUR, number=6, snapshot=there)
        _write(session, NOW + HOUR, number=9, snapshot=OPEN)

        def numbers(limit: int) -> list[int]:
            assert billing
            since, until = NOW + HOUR, NOW + 4 * HOUR
            found = history.in_department(session, TEAM, billing.department_id, since, until, limit)
            return [each.number for each in found]

        assert numbers(20) == [2, 3, 1], "from the first instant to before the last, oldest first"
        assert numbers(2) == [2, 3]


# --- what is written of items ---


def _newest(session: Session, noun: str, number: int, verb: str) -> Event:
    found = history.latest(session, TEAM, noun, number, verb)
    assert found is not None, verb
    return found


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_automatic_routing_is_told_with_the_rule_that_decided(stage: Stage) -> None:
    stage.types(OMAR, "/cx issue The coffee tastes of soap")
    stage.clicks(OMAR, "Send to a department…", "I-1")
    stage.fills_in(OMAR, department="Support", words="soap, foam")
    stage.types(TOM, "/cx issue Soap again in the coffee for Acme sev 2")
    with stage.duly.database.read() as session:
        support = departments.named(session, TEAM, "Support")
        acme = customers.named(session, TEAM, "Acme")
        issue = issues.find(session, TEAM, 2)
        waited, routed = (
            _newest(session, "issue", 1, "reported"),
            _newest(session, "issue", 1, "routed"),
        )
        [reported] = history.of(session, TEAM, "issue", 2)
        assert support
        assert acme
        assert issue
    assert waited.snapshot == Snapshot(severity=3, state=State.OPEN, audience="department")
    assert waited.details["rule"] == ""
    assert (routed.owner_id, routed.department_id) == (GRACE, support.department_id)
    assert routed.details["words"] == ["soap", "foam"]
    assert reported.details["rule"] == "soap"
    assert reported.snapshot == Snapshot(
        owner_id=GRACE,
        department_id=support.department_id,
        customer_id=acme.customer_id,
        tier="key",
        severity=2,
        state=State.OPEN,
        due_at=issue.due_at,
        audience="department",
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_takes_over_is_told_with_their_department(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    stage.types(SARA, "/cx handoff T-1 to Logistics because They send the parcel mail")
    stage.clicks(TOM, "Take it over", "T-1")
    with stage.duly.database.read() as session:
        logistics = departments.named(session, TEAM, "Logistics")
        offered, accepted = (_newest(session, "task", 1, verb) for verb in ("offered", "accepted"))
    assert logistics
    assert (offered.owner_id, offered.state) == (SARA, State.OPEN)
    assert (accepted.owner_id, accepted.state) == (TOM, State.ACKNOWLEDGED)
    assert accepted.department_id == logistics.department_id != offered.department_id


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_escalation_tells_whose_it_was_and_not_how_the_item_stands(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by wednesday")
    stage.passes(days=14)
    with stage.duly.database.read() as session:
        billing = departments.named(session, TEAM, "Billing")
        escalated = _newest(session, "task", 1, "escalated")
        stands = history.standing(session, TEAM, "task", 1, stage.now)
    assert billing
    assert stands
    assert (escalated.department_id, escalated.state) == (billing.department_id, None)
    assert (stands.verb, stands.state) == ("created", State.OPEN)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("verb", "text"), [("acknowledged", "ack T-1"), ("dated", "date T-1 monday because Busy")]
)
def test_who_names_another_day_has_not_answered_but_redated(
    stage: Stage, verb: str, text: str
) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday")
    stage.types(SARA, f"/cx {text}")
    expected = {"acknowledged": Outcome.ANSWERED, "dated": Outcome.REDATED}
    with stage.duly.database.read() as session:
        asks = session.exec(select(Ask).order_by(col(Ask.ask_id))).all()
        item = tasks.find(session, TEAM, 1)
    assert [(each.kind, each.outcome) for each in asks] == [
        ("acknowledge", expected[verb]), ("date", expected[verb]), ("finish", None),
    ]  # fmt: skip
    assert item
    assert item.state == State.ACKNOWLEDGED


@contextmanager
def _statements() -> Iterator[list[str]]:
    """What is asked of any database meanwhile about history."""
    heard: list[str] = []

    def hear(_c: object, _cursor: object, words: str, *_more: object) -> None:
        if "history" in words:
            heard.append(words.split()[0])

    event.listen(Engine, "before_cursor_execute", hear)
    yield heard
    event.remove(Engine, "before_cursor_execute", hear)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_new_task_asks_history_for_nothing(stage: Stage) -> None:
    with _statements() as heard:
        answer = stage.people.command(OMAR, "#general", "/cx task Call Acme to @sara by friday")
    assert answer.ok
    assert heard == ["INSERT"]


# --- replayed, and filled in ---


def test_a_row_that_was_changed_by_the_way_is_found(database: Database) -> None:
    with database.write() as session:
        _fill_in(session)
        assert replay.replayed(session, TEAM).differing == []
        item = tasks.find(session, TEAM, 7)
        assert item
        item.owner_id, item.due_zone = TOM, "UTC"
        session.add(item)
        session.flush()
        again = replay.replayed(session, TEAM)
    assert [each.split(" is ")[0] for each in again.differing] == [
        "task 7: due_zone", "task 7: owner_id",
    ]  # fmt: skip
    assert str(again) == "replayed 1 items, differing 2"


def test_an_item_without_a_beginning_differs_where_nobody_put_it_in_by_hand(
    database: Database,
) -> None:
    with database.write() as session:
        new = tasks.Task(team_id=TEAM, number=8, title="Call", created_by=OMAR, created_at=NOW)
        session.add(new)
        session.flush()
        loose, strict = (replay.replayed(session, TEAM, strict=each) for each in (False, True))
    assert (loose.items, loose.untold, loose.differing) == (1, 1, [])
    assert (strict.untold, strict.differing) == (1, ["task 8: no history of its beginning"])


def _fill_in(session: Session) -> None:
    promise = tasks.Promise(
        team_id=TEAM, number=7, title="Call Acme", owner_id=SARA, due_at=OPEN.due_at,
        due_zone=cast.BERLIN, original_due_at=OPEN.due_at, created_by=OMAR, created_at=NOW,
    )  # fmt: skip
    tasks.add(session, promise)
    history.add(
        session, team_id=TEAM, now=NOW, actor=OMAR, verb="created", noun="task", number=7,
        snapshot=OPEN, title="Call Acme", zone=cast.BERLIN, owner=SARA,
    )  # fmt: skip


def _a_fortnight(stage: Stage) -> None:
    """Tasks and issues with everything that may happen to one."""
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by wednesday for Acme")
    stage.types(SARA, "/cx date T-1 thursday because Legal has it")
    stage.types(OMAR, "/cx date T-1 friday because The board meets")
    stage.types(SARA, "/cx handoff T-1 to Logistics because They send the parcel mail")
    stage.clicks(TOM, "Take it over", "T-1")
    stage.types(TOM, "/cx handoff T-1 to @ben because He wrote it")
    stage.clicks(BEN, "Take it over", "T-1")
    stage.types(BEN, "/cx done T-1")
    stage.types(SARA, "/cx task Learn the new tool to @sara by friday")
    stage.types(SARA, "/cx no T-2 because The tool is gone")
    stage.types(OMAR, "/cx task Nobody answers this to @aisha by wednesday")
    stage.types(OMAR, "/cx date T-3 thursday because The board meets")
    stage.types(GRACE, "/cx issue Refund missing for Acme sev 2")
    stage.types(GRACE, "/cx issue The coffee tastes of soap")
    stage.clicks(OMAR, "Send to a department…", "I-2")
    stage.fills_in(OMAR, department="Support", words="soap, refund")
    stage.types(GRACE, "/cx ack I-2")
    stage.types(GRACE, "/cx handoff I-2 to Logistics because They brew it")
    stage.clicks(TOM, "Take it over", "I-2")
    stage.types(TOM, "/cx issue Refund promised twice for Globex")
    stage.types(GRACE, "/cx no I-3 because It was paid")
    stage.passes(days=14)
    stage.types(AISHA, "/cx ack T-3")
    stage.types(AISHA, "/cx done T-3")


def test_old_history_is_filled_in_as_far_as_it_tells(stage: Stage) -> None:
    _a_fortnight(stage)
    database = stage.duly.database
    with database.write() as session:
        _write(session, stage.now, number=2, why="a verb of another version")
    written, rows = _told(database), _rows(database)
    with database.engine.begin() as connection:
        command.downgrade(migrating.alembic_config(connection), BEFORE_IT)
    database.migrate()
    filled = _told(database)
    assert {thing for thing, events in filled.items() if events} >= set(rows)
    wrong, left_open = [], 0
    for thing, events in filled.items():
        stood: dict[str, object] = {}
        for told, real in zip(events, written[thing], strict=True):
            stood = stood if real.state is None else asdict(real.snapshot)
            filled_in = asdict(told.snapshot)
            left_open += sum(filled_in[name] is None for name in stood if stood[name] is not None)
            wrong += [
                (thing, told.verb, name, value, stood[name])
                for name, value in filled_in.items()
                if value is not None and value != stood[name]
            ]
        item, tier = rows[thing]
        last = {**{name: getattr(item, name) for name in replay.COLUMNS}, "tier": tier}
        assert asdict(events[-1].snapshot) == last, thing
    assert wrong == []
    told_of = sum(map(len, filled.values())) * len(history.UNTOLD)
    assert left_open < told_of / 4, "most is told"


def _told(database: Database) -> dict[tuple[str, int], list[Event]]:
    with database.read() as session:
        query = select(Event).where(col(Event.noun).in_(["task", "issue"]))
        found: dict[tuple[str, int], list[Event]] = {}
        for each in session.exec(query.order_by(col(Event.event_id))):
            found.setdefault((each.noun, each.number), []).append(each)
    return found


def _rows(database: Database) -> dict[tuple[str, int], tuple[Item, str | None]]:
    with database.read() as session:
        return {
            (item.noun, item.number): (item, customer.tier if customer else None)
            for kind in (tasks.Task, issues.Issue)
            for item in session.exec(select(kind)).all()
            for customer in [customers.find(session, TEAM, item.customer_id)]
        }
