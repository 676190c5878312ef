"""Counts figures of frozen scorecards again from two exports, and says where they differ.

    duly export history --out history.jsonl
    duly export scorecards --out scorecards.jsonl
    python docs/recount.py history.jsonl scorecards.jsonl

Nothing of Duly is needed: Python 3.11 and the SQL beside this file. The exit status is 1 where a
figure differs, or a record is not as it was written.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from pathlib import Path

HISTORY = ("id", "happened", "noun", "ref", "verb", "details", "department", "state", "due")
SCORES = ("record", "department", "period", "since", "until", "measure", "met", "of", "corrects")
SQL = Path(__file__).with_name("recount.sql")


def recounted(history: Path, scorecards: Path) -> list[tuple[object, ...]]:
    """Record, department, period, measure, met and of as frozen, and the two as counted again."""
    database = sqlite3.connect(":memory:")
    for name, columns, file in (("history", HISTORY, history), ("scorecards", SCORES, scorecards)):
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


def main(history: Path, scorecards: Path) -> int:
    """Print what was found; 1 where anything differs."""
    differ = 0
    for *card, measure, met, of, met_again, of_again in recounted(history, scorecards):
        same = (met, of) == (met_again, of_again)
        differ += not same
        said = "the same" if same else f"DIFFERS, history says {met_again} of {of_again}"
        print(*card, measure, f"{met} of {of}:", said)
    records = contents(scorecards)
    for number, words, follows in corrections(records):
        differ += not follows
        print(f"Record {number} {words}, {'and nothing else' if follows else 'BUT NOT ONLY THAT'}.")
    for number in altered(records):
        differ += 1
        print(f"Record {number} is not as it was written, or follows another one.")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
