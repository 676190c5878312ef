"""Exports of well-known systems are read by presets: files of options that a person can read.

They lie beside this module. Each is chosen by the names of the columns, or
by its own name, and says nothing that could not be said by options.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from handlers.front.imports import told
from handlers.front.imports.fields import Subject
from handlers.front.imports.names import same
from handlers.front.imports.order import Order
from handlers.front.imports.reading import Sheet
from handlers.speech import values, words
from handlers.speech.file_errors import PresetBroken, PresetNotFor, UnknownPreset

NONE = "none"
"""What is said so that none is chosen."""
LISTS, LINES = ("map", "route", "value", "header"), ("dates", "decimal", "encoding")


@dataclass(frozen=True)
class Preset:
    """Options for files of one system that bring one kind of thing; `header` tells such files."""

    name: str
    title: str
    header: tuple[str, ...]
    maps: tuple[str, ...]
    routes: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    dates: str = ""
    decimal: str = ""
    encoding: str = ""
    skip: int | None = None

    def fits(self, header: Sequence[str]) -> bool:
        """Whether a file with these columns comes from this system."""
        present = {same(name) for name in header}
        return bool(self.header) and all(same(name) in present for name in self.header)


def names() -> list[str]:
    """The names of all presets."""
    return sorted(_texts())


def named(name: str, subject: Subject) -> Preset:
    """The preset of this name for one kind of file.

    Raises UnknownPreset, PresetNotFor.
    """
    text = _texts().get(name.casefold())
    if text is None:
        raise UnknownPreset(name=values.quoted(name), names=words.join_names(names()))
    return read(text, name.casefold(), subject)


def read(text: str, name: str, subject: Subject) -> Preset:
    """A preset from the text of its file. Raises PresetBroken, or PresetNotFor."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PresetBroken(name=name, why=str(error)) from error
    own = said.get(str(subject))
    if own is None:
        kinds = [str(each) for each in Subject if str(each) in said]
        raise PresetNotFor(name=name, subject=str(subject), kinds=words.join_names(kinds))
    if not isinstance(own, dict):
        raise PresetBroken(name=name, why=f"“{subject}” is no table")
    _check(name, own)
    skip = own.get("skip")
    return Preset(
        name=name,
        title=str(said.get("title", name)),
        header=tuple(own.get("header", said.get("header", ()))),
        maps=tuple(own.get("map", ())),
        routes=tuple(own.get("route", ())),
        values=tuple(own.get("value", ())),
        dates=own.get("dates", ""),
        decimal=own.get("decimal", ""),
        encoding=own.get("encoding", ""),
        skip=skip,
    )


def fitting(header: Sequence[str], subject: Subject) -> Preset | None:
    """The preset whose columns a file has, the most of them first; None where it is of no kind."""
    fits = [each for each in _all(subject) if each.fits(header)]
    return max(fits, key=lambda each: len(each.header), default=None)


def applied(order: Order, preset: Preset, sheet: Sheet) -> Order:
    """An order with what a preset adds to it: whatever the order says itself holds.

    Of a preset's columns only those count that the file has. Raises UnknownField.
    """
    present = {same(name) for name in sheet.header}
    taken = {told.field(order.subject, each.partition("=")[0]) for each in order.maps}
    maps = list(order.maps)
    for each in preset.maps:
        name, _, column = each.partition("=")
        field = told.field(order.subject, name)
        if field not in taken and same(column) in present:
            maps.append(each)
            taken.add(field)
    routes = [each for each in preset.routes if same(each.partition("=")[0]) in present]
    return replace(
        order,
        maps=tuple(maps),
        routes=(*order.routes, *routes),
        # Later ones hold.
        values=(*preset.values, *order.values),
        dates=order.dates or preset.dates,
        decimal=order.decimal or preset.decimal,
    )


@cache
def _all(subject: Subject) -> tuple[Preset, ...]:
    presets = []
    for name, text in _texts().items():
        if str(subject) in tomllib.loads(text):
            presets.append(read(text, name, subject))
    return tuple(presets)


@cache
def _texts() -> dict[str, str]:
    folder = files(__name__)
    return {
        each.name.removesuffix(".toml"): each.read_text(encoding="utf-8")
        for each in folder.iterdir()
        if each.name.endswith(".toml")
    }


def _check(name: str, own: dict[str, Any]) -> None:
    """Refuse what is no option of an import. Raises PresetBroken."""
    for option, said in own.items():
        if option in LISTS:
            fits = isinstance(said, list) and all(isinstance(each, str) for each in said)
        elif option == "skip":
            fits = isinstance(said, int) and not isinstance(said, bool) and said >= 0
        else:
            fits = option in LINES and isinstance(said, str)
        if not fits:
            raise PresetBroken(name=name, why=f"“{option}” is no option, or not of its kind")
