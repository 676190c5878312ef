"""What a word of a file means here, as somebody said it: `severity=Alta:2`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.front.imports import words as findings
from handlers.front.imports.fields import ALSO_CALLED, FIELDS, Subject
from handlers.front.imports.names import same
from handlers.speech import values
from handlers.speech.file_errors import UnknownField, WrongValue

Meanings = Mapping[tuple[str, str], str]
"""A field, and a value as `key` puts it → what it means."""


def key(words: str) -> str:
    """The form in which values are compared: case and spaces do not matter."""
    return " ".join(words.split()).casefold()


def read(subject: Subject, said: Sequence[str]) -> dict[tuple[str, str], str]:
    """What words mean, each as “FIELD=WORDS:OURS”. Raises WrongValue or UnknownField."""
    told = {}
    for each in said:
        name, equals, rest = each.partition("=")
        words, colon, ours = rest.rpartition(":")
        if not (equals and colon):
            raise WrongValue(words=values.quoted(each))
        told[field(subject, name), key(words)] = ours.strip()
    return told


def field(subject: Subject, name: str) -> str:
    """The field of this name, or one that it is also called. Raises UnknownField."""
    for each in FIELDS[subject]:
        if same(name) in {same(other) for other in (each, *ALSO_CALLED.get(each, ()))}:
            return each
    raise UnknownField(field=values.quoted(name), fields=findings.names_of(FIELDS[subject]))
