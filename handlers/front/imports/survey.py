"""How the values of a file are written is found out here, column by column, before any is used.

Where nothing in a column decides, and it matters, somebody is asked; nothing is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from handlers.front.imports import states
from handlers.front.imports import words as findings
from handlers.front.imports.ballots import Ballot, Cell
from handlers.front.imports.columns import Layout
from handlers.front.imports.fields import AMOUNTS, DAYS
from handlers.front.imports.forms import ColumnForm
from handlers.front.imports.reading import Row, Sheet
from handlers.speech import currencies, levels, values, written_amounts, written_days
from handlers.speech.file_errors import AmountsUnclear, DaysMixed, DaysUnclear
from handlers.speech.written_amounts import DecimalSign
from handlers.speech.written_days import DayOrder
from storage.audiences import Audience

SURVEYED = frozenset({"severity", "state", "audience", "currency"})
"""What is looked through beside days and amounts."""


@dataclass(frozen=True)
class FileSurvey:
    """How a file is written; `unread` are fields whose column holds nothing of the kind.

    `days` and `decimals` are by field, `from_zero` says that the worst severity is 0, and
    `currencies` are those of amounts, as they are written in cells or in names of columns.
    """

    forms: tuple[ColumnForm, ...] = ()
    days: Mapping[str, DayOrder] = field(default_factory=dict)
    decimals: Mapping[str, DecimalSign] = field(default_factory=dict)
    from_zero: bool = False
    unread: frozenset[str] = frozenset()
    currencies: tuple[str, ...] = ()
    from_1904: bool = False
    """Whether Excel's numbers of days count from there."""


class _Counts:
    """What the cells of a file say about their form, counted row by row."""

    def __init__(self, layout: Layout, *, from_1904: bool) -> None:
        self._layout, self._from_1904 = layout, from_1904
        self.days = {name: Ballot(frozenset(DayOrder)) for name in layout.places if name in DAYS}
        self.amounts = {
            name: Ballot(written_amounts.BOTH) for name in layout.places if name in AMOUNTS
        }
        of_columns = [currencies.of_column(layout.called(name)) for name in self.amounts]
        self.currencies: Counter[str] = Counter(filter(None, of_columns))
        self.zero: Cell | None = None
        self.filled: Counter[str] = Counter()
        self.read: Counter[str] = Counter()

    def count(self, row: Row) -> None:
        """Look at one row."""
        for name in self._layout.places.keys() & (DAYS | AMOUNTS | SURVEYED):
            if words := self._layout.said(row, name):
                self.filled[name] += 1
                self.read[name] += self._is_read(name, Cell(row.number, words))
        if "currency" in self._layout.places:
            self._count_currency(row)

    def _is_read(self, name: str, cell: Cell) -> bool:
        if name in DAYS:
            day = written_days.read(cell.words, serials=True, from_1904=self._from_1904)
            if day:
                self.days[name].count(cell, str(day.form), day.readings, "order")
            return day is not None
        if name in AMOUNTS:
            return self._count_amount(name, cell)
        if name == "currency":
            return bool(currencies.meant(cell.words))
        if name == "state":
            return cell.words == states.LEFT_OUT or states.read(cell.words) is not None
        if name == "audience":
            return cell.words.lower() in set(Audience)
        if levels.is_zero(cell.words):
            self.zero = self.zero or cell
        return True

    def _count_currency(self, row: Row) -> None:
        """A currency that stands alone counts where there is an amount."""
        written = self._layout.said(row, "currency")
        if currencies.meant(written) and any(self._layout.said(row, name) for name in AMOUNTS):
            self.currencies[written.strip().upper()] += 1

    def _count_amount(self, name: str, cell: Cell) -> bool:
        amount = written_amounts.read(cell.words)
        if amount is None:
            return False
        if amount.currency:
            self.currencies[amount.currency] += 1
        smaller = min(amount.readings, key=lambda sign: amount.readings[sign], default=None)
        if amount.readings:
            self.amounts[name].count(cell, "", amount.readings, smaller)
        return True


