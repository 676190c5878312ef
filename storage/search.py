"""Everything that was said of things is found here by its words: titles, stories, reasons, notes.

SQLite keeps the words in its FTS5, PostgreSQL in an index of its full text search; both are told
the same and asked the same. What is written here becomes true with the change that it tells of.

- https://www.sqlite.org/fts5.html
- https://www.postgresql.org/docs/current/textsearch.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Column, Index, String, TextClause, bindparam, text
from sqlmodel import Field, Session, SQLModel, col, select

from storage import terms, upserts
from storage.columns import team
from storage.gathering import GATHERED, insert_rows

MOST = 200
"""So many things at most are found for one question, those that fit best."""
MOST_TERMS = 2_000
"""Different terms of one thing that can be found; what is said after them cannot."""
MOST_FORMS = 60
"""Known words with one beginning that are looked for."""
NEAR = 50
"""So many known words on each side may be meant."""
OWN_TABLES = ("search", "search_data", "search_idx", "search_content", "search_docsize",
              "search_config", "search_terms", "search_newest")  # fmt: skip
"""Tables and indexes that only one of the databases has, each in its own way."""

SAID = ("reason", "evidence", "words", "why")
"""The facts of an event that are somebody's own words."""

_LAST = "\U0010ffff"
_OPEN, _CLOSED, _TITLE = "=open", "=closed", "="
_Groups: TypeAlias = Sequence[Sequence[str]]


IN_ORDER = String().with_variant(String(collation="C"), "postgresql")
"""Text in the same order everywhere, whatever language the database is set to."""


class SearchWord(SQLModel, table=True):
    """A word that somebody has used, and the same from its end to its beginning."""

    __tablename__ = "search_words"
    __table_args__ = (Index("search_words_mirror", "team_id", "mirror"),)

    team_id: str = team()
    word: str = Field(sa_column=Column(IN_ORDER, primary_key=True))
    mirror: str = Field(sa_column=Column(IN_ORDER, nullable=False))


@dataclass(frozen=True)
class Hit:
    """A thing that was found."""

    noun: str
    number: int


@dataclass(frozen=True)
class _Sql:
    """The questions that are put to each database in its own way."""

    find: TextClause
    held: TextClause
    change: TextClause


_SQL = {
    "sqlite": _Sql(
        find=text(
            "SELECT noun, number, terms FROM search WHERE search MATCH :wanted"
            " ORDER BY rowid DESC LIMIT :most"
        ),
        held=text(
            "SELECT rowid, terms FROM search WHERE search MATCH :wanted"
            " AND team_id = :team_id AND noun = :noun AND number = :number"
        ),
        change=text("UPDATE search SET terms = :terms WHERE rowid = :place"),
    ),
    "postgresql": _Sql(
        find=text(
            "SELECT noun, number, terms FROM search WHERE team_id = :team_id"
            " AND array_to_tsvector(string_to_array(terms, ' ')) @@ CAST(:wanted AS tsquery)"
            " ORDER BY place DESC LIMIT :most"
            # Written into the question, as only then its plan fits how common the words are: what
            # is common is met soon on the way from the newest, what is rare is looked up.
        ).bindparams(bindparam("wanted", type_=String(), literal_execute=True)),
        held=text(
            "SELECT place, terms FROM search WHERE team_id = :team_id AND noun = :noun"
            " AND number = :number FOR UPDATE"
        ),
        change=text("UPDATE search SET terms = :terms WHERE team_id = :team_id AND place = :place"),
    ),
}
INSERT = text(
    "INSERT INTO search (team_id, noun, number, terms) VALUES (:team_id, :noun, :number, :terms)"
)
WORDS = upserts.build(
    SQLModel.metadata.tables["search_words"], lambda insert: insert.on_conflict_do_nothing()
)


# --- what is written ---


def begin(
    session: Session,
    team_id: str,
    noun: str,
    number: int,
    title: str,
    said: Iterable[str],
    *,
    is_open: bool = True,
) -> None:
    """Let a new thing be found by its title and by what is said of it."""
    found, words = row_of(team_id, noun, number, title, said, is_open=is_open)
    insert_rows(session, INSERT, [found])
    _remember(session, team_id, words)


