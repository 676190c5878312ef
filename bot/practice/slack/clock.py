"""The pretend clock: real time plus a shift that only ever grows.

Everything the practice workspace stamps is read from here, and the bot process reads the same
shift from a file, so that both sides agree on what time it is.
"""

import contextlib
import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_HOUR, LAST_HOUR = 9, 16
LOOK_SECONDS = 0.2


class Clock:
    """Real time plus a shift.

    Args:
        shift_file: where the shift is kept, in seconds as plain text. A shift found there is taken
            over, so that a restarted workspace never goes back in time. None keeps it in memory.
    """

    def __init__(self, shift_file: Path | None = None) -> None:
        self._lock = threading.Lock()
        self._shift_file = shift_file
        self._shift = _read(shift_file)
        self._last_micros = 0
        self._listeners: list[Callable[[], None]] = []
        self.running = False
        self.waiting = False

    @property
    def shift(self) -> timedelta:
        """How far the pretend time is ahead of the real time."""
        return self._shift

    def now(self) -> datetime:
        """The pretend moment, aware, UTC."""
        return datetime.now(UTC) + self._shift

    def ts(self) -> str:
        """A message stamp as Slack makes them: "1763971200.000123", unique, ever increasing."""
        with self._lock:
            micros = max(_micros(self.now()), self._last_micros + 1)
            self._last_micros = micros
        return stamp(micros)

    def listen(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every move and when a time-lapse starts or stops."""
        self._listeners.append(listener)

    def forward(self, by: timedelta) -> datetime:
        """Move ahead by a span; a negative span is an error (ValueError). Returns the new now."""
        if by < timedelta():
            raise ValueError("The pretend clock never goes backwards.")
        with self._lock:
            self._shift += by
            _write(self._shift_file, self._shift)
        self._tell()
        return self.now()

    def move_to(self, moment: datetime) -> datetime:
        """Move ahead to an aware moment; a moment that has passed changes nothing."""
        with self._lock:
            ahead = moment - self.now()
            if ahead > timedelta():
                self._shift += ahead
                _write(self._shift_file, self._shift)
        self._tell()
        return self.now()

    def move_to_working_time(self, zone: str) -> datetime:
        """Move ahead to the next moment that is Monday to Friday, 09:00 to 16:00, in `zone`."""
        return self.move_to(next_working_moment(self.now(), ZoneInfo(zone)))

    def run_forward(
        self,
        until: datetime,
        step: timedelta = timedelta(minutes=30),
        pause: float = 0.25,
        keep_going: Callable[[], bool] = lambda: True,
        settle: Callable[[], object] = lambda: None,
        is_behind: Callable[[], bool] = lambda: False,
    ) -> datetime:
        """Move to `until` in steps, with a real pause (seconds) after each, and return the new now.

        `settle` is called after each pause and may take longer, until the app is at rest.
        The pauses let the bot see every moment on the way, as it would have on real days.
        While `is_behind` says so, time stands still and `waiting` is true.
        """
        self.running = True
        try:
            while self.now() < until and keep_going():
                self.move_to(min(self.now() + step, until))
                time.sleep(pause)
                settle()
                self._wait(lambda: is_behind() and keep_going())
        finally:
            self.running = False
            self._tell()
        return self.now()

    def _wait(self, goes_on: Callable[[], bool]) -> None:
        try:
            while goes_on():
                if not self.waiting:
                    self.waiting = True
                    self._tell()
                time.sleep(LOOK_SECONDS)
        finally:
            self.waiting = False

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()


def stamp(micros: int) -> str:
    """Microseconds since 1970 in the notation of Slack's message stamps."""
    return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"


def stamp_of(moment: datetime) -> str:
    """An aware moment in the notation of Slack's message stamps."""
    return stamp(_micros(moment))


def moment_of(ts: str) -> datetime:
    """The aware UTC moment of a message stamp."""
    return EPOCH + timedelta(microseconds=round(float(ts) * 1_000_000))


def next_working_moment(moment: datetime, zone: ZoneInfo) -> datetime:
    """`moment` itself when it is in working time of `zone`, else the next 09:00 of a weekday."""
    local = moment.astimezone(zone)
    if local.weekday() < 5 and FIRST_HOUR <= local.hour < LAST_HOUR:
        return moment
    day = local.date() + timedelta(days=0 if local.hour < FIRST_HOUR else 1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, FIRST_HOUR, tzinfo=zone).astimezone(UTC)


def _micros(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def _read(shift_file: Path | None) -> timedelta:
    if shift_file is None:
        return timedelta()
    with contextlib.suppress(FileNotFoundError):
        return timedelta(seconds=float(shift_file.read_text()))
    return timedelta()


def _write(shift_file: Path | None, shift: timedelta) -> None:
    """Replace the file in one step, so that a reader never sees half a number."""
    if shift_file is None:
        return
    draft = shift_file.with_name(shift_file.name + ".new")
    draft.write_text(str(shift.total_seconds()))
    os.replace(draft, shift_file)  # noqa: PTH105  os.replace says "atomic" to the reader
