"""What a file brings is told by its columns here, or by its name; where that fits several, all."""

from __future__ import annotations

from pathlib import PurePath

from handlers.front.imports import presets
from handlers.front.imports.fields import ALSO_CALLED, FIELDS, NEEDED, Subject
from handlers.front.imports.names import same
from handlers.front.imports.reading import Opener, read


def kinds(opened: Opener, file: str) -> tuple[tuple[Subject, ...], tuple[str, ...]]:
    """The kinds that a file may be of, the likeliest alone where one is, and its columns.

    Raises what `reading.read` raises.
    """
    known = {same(name) for fields in FIELDS.values() for name in fields}
    header = read(opened, file, known=frozenset(known)).header
    by_preset = tuple(each for each in Subject if presets.fitting(header, each))
    fitting = by_preset or _by_columns(header)
    named = tuple(each for each in fitting if each == same(PurePath(file).stem))
    return named or fitting, header


def _by_columns(header: tuple[str, ...]) -> tuple[Subject, ...]:
    """The kinds that have most of their fields among the columns, and all that they need."""
    present = {same(name) for name in header}

    def has(name: str) -> bool:
        return any(same(each) in present for each in (name, *ALSO_CALLED.get(name, ())))

    fits = {
        subject: sum(map(has, FIELDS[subject]))
        for subject, groups in NEEDED.items()
        if all(any(map(has, group)) for group in groups)
    }
    most = max(fits.values(), default=0)
    return tuple(subject for subject, number in fits.items() if number == most)