def add(
    session: Session,
    team_id: str,
    noun: str,
    number: int,
    title: str,
    said: Iterable[str],
    *,
    is_open: bool,
) -> None:
    """Let a thing be found by what is said of it from now on, and as what is open or has ended."""
    titled, more = terms.of(title), terms.each_once(said)
    gathered = _gathered(session, team_id, noun, number)
    if gathered is not None:
        gathered["terms"] = _changed(gathered["terms"], titled, more, is_open=is_open)
        _remember(session, team_id, more)
        return
    sql, thing = _sql(session), {"team_id": team_id, "noun": noun, "number": number}
    wanted = {"wanted": f'"{_key(team_id, noun, number)}"'} if sql is _SQL["sqlite"] else {}
    held = session.connection().execute(sql.held, {**thing, **wanted}).first()
    if held is None:
        begin(session, team_id, noun, number, title, more, is_open=is_open)
        return
    place, before = held
    after = _changed(before, titled, more, is_open=is_open)
    if after != before:
        row = {"place": place, "terms": after}
        owner = {} if sql is _SQL["sqlite"] else {"team_id": team_id}
        session.connection().execute(sql.change, {**row, **owner})
        _remember(session, team_id, [*titled, *more])


def row_of(
    team_id: str, noun: str, number: int, title: str, said: Iterable[str], *, is_open: bool
) -> tuple[dict[str, Any], list[str]]:
    """The row by which a thing is found, and the words that become known by it."""
    titled, more = terms.of(title), terms.each_once(said)
    marks = [_OPEN if is_open else _CLOSED, _team(team_id), _key(team_id, noun, number)]
    listed = dict.fromkeys([*marks, *(f"{_TITLE}{term}" for term in titled), *titled, *more])
    row = {
        "team_id": team_id, "noun": noun, "number": number,
        "terms": " ".join(list(listed)[:MOST_TERMS]),
    }  # fmt: skip
    return row, [*titled, *more]


def words_in(facts: Mapping[str, object]) -> list[str]:
    """What of the facts of an event is somebody's own words."""
    return [str(facts[name]) for name in SAID if facts.get(name)]


def word_rows(team_id: str, words: Iterable[str]) -> list[dict[str, str]]:
    """The rows by which words are known, in one order, so that nobody waits for each other."""
    known = sorted({word for word in words if terms.has_forms(word)})
    return [{"team_id": team_id, "word": word, "mirror": word[::-1]} for word in known]


def _changed(before: str, titled: Sequence[str], more: Sequence[str], *, is_open: bool) -> str:
    """The terms of a thing after something else was said of it."""
    listed = dict.fromkeys(before.split(" "))
    for mark in (_OPEN, _CLOSED):
        listed.pop(mark, None)
    marked = [_OPEN if is_open else _CLOSED, *listed]
    news = dict.fromkeys([*marked, *(f"{_TITLE}{term}" for term in titled), *titled, *more])
    return " ".join(list(news)[:MOST_TERMS])


def _gathered(session: Session, team_id: str, noun: str, number: int) -> dict[str, Any] | None:
    """The row of a thing that an import has not sent yet; it is one of the last."""
    rows = session.info.get(GATHERED, {}).get(INSERT, ())
    key = (team_id, noun, number)
    return next(
        (row for row in reversed(rows) if (row["team_id"], row["noun"], row["number"]) == key), None
    )


def _remember(session: Session, team_id: str, words: Iterable[str]) -> None:
    rows = word_rows(team_id, words)
    if rows:
        insert_rows(session, WORDS[session.get_bind().dialect.name], rows)


# --- what is found ---


