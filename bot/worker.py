"""The clock runs Duly's duties: nudges, digests, prompts, audits and the sender, each alone."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import inspect
from sqlmodel import Session

from bot import channels, deadman, directory, effects, newcomers, routes
from bot.app import Duly
from bot.clock import Clock
from bot.dropping import Files
from bot.ical import reader
from bot.metrics import Metrics
from bot.slices import Slices
from bot.uploading import Packs
from bot.wakes import CommitListener
from handlers.chasing import audits, nudges, yields
from handlers.executives import prompts
from handlers.executives.decisions import reviews
from handlers.executives.digests import turns
from handlers.executives.room.orders import turns as room_turns
from handlers.executives.scores import quarters
from handlers.front import corrections, leavers
from handlers.front.away import turns as absence_turns
from handlers.front.customers import renewals
from handlers.promises import waits
from handlers.promises.steps import checks
from storage import absences as stored_absences
from storage import audits as stored_audits
from storage import customers, due, freezings, issues, kept, outbox, receipts, schedules, workspaces
from storage import departures as stored_departures
from storage import digests as stored_digests
from storage import forecasts as stored_forecasts
from storage import nudges as stored_nudges
from storage import waits as stored_waits
from storage import yields as stored_yields
from storage.database import trial
from storage.errors import DatabaseBusy, DatabaseUnreachable, RowBroken, StorageError
from storage.schedules import Posting

log = logging.getLogger(__name__)

AT_MOST = 500
"""How much of one duty one tick may do before the next duty has its turn."""
REST_SECONDS = 0.002
RECEIPTS_KEPT = timedelta(days=7)
# Long enough to find out what happened; for ever it would be the largest table by far.
MESSAGES_KEPT = timedelta(days=30)
WORDS_KEPT = corrections.KEPT
POLL_SECONDS = 0.5
# A channel may be written to again a second after its last message, and nothing wakes us then.
BUSY_SECONDS, BUSY_POLL_SECONDS = 1.5, 0.05
HOUSEKEEPING_SECONDS, NEWCOMERS_SECONDS, CALENDARS_SECONDS = 600, 10, 5
FILES_SECONDS = 2
# A call to Slack under way may take ten seconds; nobody begins another.
FINISHING_SECONDS = 12
WELL_SECONDS = 60
AUDITED_WITHIN = timedelta(minutes=5)


Handle = Callable[[Session, datetime], bool]
"""Handles one row that is due, or more of them; whether there was any."""


@dataclass(frozen=True)
class Duty:
    """One kind of work that falls due; a row that cannot be handled is put off, not in the way.

    What takes long to read is read by `prepare`, which keeps nobody out; what it returns does the
    rest.
    """

    name: str
    next_due: Callable[[Session, datetime], Any]
    handle_one: Handle
    put_off: Callable[[Session, Any, datetime, str], None]
    prepare: Callable[[Session, datetime], Handle] | None = None


def _next_schedule(kind: Posting) -> Callable[[Session, datetime], Any]:
    def next_due(session: Session, now: datetime) -> Any:
        return schedules.next_due(session, kind, now)

    return next_due


DUTIES = (
    # Before anybody is reminded: who is away today is not.
    Duty(
        "absences",
        stored_absences.next_due,
        partial(absence_turns.handle_one, routes.REGISTERS),
        due.put_off,
    ),
    Duty(
        "departures",
        stored_departures.next_due,
        partial(leavers.handle_one, routes.REGISTERS),
        due.put_off,
    ),
    # Before anybody is reminded, so that what is asked comes in the same message.
    Duty("waits", stored_waits.next_due, waits.handle_one, due.put_off),
    Duty("checks", issues.next_check, checks.handle_one, issues.put_off_check),
    Duty("forecasts", stored_forecasts.next_review, reviews.handle_one, stored_forecasts.put_off),
    Duty(
        "nudges",
        stored_nudges.next_person,
        partial(nudges.handle_one, routes.REGISTERS),
        partial(nudges.put_off, routes.REGISTERS),
    ),
    Duty("renewals", customers.next_watch, renewals.handle_one, customers.put_off_watch),
    Duty(
        "digests",
        _next_schedule(Posting.DIGEST),
        partial(turns.handle_one, readers=routes.DIGESTS),
        due.put_off,
        partial(turns.prepare, readers=routes.DIGESTS),
    ),
    Duty(
        "wanted digests",
        stored_digests.next_due,
        partial(turns.handle_wanted, readers=routes.DIGESTS),
        stored_digests.put_off,
        partial(turns.prepare_wanted, readers=routes.DIGESTS),
    ),
    Duty("prompts", _next_schedule(Posting.PROMPT), prompts.handle_one, due.put_off),
    Duty("rooms", _next_schedule(Posting.ROOM), room_turns.handle_one, due.put_off),
    Duty("yields", stored_yields.next_due, yields.handle_one, due.put_off),
    Duty("quarters", freezings.next_due, quarters.handle_one, due.put_off, quarters.prepare),
    Duty(
        "audits",
        stored_audits.next_due,
        partial(audits.handle_one, routes.REGISTERS),
        due.put_off,
    ),
)


class Worker:
    """Runs every duty on a schedule, and the sender as soon as something is committed."""

    def __init__(self, duly: Duly) -> None:
        self._duly = duly
        self._stopped = threading.Event()
        self._sender = threading.Thread(target=self._deliver, name="sender", daemon=True)
        # Not among the clock's jobs, for which a stop waits: to copy the directory of a large
        # workspace can take minutes.
        self._housekeeper = threading.Thread(target=self._look_after, name="house", daemon=True)
        # Nor these: somebody's calendar may take as long to come as it likes.
        self._calendars = threading.Thread(target=self._read, name="calendars", daemon=True)
        # Nor these, of which one may take minutes.
        self._files = threading.Thread(target=self._take_files, name="files", daemon=True)
        self._sign_of_life = time.monotonic()
        self._all_done = True
        self._listener = CommitListener(duly.database, duly.wake)
        self._scheduler = BackgroundScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Begin to work in the background."""
        every = self._duly.settings.tick_seconds
        # The first tick comes at once: who restarts more often than it ticks must work, too. This
        # is the scheduler's own clock, which no rehearsal moves.
        self._scheduler.add_job(self.tick, "interval", seconds=every, next_run_time=Clock().now())
        if self._duly.settings.deadman_url:
            self._scheduler.add_job(self._say_all_is_well, "interval", seconds=WELL_SECONDS)
        self._scheduler.start()
        self._sender.start()
        self._housekeeper.start()
        self._calendars.start()
        self._files.start()
        if not self._duly.database.is_sqlite:
            self._listener.start()

    def stop(self) -> None:
        """Finish what is under way, then rest."""
        self.finish()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
        self._listener.stop()
        for thread in (self._sender, self._housekeeper, self._files):
            if thread.is_alive():
                thread.join(FINISHING_SECONDS)

    def finish(self) -> None:
        """Begin nothing new from now on; returns at once."""
        self._stopped.set()
        self._duly.wake.set()

    @property
    def silent_seconds(self) -> float:
        """How long ago the clock last did something: real time, whatever a rehearsal says."""
        return time.monotonic() - self._sign_of_life

    def tick(self) -> None:
        """Do everything that is due, duty by duty; one that breaks does not stop the next."""
        self._all_done = True
        for duty in DUTIES:
            for _ in range(AT_MOST):
                if self._stopped.is_set():
                    return
                if not self._one(duty):
                    break
                self._sign_of_life = time.monotonic()
                # Whoever waits for an answer has the next turn.
                self._stopped.wait(REST_SECONDS)
        self._sign_of_life = time.monotonic()
        if self._all_done:
            self._duly.metrics.ticked()

    def _one(self, duty: Duty) -> bool:
        """Handle one row of a duty; whether to go on with the next."""
        try:
            return self._handle(duty, self._duly.clock.now())
        except (DatabaseBusy, DatabaseUnreachable) as error:
            # No row's fault: everything stays due, and the next tick comes soon.
            log.warning("%s waits for the database: %s", duty.name, type(error).__name__)
            self._all_done = False
            return False

    def _handle(self, duty: Duty, now: datetime) -> bool:
        try:
            handle = self._prepared(duty, now)
            with self._duly.database.write() as session:
                session.info[effects.DUTY] = duty.name
                worked = handle(session, now)
        except (DatabaseBusy, DatabaseUnreachable):
            raise
        except Exception:
            # Whatever one row breaks, the row is found and put off below, and the rest goes on.
            log.exception("%s broke", duty.name)
        else:
            if worked:
                self._duly.metrics.ran(duty.name)
                self._duly.wake.set()
            return worked
        return self._put_off(duty, now)

    def _prepared(self, duty: Duty, now: datetime) -> Handle:
        if duty.prepare is None:
            return duty.handle_one
        with self._duly.database.read() as session:
            return duty.prepare(session, now)

    def _put_off(self, duty: Duty, now: datetime) -> bool:
        """Try the row once more while it is held; if that one it is, it waits an hour.

        One poisoned row must not stop the others, and another worker's row must not pay for it.
        """
        with self._duly.database.write() as session:
            session.info[effects.DUTY] = duty.name
            return _try_again(session, duty, now, self._duly.metrics)

    def _deliver(self) -> None:
        busy_until = 0.0
        while not self._stopped.is_set():
            busy = time.monotonic() < busy_until
            self._duly.wake.wait(BUSY_POLL_SECONDS if busy else POLL_SECONDS)
            self._duly.wake.clear()
            if self._stopped.is_set():
                return
            try:
                self._keep_the_scheduler_awake()
                for each in self._duly.sender.begin():
                    each.add_done_callback(self._wake)
                    busy_until = time.monotonic() + BUSY_SECONDS
            except Exception:
                # The database may be away for a moment; the outbox keeps everything meanwhile.
                log.exception("sending broke, and goes on")

    def _keep_the_scheduler_awake(self) -> None:
        """It plans ahead by the time of day: a clock that went back would let it rest as long."""
        now = Clock().now()
        for job in self._scheduler.get_jobs():
            if job.next_run_time - now > 2 * job.trigger.interval:
                log.warning("the clock went back; %s is not put off by that", job.name)
                job.modify(next_run_time=now)

    def _wake(self, _done: Future[None]) -> None:
        self._duly.wake.set()

    def _say_all_is_well(self) -> None:
        """Tell whoever watches from elsewhere; unless all was found well, silence is the alarm."""
        try:
            with self._duly.database.read() as session:
                clean = stored_audits.clean(session, self._duly.clock.now() - AUDITED_WITHIN)
        except StorageError as error:
            log.warning("nobody can say whether all is well: %s", type(error).__name__)
            return
        if clean:
            deadman.tell(self._duly.settings.deadman_url.get_secret_value())

    def _look_after(self) -> None:
        next_time = time.monotonic() + HOUSEKEEPING_SECONDS
        rest = NEWCOMERS_SECONDS
        while not self._stopped.wait(rest):
            rest = NEWCOMERS_SECONDS
            try:
                newcomers.look_up(self._duly.slack, self._duly.database, self._duly.clock.now())
                channels.look_up(self._duly.slack, self._duly.database, self._duly.clock.now())
                if time.monotonic() >= next_time:
                    next_time = time.monotonic() + HOUSEKEEPING_SECONDS
                    self.keep_house()
            except Exception:
                # Mostly the database or Slack, away for a moment; ten minutes later is as good.
                log.exception("the housekeeping broke, and goes on")
                rest = HOUSEKEEPING_SECONDS

    def _read(self) -> None:
        """Read the calendars that are due, one after the other."""
        while not self._stopped.wait(CALENDARS_SECONDS):
            try:
                while not self._stopped.is_set():
                    if not reader.read_one(self._duly.database, self._duly.clock.now()):
                        break
            except StorageError as error:
                log.warning("calendars wait for the database: %s", type(error).__name__)
            except Exception as error:  # noqa: BLE001
                # Whatever one calendar breaks: it is read again later, and the others go on. The
                # words of an error may quote its address, which is a secret.
                log.error("reading calendars broke, and goes on: %s", type(error).__name__)  # noqa: TRY400

    def _take_files(self) -> None:
        """Read and bring in what people have dropped, and upload what they asked for."""
        while not self._stopped.wait(FILES_SECONDS):
            try:
                self.work_on_files()
            except StorageError as error:
                log.warning("files wait for the database: %s", type(error).__name__)
            except Exception:
                # Whatever one file breaks: it is taken up again a few times, and others go on.
                log.exception("a file broke, and the others go on")

    def work_on_files(self) -> None:
        """Do what is to be done now with dropped files, and with packs to upload."""
        duly = self._duly
        files = Files(duly.slack, duly.database, duly.clock.now, self._stopped.is_set)
        packs = Packs(
            duly.slack, duly.database, duly.clock.now, self._stopped.is_set, routes.CHAPTERS
        )
        while not self._stopped.is_set() and (files.work_on_one() or packs.work_on_one()):
            duly.wake.set()

    def keep_house(self) -> None:
        """Drop what nobody needs any more, and bring the directory up to date."""
        now = self._duly.clock.now()
        self._forget(partial(receipts.forget, before=now - RECEIPTS_KEPT))
        with self._duly.database.read() as session:
            teams = [workspace.team_id for workspace in workspaces.all_of_them(session)]
        for team_id in teams:
            self._forget(partial(outbox.forget, team_id=team_id, before=now - MESSAGES_KEPT))
            self._forget(partial(kept.forget, team_id=team_id, before=now - WORDS_KEPT))
            if self._stopped.is_set():
                return
            directory.refresh_when_old(self._duly.slack, self._duly.database, team_id, now)

    def _forget(self, forget: Callable[..., int]) -> None:
        """Drop what is old slice by slice, so that nobody waits for long."""
        slices, gone, most = Slices(), 1, 1
        while gone >= most and not self._stopped.is_set():
            most = slices.size
            gone = slices.write(self._duly.database, most, partial(forget, limit=most))


def _try_again(session: Session, duty: Duty, now: datetime, metrics: Metrics) -> bool:
    """Handle the next row of a duty, or put it off; whether there was one."""
    row = duty.next_due(session, now)
    if row is None:
        return False
    try:
        with trial(session):
            duty.handle_one(session, now)
    except RowBroken as broken:
        # Whatever broke twice would break for ever, so it makes room for the rest.
        key = ":".join(map(str, inspect(row).identity))
        log.exception("%s broke again, and %s is put off", duty.name, key)
        duty.put_off(session, row, now, str(broken))
        effects.once_committed(session, partial(metrics.put_off, duty.name))
    return True
