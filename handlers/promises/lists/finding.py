"""Things are looked for by their words; where nothing is found, what may be meant is offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlmodel import Session

from handlers.chasing.nouns import Noun
from storage import listings, search, terms
from storage.listings import Ranked
from storage.people import Person
from storage.scopes import Reader

CLOSE_ENOUGH = 70


@dataclass(frozen=True)
class Suggested:
    """Other words that may be meant, and how many things they find that the reader may see."""

    words: str
    total: int


def suggest(session: Session, reader: Reader, person: Person, words: str) -> Suggested | None:
    """What to search for instead: words that are known and near, or the rarest of those there are.

    Only what finds something that this person may see.
    """
    asked = terms.asked(words)
    known = {term: search.is_known(session, person.team_id, term) for term in asked}
    near = [term if known[term] else _nearest(session, person.team_id, term) for term in asked]
    likely = [" ".join(filter(None, near))] if not all(known.values()) else []
    likely += [term for term in near if term] if len(asked) > 1 else []
    found = [Suggested(each, _count(session, reader, each)) for each in dict.fromkeys(likely)]
    return next((each for each in found if each.words and each.total), None)


def others(
    nouns: Mapping[str, Noun], session: Session, actor: Person, found: Mapping[str, Sequence[int]]
) -> list[Ranked]:
    """Of what was found by its words, by noun, what each room lets somebody find of its own."""
    ranked: list[Ranked] = []
    for name, numbers in found.items():
        noun = nouns.get(name)
        if noun is not None and noun.may_find is not None:
            rows = listings.numbered(session, actor.team_id, noun.table, numbers)
            ranked += [
                Ranked(name, each.number, 3, 3, None, each.created_at, None)
                for each in noun.may_find(session, actor, rows)
            ]
    return ranked


def _nearest(session: Session, team_id: str, term: str) -> str:
    """The known word that is most like one that is not; empty where none is like it."""
    best = process.extractOne(
        term, search.near(session, team_id, term), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH
    )
    return best[0] if best else ""


def _count(session: Session, reader: Reader, words: str) -> int:
    found = search.find(session, reader.team_id, words)
    things = [(hit.noun, hit.number) for hit in found]
    numbers = [hit.number for hit in found if hit.noun == "decision"]
    seen = listings.items(session, reader.team_id, reader, things)
    return len(seen) + len(listings.decisions(session, reader, numbers))
