"""How many accounts there are of a kind, and what they are worth, is kept as they change.

To count 100,000 anew whenever somebody looks would take longer the more there are. What a
transaction changes is added up while it lasts, and written with its commit, sorted: whoever changes
other rows of the same kind meanwhile waits for no more than that, and never in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import add
from typing import Any, NamedTuple, TypeAlias
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Index, Select, Table, event, inspect
from sqlalchemy import select as columns
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Field, Session, SQLModel

from storage import upserts
from storage.columns import large, team


class KeptCount(SQLModel, table=True):
    """So many rows of a `CountRule` (by name) have these `words` in its column.

    Of `known` of them the amount is known, and `amount` is its sum in whole units. Where nobody has
    these words any more, a row of noughts stays.
    """

    __tablename__ = "kept_counts"
    __table_args__ = (Index("kept_counts_most", "team_id", "counting", "number", "words"),)

    team_id: str = team()
    counting: str = Field(primary_key=True)
    words: str = Field(primary_key=True)
    number: int = large(0)
    known: int = large(0)
    amount: int = large(0)


class HowMany(NamedTuple):
    """So many have these words; of `known` the amount is known, which comes to `amount`."""

    words: str
    number: int
    known: int
    amount: int


class Uncounted(NamedTuple):
    """By how much a count has to change."""

    team_id: str
    counting: str
    words: str
    number: int
    known: int
    amount: int


@dataclass(frozen=True)
class CountRule:
    """What is counted: the rows of a table whose column `stands` has one value, by another column.

    `amount` is the column whose numbers are summed up. A row without words counts as "".
    """

    name: str
    table: type[SQLModel]
    by: str
    amount: str
    stands: tuple[str, object]

    def of(self, values: Mapping[str, Any], sign: int) -> Iterator[Uncounted]:
        """What a row with these values comes to, added (1) or taken away (-1)."""
        column, value = self.stands
        if values[column] == value:
            amount = values[self.amount]
            yield Uncounted(
                values["team_id"], self.name, values[self.by] or "", sign,
                0 if amount is None else sign, sign * (amount or 0),
            )  # fmt: skip


Sums: TypeAlias = dict[tuple[str, str, str], tuple[int, ...]]
"""By how much each count has to change, by workspace, counting and words."""
NONE = (0, 0, 0)
WAITING, BEFORE = "kept_counts", "kept_counts_before"
"""Under these names a session keeps what is to be written, and what was before each savepoint."""
TABLE = SQLModel.metadata.tables["kept_counts"]
SUMS = ("number", "known", "amount")
ADD = upserts.build(TABLE, lambda insert: upserts.adding(insert, *SUMS))


def keep(*countings: CountRule) -> None:
    """Count rows of a table from now on; its own module says so, once."""
    table = countings[0].table
    names = {name for each in countings for name in (each.by, each.amount, each.stands[0])}

    def added(_mapper: object, _connection: object, row: SQLModel) -> None:
        values = {name: getattr(row, name) for name in ("team_id", *names)}
        _note(row, countings, 1, values)

    def changed(_mapper: object, connection: Connection, row: SQLModel) -> None:
        attributes = inspect(row).attrs
        new = {name: getattr(row, name) for name in names if attributes[name].history.has_changes()}
        before = _standing(connection, row, names) if new else {}
        if before:
            _note(row, countings, -1, before)
            _note(row, countings, 1, before | new)

    def removed(_mapper: object, connection: Connection, row: SQLModel) -> None:
        before = _standing(connection, row, names)
        if before:
            _note(row, countings, -1, before)

    event.listen(table, "before_insert", added)
    event.listen(table, "before_update", changed)
    event.listen(table, "before_delete", removed)


def _standing(connection: Connection, row: SQLModel, names: Iterable[str]) -> dict[str, Any]:
    """The row as the database has it, held: somebody may have changed it since it was read."""
    table: Table = row.__table__  # type: ignore[attr-defined]  # which every table has
    key = [column == getattr(row, column.name) for column in table.primary_key]
    query = columns(table.c.team_id, *(table.c[name] for name in names)).where(*key)
    return dict(connection.execute(query.with_for_update()).mappings().first() or {})


def _note(
    row: SQLModel, countings: Iterable[CountRule], sign: int, values: Mapping[str, Any]
) -> None:
    waiting: Sums = inspect(row).session.info.setdefault(WAITING, {})
    for each in countings:
        _sum_up(waiting, each.of(values, sign))


def _sum_up(sums: Sums, changes: Iterable[Uncounted]) -> None:
    for team_id, counting, words, *by in changes:
        key = (team_id, counting, words)
        sums[key] = tuple(map(add, sums.get(key, NONE), by))


# --- with the transaction ---


@event.listens_for(Session, "after_transaction_create")
def _begun(session: Session, transaction: SessionTransaction) -> None:
    """Keep what waited before a savepoint for as long as that may be undone."""
    if transaction.nested:
        before = session.info.setdefault(BEFORE, WeakKeyDictionary())
        before[transaction] = dict(session.info.get(WAITING, {}))


@event.listens_for(Session, "after_soft_rollback")
def _undone(session: Session, transaction: SessionTransaction) -> None:
    """What is undone changes no count: what waited before the savepoint waits again."""
    if transaction.nested or transaction.parent is None:
        session.info[WAITING] = session.info.get(BEFORE, {}).pop(transaction, {})


def settle(session: Session) -> None:
    """Write down what was changed so far, as the last thing before the commit."""
    session.flush()
    _write(session, session.info.pop(WAITING, {}))


def change(session: Session, changes: Iterable[Uncounted]) -> None:
    """Change counts by so much, each once and in their order."""
    sums: Sums = {}
    _sum_up(sums, changes)
    _write(session, sums)


def _write(session: Session, sums: Sums) -> None:
    names = TABLE.c.keys()
    rows = [
        dict(zip(names, (*key, *sums[key]), strict=True)) for key in sorted(sums) if any(sums[key])
    ]
    upserts.run(session, ADD, rows)


# --- what was counted ---


def read(session: Session, team_id: str, counting: CountRule) -> list[HowMany]:
    """How many have which words, in no order; nobody has words that are missing."""
    settle(session)
    return [each for each in _counted(session, _of(team_id, counting)) if each.number]


def of(session: Session, team_id: str, counting: CountRule, words: str) -> HowMany:
    """How many have just these words."""
    settle(session)
    found = _counted(session, _of(team_id, counting).where(TABLE.c.words == words))
    return found[0] if found else HowMany(words, 0, 0, 0)


def most(session: Session, team_id: str, counting: CountRule, limit: int) -> list[HowMany]:
    """Which words most have, at most so many; rows without words are left out."""
    settle(session)
    query = _of(team_id, counting).where(TABLE.c.number > 0).order_by(TABLE.c.number.desc())
    # One more, as none may have words.
    found = [each for each in _counted(session, query.limit(limit + 1)) if each.words]
    return sorted(found[:limit], key=lambda each: (-each.number, each.words))


def _of(team_id: str, counting: CountRule) -> Select[tuple[str, int, int, int]]:
    of = TABLE.c
    query = columns(of.words, of.number, of.known, of.amount)
    return query.where(of.team_id == team_id, of.counting == counting.name)


def _counted(session: Session, query: Select[tuple[str, int, int, int]]) -> list[HowMany]:
    # Never rows that the session holds: those would say what was true before `settle`.
    return [HowMany(*each) for each in session.execute(query)]
