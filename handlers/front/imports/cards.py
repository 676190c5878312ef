"""Sentences of an import: why a row was left out, what changes, and what stays."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.front.imports import words as findings
from handlers.speech import words
from handlers.speech.values import quoted
from handlers.speech.written_days import YEARS
from storage.imported_records import DepartmentUse
from storage.items import State

USES = {
    DepartmentUse.PEOPLE: "people are with it",
    DepartmentUse.THINGS: "tasks or issues were given to it",
    DepartmentUse.OFFERS: "something is offered to it",
    DepartmentUse.RULES: "routing rules lead to it",
    DepartmentUse.CAUSES: "it could have prevented what is known of a cause",
    DepartmentUse.WAITS: "something waits or waited for it",
    DepartmentUse.LOSSES: "it could have prevented that a customer left",
    DepartmentUse.INITIATIVES: "it pays for an initiative",
    DepartmentUse.OUTCOMES: "an outcome for customers is its own",
    DepartmentUse.SALES: "somebody in it sold something",
    DepartmentUse.ASSESSMENTS: "it looked at how it deals with customers",
    DepartmentUse.THEMES: "what customers write of belongs to it",
}
"""By what a department is used."""


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


def no_no(field: str) -> str:
    """What is weighed belongs to a no."""
    return f"“{field}” is said of a no, and this is none. Say in “state” that it was declined."


def part_and_prevention() -> str:
    """A task is one of both."""
    return "The row says “is_part” and “is_prevention”. A task is one of the two."


def belongs_to_nothing(field: str) -> str:
    """A part is a part of something."""
    return f"“{field}” is said of a task of an issue. Fill in “issue_source”: which issue that is."


def unknown_issue(said: str) -> str:
    """Issues come before the tasks that belong to them."""
    return f"No issue came in as {quoted(said)}. Bring in the file of issues first."


def issue_has_ended(ref: str) -> str:
    """What is corrected or has ended has no open part."""
    return f"It is an open part of {ref}, which is not open any more. Open {ref} again first."


def part_twice(department: str, ref: str) -> str:
    """One department has one part of an issue."""
    return f"Another row has the part of {department} in {ref} already."


def joined_to_itself(said: str) -> str:
    """Two causes are one, and not one cause twice."""
    return f"“joined_to_cause” says {quoted(said)}, which is this cause itself."


def watched_without_day() -> str:
    """A renewal is watched by its day."""
    return "“watched” says of which renewal somebody has read. There is none: fill in “renewal”."


def answer_corrected(called: str, fields: Sequence[str]) -> str:
    """What a row puts right in an answer that is here."""
    return f"{quoted(called)}: {words.join_names(list(fields))}"


def nobodys_answer(said: str, why: str) -> str:
    """An answer of somebody whom nobody here knows as a customer."""
    ours, none = (
        _value_option("customer", said, "…"),
        _value_option("customer", said, "Not a customer"),
    )
    return f"{why} Say who it is: {ours}, or that it is none: {none}."


def unknown_survey(said: str, why: str) -> str:
    """A survey that nobody has opened."""
    option = _value_option("survey", said, "…")
    opens = f"`--survey {said_in_quotes(said)} --asks recommend`"
    return f"{why} Say which one it is: {option}, or open it with the file: {opens}."


def said_in_quotes(said: str) -> str:
    """A word of a file as an option has it."""
    return f'"{quoted(said)[1:-1]}"'


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


def no_executive(name: str) -> str:
    """Somebody who is no executive sponsors no account."""
    return f"{name} is no executive. An executive sponsors an account."


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
        f"It is here as {ref}, and says something else in {findings.names_of(fields)}. "
        f"{ref} stays as it is; --update brings that in."
    )


def stays_as_it_came(ref: str, fields: Sequence[str]) -> str:
    """A row of the past that is here already, with other words in these fields."""
    names = findings.names_of(fields)
    return f"It is here as {ref}, and says something else in {names}. {ref} stays as it is."


def says_else_than_here(ref: str) -> str:
    """A row of an export, where it was written, with other words."""
    return f"It is here as {ref}, and says something else. Change it with `/cx {ref}`."


def came_with_no_import() -> str:
    """A file changes what a file has brought."""
    return "It came with no import, so a file cannot change it. Change it here."


def cannot_change(ref: str, fields: Sequence[str]) -> str:
    """What a file may not change."""
    return (
        f"{ref} cannot be changed by a file in {findings.names_of(fields)}. "
        f"It stays as it is: change it with `/cx {ref}`."
    )


def brought(ref: str, fields: Sequence[str], owners: Sequence[str]) -> str:
    """What a row changes of what is here; `owners` are who had it and who has it, if others."""
    rest = [field for field in fields if field != "owner"]
    if not owners:
        return f"{ref}: {findings.names_of(fields)}"
    former, owner = owners
    said = f"from {former} to {owner}" if former else f"goes to {owner}"
    return f"{ref}: {said}, {findings.names_of(rest)}" if rest else f"{ref}: {said}"


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
    """A customer of whom something is known here."""
    return "It stays, as something here is for it or about it, such as a task or an issue."


def has_issues() -> str:
    """A cause that somebody uses."""
    return "It stays, as issues have it, or another cause was joined to it."


def answer_named(called: str) -> str:
    """An answer by what its survey tool calls it."""
    return f"The answer {quoted(called)}"


def answer_followed(ref: str) -> str:
    """An answer that somebody acts on."""
    return f"It stays, as {ref} has it."


def words_stay() -> str:
    """Words that a file has put right: what was said before is kept nowhere."""
    return "Its words stay as the file put them right. What they were before is not kept."


def cause_moved() -> str:
    """Where a cause cannot be joined to again."""
    return "The cause to which it was joined before is gone or was joined itself, so it stays."


def has_uses(uses: Sequence[DepartmentUse]) -> str:
    """A department that somebody uses; nothing where nobody does."""
    return f"It stays, as {words.join_names([USES[use] for use in uses])}." if uses else ""


def department_gone() -> str:
    """Where somebody cannot go back to."""
    return "The department from before is gone, so the one of now stays."


def rule_named(pattern: str) -> str:
    """A routing rule in words."""
    return f"The routing word {quoted(pattern)}"
