"""Counts the figures of frozen scorecards again from five exports, and says where they differ.

    duly export history --out history.jsonl
    duly export scorecards --out scorecards.jsonl
    duly export asks --out asks.jsonl
    duly export handoffs --out handoffs.jsonl
    duly export waits --out waits.jsonl
    python docs/recount.py history.jsonl scorecards.jsonl asks.jsonl handoffs.jsonl waits.jsonl

Nothing of Duly is needed: Python 3.11 and the SQL beside this file. The exit status is 1 where a
figure differs, or a record is not as it was written.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from pathlib import Path

TABLES = {
    "history": (
        "id", "happened", "noun", "ref", "verb", "details", "department", "state", "due",
    ),
    "scorecards": (
        "record", "department", "period", "since", "until", "measure", "met", "of", "total",
        "corrects",
    ),
    "asks": (
        "ref", "kind", "department", "opened", "due", "answered", "outcome", "reminders",
    ),
    "handoffs": ("home", "department", "offered", "answered", "how"),
    "waits": ("department", "ended", "days"),
}  # fmt: skip
"""Which columns of each export are read, in the order in which the files are named."""
SQL = Path(__file__).with_name("recount.sql")


def recounted(*files: Path) -> list[tuple[object, ...]]:
    """Record, department, period, measure; met, of and total as frozen, and as counted again."""
    database = sqlite3.connect(":memory:")
    for (name, columns), file in zip(TABLES.items(), files, strict=True):
        named = ", ".join(f'"{column}"' for column in columns)
        database.execute(f"CREATE TABLE {name} ({named})")
        with file.open(encoding="utf-8") as lines:
            rows = [[_cell(json.loads(line)[column]) for column in columns] for line in lines]
        places = ", ".join("?" for _ in columns)
        database.executemany(f"INSERT INTO {name} VALUES ({places})", rows)
    database.execute("CREATE INDEX by_thing ON history (ref, id)")
    return database.execute(SQL.read_text(encoding="utf-8")).fetchall()


def _cell(value: object) -> object:
    return json.dumps(value) if isinstance(value, dict | list) else value


def contents(scorecards: Path) -> dict[int, tuple[str, str]]:
    """Each record with its digest, by number."""
    records: dict[int, tuple[str, str]] = {}
    with scorecards.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["content"] is not None:
                records[row["record"]] = (row["content"], row["digest"])
    return records


def altered(records: dict[int, tuple[str, str]]) -> list[int]:
    """The records whose digest is not that of their content, or that follow another one."""
    found, before = [], ""
    for number, (content, digest) in sorted(records.items()):
        if (
            hashlib.sha256(content.encode()).hexdigest() != digest
            or json.loads(content)["before"] != before
        ):
            found.append(number)
        before = digest
    return found


def corrections(records: dict[int, tuple[str, str]]) -> list[tuple[int, str, bool]]:
    """What each record corrects, in words, and whether just that is different in it."""
    found = []
    for number, (content, _) in sorted(records.items()):
        right = json.loads(content)
        if "correction" not in right:
            continue
        said, before = right["correction"], right["corrects"]
        wrong = json.loads(records[before][0]) if before in records else None
        words = f"corrects record {before}: {said['noun']} {said['number']} is {said['as']}"
        found.append((number, words, wrong is not None and _follows(wrong, right, said)))
    return found


def _follows(wrong: dict, right: dict, said: dict) -> bool:
    """Whether one record is another with one thing put right, and counted from what it lists."""
    measure, thing = said["measure"], [said["noun"], said["number"]]
    lines = []
    for noun, number, at, met, value in wrong["inputs"][measure]:
        if [noun, number] != thing:
            lines.append([noun, number, at, met, value])
        elif said["as"] != "out":
            lines.append([noun, number, at, int(said["as"] == "met"), value])
    figure = [sum(line[3] for line in lines), len(lines), sum(line[4] for line in lines)]
    return right["inputs"] == {**wrong["inputs"], measure: lines} and right["figures"] == {
        **wrong["figures"],
        measure: figure,
    }


def _figure(met: int, of: int, total: int) -> str:
    """“41 of 52”, with its sum where the figure is a mean."""
    return f"{met} of {of}, sum {total}" if total else f"{met} of {of}"


def main(*files: Path) -> int:
    """Print what was found; 1 where anything differs."""
    differ = 0
    for *card, measure, met, of, total, met_again, of_again, total_again in recounted(*files):
        frozen, again = _figure(met, of, total), _figure(met_again, of_again, total_again)
        differ += frozen != again
        said = "the same" if frozen == again else f"DIFFERS, history says {again}"
        print(*card, measure, f"{frozen}:", said)
    records = contents(files[1])
    for number, words, follows in corrections(records):
        differ += not follows
        print(f"Record {number} {words}, {'and nothing else' if follows else 'BUT NOT ONLY THAT'}.")
    for number in altered(records):
        differ += 1
        print(f"Record {number} is not as it was written, or follows another one.")
    return 1 if differ else 0


if __name__ == "__main__":
    if len(sys.argv) != 1 + len(TABLES):
        sys.exit(f"Name five files, in this order: {', '.join(TABLES)}.")
    sys.exit(main(*map(Path, sys.argv[1:])))
