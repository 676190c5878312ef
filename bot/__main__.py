"""`duly` and `python -m bot` begin here: Ctrl-C ends them well, also while they load."""

from __future__ import annotations

import signal
from importlib import import_module


def main() -> None:
    """Run the command line."""
    # Python would show a trace of whatever it was just loading, or of how it was just leaving.
    # Like this the system ends it in silence; a command that has something to finish says so.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        import_module("bot.cli").cli()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    main()
