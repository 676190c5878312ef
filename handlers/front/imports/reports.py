"""What an import says about itself at the end, to people line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from handlers.front.imports.tally import Tally
from handlers.speech import words

_REJECTIONS = 20


def reason_columns() -> Iterator[str]:
    """Names for the column of reasons, the plainest first."""
    yield "reason"
    yield "rejected because"
    for number in count(2):
        yield f"rejected because {number}"


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
        "rejected": len(tally.rejected),
    }
    needed = {"rows read", "added"}
    lines = [f"{subject.capitalize()} from {file}"]
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
    if not tally.rejected:
        return []
    lines = ["Rejected"]
    lines += [f"  row {each.row.number}: {each.reason}" for each in tally.rejected[:_REJECTIONS]]
    more = len(tally.rejected) - _REJECTIONS
    if more > 0:
        lines.append(f"  and {more:,} more")
    if rejected_file:
        lines.append(f"They are in {rejected_file}. Put them right and import that file.")
    return lines
