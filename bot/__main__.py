"""`duly` and `python -m bot` begin here: Ctrl-C ends them well, also while they load."""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from pathlib import Path


def main() -> None:
    """Run the command line."""
    # Python would show a trace of whatever it was just loading, or of how it was just leaving.
    # Like this the system ends it in silence; a command that has something to finish says so.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    nowhere = Path(os.devnull)
    # Whoever starts Duly may have closed them.
    sys.stdout = sys.stdout or nowhere.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nowhere.open("w", encoding="utf-8")
    try:
        _run()
    except OSError as error:
        # What was not written yet would be tried again at the very end, and fail with a trace.
        os.dup2(os.open(nowhere, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            sys.stderr.write(f"The answer could not be written: {error.strerror}.\n")
        sys.exit(1)


def _run() -> None:
    try:
        import_module("bot.cli").cli()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
