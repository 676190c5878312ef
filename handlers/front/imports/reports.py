"""What an import says about itself at the end, to people line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from handlers.front.imports.columns import Subject
from handlers.front.imports.order import Job
from handlers.front.imports.tally import Tally
from handlers.speech import words
from storage.imports import Import

_REJECTIONS = 20
NO_IDS = (
    "There is no column of ids, so a row is known again by what it says in the columns that are "
    "used. Rows that say the same there are one."
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


def known_by(job: Job) -> list[str]:
    """How rows are known again the next time."""
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
) -> list[str]:
    """The report for people, line by line; zeros that say nothing are left out."""
    figures = {
        "rows read": tally.rows,
        "added": tally.added,
        "of them to triage": tally.triage,
        "updated": tally.updated,
        "already there": tally.already_there,
        "here with other words": len(tally.changed),
        "rejected": len(tally.rejected),
    }
    needed = {"rows read", "added"}
    lines = [f"Import {number}: {subject} from {file}"]
    lines += [
        f"{number:>9,}  {name}" for name, number in figures.items() if number or name in needed
    ]
    if tally.departments:
        lines.append("By department")
        most_first = sorted(tally.departments.items(), key=lambda each: (-each[1], each[0]))
        lines += [f"{number:>9,}  {department}" for department, number in most_first]
    lines += notes
    lines += _rejections(tally, rejected_file)
    if interrupted:
        lines.append("Interrupted. What is counted here is in; import the file again for the rest.")
    return lines


def _rejections(tally: Tally, rejected_file: str) -> list[str]:
    left_out = tally.left_out
    if not left_out:
        return []
    lines = ["Left out"]
    lines += [f"  row {each.row.number}: {each.reason}" for each in left_out[:_REJECTIONS]]
    more = len(left_out) - _REJECTIONS
    if more > 0:
        lines.append(f"  and {more:,} more")
    if rejected_file:
        lines.append(f"They are in {rejected_file}. Put them right and import that file.")
    return lines


def undone(number: int, taken_back: int, kept: Sequence[str]) -> list[str]:
    """What an import that was taken back has left."""
    lines = [f"Import {number}: {words.count(taken_back, 'row')} taken back."]
    if kept:
        stay = "stays" if len(kept) == 1 else "stay"
        count = words.count(len(kept), "row").capitalize()
        lines.append(f"{count} {stay}, as somebody has acted on it since: {', '.join(kept)}.")
    return lines


def listed(run: Import) -> str:
    """One import in a line, with the minute (UTC) in which it began."""
    done = {name: number for name, number in run.counts.items() if number}
    figures = ", ".join(f"{number:,} {WORDS[name]}" for name, number in done.items())
    how = " · taken back" if run.undone_at else "" if run.ended_at else " · broken off"
    began = f"{run.started_at:%Y-%m-%d %H:%M} UTC"
    return f"{run.number:>5}  {began}  {run.subject} from {run.file}: {figures or 'nothing'}{how}"
