"""What is to be done with a file: the order, what a preset adds, and how the file was understood.

Nothing of it touches the database: the whole file is looked through, and nobody waits meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers.front.imports import columns, presets, survey, told
from handlers.front.imports import words as findings
from handlers.front.imports.columns import Layout, Rule
from handlers.front.imports.fields import AMOUNTS, FIELDS, Subject
from handlers.front.imports.names import same
from handlers.front.imports.order import Order
from handlers.front.imports.presets import Preset
from handlers.front.imports.reading import Opener, Sheet, read
from handlers.front.imports.survey import FileSurvey
from handlers.speech import currencies, values
from handlers.speech.file_errors import WrongDates, WrongDecimal
from handlers.speech.written_amounts import DecimalSign
from handlers.speech.written_days import DayOrder

DECIMALS = {
    **dict.fromkeys((",", "comma"), DecimalSign.COMMA),
    **dict.fromkeys((".", "point", "dot"), DecimalSign.POINT),
}


@dataclass(frozen=True)
class Understood:
    """How a file was understood: column by column, and what nobody said but was found.

    `columns` are our fields and the file's names for them, `routes` the columns that decide the
    department, `unused` all others. `currency` is that of the amounts to take, if somebody said it.
    """

    columns: tuple[tuple[str, str], ...]
    unused: tuple[str, ...]
    survey: FileSurvey
    routes: tuple[str, ...] = ()
    preset: str = ""
    remarks: tuple[str, ...] = ()
    currency: str | None = None

    def lines(self) -> list[str]:
        """The same for people."""
        return [
            *([findings.read_by_preset(self.preset)] if self.preset else []),
            *findings.columns_used(self.columns),
            *([findings.routed_by(self.routes)] if self.routes else []),
            *([findings.columns_unused(self.unused)] if self.unused else []),
            *[findings.form_found(form) for form in self.survey.forms],
            *self.remarks,
        ]

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "preset": self.preset,
            "columns": dict(self.columns),
            "columns_not_used": list(self.unused),
            "routes": list(self.routes),
            "forms": [form.as_json() for form in self.survey.forms],
            "remarks": list(self.remarks),
        }


@dataclass(frozen=True)
class Plan:
    """A file, what is to be done with it, and how it was understood."""

    order: Order
    sheet: Sheet
    layout: Layout
    routed: tuple[int, ...]
    rules: tuple[Rule, ...]
    understood: Understood


FROM_1904 = "1904"
"""With or without an order: “dmy,1904”."""


def make(opened: Opener, file: str, order: Order, own: Preset | None = None) -> Plan:
    """Look through a file as an order says; `own` is a preset of somebody's own.

    Raises what `reading.read`, `columns.arrange`, `columns.read_routes`, `told.read`,
    `survey.look` and `presets.named` raise, WrongDates, WrongDecimal and UnknownCurrency.
    """
    preset = own or _asked_for(order)
    sheet = _open(opened, file, order, preset)
    if preset is None and not order.maps and not order.preset:
        preset = presets.fitting(sheet.header, order.subject)
    hint = "" if preset or order.preset else _hint(sheet, order.subject)
    if preset:
        order = presets.applied(order, preset, sheet)
    layout = columns.arrange(
        order.subject, sheet, order.maps, told.read(order.subject, order.values)
    )
    routed, rules = columns.read_routes(sheet, order.routes)
    if order.subject == Subject.ISSUES and "department" in layout.places:
        routed = tuple(dict.fromkeys([*routed, layout.places["department"]]))
    dates, from_1904 = _dates(order.dates)
    decimal = _decimal(order.decimal)
    found = survey.look(sheet, layout, dates, decimal, from_1904=from_1904)
    elsewhere = [(each, layout.called(each)) for each in sorted(found.unread)]
    places = {each: place for each, place in layout.places.items() if each not in found.unread}
    layout = replace(layout, places=places)
    remarks = [
        hint,
        *_without_effect(order, layout, preset),
        *[findings.holds_no_such_thing(column, each) for each, column in elsewhere],
        *[
            findings.scaled_column(layout.called(each), scale)
            for each in places.keys() & AMOUNTS
            if (scale := currencies.scale_of_column(layout.called(each)))
        ],
    ]
    understood = Understood(
        tuple((each, layout.called(each)) for each in FIELDS[order.subject] if each in places),
        _unused(sheet, layout, routed),
        found,
        tuple(sheet.header[place] for place in routed),
        preset.title if preset else "",
        tuple(each for each in remarks if each),
        values.currency(order.currency),
    )
    return Plan(order, sheet, layout, routed, rules, understood)


def _without_effect(order: Order, layout: Layout, preset: Preset | None) -> list[str]:
    """What somebody said with `--value` or `--preset` and changes nothing."""
    by_preset = preset.values if preset else ()
    own = told.read(order.subject, [each for each in order.values if each not in by_preset])
    fields = dict.fromkeys(field for field, _ in own)
    idle = [findings.no_column_for(each) for each in fields if each not in layout.places]
    mapped = {same(each.partition("=")[2]) for each in preset.maps} if preset else set()
    if preset and order.preset and not mapped & {same(name) for name in layout.header}:
        return [findings.preset_fits_nothing(preset.title), *idle]
    return idle


def _asked_for(order: Order) -> Preset | None:
    if not order.preset or order.preset.casefold() == presets.NONE:
        return None
    return presets.named(order.preset, order.subject)


def _open(opened: Opener, file: str, order: Order, preset: Preset | None) -> Sheet:
    """The file as a sheet, told its header by every name that only a header has."""
    mapped = {same(each.partition("=")[2]) for each in order.maps}
    by_preset = {same(name) for name in preset.header} if preset else set()
    names = {same(name) for name in FIELDS[order.subject]}
    return read(
        opened,
        file,
        encoding=order.encoding or (preset.encoding if preset else ""),
        skip=preset.skip if order.skip is None and preset else order.skip,
        known=frozenset((mapped | by_preset | names) - {""}),
    )


def _hint(sheet: Sheet, subject: Subject) -> str:
    fitting = presets.fitting(sheet.header, subject)
    return findings.preset_would_fit(fitting.title, fitting.name) if fitting else ""


def _unused(sheet: Sheet, layout: Layout, routed: Sequence[int]) -> tuple[str, ...]:
    used = {*layout.places.values(), *routed}
    return tuple(name for place, name in enumerate(sheet.header) if name and place not in used)


def _dates(words: str) -> tuple[DayOrder | None, bool]:
    """What comes first in dates, and whether days count from 1904, as somebody said it.

    Raises WrongDates.
    """
    said = words.casefold().replace(",", " ").split()
    orders = [each for each in said if each != FROM_1904]
    if len(orders) > 1 or not set(orders) <= set(DayOrder):
        raise WrongDates(words=values.quoted(words))
    return DayOrder(orders[0]) if orders else None, FROM_1904 in said


def _decimal(words: str) -> DecimalSign | None:
    """The decimal sign, as somebody said it. Raises WrongDecimal."""
    if words and words.casefold() not in DECIMALS:
        raise WrongDecimal(words=values.quoted(words))
    return DECIMALS[words.casefold()] if words else None
