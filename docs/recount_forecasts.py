"""Counts again, by type, how often forecasts of decisions came true, from two exports.

    duly export history --out history.jsonl
    duly export decisions --out decisions.jsonl
    python docs/recount_forecasts.py history.jsonl decisions.jsonl

Nothing of Duly is needed: Python 3.11 and the SQL beside this file. The exit status is 1 where what
is kept with the decisions, as `/cx forecasts` counts it, differs from what history says.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path

HISTORY = ("id", "noun", "ref", "verb", "details")
DECISIONS = ("ref", "type", "expected", "came_true", "reviewed")
SQL = Path(__file__).with_name("recount_forecasts.sql")


def recounted(history: Path, decisions: Path) -> list[tuple[object, ...]]:
    """Type, then forecasts, met, better and worse as kept, and the four as counted again."""
    database = sqlite3.connect(":memory:")
    for name, columns, file in (("history", HISTORY, history), ("decisions", DECISIONS, decisions)):
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


def main(history: Path, decisions: Path) -> int:
    """Print what was found; 1 where anything differs."""
    differ = 0
    for name, *counts in recounted(history, decisions):
        (n, met, better, worse), again = counts[:4], counts[4:]
        same = counts[:4] == again
        differ += not same
        said = "the same" if same else f"DIFFERS, history says {again}"
        print(f"{name}: {met} of {n} as expected, {better} better, {worse} worse: {said}")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
