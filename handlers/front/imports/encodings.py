"""In which encoding a file of text was saved is found out here, or taken as somebody said it.

Only what is certain is found: a mark at the start, or bytes that are UTF-8 throughout. All else is
read as Windows text and said so, since a guess between code pages would be one in the end.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import BinaryIO

from handlers.front.imports import kinds
from handlers.speech import values
from handlers.speech.file_errors import (
    EncodingMixed,
    EncodingUnmarked,
    FileNotText,
    FileOfOtherKind,
    NotInEncoding,
    UnknownEncoding,
)

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
_ALMOST_ALL = 0.9
PIECE = 1 << 20
"""Bytes looked at in one go."""

Opener = Callable[[], BinaryIO]


def find(opened: Opener, file: str, said: str = "") -> str:
    """The name of a file's encoding: the one that somebody `said`, else what its bytes show.

    Raises UnknownEncoding, NotInEncoding, or FileNotText: FileOfOtherKind, EncodingUnmarked and
    EncodingMixed are of that kind and say more.
    """
    if said:
        encoding = _named(said)
        if not _makes_sense(opened, encoding, file):
            raise NotInEncoding(file=file, encoding=encoding)
        return encoding
    with opened() as content:
        start = content.read(kinds.LOOKED_AT)
    if kind := kinds.told(start):
        raise FileOfOtherKind(file=file, kind=kind)
    if encoding := _two_bytes_each(start):
        raise EncodingUnmarked(file=file, encoding=encoding)
    marked = [encoding for mark, encoding in MARKS if start.startswith(mark)]
    for encoding in marked[:1] or (UTF8, WINDOWS):
        if _makes_sense(opened, encoding, file):
            if encoding == WINDOWS:
                _check_not_mixed(opened, file)
            return encoding
    raise FileNotText(file=file)


def _two_bytes_each(start: bytes) -> str:
    """UTF-16 without its mark, told by the zero beside each plain letter; else empty."""
    low, high = start[1::2], start[::2]
    if not high or start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"\0\0")):
        return ""
    most = _ALMOST_ALL * len(high)
    if low.count(0) >= most and not high.count(0):
        return "utf-16-le"
    return "utf-16-be" if high.count(0) >= most and not low.count(0) else ""


def _check_not_mixed(opened: Opener, file: str) -> None:
    """Refuse what is UTF-8 in some lines and not in others: either way letters would be wrong.

    Raises EncodingMixed.
    """
    good = bad = 0
    with opened() as content:
        for number, line in enumerate(content, start=1):
            if line.isascii():
                continue
            try:
                line.decode()
            except UnicodeDecodeError:
                bad = bad or number
            else:
                good = good or number
    if good and bad:
        raise EncodingMixed(file=file, line=f"{bad:,}", other=f"{good:,}")


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
