"""What is logged: who did what and what broke where, never the words that people wrote."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"

QUIET = {
    # At INFO it writes two lines for every tick, which is two a second, for ever.
    "apscheduler": logging.ERROR,
    # At INFO it writes three lines whenever somebody looks at the revision.
    "alembic": logging.WARNING,
    # At INFO it writes down every statement, with what people wrote in it.
    "sqlalchemy": logging.WARNING,
    # At DEBUG they write down whole requests, with what people wrote in them.
    "slack_sdk": logging.INFO,
    "slack_bolt": logging.INFO,
    "websockets": logging.INFO,
}

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Shows the kind of an error and where it came up; its message may quote a customer."""

    def format(self, record: logging.LogRecord) -> str:
        """One record, its error told anew even where another handler has told it already."""
        record.exc_text = None
        return super().format(record)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - the library's name
        """The places an error came through and its kind, and those of what caused it."""
        links = []
        error = ei[1]
        while error is not None:
            places = "".join(traceback.format_tb(error.__traceback__))
            links.append(f"{places}{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n… because of …\n".join(links)


def configure(level: str) -> None:
    """Log to standard error from `level` (DEBUG, INFO, WARNING or ERROR) upwards."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet(FORMAT))
    logging.basicConfig(level=level, handlers=[handler])
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelNamesMapping()[level]))
