"""Sentences of an import: how a file was read, why a row was left out, and the note to the CCO."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.speech import blocks, words
from handlers.speech.values import quoted

_COLUMNS = 30
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


def below_the_rows(said: Sequence[str]) -> str:
    """Totals and the like below the rows, in quotation marks; empty where there are none."""
    if not said:
        return ""
    rows = words.count(len(said), "row").capitalize()
    verb = "looks" if len(said) == 1 else "look"
    shown = words.join_names(said[:_LINES])
    return f"{rows} at the end {verb} like a footer, and I left it out: {shown}."


# --- why a row was left out ---


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


def says_else(ref: str) -> str:
    """A row that is here already, with other words."""
    return f"It is here already as {ref}, and says something else now. {ref} stays as it is."


def id_twice() -> str:
    """Two rows of one file with one id."""
    return "Another row of this file has the same id and says something else."


def done_and_declined() -> str:
    """A promise ends one way."""
    return "The row says done and declined. A task ends one way."


def no_reason() -> str:
    """A no comes with its reason."""
    return "A no comes with its reason. Fill in “reason”."


# --- what the CCO hears ---


def waiting_in_triage(count: int, file: str) -> str:
    """The note to the CCO, as markup."""
    verb = "waits" if count == 1 else "wait"
    which = "it belongs" if count == 1 else "each belongs"
    issues = words.count(count, "issue").capitalize()
    return (
        f"{issues} {verb} for a department, from {blocks.safe(file, 80)}. "
        f"Can you say to which department {which}? Home has them, and `/cx list triage`."
    )