def find(session: Session, team_id: str, words: str, most: int = MOST) -> list[Hit]:
    """Things of which all these words were said: open ones first, then what fits best, then newest.

    A word is found in its other forms as well, and by its beginning. However much there is, and
    however common the words, so many things are looked at and no more. Signs mean nothing here.
    """
    wanted = terms.asked(words)
    groups = [_forms(session, team_id, term) for term in wanted]
    # What nobody ever said is not looked for among all that was said.
    if not groups or not all(groups):
        return []
    rows = _read(session, team_id, groups, most)
    if len(rows) < most:
        # All there is: what is rare is put in order here, and not met among a million.
        return _best_first(rows, team_id, groups, wanted)
    found: dict[Hit, None] = {}
    for mark in (_OPEN, _CLOSED):
        for prefix in (_TITLE, ""):
            if len(found) < most:
                titled = [[f"{prefix}{term}" for term in group] for group in groups]
                newest = _read(session, team_id, [[_team(team_id)], [mark], *titled], most)
                found |= dict.fromkeys(_best_first(newest, team_id, groups, wanted))
    return list(found)[:most]


def is_known(session: Session, team_id: str, term: str) -> bool:
    """Whether anybody has used a word, in any of its forms; a number has no slips."""
    return bool(_forms(session, team_id, term))


def near(session: Session, team_id: str, term: str) -> list[str]:
    """Known words that may be meant by one that is none: some, however many there are.

    Those that stand beside it in the alphabet, read forwards and backwards: whoever mistypes a word
    has either its beginning right or its end.
    """
    found: dict[str, None] = {}
    for column, value in (
        (col(SearchWord.word), term), (col(SearchWord.mirror), term[::-1])
    ):  # fmt: skip
        query = select(SearchWord.word).where(SearchWord.team_id == team_id).limit(NEAR)
        found |= dict.fromkeys(session.exec(query.where(column >= value).order_by(column)))
        found |= dict.fromkeys(session.exec(query.where(column < value).order_by(column.desc())))
    return list(found)


def _forms(session: Session, team_id: str, term: str) -> list[str]:
    """The known words that have the beginning of a term, itself first; a number is itself."""
    if not terms.has_forms(term):
        return [term]
    stem = terms.stem(term)
    query = select(SearchWord.word).where(
        SearchWord.team_id == team_id,
        col(SearchWord.word) >= stem,
        col(SearchWord.word) < stem + _LAST,
    )
    known = list(session.exec(query.order_by(col(SearchWord.word)).limit(MOST_FORMS)))
    # Whoever writes a word as it is known means that first; it may lie behind so many others.
    return list(dict.fromkeys([term, *known])) if known else []


def _read(session: Session, team_id: str, groups: _Groups, most: int) -> Sequence[Any]:
    """The newest things that have one term of each group; SQLite looks in every workspace."""
    bound: dict[str, object] = {"most": most}
    if session.get_bind().dialect.name == "sqlite":
        bound |= {"wanted": _joined(groups, '"', " OR ", " AND ")}
    else:
        bound |= {"wanted": _joined(groups, "'", " | ", " & "), "team_id": team_id}
    return session.connection().execute(_sql(session).find, bound).all()


def _best_first(
    rows: Iterable[Any], team_id: str, groups: _Groups, wanted: Sequence[str]
) -> list[Hit]:
    """Things of a workspace, newest first: open ones, then by title, then by the very words."""

    def weighs(row: Any) -> tuple[bool, bool, int]:
        said = set(row.terms.split(" "))
        titled = all(any(f"{_TITLE}{term}" in said for term in group) for group in groups)
        return _OPEN not in said, not titled, -sum(term in said for term in wanted)

    ours = (row for row in rows if f" {_team(team_id)} " in f" {row.terms} ")
    return [Hit(row.noun, int(row.number)) for row in sorted(ours, key=weighs)]


def _joined(groups: _Groups, quote: str, either: str, both: str) -> str:
    """What is looked for in a database's own words. Terms hold letters and digits alone."""
    quoted = ([f"{quote}{term}{quote}" for term in group] for group in groups)
    return both.join(f"({either.join(group)})" for group in quoted)


def _sql(session: Session) -> _Sql:
    return _SQL[session.get_bind().dialect.name]


def _team(team_id: str) -> str:
    return f"=t{team_id.lower()}"


def _key(team_id: str, noun: str, number: int) -> str:
    return f"=k{team_id.lower()}{noun}{number}"
