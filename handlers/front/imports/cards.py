"""Sentences of an import: how a file was read, why a row was left out, and the note to the CCO."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.front.imports.fields import AMOUNTS
from handlers.front.imports.forms import ColumnForm
from handlers.speech import currencies, words
from handlers.speech.values import quoted
from handlers.speech.written_days import YEARS, DayForm
from storage.items import State

_COLUMNS = 30
_FIRST = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
_LINES = 5
"""Rows around a table that are quoted."""


def names_of(names: Sequence[str]) -> str:
    """Names of fields or columns in a row: “a”, “b” and “c”."""
    shown = [quoted(name) for name in names[:_COLUMNS] if name]
    more = len(names) - _COLUMNS
    return words.join_names([*shown, f"{more} more"] if more > 0 else shown)


# --- how a file was read ---


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


# --- why a row was left out ---


def say_what(field: str, said: str, why: str) -> str:
    """A word that somebody can translate."""
    return f"{why} Or say what it means: {_value_option(field, said, '…')}."


def unknown_state(column: str, said: str) -> str:
    """A word for how something stands that is not one of ours."""
    option = _value_option("state", said, "open")
    return (
        f"I don't know what {quoted(said)} in “{column}” means. Say it: {option}; "
        "it can be open, taken, done, declined, withdrawn or left out."
    )


def _value_option(field: str, said: str, ours: str) -> str:
    return f'`--value "{field}={quoted(said)[1:-1]}:{ours}"`'


def cut_by_excel(said: str) -> str:
    """An id that a spreadsheet has made a number of, and shortened."""
    return (
        f"The id says {quoted(said)}: a spreadsheet has cut it. "
        "Export the file again and import it without saving it there."
    )


def too_long(field: str, length: int, most: int) -> str:
    """No field may be endless."""
    return f"“{field}” has {length:,} characters, and the most is {most:,}."


def too_wide(cells: int, columns: int) -> str:
    """A separator too many moves every value."""
    return (
        f"The row has {cells} values for {columns} columns. A separator may need quotation marks."
    )


def formula(field: str, said: str) -> str:
    """Formulas are not computed."""
    return f"“{field}” holds a formula, {quoted(said)}. Save the file with values instead."


def missing(field: str) -> str:
    """A field that every row needs."""
    return f"“{field}” is empty."


def nothing_said() -> str:
    """Neither headline nor story."""
    return "There is neither a title nor a story."


def far_date(field: str, said: str) -> str:
    """A date that stands for none, or is mistyped."""
    years = f"{YEARS.start} to {YEARS.stop - 1}"
    return (
        f"I can't read {quoted(said)} in “{field}” as a date from {years}. "
        "Where it stands for none, leave it empty."
    )


def unclear_date(field: str, said: str) -> str:
    """A date nobody can be sure of."""
    return f"I can't read {quoted(said)} in “{field}” as a date. Write it 2026-11-27 or 27.11.2026."


def yet_to_come(field: str, said: str) -> str:
    """What was done cannot lie ahead."""
    return f"“{field}” says {quoted(said)}, which is still to come."


def too_early(field: str, said: str) -> str:
    """Things happen in their order."""
    return f"“{field}” says {quoted(said)}, which is before what must have come first."


def unclear_days(said: str) -> str:
    """Not a working week."""
    return (
        f"I can't read {quoted(said)} as working days. Write them Mon-Fri or 0,1,2 (Monday is 0)."
    )


def unclear_time(field: str, said: str) -> str:
    """Not a time of day."""
    return f"I can't read {quoted(said)} in “{field}” as a time. Write it 9:00 or 17:30."


def closed_before_open() -> str:
    """A working day must open before it closes."""
    return "The department closes before it opens. Look at “opens” and “closes”."


def not_one_of(field: str, said: str, known: Sequence[str]) -> str:
    """A fixed choice."""
    choices = " or ".join([", ".join(known[:-1]), known[-1]])
    return f"“{field}” says {quoted(said)}. It can be {choices}."


def unknown_person(said: str) -> str:
    """Slack's directory has not brought them."""
    return (
        f"Slack's directory has nobody called {quoted(said)}. "
        "Use a handle, e-mail address, full name or Slack id."
    )


def names_several(said: str) -> str:
    """More than one owner."""
    option = _value_option("owner", said, "handle")
    return f"{quoted(said)} names several people, and one has it. Say who: {option}."


def several_people(said: str) -> str:
    """A name that more than one person has."""
    return f"{quoted(said)} could be several people. Use the e-mail address or the Slack id."


def own_deputy(name: str) -> str:
    """Nobody stands in for themselves."""
    return f"{name} cannot stand in for themselves. Name somebody else as deputy."


