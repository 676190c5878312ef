"""Makes everything that is there findable by its words, once, when a database learns to search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from sqlalchemy import Connection, Table, select
from sqlmodel import SQLModel

from storage import search

SLICE = 2_000
"""Things of one noun that are read at a time."""
NOUNS = {"task": "tasks", "issue": "issues", "decision": "decisions"}
TextsByThing: TypeAlias = dict[tuple[str, int], list[str]]


def fill(connection: Connection) -> None:
    """Read all that was ever said, and write down by which words it is found."""
    of = SQLModel.metadata.tables["customers"].c
    names = {row[0]: row[1] for row in connection.execute(select(of.customer_id, of.name))}
    for noun, name in NOUNS.items():
        for rows in _slices(connection, SQLModel.metadata.tables[name]):
            _fill(connection, noun, rows, names)


def _slices(connection: Connection, of: Table) -> Iterator[list[Any]]:
    """The things of one noun, in the order of their keys."""
    wanted = [
        of.c[name] for name in ("team_id", "number", "title", "story", "closed_at", "customer_id")
        if name in of.c
    ]  # fmt: skip
    last: tuple[str, int] | None = None
    while True:
        query = select(*wanted).order_by(of.c.team_id, of.c.number).limit(SLICE)
        if last:
            here, later = of.c.team_id == last[0], of.c.team_id > last[0]
            query = query.where(later | (here & (of.c.number > last[1])))
        rows = list(connection.execute(query).mappings())
        if not rows:
            return
        yield rows
        last = rows[-1]["team_id"], rows[-1]["number"]


def _fill(connection: Connection, noun: str, rows: list[Any], names: Mapping[Any, str]) -> None:
    said = _said(connection, noun, rows)
    found, words = [], defaultdict[str, set[str]](set)
    for row in rows:
        team_id, number = row["team_id"], row["number"]
        plain = [row.get("story") or "", names.get(row.get("customer_id"), "")]
        made, known = search.row_of(
            team_id, noun, number, row["title"], [*plain, *said.get((team_id, number), [])],
            is_open=row.get("closed_at") is None,
        )  # fmt: skip
        found.append(made)
        words[team_id].update(known)
    connection.execute(search.INSERT, found)
    for team_id, known_words in words.items():
        listed = search.word_rows(team_id, known_words)
        if listed:
            connection.execute(search.WORDS[connection.dialect.name], listed)


def _said(connection: Connection, noun: str, rows: list[Any]) -> TextsByThing:
    """What people said of these things, in the order in which they said it."""
    said: TextsByThing = defaultdict(list)
    of = SQLModel.metadata.tables["history"].c
    for team_id in {row["team_id"] for row in rows}:
        numbers = [row["number"] for row in rows if row["team_id"] == team_id]
        query = select(of.number, of.details).where(
            of.team_id == team_id, of.noun == noun, of.number.between(min(numbers), max(numbers))
        )
        for number, details in connection.execute(query.order_by(of.event_id)):
            said[team_id, number] += search.words_in(details)
    return said
