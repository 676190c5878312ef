"""The clock runs Duly's duties: nudges, digests, prompts, then delivery, each guarded alone."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from sqlmodel import Session

from bot import directory
from bot.app import Duly
from handlers import decisions, digests, nudges
from storage import nudges as stored_nudges
from storage import receipts, schedules, workspaces
from storage.schedules import Kind

log = logging.getLogger(__name__)

AT_MOST = 500
"""How much of one duty one tick may do before the next duty has its turn."""
RECEIPTS_KEPT = timedelta(days=7)
POLL_SECONDS = 0.5
HOUSEKEEPING_SECONDS = 600


@dataclass(frozen=True)
class Duty:
    """One kind of work that falls due; a row that cannot be handled is put off, not in the way."""

    name: str
    handle_one: Callable[[Session, datetime], bool]
    put_off: Callable[[Session, datetime, str], None]


def _put_off_nudge(session: Session, now: datetime, error: str) -> None:
    nudge = stored_nudges.next_due(session, now)
    if nudge:
        stored_nudges.put_off(session, nudge, now, error)


def _put_off_schedule(kind: Kind) -> Callable[[Session, datetime, str], None]:
    def put_off(session: Session, now: datetime, error: str) -> None:
        schedule = schedules.next_due(session, kind, now)
        if schedule:
            schedules.put_off(session, schedule, now, error)

    return put_off


DUTIES = (
    Duty("nudges", nudges.handle_one, _put_off_nudge),
    Duty("digests", digests.handle_one, _put_off_schedule(Kind.DIGEST)),
    Duty("prompts", decisions.handle_one, _put_off_schedule(Kind.PROMPT)),
)


class Worker:
    """Runs every duty on a schedule, and delivery as soon as something is committed."""

    def __init__(self, duly: Duly) -> None:
        self._duly = duly
        self._stopped = threading.Event()
        self._sender = threading.Thread(target=self._deliver, name="sender", daemon=True)
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

    def stop(self) -> None:
        """Finish what is under way, then rest."""
        self._scheduler.shutdown(wait=True)
        self._stopped.set()
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
        now = self._duly.clock.now()
        try:
            with self._duly.database.write() as session:
                worked = duty.handle_one(session, now)
        except Exception as error:
            # One poisoned row must not stop the others: it waits an hour with its error on it.
            log.exception("%s broke", duty.name)
            with self._duly.database.write() as session:
                duty.put_off(session, now, f"{type(error).__name__}: {error}")
            return True
        if worked:
            self._duly.wake.set()
        return worked

    def _deliver(self) -> None:
        while not self._stopped.is_set():
            self._duly.wake.wait(min(POLL_SECONDS, self._duly.settings.tick_seconds))
            self._duly.wake.clear()
            try:
                while self._duly.delivery.run_once() and not self._stopped.is_set():
                    pass
            except Exception:
                # The database may be away for a moment; the outbox keeps everything meanwhile.
                log.exception("delivery broke, and goes on")

    def _keep_house(self) -> None:
        now = self._duly.clock.now()
        with self._duly.database.write() as session:
            receipts.forget(session, now - RECEIPTS_KEPT)
            teams = [workspace.team_id for workspace in workspaces.all_of_them(session)]
        for team_id in teams:
            directory.refresh_when_old(self._duly.slack, self._duly.database, team_id, now)
