"""The auditor finds what was forgotten, mends it where a rule is plain, and lets the rest be."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import ColumnElement, delete, update
from sqlmodel import Session, col, select

from bot import routes
from handlers.chasing import audits
from handlers.chasing.asks import plan_next
from storage import audits as stored_audits
from storage import history
from storage.asks import Ask
from storage.audits import Audit
from storage.database import Database
from storage.nudges import Nudge
from storage.outbox import Message, MessageState
from storage.people import Person, Role
from tests import cast
from tests.cast import LEE, MARIA, MONDAY, OMAR, SARA, TEAM, TOM
from tests.stage import Stage

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"
GHOST = "U0GHOST"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def planned(database: Database) -> list[tuple[str, int, datetime]]:
    """Every reminder on the calendar: whose, which rung, when."""
    query = select(Nudge).where(col(Nudge.sent_at).is_(None))
    with database.read() as session:
        return sorted((each.person_id, each.rung, each.due_at) for each in session.exec(query))


def audit(database: Database) -> Audit:
    with database.read() as session:
        found = session.get(Audit, TEAM)
    assert found is not None
    return found


def repairs(database: Database) -> list[str]:
    """What history says that the auditor did."""
    with database.read() as session:
        return [event.verb for event in history.of(session, TEAM, "audit", 0)]


def tamper(database: Database, *statements: object) -> None:
    """Something that Duly itself never does: a lost row, a changed one."""
    with database.write() as session:
        for statement in statements:
            session.execute(statement)  # type: ignore[call-overload]


def lose_reminders(database: Database) -> None:
    tamper(database, delete(Nudge).where(col(Nudge.sent_at).is_(None)))


# --- what it mends ---


def test_a_lost_reminder_is_planned_again_for_the_same_moment(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    before = planned(stage.duly.database)
    lose_reminders(stage.duly.database)
    stage.passes(hours=0.05)
    assert planned(stage.duly.database) == before
    assert repairs(stage.duly.database) == ["planned"] * 2, "whether she takes it, and its date"
    stage.passes(days=2)
    assert len(stage.reads(SARA)) == 3, "and Sara is reminded, as without the loss"
    assert (audit(stage.duly.database).found, audit(stage.duly.database).repaired) == (0, 2)


def test_a_reminder_lost_while_somebody_wants_quiet_comes_after_it(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx snooze T-1 thursday because the printer waits for paper")
    quiet_until = min(at for _, _, at in planned(stage.duly.database))
    lose_reminders(stage.duly.database)
    stage.passes(hours=0.05)
    again = planned(stage.duly.database)
    assert SARA in {who for who, _, _ in again}
    assert min(at for _, _, at in again) >= quiet_until


def test_a_reminder_of_somebody_unknown_goes_to_whoever_leads(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    tamper(
        stage.duly.database,
        update(Ask).values(person_id=GHOST),
        update(Nudge).values(person_id=GHOST, due_at=stage.now - HOUR),
    )
    stage.passes(hours=0.05)
    assert {who for who, _, _ in planned(stage.duly.database)} == {MARIA}
    assert set(repairs(stage.duly.database)) == {"passed on"}
    assert audit(stage.duly.database).found == 0


def test_an_unknown_deputy_costs_nobody_a_second_reminder(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    before = planned(stage.duly.database)
    with stage.duly.database.write() as session:
        [ask] = session.exec(select(Ask).where(Ask.kind == "acknowledge")).all()
        session.add(
            Nudge(
                team_id=TEAM, ask_id=ask.ask_id, person_id=GHOST, part="deputy", rung=3,
                due_at=stage.now - HOUR,
            )
        )  # fmt: skip
    stage.passes(hours=0.05)
    assert planned(stage.duly.database) == before


def test_nobody_is_reminded_of_what_is_answered(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    with stage.duly.database.read() as session:
        [ask] = session.exec(select(Ask).where(Ask.kind == "acknowledge")).all()
    stage.clicks(SARA, "Take it")
    after = planned(stage.duly.database)
    with stage.duly.database.write() as session:
        session.add(
            Nudge(
                team_id=TEAM, ask_id=ask.ask_id, person_id=SARA, part="owes", rung=1,
                due_at=stage.now + timedelta(days=1),
            )
        )  # fmt: skip
    stage.passes(hours=0.05)
    assert planned(stage.duly.database) == after
    assert repairs(stage.duly.database) == ["cancelled"]


@pytest.mark.parametrize(("taken", "kind"), [(False, "acknowledge"), (True, "finish")])
def test_a_promise_nobody_is_asked_about_is_asked_about(
    stage: Stage, taken: bool, kind: str
) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, "/cx issue Refund promised twice, not paid for Acme sev 2")
    if taken:
        stage.clicks(SARA, "Take it")
    tamper(stage.duly.database, delete(Nudge), delete(Ask).where(col(Ask.noun) == "task"))
    stage.passes(hours=0.05)
    with stage.duly.database.read() as session:
        asks = session.exec(select(Ask).where(Ask.noun == "task")).all()
    assert [(ask.kind, ask.person_id, ask.number) for ask in asks if ask.kind != "date"] == [
        (kind, SARA, 1)
    ]
    assert "asked again" in repairs(stage.duly.database)
    before = len(stage.reads(SARA))
    stage.passes(days=8)
    assert len(stage.reads(SARA)) > before


@pytest.mark.tampers
def test_what_is_closed_or_waits_for_triage_is_left_alone(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx no T-1 because the mail is written by the shop")
    stage.types(OMAR, "/cx issue The lift in the lobby smells of fish")
    tamper(stage.duly.database, delete(Nudge), delete(Ask))
    stage.passes(hours=0.05)
    with stage.duly.database.read() as session:
        assert session.exec(select(Ask)).all() == []
    assert audit(stage.duly.database).found == 0


# --- what it only reports ---


def look(database: Database, now: datetime = MONDAY) -> Audit:
    """One audit, whoever else would have worked before."""
    with database.write() as session:
        assert audits.handle_one(routes.REGISTERS, session, now)
    return audit(database)


def owe(session: Session, number: int, person: str = SARA, rung: int = 0) -> Ask:
    ask = Ask(
        team_id=TEAM, kind="acknowledge", noun="task", number=number, person_id=person,
        opened_at=MONDAY, due_at=MONDAY + timedelta(days=3), rung=rung,
    )  # fmt: skip
    session.add(ask)
    return ask


def test_what_nobody_can_be_told_is_found_until_somebody_can(database: Database) -> None:
    with database.write() as session:
        owe(session, 1, GHOST)
        owe(session, 2, SARA)
        session.execute(update(Person).where(_is(OMAR)).values(role=Role.MEMBER))
    assert look(database).found == 1
    assert {who for who, _, _ in planned(database)} == {SARA}, "the next one is mended"
    assert look(database, MONDAY + MINUTE).found == 1
    tamper(database, update(Person).where(_is(OMAR)).values(role=Role.CCO))
    assert look(database, MONDAY + 2 * MINUTE).found == 0
    assert {who for who, _, _ in planned(database)} == {SARA, OMAR}


def _is(person: str) -> ColumnElement[bool]:
    return col(Person.user_id) == person


@pytest.mark.parametrize(("late", "found"), [(59 * MINUTE, 0), (61 * MINUTE, 1)])
def test_a_reminder_that_is_due_for_an_hour_is_reported_and_stays_due(
    database: Database, late: timedelta, found: int
) -> None:
    with database.write() as session:
        ask = owe(session, 1)
        session.add(
            Nudge(
                team_id=TEAM, ask_id=ask.ask_id, person_id=SARA, part="owes", rung=1,
                due_at=MONDAY - late,
            )
        )  # fmt: skip
    assert look(database).found == found
    assert planned(database) == [(SARA, 1, MONDAY - late)], "the worker sends it when it is back"


@pytest.mark.parametrize(
    ("state", "since", "found"),
    [
        (MessageState.SENDING, 9 * MINUTE, 0),
        (MessageState.SENDING, 11 * MINUTE, 1),
        (MessageState.IN_DOUBT, 9 * MINUTE, 0),
        (MessageState.IN_DOUBT, 11 * MINUTE, 1),
        (MessageState.PENDING, HOUR, 0),
        (MessageState.SENT, HOUR, 0),
    ],
)
def test_a_message_that_every_sender_forgot_is_reported(
    database: Database, state: MessageState, since: timedelta, found: int
) -> None:
    with database.write() as session:
        session.add(
            Message(
                team_id=TEAM, key="digest:1", lane="C0BILLING", method="chat.postMessage",
                state=state, created_at=MONDAY - HOUR, not_before=MONDAY - since,
                leased_until=MONDAY - since,
            )
        )  # fmt: skip
    assert look(database).found == found


# --- how it goes about it ---


def test_a_workspace_is_audited_once_a_minute(database: Database) -> None:
    first = look(database)
    assert (first.checked_at, first.next_at) == (MONDAY, MONDAY + MINUTE)
    with database.write() as session:
        assert not audits.handle_one(routes.REGISTERS, session, MONDAY + 59 * timedelta(seconds=1))
        assert audits.handle_one(routes.REGISTERS, session, MONDAY + MINUTE)


def test_a_long_list_is_walked_in_slices_and_nothing_of_it_is_forgotten(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audits, "SLICE", 3)
    monkeypatch.setattr(audits, "REPAIRS", 2)
    with database.write() as session:
        people_who_owe = [SARA, SARA, SARA, GHOST, TOM, LEE, MARIA]
        asks = [owe(session, number, who) for number, who in enumerate(people_who_owe, start=1)]
        asks[1].answered_at = MONDAY
        session.execute(update(Person).where(_is(OMAR)).values(role=Role.MEMBER))
    now, visits = MONDAY, []
    while len(visits) < 12 and not (visits and visits[-1].ask_id == UUID(int=0)):
        visits.append(look(database, now))
        now = visits[-1].next_at
    assert {who for who, _, _ in planned(database)} == {SARA, TOM, LEE, MARIA}
    assert [visit.found for visit in visits][-1] == 1, "what was hopeless is not forgotten"
    assert visits[-1].repaired == 5
    *pauses, last = [visit.next_at - (visit.checked_at or now) for visit in visits]
    assert set(pauses) <= {timedelta(), timedelta(seconds=5)}, "none while there is more to repair"
    assert last == MINUTE
    next_walk = look(database, now)
    assert next_walk.found == 1, "nor while the next walk is under way"
    tamper(database, update(Person).where(_is(OMAR)).values(role=Role.CCO))
    for _ in range(2 * len(visits)):
        next_walk = look(database, next_walk.next_at)
    assert audit(database).found == 0


@only_sqlite
def test_much_that_was_lost_is_planned_at_once_and_a_little_at_a_time(database: Database) -> None:
    with database.write() as session:
        for number in range(1, 61):
            owe(session, number)
    repaired = [0]
    while repaired[-1] < 60:
        repaired.append(look(database).repaired)
    assert max(after - before for before, after in pairwise(repaired)) <= audits.REPAIRS
    assert len(planned(database)) == 60
    assert audit(database).found == 0


@only_sqlite
def test_an_ask_at_the_top_of_its_ladder_is_planned_for_monday(database: Database) -> None:
    with database.write() as session:
        owe(session, 1, rung=5)
    assert look(database).repaired == 1
    assert {(rung, at.weekday()) for _, rung, at in planned(database)} == {(6, 0)}


@only_sqlite
def test_one_repair_that_breaks_keeps_no_other_from_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.write() as session:
        owe(session, 1, TOM)
        owe(session, 2, SARA)

    def shaky(session: Session, ask: Ask, *rest: object) -> object:
        plan_next(session, ask, *rest)  # type: ignore[arg-type]
        if ask.person_id == TOM:
            raise ArithmeticError
        return True

    monkeypatch.setattr(audits.asks, "plan_next", shaky)
    assert (look(database).found, audit(database).repaired) == (1, 1)
    assert {who for who, _, _ in planned(database)} == {SARA}, "and what broke left nothing behind"


@only_postgresql
def test_an_ask_that_is_being_answered_is_left_to_whoever_answers(database: Database) -> None:
    with database.write() as session:
        owe(session, 1)
    with database.write() as answering:
        ask = answering.exec(select(Ask).with_for_update()).one()
        assert look(database).repaired == 0
        ask.answered_at = MONDAY
    assert look(database, MONDAY + MINUTE).repaired == 0
    assert planned(database) == []


@only_postgresql
def test_two_auditors_do_not_audit_one_workspace_at_once(database: Database) -> None:
    with database.write() as first, database.write() as second:
        assert audits.handle_one(routes.REGISTERS, first, MONDAY)
        assert not audits.handle_one(routes.REGISTERS, second, MONDAY)


@only_sqlite
def test_an_audit_that_breaks_is_put_off_and_nothing_is_called_clean(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> int:
        raise ArithmeticError("nobody can count this")

    monkeypatch.setattr(audits.audits, "overdue", broken)
    database, before = stage.duly.database, stage.now
    stage.worker.tick()
    assert audit(database).next_at == before + HOUR
    assert "nobody can count this" in audit(database).error
    with database.read() as session:
        assert not stored_audits.clean(session, before)
    monkeypatch.undo()
    stage.passes(hours=1.1)
    with database.read() as session:
        assert stored_audits.clean(session, before)


def test_a_fortnight_without_a_fault_leaves_the_auditor_nothing_to_do(stage: Stage) -> None:
    """Whatever people do or leave undone, what the auditor calls wrong does not come up."""
    stage.types(OMAR, TASK)
    stage.types(OMAR, "/cx task Call Globex to @tom by thursday for Globex")
    stage.types(OMAR, "/cx issue Refund promised twice, not paid for Acme sev 2")
    stage.types(OMAR, "/cx issue The lift in the lobby smells of fish")
    stage.types(cast.NORA, "/cx impact Raise the standard plan by 6 %")
    stage.types(TOM, "/cx ack T-2")
    stage.types(TOM, "/cx handoff T-2 to Support because they know Globex best")
    stage.types(SARA, "/cx snooze T-1 wednesday because the printer waits for paper")
    stage.passes(days=6)
    stage.types(SARA, "/cx no T-1 because the mail is written by the shop")
    stage.workspace.user(cast.GRACE).deleted = True
    stage.worker.keep_house()
    stage.passes(days=8)
    seen = audit(stage.duly.database)
    assert (seen.found, seen.repaired, seen.error) == (0, 0, "")
    assert seen.checked_at is not None
    assert stage.now - seen.checked_at < timedelta(days=1)
