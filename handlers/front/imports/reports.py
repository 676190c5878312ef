"""What an import says about itself: at the end line by line, in a list, and to the CCO."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from handlers.front.imports import denominations
from handlers.front.imports.fields import Subject
from handlers.front.imports.order import Job
from handlers.front.imports.tally import MOST_NAMES, RowShown, Tally
from handlers.speech import blocks, values, words
from storage.imports import Import

_REJECTIONS, _STRANGERS, _DEPARTMENTS, _RUNS = 20, 5, 8, 5
NO_IDS = (
    "There is no column of ids, so a row is known again by what it says in the columns that are "
    "used. Rows that say the same there are one."
)
NO_IDS_OF_ANSWERS = (
    "There is no column of ids, so an answer is known again by its survey, customer, person and "
    "moment; where one of these is missing, by all that it says. What says something else by then "
    "is left out and named, unless you say `--update`."
)
ALIKE = (
    "Row {rows} says the same as an earlier row, so it counts once with that.",
    "Rows {rows} say the same as earlier rows, so they count once with those.",
)
APART = (
    "Where it is an answer of its own, give the rows ids: a column `id`.",
    "Where they are answers of their own, give the rows ids: a column `id`.",
)
WORDS = {
    "added": "added", "updated": "updated", "same": "already there",
    "changed": "here with other words", "rejected": "rejected",
}  # fmt: skip
"""What the counts of an import are called."""


def reason_columns() -> Iterator[str]:
    """Names for the column of reasons, the plainest first."""
    yield "reason"
    yield "rejected because"
    for number in count(2):
        yield f"rejected because {number}"


def about(job: Job) -> list[str]:
    """In which currency the amounts of a file are, and how its rows are known again."""
    return [*denominations.told(job), *known_by(job)]


def known_by(job: Job) -> list[str]:
    """How rows are known again the next time."""
    if job.subject == Subject.RESPONSES and not job.has_ids:
        return [NO_IDS_OF_ANSWERS]
    if job.subject not in (Subject.ISSUES, Subject.TASKS):
        return []
    if not job.has_ids:
        return [NO_IDS]
    return [f"The ids are those of “{job.source}”. Name another system with --from."]


def leaderless_lines(tally: Tally) -> list[str]:
    """Issues that had a department, but nobody there to answer; one sentence a department."""
    return [
        f"{words.count(number, 'issue').capitalize()} for {department} went to triage. {why}"
        for (department, why), number in sorted(tally.leaderless.items())
    ]


def remarks(tally: Tally) -> list[str]:
    """What somebody should know about rows that came in, a sentence each."""
    return [
        *leaderless_lines(tally), *_about_the_past(tally), *_strangers(tally), *_low_scores(tally),
        *_alike(tally), *_unpaid(tally),
    ]  # fmt: skip


def _low_scores(tally: Tally) -> list[str]:
    """How many low scores were put to somebody, and how many are too old for that."""
    lines = []
    if tally.low:
        scores = words.count(tally.low, "low score").capitalize()
        verb, each = ("has", "an issue") if tally.low == 1 else ("have", "issues")
        lines.append(f"{scores} {verb} {each} by now, new or open before.")
    if tally.old:
        scores = words.count(tally.old, "low score").capitalize()
        are = "is" if tally.old == 1 else "are"
        lines.append(
            f"{scores} in this file {are} older than 14 days. One person is asked which accounts "
            "should still hear from us."
        )
    return lines


def _alike(tally: Tally) -> list[str]:
    """Which answers without ids say the same as earlier rows, and how somebody keeps them apart."""
    if not tally.alike:
        return []
    said = ALIKE[len(tally.alike) > 1].format(rows=_lines(tally.alike))
    return [f"{said} {APART[len(tally.alike) > 1]}"]


def _lines(numbers: Sequence[int]) -> str:
    """“3 to 9, 12 and 40”: lines of a file, those in a row together."""
    runs: list[list[int]] = []
    for line in sorted(numbers):
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    shown = [
        f"{run[0]:,} to {run[-1]:,}" if len(run) > 1 else f"{run[0]:,}" for run in runs[:_RUNS]
    ]
    more = [f"{len(runs) - _RUNS:,} more places"] if len(runs) > _RUNS else []
    return words.join_names([*shown, *more])


def _unpaid(tally: Tally) -> list[str]:
    """Which initiatives name no department, and how somebody says whose they are."""
    if not tally.unpaid:
        return []
    named = _lines(tally.unpaid)
    how = 'Say so for all of them: `--value "department=:DEPARTMENT"`.'
    if len(tally.unpaid) == 1:
        return [
            f"Line {named} names no department. Whose is it? {how.replace('all of them', 'it')}"
        ]
    return [f"Lines {named} name no department. Whose are they? {how}"]


def _about_the_past(tally: Tally) -> list[str]:
    if not tally.undated:
        return []
    rows = words.count(tally.undated, "row").capitalize()
    verb, say = ("is", "does") if tally.undated == 1 else ("are", "do")
    each = "it counts" if tally.undated == 1 else "each counts"
    return [
        f"{rows} {verb} closed and {say} not say when: {each} as closed on the day it was opened."
    ]


def _strangers(tally: Tally) -> list[str]:
    if not tally.strangers:
        return []
    most = tally.strangers.most_common(_STRANGERS)
    shown = [f"{values.quoted(name)} ({number:,})" for name, number in most]
    more = len(tally.strangers) - len(most)
    least = "at least " if len(tally.strangers) == MOST_NAMES else ""
    named = words.join_names([*shown, *([f"{least}{more:,} more"] if more else [])])
    why = "Where one of them has an issue, the lead of its department is asked"
    how = '`--value "owner=THEIR NAME:handle"`'
    return [f"Slack's directory does not have {named}. {why}. Say who they are here: {how}."]


def not_kept(path: str, why: str) -> str:
    """The rejected rows could not be written to a file."""
    return f"The rejected rows could not be written to {path}: {why}."


def report(
    number: int,
    file: str,
    subject: str,
    tally: Tally,
    *,
    notes: Sequence[str],
    rejected_file: str,
    interrupted: bool,
    understood: Sequence[str],
    shown: Sequence[RowShown],
    is_trial: bool,
) -> list[str]:
    """The report for people, line by line; zeros that say nothing are left out."""
    what = f"{subject} from {file}"
    lines = [f"Rehearsal: {what}" if is_trial else f"Import {number}: {what}"]
    lines += [f"{number:>9,}  {name}" for name, number in figures(tally, is_trial=is_trial).items()]
    if tally.departments:
        lines.append("By department")
        most_first = sorted(tally.departments.items(), key=lambda each: (-each[1], each[0]))
        lines += [f"{number:>9,}  {department}" for department, number in most_first]
    lines += notes
    lines += changes(tally, is_trial=is_trial)
    lines += _rejections(tally, rejected_file)
    lines += understood
    lines += _rows(shown, is_trial=is_trial)
    if interrupted and not is_trial:
        lines.append("Interrupted. What is counted here is in; import the file again for the rest.")
    if is_trial:
        lines.append(
            "This was a rehearsal: nothing was written. Leave `--dry-run` out to bring it in."
        )
    return lines


def figures(tally: Tally, *, is_trial: bool) -> dict[str, int]:
    """The rows by what became of them, or would; zeros that say nothing are left out."""
    added, updated = ("would be added", "would be updated") if is_trial else ("added", "updated")
    all_of_them = {
        "rows read": tally.rows,
        added: tally.added,
        "of them to triage": tally.triage,
        "of them closed": tally.closed,
        updated: tally.updated,
        "already there": tally.already_there,
        "here with other words": tally.differing,
        "left out, as you said": tally.not_wanted,
        "rejected": tally.refused,
    }
    needed = {"rows read", added}
    return {name: number for name, number in all_of_them.items() if number or name in needed}


def _rows(shown: Sequence[RowShown], *, is_trial: bool) -> list[str]:
    if not shown:
        return []
    heading = "The first rows as they would come in" if is_trial else "The first rows"
    return [heading, *[f"  {in_a_line(each)}" for each in shown]]


def in_a_line(shown: RowShown) -> str:
    """One row: its number, and field by field what it says."""
    return f"row {shown['row']}: " + "; ".join(
        f"{field} {said}" for field, said in shown.items() if field != "row"
    )


def changes(tally: Tally, *, is_trial: bool, most: int = _REJECTIONS) -> list[str]:
    """What rows change of what is here, row by row, at most so many of them."""
    if not tally.changes:
        return []
    lines = ["What would change" if is_trial else "What has changed"]
    lines += [f"  row {each.row:,}: {each.said}" for each in tally.changes[:most]]
    more = tally.updated - most
    return [*lines, f"  and {more:,} more"] if more > 0 else lines


def _rejections(tally: Tally, rejected_file: str) -> list[str]:
    left_out = tally.left_out
    if not left_out:
        return []
    lines = ["Left out"]
    lines += [f"  row {each.row.number}: {each.reason}" for each in left_out[:_REJECTIONS]]
    more = tally.refused + tally.differing - _REJECTIONS
    if more > 0:
        lines.append(f"  and {more:,} more")
    if rejected_file:
        lines.append(f"They are in {rejected_file}. Put them right and import that file.")
    return lines


def undone(
    number: int, taken_back: int, kept: Sequence[str], reasons: Sequence[str] = ()
) -> list[str]:
    """What an import that was taken back has left: items by name, all else with its reason."""
    lines = [f"Import {number}: {words.count(taken_back, 'row')} taken back."]
    if kept:
        stay = "stays" if len(kept) == 1 else "stay"
        count = words.count(len(kept), "row").capitalize()
        lines.append(f"{count} {stay}, as somebody has acted on it since: {', '.join(kept)}.")
    return [*lines, *reasons]


def listed(run: Import) -> str:
    """One import in a line, with the minute (UTC) in which it began."""
    done = {name: number for name, number in run.counts.items() if number}
    figures = ", ".join(f"{number:,} {WORDS[name]}" for name, number in done.items())
    how = " · taken back" if run.undone_at else "" if run.ended_at else " · broken off"
    began = f"{run.started_at:%Y-%m-%d %H:%M} UTC"
    return f"{run.number:>5}  {began}  {run.subject} from {run.file}: {figures or 'nothing'}{how}"


def came_in(number: int, file: str, subject: str, tally: Tally) -> str:
    """The note to the CCO, as markup."""
    brought = words.count(tally.added, subject.removesuffix("s")).capitalize()
    most_first = sorted(tally.departments.items(), key=lambda each: (-each[1], each[0]))
    shown = [f"{blocks.safe(name, 80)} {count:,}" for name, count in most_first[:_DEPARTMENTS]]
    more = len(most_first) - _DEPARTMENTS
    if more > 0:
        shown.append(f"{words.count(more, 'other department')} the rest")
    said = f"{brought} came in from {blocks.safe(file, 80)} (import {number})"
    said += f": {words.join_names(shown)}." if shown else "."
    return f"{said} {_in_triage(tally.triage, tally.added)}" if tally.triage else said


def _in_triage(count: int, added: int) -> str:
    some = "All" if count == added else words.number(count).capitalize()
    if count == 1:
        it = "It" if added == 1 else "One of them"
        return (
            f"{it} waits for a department. Can you say which? Home has it, and `/cx list triage`."
        )
    return (
        f"{some} of them wait for a department. Can you say to which each belongs? "
        "Home has them, and `/cx list triage`."
    )
