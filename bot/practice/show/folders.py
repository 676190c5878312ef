"""A rehearsal has a folder of its own; what one that was ended hard left, the next clears away."""

import fcntl
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

PREFIX = "duly-practice-"
LOCK = "in-use"


@contextmanager
def opened() -> Iterator[tuple[Path, int]]:
    """An empty folder until the block ends, and the descriptor of the lock that says it is in use.

    The system lets go of the lock when the last process that has the descriptor is gone, however
    it ended: children that work in the folder are given it, too.
    """
    clear_away()
    kept = TemporaryDirectory(prefix=PREFIX)
    folder = Path(kept.name)
    lock = _hold(folder)
    try:
        yield folder, lock
    finally:
        kept.cleanup()
        os.close(lock)


def clear_away() -> None:
    """Remove the folders of rehearsals that nobody is left of.

    A folder is taken for one only if it is this user's alone, as they are made, and has a lock in
    it that nobody holds. Whatever cannot be removed stays.
    """
    for folder in Path(gettempdir()).glob(f"{PREFIX}*"):
        # Others may clear the same folder away, or have made what merely looks like one.
        with suppress(OSError):
            if _is_ours_alone(folder):
                _remove_unless_held(folder)


def _hold(folder: Path) -> int:
    unnamed = folder / f".{LOCK}"
    lock = os.open(unnamed, os.O_CREAT | os.O_EXCL | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    # It gets its name once it is held: nobody may find it free before.
    unnamed.rename(folder / LOCK)
    return lock


def _is_ours_alone(folder: Path) -> bool:
    found = folder.lstat()
    is_for_others = found.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not is_for_others


def _remove_unless_held(folder: Path) -> None:
    """Raises OSError when somebody holds it, or there is no lock in it."""
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder)
    finally:
        os.close(lock)
