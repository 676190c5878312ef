"""Customers and departments are found here by any part of their names, however it is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import case, event, select
from sqlalchemy.orm import Mapped
from sqlmodel import Field, Session

from storage.many import Lookup

LONGEST = 300
"""More characters than a name has: whatever is longer cannot be part of one."""
MOST_WORDS = 10
NEAR, NEAR_WORDS = 50, 4
"""So many names on each side are near, and of so many words besides the whole."""

# Signs that Unicode does not take apart, as people write them who lack the key.
_WRITTEN_AS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
        "‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-",
    }
)  # fmt: skip
_NEVER_SHOWN = ("Cc", "Cf", "Cs")
"""Unicode's categories of control signs, invisible signs and halves of signs."""

Table = TypeVar("Table")


@dataclass(frozen=True)
class Named:
    """A row that people choose by its name."""

    row_id: UUID
    name: str


@dataclass(frozen=True)
class Names:
    """Where the names of one table stand; each of the two keys has an index with `team_id`."""

    team_id: Mapped[str]
    row_id: Mapped[UUID]
    name: Mapped[str]
    search_key: Mapped[str]
    mirror_key: Mapped[str]

    def first(self, session: Session, team_id: str, most: int) -> list[Named]:
        """The first rows of a workspace by name, at most so many."""
        return self._read(session, team_id, [], most)

    def having(self, session: Session, team_id: str, words: str, most: int) -> list[Named]:
        """The rows whose names have each of these words somewhere in them, at most so many.

        Case and accents do not matter, and names that begin with the first word come first. This
        walks through the names of one workspace: 20,000 take some milliseconds.
        """
        wanted = search_key(words[: LONGEST + 1])
        if len(words) > LONGEST or wanted.count(" ") >= MOST_WORDS:
            return []
        return self._read(session, team_id, wanted.split(), most)

    def near(self, session: Session, team_id: str, words: str) -> list[str]:
        """Names that may be meant by words which are none: some, however many names there are.

        Those that stand beside the words in the alphabet, read forwards and backwards: whoever
        mistypes a name has either its beginning right or its end. The same for each of the words.
        """
        whole = search_key(words[:LONGEST])
        starts = dict.fromkeys([whole, *whole.split()[:NEAR_WORDS]])
        found: dict[str, None] = {}
        for start in starts:
            for key, value in ((self.search_key, start), (self.mirror_key, start[::-1])):
                found |= dict.fromkeys(self._beside(session, team_id, key, value))
        return list(found)

    def _beside(
        self, session: Session, team_id: str, key: Mapped[str], value: str
    ) -> Iterator[str]:
        """The names before and after a value in the order of a key."""
        query = select(self.name).where(self.team_id == team_id).limit(NEAR)
        yield from session.execute(query.where(key >= value).order_by(key)).scalars()
        yield from session.execute(query.where(key < value).order_by(key.desc())).scalars()

    def _read(self, session: Session, team_id: str, words: list[str], most: int) -> list[Named]:
        key = self.search_key
        # The second condition, true of every name, says through which index to walk.
        query = select(self.row_id, self.name).where(self.team_id == team_id, key >= "")
        for word in words:
            query = query.where(key.contains(word, autoescape=True))
        if words:
            begins = key.startswith(words[0], autoescape=True)
            query = query.order_by(case((begins, 0), else_=1))
        rows = session.execute(query.order_by(key, self.row_id).limit(most))
        return [Named(row_id, name) for row_id, name in rows]


def called(
    session: Session, team_id: str, keys: Iterable[str], exact: Lookup[Any], alike: Lookup[Any]
) -> dict[str, Any]:
    """The rows of a table by those of these keys that are theirs; `exact` and `alike` look them up.

    Without one of exactly that name, the only one that differs in no more than accents: “cafe” is
    “Café” where there is no Cafe.
    """
    wanted = set(keys)
    found = {row.key: row for row in exact.rows(session, team_id, wanted)}
    left: dict[str, list[str]] = {}
    for key in wanted - found.keys():
        left.setdefault(key if key.isascii() else search_key(key), []).append(key)
    rows: dict[str, list[Any]] = {}
    for row in alike.rows(session, team_id, left):
        rows.setdefault(row.search_key, []).append(row)
    only = {key: same[0] for key, same in rows.items() if len(same) == 1}
    return found | {key: row for said, row in only.items() for key in left[said]}


def search_key(name: str) -> str:
    """The form in which names are searched: small letters, no accents, one space in between."""
    line = unicodedata.normalize("NFKD", " ".join(name.split())).casefold()
    signs = (
        sign
        for sign in unicodedata.normalize("NFKD", line).translate(_WRITTEN_AS)
        if not unicodedata.combining(sign) and unicodedata.category(sign) not in _NEVER_SHOWN
    )
    return " ".join("".join(signs).split())


def search_column() -> Any:
    """The column of a table that `searchable` keeps."""
    return Field(default="", sa_column_kwargs={"server_default": ""})


def searchable(table: type[Table]) -> type[Table]:
    """A table of named rows: whenever one is saved, `search_key` and `mirror_key` follow `name`."""
    event.listen(table, "before_insert", lambda _mapper, _connection, row: keep_keys(row))
    event.listen(table, "before_update", lambda _mapper, _connection, row: keep_keys(row))
    return table


def keep_keys(row: Any) -> None:
    """Bring the keys of a named row up to date with its name."""
    row.search_key = search_key(row.name)
    row.mirror_key = row.search_key[::-1]
