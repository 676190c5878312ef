"""Where the rows of an export go: standard output, or a file that is whole or is not there."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from handlers.speech.file_errors import FileIsFolder, FileNotWritten, FileThere, FolderMissing

HERE = Path("-")
"""What stands for standard output."""


class AnswerLost(OSError):
    """Standard output takes no more: whoever read it has left, or its disk is full."""


def opened(file: Path, *, force: bool) -> AbstractContextManager[BinaryIO]:
    """What to write to; `force` replaces a file that is there.

    Raises FileIsFolder, FolderMissing, FileThere or FileNotWritten; AnswerLost for `HERE`.
    """
    if file == HERE:
        return _printed()
    if file.is_dir():
        raise FileIsFolder(file=str(file))
    if file.exists() and not file.is_file():
        # A pipe or a device: there is nothing in it that could be lost.
        return _written_through(file)
    if not file.parent.is_dir():
        raise FolderMissing(folder=str(file.parent))
    _check_free(file, force=force)
    return _written_whole(file, force=force)


@contextmanager
def _printed() -> Iterator[BinaryIO]:
    sys.stdout.flush()
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except OSError as error:
        raise AnswerLost(error.errno, error.strerror) from error


@contextmanager
def _written_through(file: Path) -> Iterator[BinaryIO]:
    with _in_words(file), file.open("wb") as content:
        yield content


@contextmanager
def _written_whole(file: Path, *, force: bool) -> Iterator[BinaryIO]:
    """Written beside its place, and put there in one step when all of it is on the disk."""
    with _in_words(file), TemporaryDirectory(prefix=".duly-", dir=file.parent) as folder:
        beside = Path(folder) / file.name
        with beside.open("wb") as content:
            yield content
            content.flush()
            os.fsync(content.fileno())
        # Somebody may have put one there meanwhile.
        _check_free(file, force=force)
        beside.replace(file)


def _check_free(file: Path, *, force: bool) -> None:
    if file.exists() and not force:
        raise FileThere(file=str(file))


@contextmanager
def _in_words(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FileNotWritten(file=str(file), why=error.strerror or str(error)) from error
