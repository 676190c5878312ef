"""Things that were described in like words are found here, by the rarest of those words.

What is looked at is bounded, however much there is: of each word the newest things that have it,
and of those the ones that share the most, each word weighing more the fewer have it (TF-IDF).

- https://www.sqlite.org/fts5.html
- https://www.postgresql.org/docs/current/view-pg-stats.html
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate, combinations
from typing import Any, TypeAlias

from sqlalchemy import String, bindparam, text
from sqlmodel import Session, col, select

from storage import scopes, terms
from storage.issues import Issue
from storage.many import among
from storage.scopes import Reader

BESIDES = 0.1
"""What another word of the other description weighs, beside a usual one of those looked for."""
MOST_WORDS = 32
"""Different words of a description that are looked for: those of the title first."""
NEWEST = 100
"""So many things are read of one word; how far back they lie tells how common it is."""
MOST = 120
"""So many things are compared word by word."""
EXPECTED, MOST_RARE, MOST_COMMON, FEW = 1_000, 8, 4, 20
"""PostgreSQL looks for so many rare words that so many things may have, and for common ones two at
a time; of each, so many things are read."""
PLAIN = terms.LITTLE | frozenset({
    "after", "again", "all", "also", "am", "any", "as", "back", "be", "because", "been", "before",
    "being", "but", "can", "could", "did", "do", "does", "don", "even", "every", "get", "got",
    "had", "has", "have", "he", "her", "him", "his", "how", "i", "if", "into", "it", "its", "just",
    "me", "more", "no", "not", "now", "off", "one", "only", "other", "out", "over", "she", "should",
    "so", "some", "still", "t", "than", "that", "their", "them", "then", "there", "these", "they",
    "this", "those", "up", "us", "very", "we", "went", "were", "when", "which", "while", "why",
    "will", "would", "xx", "xxxx", "you", "your",
})  # fmt: skip
"""Words that say nothing of what happened."""
_ENDINGS = ("", "s", "es", "ed", "ing", "e", "y", "ies")
_Group: TypeAlias = Sequence[str]


@dataclass(frozen=True)
class Kin:
    """A thing that shares words: how many, and how alike it is, from 0 to 1."""

    number: int
    score: float
    shared: int


_NEWEST = text(
    "SELECT w.key, (SELECT json_group_array(place) FROM (SELECT rowid AS place FROM search"
    " WHERE search MATCH w.value ORDER BY rowid DESC LIMIT :most)) FROM json_each(:wanted) AS w"
)
_READ = text(
    "SELECT noun, number, terms FROM search WHERE rowid IN (SELECT value FROM json_each(:places))"
)
_COMMON = text(
    "SELECT word, share FROM pg_stats, unnest(CAST(CAST(most_common_elems AS text) AS text[]),"
    " most_common_elem_freqs) AS known (word, share) WHERE schemaname = current_schema()"
    " AND tablename = 'search_terms' AND word = ANY(:words)"
)
_TOTAL = text("SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = to_regclass('search')")
_FIND = (
    "(SELECT place, noun, number, terms FROM search WHERE team_id = :team_id"
    " AND array_to_tsvector(string_to_array(terms, ' ')) @@ CAST(:wanted{at} AS tsquery)"
    " ORDER BY place DESC LIMIT :most)"
)


def find(
    session: Session,
    team_id: str,
    noun: str,
    title: str,
    said: str,
    *,
    but: int | None = None,
    names: str = "",
) -> list[Kin]:
    """Things of one noun that were described in like words, the most alike first; not `but`.

    `names` are words that say whom it is about, and not what happened. Whoever asks has to see to
    it that only those are shown who may see each of them.
    """
    titled, groups = _groups(title, said, names)
    if not groups:
        return []
    if session.get_bind().dialect.name == "sqlite":
        counted, total, found = _sqlite(session, groups)
    else:
        counted, total, found = _postgresql(session, team_id, groups)
    weights = [_weight(count, total) for count in counted]
    weights = [weight * 2 for weight in weights[:titled]] + weights[titled:]
    of_team = f" =t{team_id.lower()} "
    kin = [
        _compared(int(row.number), frozenset(row.terms.split(" ")), groups, weights)
        for row in found
        if row.noun == noun and row.number != but and of_team in f" {row.terms} "
    ]
    return sorted(kin, key=lambda each: (-each.score, -each.number))


def seen(session: Session, reader: Reader, numbers: Iterable[int]) -> list[Issue]:
    """Those of some issues that somebody may see, in no order."""
    query = select(Issue).where(
        Issue.team_id == reader.team_id,
        among(session, col(Issue.number), numbers),
        scopes.seen_by(Issue, reader),
    )
    return list(session.exec(query))


def _groups(title: str, said: str, names: str) -> tuple[int, list[_Group]]:
    """The words of a description that say something, each in its usual forms.

    How many of them are of the title, which come first.
    """
    named = set(terms.of(names))
    titled = _distinct(terms.of(title), named)
    listed = _distinct([*titled, *terms.of(said[: terms.MOST_READ])], named)
    return len(titled), [_forms(term) for term in listed[:MOST_WORDS]]


def _distinct(said: Iterable[str], named: Set[str]) -> list[str]:
    """Words that say something, each once, in whatever form it came first."""
    found: dict[str, str] = {}
    for term in said:
        if term not in PLAIN and term not in named and not term.isdigit():
            found.setdefault(terms.stem(term), term)
    return list(found.values())


def _forms(term: str) -> _Group:
    """A word in its usual forms; of a number with letters, or a short word, there is one."""
    if not terms.has_forms(term):
        return [term]
    stem = terms.stem(term)
    return list(dict.fromkeys([term, *(stem + ending for ending in _ENDINGS)]))


# --- what is compared ---


def _weight(count: float, total: float) -> float:
    """How much a word says: the more, the fewer things have it. Squared, as it counts in both."""
    return math.log(1 + total / max(count, 1)) ** 2


def _compared(
    number: int, said: Set[str], groups: Sequence[_Group], weights: Sequence[float]
) -> Kin:
    """The cosine of two descriptions; what the other says besides weighs like a usual word."""
    shared = [
        weight for group, weight in zip(groups, weights, strict=True) if not said.isdisjoint(group)
    ]
    own, both = sum(weights), sum(shared)
    if not both:
        return Kin(number, 0.0, 0)
    besides = max(0, len(said) - len(shared)) * own / len(groups) * BESIDES
    return Kin(number, both / math.sqrt(own * (both + besides)), len(shared))


# --- what is read ---


def _sqlite(session: Session, groups: Sequence[_Group]) -> tuple[list[float], float, Sequence[Any]]:
    wanted = [" OR ".join(f'"{term}"' for term in group) for group in groups]
    given = {"wanted": json.dumps(wanted), "most": NEWEST}
    newest = {row[0]: json.loads(row[1]) for row in session.connection().execute(_NEWEST, given)}
    places = [newest.get(at, []) for at in range(len(groups))]
    total = max((each[0] for each in places if each), default=1)
    counted = [_count(each, total) for each in places]
    scores: defaultdict[int, float] = defaultdict(float)
    for each, count in zip(places, counted, strict=True):
        for place in each:
            scores[place] += _weight(count, total)
    best = sorted(scores, key=lambda place: (-scores[place], -place))[:MOST]
    found = session.connection().execute(_READ, {"places": json.dumps(best)}).all()
    return counted, total, found


def _count(places: Sequence[int], total: int) -> float:
    """How many things have a word, by how close together the newest of them lie."""
    if len(places) < NEWEST:
        return len(places)
    return len(places) * total / (total - places[-1] + 1)


def _postgresql(
    session: Session, team_id: str, groups: Sequence[_Group]
) -> tuple[list[float], float, Sequence[Any]]:
    """Words that are common are known to the database's own statistics."""
    connection = session.connection()
    words = [term for group in groups for term in group]
    shares = {row.word: row.share for row in connection.execute(_COMMON, {"words": words})}
    total = float(connection.execute(_TOTAL).scalar_one())
    counted = [total * sum(shares.get(term, 0.0) for term in group) for group in groups]
    found = _found(session, team_id, _questions(groups, counted))
    said = [frozenset(row.terms.split(" ")) for row in found]
    here = [sum(not each.isdisjoint(group) for each in said) for group in groups]
    counted = [max(known, among) for known, among in zip(counted, here, strict=True)]
    return counted, max(total, len(found)), found


def _questions(groups: Sequence[_Group], counted: Sequence[float]) -> list[str]:
    """The rarest words each by itself, as long as few things have them; of others, two together.

    Where many have a word, most of what it brings would be read for nothing.
    """
    in_order = sorted(range(len(groups)), key=lambda at: counted[at])
    words = [" | ".join(f"'{term}'" for term in groups[at]) for at in in_order]
    sums = list(accumulate(counted[at] for at in in_order))
    few = min(bisect_right(sums, EXPECTED), MOST_RARE)
    more = words[few : few + MOST_COMMON]
    pairs = [f"({one}) & ({other})" for one, other in combinations(more, 2)]
    return [*words[:few], *(pairs or more)]


def _found(session: Session, team_id: str, questions: Sequence[str]) -> list[Any]:
    """The newest things of each question, each once."""
    # Written into the question, as in `search`.
    asked = text(
        " UNION ALL ".join(_FIND.format(at=at) for at in range(len(questions)))
    ).bindparams(
        *(
            bindparam(f"wanted{at}", words, type_=String(), literal_execute=True)
            for at, words in enumerate(questions)
        )
    )
    found = session.connection().execute(asked, {"team_id": team_id, "most": FEW})
    return list({row.place: row for row in found}.values())