def look(
    sheet: Sheet,
    layout: Layout,
    dates: DayOrder | None = None,
    decimal: DecimalSign | None = None,
    *,
    from_1904: bool = False,
) -> FileSurvey:
    """Look through all values of a file whose form has to be decided.

    `dates`, `decimal` and `from_1904` are what somebody said of it. Raises DaysUnclear, DaysMixed
    or AmountsUnclear where nothing decides, and it matters.
    """
    counts = _Counts(layout, from_1904=from_1904)
    for row in sheet.rows():
        counts.count(row)
    unread = frozenset(
        name for name in layout.guessed if counts.filled[name] and not counts.read[name]
    )
    days = [
        _days(sheet, layout, name, counts.days, dates)
        for name in layout.places
        if name in counts.days and counts.read[name]
    ]
    amounts = [
        _amounts(sheet, layout, name, counts, decimal)
        for name in counts.amounts
        if counts.read[name]
    ]
    worst = [ColumnForm("severity", layout.called("severity"), (), "0", *_told(counts.zero))]
    told = [form for form in amounts if form.decided or form.why or form.forms]
    return FileSurvey(
        forms=(*days, *told, *(worst if counts.zero else ())),
        days={form.field: DayOrder(form.decided) for form in days if form.decided},
        decimals={form.field: DecimalSign(form.decided) for form in amounts if form.decided},
        from_zero=counts.zero is not None,
        unread=unread,
        currencies=tuple(counts.currencies),
        from_1904=from_1904,
    )


def _days(
    sheet: Sheet,
    layout: Layout,
    name: str,
    ballots: Mapping[str, Ballot[DayOrder]],
    dates: DayOrder | None,
) -> ColumnForm:
    """What comes first in the dates of a column."""
    ballot = ballots[name]
    found = ColumnForm(name, layout.called(name), tuple(ballot.forms))
    if dates:
        return replace(found, decided=str(dates), why=findings.as_said(f"--dates {dates}"))
    if ballot.doubt is None and (ballot.against or not ballot.decided):
        # Every date can be read by itself.
        return found
    if ballot.against and ballot.by:
        raise DaysMixed(
            column=values.quoted(found.column),
            file=sheet.file,
            row=f"{ballot.by.row:,}",
            words=values.quoted(ballot.by.words),
            other_row=f"{ballot.against.row:,}",
            other=values.quoted(ballot.against.words),
        )
    if ballot.decided and ballot.by:
        return _decided(found, ballot.decided, ballot.by)
    others = {other: each.decided for other, each in ballots.items() if each.decided}
    like = next(iter(others), "")
    if len(set(others.values())) == 1 and others[like] in ballot.left:
        return replace(found, decided=str(others[like]), why=findings.as_in(layout.called(like)))
    raise _unclear(sheet, found, ballot)


def _unclear(sheet: Sheet, found: ColumnForm, ballot: Ballot[DayOrder]) -> DaysUnclear:
    """The question which number comes first, with what it makes of one of the dates."""
    doubt = ballot.doubt or Cell(0, "")
    day = written_days.read(doubt.words, serials=True)
    first, second, *_ = sorted((day.readings if day else {}).items())
    return DaysUnclear(
        column=values.quoted(found.column),
        file=sheet.file,
        row=f"{doubt.row:,}",
        words=values.quoted(doubt.words),
        first=f"{first[1]:%Y-%m-%d}",
        second=f"{second[1]:%Y-%m-%d}",
        one=str(first[0]),
        other=str(second[0]),
    )


def _amounts(
    sheet: Sheet,
    layout: Layout,
    name: str,
    counts: _Counts,
    decimal: DecimalSign | None,
) -> ColumnForm:
    """Which sign parts the whole from the rest in the amounts of a column."""
    ballot = counts.amounts[name]
    found = ColumnForm(name, layout.called(name), tuple(map(currencies.shown, counts.currencies)))
    if decimal:
        return replace(found, decided=str(decimal), why=findings.as_said("--decimal"))
    doubt = ballot.doubts.get(ballot.decided)
    if ballot.against and ballot.by and ballot.doubt:
        doubt = ballot.doubt
    if doubt and ballot.by:
        raise AmountsUnclear(
            column=values.quoted(found.column),
            file=sheet.file,
            row=f"{doubt.row:,}",
            words=values.quoted(doubt.words),
            other_row=f"{ballot.by.row:,}",
            other=values.quoted(ballot.by.words),
        )
    if ballot.decided and ballot.by:
        return _decided(found, ballot.decided, ballot.by)
    return replace(found, why=findings.thousands(ballot.doubt.words)) if ballot.doubt else found


def _decided(found: ColumnForm, way: str, by: Cell) -> ColumnForm:
    return replace(found, decided=str(way), row=by.row, words=by.words)


def _told(cell: Cell | None) -> tuple[int | None, str]:
    return (cell.row, cell.words) if cell else (None, "")
