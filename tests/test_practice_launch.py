"""Opening the practice workspace: the page, the company, and the bot at work behind it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot import manifest
from bot.practice.show import folders, launch
from bot.practice.show.rehearsal import BotFailedError, rehearse

OMAR = "U0OMAR"
ENDS_WITHIN_SECONDS = 20


@contextmanager
def practice(port: int) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "practice", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"COLUMNS": "200"},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def read_until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(said)


def test_practice_opens_a_lived_in_company_beside_a_taken_port_and_closes_tidily() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with practice(port) as process:
            said = read_until(process, "Ctrl-C closes it")
            assert f"Port {port} is taken" in said
            url = re.findall(r"http://127\.0\.0\.1:\d+", said)[0]
            state = httpx.get(f"{url}/desk/state", params={"as": OMAR}).json()
            assert state["app"]["connected"]
            asked = {"as": OMAR, "channel": "C0BILLING", "text": "/cx list billing"}
            httpx.post(f"{url}/desk/command", json=asked).raise_for_status()
            shown = httpx.get(
                f"{url}/desk/messages", params={"as": OMAR, "channel": "C0BILLING"}
            ).json()
            answer = shown["messages"][-1]
            assert answer["ephemeral"]
            assert "Rewrite the refund mail" in str(answer["blocks"])
            process.send_signal(signal.SIGINT)
            rest = process.communicate(timeout=30)
            assert process.returncode == 0, rest
            assert "Nothing of it is kept" in rest[0]


def test_the_command_for_another_terminal_can_be_typed_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bin_folder = tmp_path / "my venv" / "bin"
    bin_folder.mkdir(parents=True)
    monkeypatch.setattr(sys, "executable", str(bin_folder / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert launch.program() == "duly", "it is installed in some other way"
    (bin_folder / "duly").touch(mode=0o755)
    assert launch.program() == f"'{bin_folder}/duly'"
    monkeypatch.setenv("PATH", str(bin_folder))
    assert launch.program() == "duly", "the shell knows it"


def test_a_practice_workspace_that_is_ended_hard_takes_its_bot_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its port, its memory and its place in the list of processes are free, its folder later."""
    opening = (
        "from bot import manifest\n"
        "from bot.practice.show.rehearsal import rehearse\n"
        "with rehearse(manifest.build(), history=False) as rehearsal:\n"
        "    print(rehearsal.process.pid, flush=True)\n"
        "    rehearsal.process.wait()\n"
    )
    words = [sys.executable, "-c", opening]
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = os.environ | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=folder) as practice:
        assert practice.stdout is not None
        bot = int(practice.stdout.readline())
        os.kill(bot, 0)
        practice.kill()
    deadline = time.monotonic() + ENDS_WITHIN_SECONDS
    while is_alive(bot):
        assert time.monotonic() < deadline, "the bot goes on alone"
        time.sleep(0.05)
    while list(tmp_path.glob("duly-practice-*")):
        assert time.monotonic() < deadline, "its folder is not cleared away"
        # The bot's last thread may be about to let go of it.
        folders.clear_away()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        # In a container there may be nobody who takes note of an orphan's end.
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return not Path("/proc/self").exists()


def test_a_bot_that_dies_is_told_with_its_last_words() -> None:
    with rehearse(manifest.build(), history=False) as rehearsal:
        assert rehearsal.alive
        folder = rehearsal.bot.folder
        rehearsal.process.kill()
        rehearsal.process.wait()
        with pytest.raises(BotFailedError, match="stopped by itself") as told:
            launch.stay(rehearsal)
        # It may have had no time to say that it is connected.
        assert " INFO bot." in str(told.value)
    assert not folder.exists()


def test_a_verb_that_fails_is_told_with_its_words() -> None:
    with (
        rehearse(manifest.build(), history=False) as rehearsal,
        pytest.raises(BotFailedError, match=r"(?s)`duly import` failed.*has none of"),
    ):
        rehearsal.bot.does("import", "company", str(rehearsal.bot.folder))
