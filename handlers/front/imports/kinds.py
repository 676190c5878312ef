"""What is no list of rows is told by how it begins, so that it can be said what it is."""

from __future__ import annotations

import re

_KINDS = tuple(
    (re.compile(start, re.DOTALL | re.IGNORECASE), kind)
    for start, kind in (
        (rb"PK\x03\x04.*(?:\[Content_Types\]|xl/)", "an Excel workbook"),
        (rb"PK\x03\x04.*opendocument\.spreadsheet", "a LibreOffice spreadsheet"),
        (rb"PK\x03\x04", "a zip archive"),
        (rb"\xd0\xcf\x11\xe0", "an Excel workbook"),
        (rb"\x1f\x8b", "a compressed file"),
        (rb"BZh\d|\xfd7zXZ|7z\xbc\xaf|\x28\xb5\x2f\xfd", "a compressed file"),
        (rb"%PDF-", "a PDF"),
        (rb"SQLite format 3|PAR1", "a database"),
        (rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*\"[^\"\r\n]*\"\s*:", "JSON"),
        (rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|table|meta|\?xml)\b", "a web page"),
    )
)
LOOKED_AT = 4_096
"""Bytes from the start that are looked at."""


def told(start: bytes) -> str:
    """What kind of file begins so; empty for what may be a list of rows."""
    return next((kind for pattern, kind in _KINDS if pattern.match(start)), "")
