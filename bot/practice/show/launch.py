"""The practice workspace is started here: its page for people, or the tour that plays itself."""

import shlex
import shutil
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from rich.console import Console

from bot.practice.show import fortnight
from bot.practice.show import quarter as quarters
from bot.practice.show import tour as touring
from bot.practice.show.rehearsal import BotFailedError, Rehearsal, rehearse, settle_in
from bot.practice.slack.objects import Json

LOOK_SECONDS = 0.2
FORTNIGHT = "Two weeks, and what has held five weeks later"
QUARTER = "Thirteen weeks of executives and customers"
TO_TRY = (
    "As Omar, in #billing: /cx task Rewrite the refund mail to @sara by friday for Acme",
    "Act as Sara, open Duly's direct message, and press “Take it” or “No, because…”.",
    "Press “+1 day” a few times: who is reminded of what, and who else hears about it?",
)

console = Console(highlight=False)
complaints = Console(stderr=True, highlight=False)


def practice(port: int, manifest: Json) -> None:
    """Open the sample company in the browser until Ctrl-C.

    `port` is where the page is served, or the next free one; `manifest` is the bot's own. Ends
    with exit status 1 when the bot fails; raises OSError when twenty ports are taken.
    """
    _end_in_order()
    console.print("Opening the practice workspace…", style="dim")
    try:
        with rehearse(manifest, port=port, history=True) as rehearsal:
            settle_in(rehearsal)
            _welcome(rehearsal, port)
            stay(rehearsal)
    except KeyboardInterrupt:
        console.print("\nClosed. Nothing of it is kept.")
    except BotFailedError as failure:
        complaints.print(str(failure), style="red", markup=False, soft_wrap=True)
        raise SystemExit(1) from None


def tour(manifest: Json, *, quarter: bool = False) -> int:
    """Play the scripted fortnight and print it; 0 when every expectation came true, else 1.

    With `quarter` it is the executives' channel over a quarter.
    """
    _end_in_order()
    try:
        if quarter:
            return touring.play(manifest, quarters.play, QUARTER)
        return touring.play(manifest, fortnight.play, FORTNIGHT)
    except KeyboardInterrupt:
        complaints.print("\nThe tour was stopped.")
    except BotFailedError as failure:
        complaints.print(str(failure), style="red", markup=False, soft_wrap=True)
    return 1


def stay(rehearsal: Rehearsal) -> None:
    """Wait while the bot runs. Raises BotFailedError when it stops by itself."""
    while rehearsal.alive:
        time.sleep(LOOK_SECONDS)
    raise BotFailedError(f"The bot stopped by itself:\n{rehearsal.bot.last_words()}")


def program() -> str:
    """How a shell calls Duly from any folder: by its name where it knows it, else by its place."""
    installed = Path(sys.executable).with_name("duly")
    if shutil.which("duly") or not installed.is_file():
        return "duly"
    return shlex.quote(str(installed))


def _welcome(rehearsal: Rehearsal, port: int) -> None:
    company = rehearsal.workspace.company
    if port and not rehearsal.url.endswith(f":{port}"):
        console.print(f"Port {port} is taken, so the page moves to the next free one.")
    console.print(f"\n[bold]{company.name} is open:[/] [link]{rehearsal.url}[/]\n")
    console.print("Three things to try:")
    for number, each in enumerate(TO_TRY, start=1):
        console.print(f"  {number}. {each}", markup=False, soft_wrap=True)
    console.print("\nFrom another terminal, with files of your own:")
    command = f"{program()} --env-file {rehearsal.bot.env_file} import issues FILE.csv"
    console.print(f"  {command}", markup=False, soft_wrap=True)
    console.print("\nCtrl-C closes it; nothing is kept.", style="dim")
    sys.stdout.flush()


def _end_in_order() -> None:
    """Clear everything away also when the terminal is closed, unless nohup asks to go on then."""
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    if signal.getsignal(signal.SIGHUP) == signal.SIG_DFL:
        signal.signal(signal.SIGHUP, _as_ctrl_c)


def _as_ctrl_c(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
