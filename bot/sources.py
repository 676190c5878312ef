"""Files that somebody names on the command line are opened here, or it is said why they are not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from handlers.front.imports import Opener, Order, presets
from handlers.front.imports.presets import Preset
from handlers.speech import values
from handlers.speech.file_errors import FileMissing, FileTooLarge, FileUnreadable, PresetBroken

MOST_MB = 2_000


@contextmanager
def opener(path: Path) -> Iterator[Opener]:
    """A way to open a file as often as is wanted; what comes through a pipe is kept meanwhile.

    Raises FileMissing, FileTooLarge or FileUnreadable.
    """
    with ExitStack() as stack:
        with _file_errors(path), path.open("rb") as content:
            source = path
            if not path.is_file():
                kept = stack.enter_context(NamedTemporaryFile(prefix="duly-"))
                shutil.copyfileobj(content, kept)
                kept.flush()
                source = Path(kept.name)
            size = source.stat().st_size // 10**6
            if size > MOST_MB:
                raise FileTooLarge(file=path.name, size=f"{size:,}", most=f"{MOST_MB:,}")
        yield lambda: source.open("rb")


def own_preset(order: Order) -> Preset | None:
    """A preset in a file of somebody's own. Raises FileMissing, FileUnreadable or PresetBroken."""
    if not order.preset.endswith(".toml"):
        return None
    path = Path(order.preset)
    try:
        with _file_errors(path):
            content = path.read_bytes()
        text = content.decode()
    except UnicodeDecodeError as error:
        raise PresetBroken(name=path.name, why="it is not UTF-8") from error
    return presets.read(text, path.name, order.subject)


@contextmanager
def _file_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise FileMissing(file=str(path)) from error
    except OSError as error:
        raise FileUnreadable(file=str(path), why=error.strerror or str(error)) from error
    except ValueError as error:
        # A name that no file can have, such as one with a NUL in it.
        raise FileMissing(file=values.quoted(str(path))) from error
