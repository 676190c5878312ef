"""What is logged: who did what and what broke where, never the words that people wrote."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
import warnings
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TextIO

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"

OURS = {"bot", "handlers", "storage"}
"""Packages whose lines are shown as they were written: each of them is looked at in review."""

CONSTANT: dict[str, set[str]] = {
    "uvicorn.error": {"Invalid HTTP request received."},
    "apscheduler.executors.default": {
        'Run time of job "%s" was missed by %s',
        'Job "%s" raised an exception',
    },
    "apscheduler.scheduler": {
        'Execution of job "%s" skipped: maximum number of running instances reached (%d)',
    },
    "alembic.runtime.migration": {"Running %s %s -> %s, %s", "Running %s %s -> %s"},
}
"""Sentences of libraries, by logger, that cannot carry anything that a person wrote."""

QUIET = {
    # At INFO it writes two lines for every tick, which is two a second, for ever.
    "apscheduler": logging.ERROR,
    # At INFO it writes three lines whenever somebody looks at the revision.
    "alembic": logging.WARNING,
    # Below this each speaks of every step it takes, which no line of ours can say more about.
    "sqlalchemy": logging.WARNING,
    "slack_sdk": logging.WARNING,
    # Each call that fails is an error for whoever made it, who says what it means.
    "slack_sdk.web": logging.CRITICAL,
    "slack_sdk.webhook": logging.CRITICAL,
    "slack_bolt": logging.WARNING,
    "uvicorn": logging.WARNING,
    "websockets": logging.INFO,
    "asyncio": logging.INFO,
}

LINKS = 20
"""How many errors of one chain are told; whoever tries again for minutes makes long ones."""

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

log = logging.getLogger(__name__)


class Discreet(logging.Formatter):
    """Shows the kind of an error and where it came up; its message may quote a customer.

    Of a library's own lines it shows where they come from: at any level, a library may write
    down whole requests, statements or the message of an error.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One record, its error told anew even where another handler has told it already."""
        told = logging.makeLogRecord(record.__dict__)
        told.exc_text = None
        if not _is_known(record):
            told.msg, told.args = f"spoke in {record.funcName}, {_place(record)}", None
        return super().format(told)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - the library's name
        """The places an error came through and its kind, and those of what caused it."""
        kind, error, trace = ei
        if error is None:
            return kind.__qualname__ if kind else ""
        return _told(traceback.TracebackException(type(error), error, trace))


class _Lines(logging.StreamHandler[TextIO]):
    """Writes to standard error; a line that cannot be written is not quoted there either."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        kind = getattr(sys.exc_info()[0], "__name__", "an error")
        with suppress(OSError, ValueError):
            # Nobody may be reading any more.
            self.stream.write(f"a line of {record.name}, {_place(record)}, is lost: {kind}\n")


def configure(level: str) -> None:
    """Log to standard error from `level` (DEBUG, INFO, WARNING or ERROR) upwards.

    Warnings and errors that nobody caught go there as well, as discreetly as everything else.
    """
    handler = _Lines(sys.stderr)
    handler.setFormatter(Discreet(FORMAT))
    logging.basicConfig(level=level, handlers=[handler])
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelNamesMapping()[level]))
    warnings.showwarning = _warned
    sys.excepthook = _uncaught
    threading.excepthook = _thread_ended
    sys.unraisablehook = _unraisable


def _is_known(record: logging.LogRecord) -> bool:
    """Whether a record's words are ours, or a library's that are the same for everybody."""
    ours = record.name.partition(".")[0] in OURS
    return ours or record.msg in CONSTANT.get(record.name, ())


def _place(record: logging.LogRecord) -> str:
    return f"{Path(record.pathname).name}:{record.lineno}"


def _told(error: traceback.TracebackException, depth: int = 0) -> str:
    """An error and what caused it, newest first.

    The standard library has walked the chain by then: what comes round again is told once.
    """
    links: list[str] = []
    link: traceback.TracebackException | None = error
    while link is not None and len(links) < LINKS:
        links.append(f"{''.join(link.stack.format())}{_kind(link)}{_members(link, depth)}")
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\n… because of …\n".join([*links, *(["more"] if link is not None else [])])


def _kind(error: traceback.TracebackException) -> str:
    return error.exc_type.__qualname__ if error.exc_type else "an error"


def _members(group: traceback.TracebackException, depth: int) -> str:
    """The errors that came together as one."""
    members = group.exceptions or []
    if depth >= LINKS:
        return f"\n… of {len(members)} …" if members else ""
    return "".join(f"\n… of …\n{_told(member, depth + 1)}" for member in members[:LINKS])


# --- what Python tells when nobody listens ---


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    del message, file, line
    log.warning("%s at %s:%d", category.__name__, Path(filename).name, lineno)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.critical("an error that nobody expected ends this", exc_info=(kind, error, trace))


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    if issubclass(ended.exc_type, SystemExit):
        return
    name = ended.thread.name if ended.thread else "unknown"
    exc_info = (ended.exc_type, ended.exc_value, ended.exc_traceback)
    log.error("the thread %s ended by an error", name, exc_info=exc_info)  # type: ignore[arg-type]


def _unraisable(found: sys.UnraisableHookArgs) -> None:
    exc_info = (found.exc_type, found.exc_value, found.exc_traceback)
    log.error("an error where nothing can be raised", exc_info=exc_info)  # type: ignore[arg-type]
