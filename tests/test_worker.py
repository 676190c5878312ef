"""What falls due happens once, whoever runs it, and what cannot be handled is not in the way."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func
from sqlmodel import Session, col, select

from bot import manifest, worker
from bot.app import Duly
from bot.patience import limit, persistently
from bot.practice.show.brightwater import SAMPLE
from bot.practice.slack.objects import User
from bot.practice.slack.rates import Rates
from bot.practice.slack.server import serve
from bot.practice.slack.workspace import Workspace
from bot.settings import Settings
from bot.worker import Worker
from handlers.calendar import calendars
from handlers.calendar.hours import Calendar
from handlers.chasing import asks
from storage import outbox, receipts, schedules, workspaces
from storage.asks import Ask
from storage.cards import BUNDLE, Card
from storage.customers import Customer
from storage.errors import DatabaseBusy
from storage.nudges import Nudge, Part
from storage.outbox import Message, MessageState, Priority
from storage.people import Person
from storage.schedules import Schedule
from storage.tasks import Task
from tests import cast
from tests.cast import LEE, MARIA, SARA, TEAM, TOM
from tests.stage import StoryClock
from tests.stopwatch import Stopwatch

only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Crew:
    """Several whole bots on one database and one pretend Slack."""

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        self.workspace = workspace
        self._settings = settings
        self.bots = [Duly(settings, clock=workspace.clock)]
        self.database = self.bots[0].database
        self.worker = Worker(self.bots[0])

    def another(self) -> Duly:
        self.bots.append(Duly(self._settings, clock=self.workspace.clock))
        return self.bots[-1]

    @property
    def now(self) -> datetime:
        return self.workspace.clock.now()

    def remind(self, number: int, person: str) -> None:
        """One task that one person was asked to take, with a reminder due now."""
        with self.database.write() as session:
            self.plan(session, number, person)

    def plan(self, session: Session, number: int, person: str) -> None:
        """The same within a transaction."""
        due = self.now + timedelta(days=3)
        owner = session.get(Person, (TEAM, person))
        assert owner is not None
        department = owner.department_id
        ask = Ask(
            team_id=TEAM, kind="acknowledge", noun="task", number=number, person_id=person,
            department_id=department, opened_at=self.now, due_at=due,
        )  # fmt: skip
        task = Task(
            team_id=TEAM, number=number, title=f"Promise {number}", severity=3, owner_id=person,
            department_id=department, due_at=due, original_due_at=due, created_by=cast.OMAR,
            created_at=self.now,
        )  # fmt: skip
        nudge = Nudge(
            team_id=TEAM, ask_id=ask.ask_id, person_id=person, part=Part.OWES, rung=1,
            due_at=self.now,
        )  # fmt: skip
        session.add_all([ask, task, nudge])

    def schedule(self, channel: str, at: datetime, weekday: int | None = None) -> None:
        with self.database.write() as session:
            session.add(
                Schedule(
                    team_id=TEAM, kind=schedules.Posting.DIGEST, channel_id=channel,
                    zone=cast.BERLIN, weekday=weekday, next_at=at, created_by=cast.OMAR,
                )
            )  # fmt: skip

    def run(self, worker: Worker | None = None) -> None:
        """Do everything that can be done now."""
        (worker or self.worker).tick()
        for _ in range(100):
            if not self.bots[0].sender.run_once():
                return
            self.workspace.clock.forward(timedelta(seconds=1))

    def bundles(self, person: str) -> int:
        with self.database.read() as session:
            query = select(func.count()).where(Card.noun == BUNDLE, Card.lane == person)
            return int(session.exec(query).one())

    def posted(self, channel: str) -> int:
        messages = self.workspace.messages(channel)
        return sum(message.user == cast.BOT for message in messages)

    def planned(self, person: str) -> list[Nudge]:
        with self.database.read() as session:
            query = select(Nudge).where(
                Nudge.person_id == person, col(Nudge.rung) == 1, col(Nudge.sent_at).is_(None)
            )
            return list(session.exec(query))


@pytest.fixture
def crew(database_url: str, database: object) -> Iterator[Crew]:
    workspace = Workspace(
        manifest.build(), SAMPLE, clock=StoryClock(cast.MONDAY), rates=Rates(enabled=False)
    )
    with serve(workspace) as served:
        settings = Settings(
            database_url=database_url,
            slack_bot_token=workspace.bot_token,
            slack_api_url=served.api_url,
            tick_seconds=0.05,
        )
        built = Crew(workspace, settings)
        yield built
        for bot in built.bots:
            bot.close()


# --- rows that cannot be handled ---


def test_a_row_that_breaks_waits_an_hour_and_everything_else_goes_on(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = calendars.for_person

    def poisoned(session: Session, person: Person) -> Calendar:
        if person.user_id == SARA:
            raise ArithmeticError("this calendar cannot be read")
        return real(session, person)

    crew.remind(1, SARA)
    crew.remind(2, TOM)
    crew.schedule("C0BILLING", crew.now)
    monkeypatch.setattr(calendars, "for_person", poisoned)
    broke_at = crew.now
    crew.run()
    [put_off] = crew.planned(SARA)
    assert put_off.due_at == broke_at + timedelta(hours=1)
    assert put_off.error == "ArithmeticError: this calendar cannot be read"
    assert len(crew.workspace.direct_messages(TOM)) == 1, "the next row of the same duty"
    assert crew.posted("#billing") == 1, "the next duty"
    monkeypatch.setattr(calendars, "for_person", real)
    crew.run()
    assert crew.workspace.direct_messages(SARA) == [], "not before the hour is over"
    crew.workspace.clock.forward(timedelta(hours=1))
    crew.run()
    assert len(crew.workspace.direct_messages(SARA)) == 1


@pytest.mark.parametrize("severity", [1, 3])
def test_one_reminder_that_breaks_does_not_hold_up_the_others_of_its_person(
    crew: Crew, severity: int
) -> None:
    for number in (1, 2, 3):
        crew.remind(number, SARA)
    with crew.database.write() as session:
        poisoned = session.exec(select(Ask).where(Ask.number == 2)).one()
        poisoned.kind, poisoned.severity = "nonsense", severity
    broke_at = crew.now
    crew.run()
    [put_off] = crew.planned(SARA)
    assert put_off.ask_id == poisoned.ask_id
    assert put_off.due_at == broke_at + timedelta(hours=1)
    assert put_off.error == "Unregistered: no kind of ask is called “nonsense”"
    [message] = crew.workspace.direct_messages(SARA)
    said = crew.workspace.plain(message)
    assert "Two things wait for your answer" in said
    assert "T-1" in said
    assert "T-3" in said
    assert crew.bundles(SARA) == 1, "what was tried and undone left nothing behind"


@only_sqlite
def test_a_reminder_that_cannot_be_put_into_words_takes_no_other_along(crew: Crew) -> None:
    for number in (1, 2):
        crew.remind(number, SARA)
    with crew.database.write() as session:
        odd = Customer(team_id=TEAM, name="Odd", key="odd", tier="no such tier")
        session.add(odd)
        task = session.get(Task, (TEAM, 2))
        assert task is not None
        task.customer_id = odd.customer_id
    crew.run()
    [message] = crew.workspace.direct_messages(SARA)
    said = crew.workspace.plain(message)
    assert "Two things wait for your answer" in said
    assert "*Promise 1* (T-1)" in said
    assert "I cannot put one thing here into words. `/cx` shows what you owe." in said


@only_sqlite
def test_a_reminder_that_recovered_comes_with_the_next_bundle_and_forgets_its_error(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = asks.plan_next

    def shaky(session: Session, ask: Ask, *rest: object) -> object:
        if ask.number == 2:
            raise ArithmeticError
        return real(session, ask, *rest)  # type: ignore[arg-type]

    for number in (1, 2):
        crew.remind(number, SARA)
    monkeypatch.setattr(asks, "plan_next", shaky)
    crew.run()
    monkeypatch.setattr(asks, "plan_next", real)
    crew.workspace.clock.forward(timedelta(hours=1))
    crew.run()
    assert crew.bundles(SARA) == 1, "one a day"
    [waiting] = crew.planned(SARA)
    assert waiting.error, "it shows that it broke until it is sent"
    crew.workspace.clock.move_to(waiting.due_at)
    sent_at = crew.now
    crew.run()
    assert crew.bundles(SARA) == 2
    with crew.database.read() as session:
        sent = session.get(Nudge, (TEAM, waiting.nudge_id))
    assert sent is not None
    assert (sent.sent_at, sent.error) == (sent_at, "")


@only_sqlite
def test_a_row_that_breaks_once_is_done_at_the_second_try(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = calendars.for_person, []

    def shaky(session: Session, person: Person) -> Calendar:
        calls.append(person.user_id)
        if len(calls) == 1:
            raise ArithmeticError
        return real(session, person)

    crew.remind(1, SARA)
    monkeypatch.setattr(calendars, "for_person", shaky)
    crew.run()
    assert len(crew.workspace.direct_messages(SARA)) == 1


@only_sqlite
def test_a_busy_database_puts_nothing_off(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_session: Session, _person: Person) -> Calendar:
        raise DatabaseBusy

    real = calendars.for_person
    crew.remind(1, SARA)
    monkeypatch.setattr(calendars, "for_person", busy)
    crew.run()
    [nudge] = crew.planned(SARA)
    assert (nudge.due_at, nudge.error) == (crew.now, "")
    monkeypatch.setattr(calendars, "for_person", real)
    crew.run()
    assert len(crew.workspace.direct_messages(SARA)) == 1


@only_sqlite
def test_a_digest_that_breaks_waits_an_hour_and_reminders_go_on(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    crew.schedule("C0BILLING", crew.now)
    crew.remind(1, SARA)
    asked_at = crew.now

    def broken(session: Session, now: datetime) -> bool:
        schedule = schedules.next_due(session, schedules.Posting.DIGEST, now)
        if schedule is not None:
            raise ArithmeticError("no numbers today")
        return False

    known = {duty.name: duty for duty in worker.DUTIES}
    digests = known["digests"]
    broken_duty = worker.Duty("digests", digests.next_due, broken, digests.put_off)
    monkeypatch.setattr(worker, "DUTIES", (broken_duty, known["nudges"]))
    crew.run()
    with crew.database.read() as session:
        [schedule] = session.exec(select(Schedule)).all()
    assert schedule.next_at == asked_at + timedelta(hours=1)
    assert schedule.error == "ArithmeticError: no numbers today"
    assert len(crew.workspace.direct_messages(SARA)) == 1


@pytest.mark.parametrize("kind", list(schedules.Posting))
@only_sqlite
def test_a_turn_that_goes_well_forgets_that_an_earlier_one_broke(
    crew: Crew, kind: schedules.Posting
) -> None:
    with crew.database.write() as session:
        session.add(
            Schedule(
                team_id=TEAM, kind=kind, channel_id=cast.EXECUTIVES, zone=cast.BERLIN,
                next_at=crew.now, created_by=cast.OMAR, error="KeyError: 7",
            )
        )  # fmt: skip
    crew.run()
    with crew.database.read() as session:
        [schedule] = session.exec(select(Schedule)).all()
    assert schedule.error == ""


# --- down and up again ---


@only_sqlite
def test_what_fell_due_while_everything_was_down_happens_once_at_restart(crew: Crew) -> None:
    for number, person in enumerate((SARA, SARA, MARIA), start=1):
        crew.remind(number, person)
    crew.schedule("C0BILLING", crew.now)
    crew.schedule("C0LOGIST", crew.now - timedelta(days=3), weekday=4)
    crew.workspace.clock.forward(timedelta(hours=4))
    for _ in range(3):
        crew.run(Worker(crew.another()))
    assert crew.bundles(SARA) == crew.bundles(MARIA) == 1
    assert len(crew.workspace.direct_messages(SARA)) == 1
    assert crew.posted("#billing") == 1
    assert crew.posted("#logistics") == 0, "what is a day late helps nobody"
    with crew.database.read() as session:
        query = select(Schedule.error).where(Schedule.channel_id == "C0LOGIST")
        assert session.exec(query).one() == "too late"


@only_sqlite
def test_a_running_worker_delivers_at_once_and_stops_when_told(crew: Crew) -> None:
    crew.worker.start()
    crew.remind(1, SARA)
    told = crew.workspace.wait_until(lambda: crew.workspace.direct_messages(SARA))
    with Stopwatch() as watch:
        crew.worker.stop()
    assert told
    assert watch.seconds < 2
    crew.remind(2, TOM)
    time.sleep(0.15)
    assert crew.workspace.direct_messages(TOM) == [], "what is stopped does nothing"


@only_sqlite
def test_a_sender_that_broke_goes_on(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    sender = crew.bots[0].sender
    real, broken = sender.begin, threading.Event()

    def shaky() -> object:
        if not broken.is_set():
            broken.set()
            raise DatabaseBusy
        return real()

    monkeypatch.setattr(sender, "begin", shaky)
    crew.worker.start()
    crew.remind(1, SARA)
    told = crew.workspace.wait_until(lambda: crew.workspace.direct_messages(SARA))
    crew.worker.stop()
    assert broken.is_set()
    assert told


# --- two workers ---


def test_two_workers_bring_a_hundred_people_a_hundred_messages(crew: Crew) -> None:
    with crew.database.read() as session:
        model = session.get(Person, (TEAM, SARA))
    assert model is not None
    people = [f"U1P{number:03d}" for number in range(100)]
    with crew.database.write() as session:
        for number, person in enumerate(people):
            facts = model.model_dump() | {"user_id": person, "handle": person.lower(), "email": ""}
            session.add(Person(**facts))
            session.flush()
            crew.workspace.add_user(User(person, person.lower(), person))
            crew.plan(session, 2 * number + 1, person)
            crew.plan(session, 2 * number + 2, person)
    others = [crew.another(), crew.another()]

    def work(bot: Duly) -> None:
        Worker(bot).tick()
        # Two on one file are in each other's way now and then, as two processes would be.
        while persistently(bot.sender.run_once, limit(30)):
            pass

    threads = [threading.Thread(target=work, args=(bot,)) for bot in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    crew.run()
    received = {person: crew.workspace.direct_messages(person) for person in people}
    assert {person: len(messages) for person, messages in received.items()} == dict.fromkeys(
        people, 1
    )
    for person, [message] in received.items():
        assert "Two things wait for your answer" in crew.workspace.plain(message), person
    with crew.database.read() as session:
        states = session.exec(select(outbox.Message.state).distinct()).all()
    assert states == ["sent"]


# --- housekeeping ---


@only_sqlite
def test_the_house_is_kept_old_receipts_go_and_the_directory_is_fresh(crew: Crew) -> None:
    old, young = crew.now - timedelta(days=8), crew.now - timedelta(days=6)
    with crew.database.write() as session:
        receipts.claim(session, TEAM, "old", old)
        receipts.claim(session, TEAM, "young", young)
    crew.workspace.user(LEE).deleted = True
    crew.worker.keep_house()
    with crew.database.read() as session:
        assert receipts.find(session, TEAM, "old") is None
        assert receipts.find(session, TEAM, "young") is not None
        lee = session.get(Person, (TEAM, LEE))
        assert lee is not None
        assert lee.gone
        workspace = workspaces.find(session, TEAM)
        assert workspace is not None
        assert workspace.directory_at == crew.now


def test_old_messages_go_but_those_that_need_somebody_and_the_digests(crew: Crew) -> None:
    old, young = crew.now - timedelta(days=31), crew.now - timedelta(days=29)
    kinds = [(at, state, priority) for at in (old, young) for state in MessageState
             for priority in (Priority.CARD, Priority.DIGEST)]  # fmt: skip
    with crew.database.write() as session:
        for number, (at, state, priority) in enumerate(kinds):
            session.add(
                Message(
                    team_id=TEAM, key=str(number), lane=cast.SARA, method="chat.postMessage",
                    state=state, priority=priority, created_at=at, not_before=at,
                )
            )  # fmt: skip
    crew.worker.keep_house()
    with crew.database.read() as session:
        left = {kinds[int(key)] for key in session.exec(select(Message.key))}
    assert set(kinds) - left == {
        (old, MessageState.SENT, Priority.CARD), (old, MessageState.STALE, Priority.CARD),
    }  # fmt: skip


@only_sqlite
def test_a_slack_that_is_away_does_not_stop_the_housekeeping(crew: Crew) -> None:
    crew.workspace.faults.fail_next(None, how="drop_before", method="users.list")
    crew.worker.keep_house()
    with crew.database.read() as session:
        workspace = workspaces.find(session, TEAM)
        assert workspace is not None
        assert workspace.directory_at is None, "and it is tried again next time"
