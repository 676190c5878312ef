"""The clock runs Duly's duties: nudges, digests, prompts, then delivery, each guarded alone."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from sqlmodel import Session

from bot import directory
from bot.app import Duly
from bot.wakes import Listener
from handlers import decisions, digests, nudges
from storage import nudges as stored_nudges
from storage import receipts, schedules, workspaces
from storage.database import translated
from storage.errors import DatabaseBusy, DatabaseUnreachable
from storage.schedules import Kind

log = logging.getLogger(__name__)

AT_MOST = 500
"""How much of one duty one tick may do before the next duty has its turn."""
RECEIPTS_KEPT = timedelta(days=7)
POLL_SECONDS = 0.5
# A channel may be written to again a second after its last message, and nothing wakes us then.
BUSY_SECONDS, BUSY_POLL_SECONDS = 1.5, 0.05
HOUSEKEEPING_SECONDS = 600


@dataclass(frozen=True)
class Duty:
    """One kind of work that falls due; a row that cannot be handled is put off, not in the way."""

    name: str
    next_due: Callable[[Session, datetime], Any]
    handle_one: Callable[[Session, datetime], bool]
    put_off: Callable[[Session, Any, datetime, str], None]


def _next_schedule(kind: Kind) -> Callable[[Session, datetime], Any]:
    def next_due(session: Session, now: datetime) -> Any:
        return schedules.next_due(session, kind, now)

    return next_due


DUTIES = (
    Duty("nudges", stored_nudges.next_person, nudges.handle_one, nudges.put_off),
    Duty("digests", _next_schedule(Kind.DIGEST), digests.handle_one, schedules.put_off),
    Duty("prompts", _next_schedule(Kind.PROMPT), decisions.handle_one, schedules.put_off),
)


class Worker:
    """Runs every duty on a schedule, and delivery as soon as something is committed."""

    def __init__(self, duly: Duly) -> None:
        self._duly = duly
        self._stopped = threading.Event()
        self._sender = threading.Thread(target=self._deliver, name="sender", daemon=True)
        self._listener = Listener(duly.database.address, duly.wake)
        self._scheduler = BackgroundScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Begin to work in the background."""
        every = self._duly.settings.tick_seconds
        self._scheduler.add_job(self.tick, "interval", seconds=every)
        self._scheduler.add_job(self._keep_house, "interval", seconds=HOUSEKEEPING_SECONDS)
        self._scheduler.start()
        self._sender.start()
        if not self._duly.database.is_sqlite:
            self._listener.start()

    def stop(self) -> None:
        """Finish what is under way, then rest."""
        self._scheduler.shutdown(wait=True)
        self._stopped.set()
        self._listener.stop()
        self._duly.wake.set()
        if self._sender.is_alive():
            self._sender.join(timeout=30)

    def tick(self) -> None:
        """Do everything that is due, duty by duty; one that breaks does not stop the next."""
        for duty in DUTIES:
            for _ in range(AT_MOST):
                if not self._one(duty):
                    break

    def _one(self, duty: Duty) -> bool:
        """Handle one row of a duty; whether to go on with the next."""
        now = self._duly.clock.now()
        try:
            with self._duly.database.write() as session:
                worked = duty.handle_one(session, now)
        except (DatabaseBusy, DatabaseUnreachable) as error:
            # No row's fault: everything stays due, and the next tick comes soon.
            log.warning("%s waits for the database: %s", duty.name, type(error).__name__)
            return False
        except Exception:
            # Whatever one row breaks, the row is found and put off below, and the rest goes on.
            log.exception("%s broke", duty.name)
        else:
            if worked:
                self._duly.wake.set()
            return worked
        return self._put_off(duty, now)

    def _put_off(self, duty: Duty, now: datetime) -> bool:
        """Try the row once more while it is held; if that one it is, it waits an hour.

        One poisoned row must not stop the others, and another worker's row must not pay for it.
        """
        with self._duly.database.write() as session:
            row = duty.next_due(session, now)
            if row is None:
                return False
            try:
                with translated(), session.begin_nested():
                    duty.handle_one(session, now)
            except (DatabaseBusy, DatabaseUnreachable):
                raise
            except Exception as error:
                log.exception("%s broke again, and is put off", duty.name)
                duty.put_off(session, row, now, f"{type(error).__name__}: {error}")
        return True

    def _deliver(self) -> None:
        busy_until = 0.0
        while not self._stopped.is_set():
            busy = time.monotonic() < busy_until
            self._duly.wake.wait(BUSY_POLL_SECONDS if busy else POLL_SECONDS)
            self._duly.wake.clear()
            try:
                for each in self._duly.delivery.begin():
                    each.add_done_callback(self._wake)
                    busy_until = time.monotonic() + BUSY_SECONDS
            except Exception:
                # The database may be away for a moment; the outbox keeps everything meanwhile.
                log.exception("delivery broke, and goes on")

    def _wake(self, _done: Future[None]) -> None:
        self._duly.wake.set()

    def _keep_house(self) -> None:
        now = self._duly.clock.now()
        with self._duly.database.write() as session:
            receipts.forget(session, now - RECEIPTS_KEPT)
            teams = [workspace.team_id for workspace in workspaces.all_of_them(session)]
        for team_id in teams:
            directory.refresh_when_old(self._duly.slack, self._duly.database, team_id, now)
