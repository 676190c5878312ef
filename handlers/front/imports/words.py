"""What is said of how a file was read: its rows, its columns, its dates and its amounts."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.front.imports.fields import AMOUNTS
from handlers.front.imports.forms import ColumnForm
from handlers.speech import currencies, words
from handlers.speech.values import quoted
from handlers.speech.written_days import DayForm

_COLUMNS = 30
_FIRST = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
_LINES = 5
"""Rows around a table that are quoted."""


def names_of(names: Sequence[str]) -> str:
    """Names of fields or columns in a row: “a”, “b” and “c”."""
    shown = [quoted(name) for name in names[:_COLUMNS] if name]
    more = len(names) - _COLUMNS
    return words.join_names([*shown, f"{more} more"] if more > 0 else shown)


def read_as_windows_text(file: str) -> str:
    """The encoding was guessed."""
    return f"{file} is not UTF-8, so I read it as Windows text. Please check the accents."


def above_the_header(said: Sequence[str], number: int) -> str:
    """A title above the names of the columns, in quotation marks; empty where there is none."""
    if not said:
        return ""
    return (
        f"Row {number} names the columns. Above it I left out {words.join_names(said[:_LINES])}. "
        "Another row? Say how many stand above it: `--skip N`."
    )


def names_again(numbers: Sequence[int]) -> str:
    """Rows that name the columns once more; empty where there are none."""
    if not numbers:
        return ""
    shown = words.join_names([f"{number:,}" for number in numbers[:_LINES]])
    more = f" and {len(numbers) - _LINES:,} more" if len(numbers) > _LINES else ""
    row, verb, it = ("Row", "names", "it") if len(numbers) == 1 else ("Rows", "name", "them")
    return f"{row} {shown}{more} {verb} the columns once more, and I left {it} out."


def no_rows(file: str) -> str:
    """Nothing comes in, and not because of anything in a row."""
    return f"{file} has no rows below the names of its columns."


def below_the_rows(said: Sequence[str]) -> str:
    """Totals and the like below the rows, in quotation marks; empty where there are none."""
    if not said:
        return ""
    rows = words.count(len(said), "row").capitalize()
    verb = "looks" if len(said) == 1 else "look"
    shown = words.join_names(said[:_LINES])
    it = "it" if len(said) == 1 else "them"
    return f"{rows} at the end {verb} like a footer, and I left {it} out: {shown}."


def read_by_preset(title: str) -> str:
    """The columns were those of a system that is known."""
    return f"Read as an export of {title}. Not one? Say `--preset none`."


def preset_would_fit(title: str, name: str) -> str:
    """Somebody mapped columns of a system that is known."""
    return f"The columns look like those of {title}: `--preset {name}` knows them."


def preset_fits_nothing(title: str) -> str:
    """Somebody named the preset of another system."""
    return f"None of the columns that {title} exports is in this file: is it the right preset?"


def no_column_for(field: str) -> str:
    """Words were translated of what the file does not have."""
    return (
        f"No column holds “{field}”, so `--value {field}=…` changes nothing. "
        f"Add `--map {field}=COLUMN`."
    )


def columns_used(columns: Sequence[tuple[str, str]]) -> list[str]:
    """Our fields and the columns they come from, a line each."""
    width = max((len(field) for field, _ in columns), default=0)
    return ["Columns", *[f"  {field:<{width}}  {column}" for field, column in columns]]


def columns_unused(names: Sequence[str]) -> str:
    """What nobody asked for, and may miss."""
    return f"Columns not used: {names_of(names)}."


def holds_no_such_thing(column: str, field: str) -> str:
    """A column has the name of a field, and something else in it."""
    return (
        f"“{column}” holds nothing that I read as “{field}”, so it is not used. "
        f"If it is, say so: `--map {field}=…` and `--value`."
    )


def form_found(form: ColumnForm) -> str:
    """How a column is written, and what decided it."""
    column = f"“{form.column}”"
    if form.field == "severity":
        return f"{column} counts from 0, the worst: row {form.row:,} says {quoted(form.words)}."
    if form.field in AMOUNTS:
        return _amounts_found(form, column)
    like = f"{column} has dates like {words.join_names(_examples(form))}"
    if not form.decided:
        return f"{like}."
    return f"{like}, {_FIRST[form.decided]}: {_decided_by(form)}."


def _examples(form: ColumnForm) -> list[str]:
    """27 November 2026 in each form of a column, three numbers in their order."""
    numbers = {"mdy": "11/27/2026", "ymd": "26/11/27"}.get(form.decided, str(DayForm.NUMBERS))
    return [numbers if each == DayForm.NUMBERS else each for each in form.forms]


def routed_by(names: Sequence[str]) -> str:
    """What decides the department."""
    return f"The department is decided by {names_of(names)}."


def _amounts_found(form: ColumnForm, column: str) -> str:
    signs = {",": "a decimal comma", ".": "a decimal point"}
    money = f" It names {words.join_names(list(dict.fromkeys(form.forms)))}."
    if form.decided:
        said = f"{column} is read with {signs[form.decided]}: {_decided_by(form)}."
    else:
        said = f"{column}: {form.why}" if form.why else f"{column} has amounts."
    return said + (money if form.forms else "")


def no_currency_here(named: str) -> str:
    """A currency is named where amounts have none."""
    return (
        f"Amounts are in {named}, and this workspace has no currency, so only their numbers are "
        f"kept. `duly setup --currency {currencies.likeliest(named)}` sets it for all amounts."
    )


def scaled_column(column: str, scale: str) -> str:
    """A column whose name says thousands: its numbers are not multiplied in silence."""
    return (
        f"{quoted(column)} says {quoted(scale)}, and its numbers are read as they are written: "
        "480 is 480, and not 480 k. Write the scale beside each number, or all digits."
    )


def other_currencies(others: Sequence[str], own: str) -> str:
    """Rows in another currency are refused, and how they can be taken."""
    return (
        f"Amounts are taken in {own}, and rows in {words.join_names(others)} are refused. "
        f"`--currency {currencies.likeliest(others[0])}` takes the numbers of those in {others[0]} "
        "as they are."
    )


def taken_as_numbers(named: str, own: str | None) -> str:
    """Somebody said to take amounts in another currency; nothing is converted."""
    kept = f"amounts in {own}" if own else "bare numbers"
    return f"The numbers in {named} are kept as {kept}, as `--currency {named}` says."


def _decided_by(form: ColumnForm) -> str:
    return form.why if form.row is None else f"row {form.row:,} says {quoted(form.words)}"


def as_in(column: str) -> str:
    """Another column decides."""
    return f"as in “{column}”"


def as_said(option: str) -> str:
    """Somebody decided."""
    return f"`{option}` says so"


def thousands(said: str) -> str:
    """Nothing decides, and there is a usual reading."""
    return (
        f"groups of three digits are thousands, as in {quoted(said)}. "
        "If they are not, say `--decimal point` or `--decimal comma`."
    )
