"""In which encoding a file of text was saved is found out here, or taken as somebody said it.

Only what is certain is found: a mark at the start, or bytes that are UTF-8 throughout. All else is
read as Windows text and said so, since a guess between code pages would be one in the end.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import BinaryIO

from handlers.speech import values
from handlers.speech.file_errors import FileNotText, NotInEncoding, UnknownEncoding

UTF8, WINDOWS = "utf-8-sig", "cp1252"
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""The longer marks first: one of them begins like another."""
NOT_OF_FILES = ("escape", "idna", "punycode", "undefined")
"""Python has these as encodings as well, and no file is saved in them."""
PIECE = 1 << 20
"""Bytes looked at in one go."""

Opener = Callable[[], BinaryIO]


def find(opened: Opener, file: str, said: str = "") -> str:
    """The name of a file's encoding: the one that somebody `said`, else what its bytes show.

    Raises UnknownEncoding, NotInEncoding, or FileNotText.
    """
    if said:
        encoding = _named(said)
        if not _makes_sense(opened, encoding, file):
            raise NotInEncoding(file=file, encoding=encoding)
        return encoding
    with opened() as content:
        start = content.read(4)
    marked = [encoding for mark, encoding in MARKS if start.startswith(mark)]
    for encoding in marked[:1] or (UTF8, WINDOWS):
        if _makes_sense(opened, encoding, file):
            return encoding
    raise FileNotText(file=file)


def _named(said: str) -> str:
    try:
        # Only what turns bytes into text: Python's table also has compressions and ciphers.
        "".encode(said)
        name = codecs.lookup(said).name
    except (LookupError, ValueError) as error:
        raise UnknownEncoding(words=values.quoted(said)) from error
    if any(part in name for part in NOT_OF_FILES):
        raise UnknownEncoding(words=values.quoted(said))
    return UTF8 if name == "utf-8" else name


def _makes_sense(opened: Opener, encoding: str, file: str) -> bool:
    """Whether all of a file is text in an encoding. Raises FileNotText for what is no text."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with opened() as content:
        while True:
            piece = content.read(PIECE)
            try:
                text = decoder.decode(piece, final=not piece)
            except ValueError:
                return False
            if "\0" in text:
                raise FileNotText(file=file)
            if not piece:
                return True