def unknown_channel(said: str) -> str:
    """A channel that was neither an id nor a known name."""
    return f"I can't find a channel called {quoted(said)}. Write its id, like C0123456789."


def word_taken(word: str, department: str) -> str:
    """One word leads to one department."""
    return f"The word {quoted(word)} leads to {department} already."


def no_department(name: str) -> str:
    """Nothing says which department answers."""
    return f"{name} has no department yet. Fill in “department”."


def no_date() -> str:
    """An open promise needs a day."""
    return "An open task needs a date. Fill in “due”."


def says_else(ref: str, fields: Sequence[str]) -> str:
    """A row that is here already, with other words in these fields."""
    return (
        f"It is here as {ref}, and says something else in {names_of(fields)}. "
        f"{ref} stays as it is; --update brings that in."
    )


def says_else_than_here(ref: str) -> str:
    """A row of an export, where it was written, with other words."""
    return f"It is here as {ref}, and says something else. Change it with `/cx {ref}`."


def came_with_no_import() -> str:
    """A file changes what a file has brought."""
    return "It came with no import, so a file cannot change it. Change it here."


def cannot_change(ref: str, fields: Sequence[str]) -> str:
    """What a file may not change."""
    return (
        f"{ref} cannot be changed by a file in {names_of(fields)}. "
        f"It stays as it is: change it with `/cx {ref}`."
    )


def brought(ref: str, fields: Sequence[str], owners: Sequence[str]) -> str:
    """What a row changes of what is here; `owners` are who had it and who has it, if others."""
    rest = [field for field in fields if field != "owner"]
    if not owners:
        return f"{ref}: {names_of(fields)}"
    former, owner = owners
    said = f"from {former} to {owner}" if former else f"goes to {owner}"
    return f"{ref}: {said}, {names_of(rest)}" if rest else f"{ref}: {said}"


def names_no_owner(ref: str, owner: str) -> str:
    """Nobody has it there any more; here somebody has to."""
    stays = f"{ref} stays with {owner}" if owner else f"{ref} waits for a department"
    return f"“owner” is empty now, and {stays}. Fill it in, or change it with `/cx {ref}`."


def keeps_its_owner(ref: str, state: str, owner: str, to: str) -> str:
    """What has ended, or is put right already, changes hands no more."""
    how = f"is {'taken back' if state == State.WITHDRAWN else state}"
    return (
        f"{ref} {how}, and stays with {owner}, who had it, and not with {to}. "
        f"Where it is not over, open it again with `/cx {ref}`."
    )


def still_let_in(ref: str, names: Sequence[str]) -> str:
    """Nobody is taken out of the readers by a file; whoever relies on that must know."""
    verb = "is" if len(names) == 1 else "are"
    it = "sees" if len(names) == 1 else "see"
    return (
        f"{words.join_names(list(names))} {verb} named no more in “let_in”, and still {it} {ref}: "
        "a file lets people in, and never out."
    )


def nobody_to_change() -> str:
    """A change is somebody's."""
    return "Nobody looks after customers here yet, so say who changes it: --by omar."


def by_file(number: int, file: str) -> str:
    """Why something is changed that a file says anew."""
    return f"{file} says so (import {number})"


def id_twice() -> str:
    """Two rows of one file with one id."""
    return "Another row of this file has the same id and says something else."


def done_and_declined() -> str:
    """A promise ends one way."""
    return "The row says done and declined. A task ends one way."


def no_reason() -> str:
    """A no comes with its reason."""
    return "A no comes with its reason. Fill in “reason”."


def stays(name: str, why: str) -> str:
    """What an import brought and is not taken back."""
    return f"{name}: {why}"


def changed_since(fields: Sequence[str]) -> str:
    """Why something is as it is, and not as an import left it."""
    verb = "was" if len(fields) == 1 else "were"
    return f"{words.join_names(fields)} {verb} changed since, and so stays as it is."


def has_items() -> str:
    """A customer to whom something is promised."""
    return "It stays, as tasks or issues are for it."


def has_uses(uses: Sequence[str]) -> str:
    """A department that somebody uses; nothing where nobody does."""
    named = {
        "people": "people are with it",
        "things": "tasks or issues were given to it",
        "offers": "something is offered to it",
        "rules": "routing rules lead to it",
    }
    return f"It stays, as {words.join_names([named[use] for use in uses])}." if uses else ""


def department_gone() -> str:
    """Where somebody cannot go back to."""
    return "The department from before is gone, so the one of now stays."


def rule_named(pattern: str) -> str:
    """A routing rule in words."""
    return f"The routing word {quoted(pattern)}"
