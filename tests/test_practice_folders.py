"""A rehearsal that was ended hard leaves a folder; the next one removes that, and no other."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.practice.show import folders

ENDS_WITHIN_SECONDS = 20


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@contextmanager
def _killed(place: Path, *more: str) -> Iterator[Path]:
    """The folder of a rehearsal whose process was killed, after it had done `more`.

    What it started can read from a pipe until the block ends.
    """
    words = [
        "import os, signal, subprocess, sys, tempfile",
        "from bot.practice.show import folders",
        f"tempfile.tempdir = {str(place)!r}",
        "with folders.opened() as (folder, lock):",
        "    (folder / 'books').mkdir()",
        "    (folder / 'books' / 'people.csv').touch()",
        *(f"    {line}" for line in more),
        "    print(folder, flush=True)",
        "    os.kill(os.getpid(), signal.SIGKILL)",
    ]
    process = subprocess.Popen(
        [sys.executable, "-c", "\n".join(words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        process.wait()
        yield folder


def _left_behind(place: Path) -> Path:
    with _killed(place) as folder:
        return folder


def test_a_folder_is_there_while_it_is_used_and_cleared_away_in_order(place: Path) -> None:
    with folders.opened() as (folder, _):
        with folders.opened() as (other, _):
            assert (folder.is_dir(), other.is_dir()) == (True, True)
        assert (folder.is_dir(), other.exists()) == (True, False)
    assert list(place.iterdir()) == []


def test_what_was_left_is_cleared_away_at_the_next_start(place: Path) -> None:
    left = _left_behind(place)
    assert (left / "books" / "people.csv").exists()
    with folders.opened() as (folder, _):
        assert list(place.iterdir()) == [folder]


def test_a_child_that_outlives_its_rehearsal_keeps_the_folder(place: Path) -> None:
    child = "subprocess.Popen([sys.executable, '-c', 'input()'], pass_fds=(lock,))"
    with _killed(place, child) as left:
        folders.clear_away()
        assert left.is_dir()
    deadline = time.monotonic() + ENDS_WITHIN_SECONDS
    while left.exists():
        assert time.monotonic() < deadline, "the folder stays"
        folders.clear_away()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda left: (left / folders.LOCK).unlink(),
        lambda left: left.chmod(0o755),
        lambda left: left.rename(left.with_name("practice-of-somebody")),
    ],
    ids=["without a lock", "for others", "of another name"],
)
def test_what_may_be_somebody_elses_stays(place: Path, spoil: Callable[[Path], object]) -> None:
    spoil(_left_behind(place))
    folders.clear_away()
    [stays] = place.iterdir()
    assert (stays / "books" / "people.csv").exists()


def test_another_users_folder_stays(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = _left_behind(place)
    monkeypatch.setattr(os, "getuid", lambda: left.stat().st_uid + 1)
    folders.clear_away()
    assert left.is_dir()


def test_a_link_is_not_followed(place: Path) -> None:
    left = _left_behind(place)
    target = left.rename(place / "elsewhere")
    left.symlink_to(target)
    folders.clear_away()
    assert (target / "books" / "people.csv").exists()
